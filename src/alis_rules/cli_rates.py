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
from .rates_files import CARRIED, rates_directory
from .rates_schema import table_schema


class TableFile(StrEnum):
    """The files that there is a schema for."""

    CALL = "call"
    FEE_RATE = "fee-rate"
    OVERLAY = "overlay"
    ABOUT = "about"


_Directory = Annotated[Path | None, Option(value="folder")]


def list_tables(lang: Lang = Language.NB, width: Width = None, directory: _Directory = None) -> None:
    """List the calls and the fee rate."""
    with _refusals(lang):
        tables = load_tables(directory)
        _print(RatesText(lang).listing(tables, upkeep.summaries(tables)), width)


def show(
    name: Annotated[str, Argument("id", about="value-or-call", codes="values")],
    lang: Lang = Language.NB,
    width: Width = None,
    directory: _Directory = None,
) -> None:
    """Print a value in every call, or every value of one."""
    with _refusals(lang):
        _print(RatesText(lang).shown(name, upkeep.values_named(load_tables(directory), name)), width)


def on(
    date: Annotated[dt.date, Argument("day")],
    lang: Lang = Language.NB,
    width: Width = None,
    directory: _Directory = None,
) -> None:
    """Print what is in force on a day. Ends with 2 for a day that is later than the tables are verified until."""
    with _refusals(lang):
        _print(RatesText(lang).on(date, upkeep.in_force(load_tables(directory), date)), width)


def check(
    directory: Annotated[Path | None, Argument("folder", about="tables-folder")] = None,
    today: Annotated[dt.date | None, Option(value="day")] = None,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Check all the tables. Ends with 2 where something is wrong."""
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
    """Print what has changed from one call to another, in words and in kroner for a full-time regular GP."""
    with _refusals(lang):
        _print(RatesText(lang).difference(upkeep.difference(load_tables(directory), old, new)), width)


def new_call(
    name: Annotated[str, Argument("id", about="call-to-be")],
    origin: Annotated[str, Option("from-call", "--from", "call", codes="calls")],
    directory: _Directory = None,
    lang: Lang = Language.NB,
) -> None:
    """Write the file of a new call, every value marked as unconfirmed; a file that is there is not overwritten."""
    with _refusals(lang):
        path = upkeep.new_call(directory or _own(), name, origin)
        say(catalogue(lang).say("rates.written", path=path.as_posix()))


def archive(directory: _Directory = None, lang: Lang = Language.NB) -> None:
    """Keep the tables as they are released, so that a receipt can be checked later; others of the same release are refused."""
    with _refusals(lang):
        path, written = upkeep.archive(directory or _own())
        key = "rates.archived" if written else "rates.archived-before"
        say(catalogue(lang).say(key, path=path.as_posix(), version=path.stem))


def schema(file: Annotated[TableFile, Argument("table-file")], lang: Lang = Language.NB) -> None:
    """Print the JSON Schema of a file of the tables."""
    say_json(table_schema(file))


def _own() -> Path:
    """The tables of the checkout. Raises Refused where they are those of an installation, whose results would change for all who use it."""
    directory = rates_directory()
    if directory.name == CARRIED:
        raise upkeep.Refused("installed")
    return directory


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
