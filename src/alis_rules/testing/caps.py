"""Cases whose costs are what a cap gives, a hundredth less, or a hundredth more."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from alis_rules import load_tables

from .documents import activity, cost, document, loss, post, supervised
from .numbers import NEWEST, Document, hundredths_of, number, periods
from .parts import RECORDS

Made = Callable[[st.DrawFn, str, int], Document]
"""From a day on which records count, and a step in hundredths beside the cap, to the parts of a case."""


def _most(value_id: str) -> int:
    """A cap of the newest call, in hundredths."""
    return hundredths_of(load_tables().calls[NEWEST][value_id].number)


def _supervision_price() -> Decimal:
    """An hour of supervision in the newest call, kroner."""
    tables = load_tables()
    call = tables.calls[NEWEST]
    return tables.fee_rate(call).number * call["supervision-share"].number / 100


def _elsewhere(draw: st.DrawFn, most: int) -> int:
    """What is granted elsewhere under a cap: often nothing, or all of it but a little."""
    return draw(st.sampled_from([0, 0, most // 4, most - 1]))


def _absence_hours(draw: st.DrawFn, day: str, step: int) -> Document:
    most = _most("absence-hours")
    used = _elsewhere(draw, most)
    part = draw(st.integers(0, most - used + step))
    absent = [activity(day, absence_hours=number(each)) for each in (part, most - used + step - part)]
    return {"activities": absent, "used_before": {"practice-compensation": {"hours": number(used)}}}


def _learning_expenses(draw: st.DrawFn, day: str, step: int) -> Document:
    most = _most("learning-expenses")
    used, refund = _elsewhere(draw, most), draw(st.sampled_from([0, 4_200_00]))
    spent = activity(day, expenses=number(most - used + step + refund), fund_refund=number(refund))
    return {"activities": [spent], "used_before": {"learning-expenses": number(used)}}


def _lower_productivity(draw: st.DrawFn, day: str, step: int) -> Document:
    most = _most("lower-productivity")
    used = _elsewhere(draw, most)
    lost = loss(day, periods()[NEWEST][1], Decimal(number(most - used + step)))
    return {"lower_productivity": [lost], "used_before": {"lower-productivity": number(used)}}


def _supervision_rate(draw: st.DrawFn, day: str, step: int) -> Document:
    whole = draw(st.integers(1, 57))
    paid = hundredths_of(whole * _supervision_price()) + step
    return {"supervision": [supervised(day, whole, cost=number(paid))]}


def _supervision_hours(draw: st.DrawFn, day: str, step: int) -> Document:
    most = _most("supervision-hours")
    used = _elsewhere(draw, most)
    return {"supervision": [supervised(day, number(most - used + step))], "used_before": {"supervision": {"hours": number(used)}}}


def _facilitation_share(draw: st.DrawFn, day: str, step: int) -> Document:
    frame = draw(st.integers(1, 20_000)) * 20
    share = frame * hundredths_of(load_tables().calls[NEWEST]["facilitation-share"].number) // 100
    return {"facilitation": [cost(day, number(share + step))], "supplied": {"grant_frame": {"fastlege": frame}}}


def _additional_cap(draw: st.DrawFn, day: str, step: int) -> Document:
    most = draw(st.integers(1, 300_000_00))
    return {
        "municipality__centrality_class": 6,
        "additional": [cost(day, number(most + step))],
        "supplied": {"additional_cap": number(most)},
    }


def _grant_frame(draw: st.DrawFn, day: str, step: int) -> Document:
    frame = draw(st.integers(1, _most("learning-expenses") - 1))
    return {"activities": [activity(day, expenses=number(frame + step))], "supplied": {"grant_frame": {"fastlege": number(frame)}}}


def _claim(draw: st.DrawFn, day: str, step: int) -> Document:
    claim = draw(st.integers(1, _most("learning-expenses") - 1))
    return {"activities": [activity(day, expenses=number(claim + step))], "claims": {"learning-expenses": number(claim)}}


CAPS: dict[str, Made] = {
    "absence-hours": _absence_hours,
    "learning-expenses": _learning_expenses,
    "lower-productivity": _lower_productivity,
    "supervision-rate": _supervision_rate,
    "supervision-hours": _supervision_hours,
    "facilitation-share": _facilitation_share,
    "additional-cap": _additional_cap,
    "grant-frame": _grant_frame,
    "claim": _claim,
}
"""Every cap by its id in ``limited_by``, and what brings a case to it."""


@st.composite
def case_at_a_cap(draw: st.DrawFn, cap: str | None = None) -> Document:
    """A plain case in the newest call whose costs under a cap are what it gives, a hundredth less, or a hundredth more."""
    step = draw(st.sampled_from([-1, 0, 1]))
    cap = cap or draw(st.sampled_from([*CAPS]))
    day = draw(st.dates(*periods()[NEWEST])).isoformat()
    employment = draw(st.sampled_from(["hovedmodell", "ansatt", "avtale-8-2"]))
    parts: dict[str, Any] = CAPS[cap](draw, day, step)
    lists: Document = {key: [] for key in ("interruptions", *RECORDS, "accept")}
    objects: Document = {key: {} for key in ("claims", "used_before", "supplied", "readings")}
    return document(positions=[post(employment=employment)], **lists | objects | parts)
