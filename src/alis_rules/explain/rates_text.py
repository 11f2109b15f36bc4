"""What the tables hold, as text for their maintainer."""

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..bounds import TotalIs
from ..entitlement import Entitlement, Line, Outcome
from ..model import Standing
from ..rates import FEE_RATE, Call, Tables, Value
from ..upkeep import Change, Checked, Difference, InForce, Kind, Summary
from .blocks import Block, Column, Heading, Item, Paragraph, Row, Table
from .catalogue import catalogue
from .headline import label_of_total
from .naming import name_of, quoted

_UNDATED = (dt.date.min, dt.date.max)
"""The bounds of a period that nothing bounds."""


class RatesText:
    """The texts about the tables in one language."""

    def __init__(self, lang: str) -> None:
        """Take the language, ``nb`` or ``en``."""
        self.texts = catalogue(lang)
        self.say = self.texts.say

    # Values -----------------------------------------------------------------------------------------------------------

    def label(self, value_id: str) -> str:
        """The name of a value, with its id."""
        name = name_of(value_id, self.texts)
        return f"{name[:1].upper()}{name[1:]} ({value_id})"

    def figure(self, value: Value) -> str:
        """A value with its unit; what is said of it where it is not found."""
        if value.value is None:
            not_found = self.say("standing.not-found")
            return f"{not_found} ({self._between(value.between)})" if value.between else not_found
        if isinstance(value.value, bool):
            return self.say(f"text.{str(value.value).lower()}")
        if isinstance(value.value, dt.date):
            return self.texts.day(value.value)
        return self.texts.measure(Decimal(value.value), value.unit)

    def _between(self, days: tuple[dt.date, dt.date]) -> str:
        return self.say("rates.between", first=self.texts.day(days[0]), last=self.texts.day(days[1]))

    def _whole(self, value: Value) -> str:
        """Everything that the tables say of a value."""
        return " ".join(self._sentences(value))

    def _sentences(self, value: Value) -> Iterator[str]:
        day, say = self.texts.day, self.say
        standing = "" if value.standing is Standing.NOT_FOUND else f", {say(f'standing.{value.standing}')}"
        yield f"{self.figure(value)}{standing}."
        if value.in_force_from and value.in_force_to:
            yield say("rates.in-force-until", first=day(value.in_force_from), last=day(value.in_force_to))
        elif value.in_force_from:
            yield say("rates.in-force", day=day(value.in_force_from))
        elif value.between and value.value is not None:
            yield say("rates.in-force-between", days=self._between(value.between))
        if value.known_from:
            yield say("rates.known", day=day(value.known_from))
        yield say("rates.checked", day=day(value.checked))
        if value.note:
            yield say("rates.note", note=value.note.rstrip("."))
        for other, source in value.conflicts:
            yield say("rates.conflict", value=other, source=source)
        yield say("rates.source", source=value.source)

    # The commands -----------------------------------------------------------------------------------------------------

    def listing(self, tables: Tables, summaries: Iterable[Summary]) -> Iterator[Block]:
        """Every table with its period, until when it was verified, and how firm its values are."""
        yield Heading(self.say("rates.edition", version=tables.version), 1)
        for each in summaries:
            period = self.say("standing.not-found")
            if each.period:
                period = " – ".join(map(self.texts.day, each.period))
            what = self.say("rates.period", period=period) if each.id != FEE_RATE else self.say("rates.fee-rate")
            counts = self.say("rates.counts", **{of.name.lower(): each.standings[of] for of in Standing})
            verified = self.say("rates.verified", day=self.texts.day(each.verified))
            yield Item(f"{what} {verified} {counts}", each.id if each.id != FEE_RATE else "–")

    def shown(self, name: str, values: Iterable[tuple[str, Value]]) -> Iterator[Block]:
        """All that the tables say under a name: under a call's name each value is labelled, under a value's each call."""
        heading = None
        for call_id, value in values:
            if heading is None:
                heading = self.say("rates.call", call=name) if call_id == name else self.label(value.id)
                yield Heading(heading, 1)
            if call_id == name:
                yield Item(f"{self.label(value.id)}: {self._whole(value)}")
            else:
                yield Item(self._whole(value), call_id or "–")

    def on(self, day: dt.date, found: InForce) -> Iterator[Block]:
        """What is in force on a day."""
        yield Heading(self.texts.day(day), 1)
        if found.call is None:
            yield Paragraph(self.say("rates.no-call"))
        elif found.call.period is None:
            first, last = found.call.bounds
            days = ", ".join(
                self.say(key, day=self.texts.day(bound))
                for key, bound in (("rates.not-before", first), ("rates.not-after", last))
                if bound not in _UNDATED
            )
            yield Paragraph(self.say("rates.perhaps", call=found.call.id, days=days))
        else:
            yield Paragraph(self.say("rates.holds", call=found.call.id, period=" – ".join(map(self.texts.day, found.call.period))))
        if found.call:
            yield from self._of_call(found.call)
        yield Heading(self.label(FEE_RATE))
        if len(found.fee_rates) != 1:
            yield Paragraph(self.say("rates.several-rates" if found.fee_rates else "rates.no-rate"))
        for value in found.fee_rates:
            yield Item(self._whole(value))

    def _of_call(self, call: Call) -> Iterator[Block]:
        """The values of a call, those that are not found last and together."""
        for value in call.values.values():
            if value.value is not None:
                yield Item(f"{self.label(value.id)}: {self.figure(value)}, {self.say(f'standing.{value.standing}')}")
        lacking = [name_of(value.id, self.texts) for value in call.values.values() if value.value is None]
        if lacking:
            yield Item(self.say("rates.lacking", values="; ".join(lacking)))

    def checked(self, found: Checked, today: dt.date | None) -> Iterator[Block]:
        """That the tables load, their digest, and what is stale or dead."""
        yield Heading(self.say("rates.edition", version=found.version), 1)
        yield Paragraph(found.digest)
        yield Paragraph(self.say("rates.sound"))
        for name, day in found.verified.items():
            stale = f" {self.say('rates.stale')}" if name in found.stale else ""
            yield Item(f"{name}: {self.say('rates.verified', day=self.texts.day(day))}{stale}")
        if today is None:
            yield Paragraph(self.say("rates.no-today"))
        elif not found.stale:
            yield Paragraph(self.say("rates.none-stale"))
        if found.dead_sources:
            yield Heading(self.say("rates.dead"))
        for key in found.dead_sources:
            yield Item(key)

    def difference(self, found: Difference) -> Iterator[Block]:
        """What changed between two calls, in words and in kroner."""
        old, new = found.old.call, found.new.call
        yield Heading(self.say("rates.difference", old=old, new=new), 1)
        for kind in (Kind.CHANGED, Kind.FOUND, Kind.LOST, Kind.FIRMNESS):
            of_kind = [each for each in found.changes if each.kind is kind]
            if of_kind:
                yield Heading(self.say(f"rates.kind.{kind}"))
            for each in of_kind:
                yield Item(self._change(each))
        same = [name_of(each.id, self.texts) for each in found.changes if each.kind is Kind.SAME]
        yield Heading(self.say("rates.kind.same"))
        yield Item("; ".join(same) or self.say("rates.nothing"))
        yield Heading(self.say("rates.kroner"))
        yield Paragraph(self.say("rates.made-case"))
        yield self._amounts(found)
        for result in (found.old, found.new) if old != new else (found.old,):
            yield from self._missing(result)

    def _change(self, change: Change) -> str:
        label, old, new = self.label(change.id), self.figure(change.old), self.figure(change.new)
        if change.kind is Kind.FIRMNESS:
            return f"{label}: {old}, {self.say(f'standing.{change.old.standing}')} → {self.say(f'standing.{change.new.standing}')}"
        standing = "" if change.new.value is None else f", {self.say(f'standing.{change.new.standing}')}"
        return f"{label}: {old} → {new}{standing}"

    def _amounts(self, found: Difference) -> Table:
        changed = (found.old.call, found.new.call, self.say("rates.change"))
        rows = [
            Row((self.say(f"rule.{line.rule}"), *self._row(line, found.new[line.rule])))
            for line in found.old.lines
            if Outcome.NOT_APPLICABLE not in (line.outcome, found.new[line.rule].outcome)
        ]
        complete = found.old.complete and found.new.complete
        less_firm = max(found.old, found.new, key=lambda result: [*TotalIs].index(result.total_is))
        total = label_of_total(less_firm, self.texts)
        change = self.texts.change(found.new.total - found.old.total) if complete else "–"
        return Table(
            (Column(self.say("rates.line")), *(Column(title, right=True) for title in changed)),
            tuple(rows),
            (total, self.texts.money(found.old.total), self.texts.money(found.new.total), change),
        )

    def _row(self, old: Line, new: Line) -> tuple[str, str, str]:
        """The amounts of a line in both calls, and the change where both are determined."""
        before, after = (self.say("outcome.undetermined") if each.amount is None else self.texts.money(each.amount) for each in (old, new))
        change = "–" if old.amount is None or new.amount is None else self.texts.change(new.amount - old.amount)
        return before, after, change

    def _missing(self, result: Entitlement) -> Iterator[Block]:
        """The values that keep lines of a call from being determined."""
        missing = dict.fromkeys(name for line in result.lines for name in line.missing)
        if missing:
            yield Item(self.say("rates.missing", values=quoted(missing, self.texts)), result.call)
