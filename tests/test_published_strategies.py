"""The published strategies: each gives what it says, and those of the borders reach every one of them."""

import calendar
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Set
from decimal import Decimal
from typing import Any, TypeVar

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from alis_rules import (
    Activity,
    AdditionalElement,
    Agreement,
    Case,
    Claims,
    Cost,
    Doctor,
    Entitlement,
    Facts,
    Interruption,
    LowerProductivity,
    Municipality,
    Position,
    Readings,
    Supervision,
    Supplied,
    Tables,
    UsedBefore,
    amounts_by,
    case_from_json,
    evaluate,
    load_tables,
    testing,
)
from alis_rules.facts import FACTS
from alis_rules.facts_rows import CLAIMS
from alis_rules.magnitudes import limit_of
from alis_rules.testing.caps import CAPS, case_at_a_cap
from alis_rules.testing.numbers import LEAP_DAYS, Document, periods
from alis_rules.testing.parts import RECORDS
from tests.support import CONTRACT_CASE, loaded

Drawn = TypeVar("Drawn")
DAY = dt.timedelta(1)
FEW = settings(max_examples=25)


def many(strategy: st.SearchStrategy[Drawn], count: int, turn: int = 0) -> list[Drawn]:
    """What a strategy draws, the same each time in each turn."""
    found: list[Drawn] = []

    @seed(turn)
    @settings(max_examples=count, derandomize=False, database=None, phases=[Phase.generate])
    @given(strategy)
    def collect(drawn: Drawn) -> None:
        found.append(drawn)

    collect()
    return found


def reached(strategy: st.SearchStrategy[Drawn], places: Callable[[Drawn], Iterable[Any]], wanted: Set[Any]) -> bool:
    """Whether what a strategy draws comes to all of the places that are wanted, before long."""
    found: set[Any] = set()
    for turn in range(12):
        found.update(place for each in many(strategy, 80, turn) for place in places(each))
        if found >= wanted:
            return True
    raise AssertionError(f"never drawn: {sorted(wanted - found)}")


# What each gives ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("strategy", "of"), [
    (testing.positions, Position), (testing.interruptions, Interruption), (testing.activities, Activity),
    (testing.supervisions, Supervision), (testing.losses, LowerProductivity), (testing.costs, Cost),
    (testing.additional_elements, AdditionalElement), (testing.doctors, Doctor), (testing.agreements, Agreement),
    (testing.municipalities, Municipality), (testing.claims, Claims), (testing.used_before, UsedBefore),
    (testing.supplied, Supplied), (testing.readings, Readings), (testing.cases, Case), (testing.facts, Facts),
    (testing.tables, Tables), (testing.days, dt.date), (testing.money, Decimal), (testing.hours, Decimal), (testing.percents, Decimal),
])  # fmt: skip
def test_each_gives_objects_of_its_type_and_not_always_the_same(strategy: Callable[[], st.SearchStrategy[Any]], of: type) -> None:
    drawn = many(strategy(), 30)
    assert {type(each) for each in drawn} == {of}
    assert len({repr(each) for each in drawn}) > 5


@pytest.mark.parametrize("call", ["2022", "2025", "2026", "2027"])
def test_the_days_of_a_call_are_drawn_where_it_is_named(call: str) -> None:
    first, last = periods()[call]
    drawn = many(testing.days(call), 50)
    assert {first, last} & {*drawn}
    assert all(first - relativedelta(months=8) <= day <= last + relativedelta(months=4) for day in drawn)


@settings(max_examples=40)
@given(testing.case_documents("2026", borders=False))
def test_a_plausible_case_lies_in_its_call(document: Document) -> None:
    first, last = (day.isoformat() for day in periods()["2026"])
    case = case_from_json(json.loads(json.dumps(document), parse_float=Decimal))
    assert len(case.positions) == 1
    assert case.agreement.signed_on is not None
    assert case.agreement.signed_on.isoformat() <= first
    assert all(first <= day <= last for day in record_days(document))


@FEW
@given(testing.case_documents("2023", "veiledning", borders=True))
def test_call_and_kind_are_what_is_asked_for(document: Document) -> None:
    assert document.get("call", "2023") == "2023"
    assert document["agreement"]["kind"] == "veiledning"
    assert evaluate(loaded(document)).call == "2023"


@FEW
@given(testing.facts())
def test_facts_are_within_their_bounds_and_what_counts_was_incurred(facts: Facts) -> None:
    values: dict[str, int] = {name: getattr(facts, name) for name in FACTS}
    assert facts.basis == ""
    assert all(0 <= value <= limit_of(name) for name, value in values.items() if name not in CLAIMS)
    for name in ("expenses", "productivity", "supervision", "facilitation", "additional", "municipal"):
        assert values[f"{name}_ore"] <= values[f"{name}_incurred_ore"]
    assert facts.absence_h100 <= facts.absence_incurred_h100
    assert facts.supervision_unpriced_h100 <= min(facts.supervision_h100, facts.supervision_incurred_unpriced_h100)
    assert amounts_by(call="2026")(facts).total >= 0


@pytest.mark.untraced
def test_facts_reach_their_borders() -> None:
    def ore(facts: Facts) -> Iterator[int]:
        yield from (facts.expenses_ore, facts.additional_ore, facts.municipal_ore, facts.facilitation_ore)

    assert reached(testing.facts(), ore, {14_000_00 - 1, 14_000_00, 14_000_01, 125_000_00})
    assert reached(testing.facts(), lambda facts: {facts.absence_used_h100, facts.supervision_used_h100}, {15_999, 160_00, 160_01, 5_776})


@FEW
@given(testing.tables())
def test_tables_are_others_and_answer(tables: Tables) -> None:
    assert tables.version == load_tables().version
    assert set(tables.calls) == set(load_tables().calls)
    assert evaluate(case_from_json(CONTRACT_CASE), tables=tables).tables.digest == tables.digest


