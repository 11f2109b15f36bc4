"""The entitlement as text for a case worker: the lines, why each came out as it did, and what the result rests on."""

import datetime as dt
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import TextIO

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..entitlement import Condition, Entitlement, Line, Outcome, Recipients, RecordVerdict, Status
from ..fields import printable
from ..ledger import Clause
from ..lifetime import Life
from ..rates import RateUsed
from ..sensitivity import OtherReading
from ..timeline import REASON_CLAUSES, Reason
from .catalogue import Catalogue, catalogue
from .printing import held, item, print_parts

_STYLES = {
    Outcome.GRANTED: "green",
    Outcome.LIMITED: "yellow",
    Outcome.ZERO: "red",
    Outcome.NOT_APPLICABLE: "dim",
    Outcome.UNDETERMINED: "bold red",
}
_NONE = Decimal(0)


def to_text(entitlement: Entitlement, *, lang: str = "nb", width: int = 80, others: Iterable[OtherReading] = ()) -> str:
    """The entitlement as plain text of at most `width` columns, in the language `lang`.

    `others`: readings that would change the result (`other_readings`), to be told with the readings.
    """
    file = io.StringIO()
    print_text(entitlement, file, lang=lang, width=width, others=others)
    return file.getvalue()


def print_text(entitlement: Entitlement, file: TextIO, *, lang: str, width: int | None = None, others: Iterable[OtherReading] = ()) -> None:
    """Print to a stream: with colour on a terminal and in its width, plain and 80 columns wide elsewhere."""
    print_parts(_Letter(entitlement, catalogue(lang), tuple(others)).parts(), file, width)


def print_life(life: Life, file: TextIO, *, lang: str, width: int | None = None) -> None:
    """Print the life of an agreement: the dates that matter, and each call that it meets with its total."""
    texts = catalogue(lang)

    def parts() -> Iterator[RenderableType]:
        yield Text(texts.say("life.title"), style="bold")
        yield Text(f"\n{texts.say('life.dates')}", style="bold")
        dates = Table.grid(padding=(0, 2, 0, 0))
        dates.add_column(width=1)
        dates.add_column(justify="right", no_wrap=True)
        dates.add_column()
        for each in life.dates:
            clauses = f" ({', '.join(each.clauses)})" if each.clauses else ""
            dates.add_row("", held(texts.day(each.day)), f"{texts.say(f'date.{each.id}', call=each.call)}{clauses}")
        yield dates
        yield Text(f"\n{texts.say('life.calls')}", style="bold")
        if not life.entitlements:
            yield Padding(Text(texts.say("life.no-calls")), (0, 0, 0, 1))
            return
        calls = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        calls.add_column(texts.say("life.call"))
        calls.add_column(texts.say("life.period"))
        calls.add_column(texts.say("text.amount"), justify="right", no_wrap=True)
        calls.add_column(texts.say("text.outcome"))
        for result in life.entitlements:
            period = (
                f"{texts.day(result.period.from_)} – {texts.day(result.period.to)}" if result.period else texts.say("standing.not-found")
            )
            determined = texts.say("text.total" if result.complete else "text.certain-total").lower()
            calls.add_row(result.call, held(period), held(texts.money(result.total)), determined)
        yield calls

    print_parts(parts(), file, width)


def print_ledger(clauses: Iterable[Clause], file: TextIO, *, lang: str, width: int | None = None) -> None:
    """Print the clause ledger: each clause with its heading, what it says, what carries it and its test."""
    say = catalogue(lang).say

    def parts() -> Iterator[RenderableType]:
        for document, of_document in groupby(clauses, key=lambda each: each.document):
            yield Text(document, style="bold")
            for heading, of_heading in groupby(of_document, key=lambda each: each.heading):
                yield Text(f"\n{heading}", style="bold")
                for clause in of_heading:
                    carried = say("command.context")
                    if clause.carried_by:
                        carried = say("command.carried-by", carriers=", ".join(clause.carried_by), test=clause.test)
                    yield item(f"{clause.gist} {carried}", clause.id)
            yield Text("")

    print_parts(parts(), file, width)


