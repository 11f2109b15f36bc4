"""A file of facts, or of the plain columns that facts are made of: which of the two, its columns say."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import field, frozen

from .aside import ending
from .column_problems import ColumnProblem, InvalidColumns, column_problem
from .facts import FACTS
from .facts_checking import Rows
from .facts_csv import CsvFacts
from .facts_parquet import ParquetFacts
from .facts_rows import CaseCounter, FactsRow, record_batches, table_of
from .fields import shown
from .pieces import Piece
from .plain_columns import is_plain
from .plain_rows import BY_NAME, PlainRows, plain, wrong_names, wrong_type
from .rates import Tables

FACTS_FILES = (".parquet", ".csv")
"""How the names of files of facts end."""


@frozen
class FactsFile:
    """A Parquet or CSV file of facts, or of plain columns, whose rows are counted as they are read."""

    path: Path
    """The file that is read."""
    taken: tuple[str, ...]
    """The columns that are added to its own."""
    tables: Tables
    """The tables, with what is laid over them."""
    settings: Mapping[str, Any]
    """What else is asked, by the names of the arguments of `entitlements`."""
    call: str | None = None
    """The call of all rows; None where each names its own. Plain rows that name none are then of the newest call."""
    _kinds: list[bool] = field(factory=list[bool], init=False)

    @property
    def plain(self) -> bool:
        """Whether it holds plain columns. Raises OSError and InvalidCase."""
        if not self._kinds:
            names = _reader(self.path)(self.path, ()).names()
            self._kinds.append(is_plain(names) and not any(name in FACTS for name in names))
        return self._kinds[0]

    @property
    def assumed(self) -> str | None:
        """The call that is taken for all rows, since nothing names any. Raises OSError and InvalidCase."""
        return self.tables.newest.id if self.plain and self.call is None and "call" not in self._opened().names() else None

    def identity(self) -> dict[str, Any]:
        """As of the file. Raises InvalidCase and InvalidColumns."""
        reader = self._opened()
        if self.plain:
            found = [*_twice(reader.names()), *wrong_names(reader.names(), call_given=True)]
            found += [] if found else _wrong_types(next(reader.pieces(0, 0)).content.table.schema)
            if found:
                raise InvalidColumns(found)
        return reader.identity()

    def pieces(self, number: int, start: int) -> Iterator[Piece]:
        """The pieces of the file, their rows counted where they are plain."""
        reader = self._opened()
        if not self.plain:
            yield from reader.pieces(number, start)
            return
        seen = {name: self.settings[name] for name in ("readings", "known_on", "project") if name in self.settings}
        rows = PlainRows(CaseCounter(self.tables, **seen), self.call, self.tables.newest.id)
        for piece in reader.pieces(number, start):
            yield piece._replace(content=_counted(rows, piece.content))

    def _opened(self) -> CsvFacts | ParquetFacts:
        return _reader(self.path)(self.path, self.taken, self.plain)


def _reader(path: Path) -> type[CsvFacts] | type[ParquetFacts]:
    """The reader of a file, by how its name ends."""
    return CsvFacts if ending(path) == ".csv" else ParquetFacts


def _twice(names: list[str]) -> Iterator[ColumnProblem]:
    """The names of columns that stand more than once."""
    return (column_problem(None, shown(name), "column-twice", column=shown(name)) for name in dict.fromkeys(names) if names.count(name) > 1)


def _wrong_types(schema: Any) -> list[ColumnProblem]:
    """What is wrong with the types of plain columns."""
    return [wrong for each in schema for wrong in wrong_type(each.name, each.type)]


def _counted(rows: PlainRows, read: Rows) -> Rows:
    """Plain rows as facts: those that can be counted, the others with all that is wrong with them."""
    pa: Any = import_module("pyarrow")
    columns = {name: plain(column, BY_NAME[name].kind) for name, column in zip(read.table.column_names, read.table.columns, strict=True)}
    counted: list[FactsRow] = []
    places: list[int] = []
    unread = dict(read.unread)
    for each in rows.read(columns):
        if each.row is None:
            unread[read.numbers[each.number]] = [ColumnProblem(None, one.column, one.problem) for one in each.wrong]
        else:
            counted.append(each.row)
            places.append(each.number)
    table = table_of(record_batches(counted))
    own = read.table.take(pa.array(places, pa.int64()))
    return Rows(table, [read.numbers[place] for place in places], unread, (), read.delimiter, own)
