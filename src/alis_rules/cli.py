"""The command ``alis-rules``: cases in, entitlements out, as text or JSON."""

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, BinaryIO, NamedTuple, cast

try:
    import typer
except ImportError:
    raise SystemExit("alis-rules: kommandoen trenger tillegget «cli»: pip install 'alis-rules[cli]'") from None

from attrs import asdict, evolve

from . import __version__
from .cli_rates import rates_app
from .evaluation import evaluate as evaluate_case
from .explain.catalogue import Language, catalogue
from .explain.text import print_ledger, print_life, print_text
from .fields import printable, shown
from .interchange import MAX_BYTES, case_schema, entitlement_schema, load_case
from .ledger import clauses as all_clauses
from .lifetime import Life, life
from .model import Case
from .problems import InvalidCase, Problem, problem
from .rates import InvalidTables, Tables, load_tables
from .readings import DEFAULTS, chosen
from .sensitivity import other_readings

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Hva har en ALIS-avtale krav på i tilskudd, og hvorfor?",
)
app.add_typer(rates_app, name="rates")


class Format(StrEnum):
    """How results are written."""

    TEXT = "text"
    JSON = "json"


class Document(StrEnum):
    """The documents of the contract."""

    CASE = "case"
    ENTITLEMENT = "entitlement"


class _Source(NamedTuple):
    """One case as it was read: where from, and its bytes or why it cannot be read."""

    name: str
    content: bytes | Problem


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Skriv versjonen og avslutt.")] = False) -> None:
    if version:
        typer.echo(f"alis-rules {__version__}")
        raise typer.Exit


