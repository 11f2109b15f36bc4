"""The calls side by side, with the fee rate through the years."""

import datetime as dt
from collections.abc import Iterator

from alis_rules import load_tables
from alis_rules.model import Standing
from alis_rules.rates import FEE_RATE, UNITS, Call, Value

from .charts import Series, Stretch, Words, draw
from .page import Page
from .said import Said, both, data, day, listed, say, word
from .told import DASH, between, figure, label, source_link, standing

_MARKS = {Standing.REPORTED: " (r)", Standing.UNCONFIRMED: " (u)"}
_DATES = ("announced", "period-from", "period-to", "deadline", "report-due")
_GROUPS = {
    "rates": (
        FEE_RATE,
        "practice-compensation-share",
        "absence-hours",
        "learning-expenses",
        "lower-productivity",
        "supervision-share",
        "supervision-rate",
        "supervision-hours",
        "facilitation-share",
        "additional-cap",
        "own-share",
    ),
    "counting": ("longest-years", "productivity-months", "back-dating-signed-after", "back-dating-counts-from"),
    "requirements": ("locum-months", "recruitment-difficulties", "template-required"),
}


def note_of(value: Value) -> Said:
    """The note of a value."""
    return Said(data("notes.en").get(value.note, value.note), value.note)


def value_of(call: Call, name: str) -> Value:
    """A value of a call, the fee rate among them."""
    return load_tables().fee_rate(call) if name == FEE_RATE else call[name]


def calls_page() -> tuple[Page, dict[str, str]]:
    """Every value of every call, with its standing; and the drawings, by file name."""
    tables = load_tables()
    page = Page(word("calls", "title"))
    page.paragraph(word("calls", "about").within(version=tables.version, day=day(tables.verified)))
    page.heading(word("calls", "standings"), anchor="standings")
    page.paragraph(word("calls", "standings-about"))
    page.items(word("calls", each) for each in ("official", "reported", "unconfirmed", "not-found"))
    grouped = {*_DATES, *(name for names in _GROUPS.values() for name in names)}
    groups = {**_GROUPS, "frames": tuple(name for name in UNITS if name.startswith("grant-frame"))}
    groups["other"] = tuple(name for name in UNITS if name not in grouped and name not in groups["frames"])
    page.heading(word("calls", "period"))
    dates = [(both(call.id), *(_marked(call[name]) for name in _DATES)) for call in tables.calls.values()]
    page.table((word("page", "call"), *(label(name) for name in _DATES)), dates)
    head = (word("calls", "value"), *(both(call) for call in tables.calls))
    for group, names in groups.items():
        if names:
            page.heading(word("calls", group))
            page.table(head, [(label(name), *(_marked(value_of(call, name)) for call in tables.calls.values())) for name in names])
    _differing(page)
    _sources(page)
    return page, _fee_rates(page)


def _marked(value: Value) -> Said:
    """A figure with the mark of its standing."""
    return DASH if value.value is None else figure(value) + _MARKS.get(value.standing, "")


def _differing(page: Page) -> None:
    """Where the sources differ, which of them is used and why."""
    found = [
        word("calls", "differs").within(
            call=call.id,
            value=say(f"value.{value.id}"),
            used=figure(value),
            others=listed(
                [word("calls", "differs-other").within(source=source_link(source), other=other) for other, source in value.conflicts]
            ),
            note=note_of(value),
        )
        for call in load_tables().calls.values()
        for value in call.values.values()
        if value.conflicts
    ]
    if found:
        page.heading(word("calls", "differ"))
        page.items(found)


def _sources(page: Page) -> None:
    """The sources of each call."""
    page.heading(word("calls", "by-call"))
    for call in reversed([*load_tables().calls.values()]):
        page.heading(say("rates.call", call=call.id), 3)
        page.items(source_link(each) for each in dict.fromkeys(value.source for value in call.values.values() if value.value is not None))


def _fee_rates(page: Page) -> dict[str, str]:
    """The fee rate through the years, drawn and as a table."""
    rows = load_tables().fee_rates
    first = _since(rows[0])
    page.heading(word("calls", "fee"))
    page.paragraph(word("calls", "fee-about"))
    page.image(word("calls", "fee-alt"), "fee-rate.svg")
    head = (word("calls", "fee-from"), word("calls", "fee-rate"), word("calls", "fee-standing"), word("page", "source"))
    told = [
        (
            day(row.in_force_from) if row.in_force_from else between(row.between or (first, first)),
            _rate(row),
            standing(row.standing),
            source_link(row.source),
        )
        for row in reversed(rows)
    ]
    page.table(head, told, right=(1,))
    not_found = standing(Standing.NOT_FOUND)
    title = word("calls", "fee-title").within(year=first.year)
    drawn: dict[str, str] = {}
    for place, ending in enumerate((".svg", ".nb.svg")):
        stretches = tuple(_stretches(rows, place))
        spoken = "; ".join(f"{each.first.year} {each.label or not_found[place]}" for each in stretches)
        words = Words(title[place], f"{spoken}.", not_found[place])
        drawn[f"fee-rate{ending}"] = draw(
            [Series(label(FEE_RATE)[place] + f" ({say('unit.NOK/h')[place]})", stretches)], words, every=3, height=260
        )
    return drawn


def _rate(row: Value) -> Said:
    return standing(row.standing) if row.value is None else figure(row)


def _since(row: Value) -> dt.date:
    """The first day of a row, or the first that it can be."""
    return row.in_force_from or (row.between or (dt.date.min,))[0]


def _stretches(rows: tuple[Value, ...], place: int) -> Iterator[Stretch]:
    for row, after in zip(rows, (*rows[1:], None), strict=True):
        last = load_tables().fee_rate_verified if after is None else _since(after) - dt.timedelta(1)
        number = None if row.value is None else row.number
        yield Stretch(_since(row), last, number, "" if number is None else f"{number:f}")
