"""The same rules on dataframes: the very rule functions are handed columns, and become the query (`planning`).

Through narwhals the query runs in whatever engine the frame is of: Polars, DuckDB, pandas, PyArrow, Spark, eager or lazy. Whole numbers
throughout. That none of them can overflow 64 bits is proven before any query is made, by handing the rules magnitudes
(`magnitudes.largest_number`), and a fact beyond what the proof takes for granted is refused.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, ClassVar

try:
    import narwhals as nw
except ImportError:
    raise ImportError("dataframes need the extra “columns”: pip install 'alis-rules[columns]'") from None

from .column_checks import check_columns, check_values
from .facts_rows import CLAIMS, FACTS
from .magnitudes import LIMITS, largest_number
from .model import Acceptable, Supplied
from .planning import RESULTS, lay_down
from .rates import Tables, load_tables
from .readings import Readings
from .scaled import Scaled
from .terms import Terms, terms_for


def entitlements(
    frame: Any,
    *,
    call: str,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    supplied: Supplied | None = None,
    accept: tuple[Acceptable, ...] = (),
    known_on: dt.date | None = None,
    project: bool = False,
    checked: bool = False,
) -> Any:
    """A frame of facts, one row an ALIS in one call, with the amount of every line, the total and whether it is complete.

    The frame is of the caller's own engine, eager or lazy, and so is the result: its own columns, then the lines, ``amount_total_ore``
    (what is certain) and ``complete``, øre. The other arguments are as for `evaluate`; `supplied` and `accept` hold for every row.
    `checked`: the values are known to be facts, as those of `facts_table` are, and are not looked through first; of values that are
    none, nothing is then said, and what comes of them has no meaning.
    Raises InvalidColumns where a column is missing or no whole number, a value null, negative or too large, or a row of another call;
    KeyError where the call is unknown.
    """
    tables = tables or load_tables()
    terms = terms_for(call, readings, tables, supplied, accept, known_on, project=project)
    largest_number(terms)
    calls = (call, *([tables.newest.id] if call not in tables.calls else []))  # facts may be counted by the call that is carried forward
    reckon = _of_pandas if nw.dependencies.is_pandas_dataframe(frame) else _of
    return reckon(frame, terms, calls, checked=checked)


def _of_pandas(frame: Any, terms: Terms, calls: tuple[str, ...], *, checked: bool) -> Any:
    """A frame of pandas, reckoned in Arrow: pandas' own whole numbers cannot be null, and would become floats."""
    pa: Any = import_module("pyarrow")
    pandas: Any = nw.get_native_namespace(frame)
    there = [name for name in (*FACTS, "call") if name in frame.columns]
    table = pa.Table.from_pandas(frame[there].convert_dtypes(), preserve_index=False)
    kinds: dict[Any, Any] = {pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
    found = _of(table, terms, calls, checked=checked).select(list(RESULTS)).to_pandas(types_mapper=kinds.get)
    return frame.assign(**dict(found.set_index(frame.index).items()))


def _of(frame: Any, terms: Terms, calls: tuple[str, ...], *, checked: bool) -> Any:
    """A frame of any other engine, checked and reckoned.

    The expressions of narwhals are named as those of Polars. So a frame of Polars is handed Polars' own, and in one query.
    """
    whole = nw.from_native(frame)
    check_columns(whole, RESULTS)
    if not checked:
        check_values(whole, calls)
    if not whole.implementation.is_polars():
        return nw.to_native(_reckoned(whole, Column, terms))
    amounts = _reckoned(frame.lazy(), import_module(".columns_polars", __package__).PolarsColumn, terms)
    return amounts.collect() if isinstance(whole, nw.DataFrame) else amounts


class Column(Scaled):
    """A whole number on each row: expressions are those of narwhals."""

    engine: ClassVar[Any] = nw
    """Where expressions come from."""

    @classmethod
    def literal(cls, number: int) -> Any:
        """A plain number, of 64 bits."""
        return cls.engine.lit(number, dtype=cls.engine.Int64)

    @classmethod
    def lesser(cls, one: Any, other: Any) -> Any:
        """The lesser on each row."""
        return cls.engine.min_horizontal(one, other)

    @classmethod
    def greater(cls, one: Any, other: Any) -> Any:
        """The greater on each row."""
        return cls.engine.max_horizontal(one, other)

    @classmethod
    def either(cls, condition: Any, yes: Any, no: Any) -> Any:
        """What is chosen on each row."""
        return cls.engine.when(condition).then(yes).otherwise(no)

    @classmethod
    def halved_up(cls, expression: Any, denominator: int) -> Any:
        """Over a denominator, a half rounded up, on each row.

        Spark divides in doubles. So what is divided is first made a multiple and just under a half of the denominator, and no rounding
        of doubles reaches the next whole number: exact for quotients below `magnitudes.QUOTIENT`.
        """
        half = denominator // 2
        nearest = expression + half
        return (nearest - nearest % denominator + half) // denominator


class _FrameSheet:
    """A frame that results are added to. They wait until one is read, so that a step holds many."""

    def __init__(self, frame: Any, number: type[Column]) -> None:
        self.number = number
        self.frame = frame
        self._schema = frame.collect_schema()
        self._waiting: dict[str, Any] = {}

    def fact(self, name: str) -> Any:
        """A fact on each row, 64 bits wide; a claim that was not made is more than any line can come to."""
        if name in CLAIMS and name not in self._schema:
            return LIMITS["_ore"]
        engine = self.number.engine
        column = engine.col(name) if self._schema[name] == engine.Int64 else engine.col(name).cast(engine.Int64)
        return self.number(engine.min_horizontal(column, self.number.literal(LIMITS["_ore"])) if name in CLAIMS else column)

    def put(self, name: str, value: Any, unless: Any = None) -> None:
        """Add a column, sooner or later."""
        self._waiting[name] = value if unless is None else self.number.engine.when(~unless).then(value)

    def known(self, name: str) -> Column:
        """A result on each row, nothing where it is null."""
        return self.number(self._column(name).fill_null(0))

    def is_null(self, name: str) -> Any:
        """On which rows a result is null."""
        return self._column(name).is_null()

    def any(self, conditions: Iterable[Any]) -> Any:
        """On which rows some condition holds; none of them is null."""
        found: Any = None
        for condition in conditions:
            found = condition if found is None else found | condition
        return self.number.engine.lit(value=False) if found is None else found

    def whole(self) -> Any:
        """The frame as it was, and all results after it."""
        added = self.frame.with_columns(**self._waiting)
        return added.select(*self._schema.names(), *RESULTS)

    def _column(self, name: str) -> Any:
        if name in self._waiting:
            self.frame, self._waiting = self.frame.with_columns(**self._waiting), {}
        return self.number.engine.col(name)


def _reckoned(frame: Any, number: type[Column], terms: Terms) -> Any:
    """The frame with every result."""
    sheet = _FrameSheet(frame, number)
    lay_down(sheet, terms)
    return sheet.whole()
