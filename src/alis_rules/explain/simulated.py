"""A simulation told to whoever asks what a proposal would cost, in blocks: the sums first, then where they fall."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from ..effects import Effect, NoOneRole, Simulation
from ..fields import printable
from ..readings import DEFAULTS, reading_fields
from ..rules import RECORD_RULES, Funding
from .blocks import Block, Column, Heading, Item, Paragraph, Row, Table, Tone, section
from .catalogue import Catalogue, catalogue
from .naming import capital
from .proposed import proposed_blocks
from .rates_text import RatesText

MOST_AFFECTED = 10
"""So many municipalities are named."""
_NOT_OF_THE_TOTAL = frozenset(rule.id for rule in RECORD_RULES if rule.funding is Funding.MUNICIPAL)


def simulation_blocks(simulation: Simulation, lang: str = "nb") -> Iterator[Block]:
    """What the proposal would change, in the language `lang`."""
    return _Told(simulation, catalogue(lang)).blocks()


class _Told:
    """The blocks, from the top to the bottom."""

    def __init__(self, simulation: Simulation, texts: Catalogue) -> None:
        self.simulation, self.total = simulation, simulation.total
        self.texts, self.say = texts, texts.say
        self.determined = self.total.rows - self.total.undetermined

    def blocks(self) -> Iterator[Block]:
        simulation, say = self.simulation, self.say
        yield Heading(say("simulate.title"), 1)
        yield from self._asked()
        if self.determined:
            yield from self._answer()
        yield from self._undetermined()
        if self.total.rows:
            yield Paragraph(say("simulate.how"))
            lines = [each for each in simulation.by_line if each.key not in _NOT_OF_THE_TOTAL and _amounts_to_something(each)]
            yield from section(say("simulate.by-line"), self._table("simulate.line", lines, lambda key: say(f"rule.{key}"), sums_up=True))
        if self.determined:
            yield from section(say("simulate.by-role"), self._table("simulate.role", simulation.by_role, self._role))
            classes = simulation.by_centrality_class
            yield from section(say("simulate.by-class"), self._table("simulate.class", classes, self._class))
            yield from section(say("simulate.by-municipality"), self._municipalities())
        version = {"version": simulation.tables.version, "digest": simulation.tables.digest}
        yield Paragraph(say("text.tables", **version), Tone.QUIET)

    # The question -----------------------------------------------------------------------------------------------------

    def _asked(self) -> Iterator[Block]:
        """What was reckoned, and what the proposal changes."""
        simulation, say = self.simulation, self.say
        names = ", ".join(say("text.quoted", text=printable(each.name)) for each in simulation.proposals)
        yield Paragraph(say("simulate.asked", call=simulation.call, rows=self.texts.number(self.total.rows), names=names))
        if simulation.call not in simulation.tables.calls:
            yield Paragraph(say("compare.projected"), Tone.WARNING)
        if simulation.known_on is not None:
            yield Paragraph(say("simulate.known-on", day=self.texts.day(simulation.known_on)))
        if simulation.changed:
            yield Paragraph(say("simulate.changes"))
        elif not simulation.notes:
            yield Paragraph(say("simulate.no-changes", call=simulation.call), Tone.WARNING)
        values = RatesText(self.texts.lang)
        for old, new in simulation.changed:
            yield Item(f"{values.label(new.id)}: {values.figure(old)} → {values.figure(new)}")
        yield from proposed_blocks(simulation.notes, self.texts)
        chosen = [name for name, _ in reading_fields() if simulation.readings.option(name) != DEFAULTS.option(name)]
        if chosen:
            yield Paragraph(say("simulate.readings"))
        for name in chosen:
            option = capital(say(f"option.{name}.{simulation.readings.option(name)}"))
            yield Item(f"{say(f'reading.{name}')} {option} ({name})")

    # The answer -------------------------------------------------------------------------------------------------------

    def _answer(self) -> Iterator[Block]:
        """What it costs, and who gains and loses."""
        total, say, number = self.total, self.say, self.texts.number
        money = self.texts.money
        more = "more" if total.difference > 0 else "less" if total.difference else "same"
        told = {"difference": money(abs(total.difference)), "before": money(total.before), "after": money(total.after)}
        yield Paragraph(say(f"simulate.{more}", **told), Tone.STRONG)
        for what, count, amount in (("gain", total.gain, total.gained), ("lose", total.lose, total.lost)):
            told = {"count": number(count), "amount": money(amount)}
            yield Item(say(f"simulate.{what}", **told) if count else say(f"simulate.{what}-none"))
        if total.unchanged:
            yield Item(say("simulate.unchanged", count=number(total.unchanged)))

    def _undetermined(self) -> Iterator[Block]:
        """The rows that are not in the sums, and why."""
        total, say, money = self.total, self.say, self.texts.money
        if not total.undetermined:
            return
        lacking = [each for each in self.simulation.by_line if each.undetermined and each.key not in _NOT_OF_THE_TOTAL]
        lines = "; ".join(f"{say(f'rule.{each.key}').lower()} ({self.texts.number(each.undetermined)})" for each in lacking)
        yield Paragraph(
            say("simulate.undetermined", count=self.texts.number(total.undetermined), rows=self.texts.number(total.rows), lines=lines),
            Tone.WARNING,
        )
        yield Paragraph(
            say("simulate.determined", before=money(total.undetermined_before), after=money(total.undetermined_after)),
        )

    # Where it falls ---------------------------------------------------------------------------------------------------

    def _table(self, key: str, effects: Iterable[Effect], label: Callable[[object], str], *, sums_up: bool = False) -> Iterator[Block]:
        """A row for each effect. `sums_up`: they are lines, which come to the total where every row is determined."""
        titles = ("simulate.before", "simulate.after", "simulate.difference", "simulate.gaining", "simulate.losing")
        columns = (Column(self.say(key)), *(Column(self.say(title), right=True) for title in titles))
        rows = [Row((label(each.key), *self._figures(each))) for each in effects]
        total = (self.say("text.total"), *self._figures(self.total)) if sums_up and not self.total.undetermined else ()
        if rows:
            yield Table(columns, tuple(rows), total=total)

    def _figures(self, effect: Effect) -> tuple[str, ...]:
        figure, number = self.texts.figure, self.texts.number
        difference = figure(effect.difference, signed=True)
        return figure(effect.before), figure(effect.after), difference, number(effect.gain), number(effect.lose)

    def _role(self, key: object) -> str:
        return capital(self.say(f"simulate.role.{key}" if key in tuple(NoOneRole) else f"role.{key}"))

    def _class(self, key: object) -> str:
        return self.say("simulate.not-known") if key is None else str(key)

    def _municipality(self, key: object) -> str:
        if key is None:
            return self.say("simulate.not-known")
        tables = self.simulation.tables
        names = [row.name for row in (tables.municipalities.get(str(key)), *tables.renumbered.get(str(key), ())) if row is not None]
        return f"{printable(str(key))} {' / '.join(names)}".strip()

    def _municipalities(self) -> Iterator[Block]:
        """The municipalities whose grant changes most."""
        affected = [each for each in self.simulation.by_municipality if each.difference]
        affected.sort(key=lambda each: -abs(each.difference))
        yield from self._table("simulate.municipality", affected[:MOST_AFFECTED], self._municipality)
        more = affected[MOST_AFFECTED:]
        if more:
            rest = self.texts.change(sum((each.difference for each in more), Decimal(0)))
            yield Paragraph(self.say("simulate.more-municipalities", count=self.texts.number(len(more)), difference=rest))


def _amounts_to_something(effect: Effect) -> bool:
    return any((effect.before_ore, effect.after_ore, effect.gained_ore, effect.gain, effect.lose))
