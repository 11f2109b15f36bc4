"""Rows of plain columns: each becomes a case with at most one record of each kind, and is counted as any other case.

Numbers stay exact: a binary float is taken for the decimal that it is written as, and refused where that has more than two decimals.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any, NamedTuple

from .column_problems import ColumnProblem, column_problem
from .facts_rows import CaseCounter, FactsRow
from .fields import Unfit, from_hundredths, hundredths, near, optional_day, shown
from .interchange import case_from_json
from .model import CASE_SCHEMA, Case, EmploymentModel
from .plain_columns import PLAIN_COLUMNS, PlainColumn
from .plausibility import odd
from .problems import InvalidCase, Problem, problem
from .rates import Call
from .reasons import Reason
from .resolving import call_named
from .timeline import Timeline

SLICE = 4_096
"""Rows that are read at a time."""
BY_NAME = {each.name: each for each in PLAIN_COLUMNS}
"""The plain columns, by name."""
_BY_PLACE = {each.at: each.name for each in PLAIN_COLUMNS if each.at}
_ORDER = {name: index for index, name in enumerate(BY_NAME)}
_ACTIVITY = ("absence_hours", "expenses", "fund_refund")
_COSTS = ("facilitation", "additional", "municipal")


# Columns --------------------------------------------------------------------------------------------------------------


def wrong_names(names: list[str], *, call_given: bool) -> Iterator[ColumnProblem]:
    """What is wrong with the names of plain columns; where no call is given for all rows, one names each row's own."""
    known = ", ".join(BY_NAME)
    for name in names:
        if name not in BY_NAME:
            yield column_problem(None, shown(name), "column-unknown", column=shown(name), near=near(name, BY_NAME), known=known)
    for each in PLAIN_COLUMNS:
        if each.required and each.name not in names:
            yield column_problem(None, each.name, "column-missing", column=each.name)
    if not call_given and "call" not in names:
        yield column_problem(None, "call", "column-call-needed")


def wrong_type(name: str, arrow_type: Any) -> Iterator[ColumnProblem]:
    """That a plain column is of an Arrow type that its values cannot have."""
    kind = BY_NAME[name].kind
    if not fits(kind, arrow_type):
        yield column_problem(None, name, f"column-type-{kind}", type=arrow_type)


def fits(kind: str, arrow_type: Any) -> bool:
    """Whether a column of an Arrow type can hold values of a kind."""
    types: Any = import_module("pyarrow").types
    if types.is_dictionary(arrow_type):
        arrow_type = arrow_type.value_type
    text = types.is_string(arrow_type) or types.is_large_string(arrow_type) or types.is_string_view(arrow_type)
    whole, real = types.is_integer(arrow_type), types.is_floating(arrow_type)
    suited = {
        "id": text or whole,
        "text": text,
        "number": text or whole or real or types.is_decimal(arrow_type),
        "day": text or types.is_date(arrow_type) or (types.is_timestamp(arrow_type) and arrow_type.tz is None),
        "whole": text or whole or real,
    }
    return bool(types.is_null(arrow_type) or suited[kind])


def plain(column: Any, kind: str) -> Any:
    """A column whose values are Python's own: moments no finer than microseconds, narrow binary floats as they are written."""
    pa: Any = import_module("pyarrow")
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp("us"), safe=False)
    return column.cast(pa.string()) if kind == "number" and pa.types.is_float32(column.type) else column


def _values(column: Any) -> list[Any]:
    """The values of some rows; a day that Python's calendar does not have stays as text."""
    try:
        return list(column.to_pylist())
    except (ValueError, OverflowError):
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return "…"


# Rows -----------------------------------------------------------------------------------------------------------------


class Read(NamedTuple):
    """What became of a row."""

    number: int
    """Its number, counted from 0."""
    row: FactsRow | None
    """The facts; None where it cannot be counted."""
    wrong: list[ColumnProblem]
    """All that is wrong with it, in the order of the columns."""
    odd: tuple[tuple[str, str], ...] = ()
    """What is possible and looks like a slip: each with its column, and the code of the note."""


