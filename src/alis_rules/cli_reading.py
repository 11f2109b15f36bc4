"""How the commands read cases, choices and proposals, and how they say what is wrong with them."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

from .aside import ending
from .cli_choosing import Choices
from .cli_options import Argument, Option
from .cli_writing import tell, tell_blocks, tell_json
from .entitlement import Entitlement
from .explain.catalogue import Language, catalogue
from .explain.proposed import proposed_blocks
from .fields import printable
from .interchange import MAX_BYTES, load_case
from .model import Case
from .problems import InvalidCase, Problem, legible, problem
from .rates import InvalidTables, Tables, load_tables


class TextOrJson(StrEnum):
    """How answers are written that are not documents."""

    TEXT = "text"
    JSON = "json"


class Format(StrEnum):
    """How answers are written that are documents."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


Lang = Annotated[Language, Option(value="lang")]
Width = Annotated[int | None, Option(value="number", most=10_000)]
ReadingChoices = Annotated[list[str] | None, Option(value="choice", codes="readings")]
Supply = Annotated[list[str] | None, Option(value="supplied", codes="supplied")]
KnownOn = Annotated[dt.date | None, Option(value="day")]
Project = Annotated[bool, Option()]
Overlays = Annotated[list[str] | None, Option(value="file")]
OneCase = Annotated[str, Argument("case")]
Output = Annotated[TextOrJson, Option("format", "--format", "format")]
Document = Annotated[Format, Option("document-format", "--format", "format")]


class Source(NamedTuple):
    """One case as it was read: where from, and its bytes or why it cannot be read."""

    name: str
    content: bytes | Problem


def sources(names: Iterable[str]) -> Iterator[Source]:
    """Each case of each named file, in order."""
    for name in names:
        called = legible(name)
        try:
            if name == "-":
                yield Source("-", sys.stdin.buffer.read(MAX_BYTES + 1))
                continue
            with Path(name).open("rb") as file:
                if ending(name) == ".jsonl":
                    yield from _lines(called, file)
                else:
                    yield Source(called, file.read(MAX_BYTES + 1))
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else str(error)
            yield Source(called, problem("", "unreadable-file", why=why or type(error).__name__))


def only(name: str) -> Source:
    """The one case of a file, for a command that answers one: that it holds none or several is what is wrong with it."""
    found = list(islice(sources([name]), 2))
    return found[0] if len(found) == 1 else Source(name, problem("", "one-case", count=len(found)))


def _lines(name: str, file: BinaryIO) -> Iterator[Source]:
    """Each line of a file that is not blank; of a line that is too long, enough to see that it is."""
    number = 0
    while line := file.readline(MAX_BYTES + 1):
        number += 1
        rest = line
        while not rest.endswith(b"\n") and len(rest) > MAX_BYTES:
            rest = file.readline(MAX_BYTES + 1)
        content = line.rstrip(b"\r\n")
        if content.strip() or len(content) > MAX_BYTES:
            yield Source(f"{name}:{number}", content)


def overlaid(names: Iterable[str], *, as_json: bool) -> Tables:
    """The shipped tables with the named proposals laid over them."""
    tables = load_tables()
    try:
        for name in names:
            tables = tables.overlay(name)
    except InvalidTables as error:
        if as_json:
            tell_json({"errors": [{"at": "", "code": "wrong-overlay", "message": each} for each in error.problems]})
        else:
            tell(str(error))
        raise SystemExit(2) from None
    return tables


def read_case(source: Source, choices: Choices, tables: Tables, *, project: bool) -> Case:
    """A case, with what the command line chooses and supplies. Raises InvalidCase with all that is wrong with either."""
    if isinstance(source.content, Problem):
        raise InvalidCase([*choices.wrong, source.content])
    try:
        case = load_case(source.content, tables=tables, project=project)
    except InvalidCase as error:
        raise InvalidCase([*choices.wrong, *error.errors], reference=error.reference) from None
    if choices.wrong:
        raise InvalidCase(choices.wrong, reference=case.reference)
    return choices.made(case)


def warn(result: Entitlement, lang: str) -> None:
    """Tell on standard error of the rows of proposals that gave no value to a result, where what is written has no place for it."""
    tell_blocks(proposed_blocks(result.notes, catalogue(lang)))


def report(name: str, errors: Iterable[Problem], *, as_json: bool, lang: str, reference: str | None = None) -> None:
    """Write what is wrong with a case to standard error; `reference`: the caller's own name for it."""
    if as_json:
        tell_json({"case": legible(name), **InvalidCase(errors, reference=reference).to_json(lang)})
        return
    texts = catalogue(lang)
    head = "command.errors" if reference is None else "command.errors-of"
    tell(texts.say(head, case=printable(legible(name)), reference=printable(reference or "")))
    for error in errors:
        tell(f"  {printable(error.at)}{': ' if error.at else ''}{error.text(lang)}")
