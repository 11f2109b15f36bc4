"""Bytes that steer changes of a real document, so that a fuzzer gets beyond its syntax: the same bytes make the same changes."""

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, cast

from alis_rules.entitlement import Outcome
from alis_rules.interchange import case_schema
from alis_rules.readings import options, reading_fields

Chosen = TypeVar("Chosen")
MOST_CHANGES = 24
"""So that no input is slow by the number of its changes."""


class Steering:
    """Choices read off some bytes; when they are used up, every choice is the first."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def done(self) -> bool:
        """Whether all bytes are used."""
        return self._at >= len(self._data)

    def number(self, below: int) -> int:
        """A whole number from 0, less than `below`."""
        width = 1 if below <= 256 else 2
        taken = self._data[self._at : self._at + width]
        self._at += width
        return int.from_bytes(taken) % below

    def one_of(self, choices: Sequence[Chosen]) -> Chosen:
        """One of some choices."""
        return choices[self.number(len(choices))]

    def text(self) -> str:
        """Some bytes as text, whatever they are; half a character among them now and then."""
        taken = self._data[self._at : self._at + self.number(32) + 1]
        self._at += len(taken)
        return taken.decode("utf-8", "surrogateescape")

    def day(self) -> str:
        """A day of the years that matter, now and then of the calendar's ends."""
        ends = {0: dt.date.min, 1: dt.date.max, 2: dt.date(2024, 2, 29)}
        turn = self.number(16)
        return (ends.get(turn) or dt.date(2019, 1, 1) + dt.timedelta(self.number(4000))).isoformat()


def _codes(schema: Any) -> Iterator[str]:
    """Every key and code of a JSON Schema."""
    if isinstance(schema, dict):
        for key, value in cast("dict[str, Any]", schema).items():
            if key == "properties":
                yield from cast("dict[str, Any]", value)
            if key == "enum":
                yield from (str(each) for each in value)
            yield from _codes(value)
    elif isinstance(schema, list):
        for each in cast("list[Any]", schema):
            yield from _codes(each)


WORDS = sorted(
    {
        *_codes(case_schema()),
        *(option for name, _ in reading_fields() for option in options(name)),
        *(outcome.value for outcome in Outcome),
        "alis-rules/case/1",
    }
)
"""Every key and code that a document may hold."""
_VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 100, 10_000, 10**12, 10**40, "", "0", "100", "0.01", "-0", "1e5", "1804", "3024", "9999", "2026", "2023",
    [], {}, [[]], [{}], {"": {}}, "@raw 1e400", "@raw 1e-400", "@raw 1e9999999999", "@raw NaN", "@raw -Infinity", "@raw 0.005", "@raw -0.0",
    "@raw " + "7" * 5000, "\0", "\ud800", "~1/~0", "x" * 1001, "2025-02-30", "0000-00-00", "9999-12-31", "0001-01-01",
]  # fmt: skip
"""Values that are likely to be in the way somewhere."""


def places(document: Any) -> list[tuple[Any, Any]]:
    """Each container of a document, with each key or index of it."""
    found: list[tuple[Any, Any]] = []
    if isinstance(document, dict):
        keys: Any = list(cast("dict[str, Any]", document))
    elif isinstance(document, list):
        keys = range(len(cast("list[Any]", document)))
    else:
        return found
    container = cast("Any", document)
    for key in keys:
        found.append((container, key))
        found += places(container[key])
    return found


def changed(document: Any, data: bytes) -> str:
    """A document with the changes that some bytes ask for, as JSON text: values put in, taken away, swapped, doubled."""
    steer, plain = Steering(data), copy.deepcopy(document)
    for _ in range(MOST_CHANGES):
        found = places(plain)
        if steer.done or not found:
            break
        _change(steer, *steer.one_of(found), found)
    return re.sub(r'"@raw ([^"]*)"', r"\1", json.dumps(plain))


def _change(steer: Steering, container: Any, key: Any, found: list[tuple[Any, Any]]) -> None:
    """One change at one place."""
    match steer.number(9):
        case 0 | 1:
            container[key] = copy.deepcopy(steer.one_of(_VALUES))
        case 2:
            del container[key]
        case 3:
            other, at = steer.one_of(found)
            container[key] = copy.deepcopy(other[at])
        case 4:
            container[key] = steer.day()
        case 5:
            container[key] = steer.one_of(WORDS)
        case 6:
            container[key] = steer.text()
        case 7:
            container[key] = [*(container[key] if isinstance(container[key], list) else ()), copy.deepcopy(container[key])]
        case _:
            if isinstance(container, dict):
                container[steer.one_of(WORDS) if steer.number(2) else steer.text()] = copy.deepcopy(steer.one_of(_VALUES))
            else:
                container.append(copy.deepcopy(container[key]))


_LINES = [
    "[[value]]", "[value]", "[", "]", "value = 1", "value = true", "value = 2025-06-01", "value = 0001-01-01", "value = 9999-12-31",
    "value = 1e400", "value = 12:00:00", "value = 2025-06-01T00:00:00Z", "between = [0001-01-01, 9999-12-31]", "between = [1, 2]",
    'id = "own-share"', "id = [1]", "id = {a = 1}", "source = [1]", "source = {}",
    'source = "x"', "standing = []", 'standing = "not-found"',
    "conflicts = [{value = [], source = []}]", "conflicts = 1", 'conflicts = [{value = "1", source = "x"}]', 'note = "x"', "note = 1",
    "in_force_from = 0001-01-01", "in_force_from = 2025-06-01", "in_force_to = 9999-12-31", "known_from = 9999-12-31", "a.b.c = 1",
    "[sources.x]", "[sources]", "sources = 1", 'unit = "date"', "unit = 1", "[[value.value]]", "x = '''", 'x = """', "value = []",
    "value = 0x" + "f" * 5000, "id = 0x" + "f" * 5000, "value = " + "9" * 5000, "9999,Nowhere,99,Nowhere,1,1000", '"', ",,,,,",
]  # fmt: skip
"""Lines that are likely to be in the way of a table file."""


def changed_lines(text: str, data: bytes) -> str:
    """A table file with the changes that some bytes ask for: lines put in, taken away, doubled, moved, and their values replaced."""
    steer, lines = Steering(data), text.splitlines()
    for _ in range(MOST_CHANGES):
        if steer.done or not lines:
            break
        at = steer.number(len(lines))
        match steer.number(8):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[at])
            case 2:
                lines.insert(at, steer.one_of(_LINES))
            case 3:
                lines.insert(at, steer.text())
            case 4:
                lines.append(lines.pop(at))
            case 5:
                lines[at] = _with_value(lines[at], steer.one_of([*_LINES, *lines]).partition(" = ")[2])
            case 6:
                lines[at] = _with_value(lines[at], steer.day())
            case _:
                lines[at] = _with_value(lines[at], f'"{steer.one_of(WORDS)}"')
    return "\n".join(lines) + "\n"


def _with_value(line: str, value: str) -> str:
    """A line of a table file with another value after its key, or in its first cell."""
    key, equals, _ = line.partition(" = ")
    return f"{key} = {value}" if equals else ",".join([value, *line.split(",")[1:]])
