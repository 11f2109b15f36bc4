"""The examples of a rule: the contract's case, a second one, and either with something changed. All are reckoned when a page is made."""

import copy
import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from alis_rules import Case, Entitlement, evaluate, load_case, load_tables
from alis_rules.entitlement import Line, Outcome
from alis_rules.explain.blocks import Block, Heading, Item, Paragraph
from alis_rules.explain.letter import Letter
from alis_rules.explanation import Contribution, Explanation
from alis_rules.readings import chosen, options

from .said import EN, NB, Said, data

_ROOT = Path(__file__).parents[2]
_CHECKED = dt.date(2026, 11, 21)


class Example(NamedTuple):
    """A case, and what came of it, explained."""

    document: dict[str, Any]
    case: Case
    result: Entitlement

    def line(self, rule: str) -> Line:
        """The line of a rule."""
        return self.result[rule]

    def contributions(self, rule: str) -> list[Contribution]:
        """What each record adds to a line."""
        return [each for each in cast("Explanation", self.result.explanation).contributions if each.rule == rule]


class Changed(NamedTuple):
    """An example with something changed: what, and how the line and the total differ."""

    what: Said
    line: Line
    result: Entitlement


def _example(document: dict[str, Any]) -> Example:
    case = load_case(json.dumps(document))
    return Example(document, case, evaluate(case, explain=True))


@cache
def contract() -> Example:
    """The contract's case."""
    return _example(json.loads((_ROOT / "examples" / "contract-case.json").read_text("utf-8")))


@cache
def second(rule: str) -> Example:
    """The second example of a rule."""
    return _example(data("examples")["plain"] | data("examples")["second"][rule]["case"])


def about_second(rule: str) -> Said:
    """What the second example of a rule is."""
    found = data("examples")["second"][rule]
    return Said(found["en"], found["nb"])


def telling(rule: str) -> Example:
    """The example that changes are tried on: the contract's case where the rule applies in it, else the second."""
    return contract() if contract().line(rule).outcome is not Outcome.NOT_APPLICABLE else second(rule)


def trials(rule: str) -> Iterator[Changed]:
    """What would be if something were other than in the telling example."""
    base = telling(rule).document
    for trial in data("examples")["trial"][rule]:
        document = copy.deepcopy(base)
        for pointer, value in trial.get("set", {}).items():
            _set(document, pointer, value)
        for records, record in trial.get("add", {}).items():
            document[records].append(record)
        tables = load_tables()
        if "values" in trial:
            first = tables.calls[document["call"]].bounds[0]
            rows = [
                {"id": name, "value": value, "in_force_from": first, "source": "-", "checked": _CHECKED}
                for name, value in trial["values"].items()
            ]
            tables = tables.overlay({"name": "-", "value": rows})
        result = evaluate(load_case(json.dumps(document)), tables=tables)
        yield Changed(Said(trial["en"], trial["nb"]), result[rule], result)


def _set(document: dict[str, Any], pointer: str, value: object) -> None:
    """Put a value where a JSON Pointer says."""
    *way, last = pointer.strip("/").split("/")
    place: Any = document
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value


class UnderReading(NamedTuple):
    """An example under another option of one reading."""

    reading: str
    option: str
    result: Entitlement


def under_readings(example: Example, readings: tuple[str, ...]) -> Iterator[UnderReading]:
    """An example under each other option of some readings."""
    for reading in readings:
        for option in options(reading):
            if option != example.case.readings.option(reading):
                other = chosen(example.case.readings, {reading: option})
                yield UnderReading(reading, option, evaluate(example.case, readings=other))


def explained(example: Example, rule: str) -> list[tuple[Block, Block]]:
    """What the library tells of a line, in both languages, block by block."""
    return list(zip(*(_section(list(Letter(example.result, texts).blocks()), rule, texts.say) for texts in (EN, NB)), strict=True))


def _section(blocks: list[Block], rule: str, say: Any) -> list[Block]:
    """The blocks under the heading of a line; what stands at the margin is of the whole text."""
    title = f"{say(f'rule.{rule}')}: "
    found: list[Block] = []
    inside = False
    for block in blocks:
        if isinstance(block, Heading):
            inside = block.level == 3 and block.text.startswith(title)
        elif inside and isinstance(block, Paragraph | Item) and block.indent:
            found.append(block)
    return found
