"""What is wrong with a file of facts: its columns as a whole, and the cells of some rows at a time.

The cells are checked a column at a time, so that a million rows cost little; only of the cells that are wrong anything is said one by one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from attrs import field, frozen

from .asked import Asked
from .column_problems import ColumnProblem, column_problem
from .entitlement import Note
from .facts import FACTS, NO_CLAIM
from .facts_rows import BASIS, CLAIMS, FLAGS, missing_columns
from .fields import near, shown
from .magnitudes import TooLarge, largest_number, limit_of
from .pieces import Wrong
from .problems import InvalidCase, Problem, problem
from .rates import Tables

NEEDED = ("call", *(name for name in FACTS if name not in CLAIMS), BASIS)
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
    unread: Mapping[int, Sequence[ColumnProblem]] = {}
    """What is wrong with the others, by their numbers."""
    misread: tuple[Cells, ...] = ()
    """The cells that are not of their column's type; something that is right stands in the table in their place."""
    delimiter: str = ","
    """What stands between values where answers are written as CSV."""
    own: Any = None
    """The rows as the file has them, where the table is made of them; None where they are the table."""


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
    yield from missing_columns(names, NEEDED)
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
        if each.name == BASIS and not (text or types.is_null(each.type)):
            yield column_problem(None, each.name, "basis-not-text", type=each.type)


# Rows -----------------------------------------------------------------------------------------------------------------


@frozen
class FactsCheck:
    """Finds what is wrong with rows, by what they are to be calculated by."""

    tables: Tables
    """The tables, with what is laid over them."""
    settings: Mapping[str, Any] = {}
    """What else is asked, by the names of the arguments of `entitlements`."""
    call: str | None = None
    """The call that all rows are calculated by; None for each row's own."""
    _asked: dict[str, Asked | None] = field(factory=dict[str, "Asked | None"], init=False)

    def asked(self, call: str) -> Asked | None:
        """What is asked of rows of a call; None where the call is not known."""
        call = self.call or call
        if call not in self._asked:
            try:
                self._asked[call] = Asked(call, tables=self.tables, **self.settings)
            except InvalidCase:
                self._asked[call] = None
        return self._asked[call]

    @property
    def notes(self) -> list[tuple[Note, ...]]:
        """For each call that rows were of, the rows of proposals that give it no value."""
        return [each.notes("") for each in self._asked.values() if each]

    def wrong_cells(self, table: Any) -> Iterator[Cells]:
        """The cells of a table that no fact and no call can be, or of facts that were counted by something else than is asked."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        yield from self._wrong_calls(table["call"]) if self.call is None else self._other_calls(table["call"], self.call)
        yield from self._wrong_bases(table)
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
        unknown = [call for call in pc.unique(calls).to_pylist() if call is not None and self.asked(call) is None]
        if unknown:
            there, verified = self.tables.calls, self.tables.verified

            def of_row(row: int) -> ColumnProblem:
                call = calls[row].as_py()
                params = {"value": shown(call), "near": near(call, there), "known": ", ".join(there), "verified": verified}
                return column_problem(None, "call", "unknown-call", **params)

            yield Cells("call", pc.is_in(calls, pa.array(unknown, pa.string())), of_row)

    def _other_calls(self, column: Any, call: str) -> Iterator[Cells]:
        """The cells that are no call, or another than that of all rows."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        asked, calls = self.asked(call), calls_of(column)
        if asked is not None:
            yield cells("call", pc.invert(pc.is_in(calls, pa.array(asked.calls))), calls, "column-other-call", call=call)

    def _wrong_bases(self, table: Any) -> Iterator[Cells]:
        """The bases that rows of their call cannot be calculated by."""
        pc: Any = import_module("pyarrow.compute")
        calls, bases = calls_of(table["call"]), bases_of(table[BASIS])
        for call, basis in distinct(calls, bases):
            asked = None if call is None else self.asked(call)
            found = () if asked is None else _wrong_basis(asked, basis)
            if found:
                where = pc.and_(pc.equal(calls, call), pc.equal(bases, basis))
                yield from (Cells(BASIS, where, _always(BASIS, each)) for each in found)

    def bases(self, table: Any) -> set[str]:
        """What right rows are calculated by, as bases."""
        pairs = distinct(calls_of(table["call"]), bases_of(table[BASIS]))
        return {asked.settled(basis).terms.basis for call, basis in pairs if call and (asked := self.asked(call))}


def _wrong_basis(asked: Asked, basis: str) -> tuple[Problem, ...]:
    """Why facts of a basis cannot be calculated by what is asked, if they cannot."""
    try:
        terms = asked.settled(basis).terms
        if basis:
            largest_number(terms)
    except InvalidCase as error:
        return error.errors
    except TooLarge:
        return (problem("", "batch-rates-too-large", call=asked.call.id),)
    return ()


def calls_of(column: Any) -> Any:
    """The calls of rows as text, whatever they were."""
    pa: Any = import_module("pyarrow")
    return column.cast(pa.string())


def bases_of(column: Any) -> Any:
    """The bases of rows as text, empty where none is said."""
    pa: Any = import_module("pyarrow")
    pc: Any = import_module("pyarrow.compute")
    return pc.fill_null(column.cast(pa.string()), "")


def distinct(calls: Any, bases: Any) -> list[tuple[str | None, str]]:
    """The pairs of a call and a basis that some row has."""
    pa: Any = import_module("pyarrow")
    pairs = pa.table({"call": calls, BASIS: bases}).group_by(["call", BASIS], use_threads=False).aggregate([])
    return list(zip(pairs["call"].to_pylist(), pairs[BASIS].to_pylist(), strict=True))


def _nothing(column: str) -> Callable[[int], ColumnProblem]:
    return _always(column, problem("", "column-null"))


def _always(column: str, wrong: Problem) -> Callable[[int], ColumnProblem]:
    """The same problem for each row."""
    found = ColumnProblem(None, column, wrong)
    return lambda _: found


def wrong_rows(rows: Rows, found: Sequence[Cells]) -> Iterator[Wrong]:
    """The rows that are wrong in whole or in some of their cells, in order, each with all that is wrong with it."""
    pc: Any = import_module("pyarrow.compute")
    at: dict[int, list[Cells]] = {}
    for each in sorted(found, key=lambda each: rows.table.column_names.index(each.column)):
        for row in pc.indices_nonzero(pc.fill_null(each.where, fill_value=False)).to_pylist():
            at.setdefault(row, []).append(each)
    numbered = {rows.numbers[row]: [each.problem(row) for each in wrong] for row, wrong in at.items()}
    for number, problems in sorted({**numbered, **rows.unread}.items()):
        yield Wrong(number, problems)