class PlainRows:
    """Counts row after row."""

    def __init__(self, counter: CaseCounter, call: str | None, otherwise: str | None = None) -> None:
        """`call`: that of all rows; where it is None each row names its own, or else is of the call `otherwise`."""
        self.counter = counter
        self.call, self.otherwise = call, otherwise
        self._calls: dict[str, tuple[Call | None, list[Problem]]] = {}
        self._stand_ins: dict[str, Any] = {
            "municipality": next(iter(counter.tables.municipalities)),
            "role": "fastlege",
            "percent": 0,
            "from": dt.date.min,
            "signed_on": dt.date.min,
        }
        """Stand where there is no value to read and one is needed, so that the rest of the row can still be checked."""

    def read(self, columns: Mapping[str, Any]) -> Iterator[Read]:
        """What becomes of each row of some columns, which are Arrow arrays of one length."""
        length = max(map(len, columns.values()), default=0)
        for start in range(0, length, SLICE):
            parts = {name: _values(column.slice(start, SLICE)) for name, column in columns.items()}
            for index in range(min(SLICE, length - start)):
                cells = {name: part[index] for name, part in parts.items()}
                wrong: list[tuple[str, Problem]] = []
                odd_ones: list[tuple[str, str]] = []
                row = self._row(start + index, cells, wrong, odd_ones)
                wrong.sort(key=lambda each: _ORDER[each[0]])
                problems = [ColumnProblem(start + index, name, each) for name, each in wrong]
                yield Read(start + index, None if wrong else row, problems, () if wrong else tuple(odd_ones))

    def _row(
        self, number: int, cells: dict[str, Any], wrong: list[tuple[str, Problem]], odd_ones: list[tuple[str, str]]
    ) -> FactsRow | None:
        """One row, or None where it cannot be counted; what is wrong with it and what is odd is added to the lists, with its column."""
        name = cells.pop("case", None)
        call = self._call(cells.pop("call", None), wrong)
        for column, value in cells.items():
            code, read = _read(BY_NAME[column], value)
            if code:
                wrong.append((column, problem("", code, value=shown(value)) if value is not None else problem("", code)))
            cells[column] = read
        cells = {column: value for column, value in cells.items() if value is not None}
        if "supervision_cost" in cells and "supervision_hours" not in cells:
            wrong.append(("supervision_hours", problem("", "column-hours-needed")))
        dated: Any = optional_day(cells.get("date"))
        if isinstance(dated, Unfit):
            wrong += (("date", each) for each in dated.under("date"))
            dated = None
        days = [dated] if dated else [optional_day(cells.get(name)) for name in ("from", "signed_on", "training_start")]
        day = dated or max([call.bounds[0], *(each for each in days if isinstance(each, dt.date))])
        try:
            document = _document({**self._stand_ins, **cells}, call.id, day)
            case = case_from_json(document, tables=self.counter.tables, project=self.counter.project)
        except InvalidCase as error:
            wrong += ((_BY_PLACE[each.at], each) for each in error.errors)
            return None
        if any(column not in cells for column in self._stand_ins):
            return None
        row, counted = self.counter.counted(case)
        if dated is None and _hangs_on_the_day(case, counted.timeline, day):
            wrong.append(("date", problem("", "column-date-needed")))
        odd_ones += ((_BY_PLACE.get(note.about, "date"), note.code) for note in odd(case, call.period))
        return FactsRow(str(number if name is None else name), row.call, row.municipality, row.centrality_class, row.facts)

    def _call(self, said: Any, wrong: list[tuple[str, Problem]]) -> Call:
        """The call of a row; the newest stands in where there is none, so that the rest of the row can still be checked."""
        tables = self.counter.tables
        named = self.call or self.otherwise if said is None else str(said)
        if named is None:
            wrong.append(("call", problem("", "column-null")))
            return tables.newest
        if self.call not in (None, named):
            wrong.append(("call", problem("", "column-other-call", value=shown(named), call=self.call)))
        if named not in self._calls:
            self._calls[named] = call_named(named, tables, project=self.counter.project)
        call, problems = self._calls[named]
        wrong += (("call", each) for each in problems)
        return call or tables.newest


def _read(column: PlainColumn, value: Any) -> tuple[str | None, Any]:
    """A cell as a case takes it, with the code of what is wrong with it where it cannot be: its value is then None."""
    if value is None:
        return ("column-null" if column.required else None), None
    if isinstance(value, dt.datetime):
        return (None, value.date()) if value.time() == dt.time() else ("column-not-a-day", None)
    if isinstance(value, Decimal):  # the scale is the column's, so its zeros say nothing of how this number was written
        return None, value if _has_more_than_two_decimals(value) else from_hundredths(hundredths(value))
    if column.kind == "whole" and isinstance(value, str):
        return (None, int(value)) if value.isascii() and value.isdigit() and len(value) == 1 else ("not-a-centrality-class", None)
    if not isinstance(value, float):
        return None, value
    exact = Decimal(repr(float(value)))
    if column.kind == "whole":
        return (None, int(value)) if value.is_integer() else ("not-a-centrality-class", None)
    if exact.is_finite() and _has_more_than_two_decimals(exact):
        return "column-inexact", None
    return None, exact


def _has_more_than_two_decimals(number: Decimal) -> bool:
    numerator, denominator = number.as_integer_ratio()
    return numerator * 100 % denominator != 0


def _document(cells: Mapping[str, Any], call: str, day: dt.date) -> dict[str, Any]:
    """A row as the document of a case: one position, and at most one record of each kind, on one day."""

    def some(**names: str) -> dict[str, Any]:
        return {key: cells[name] for key, name in names.items() if name in cells}

    def record(**names: str) -> list[dict[str, Any]]:
        values = some(**names)
        return [{"date": day, **values}] if values else []

    activities = [{"kind": "kurs", **each} for each in record(**{name: name for name in _ACTIVITY})]
    return {
        "schema": CASE_SCHEMA,
        "call": call,
        "municipality": some(number="municipality", centrality_class="centrality_class"),
        "doctor": some(first_gp_date="first_gp_date", training_start="training_start"),
        "agreement": {"kind": "alis-avtale", **some(signed_on="signed_on")},
        "positions": [
            {
                "employment": EmploymentModel.SELF_EMPLOYED.value,
                **some(role="role", employment="employment", percent="percent", to="to"),
                "from": cells["from"],
            }
        ],
        "activities": activities,
        "supervision": record(hours="supervision_hours", cost="supervision_cost") if "supervision_hours" in cells else [],
        "lower_productivity": [{"from": day, "to": day, "amount": each["amount"]} for each in record(amount="lower_productivity")],
        **{name: record(amount=name) for name in _COSTS},
    }


def _hangs_on_the_day(case: Case, timeline: Timeline, day: dt.date) -> bool:
    """Whether the hours and kroner count on some of the days of the post from `day` on, and not on others."""
    held = [span for span in timeline.spans if span.posts and span.last >= day.toordinal() and Reason.OUTSIDE_CALL not in span.reasons]
    days_differ = len({bool(span.reasons) for span in held}) > 1
    window_differs = len({bool(span.reasons | span.productivity_reasons) for span in held}) > 1
    loses = any(each.amount for each in case.lower_productivity)
    others = (case.activities, case.supervision, case.facilitation, case.additional, case.municipal)
    return (loses and window_differs) or (any(others) and days_differ)
