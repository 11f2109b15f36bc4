"""Short ways to write a case as the contract's JSON object: a plain one to change, its records, and the cases of the contract."""

import copy
import json
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

FIRST, LAST = date(2025, 6, 1), date(2026, 5, 31)
"""The grant period of call 2026."""
PRICE = Decimal(825)
"""An hour of practice compensation in call 2026: 60 % of 1 375 kr."""
SUPERVISION_PRICE = Decimal("1581.25")
"""An hour of supervision in call 2026: 115 % of 1 375 kr."""
RECORD_LINES = (
    "practice-compensation",
    "learning-expenses",
    "lower-productivity",
    "supervision",
    "facilitation",
    "additional-elements",
    "municipal-elements",
)
"""The lines that records add to."""
STANDARD_LINES = RECORD_LINES[:5]
PLENTY = {
    "grant_frame": {"fastlege": 10**7, "fastlegevikar": 10**7, "introduksjonslege": 10**7, "annet-legearbeid": 10**7},
    "additional_cap": 10**7,
}
"""Supplied values that limit nothing and leave nothing undetermined."""

Record = dict[str, Any]
"""A JSON object."""
Day = date | str


# The cases of the contract --------------------------------------------------------------------------------------------


@cache
def contract_case_text() -> str:
    """The case of the contract, as its JSON text: carried by the installed package, or beside ``src/`` in a checkout."""
    carried = files("alis_rules.testing") / "data" / "contract-case.json"
    found = carried if carried.is_file() else Path(__file__).parents[3] / "examples" / "contract-case.json"
    return found.read_text("utf-8")


def contract_case() -> Record:
    """The case of the contract, its fractions as strings of digits."""
    return cast("Record", json.loads(contract_case_text(), parse_float=str))


def worked_cases() -> list[Record]:
    """The ten worked cases of the contract: each with its name, the case, why it is as it is, and what it must give."""
    text = (files("alis_rules.testing") / "data" / "worked-cases.json").read_text("utf-8")
    return cast("list[Record]", json.loads(text, parse_float=str))


# A plain case and its records -----------------------------------------------------------------------------------------


def document(**parts: Any) -> Record:
    """A full-time fastlege on the main model in Bodø, in call 2026, without records; `parts` replace whole keys of the case.

    A key with two underscores replaces a key one level down: ``agreement__signed_on="2025-10-15"``; None removes it.
    """
    found: Record = {
        "schema": "alis-rules/case/1",
        "call": "2026",
        "municipality": {"number": "1804", "registered": True},
        "doctor": {"training_start": "2023-09-01", "first_gp_date": "2025-02-01"},
        "agreement": {"kind": "alis-avtale", "signed_on": "2025-05-20"},
        "positions": [{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2025-02-01"}],
    }
    for key, value in parts.items():
        outer, _, inner = key.partition("__")
        place = found[outer] if inner else found
        if value is None:
            place.pop(inner or outer, None)
        else:
            place[inner or outer] = copy.deepcopy(value)
    return found


def record(**fields: Any) -> Record:
    """A JSON object: days and decimals as text, a trailing underscore dropped, None left out."""
    return {
        key.rstrip("_"): str(value) if isinstance(value, date | Decimal) else value for key, value in fields.items() if value is not None
    }


def post(
    role: str = "fastlege",
    employment: str = "hovedmodell",
    percent: Decimal | int = 100,
    first: Day = "2025-02-01",
    last: Day | None = None,
) -> Record:
    """A position."""
    return record(role=role, employment=employment, percent=percent, from_=first, to=last)


def break_(kind: str, first: Day, last: Day | None = None) -> Record:
    """An interruption."""
    return record(kind=kind, from_=first, to=last)


def activity(day: Day, kind: str = "kurs", **more: Any) -> Record:
    """A learning activity."""
    return record(kind=kind, date=day, **more)


def course(date: str, hours: Decimal | str | int = "7.5", **more: Any) -> Record:
    """A course with absence from the practice."""
    return activity(date, absence_hours=hours, **more)


def supervised(day: Day, hours: Decimal | int | str, **more: Any) -> Record:
    """Supervision."""
    return record(date=day, hours=hours, **more)


def loss(first: Day, last: Day, amount: Decimal | int) -> Record:
    """Lower productivity."""
    return record(from_=first, to=last, amount=amount)


def cost(day: Day, amount: Decimal | int | str, **more: Any) -> Record:
    """A cost of facilitation, of an additional or of a municipal element."""
    return record(date=day, amount=amount, **more)


IN_2023: Record = {
    "call": "2023",
    "doctor": {"training_start": "2022-01-01", "first_gp_date": "2022-01-01"},
    "agreement__signed_on": "2022-09-01",
    "positions": [post(first="2022-01-01")],
}
"""The parts of a plain case in call 2023 (2022-10-01 to 2023-08-31)."""


def one_of_each(day: Day) -> Record:
    """The parts of a case with one record of each sort on one day, which nothing but the day itself keeps from counting."""
    return {
        "municipality__centrality_class": 6,
        "activities": [activity(day, absence_hours=1, expenses=100)],
        "supervision": [supervised(day, 1)],
        "lower_productivity": [loss(day, day, 100)],
        "facilitation": [cost(day, 100)],
        "additional": [cost(day, 100)],
        "municipal": [cost(day, 100)],
        "supplied": PLENTY,
    }
