"""The facts table from the plain columns that people have: role, percent, dates, hours and kroner, one row an ALIS.

Each row becomes a case with at most one record of each kind, so that the same checks and counting rules decide as everywhere else.
All that is wrong with all rows is told together. Numbers stay exact: a binary float is taken for the decimal that it is written as,
and refused where that has more than two decimals.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any

from .asked import Asked
from .column_problems import ColumnProblem, InvalidColumns, column_problem
from .extras import needed
from .facts_rows import CaseCounter, FactsRow, record_batches, table_of
from .fields import Unfit, from_hundredths, hundredths, near, optional_day, shown
from .interchange import case_from_json
from .model import CASE_SCHEMA, Case, EmploymentModel
from .plain_columns import PLAIN_COLUMNS, PlainColumn
from .problems import InvalidCase, problem
from .rates import Call, Tables, load_tables
from .readings import DEFAULTS, chosen
from .reasons import Reason
from .resolving import Chosen
from .timeline import Timeline

_SLICE = 4_096
"""Rows that are read at a time."""


_BY_NAME = {each.name: each for each in PLAIN_COLUMNS}
_BY_PLACE = {each.at: each.name for each in PLAIN_COLUMNS if each.at}
_ORDER = {name: index for index, name in enumerate(_BY_NAME)}
_ACTIVITY = ("absence_hours", "expenses", "fund_refund")
_COSTS = ("facilitation", "additional", "municipal")


def facts_from_columns(
    frame: Any,
    *,
    call: str,
    readings: Chosen = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Any:
    """The facts table of a frame of plain columns (`PLAIN_COLUMNS`), as a `pyarrow.Table`: one row an ALIS, all for one call.

    `frame` is any frame that narwhals reads: of Polars, pandas, PyArrow, DuckDB and others; a lazy one is collected. One of Spark is
    counted by Spark's workers, by the shipped tables only, and the result is Spark's too (`facts_spark`).
    The hours and kroner of a row are sums that stand on one day, `date`. Where none is given that is the first day that can count:
    the latest of the call's first day, `from`, `signed_on` and `training_start`. A row whose days do not all count alike is then
    refused. The other arguments are as for `evaluate`. Raises InvalidColumns, which holds every problem of every row; InvalidCase
    where the call or a reading is unknown.
    """
    asked = Asked(call, readings=readings, tables=tables, known_on=known_on, project=project)
    needed("pyarrow")
    found: list[ColumnProblem] = []
    seen: dict[str, Any] = {"readings": chosen(DEFAULTS, readings), "known_on": known_on, "project": project}
    if _is_of_spark(frame):
        if asked.tables is not load_tables():
            raise ValueError("on Spark facts are counted by the shipped tables")
        return import_module(".facts_spark", __package__).facts_on_spark(frame, call=call, **seen)
    columns = _columns(frame, found)
    reading = _Reading(asked.call, CaseCounter(asked.tables, **seen), found)
    batches = list(record_batches(reading.rows(columns)))
    if found:
        raise InvalidColumns(found)
    return table_of(batches)


# Columns --------------------------------------------------------------------------------------------------------------


def _is_of_spark(frame: Any) -> bool:
    nw = needed("narwhals")
    return bool(nw.dependencies.is_pyspark_dataframe(frame))


def _columns(frame: Any, found: list[ColumnProblem]) -> dict[str, Any]:
    """The known columns of a frame as Arrow arrays; what is wrong with columns as a whole is added to `found`."""
    nw = needed("narwhals")
    try:
        native = nw.from_native(frame)
    except nw.exceptions.DuplicateError:
        raise InvalidColumns(_twice(frame)) from None
    names = [str(name) for name in native.collect_schema().names()]
    found += (
        column_problem(None, shown(name), "column-unknown", column=shown(name), near=near(name, _BY_NAME), known=", ".join(_BY_NAME))
        for name in names
        if name not in _BY_NAME
    )
    found += (
        column_problem(None, each.name, "column-missing", column=each.name)
        for each in PLAIN_COLUMNS
        if each.required and each.name not in names
    )
    wanted = native.select([name for name in _BY_NAME if name in names])
    eager = wanted.collect("pyarrow") if isinstance(wanted, nw.LazyFrame) else wanted
    columns: dict[str, Any] = {}
    for name in eager.columns:
        try:
            column = eager.get_column(name).to_arrow()
        except Exception:  # each engine has its own way to say that the values are of no one type
            found.append(column_problem(None, name, "column-unreadable"))
            continue
        kind = _BY_NAME[name].kind
        if column.null_count == len(column) or _fits(kind, column.type):
            columns[name] = _plain(column, kind)
        else:
            found.append(column_problem(None, name, f"column-type-{kind}", type=column.type))
    return columns


def _twice(frame: Any) -> list[ColumnProblem]:
    """The columns whose name stands more than once, which only PyArrow and pandas allow."""
    names = [shown(name) for name in getattr(frame, "column_names", None) or frame.columns]
    return [column_problem(None, name, "column-twice", column=name) for name in dict.fromkeys(names) if names.count(name) > 1]


def _fits(kind: str, arrow_type: Any) -> bool:
    """Whether a column of an Arrow type can hold values of a kind."""
    types: Any = import_module("pyarrow").types
    if types.is_dictionary(arrow_type):
        arrow_type = arrow_type.value_type
    text = types.is_string(arrow_type) or types.is_large_string(arrow_type) or types.is_string_view(arrow_type)
    whole, real = types.is_integer(arrow_type), types.is_floating(arrow_type)
    fits = {
        "id": text or whole,
        "text": text,
        "number": text or whole or real or types.is_decimal(arrow_type),
        "day": text or types.is_date(arrow_type) or (types.is_timestamp(arrow_type) and arrow_type.tz is None),
        "whole": whole or real,
    }
    return bool(types.is_null(arrow_type) or fits[kind])


def _plain(column: Any, kind: str) -> Any:
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


class _Reading:
    """Reads row after row, adding what is wrong to `found`."""

    def __init__(self, call: Call, counter: CaseCounter, found: list[ColumnProblem]) -> None:
        self.call = call
        self.counter = counter
        self.found = found
        self.stand_ins: dict[str, Any] = {
            "municipality": next(iter(counter.tables.municipalities)),
            "role": "fastlege",
            "percent": 0,
            "from": dt.date.min,
            "signed_on": dt.date.min,
        }
        """Stand where there is no value to read and one is needed, so that the rest of the row can still be checked."""

    def rows(self, columns: Mapping[str, Any]) -> Iterator[FactsRow]:
        """The rows of the facts table; once something is wrong they are checked and no more made."""
        length = max(map(len, columns.values()), default=0)
        for start in range(0, length, _SLICE):
            parts = {name: _values(column.slice(start, _SLICE)) for name, column in columns.items()}
            for index in range(min(_SLICE, length - start)):
                cells = {name: part[index] for name, part in parts.items()}
                wrong: list[tuple[str, Any]] = []
                row = self._row(start + index, cells, wrong)
                wrong.sort(key=lambda each: _ORDER[each[0]])
                self.found += (ColumnProblem(start + index, name, each) for name, each in wrong)
                if row is not None and not self.found:
                    yield row

    def _row(self, number: int, cells: dict[str, Any], wrong: list[tuple[str, Any]]) -> FactsRow | None:
        """One row, or None where it cannot be counted; its problems, each with its column, are added to `wrong`."""
        name = cells.pop("case", None)
        for column, value in cells.items():
            code, read = _read(_BY_NAME[column], value)
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
        day = dated or self._first_day(cells)
        try:
            document = _document({**self.stand_ins, **cells}, self.call.id, day)
            case = case_from_json(document, tables=self.counter.tables, project=self.counter.project)
        except InvalidCase as error:
            wrong += ((_BY_PLACE[each.at], each) for each in error.errors)
            return None
        if any(column not in cells for column in self.stand_ins):
            return None
        row, counted = self.counter.counted(case)
        if dated is None and _hangs_on_the_day(case, counted.timeline, day):
            wrong.append(("date", problem("", "column-date-needed")))
        return FactsRow(str(number if name is None else name), row.call, row.municipality, row.centrality_class, row.facts)

    def _first_day(self, cells: Mapping[str, Any]) -> dt.date:
        """The first day that can count, as far as the days can be read."""
        days = [optional_day(cells.get(name)) for name in ("from", "signed_on", "training_start")]
        return max([self.call.bounds[0], *(day for day in days if isinstance(day, dt.date))])


def _read(column: PlainColumn, value: Any) -> tuple[str | None, Any]:
    """A cell as a case takes it, with the code of what is wrong with it where it cannot be: its value is then None."""
    if value is None:
        return ("column-null" if column.required else None), None
    if isinstance(value, dt.datetime):
        return (None, value.date()) if value.time() == dt.time() else ("column-not-a-day", None)
    if isinstance(value, Decimal):  # the scale is the column's, so its zeros say nothing of how this number was written
        return None, value if _has_more_than_two_decimals(value) else from_hundredths(hundredths(value))
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
