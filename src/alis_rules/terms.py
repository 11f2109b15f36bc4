"""The rates of a call and the chosen readings as the whole numbers that the amount rules read.

Prices are øre for a hundredth of an hour, over the common denominator `Terms.price_unit`, reduced so far as the call's constants
allow. Gradings are basis-point months over `arithmetic.YEAR`. A number that no source gives stands as 0 and is named in
`Terms.missing`: a line that needs it is undetermined, whatever the rule makes of the 0.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm, prod
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from attrs import evolve, frozen

from .arithmetic import WHOLE, YEAR
from .basis import basis_of
from .calendar import started_months, whole_months
from .fields import hundredths
from .model import GP_ROLES, Acceptable, DoctorRole, Standing, Supplied
from .rates import FEE_RATE, Call, RateUsed, Tables, Value
from .readings import (
    FacilitationBase,
    FacilitationPlace,
    Grading,
    GrantFrame,
    MonthCounting,
    Readings,
    Rounding,
    ShortCallCaps,
    SupervisionHours,
)
from .timeline import NEVER_USED_UP, Grounds

PRICES = {"practice_price": "practice-compensation-share", "supervision_price": "supervision-share"}
"""The prices, and the share of the fee rate that each is."""
CAPS = {
    "absence_cap_h100": "absence-hours",
    "learning_cap_ore": "learning-expenses",
    "productivity_cap_ore": "lower-productivity",
    "supervision_cap_h100": "supervision-hours",
    "additional_cap_ore": "additional-cap",
}
"""The caps, and the value that each is."""
GRANT_FRAME = "grant-frame"
WINDOW_MONTHS = 24
"""The first months as regular GP or locum that the productivity element covers, by the agreement (T15), where a call gives no number."""
PERIOD = ("period-from", "period-to")


class LaterValue(NamedTuple):
    """A value that was not yet known on the day that an evaluation looks back to."""

    value: RateUsed
    known_from: dt.date


@frozen(kw_only=True, eq=False)
class Terms:
    """What the amount rules read of a call, in whole numbers."""

    grounds: Grounds
    """What the counting rules read of the call."""
    basis: str
    """What facts say that are counted by these terms; empty where the terms are of no one call."""
    values: Mapping[str, Value]
    """Each value by id, as it may be used; without a figure where it may not."""
    announced: bool
    """Whether the grant period is known."""
    every_day_missing: tuple[str, ...]
    """The ids of what every day needs and is not found or not yet known: the grant period, the longest duration."""
    later: Mapping[str, LaterValue]
    """The values that are withheld since they were not yet known, by id."""
    undated: frozenset[str]
    """Where an evaluation looks back: the values that count as known since they are in force, no source saying when they became known."""
    used: Mapping[str, RateUsed]
    """Each usable value by id, as a line names it."""
    missing: Mapping[str, tuple[str, ...]]
    """For each number that no usable source gives, the ids of what is missing."""
    price_of: Mapping[str, tuple[tuple[str, str], ...]]
    """For the share of the fee rate that each price is, the values that it is reckoned of, with their units; none where it is not known."""
    price_unit: int
    practice_price: int
    supervision_price: int
    absence_cap_h100: int
    learning_cap_ore: int
    productivity_cap_ore: int
    supervision_cap_h100: int
    additional_cap_ore: int
    facilitation_share: int
    """Facilitation's share of its base, over `facilitation_unit`."""
    facilitation_unit: int
    own_share_bp: int
    published_frames: Mapping[DoctorRole, int]
    """The frame of a full-time year for each role, as published or supplied: øre over `price_unit`."""
    frame_is_summed: Mapping[DoctorRole, bool]
    """Whether the sum of the role's caps stands in for a frame that is not published (`grant-frame`)."""
    frame_missing: Mapping[DoctorRole, tuple[str, ...]]
    """For each role without a frame, the ids of what is missing."""
    window_frame_missing: Mapping[DoctorRole, tuple[str, ...]]
    """For each role, what is missing where some day lies in the window."""
    flat_grade: int
    """The grading of a cap that is not graded by the case's own months, over `YEAR`."""
    short_call: bool
    """The call is shorter than twelve months."""
    each_cap: bool
    supervision_capped: bool
    facilitation_of_granted: bool
    facilitation_on_top: bool
    rounding_ore: int
    """What a line is rounded to: 1 øre, or 100."""


def _usable(value: Value, accept: tuple[Acceptable, ...], known_on: dt.date | None) -> Value:
    """The value, or one that is not found where it is not accepted, or was not yet known."""
    unaccepted = value.standing is Standing.UNCONFIRMED and Acceptable.UNCONFIRMED not in accept
    if unaccepted or not_yet_known(value, known_on):
        return evolve(value, value=None, standing=Standing.NOT_FOUND)
    return value


