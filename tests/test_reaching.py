"""The least that reaches a target: that it does, that one unit less does not, and why nothing does where nothing does."""

import datetime as dt
import json
from contextlib import suppress
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import Case, Entitlement, InvalidCase, evaluate, load_case
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.outlook import needed_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.fields import from_hundredths
from alis_rules.reaching import LINE_OF_CAP, TOTAL, AtLeast, Full, Needed, Target, needed
from alis_rules.resolving import view
from alis_rules.setting import Setting, with_percent
from alis_rules.testing import cases
from alis_rules.testing.parts import RULES
from alis_rules.varying import WAYS, Hindrance, Vary, last_position
from tests.commanding import run
from tests.support import CONTRACT_CASE, ROOT, case, course

CONTRACT = load_case(json.dumps(CONTRACT_CASE))
PATH = str(ROOT / "examples" / "contract-case.json")


def reaches(entitlement: Entitlement, target: Target) -> bool:
    """Whether an entitlement reaches a target, told from what it says."""
    if isinstance(target, Full):
        left = {each.cap: each.left for each in entitlement.remaining}
        return left.get(target.cap) == 0 or target.cap in {cap for line in entitlement.lines for cap in line.limited_by}
    amount = entitlement.total if target.of == TOTAL else entitlement[target.of].amount
    return amount is not None and amount >= target.amount


def targets() -> st.SearchStrategy[Target]:
    amounts = st.integers(0, 500_000_00).map(from_hundredths)
    return st.one_of(st.sampled_from([*LINE_OF_CAP]).map(Full), st.builds(AtLeast, st.sampled_from([*RULES, TOTAL]), amounts))


def told(found: Needed) -> str:
    """The answer in every language."""
    return "\n".join(to_plain(needed_blocks(found, catalogue(lang))) for lang in LANGUAGES)


class TestLeast:
    @given(cases(), targets(), st.sampled_from([None, *WAYS]), st.integers(0, 10**7))
    @settings(max_examples=60)
    def test_it_reaches_and_one_unit_less_does_not(self, one: Case, target: Target, vary: Vary | None, other: int) -> None:
        found = needed(one, target, vary=vary, project=True)
        assert told(found)
        way = WAYS[found.vary]
        if found.value is None:
            assert found.highest is not None
            assert not reaches(found.highest, target)
            assert found.obstacles
            assert found.reached is found.short is None
            if found.day is not None:
                assert not reaches(evaluate(way.add(one, found.day, from_hundredths(other)), project=True), target)
            return
        assert found.reached == evaluate(found.case, project=True)
        assert found.reached is not None
        assert reaches(found.reached, target)
        if not found.value:
            assert found.case == one
            assert found.short is None
            return
        assert found.day is not None
        assert found.short == evaluate(way.add(one, found.day, found.value - Decimal("0.01")), project=True) or found.value == Decimal(
            "0.01"
        )
        assert found.short is not None
        assert not reaches(found.short, target)
        assert not reaches(evaluate(one, project=True), target)

    @given(cases(), st.sampled_from([*RULES, TOTAL]), st.integers(0, 300_000_00), st.lists(st.integers(0, 10_000), max_size=8))
    @settings(max_examples=40)
    def test_percent(self, one: Case, of: str, amount: int, others: list[int]) -> None:
        target = AtLeast(of, from_hundredths(amount))
        found = needed(one, target, vary=Vary.PERCENT, project=True)
        assert told(found)
        index = last_position(Setting(view(one, None, None, None, project=True)))
        if index is None:
            assert found.value == 0 or found.obstacles[0].why is Hindrance.NO_POSITION
            return
        below = 10_001 if found.value is None else int(found.value * 100)
        for share in {*(each for each in others if each < below), *([below - 1] if 0 < below <= 10_000 else [])}:
            with suppress(InvalidCase):
                assert not reaches(evaluate(with_percent(one, index, share), project=True), target)
        if found.reached is not None:
            assert reaches(found.reached, target)
            assert found.case.positions[index].percent == found.value

    @given(cases(), targets().filter(lambda target: isinstance(target, AtLeast)))
    @settings(max_examples=25)
    def test_months(self, one: Case, target: Target) -> None:
        found = needed(one, target, vary="months", project=True)
        assert told(found)
        if found.value is not None:
            assert found.reached is not None
            assert reaches(found.reached, target)
            assert found.value == int(found.value)
            assert 0 <= found.value <= 12
        if found.short is not None:
            assert not reaches(found.short, target)
        if found.highest is not None:
            assert not reaches(found.highest, target)


