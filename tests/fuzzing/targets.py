"""What is fuzzed: plain functions of bytes, which raise on anything but the documented outcome."""

import json
import re
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from attrs import frozen

from alis_rules import Case, Entitlement, InvalidCase, InvalidTables, Tables, dump_case, evaluate, load_case, load_tables
from alis_rules.archive import pack, unpack
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.interchange import parse
from alis_rules.rates_files import rates_directory, read_tables, table_files
from alis_rules.receipts import receipt
from alis_rules.verifying import Verification, verify
from tests.fuzzing.steering import Steering, changed, changed_lines

ROOT = Path(__file__).parents[2]
_POINTER = re.compile(r"(/([^~/]|~[01])*)*", re.DOTALL)
_LOOKED_AT = 50
"""How many problems of one input are looked at: the rest are made in the same way."""


@cache
def folder() -> Path:
    """A folder for what must be a file to be read, gone when the process ends."""
    return Path(_FOLDER.name)


_FOLDER = tempfile.TemporaryDirectory()


def written(name: str, content: bytes) -> Path:
    """A file with some content."""
    path = folder() / name
    path.write_bytes(content)
    return path


# What is documented ---------------------------------------------------------------------------------------------------


def expect_told(error: InvalidCase | InvalidTables) -> None:
    """An error says at least one thing, and says it in words that a terminal can show."""
    if isinstance(error, InvalidCase):
        texts = [each.text(lang) for each in error.errors[:_LOOKED_AT] for lang in LANGUAGES]
    else:
        texts = list(error.problems[:_LOOKED_AT])
    assert texts
    assert all(text.strip() and text.isprintable() for text in texts), texts


def expect_problems(error: InvalidCase, document: Any) -> None:
    """Every problem of an error has a place in the document or just beside it, a known code, and a message in each language."""
    expect_told(error)
    for each in error.errors[:_LOOKED_AT]:
        assert _POINTER.fullmatch(each.at), each
        assert _is_there(document, each.at) or _is_there(document, each.at.rpartition("/")[0]), each
        for lang in LANGUAGES:
            assert f"error.{each.code}" in catalogue(lang).messages, each


def _is_there(document: Any, at: str) -> bool:
    place = document
    for token in at.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(place, dict) and key in place:
            place = cast("dict[str, Any]", place)[key]
        elif isinstance(place, list) and key.isdecimal() and int(key) < len(cast("list[Any]", place)):
            place = cast("list[Any]", place)[int(key)]
        else:
            return False
    return True


def expect_case(text: str | bytes) -> Case | None:
    """A text is a case that is evaluated and written and read again, or it is told what is wrong with it."""
    try:
        case = load_case(text)
    except InvalidCase as error:
        expect_problems(error, _parsed(text))
        return None
    expect_entitlement(case, load_tables())
    assert load_case(dump_case(case)) == case
    return case


def _parsed(text: str | bytes) -> Any:
    """What could be parsed of a document; None where nothing could."""
    try:
        return parse(text)
    except InvalidCase:
        return None


def expect_entitlement(case: Case, tables: Tables) -> None:
    """A case has an entitlement by some tables, or it is told what is wrong with it."""
    try:
        entitlement = evaluate(case, tables=tables)
    except InvalidCase as error:
        expect_told(error)
        return
    assert isinstance(entitlement, Entitlement)
    assert entitlement.total == sum(line.amount or 0 for line in entitlement.lines if line.rule != "municipal-elements")
    json.dumps(entitlement.to_json())


def expect_tables(files: Mapping[str, bytes]) -> None:
    """Files are tables that a case can be reckoned by, or it is told what is wrong with them."""
    try:
        tables = read_tables(files)
    except InvalidTables as error:
        expect_told(error)
        return
    expect_reckoning(tables)


def expect_reckoning(tables: Tables) -> None:
    """Cases can be reckoned by some tables, also such that ask for more of them."""
    for text in (_real("contract-case.json"), _real("contract-case.json").replace('"2026"', '"2028"', 1)):
        try:
            case = load_case(text, tables=tables, project=True)
            evaluate(case, tables=tables, project=True)
        except InvalidCase as error:
            expect_told(error)


# The real documents ---------------------------------------------------------------------------------------------------


@cache
def _real(name: str) -> str:
    return (ROOT / "examples" / name).read_text("utf-8")


@cache
def full_case() -> dict[str, Any]:
    """A case with every key there is."""
    return cast("dict[str, Any]", import_module("tests.test_bad_input").FULL)


