"""The page of what is not known: every value that was looked for and not found."""

from alis_rules import load_tables
from alis_rules.model import Standing
from alis_rules.rates import FEE_RATE, UNITS, Call, Value

from .calls_page import note_of, value_of
from .page import Page
from .said import Said, both, day, listed, word
from .told import RULES, figure, label, rule_name, source_link

_HANGS = {
    "announced": "fee",
    "period-from": "everything",
    "period-to": "everything",
    "longest-years": "everything",
    "productivity-months": "window",
    "supervision-rate": "share",
    "back-dating-signed-after": "signing",
    "back-dating-counts-from": "signing",
    "locum-months": "condition",
    "recruitment-difficulties": "condition",
    "template-required": "condition",
}
"""What hangs on a value that no rule reads as an amount; of any other the rules themselves say it."""
_GOVERNORS = 2022
"""The last call that the county governors told of."""


def unknown_page() -> Page:
    """Each value with the calls that it is not found for, where it was looked for, what hangs on it and who could answer."""
    calls = load_tables().calls
    lacking = {name: [call for call in calls.values() if call[name].value is None] for name in UNITS}
    page = Page(word("unknown", "title"))
    count = sum(len(of_value) for of_value in lacking.values())
    first, last = min(calls), max(calls)
    page.paragraph(word("unknown", "about").within(count=count, first=first, last=last))
    page.paragraph(word("unknown", "supply"))
    for name, of_value in lacking.items():
        if of_value:
            page.heading(label(name))
            page.paragraph(word("unknown", "hangs").within(rules=_hangs(name)), word("unknown", "who").within(who=_who(name, of_value)))
            _looked_for(page, [(call.id, call[name]) for call in reversed(of_value)])
    _fee_rate(page)
    _unconfirmed(page)
    return page


def _looked_for(page: Page, found: list[tuple[str, Value]]) -> None:
    head = (word("page", "call"), word("unknown", "source"), word("unknown", "since"), word("unknown", "note"))
    page.table(head, [(both(call), source_link(value.source), day(value.checked), note_of(value)) for call, value in found])


def _hangs(name: str) -> Said:
    """What hangs on a value."""
    if name in _HANGS:
        return word("hangs", _HANGS[name])
    rules = [rule_name(rule.id).small().linked(f"rules/{rule.id}.md") for rule in RULES if name in rule.rates]
    return listed(rules) if rules else word("hangs", "nothing")


def _who(name: str, calls: list[Call]) -> Said:
    governors = name != "announced" and any(int(call.id) <= _GOVERNORS for call in calls)
    return word("who", "governor" if governors else "directorate")


def _fee_rate(page: Page) -> None:
    """The calls and the years whose fee rate is not known."""
    tables = load_tables()
    calls = [call.id for call in tables.calls.values() if value_of(call, FEE_RATE).value is None]
    years = [str(row.in_force_from.year) for row in tables.fee_rates if row.value is None and row.in_force_from]
    if not (calls or years):
        return
    page.heading(word("unknown", "fee"))
    texts = [word("unknown", "fee-of-calls").within(calls=", ".join(calls))] if calls else []
    texts += [word("unknown", "fee-of-years").within(years=", ".join(years))] if years else []
    page.paragraph(*texts, word("unknown", "who").within(who=word("who", "justice")))


def _unconfirmed(page: Page) -> None:
    """The values that stand in the tables without being confirmed."""
    found = [
        (both(call.id), label(value.id), figure(value), source_link(value.source), note_of(value))
        for call in load_tables().calls.values()
        for value in call.values.values()
        if value.standing is Standing.UNCONFIRMED
    ]
    if found:
        page.heading(word("unknown", "unconfirmed"))
        page.paragraph(word("unknown", "unconfirmed-about"))
        head = (word("page", "call"), word("calls", "value"), word("calls", "fee-rate"), word("page", "source"), word("unknown", "note"))
        page.table(head, found)
