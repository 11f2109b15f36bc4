"""The command ``alis-rules compare``: why one result differs from another, as a letter, as JSON, and as a drawing."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from . import comparison
from .cli_choosing import choices_of
from .cli_options import Argument, Option
from .cli_reading import Lang, Output, Overlays, Project, ReadingChoices, Supply, TextOrJson, Width, only, overlaid, read_case, report
from .cli_writing import print_blocks, say_json, write_file
from .comparison import Question, see
from .explain.catalogue import Language
from .explain.difference import difference_blocks
from .problems import InvalidCase, Problem, problem
from .rates import load_tables
from .resolving import call_named
from .waterfall import draw_comparison

Value = TypeVar("Value")


def compare(
    cases: Annotated[list[str], Argument("two-cases")],
    call: Annotated[list[str] | None, Option("call-of-both", value="call", codes="calls")] = None,
    known_on: Annotated[list[dt.date] | None, Option("known-on-of-both", value="day")] = None,
    reading: ReadingChoices = None,
    supply: Supply = None,
    overlay: Overlays = None,
    project: Project = False,
    output: Output = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    width: Width = None,
    svg: Annotated[Path | None, Option("svg-steps", value="file")] = None,
) -> None:
    """Explain why two results differ: two cases, or one case seen in two ways."""
    as_json = output is TextOrJson.JSON
    tables = overlaid(overlay or (), as_json=as_json, lang=lang)
    calls, days = call or [], known_on or []
    first, second = cases[0], cases[-1]
    read = {name: only(name) for name in cases}
    found: dict[str, list[Problem]] = {name: [] for name in read}
    found[first] += _wrong_options(cases, calls, days, alike=len(cases) == 1 and not (calls or days or reading or supply or overlay))
    references: dict[str, str | None] = {}
    questions: list[Question] = []
    for name, side, choices, by in ((first, 0, choices_of((), ()), load_tables()), (second, 1, choices_of(reading, supply), tables)):
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
        raise SystemExit(2)
    result = comparison.compare(*questions)
    try:
        if svg:
            write_file(svg, draw_comparison(result, lang=lang))
    except InvalidCase as error:
        report(first, error.errors, as_json=as_json, lang=lang)
        raise SystemExit(2) from None
    if as_json:
        say_json(result.to_json())
    else:
        print_blocks(difference_blocks(result, lang), width=width)


def _wrong_options(cases: list[str], calls: list[str], days: list[dt.date], *, alike: bool) -> Iterator[Problem]:
    """What is wrong with what is asked for, whatever the cases say."""
    if alike:
        yield problem("", "nothing-to-compare")
    if len(cases) > 2:
        yield problem("", "too-many-sides", of="cases", count=len(cases), most=2)
    for option, given in (("--call", calls), ("--known-on", days)):
        if len(given) > 2:
            yield problem("", "too-many-sides", option=option, count=len(given), most=2)


def _of(given: list[Value], side: int) -> Value | None:
    """What an option says of one of the two: what is given once is said of the second."""
    return (given if len(given) > 1 else [None, *given, None])[side]
