"""Table mutation: any one value of any table changed by the least step, dropped, or its row dropped or given twice.

A mutant is killed by what the test suite runs too: the loader refuses the tables; `tests.test_time.figures` finds that they differ from the
facts; or `tests.table_contents` finds that they are not what is written down of them, or that the edition is wrong. That a released
edition never changes (`tests.test_receipts`) is not counted, since a new edition may be wrong as well.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from alis_rules import InvalidTables
from alis_rules.archive import archived
from alis_rules.rates_files import rates_directory, read_tables
from tests.table_contents import edition_problems, unlike_known
from tests.test_time import figures

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
_STANDINGS = ("official", "reported", "unconfirmed")
_STEPS = {"months": Decimal(1), "years": Decimal(1)}
"""The least step of a unit where it is not a hundredth: an øre, a hundredth of an hour or of a percent."""
PLACES, RENUMBERED = "municipalities/2024.csv", "municipalities/renumbered-2024.csv"


class Mutant(NamedTuple):
    """A changed row of a file."""

    file: str
    row: str
    what: str
    content: bytes


# TOML ---------------------------------------------------------------------------------------------------------------


def _spliced(text: str, found: "re.Match[str]", other: str) -> str:
    return f"{text[: found.start()]}{other}{text[found.end() :]}"


def _figures(key: str, figure: str, unit: str) -> Iterator[str]:
    """A number a step up and a step down; a truth turned round."""
    if figure in ("true", "false"):
        yield f"{key} = {'false' if figure == 'true' else 'true'}"
        return
    number, step = Decimal(figure.strip('"')), _STEPS.get(unit, Decimal("0.01"))
    for changed in sorted({number + step, abs(number - step)}):
        yield f'{key} = "{changed}"'


def _texts(line: str, key: str) -> Iterator[str]:
    """Each text of a line made another, a standing each other standing; each element of a list dropped."""
    for found in _TEXT.finditer(line):
        others = [each for each in _STANDINGS if each != found[1]] if key == "standing" else [f"{found[1]}x"]
        yield from (_spliced(line, found, f'"{other}"') for other in others)
    if "= [" in line and len(elements := _TEXT.findall(line)) > 1 and "{" not in line:
        for index in range(len(elements)):
            left = [f'"{each}"' for each in (*elements[:index], *elements[index + 1 :])]
            yield f"{key} = [{', '.join(left)}]"


def _changed(line: str, unit: str) -> Iterator[str]:
    """Every change of the value of a line."""
    key, _, value = line.partition(" = ")
    days = [*_DAY.finditer(line)] if not value.startswith('"') else []
    for found in days:
        day = date.fromisoformat(found.group())
        yield from (_spliced(line, found, str(day + timedelta(step))) for step in (-1, 1))
    if value in ("true", "false") or (key == "value" and not days):
        yield from _figures(key, value, unit)
    elif not days:
        yield from _texts(line, key)


def _of_row(lines: Sequence[str], unit: str) -> Iterator[tuple[str, list[str]]]:
    """The mutants of one row's lines, by what they change; with a figure that is dropped goes its standing."""
    for index, line in enumerate(lines):
        if " = " not in line or line.startswith("#"):
            continue
        without = [*lines[:index], *lines[index + 1 :]]
        yield f"without {line}", without
        if line.startswith("value = "):
            yield f"not found {line}", [re.sub("^standing = .*", 'standing = "not-found"', each) for each in without]
        for other in _changed(line, unit):
            yield f"{line} -> {other}", [*lines[:index], other, *lines[index + 1 :]]


