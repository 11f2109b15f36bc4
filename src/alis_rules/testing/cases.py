"""Hypothesis strategies for whole cases, as the contract's JSON documents: plausible ones, and ones that crowd the borders."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from alis_rules import ActivityKind, Case, DoctorRole, EmploymentModel, InterruptionKind, load_case, load_tables
from alis_rules.readings import options, reading_fields
from alis_rules.resolving import resolve
from alis_rules.terms import terms_of
from alis_rules.timeline import Timeline

Document = dict[str, Any]

PERIODS = {
    "2022": (dt.date(2022, 1, 1), dt.date(2022, 9, 30)),
    "2023": (dt.date(2022, 10, 1), dt.date(2023, 8, 31)),
    "2025": (dt.date(2024, 9, 1), dt.date(2025, 5, 31)),
    "2026": (dt.date(2025, 6, 1), dt.date(2026, 5, 31)),
    "2027": (dt.date(2026, 6, 1), dt.date(2027, 5, 31)),
}
"""The calls with a known grant period, and the newest carried forward a year."""
RULES = ("practice-compensation", "learning-expenses", "lower-productivity", "supervision", "facilitation", "additional-elements")
"""The state lines that come of records, in order."""
RECORDS = ("activities", "supervision", "lower_productivity", "facilitation", "additional", "municipal")
"""The lists of records, in order."""
ALL_READINGS = {name: options(name) for name, _ in reading_fields()}
_DAY = dt.timedelta(1)
_LEAP_DAYS = (dt.date(2020, 2, 29), dt.date(2024, 2, 29))
_MONTH_ENDS = ("01-31", "02-01", "02-28", "03-01", "03-31", "04-30", "12-31", "01-01")


# Numbers ------------------------------------------------------------------------------------------------------------


def number(hundredths: int) -> str:
    """A number of two decimals, as JSON may have it."""
    return f"{hundredths // 100}.{hundredths % 100:02}"


def hundredths_of(value: Any) -> int:
    """A number of a document as hundredths."""
    whole, _, rest = str(value).partition(".")
    return int(whole) * 100 + int((rest + "00")[:2])


def _numbers(likely: int, *borders: int) -> st.SearchStrategy[Any]:
    """Numbers up to `likely`, or at a border, or a hundredth beside it: all in hundredths."""
    beside = sorted({max(border + step, 0) for border in (0, *borders) for step in (-1, 0, 1)})
    return st.one_of(
        st.integers(0, likely // 100),
        st.integers(0, likely).map(number),
        st.sampled_from(beside).map(number),
    )


HOURS = _numbers(60_00, 16_000, 5_775, 8_000)
MONEY = _numbers(60_000_00, 14_000_00, 125_000_00, 91_317_19, 132_000_00, 200_000_00, 12_000_00)
PERCENTS = (100_00, 80_00, 50_00, 33_33, 60_00, 0, 1, 99_99, 12_50)


# Days ---------------------------------------------------------------------------------------------------------------


def _around(*days: dt.date | None) -> list[dt.date]:
    return sorted({day + step * _DAY for day in days if day and day < dt.date.max for step in (-1, 0, 1)})


def _days(call: str, *borders: dt.date | None) -> st.SearchStrategy[dt.date]:
    """Days in a call or near it, at the ends of months, or at the given borders and beside them."""
    first, last = PERIODS[call]
    ends = [dt.date.fromisoformat(f"{year}-{end}") for year in (first.year, last.year) for end in _MONTH_ENDS]
    return st.one_of(
        st.dates(first, last),
        st.sampled_from(_around(first, last, *borders)),
        st.sampled_from([day for day in ends if first <= day <= last]),
        st.dates(first - relativedelta(months=8), last + relativedelta(months=4)),
    )


def _intervals(days: st.SearchStrategy[dt.date]) -> st.SearchStrategy[tuple[dt.date, dt.date]]:
    return st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


# Parts of a case ----------------------------------------------------------------------------------------------------


@st.composite
def _track(draw: st.DrawFn, days: st.SearchStrategy[dt.date], most: int, *, at_least: int) -> list[Document]:
    """Positions of at most `most` basis points, one after the other: without a break, or with one."""
    firsts = sorted(draw(st.lists(days, min_size=at_least, max_size=3, unique=True)))
    rows: list[Document] = []
    for index, first in enumerate(firsts):
        row: Document = {
            "role": draw(st.sampled_from([*DoctorRole])).value,
            "employment": draw(st.sampled_from([*EmploymentModel])).value,
            "percent": number(draw(st.sampled_from([most, *(share for share in PERCENTS if share < most)]))),
            "from": first.isoformat(),
        }
        following = firsts[index + 1] if index + 1 < len(firsts) else None
        if following is not None:
            gap = draw(st.sampled_from([0, 0, 0, 1, 30]))
            row["to"] = max(following - (1 + gap) * _DAY, first).isoformat()
        elif draw(st.integers(0, 3)) == 3:
            row["to"] = draw(st.one_of(days, st.just(dt.date.max)).filter(first.__le__)).isoformat()
        rows.append(row)
    return rows


@st.composite
def _positions(draw: st.DrawFn, days: st.SearchStrategy[dt.date], started: dt.date, *, plain: bool) -> list[Document]:
    """Positions that never come to more than 100 percent: one that lasts, or two tracks beside each other."""
    if plain or draw(st.booleans()):
        roles = [DoctorRole.REGULAR_GP] * 3 * plain + [*DoctorRole]
        role, employment = draw(st.sampled_from(roles)), draw(st.sampled_from([*EmploymentModel]))
        percent = number(draw(st.sampled_from(PERCENTS)))
        return [{"role": role.value, "employment": employment.value, "percent": percent, "from": started.isoformat()}]
    share = draw(st.sampled_from(PERCENTS))
    early = st.one_of(st.just(started), days)
    rows = draw(_track(early, share, at_least=0))
    return rows + (draw(_track(early, 100_00 - share, at_least=1)) if share < 100_00 else [])


@st.composite
def _interruptions(draw: st.DrawFn, days: st.SearchStrategy[dt.date]) -> list[Document]:
    kinds = st.sampled_from([InterruptionKind.LEAVE] * 4 + [InterruptionKind.INSTITUTION_SERVICE] * 2 + [InterruptionKind.COMMERCIAL_ACTOR])
    rows: list[Document] = []
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        first, last = draw(_intervals(days))
        row: Document = {"kind": draw(kinds).value, "from": first.isoformat()}
        if draw(st.integers(0, 4)) < 4:
            row["to"] = last.isoformat()
        rows.append(row)
    return rows


@st.composite
def _some(draw: st.DrawFn, strategy: st.SearchStrategy[Document], most: int) -> list[Document]:
    return [draw(strategy) for _ in range(draw(st.sampled_from([0, 1, 1, *range(2, most + 1)])))]


@st.composite
def _activity(draw: st.DrawFn, days: st.SearchStrategy[str]) -> Document:
    kinds = [*ActivityKind] + [kind for kind in ActivityKind if kind is not ActivityKind.OTHER]
    row: Document = {"kind": draw(st.sampled_from(kinds)).value, "date": draw(days)}
    absence = draw(st.sampled_from(["absence_hours", "absence_hours", "absence_days", None]))
    if absence:
        row[absence] = draw(HOURS if absence == "absence_hours" else _numbers(8_00, 20_00))
    if draw(st.booleans()):
        row["expenses"] = draw(MONEY)
        if draw(st.booleans()):
            row["fund_refund"] = draw(MONEY)
    extra = draw(st.sampled_from([None, None, None, None, "completed", "documented", "paid_by", "paid_by"]))
    if extra:
        row[extra] = "municipality" if extra == "paid_by" else False
    return row


@st.composite
def _supervision(draw: st.DrawFn, days: st.SearchStrategy[str]) -> Document:
    row: Document = {"date": draw(days), "hours": draw(HOURS)}
    return row | {"cost": draw(MONEY)} if draw(st.booleans()) else row


@st.composite
def _loss(draw: st.DrawFn, days: st.SearchStrategy[dt.date]) -> Document:
    first, last = draw(_intervals(days))
    return {"from": first.isoformat(), "to": last.isoformat(), "amount": draw(MONEY)}


@st.composite
def _cost(draw: st.DrawFn, days: st.SearchStrategy[str], *, investment: bool = False) -> Document:
    row: Document = {"date": draw(days), "amount": draw(MONEY)}
    if draw(st.booleans()):
        row["purpose"] = draw(st.sampled_from(["nettverkssamling", "reise – “æøå”"]))
    return row | {"lasting_investment": True} if investment and draw(st.integers(0, 4)) == 4 else row


def _parts_of(keys: Sequence[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Document]:
    """Often nothing, else values for some of the keys."""
    return st.one_of(st.builds(Document), st.builds(Document), st.dictionaries(st.sampled_from(keys), values, max_size=3))


@st.composite
def _used_before(draw: st.DrawFn) -> Document:
    used: Document = {}
    for rule in draw(st.one_of(st.just([]), st.lists(st.sampled_from(RULES[:4]), unique=True, max_size=3))):
        used[rule] = {"hours": draw(HOURS)} if rule in ("practice-compensation", "supervision") else draw(MONEY)
    return used


@st.composite
def _supplied(draw: st.DrawFn) -> Document:
    rates = _numbers(2_000_00, 1_375_00)
    supplied: Document = draw(_parts_of(("fee_rate", "additional_cap"), rates))
    frames = draw(_parts_of([role.value for role in DoctorRole], _numbers(400_000_00, 364_317_19)))
    if draw(st.integers(0, 3)) == 3:
        frames = {role.value: draw(_numbers(400_000_00, 364_317_19)) for role in DoctorRole}
    return supplied | {"grant_frame": frames} if frames else supplied


@st.composite
def readings(draw: st.DrawFn) -> Document:
    """Any option of any reading; often the defaults, and often a frame that can be reckoned."""
    chosen: Document = {}
    if draw(st.booleans()):
        chosen["grant-frame"] = "sum-of-caps"
    for name in draw(st.one_of(st.just([]), st.lists(st.sampled_from([*ALL_READINGS]), unique=True))):
        chosen[name] = draw(st.sampled_from(ALL_READINGS[name]))
    return chosen


@st.composite
def _municipality(draw: st.DrawFn, call: str, *, plain: bool) -> Document:
    numbers = ["1804", "5021", "1151", "1151", "0301", *(["3001"] if call in ("2022", "2023") else [])]
    row: Document = {"number": draw(st.sampled_from(numbers))}
    if draw(st.integers(0, 3)) == 3:
        row["centrality_class"] = draw(st.integers(1, 6))
    registered = True if plain else draw(st.sampled_from([True] * 8 + [None, False]))
    return row if registered is None else row | {"registered": registered}


@st.composite
def _agreement(draw: st.DrawFn, kind: str, signed: dt.date) -> Document:
    row: Document = {"kind": kind}
    if kind == "alis-avtale" or draw(st.booleans()):
        row["signed_on"] = signed.isoformat()
    if draw(st.integers(0, 2)) == 2:
        row["newly_employed"] = draw(st.booleans())
    if draw(st.booleans()):
        row["split"] = {"doctor_percent": number(draw(st.sampled_from(PERCENTS)))}
    if draw(st.integers(0, 4)) == 4:
        row["granted"] = draw(st.booleans())
    return row


@st.composite
def documents(draw: st.DrawFn, call: str | None = None, kind: str | None = None) -> Document:
    """A whole case as the contract's JSON document."""
    call = call or draw(st.sampled_from(["2026", "2026", "2026", "2023"]))
    plain = draw(st.sampled_from([True, True, False]))
    kind = kind or ("alis-avtale" if plain else draw(st.sampled_from(["alis-avtale"] * 4 + ["veiledning"])))
    first, last = PERIODS[call]
    five_years_before = [first - relativedelta(years=5), last - relativedelta(years=5), first - relativedelta(years=5, months=-4)]
    signed = draw(
        st.one_of(
            st.dates(first - relativedelta(years=2), first),
            st.nothing() if plain else _days(call),
            st.nothing() if plain else st.sampled_from([*_LEAP_DAYS, *_around(*five_years_before)]),
        )
    )
    two_years_before = (first - relativedelta(months=24), last - relativedelta(months=24), last - relativedelta(months=20))
    first_gp = draw(
        st.one_of(
            st.none(),
            st.dates(first - relativedelta(months=20), first),
            st.sampled_from([*_around(*two_years_before), dt.date(2024, 2, 29)]),
        )
    )
    window_end = None if first_gp is None else first_gp + relativedelta(months=24)
    started = draw(
        st.sampled_from([signed - relativedelta(months=6), signed, first - relativedelta(years=1), first - relativedelta(years=7)])
    )
    training_start = draw(st.sampled_from([None, first - relativedelta(years=8), first + relativedelta(months=1)] if not plain else [None]))
    training_end = draw(st.sampled_from([None, None, last - relativedelta(months=2), dt.date.max] if not plain else [None]))
    days = st.dates(first, last) if plain else _days(call, signed, first_gp, window_end, started, training_start, training_end)
    texts = days.map(dt.date.isoformat)
    doctor = {"training_start": training_start, "training_end": training_end, "first_gp_date": first_gp}
    document: Document = {
        "schema": "alis-rules/case/1",
        "call": call,
        "municipality": draw(_municipality(call, plain=plain)),
        "doctor": {key: day.isoformat() for key, day in doctor.items() if day is not None},
        "agreement": draw(_agreement(kind, signed)),
        "positions": draw(_positions(days, started, plain=plain)),
        "interruptions": [] if plain else draw(_interruptions(days)),
        "activities": draw(_some(_activity(texts), 4)),
        "supervision": draw(_some(_supervision(texts), 3)),
        "lower_productivity": draw(_some(_loss(days), 3)),
        "facilitation": draw(_some(_cost(texts), 2)),
        "additional": draw(_some(_cost(texts, investment=True), 2)),
        "municipal": draw(_some(_cost(texts), 2)),
        "claims": draw(_parts_of(RULES, MONEY)),
        "used_before": draw(_used_before()),
        "supplied": draw(_supplied()),
        "readings": draw(readings()),
        "accept": draw(st.sampled_from([[], ["unconfirmed"]])),
    }
    if draw(st.integers(0, 5)) == 5:
        del document["call"]
        document["period"] = {"from": first.isoformat(), "to": last.isoformat()}
    return document


def loaded(document: Document) -> Case:
    """A document as a case."""
    return load_case(json.dumps(document), project=True)


def cases(call: str | None = None, kind: str | None = None) -> st.SearchStrategy[Case]:
    """A whole case."""
    return documents(call, kind).map(loaded)


def timeline_of(case: Case) -> Timeline:
    """A case's days, as its own call and readings see them."""
    tables = load_tables()
    call, _ = resolve(case, tables)
    assert call is not None
    return Timeline(case, terms_of(tables, call, case.readings, case.supplied, case.accept).grounds, case.readings)
