"""The same rules on dataframes: the very rule functions are handed column expressions, and become the query.

`Column` is a number type like any other: it has ``+ - *`` and comparisons, and brings its own way to choose. Through narwhals the
query runs in whatever engine the frame is of: Polars, DuckDB, pandas, PyArrow, eager or lazy. Whole numbers throughout. That none of
them can overflow 64 bits is proven before any query is made, by handing the rules magnitudes (`magnitudes.largest_number`), and a fact
beyond what the proof takes for granted is refused.
"""

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from typing import Any

try:
    import narwhals as nw
except ImportError:
    raise ImportError("dataframes need the extra “columns”: pip install 'alis-rules[columns]'") from None

from attrs import define

from .column_problems import InvalidColumns, column_problem
from .facts_rows import CLAIMS, FACTS
from .magnitudes import LIMITS, largest_number, limit_of
from .model import Acceptable, DoctorRole, Supplied
from .rates import Tables, load_tables
from .readings import DEFAULTS, Readings, chosen
from .rules import RECORD_RULES, Funding, Granted, Rule, grant_frame, own_share, work
from .terms import Terms, terms_of

LINES = (*(f"amount_{rule.id.replace('-', '_')}_ore" for rule in RECORD_RULES), "amount_own_share_ore", "amount_grant_frame_ore")
"""The columns of the result, øre: null where a value is missing."""
MONTHS = {
    DoctorRole.REGULAR_GP: ("months_regular_gp_bp", "held_regular_gp"),
    DoctorRole.GP_LOCUM: ("months_gp_locum_bp", "held_gp_locum"),
    DoctorRole.INTRODUCTORY_GP: ("months_introductory_gp_bp", "held_introductory_gp"),
    DoctorRole.OTHER_MUNICIPAL_GP: ("months_other_municipal_gp_bp", "held_other_municipal_gp"),
}
"""For each role its months, and whether it is held at all."""


@define(eq=False)
class Truth:
    """A condition on each row."""

    holds: Any

    def alis_choose(self, yes: Any, no: Any) -> "Column":
        """On each row what is chosen there."""
        return Column(nw.when(self.holds).then(_expression(yes)).otherwise(_expression(no)))


@define(eq=False)
class Column:
    """A whole number on each row."""

    expression: Any

    def __add__(self, other: Any) -> "Column":
        """The sum on each row."""
        return Column(self.expression + _expression(other))

    def __sub__(self, other: Any) -> "Column":
        """The difference on each row."""
        return Column(self.expression - _expression(other))

    def __mul__(self, other: Any) -> "Column":
        """The product on each row."""
        return Column(self.expression * _expression(other))

    def __floordiv__(self, other: int) -> "Column":
        """The quotient on each row; nothing that is divided is below zero."""
        return Column(self.expression // other)

    def __lt__(self, other: Any) -> Truth:
        """Whether it is less, on each row."""
        return Truth(self.expression < _expression(other))

    def __gt__(self, other: Any) -> Truth:
        """Whether it is more, on each row."""
        return Truth(self.expression > _expression(other))

    def __rsub__(self, other: Any) -> "Column":
        """The difference from a plain number, on each row."""
        return Column(_expression(other) - self.expression)

    __radd__, __rmul__ = __add__, __mul__


def _expression(number: Any) -> Any:
    """A number as an expression."""
    return number.expression if isinstance(number, Column) else nw.lit(number, dtype=nw.Int64)


class _FactColumns:
    """The facts of each row, as the rules read them: 64 bits wide; a claim that was not made is more than any line can come to."""

    def __getattr__(self, name: str) -> Column:
        column = nw.col(name).cast(nw.Int64)
        if name in CLAIMS:
            beyond = nw.lit(LIMITS["_ore"], dtype=nw.Int64)
            column = nw.when(column.is_null() | (column > beyond)).then(beyond).otherwise(column)
        return Column(column)


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
) -> Any:
    """A frame of facts, one row an ALIS in one call, with the amount of every line, the total and whether it is complete.

    The frame is of the caller's own engine, eager or lazy, and so is the result: its own columns, then `LINES`, ``amount_total_ore``
    (what is certain) and ``complete``, øre. The other arguments are as for `evaluate`; `supplied` and `accept` hold for every row.
    Raises InvalidColumns where a column is missing, no whole number, null, negative or too large; KeyError where the call is unknown.
    """
    tables = tables or load_tables()
    found = tables.calls.get(call) or (tables.projected(call, None) if project else None)
    if found is None:
        raise KeyError(call)
    if not isinstance(readings, Readings):
        readings = chosen(DEFAULTS, dict(readings or {}))
    terms = terms_of(tables, found, readings, supplied or Supplied(), accept, known_on)
    largest_number(terms)
    return _of_pandas(frame, terms) if nw.dependencies.is_pandas_dataframe(frame) else _of(frame, terms)


