"""Whether a frame holds facts: what no fact can be is told with its column, and where the engine keeps the order of rows, with its row."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import narwhals as nw

from .asked import Asked, Settled
from .basis import unlike_bases
from .column_problems import SHOWN, ColumnProblem, InvalidColumns, column_problem
from .facts import FACTS, NO_CLAIM
from .facts_rows import BASIS, CLAIMS, missing_columns
from .fields import shown
from .magnitudes import limit_of
from .problems import InvalidCase

_ROW = "alis:row"


def check_columns(frame: Any, made: Iterable[str]) -> None:
    """Refuse a frame that lacks a fact or its basis, has one of another type, or has a column that the result makes itself (`made`).

    Raises InvalidColumns.
    """
    schema = frame.collect_schema()
    kind = schema.get(BASIS)
    problems = missing_columns(schema, [name for name in (*FACTS, BASIS) if name not in CLAIMS])
    problems += [
        column_problem(None, name, "column-type-whole", type=schema[name])
        for name in FACTS
        if name in schema and not schema[name].is_integer()
    ]
    if not isinstance(kind, nw.String | nw.Categorical | nw.Enum | nw.Unknown | None):
        problems.append(column_problem(None, BASIS, "basis-not-text", type=kind))
    problems += [column_problem(None, name, "column-taken", column=name) for name in made if name in schema]
    if problems:
        raise InvalidColumns(problems)


def settled_rows(frame: Any, asked: Asked, *, checked: bool) -> Settled:
    """What all rows of a frame are calculated by, once its values are looked through; those that are `checked` are not.

    Raises InvalidColumns where a value can be no fact, a row is of another call or counted by something else than is asked, or not all
    rows would be calculated alike. Only the extremes of each column are collected, and of those that are wrong the first rows.
    """
    schema = frame.collect_schema()
    names = [] if checked else [name for name in FACTS if name in schema]
    said = _said(schema[BASIS])
    wanted = [] if said is None else [said.min().alias("basis:least"), said.max().alias("basis:most")]
    if names:
        facts = nw.col(*names)
        wanted += [facts.min().name.suffix(":least"), facts.max().name.suffix(":most"), facts.null_count().name.suffix(":nulls")]
    if names and "call" in schema:
        wanted += [_of_others(schema["call"], asked.calls).any().alias("call:others"), nw.col("call").null_count().alias("call:nulls")]
    found = dict(frame.select(*wanted).lazy().collect().rows(named=True)[0]) if wanted else {}
    problems = [each for name in names for each in _wrong_facts(frame, name, found)]
    of_another = found.get("call:others") or found.get("call:nulls")
    if of_another:
        others = _of_others(schema["call"], asked.calls) | nw.col("call").is_null()
        problems += _problems(frame, "call", others, "column-other-call", call=asked.call.id)
    settled: list[Settled] = []
    for basis in _bases(frame, said, found):
        try:
            settled.append(asked.settled(basis))
        except InvalidCase as error:
            told = [each for each in error.errors if not (of_another and each.at == "/call")]
            problems += [each for one in told for each in _problems(frame, BASIS, said == basis, one.code, **dict(one.params))]
    unlike = unlike_bases([each.terms.basis for each in settled])
    if unlike:
        problems.append(column_problem(None, BASIS, "basis-mixed", unlike=unlike))
    if problems:
        raise InvalidColumns(sorted(problems, key=lambda each: (each.row is None, each.row or 0)))
    return settled[0]


def _said(kind: Any) -> Any:
    """The basis of each row, empty where none is said; None where no row says any."""
    if isinstance(kind, nw.Unknown):
        return None
    return (nw.col(BASIS) if kind == nw.String else nw.col(BASIS).cast(nw.String)).fill_null("")


def _bases(frame: Any, said: Any, found: Mapping[str, Any]) -> list[str]:
    """What is said, each once."""
    least, most = found.get("basis:least"), found.get("basis:most")
    if least == most:
        return [least or ""]
    return sorted(row[BASIS] for row in frame.select(said.alias(BASIS)).unique().lazy().collect().rows(named=True))


def _wrong_facts(frame: Any, name: str, found: Mapping[str, Any]) -> Iterator[ColumnProblem]:
    """What is wrong with the values of a fact, of which the extremes are found."""
    least, most, nulls = (found[f"{name}:{what}"] for what in ("least", "most", "nulls"))
    if nulls and name not in CLAIMS:
        yield from _problems(frame, name, nw.col(name).is_null(), "column-null")
    if least is not None and least < 0:
        yield from _problems(frame, name, nw.col(name) < 0, "negative")
    if most is not None and most > _most(name):
        yield from _problems(frame, name, nw.col(name) > _most(name), "column-beyond", largest=_most(name))


def _most(name: str) -> int:
    return NO_CLAIM if name in CLAIMS else limit_of(name)


def _of_others(kind: Any, calls: tuple[str, ...]) -> Any:
    """The rows of other calls, of those that name one."""
    call = nw.col("call") if kind == nw.String else nw.col("call").cast(nw.String)
    return nw.all_horizontal(*(call != each for each in calls), ignore_nulls=False)


def _problems(frame: Any, name: str, condition: Any, code: str, /, **params: object) -> list[ColumnProblem]:
    """What is wrong with a column: each of the first rows, and how many there are in all.

    The rows of DuckDB and Spark have no order, and so no numbers: there the cases are named, where they have a name.
    """
    wrong = _numbered(frame).filter(condition)
    shown_too = {_ROW, "case", name} & set(wrong.collect_schema().names())
    rows = wrong.select(*sorted(shown_too)).head(SHOWN).lazy().collect().rows(named=True)
    total = wrong.select(nw.len()).lazy().collect().item() if len(rows) == SHOWN else len(rows)
    found = [column_problem(row.get(_ROW), name, code, **{"value": row[name], **params}) for row in rows]
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
