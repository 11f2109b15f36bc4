"""The national what-if: what a proposal would cost on a frame of facts, and who gains and who loses.

The rules are carried out twice on the same rows, by the tables as they are and by the tables with the proposal laid over them, as one
query in the engine of the frame. Only sums of groups of rows are collected, and added up as Python's own whole numbers.
"""

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

import narwhals as nw

from .asked import Asked, Settled
from .column_problems import ColumnProblem, InvalidColumns, column_problem
from .columns import calculated, with_amounts
from .effects import ROLES, TALLIED, WHAT, Effect, Group, NoOneRole, merged
from .fields import shown
from .magnitudes import WIDTH, TooLarge
from .offers import of_municipality
from .planning import COMPLETE, LINES, MONTHS, RESULTS, TOTAL

KEYS = ("municipality", "centrality_class")
"""The columns that rows are grouped by, beside the role."""
AMOUNTS = (TOTAL, *LINES)
"""The columns of `entitlements` that there is an effect on, in the order of `WHAT`."""
MADE = (
    "before_total_ore",
    "after_total_ore",
    *(name.replace("amount_", "difference_") for name in AMOUNTS),
    "determined",
)
"""The columns that a simulation adds to each row."""
_SLICE = 1 << 17
"""Rows that are added up at a time where the engine holds every column that it makes."""


def simulated(frame: Any, before: Asked, after: Asked, *, checked: bool) -> tuple[tuple[Group, ...], Any, Settled]:
    """What a proposal does to each group of rows, the rows with `MADE`, and what they are calculated by before.

    Raises InvalidColumns and TooLarge.
    """
    whole, given, settled = _both(frame, before, after, checked=checked)
    groups = merged(group for part in _parts(whole) for group in _groups(part))
    return groups, nw.to_native(whole.select(*given, *MADE)), settled


# Rows -----------------------------------------------------------------------------------------------------------------


def _both(frame: Any, before: Asked, after: Asked, *, checked: bool) -> tuple[Any, list[str], Settled]:
    """The frame with every amount before and after and every difference; the names of its own columns; what it is calculated by."""
    given, problems = _own_columns(frame)
    try:
        first, settled = calculated(frame, before, checked=checked)
    except InvalidColumns as error:
        whole_table = not error.errors[0].column  # of a table of another kind nothing more is told
        raise InvalidColumns(error.errors if whole_table else [*problems, *error.errors]) from None
    if problems:
        raise InvalidColumns(problems)
    moved = nw.from_native(first).rename({name: _before(name) for name in RESULTS})
    whole = nw.from_native(with_amounts(nw.to_native(moved), after.settled(settled.terms.basis).terms))
    whole = whole.with_columns(determined=nw.col(_before(COMPLETE)) & nw.col(COMPLETE))
    made = {name.replace("amount_", "difference_"): nw.col(name) - nw.col(_before(name)) for name in AMOUNTS}
    made["difference_total_ore"] = nw.when(nw.col("determined")).then(made["difference_total_ore"])
    totals = {"before_total_ore": nw.col(_before(TOTAL)), "after_total_ore": nw.col(TOTAL)}
    return whole.with_columns(**totals, **made), given, settled


def _before(name: str) -> str:
    """The name of an amount by the tables as they are."""
    return f"alis:before:{name}"


def _own_columns(frame: Any) -> tuple[list[str], list[ColumnProblem]]:
    """The names of the caller's columns, and what is wrong with those that only a simulation looks at."""
    schema: dict[str, Any] = dict(nw.from_native(frame).collect_schema())
    given = list(schema)
    found = [column_problem(None, name, "column-taken", column=name) for name in MADE if name in schema]
    found += [column_problem(None, name, "column-missing", column=name) for name in KEYS if name not in schema]
    if nw.dependencies.is_pandas_dataframe(frame):
        schema = {}
        for name in KEYS:
            if name in frame.columns:
                try:
                    schema |= nw.from_native(_in_arrow(frame, [name])).collect_schema()
                except ImportError:
                    raise
                except Exception:  # pandas' own and Arrow's ways to say that the values are of no one type
                    found.append(column_problem(None, name, "column-unreadable"))
    for name, fits, what in (("municipality", _is_text, "text"), ("centrality_class", _is_whole, "whole")):
        if name in schema and not fits(schema[name]):
            found.append(column_problem(None, name, f"column-type-{what}", type=schema[name]))
    return given, found


def _is_text(kind: Any) -> bool:
    return isinstance(kind, nw.String | nw.Categorical | nw.Enum | nw.Unknown)


def _is_whole(kind: Any) -> bool:
    return kind.is_integer() or isinstance(kind, nw.Unknown)


def _in_arrow(frame: Any, names: list[str]) -> Any:
    """Columns of pandas in Arrow, where whole numbers can be null."""
    pa: Any = import_module("pyarrow")
    return pa.Table.from_pandas(frame[names].convert_dtypes(), preserve_index=False)


# Groups ---------------------------------------------------------------------------------------------------------------


