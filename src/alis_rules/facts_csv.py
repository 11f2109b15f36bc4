"""Files of facts as CSV: read some megabytes at a time.

A row stands on one line, so that whatever is wrong with it harms no other. Row 1 is the line after the names of the columns;
blank lines are no rows, and are counted all the same.
"""

import csv
import hashlib
import os
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from attrs import frozen

from .column_problems import ColumnProblem, InvalidColumns, column_problem
from .facts import FACTS
from .facts_checking import Cells, Rows, cells, most_of, wrong_columns
from .facts_rows import FLAGS
from .interchange import MAX_BYTES
from .pieces import HEAD, Piece
from .problems import InvalidCase, problem

BLOCK = 1 << 24
"""About how much is read at a time, bytes."""
_PLAIN_PART = 4
"""Of plain columns a smaller part is read at a time, since a row costs more: that of so many halvings."""
_DIGITS = 18
"""How many digits are sure to fit 64 bits; no fact has so many."""
_MARK = b"\xef\xbb\xbf"
"""What some programs put in front of UTF-8."""


class Header(NamedTuple):
    """The first line."""

    names: list[str]
    """The names of the columns."""
    delimiter: str
    """What stands between them: a comma or a semicolon."""
    end: int
    """Where the rows begin."""


@frozen
class CsvFacts:
    """A CSV file of facts, in UTF-8, with commas or semicolons."""

    path: Path
    """The file that is read."""
    taken: tuple[str, ...]
    """The columns that are added to its own."""
    plain: bool = False
    """Whether its columns are plain columns, and stay text."""

    def names(self) -> list[str]:
        """The names of the columns. Raises OSError and InvalidCase."""
        with self.path.open("rb") as file:
            return _header(file).names

    def identity(self) -> dict[str, Any]:
        """The size in bytes, and the digest of the first of them. Raises InvalidCase and InvalidColumns."""
        with self.path.open("rb") as file:
            found = [] if self.plain else [*wrong_columns(_header(file).names, self.taken)]
            if found:
                raise InvalidColumns(found)
            file.seek(0)
            head = hashlib.sha256(file.read(HEAD)).hexdigest()
            return {"size": os.fstat(file.fileno()).st_size, "head": head}

    def pieces(self, number: int, start: int) -> Iterator[Piece]:
        """The rows of a block after each other; before the first of them a piece without rows, which has the columns."""
        with self.path.open("rb") as file:
            header = _header(file)
            if not start:
                yield Piece(0, header.end, _rows(_Lines(b"", range(0), 0, {}), header, plain=self.plain))
            file.seek(start or header.end)
            while block := file.read(BLOCK >> _PLAIN_PART if self.plain else BLOCK):
                block += file.readline(MAX_BYTES)
                last = block.rfind(b"\n") + 1
                whole = last == len(block) or not _passed_over(file)
                lines = _looked_at(block if whole else block[:last], number, header.delimiter)
                number += lines.total
                if not whole:
                    number += 1
                    lines.unread[number] = [column_problem(None, "", "batch-csv-long", largest=MAX_BYTES // 1_000_000)]
                yield Piece(number, file.tell(), _rows(lines, header, plain=self.plain))


def _passed_over(file: BinaryIO) -> bool:
    """Pass over the rest of a line that is too long; False where there is none."""
    found = False
    while rest := file.readline(HEAD):
        found = True
        if rest.endswith(b"\n"):
            break
    return found


def _header(file: BinaryIO) -> Header:
    """The first line, read. Raises InvalidCase."""
    line = file.readline(MAX_BYTES)
    end = file.tell()
    try:
        text = line.removeprefix(_MARK).decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InvalidCase([problem("", "not-utf-8", byte=error.start)]) from None
    if not text.strip():
        raise InvalidCase([problem("", "batch-empty")])
    delimiter = max(",;", key=text.count)
    try:
        names = next(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        raise InvalidCase([problem("", "batch-csv-header")]) from None
    return Header(names, delimiter, end)


# Lines ----------------------------------------------------------------------------------------------------------------


class _Lines(NamedTuple):
    """The lines of a block."""

    content: bytes
    """Those that may be rows."""
    numbers: range | list[int]
    """Their numbers."""
    total: int
    """How many lines there were."""
    unread: dict[int, list[ColumnProblem]]
    """What is wrong with others, by their numbers; those that are blank are not among them."""


def _looked_at(block: bytes, number: int, delimiter: str) -> _Lines:
    """The lines of a block after line `number`: looked at one by one only where some are not well formed."""
    count = block.count(b"\n") + (not block.endswith(b"\n") and block != b"")
    if _all_well_formed(block, delimiter):
        return _Lines(block, range(number + 1, number + count + 1), count, {})
    kept: list[bytes] = []
    numbers: list[int] = []
    unread: dict[int, list[ColumnProblem]] = {}
    for at, line in enumerate(block.split(b"\n")[:count], number + 1):
        content = line.removesuffix(b"\r")
        if not content.strip():
            continue
        found = _wrong_line(content, delimiter)
        if found is None:
            kept.append(content)
            numbers.append(at)
        else:
            unread[at] = [found]
    return _Lines(b"\n".join(kept), numbers, count, unread)


_LINE = {delimiter: f"^({value}({delimiter}{value})*)\r?$" for delimiter in ",;" for value in (rf'("([^"\r]|"")*"|[^"\r{delimiter}]*)',)}
"""A line that is well formed, for each delimiter."""


def _all_well_formed(block: bytes, delimiter: str) -> bool:
    """Whether all lines are well formed, and none is blank."""
    pa: Any = import_module("pyarrow")
    pc: Any = import_module("pyarrow.compute")
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if "\n\n" in text or "\n\r" in text or text[:1] in "\r\n":
        return False
    if '"' not in text and text.count("\r") == text.count("\r\n"):
        return True
    lines = pc.split_pattern(pa.array([text.removesuffix("\n")]), "\n").flatten()
    return bool(pc.all(pc.match_substring_regex(lines, _LINE[delimiter])).as_py())


_QUOTED = {delimiter: re.compile(rf'(?:^|(?<={delimiter}))"(?:[^"]|"")*+"(?={delimiter}|$)'.encode("ascii")) for delimiter in ",;"}
"""A value in quotation marks, for each delimiter."""


def _wrong_line(line: bytes, delimiter: str) -> ColumnProblem | None:
    """What makes a line unreadable as a row."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return column_problem(None, "", "not-utf-8", byte=error.start)
    if b"\r" in line or (b'"' in line and b'"' in _QUOTED[delimiter].sub(b"", line)):
        return column_problem(None, "", "batch-csv-quotes")
    return None


# Values ---------------------------------------------------------------------------------------------------------------


def _rows(lines: _Lines, header: Header, *, plain: bool) -> Rows:
    """Lines as rows."""
    table, uneven = _parsed(lines.content, header)
    numbers, unread = lines.numbers, lines.unread
    if uneven:
        expected = len(header.names)
        unread |= {
            numbers[index]: [column_problem(None, "", "batch-csv-fields", count=count, expected=expected)]
            for index, count in uneven.items()
            if count
        }
        numbers = [number for index, number in enumerate(numbers) if index not in uneven]
    misread: list[Cells] = []
    return Rows(table if plain else _typed(table, misread), numbers, unread, tuple(misread), header.delimiter)


def _parsed(content: bytes, header: Header) -> tuple[Any, dict[int, int]]:
    """Lines as a table of text; and of those with too many or too few fields how many they have, by their places, counted from 0.

    A blank line has none.
    """
    pa: Any = import_module("pyarrow")
    arrow_csv: Any = import_module("pyarrow.csv")
    types = dict.fromkeys(header.names, pa.string())
    if not content:
        return pa.schema(types.items()).empty_table(), {}
    uneven: dict[int | None, int] = {}

    def handle(row: Any) -> str:
        uneven[row.number] = row.actual_columns if row.text.strip() else 0
        return "skip"

    def read(*, use_threads: bool) -> Any:
        return arrow_csv.read_csv(
            pa.BufferReader(content),
            arrow_csv.ReadOptions(column_names=header.names, use_threads=use_threads, block_size=len(content) + 1),
            arrow_csv.ParseOptions(delimiter=header.delimiter, ignore_empty_lines=False, invalid_row_handler=handle),
            arrow_csv.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True, check_utf8=False),
        )

    table = read(use_threads=True)
    if uneven:  # only with one thread are they told by their numbers
        uneven.clear()
        table = read(use_threads=False)
    return table, {number - 1: count for number, count in uneven.items() if number is not None}


def _typed(table: Any, misread: list[Cells]) -> Any:
    """A table of text with its facts as whole numbers; the cells that are none are added to `misread`."""
    for place, name in enumerate(table.column_names):
        if name in FACTS:
            table = table.set_column(place, name, _whole(name, table[name], misread))
        elif name == "centrality_class":
            table = table.set_column(place, name, _centrality(name, table[name], misread))
    return table


def _whole(name: str, text: Any, misread: list[Cells]) -> Any:
    """Text as whole numbers: null where there is none, and 0 where it is something else."""
    pa: Any = import_module("pyarrow")
    pc: Any = import_module("pyarrow.compute")
    digits, short = pc.ascii_is_decimal(text), pc.less_equal(pc.binary_length(text), _DIGITS)
    plain = pc.and_(digits, short)
    if not pc.all(plain).as_py():
        negative = pc.match_substring_regex(text, "^-[0-9]+$")
        found = [
            cells(name, negative, text, "negative"),
            cells(name, pc.invert(pc.or_(digits, negative)), text, "column-not-whole"),
            cells(
                name,
                pc.and_not(digits, short),
                text,
                "column-not-flag" if name in FLAGS else "column-beyond",
                largest=most_of(name),
            ),
        ]
        misread += [each for each in found if pc.any(each.where).as_py()]
        text = pc.if_else(plain, text, "0")
    return text.cast(pa.int64())


def _centrality(name: str, text: Any, misread: list[Cells]) -> Any:
    """Text as centrality classes: null where there is none, or something else."""
    pa: Any = import_module("pyarrow")
    pc: Any = import_module("pyarrow.compute")
    wrong = pc.invert(pc.is_in(text, pa.array([None, "1", "2", "3", "4", "5", "6"])))
    if pc.any(wrong).as_py():
        misread.append(cells(name, wrong, text, "not-a-centrality-class"))
    return pc.if_else(wrong, pa.scalar(None, pa.string()), text).cast(pa.int8())