def not_yet_known(value: Value, known_on: dt.date | None) -> bool:
    """Whether a value became known after the day that an evaluation looks back to."""
    return known_on is not None and value.known is not None and value.known > known_on


def _known(value: Value, call: Call) -> dt.date | None:
    """Since when a value of a call is known: the fee rate of a call not before its announcement."""
    announced = call["announced"]
    announcement = announced.known or (announced.between and announced.between[0])
    days = [day for day in (value.known, announcement if value.id == FEE_RATE else None) if day is not None]
    return max(days, default=None)


def _supplied(value: Value, figure: Decimal | None) -> Value:
    """A value that the caller supplies, in the place of the tables'."""
    if figure is None:
        return value
    return Value(id=value.id, value=figure, unit=value.unit, standing=Standing.SUPPLIED, source="", checked=value.checked)


def _from_tables(tables: Tables, call: Call, known_on: dt.date | None) -> dict[str, Value]:
    """The values of a call, with its fee rate, as the tables and what is laid over them give them."""
    overlaid = {name: row for name, (row, _) in tables.overlaid(call).items()}
    return {**call.values, FEE_RATE: tables.fee_rate(call, known_on), **overlaid}


def _values(tables: Tables, call: Call, supplied: Supplied, accept: tuple[Acceptable, ...], known_on: dt.date | None) -> dict[str, Value]:
    values = {name: _usable(value, accept, known_on) for name, value in _from_tables(tables, call, known_on).items()}
    values[FEE_RATE] = _supplied(values[FEE_RATE], supplied.fee_rate)
    values["additional-cap"] = _supplied(values["additional-cap"], supplied.additional_cap)
    frames = supplied.grant_frame
    if frames is not None:
        given = (frames.regular_gp, frames.gp_locum, frames.introductory_gp, frames.other_municipal_gp)
        for role, figure in zip(DoctorRole, given, strict=True):
            values[f"grant-frame-{role}"] = _supplied(values[f"grant-frame-{role}"], figure)
    return values


def _price_of(values: Mapping[str, Value], share: str) -> tuple[tuple[str, str], ...]:
    """The values that a price is reckoned of, with their units: a rate of its own, else the fee rate and a share of it."""
    own = share.replace("-share", "-rate")
    if own in values and values[own].value is not None:
        return ((own, "NOK/h"),)
    if values[FEE_RATE].value is None or values[share].value is None:
        return ()
    return ((share, "percent"), (FEE_RATE, "NOK/h"))


def _price(values: Mapping[str, Value], of: tuple[tuple[str, str], ...]) -> Fraction | None:
    """Øre for a hundredth of an hour, which is kroner for an hour."""
    parts = [Fraction(values[name].number) / (100 if unit == "percent" else 1) for name, unit in of]
    return prod(parts, start=Fraction(1)) if parts else None


def _grounds(call: Call, values: Mapping[str, Value], *, announced: bool) -> Grounds:
    """`announced`: whether the call was there on the day that the evaluation looks back to."""

    def ordinal(name: str) -> int | None:
        return None if values[name].value is None else values[name].day.toordinal()

    first, last = call.bounds if announced else (dt.date.min, dt.date.max)
    months, years = values["productivity-months"], values["longest-years"]
    return Grounds(
        first=first.toordinal(),
        last=last.toordinal(),
        known=announced and call.period is not None,
        longest_years=NEVER_USED_UP if years.value is None else int(years.number),
        window_months=WINDOW_MONTHS if months.value is None else int(months.number),
        signed_after=ordinal("back-dating-signed-after"),
        counts_from=ordinal("back-dating-counts-from"),
    )


class _Frames(NamedTuple):
    """The fields of `Terms` of the same names."""

    published_frames: Mapping[DoctorRole, int]
    frame_is_summed: Mapping[DoctorRole, bool]
    frame_missing: Mapping[DoctorRole, tuple[str, ...]]
    window_frame_missing: Mapping[DoctorRole, tuple[str, ...]]


def _frames(price_unit: int, missing: Mapping[str, tuple[str, ...]], values: Mapping[str, Value], readings: Readings) -> _Frames:
    """For each role its frame as published or supplied, else whether the sum of its caps stands in, and what is missing."""
    published, summed = dict.fromkeys(DoctorRole, 0), dict.fromkeys(DoctorRole, False)
    lacking: dict[DoctorRole, tuple[str, ...]] = {}
    window_lacking: dict[DoctorRole, tuple[str, ...]] = {}
    for role in DoctorRole:
        figure = values[f"grant-frame-{role}"].value
        if figure is not None:
            published[role] = hundredths(cast("Decimal", figure)) * price_unit
        elif readings.grant_frame is GrantFrame.PUBLISHED:
            lacking[role] = (GRANT_FRAME,)
        else:
            summed[role] = True
            names = ["learning_cap_ore", "supervision_price", "supervision_cap_h100"]
            if role is not DoctorRole.OTHER_MUNICIPAL_GP:
                names += ["practice_price", "absence_cap_h100"]
            uncapped = () if readings.supervision_hours is SupervisionHours.A_YEAR else ("supervision-hours",)
            lack = {each for name in names for each in missing.get(name, ())} | set(uncapped)
            if lack:
                lacking[role] = tuple(sorted(lack))
            if role in GP_ROLES and "productivity_cap_ore" in missing:
                window_lacking[role] = missing["productivity_cap_ore"]
    return _Frames(published, summed, lacking, window_lacking)