class _Letter:
    """The parts of the text, from the top to the bottom."""

    def __init__(self, entitlement: Entitlement, texts: Catalogue, others: tuple[OtherReading, ...]) -> None:
        self.result = entitlement
        self.texts = texts
        self.others = others
        self.sources: list[str] = []
        self.say = texts.say

    def parts(self) -> Iterator[RenderableType]:
        yield from self._head()
        yield self._table()
        if not self.result.complete:
            yield self._paragraph(self.say("text.incomplete"), style="bold red")
        yield from self._section("text.why", self._why())
        yield from self._section("text.later", self._later())
        yield from self._section("text.records", self._records())
        yield from self._section("text.conditions", self._conditions())
        yield from self._section("text.readings", self._readings())
        yield from self._section("text.remaining", [self._remaining()])
        yield from self._section("text.notes", self._notes())
        yield from self._section("text.sources", self._sources())
        yield Text(f"\n{self.say('text.tables', version=self.result.tables.version, digest=self.result.tables.digest)}", style="dim")

    # Building blocks ---------------------------------------------------------------------------------------------

    def _paragraph(self, text: str, *, indent: int = 0, style: str = "") -> RenderableType:
        return Padding(Text(held(text), style=style), (0, 0, 0, indent))

    def _section(self, title: str, content: Iterable[RenderableType]) -> Iterator[RenderableType]:
        inside = list(content)
        if inside:
            yield Text(f"\n{self.say(title)}", style="bold")
            yield from inside

    def _reasons(self, reasons: Iterable[Reason]) -> str:
        return "; ".join(f"{self.say(f'reason.{each}')} ({', '.join(REASON_CLAUSES[each])})" for each in reasons)

    # Parts -------------------------------------------------------------------------------------------------------

    def _head(self) -> Iterator[RenderableType]:
        result, day = self.result, self.texts.day
        yield Text(self.say("text.title", call=result.call), style="bold")
        place = f"{result.municipality.number} {result.municipality.name}"
        kind = self.say(f"agreement.{result.agreement}")
        if result.period is None:
            yield Text(held(self.say("text.subtitle-no-period", place=place, kind=kind)))
        else:
            first, last = day(result.period.from_), day(result.period.to)
            yield Text(held(self.say("text.subtitle", place=place, kind=kind, first=first, last=last)))
        if any(line.projected for line in result.lines):
            yield self._paragraph(self.say("text.projected"), style="bold yellow")
        for overlay in result.tables.overlays:
            values = ", ".join(self.say(f"value.{each}") for each in overlay.values)
            yield self._paragraph(self.say("text.overlay", name=printable(overlay.name), values=values), style="bold yellow")
        if result.known_on is not None:
            yield self._paragraph(self.say("text.known-on", day=day(result.known_on)), style="bold yellow")

    def _table(self) -> RenderableType:
        table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
        total = self.say("text.total" if self.result.complete else "text.certain-total")
        table.add_column(self.say("text.element"), footer=total)
        table.add_column(self.say("text.incurred"), justify="right", no_wrap=True)
        table.add_column(self.say("text.amount"), footer=held(self.texts.money(self.result.total)), justify="right", no_wrap=True)
        table.add_column(self.say("text.outcome"), no_wrap=True)
        for line in self.result.lines:
            style = _STYLES[line.outcome]
            outcome = Text(self.say(f"outcome.{line.outcome}"), style=style)
            table.add_row(self.say(f"rule.{line.rule}"), self._money(line.incurred), self._money(line.amount), outcome)
        return table

    def _money(self, amount: Decimal | None) -> str:
        return self.say("text.no-amount") if amount is None else held(self.texts.money(amount))

    def _why(self) -> Iterator[RenderableType]:
        for line in self.result.lines:
            if line.outcome is Outcome.NOT_APPLICABLE:
                continue
            amount = self.say("outcome.undetermined") if line.amount is None else self.texts.money(line.amount)
            yield self._paragraph(f"{self.say(f'rule.{line.rule}')}: {amount}", indent=1, style="bold")
            yield self._paragraph(" ".join(self._sentences(line)), indent=3)
            for rate in line.rates:
                yield self._paragraph(self._rate(rate), indent=3, style="dim")
        idle = [self.say(f"rule.{line.rule}") for line in self.result.lines if line.outcome is Outcome.NOT_APPLICABLE]
        if idle:
            yield self._paragraph(self.say("text.not-applicable", rules=", ".join(idle)), indent=1)

    def _sentences(self, line: Line) -> Iterator[str]:
        money, say = self.texts.money, self.say
        if line.rule == "grant-frame":
            yield say(f"why.grant-frame.{line.outcome}", counted=money(line.counted or _NONE), excess=money(-(line.amount or _NONE)))
        elif line.counted and any(rate.id == "supervision-rate" for rate in line.rates):
            yield say("why.supervision-rate", counted=money(line.counted), **self._figures(line))
        elif line.counted:
            yield say(f"why.{line.rule}", counted=money(line.counted), **self._figures(line))
        if line.rule == "own-share":
            yield say("why.own-share", **self._figures(line))
        if line.reasons:
            reasons = self._reasons(line.reasons)
            if line.incurred is None or line.counted is None:
                yield say("why.reasons-unpriced", reasons=reasons)
            else:
                yield say("why.reasons", incurred=money(line.incurred), counted=money(line.counted), reasons=reasons)
        if line.missing:
            yield say("why.undetermined", missing=", ".join(say(f"value.{each}") for each in line.missing))
        if line.amount is not None and line.rule != "grant-frame":
            yield from self._limits(line, line.amount)
        if line.amount and line.recipients is not None:
            shares = self._shares(line.recipients)
            yield say("text.paid-by" if line.amount < 0 else "text.recipients", shares=shares)
        yield say("text.clauses", clauses=", ".join((*line.clauses, *line.recipient_clauses)))

    def _figures(self, line: Line) -> dict[str, str]:
        """The facts and rates that a line's sentence names."""
        facts, number = self.result.facts, self.texts.number
        rates = {rate.id: number(Decimal(rate.value)) for rate in line.rates}
        hours = {"practice-compensation": facts.absence_h100, "supervision": facts.supervision_h100}.get(line.rule, 0)
        share = {
            "practice-compensation": "practice-compensation-share",
            "supervision": "supervision-share",
            "own-share": "own-share",
        }.get(line.rule, "")
        own = rates.get("supervision-rate", "")
        return {"rate": own, "hours": number(Decimal(hours) / 100), "share": rates.get(share, ""), "fee_rate": rates.get("fee-rate", "")}

    def _limits(self, line: Line, amount: Decimal) -> Iterator[str]:
        for cap in line.limited_by:
            if cap == "claim":
                yield self.say("why.claim", amount=self.texts.money(amount))
            elif amount or "claim" in line.limited_by:
                limited = self.texts.money(amount)
                yield self.say("why.limited", cap=self.say(f"cap.{cap}"), amount=limited)
            else:
                yield self.say("why.cap-zero", cap=self.say(f"cap.{cap}"))
        used = self._used(line)
        if used and line.limited_by:
            yield self.say("why.used", used=used)

    def _used(self, line: Line) -> str:
        """What of a line's cap was used before, or an empty string."""
        facts, texts = self.result.facts, self.texts
        hours = {"practice-compensation": facts.absence_used_h100, "supervision": facts.supervision_used_h100}.get(line.rule, 0)
        ore = {"learning-expenses": facts.expenses_used_ore, "lower-productivity": facts.productivity_used_ore}.get(line.rule, 0)
        if hours:
            return f"{texts.number(Decimal(hours) / 100)}\N{NO-BREAK SPACE}{self.say('unit.h')}"
        return texts.money(Decimal(ore) / 100) if ore else ""

    def _shares(self, recipients: Recipients) -> str:
        parts = {"doctor": recipients.doctor, "municipality": recipients.municipality, "to_be_agreed": recipients.to_be_agreed}
        return ", ".join(self.say(f"recipient.{who}", amount=self.texts.money(abs(part))) for who, part in parts.items() if part)

    def _rate(self, rate: RateUsed) -> str:
        return self.say(
            "text.rate",
            label=_capital(self.say(f"value.{rate.id}")),
            value=self._figure_text(rate.value, rate.unit),
            from_=self.say("text.rate-from", day=self.texts.day(rate.in_force_from)) if rate.in_force_from else "",
            standing=self.say(f"standing.{rate.standing}"),
            source=self.say("text.rate-source", number=self._source(rate.source)) if rate.source else "",
        )

    def _source(self, source: str) -> int:
        """The number of a source in the list of sources, in the order of their first use."""
        if source not in self.sources:
            self.sources.append(source)
        return self.sources.index(source) + 1

    def _sources(self) -> Iterator[RenderableType]:
        for number, source in enumerate(self.sources, 1):
            yield item(source, f"[{number}]")

    def _records(self) -> Iterator[RenderableType]:
        cut = [record for record in self.result.records if record.reasons]
        for record in cut:
            yield item(self._record(record))
        if self.result.records and not cut:
            yield self._paragraph(self.say("text.all-count"), indent=1)

    def _record(self, record: RecordVerdict) -> str:
        texts = self.texts
        when = texts.day(record.from_) if record.from_ == record.to else f"{texts.day(record.from_)} – {texts.day(record.to)}"
        head = f"{self.say(f'record.{record.what}')} {when} ({record.at})"
        if not record.counts:
            return f"{head}: {self._reasons(record.reasons)}."
        parts: list[str] = []
        if record.days is not None:
            parts.append(self.say("record.days", counted=record.counted_days, days=record.days))
        for reasons, lines in groupby(record.not_for, key=lambda each: each.reasons):
            rules = ", ".join(self.say(f"rule.{each.rule}").lower() for each in lines)
            parts.append(self.say("record.not-for", rule=rules, reasons=self._reasons(reasons)))
        return f"{head}: {'; '.join(parts)}."

    def _conditions(self) -> Iterator[RenderableType]:
        by_status = {status: [each for each in self.result.conditions if each.status is status] for status in Status}
        for status, heading in ((Status.NOT_MET, "text.breached"), (Status.NOT_STATED, "text.provided")):
            if by_status[status]:
                yield self._paragraph(self.say(heading), indent=1, style="bold")
            for each in by_status[status]:
                yield item(self._condition(each))
        if by_status[Status.MET]:
            met = "; ".join(_small(self.say(f"condition.{each.id}")) for each in by_status[Status.MET])
            yield self._paragraph(self.say("text.met", conditions=met), indent=1)

    def _condition(self, condition: Condition) -> str:
        """A condition with its clauses, and the template's fields or the records that it is about."""
        names = [f"field.{at.rpartition('/')[2].replace('_', '-')}" for at in condition.about]
        about = ", ".join(
            _small(self.say(name)) if name in self.texts.messages else at for name, at in zip(names, condition.about, strict=True)
        )
        return f"{self.say(f'condition.{condition.id}')} ({', '.join(condition.clauses)}){': ' if about else ''}{about}."

    def _readings(self) -> Iterator[RenderableType]:
        for reading in self.result.readings:
            others = [each for each in self.others if each.id == reading.id]
            if reading.chosen == reading.default and not others:
                continue
            sentences = [
                f"{self.say(f'reading.{reading.id}')} ({reading.id})",
                self.say("text.chosen", option=self.say(f"option.{reading.id}.{reading.chosen}")),
                *(self._other(each) for each in others),
            ]
            yield item(" ".join(sentences))
        if self.result.readings:
            yield self._paragraph(self.say("text.readings-no-effect"), indent=1)

    def _other(self, other: OtherReading) -> str:
        key = "text.other-total"
        if other.complete != self.result.complete:
            key = "text.other-complete" if other.complete else "text.other-incomplete"
        sign = "+" if other.difference > 0 else ""
        option = self.say(f"option.{other.id}.{other.option}")
        return self.say(key, option=option, total=self.texts.money(other.total), difference=sign + self.texts.money(other.difference))

    def _later(self) -> Iterator[RenderableType]:
        """What became known after the day that the evaluation looks back to."""
        for each in self.result.later:
            value = self._figure_text(each.value, each.unit)
            label = _capital(self.say(f"value.{each.id}"))
            yield item(self.say("text.later-value", label=label, value=value, day=self.texts.day(each.known_from)))
        if self.result.total_now is not None and self.result.total_now != self.result.total:
            yield self._paragraph(self.say("text.total-now", total=self.texts.money(self.result.total_now)), indent=1)

    def _figure_text(self, value: str, unit: str) -> str:
        """A value of the tables with its unit."""
        if unit == "date":
            return self.texts.day(dt.date.fromisoformat(value))
        if unit == "yes-no":
            return self.say(f"text.{value.lower()}")
        return f"{self.texts.number(Decimal(value))}\N{NO-BREAK SPACE}{self.say(f'unit.{unit}')}"

    def _notes(self) -> Iterator[RenderableType]:
        for note in self.result.notes:
            about = _capital(self.say(f"value.{note.about}")) if f"value.{note.about}" in self.texts.messages else note.about
            yield item(self.say(f"note.{note.code}", about=about))

    def _remaining(self) -> RenderableType:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(width=1)
        grid.add_column()
        grid.add_column(justify="right", no_wrap=True)
        for each in self.result.remaining:
            if each.left is None:
                left = self.say("text.unknown")
            elif each.unit == "h":
                left = f"{self.texts.number(each.left, '#,##0.00')}\N{NO-BREAK SPACE}{self.say('unit.h')}"
            else:
                left = self.texts.money(each.left)
            grid.add_row("", _capital(self.say(f"cap.{each.cap}")), held(left))
        return Group(grid)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """A label inside a sentence: its first letter small, but for a name or an abbreviation."""
    first = text.partition(" ")[0]
    return text if (len(first) > 1 and first[:2].isupper()) or first.startswith("Helsedirektoratet") else text[:1].lower() + text[1:]
