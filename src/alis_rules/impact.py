"""What a change of tables or library does to a set of cases: two answers to each case in, the effect on it and the sums out.

The difference of a case is told in two parts. What the *tables* do is what `compare` finds between the two tables in the present library,
step by step. What the *library* does, its rules and its counting, is all the rest, line by line.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from attrs import Factory, asdict, field, frozen

from .comparison import Comparison
from .fields import from_hundredths
from .replay import AMOUNT, Answer, Difference, Place, differences, given, total_of

IMPACT_SCHEMA = "alis-rules/impact/1"
"""The name of the document that this library writes."""
NOTHING = from_hundredths(0)


class Version(NamedTuple):
    """What cases are answered by."""

    kind: str
    """``present``: the library and tables that run now. ``tables``: other tables in that library. ``library``: another library."""
    name: str = ""
    """As it was asked for; empty for what runs now."""


@frozen(kw_only=True)
class LineEffect:
    """What the change does to a line of a case."""

    rule: str
    before: Decimal | None
    """Kroner; None where undetermined, or where there is no such line."""
    after: Decimal | None
    by_tables: Decimal
    """What the tables add to the line as far as it is determined, kroner."""
    by_library: Decimal
    """What the rules add to it, kroner."""

    @property
    def change(self) -> Decimal:
        """The line after less the line before, as far as each is determined, kroner."""
        return self.by_tables + self.by_library


@frozen(kw_only=True)
class CaseEffect:
    """What the change does to a case."""

    name: str
    before: Answer
    after: Answer
    comparison: Comparison | None
    """Between the two tables in the present library; None where they are the same, or one of them cannot tell."""
    differences: tuple[Difference, ...] = field(
        init=False, default=Factory(lambda case: tuple(differences(case.before, case.after)), takes_self=True)
    )
    """All that is not the same."""
    lines: tuple[LineEffect, ...] = field(init=False, default=Factory(lambda case: tuple(_line_effects(case)), takes_self=True))
    """The lines whose amount has changed, or of which tables and rules change as much, either its way."""

    @property
    def call(self) -> str:
        """The id of the case's call; empty where neither side gives it."""
        return str(self.after.get("call") or self.before.get("call") or "")

    @property
    def refused(self) -> str:
        """The side that refuses the case: ``before``, ``after`` or ``both``; empty where neither does."""
        before, after = "errors" in self.before, "errors" in self.after
        return "both" if before and after else "before" if before else "after" if after else ""

    @property
    def difference(self) -> Decimal:
        """The total after less the total before, kroner; nothing where a side refuses the case."""
        before, after = total_of(self.before), total_of(self.after)
        return NOTHING if before is None or after is None else after - before

    @property
    def determined_only(self) -> bool:
        """Whether a total is not final: only what the determined lines come to."""
        return not (self.before["complete"] and self.after["complete"])


@frozen(kw_only=True)
class RuleEffect:
    """What the change does to a line over all cases."""

    rule: str
    cases: int
    by_tables: Decimal
    by_library: Decimal
    difference: Decimal
    largest: Decimal
    """The largest change of a case, with its sign."""


