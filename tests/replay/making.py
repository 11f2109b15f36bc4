"""What the cases made by hand are made of: a plain case, its parts, and the steps to and over a border.

All are of invented, nameless doctors. Where a border can be crossed in every line at once, one case does so: a changed line is told apart.
"""

import copy
from typing import Any, NamedTuple

Document = dict[str, Any]

FRAMES = dict.fromkeys(("fastlege", "fastlegevikar", "introduksjonslege", "annet-legearbeid"), 9000000)
PLENTY: Document = {"grant_frame": FRAMES, "additional_cap": 9_000_000}
"""Supplied values that limit nothing."""
STEPS = (("below", -1), ("at", 0), ("above", 1))
SAID = {"below": "a hundredth below", "at": "exactly at", "above": "a hundredth above"}
ROLES = tuple(FRAMES)
EMPLOYMENTS = ("hovedmodell", "ansatt", "avtale-8-2")


class Made(NamedTuple):
    """A case made by hand."""

    name: str
    why: str
    document: Document


def plain(call: str = "2026", /, **parts: Any) -> Document:
    """A full-time fastlege on the main model in Bodø, in the first 24 months; `parts` replace or add whole keys."""
    year = int(call)
    document: Document = {
        "schema": "alis-rules/case/1",
        "call": call,
        "municipality": {"number": "1804", "registered": True},
        "doctor": {"training_start": f"{year - 4}-01-01", "first_gp_date": f"{year - 1}-02-01"},
        "agreement": {"kind": "alis-avtale", "signed_on": f"{year - 3}-02-01"},
        "positions": [post(first=f"{year - 4}-02-01")],
    }
    document.update(copy.deepcopy(parts))
    return document


def post(
    role: str = "fastlege", employment: str = "hovedmodell", percent: Any = 100, first: str = "2022-02-01", last: str | None = None
) -> Document:
    """A position."""
    return {"role": role, "employment": employment, "percent": percent, "from": first} | ({"to": last} if last else {})


def kroner(ore: int) -> str:
    """An amount, or hours, from hundredths."""
    return f"{ore // 100}.{ore % 100:02}"


def one_of_each(*days: str) -> Document:
    """One record of each sort on each of some days, with figures that tell the days apart, and nothing that limits them."""
    numbered = list(enumerate(days, 1))
    return {
        "activities": [{"kind": "kurs", "date": day, "absence_hours": 2**n, "expenses": 100 * 2**n} for n, day in numbered],
        "supervision": [{"date": day, "hours": 2**n} for n, day in numbered],
        "lower_productivity": [{"from": day, "to": day, "amount": 1000 * 2**n} for n, day in numbered],
        "facilitation": [{"date": day, "amount": 10 * 2**n} for n, day in numbered],
        "additional": [{"date": day, "amount": 5000 * 2**n, "purpose": "reise"} for n, day in numbered],
        "municipal": [{"date": day, "amount": 700 * 2**n, "purpose": "bolig"} for n, day in numbered],
        "supplied": PLENTY,
    }


def capped_lines(step: int, *, used: bool = False, grade: int = 100, expenses: int = 14_000_00, loss: int = 125_000_00) -> Document:
    """Records that come to every cap and `step` hundredths, of caps that are graded by `grade` percent."""
    less = {"absence": 40_00, "supervision": 10_00, "expenses": 3_000_00, "loss": 25_000_00} if used else {}
    absence = 160_00 * grade // 100 - less.get("absence", 0) + step
    supervised = 57_75 * grade // 100 - less.get("supervision", 0) + step
    document: Document = {
        "municipality": {"number": "1804", "registered": True, "centrality_class": 6},
        "activities": [
            {"kind": "kurs", "date": "2025-09-10", "absence_hours": kroner(absence)},
            {"kind": "hospitering", "date": "2025-10-06", "expenses": kroner(expenses * grade // 100 - less.get("expenses", 0) + step)},
        ],
        "supervision": [{"date": "2025-12-01", "hours": kroner(supervised)}],
        "lower_productivity": [
            {"from": "2025-06-01", "to": "2025-12-31", "amount": kroner(loss * grade // 100 - less.get("loss", 0) + step)}
        ],
        "facilitation": [{"date": "2025-11-20", "amount": kroner(12_000_00 + step)}],
        "additional": [{"date": "2025-11-20", "amount": kroner(200_000_00 + step), "purpose": "reise"}],
        "accept": ["unconfirmed"],
    }
    if used:
        document["used_before"] = {
            "practice-compensation": {"hours": 40},
            "learning-expenses": 3000,
            "lower-productivity": 25000,
            "supervision": {"hours": 10},
        }
    return document
