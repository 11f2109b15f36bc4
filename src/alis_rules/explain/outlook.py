"""What it takes, what is near and what is possible, as blocks."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve

from ..entitlement import Entitlement
from ..naming import Named, named
from ..nearness import MOST_DAYS_OF_A_MOVE, MOST_DAYS_TO_A_MONTH, MOST_TRIED, Change, Near
from ..possibility import Extremity, Fact, Narrowing, Possible
from ..reaching import TOTAL, AtLeast, Full, Needed, Target
from ..varying import WAYS, Hindrance, Obstacle
from .blocks import Block, Column, Heading, Item, Paragraph, Row, Table, Tone, of_case
from .catalogue import Catalogue
from .headline import between, firm, not_final
from .naming import Name, called, names, quoted, small
from .proposed import proposed_everywhere

_HELD = "\N{NO-BREAK SPACE}"


# What it takes --------------------------------------------------------------------------------------------------------


def needed_blocks(found: Needed, texts: Catalogue) -> Iterator[Block]:
    """What it takes to reach a target, with the evidence; or why nothing does."""
    yield Heading(texts.say("outlook.needed"), 1)
    yield from of_case(found.case.reference, texts)
    yield from proposed_everywhere((each.notes for each in (found.reached, found.short, found.highest) if each), texts)
    yield Paragraph(_target(found.target, texts))
    if found.reached is None:
        yield from _out_of_reach(found, texts)
        return
    yield Paragraph(_answer(found, texts), Tone.STRONG)
    then, total = _measure(found.target, found.reached, texts), firm(found.reached, texts)
    kind = _kind(found.target)
    yield Paragraph(texts.say(f"outlook.then.{kind}", **_fill(kind, then, total)))
    if found.short is not None:
        short = _measure(found.target, found.short, texts)
        step = texts.say(f"outlook.step.{found.unit}").replace(" ", _HELD)
        yield Paragraph(texts.say(f"outlook.short.{kind}", step=step, left=short, amount=short))
    yield from _unsure(found.target, found.reached, texts, reached=True)
    yield from _frame(found.reached, texts)
    if found.vary in WAYS and found.value and found.day is not None:
        yield Paragraph(texts.say("outlook.on-day", day=texts.day(found.day)), Tone.QUIET)


def _kind(target: Target) -> str:
    return "cap" if isinstance(target, Full) else "total" if target.of == TOTAL else "line"


def _fill(kind: str, amount: str, total: str) -> dict[str, str]:
    return {"amount": amount, "total": total} if kind == "line" else {"total": total}


def _target(target: Target, texts: Catalogue) -> str:
    if isinstance(target, Full):
        if target.cap == "grant-frame":
            return texts.say("outlook.target.frame")
        return texts.say("outlook.target.cap", cap=texts.say(f"cap.{target.cap}"))
    amount = texts.money(target.amount)
    if target.of == TOTAL:
        return texts.say("outlook.target.total", amount=amount)
    return texts.say("outlook.target.line", rule=texts.say(f"rule.{target.of}"), amount=amount)


def _answer(found: Needed, texts: Catalogue) -> str:
    value = found.value or Decimal(0)
    day = "" if found.day is None else texts.day(found.day)
    if not value:
        if found.vary in WAYS or (found.vary == "months" and not day):
            return texts.say("outlook.already")
        return texts.say(f"outlook.no-less.{found.vary}", day=day)
    return texts.say(f"outlook.needs.{found.vary}", amount=_quantity(value, found.unit, texts), day=day)


def _quantity(value: Decimal, unit: str, texts: Catalogue) -> str:
    """A number of hours, kroner, percent or months."""
    return texts.money(value) if unit == "NOK" else texts.measure(value, unit)


def _counted(what: str, count: int, texts: Catalogue) -> str:
    """A number of days or months in words: one, or several."""
    told = texts.say(f"outlook.{what}") if count == 1 else texts.say(f"outlook.{what}s", count=count)
    return told.replace(" ", _HELD)


def _measure(target: Target, entitlement: Entitlement, texts: Catalogue) -> str:
    """What an evaluation gives of what is asked for: what is left under the cap, or the amount."""
    if isinstance(target, Full):
        remaining = next((each for each in entitlement.remaining if each.cap == target.cap), None)
        if remaining is None or remaining.left is None:
            return texts.say("outlook.not-determined")
        return _quantity(remaining.left, remaining.unit, texts)
    if target.of == TOTAL:
        return firm(entitlement, texts)
    amount = entitlement[target.of].amount
    return texts.say("outlook.not-determined") if amount is None else texts.money(amount)


def _out_of_reach(found: Needed, texts: Catalogue) -> Iterator[Block]:
    """That no value reaches the target, what the most gives, and why."""
    way = "record" if found.vary in WAYS else found.vary.value
    yield Paragraph(texts.say(f"outlook.none.{way}"), Tone.STRONG)
    if found.vary in WAYS:
        rules = ", ".join(small(texts.say(f"rule.{WAYS[each].rule}")) for each in found.tried)
        yield Paragraph(texts.say("outlook.tried" if len(found.tried) == 1 else "outlook.tried-each", rules=rules))
    silent = any(each.why in _SILENT for each in found.obstacles)
    if found.highest is not None and not silent:
        most, total = _measure(found.target, found.highest, texts), firm(found.highest, texts)
        kind = _kind(found.target)
        if most != texts.say("outlook.not-determined"):
            yield Paragraph(texts.say(f"outlook.most.{kind}", **({"left": most} if kind == "cap" else _fill(kind, most, total))))
        yield from _unsure(found.target, found.highest, texts, reached=False)
    for each in found.obstacles:
        yield Item(texts.say(f"outlook.obstacle.{each.why}", about="; ".join(_about(each, texts))))


_SILENT = (Hindrance.NO_CAP, Hindrance.NO_DAY, Hindrance.NO_POSITION)
"""The obstacles where nothing could be tried, so that there is no most to tell of."""


def _unsure(target: Target, given: Entitlement, texts: Catalogue, *, reached: bool) -> Iterator[Block]:
    """That a total is not final, where it is not; and where what is missing decides it, that the target may be missed, or reached."""
    if given.complete:
        return
    key = "total"
    if isinstance(target, AtLeast) and target.of == TOTAL:
        if reached and given.at_least < target.amount:
            key = "reached"
        if not reached and (given.at_most is None or given.at_most >= target.amount):
            key = "out-of-reach"
    yield Paragraph(texts.say(f"outlook.unsure.{key}", between=between(given, texts)), Tone.WARNING)


def _frame(entitlement: Entitlement, texts: Catalogue) -> Iterator[Block]:
    """That the frame limits the total, where it does: so that a line may rise and the total not."""
    if entitlement["grant-frame"].limited_by:
        yield Paragraph(texts.say("outlook.frame-limits"))


def _about(obstacle: Obstacle, texts: Catalogue) -> Iterator[str]:
    """What an obstacle is about, in words."""
    if obstacle.why is Hindrance.UNDETERMINED:
        return iter([quoted(obstacle.about, texts)])
    kinds = {Hindrance.NO_DAY: "reason", Hindrance.LIMITED: "cap"}
    return (texts.say(f"{kinds[obstacle.why]}.{each}") for each in obstacle.about)


# What is near ---------------------------------------------------------------------------------------------------------


def near_blocks(found: Iterable[Near], texts: Catalogue) -> Iterator[Block]:
    """Each thing that is just out of reach, as one item, and that its gain is not certain where it is not; nothing where nothing is."""
    certain = True
    for each in found:
        certain = certain and each.complete
        yield Item(_near(each, texts))
    if not certain:
        yield Paragraph(texts.say("outlook.near.not-final"), Tone.WARNING)


def near_page(found: Iterable[Near], texts: Catalogue, reference: str | None = None) -> Iterator[Block]:
    """What is just out of reach, under its heading, with what was looked for; `reference`: the caller's own name for the case."""
    items = list(near_blocks(found, texts))
    yield Heading(texts.say("outlook.near"), 1)
    yield from of_case(reference, texts)
    yield from items or [Paragraph(texts.say("outlook.near.none"))]
    bounds = texts.say("outlook.near.bounds", month=MOST_DAYS_TO_A_MONTH, move=MOST_DAYS_OF_A_MOVE, most=MOST_TRIED)
    yield Paragraph(bounds, Tone.QUIET)


