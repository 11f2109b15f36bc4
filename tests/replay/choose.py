"""Chooses the cases of the replay: ``python -m tests.replay.choose FOLDER`` writes them, without what they give.

The ten worked cases, the contract's, and those made by hand are all taken. Of a large pool that Hypothesis draws, the same each time,
those are added that reach what few others do. It was run once: names once given stay, so a folder that holds cases is left as it is. A
new case is a file written by hand, and `alis-rules replay --accept` adds what it gives.
"""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, Phase, given, seed, settings

from alis_rules import InvalidCase
from alis_rules.interchange import parse
from alis_rules.replay_files import laid_out
from alis_rules.testing import case_documents
from alis_rules.testing.documents import worked_cases
from tests.replay.made_amounts import amounts
from tests.replay.made_days import days
from tests.replay.made_kinds import kinds
from tests.replay.made_months import months
from tests.replay.making import Document, Made
from tests.replay.reached import possible, reached
from tests.support import CONTRACT_CASE

WANTED = 3
"""So many cases are to reach each thing, where so many are to be found."""
MOST_DRAWN = 40
"""The most cases that are taken of the pool."""
DRAWN = {"2022": 60, "2023": 80, "2025": 60, "2026": 240, "2027": 30}
"""How many cases of each call are drawn."""
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)
SHIFTED = {"2022": ("2021", "2021-01-01", "2021-09-30"), "2025": ("2024", "2023-09-01", "2024-05-31")}
"""Calls whose grant period no source gives: cases of a call are moved a year back, into a supplied period."""


def worked() -> Iterator[Made]:
    """The contract's case and the ten worked ones."""
    yield Made("contract", "The case of the contract.", _exactly(CONTRACT_CASE))
    for each in worked_cases():
        yield Made(f"worked-{each['name']}", each["why"], _exactly(each["case"]))


def _exactly(document: Document) -> Document:
    """A case as it is read from a file: its fractions as decimals."""
    exact: Document = parse(json.dumps(document))
    return exact


def pool() -> Iterator[Document]:
    """The drawn cases, call by call."""
    for call, count in DRAWN.items():
        found = _drawn(call, count)
        yield from found
        if call in SHIFTED:
            yield from (_shifted(document, *SHIFTED[call]) for document in found)


def _drawn(call: str, count: int) -> list[Document]:
    """Cases of a call, the same each time."""
    found: list[Document] = []

    @seed(int(call))
    @settings(max_examples=count, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=SLOW)
    @given(case_documents(call))
    def draw(document: Document) -> None:
        found.append(_exactly(document))

    draw()
    return found


def _shifted(document: Document, call: str, first: str, last: str) -> Document:
    """A case moved a year back, into a call with a supplied period."""
    moved: Document = _a_year_back(document)
    return {**moved, "call": call, "period": {"from": first, "to": last}}


def _a_year_back(value: Any) -> Any:
    """A JSON value with its days a year earlier."""
    if isinstance(value, dict):
        return {key: _a_year_back(each) for key, each in cast("Document", value).items()}
    if isinstance(value, list):
        return [_a_year_back(each) for each in cast("list[Any]", value)]
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return str(dt.date.fromisoformat(value) - relativedelta(years=1)) if value != str(dt.date.max) else value
    return value


def chosen(taken: Iterable[Made]) -> Iterator[Made]:
    """What is taken whatever it reaches, then of the pool what reaches most that too few cases reach."""
    counts: Counter[str] = Counter()
    for made in taken:
        counts.update(reached(made.document)[0])
        yield made
    wanted = set(possible())
    candidates: list[tuple[Document, set[str]]] = []
    for document in pool():
        try:
            candidates.append((document, reached(document)[0] & wanted))
        except InvalidCase:
            continue
    for number in range(1, MOST_DRAWN + 1):
        scores = [sum(counts[name] < WANTED for name in names) for _, names in candidates]
        best = max(scores)
        if best == 0:
            return
        document, names = candidates.pop(scores.index(best))
        rarest = sorted((counts[name], name) for name in names if counts[name] < WANTED)
        counts.update(names)
        yield Made(f"drawn-{number:02}", f"Drawn: {'; '.join(name for _, name in rarest[:3])}.", document)


def main(arguments: list[str]) -> None:
    """Write the cases to a folder that holds none."""
    (folder,) = map(Path, arguments)
    if any(folder.glob("*.json")):
        raise SystemExit(f"{folder}: there are cases here, and names once given stay")
    folder.mkdir(parents=True, exist_ok=True)
    for made in chosen([*worked(), *amounts(), *days(), *months(), *kinds()]):
        document = {"name": made.name, "why": made.why, "case": made.document}
        (folder / f"{made.name}.json").write_text(f"{laid_out(document)}\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
