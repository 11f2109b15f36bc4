"""Cases to evaluate: the contract's case varied, and with many records."""

import json
from pathlib import Path
from typing import Any

from alis_rules import Case, load_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "contract-case.json"


def varied_cases(many: int) -> list[Case]:
    """The contract's case with other hours and amounts each time, so that nothing remembered of one helps with the next."""
    text = EXAMPLE.read_text("utf-8")
    found: list[Case] = []
    for number in range(many):
        document = json.loads(text)
        for place, activity in enumerate(document["activities"]):
            if "absence_hours" in activity:
                activity["absence_hours"] = f"{activity['absence_hours'] + place + number / 100:.2f}"
            if "expenses" in activity:
                activity["expenses"] += 7 * number + place
        document["supervision"][0]["hours"] += number % 7
        document["lower_productivity"][0]["amount"] = 100_000 + 131 * number
        document["facilitation"][0]["amount"] = 9_000 + 13 * number
        found.append(load_case(json.dumps(document)))
    return found


def with_records(records: int) -> Case:
    """The contract's case with so many records in the place of its own: activities, supervision, facilitation, lower productivity."""
    document: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))
    lists: dict[str, list[dict[str, Any]]] = {"activities": [], "supervision": [], "facilitation": [], "lower_productivity": []}
    for number in range(records):
        day = f"2025-{7 + number % 6:02}-{1 + number % 28:02}"
        match number % 4:
            case 0:
                lists["activities"].append({"kind": "kurs", "date": day, "absence_hours": 2, "expenses": 100 + number % 50})
            case 1:
                lists["supervision"].append({"date": day, "hours": 1.25})
            case 2:
                lists["facilitation"].append({"date": day, "purpose": "nettverkssamling", "amount": 50 + number % 30})
            case _:
                lists["lower_productivity"].append({"from": day, "to": day, "amount": 200 + number % 70})
    return load_case(json.dumps({**document, **lists}))