def _of_pandas(frame: Any, terms: Terms) -> Any:
    """A frame of pandas, reckoned in Arrow: pandas' own whole numbers cannot be null, and would become floats."""
    pa: Any = import_module("pyarrow")
    pandas: Any = nw.get_native_namespace(frame)
    there = [name for name in FACTS if name in frame.columns]
    table = pa.Table.from_pandas(frame[there].convert_dtypes(), preserve_index=False)
    kinds: dict[Any, Any] = {pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
    found = _of(table, terms).select([*LINES, "amount_total_ore", "complete"]).to_pandas(types_mapper=kinds.get)
    return frame.assign(**dict(found.set_index(frame.index).items()))


def _of(frame: Any, terms: Terms) -> Any:
    """A frame of any other engine, checked and reckoned."""
    whole = _with_every_claim(nw.from_native(frame))
    _check(whole)
    return nw.to_native(_reckoned(whole, terms))


def _with_every_claim(frame: Any) -> Any:
    """The frame, with a null claim where it has no column for one."""
    there = frame.collect_schema().names()
    lacking = [name for name in CLAIMS if name not in there]
    return frame.with_columns(**{name: nw.lit(None, dtype=nw.Int64) for name in lacking}) if lacking else frame


def _check(frame: Any) -> None:
    """Refuse what no fact can be; of a lazy frame only the extremes of each column are collected."""
    schema = frame.collect_schema()
    problems = [column_problem(None, name, "column-missing", column=name) for name in FACTS if name not in schema]
    problems += [
        column_problem(None, name, "column-type-whole", type=schema[name])
        for name in FACTS
        if name in schema and not schema[name].is_integer()
    ]
    if problems:
        raise InvalidColumns(problems)
    asked: dict[str, Any] = {}
    for name in FACTS:
        asked |= {f"{name}:least": nw.col(name).min(), f"{name}:most": nw.col(name).max(), f"{name}:null": nw.col(name).null_count()}
    extremes = frame.select(**asked).lazy().collect().rows(named=True)[0]
    for name in FACTS:
        least, most, nulls = (extremes[f"{name}:{what}"] for what in ("least", "most", "null"))
        if nulls and name not in CLAIMS:
            problems.append(column_problem(None, name, "column-nulls", rows=nulls))
        if least is not None and least < 0:
            problems.append(column_problem(None, name, "negative", value=least))
        if most is not None and name not in CLAIMS and most > limit_of(name):
            problems.append(column_problem(None, name, "column-beyond", value=most, largest=limit_of(name)))
    if problems:
        raise InvalidColumns(problems)


def _reckoned(frame: Any, terms: Terms) -> Any:
    """The frame with every line: each rule sees the lines before it as columns."""
    facts: Any = _FactColumns()
    given = frame.collect_schema().names()
    frame = frame.with_columns(**{"alis:frame": grant_frame.frame(facts, terms).expression})
    granted = Granted(frame=Column(nw.col("alis:frame")))
    undetermined: list[Any] = []
    for rule, name in zip(RECORD_RULES, LINES, strict=False):
        lacks = _lacks(rule, facts, terms, undetermined)
        counts = rule.counting(facts).expression > 0
        amount = work(rule, facts, terms, granted).amount.expression
        frame = frame.with_columns(**{f"alis:no:{name}": counts & lacks, name: amount})
        frame = frame.with_columns(**{name: nw.when(nw.col(f"alis:no:{name}")).then(nw.lit(0, dtype=nw.Int64)).otherwise(nw.col(name))})
        if rule.funding is not Funding.MUNICIPAL:
            setattr(granted, rule.id.replace("-", "_"), Column(nw.col(name)))
            undetermined.append((rule.id, nw.col(f"alis:no:{name}")))
    frame = _with_frame(frame, facts, terms, granted, undetermined)
    own = own_share.amount(terms, granted, Column(nw.col("alis:above")))
    frame = frame.with_columns(
        amount_own_share_ore=nw.lit(0, dtype=nw.Int64) - own.expression,
        amount_grant_frame_ore=nw.lit(0, dtype=nw.Int64) - nw.col("alis:above"),
    )
    state = [name for rule, name in zip(RECORD_RULES, LINES, strict=False) if rule.funding is not Funding.MUNICIPAL]
    unknown = [*(column for _, column in undetermined), nw.col("alis:no:amount_grant_frame_ore")]
    frame = frame.with_columns(
        amount_total_ore=nw.sum_horizontal(*state, "amount_own_share_ore", "amount_grant_frame_ore"),
        complete=~nw.any_horizontal(*unknown, ignore_nulls=False),
    )
    nulled = {name: nw.when(~nw.col(f"alis:no:{name}")).then(nw.col(name)) for name in LINES if name != "amount_own_share_ore"}
    return frame.with_columns(**nulled).select(*given, *LINES, "amount_total_ore", "complete")


def _with_frame(frame: Any, facts: Any, terms: Terms, granted: Granted, undetermined: list[Any]) -> Any:
    """The frame with what exceeds the grant frame, and on which rows the grant frame is not known."""
    in_doubt = nw.any_horizontal(*(column for rule, column in undetermined if rule != "additional-elements"), ignore_nulls=False)
    applies = (nw.col("has_frame") > 0) & ((grant_frame.limited(terms, granted).expression > 0) | in_doubt)
    unknown = applies & (nw.lit(bool(terms.every_day_missing)) | _frame_lacks(terms))
    above = grant_frame.amount(facts, terms, granted).expression
    frame = frame.with_columns(**{"alis:no:amount_grant_frame_ore": unknown, "alis:above": above})
    return frame.with_columns(
        **{"alis:above": nw.when(nw.col("alis:no:amount_grant_frame_ore")).then(nw.lit(0, dtype=nw.Int64)).otherwise(nw.col("alis:above"))}
    )


def _lacks(rule: Rule, facts: Any, terms: Terms, undetermined: list[Any]) -> Any:
    """On which rows a value is missing to reckon a line with something that counts."""
    known = not terms.every_day_missing and terms.missing.keys().isdisjoint((*rule.prices, *rule.caps))
    lacks = nw.lit(not known)
    if rule.id == "facilitation":
        before = nw.any_horizontal(*(column for _, column in undetermined), ignore_nulls=False)
        return lacks | (before if terms.facilitation_of_granted else _frame_lacks(terms))
    return lacks | (nw.col("centrality_known") == 0) if rule.id == "additional-elements" else lacks


def _frame_lacks(terms: Terms) -> Any:
    """On which rows the grant frame is not known: of the roles that have months, or where none has, of those that were held."""
    no_months = nw.sum_horizontal(*(months for months, _ in MONTHS.values())) == 0
    lacks = nw.lit(value=False)
    for role, (months, held) in MONTHS.items():
        graded = (nw.col(months) > 0) | (no_months & (nw.col(held) > 0))
        if role in terms.frame_missing:
            lacks = lacks | graded
        if role in terms.window_frame_missing:
            lacks = lacks | (graded & (nw.col("in_window") > 0))
    return lacks
