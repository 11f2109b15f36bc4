"""The life of an agreement and the clause ledger, as blocks."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from ..drawing import draw, told
from ..ledger import Clause
from ..lifetime import Life, life
from ..model import Case
from ..problems import InvalidCase
from ..rates import Tables
from .blocks import Block, Column, Drawing, Heading, Item, Pairs, Paragraph, Row, Table, Tone, of_case
from .catalogue import Catalogue
from .naming import name_of
from .proposed import proposed_everywhere


def life_blocks(life: Life, texts: Catalogue) -> Iterator[Block]:
    """The dates that matter, and each call that the agreement meets with its total."""
    say = texts.say
    yield Heading(say("life.title"), 1)
    yield from of_case(life.reference, texts)
    yield from proposed_everywhere((each.notes for each in life.entitlements), texts)
    if any(line.projected for result in life.entitlements for line in result.lines):
        yield Paragraph(say("life.projected"), Tone.WARNING)
    yield Heading(say("life.dates"))
    yield Pairs(tuple([(texts.day(each.day), f"{told(each, texts)}{_of(each.clauses)}") for each in life.dates]))
    yield Heading(say("life.calls"))
    if not life.entitlements:
        yield Paragraph(say("life.no-calls"))
        return
    columns = (
        Column(say("life.call")),
        Column(say("life.period")),
        Column(say("text.amount"), right=True),
        Column(say("text.outcome")),
    )
    rows: list[Row] = []
    for result in life.entitlements:
        period = f"{texts.day(result.period.from_)} – {texts.day(result.period.to)}" if result.period else say("standing.not-found")
        tone = Tone.GOOD if result.complete else Tone.CUT
        rows.append(Row((result.call, period, texts.money(result.total), say(f"life.{result.total_is}")), tone))
    yield Table(columns, tuple(rows))


def _of(clauses: tuple[str, ...]) -> str:
    return f" ({', '.join(clauses)})" if clauses else ""


_CARRIERS = ("rule", "reason", "condition", "duty", "reading", "value")
"""The sorts of thing that carry a clause out and that have words."""


def timeline_blocks(
    case: Case, texts: Catalogue, *, tables: Tables | None = None, known_on: dt.date | None = None, project: bool = False
) -> list[Block]:
    """The drawing of the life of a case's agreement; where some call cannot be evaluated, the reason that there is none."""
    try:
        whole = life(case, tables=tables, known_on=known_on, project=project)
        return [Drawing(texts.say("life.title"), draw(whole, lang=texts.lang))]
    except InvalidCase as error:
        return [Paragraph(texts.say("life.not-drawn", why=" ".join(each.text(texts.lang) for each in error.errors)))]


def ledger_blocks(clauses: Iterable[Clause], texts: Catalogue, *, whole: bool = False) -> Iterator[Block]:
    """Each clause under its document and heading, and what it says; `whole`: also what carries it out."""
    for document, of_document in groupby(clauses, key=lambda each: each.document):
        yield Heading(texts.say(f"document.{document}"), 2)
        for heading, of_heading in groupby(of_document, key=lambda each: each.heading):
            yield Heading(heading, 3)
            for clause in of_heading:
                yield Item(texts.say(f"gist.{clause.id}"), clause.id)
                if whole:
                    yield from (Paragraph(each, indent=5) for each in _carried(clause, texts))


def _carried(clause: Clause, texts: Catalogue) -> Iterator[str]:
    """What carries a clause out, in words."""
    if not clause.carried_by:
        yield texts.say("clauses.context")
    carriers = [carrier.partition(":") for carrier in clause.carried_by]
    for sort in _CARRIERS:
        if names := [name_of(name, texts) if of == "value" else texts.say(f"{sort}.{name}") for of, _, name in carriers if of == sort]:
            yield texts.say(f"clauses.{sort}", names=("; " if sort in ("rule", "reason", "condition", "value") else " ").join(names))
