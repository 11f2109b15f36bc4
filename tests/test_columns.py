"""The rules on dataframes: whatever the engine, exactly the whole numbers of one case at a time."""

import math
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import polars as pl
import pytest
from attrs import asdict, evolve
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from alis_rules import Case, Facts, InvalidCase, evaluate, load_tables, magnitudes
from alis_rules.arithmetic import divide_half_up
from alis_rules.asked import Asked
from alis_rules.column_problems import SHOWN, InvalidColumns
from alis_rules.dataframes import entitlements
from alis_rules.facts import FACTS, NO_CLAIM
from alis_rules.facts_rows import CLAIMS
from alis_rules.magnitudes import LIMITS, QUOTIENT, WIDTH, TooLarge, largest_number, limit_of
from alis_rules.model import Supplied
from alis_rules.planning import LINES, RESULTS
from alis_rules.readings import DEFAULTS, Readings, chosen
from alis_rules.reckoning import bounds_of, reckon
from alis_rules.terms import terms_of
from alis_rules.testing import cases, facts
from alis_rules.testing.parts import reading_row

TABLES = load_tables()
CALLS = tuple(TABLES.calls)


def table_row(one: Facts) -> dict[str, int | None]:
    return {name: None if name in CLAIMS and value == NO_CLAIM else value for name, value in asdict(one).items()}


def frame_of(many: list[Facts]) -> pl.DataFrame:
    return pl.DataFrame([table_row(each) for each in many], schema={**dict.fromkeys(FACTS, pl.Int64), "basis": pl.String})


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


def amounts_of(one: Facts, chosen_readings: Readings, call: str) -> list[Any]:
    terms = terms_of(TABLES, TABLES.calls[call], chosen_readings, Supplied(), ())
    reckoning = reckon(one, terms)
    return [*(line.amount for line in reckoning.lines), reckoning.total, *bounds_of(reckoning, one, terms), reckoning.complete]


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=15)
@given(st.lists(facts(), min_size=1, max_size=8), reading_row(), st.sampled_from(CALLS))
@example([Facts()], {}, "2026")
def test_every_engine_gives_the_whole_numbers_of_one_case_at_a_time(
    engine: str, many: list[Facts], options: dict[str, str], call: str
) -> None:
    chosen_readings = chosen(DEFAULTS, options)
    found = _rows(entitlements(ENGINES[engine](frame_of(many)), call=call, readings=chosen_readings))
    for one, row in zip(many, found, strict=True):
        amounts = [row[name] for name in RESULTS[:-1]]
        assert [*amounts, row["complete"]] == amounts_of(one, chosen_readings, call)
        assert all(isinstance(each, int | None) for each in amounts)


@settings(max_examples=25)
@given(cases(call="2026"))
def test_a_whole_case_gives_the_same_as_its_facts(case: Case) -> None:
    bare = evolve(case, supplied=Supplied(), accept=())
    entitlement = evaluate(bare)
    row = _rows(entitlements(frame_of([entitlement.facts]), call="2026", readings=case.readings))[0]
    assert row["amount_total_ore"] == int(entitlement.total * 100)
    assert row["complete"] == entitlement.complete
    assert row["at_least_ore"] == int(entitlement.at_least * 100)
    assert row["at_most_ore"] == (None if entitlement.at_most is None else int(entitlement.at_most * 100))
    for line in entitlement.lines:
        assert row[f"amount_{line.rule.replace('-', '_')}_ore"] == (None if line.amount is None else int(line.amount * 100))


