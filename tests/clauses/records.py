"""Short ways to write the records of a case, and to read what became of them."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from alis_rules import Condition, Duty, Entitlement, Outcome, Recipients, Status, Tables, duties
from alis_rules.rates_files import rates_directory, read_tables, table_files
from tests.support import evaluated

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
Day = date | str


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


def in_2021(**parts: Any) -> Record:
    """The parts of a plain case in call 2021, whose grant period no source gives: the one who asks says that it is the year."""
    return {
        "call": "2021",
        "period": {"from": "2021-01-01", "to": "2021-12-31"},
        "doctor": {"training_start": "2017-01-01", "first_gp_date": "2020-01-01"},
        "agreement__signed_on": "2020-01-01",
        "positions": [post(first="2017-01-01")],
        **parts,
    }


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


def why_not(day: Day, **parts: Any) -> set[str]:
    """Why a day of a GP does not count, the same for every element, with no grant; nothing where it counts and is granted for."""
    result = evaluated(**{**one_of_each(day), **parts})
    (reasons,) = {verdict.reasons for verdict in result.records}
    assert all(verdict.counts is not bool(reasons) for verdict in result.records)
    assert all(result[rule].reasons == reasons for rule in RECORD_LINES)
    assert (result.total == 0) is bool(reasons)
    return {reason.value for reason in reasons}


def why_not_supervised(day: Day, **parts: Any) -> set[str]:
    """Why a day does not count for supervision, which every role receives."""
    result = evaluated(supervision=[supervised(day, 1)], **parts)
    assert result["supervision"].amount == (0 if result.records[0].reasons else SUPERVISION_PRICE)
    return why(result, "supervision")


def why(result: Entitlement, rule: str) -> set[str]:
    """The reasons of a line."""
    return {reason.value for reason in result[rule].reasons}


def amount(result: Entitlement, rule: str) -> Decimal:
    """The amount of a line, which is determined."""
    found = result[rule].amount
    assert found is not None
    return found


def gives_nothing(result: Entitlement, rule: str, *reasons: str) -> bool:
    """Whether something was incurred for a line and nothing is granted, for exactly these reasons."""
    line = result[rule]
    return line.amount == 0 and line.outcome is Outcome.ZERO and why(result, rule) == set(reasons)


def receivers(result: Entitlement, rule: str) -> Recipients:
    """Who receives a line: all of it, and no more."""
    found = result[rule].recipients
    assert found is not None
    assert found.doctor + found.municipality + found.to_be_agreed == result[rule].amount
    return found


def to(doctor: Decimal | int = 0, municipality: Decimal | int = 0, to_be_agreed: Decimal | int = 0) -> Recipients:
    """Recipients of these amounts."""
    return Recipients(doctor=Decimal(doctor), municipality=Decimal(municipality), to_be_agreed=Decimal(to_be_agreed))


def left(result: Entitlement, cap: str) -> Decimal | None:
    """What is left under a cap."""
    (found,) = (each.left for each in result.remaining if each.cap == cap)
    return found


def listed_conditions(result: Entitlement) -> dict[str, Condition]:
    """The conditions by id."""
    return {each.id: each for each in result.conditions}


def status(result: Entitlement, condition: str) -> Status:
    """The status of a condition."""
    return listed_conditions(result)[condition].status


def municipal_duty(duty: str) -> Duty:
    """A duty of the municipality."""
    return {each.id: each for each in duties().municipality}[duty]


def doctors_duty(duty: str) -> Duty:
    """A duty of the doctor."""
    return {each.id: each for each in duties().doctor}[duty]


def to_ore(value: Decimal) -> Decimal:
    """Rounded half up to the øre."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


@cache
def altered(call: str = "2026", **values: str | int) -> Tables:
    """The shipped tables with other values in a call's file; only values that have a figure can be altered."""
    files = table_files(rates_directory())
    name = f"calls/{call}.toml"
    text = files[name].decode()
    for key, figure in values.items():
        text, found = re.subn(rf'(id = "{key.replace("_", "-")}"\nvalue = )[^\n]+', rf"\g<1>{figure}", text)
        assert found == 1, key
    return read_tables(files | {name: text.encode()})
