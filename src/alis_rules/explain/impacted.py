"""What a change does, told in blocks to whoever makes it: the sums, the rules it goes through, and each case with its reasons."""

from collections.abc import Iterator
from decimal import Decimal

from ..fields import printable
from ..impact import Impact, RuleEffect, Version
from ..replay import total_of
from ..steps import ComparisonStep
from .blocks import Block, Column, Heading, Item, Paragraph, Row, Table, Tone, section
from .catalogue import Catalogue, catalogue
from .difference import difference_blocks, figure_of, short, telling
from .replayed import amount

MOST_CASES = 20
"""So many cases are told of with their reasons."""
MOST_NAMES = 6
"""So many cases are named of those whose amounts are the same."""
_INDENT = 3


def impact_blocks(impact: Impact, lang: str = "nb") -> Iterator[Block]:
    """What the change does, in the language `lang`."""
    return _Told(impact, catalogue(lang)).blocks()


class _Told:
    """The blocks, from the top to the bottom."""

    def __init__(self, impact: Impact, texts: Catalogue) -> None:
        self.impact, self.texts, self.say = impact, texts, texts.say
        self.amounts = sorted((each for each in impact.changed if each.difference or each.lines), key=lambda each: -abs(each.difference))
        self.others = [each for each in impact.changed if not (each.difference or each.lines)]

    def blocks(self) -> Iterator[Block]:
        impact, say, number = self.impact, self.say, self.texts.number
        yield Heading(say("impact.title"), 1)
        yield Paragraph(say("impact.sides", before=self._version(impact.before), after=self._version(impact.after)))
        if impact.together:
            name = impact.before.name or impact.after.name
            yield Paragraph(say("impact.together", name=printable(name), why=printable(impact.together)), Tone.WARNING)
        if not impact.changed:
            told = {"count": number(impact.count - len(impact.effects))}
            yield Paragraph(say("impact.none", **told), Tone.STRONG)
        else:
            told = {"changed": number(len(impact.changed)), "count": number(impact.count)}
            yield Paragraph(say("impact.changed", **told, difference=self.texts.change(impact.difference)), Tone.STRONG)
        yield from self._sums()
        yield from section(say("impact.by-rule"), self._rules())
        yield from section(say("impact.cases-changed"), self._cases())
        yield from section(say("impact.otherwise-title"), self._otherwise())
        yield from section(say("impact.refused"), self._refused())
        if impact.count == 1 and impact.changed and impact.changed[0].comparison is not None:
            yield from difference_blocks(impact.changed[0].comparison, self.texts.lang)

    def _version(self, version: Version) -> str:
        return self.say(f"impact.side.{version.kind}", name=printable(version.name))

    def _sums(self) -> Iterator[Block]:
        """How many get more, less, the same, or no answer."""
        impact, number, money = self.impact, self.texts.number, self.texts.money
        for key, sign in (("impact.more", 1), ("impact.less", -1)):
            moved = [abs(each.difference) for each in impact.changed if each.difference * sign > 0]
            if moved:
                yield Item(self.say(key, count=number(len(moved)), amount=money(sum(moved, Decimal(0)))))
        same = sum(not each.difference for each in impact.changed)
        counts = {"otherwise": same, "lost": len(impact.refused("after")), "found": len(impact.refused("before"))}
        counts["both"] = len(impact.refused("both"))
        yield from (Item(self.say(f"impact.{key}", count=number(count))) for key, count in counts.items() if count)

    # Through which rule ----------------------------------------------------------------------------------------------

    def _rules(self) -> Iterator[Block]:
        rules = self.impact.by_rule
        if not rules:
            return
        parted = any(each.by_tables for each in rules) and any(each.by_library for each in rules)
        titles = ["impact.cases", *(["impact.of-tables", "impact.of-library"] if parted else []), "impact.difference", "impact.largest"]
        columns = (Column(self.say("impact.rule")), *(Column(self.say(title), right=True) for title in titles))
        yield Table(columns, tuple(Row(self._rule(each, parted=parted)) for each in rules))

    def _rule(self, rule: RuleEffect, *, parted: bool) -> tuple[str, ...]:
        figures = [*((rule.by_tables, rule.by_library) if parted else ()), rule.difference, rule.largest]
        return (self._label(rule.rule), self.texts.number(rule.cases), *map(self._plain, figures))

    def _label(self, rule: str) -> str:
        """What a line is called; its id where this library does not know it."""
        return self.texts.messages.get(f"rule.{rule}", rule)

    def _plain(self, amount: Decimal) -> str:
        return self.texts.figure(amount, signed=True)

    # Which cases -----------------------------------------------------------------------------------------------------

    def _cases(self) -> Iterator[Block]:
        """The cases whose amounts change, those that change most first."""
        for case in self.amounts[:MOST_CASES]:
            key = "impact.case-determined" if case.determined_only else "impact.case"
            before, after = (self.texts.money(total_of(each) or Decimal(0)) for each in (case.before, case.after))
            told = {"name": printable(case.name), "call": printable(case.call), "before": before, "after": after}
            yield Item(self.say(key, **told, change=self.texts.change(case.difference)), tone=Tone.STRONG)
            yield from (Item(self._step(step), indent=_INDENT) for step in (case.comparison.steps if case.comparison else ()))
            by_rules = [line for line in case.lines if line.by_library or case.comparison is None]
            if by_rules:
                yield Item(self.say("impact.by-both" if self.impact.together else "impact.by-library"), indent=_INDENT)
            for line in by_rules:
                told = {"rule": self._label(line.rule), "change": self.texts.change(line.by_library)}
                figures = {"before": self._amount(line.before), "after": self._amount(line.after)}
                yield Item(self.say("impact.line", **told, **figures), indent=2 * _INDENT)
        if len(self.amounts) > MOST_CASES:
            yield Paragraph(self.say("impact.rest", count=self.texts.number(len(self.amounts) - MOST_CASES)))
        if self.amounts and self.impact.count > 1:
            yield Paragraph(self.say("impact.explain"), Tone.QUIET)

    def _amount(self, figure: Decimal | None) -> str:
        return amount("" if figure is None else figure, self.texts)

    def _step(self, step: ComparisonStep) -> str:
        """What the tables say otherwise, and what that comes to."""
        changed, *more = telling(step.changed)
        told = {"what": short(step, self.texts), "change": self.texts.change(step.amount)}
        if more:
            return self.say("impact.step-several", **told)
        before, after = (self._figure(figure_of(changed, each, self.texts)) for each in (changed.before, changed.after))
        return self.say("impact.step", **told, before=before, after=after)

    def _figure(self, told: str) -> str:
        return told or self.say("standing.not-found")

    def _otherwise(self) -> Iterator[Block]:
        """The cases that come to the same, by what of them does not."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for case in self.others:
            groups.setdefault(tuple(dict.fromkeys(each.place.area for each in case.differences)), []).append(case.name)
        for areas, names in groups.items():
            what = ", ".join(self.say(f"impact.area.{area}") for area in areas)
            some = ", ".join(map(printable, names[:MOST_NAMES])) + (" …" if len(names) > MOST_NAMES else "")
            yield Item(self.say("impact.otherwise-of", what=what, count=self.texts.number(len(names)), names=some))

    def _refused(self) -> Iterator[Block]:
        for case in self.impact.effects:
            if case.refused in ("before", "after"):
                errors = (case.before if case.refused == "before" else case.after)["errors"]
                listed = " ".join(printable(f"{each['at']}: {each['message']}") for each in errors)
                yield Item(self.say(f"impact.refused-{case.refused}", name=printable(case.name), errors=listed), tone=Tone.BAD)
