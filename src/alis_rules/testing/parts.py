"""Strategies for the parts of a case: as JSON objects for `cases`, and as objects of their types for others."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

from hypothesis import strategies as st

from alis_rules import (
    Activity,
    ActivityKind,
    AdditionalElement,
    Agreement,
    AgreementKind,
    Claims,
    Cost,
    Doctor,
    DoctorRole,
    EmploymentModel,
    Interruption,
    InterruptionKind,
    LowerProductivity,
    Municipality,
    Position,
    Readings,
    Supervision,
    Supplied,
    UsedBefore,
)
from alis_rules.fields import Record
from alis_rules.interchange import record_from_json
from alis_rules.readings import options, reading_fields

from .numbers import DAY, HOURS, MONEY, NEWEST, PERCENTS, Days, Document, days, intervals, near, number

Kept = TypeVar("Kept", bound=Record)
Rows = st.SearchStrategy[Document]

RULES = ("practice-compensation", "learning-expenses", "lower-productivity", "supervision", "facilitation", "additional-elements")
"""The state lines that come of records, in order."""
RECORDS = ("activities", "supervision", "lower_productivity", "facilitation", "additional", "municipal")
"""The lists of records, in order."""
REFERENCES = st.one_of(
    st.sampled_from(("17/2026", "A-03 & <b>", "“æøå”\n\x1b[31m", "[1]", "")),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=100),
)
"""What callers name their cases."""
ALL_READINGS = {name: options(name) for name, _ in reading_fields()}
"""Every reading, and its options."""


def _made(rows: Rows, of: type[Kept]) -> st.SearchStrategy[Kept]:
    """JSON objects as objects of their type."""
    return rows.map(partial(record_from_json, of=of))


# As JSON objects ------------------------------------------------------------------------------------------------------

# What is drawn from often is made once: making and checking a strategy costs more than drawing from it.
_ROLES = st.sampled_from(DoctorRole)
_PLAIN_ROLES = st.sampled_from((*(DoctorRole.REGULAR_GP,) * 3, *DoctorRole))
_EMPLOYMENTS = st.sampled_from(EmploymentModel)
_INTERRUPTIONS = st.sampled_from(
    (*(InterruptionKind.LEAVE,) * 4, *(InterruptionKind.INSTITUTION_SERVICE,) * 2, InterruptionKind.COMMERCIAL_ACTOR)
)
_ACTIVITIES = st.sampled_from((*ActivityKind, *(kind for kind in ActivityKind if kind is not ActivityKind.OTHER)))
_DAYS_AWAY = near(8_00, 20_00)
_FRAME = near(400_000_00, 364_317_19)
_USED = st.one_of(st.just(()), st.lists(st.sampled_from(RULES[:4]), unique=True, max_size=3))
_SOME_READINGS = st.one_of(st.just(()), st.lists(st.sampled_from(tuple(ALL_READINGS)), unique=True))


def _parts_of(keys: Sequence[str], values: st.SearchStrategy[Any]) -> Rows:
    """Often nothing, else values for some of the keys."""
    return st.one_of(st.builds(Document), st.builds(Document), st.dictionaries(st.sampled_from(keys), values, max_size=3))


_RATES = _parts_of(("fee_rate", "additional_cap"), near(2_000_00, 1_375_00))
_FRAMES = _parts_of(tuple(role.value for role in DoctorRole), _FRAME)
CLAIMS = _parts_of(RULES, MONEY)
"""What is applied for, by rule."""


@st.composite
def _track(draw: st.DrawFn, days: Days, most: int, *, at_least: int) -> list[Document]:
    """Positions of at most `most` basis points, one after the other: without a break, or with one."""
    firsts = sorted(draw(st.lists(days, min_size=at_least, max_size=3, unique=True)))
    rows: list[Document] = []
    for index, first in enumerate(firsts):
        row: Document = {
            "role": draw(_ROLES).value,
            "employment": draw(_EMPLOYMENTS).value,
            "percent": number(draw(st.sampled_from((most, *(share for share in PERCENTS if share < most))))),
            "from": first.isoformat(),
        }
        following = firsts[index + 1] if index + 1 < len(firsts) else None
        if following is not None:
            gap = draw(st.sampled_from((0, 0, 0, 1, 30)))
            row["to"] = max(following - (1 + gap) * DAY, first).isoformat()
        elif draw(st.integers(0, 3)) == 3:
            row["to"] = draw(st.one_of(days, st.just(dt.date.max)).filter(first.__le__)).isoformat()
        rows.append(row)
    return rows


@st.composite
def position_rows(draw: st.DrawFn, days: Days, started: dt.date, *, plain: bool) -> list[Document]:
    """Positions that never come to more than 100 percent: one that lasts, or two tracks beside each other."""
    if plain or draw(st.booleans()):
        role, employment = draw(_PLAIN_ROLES if plain else _ROLES), draw(_EMPLOYMENTS)
        percent = number(draw(st.sampled_from(PERCENTS)))
        return [{"role": role.value, "employment": employment.value, "percent": percent, "from": started.isoformat()}]
    share = draw(st.sampled_from(PERCENTS))
    early = st.one_of(st.just(started), days)
    rows = draw(_track(early, share, at_least=0))
    return rows + (draw(_track(early, 100_00 - share, at_least=1)) if share < 100_00 else [])


@st.composite
def _interruption_row(draw: st.DrawFn, days: Days) -> Document:
    first, last = draw(intervals(days))
    row: Document = {"kind": draw(_INTERRUPTIONS).value, "from": first.isoformat()}
    return row | {"to": last.isoformat()} if draw(st.integers(0, 4)) < 4 else row


@st.composite
def interruption_rows(draw: st.DrawFn, days: Days) -> list[Document]:
    """Often none, else one or two interruptions."""
    return [draw(_interruption_row(days)) for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2))))]


@st.composite
def some(draw: st.DrawFn, strategy: Rows, most: int) -> list[Document]:
    """A list of rows, most often of one."""
    return [draw(strategy) for _ in range(draw(st.sampled_from((0, 1, 1, *range(2, most + 1)))))]


@st.composite
def activity_row(draw: st.DrawFn, days: Days) -> Document:
    """A learning activity."""
    row: Document = {"kind": draw(_ACTIVITIES).value, "date": draw(days).isoformat()}
    absence = draw(st.sampled_from(("absence_hours", "absence_hours", "absence_days", None)))
    if absence:
        row[absence] = draw(HOURS if absence == "absence_hours" else _DAYS_AWAY)
    if draw(st.booleans()):
        row["expenses"] = draw(MONEY)
        if draw(st.booleans()):
            row["fund_refund"] = draw(MONEY)
    extra = draw(st.sampled_from((None, None, None, None, "completed", "documented", "paid_by", "paid_by")))
    if extra:
        row[extra] = "municipality" if extra == "paid_by" else draw(st.booleans())
    return row


@st.composite
def supervision_row(draw: st.DrawFn, days: Days) -> Document:
    """Supervision."""
    row: Document = {"date": draw(days).isoformat(), "hours": draw(HOURS)}
    return row | {"cost": draw(MONEY)} if draw(st.booleans()) else row


@st.composite
def loss_row(draw: st.DrawFn, days: Days) -> Document:
    """Lower productivity."""
    first, last = draw(intervals(days))
    return {"from": first.isoformat(), "to": last.isoformat(), "amount": draw(MONEY)}


@st.composite
def cost_row(draw: st.DrawFn, days: Days, *, investment: bool = False) -> Document:
    """A cost; with `investment` one that may be a lasting investment."""
    row: Document = {"date": draw(days).isoformat(), "amount": draw(MONEY)}
    if draw(st.booleans()):
        row["purpose"] = draw(st.sampled_from(("nettverkssamling", "reise – “æøå”")))
    return row | {"lasting_investment": True} if investment and draw(st.integers(0, 4)) == 4 else row


@st.composite
def used_row(draw: st.DrawFn) -> Document:
    """What is already granted elsewhere."""
    used: Document = {}
    for rule in draw(_USED):
        used[rule] = {"hours": draw(HOURS)} if rule in ("practice-compensation", "supervision") else draw(MONEY)
    return used


@st.composite
def supplied_row(draw: st.DrawFn) -> Document:
    """Values that the caller knows."""
    supplied: Document = draw(_RATES)
    frames = draw(_FRAMES)
    if draw(st.integers(0, 3)) == 3:
        frames = {role.value: draw(_FRAME) for role in DoctorRole}
    return supplied | {"grant_frame": frames} if frames else supplied


@st.composite
def reading_row(draw: st.DrawFn) -> dict[str, str]:
    """Any option of any reading, by its id; often the defaults, and often a frame that can be reckoned."""
    chosen: dict[str, str] = {}
    if draw(st.booleans()):
        chosen["grant-frame"] = "sum-of-caps"
    for name in draw(_SOME_READINGS):
        chosen[name] = draw(st.sampled_from(ALL_READINGS[name]))
    return chosen


@st.composite
def municipality_row(draw: st.DrawFn, call: str, *, plain: bool) -> Document:
    """A municipality; its number may be one that ended with 2023 where the call is of before that."""
    numbers = ("1804", "5021", "1151", "1151", "0301")
    row: Document = {"number": draw(st.sampled_from((*numbers, "3001") if call in ("2022", "2023") else numbers))}
    if draw(st.integers(0, 3)) == 3:
        row["centrality_class"] = draw(st.integers(1, 6))
    registered = True if plain else draw(st.sampled_from((*(True,) * 8, None, False)))
    return row if registered is None else row | {"registered": registered}


@st.composite
def agreement_row(draw: st.DrawFn, kind: str, signed: dt.date) -> Document:
    """An agreement signed on a day; supervision only may be without one."""
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
def _doctor_row(draw: st.DrawFn, call: str) -> Document:
    start, *ends = sorted(draw(st.tuples(*[days(call)] * 3)))
    known = {"training_start": start, "expected_end": ends[0], "training_end": ends[1], "first_gp_date": draw(days(call))}
    texts = {"name": "Kari Eksempel", "hpr_number": "9999999"}
    given: Document = texts | {key: day.isoformat() for key, day in known.items()}
    left_out = draw(st.sets(st.sampled_from(sorted(given))))
    return {key: value for key, value in given.items() if key not in left_out}


# As objects of their types --------------------------------------------------------------------------------------------


def positions(call: str = NEWEST) -> st.SearchStrategy[Position]:
    """Posts in a call or near it."""
    return _made(_track(days(call), 100_00, at_least=1).map(lambda rows: rows[0]), Position)


def interruptions(call: str = NEWEST) -> st.SearchStrategy[Interruption]:
    """Leave, institution service and affiliations with commercial actors, in a call or near it."""
    return _made(_interruption_row(days(call)), Interruption)


def activities(call: str = NEWEST) -> st.SearchStrategy[Activity]:
    """Learning activities in a call or near it."""
    return _made(activity_row(days(call)), Activity)


def supervisions(call: str = NEWEST) -> st.SearchStrategy[Supervision]:
    """Supervision in a call or near it."""
    return _made(supervision_row(days(call)), Supervision)


def losses(call: str = NEWEST) -> st.SearchStrategy[LowerProductivity]:
    """Lower productivity in a call or near it."""
    return _made(loss_row(days(call)), LowerProductivity)


def costs(call: str = NEWEST) -> st.SearchStrategy[Cost]:
    """Costs of facilitation or of municipal elements, in a call or near it."""
    return _made(cost_row(days(call)), Cost)


def additional_elements(call: str = NEWEST) -> st.SearchStrategy[AdditionalElement]:
    """Costs of additional elements, in a call or near it; some of them lasting investments."""
    return _made(cost_row(days(call), investment=True), AdditionalElement)


def doctors(call: str = NEWEST) -> st.SearchStrategy[Doctor]:
    """Doctors whose days lie in a call or near it; any of their fields may be left out."""
    return _made(_doctor_row(call), Doctor)


def agreements(call: str = NEWEST) -> st.SearchStrategy[Agreement]:
    """Agreements of either kind, signed in a call or near it."""
    kinds = st.sampled_from([kind.value for kind in AgreementKind])
    return _made(st.tuples(kinds, days(call)).flatmap(lambda drawn: agreement_row(*drawn)), Agreement)


def municipalities(call: str = NEWEST) -> st.SearchStrategy[Municipality]:
    """Municipalities of several classes, most of them registered."""
    return _made(municipality_row(call, plain=False), Municipality)


def claims() -> st.SearchStrategy[Claims]:
    """What is applied for, by rule; often nothing less than the costs give."""
    return _made(CLAIMS, Claims)


def used_before() -> st.SearchStrategy[UsedBefore]:
    """What is already granted elsewhere; often nothing."""
    return _made(used_row(), UsedBefore)


def supplied() -> st.SearchStrategy[Supplied]:
    """Values that the caller knows; often none, and sometimes a frame for every role."""
    return _made(supplied_row(), Supplied)


def readings() -> st.SearchStrategy[Readings]:
    """Any option of any reading; often the defaults, and often a frame that can be reckoned."""
    return _made(reading_row(), Readings)