def _parts(whole: Any) -> Iterator[Any]:
    """The rows to add up, with what that needs: all in one query where the engine has queries, else some at a time."""
    held = [name for pair in MONTHS.values() for name in pair]
    needed = [*KEYS, *held, *MADE, *AMOUNTS, *map(_before, AMOUNTS)]
    if nw.dependencies.is_pandas_dataframe(nw.to_native(whole)):
        whole = nw.from_native(_in_arrow(nw.to_native(whole), needed))
    if isinstance(whole, nw.LazyFrame) or whole.implementation.is_polars():
        yield whole.lazy()
    else:
        for start in range(0, len(whole), _SLICE):
            yield whole[start : start + _SLICE]


def _groups(part: Any) -> Iterator[Group]:
    """The effect on each municipality, centrality class and role, the sums reckoned by the engine."""
    tallied = {name: expression for at, amount in enumerate(AMOUNTS) for name, expression in _tallied(at, amount)}
    sizes = [_whole(name) for amount in AMOUNTS for name in (amount, _before(amount))]
    most = nw.max_horizontal(*(size.abs() for size in sizes))
    keyed = part.select(
        municipality=nw.col("municipality").cast(nw.String),
        centrality_class=nw.col("centrality_class").cast(nw.Int64),
        role=_role(),
        most=most,
        **tallied,
    )
    grouped = keyed.group_by(*KEYS, "role").agg(nw.len().alias("rows"), nw.col("most").max(), *(nw.col(name).sum() for name in tallied))
    if isinstance(grouped, nw.LazyFrame):
        streamed: dict[str, Any] = {"engine": "streaming"} if grouped.implementation.is_polars() else {}
        grouped = grouped.collect(**streamed)
    for row in grouped.iter_rows(named=True):
        if row["rows"] * row["most"] * 2 >= WIDTH:
            raise TooLarge(f"the sums of {row['rows']} rows could leave 64 bits")
        if not re.fullmatch("([0-9]{4})?", row["municipality"] or "", re.ASCII):
            number = row["municipality"]
            raise InvalidColumns([column_problem(None, KEYS[0], "not-four-digits", value=shown(number), near=of_municipality(number))])
        if row["centrality_class"] not in (None, *range(1, 7)):
            raise InvalidColumns([column_problem(None, KEYS[1], "not-a-centrality-class", value=row["centrality_class"])])
        effects = tuple(
            Effect(key=what, rows=int(row["rows"]), **{name: int(row[f"{at}:{name}"]) for name in TALLIED if name != "rows"})
            for at, what in enumerate(WHAT)
        )
        yield Group(
            municipality=row["municipality"] or None,
            centrality_class=row["centrality_class"],
            role=ROLES[int(row["role"])],
            effects=effects,
        )


def _tallied(at: int, amount: str) -> Iterable[tuple[str, Any]]:
    """The numbers of `Effect` for one amount on each row, to be summed; each fits, since a row's amount does."""
    name = amount.replace("amount_", "difference_")
    lacks = nw.col(name).is_null()
    nothing, one = nw.lit(0, dtype=nw.Int64), nw.lit(1, dtype=nw.Int64)
    before, after, difference = _whole(_before(amount)), _whole(amount), _whole(name)

    def where(condition: Any, number: Any) -> Any:
        return nw.when(condition).then(number).otherwise(nothing)

    yield f"{at}:gain", where(difference > 0, one)
    yield f"{at}:lose", where(difference < 0, one)
    yield f"{at}:undetermined", where(lacks, one)
    yield f"{at}:before_ore", where(~lacks, before)
    yield f"{at}:after_ore", where(~lacks, after)
    yield f"{at}:gained_ore", where(difference > 0, difference)
    yield f"{at}:undetermined_before_ore", where(lacks, before)
    yield f"{at}:undetermined_after_ore", where(lacks, after)


def _whole(name: str) -> Any:
    """A column with nothing where it is null."""
    return nw.when(nw.col(name).is_null()).then(nw.lit(0, dtype=nw.Int64)).otherwise(nw.col(name))


def _role() -> Any:
    """The place in `ROLES` of each row's role: the one that has months, or where none has, the one that was held; several are no one's."""
    nothing, one = nw.lit(0, dtype=nw.Int64), nw.lit(1, dtype=nw.Int64)
    no_months = nw.sum_horizontal(*(nw.col(months).cast(nw.Int64) for months, _ in MONTHS.values())) == 0
    has = [(nw.col(months) > 0) | (no_months & (nw.col(held) > 0)) for months, held in MONTHS.values()]
    count = nw.sum_horizontal(*(nw.when(each).then(one).otherwise(nothing) for each in has))
    the_one = nw.sum_horizontal(
        *(nw.when(each).then(nw.lit(ROLES.index(role), dtype=nw.Int64)).otherwise(nothing) for role, each in zip(MONTHS, has, strict=True))
    )
    several, none = (nw.lit(ROLES.index(each), dtype=nw.Int64) for each in NoOneRole)
    return nw.when(count > 1).then(several).otherwise(nw.when(count == 1).then(the_one).otherwise(none))
