"""Single cases of one to ten thousand records: the time for each record, and the peak memory."""

from typing import Any

from alis_rules import evaluate

from .cases import with_records
from .measuring import in_turns, peak_bytes, said
from .processes import measured

RECORDS = (1, 10, 100, 1_000, 10_000)


def one(records: int, *, explain: bool) -> dict[str, Any]:
    """A case of so many records, evaluated."""
    case = with_records(records)
    read = peak_bytes()
    found = in_turns({"": lambda: evaluate(case, explain=explain)}, 3, at_least=0.5)[""]
    return {"records": records, "least": found.least, "read": read, "peak": peak_bytes()}


def grown(rounds: int) -> dict[str, list[dict[str, Any]]]:
    """Cases of each number of records, evaluated and explained, each in a process of its own."""
    found: dict[str, list[dict[str, Any]]] = {"evaluate": [], "explained": []}
    for records in RECORDS:
        answers: dict[str, list[dict[str, Any]]] = {name: [] for name in found}
        for _ in range(rounds):
            for name, many in answers.items():
                answer = measured("records.one", records=records, explain=name == "explained")
                if answer:
                    many.append(answer)
        for name, many in answers.items():
            found[name].append(min(many, key=lambda each: float(each["least"])))
        told = ", ".join(f"{name} {rows[-1]['least'] * 1e6 / records:.1f} µs a record" for name, rows in found.items())
        said(f"{records:,} records: {told}")
    return found
