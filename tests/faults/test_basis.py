"""Faults in what facts are calculated by, and in the tables that they are read from."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from alis_rules import (
    Case,
    Entitlement,
    Facts,
    InvalidCase,
    InvalidColumns,
    Period,
    Readings,
    Supplied,
    amounts_by,
    entitlement_from_json,
    entitlements,
    evaluate,
    facts_batches,
    facts_csv,
    facts_from_columns,
    facts_of,
    facts_parquet,
    facts_table,
    load_tables,
    simulate,
)
from alis_rules.asked import Asked
from alis_rules.basis import COUNTING_READINGS, basis_of, read_basis, unlike_bases
from alis_rules.facts import FACTS
from alis_rules.magnitudes import TooLarge
from alis_rules.model import Acceptable, SuppliedFrames
from alis_rules.planning import RESULTS
from alis_rules.readings import DEFAULTS, options, reading_fields
from alis_rules.testing import cases
from alis_rules.testing.parts import reading_row
from alis_rules.timeline import Grounds
from tests.commanding import run
from tests.support import CONTRACT_CASE, ROOT, case, course, document
from tests.test_columns import ENGINES

TABLES = load_tables()
pa: Any = import_module("pyarrow")
pl: Any = import_module("polars")
pd: Any = import_module("pandas")
FEW = settings(max_examples=15)
KNOWN_ON = st.none() | st.dates(dt.date(2021, 1, 1), dt.date(2027, 12, 31))
GAP = [
    {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-02-01", "to": "2025-09-30"},
    {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-10-02"},
]
"""Two posts, with a day between them."""
LATE = case(positions=GAP, activities=[course("2025-11-10", 100, expenses=9000)], readings={"grant-frame": "sum-of-caps"})
"""A case that comes to less where the gap ends the agreement."""
SHORT = case(
    call="2021",
    period={"from": "2021-01-01", "to": "2021-12-31"},
    doctor={},
    agreement={"kind": "veiledning"},
    positions=[{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2020-01-01"}],
    supervision=[{"date": "2021-05-03", "hours": 10}],
)
"""A case of a call whose period the case gives."""
DATED = {"in_force_from": dt.date(2025, 6, 1), "source": "x", "checked": dt.date(2026, 11, 21)}
TAK = """name = "tak"
[[value]]
id = "learning-expenses"
value = 4
in_force_from = 2025-06-01
source = "x"
checked = 2026-11-21
"""
PROPOSAL = {"name": "tak", "value": [{"id": "learning-expenses", "value": 4, **DATED}]}


def amounts_told(entitlement: Entitlement) -> list[Any]:
    """What an entitlement says as `amounts_by` says it."""
    lines = [None if line.amount is None else int(line.amount * 100) for line in entitlement.lines]
    sums = (entitlement.total, entitlement.at_least, entitlement.at_most)
    return [*lines, *(None if each is None else int(each * 100) for each in sums), entitlement.complete]


def rows_of(native: Any) -> list[dict[str, Any]]:
    """The rows of a frame of any engine."""
    nw: Any = import_module("narwhals")
    return list(nw.from_native(native).lazy().collect("pyarrow").iter_rows(named=True))


def told_at(function: Callable[[], Any]) -> list[tuple[str, str]]:
    """Where and by which code a function refuses; its messages are in every language, and whole."""
    with pytest.raises((InvalidCase, InvalidColumns)) as raised:
        function()
    error: Any = raised.value
    for each in error.errors:
        assert all("{" not in each.text(lang) for lang in ("nb", "nn", "en"))
    return [(each.at if isinstance(error, InvalidCase) else each.column, each.code) for each in error.errors]


# Facts and how they were counted cannot part -----------------------------------------------------------------------------


@FEW
@given(cases(), reading_row(), KNOWN_ON)
def test_fault_02_facts_come_to_what_their_case_came_to(one: Case, overriding: dict[str, str], known_on: dt.date | None) -> None:
    """Whatever the case chose, was given or was seen by, goes with its facts."""
    seen: dict[str, Any] = {"readings": overriding, "known_on": known_on, "project": True}
    entitlement = evaluate(one, **seen)
    expected = amounts_told(entitlement)
    assert list(amounts_by(call=entitlement.call, project=True)(entitlement.facts)) == expected
    table = facts_table([one], **seen)
    assert facts_of(table.to_pylist()[0]) == entitlement.facts
    assert entitlement_from_json(json.loads(json.dumps(entitlement.to_json()))).facts == entitlement.facts
    with suppress(TooLarge):  # by what the case supplies, no column is wide enough
        (row,) = rows_of(entitlements(table, call=entitlement.call, project=True))
        assert [row[name] for name in RESULTS] == expected


def test_fault_02_the_contract_case() -> None:
    contract = case(**{name: value for name, value in CONTRACT_CASE.items() if name != "schema"})
    for readings, total in (({}, 362_317_19), ({"rounding": "whole-kroner"}, 362_317_00)):
        facts = evaluate(contract, readings=readings).facts
        assert amounts_by(call="2026")(facts).total == total
        assert amounts_by(call="2026", readings={"rounding": "ore"})(facts).total == 362_317_19


@FEW
@given(cases(call="2026"), reading_row(), reading_row())
def test_fault_01_another_counting_reading_is_refused_by_name(one: Case, first: dict[str, str], second: dict[str, str]) -> None:
    entitlement = evaluate(one, readings=first)
    counted = read_basis(entitlement.facts.basis).counted
    otherwise = [
        (f"/readings/{name}", "counted-otherwise") for name in COUNTING_READINGS if second.get(name, counted[name]) != counted[name]
    ]
    by = amounts_by(call="2026", readings=second)
    if otherwise:
        assert told_at(lambda: by(entitlement.facts)) == otherwise
        table = facts_table([one], readings=first)
        assert told_at(lambda: entitlements(table, call="2026", readings=second)) == [("basis", "counted-otherwise")] * len(otherwise)
    else:
        assert list(by(entitlement.facts)) == amounts_told(evaluate(one, readings={**first, **second}))


@pytest.mark.parametrize("engine", ENGINES)
def test_fault_01_every_function_and_engine_refuses_by_row_and_name(engine: str) -> None:
    table = facts_table([LATE, evolve(LATE, readings=Readings(gap_between_posts="pauses-agreement", grant_frame="sum-of-caps"))])
    other: dict[str, Any] = {"call": "2026", "readings": {"gap-between-posts": "pauses-agreement"}}
    frame = ENGINES[engine](pl.from_arrow(table))
    for refusing in (lambda: entitlements(frame, **other), lambda: simulate(frame, PROPOSAL, **other)):
        with pytest.raises(InvalidColumns, match="gap-between-posts: the facts were counted by ends-agreement") as raised:
            refusing()
        rows = {each.row for each in raised.value.errors}
        assert rows == {None} if engine == "duckdb" else {0}
    assert told_at(lambda: amounts_by(**other)(evaluate(LATE).facts)) == [("/readings/gap-between-posts", "counted-otherwise")]
    assert told_at(lambda: entitlements(frame, call="2026")) == [("basis", "basis-mixed")]


@pytest.mark.parametrize("engine", ENGINES)
def test_fault_02_rows_of_different_choices_are_never_calculated_by_one_of_them_in_silence(engine: str) -> None:
    """Where the caller says nothing they are asked for by name; what he names holds for all rows."""
    supplied = {"grant_frame": {"fastlege": 380_000}, "fee_rate": 1400}
    table = facts_table([LATE, evolve(LATE, readings=Readings(rounding="whole-kroner")), case(supplied=supplied, accept=["unconfirmed"])])
    frame: Any = ENGINES[engine](pl.from_arrow(table))
    with pytest.raises(InvalidColumns, match="not all to be calculated alike") as raised:
        entitlements(frame, call="2026")
    for name in ("rounding (ore / whole-kroner)", "grant-frame (published / sum-of-caps)", "supplied.fee_rate (1400.00 / –)", "accept ("):
        assert name in str(raised.value)
    choices: dict[str, Any] = {"readings": {"rounding": "ore", "grant-frame": "published"}, "supplied": supplied, "accept": ["unconfirmed"]}
    together = [row["amount_total_ore"] for row in rows_of(entitlements(frame, call="2026", **choices))]
    assert sorted(together) == sorted(amounts_by(call="2026", **choices)(facts_of(row)).total for row in table.to_pylist())
    found = simulate(frame, PROPOSAL, call="2026", **choices)
    assert (found.readings.option("rounding"), found.accept) == ("ore", (Acceptable.UNCONFIRMED,))
    assert found.supplied == Supplied(fee_rate=1400, grant_frame=SuppliedFrames(regular_gp=380_000))
    assert found.total.before_ore + found.total.undetermined_before_ore == sum(together)


def test_fault_02_a_simulation_says_what_went_with_the_facts() -> None:
    found = simulate(facts_table([LATE], readings={"rounding": "whole-kroner"}, known_on=dt.date(2026, 6, 1)), PROPOSAL, call="2026")
    assert (found.readings.option("rounding"), found.readings.option("grant-frame")) == ("whole-kroner", "sum-of-caps")
    assert found.known_on == dt.date(2026, 6, 1)


class TestCountedBy:
    """Whatever facts were counted by and is asked otherwise is refused by its name."""

    FACTS = evaluate(LATE).facts

    def test_fault_30_the_period_goes_with_the_facts(self) -> None:
        entitlement = evaluate(SHORT)
        assert entitlement.total == 8000
        table = facts_table([SHORT])
        assert amounts_by(call="2021")(entitlement.facts).total == 8000_00
        assert [row["amount_total_ore"] for row in rows_of(entitlements(table, call="2021"))] == [8000_00]
        half = evolve(SHORT, period=Period(from_="2021-01-01", to="2021-06-30"))
        assert told_at(lambda: entitlements(facts_table([SHORT, half]), call="2021")) == [("basis", "basis-mixed")]
        unknown = facts_table([evolve(SHORT, period=None)])
        assert rows_of(entitlements(unknown, call="2021"))[0]["amount_supervision_ore"] is None
        outside = evolve(entitlement.facts, basis=entitlement.facts.basis.replace("/2021-12-31", "/2022-12-31"))
        assert told_at(lambda: amounts_by(call="2021")(outside)) == [("/period", "counted-otherwise")]

    def test_fault_01_another_call(self) -> None:
        assert told_at(lambda: amounts_by(call="2025")(self.FACTS)) == [("/call", "counted-otherwise")]
        table = facts_table([LATE])
        assert told_at(lambda: entitlements(table, call="2025")) == [("call", "column-other-call")]
        assert told_at(lambda: entitlements(table.drop_columns(["call"]), call="2025")) == [("basis", "counted-otherwise")]

    def test_fault_01_a_projected_call(self) -> None:
        """What this year's facts come to at next year's prices is no projection of this year's case: the days are others."""
        assert told_at(lambda: amounts_by(call="2027", project=True)(self.FACTS)) == [("/call", "counted-otherwise")]
        assert told_at(lambda: entitlements(facts_table([LATE]), call="2027", project=True)) == [("basis", "counted-otherwise")]
        later = evolve(LATE, call="2027")
        total = evaluate(later, project=True).total
        assert amounts_by(call="2027", project=True)(evaluate(later, project=True).facts).total == total * 100

    def test_fault_01_the_day_looked_back_to(self) -> None:
        before = dt.date(2025, 1, 1)
        otherwise = [("/period", "counted-otherwise"), ("/longest-years", "counted-otherwise")]
        assert told_at(lambda: amounts_by(call="2026", known_on=before)(self.FACTS)) == otherwise
        looking_back = evaluate(LATE, known_on=before).facts
        assert amounts_by(call="2026", known_on=before)(looking_back) == amounts_by(call="2026")(looking_back)
        assert told_at(lambda: amounts_by(call="2026", known_on=dt.date(2026, 6, 1))(looking_back)) == otherwise

    @pytest.mark.parametrize(
        ("value", "figure", "named"), [("longest-years", 4, "longest-years"), ("productivity-months", 12, "window-months")]
    )
    def test_fault_01_a_proposal_of_what_counts(self, value: str, figure: int, named: str) -> None:
        tables = TABLES.overlay({"name": "x", "value": [{"id": value, "value": figure, **DATED}]})
        assert told_at(lambda: amounts_by(call="2026", tables=tables)(self.FACTS)) == [(f"/{named}", "counted-otherwise")]
        assert amounts_by(call="2026", tables=tables)(evaluate(LATE, tables=tables).facts)

    def test_fault_01_facts_made_by_hand_are_taken_as_they_are(self) -> None:
        by_hand = evolve(self.FACTS, basis="")
        ways: list[dict[str, Any]] = [{}, {"readings": {"gap-between-posts": "pauses-agreement"}}, {"known_on": dt.date(2026, 6, 1)}]
        for asked in ways:
            assert amounts_by(call="2026", **asked)(by_hand).learning_expenses == by_hand.expenses_ore
        nothing = pl.DataFrame(facts_table([LATE]).drop_columns(["basis"])).with_columns(basis=pl.lit(None))
        assert entitlements(nothing, call="2026", readings={"gap-between-posts": "pauses-agreement"}).height == 1


