"""The part of a rule's page that holds its rates and caps, with their sources and their history."""

import datetime as dt
from collections.abc import Iterator

from alis_rules import load_tables
from alis_rules.model import Standing
from alis_rules.rates import FEE_RATE, UNITS, Call, Value
from alis_rules.rules import Deduction, Rule

from .charts import Series, Stretch, Words, draw
from .page import Page
from .said import Said, both, per_language, say, word
from .told import (
    figure,
    label,
    rule_name,
    source_link,
    standing,
)


def _value(call: Call, name: str) -> Value:
    return load_tables().fee_rate(call) if name == FEE_RATE else call[name]


def rates_part(page: Page, rule: Rule | Deduction) -> dict[str, str]:
    """The values that the rule reads, call by call, with their sources and their history as a drawing."""
    page.heading(word("page", "rates"))
    if not rule.rates:
        page.paragraph(word("page", "rates-none"))
        return {}
    page.paragraph(word("page", "rates-about"))
    calls = list(load_tables().calls.values())
    sources: list[str] = []
    rows: list[tuple[Said, ...]] = []
    for call in reversed(calls):
        cells: list[Said] = []
        for name in rule.rates:
            value = _value(call, name)
            if value.source not in sources:
                sources.append(value.source)
            mark = f"\\[{sources.index(value.source) + 1}\\]"
            found = standing(value.standing) if value.value is None else figure(value) + " (" + standing(value.standing) + ")"
            cells.append(found + f" {mark}")
        rows.append((both(call.id), *cells))
    page.table((word("page", "call"), *(label(name) for name in rule.rates)), rows)
    page.paragraph(word("page", "sources"))
    page.items((source_link(each) for each in sources), "1.")
    return _history(page, rule, calls)


def _history(page: Page, rule: Rule | Deduction, calls: list[Call]) -> dict[str, str]:
    """The step chart of the rule's values; none where none was ever found."""
    known = [name for name in rule.rates if any(_value(call, name).value is not None for call in calls)]
    if not known:
        return {}
    page.paragraph(word("page", "history"))
    page.image(word("page", "history-alt"), f"{rule.id}.svg")
    title = word("page", "history-title").within(rule=rule_name(rule.id))
    drawn: dict[str, str] = {}
    for place, ending in enumerate((".svg", ".nb.svg")):
        series = [
            Series(f"{label(name)[place]} ({say(f'unit.{_unit(name)}')[place]})", tuple(_stretches(calls, name, place))) for name in known
        ]
        told = ". ".join(f"{one.label}: {', '.join(_spoken(one, calls, standing(Standing.NOT_FOUND)[place]))}" for one in series)
        words = Words(title[place], f"{told}.", standing(Standing.NOT_FOUND)[place])
        drawn[f"{rule.id}{ending}"] = draw(series, words)
    return drawn


def _stretches(calls: list[Call], name: str, place: int) -> Iterator[Stretch]:
    """A value through the calls, each from its first day to the day before the next."""
    for number, call in enumerate(calls):
        first = _begins(calls, number)
        last = _begins(calls, number + 1) - dt.timedelta(1) if number + 1 < len(calls) else call.bounds[1]
        value = _value(call, name)
        yield Stretch(first, last, None if value.value is None else value.number, "" if value.value is None else _plain(value)[place])


def _unit(name: str) -> str:
    return "NOK/h" if name == FEE_RATE else UNITS[name]


def _plain(value: Value) -> Said:
    """A figure without its unit."""
    return per_language(lambda texts: texts.number(value.number))


def _begins(calls: list[Call], number: int) -> dt.date:
    """The first day of a call, or the first that it can be; of the first call the year that it is named by."""
    first = calls[number].bounds[0]
    return dt.date(int(calls[number].id), 1, 1) if first == dt.date.min else first


def _spoken(one: Series, calls: list[Call], not_found: str) -> Iterator[str]:
    for call, each in zip(calls, one.stretches, strict=True):
        yield f"{call.id} {not_found if each.value is None else each.label}"
