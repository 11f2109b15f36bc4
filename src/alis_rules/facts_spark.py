"""The facts table of plain columns on Spark: each worker counts the rows that it holds, and nothing is brought to one machine.

The workers need this library. They are handed only Arrow's batches and the call's id, and count by the tables that the library ships.
"""

import json
from collections.abc import Iterable, Iterator
from functools import partial
from importlib import import_module
from typing import Any

from .column_problems import SHOWN, ColumnProblem, InvalidColumns, column_problem
from .facts_columns import facts_from_columns
from .facts_rows import facts_schema
from .fields import shown
from .problems import Problem

_WRONG = "case string, column string, code string, params string"
"""What a worker tells of something wrong."""


def facts_on_spark(frame: Any, **asked: Any) -> Any:
    """The facts table of a Spark frame of plain columns, as a Spark frame; it is to have a column ``case``, since Spark numbers no rows.

    `asked`: the call, and how it is seen, as for `facts_from_columns`.
    Raises InvalidColumns: of what is wrong with rows, it holds the first that Spark comes upon, each with its case.
    """
    pa: Any = import_module("pyarrow")
    types: Any = import_module("pyspark.sql.pandas.types")
    if "case" not in frame.columns:
        raise InvalidColumns([column_problem(None, "case", "column-missing", column="case")])
    facts_from_columns(pa.schema(types.to_arrow_schema(frame.schema)).empty_table(), **asked)
    wrong = frame.mapInArrow(partial(_wrong, asked), _WRONG).limit(SHOWN).collect()
    if wrong:
        raise InvalidColumns(each for row in wrong for each in _told(**row.asDict()))
    return frame.mapInArrow(partial(_counted, asked), types.from_arrow_schema(facts_schema()))


def _told(case: str, column: str, code: str, params: str) -> list[ColumnProblem]:
    """What a worker told."""
    problem = Problem("", code, tuple((name, value) for name, value in json.loads(params)))
    return [ColumnProblem(None, column, problem), column_problem(None, column, "column-cases", cases=shown(case))]


def _counted(asked: dict[str, Any], batches: Iterable[Any]) -> Iterator[Any]:
    """The facts of a worker's rows."""
    pa: Any = import_module("pyarrow")
    for batch in batches:
        yield from facts_from_columns(pa.Table.from_batches([batch]), **asked).to_batches()


def _wrong(asked: dict[str, Any], batches: Iterable[Any]) -> Iterator[Any]:
    """What is wrong with a worker's rows."""
    pa: Any = import_module("pyarrow")
    names = [each.partition(" ")[0] for each in _WRONG.split(", ")]
    for batch in batches:
        try:
            facts_from_columns(pa.Table.from_batches([batch]), **asked)
        except InvalidColumns as error:
            cases = batch.column("case").to_pylist()
            rows = [(str(cases[each.row or 0]), each.column, each.code, json.dumps(each.problem.params)) for each in error.errors[:SHOWN]]
            yield pa.RecordBatch.from_arrays([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], names)
