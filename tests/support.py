"""What the tests share: a plain case to change, and short ways to evaluate it."""

import copy
import json
from pathlib import Path
from typing import Any

from alis_rules import Case, Entitlement, evaluate, load_case

ROOT = Path(__file__).parents[1]
CONTRACT_CASE: dict[str, Any] = json.loads((ROOT / "examples" / "contract-case.json").read_text("utf-8"))
"""The case of the contract."""


def document(**parts: Any) -> dict[str, Any]:
    """A full-time fastlege on the main model in Bodø, in call 2026, without records; `parts` replace whole keys of the case.

    A key with two underscores replaces a key one level down: ``agreement__signed_on="2025-10-15"``; None removes it.
    """
    plain: dict[str, Any] = {
        "schema": "alis-rules/case/1",
        "call": "2026",
        "municipality": {"number": "1804", "registered": True},
        "doctor": {"training_start": "2023-09-01", "first_gp_date": "2025-02-01"},
        "agreement": {"kind": "alis-avtale", "signed_on": "2025-05-20"},
        "positions": [{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2025-02-01"}],
    }
    found = copy.deepcopy(plain)
    for key, value in parts.items():
        outer, _, inner = key.partition("__")
        place = found[outer] if inner else found
        if value is None:
            place.pop(inner or outer, None)
        else:
            place[inner or outer] = copy.deepcopy(value)
    return found


def case(**parts: Any) -> Case:
    """`document` as a case."""
    return load_case(json.dumps(document(**parts)))


def evaluated(**parts: Any) -> Entitlement:
    """`document`, evaluated."""
    return evaluate(case(**parts))


def course(date: str, hours: float = 7.5, **more: Any) -> dict[str, Any]:
    """A course with absence from the practice."""
    return {"kind": "kurs", "date": date, "absence_hours": hours, **more}
