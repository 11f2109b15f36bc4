"""What is just out of reach: every gain is true, and nothing is told that brings nothing."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from alis_rules import Case, evaluate, load_case
from alis_rules.explain.blocks import Item
from alis_rules.explain.catalogue import LANGUAGES, Language, catalogue
from alis_rules.explain.outlook import near_blocks, near_page
from alis_rules.explain.plain import to_plain
from alis_rules.nearness import MOST_DAYS_OF_A_MOVE, MOST_DAYS_TO_A_MONTH, Change, Near, near
from alis_rules.testing import cases
from tests.commanding import run
from tests.support import CONTRACT_CASE, ROOT, case, course

SUMMED = {"grant-frame": "sum-of-caps"}
FULL = [course("2025-07-10", 200, expenses=20000)]
"""More than the frame of a short stay."""


def position(first: str, last: str | None = None, percent: int = 100, role: str = "fastlege") -> dict[str, Any]:
    found = {"role": role, "employment": "hovedmodell", "percent": percent, "from": first}
    return found | {"to": last} if last else found


def _items(found: tuple[Near, ...], lang: Language) -> int:
    """How many things are told of what is near."""
    return sum(isinstance(block, Item) for block in near_blocks(found, catalogue(lang)))


def told(found: tuple[Near, ...]) -> list[tuple[str, str, int]]:
    """What is near in short; all of it has a text in every language."""
    for lang in LANGUAGES:
        assert _items(found, lang) == len(found)
    return [(each.id.value, each.at, each.steps) for each in found]


@given(cases())
@settings(max_examples=80)
def test_every_gain_is_what_the_changed_case_gives_more(one: Case) -> None:
    now = evaluate(one, project=True).total
    found = near(one, project=True)
    for each in found:
        assert each.gain > 0
        assert evaluate(each.case, project=True).total - now == each.gain
        assert each.steps <= (MOST_DAYS_OF_A_MOVE if each.id is Change.OTHER_DAY else MOST_DAYS_TO_A_MONTH)
        assert each.steps == (abs((each.other_day - each.day).days) or 1)
    assert [each.gain for each in found] == sorted((each.gain for each in found), reverse=True)
    for lang in LANGUAGES:
        page = to_plain(near_page(found, catalogue(lang)), 400)
        assert page.count("–") >= len(found)
        assert _items(found, lang) == len(found)
        for each in found:
            assert catalogue(lang).money(each.gain).replace("\N{NO-BREAK SPACE}", " ") in page


class TestMonths:
    def test_two_days_more(self) -> None:
        found = near(case(positions=[position("2025-02-01", "2025-09-28")], activities=FULL, readings=SUMMED))
        assert told(found) == [("later-end", "/positions/0", 2)]
        frame = Decimal(132000) + 14000 + 125000 + Decimal("91317.1875")
        assert abs(found[0].gain - frame / 12) < 1

    def test_one_day_less_than_needed_is_no_month(self) -> None:
        one = case(positions=[position("2025-02-01", "2025-09-29")], activities=FULL, readings=SUMMED)
        assert [each.steps for each in near(one)] == [1]

    def test_sixteen_days_are_not_near(self) -> None:
        assert near(case(positions=[position("2025-02-01", "2025-09-14")], activities=FULL, readings=SUMMED)) == ()
        assert told(near(case(positions=[position("2025-02-01", "2025-09-15")], activities=FULL, readings=SUMMED)))

    def test_an_earlier_start(self) -> None:
        parts = {"agreement__signed_on": "2025-05-01", "activities": [course("2026-02-10", 200, expenses=20000)], "readings": SUMMED}
        found = near(case(positions=[position("2026-01-03")], **parts))
        assert told(found) == [("earlier-start", "/positions/0", 2)]
        assert near(case(positions=[position("2026-01-20")], **parts)) == ()

    def test_started_months(self) -> None:
        one = case(
            positions=[position("2025-02-01", "2025-09-30")], activities=FULL, readings=SUMMED | {"month-counting": "started-months"}
        )
        assert told(near(one)) == [("later-end", "/positions/0", 1)]

    def test_the_call_ends_before(self) -> None:
        one = case(agreement__signed_on="2025-06-10", positions=[position("2025-06-01", "2026-05-20")], activities=FULL, readings=SUMMED)
        assert near(one) == ()

    def test_a_gap_between_posts(self) -> None:
        both = [position("2025-02-01", "2025-09-20"), position("2025-09-24", percent=50), position("2025-11-01", percent=50)]
        found = near(case(positions=both, activities=[course("2025-10-10")], readings={}))
        assert told(found)[0] == ("no-gap", "/positions/0", 3)

    def test_a_position_that_leaves_no_room(self) -> None:
        both = [position("2025-02-01", "2025-09-28"), position("2025-09-30", percent=100)]
        one = case(positions=both, activities=FULL, readings=SUMMED)
        assert ("later-end", "/positions/0", 2) not in told(near(one))
        starts = [position("2024-02-01", "2025-06-01"), position("2025-06-03", percent=100)]
        assert near(case(positions=starts, agreement__signed_on="2025-06-03", readings=SUMMED)) == ()


class TestRecords:
    def test_the_nearest_day(self) -> None:
        found = near(case(activities=[course("2026-06-03", 10)]))
        assert told(found) == [("other-day", "/activities/0", 3)]
        assert (found[0].gain, found[0].what) == (Decimal("8250.00"), "kurs")

    def test_too_far_away(self) -> None:
        assert near(case(activities=[course("2026-07-02", 10)])) == ()
        assert told(near(case(activities=[course("2026-07-01", 10)])))

    def test_a_later_day(self) -> None:
        found = near(case(agreement__signed_on="2025-09-01", supervision=[{"date": "2025-08-30", "hours": 2}]))
        assert told(found) == [("other-day", "/supervision/0", 2)]
        assert found[0].other_day > found[0].day

    def test_a_day_that_counts_for_the_practice(self) -> None:
        both = [position("2025-02-01", "2025-09-30", role="annet-legearbeid"), position("2025-10-01")]
        found = near(case(positions=both, activities=[course("2025-09-28", 10)]))
        assert told(found) == [("other-day", "/activities/0", 3)]

    def test_no_day_counts_for_the_practice(self) -> None:
        one = case(positions=[position("2025-02-01", role="annet-legearbeid")], activities=[course("2026-06-03", 10, expenses=100)])
        assert [each.gain for each in near(one)] == [Decimal("100.00")]

    def test_not_completed(self) -> None:
        found = near(case(activities=[course("2025-09-10", 10, completed=False)]))
        assert told(found) == [("completed", "/activities/0", 1)]
        assert found[0].unit == "activities"

    def test_what_no_other_day_helps(self) -> None:
        one = case(
            activities=[{"kind": "annet", "date": "2025-09-10", "absence_hours": 5}],
            lower_productivity=[{"from": "2026-06-01", "to": "2026-06-02", "amount": 10}],
        )
        assert near(one) == ()


class TestCommand:
    def test_nothing_is_near(self) -> None:
        result = run("near", str(ROOT / "examples" / "contract-case.json"))
        assert result.code == 0
        assert "Ingen liten endring" in result.out

    def test_json(self, tmp_path: Any) -> None:
        changed = {**CONTRACT_CASE, "facilitation": [], "supervision": [{"date": "2026-06-02", "hours": 10}], "lower_productivity": []}
        path = tmp_path / "case.json"
        path.write_text(json.dumps(changed), "utf-8")
        result = run("near", str(path), "--format", "json")
        [found] = json.loads(result.out)
        assert found == {
            "id": "other-day",
            "at": "/supervision/0",
            "what": "supervision",
            "steps": 2,
            "unit": "days",
            "day": "2026-06-02",
            "other_day": "2026-05-31",
            "gain": "15812.50",
            "complete": True,
        }

    @pytest.mark.parametrize("lang", ["nb", "nn", "en"])
    def test_a_missing_file(self, lang: str) -> None:
        result = run("near", "missing.json", "--lang", lang)
        assert result.code == 2
        assert "missing.json" in result.err


def test_the_contract_case_has_nothing_near() -> None:
    assert near(load_case(json.dumps(CONTRACT_CASE))) == ()


def test_what_would_bring_nothing_is_not_told() -> None:
    used_up = {"learning-expenses": 14_000}
    course_of_nothing = {"kind": "kurs", "date": "2025-10-01", "expenses": 100, "completed": False}
    assert near(case(activities=[course_of_nothing], used_before=used_up)) == ()
    assert near(case(activities=[course_of_nothing])) != ()
