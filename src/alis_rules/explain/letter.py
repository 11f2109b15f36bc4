"""The entitlement told to a case worker: the lines, why each came out as it did, and what the result rests on.

Every amount is read off the entitlement, and every formula off the trace of the rules themselves.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from ..entitlement import Condition, Entitlement, Line, Note, Outcome, Recipients, RecordVerdict, Remaining, Status
from ..explanation import Contribution, Explanation, LineExplanation
from ..fields import printable
from ..interpretations import Sensitivity
from ..rates import RateUsed
from ..reasons import REASON_CLAUSES, Reason
from .blocks import Bar, Bars, Block, Column, Heading, Item, Paragraph, Record, Records, Row, Table, Tone, of_case, section, source
from .catalogue import Catalogue, catalogue
from .formula import Formulas, Kind, is_of_no_fact
from .headline import LEADING, headline, label_of_total
from .naming import called, capital, name_of, names, quoted, small
from .proposed import proposed_blocks
from .sensitive import reading_told, spread_told

TONES = {
    Outcome.GRANTED: Tone.GOOD,
    Outcome.LIMITED: Tone.CUT,
    Outcome.ZERO: Tone.BAD,
    Outcome.NOT_APPLICABLE: Tone.QUIET,
    Outcome.UNDETERMINED: Tone.BAD,
}
"""How each outcome is meant."""
_BY_ITSELF = frozenset({"grant-frame", "own-share"})
"""The lines that are no lines of records."""


class Letter:
    """The blocks of the text, from the top to the bottom."""

    def __init__(
        self, entitlement: Entitlement, texts: Catalogue, sensitivity: Sensitivity | None = None, near: Iterable[Block] = ()
    ) -> None:
        """Take the entitlement with its explanation; which readings matter and what is near, where they are to be told.

        Raises ValueError where the entitlement has no explanation.
        """
        if entitlement.explanation is None:
            raise ValueError("a text is made of an explanation: evaluate(case, explain=True)")
        self.result = entitlement
        self.explanation: Explanation = entitlement.explanation
        self.texts = texts
        self.say = texts.say
        self.sensitivity = sensitivity
        self.near = tuple(near)
        self.rates = {rate.id: rate for rate in self.explanation.rates}
        self.steps = frozenset(line.rule for line in self.explanation.lines if any(step.id == "frame" for step in line.steps))
        self.sources: list[str] = []
        self.names = names(self.explanation.named, texts)

    def blocks(self, drawing: Iterable[Block] = ()) -> Iterator[Block]:
        """The whole text; `drawing` stands where the records do."""
        yield from self._head()
        yield from headline(self.result, self.texts)
        yield self._lines()
        yield from section(self.say("text.why"), self._why())
        yield from section(self.say("text.rates"), self._rates())
        yield from section(self.say("text.later"), self._later())
        yield from section(self.say("text.timeline"), drawing)
        yield from section(self.say("text.recorded"), self._records())
        yield from section(self.say("text.conditions"), self._conditions())
        yield from section(self.say("text.readings"), self._readings())
        yield from section(self.say("text.remaining"), self._remaining())
        yield from section(self.say("text.near"), self.near)
        yield from section(self.say("text.notes"), self._notes())
        yield from section(self.say("text.sources"), (source(number, each) for number, each in enumerate(self.sources, 1)))
        tables = self.result.tables
        said = (
            self.say("text.disclaimer"),
            self.say("text.clause-key"),
            self.say("text.tables", version=tables.version, digest=tables.digest),
        )
        yield Paragraph(" ".join(said), Tone.QUIET)

    # The head and the lines ------------------------------------------------------------------------------------------

    def _head(self) -> Iterator[Block]:
        result, day = self.result, self.texts.day
        yield Heading(self.say("text.title", call=result.call), 1)
        place = f"{result.municipality.number} {result.municipality.name}"
        kind = self.say(f"agreement.{result.agreement}")
        if result.period is None:
            yield Paragraph(self.say("text.subtitle-no-period", place=place, kind=kind))
        else:
            first, last = day(result.period.from_), day(result.period.to)
            yield Paragraph(self.say("text.subtitle", place=place, kind=kind, first=first, last=last))
        yield from of_case(result.reference, self.texts)
        if any(line.projected for line in result.lines):
            yield Paragraph(self.say("text.projected"), Tone.WARNING)
        silent = {(note.proposal.digest, note.about) for note in result.notes if note.proposal}
        for overlay in result.tables.overlays:
            values = ", ".join(name_of(each, self.texts) for each in overlay.values if (overlay.digest, each) not in silent)
            if values:
                yield Paragraph(self.say("text.overlay", name=printable(overlay.name), values=values), Tone.WARNING)
        yield from proposed_blocks(result.notes, self.texts)
        if result.known_on is not None:
            yield Paragraph(self.say("text.known-on", day=day(result.known_on)), Tone.WARNING)

    def _lines(self) -> Table:
        say = self.say
        columns = (
            Column(say("text.element")),
            Column(say("text.incurred"), right=True),
            Column(say("text.amount"), right=True),
            Column(say("text.outcome")),
        )
        rows = tuple(
            Row(
                (say(f"rule.{line.rule}"), self._money(line.incurred), self._money(line.amount), self._outcome(line)),
                TONES[line.outcome],
            )
            for line in self.result.lines
        )
        return Table(columns, rows, (label_of_total(self.result, self.texts), "", self.texts.money(self.result.total), ""))

    def _outcome(self, line: Line) -> str:
        """What became of a line, in a word."""
        if line.outcome is Outcome.GRANTED and line.rule == "grant-frame":
            return self.say("outcome.inside-frame")
        if line.amount is not None and line.amount < 0:
            return self.say("outcome.deducted")
        if line.amount and line.rule == "municipal-elements":
            return self.say("outcome.municipal")
        return self.say(f"outcome.{line.outcome}")

    def _money(self, amount: Decimal | None) -> str:
        return self.say("text.no-amount") if amount is None else self.texts.money(amount)

    # Why -------------------------------------------------------------------------------------------------------------

    def _why(self) -> Iterator[Block]:
        for line in self.result.lines:
            if line.outcome is Outcome.NOT_APPLICABLE:
                continue
            amount = self.say("outcome.undetermined") if line.amount is None else self.texts.money(line.amount)
            yield Heading(f"{self.say(f'rule.{line.rule}')}: {amount}", 3)
            yield from self._line(line)
        idle = [small(self.say(f"rule.{line.rule}")) for line in self.result.lines if line.outcome is Outcome.NOT_APPLICABLE]
        if idle:
            yield Paragraph(self.say("text.not-applicable", rules=", ".join(idle)))

    def _line(self, line: Line) -> Iterator[Block]:
        """One line: what it is, its steps, what decided, who receives, and the rates that it read."""
        say, explained = self.say, self.explanation[line.rule]
        formulas = Formulas(self.texts, self.rates, self.steps)
        yield Paragraph(" ".join([say(f"about.{line.rule}"), *self._uncounted(line)]), indent=2)
        if line.rule == "own-share" and line.amount is not None:
            steps: list[tuple[str, str]] = []
            amount = explained["amount"]
            decided = [say("end.own-share", amount=formulas.result(amount), formula=formulas.tell(amount).text)]
        else:
            steps = list(self._steps(explained, formulas))
            decided = list(self._decided(line))
        for step_id, told in steps:
            yield Item(told, tone=Tone.STRONG if step_id in line.limited_by else Tone.PLAIN, indent=1)
        if line.missing:
            decided.append(say("why.undetermined", missing=quoted(line.missing, self.texts)))
        if line.amount and line.recipients is not None:
            shares = self._shares(line.recipients)
            decided.append(say("text.paid-by" if line.amount < 0 else "text.recipients", shares=shares))
        yield Paragraph(" ".join(decided), indent=2)
        yield Paragraph(_rests_on(line.clauses, line.recipient_clauses, self.texts.lang), Tone.QUIET, indent=2)

    def _uncounted(self, line: Line) -> Iterator[str]:
        """What of a line does not count, and why not."""
        if not line.reasons:
            return
        reasons, money = self._reasons(line.reasons), self.texts.money
        if line.incurred is None or line.counted is None:
            yield self.say("why.reasons-unpriced", reasons=reasons)
        else:
            yield self.say("why.reasons", incurred=money(line.incurred), counted=money(line.counted), reasons=reasons)

    def _steps(self, explained: LineExplanation, formulas: Formulas) -> Iterator[tuple[str, str]]:
        """What counts, what limits it, and what is claimed, each read off the trace; with the step's id."""
        say = self.say
        for step in explained.steps:
            if step.id in ("incurred", "amount"):
                continue
            result = formulas.result(step.quantity)
            if step.id == "claim":
                yield step.id, say("step.claim", result=result)
                continue
            told = formulas.tell(step.quantity)
            plain = told.kind is Kind.FIGURE
            if step.id == "counted":
                yield step.id, say("step.counted-plain" if plain else "step.counted", result=result, formula=told.text)
            elif explained.rule in _BY_ITSELF:
                formula = result if is_of_no_fact(step.quantity) else told.text
                yield step.id, say("step.limited-plain" if plain else f"step.{step.id}", result=result, formula=formula)
            elif plain:
                yield step.id, say("step.cap-plain", cap=say(f"cap.{step.id}"), formula=result)
            else:
                yield step.id, say("step.cap", cap=say(f"cap.{step.id}"), result=result, formula=told.text)

    def _decided(self, line: Line) -> Iterator[str]:
        """What decided the amount."""
        if line.amount is None:
            return
        say, amount = self.say, self.texts.money(abs(line.amount))
        if line.rule == "grant-frame":
            yield say("end.grant-frame" if line.amount else "end.inside-frame", amount=amount)
        elif not line.counted:
            yield say("end.zero", amount=amount)
        elif line.rule == "municipal-elements":
            yield say("end.municipal", amount=amount)
        elif line.limited_by:
            last = line.limited_by[-1]
            yield say("end.claim", amount=amount) if last == "claim" else say("end.cap", cap=say(f"cap.{last}"), amount=amount)
        else:
            yield say("end.granted", amount=amount)
        if line.counted and self._to_whole_kroner(line.rule):
            yield say("end.whole-kroner")

    def _to_whole_kroner(self, rule: str) -> bool:
        """Whether the amount was rounded to the krone, and that made a difference."""
        chosen = any(reading.id == "rounding" and reading.chosen != reading.default for reading in self.result.readings)
        amount = self.explanation[rule]["amount"]
        return chosen and amount.figure != amount.of[0].figure

    def _shares(self, recipients: Recipients) -> str:
        parts = {"doctor": recipients.doctor, "municipality": recipients.municipality, "to_be_agreed": recipients.to_be_agreed}
        return ", ".join(self.say(f"recipient.{who}", amount=self.texts.money(abs(part))) for who, part in parts.items() if part)

    def _reasons(self, reasons: Iterable[Reason]) -> str:
        return "; ".join(f"{self.say(f'reason.{each}')} ({', '.join(REASON_CLAUSES[each])})" for each in reasons)

    def _rates(self) -> Iterator[Block]:
        """Every value that a line read, once, in the order of the lines."""
        applying = (line for line in self.result.lines if line.outcome is not Outcome.NOT_APPLICABLE)
        for rate in dict.fromkeys(rate for line in applying for rate in line.rates):
            yield Item(_rate(rate, self._source(rate.source) if rate.source else 0, self.texts.lang))

    def _source(self, told: str) -> int:
        """The number of a source in the list of sources, in the order of their first use."""
        if told not in self.sources:
            self.sources.append(told)
        return self.sources.index(told) + 1

    # What was recorded -----------------------------------------------------------------------------------------------

    def _records(self) -> Iterator[Block]:
        added: dict[str, list[Contribution]] = {}
        for each in self.explanation.contributions:
            added.setdefault(each.at, []).append(each)
        if not self.result.records:
            yield Paragraph(self.say("text.no-records"))
            return
        say = self.say
        rows = tuple(self._record(record, added.get(record.at, [])) for record in self.result.records)
        yield Records(rows, (say("text.when"), say("text.what"), say("text.adds"), say("text.counts")))

    def _record(self, record: RecordVerdict, added: list[Contribution]) -> Record:
        name = self.names[record.at]
        adds = ", ".join(self._addition(each) for each in added) or self.say("record.nothing")
        if not record.reasons:
            verdict, tone = self.say("record.counts"), Tone.GOOD
        elif not record.counts:
            verdict, tone = self.say("record.counts-not", reasons=self._reasons(record.reasons)), Tone.BAD
        else:
            verdict, tone = self.say("record.counts-partly", parts=". ".join(self._parts(record))), Tone.CUT
        return Record(name.when, name.what, name.apart, record.at, adds, verdict, tone)

    def _addition(self, each: Contribution) -> str:
        figure = self._amount(each.incurred, each.unit)
        return self.say("record.adds", figure=figure, rule=self.say(f"rule.{each.rule}").lower())

    def _parts(self, record: RecordVerdict) -> Iterator[str]:
        """Which of its days count, or for which lines it does not."""
        if record.days is not None:
            yield self.say("record.days", counted=record.counted_days, days=record.days)
            yield self.say("record.other-days", reasons=self._reasons(record.reasons))
            return
        for reasons, lines in groupby(record.not_for, key=lambda each: each.reasons):
            rules = ", ".join(self.say(f"rule.{each.rule}").lower() for each in lines)
            yield self.say("record.not-for", rule=rules, reasons=self._reasons(reasons))

    # What the result rests on ----------------------------------------------------------------------------------------

    def _conditions(self) -> Iterator[Block]:
        by_status = {status: [each for each in self.result.conditions if each.status is status] for status in Status}
        for status, heading in ((Status.NOT_MET, "text.breached"), (Status.NOT_STATED, "text.provided")):
            if by_status[status]:
                yield Paragraph(self.say(heading), Tone.STRONG)
            for each in by_status[status]:
                yield Item(self._condition(each))
        if by_status[Status.MET]:
            yield Paragraph(_met(tuple([each.id for each in by_status[Status.MET]]), self.texts.lang))

    def _condition(self, condition: Condition) -> str:
        """A condition with its clauses, and the template's fields or the records that it is about."""
        told = f"{self.say(f'condition.{condition.id}')} ({', '.join(condition.clauses)})."
        if not condition.about:
            return told
        about = "; ".join(small(called(at, self.names, self.texts)) for at in condition.about)
        if condition.id == "all-fields":
            return f"{told} {self.say('condition.about.fields', about=about)}"
        of_list = condition.about[0].rpartition("/")[0]
        every = len(condition.about) == sum(at.rpartition("/")[0] == of_list for at in self.names)
        if every and condition.status is Status.NOT_STATED:
            return f"{told} {self.say('condition.about.none')}"
        return f"{told} {self.say(f'condition.about.{condition.status}', about=about)}"

    def _readings(self) -> Iterator[Block]:
        others, told = self.sensitivity.others if self.sensitivity else (), False
        for reading in self.result.readings:
            of_reading = [each for each in others if each.id == reading.id]
            if reading.chosen == reading.default and not of_reading:
                continue
            told = True
            yield Item(reading_told(reading.id, reading.chosen, of_reading, self.texts, complete=self.result.complete))
        if self.sensitivity and self.result.readings:
            none = self.say("text.readings-no-effect" if told else "readings.none")
            yield Paragraph(" ".join([none, *spread_told(self.sensitivity, self.texts)]))

    def _later(self) -> Iterator[Block]:
        """What became known after the day that the evaluation looks back to."""
        for each in self.result.later:
            value = self.texts.valued(each.value, each.unit)
            label = capital(name_of(each.id, self.texts))
            yield Item(self.say("text.later-value", label=label, value=value, day=self.texts.day(each.known_from)))
        if self.result.total_now is not None and self.result.total_now != self.result.total:
            total = self.say(f"firm.{self.result.total_now_is}", total=self.texts.money(self.result.total_now))
            yield Paragraph(self.say("text.total-now", total=total))

    def _notes(self) -> Iterator[Block]:
        return (Item(self._note(note)) for note in self.result.notes if note.proposal is None and note.code not in LEADING)

    def _note(self, note: Note) -> str:
        """A note, and what it is about: a part of the case, a value, or a call."""
        about = called(note.about, self.names, self.texts) if note.about.startswith("/") else note.about
        return _note(note.code, about, self.texts.lang)

    def _remaining(self) -> Iterator[Block]:
        if self.result.remaining:
            yield Bars(tuple([self._bar(each) for each in self.result.remaining]), (self.say("text.cap"), self.say("text.left")))

    def _bar(self, each: Remaining) -> Bar:
        label = capital(self.say(f"cap.{each.cap}"))
        if each.left is None:
            return Bar(label, self.say("text.open" if each.open else "text.unknown"), "", None)
        left = self._amount(each.left, each.unit)
        if each.closes is not None:
            key = "text.after-the-period" if each.unit == "months" else "text.closes"
            left = self.say(key, left=left, day=self.texts.day(each.closes))
        if each.most is None or each.used is None:
            return Bar(label, left, "", None)
        whole = self.say("text.used-of", used=self._amount(each.used, each.unit), most=self._amount(each.most, each.unit))
        return Bar(label, left, whole, min(each.used / each.most, Decimal(1)) if each.most else Decimal(1))

    def _amount(self, amount: Decimal, unit: str) -> str:
        return self.texts.money(amount) if unit == "NOK" else self.texts.measure(amount, unit)