def _near(each: Near, texts: Catalogue) -> str:
    days = _counted("day", each.steps, texts)
    other, gain = texts.day(each.other_day), texts.money(each.gain)
    if each.id is Change.COMPLETED:
        return texts.say("outlook.near.completed", record=_record(each, texts), gain=gain)
    if each.id is Change.OTHER_DAY:
        way = "before" if each.other_day < each.day else "after"
        return texts.say(f"outlook.near.{way}", record=_record(each, texts), days=days, other=other, gain=gain)
    return texts.say(f"outlook.near.{each.id}", days=days, role=texts.say(f"role.{each.what}"), other=other, gain=gain)


def _record(each: Near, texts: Catalogue) -> str:
    """The record that would be another way, by its name in the case as it is."""
    parts = (evolve(part, from_=each.day, to=each.day) if part.at == each.at else part for part in named(each.case))
    return names(parts, texts)[each.at].whole


# What is possible -----------------------------------------------------------------------------------------------------


def possible_blocks(found: Possible, texts: Catalogue) -> Iterator[Block]:
    """Between what the result lies, what to ask first, and what each unknown fact leaves."""
    yield Heading(texts.say("outlook.possible"), 1)
    yield from of_case(found.lowest.case.reference, texts)
    low, high = (each.entitlement for each in (found.lowest, found.highest))
    yield from proposed_everywhere((low.notes, high.notes), texts)
    known = _known(found, texts)
    total, final = firm(low, texts), (found.at_least, found.at_most) == (low.total, high.total)
    if not found.unknown:
        yield Paragraph(texts.say("outlook.nothing-unknown", total=total), Tone.STRONG)
    elif final and not found.spread:
        yield Paragraph(texts.say("outlook.always", total=total), Tone.STRONG)
    elif found.spread:
        told = texts.say("outlook.between", low=total, high=firm(high, texts), spread=texts.money(found.spread))
        yield Paragraph(told, Tone.STRONG)
    if not final:
        yield Paragraph(not_final(found, "outlook.not-final", texts), Tone.WARNING)
    for each in found.unknown:
        if each.at == found.ask:
            key = "outlook.ask" if each.spread else "outlook.ask-settles"
            label = called(each.at, known, texts)
            yield Paragraph(texts.say(key, **({"label": label} | ({"spread": texts.money(each.spread)} if each.spread else {}))))
    if found.unknown:
        yield _unknown(found, known, texts)
        if any(isinstance(each.low, Decimal) for each in found.unknown):
            yield Paragraph(texts.say("outlook.spread-tried"), Tone.QUIET)
    if found.spread:
        yield from _extremity("outlook.lowest", found.lowest, known, texts)
        yield from _extremity("outlook.highest", found.highest, known, texts)