class TestTheBasis:
    """What facts say of what they were counted by."""

    @FEW
    @given(cases(), st.sampled_from([(name, option) for name, _ in reading_fields() for option in options(name)]))
    def test_fault_01_a_reading_that_changes_facts_is_among_those_that_go_with_them(self, one: Case, reading: tuple[str, str]) -> None:
        name, option = reading
        assume(name not in COUNTING_READINGS)
        before, after = (evaluate(one, readings=given, project=True).facts for given in (None, {name: option}))
        assert [getattr(before, each) for each in FACTS] == [getattr(after, each) for each in FACTS]

    @pytest.mark.parametrize("name", COUNTING_READINGS)
    def test_fault_01_each_of_those_changes_some_facts(self, name: str) -> None:
        leave = [{"kind": "permisjon", "from": "2024-03-01", "to": "2024-12-31"}]
        post = {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2023-07-15"}
        loss = [{"from": "2025-06-01", "to": "2025-12-31", "amount": 100_000}]
        waited = case(positions=[post], interruptions=leave, lower_productivity=loss, doctor={}, agreement__signed_on="2025-06-15")
        found = {evolve(evaluate(each, readings={name: option}).facts, basis="") for each in (LATE, waited) for option in options(name)}
        assert len(found) > 2

    @FEW
    @given(cases(), KNOWN_ON)
    def test_fault_01_it_is_read_as_it_was_written(self, one: Case, known_on: dt.date | None) -> None:
        entitlement = evaluate(one, known_on=known_on, project=True)
        said = read_basis(entitlement.facts.basis)
        assert said.accept == one.accept
        assert said.known_on == known_on
        assert DEFAULTS if not said.readings else {name: one.readings.option(name) for name in said.readings} == dict(said.readings)
        assert said.supplied == one.supplied or one.supplied.grant_frame == SuppliedFrames()
        assert not {",", ";", '"', "\n"} & set(entitlement.facts.basis.replace("accept=", ""))

    def test_fault_01_all_that_the_counting_rules_read_stands_in_it(self) -> None:
        plain = Grounds(
            first=739_403, last=739_767, known=True, longest_years=5, window_months=24, signed_after=700_000, counts_from=700_100
        )

        def said(grounds: Grounds) -> str:
            return basis_of("2026", grounds, DEFAULTS, Supplied(), (), None)

        for each in fields(Grounds):
            value = getattr(plain, each.name)
            changed = evolve(plain, **{each.name: not value if isinstance(value, bool) else value + 1})
            assert said(changed) != said(plain), each.name

    PIECES = (*evaluate(SHORT).facts.basis.split(" "), "x", "=", "call=", "accept=x", "supplied.x=1", "known-on=2026-01-01")

    @settings(max_examples=100)
    @given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
    def test_fault_01_what_is_no_basis_is_refused(self, text: str) -> None:
        codes: set[str] = set()
        try:
            amounts_by(call="2021")(Facts(basis=text))
        except InvalidCase as error:
            codes = {each.code for each in error.errors}
        assert codes <= {"basis-unreadable", "counted-otherwise"}
        assert codes or not text or read_basis(text).counted == read_basis(evaluate(SHORT).facts.basis).counted

    @pytest.mark.parametrize(
        "piece",
        [
            "rounding=krone",
            "supplied.fee=1",
            "supplied.grant_frame.lege=1",
            "supplied.fee_rate=-1",
            "accept=all",
            "known-on=x",
            "more=1",
            "period=x",
        ],
    )
    def test_fault_01_a_piece_that_nothing_writes(self, piece: str) -> None:
        basis = evaluate(LATE).facts.basis
        assert told_at(lambda: amounts_by(call="2026")(Facts(basis=f"{basis} {piece}"))) == [("/basis", "basis-unreadable")]
        table = facts_table([LATE])
        odd = table.set_column(table.column_names.index("basis"), "basis", [[f"{basis} {piece}"]])
        assert told_at(lambda: entitlements(odd, call="2026")) == [("basis", "basis-unreadable")]

    def test_fault_01_a_reading_that_is_new_since_it_was_written_was_at_its_default(self) -> None:
        older = evolve(evaluate(LATE).facts, basis=evaluate(LATE).facts.basis.replace("month-counting=whole-months ", ""))
        assert amounts_by(call="2026")(older) == amounts_by(call="2026")(evaluate(LATE).facts)
        asked = {"month-counting": "started-months"}
        assert told_at(lambda: amounts_by(call="2026", readings=asked)(older)) == [("/readings/month-counting", "counted-otherwise")]

    def test_fault_01_what_differs_is_told_once(self) -> None:
        assert unlike_bases([]) == unlike_bases(["call=1"]) == unlike_bases(["call=1", "call=1"]) == ""
        assert unlike_bases(["a=1 rounding=ore", "a=2"]) == "a (1 / 2)"


class TestWithoutTheColumn:
    """A table that lost its basis, or is older than it, is told what to do."""

    TABLE = facts_table([LATE]).drop_columns(["basis"])

    @pytest.mark.parametrize("engine", ENGINES)
    def test_fault_01_a_frame(self, engine: str) -> None:
        frame = ENGINES[engine](pl.from_arrow(self.TABLE))
        with pytest.raises(InvalidColumns, match="or make the facts anew from the cases"):
            entitlements(frame, call="2026")
        assert told_at(lambda: simulate(frame, PROPOSAL, call="2026")) == [("basis", "basis-missing")]

    def test_fault_01_a_row(self) -> None:
        assert told_at(lambda: facts_of(self.TABLE.to_pylist()[0])) == [("basis", "basis-missing")]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_fault_01_a_basis_that_is_no_text(self, engine: str) -> None:
        frame: Any = ENGINES[engine](pl.DataFrame(pl.from_arrow(self.TABLE)).with_columns(basis=pl.lit(1)))
        assert told_at(lambda: entitlements(frame, call="2026")) == [("basis", "basis-not-text")]


# One way to ask ------------------------------------------------------------------------------------------------------------


def asked_of_a_table(function: Callable[..., Any], *more: Any) -> Callable[..., Any]:
    """A function of a facts table, or of what else is given, that takes what is asked alone."""

    def asking(**asked: Any) -> Any:
        return function(*(more or (facts_table([LATE]),)), **asked)

    return asking


ASKING: dict[str, Callable[..., Any]] = {
    "amounts_by": amounts_by,
    "entitlements": asked_of_a_table(entitlements),
    "simulate": asked_of_a_table(simulate, facts_table([LATE]), PROPOSAL),
    "facts_from_columns": asked_of_a_table(facts_from_columns, pl.DataFrame({"role": ["fastlege"]})),
}


@pytest.mark.parametrize("function", ASKING)
def test_fault_26_all_that_is_wrong_with_what_is_asked_is_told_as_evaluate_tells_it(function: str) -> None:
    assert told_at(lambda: ASKING[function](call="2030")) == [("/call", "unknown-call")]
    assert told_at(lambda: ASKING[function](call=2026)) == [("/call", "wrong-type-text")]
    wrong: dict[str, Any] = {
        "call": "2030",
        "readings": {"rounding": "krone", "x": "y"},
        "known_on": "2026-01-01",
        "project": 1,
        "tables": "x",
    }
    codes = {"not-tables", "not-a-day", "wrong-type-flag", "unknown-code", "unknown-key", "unknown-call"}
    assert {code for _, code in told_at(lambda: ASKING[function](**wrong))} == codes
    if function != "facts_from_columns":
        given = {"supplied": {"fee_rate": -1, "x": 1}, "accept": ["all"]}
        places = [("/supplied/x", "unknown-key"), ("/supplied/fee_rate", "negative"), ("/accept/0", "unknown-code")]
        assert told_at(lambda: ASKING[function](call="2026", **given)) == places
        assert told_at(lambda: ASKING[function](call="2026", accept="unconfirmed")) == [("/accept", "wrong-type-list")]


def batches_of(cases: Any, **asked: Any) -> list[Any]:
    """The facts table as batches."""
    return list(facts_batches(cases, **asked))


@pytest.mark.parametrize("making", [facts_table, batches_of])
def test_fault_21_facts_are_made_by_the_readings_and_the_day_that_are_asked(making: Any) -> None:
    asked: dict[str, Any] = {"readings": {"gap-between-posts": "pauses-agreement"}, "known_on": dt.date(2026, 6, 1), "project": True}
    made = making([LATE, ("second", LATE)], **asked)
    rows = made.to_pylist() if making is facts_table else made[0].to_pylist()
    assert [row["case"] for row in rows] == ["0", "second"]
    assert [facts_of(row) for row in rows] == [evaluate(LATE, **asked).facts] * 2
    wrong: dict[str, Any] = {"readings": {"rounding": "krone"}, "known_on": "x", "project": "x"}
    assert {code for _, code in told_at(lambda: making([LATE], **wrong))} == {"unknown-code", "not-a-day", "wrong-type-flag"}
    assert told_at(lambda: making([LATE, "a case"])) == [("/1", "not-a-case")]


def test_fault_21_plain_columns_are_counted_by_what_is_asked() -> None:
    frame = pl.DataFrame(
        {"municipality": "1804", "role": "fastlege", "percent": 100, "from": "2026-06-01", "signed_on": "2026-06-01", "expenses": 100}
    )
    asked: dict[str, Any] = {"call": "2027", "readings": {"month-counting": "started-months"}, "project": True}
    (row,) = facts_from_columns(frame, **asked).to_pylist()
    assert (row["call"], row["expenses_ore"]) == ("2027", 100_00)
    assert "call=2027 " in row["basis"]
    assert "month-counting=started-months" in row["basis"]
    asked["known_on"] = dt.date(2026, 7, 1)
    assert "known-on=2026-07-01" in facts_from_columns(frame, **asked).to_pylist()[0]["basis"]


def test_fault_02_what_is_asked_goes_before_what_goes_with_the_facts_by_name() -> None:
    supplied = {"fee_rate": 1400, "grant_frame": {"fastlege": 1, "fastlegevikar": 2}, "additional_cap": 5}
    basis = evaluate(case(supplied=supplied, accept=["unconfirmed"])).facts.basis
    asked = Asked("2026", supplied={"fee_rate": 1500, "grant_frame": {"fastlege": 3}}, accept=[])
    frames = SuppliedFrames(regular_gp=3, gp_locum=2)
    assert asked.settled(basis).supplied == Supplied(fee_rate=1500, grant_frame=frames, additional_cap=5)
    assert asked.settled(basis).accept == ()
    assert Asked("2026", supplied=Supplied()).settled("").supplied == Supplied()


# Files of facts --------------------------------------------------------------------------------------------------------------


def written(path: Path, table: Any) -> Path:
    """A table as a Parquet or CSV file."""
    frame: Any = pl.from_arrow(table)
    if path.suffix.lower() == ".csv":
        frame.write_csv(path)
    else:
        frame.write_parquet(path)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet or CSV file of answers."""
    types = {"case": pl.String, "municipality": pl.String, "call": pl.String}
    frame = pl.read_csv(path, schema_overrides=types) if path.suffix.lower() == ".csv" else pl.read_parquet(path)
    return list(frame.to_dicts())


@pytest.mark.parametrize("ending", ["csv", "parquet"])
class TestFiles:
    CASES = (
        LATE,
        evolve(LATE, readings=Readings(gap_between_posts="pauses-agreement", grant_frame="sum-of-caps", rounding="whole-kroner")),
        SHORT,
        evolve(LATE, supplied=Supplied(fee_rate="1234.00")),
    )

    def test_fault_01_batch_calculates_each_row_by_what_goes_with_it(self, tmp_path: Path, ending: str) -> None:
        source, out = written(tmp_path / f"facts.{ending}", facts_table(self.CASES)), tmp_path / f"out.{ending}"
        assert run("batch", source, out).code == 0
        assert [[row[name] for name in RESULTS] for row in read(out)] == [amounts_told(evaluate(each)) for each in self.CASES]
        assert run("batch", source, out, "--reading", "rounding=ore").code == 0
        over = {"rounding": "ore"}
        assert [row["amount_total_ore"] for row in read(out)] == [evaluate(each, readings=over).total * 100 for each in self.CASES]

    def test_fault_01_batch_refuses_rows_that_were_counted_otherwise_by_their_number(self, tmp_path: Path, ending: str) -> None:
        source, out, wrong = (
            written(tmp_path / f"facts.{ending}", facts_table(self.CASES)),
            tmp_path / f"out.{ending}",
            tmp_path / "wrong.jsonl",
        )
        asked = ("--reading", "gap-between-posts=pauses-agreement", "--reading", "month-counting=started-months", "--errors", wrong)
        assert run("batch", source, out, *asked).code == 1
        told = [json.loads(line) for line in wrong.read_text("utf-8").splitlines()]
        both = [("basis", "counted-otherwise")] * 2
        assert [(each["row"], [(one["column"], one["code"]) for one in each["errors"]]) for each in told] == [
            (1, both),
            (2, both[:1]),
            (3, both),
            (4, both),
        ]
        assert told[0]["errors"][1]["message"].startswith("gap-between-posts: fakta er talt etter ends-agreement")
        assert read(out) == []

    def test_fault_01_batch_does_not_stop_at_a_row_that_supplies_too_much(self, tmp_path: Path, ending: str) -> None:
        many = evolve(LATE, supplied=Supplied(fee_rate="999999999.99"))
        source, out = written(tmp_path / f"facts.{ending}", facts_table([many, LATE])), tmp_path / f"out.{ending}"
        result = run("batch", source, out, "--lang", "en")
        assert (result.code, len(read(out))) == (1, 1)
        assert "what the basis of the facts says is supplied" in result.err

    def test_fault_01_without_the_column_it_says_what_to_do(self, tmp_path: Path, ending: str) -> None:
        table = facts_table([LATE])
        source, out = written(tmp_path / f"facts.{ending}", table.drop_columns(["basis"])), tmp_path / f"out.{ending}"
        (tmp_path / "tak.toml").write_text(TAK, "utf-8")
        for command in (("batch", source, out), ("simulate", source, "--overlay", tmp_path / "tak.toml", "--call", "2026")):
            result = run(*command)
            assert result.code == 2
            assert "basis: Kolonnen «basis» mangler" in result.err
        number = table.set_column(table.column_names.index("basis"), "basis", [[1]])
        if ending == "parquet":
            written(source, number)
            assert "Grunnlaget (basis) er av typen int64" in run("batch", source, out).err

    def test_fault_01_simulate_refuses_rows_by_their_number_and_choices_that_differ(self, tmp_path: Path, ending: str) -> None:
        (tmp_path / "tak.toml").write_text(TAK, "utf-8")
        asked = ("--overlay", tmp_path / "tak.toml", "--call", "2026", "--lang", "en")
        source = written(tmp_path / f"facts.{ending}", facts_table([LATE, self.CASES[3]]))
        result = run("simulate", source, *asked, "--reading", "month-counting=started-months")
        assert result.code == 2
        assert "row 2, basis: month-counting: the facts were counted by whole-months" in result.err
        assert "supplied.fee_rate (1234.00 / –)" in run("simulate", source, *asked).err
        alone = written(source, facts_table([self.CASES[3]] * 2))
        result = run("simulate", alone, *asked, "--format", "json")
        assert json.loads(result.out)["supplied"] == {"fee_rate": "1234.00"}


def test_fault_02_simulate_looks_at_the_choices_of_all_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts_parquet, "ROWS", 2)
    (tmp_path / "tak.toml").write_text(TAK, "utf-8")
    table = facts_table([LATE, LATE, evolve(LATE, readings=Readings(rounding="whole-kroner"))])
    parquet: Any = import_module("pyarrow.parquet")
    parquet.write_table(table, tmp_path / "facts.parquet", row_group_size=2)
    asked = ("--overlay", tmp_path / "tak.toml", "--call", "2026", "--format", "json")
    result = run("simulate", tmp_path / "facts.parquet", *asked)
    assert result.code == 2
    assert json.loads(result.err)["errors"][0]["code"] == "basis-mixed"
    together = run("simulate", tmp_path / "facts.parquet", *asked, "--reading", "rounding=ore", "--reading", "grant-frame=sum-of-caps")
    assert json.loads(together.out)["total"]["rows"] == 3


# Rows that are told apart ----------------------------------------------------------------------------------------------------


def test_section_3_each_line_of_a_batch_has_the_row_and_the_reference(tmp_path: Path) -> None:
    """A row that is wrong shifts nothing: what comes of each is joined with its line by the number, or by the caller's own name."""
    named = [{**document(), "reference": name} for name in ("A-17", "B-3", "C")]
    lines = [json.dumps(named[0]), "", json.dumps({**named[1], "call": "1999"}), "x", json.dumps(document()), json.dumps(named[2])]
    (tmp_path / "in.JSONL").write_text("\n".join(lines), "utf-8")
    assert run("batch", tmp_path / "in.JSONL", tmp_path / "out.jsonl", "--errors", tmp_path / "wrong.jsonl").code == 1
    texts = [(tmp_path / name).read_text("utf-8") for name in ("out.jsonl", "wrong.jsonl")]
    right, wrong = ([json.loads(line) for line in text.splitlines()] for text in texts)
    assert [(each["row"], each.get("reference")) for each in right] == [(1, "A-17"), (5, None), (6, "C")]
    assert [(each["row"], each.get("reference")) for each in wrong] == [(3, "B-3"), (4, None)]
    assert [next(iter(each)) for each in (*right, *wrong)] == ["row"] * 5
    assert entitlement_from_json(right[0]) == evaluate(case(**named[0]))


@pytest.mark.parametrize("ending", ["CSV", "parquet"])
def test_section_3_each_row_of_a_batch_of_facts_has_its_number(tmp_path: Path, ending: str) -> None:
    wrong = evolve(evaluate(LATE).facts, basis="call=1999 period=x")
    table = facts_table([("A", LATE), ("B", LATE), ("C", LATE)])
    basis = [evaluate(LATE).facts.basis, wrong.basis, ""]
    source = written(tmp_path / f"in.{ending}", table.set_column(table.column_names.index("basis"), "basis", [basis]))
    result = run("batch", source, tmp_path / f"out.{ending}")
    assert [json.loads(line)["row"] for line in result.err.splitlines() if line.startswith("{")] == [2]
    assert [(row["row"], row["case"]) for row in read(tmp_path / f"out.{ending}")] == [(1, "A"), (3, "C")]
    again = run("batch", tmp_path / f"out.{ending}", tmp_path / f"again.{ending}")
    assert "row: Kolonnen «row» har samme navn som en av dem som legges til." in again.err


def test_section_3_a_wrong_table_gives_one_hint(tmp_path: Path) -> None:
    columns = pl.DataFrame({name: ["x"] for name in PLAIN})
    assert told_at(lambda: entitlements(columns, call="2026")) == [("", "columns-plain")]
    assert told_at(lambda: simulate(columns, PROPOSAL, call="2026")) == [("", "columns-plain")]
    assert told_at(lambda: facts_of(PLAIN, row=3)) == [("", "columns-plain")]
    with pytest.raises(InvalidColumns) as raised:
        facts_of(PLAIN, row=3)
    assert str(raised.value).startswith("row 3: These are plain columns")
    other = pl.DataFrame({"navn": ["Kari"], "beløp": [1]})
    assert told_at(lambda: entitlements(other, call="2026")) == [("", "columns-of-no-facts")]
    with pytest.raises(InvalidColumns, match=r"^None of these columns"):
        entitlements(other, call="2026")
    few = pl.DataFrame(facts_table([LATE])).select("expenses_ore", "basis")
    assert told_at(lambda: entitlements(few, call="2026")) == [("", "columns-missing")]
    written(tmp_path / "other.csv", other.to_arrow())
    asked = ("--overlay", "examples/cap-150000.toml", "--call", "2026")
    for command in (("batch", tmp_path / "other.csv", tmp_path / "out.csv"), ("simulate", tmp_path / "other.csv", *asked)):
        result = run(*command)
        assert result.code == 2
        assert "Ingen av disse kolonnene er fakta" in result.err
        assert len(result.err.splitlines()) <= 4


# Plain columns ---------------------------------------------------------------------------------------------------------------

PLAIN: dict[str, Any] = {
    "case": "A",
    "municipality": "1804",
    "role": "fastlege",
    "employment": "ansatt",
    "percent": 80,
    "from": dt.date(2025, 2, 1),
    "to": None,
    "signed_on": dt.date(2025, 5, 20),
    "first_gp_date": dt.date(2025, 2, 1),
    "training_start": dt.date(2023, 9, 1),
    "absence_hours": 10,
    "expenses": 9000,
    "lower_productivity": 100,
    "supervision_hours": 4,
    "supervision_cost": None,
    "facilitation": 1,
    "date": dt.date(2025, 10, 1),
    "centrality_class": None,
}
"""A row of plain columns that nothing is wrong with."""
MOMENT = dt.datetime(2025, 6, 1, 8, 30)  # noqa: DTZ001 # as most frames have them
ODD: tuple[Any, ...] = (
    *(None, "", " ", "01.06.2025", "2025-6-1", "2025-06-01T00:00:00", "20250601", dt.date(2025, 6, 1), dt.date.min, dt.date.max),
    *(MOMENT, MOMENT.replace(hour=0, minute=0), MOMENT.replace(tzinfo=dt.UTC), dt.time(8), dt.timedelta(days=1), True, 0, 1, 301, 1804, -1),
    *(10**6, 10**18, 10**30, 2.5, 80.0, 0.1 + 0.2, 1e300, float("nan"), float("inf"), -0.0, Decimal("80.00"), Decimal("80.001")),
    *(Decimal("1E+3"), "80,5", "80 %", "9.800", "1 000", "1e3", "٣", "−5", "\x00", "x" * 2000, b"1804", ["1804"], {"a": 1}, "NaN", "None"),
)
"""What stands in columns that people have."""
AS_READ: dict[str, Callable[[dict[str, list[Any]]], Any]] = {
    "pyarrow": pa.table,
    "polars": lambda columns: pl.from_arrow(pa.table(columns)),
    "polars-lazy": lambda columns: pl.DataFrame(pl.from_arrow(pa.table(columns))).lazy(),
    "pandas": pd.DataFrame,
    "pandas-converted": lambda columns: pd.DataFrame(columns).convert_dtypes(),
    "duckdb": lambda columns: ENGINES["duckdb"](pl.DataFrame(pl.from_arrow(pa.table(columns)))),
}


def plain(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    """Rows as columns."""
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.mark.filterwarnings("ignore:.*, row ")  # days far away
@pytest.mark.parametrize("engine", AS_READ)
@settings(max_examples=80)
@example(odd="01.06.2025", names={"from", "signed_on"}, beside=False)
@example(odd=None, names={"from", "signed_on"}, beside=False)
@example(odd=MOMENT, names={"from", "signed_on", "training_start"}, beside=True)
@given(odd=st.sampled_from(ODD), names=st.sets(st.sampled_from(sorted(PLAIN)), min_size=1), beside=st.booleans())
def test_fault_15_odd_values_are_counted_or_told_by_row_and_column(engine: str, odd: Any, names: set[str], beside: bool) -> None:
    """Whatever stands in however many of the columns."""
    row = {**PLAIN, **dict.fromkeys(names, odd)}
    try:
        frame = AS_READ[engine](plain(PLAIN, row) if beside else plain(row))
    except (pa.ArrowException, TypeError, OverflowError, pl.exceptions.PolarsError):
        return  # nobody has a frame of it
    told: tuple[Any, ...] = ()
    try:
        assert facts_from_columns(frame, call="2026").num_rows == 1 + beside
    except InvalidColumns as error:
        told = error.errors
    assert {each.column for each in told} <= {*names, *PLAIN}
    assert all(each.text(lang) for each in told for lang in ("nb", "nn", "en"))


@pytest.mark.parametrize("engine", AS_READ)
def test_fault_15_days_that_are_none_in_both_columns(engine: str) -> None:
    for odd, code in (("01.06.2025", "impossible-date"), (None, "column-null"), (MOMENT, "column-not-a-day")):
        frame = AS_READ[engine](plain({**PLAIN, "from": odd, "signed_on": odd, "training_start": None, "date": None}))
        with pytest.raises(InvalidColumns) as raised:
            facts_from_columns(frame, call="2026")
        assert [(each.row, each.column, each.code) for each in raised.value.errors] == [(0, name, code) for name in ("from", "signed_on")]


def test_fault_15_a_narrow_float_is_the_decimal_that_it_is_written_as() -> None:
    columns = plain({**PLAIN, "percent": 33.33, "absence_hours": 7.5, "centrality_class": 6.0})
    narrow = pa.table(columns).cast(pa.schema([(name, kind) for name, kind in _narrowed(columns)]))
    (row,) = facts_from_columns(narrow, call="2026").to_pylist()
    assert (row["absence_h100"], row["months_regular_gp_bp"], row["centrality_class"]) == (7_50, 12 * 33_33, 6)
    inexact = pa.table({**columns, "percent": [0.1 + 0.2]})
    assert told_at(lambda: facts_from_columns(inexact, call="2026")) == [("percent", "column-inexact")]


def _narrowed(columns: dict[str, list[Any]]) -> list[tuple[str, Any]]:
    """The columns with their types, floats of 32 bits."""
    return [(each.name, pa.float32() if each.type == pa.float64() else each.type) for each in pa.table(columns).schema]


# Files of plain columns ------------------------------------------------------------------------------------------------------

ALIS = ROOT / "examples" / "alis.csv"


def total(row: dict[str, Any]) -> list[Any]:
    """What a row of an answer comes to."""
    return [row["row"], row["amount_total_ore"], row["complete"]]


def expected(frame: Any, **asked: Any) -> list[list[Any]]:
    """What plain columns come to from Python."""
    found = rows_of(entitlements(facts_from_columns(frame, call="2026"), call="2026", **asked))
    return [[number, row["amount_total_ore"], row["complete"]] for number, row in enumerate(found, 1)]


@pytest.mark.parametrize("ending", ["csv", "CSV", "parquet"])
@pytest.mark.parametrize("into", ["csv", "parquet"])
class TestPlainFiles:
    def test_section_3_plain_columns_are_calculated(self, tmp_path: Path, ending: str, into: str) -> None:
        plain_frame = pl.read_csv(ALIS, infer_schema=False)
        source, out = written(tmp_path / f"alis.{ending}", plain_frame.to_arrow()), tmp_path / f"out.{into}"
        result = run("batch", source, out, "--reading", "grant-frame=sum-of-caps")
        assert result.code == 0
        assert "Radene nevner ingen utlysning, og er beregnet etter den nyeste: 2026." in result.err
        rows = read(out)
        assert list(map(total, rows)) == expected(plain_frame, readings={"grant-frame": "sum-of-caps"})
        assert list(rows[0]) == ["row", *plain_frame.columns, "call", *RESULTS]
        assert {row["call"] for row in rows} == {"2026"}
        assert "nevner ingen" not in run("batch", source, out, "--call", "2026").err
        assert run("batch", source, out, "--call", "2030").code == 2
        assert "/call: Utlysningen «2030» finnes ikke" in run("batch", source, out, "--call", "2030").err

    def test_section_3_rows_that_are_wrong_are_told_and_the_others_go_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, into: str
    ) -> None:
        monkeypatch.setattr(facts_parquet, "ROWS", 48)
        monkeypatch.setattr(facts_csv, "BLOCK", 16 * 150)
        frame = pl.read_csv(ALIS, infer_schema=False).with_columns(call=pl.lit("2026"), centrality_class=pl.lit("6"))
        changed = frame.with_row_index("n").with_columns(
            percent=pl.when(pl.col("n") == 2).then(pl.lit("80,5")).otherwise("percent"),
            role=pl.when(pl.col("n") == 2).then(pl.lit("lege")).otherwise("role"),
            call=pl.when(pl.col("n") == 4).then(pl.lit("1999")).when(pl.col("n") == 5).then(pl.lit("2025")).otherwise("call"),
        )
        source, out = written(tmp_path / f"alis.{ending}", changed.drop("n").to_arrow()), tmp_path / f"out.{into}"
        assert run("batch", source, out, "--errors", tmp_path / "wrong.jsonl").code == 1
        wrong = [json.loads(line) for line in (tmp_path / "wrong.jsonl").read_text("utf-8").splitlines()]
        told = [(each["row"], [(one["column"], one["code"]) for one in each["errors"]]) for each in wrong]
        assert told == [(3, [("role", "unknown-code"), ("percent", "not-a-number")]), (5, [("call", "unknown-call")])]
        assert [row["row"] for row in read(out)] == [1, 2, 4, 6, 7, 8]
        assert [row["call"] for row in read(out)] == ["2026", "2026", "2026", "2025", "2026", "2026"]
        other = run("batch", source, out, "--call", "2026", "--lang", "en").err.splitlines()
        assert [json.loads(line)["row"] for line in other if line.startswith("{")] == [3, 5, 6]

    def test_section_3_a_simulation_reads_them_too(self, tmp_path: Path, ending: str, into: str) -> None:
        frame = pl.read_csv(ALIS, infer_schema=False)
        source = written(tmp_path / f"alis.{ending}", frame.to_arrow())
        asked = ("--overlay", ROOT / "examples" / "cap-150000.toml", "--call", "2026", "--reading", "grant-frame=sum-of-caps")
        found = json.loads(run("simulate", source, *asked, "--format", "json").out)
        readings = {"grant-frame": "sum-of-caps"}
        by_hand = simulate(facts_from_columns(frame, call="2026"), ROOT / "examples" / "cap-150000.toml", call="2026", readings=readings)
        assert found == by_hand.to_json()
        broken = written(source, frame.with_columns(percent=pl.lit("x")).to_arrow())
        result = run("simulate", broken, *asked)
        assert result.code == 2
        assert "rad 1, percent: " in result.err

    def test_section_3_columns_that_are_wrong_are_told_before_any_row(self, tmp_path: Path, ending: str, into: str) -> None:
        frame = pl.read_csv(ALIS, infer_schema=False)
        wrong = frame.rename({"role": "rolle"}).with_columns(percent=pl.lit("x"))
        result = run("batch", written(tmp_path / f"alis.{ending}", wrong.to_arrow()), tmp_path / f"out.{into}")
        assert result.code == 2
        lines = result.err.splitlines()
        assert [line.strip().partition(":")[0] for line in lines[1:]] == ["rolle", "role"]
        if ending == "parquet":
            typed = frame.with_columns(municipality=pl.lit(301))
            result = run("batch", written(tmp_path / f"alis.{ending}", typed.to_arrow()), tmp_path / f"out.{into}")
            assert (result.code, len(result.err.splitlines())) == (2, 2)
            assert "municipality: Kolonnen er av typen int32" in result.err


def test_section_3_plain_columns_as_a_norwegian_spreadsheet_writes_them(tmp_path: Path) -> None:
    text = ALIS.read_text("utf-8").replace(",", ";").replace("\n", "\r\n")
    (tmp_path / "alis.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run("batch", tmp_path / "alis.csv", tmp_path / "out.csv").code == 0
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert lines[1].startswith("1;A-1;0301;fastlege;100;2025-09-01;2025-09-01;120;9800.50;")
    (tmp_path / "twice.csv").write_text("role,role\nx,y\n", "utf-8")
    assert "role: " in run("batch", tmp_path / "twice.csv", tmp_path / "out.csv").err
    (tmp_path / "no.csv").write_text("", "utf-8")
    assert run("batch", tmp_path / "no.csv", tmp_path / "out.csv").code == 2
    assert run("batch", tmp_path / "none.csv", tmp_path / "out.csv").code == 2


def test_section_3_a_call_is_for_rows_alone(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(document()), "utf-8")
    result = run("batch", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--call", "2026")
    assert result.code == 2
    assert "Utelat --call" in result.err
    source = written(tmp_path / "facts.csv", facts_table([LATE, case(call="2025")]))
    assert run("batch", source, tmp_path / "out.csv", "--call", "2026").code == 1
    assert [row["row"] for row in read(tmp_path / "out.csv")] == [1]


def test_fault_15_each_row_may_name_its_own_call() -> None:
    columns = plain({**PLAIN, "call": "2026"}, {**PLAIN, "call": 2025, "date": None}, {**PLAIN, "call": None}, {**PLAIN, "call": "1999"})
    columns["call"] = [None if each is None else str(each) for each in columns["call"]]
    told = told_at(lambda: facts_from_columns(pl.DataFrame(columns)))
    assert told == [("call", "column-null"), ("call", "unknown-call")]
    two = pl.DataFrame(columns)[:2]
    assert facts_from_columns(two)["call"].to_pylist() == ["2026", "2025"]
    assert told_at(lambda: facts_from_columns(two, call="2026")) == [("call", "column-other-call")]
    assert told_at(lambda: facts_from_columns(two.drop("call"))) == [("call", "column-call-needed")]
    whole = pl.DataFrame({**columns, "call": [2026, 2025, 2026, 2026]})
    assert facts_from_columns(whole).num_rows == 4


# Without what is not needed --------------------------------------------------------------------------------------------------


WITHOUT = """
import sys
for name in ("narwhals", "pyarrow", "polars", "pandas", "duckdb", "pyspark", "typer", "rich", "hypothesis", "pytest"):
    sys.modules[name] = None  # as if it was not installed
"""
"""What comes first of a program that has only what comes along."""


def plainly(program: str) -> str:
    """What a program says that has only what comes along."""
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT + program], capture_output=True, encoding="utf-8", check=False, cwd=ROOT, env=ENVIRONMENT
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}


def test_fault_19_every_public_name_is_there_without_the_extras() -> None:
    said = plainly(
        "import inspect, pydoc\n"
        "import alis_rules\n"
        "from alis_rules import *\n"
        "assert all(hasattr(alis_rules, name) for name in alis_rules.__all__)\n"
        "assert {name for name, _ in inspect.getmembers(alis_rules)} >= set(alis_rules.__all__)\n"
        "assert 'entitlements' in pydoc.render_doc(alis_rules)\n"
        "print(entitlements.__doc__ and simulate.__doc__)"
    )
    assert said.startswith("What a proposal would change")


@pytest.mark.parametrize(
    "call",
    [
        "facts_table([case])",
        "list(facts_batches([case]))",
        "facts_schema()",
        'facts_from_columns([], call="2026")',
        'entitlements([], call="2026")',
        'simulate([], "examples/cap-150000.toml", call="2026")',
    ],
)
def test_fault_19_a_call_that_needs_more_says_what_to_install(call: str) -> None:
    said = plainly(
        "from alis_rules import *\n"
        "from pathlib import Path\n"
        "case = load_case(Path('examples/contract-case.json').read_text('utf-8'))\n"
        "try:\n"
        f"    {call}\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    assert said.strip() == "dataframes and facts tables need more: python -m pip install narwhals pyarrow"


def test_fault_19_what_goes_without_goes_without() -> None:
    said = plainly(
        "from alis_rules import *\n"
        "from pathlib import Path\n"
        "case = load_case(Path('examples/contract-case.json').read_text('utf-8'))\n"
        "print(amounts_by(call='2026')(evaluate(case).facts).total)"
    )
    assert said.strip() == "36231719"
