"""The commands under ``alis-rules rates``: what the tables hold and how they are kept up."""

import datetime as dt
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from . import upkeep
from .cli_options import Argument, Option
from .cli_reading import Lang, Width
from .cli_writing import print_blocks, say, say_json, tell
from .explain.blocks import Block
from .explain.catalogue import Language, catalogue
from .explain.rates_text import RatesText
from .rates import InvalidTables, load_tables
from .rates_files import rates_directory
from .rates_schema import table_schema


class TableFile(StrEnum):
    """The files that there is a schema for."""

    CALL = "call"
    FEE_RATE = "fee-rate"
    OVERLAY = "overlay"
    ABOUT = "about"


_Directory = Annotated[Path | None, Option(value="folder")]


def list_tables(lang: Lang = Language.NB, width: Width = None, directory: _Directory = None) -> None:
    """List utlysningene og salærsatsen: periode, når de sist er kontrollert, og hvor sikre verdiene er."""
    with _refusals(lang):
        tables = load_tables(directory)
        _print(RatesText(lang).listing(tables, upkeep.summaries(tables)), width)


def show(
    name: Annotated[str, Argument("id", about="value-or-call", codes="values")],
    lang: Lang = Language.NB,
    width: Width = None,
    directory: _Directory = None,
) -> None:
    """Vis en verdi i alle utlysninger, eller alle verdiene i én."""
    with _refusals(lang):
        _print(RatesText(lang).shown(name, upkeep.values_named(load_tables(directory), name)), width)


def on(
    date: Annotated[dt.date, Argument("day")],
    lang: Lang = Language.NB,
    width: Width = None,
    directory: _Directory = None,
) -> None:
    """Vis hva som gjelder en dag. Avslutter med 2 for en dag som er senere enn det tabellene er kontrollert til."""
    with _refusals(lang):
        _print(RatesText(lang).on(date, upkeep.in_force(load_tables(directory), date)), width)


def check(
    directory: Annotated[Path | None, Argument("folder", about="tables-folder")] = None,
    today: Annotated[dt.date | None, Option(value="day")] = None,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Kontroller alle tabellene. Avslutter med 2 når noe er galt: da står hver feil på standard feil."""
    with _refusals(lang):
        day = today
        _print(RatesText(lang).checked(upkeep.check(directory or rates_directory(), day), day), width)


def diff(
    old: Annotated[str, Argument("call", about="old-call", codes="calls")],
    new: Annotated[str, Argument("call", about="new-call", codes="calls")],
    lang: Lang = Language.NB,
    width: Width = None,
    directory: _Directory = None,
) -> None:
    """Si hva som er endret fra en utlysning til en annen, i ord og i kroner for en fastlege i full stilling."""
    with _refusals(lang):
        _print(RatesText(lang).difference(upkeep.difference(load_tables(directory), old, new)), width)


def new_call(
    name: Annotated[str, Argument("id", about="call-to-be")],
    origin: Annotated[str, Option("from-call", "--from", "call", codes="calls")],
    directory: _Directory = None,
    lang: Lang = Language.NB,
) -> None:
    """Skriv filen for en ny utlysning, med hver verdi merket som ubekreftet. En fil som finnes, skrives ikke over."""
    with _refusals(lang):
        path = upkeep.new_call(directory or rates_directory(), name, origin)
        say(catalogue(lang).say("rates.written", path=path.as_posix()))


def archive(directory: _Directory = None, lang: Lang = Language.NB) -> None:
    """Ta vare på tabellene slik de er utgitt, så en kvittering kan kontrolleres senere. Andre tabeller i samme utgave blir avvist."""
    with _refusals(lang):
        path, written = upkeep.archive(directory or rates_directory())
        key = "rates.archived" if written else "rates.archived-before"
        say(catalogue(lang).say(key, path=path.as_posix(), version=path.stem))


def schema(file: Annotated[TableFile, Argument("table-file")], lang: Lang = Language.NB) -> None:
    """Skriv JSON Schema (2020-12) for en tabellfil."""
    say_json(table_schema(file))


def _print(blocks: Iterable[Block], width: int | None) -> None:
    print_blocks(blocks, width=width)


@contextmanager
def _refusals(lang: str) -> Generator[None]:
    """Tell what is refused, or every problem of the tables, on standard error, and end with 2."""
    try:
        yield
    except upkeep.Refused as error:
        tell(f"alis-rules: {error.text(lang)}")
    except InvalidTables as error:
        tell(catalogue(lang).say("rates.problems", count=len(error.problems)))
        for each in error.problems:
            tell(f"  {each}")
    else:
        return
    raise SystemExit(2)
