"""The facts table from the plain columns that people have: role, percent, dates, hours and kroner, one row an ALIS.

The same checks and counting rules decide as everywhere else (`plain_rows`). All that is wrong with all rows is told together.
"""

import datetime as dt
import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from .asked import Asked
from .column_problems import ColumnProblem, InvalidColumns, column_problem
from .explain.catalogue import catalogue
from .extras import needed
from .facts_rows import CaseCounter, FactsRow, record_batches, table_of
from .fields import shown
from .plain_rows import BY_NAME, PlainRows, plain, wrong_names, wrong_type
from .rates import Tables, load_tables
from .readings import DEFAULTS, chosen
from .resolving import Chosen


def facts_from_columns(
    frame: Any,
    *,
    call: str | None = None,
    readings: Chosen = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Any:
    """The facts table of a frame of plain columns (`PLAIN_COLUMNS`), as a `pyarrow.Table`: one row an ALIS.

    `frame` is any frame that narwhals reads: of Polars, pandas, PyArrow, DuckDB and others; a lazy one is collected. One of Spark is
    counted by Spark's workers, by the shipped tables only, and the result is Spark's too (`facts_spark`).
    `call` is that of all rows; without it each row names its own in the column ``call``.
    The hours and kroner of a row are sums that stand on one day, `date`. Where none is given that is the first day that can count:
    the latest of the call's first day, `from`, `signed_on` and `training_start`. A row whose days do not all count alike is then
    refused. The other arguments are as for `evaluate`. Raises InvalidColumns, which holds every problem of every row; InvalidCase
    where `call` or a reading is unknown. Warns once of each thing that is odd (a percent of 0.8) and of the rows that it is in.
    """
    if call is not None:
        Asked(call, readings=readings, tables=tables, known_on=known_on, project=project)
    needed("pyarrow")
    seen: dict[str, Any] = {"known_on": known_on, "project": project}
    counter = CaseCounter(tables, readings=readings, **seen)
    if _is_of_spark(frame):
        if counter.tables is not load_tables():
            raise ValueError("on Spark facts are counted by the shipped tables")
        given = chosen(DEFAULTS, readings)
        return import_module(".facts_spark", __package__).facts_on_spark(frame, call=call, readings=given, **seen)
    found: list[ColumnProblem] = []
    odd: dict[tuple[str, str], list[int]] = {}
    columns = _columns(frame, found, call_given=call is not None)

    def rows() -> Iterator[FactsRow]:
        """The rows; once something is wrong they are checked and no more made."""
        otherwise = None if "call" in columns else counter.tables.newest.id  # that none is named is told once, of the whole
        for each in PlainRows(counter, call, otherwise).read(columns):
            found.extend(each.wrong)
            for one in each.odd:
                odd.setdefault(one, []).append(each.number)
            if each.row is not None and not found:
                yield each.row

    batches = list(record_batches(rows()))
    if found:
        raise InvalidColumns(found)
    for (column, code), numbers in odd.items():
        warnings.warn(_told(column, code, numbers), stacklevel=2)
    return table_of(batches)


def _told(column: str, code: str, rows: list[int]) -> str:
    """What is odd about some rows, in English; of many the first are named."""
    named = ", ".join(str(row) for row in rows[:_FIRST]) + (f" … ({len(rows)} rows)" if len(rows) > _FIRST else "")
    return catalogue("en").say(f"note.{code}", about=f"{column}, row {named}")


_FIRST = 5
"""So many rows are named."""


def _is_of_spark(frame: Any) -> bool:
    nw = needed("narwhals")
    return bool(nw.dependencies.is_pyspark_dataframe(frame))


def _columns(frame: Any, found: list[ColumnProblem], *, call_given: bool) -> dict[str, Any]:
    """The known columns of a frame as Arrow arrays; what is wrong with columns as a whole is added to `found`."""
    nw = needed("narwhals")
    try:
        native = nw.from_native(frame)
    except nw.exceptions.DuplicateError:
        raise InvalidColumns(_twice(frame)) from None
    names = [str(name) for name in native.collect_schema().names()]
    found += wrong_names(names, call_given=call_given)
    wanted = native.select([name for name in BY_NAME if name in names])
    eager = wanted.collect("pyarrow") if isinstance(wanted, nw.LazyFrame) else wanted
    columns: dict[str, Any] = {}
    for name in eager.columns:
        try:
            column = eager.get_column(name).to_arrow()
        except Exception:  # each engine has its own way to say that the values are of no one type
            found.append(column_problem(None, name, "column-unreadable"))
            continue
        wrong = [] if column.null_count == len(column) else [*wrong_type(name, column.type)]
        found += wrong
        if not wrong:
            columns[name] = plain(column, BY_NAME[name].kind)
    return columns


def _twice(frame: Any) -> list[ColumnProblem]:
    """The columns whose name stands more than once, which only PyArrow and pandas allow."""
    names = [shown(name) for name in getattr(frame, "column_names", None) or frame.columns]
    return [column_problem(None, name, "column-twice", column=name) for name in dict.fromkeys(names) if names.count(name) > 1]
