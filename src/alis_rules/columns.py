"""The same rules on dataframes: the very rule functions are handed columns, and become the query (`planning`).

Through narwhals the query runs in whatever engine the frame is of: Polars, DuckDB, pandas, PyArrow, Spark, eager or lazy. Whole numbers
throughout. That none of them can overflow 64 bits is proven before any query is made, by handing the rules magnitudes
(`magnitudes.largest_number`), and a fact beyond what the proof takes for granted is refused.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any, ClassVar

import narwhals as nw

from .asked import Asked, Settled
from .column_checks import check_columns, settled_rows
from .extras import needed
from .facts import FACTS
from .facts_rows import BASIS, CLAIMS
from .magnitudes import LIMITS, largest_number
from .planning import RESULTS, lay_down
from .scaled import Scaled
from .terms import Terms


def calculated(frame: Any, asked: Asked, *, checked: bool) -> tuple[Any, Settled]:
    """A frame of facts with its amounts, and what they were calculated by. Raises InvalidColumns and TooLarge."""
    facts = _of_pandas(frame, (*FACTS, BASIS, "call", *RESULTS)) if nw.dependencies.is_pandas_dataframe(frame) else frame
    whole = nw.from_native(facts)
    check_columns(whole, RESULTS)
    settled = settled_rows(whole, asked, checked=checked)
    return _with_amounts(frame, facts, settled.terms), settled


def with_amounts(frame: Any, terms: Terms) -> Any:
    """A frame whose values are known to be facts with its amounts by some terms. Raises TooLarge."""
    return _with_amounts(frame, _of_pandas(frame, FACTS) if nw.dependencies.is_pandas_dataframe(frame) else frame, terms)


def _of_pandas(frame: Any, names: Iterable[str]) -> Any:
    """Columns of pandas in Arrow: pandas' own whole numbers cannot be null, and would become floats."""
    pa = needed("pyarrow")
    there = [name for name in names if name in frame.columns]
    return pa.Table.from_pandas(frame[there].convert_dtypes(), preserve_index=False)


def _with_amounts(frame: Any, facts: Any, terms: Terms) -> Any:
    """A frame with the amounts of its facts, which stand in Arrow where the frame is of pandas.

    The expressions of narwhals are named as those of Polars. So a frame of Polars is handed Polars' own, and in one query.
    """
    largest_number(terms)
    whole = nw.from_native(facts)
    if whole.implementation.is_polars():
        amounts = _reckoned(frame.lazy(), import_module(".columns_polars", __package__).PolarsColumn, terms)
        return amounts.collect() if isinstance(whole, nw.DataFrame) else amounts
    amounts = nw.to_native(_reckoned(whole, Column, terms))
    if facts is frame:
        return amounts
    pa = needed("pyarrow")
    pandas: Any = nw.get_native_namespace(frame)
    kinds: dict[Any, Any] = {pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
    found = amounts.select(list(RESULTS)).to_pandas(types_mapper=kinds.get)
    return frame.assign(**dict(found.set_index(frame.index).items()))


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
