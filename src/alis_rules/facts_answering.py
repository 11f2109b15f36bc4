"""A batch over a file of facts: the columns of the file out again, with the amounts that `entitlements` adds."""

import datetime as dt
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

from .facts_checking import FactsCheck, Rows, calls_of, wrong_rows
from .facts_csv import CsvFacts
from .facts_csv_writing import csv_part
from .facts_parquet import ROWS, ParquetFacts, make_parquet, parquet_part, undamaged
from .facts_rows import FACTS
from .magnitudes import TooLarge
from .pieces import Answer, Piece
from .planning import RESULTS
from .problems import InvalidCase, problem
from .rates import Tables
from .readings import DEFAULTS, Readings

FACTS_FILES = (".parquet", ".csv")
"""How the names of files of facts end."""


@frozen
class FactsAnswers:
    """The answers to pieces of facts: each row by the call of its own column `call`."""

    tables: Tables
    """The tables, with what is laid over them."""
    readings: Readings
    """The readings, the same for all rows."""
    known_on: dt.date | None
    """The day that only what was known then is used of; None for all."""
    project: bool
    """Whether later calls are carried forward from the newest."""
    as_csv: bool
    """Whether answers are written as CSV, not as what Parquet is made of."""
    check: FactsCheck
    """Finds what is wrong with the rows."""
    entitlements: Any
    """`columns.entitlements`."""

    def __call__(self, piece: Piece) -> Answer:
        """The rows that are right with their amounts, and what is wrong with the others. Raises InvalidCase and InvalidColumns."""
        with undamaged():
            return self._answer(piece.content, first=piece.number == 0)

    def _answer(self, rows: Rows, *, first: bool) -> Answer:
        """The answer to some rows; the names of the columns go before those of the first piece."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        table = rows.table
        found = (*rows.misread, *self.check.wrong_cells(table))
        if found:
            wrong = pc.fill_null(found[0].where, fill_value=False)
            for each in found[1:]:
                wrong = pc.or_(wrong, pc.fill_null(each.where, fill_value=False))
            table = table.filter(pc.invert(wrong))
        content = b""
        if table.num_rows or first:
            amounts = self._amounts(table)
            for name in RESULTS:
                table = table.append_column(pa.field(name, amounts[name].type), amounts[name])
            content = csv_part(table, rows.delimiter, first=first) if self.as_csv else parquet_part(table)
        return Answer(len(rows.numbers) + len(rows.unread), content, wrong_rows(rows, found))

    def _amounts(self, table: Any) -> Any:
        """The amounts of rows in their order, reckoned call by call."""
        pa: Any = import_module("pyarrow")
        pc: Any = import_module("pyarrow.compute")
        calls = calls_of(table["call"])
        facts = table.select([name for name in FACTS if name in table.column_names])
        for place, each in enumerate(facts.schema):
            if pa.types.is_null(each.type):
                facts = facts.set_column(place, each.name, facts[each.name].cast(pa.int64()))
        distinct = pc.unique(calls).to_pylist() or [self.tables.newest.id]
        if len(distinct) == 1:
            return self._of_call(facts, distinct[0])
        masks = [pc.equal(calls, call) for call in distinct]
        amounts = [self._of_call(facts.filter(mask), call) for call, mask in zip(distinct, masks, strict=True)]
        places = pa.concat_arrays([pc.indices_nonzero(mask) for mask in masks])
        return pa.concat_tables(amounts).take(pc.sort_indices(places))

    def _of_call(self, facts: Any, call: str) -> Any:
        try:
            found = self.entitlements(
                facts,
                call=call,
                readings=self.readings,
                tables=self.tables,
                known_on=self.known_on,
                project=self.project,
                checked=True,
            )
        except TooLarge:
            raise InvalidCase([problem("", "batch-rates-too-large", call=call)]) from None
        return found.select(list(RESULTS))


def of_facts(
    source: Path,
    out: Path,
    *,
    tables: Tables,
    readings: Readings = DEFAULTS,
    known_on: dt.date | None = None,
    project: bool = False,
) -> dict[str, Any]:
    """What the `Job` of reckoning a file of facts has of its own, by name. Raises InvalidCase where the extra is not installed."""
    try:
        import_module("narwhals")
        import_module("pyarrow")
    except ImportError:
        raise InvalidCase([problem("", "needs-columns")]) from None
    columns: Any = import_module(".columns", __package__)
    as_csv = out.suffix == ".csv"
    check = FactsCheck(tables, project)
    return {
        "reader": CsvFacts(source, RESULTS) if source.suffix == ".csv" else ParquetFacts(source, RESULTS),
        "answer": FactsAnswers(tables, readings, known_on, project, as_csv, check, columns.entitlements),
        "out": out,
        "form": None if as_csv else make_parquet,
        "save_every": ROWS,
    }
