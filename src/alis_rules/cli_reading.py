"""How the commands read cases, choices and proposals, and how they say what is wrong with them."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, BinaryIO, NamedTuple

from .aside import ending, told
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
    return found[0] if len(found) == 1 else Source(name, problem("", "one-case"))


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


def overlaid(names: Iterable[str], *, as_json: bool, lang: str) -> Tables:
    """The shipped tables with the named proposals laid over them; where one is wrong, that is told, and the command ends with 2."""
    tables = load_tables()
    for name in names:
        try:
            with told("unreadable-file", Path(name)):
                Path(name).open("rb").close()
            tables = tables.overlay(name)
        except InvalidCase as error:
            wrong = [f"{legible(Path(name).name)}: {each.text(lang)}" for each in error.errors]
        except InvalidTables as error:
            wrong = list(error.problems)
        else:
            continue
        if as_json:
            tell_json({"errors": [{"at": "", "code": "wrong-overlay", "message": each} for each in wrong]})
        else:
            tell(catalogue(lang).say("overlay.problems", count=len(wrong)))
            for each in wrong:
                tell(f"  {each}")
        raise SystemExit(2)
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
    place = texts.say("command.stdin") if name == "-" else printable(legible(name))
    tell(texts.say(head, case=place, reference=printable(reference or "")))
    for error in errors:
        tell(f"  {_label(error)}{error.text(lang)}")


_OPTIONS = {"/target": "--target", "/vary": "--vary"}
"""The options that JSON errors give a pointer."""


def _label(error: Problem) -> str:
    """The place of a problem before its message; nothing where it is of the whole."""
    place = error.at if error.code == "unknown-key" else _OPTIONS.get(error.at, error.at)
    return f"{printable(place)}: " if place else ""
