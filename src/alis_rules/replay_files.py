"""The folder of a replay: one JSON file a case, with its baseline, laid out so that a difference between two versions reads well."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from .aside import replaced, told
from .fields import shown
from .interchange import MAX_BYTES, parse
from .problems import InvalidCase, Problem, problem
from .replay import AMOUNT, TOTAL, Answer, Kept, given

KEYS = ("name", "why", "case", "entitlement")
"""What a file holds, in order; the last is missing until the case has a baseline."""
WIDTH = 140
"""A JSON object or list that fits on a line of so many characters stands on one."""


def read_folder(folder: Path) -> tuple[list[Kept], dict[str, list[Problem]]]:
    """Every case of a folder, in the order of their names, and what is wrong with the files, by file."""
    cases: list[Kept] = []
    wrong: dict[str, list[Problem]] = {}
    try:
        if not folder.is_dir():
            raise InvalidCase([problem("", "not-a-folder")])
        with told("unreadable-file", folder):
            paths = sorted(folder.glob("*.json"))
        if not paths:
            raise InvalidCase([problem("", "replay-no-cases")])
    except InvalidCase as error:
        return cases, {folder.as_posix(): list(error.errors)}
    for path in paths:
        try:
            cases.append(_kept(path))
        except InvalidCase as error:
            wrong[path.as_posix()] = list(error.errors)
    return cases, wrong


def content_of(path: Path) -> bytes:
    """The content of a file, enough of it to see that it is too long. Raises InvalidCase."""
    with told("unreadable-file", path), path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _kept(path: Path) -> Kept:
    """The case of a file. Raises InvalidCase with all that is wrong with what stands around it."""
    raw = parse(content_of(path))
    if not isinstance(raw, dict) or "schema" in raw:
        raise InvalidCase([problem("", "replay-not-a-case", keys=", ".join(KEYS))])
    document = cast("dict[str, Any]", raw)
    found = list(_problems(path, document))
    if found:
        raise InvalidCase(found)
    return Kept(name=document["name"], why=document["why"], case=document["case"], answer=document.get("entitlement"))


def _problems(path: Path, document: dict[str, Any]) -> Iterator[Problem]:
    for key in document:
        if key not in KEYS:
            yield problem("", "unknown-key", key=shown(key), known=", ".join(KEYS), near="").under(key)
    for key, of in (("name", str), ("why", str), ("case", dict)):
        if not isinstance(document.get(key), of):
            yield problem(f"/{key}", "replay-not-a-case", keys=", ".join(KEYS))
    if isinstance(document.get("name"), str) and document["name"] != path.stem:
        yield problem("/name", "replay-other-name", name=shown(path.stem))
    if "entitlement" in document:
        try:
            _figures(document["entitlement"])
        except (KeyError, TypeError, AttributeError, ArithmeticError):
            yield problem("/entitlement", "replay-not-an-answer")


def _figures(answer: Answer) -> list[Decimal]:
    """The total and the amounts of an answer. Raises an error where it is no answer."""
    found = given(answer)
    return [Decimal(figure) for place, figure in found.items() if figure and (place == TOTAL or place.what == AMOUNT)]


def write(folder: Path, kept: Kept, answer: Answer) -> None:
    """Write a case with a baseline. Raises InvalidCase."""
    document = {"name": kept.name, "why": kept.why, "case": kept.case, "entitlement": _kept_of(answer)}
    path = folder / f"{kept.name}.json"
    with told("unwritable-file", path):
        replaced(path, f"{laid_out(document)}\n".encode())


def _kept_of(answer: Answer) -> Answer:
    """An answer without its facts and the rates of its lines, which are long, and follow from the case and the tables of the digest."""
    if "errors" in answer:
        return answer
    lines = [{key: value for key, value in line.items() if key != "rates"} for line in answer["lines"]]
    return {key: value for key, value in answer.items() if key != "facts"} | {"lines": lines}


def laid_out(value: Any, indent: int = 0, before: int = 0) -> str:
    """A JSON value, indented by a space a level, but on one line where it fits; `before`: the characters that stand before it."""
    if not value or not isinstance(value, Mapping | list | tuple):
        return on_a_line(value)
    if len(json.dumps(value, default=str)) < 2 * WIDTH:  # else it is far too long, and need not be written in vain
        short = on_a_line(value)
        if len(short) + indent + before < WIDTH:
            return short
    margin = " " * (indent + 1)
    if isinstance(value, Mapping):
        items = ((f"{json.dumps(key, ensure_ascii=False)}: ", each) for key, each in cast("Mapping[str, Any]", value).items())
    else:
        items = (("", each) for each in cast("list[Any]", value))
    inside = ",\n".join(f"{margin}{key}{laid_out(each, indent + 1, len(key))}" for key, each in items)
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    return f"{opening}\n{inside}\n{' ' * indent}{closing}"


def on_a_line(value: Any) -> str:
    """A JSON value on one line, decimals as they are written."""
    if isinstance(value, Mapping):
        inside = (f"{json.dumps(key, ensure_ascii=False)}: {on_a_line(each)}" for key, each in cast("Mapping[str, Any]", value).items())
        return f"{{{', '.join(inside)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(on_a_line, cast('list[Any]', value)))}]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
