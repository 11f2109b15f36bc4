"""Whether a frame holds facts: what no fact can be is told with its column, and where the engine keeps the order of rows, with its row."""

from collections.abc import Iterable
from typing import Any

import narwhals as nw

from .column_problems import SHOWN, ColumnProblem, InvalidColumns, column_problem
from .facts import NO_CLAIM
from .facts_rows import CLAIMS, FACTS
from .fields import shown
from .magnitudes import limit_of

_ROW = "alis:row"


def check_columns(frame: Any, made: Iterable[str]) -> None:
    """Refuse a frame that lacks a fact, has one of another type than whole numbers, or has a column that the result makes itself (`made`).

    Raises InvalidColumns.
    """
    schema = frame.collect_schema()
    problems = [column_problem(None, name, "column-missing", column=name) for name in FACTS if name not in schema and name not in CLAIMS]
    problems += [
        column_problem(None, name, "column-type-whole", type=schema[name])
        for name in FACTS
        if name in schema and not schema[name].is_integer()
    ]
    problems += [column_problem(None, name, "column-taken", column=name) for name in made if name in schema]
    if problems:
        raise InvalidColumns(problems)


def check_values(frame: Any, calls: tuple[str, ...]) -> None:
    """Refuse a frame with a value that no fact can be, or with a row of another call than `calls`, where it has a column ``call``.

    Only the extremes of each column are collected, and of those that are wrong the first rows. Raises InvalidColumns.
    """
    schema = frame.collect_schema()
    names = [name for name in FACTS if name in schema]
    facts = nw.col(*names)
    asked = [facts.min().name.suffix(":least"), facts.max().name.suffix(":most"), facts.null_count().name.suffix(":nulls")]
    if "call" in schema:
        others = _of_others(schema["call"], calls)
        asked += [others.any().alias("call:others"), nw.col("call").null_count().alias("call:nulls")]
    found = frame.select(*asked).lazy().collect().rows(named=True)[0]
    problems: list[ColumnProblem] = []
    for name in names:
        least, most, nulls = (found[f"{name}:{what}"] for what in ("least", "most", "nulls"))
        if nulls and name not in CLAIMS:
            problems += _problems(frame, name, nw.col(name).is_null(), "column-null")
        if least is not None and least < 0:
            problems += _problems(frame, name, nw.col(name) < 0, "negative")
        if most is not None and most > _most(name):
            problems += _problems(frame, name, nw.col(name) > _most(name), "column-beyond", largest=_most(name))
    if found.get("call:others") or found.get("call:nulls"):
        others = _of_others(schema["call"], calls) | nw.col("call").is_null()
        problems += _problems(frame, "call", others, "column-other-call", call=calls[0])
    if problems:
        raise InvalidColumns(sorted(problems, key=lambda each: (each.row is None, each.row or 0)))


def _most(name: str) -> int:
    return NO_CLAIM if name in CLAIMS else limit_of(name)


def _of_others(kind: Any, calls: tuple[str, ...]) -> Any:
    """The rows of other calls, of those that name one."""
    call = nw.col("call") if kind == nw.String else nw.col("call").cast(nw.String)
    return nw.all_horizontal(*(call != each for each in calls), ignore_nulls=False)


def _problems(frame: Any, name: str, condition: Any, code: str, **params: object) -> list[ColumnProblem]:
    """What is wrong with a column: each of the first rows, and how many there are in all.

    The rows of DuckDB and Spark have no order, and so no numbers: there the cases are named, where they have a name.
    """
    wrong = _numbered(frame).filter(condition)
    shown_too = {_ROW, "case", name} & set(wrong.collect_schema().names())
    rows = wrong.select(*sorted(shown_too)).head(SHOWN).lazy().collect().rows(named=True)
    total = wrong.select(nw.len()).lazy().collect().item() if len(rows) == SHOWN else len(rows)
    found = [column_problem(row.get(_ROW), name, code, value=row[name], **params) for row in rows]
    if _ROW not in shown_too:
        cases = ", ".join(sorted(shown(row["case"]) for row in rows)) if "case" in shown_too else ""
        found = [found[0], *([column_problem(None, name, "column-cases", cases=cases)] if cases else [])]
    return [*found, *([column_problem(None, name, "column-rows", rows=total)] if total > 1 else [])]


def _numbered(frame: Any) -> Any:
    """A frame with the numbers of its rows, where they have any."""
    if frame.implementation.is_polars():
        return nw.from_native(frame.to_native().with_row_index(_ROW))
    eager: Any = nw.DataFrame
    return frame.with_row_index(_ROW) if isinstance(frame, eager) else frame
