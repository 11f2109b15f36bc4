"""The commands under ``alis-rules rates``: what the tables hold and how they are kept up."""

import datetime as dt
import json
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from . import upkeep
from .explain.blocks import Block
from .explain.catalogue import Language, catalogue
from .explain.plain import print_blocks
from .explain.rates_text import RatesText
from .rates import InvalidTables, load_tables
from .rates_files import rates_directory
from .rates_schema import table_schema

rates_app = typer.Typer(no_args_is_help=True, help="Hva tabellene sier, og hvordan de holdes ved like.")


class TableFile(StrEnum):
    """The files that there is a schema for."""

    CALL = "call"
    FEE_RATE = "fee-rate"
    OVERLAY = "overlay"
    ABOUT = "about"


_Lang = Annotated[Language, typer.Option("--lang", help="Språket i teksten.")]
_Width = Annotated[int | None, typer.Option("--width", min=40, max=400, help="Bredde i tegn; terminalens, eller 80 utenfor en terminal.")]
_Directory = Annotated[Path | None, typer.Option("--directory", metavar="MAPPE", help="Tabellene i en mappe, ikke de som følger med.")]
_DAY = ["%Y-%m-%d"]


@rates_app.command("list")
def list_tables(lang: _Lang = Language.NB, width: _Width = None, directory: _Directory = None) -> None:
    """List utlysningene og salærsatsen: periode, når de sist er kontrollert, og hvor sikre verdiene er."""
    with _refusals(lang):
        tables = load_tables(directory)
        _print(RatesText(lang).listing(tables, upkeep.summaries(tables)), width)


@rates_app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="En verdi («absence-hours»), «fee-rate» eller en utlysning («2026»).")],
    lang: _Lang = Language.NB,
    width: _Width = None,
    directory: _Directory = None,
) -> None:
    """Vis en verdi i alle utlysninger, eller alle verdiene i én."""
    with _refusals(lang):
        _print(RatesText(lang).shown(name, upkeep.values_named(load_tables(directory), name)), width)


@rates_app.command()
def on(
    date: Annotated[dt.datetime, typer.Argument(metavar="DATO", formats=_DAY, help="Dagen, ÅÅÅÅ-MM-DD.")],
    lang: _Lang = Language.NB,
    width: _Width = None,
    directory: _Directory = None,
) -> None:
    """Vis hva som gjelder en dag. Avslutter med 2 for en dag som er senere enn det tabellene er kontrollert til."""
    with _refusals(lang):
        _print(RatesText(lang).on(date.date(), upkeep.in_force(load_tables(directory), date.date())), width)


@rates_app.command()
def check(
    directory: Annotated[Path | None, typer.Argument(metavar="MAPPE", help="Mappen med tabellene; ellers de som følger med.")] = None,
    today: Annotated[dt.datetime | None, typer.Option(metavar="DATO", formats=_DAY, help="Dagen som alder regnes fra.")] = None,
    lang: _Lang = Language.NB,
    width: _Width = None,
) -> None:
    """Kontroller alle tabellene. Avslutter med 2 når noe er galt: da står hver feil på standard feil."""
    with _refusals(lang):
        day = today and today.date()
        _print(RatesText(lang).checked(upkeep.check(directory or rates_directory(), day), day), width)


@rates_app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="UTLYSNING", help="Den første utlysningen.")],
    new: Annotated[str, typer.Argument(metavar="UTLYSNING", help="Den andre.")],
    lang: _Lang = Language.NB,
    width: _Width = None,
    directory: _Directory = None,
) -> None:
    """Si hva som er endret fra en utlysning til en annen, i ord og i kroner for en fastlege i full stilling."""
    with _refusals(lang):
        _print(RatesText(lang).difference(upkeep.difference(load_tables(directory), old, new)), width)


@rates_app.command("new-call")
def new_call(
    name: Annotated[str, typer.Argument(metavar="ID", help="Den nye utlysningen, et årstall.")],
    origin: Annotated[str, typer.Option("--from", metavar="UTLYSNING", help="Utlysningen som verdiene føres videre fra.")],
    directory: _Directory = None,
    lang: _Lang = Language.NB,
) -> None:
    """Skriv filen for en ny utlysning, med hver verdi merket som ubekreftet. En fil som finnes, skrives ikke over."""
    with _refusals(lang):
        path = upkeep.new_call(directory or rates_directory(), name, origin)
        typer.echo(catalogue(lang).say("rates.written", path=path.as_posix()))


@rates_app.command()
def archive(directory: _Directory = None, lang: _Lang = Language.NB) -> None:
    """Ta vare på tabellene slik de er utgitt, så en kvittering kan kontrolleres senere. Andre tabeller i samme utgave blir avvist."""
    with _refusals(lang):
        path, written = upkeep.archive(directory or rates_directory())
        key = "rates.archived" if written else "rates.archived-before"
        typer.echo(catalogue(lang).say(key, path=path.as_posix(), version=path.stem))


@rates_app.command()
def schema(file: Annotated[TableFile, typer.Argument(help="Hvilken fil.")]) -> None:
    """Skriv JSON Schema (2020-12) for en tabellfil."""
    typer.echo(json.dumps(table_schema(file), ensure_ascii=False, indent=2))


def _print(blocks: Iterable[Block], width: int | None) -> None:
    print_blocks(blocks, sys.stdout, width)


@contextmanager
def _refusals(lang: str) -> Generator[None]:
    """Tell what is refused, or every problem of the tables, on standard error, and end with 2."""
    try:
        yield
    except upkeep.Refused as error:
        typer.echo(f"alis-rules: {error.text(lang)}", err=True)
    except InvalidTables as error:
        typer.echo(catalogue(lang).say("rates.problems", count=len(error.problems)), err=True)
        for each in error.problems:
            typer.echo(f"  {each}", err=True)
    else:
        return
    raise typer.Exit(2)
