"""The rate tables: dated values with standing and source, and how they are looked up.

What no source says is a value of its own, with the standing ``not-found``: never a guess, never a zero. `rates_files` reads the tables.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from attrs import evolve, field, frozen
from dateutil.relativedelta import relativedelta

from .keeping import Kept, read_only
from .model import Standing
from .problems import legible

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "announced": "date",
        "period-from": "date",
        "period-to": "date",
        "deadline": "date",
        "report-due": "date",
        "practice-compensation-share": "percent",
        "absence-hours": "h",
        "learning-expenses": "NOK",
        "lower-productivity": "NOK",
        "productivity-months": "months",
        "supervision-share": "percent",
        "supervision-rate": "NOK/h",
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
        self.problems = tuple(map(legible, problems))
        super().__init__(self.problems)

    def __str__(self) -> str:
        """All problems, one a line."""
        return "\n".join(self.problems)


@frozen(kw_only=True, cache_hash=True)
class RateUsed:
    """A value of the tables, or of the caller, that a line reads."""

    id: str
    """The value's id."""
    value: str
    """The figure, without trailing zeros."""
    unit: str
    """The unit of the figure."""
    standing: Standing
    """The standing of the value."""
    in_force_from: dt.date | None
    """Since when it is in force; None where that is not known."""
    source: str
    """Title and address of the source."""


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
    conflicts: tuple[tuple[str, str], ...] = ()
    """What other sources say instead, each with its source; the note says why it is not used."""

    @property
    def known(self) -> dt.date | None:
        """Since when it is known: as a source says, else since it is in force; None where it is not found."""
        if self.value is None:
            return None
        return self.known_from or self.in_force_from or (self.between and self.between[1])

    @property
    def number(self) -> Decimal:
        """The figure of a value that is a number."""
        return cast("Decimal", self.value)

    @property
    def day(self) -> dt.date:
        """The day of a value that is a date."""
        return cast("dt.date", self.value)

    def in_force_on_all(self, first: dt.date, last: dt.date) -> bool:
        """Whether the row of a proposal is in force on all days from `first` to `last`."""
        starts = self.in_force_from
        return starts is not None and starts <= first and (self.in_force_to is None or self.in_force_to >= last)

    def in_force_on_some(self, first: dt.date, last: dt.date) -> bool:
        """Whether the row of a proposal is in force on some day from `first` to `last`."""
        starts = self.in_force_from
        return starts is not None and starts <= last and (self.in_force_to is None or self.in_force_to >= first)

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


@frozen(kw_only=True, cache_hash=True)
class Call(Kept):
    """One round of the grant: its values by id."""

    id: str
    values: Mapping[str, Value] = field(hash=False)
    verified: dt.date
    """The day until which the file was verified."""
    bounds: tuple[dt.date, dt.date]
    """First and last day of the grant period, or where it is not found, the days that it must lie within: no two calls overlap."""
    projected: bool = False
    """Carried forward from the call before it, not verified."""
    values_of: tuple[dt.date, dt.date] | None = None
    """Where its values are applied in the grant period of another call: first and last day of its own."""

    def __getitem__(self, name: str) -> Value:
        """The value with the id `name`. Raises KeyError, which names the values that there are."""
        return self.values[name]

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of the grant period; None where they are not found."""
        first, last = self["period-from"].value, self["period-to"].value
        return None if first is None or last is None else (cast("dt.date", first), cast("dt.date", last))

    @property
    def days_of_values(self) -> tuple[dt.date, dt.date]:
        """The days on which a proposal must be in force to give the call a value: first and last of the grant period it is of."""
        return self.values_of or self.bounds

    def in_period(self, first: dt.date, last: dt.date) -> "Call":
        """The call with a grant period that the caller supplies."""
        days = {"period-from": first, "period-to": last}
        supplied = {
            name: Value(id=name, value=day, unit="date", standing=Standing.SUPPLIED, source="", checked=self.verified)
            for name, day in days.items()
        }
        return evolve(self, values=read_only({**self.values, **supplied}), bounds=(first, last))

    def forward(self, years: int) -> "Call":
        """The call carried forward by whole years: its days moved, all else as it is."""
        move = relativedelta(years=years)
        first, last = (_day_moved(day, move) for day in self.bounds)
        values = {name: _moved(value, move) if value.unit == "date" else value for name, value in self.values.items()}
        newest = str(int(self.id) + years)
        return evolve(self, id=newest, values=read_only(values), bounds=(first, last), projected=True)


def _day_moved(day: dt.date, move: relativedelta) -> dt.date:
    """A day, moved; no further than the calendar goes."""
    try:
        return day + move
    except (ValueError, OverflowError):
        return dt.date.max


def _moved(value: Value, move: relativedelta) -> Value:
    """A day of a call, moved; a day that is only known within bounds has its bounds moved."""
    between = value.between and (_day_moved(value.between[0], move), _day_moved(value.between[1], move))
    return evolve(value, value=None if value.value is None else _day_moved(value.day, move), between=between, conflicts=())


@frozen(kw_only=True)
class Overlay:
    """A proposal laid over the tables: other values from some day on."""

    name: str
    digest: str
    rows: tuple[Value, ...] = field(hash=False)


@frozen(kw_only=True)
class MunicipalityRow:
    """A municipality of the table, with SSB's centrality class."""

    number: str
    name: str
    county: str
    centrality_class: int


