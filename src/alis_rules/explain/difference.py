"""A comparison as a letter, in blocks: what differs, what each change comes to, and what cannot be determined."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from ..comparison import Comparison
from ..entitlement import Entitlement, Outcome
from ..fields import printable
from ..reasons import Reason
from ..rules import DEDUCTIONS
from ..steps import Changed, ComparisonStep, LineChange, StepKind
from .blocks import Block, Column, Heading, Item, Paragraph, Row, Table, Tone, section
from .catalogue import Catalogue, catalogue
from .headline import between, label_of_total
from .naming import capital, name_of, quoted
from .proposed import proposed_blocks

_ORDER = (StepKind.RATE, StepKind.RULE, StepKind.READING, StepKind.KNOWN_LATER, StepKind.FACT, StepKind.ROUNDING)
"""The order of the sections."""
_FEW = 3
"""So many missing values are named again with each line that lacks them, where they were named just before."""
_WITHHELD = ("not-found", "not-yet-known", "not-accepted")
"""Why a value is not used on one side."""


_DEDUCTIONS = frozenset(rule.id for rule in DEDUCTIONS)


def difference_blocks(comparison: Comparison, lang: str = "nb") -> Iterator[Block]:
    """The comparison as a letter in the language `lang`."""
    return _Letter(comparison, catalogue(lang)).blocks()


def in_order(comparison: Comparison) -> list[ComparisonStep]:
    """The steps as they are told: by kind, and within a kind as they were taken."""
    return sorted(comparison.steps, key=lambda step: _ORDER.index(step.kind))


def short(step: ComparisonStep, texts: Catalogue) -> str:
    """What a step changes, as a label."""
    told = telling(step.changed)
    label = capital(texts.say(f"reading.{step.id}") if told[0].unit == "option" else name_of(told[0].id, texts))
    return label if len(told) == 1 else texts.say("compare.several", label=label, count=len(told) - 1)


def figure_of(changed: Changed, told: str | None, texts: Catalogue) -> str:
    """A figure of what has changed in its unit, in words; nothing where there is none."""
    if told is None:
        return ""
    unit, say = changed.unit, texts.say
    if unit == "option":
        return say(f"option.{changed.id}.{told}")
    if unit == "yes-no":
        return say(f"text.{told}")
    if unit in ("date", "days"):
        return " – ".join(texts.day(dt.date.fromisoformat(each)) for each in told.split("/"))
    if unit == "NOK":
        return texts.money(Decimal(told))
    if changed.id.endswith("_bp"):
        months = texts.separated(f"{Decimal(told):,.4f}".rstrip("0").rstrip("."))
        return say("measure.full-time-months", number=months)
    return texts.number(Decimal(told)) if unit == "class" else texts.measure(Decimal(told), unit)


def telling(changed: tuple[Changed, ...]) -> tuple[Changed, ...]:
    """What is worth telling of several changes: what was recorded only where what counts is the same, and no role beside its months."""
    ids = {each.id for each in changed}
    by_months = any(each.endswith("_bp") for each in ids)
    hours = [(each.before, each.after) for each in changed if each.id == "supervision_h100"]

    def dull(each: Changed) -> bool:
        if "_incurred" in each.id:
            return each.id.replace("_incurred", "") in ids
        if each.id == "supervision_unpriced_h100":
            return (each.before, each.after) in hours
        return by_months and each.id.startswith(("held_", "in_window"))

    return tuple(each for each in changed if not dull(each))


class _Letter:
    """The blocks, from the top to the bottom."""

    def __init__(self, comparison: Comparison, texts: Catalogue) -> None:
        self.comparison = comparison
        self.before, self.after = comparison.before, comparison.after
        self.texts, self.say = texts, texts.say
        by_call = self.before.call != self.after.call
        self.first, self.second = (
            self.say("compare.in.call", call=each.call) if by_call else self.say(f"compare.in.{name}")
            for name, each in (("first", self.before), ("second", self.after))
        )

    def blocks(self) -> Iterator[Block]:
        yield Heading(self.say("compare.title"), 1)
        yield from self._opening()
        for kind, steps in groupby(in_order(self.comparison), key=lambda step: step.kind):
            yield from section(self.say(f"compare.kind.{kind}"), (block for step in steps for block in self._step(step)))
        yield from section(self.say("compare.still"), self._undetermined())
        yield from section(self.say("compare.without-effect"), self._without_effect())
        if self.comparison.steps:
            yield from self._summary()

    # The opening -----------------------------------------------------------------------------------------------------

    def _opening(self) -> Iterator[Block]:
        comparison = self.comparison
        yield Paragraph(" ".join(self._side(self.before, "first", alike=False)))
        yield Paragraph(" ".join(self._side(self.after, "second", alike=comparison.same_case and self.before.period == self.after.period)))
        difference = comparison.difference
        told = [self._more("compare.more", "compare.less", "compare.equal", difference)]
        if not (self.before.complete and self.after.complete) and difference:
            told.append(self.say("compare.determined-only"))
        yield Paragraph(" ".join(told), Tone.STRONG)
        if comparison.steps:
            yield Paragraph(self.say("compare.how" if len(comparison.steps) > 1 else "compare.how-one"))
        else:
            silent = any(note.proposal for note in (*self.before.notes, *self.after.notes))
            without = "compare.only-proposals" if silent else "compare.nothing"
            yield Paragraph(self.say("compare.no-steps" if comparison.without_effect else without))
        yield from proposed_blocks((*self.before.notes, *self.after.notes), self.texts)

    def _side(self, result: Entitlement, which: str, *, alike: bool) -> Iterator[str]:
        """What a side is of, and what it gives."""
        name, day = self.say(f"compare.name.{which}"), self.texts.day
        if result.reference is not None and not (alike and self.before.reference == self.after.reference):
            name = self.say("compare.name-of", name=name, reference=printable(result.reference))
        place = f"{result.municipality.number} {result.municipality.name}"
        told = {"name": name, "place": place, "kind": self.say(f"agreement.{result.agreement}"), "call": result.call}
        if alike:
            yield self.say("compare.side-same", **told)
        elif result.period:
            yield self.say("compare.side", **told, first=day(result.period.from_), last=day(result.period.to))
        else:
            yield self.say("compare.side-no-period", **told)
        if result.known_on is not None:
            yield self.say("compare.known-on", day=day(result.known_on))
        for overlay in result.tables.overlays:
            yield self.say("compare.overlay", name=printable(overlay.name))
        if result.lines[0].projected:
            yield self.say("compare.projected")
        if result.complete:
            yield self.say("compare.gives", total=self.texts.money(result.total))
        else:
            told = {"total": self.texts.money(result.total), "between": between(result, self.texts)}
            yield self.say(f"compare.gives.{result.total_is}", **told)

    def _more(self, more: str, less: str, same: str, amount: Decimal) -> str:
        return self.say(more if amount > 0 else less if amount else same, amount=self.texts.money(abs(amount)))

    # A step ----------------------------------------------------------------------------------------------------------

    def _step(self, step: ComparisonStep) -> Iterator[Block]:
        changed = telling(step.changed)
        effect = self._more("compare.effect.more", "compare.effect.less", "compare.effect.same", step.amount)
        withheld = {_withheld(each) for each in changed}
        if len(changed) > 1 and len(withheld) == 1 and None not in withheld:
            (why, found), *_ = (each for each in withheld if each)
            where, elsewhere = (self.second, self.first) if found else (self.first, self.second)
            yield Paragraph(self.say(f"compare.group.{why}", where=where, elsewhere=elsewhere))
            for each in changed:
                figure = self._figure(each, each.after if found else each.before)
                yield Item(self.say("compare.value", label=capital(name_of(each.id, self.texts)), value=figure))
            if step.amount:
                effect = self.say(f"compare.determined.{'more' if step.amount > 0 else 'less'}", amount=self.texts.money(abs(step.amount)))
            yield Paragraph(effect)
        else:
            yield Paragraph(" ".join([*map(self._sentence, changed), effect]))
        for line in step.lines:
            named = [each.id for each in changed] if len(changed) > _FEW else []
            yield Item(" ".join(self._line(line, named)), tone=Tone.BAD if line.missing else Tone.PLAIN)

    def _sentence(self, changed: Changed) -> str:
        """What is not the same, as a sentence."""
        sides = {"first": self.first, "second": self.second}
        before, after = self._figure(changed, changed.before), self._figure(changed, changed.after)
        if changed.unit == "option":
            return self.say("compare.reading", question=self.say(f"reading.{changed.id}"), before=before, after=after, **sides)
        label = capital(name_of(changed.id, self.texts))
        if changed.before is None and changed.after is None:
            return self.say("compare.neither", label=label, **sides)
        found = changed.before is None or (changed.unit == "yes-no" and changed.after == "true")
        where, elsewhere = (self.second, self.first) if found else (self.first, self.second)
        if changed.before is None or changed.after is None:
            standing = changed.before_standing if found else changed.after_standing
            why = self.say(f"compare.why.{standing or 'none'}")
            return self.say("compare.one-sided", label=label, value=after if found else before, where=where, elsewhere=elsewhere, why=why)
        if changed.unit == "yes-no":
            return self.say("compare.flag", label=label, where=where, elsewhere=elsewhere)
        return self.say("compare.changed", label=label, before=before, after=after, **sides)

    def _figure(self, changed: Changed, told: str | None) -> str:
        return figure_of(changed, told, self.texts)

    def _line(self, line: LineChange, named: list[str]) -> Iterator[str]:
        """What a step does to a line; `named`: the values that were named just before."""
        rule, money = self.say(f"rule.{line.rule}"), self.texts.money
        deduction = "-deduction" if line.rule in _DEDUCTIONS else ""
        if line.after is None and line.before is not None:
            missing = self._missing(line.missing, named)
            yield self.say(f"compare.line-lost{deduction}", rule=rule, before=money(abs(line.before)), missing=missing)
        elif line.after is None:
            yield self.say("compare.line-still", rule=rule, missing=self._missing(line.missing, named))
        elif line.before is None:
            missing = self._missing(line.missing_before, named)
            yield self.say(f"compare.line-determined{deduction}", rule=rule, after=money(abs(line.after)), missing=missing)
        else:
            change = self.texts.change(line.change)
            yield self.say("compare.line", rule=rule, before=money(line.before), after=money(line.after), change=change)
        if line.rule == "municipal-elements":
            yield self.say("compare.municipal")
        if line.new_reasons:
            yield self.say("compare.new-reasons", reasons=self._reasons(line.new_reasons))
        if line.gone_reasons:
            yield self.say("compare.gone-reasons", reasons=self._reasons(line.gone_reasons))

    def _reasons(self, reasons: Iterable[Reason]) -> str:
        return "; ".join(self.say(f"reason.{each}") for each in reasons)

    def _missing(self, missing: tuple[str, ...], named: Iterable[str] = ()) -> str:
        """The names of values that are missing, one after the other; how many where they were just named, and are many."""
        if len(missing) > _FEW and {*missing} <= {*named}:
            every = len(missing) == len({*named})
            return self.say("compare.all-of-these") if every else self.say("compare.most-of-these", count=len(missing))
        return quoted(missing, self.texts)

    # The end ---------------------------------------------------------------------------------------------------------

    def _undetermined(self) -> Iterator[Block]:
        """The lines that cannot be determined on either side."""
        for old, new in zip(self.before.lines, self.after.lines, strict=True):
            if old.outcome is new.outcome is Outcome.UNDETERMINED:
                for line, where in ((old, self.first), (new, self.second)):
                    rule = self.say(f"rule.{line.rule}")
                    yield Item(self.say("compare.undetermined", rule=rule, where=where, missing=self._missing(line.missing)))

    def _without_effect(self) -> Iterator[Block]:
        """What is not the same, and changes nothing by itself."""
        told = telling(self.comparison.without_effect)
        if told and self.comparison.steps:
            yield Paragraph(self.say("compare.alone"))
        for each in told:
            yield Item(self._sentence(each))

    def _summary(self) -> Iterator[Block]:
        yield Heading(self.say("compare.summary"))
        first, *rest = ((self._total(each, name), each.total) for name, each in (("first", self.before), ("second", self.after)))
        rows = [Row((first[0], self.texts.money(first[1])))]
        rows += [Row((short(step, self.texts), self.texts.change(step.amount))) for step in in_order(self.comparison)]
        columns = (Column(self.say("compare.step")), Column(self.say("compare.amount"), right=True))
        yield Table(columns, tuple(rows), total=(rest[0][0], self.texts.money(rest[0][1])))

    def _total(self, result: Entitlement, which: str) -> str:
        return total_label(self.comparison, result, which, self.texts)


def total_label(comparison: Comparison, result: Entitlement, which: str, texts: Catalogue) -> str:
    """What the total of a side is called: by its call where they differ, and by how firm it is."""
    by_call = comparison.before.call != comparison.after.call
    where = texts.say("compare.in.call", call=result.call) if by_call else texts.say(f"compare.in.{which}")
    return f"{label_of_total(result, texts)} {where}"


def _withheld(changed: Changed) -> tuple[str, bool] | None:
    """Why a value is not used on one side, and whether that is the first; None where it is used on both."""
    if (changed.before is None) == (changed.after is None):
        return None
    standing = changed.before_standing if changed.before is None else changed.after_standing
    return (standing, changed.before is None) if standing in _WITHHELD else None