def _of_toml(file: str, text: str) -> Iterator[tuple[str, str, str]]:
    """The mutants of a TOML file: row, what is changed, the changed text."""
    head, *rows = re.split(r"(?m)^(?=\[)", text)
    for what, lines in _of_row(head.split("\n"), ""):
        yield "head", what, "".join(["\n".join(lines), *rows])
    for index, row in enumerate(rows):
        lines = row.split("\n")
        fields = dict(line.split(" = ", 1) for line in lines if " = " in line)
        name = fields.get("id", fields.get("in_force_from", fields.get("between", lines[0]))).strip('"')
        unit = "NOK/h" if file == "fee-rate.toml" else fields.get("unit", "").strip('"')
        before, after = [head, *rows[:index]], rows[index + 1 :]
        yield name, "row dropped", "".join([*before, *after])
        yield name, "row twice", "".join([*before, row, row, *after])
        if lines[0].startswith("[sources."):
            yield name, "renamed", "".join([*before, row.replace("]", "x]", 1), *after])
        for what, changed in _of_row(lines, unit):
            yield name, what, "".join([*before, "\n".join(changed), *after])


# CSV ----------------------------------------------------------------------------------------------------------------


def _line(row: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(row)
    return out.getvalue()


def _of_csv(text: str) -> Iterator[tuple[str, str, str]]:
    """The mutants of a CSV file: row, what is changed, the changed text."""
    rows = [*csv.reader(io.StringIO(text, newline=""))]
    lines = [_line(row) for row in rows]
    for index, row in enumerate(rows):
        before, line, after = "".join(lines[:index]), lines[index], "".join(lines[index + 1 :])
        yield row[0], "row dropped", before + after
        yield row[0], "row twice", before + line + line + after
        for column, cell in enumerate(row):
            steps = [f"{int(cell) + step:0{len(cell)}}" for step in (-1, 1)] if cell.isdigit() else [f"{cell}x"]
            for other in ("", *steps):
                changed = _line([*row[:column], other, *row[column + 1 :]])
                yield row[0], f"{rows[0][column]}: {cell} -> {other}", before + changed + after


# All tables ---------------------------------------------------------------------------------------------------------


def table_mutants(files: Mapping[str, bytes], only: str = "") -> Iterator[Mutant]:
    """Every mutant of every table, or of those whose name holds `only`."""
    for file in sorted(files):
        if only in file:
            text = files[file].decode("utf-8")
            found = _of_csv(text) if file.endswith(".csv") else _of_toml(file, text)
            yield from (Mutant(file, row, what, content.encode()) for row, what, content in found)


def _refused_or_otherwise(files: Mapping[str, bytes], mutant: Mutant) -> bool:
    """Whether the tables are refused, or differ from the facts. Only what hangs together with the changed file is read, for speed."""
    if mutant.file == "clauses.toml":
        return False
    call = mutant.file if mutant.file.startswith("calls/") else "calls/2026.toml"
    needed = {name: files[name] for name in ("about.toml", "fee-rate.toml", call, PLACES, RENUMBERED)}
    if not mutant.file.endswith(".csv"):
        needed |= {name: files[name].splitlines(keepends=True)[0] for name in (PLACES, RENUMBERED)}
    of_call = call.removeprefix("calls/").removesuffix(".toml")
    try:
        found = figures(read_tables({**needed, mutant.file: mutant.content}))
    except InvalidTables:
        return True
    return any(each.startswith((f"{of_call} ", "fee-rate")) for each in found)


def _not_as_known(files: Mapping[str, bytes], mutant: Mutant) -> bool:
    """Whether a table is not what is written down of it, or the edition is wrong."""
    try:
        if unlike_known({mutant.file: mutant.content}):
            return True
        return mutant.file in ("about.toml", "fee-rate.toml") and bool(
            edition_problems({**files, mutant.file: mutant.content}, archived(rates_directory()))
        )
    except (ValueError, KeyError):
        return True


def killed_by(files: Mapping[str, bytes], mutant: Mutant) -> str:
    """Which check notices a mutant; empty where none does. The rows of municipalities are read only where the contents are as known."""
    by_content = mutant.file.endswith(".csv") and _not_as_known(files, mutant)
    if by_content:
        return "contents"
    if _refused_or_otherwise(files, mutant):
        return "facts"
    return "contents" if _not_as_known(files, mutant) else ""