def test_tables_change_figures_days_and_standings() -> None:
    shipped = {(call.id, name): value for call in load_tables().calls.values() for name, value in call.values.items()}
    drawn = many(testing.tables(), 40)
    pairs = [(shipped[call.id, name], value) for each in drawn for call in each.calls.values() for name, value in call.values.items()]
    for name in ("value", "standing", "in_force_from"):
        assert any(getattr(before, name) != getattr(after, name) for before, after in pairs), name
    assert any(before.value is not None and after.value is None for before, after in pairs)
    assert any(each.fee_rates != load_tables().fee_rates for each in drawn)


@FEW
@given(testing.overlays())
def test_overlays_are_proposals_that_tables_take(proposal: dict[str, Any]) -> None:
    tables = load_tables().overlay(proposal)
    assert [row.id for row in tables.overlays[0].rows] == [row["id"] for row in proposal["value"]]
    assert evaluate(case_from_json(CONTRACT_CASE), tables=tables).call == "2026"


# Borders --------------------------------------------------------------------------------------------------------------


def record_days(document: Document) -> Iterator[str]:
    """First and last days of the records."""
    for row in (row for key in RECORDS for row in document[key]):
        yield from (row[key] for key in ("date", "from", "to") if key in row)


def day_borders(document: Document) -> Iterator[str]:
    """The borders that lie on some day of a record, or that are a day of the agreement, in words."""
    first, last = periods()["2026"]
    signed = dt.date.fromisoformat(document["agreement"].get("signed_on", "1990-01-01"))
    gp = dt.date.fromisoformat(document["doctor"].get("first_gp_date", "1990-01-01"))
    days = [dt.date.fromisoformat(day) for day in record_days(document)]
    named = {
        "the call's first day": first,
        "the day before the call": first - DAY,
        "the call's last day": last,
        "the day after the call": last + DAY,
        "the day of signing": signed,
        "the day before signing": signed - DAY,
        "the last day of five years": signed + relativedelta(years=5) - DAY,
        "the day after five years": signed + relativedelta(years=5),
        "the first day as GP": gp,
        "the window's last day": gp + relativedelta(months=24) - DAY,
        "the day after the window": gp + relativedelta(months=24),
    }
    yield from (name for name, day in named.items() if day in days)
    if any(day.day == calendar.monthrange(day.year, day.month)[1] for day in days):
        yield "a month's last day"
    if any(day.day == 1 for day in days):
        yield "a month's first day"
    if signed in LEAP_DAYS:
        yield "signed on a leap day"
    if gp in LEAP_DAYS:
        yield "GP since a leap day"
    if any(position["from"] in document["agreement"].get("signed_on", "") for position in document["positions"]):
        yield "a post from the day of signing"


@pytest.mark.untraced
def test_the_days_of_every_border_are_drawn() -> None:
    assert reached(testing.case_documents("2026", borders=True), day_borders, {
        "the call's first day", "the day before the call", "the call's last day", "the day after the call", "the day of signing",
        "the day before signing", "the last day of five years", "the day after five years", "the first day as GP", "the window's last day",
        "the day after the window", "a month's last day", "a month's first day", "signed on a leap day", "GP since a leap day",
        "a post from the day of signing",
    })  # fmt: skip


LINE_OF = {
    "absence-hours": "practice-compensation",
    "supervision-hours": "supervision",
    "supervision-rate": "supervision",
    "facilitation-share": "facilitation",
    "additional-cap": "additional-elements",
    "claim": "learning-expenses",
}
AN_ORE = Decimal("0.01")


def beside(cap: str, document: Document, result: Entitlement) -> Decimal:
    """How much more than a cap gives a case has, by what it records and what is known of the cap: kroner, or hours."""
    left = {each.cap: each for each in result.remaining}
    if cap == "supervision-rate":
        (row,) = document["supervision"]
        return Decimal(row["cost"]) - Decimal(row["hours"]) * Decimal("1581.25")
    if cap == "claim":
        (row,) = document["activities"]
        return Decimal(row["expenses"]) - Decimal(document["claims"]["learning-expenses"])
    if cap == "grant-frame":
        return -(result[cap].amount or Decimal(0)) - (left[cap].left or Decimal(0))
    line = result[LINE_OF.get(cap, cap)]
    over = (line.counted or Decimal(0)) - (line.amount or Decimal(0))
    if left[cap].unit == "h":
        over /= {"absence-hours": Decimal(825), "supervision-hours": Decimal("1581.25")}[cap]
    return over.quantize(AN_ORE) - (left[cap].left or Decimal(0))


def cap_of(document: Document) -> str | None:
    """The cap that a case was brought to, by what it holds."""
    result = evaluate(loaded(document))
    for cap in CAPS:
        try:
            if abs(beside(cap, document, result)) <= AN_ORE and result[LINE_OF.get(cap, cap)].outcome.value in ("granted", "limited"):
                return cap
        except (KeyError, ValueError):
            continue
    return None


@pytest.mark.parametrize("cap", CAPS)
def test_every_cap_is_met_and_missed_by_a_hundredth(cap: str) -> None:
    """The hours' caps are told from the amounts, since an hour has its price."""
    found: set[Decimal] = set()
    for document in many(case_at_a_cap(cap), 30):
        found.add(beside(cap, document, evaluate(loaded(document))))
    assert found == {-AN_ORE, Decimal(0), AN_ORE}


@pytest.mark.untraced
def test_cases_of_the_borders_are_brought_to_every_cap() -> None:
    assert reached(testing.case_documents("2026", borders=True), lambda document: {cap_of(document)}, set(CAPS))
