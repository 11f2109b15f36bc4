"""The command ``alis-rules compare``: why one result differs from another, as a letter, as JSON, and as a drawing."""

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from . import comparison
from .cli_reading import Lang, Overlays, Project, ReadingChoices, TextOrJson, Width, only, overlaid, read_case, report, write_file
from .comparison import Question, see
from .explain.catalogue import Language
from .explain.difference import difference_blocks
from .explain.plain import print_blocks
from .problems import InvalidCase, Problem, problem
from .rates import load_tables
from .resolving import call_named
from .waterfall import draw_comparison

Value = TypeVar("Value")


def compare(
    cases: Annotated[
        list[str], typer.Argument(metavar="A [B]", help="Sakene som JSON; «-» er standard inn. Bare A: den samme saken, slik valgene sier.")
    ],
    call: Annotated[
        list[str] | None,
        typer.Option("--call", metavar="ID", help="Bruk verdiene i en annen utlysning; to ganger: for den første og for den andre."),
    ] = None,
    known_on: Annotated[
        list[dt.datetime] | None,
        typer.Option(
            "--known-on", formats=["%Y-%m-%d"], help="Bare det som var kjent den dagen; to ganger: for den første og for den andre."
        ),
    ] = None,
    reading: ReadingChoices = None,
    overlay: Overlays = None,
    project: Project = False,
    output: Annotated[TextOrJson, typer.Option("--format", help="Tekst som et brev, eller JSON.")] = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    width: Width = None,
    svg: Annotated[Path | None, typer.Option(metavar="FIL", help="Tegn stegene som SVG.")] = None,
) -> None:
    """Forklar hvorfor to resultater er ulike: to saker, eller én sak sett på to måter.

    --reading og --overlay gjelder den andre av de to; --call og --known-on også, men begge når de er gitt to ganger.
    """
    as_json = output is TextOrJson.JSON
    tables = overlaid(overlay or (), as_json=as_json)
    calls, days = call or [], [each.date() for each in known_on or []]
    first, second = cases[0], cases[-1]
    read = {name: only(name) for name in cases}
    found: dict[str, list[Problem]] = {name: [] for name in read}
    found[first] += _wrong_options(cases, calls, days, alike=len(cases) == 1 and not (calls or days or reading or overlay))
    references: dict[str, str | None] = {}
    questions: list[Question] = []
    for name, side, choices, by in ((first, 0, (), load_tables()), (second, 1, reading or (), tables)):
        named = _of(calls, side)
        try:
            if named is not None:
                found[name] += [each for each in call_named(named, by, project=project)[1] if each not in found[name]]
            case = read_case(read[name], choices, by, project=project)
            asked = Question(case=case, call=named, tables=by, known_on=_of(days, side), project=project)
            see(asked)
            questions.append(asked)
        except InvalidCase as error:
            found[name] += [each for each in error.errors if each not in found[name]]
            references[name] = error.reference
    for name, errors in found.items():
        if errors:
            report(name, errors, as_json=as_json, lang=lang, reference=references.get(name))
    if any(found.values()):
        raise typer.Exit(2)
    result = comparison.compare(*questions)
    try:
        if svg:
            write_file(svg, draw_comparison(result, lang=lang))
    except InvalidCase as error:
        report(first, error.errors, as_json=as_json, lang=lang)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps(result.to_json(), ensure_ascii=False, indent=2))
    else:
        print_blocks(difference_blocks(result, lang), sys.stdout, width)


def _wrong_options(cases: list[str], calls: list[str], days: list[dt.date], *, alike: bool) -> Iterator[Problem]:
    """What is wrong with what is asked for, whatever the cases say."""
    if alike:
        yield problem("", "nothing-to-compare")
    for option, given in (("A [B]", cases), ("--call", calls), ("--known-on", days)):
        if len(given) > 2:
            yield problem("", "too-many-sides", option=option, count=len(given), most=2)


def _of(given: list[Value], side: int) -> Value | None:
    """What an option says of one of the two: what is given once is said of the second."""
    return (given if len(given) > 1 else [None, *given, None])[side]