@cache
def few_tables() -> dict[str, bytes]:
    """Tables of two calls and a few municipalities, so that they are quickly read."""
    files = table_files(rates_directory())
    rows = {"municipalities/2024.csv": (b"1508", b"1580", b"1804", b"3201"), "municipalities/renumbered-2024.csv": (b"1507", b"3024")}
    few = {name: files[name] for name in ("about.toml", "calls/2025.toml", "calls/2026.toml", "clauses.toml")}
    head, *values = files["fee-rate.toml"].split(b"[[value]]")
    few["fee-rate.toml"] = b"[[value]]".join([head, *values[-4:]])
    for name, begins in rows.items():
        first, *lines = files[name].splitlines(keepends=True)
        few[name] = first + b"".join(line for line in lines if line.startswith(begins))
    return few


@cache
def real_receipt() -> Any:
    """A receipt of the contract's case."""
    return json.loads(receipt(evaluate(load_case(_real("contract-case.json")))))


# Targets --------------------------------------------------------------------------------------------------------------


@frozen
class Target:
    """Something that is fuzzed."""

    run: Callable[[bytes], None]
    """Raises on anything but the documented outcome."""
    told: Callable[[bytes], str]
    """What an input means, for people."""
    bounded: int
    """How many inputs it is given in a bounded run, a few seconds."""


def _as_is(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def case_text(data: bytes) -> None:
    """Any bytes, and any text, as a case."""
    expect_case(data)
    expect_case(data.decode("utf-8", "surrogateescape"))


def case_changed(data: bytes) -> None:
    """A real case, changed."""
    expect_case(_changed_case(data))


def _changed_case(data: bytes) -> str:
    return changed(full_case(), data)


def tables_text(data: bytes) -> None:
    """Any bytes in the place of one of the table files."""
    expect_tables(_with_file(data))


def _with_file(data: bytes) -> dict[str, bytes]:
    names = sorted(few_tables())
    return few_tables() | {names[data[0] % len(names)]: data[1:]} if data else {}


def tables_changed(data: bytes) -> None:
    """Real tables, two of their files changed line by line."""
    expect_tables(_changed_tables(data))


def _changed_tables(data: bytes) -> dict[str, bytes]:
    files = dict(few_tables())
    half = len(data) // 2 + 1
    for part in filter(None, (data[:half], data[half:])):
        name = Steering(part).one_of(sorted(files))
        files[name] = changed_lines(files[name].decode("utf-8", "surrogateescape"), part[1:]).encode("utf-8", "surrogateescape")
    return files


def _changed_tables_told(data: bytes) -> str:
    real = few_tables()
    return "\n".join(f"--- {name}\n{_as_is(content)}" for name, content in _changed_tables(data).items() if content != real[name])


def overlay_changed(data: bytes) -> None:
    """A real proposal, changed line by line, laid over the tables as a file and as a mapping."""
    text = _changed_overlay(data).encode("utf-8", "surrogateescape")
    sources: list[Any] = [written("overlay.toml", text)]
    try:
        sources.append(tomllib.loads(text.decode("utf-8")))
    except (ValueError, RecursionError):
        sources.append({"name": "x", "value": [{"id": "own-share", "value": data.hex()}]})
    for source in sources:
        try:
            tables = load_tables().overlay(source)
        except InvalidTables as error:
            expect_told(error)
        else:
            expect_reckoning(tables)


def _changed_overlay(data: bytes) -> str:
    return changed_lines(_real("cap-150000.toml"), data)


def archive(data: bytes) -> None:
    """Any bytes as an archive of tables."""
    try:
        files = unpack(written("archive.zip", data))
    except InvalidTables as error:
        expect_told(error)
        return
    assert all(isinstance(content, bytes) for content in files.values())
    pack(files)


def receipt_changed(data: bytes) -> None:
    """A real receipt, changed."""
    text = _changed_receipt(data)
    try:
        assert isinstance(verify(text), Verification)
    except InvalidCase as error:
        expect_problems(error, _parsed(text))


def _changed_receipt(data: bytes) -> str:
    return changed(real_receipt(), data)


def planted(data: bytes) -> None:
    """Fails on purpose where a case is right without a name: whoever fuzzes this and finds nothing, would find nothing elsewhere."""
    case = expect_case(_changed_case(data))
    assert case is None or case.doctor.name is not None, "the planted failure"


TARGETS: dict[str, Target] = {
    "case-text": Target(case_text, _as_is, 6000),
    "case-changed": Target(case_changed, _changed_case, 500),
    "tables-text": Target(tables_text, lambda data: _as_is(data[1:]), 100),
    "tables-changed": Target(tables_changed, _changed_tables_told, 100),
    "overlay-changed": Target(overlay_changed, _changed_overlay, 500),
    "archive": Target(archive, repr, 4000),
    "receipt-changed": Target(receipt_changed, _changed_receipt, 600),
}
"""Everything that is fuzzed, by name."""
PLANTED = "planted"
"""The target that fails on purpose."""


def target(name: str) -> Target:
    """The target of a name."""
    return Target(planted, _changed_case, 2_000) if name == PLANTED else TARGETS[name]
