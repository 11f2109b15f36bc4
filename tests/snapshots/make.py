"""Writes the texts of some cases as files to be read and compared: ``python -m tests.snapshots.make``.

The cases together show every outcome and every reason. A change of a text shows as a change of these files, in three languages.
"""

import json
from pathlib import Path
from typing import Any

from alis_rules import Entitlement, evaluate, load_case, to_text
from alis_rules.explain.catalogue import LANGUAGES
from alis_rules.testing.documents import worked_cases
from tests.support import CONTRACT_CASE, course, document

HERE = Path(__file__).parent
WORKED: list[dict[str, Any]] = worked_cases()


def _own() -> dict[str, dict[str, Any]]:
    """The cases that are made for their texts, by name."""
    everyday = document(
        municipality={"number": "1811", "registered": True},
        doctor={"training_start": "2025-07-01", "training_end": "2026-03-31", "first_gp_date": "2023-09-01"},
        positions=[
            {"role": "introduksjonslege", "employment": "ansatt", "percent": 60, "from": "2025-06-01", "to": "2025-10-31"},
            {"role": "fastlegevikar", "employment": "avtale-8-2", "percent": 80, "from": "2025-11-01"},
        ],
        interruptions=[{"kind": "institusjonstjeneste", "from": "2025-12-01", "to": "2025-12-31"}],
        activities=[
            course("2025-06-15", expenses=900),
            course("2025-09-01", 10, expenses=2_000, fund_refund=2_500),
            course("2025-12-10"),
            course("2026-04-10"),
            {"kind": "gruppeveiledning", "date": "2026-02-02", "absence_hours": 7.5, "paid_by": "municipality", "expenses": 1_200},
        ],
        supervision=[{"date": "2025-09-15", "hours": 12.25, "cost": 20_000}, {"date": "2026-01-20", "hours": 4}],
        lower_productivity=[{"from": "2025-06-01", "to": "2025-08-31", "amount": 9_000}],
        additional=[
            {"date": "2025-10-01", "amount": 15_000},
            {"date": "2025-10-02", "amount": 3_000, "lasting_investment": True},
        ],
        municipal=[{"date": "2025-10-05", "amount": 500}],
        facilitation=[{"date": "2025-10-06", "amount": 4_000}],
        readings={"grant-frame": "sum-of-caps", "rounding": "whole-kroner"},
        accept=["unconfirmed"],
    )
    not_registered = document(municipality={"number": "0301", "registered": False}, activities=[course("2025-09-01", expenses=500)])
    not_registered["additional"] = [{"date": "2025-10-01", "amount": 100}]
    unemployed = document(positions=[], supervision=[{"date": "2025-09-15", "hours": 2}], activities=[course("2027-01-01")])
    nothing = document()
    return {"every-day": everyday, "not-registered": not_registered, "without-a-post": unemployed, "nothing-recorded": nothing}


CASES = {"contract": CONTRACT_CASE, **{each["name"]: each["case"] for each in WORKED}, **_own()}
"""The cases by name."""


def evaluated(name: str) -> Entitlement:
    """The entitlement of a case, explained."""
    return evaluate(load_case(json.dumps(CASES[name])), explain=True)


def texts() -> dict[Path, str]:
    """Each file with its text."""
    return {HERE / f"{name}.{lang}.txt": to_text(evaluated(name), lang=lang) for name in CASES for lang in LANGUAGES}


if __name__ == "__main__":
    for path, text in texts().items():
        path.write_text(text, "utf-8")
