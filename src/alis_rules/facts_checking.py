"""What is wrong with a file of facts: its columns as a whole, and the cells of some rows at a time.

The cells are checked a column at a time, so that a million rows cost little; only of the cells that are wrong anything is said one by one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from attrs import field, frozen

from .column_problems import ColumnProblem, column_problem
from .facts import NO_CLAIM
from .facts_rows import CLAIMS, FACTS, FLAGS
from .fields import near, shown
from .magnitudes import limit_of
from .pieces import Wrong
from .rates import Call, Tables

NEEDED = ("call", *(name for name in FACTS if name not in CLAIMS))
"""The columns that every file of facts has."""


def most_of(name: str) -> int:
    """The most that a fact may be in a file."""
    return NO_CLAIM if name in CLAIMS else limit_of(name)


class Cells(NamedTuple):
    """Cells of one column that are wrong in one way."""

    column: str
    where: Any
    """For each row whether its cell is one of them: an Arrow array."""
    problem: Callable[[int], ColumnProblem]
    """What is wrong with the cell of a row, counted from 0 among these rows."""


def cells(column: str, where: Any, values: Any, code: str, /, **params: object) -> Cells:
    """Cells whose problem names their value, among `values`."""

    def wrong(row: int) -> ColumnProblem:
        return column_problem(None, column, code, value=shown(values[row].as_py()), **params)

    return Cells(column, where, wrong)


class Rows(NamedTuple):
    """Some rows as they were read."""

    table: Any
    """Those that could be read as rows: a `pyarrow.Table`."""
    numbers: Sequence[int]
    """Their numbers in the file, counted from 1."""
    unread: Mapping[int, ColumnProblem] = {}
    """What is wrong with the others, by their numbers."""
    misread: tuple[Cells, ...] = ()
    """The cells that are not of their column's type; something that is right stands in the table in their place."""
    delimiter: str = ","
    """What stands between values where answers are written as CSV."""


# Columns --------------------------------------------------------------------------------------------------------------


def wrong_columns(names: Sequence[str], taken: Sequence[str]) -> Iterator[ColumnProblem]:
    """What is wrong with the names of the columns; `taken` are those that are added to them.

    Columns of the caller's own may stand among them, but none that is all but called like a claim that is not there.
    """
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield column_problem(None, shown(name), "column-twice", column=shown(name))
        if name in taken:
            yield column_problem(None, shown(name), "column-taken", column=shown(name))
    yield from (column_problem(None, name, "column-missing", column=name) for name in NEEDED if name not in names)
    absent = [name for name in FACTS if name in CLAIMS and name not in names]
    for name in names:
        if name not in FACTS and (hint := near(name, absent)):
            yield column_problem(None, shown(name), "column-unknown", column=shown(name), near=hint, known=", ".join(absent))


def wrong_types(schema: Any) -> Iterator[ColumnProblem]:
    """What is wrong with the types of the columns."""
    types: Any = import_module("pyarrow").types
    for each in schema:
        whole = types.is_integer(each.type)
        if each.name in FACTS and not (whole or (each.name in CLAIMS and types.is_null(each.type))):
            yield column_problem(None, each.name, "column-type-whole", type=each.type)
        kind = each.type.value_type if types.is_dictionary(each.type) else each.type
        text = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
        if each.name == "call" and not (whole or text):
            yield column_problem(None, each.name, "column-type-id", type=each.type)


# Rows -----------------------------------------------------------------------------------------------------------------


@frozen
class FactsCheck:
    """Finds what is wrong with rows, by the tables."""

    tables: Tables
    """The tables, with what is laid over them."""
    project: bool = False
    """Whether later calls are carried forward from the newest."""
    _known: dict[str, bool] = field(factory=dict[str, bool], init=False)

    def knows(self, call: str) -> bool:
        """Whether rows of a call can be reckoned."""
        if call not in self._known:
            found: Call | None = self.tables.calls.get(call) or (self.tables.projected(call, None) if self.project else None)
            self._known[call] = found is not None
        return self._known[call]

    def wrong_cells(self, table: Any) -> Iterator[Cells]:
        """The cells of a table that no fact and no call can be."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        yield from self._wrong_calls(table["call"])
        for name in FACTS:
            if name not in table.column_names:
                continue
            column = table[name]
            if column.null_count and name not in CLAIMS:
                yield Cells(name, column.is_null(), _nothing(name))
            least, most = pc.min_max(column).as_py().values()
            if least is not None and least < 0:
                yield cells(name, pc.less(column, 0), column, "negative")
            limit = most_of(name)
            if most is not None and most > limit:
                code = "column-not-flag" if name in FLAGS else "column-beyond"
                yield cells(name, pc.greater(column, pa.scalar(limit, column.type)), column, code, largest=limit)

    def _wrong_calls(self, column: Any) -> Iterator[Cells]:
        """The cells that are no call."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        if column.null_count:
            yield Cells("call", column.is_null(), _nothing("call"))
        calls = calls_of(column)
        unknown = [call for call in pc.unique(calls).to_pylist() if call is not None and not self.knows(call)]
        if unknown:
            there, verified = self.tables.calls, self.tables.verified

            def problem(row: int) -> ColumnProblem:
                call = calls[row].as_py()
                params = {"value": shown(call), "near": near(call, there), "known": ", ".join(there), "verified": verified}
                return column_problem(None, "call", "unknown-call", **params)

            yield Cells("call", pc.is_in(calls, pa.array(unknown, pa.string())), problem)


def calls_of(column: Any) -> Any:
    """The calls of rows as text, whatever they were."""
    pa: Any = import_module("pyarrow")
    return column.cast(pa.string())


def _nothing(column: str) -> Callable[[int], ColumnProblem]:
    found = column_problem(None, column, "column-null")
    return lambda _: found


def wrong_rows(rows: Rows, found: Sequence[Cells]) -> Iterator[Wrong]:
    """The rows that are wrong in whole or in some of their cells, in order, each with all that is wrong with it."""
    pc: Any = import_module("pyarrow.compute")
    at: dict[int, list[Cells]] = {}
    for each in sorted(found, key=lambda each: rows.table.column_names.index(each.column)):
        for row in pc.indices_nonzero(pc.fill_null(each.where, fill_value=False)).to_pylist():
            at.setdefault(row, []).append(each)
    numbered: dict[int, list[Cells] | ColumnProblem] = {rows.numbers[row]: wrong for row, wrong in at.items()}
    numbered |= rows.unread
    places = {rows.numbers[row]: row for row in at}
    for number, wrong in sorted(numbered.items(), key=lambda each: each[0]):
        problems = [wrong] if isinstance(wrong, ColumnProblem) else [each.problem(places[number]) for each in wrong]
        yield Wrong(number, problems)