class TestFrames:
    ONE = frame_of([Facts(expenses_incurred_ore=5_00, expenses_ore=5_00, has_frame=0)])

    def test_columns_of_ones_own_are_kept_in_front(self) -> None:
        found = entitlements(self.ONE.with_columns(pl.lit("Bodø").alias("place")), call="2026")
        assert found.columns == [*FACTS, "basis", "place", *RESULTS]

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
        frame = frame_of([loss, evolve(lessons, expenses_incurred_ore=15_000_00)])
        expected = _rows(entitlements(frame, call="2026").select(*RESULTS[:-1]))
        found = entitlements(frame.cast(dict.fromkeys(FACTS, kind)), call="2026").select(*RESULTS[:-1])
        assert _rows(found) == expected
        assert set(found.dtypes) == {pl.Int64}

    def test_no_rows(self) -> None:
        assert entitlements(self.ONE.clear(), call="2026").height == 0

    def test_a_projection_and_an_unknown_call(self) -> None:
        assert entitlements(self.ONE, call="2027", project=True)["amount_total_ore"].to_list() == [500]
        with pytest.raises(InvalidCase, match="2027"):
            entitlements(self.ONE, call="2027")

    @pytest.mark.parametrize(
        ("change", "column", "what"),
        [
            (pl.lit(-1), "expenses_ore", "negative"),
            (pl.lit(None, dtype=pl.Int64), "in_window", "This cell is empty"),
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


class TestChecks:
    MANY = frame_of([Facts()] * 50)

    def test_a_bad_row_among_many_is_told_by_its_number(self) -> None:
        many = pl.concat([frame_of([Facts()] * 1000)] * 100)
        frame = many.with_columns(expenses_ore=pl.when(pl.int_range(pl.len()) == 98_765).then(-7).otherwise(0))
        others: list[Any] = [frame, frame.lazy(), frame.to_arrow(), frame.to_pandas()]
        for each in others:
            with pytest.raises(InvalidColumns) as raised:
                entitlements(each, call="2026")
            assert [(one.row, one.column, one.code) for one in raised.value.errors] == [(98_765, "expenses_ore", "negative")]

    def test_of_many_bad_rows_the_first_are_told_and_how_many_there_are(self) -> None:
        with pytest.raises(InvalidColumns) as raised:
            entitlements(self.MANY.with_columns(has_frame=pl.lit(7)), call="2026")
        errors = raised.value.errors
        assert [each.row for each in errors] == [*range(SHOWN), None]
        assert "50" in errors[-1].message

    def test_duckdb_keeps_no_order_so_the_cases_are_named(self) -> None:
        frame = self.MANY.with_columns(case=pl.format("A-{}", pl.int_range(pl.len())), in_window=pl.int_range(pl.len()) - 48)
        for columns, codes in (
            (["case"], ["negative", "column-cases", "column-rows"]),
            ([], ["negative", "column-rows"]),
        ):
            with pytest.raises(InvalidColumns) as raised:
                entitlements(ENGINES["duckdb"](frame.select(*FACTS, "basis", *columns)), call="2026")
            assert [(each.row, each.column, each.code) for each in raised.value.errors] == [(None, "in_window", code) for code in codes]
            assert ("A-0" in str(raised.value)) == bool(columns)

    @pytest.mark.parametrize("call", ["2026", 2026])
    def test_rows_of_another_call_are_refused(self, call: object) -> None:
        frame = self.MANY.with_columns(call=pl.lit(call))
        assert entitlements(frame, call="2026").height == 50
        assert entitlements(frame, call="2028", project=True).height == 50
        others: list[Any] = [frame, frame.to_pandas(), frame.with_columns(call=pl.lit(None, dtype=pl.String))]
        for each in others:
            with pytest.raises(InvalidColumns, match="2025"):
                entitlements(each, call="2025")

    def test_columns_that_the_result_makes_are_refused(self) -> None:
        with pytest.raises(InvalidColumns, match="amount_total_ore"):
            entitlements(entitlements(self.MANY, call="2026"), call="2026")

    def test_a_claim_beyond_what_can_be_told_from_none(self) -> None:
        assert entitlements(self.MANY.with_columns(claim_supervision_ore=pl.lit(NO_CLAIM)), call="2026").height == 50
        with pytest.raises(InvalidColumns, match="too large"):
            entitlements(self.MANY.with_columns(claim_supervision_ore=pl.lit(2**64 - 1, dtype=pl.UInt64)), call="2026")

    def test_checked_values_are_not_looked_through(self) -> None:
        assert entitlements(self.MANY.with_columns(has_frame=pl.lit(7)), call="2026", checked=True).height == 50


class TestStreams:
    """A file of facts need not fit in memory."""

    ROWS = 400_000

    @pytest.fixture(scope="class")
    @classmethod
    def file(cls, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Facts that come to far more than the memory allowed below, in many row groups."""
        path = tmp_path_factory.mktemp("facts") / "facts.parquet"
        number = pl.col("number")
        many = pl.LazyFrame({"number": range(cls.ROWS)}).select(
            *((number * (index + 7) % (limit_of(name) + 1)).alias(name) for index, name in enumerate(FACTS)),
            basis=pl.lit(Asked("2026").settled("").terms.basis),
        )
        many.sink_parquet(path, row_group_size=20_000)
        return path

    def test_duckdb_streams_within_its_memory(self, file: Path) -> None:
        connection = duckdb.connect(config={"memory_limit": "50MB", "threads": "1", "temp_directory": ""})
        found = entitlements(connection.read_parquet(file.as_posix()), call="2026").aggregate("sum(amount_total_ore), count(*)").fetchall()
        whole = entitlements(pl.read_parquet(file), call="2026")
        assert found == [(whole["amount_total_ore"].sum(), self.ROWS)]
        with pytest.raises(duckdb.OutOfMemoryException):
            connection.execute("CREATE TABLE held AS SELECT * FROM read_parquet(?)", [file.as_posix()])

    def test_polars_streams_every_step(self, file: Path, tmp_path: Path) -> None:
        def steps(frame: pl.LazyFrame) -> set[str]:
            return set(re.findall(r'\[label="([\w-]+)', str(frame.show_graph(engine="streaming", plan_stage="physical", raw_output=True))))

        amounts = entitlements(pl.scan_parquet(file), call="2026", readings={"grant-frame": "sum-of-caps", "grading": "each-cap"})
        assert steps(amounts) <= {"multi-scan", "select", "with-columns"}
        assert "sort" in steps(amounts.sort("amount_total_ore"))
        amounts.sink_parquet(tmp_path / "amounts.parquet")
        assert pl.scan_parquet(tmp_path / "amounts.parquet").select(pl.len()).collect().item() == self.ROWS


class TestWidth:
    @pytest.mark.parametrize("call", CALLS)
    @given(reading_row())
    def test_no_number_of_any_call_and_any_readings_leaves_64_bits(self, call: str, options: dict[str, str]) -> None:
        terms = terms_of(TABLES, TABLES.calls[call], chosen(DEFAULTS, options), Supplied(), ())
        assert largest_number(terms) < WIDTH // 4

    def test_rates_that_could_are_refused(self) -> None:
        supplied = Supplied(fee_rate="999999999.99")
        with pytest.raises(TooLarge):
            entitlements(TestFrames.ONE, call="2026", supplied=supplied)

    def test_quotients_that_doubles_do_not_hold_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(magnitudes, "QUOTIENT", 2**36)
        with pytest.raises(TooLarge, match="quotient"):
            entitlements(TestFrames.ONE, call="2026")

    @given(st.integers(0, QUOTIENT - 1), st.integers(2, 2**40), st.data())
    def test_a_quotient_is_exact_in_doubles_too(self, quotient: int, denominator: int, data: st.DataObject) -> None:
        numerator = quotient * denominator + data.draw(st.integers(0, denominator - 1))
        assume(numerator + denominator < WIDTH)
        nearest = numerator + denominator // 2
        in_doubles = math.floor(float(nearest - nearest % denominator + denominator // 2) / float(denominator))
        assert in_doubles == divide_half_up(numerator, denominator)

    def test_every_fact_has_a_limit(self) -> None:
        assert {limit_of(name) for name in FACTS} == {*LIMITS.values(), 1}


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(ImportError, match="pip install narwhals pyarrow"):
        entitlements(TestFrames.ONE, call="2026")
