"""The rules on dataframes: whatever the engine, exactly the whole numbers of one case at a time."""

import importlib
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from attrs import asdict, evolve, fields
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alis_rules import Case, Facts, evaluate, load_tables
from alis_rules.column_problems import InvalidColumns
from alis_rules.columns import LINES, entitlements
from alis_rules.facts import NO_CLAIM
from alis_rules.facts_rows import CLAIMS, FACTS
from alis_rules.magnitudes import LIMITS, WIDTH, TooLarge, largest_number, limit_of
from alis_rules.model import Supplied
from alis_rules.readings import DEFAULTS, Readings, chosen
from alis_rules.reckoning import reckon
from alis_rules.terms import terms_of
from tests.strategies import cases, readings

TABLES = load_tables()
CALLS = tuple(TABLES.calls)
BORDERS = {
    "_ore": (
        0,
        1,
        14_000_00 - 1,
        14_000_00,
        14_000_01,
        125_000_00,
        91_317_18,
        91_317_19,
        200_000_00,
        36_231_718,
        36_231_719,
        LIMITS["_ore"],
    ),
    "_h100": (0, 1, 5_774, 5_775, 5_776, 15_999, 160_00, 160_01, LIMITS["_h100"]),
    "_bp": (0, 1, 10_000, 33_333, 119_999, 120_000, LIMITS["_bp"]),
}


