"""The rate tables: dated values with standing and source, and how they are looked up.

What no source says is a value of its own, with the standing ``not-found``: never a guess, never a zero. `rates_files` reads the tables.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from attrs import frozen

from .model import Standing

if TYPE_CHECKING:
    from pathlib import Path

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "announced": "date",
        "period-from": "date",
        "period-to": "date",
        "deadline": "date",
        "practice-compensation-share": "percent",
        "absence-hours": "h",
        "learning-expenses": "NOK",
        "lower-productivity": "NOK",
        "productivity-months": "months",
        "supervision-share": "percent",
        "supervision-hours": "h",
        "facilitation-share": "percent",
        "grant-frame-fastlege": "NOK",
        "grant-frame-fastlegevikar": "NOK",
        "grant-frame-introduksjonslege": "NOK",
        "grant-frame-annet-legearbeid": "NOK",
        "additional-cap": "NOK",
        "own-share": "percent",
        "longest-years": "years",
        "locum-months": "months",
        "recruitment-difficulties": "yes-no",
        "template-required": "yes-no",
        "back-dating-signed-after": "date",
        "back-dating-counts-from": "date",
    }
)
"""Every value that a call's file gives, or says is not found, with its unit."""

FEE_RATE = "fee-rate"
RENUMBERED_ON = dt.date(2024, 1, 1)
"""The day the municipality numbers of the table took over from those before them."""


class InvalidTables(ValueError):
    """Tables that cannot be used. It holds every problem of every file."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Take the problems, each beginning with its file and place."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@frozen(kw_only=True)
class RateUsed:
    """A value of the tables, or of the caller, that a line reads."""

    id: str
    value: str
    unit: str
    standing: Standing
    in_force_from: dt.date | None
    source: str


@frozen(kw_only=True)
class Value:
    """One dated value, and why it is believed."""

    id: str
    value: Decimal | dt.date | bool | None
    """The figure in `unit`; None where no source gives it."""
    unit: str
    standing: Standing
    source: str
    """Title and address of the source."""
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    between: tuple[dt.date, dt.date] | None = None
    """The days between which an unknown day lies: of coming into force, or the value itself where it is a date."""
    known_from: dt.date | None = None
    checked: dt.date
    note: str = ""

    @property
    def number(self) -> Decimal:
        """The figure of a value that is a number."""
        return cast("Decimal", self.value)

    @property
    def day(self) -> dt.date:
        """The day of a value that is a date."""
        return cast("dt.date", self.value)

    def used(self) -> RateUsed:
        """The value as a line names it, a number without trailing zeros."""
        figure = str(self.value)
        return RateUsed(
            id=self.id,
            value=figure.rstrip("0").rstrip(".") if "." in figure else figure,
            unit=self.unit,
            standing=self.standing,
            in_force_from=self.in_force_from,
            source=self.source,
        )


@frozen(kw_only=True, eq=False)
class Call:
    """One round of the grant: its values by id."""

    id: str
    values: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        """The value with the id `name`."""
        return self.values[name]

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        """First and last day of the grant period."""
        return self["period-from"].day, self["period-to"].day


@frozen(kw_only=True)
class MunicipalityRow:
    """A municipality of the table, with SSB's centrality class."""

    number: str
    name: str
    county: str
    centrality_class: int


@frozen(kw_only=True, eq=False)
class Tables:
    """All the tables of one edition."""

    version: str
    verified: dt.date
    digest: str
    """SHA-256 over the names and contents of the files."""
    calls: Mapping[str, Call]
    fee_rates: tuple[Value, ...]
    municipalities: Mapping[str, MunicipalityRow]
    renumbered: Mapping[str, tuple[MunicipalityRow, ...]]
    """The municipalities that took over a number which ended with 2023."""

    def call_of(self, first: dt.date, last: dt.date) -> Call | None:
        """The call whose grant period holds all the days from `first` to `last`."""
        for call in self.calls.values():
            if call.period[0] <= first and last <= call.period[1]:
                return call
        return None

    def fee_rates_between(self, earliest: dt.date, latest: dt.date) -> tuple[Value, ...]:
        """Each row of the fee rate that may be in force on some day from `earliest` to `latest`."""
        found: list[Value] = []
        for index, row in enumerate(self.fee_rates):
            starts = row.between[0] if row.between else cast("dt.date", row.in_force_from)
            following = self.fee_rates[index + 1] if index + 1 < len(self.fee_rates) else None
            ends = dt.date.max
            if following is not None:
                ends = (following.between[1] if following.between else cast("dt.date", following.in_force_from)) - dt.timedelta(1)
            if starts <= latest and earliest <= ends:
                found.append(row)
        return tuple(found)

    def fee_rate(self, call: Call) -> Value:
        """The fee rate in force when the call was announced, which holds for its whole period (T40).

        Where the day of the announcement or of a change is known only within bounds, the rate is given if every possible day gives
        the same; otherwise it is a value that is not found.
        """
        announced = call["announced"]
        bounds = announced.between or ((announced.day, announced.day) if announced.value else None)
        rows = self.fee_rates_between(*bounds) if bounds else ()
        if rows and len({row.value for row in rows}) == 1:
            return rows[-1]
        return Value(id=FEE_RATE, value=None, unit="NOK/h", standing=Standing.NOT_FOUND, source=announced.source, checked=announced.checked)


def load_tables(directory: "Path | str | None" = None) -> Tables:
    """The tables of a directory; those that the library ships where none is given. Raises InvalidTables."""
    from . import rates_files

    return rates_files.shipped() if directory is None else rates_files.read_directory(directory)
