"""Between what a result lies: no value of the unknown facts gives less or more, and both ends are reached."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alis_rules import Case, InvalidCase, case_to_json, evaluate, load_case
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.outlook import possible_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.fields import from_hundredths
from alis_rules.possibility import CENTRALITY, REGISTERED, Bounds, Possible, possible
from alis_rules.testing import case_documents
from alis_rules.testing.numbers import Document
from tests.commanding import run
from tests.support import CONTRACT_CASE, ROOT, case, course, loaded

PATH = str(ROOT / "examples" / "contract-case.json")
CONTRACT = load_case(json.dumps(CONTRACT_CASE))
PERCENT = "/positions/0/percent"
_KEYS = {
    "activities": ("absence_hours", "expenses", "fund_refund"),
    "supervision": ("hours", "cost"),
    "lower_productivity": ("amount",),
    "facilitation": ("amount",),
    "additional": ("amount",),
}


def told(found: Possible) -> str:
    """The answer in every language."""
    return "\n".join(to_plain(possible_blocks(found, catalogue(lang)), 120) for lang in LANGUAGES)


def codes(one: Case, unknown: dict[str, Bounds]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidCase) as caught:
        possible(one, unknown)
    assert str(caught.value)
    return [(each.at, each.code) for each in caught.value.errors]


@st.composite
def unknown_of(draw: st.DrawFn) -> tuple[Document, dict[str, Bounds]]:
    """A case with some of its numbers unknown, each between two bounds."""
    document = draw(case_documents())
    places = [
        f"/{section}/{index}/{key}"
        for section, keys in _KEYS.items()
        for index, row in enumerate(document[section])
        for key in keys
        if not (key == "absence_hours" and "absence_days" in row)
    ]
    places += [f"/positions/{index}/percent" for index in range(len(document["positions"]))] + [REGISTERED, CENTRALITY]
    found: dict[str, Bounds] = {}
    for at in draw(st.lists(st.sampled_from(places), unique=True, min_size=1, max_size=3)):
        if at in (REGISTERED, CENTRALITY):
            found[at] = None
            continue
        most = 100_00 if at.endswith("percent") else 200_00 if "hours" in at else 150_000_00
        low, high = sorted(draw(st.tuples(st.integers(0, most), st.integers(0, most))))
        found[at] = (from_hundredths(low), from_hundredths(high))
    return document, found


def _set(document: Document, at: str, value: Any) -> None:
    here: Any = document
    *path, last = at[1:].split("/")
    for each in path:
        here = here[int(each)] if each.isdigit() else here[each]
    here[last] = str(value) if isinstance(value, Decimal) else value


def _possible(one: Case, unknown: dict[str, Bounds]) -> Possible | None:
    """Between what the result lies; None where the facts cannot be so, or there are too many."""
    refused = {"too-many-combinations", "percents-and-duration", "positions-above-100"}
    try:
        return possible(one, unknown, project=True)
    except InvalidCase as error:
        if {each.code for each in error.errors} <= refused:
            return None
        raise


@given(unknown_of(), st.data())
@settings(max_examples=60)
def test_no_facts_give_less_or_more(of: tuple[Document, dict[str, Bounds]], data: st.DataObject) -> None:
    document, unknown = of
    one = loaded(document)
    found = _possible(one, unknown)
    assume(found is not None)
    assert found is not None
    low, high = found.lowest.entitlement.total, found.highest.entitlement.total
    assert found.spread == high - low >= 0
    for end in (found.lowest, found.highest):
        assert end.entitlement == evaluate(end.case, project=True)
    assert all(0 <= each.spread <= found.spread for each in found.unknown)
    assert (found.ask is None) == (not found.spread)
    assert told(found)
    tried = json.loads(json.dumps(case_to_json(one)))
    for each in found.unknown:
        if isinstance(each.low, Decimal) and isinstance(each.high, Decimal):
            first, last = int(each.low * 100), int(each.high * 100)
            value: Any = from_hundredths(data.draw(st.one_of(st.integers(first, last), st.just(min(first + 1, last)))))
        elif isinstance(each.low, bool):
            value = data.draw(st.booleans())
        else:
            value = data.draw(st.integers(1, 6))
        _set(tried, each.at, value)
    assert low <= evaluate(loaded(tried), project=True).total <= high


class TestAnswers:
    def test_nothing_is_unknown(self) -> None:
        found = possible(CONTRACT)
        assert found.spread == 0
        assert (found.unknown, found.ask) == ((), None)
        assert found.lowest.entitlement == evaluate(CONTRACT)
        assert told(found)
        assert told(possible(CONTRACT, {REGISTERED: None}))

    def test_what_is_asked_without_being_told(self) -> None:
        one = case(
            municipality={"number": "3001"},
            call="2023",
            agreement__signed_on="2022-05-20",
            additional=[{"date": "2023-01-10", "amount": 5000}],
        )
        assert [each.at for each in possible(one).unknown] == [CENTRALITY, REGISTERED]
        assert told(possible(one))

    def test_the_question_that_narrows_it_most(self) -> None:
        one = case(activities=[course("2025-09-10", 20, expenses=9000)])
        found = possible(one, {"/activities/0/absence_hours": (0, 10), "/activities/0/expenses": (0, 1000)})
        assert (found.ask, found.spread) == ("/activities/0/absence_hours", Decimal("9250.00"))
        assert [each.spread for each in found.unknown] == [Decimal("1000.00"), Decimal("8250.00")]
        assert found.lowest.values == (("/activities/0/absence_hours", Decimal("0.00")), ("/activities/0/expenses", Decimal("0.00")))

    def test_the_facts_do_not_matter(self) -> None:
        found = possible(case(), {"/agreement/newly_employed": None, PERCENT: (50, 50)})
        assert found.ask is None
        assert told(found)

    def test_the_most_between_two_percents(self) -> None:
        """Full time uses up the five years before the course; part time gives a smaller frame: the most lies between."""
        one = case(
            agreement__signed_on="2020-12-01",
            positions=[{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2020-12-01"}],
            activities=[course("2026-01-10", 160)],
            readings={"grading": "each-cap"},
        )
        found = possible(one, {PERCENT: None})
        [(_, best)] = found.highest.values
        assert isinstance(best, Decimal)
        assert 0 < best < 100
        assert possible(one, {PERCENT: (50, 100)}).highest.values == ((PERCENT, best),)

    def test_every_kind_of_place_has_a_name(self) -> None:
        one = case(
            **{key: value for key, value in CONTRACT_CASE.items() if key not in ("schema", "call", "positions", "supervision")},
            positions=[{"role": "fastlege", "employment": "avtale-8-2", "percent": 50, "from": "2025-02-01"}],
            supervision=[{"date": "2025-12-01", "hours": 30, "cost": 4000}],
            additional=[{"date": "2025-12-01", "amount": 30}],
            municipal=[{"date": "2025-12-01", "amount": 30}],
            agreement__split={"doctor_percent": 60},
            claims={"supervision": 100},
            used_before={"practice-compensation": {"hours": 1}, "learning-expenses": 5},
            supplied={"fee_rate": 1400, "additional_cap": 5, "grant_frame": {"fastlege": 4}},
        )
        for at, bounds in {
            "/agreement/split/doctor_percent": None,
            "/agreement/granted": None,
            "/agreement/official_template": None,
            "/claims/supervision": (0, 50_000),
            "/used_before/practice-compensation/hours": (0, 160),
            "/used_before/learning-expenses": (0, 14_000),
            "/supplied/fee_rate": (1300, 1400),
            "/supplied/additional_cap": (1300, 1400),
            "/supplied/grant_frame/fastlege": (1300, 1400),
            "/activities/5/absence_days": (0, 5),
            "/activities/0/completed": None,
            "/activities/0/documented": None,
            "/activities/0/fund_refund": (0, 9000),
            "/supervision/0/cost": (0, 9000),
            "/lower_productivity/0/amount": (0, 9000),
            "/municipal/0/amount": (0, 9000),
            "/additional/0/lasting_investment": None,
        }.items():
            assert told(possible(one, {at: bounds}))


class TestWrong:
    def test_everything_at_once(self) -> None:
        assert codes(
            CONTRACT,
            {
                "/positions/0/percen": (0, 100),
                "/positions/1/percent": (0, 1),
                "/positions/00/percent": (0, 1),
                "/activities/0/date": (1, 2),
                "/activities/0/expenses": (5, 3),
                "/activities/0/expenses/x": (5, 3),
                PERCENT: (0, 101),
                "/activities": None,
                "x": None,
                "/supervision/0/hours": None,
                "/supervision/0/cost": (None, 3),
                REGISTERED: (0, 1),
            },
        ) == [
            ("/positions/0/percen", "unknown-pointer"),
            ("/positions/1/percent", "unknown-pointer"),
            ("/positions/00/percent", "unknown-pointer"),
            ("/activities/0/date", "not-a-number-field"),
            ("/activities/0/expenses", "low-above-high"),
            ("/activities/0/expenses/x", "unknown-pointer"),
            (PERCENT, "above-100-percent"),
            ("/activities", "not-a-number-field"),
            ("x", "unknown-pointer"),
            ("/supervision/0/hours", "needs-bounds"),
            ("/supervision/0/cost", "needs-bounds"),
            (REGISTERED, "wrong-type-flag"),
            (REGISTERED, "wrong-type-flag"),
        ]

    def test_what_the_values_cannot_be_together(self) -> None:
        assert codes(CONTRACT, {"/activities/0/absence_days": (1, 2)}) == [("/activities/0/absence_days", "hours-and-days")]

    def test_positions_above_100(self) -> None:
        both = [{"role": "fastlege", "employment": "ansatt", "percent": share, "from": "2025-02-01"} for share in (40, 50)]
        assert codes(case(positions=both), {PERCENT: (0, 60)}) == [("/positions/1/percent", "positions-above-100")]

    def test_too_many_combinations(self) -> None:
        one = case(activities=[course("2025-09-10") for _ in range(12)])
        unknown: dict[str, Bounds] = {f"/activities/{index}/absence_hours": (0, 1) for index in range(12)}
        assert codes(one, unknown) == [("", "too-many-combinations")]

    def test_several_percents_that_use_up_the_duration(self) -> None:
        both = [{"role": "fastlege", "employment": "ansatt", "percent": share, "from": "2020-12-01"} for share in (40, 50)]
        one = case(positions=both, agreement__signed_on="2020-12-01")
        unknown: dict[str, Bounds] = {PERCENT: (0, 50), "/positions/1/percent": (0, 50)}
        assert codes(one, unknown) == [(PERCENT, "percents-and-duration"), ("/positions/1/percent", "percents-and-duration")]
        later = case(positions=both)
        assert possible(later, unknown).spread == 0


class TestCommand:
    def test_text(self) -> None:
        result = run("possible", PATH, "--unknown", f"{PERCENT}=50..100", "--unknown", "/activities/2/absence_hours=0..12.5")
        assert result.code == 0
        assert "181 158,59 kr" in result.out

    def test_json(self) -> None:
        result = run("possible", PATH, "--unknown", PERCENT, "--unknown", f"{REGISTERED}=false..true", "--format", "json")
        found = json.loads(result.out)
        assert (found["spread"], found["lowest"]["entitlement"]["total"]) == ("362317.19", "0.00")
        assert found["lowest"]["values"] == {PERCENT: "0.00", REGISTERED: False}
        assert found["unknown"][0] == {"at": PERCENT, "low": "0.00", "high": "100.00", "spread": "362317.19"}

    @pytest.mark.parametrize("output", ["text", "json"])
    def test_everything_wrong(self, output: str) -> None:
        result = run("possible", PATH, "--unknown", "a=1", "--unknown", "b=1..2", "--format", output)
        assert result.code == 2
        assert not result.out
        assert "a=1" in result.err
        assert "/positions/0/percent" in result.err
        assert run("possible", PATH, "--unknown", "a=1").code == 2

    def test_a_wrong_overlay(self, tmp_path: Path) -> None:
        result = run("possible", PATH, "--overlay", str(tmp_path / "none.toml"))
        assert result.code == 2