def _values(name: str) -> st.SearchStrategy[int]:
    borders = next((values for ending, values in BORDERS.items() if name.endswith(ending)), (0, 1))
    return st.one_of(st.sampled_from(borders), st.integers(0, limit_of(name)))


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Any facts within their limits, and consistent: what counts was incurred."""
    found = {name: draw(_values(name)) for name in FACTS if name not in CLAIMS}
    for name in FACTS:
        incurred = name.replace("_h100", "").replace("_ore", "") + "_incurred" + name[-5:] if name.endswith("_h100") else ""
        if incurred in found:
            found[name] = min(found[name], found[incurred])
    found["supervision_h100"] = max(found["supervision_h100"], found["supervision_unpriced_h100"])
    found["supervision_incurred_unpriced_h100"] = max(found["supervision_incurred_unpriced_h100"], found["supervision_unpriced_h100"])
    for stem in ("absence", "expenses", "productivity", "supervision", "facilitation", "additional", "municipal"):
        ending = "h100" if stem == "absence" else "ore"
        found[f"{stem}_incurred_{ending}"] = max(found[f"{stem}_incurred_{ending}"], found[f"{stem}_{ending}"])
    for name in CLAIMS:
        found[name] = draw(st.one_of(st.just(NO_CLAIM), _values(name)))
    return Facts(**found)


def _row(one: Facts) -> dict[str, int | None]:
    return {name: None if name in CLAIMS and value == NO_CLAIM else value for name, value in asdict(one).items()}


def _frame(many: list[Facts]) -> pl.DataFrame:
    return pl.DataFrame([_row(each) for each in many], schema=dict.fromkeys(FACTS, pl.Int64))


def _arrow(frame: Any) -> Any:
    return frame.to_arrow()


ENGINES: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas-arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "pyarrow": _arrow,
    "duckdb": lambda frame: duckdb.connect().from_arrow(_arrow(frame)),
}


def _rows(native: Any) -> list[dict[str, Any]]:
    return list(nw.from_native(native).lazy().collect("pyarrow").iter_rows(named=True))


def _expected(one: Facts, chosen_readings: Readings, call: str) -> list[Any]:
    terms = terms_of(TABLES, TABLES.calls[call], chosen_readings, Supplied(), ())
    reckoning = reckon(one, terms)
    return [*(line.amount for line in reckoning.lines), reckoning.total, reckoning.complete]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15)
@given(st.lists(facts(), min_size=1, max_size=8), readings(), st.sampled_from(CALLS))
@example([Facts()], {}, "2026")
def test_every_engine_gives_the_whole_numbers_of_one_case_at_a_time(
    engine: str, many: list[Facts], options: dict[str, str], call: str
) -> None:
    chosen_readings = chosen(DEFAULTS, options)
    found = _rows(entitlements(ENGINES[engine](_frame(many)), call=call, readings=chosen_readings))
    for one, row in zip(many, found, strict=True):
        amounts = [row[name] for name in (*LINES, "amount_total_ore")]
        assert [*amounts, row["complete"]] == _expected(one, chosen_readings, call)
        assert all(isinstance(each, int | None) for each in amounts)


@settings(max_examples=25)
@given(cases(call="2026"))
def test_a_whole_case_gives_the_same_as_its_facts(case: Case) -> None:
    bare = evolve(case, supplied=Supplied(), accept=())
    entitlement = evaluate(bare)
    row = _rows(entitlements(_frame([entitlement.facts]), call="2026", readings=case.readings))[0]
    assert row["amount_total_ore"] == int(entitlement.total * 100)
    assert row["complete"] == entitlement.complete
    for line in entitlement.lines:
        assert row[f"amount_{line.rule.replace('-', '_')}_ore"] == (None if line.amount is None else int(line.amount * 100))


class TestFrames:
    ONE = _frame([Facts(expenses_incurred_ore=5_00, expenses_ore=5_00, has_frame=0)])

    def test_columns_of_ones_own_are_kept_in_front(self) -> None:
        found = entitlements(self.ONE.with_columns(pl.lit("Bodø").alias("place")), call="2026")
        assert found.columns == [*FACTS, "place", *LINES, "amount_total_ore", "complete"]

    def test_a_lazy_frame_stays_lazy(self) -> None:
        assert isinstance(entitlements(self.ONE.lazy(), call="2026"), pl.LazyFrame)

    def test_pandas_keeps_its_index_and_gets_whole_numbers_that_can_be_null(self) -> None:
        frame: Any = self.ONE.to_pandas()
        frame.index = ["a"]
        found = entitlements(frame, call="2026")
        assert list(found.index) == ["a"]
        assert {str(found[name].dtype) for name in LINES} == {"Int64"}

    def test_claims_need_not_be_there(self) -> None:
        without = self.ONE.drop(CLAIMS)
        assert entitlements(without, call="2026")["amount_total_ore"].to_list() == [500]

    def test_a_proposal(self) -> None:
        proposal = {
            "name": "tak",
            "value": [
                {"id": "learning-expenses", "value": 4, "in_force_from": date(2025, 6, 1), "source": "x", "checked": date(2026, 11, 21)}
            ],
        }
        found = entitlements(self.ONE, call="2026", tables=TABLES.overlay(proposal))
        assert found["amount_total_ore"].to_list() == [400]

    @pytest.mark.parametrize("kind", [pl.Int32, pl.UInt32, pl.UInt64])
    def test_narrow_and_unsigned_whole_numbers_give_the_same(self, kind: type[pl.DataType]) -> None:
        loss = Facts(productivity_incurred_ore=130_000_00, productivity_ore=130_000_00, productivity_used_ore=126_000_00, has_frame=0)
        lessons = evolve(loss, absence_incurred_h100=170_00, absence_h100=170_00, absence_used_h100=161_00, expenses_ore=15_000_00)
        frame = _frame([loss, evolve(lessons, expenses_incurred_ore=15_000_00)])
        expected = _rows(entitlements(frame, call="2026").select(*LINES, "amount_total_ore"))
        found = entitlements(frame.cast(dict.fromkeys(FACTS, kind)), call="2026").select(*LINES, "amount_total_ore")
        assert _rows(found) == expected
        assert set(found.dtypes) == {pl.Int64}

    def test_no_rows(self) -> None:
        assert entitlements(self.ONE.clear(), call="2026").height == 0

    def test_a_projection_and_an_unknown_call(self) -> None:
        assert entitlements(self.ONE, call="2027", project=True)["amount_total_ore"].to_list() == [500]
        with pytest.raises(KeyError, match="2027"):
            entitlements(self.ONE, call="2027")

    @pytest.mark.parametrize(
        ("change", "column", "what"),
        [
            (pl.lit(-1), "expenses_ore", "negative"),
            (pl.lit(None, dtype=pl.Int64), "in_window", "in 1 of the rows"),
            (pl.lit(LIMITS["_ore"] + 1), "facilitation_ore", "too large"),
            (pl.lit(2), "has_frame", "too large"),
            (pl.lit(1.5), "absence_h100", "whole number"),
            (pl.lit("x"), "absence_h100", "whole number"),
            (pl.lit(-5), "claim_supervision_ore", "negative"),
        ],
    )
    @pytest.mark.parametrize("lazily", [False, True])
    def test_what_no_fact_can_be(self, change: pl.Expr, column: str, what: str, *, lazily: bool) -> None:
        frame = self.ONE.with_columns(change.alias(column))
        with pytest.raises(InvalidColumns) as raised:
            entitlements(frame.lazy() if lazily else frame, call="2026")
        assert [each.column for each in raised.value.errors] == [column]
        assert what in str(raised.value)

    def test_everything_that_is_wrong_at_once(self) -> None:
        with pytest.raises(InvalidColumns) as raised:
            entitlements(self.ONE.drop("in_window", "has_frame").with_columns(absence_h100=pl.lit("x")), call="2026")
        assert {each.column for each in raised.value.errors} == {"in_window", "has_frame", "absence_h100"}


class TestWidth:
    @pytest.mark.parametrize("call", CALLS)
    @given(readings())
    def test_no_number_of_any_call_and_any_readings_leaves_64_bits(self, call: str, options: dict[str, str]) -> None:
        terms = terms_of(TABLES, TABLES.calls[call], chosen(DEFAULTS, options), Supplied(), ())
        assert largest_number(terms) < WIDTH // 4

    def test_rates_that_could_are_refused(self) -> None:
        supplied = Supplied(fee_rate="999999999.99")
        with pytest.raises(TooLarge):
            entitlements(TestFrames.ONE, call="2026", supplied=supplied)

    def test_every_fact_has_a_limit(self) -> None:
        assert {limit_of(each.name) for each in fields(Facts)} == {*LIMITS.values(), 1}


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    monkeypatch.delitem(sys.modules, "alis_rules.columns")
    with pytest.raises(ImportError, match=r"alis-rules\[columns\]"):
        importlib.import_module("alis_rules.columns")
