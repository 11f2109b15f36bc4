"""Table mutation: change any one figure or day of any call's file, or of the fee rate, by one unit, and see that a test tells.

``.venv/bin/python tests/mutation/tables.py`` lists the survivors and exits 1 where there is one. A mutant is caught where the tables
are refused, or where `tests.test_time.figures` says that they differ from the facts: the first test of that module is that it does not.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from alis_rules import InvalidTables
from alis_rules.rates_files import rates_directory, read_tables, table_files
from tests.test_time import figures

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_STEPS = {"h": Decimal("0.01"), "percent": Decimal("0.01"), "months": Decimal(1), "years": Decimal(1), "NOK": Decimal("0.01")}
"""The least step of a unit; a rate moves by an øre."""
_DATED = ("in_force_from", "in_force_to", "known_from", "between")


class Mutant(NamedTuple):
    """A changed row of a file."""

    file: str
    row: str
    what: str
    content: bytes


def _moved(text: str) -> Iterator[tuple[str, str]]:
    """A line's days, each a day earlier and a day later."""
    for found in _DAY.finditer(text):
        for step in (-1, 1):
            day = date.fromisoformat(found.group()) + timedelta(step)
            yield f"{found.group()} -> {day}", f"{text[: found.start()]}{day}{text[found.end() :]}"


def _figures(line: str, unit: str) -> Iterator[tuple[str, str]]:
    """A value's line, a unit up and a unit down, or flipped."""
    figure = line.removeprefix("value = ").strip('"')
    if unit == "date":
        yield from _moved(line)
    elif unit == "yes-no":
        yield f"not {figure}", f"value = {'false' if figure == 'true' else 'true'}"
    else:
        step = _STEPS.get(unit, Decimal("0.01"))
        for changed in {Decimal(figure) + step, abs(Decimal(figure) - step)}:
            yield f"{figure} -> {changed}", f'value = "{changed}"'


def _rows(lines: list[str], unit: str | None) -> Iterator[tuple[str, str, list[str]]]:
    """The mutants of one row, by what they change: a figure or a day by one unit, the figure dropped, a standing changed."""
    fields = dict(line.split(" = ", 1) for line in lines if " = " in line)
    of = unit or fields["unit"].strip('"')
    name = fields.get("id", fields.get("in_force_from", fields.get("between", ""))).strip('"')
    for index, line in enumerate(lines):
        changes: list[tuple[str, str]] = []
        if line.startswith("value = "):
            changes += _figures(line, of)
            dropped = [re.sub("^standing = .*", 'standing = "not-found"', each) for each in lines if not each.startswith("value = ")]
            yield name, "dropped", dropped
        elif line.startswith(_DATED):
            changes += _moved(line)
            if not line.startswith("in_force_from"):
                yield name, f"without {line}", [*lines[:index], *lines[index + 1 :]]
        elif line == 'standing = "official"':
            changes.append(("unconfirmed", 'standing = "unconfirmed"'))
        for what, changed in changes:
            yield name, what, [*lines[:index], changed, *lines[index + 1 :]]


def mutants(files: Mapping[str, bytes]) -> Iterator[Mutant]:
    """Every mutant of the calls' files and of the fee rate."""
    for file in sorted(files):
        if not (file.startswith("calls/") or file == "fee-rate.toml"):
            continue
        head, *rows = files[file].decode().split("[[value]]\n")
        for index, row in enumerate(rows):
            for name, what, lines in _rows(row.split("\n"), "NOK/h" if file == "fee-rate.toml" else None):
                changed = [*rows[:index], "\n".join(lines), *rows[index + 1 :]]
                yield Mutant(file, name, what, "[[value]]\n".join([head, *changed]).encode())


def caught(files: Mapping[str, bytes], mutant: Mutant) -> bool:
    """Whether the tables are refused, or differ from the facts."""
    try:
        return bool(figures(read_tables({**files, mutant.file: mutant.content})))
    except InvalidTables:
        return True


def main() -> None:
    """Run every mutant; list those that nothing catches."""
    files = table_files(rates_directory())
    if figures(read_tables(files)):
        raise SystemExit("the tables themselves differ from the facts: run tests/test_time.py")
    every = list(mutants(files))
    survivors = [mutant for mutant in every if not caught(files, mutant)]
    for mutant in survivors:
        sys.stdout.write(f"survived: {mutant.file}, {mutant.row}: {mutant.what}\n")
    sys.stdout.write(f"{len(every)} mutants, {len(survivors)} survivors\n")
    raise SystemExit(bool(survivors))


if __name__ == "__main__":
    main()
