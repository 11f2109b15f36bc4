"""The commands about one case and what it is made of: ``evaluate``, ``timeline``, ``clauses`` and ``schema``."""

import datetime as dt
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

from attrs import asdict

from .aside import ending
from .cli_choosing import choices_of
from .cli_options import Argument, Option
from .cli_reading import (
    Document,
    Format,
    KnownOn,
    Lang,
    OneCase,
    Output,
    Overlays,
    Project,
    ReadingChoices,
    Supply,
    TextOrJson,
    Width,
    only,
    overlaid,
    read_case,
    report,
    sources,
)  # fmt: skip
from .cli_writing import print_blocks, say_json, write, write_file
from .drawing import draw
from .entitlement import Entitlement
from .evaluation import evaluate as evaluate_case
from .explain.blocks import Block, of_several
from .explain.catalogue import Language, catalogue
from .explain.letter import Letter
from .explain.listings import ledger_blocks, life_blocks, timeline_blocks
from .explain.markdown import to_markdown_text
from .explain.outlook import near_blocks
from .explain.page import to_page
from .interchange import case_schema, entitlement_schema
from .interpretations import sensitivity
from .ledger import Clause, clause_named
from .ledger import clauses as all_clauses
from .lifetime import life
from .model import Case
from .nearness import near
from .openapi import openapi_schemas
from .problems import InvalidCase
from .rates import Tables


class Schema(StrEnum):
    """The documents of the contract."""

    CASE = "case"
    ENTITLEMENT = "entitlement"
    OPENAPI = "openapi"


def evaluate(
    cases: Annotated[list[str], Argument("case", about="cases")],
    output: Document = Format.TEXT,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    supply: Supply = None,
    width: Width = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Print what each case is entitled to, and why; what is wrong with a case is told on standard error. Ends with 2 where something is."""
    as_json = output is Format.JSON
    alone = len(cases) == 1 and ending(cases[0]) != ".jsonl"
    names = _Names(lang)
    asked = Asked(overlaid(overlay or (), as_json=as_json, lang=lang), known_on, project)
    failed, told, letters = False, 0, list[list[Block]]()
    for source in sources(cases):
        try:
            case = read_case(source, choices_of(reading, supply), asked.tables, project=project)
            result = evaluate_case(case, **asked._asdict(), explain=True)
            letter = [] if as_json else _letter(case, result, asked, lang, drawn=output is Format.HTML)
            if letter and not alone:
                letter = of_several(names.of(case.reference, source.name), letter, first=not told)
        except InvalidCase as error:
            failed = True
            report(source.name, error.errors, as_json=as_json, lang=lang, reference=error.reference)
            continue
        if as_json:
            say_json(result.to_json(), 2 if alone else None)
        elif output is Format.HTML:
            letters.append(letter)
        else:
            write("\n" if told else "")
            if output is Format.TEXT:
                print_blocks(letter, width=width)
            else:
                write(to_markdown_text(letter))
        told += 1
    if letters:
        write(to_page(letters, lang, listed=len(letters) > 1))
    if failed:
        raise SystemExit(2)


class _Names:
    """What each case of several is called: by its own reference, or else by its file and line."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.given = Counter[str]()

    def of(self, reference: str | None, source: str) -> str:
        """The name of the next case; with its file and line where another had the same reference, or how many times the file came."""
        say = catalogue(self.lang).say
        file, _, number = source.rpartition(":")
        place = say("command.stdin") if source == "-" else source
        if ending(file) == ".jsonl":
            place = say("command.line", file=file, number=number)
        name = (reference or "").strip() or place
        self.given[name] += 1
        apart = place if place != name else self.given[name]
        return name if self.given[name] == 1 else f"{name} ({apart})"


class Asked(NamedTuple):
    """What an evaluation is asked with beside the case."""

    tables: Tables
    known_on: dt.date | None
    project: bool


def _letter(case: Case, result: Entitlement, asked: Asked, lang: str, *, drawn: bool) -> list[Block]:
    """The result told in full: with the readings that matter, what is near, and the timeline where it can be drawn."""
    texts = catalogue(lang)
    others = sensitivity(case, **asked._asdict())
    beyond = near_blocks(near(case, **asked._asdict()), texts)
    drawing = timeline_blocks(case, texts, **asked._asdict()) if drawn else []
    return list(Letter(result, texts, others, beyond).blocks(drawing))


def timeline(
    case: OneCase,
    svg: Annotated[Path | None, Option("svg-timeline", value="file")] = None,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    supply: Supply = None,
    width: Width = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Print the dates that matter in an agreement's life, and each call that it meets."""
    source = only(case)
    try:
        asked = Asked(overlaid(overlay or (), as_json=False, lang=lang), known_on, project)
        whole = life(read_case(source, choices_of(reading, supply), asked.tables, project=project), **asked._asdict())
        if svg:
            write_file(svg, draw(whole, lang=lang))
    except InvalidCase as error:
        report(source.name, error.errors, as_json=False, lang=lang, reference=error.reference)
        raise SystemExit(2) from None
    print_blocks(life_blocks(whole, catalogue(lang)), width=width)


def schema(document: Annotated[Schema, Argument("document")], lang: Lang = Language.NB) -> None:
    """Print the JSON Schema of a document of the contract."""
    made = {Schema.CASE: case_schema, Schema.ENTITLEMENT: entitlement_schema, Schema.OPENAPI: openapi_schemas}[document]
    say_json(made())


def clauses(
    named: Annotated[list[Clause] | None, Argument("clause", codes="clauses", read=clause_named)] = None,
    output: Output = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Print what the clauses of the sources say: all, or those that are named, with what carries each of them out."""
    told = [each for each in all_clauses() if named is None or each in named]
    if output is TextOrJson.JSON:
        say_json([asdict(each) for each in told])
    else:
        print_blocks(ledger_blocks(told, catalogue(lang), whole=named is not None), width)
