"""Standardelementer (T32-T35): who qualifies, the grant frame, and yearly changes."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import strategies as st

from alis_rules import Outcome, load_tables
from alis_rules.testing import Answer
from alis_rules.testing.asking import amount, evaluated, left, to_ore
from alis_rules.testing.clauses.drawn import ROLES, days, employments, given, kroner, percents, records, roles
from alis_rules.testing.documents import (
    PLENTY,
    PRICE,
    STANDARD_LINES,
    SUPERVISION_PRICE,
    activity,
    course,
    loss,
    one_of_each,
    post,
    supervised,
)

SUM_OF_CAPS = {"grant-frame": "sum-of-caps"}
MONTH_STARTS = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(5, 17)]
"""The first day of each month of call 2026."""
MUNICIPALITIES = sorted(load_tables().municipalities)


def standard(result: Answer) -> Decimal:
    """What the standard lines come to before the frame."""
    return sum((amount(result, rule) for rule in STANDARD_LINES), Decimal(0))


class TestT32:
    """Every municipality with an ALIS qualifies for the standard elements."""

    @given(number=st.sampled_from(MUNICIPALITIES), parts=records())
    def test_the_standard_elements_are_the_same_in_all(self, number: str, parts: dict[str, Any]) -> None:
        here, there = (evaluated(**parts, supplied=PLENTY, municipality__number=each) for each in (number, "1804"))
        assert [here[rule] for rule in STANDARD_LINES] == [there[rule] for rule in STANDARD_LINES]
        assert here.total == there.total

    @given(class_=st.integers(1, 6), day=days())
    def test_centrality_does_not_matter_to_them(self, class_: int, day: date) -> None:
        parts = one_of_each(day) | {"municipality__centrality_class": class_}
        assert all(evaluated(**parts)[rule].outcome is not Outcome.ZERO for rule in STANDARD_LINES[:4])


class TestT33:
    """The most that can be granted for one ALIS in a year depends on the role."""

    @pytest.mark.parametrize(("role", "first_gp_date", "expected"), [
        # 160 h × 825 + 14 000 + 57.75 h × 1 581.25 (91 317.1875) + 125 000 in the first 24 months; shown as any line, rounded half up.
        ("fastlege", "2025-02-01", "362317.19"),
        ("fastlegevikar", "2025-02-01", "362317.19"),
        ("fastlege", "2023-06-01", "237317.19"),
        ("introduksjonslege", None, "237317.19"),
        ("annet-legearbeid", None, "105317.19"),
    ])  # fmt: skip
    def test_by_reading_it_is_the_sum_of_the_caps_of_the_role(self, role: str, first_gp_date: str | None, expected: str) -> None:
        result = evaluated(positions=[post(role)], doctor__first_gp_date=first_gp_date, readings=SUM_OF_CAPS)
        assert left(result, "grant-frame") == Decimal(expected)

    @given(role=roles, frames=st.tuples(*[kroner(400_000)] * 4), parts=records())
    def test_no_grant_is_above_the_frame_of_the_role(self, role: str, frames: tuple[Decimal, ...], parts: dict[str, Any]) -> None:
        supplied = {"grant_frame": {each: str(frame) for each, frame in zip(ROLES, frames, strict=True)}}
        result = evaluated(**parts | {"positions": [post(role)]}, supplied=supplied)
        frame = frames[ROLES.index(role)]
        assert result.total == min(standard(result), frame)
        assert amount(result, "grant-frame") == min(frame - standard(result), Decimal(0))
        assert left(result, "grant-frame") == max(frame - standard(result), Decimal(0))

    @pytest.mark.parametrize(("spent", "outcome", "off"), [
        ("10000.00", Outcome.GRANTED, "0.00"),
        ("9999.99", Outcome.GRANTED, "0.00"),
        ("10000.01", Outcome.LIMITED, "-0.01"),
    ])  # fmt: skip
    def test_the_border_of_the_frame(self, spent: str, outcome: Outcome, off: str) -> None:
        result = evaluated(activities=[activity("2025-09-10", expenses=spent)], supplied={"grant_frame": {"fastlege": 10_000}})
        line = result["grant-frame"]
        assert (line.outcome, line.amount) == (outcome, Decimal(off))
        assert line.limited_by == (("grant-frame",) if outcome is Outcome.LIMITED else ())

    def test_two_roles_share_a_frame_by_their_percents(self) -> None:
        posts = [post(percent=60), post("annet-legearbeid", "ansatt", 40)]
        frames = {"grant_frame": {"fastlege": 300_000, "annet-legearbeid": 100_000}}
        assert left(evaluated(positions=posts, supplied=frames), "grant-frame") == 220_000  # 180 000 + 40 000

    def test_an_unknown_frame_is_undetermined_and_the_total_says_that_it_is_unchecked(self) -> None:
        result = evaluated(activities=[course("2025-09-10")])
        assert (result["grant-frame"].amount, result["grant-frame"].missing) == (None, ("grant-frame",))
        assert (result.total, result.complete) == (Decimal("6187.50"), False)
        assert result.notes

    @given(employment=employments, own=kroner(14_000), absent=st.integers(0, 160), frame=st.integers(0, 100_000))
    def test_a_cut_is_borne_by_those_who_would_have_received(self, employment: str, own: Decimal, absent: int, frame: int) -> None:
        records = [activity("2025-09-10", absence_hours=absent, expenses=own)]
        supplied = {"grant_frame": {"fastlege": frame}}
        result = evaluated(positions=[post(employment=employment)], activities=records, supplied=supplied)
        shares = result.recipients
        assert min(shares.doctor, shares.municipality, shares.to_be_agreed) >= 0
        assert shares.doctor + shares.municipality + shares.to_be_agreed == result.total == min(PRICE * absent + own, Decimal(frame))


class TestT34:
    """The frame is graded by position percent and by the number of months applied for."""

    @given(percent=percents(0), first=st.integers(0, 11), months=st.integers(1, 12), frame=kroner(400_000))
    def test_it_is_the_yearly_frame_times_percent_and_months(self, percent: Decimal, first: int, months: int, frame: Decimal) -> None:
        last = min(first + months, 12)
        end = (MONTH_STARTS[last] if last < 12 else date(2026, 6, 1)) - timedelta(1)
        held = [post(percent=percent, first=MONTH_STARTS[first], last=end)]
        result = evaluated(positions=held, supplied={"grant_frame": {"fastlege": str(frame)}})
        assert left(result, "grant-frame") == to_ore(frame * percent / 100 * (last - first) / 12)

    @pytest.mark.parametrize(("last", "whole", "started"), [
        ("2025-06-01", 0, 1), ("2025-06-29", 0, 1), ("2025-06-30", 1, 1), ("2025-07-01", 1, 2), ("2025-07-31", 2, 2),
    ])  # fmt: skip
    def test_a_month_is_whole_or_by_reading_started(self, last: str, whole: int, started: int) -> None:
        parts: dict[str, Any] = {"positions": [post(first="2025-06-01", last=last)], "supplied": {"grant_frame": {"fastlege": 120_000}}}
        assert left(evaluated(**parts), "grant-frame") == whole * 10_000
        assert left(evaluated(**parts, readings={"month-counting": "started-months"}), "grant-frame") == started * 10_000

    @pytest.mark.parametrize(("first", "last", "months"), [("2026-01-31", "2026-02-27", 1), ("2026-01-31", "2026-02-26", 0)])
    def test_a_month_from_the_31st_is_clipped(self, first: str, last: str, months: int) -> None:
        result = evaluated(positions=[post(first=first, last=last)], supplied={"grant_frame": {"fastlege": 120_000}})
        assert left(result, "grant-frame") == months * 10_000

    @given(signed=days(), percent=percents())
    def test_only_months_from_signing_on_are_months(self, signed: date, percent: Decimal) -> None:
        parts: dict[str, Any] = {
            "agreement__signed_on": str(signed),
            "positions": [post(percent=percent)],
            "supplied": {"grant_frame": {"fastlege": 120_000}},
        }
        whole = sum(first >= signed for first in MONTH_STARTS)  # a month from the 2nd or later runs into the next calendar month
        started = 1 + sum(first > signed for first in MONTH_STARTS)
        assert left(evaluated(**parts), "grant-frame") == 100 * percent * whole
        assert left(evaluated(**parts, readings={"month-counting": "started-months"}), "grant-frame") == 100 * percent * started

    @given(cut=days(), percent=percents())
    def test_one_post_in_two_rows_changes_nothing(self, cut: date, percent: Decimal) -> None:
        rows = [post(percent=percent, last=cut - timedelta(1)), post(percent=percent, first=cut)]
        one, two = (evaluated(positions=each, supplied=PLENTY) for each in ([post(percent=percent)], rows))
        assert left(one, "grant-frame") == left(two, "grant-frame")

    def test_each_month_has_the_percent_of_its_first_day(self) -> None:
        posts = [post(percent=80, last="2025-11-15"), post(percent=50, first="2025-11-16")]
        result = evaluated(positions=posts, supplied={"grant_frame": {"fastlege": 120_000}})
        assert left(result, "grant-frame") == 6 * 8_000 + 6 * 5_000

    @given(percent=percents())
    def test_by_reading_each_cap_is_graded_instead(self, percent: Decimal) -> None:
        records: dict[str, Any] = {
            "activities": [activity("2025-09-10", absence_hours=200, expenses=20_000)],
            "lower_productivity": [loss("2025-09-01", "2025-09-30", 200_000)],
            "supervision": [supervised("2025-09-10", 80)],
            "positions": [post(percent=percent)],
        }
        result = evaluated(**records, readings=SUM_OF_CAPS | {"grading": "each-cap"})
        share = percent / 100
        assert amount(result, "practice-compensation") == to_ore(132_000 * share)
        assert amount(result, "learning-expenses") == to_ore(14_000 * share)
        assert amount(result, "lower-productivity") == to_ore(125_000 * share)
        assert amount(result, "supervision") == to_ore(Decimal("57.75") * SUPERVISION_PRICE * share)
        assert abs(amount(result, "grant-frame")) <= Decimal("0.02")  # nothing but the roundings of the lines is left to cut