# What is told in the same words of case after case


@lru_cache(maxsize=4096)
def _rate(rate: RateUsed, source_number: int, lang: str) -> str:
    """A value of the tables: how firm it is, since when it is in force, and where it comes from."""
    texts = catalogue(lang)
    return texts.say(
        "text.rate",
        label=capital(name_of(rate.id, texts)),
        value=texts.valued(rate.value, rate.unit),
        from_=texts.say("text.rate-from", day=texts.day(rate.in_force_from)) if rate.in_force_from else "",
        standing=texts.say(f"standing.{rate.standing}"),
        source=texts.say("text.rate-source", number=source_number) if source_number else "",
    )


@lru_cache(maxsize=256)
def _rests_on(clauses: tuple[str, ...], of_recipients: tuple[str, ...], lang: str) -> str:
    """The clauses that a line carries out, each in a few words with its number, and those on who receives it."""
    say = catalogue(lang).say

    def told(key: str, ids: tuple[str, ...]) -> list[str]:
        listed = "; ".join(say("text.clause", words=say(f"clause.{each}"), id=each) for each in ids)
        return [say(key, clauses=listed)] if ids else []

    return " ".join([*told("text.clauses", clauses), *told("text.recipient-clauses", of_recipients)])


@lru_cache(maxsize=1024)
def _met(conditions: tuple[str, ...], lang: str) -> str:
    """The conditions that are met."""
    say = catalogue(lang).say
    return say("text.met", conditions="; ".join(small(say(f"condition.{each}")) for each in conditions))


@lru_cache(maxsize=1024)
def _note(code: str, about: str, lang: str) -> str:
    """A note; where it is about a value, by the value's name."""
    texts = catalogue(lang)
    return texts.say(f"note.{code}", about=capital(name_of(about, texts)))