@app.command()
def evaluate(
    cases: Annotated[list[str], typer.Argument(metavar="CASE…", help="Saker som JSON; «-» er standard inn, .jsonl én sak per linje.")],
    output: Annotated[Format, typer.Option("--format", help="Tekst for saksbehandler, eller JSON.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option(help="Språket i teksten.")] = Language.NB,
    reading: Annotated[list[str] | None, typer.Option(metavar="ID=VALG", help="Velg en tolkning; kan gjentas.")] = None,
    width: Annotated[int | None, typer.Option(min=40, max=400, help="Bredde i tegn; terminalens, eller 80 utenfor en terminal.")] = None,
    known_on: Annotated[dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Bare det som var kjent den dagen.")] = None,
    project: Annotated[bool, typer.Option("--project", help="Framskriv den nyeste utlysningen når saken er senere.")] = False,
    overlay: Annotated[list[str] | None, typer.Option(metavar="FIL", help="Legg et forslag over tabellene; kan gjentas.")] = None,
) -> None:
    """Regn ut hva hver sak har krav på.

    Avslutter med 0 når alle saker er beregnet, og med 2 når noe er galt med en sak: da står hver feil på standard feil.
    """
    alone = len(cases) == 1 and not cases[0].endswith(".jsonl")
    failed = False
    tables = _overlaid(overlay or (), output)
    when = known_on and known_on.date()
    for index, source in enumerate(_sources(cases)):
        try:
            case = _case(source, reading or (), tables, project=project)
            result = evaluate_case(case, tables=tables, known_on=when, project=project)
        except InvalidCase as error:
            failed = True
            _report(source.name, error.errors, output, lang)
            continue
        if output is Format.JSON:
            typer.echo(json.dumps(result.to_json(), ensure_ascii=False, indent=2 if alone else None))
            continue
        if index:
            typer.echo("")
        print_text(result, sys.stdout, lang=lang, width=width, others=other_readings(case, tables=tables, known_on=when, project=project))
    if failed:
        raise typer.Exit(2)


@app.command()
def timeline(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Saken som JSON; «-» er standard inn.")],
    svg: Annotated[Path | None, typer.Option(metavar="FIL", help="Tegn tidslinjen som SVG (krever tillegget «plot»).")] = None,
    lang: Annotated[Language, typer.Option(help="Språket i teksten.")] = Language.NB,
    reading: Annotated[list[str] | None, typer.Option(metavar="ID=VALG", help="Velg en tolkning; kan gjentas.")] = None,
    width: Annotated[int | None, typer.Option(min=40, max=400, help="Bredde i tegn.")] = None,
) -> None:
    """Skriv datoene som betyr noe i avtalens liv, og hver utlysning den møter."""
    source = next(iter(_sources([case])))
    try:
        read = _case(source, reading or (), load_tables(), project=False)
        whole = life(read)
        drawn = svg and _drawn(read, whole, lang)
    except InvalidCase as error:
        _report(source.name, error.errors, Format.TEXT, lang)
        raise typer.Exit(2) from None
    print_life(whole, sys.stdout, lang=lang, width=width)
    if svg and drawn:
        svg.write_text(drawn, "utf-8")


def _drawn(case: Case, whole: Life, lang: str) -> str:
    """The drawing of a life, where the extra for it is installed."""
    try:
        from .drawing import draw
    except ImportError:
        raise InvalidCase([problem("", "needs-plot")]) from None
    return draw(case, whole, lang=lang)


@app.command()
def schema(document: Annotated[Document, typer.Argument(help="Hvilket dokument.")]) -> None:
    """Skriv JSON Schema (2020-12) for en sak eller et resultat."""
    made = case_schema() if document is Document.CASE else entitlement_schema()
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))


@app.command()
def clauses(
    output: Annotated[Format, typer.Option("--format", help="Tekst eller JSON.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option(help="Språket i teksten.")] = Language.NB,
    width: Annotated[int | None, typer.Option(min=40, max=400, help="Bredde i tegn.")] = None,
) -> None:
    """Skriv alle punkter i kildene, hva som bærer hvert av dem, og testen som vokter det."""
    if output is Format.JSON:
        typer.echo(json.dumps([asdict(each) for each in all_clauses()], ensure_ascii=False, indent=2))
    else:
        print_ledger(all_clauses(), sys.stdout, lang=lang, width=width)


# Reading ----------------------------------------------------------------------------------------------------------------


def _sources(names: Iterable[str]) -> Iterator[_Source]:
    """Each case of each named file, in order."""
    for name in names:
        if name == "-":
            yield _Source("-", sys.stdin.buffer.read(MAX_BYTES + 1))
            continue
        try:
            with Path(name).open("rb") as file:
                if name.endswith(".jsonl"):
                    yield from _lines(name, file)
                else:
                    yield _Source(name, file.read(MAX_BYTES + 1))
        except OSError as error:
            yield _Source(name, problem("", "unreadable-file", why=error.strerror or type(error).__name__))


def _lines(name: str, file: BinaryIO) -> Iterator[_Source]:
    """Each line of a file that is not blank; of a line that is too long, enough to see that it is."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and len(rest) > MAX_BYTES:
            rest = file.readline(MAX_BYTES + 1)
        if line.strip():
            yield _Source(f"{name}:{number}", line if len(line) > MAX_BYTES else line.rstrip(b"\r\n"))


def _overlaid(names: Iterable[str], output: Format) -> Tables:
    """The shipped tables with the named proposals laid over them."""
    tables = load_tables()
    try:
        for name in names:
            tables = tables.overlay(name)
    except InvalidTables as error:
        listed = [{"at": "", "code": "wrong-overlay", "message": each} for each in error.problems]
        typer.echo(json.dumps({"errors": listed}, ensure_ascii=False) if output is Format.JSON else str(error), err=True)
        raise typer.Exit(2) from None
    return tables


def _case(source: _Source, choices: Iterable[str], tables: Tables, *, project: bool) -> Case:
    """A case, with the readings chosen on the command line."""
    if isinstance(source.content, Problem):
        raise InvalidCase([source.content])
    found = [problem("/readings", "not-a-choice", value=shown(choice)) for choice in choices if "=" not in choice]
    case, readings = None, DEFAULTS
    try:
        case = load_case(source.content, tables=tables, project=project)
        readings = case.readings
    except InvalidCase as error:
        found += error.errors
    try:
        readings = chosen(readings, {name: option for name, _, option in (choice.partition("=") for choice in choices if "=" in choice)})
    except InvalidCase as error:
        found += error.errors
    if case is None or found:
        raise InvalidCase(found)
    return evolve(case, readings=readings)


def _report(name: str, errors: Iterable[Problem], output: Format, lang: str) -> None:
    """Write what is wrong with a case to standard error."""
    if output is Format.JSON:
        listed = [{"at": error.at, "code": error.code, "message": error.text(lang)} for error in errors]
        typer.echo(json.dumps({"case": name, "errors": listed}, ensure_ascii=False), err=True)
        return
    texts = catalogue(lang)
    typer.echo(texts.say("command.errors", case=name), err=True)
    for error in errors:
        typer.echo(f"  {printable(error.at) or texts.say('command.whole')}: {error.text(lang)}", err=True)


def main() -> None:
    """Run the command."""
    for stream in (sys.stdout, sys.stderr):
        cast("Any", stream).reconfigure(encoding="utf-8")
    try:
        app()
    except InvalidTables as error:
        typer.echo(f"alis-rules: {error}", err=True)
        raise SystemExit(3) from None