_FIGURES = {
    "percent": "percent",
    "absence_hours": "hours",
    "absence_days": "hours",
    "hours": "hours",
    "expenses": "amount",
    "cost": "amount",
    "amount": "amount",
}
"""The figures that a part of a case is known by, by their keys in the case."""


def _known(found: Possible, texts: Catalogue) -> Mapping[str, Name]:
    """What the parts of the case are called; by no figure that is not known."""
    unknown = {each.at for each in found.unknown}

    def without(part: Named) -> Named:
        figures: dict[str, Any] = {figure: None for key, figure in _FIGURES.items() if f"{part.at}/{key}" in unknown}
        return evolve(part, **figures)

    return names(map(without, named(found.lowest.case)), texts)


def _unknown(found: Possible, known: Mapping[str, Name], texts: Catalogue) -> Table:
    """The unknown facts, what they can be, and the range that is left where each is known."""
    columns = (
        Column(texts.say("outlook.unknown")),
        Column(texts.say("outlook.range")),
        Column(texts.say("outlook.spread"), right=True),
    )
    rows = (Row((called(each.at, known, texts), _range(each, texts), texts.money(each.spread))) for each in found.unknown)
    return Table(columns, tuple(rows))


def _range(each: Narrowing, texts: Catalogue) -> str:
    key = "outlook.or" if isinstance(each.low, bool) else "outlook.from-to"
    low, high = _value(each.at, each.low, texts), _value(each.at, each.high, texts)
    return low if each.low == each.high else texts.say(key, low=low, high=high)


def _extremity(key: str, each: Extremity, known: Mapping[str, Name], texts: Catalogue) -> Iterator[Block]:
    """The lowest or highest total, and the facts that give it."""
    yield Paragraph(texts.say(key, total=firm(each.entitlement, texts)), Tone.STRONG)
    for at, value in each.values:
        yield Item(texts.say("outlook.value", label=called(at, known, texts), value=_value(at, value, texts)))


def _value(at: str, value: Fact, texts: Catalogue) -> str:
    """A fact as it is said: yes or no, a class, hours, percent or kroner."""
    if isinstance(value, bool):
        return texts.say("text.true" if value else "text.false")
    name = at.rpartition("/")[2]
    if isinstance(value, int) or name == "absence_days":
        return texts.number(value)
    if name in ("percent", "doctor_percent"):
        return _quantity(value, "percent", texts)
    return _quantity(value, "h" if name in ("hours", "absence_hours") else "NOK", texts)
