"""Strategies for whole cases: plausible ones, and ones that crowd the borders."""

import datetime as dt
import json
from functools import cache

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from alis_rules import Case, load_case

from .caps import case_at_a_cap
from .numbers import LEAP_DAYS, NEWEST, Document, around, days, periods
from .parts import (
    CLAIMS,
    RECORDS,
    REFERENCES,
    activity_row,
    agreement_row,
    cost_row,
    interruption_rows,
    loss_row,
    municipality_row,
    position_rows,
    reading_row,
    some,
    supervision_row,
    supplied_row,
    used_row,
)

CALLS = (NEWEST, NEWEST, NEWEST, "2023")
"""The calls that a case is drawn for where none is given: those whose figures are known."""


@st.composite
def case_documents(draw: st.DrawFn, call: str | None = None, kind: str | None = None, *, borders: bool | None = None) -> Document:
    """Whole cases as the contract's JSON objects.

    `call` is the call's id, where it is to be one; `kind` the kind of agreement, ``alis-avtale`` or ``veiledning``. With ``borders=False``
    all are plausible: one lasting post, signed before the call, every record in the call. With ``borders=True`` none need be: days lie at
    the first and last day of the call, of the agreement's five years, of the 24 months and of months, at leap days, and beside them; or
    the costs of one line are what its cap gives, an øre less or an øre more. Without `borders` two of three are plausible.
    """
    call = call or draw(st.sampled_from(CALLS))
    plain = draw(st.sampled_from((True, True, False))) if borders is None else not borders
    if not plain and call == NEWEST and kind != "veiledning" and draw(st.integers(0, 3)) == 3:
        return draw(case_at_a_cap())
    kind = kind or ("alis-avtale" if plain else draw(st.sampled_from((*("alis-avtale",) * 4, "veiledning"))))
    return draw(_plain(call, kind) if plain else _crowded(call, kind))


def cases(call: str | None = None, kind: str | None = None, *, borders: bool | None = None) -> st.SearchStrategy[Case]:
    """Whole cases: as `case_documents`, read."""
    return case_documents(call, kind, borders=borders).map(lambda document: load_case(json.dumps(document), project=True))


@st.composite
def _plain(draw: st.DrawFn, call: str, kind: str) -> Document:
    """A plausible case: one lasting post, signed before the call, every record in the call."""
    first, last = periods()[call]
    signed = draw(st.dates(first - relativedelta(years=2), first))
    first_gp = draw(st.none() | _first_gp_dates(call))
    started = draw(_starts(call, signed))
    return draw(_filled(call, kind, signed, started, {"first_gp_date": first_gp}, st.dates(first, last), plain=True))


@st.composite
def _crowded(draw: st.DrawFn, call: str, kind: str) -> Document:
    """A case whose days crowd the borders of the call, the agreement, the 24 months, the training and the months."""
    first, last = periods()[call]
    five_years_before = [first - relativedelta(years=5), last - relativedelta(years=5), first - relativedelta(years=5, months=-4)]
    signed = draw(
        st.one_of(
            st.dates(first - relativedelta(years=2), first),
            days(call),
            st.sampled_from((*LEAP_DAYS, *around(*five_years_before))),
        )
    )
    first_gp = draw(st.none() | _first_gp_dates(call))
    window_end = None if first_gp is None else first_gp + relativedelta(months=24)
    started = draw(_starts(call, signed))
    training_start = draw(st.sampled_from((None, first - relativedelta(years=8), first + relativedelta(months=1))))
    training_end = draw(st.sampled_from((None, None, last - relativedelta(months=2), dt.date.max)))
    doctor = {"training_start": training_start, "training_end": training_end, "first_gp_date": first_gp}
    beyond = signed + relativedelta(years=5)
    crowded = days(call, signed, first_gp, window_end, started, training_start, training_end, beyond if first <= beyond <= last else None)
    return draw(_filled(call, kind, signed, started, doctor, crowded, plain=False))


@cache
def _first_gp_dates(call: str) -> st.SearchStrategy[dt.date]:
    """First days as GP whose 24 months end in the call or near it, or much later."""
    first, last = periods()[call]
    two_years_before = (first - relativedelta(months=24), last - relativedelta(months=24), last - relativedelta(months=20))
    return st.one_of(
        st.dates(first - relativedelta(months=20), first),
        st.sampled_from((*around(*two_years_before), LEAP_DAYS[1])),
    )


def _starts(call: str, signed: dt.date) -> st.SearchStrategy[dt.date]:
    """First days in the post."""
    first, _ = periods()[call]
    return st.sampled_from((signed - relativedelta(months=6), signed, first - relativedelta(years=1), first - relativedelta(years=7)))


@st.composite
def _filled(
    draw: st.DrawFn,
    call: str,
    kind: str,
    signed: dt.date,
    started: dt.date,
    doctor: dict[str, dt.date | None],
    days: st.SearchStrategy[dt.date],
    *,
    plain: bool,
) -> Document:
    """A case with records of every sort on such days."""
    document: Document = {
        "schema": "alis-rules/case/1",
        "call": call,
        "municipality": draw(municipality_row(call, plain=plain)),
        "doctor": {key: day.isoformat() for key, day in doctor.items() if day is not None},
        "agreement": draw(agreement_row(kind, signed)),
        "positions": draw(position_rows(days, started, plain=plain)),
        "interruptions": [] if plain else draw(interruption_rows(days)),
        "activities": draw(some(activity_row(days), 4)),
        "supervision": draw(some(supervision_row(days), 3)),
        "lower_productivity": draw(some(loss_row(days), 3)),
        "facilitation": draw(some(cost_row(days), 2)),
        "additional": draw(some(cost_row(days, investment=True), 2)),
        "municipal": draw(some(cost_row(days), 2)),
        "claims": draw(CLAIMS),
        "used_before": draw(used_row()),
        "supplied": draw(supplied_row()),
        "readings": draw(reading_row()),
        "accept": draw(st.sampled_from([[], ["unconfirmed"]])),
    }
    if draw(st.integers(0, 3)) == 3:
        document["reference"] = draw(REFERENCES)
        for index, record in enumerate(record for key in (*RECORDS, "positions", "interruptions") for record in document[key]):
            record |= {"voucher": f"{index + 1}", "note": "Sjå perm 3."}
    if draw(st.integers(0, 5)) == 5:
        del document["call"]
        document["period"] = dict(zip(("from", "to"), (day.isoformat() for day in periods()[call]), strict=True))
    return document