@lru_cache(maxsize=256)
def terms_of(
    tables: Tables, call: Call, readings: Readings, supplied: Supplied, accept: tuple[Acceptable, ...], known_on: dt.date | None = None
) -> Terms:
    """The terms of a call, under chosen readings, with the values that the caller supplies and accepts, as known on some day."""
    values = _values(tables, call, supplied, accept, known_on)
    now = _values(tables, call, supplied, accept, None) if known_on is not None else {}
    announced = not any(not_yet_known(call[bound], known_on) for bound in PERIOD)
    withheld = {
        name: LaterValue(value.used(), known)
        for name, value in now.items()
        if value.value != values[name].value and (known := _known(value, call)) is not None
    }
    undated = (name for name, value in values.items() if known_on is not None and value.value is not None and value.known_from is None)
    grounds = _grounds(call, values, announced=announced)
    basis = basis_of(call.id, grounds, readings, supplied, accept, known_on)
    return terms_from(values, grounds, readings, later=withheld, undated=frozenset(undated), basis=basis)


def terms_from(
    values: Mapping[str, Value],
    grounds: Grounds,
    readings: Readings,
    *,
    later: Mapping[str, LaterValue] = MappingProxyType({}),
    undated: frozenset[str] = frozenset(),
    basis: str = "",
) -> Terms:
    """The terms that some values come to, each as it may be used, in the grant period of some grounds."""
    every_day = (*(() if grounds.known else PERIOD), *(("longest-years",) if values["longest-years"].value is None else ()))
    uncapped = readings.supervision_hours is SupervisionHours.UNCAPPED
    missing: dict[str, tuple[str, ...]] = {
        name: (value_id,)
        for name, value_id in CAPS.items()
        if values[value_id].value is None and not (uncapped and value_id == "supervision-hours")
    }
    terms = {name: 0 if values[value_id].value is None else hundredths(values[value_id].number) for name, value_id in CAPS.items()}
    price_of = {share: _price_of(values, share) for share in PRICES.values()}
    prices = {name: _price(values, price_of[share]) for name, share in PRICES.items()}
    terms["price_unit"] = lcm(*(price.denominator for price in prices.values() if price is not None))
    for name, price in prices.items():
        terms[name] = 0 if price is None else int(price * terms["price_unit"])
        if price is None:
            missing[name] = tuple(each for each in (FEE_RATE, PRICES[name]) if values[each].value is None)
    share = values["facilitation-share"].value
    facilitation = Fraction(0) if share is None else Fraction(values["facilitation-share"].number) / 100
    if share is None:
        missing["facilitation_share"] = ("facilitation-share",)
    own_share = values["own-share"].value
    if own_share is None:
        missing["own_share_bp"] = ("own-share",)
    count = whole_months if readings.month_counting is MonthCounting.WHOLE_MONTHS else started_months
    months = min(count(grounds.first, grounds.last), 12) if grounds.known else 12
    return Terms(
        grounds=grounds,
        basis=basis,
        every_day_missing=every_day,
        later=MappingProxyType(dict(later)),
        undated=undated,
        values=MappingProxyType(dict(values)),
        announced=grounds.known,
        used=MappingProxyType({name: value.used() for name, value in values.items() if value.value is not None}),
        missing=MappingProxyType(missing),
        price_of=MappingProxyType(price_of),
        facilitation_share=facilitation.numerator,
        facilitation_unit=facilitation.denominator,
        own_share_bp=0 if own_share is None else hundredths(values["own-share"].number),
        flat_grade=months * WHOLE if readings.short_call_caps is ShortCallCaps.BY_MONTHS else YEAR,
        short_call=months < 12,
        each_cap=readings.grading is Grading.EACH_CAP,
        supervision_capped=readings.supervision_hours is SupervisionHours.A_YEAR,
        facilitation_of_granted=readings.facilitation_base is FacilitationBase.GRANTED_ELEMENTS,
        facilitation_on_top=readings.facilitation_place is FacilitationPlace.ON_TOP,
        rounding_ore=1 if readings.rounding is Rounding.ORE else 100,
        **cast("dict[str, Any]", terms),
        **_frames(terms["price_unit"], missing, values, readings)._asdict(),
    )