@frozen(kw_only=True, cache_hash=True)
class Tables(Kept):
    """All the tables of one edition."""

    version: str
    """The edition's name."""
    verified: dt.date
    """The day until which the tables were verified."""
    digest: str
    """SHA-256 over the names and contents of the files."""
    calls: Mapping[str, Call] = field(hash=False)
    """The calls by id, in order."""
    fee_rates: tuple[Value, ...] = field(hash=False)
    """The fee rate by date, in order."""
    municipalities: Mapping[str, MunicipalityRow] = field(hash=False)
    """The municipalities of the division from 2024, by number."""
    renumbered: Mapping[str, tuple[MunicipalityRow, ...]] = field(hash=False)
    """The municipalities that took over a number which ended with 2023."""

    overlays: tuple[Overlay, ...] = ()
    """Proposals laid over the tables, the latest last."""
    fee_rate_verified: dt.date
    """The day until which the fee rate was verified."""

    def call_of(self, first: dt.date, last: dt.date) -> Call | None:
        """The call whose grant period holds all the days from `first` to `last`, or must hold them, lying between two known ones."""
        for call in self.calls.values():
            between = call.period is not None or (call.bounds[0] > dt.date.min and call.bounds[1] < dt.date.max)
            if between and call.bounds[0] <= first and last <= call.bounds[1]:
                return call
        return None

    @property
    def newest(self) -> Call:
        """The call with the latest grant period."""
        return max(self.calls.values(), key=lambda call: call.bounds)

    def projected(self, call_id: str | None, period: tuple[dt.date, dt.date] | None) -> Call | None:
        """The newest call carried forward to a later call's id, or to hold a later period; None where neither is later."""
        newest = self.newest
        years = range(1, 100)
        if call_id is not None:
            asked = int(call_id) - int(newest.id) if call_id.isascii() and call_id.isdigit() and len(call_id) == 4 else 0
            return newest.forward(asked) if asked in years else None
        for later in (newest.forward(count) for count in years):
            if period and later.bounds[0] <= period[0] and period[1] <= later.bounds[1]:
                return later
        return None

    def overlay(self, source: "Path | str | Mapping[str, Any] | Overlay") -> "Tables":
        """These tables with a proposal laid over them: a TOML file, the same as a mapping, or one of `overlays`. These are not changed.

        Raises InvalidTables, which holds every problem of the proposal.
        """
        from . import rates_files

        return evolve(self, overlays=(*self.overlays, rates_files.read_overlay(source)))

    def overlaid(self, call: Call) -> dict[str, tuple[Value, Overlay]]:
        """The values that proposals put in the place of a call's, by id, each with its proposal; its fee rate is `fee_rate`."""
        days = call.days_of_values
        return {
            row.id: (row, overlay) for overlay in self.overlays for row in overlay.rows if row.id != FEE_RATE and row.in_force_on_all(*days)
        }

    def fee_rates_between(self, earliest: dt.date, latest: dt.date) -> tuple[Value, ...]:
        """Each row of the fee rate that may be in force on some day from `earliest` to `latest`."""
        found: list[Value] = []
        for row, following in zip(self.fee_rates, (*self.fee_rates[1:], None), strict=True):
            starts = row.between[0] if row.between else cast("dt.date", row.in_force_from)
            ends = dt.date.max
            if following is not None:
                ends = (following.between[1] if following.between else cast("dt.date", following.in_force_from)) - dt.timedelta(1)
            if starts <= latest and earliest <= ends:
                found.append(row)
        return tuple(found)

    def fee_rates_on(self, days: tuple[dt.date, dt.date]) -> tuple[Value, ...]:
        """Each row of the fee rate that may be in force on some of the days, a proposal's in the place of others; the uppermost last."""
        uncovered, above = [days], list[Value]()
        for row in [row for overlay in self.overlays for row in overlay.rows if row.id == FEE_RATE][::-1]:
            if any(row.in_force_on_some(*span) for span in uncovered):
                above.append(row)
                uncovered = [part for span in uncovered for part in _outside(span, row)]
        return (*(row for span in uncovered for row in self.fee_rates_between(*span)), *reversed(above))

    def announcement(self, call: Call, known_on: dt.date | None = None) -> tuple[dt.date, dt.date] | None:
        """First and last day on which a call may have been announced.

        None where nothing is known of it, where it was not announced by the day `known_on`, and where that is not before the day
        until which the fee rate was verified; a projected call is announced later than that.
        """
        announced = call["announced"]
        days = announced.between or ((announced.day, announced.day) if announced.value else None)
        ends = [day for day in (None if call.projected else self.fee_rate_verified, known_on) if day is not None]
        if days is None or any(end < days[0] for end in ends):
            return None
        return days[0], min([days[1], *ends])

    def fee_rate(self, call: Call, known_on: dt.date | None = None) -> Value:
        """The fee rate in force when the call was announced, which holds for its whole period (T40), proposals laid over the tables'.

        Where the day of the announcement or of a change is known only within bounds, the rate is given if every possible day gives
        the same; otherwise it is a value that is not found. So it is where there is no `announcement`.
        """
        announced, days = call["announced"], self.announcement(call, known_on)
        rows = self.fee_rates_on(days) if days else ()
        if rows and len({row.value for row in rows}) == 1:
            return rows[-1]
        return Value(id=FEE_RATE, value=None, unit="NOK/h", standing=Standing.NOT_FOUND, source=announced.source, checked=announced.checked)


def _outside(span: tuple[dt.date, dt.date], row: Value) -> Iterator[tuple[dt.date, dt.date]]:
    """The parts of a span of days on which the row of a proposal is not in force."""
    first, last = span
    starts, ends = cast("dt.date", row.in_force_from), row.in_force_to or dt.date.max
    if first < starts:
        yield first, min(last, starts - dt.timedelta(1))
    if ends < last:
        yield max(first, ends + dt.timedelta(1)), last


def load_tables(directory: Path | str | None = None) -> Tables:
    """The tables of a directory; those that the library ships where none is given. Raises InvalidTables."""
    from . import rates_files

    return rates_files.shipped() if directory is None else rates_files.read_directory(directory)
