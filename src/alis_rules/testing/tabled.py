"""Strategies for tables that are not quite those shipped, and for proposals to lay over them."""

import datetime as dt
import re
from typing import Any

from hypothesis import strategies as st

from alis_rules import Tables, rates_files
from alis_rules.rates import FEE_RATE, UNITS

from .numbers import Document, around, number, periods

_FIXED = ("announced", "period-from", "period-to")
"""What a call is known by."""
_FIGURES = {
    "percent": st.integers(0, 200_00).map(number),
    "months": st.integers(0, 60),
    "years": st.integers(1, 12),
    "h": st.integers(0, 400_00).map(number),
    "NOK": st.integers(0, 500_000_00).map(number),
    "NOK/h": st.integers(0, 4_000_00).map(number),
    "yes-no": st.booleans(),
    "date": st.dates(dt.date(2021, 1, 1), dt.date(2028, 12, 31)),
}
"""Possible figures of each unit, as a table has them."""
_FIRM, _ANY = ("official", "reported"), ("official", "reported", "unconfirmed")


def _toml(figure: Any) -> str:
    """A figure as TOML has it."""
    if isinstance(figure, bool):
        return str(figure).lower()
    return f'"{figure}"' if isinstance(figure, str) else str(figure)


# Tables ---------------------------------------------------------------------------------------------------------------


@st.composite
def _changed_row(draw: st.DrawFn, row: str, value_id: str, unit: str) -> str:
    """A row of a table with another figure, another standing, an earlier first day, or nothing known."""
    change = draw(st.sampled_from(["figure", "figure", "standing", "day", "unknown"]))
    if change == "figure":
        return re.sub(r"(?m)^value = .*$", f"value = {_toml(draw(_FIGURES[unit]))}", row)
    if change == "standing":
        standing = draw(st.sampled_from(_FIRM if value_id == "longest-years" else _ANY))
        return re.sub(r'(?m)^standing = ".*"$', f'standing = "{standing}"', row)
    if change == "day" and value_id != FEE_RATE:
        earlier = draw(st.dates(dt.date(2015, 1, 1), dt.date(2020, 12, 31)))
        return re.sub(r"(?m)^in_force_from = .*$", f"in_force_from = {earlier}", row)
    if change == "unknown" and value_id not in ("longest-years", FEE_RATE):
        return re.sub(r'(?m)^standing = ".*"$', 'standing = "not-found"', re.sub(r"(?m)^value = .*\n", "", row))
    return row


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    """The shipped tables with some figures, first days or standings changed, or some figures unknown: still valid tables."""
    files = rates_files.table_files(rates_files.rates_directory())
    names = [name for name in files if name.startswith("calls/")]
    for name in draw(st.lists(st.sampled_from([*names, "fee-rate.toml"]), min_size=1, max_size=3, unique=True)):
        head, *rows = files[name].decode().split("[[value]]")
        known = [index for index, row in enumerate(rows) if "\nvalue = " in row and not any(f'id = "{fixed}"' in row for fixed in _FIXED)]
        for index in draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True)):
            named = re.search(r'^id = "(.*)"$', rows[index], re.MULTILINE)
            value_id = named[1] if named else FEE_RATE
            rows[index] = draw(_changed_row(rows[index], value_id, UNITS.get(value_id, "NOK/h")))
        files[name] = "[[value]]".join([head, *rows]).encode()
    return rates_files.read_tables(files)


# Proposals ------------------------------------------------------------------------------------------------------------


@st.composite
def _proposed_row(draw: st.DrawFn, value_id: str) -> Document:
    unit = UNITS.get(value_id, "NOK/h")
    first_days = [first for first, _ in periods().values()]
    starts = draw(st.sampled_from(around(*first_days)) | st.dates(dt.date(2020, 1, 1), dt.date(2028, 12, 31)))
    row: Document = {"id": value_id, "in_force_from": starts, "source": "et forslag", "checked": starts}
    known = value_id == "longest-years" or draw(st.integers(0, 9)) < 9
    row |= {"value": draw(_FIGURES[unit])} if known else {"standing": "not-found"}
    if known and draw(st.booleans()):
        row["standing"] = draw(st.sampled_from(_FIRM if value_id == "longest-years" else _ANY))
    if draw(st.integers(0, 2)) == 2:
        last_days = [last for _, last in periods().values() if last >= starts]
        row["in_force_to"] = draw(st.sampled_from([*last_days, starts + dt.timedelta(5_000)]))
    return row


@st.composite
def overlays(draw: st.DrawFn) -> Document:
    """Proposals, as `Tables.overlay` takes them: a name, and other values from some day on; some only until a day."""
    ids = [value_id for value_id in (*UNITS, FEE_RATE) if value_id not in _FIXED]
    chosen = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=5, unique=True))
    return {"name": draw(st.sampled_from(["forslag", "statsbudsjettet – “æøå”"])), "value": [draw(_proposed_row(each)) for each in chosen]}