@frozen(kw_only=True)
class Impact:
    """What a change does to a set of cases."""

    before: Version
    after: Version
    count: int
    """How many cases there are."""
    effects: tuple[CaseEffect, ...]
    """The cases that are not the same, or that both sides refuse, in their order."""
    together: str = ""
    """Why rules and tables cannot be told apart; empty where they can."""

    @property
    def changed(self) -> tuple[CaseEffect, ...]:
        """The cases that both sides answer, and not alike."""
        return tuple(each for each in self.effects if not each.refused)

    @property
    def difference(self) -> Decimal:
        """What all totals change by, kroner."""
        return sum((each.difference for each in self.changed), NOTHING)

    def refused(self, side: str) -> tuple[CaseEffect, ...]:
        """The cases that a side refuses, or ``both``."""
        return tuple(each for each in self.effects if each.refused == side)

    @property
    def by_rule(self) -> tuple[RuleEffect, ...]:
        """The lines that change in some case, in the order of the entitlement."""
        found: dict[str, list[LineEffect]] = {}
        for case in self.changed:
            for line in case.lines:
                found.setdefault(line.rule, []).append(line)
        order = {line["rule"]: at for case in self.changed for at, line in enumerate(case.after["lines"])}
        return tuple(_sum(rule, found[rule]) for rule in sorted(found, key=lambda rule: order.get(rule, len(order))))

    def to_json(self) -> dict[str, Any]:
        """The impact as a JSON object, amounts as strings of two decimals."""
        return {
            "schema": IMPACT_SCHEMA,
            "before": self.before._asdict(),
            "after": self.after._asdict(),
            "together": self.together,
            "cases": self.count,
            "changed": len(self.changed),
            "difference": f"{self.difference:.2f}",
            "by_rule": [asdict(each, value_serializer=_plain) for each in self.by_rule],
            "effects": [_effect_to_json(each) for each in self.effects],
        }


def _plain(_: object, __: object, value: Any) -> Any:
    """An amount as a string of two decimals."""
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _effect_to_json(effect: CaseEffect) -> dict[str, Any]:
    comparison = effect.comparison
    return {
        "name": effect.name,
        "call": effect.call,
        "refused": effect.refused,
        "difference": f"{effect.difference:.2f}",
        "lines": [asdict(each, value_serializer=_plain) | {"change": f"{each.change:.2f}"} for each in effect.lines],
        "differences": [
            {"at": "/".join(filter(None, each.place)), "before": each.before, "after": each.after} for each in effect.differences
        ],
        "steps": [] if comparison is None else [asdict(each, value_serializer=_plain) for each in comparison.steps],
        "before": effect.before,
        "after": effect.after,
    }


class Told(NamedTuple):
    """A case, its answer before and after, and why the tables alone change it, where that can be told."""

    name: str
    before: Answer
    after: Answer
    comparison: Comparison | None


def impact(before: Version, after: Version, cases: Sequence[Told], together: str = "") -> Impact:
    """The impact of a change on some cases; `together`: why rules and tables cannot be told apart."""
    effects = [CaseEffect(name=name, before=old, after=new, comparison=why) for name, old, new, why in cases]
    differing = tuple(each for each in effects if each.differences or each.refused == "both")
    return Impact(before=before, after=after, count=len(cases), effects=differing, together=together)


def _line_effects(case: CaseEffect) -> Iterator[LineEffect]:
    """Every line whose amount changes, by the tables and by the rest; none where a side refuses the case."""
    if case.refused:
        return
    comparison = case.comparison
    old, new = _amounts(given(case.before)), _amounts(given(case.after))
    between: dict[str, Decimal] = {}
    if comparison is not None:
        for first, last in zip(comparison.before.lines, comparison.after.lines, strict=True):
            between[last.rule] = (last.amount or NOTHING) - (first.amount or NOTHING)
    for rule in {**old, **new}:
        by_tables = between.get(rule, NOTHING)
        change = (new.get(rule) or NOTHING) - (old.get(rule) or NOTHING)
        if old.get(rule) != new.get(rule) or by_tables:
            yield LineEffect(rule=rule, before=old.get(rule), after=new.get(rule), by_tables=by_tables, by_library=change - by_tables)


def _amounts(found: dict[Place, str]) -> dict[str, Decimal | None]:
    """The amount of each line of what an answer gives."""
    amounts = {place.item: figure for place, figure in found.items() if place.area == "lines" and place.what == AMOUNT}
    return {rule: Decimal(figure) if figure else None for rule, figure in amounts.items()}


def _sum(rule: str, lines: list[LineEffect]) -> RuleEffect:
    return RuleEffect(
        rule=rule,
        cases=len(lines),
        by_tables=sum((each.by_tables for each in lines), NOTHING),
        by_library=sum((each.by_library for each in lines), NOTHING),
        difference=sum((each.change for each in lines), NOTHING),
        largest=max((each.change for each in lines), key=abs),
    )
