"""The part of a rule's page that holds its examples, and what it would take to get more."""

from decimal import Decimal
from typing import cast

from alis_rules import load_tables
from alis_rules.entitlement import Entitlement, Line, Outcome
from alis_rules.explain.blocks import Item
from alis_rules.explain.markdown import to_markdown_text
from alis_rules.rules import Deduction, Rule

from .examples import Example, about_second, contract, explained, second, telling, trials
from .page import Page
from .said import Said, day, hours, listed, money, say, signed, word
from .told import (
    DASH,
    NOTHING,
    rule_name,
)


def example_part(page: Page, rule: Rule | Deduction) -> None:
    """The contract's case, and another one."""
    page.heading(word("page", "example"), anchor=f"example-{rule.id}")
    if contract().line(rule.id).outcome is Outcome.NOT_APPLICABLE:
        page.paragraph(word("page", "example-idle" if isinstance(rule, Rule) else "example-idle-deduction"))
    else:
        page.paragraph(word("page", "example-about"))
        _told(page, contract(), rule)
    page.heading(word("page", "second"))
    page.paragraph(about_second(rule.id))
    _told(page, second(rule.id), rule)


def _told(page: Page, example: Example, rule: Rule | Deduction) -> None:
    """The records of a line, and the library's own explanation."""
    _recorded(page, example, rule.id)
    page.paragraph(word("page", "why"))
    items: list[Said] = []
    for english, norwegian in explained(example, rule.id):
        told = Said(*(to_markdown_text([block]).strip() for block in (english, norwegian)))
        if isinstance(english, Item):
            items.append(Said(*(text.removeprefix("- ") for text in told)))
            continue
        page.items(items)
        items = []
        page.paragraph(told)
    page.items(items)


def _recorded(page: Page, example: Example, rule: str) -> None:
    """The records that add to a line, one by one, and their sum."""
    added = example.contributions(rule)
    verdicts = {record.at: record for record in example.result.records}
    rows: list[tuple[Said, Said, Said, Said]] = []
    for each in added:
        record = verdicts[each.at]
        when = day(record.from_) if record.from_ == record.to else day(record.from_) + " – " + day(record.to)
        why = [reason for found in record.not_for if found.rule == rule for reason in found.reasons]
        told = say("record.counts") if not why else say("record.counts-not", reasons="{reasons}")
        if why and each.counted:
            told = say("record.counts-partly", parts="{reasons}")
        reasons = listed([say(f"reason.{reason}") for reason in why], "; ")
        if each.counted and record.days is not None and why:
            reasons = say("record.days", counted=record.counted_days, days=record.days) + "; " + reasons
        what = rule_name(rule) if record.what == rule else say(f"record.{record.what}")
        rows.append((when, what, _amount(each.incurred, each.unit), told.within(reasons=reasons)))
    if not rows:
        return
    units = {each.unit for each in added}
    if len(rows) > 1 and len(units) == 1:
        total = _amount(sum((each.incurred for each in added), Decimal()), units.pop())
        rows.append((_bold(word("page", "sum")), NOTHING, _bold(total), NOTHING))
    page.paragraph(word("page", "recorded"))
    page.table((say("text.when"), say("text.what"), say("text.adds"), say("text.counts")), rows, right=(2,))


def _amount(amount: Decimal, unit: str) -> Said:
    return hours(amount) if unit == "h" else money(amount)


def _bold(text: Said) -> Said:
    return "**" + text + "**"


def more_part(page: Page, rule: Rule | Deduction) -> None:
    """What it would take to get more, each change tried."""
    example = telling(rule.id)
    page.heading(word("page", "more"))
    page.paragraph(word("rule", rule.id, "more").within(**_of_cap(rule, example)))
    name = word("page", "more-case" if example is contract() else "more-second")
    head = (word("page", "more-changed").within(name=name), word("page", "this-line"), word("page", "change"), word("page", "of-total"))
    now = example.line(rule.id)
    rows = [(word("page", "as-it-is"), line_told(now), DASH, DASH)]
    rows += [
        (each.what.capital(), line_told(each.line), difference_told(now, each.line), of_total_told(example.result, each.result))
        for each in trials(rule.id)
    ]
    page.table(head, rows, right=(1, 2, 3))
    page.paragraph(word("page", "each-reckoned-frame" if example is contract() else "each-reckoned"))


def _of_cap(rule: Rule | Deduction, example: Example) -> dict[str, Said]:
    """The hours of practice compensation that count, those of the cap, those above it, and what one hour gives."""
    if rule.id != "practice-compensation":
        return {}
    cap = load_tables().calls[example.result.call]["absence-hours"].number
    counted = sum((each.counted for each in example.contributions(rule.id)), Decimal())
    line = example.line(rule.id)
    price = cast("Decimal", line.counted) / counted
    return {"counted": hours(counted), "cap": hours(cap), "over": hours(counted - cap), "price": money(price)}


def line_told(line: Line) -> Said:
    """The amount of a line; that it is undetermined where it is."""
    return word("page", "undetermined") if line.amount is None else money(line.amount)


def difference_told(now: Line, then: Line) -> Said:
    """The difference between two lines, where both are determined."""
    return DASH if now.amount is None or then.amount is None else signed(then.amount - now.amount)


def of_total_told(now: Entitlement, then: Entitlement) -> Said:
    """The difference between two totals, and whether lines became undetermined."""
    difference = signed(then.total - now.total)
    if now.complete and not then.complete:
        return word("page", "not-complete").within(difference=difference)
    return difference