class TestAnswers:
    @pytest.mark.parametrize(
        ("target", "vary", "value"),
        [
            (Full("absence-hours"), None, "0.00"),
            (Full("learning-expenses"), None, "1750.00"),
            (Full("facilitation-share"), None, "6115.86"),
            (Full("grant-frame"), None, "0.00"),
            (AtLeast("total", Decimal(300_000)), "percent", "82.81"),
            (AtLeast("total", Decimal(300_000)), "months", "10"),
            (AtLeast("total", Decimal(0)), "percent", "0.00"),
            (AtLeast("total", Decimal(0)), "months", "0"),
        ],
    )
    def test_the_contract_case(self, target: Target, vary: Any, value: str) -> None:
        found = needed(CONTRACT, target, vary=vary)
        assert str(found.value) == value
        assert (found.short is None) == (Decimal(value) == 0)

    def test_the_first_that_reaches_is_taken_for_a_total(self) -> None:
        one = case(activities=[course("2025-09-10", 160)])
        found = needed(one, AtLeast(TOTAL, Decimal(140_000)))
        assert (found.vary, found.value) == (Vary.LEARNING_EXPENSES, Decimal("8000.00"))

    def test_the_five_years(self) -> None:
        """More percent can mean fewer days; the least is found among them all."""
        one = case(
            agreement__signed_on="2020-12-01",
            positions=[{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2020-12-01"}],
            activities=[course("2026-03-10", 20)],
        )
        assert evaluate(one).total == 0
        found = needed(one, AtLeast("practice-compensation", Decimal(16_500)), vary="percent")
        assert found.value == 0
        found = needed(one, AtLeast("practice-compensation", Decimal(17_000)), vary="percent")
        assert found.value is None
        assert found.highest is not None
        assert found.highest["practice-compensation"].amount == Decimal("16500.00")

    def test_a_leap_in_the_percent(self) -> None:
        """Under graded caps, the most is reached between too little percent and too much."""
        one = case(
            agreement__signed_on="2020-12-01",
            positions=[{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2020-12-01"}],
            activities=[course("2026-01-10", 160)],
            readings={"grading": "each-cap"},
        )
        found = needed(one, AtLeast("practice-compensation", Decimal(60_000)), vary="percent")
        assert found.value is not None
        assert found.short is not None
        assert found.reached is not None
        for share in range(0, 10_001, 250):
            reached = evaluate(with_percent(one, 0, share))["practice-compensation"].amount
            assert reached is not None
            assert reached < 60_000 or from_hundredths(share) >= found.value

    def test_a_percent_leaves_room_for_other_positions(self) -> None:
        both = [
            {"role": "fastlege", "employment": "ansatt", "percent": 40, "from": "2025-02-01"},
            {"role": "fastlege", "employment": "ansatt", "percent": 10, "from": "2025-03-01"},
        ]
        found = needed(case(positions=both), AtLeast(TOTAL, Decimal(1)), vary="percent")
        assert found.value is None
        assert max(each.percent for each in found.case.positions) <= 60

    def test_no_room_for_more_percent(self) -> None:
        both = [
            {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-02-01"},
            {"role": "fastlege", "employment": "ansatt", "percent": 0, "from": "2025-03-01"},
        ]
        found = needed(case(positions=both), AtLeast(TOTAL, Decimal(1)), vary="percent")
        assert (found.value, str(found.case.positions[1].percent)) == (None, "0.00")

    def test_months_leave_room_for_other_positions(self) -> None:
        both = [
            {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-09-01", "to": "2025-12-31"},
            {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2026-06-05"},
        ]
        found = needed(case(positions=both), AtLeast(TOTAL, Decimal(1)), vary="months")
        assert found.value is None
        assert found.case.positions[0].to == dt.date(2026, 5, 31)

    def test_what_cannot_be_changed_may_be_reached_as_it_is(self) -> None:
        found = needed(case(positions=[]), AtLeast("facilitation", Decimal(0)))
        assert found.value == 0
        assert found.day is None
        assert found.short is None
        for vary in ("percent", "months"):
            found = needed(case(positions=[]), AtLeast(TOTAL, Decimal(0)), vary=vary)
            assert found.value == 0
            assert found.unit == vary
            assert told(found)


class TestObstacles:
    @pytest.mark.parametrize(
        ("parts", "target", "vary", "why", "about"),
        [
            ({"municipality__registered": False}, Full("absence-hours"), None, "no-day", ("not-registered",)),
            ({}, Full("additional-cap"), None, "no-day", ("not-centrality-6",)),
            ({"positions": []}, AtLeast(TOTAL, Decimal(1)), "percent", "no-position", ()),
            ({"municipality__registered": False}, AtLeast(TOTAL, Decimal(1)), "months", "no-day", ("not-registered",)),
            (
                {"agreement": {"kind": "veiledning"}},
                Full("absence-hours"),
                None,
                "no-day",
                ("supervision-only",),
            ),
            ({"readings": {"supervision-hours": "uncapped"}}, Full("supervision-hours"), None, "no-cap", ()),
            ({}, Full("facilitation-share"), None, "undetermined", ("grant-frame",)),
            ({}, Full("grant-frame"), "absence-hours", "undetermined", ("grant-frame",)),
            ({"readings": {"grant-frame": "sum-of-caps"}}, Full("grant-frame"), "learning-expenses", "limited", ("learning-expenses",)),
            ({}, AtLeast("practice-compensation", Decimal(132_001)), None, "limited", ("absence-hours",)),
            ({}, AtLeast("facilitation", Decimal(1)), None, "undetermined", ("grant-frame",)),
            ({}, AtLeast("facilitation", Decimal(1)), "percent", "the-most", ()),
        ],
    )
    def test_why_nothing_reaches(self, parts: dict[str, Any], target: Target, vary: Any, why: str, about: tuple[str, ...]) -> None:
        found = needed(case(**parts), target, vary=vary)
        assert found.value is None
        assert [(each.why, each.about) for each in found.obstacles] == [(Hindrance(why), about)]
        assert told(found)

    def test_a_claim_leaves_something_under_the_cap_until_it_cuts(self) -> None:
        found = needed(case(claims={"learning-expenses": 100}), Full("learning-expenses"))
        assert found.value == Decimal("14000.01")

    def test_the_cap_of_an_unknown_class(self) -> None:
        found = needed(case(municipality={"number": "1151", "registered": True}), Full("additional-cap"))
        assert found.value is None
        assert found.obstacles[0].why is Hindrance.UNDETERMINED
        assert found.obstacles[0].about == ("additional-cap",)

    def test_every_kind_is_tried_for_a_total(self) -> None:
        found = needed(CONTRACT, AtLeast(TOTAL, Decimal(400_000)))
        assert found.tried == tuple(WAYS)
        assert found.highest is not None
        assert found.highest.total == Decimal("362317.19")


class TestWrong:
    def test_everything_at_once(self) -> None:
        with pytest.raises(InvalidCase) as caught:
            needed(CONTRACT, AtLeast("grant-fram", Decimal(-1)), vary=cast("Any", "percents"))
        assert [(each.at, each.code) for each in caught.value.errors] == [
            ("/target", "unknown-target"),
            ("/target", "negative"),
            ("/vary", "unknown-code"),
        ]

    def test_a_cap_is_not_filled_by_percent(self) -> None:
        with pytest.raises(InvalidCase) as caught:
            needed(CONTRACT, Full("grant-frame"), vary="percent")
        assert [each.code for each in caught.value.errors] == ["not-for-a-cap"]
        assert "absence-hours" in str(caught.value)

    def test_an_unknown_reading(self) -> None:
        with pytest.raises(InvalidCase):
            needed(CONTRACT, Full("grant-frame"), readings={"x": "y"})


class TestCommand:
    def test_text(self) -> None:
        result = run("needed", PATH, "--target", "cap:learning-expenses", "--known-on", "2026-06-01")
        assert result.code == 0
        assert "1 750,00 kr" in result.out

    def test_json(self) -> None:
        result = run("needed", PATH, "--target", "total=300000", "--vary", "percent", "--format", "json")
        found = json.loads(result.out)
        assert found["value"] == "82.81"
        assert found["target"] == {"of": "total", "amount": "300000.00"}
        assert found["short"]["total"] < "300000.00" <= found["reached"]["total"]
        assert found["highest"] is None

    def test_json_of_a_cap_out_of_reach(self) -> None:
        result = run("needed", PATH, "--target", "cap:additional-cap", "--format", "json")
        found = json.loads(result.out)
        assert found["target"] == {"cap": "additional-cap"}
        assert found["obstacles"] == [{"why": "no-day", "about": ["not-centrality-6"]}]

    @pytest.mark.parametrize("output", ["text", "json"])
    def test_everything_wrong(self, output: str) -> None:
        result = run("needed", PATH, "--target", "caps", "--reading", "a", "--format", output)
        assert result.code == 2
        assert not result.out
        assert ("/target" if output == "json" else "--target") in result.err
        assert "/readings" in result.err

    def test_a_wrong_target(self) -> None:
        for target in ("caps", "total=12,5"):
            result = run("needed", PATH, "--target", target)
            assert result.code == 2
            assert "--target" in result.err


def test_the_day_is_the_first_that_counts() -> None:
    found = needed(case(agreement__signed_on="2025-10-15"), Full("absence-hours"))
    assert (found.day, found.value) == (dt.date(2025, 10, 15), Decimal("160.00"))


@pytest.mark.parametrize("target", ["300000", "1", "900000"])
def test_months_are_told_as_months(target: str) -> None:
    one = load_case(json.dumps(CONTRACT_CASE))
    found = needed(one, AtLeast("total", Decimal(target)), vary="months")
    for lang in LANGUAGES:
        assert to_plain(needed_blocks(found, catalogue(lang)))
    assert (found.value is None) == (target == "900000")
