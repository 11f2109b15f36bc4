"""A batch over a file of facts: the columns of the file out again, with the amounts that `entitlements` adds."""

import operator
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

from .aside import ending
from .dataframes import amounts_of
from .extras import needed
from .facts import FACTS
from .facts_checking import FactsCheck, Rows, bases_of, calls_of, wrong_rows
from .facts_csv_writing import csv_part
from .facts_file import FactsFile
from .facts_parquet import ROWS, make_parquet, parquet_part, undamaged
from .facts_rows import BASIS
from .interchange import ROW
from .magnitudes import TooLarge
from .pieces import Answer, Piece
from .planning import RESULTS
from .problems import InvalidCase, problem
from .rates import Tables

MADE = (ROW, *RESULTS)
"""The columns that answers have beside those of the file."""


@frozen
class FactsAnswers:
    """The answers to pieces of facts: each row by the call of its own column `call`, and by what goes with it in `basis`."""

    tables: Tables
    """The tables, with what is laid over them."""
    settings: Mapping[str, Any]
    """What else is asked, the same for all rows, by the names of the arguments of `entitlements`."""
    as_csv: bool
    """Whether answers are written as CSV, not as what Parquet is made of."""
    check: FactsCheck
    """Finds what is wrong with the rows."""
    entitlements: Any
    """`dataframes.amounts_of`; the command says itself what a proposal does not change."""

    def __call__(self, piece: Piece) -> Answer:
        """The rows that are right with their amounts, and what is wrong with the others. Raises InvalidCase and InvalidColumns."""
        with undamaged():
            return self._answer(piece.content, first=piece.number == 0)

    def _answer(self, rows: Rows, *, first: bool) -> Answer:
        """The answer to some rows; the names of the columns go before those of the first piece."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        table, told = rows.table, _told(rows)
        found = (*rows.misread, *self.check.wrong_cells(table))
        if found:
            wrong = pc.fill_null(found[0].where, fill_value=False)
            for each in found[1:]:
                wrong = pc.or_(wrong, pc.fill_null(each.where, fill_value=False))
            table, told = table.filter(pc.invert(wrong)), told.filter(pc.invert(wrong))
        content = b""
        if table.num_rows or first:
            amounts = self._amounts(table)
            for name in RESULTS:
                told = told.append_column(pa.field(name, amounts[name].type), amounts[name])
            content = csv_part(told, rows.delimiter, first=first) if self.as_csv else parquet_part(told)
        return Answer(len(rows.numbers) + len(rows.unread), content, wrong_rows(rows, found))

    def _amounts(self, table: Any) -> Any:
        """The amounts of rows in their order, calculated together where the call and the basis are the same."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        facts = table.select([name for name in (*FACTS, BASIS) if name in table.column_names])
        for place, each in enumerate(facts.schema):
            if pa.types.is_null(each.type):
                facts = facts.set_column(place, each.name, facts[each.name].cast(pa.string() if each.name == BASIS else pa.int64()))
        if not table.num_rows:
            return self._of_call(facts, self.tables.newest.id)
        calls = calls_of(table["call"]) if self.check.call is None else pa.array([self.check.call] * table.num_rows)
        keys = pc.binary_join_element_wise(calls, bases_of(table[BASIS]), "\n").combine_chunks().dictionary_encode()
        order = pc.sort_indices(keys.indices)
        facts, calls = facts.take(order), calls.take(order)
        first, amounts = 0, list[Any]()
        for each in sorted(pc.value_counts(keys.indices).to_pylist(), key=operator.itemgetter("values")):
            amounts.append(self._of_call(facts.slice(first, each["counts"]), calls[first].as_py()))
            first += each["counts"]
        return pa.concat_tables(amounts).take(pc.sort_indices(order))

    def _of_call(self, facts: Any, call: str) -> Any:
        try:
            found = self.entitlements(facts, call=call, tables=self.tables, checked=True, **self.settings)
        except TooLarge:
            raise InvalidCase([problem("", "batch-rates-too-large", call=call)]) from None
        return found.select(list(RESULTS))


def _told(rows: Rows) -> Any:
    """What is told of rows before their amounts: their numbers, and the columns of the file; of plain rows their call too."""
    pa: Any = import_module("pyarrow")
    told = rows.table
    if rows.own is not None:
        told, call = rows.own, rows.table["call"]
        there = told.column_names.index("call") if "call" in told.column_names else None
        told = told.append_column("call", call) if there is None else told.set_column(there, "call", call)
    return told.add_column(0, pa.field(ROW, pa.int64()), pa.array(rows.numbers, pa.int64()))


def of_facts(source: Path, out: Path, tables: Tables, settings: Mapping[str, Any], call: str | None = None) -> dict[str, Any]:
    """What the `Job` of calculating a file of facts or of plain columns has of its own, by name.

    `settings`: what else is asked, by the names of the arguments of `entitlements`; `call`: that of all rows, where they name none.
    Raises InvalidCase where what it needs is not installed.
    """
    try:
        needed("narwhals")
        needed("pyarrow")
    except ImportError:
        raise InvalidCase([problem("", "needs-columns")]) from None
    as_csv = ending(out) == ".csv"
    return {
        "reader": FactsFile(source, MADE, tables, settings, call),
        "answer": FactsAnswers(tables, settings, as_csv, FactsCheck(tables, settings, call), amounts_of),
        "out": out,
        "form": None if as_csv else make_parquet,
        "save_every": ROWS,
    }
