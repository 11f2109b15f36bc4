"""The national what-if: to the øre what a loop over the scalar rules says, whatever the engine; what is not known is no zero."""

import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from attrs import evolve
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from alis_rules import Facts, InvalidCase, InvalidTables, cli_simulate, facts_csv, facts_parquet, load_tables, simulation
from alis_rules.asked import COUNTED_BY
from alis_rules.column_problems import SHOWN, InvalidColumns
from alis_rules.dataframes import simulate
from alis_rules.effects import TOTAL, WHAT, Effect, Group, Simulation, in_all
from alis_rules.explain.plain import to_plain
from alis_rules.explain.simulated import simulation_blocks
from alis_rules.facts_rows import CLAIMS
from alis_rules.magnitudes import TooLarge
from alis_rules.model import DoctorRole, Supplied, SuppliedFrames
from alis_rules.readings import DEFAULTS, chosen
from alis_rules.reckoning import reckon
from alis_rules.simulation import MADE
from alis_rules.terms import terms_of
from alis_rules.testing import facts
from alis_rules.testing.parts import reading_row
from tests.commanding import Ran
from tests.commanding import run as command
from tests.test_columns import CALLS, ENGINES, frame_of

TABLES = load_tables()
SUMMED = {"grant-frame": "sum-of-caps"}
"""With this reading nothing of an ordinary row in call 2026 is undetermined."""


def proposal(name: str = "forslag", **values: Any) -> dict[str, Any]:
    """A proposal that holds for every call; in the ids of the values, underscores for hyphens."""
    known: dict[str, Any] = {"in_force_from": date(2015, 1, 1), "source": "x", "checked": date(2026, 11, 21)}
    return {"name": name, "value": [{"id": each.replace("_", "-"), "value": value, **known} for each, value in values.items()]}


RAISED = proposal("Tak på 150 000", lower_productivity=150_000)
AMOUNTS = {
    "lower_productivity": 400_000,
    "learning_expenses": 40_000,
    "absence_hours": 400,
    "supervision_hours": 200,
    "practice_compensation_share": 100,
    "supervision_share": 200,
    "facilitation_share": 100,
    "own_share": 100,
    "fee_rate": 3_000,
    "additional_cap": 500_000,
    **{f"grant_frame_{role}": 900_000 for role in ("fastlege", "fastlegevikar", "introduksjonslege")},
}
"""Values that amounts are reckoned from, with the most that a proposal gives here."""
PROPOSALS = st.dictionaries(st.sampled_from(list(AMOUNTS)), st.sampled_from([0, 10, 50, 90, 100]), min_size=1, max_size=3).map(
    lambda drawn: proposal("forslag", **{name: AMOUNTS[name] * share // 100 for name, share in drawn.items()})
)
PLACES = st.tuples(st.sampled_from(["0301", "1804", "5501", None]), st.sampled_from([1, 4, 6, None]))

GP = Facts(
    months_regular_gp_bp=120_000,
    held_regular_gp=1,
    months_in_window_bp=120_000,
    in_window=1,
    has_frame=1,
    centrality_known=1,
    productivity_incurred_ore=140_000_00,
    productivity_ore=140_000_00,
)
"""A regular GP whose lost income lies between the cap and the proposal."""
FRAMES = SuppliedFrames(regular_gp=300_000, gp_locum=300_000, introductory_gp=300_000, other_municipal_gp=300_000)
LOCUM = evolve(GP, months_regular_gp_bp=0, held_regular_gp=0, months_gp_locum_bp=120_000, held_gp_locum=1)
IDLE = evolve(GP, productivity_incurred_ore=0, productivity_ore=0)


def _frame(many: list[Facts], places: Sequence[tuple[str | None, int | None]] | None = None) -> pl.DataFrame:
    found = places or [("1804", 2)] * len(many)
    return frame_of(many).with_columns(
        pl.Series("municipality", [number for number, _ in found], pl.String),
        pl.Series("centrality_class", [each for _, each in found], pl.Int8),
    )


def _role_of(one: Facts) -> str:
    months = (one.months_regular_gp_bp, one.months_gp_locum_bp, one.months_introductory_gp_bp, one.months_other_municipal_gp_bp)
    held = (one.held_regular_gp, one.held_gp_locum, one.held_introductory_gp, one.held_other_municipal_gp)
    has = [role for role, each in zip(DoctorRole, months if any(months) else held, strict=True) if each]
    return str(has[0]) if len(has) == 1 else "several" if has else "none"


def _effect(key: str, pairs: list[tuple[int, int, bool]]) -> Effect:
    """The effect on some amounts, each before and after, and whether it is determined."""
    sure = [(before, after) for before, after, determined in pairs if determined]
    unsure = [(before, after) for before, after, determined in pairs if not determined]
    return Effect(
        key=key,
        rows=len(pairs),
        gain=sum(after > before for before, after in sure),
        lose=sum(after < before for before, after in sure),
        undetermined=len(unsure),
        before_ore=sum(before for before, _ in sure),
        after_ore=sum(after for _, after in sure),
        gained_ore=sum(after - before for before, after in sure if after > before),
        undetermined_before_ore=sum(before for before, _ in unsure),
        undetermined_after_ore=sum(after for _, after in unsure),
    )


def _one_by_one(many: list[Facts], places: list[tuple[str | None, int | None]], options: dict[str, str], call: str, given: Any) -> Any:
    """The groups, by a loop over the scalar rules."""
    settings_of = (TABLES.calls[call], chosen(DEFAULTS, options), Supplied(), ())
    before, after = (terms_of(each, *settings_of) for each in (TABLES, TABLES.overlay(given)))
    found: dict[Any, list[list[tuple[int, int, bool]]]] = defaultdict(lambda: [[] for _ in WHAT])
    for one, place in zip(many, places, strict=True):
        old, new = reckon(one, before), reckon(one, after)
        amounts = found[(*place, _role_of(one))]
        amounts[0].append((old.total, new.total, old.complete and new.complete))
        for at, (was, becomes) in enumerate(zip(old.lines, new.lines, strict=True), 1):
            amounts[at].append((was.amount or 0, becomes.amount or 0, None not in (was.amount, becomes.amount)))
    return {key: [_effect(what, pairs) for what, pairs in zip(WHAT, lines, strict=True)] for key, lines in found.items()}


def _reckoned(*arguments: Any, **settings: Any) -> Simulation:
    """A simulation, but of rates that are refused, since they could leave 64 bits."""
    try:
        return simulate(*arguments, **settings)
    except TooLarge:
        reject()


@pytest.mark.parametrize("engine", ENGINES)
@settings(max_examples=10)
@given(
    st.lists(st.tuples(facts(), PLACES), min_size=1, max_size=8),
    reading_row(),
    st.sampled_from(CALLS),
    PROPOSALS,
)
@example([(GP, ("1804", 2)), (IDLE, (None, None))], SUMMED, "2026", RAISED)
@example([(GP, ("1804", 2))], {}, "2026", RAISED)
def test_the_sums_are_those_of_one_case_at_a_time(
    engine: str, drawn: list[tuple[Facts, Any]], options: dict[str, str], call: str, given_proposal: dict[str, Any]
) -> None:
    many, places = [one for one, _ in drawn], [place for _, place in drawn]
    found = _reckoned(ENGINES[engine](_frame(many, places)), given_proposal, call=call, readings=options)
    assert {(each.municipality, each.centrality_class, each.role): list(each.effects) for each in found.groups} == _one_by_one(
        many, places, options, call, given_proposal
    )


@settings(max_examples=20)
@given(st.lists(st.tuples(facts(), PLACES), max_size=12), reading_row(), st.sampled_from(CALLS), PROPOSALS)
def test_everything_adds_up(drawn: list[tuple[Facts, Any]], options: dict[str, str], call: str, given_proposal: dict[str, Any]) -> None:
    found = _reckoned(_frame([one for one, _ in drawn], [place for _, place in drawn]), given_proposal, call=call, readings=options)
    for groups in (found.by_role, found.by_centrality_class, found.by_municipality):
        assert in_all(TOTAL, groups) == found.total
    state = in_all(TOTAL, (each for each in found.by_line if each.key != "municipal-elements"))
    for side in ("before", "after"):
        certain = f"{side}_ore", f"undetermined_{side}_ore"
        assert sum(getattr(state, name) for name in certain) == sum(getattr(found.total, name) for name in certain)
    if not found.total.undetermined:
        assert state.difference == found.total.difference
    for each in (found.total, *found.by_line):
        assert each.difference == each.after - each.before == each.gained - each.lost
        assert each.rows == len(drawn) == each.gain + each.lose + each.unchanged + each.undetermined
        assert each.lost >= 0


@settings(max_examples=20)
@given(st.lists(facts(), min_size=1, max_size=12), reading_row(), st.sampled_from(CALLS))
def test_a_proposal_that_gives_what_the_tables_give_changes_nothing(many: list[Facts], options: dict[str, str], call: str) -> None:
    same = next(each for each in TABLES.calls[call].values.values() if each.id.replace("-", "_") in AMOUNTS and each.value is not None)
    found = simulate(_frame(many), proposal("forslag", **{same.id: str(same.value)}), call=call, readings=options)
    assert found.changed == ()
    for each in (found.total, *found.by_line):
        assert each.gain == each.lose == each.difference == 0
        assert each.undetermined_after == each.undetermined_before


@settings(max_examples=25)
@given(
    st.lists(facts(), min_size=1, max_size=12),
    reading_row(),
    st.sampled_from(["lower_productivity", "learning_expenses", "absence_hours", "additional_cap"]),
    st.sampled_from([None, FRAMES]),
)
def test_no_one_loses_by_a_higher_cap(many: list[Facts], options: dict[str, str], cap: str, frames: SuppliedFrames | None) -> None:
    supplied = Supplied(grant_frame=frames, additional_cap=Decimal(50_000))
    given_proposal = proposal("forslag", **{cap: AMOUNTS[cap]})
    found = _reckoned(_frame(many), given_proposal, call="2026", readings=options, supplied=supplied)
    assert found.total.lose == 0


class TestRows:
    def test_the_callers_columns_stand_in_front_of_what_is_made(self) -> None:
        frame = _frame([GP]).with_columns(pl.lit("a").alias("own"))
        found = simulate(frame, RAISED, call="2026", readings=SUMMED).rows
        assert found.columns == [*frame.columns, *MADE]
        row = found.row(0, named=True)
        assert (row["before_total_ore"], row["after_total_ore"], row["difference_total_ore"]) == (125_000_00, 140_000_00, 15_000_00)
        assert row["difference_lower_productivity_ore"] == 15_000_00
        assert row["determined"] is True

    def test_what_is_undetermined_has_no_difference(self) -> None:
        frame = _frame([evolve(GP, expenses_incurred_ore=300_000_00, expenses_ore=300_000_00)])
        row = simulate(frame, RAISED, call="2026").rows.row(0, named=True)
        assert (row["difference_total_ore"], row["difference_grant_frame_ore"], row["determined"]) == (None, None, False)
        assert row["difference_lower_productivity_ore"] == row["after_total_ore"] - row["before_total_ore"] == 15_000_00

    @pytest.mark.parametrize("engine", ENGINES)
    def test_they_are_of_the_callers_engine(self, engine: str) -> None:
        frame = ENGINES[engine](_frame([GP, IDLE]))
        found = simulate(frame, RAISED, call="2026", readings=SUMMED).rows
        assert type(found) is type(frame)
        rows = nw.from_native(found).lazy().collect("pyarrow").rows(named=True)
        assert [row["difference_total_ore"] for row in rows] == [15_000_00, 0]

    def test_pandas_keeps_its_index(self) -> None:
        frame: Any = _frame([GP]).to_pandas()
        frame.index = ["a"]
        found = simulate(frame, RAISED, call="2026").rows
        assert list(found.index) == ["a"]
        assert {str(found[name].dtype) for name in MADE[:-1]} == {"Int64"}

    @pytest.mark.parametrize("engine", ENGINES)
    def test_no_rows(self, engine: str) -> None:
        found = simulate(ENGINES[engine](_frame([]).cast({"municipality": pl.String})), RAISED, call="2026")
        assert (found.groups, found.total.rows, found.by_role) == ((), 0, ())


class TestGroups:
    def _roles(self, *many: Facts) -> list[str | int | None]:
        return [each.key for each in simulate(_frame(list(many)), RAISED, call="2026").by_role]

    def test_a_row_with_several_roles_is_given_to_none_of_them(self) -> None:
        both = evolve(GP, months_gp_locum_bp=10_000, held_gp_locum=1)
        assert self._roles(both, GP, LOCUM, Facts()) == ["fastlege", "fastlegevikar", "several", "none"]

    def test_a_role_without_months_counts_where_no_role_has_any(self) -> None:
        held = evolve(GP, months_regular_gp_bp=0)
        assert self._roles(held) == ["fastlege"]
        assert self._roles(evolve(held, held_introductory_gp=1)) == ["several"]
        assert self._roles(evolve(GP, held_introductory_gp=1)) == [DoctorRole.REGULAR_GP]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_what_is_not_known_is_last_and_by_itself(self, engine: str) -> None:
        frame = _frame([GP] * 4, [(None, None), ("", 6), ("5501", None), ("0301", 1)])
        found = simulate(ENGINES[engine](frame), RAISED, call="2026", readings=SUMMED)
        assert [(each.key, each.rows) for each in found.by_municipality] == [("0301", 1), ("5501", 1), (None, 2)]
        assert [(each.key, each.rows) for each in found.by_centrality_class] == [(1, 1), (6, 1), (None, 2)]
        assert all(isinstance(each.key, int | None) for each in found.by_centrality_class)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_nothing_at_all_may_be_known(self, engine: str) -> None:
        frame = _frame([GP] * 2, [(None, None)] * 2)
        assert [each.key for each in simulate(ENGINES[engine](frame), RAISED, call="2026").groups[0].effects] == list(WHAT)

    def test_columns_of_nulls_alone_and_of_categories(self) -> None:
        nothing = _frame([GP]).with_columns(municipality=pl.lit(None), centrality_class=pl.lit(None))
        assert simulate(nothing, RAISED, call="2026").groups[0].municipality is None
        kinds = _frame([GP]).with_columns(pl.col("municipality").cast(pl.Categorical))
        assert simulate(kinds, RAISED, call="2026").groups[0].municipality == "1804"

    def test_parts_add_up_to_the_whole(self) -> None:
        many, places = [GP, LOCUM, IDLE, GP], [("0301", 1), ("1804", 2), (None, None), ("0301", 1)]
        whole = simulate(_frame(many, places), RAISED, call="2026")
        parts = [simulate(_frame([one], [place]), RAISED, call="2026") for one, place in zip(many, places, strict=True)]
        together = reduce(add, parts)
        assert together == whole
        assert together.rows is None

    @pytest.mark.parametrize(
        "other",
        [
            {"overlay": proposal(lower_productivity=1)},
            {"call": "2025"},
            {"readings": SUMMED},
            {"supplied": Supplied(fee_rate=Decimal(1))},
            {"tables": TABLES.overlay(proposal(own_share=1))},
            {"known_on": date(2026, 1, 1)},
        ],
    )
    def test_other_questions_do_not_add_up(self, other: dict[str, Any]) -> None:
        asked: dict[str, Any] = {"overlay": RAISED, "call": "2026"}
        parts = [simulate(_frame([GP]), **each) for each in (asked, {**asked, **other})]
        with pytest.raises(ValueError, match="add up"):
            reduce(add, parts)

    @pytest.mark.parametrize("engine", ["pyarrow", "pandas"])
    def test_long_frames_are_added_up_some_rows_at_a_time(self, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
        frame = ENGINES[engine](_frame([GP, LOCUM, IDLE, GP, GP]))
        whole = simulate(frame, RAISED, call="2026")
        monkeypatch.setattr(simulation, "_SLICE", 2)
        assert simulate(frame, RAISED, call="2026") == whole


class TestProposals:
    ONE = _frame([evolve(GP, expenses_incurred_ore=20_000_00, expenses_ore=20_000_00)])

    def _difference(self, overlay: Any, **settings: Any) -> Decimal:
        return simulate(self.ONE, overlay, call="2026", readings=SUMMED, **settings).total.difference

    def test_what_it_changes(self) -> None:
        found = simulate(self.ONE, proposal(lower_productivity=150_000, learning_expenses=14_000), call="2026")
        assert [(old.value, new.value) for old, new in found.changed] == [(125_000, 150_000)]
        assert [each.name for each in found.proposals] == ["forslag"]

    def test_several_are_laid_one_over_the_other(self) -> None:
        expenses = proposal(learning_expenses=15_000)
        assert self._difference([RAISED, expenses]) == 16_000
        assert self._difference((RAISED, proposal(lower_productivity=126_000))) == 1_000

    def test_it_may_be_a_file_or_read_already(self, tmp_path: Path) -> None:
        path = tmp_path / "tak.toml"
        path.write_text(TOML, "utf-8")
        read = TABLES.overlay(path).overlays[0]
        assert self._difference(path) == self._difference(str(path)) == self._difference(read) == self._difference([path]) == 15_000

    def test_two_proposals_are_compared_by_laying_the_first_over_the_tables(self) -> None:
        found = simulate(self.ONE, proposal(lower_productivity=130_000), call="2026", tables=TABLES.overlay(RAISED), readings=SUMMED)
        assert found.total.difference == -10_000
        assert found.total.lost == 10_000
        assert (found.total.lose, found.total.gained_ore) == (1, 0)

    @pytest.mark.parametrize("each", sorted(COUNTED_BY))
    def test_what_decides_what_counts_is_refused(self, each: str) -> None:
        value: Any = date(2025, 1, 1) if each.startswith("back-dating") else 1
        with pytest.raises(InvalidCase) as raised:
            simulate(self.ONE, proposal("forslag", **{each: value, "own-share": 1}), call="2026")
        assert [(error.at, error.code) for error in raised.value.errors] == [(f"/{each}", "simulate-counting")]
        assert "counted" in raised.value.errors[0].message

    def test_a_proposal_that_was_not_known_hides_what_was(self) -> None:
        raised = proposal(lower_productivity=150_000)
        raised["value"][0]["known_from"] = date(2026, 12, 1)
        found = simulate(self.ONE, raised, call="2026", known_on=date(2026, 11, 1))
        assert [(old.value, new.value) for old, new in found.changed] == [(125_000, None)]
        assert found.to_json()["changed"][0]["after"] is None
        assert found.total.undetermined == 1

    def test_a_projection(self) -> None:
        assert simulate(self.ONE, RAISED, call="2028", project=True, readings=SUMMED).total.difference == 15_000


class TestBadInput:
    ONE = _frame([GP])

    def _errors(self, frame: Any, **settings: Any) -> list[tuple[str, str]]:
        with pytest.raises(InvalidColumns) as raised:
            simulate(frame, RAISED, call="2026", **settings)
        return [(each.column, each.code) for each in raised.value.errors]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_everything_that_is_missing_or_taken_at_once(self, engine: str) -> None:
        frame = self.ONE.drop("municipality", "centrality_class", "in_window").with_columns(determined=1)
        assert self._errors(ENGINES[engine](frame)) == [
            ("determined", "column-taken"),
            ("municipality", "column-missing"),
            ("centrality_class", "column-missing"),
            ("in_window", "column-missing"),
        ]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_types(self, engine: str) -> None:
        frame = self.ONE.with_columns(municipality=1804, centrality_class=pl.lit(2.5))
        assert self._errors(ENGINES[engine](frame)) == [("municipality", "column-type-text"), ("centrality_class", "column-type-whole")]

    def test_an_amount_that_is_there_already(self) -> None:
        assert ("amount_total_ore", "column-taken") in self._errors(self.ONE.with_columns(amount_total_ore=1))

    @pytest.mark.parametrize("engine", ENGINES)
    @pytest.mark.parametrize("wrong", [0, 7, -1])
    def test_a_class_that_does_not_exist(self, engine: str, wrong: int) -> None:
        frame = self.ONE.with_columns(centrality_class=pl.lit(wrong, pl.Int8))
        assert self._errors(ENGINES[engine](frame)) == [("centrality_class", "not-a-centrality-class")]

    def test_pandas_with_values_of_several_types(self) -> None:
        frame: Any = pl.concat([self.ONE, self.ONE]).to_pandas()
        frame["municipality"] = frame["municipality"].astype(object)
        frame.loc[0, "municipality"] = 1804
        assert self._errors(frame) == [("municipality", "column-unreadable")]

    def test_facts_are_checked_but_where_they_are_known_to_be(self) -> None:
        wrong = self.ONE.with_columns(has_frame=pl.lit(None, pl.Int64))
        assert ("has_frame", "column-null") in self._errors(wrong)
        assert simulate(self.ONE, RAISED, call="2026", checked=True) == simulate(self.ONE, RAISED, call="2026")

    def test_rows_of_another_call(self) -> None:
        assert ("call", "column-other-call") in self._errors(self.ONE.with_columns(call=pl.lit("2025")))

    def test_a_call_or_a_reading_that_does_not_exist(self) -> None:
        with pytest.raises(InvalidCase, match="2062"):
            simulate(self.ONE, RAISED, call="2062")
        with pytest.raises(InvalidCase, match="grant-fram"):
            simulate(self.ONE, RAISED, call="2026", readings={"grant-fram": "x"})

    def test_a_proposal_that_cannot_be_read(self) -> None:
        with pytest.raises(InvalidTables):
            simulate(self.ONE, proposal(no_such=1), call="2026")

    def test_sums_that_could_leave_64_bits_are_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(simulation, "WIDTH", 2 * 125_000_00 + 30_000_01)
        simulate(self.ONE, RAISED, call="2026", readings=SUMMED)
        with pytest.raises(TooLarge):
            simulate(pl.concat([self.ONE, self.ONE]), RAISED, call="2026", readings=SUMMED)

    def test_without_pyarrow_pandas_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        frame = self.ONE.to_pandas()
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(ImportError):
            simulate(frame, RAISED, call="2026")


class TestJson:
    def test_the_document(self) -> None:
        frame = _frame([GP, LOCUM, IDLE], [("1804", 2), (None, None), ("1804", 2)])
        overlay = [RAISED, proposal("ramme", grant_frame_fastlege=500_000)]
        supplied = Supplied(fee_rate=Decimal("1200.00"))
        found = simulate(frame, overlay, call="2026", readings=SUMMED, supplied=supplied, known_on=date(2026, 12, 1))
        document = json.loads(json.dumps(found.to_json()))
        assert document["schema"] == "alis-rules/simulation/1"
        assert [each["name"] for each in document["proposals"]] == ["Tak på 150 000", "ramme"]
        assert document["readings"]["grant-frame"] == "sum-of-caps"
        assert (document["supplied"], document["accept"], document["known_on"]) == ({"fee_rate": "1200.00"}, [], "2026-12-01")
        assert document["changed"] == [
            {"id": "lower-productivity", "unit": "NOK", "before": "125000", "after": "150000"},
            {"id": "grant-frame-fastlege", "unit": "NOK", "before": None, "after": "500000"},
        ]
        assert document["total"] == {
            "rows": 3,
            "before": "250000.00",
            "after": "280000.00",
            "difference": "30000.00",
            "gain": 2,
            "lose": 0,
            "unchanged": 1,
            "undetermined": 0,
            "gained": "30000.00",
            "lost": "0.00",
            "undetermined_before": "0.00",
            "undetermined_after": "0.00",
        }
        assert [each["line"] for each in document["by_line"]] == list(WHAT[1:])
        assert [(each["role"], each["rows"]) for each in document["by_role"]] == [("fastlege", 2), ("fastlegevikar", 1)]
        assert [(each["centrality_class"], each["rows"]) for each in document["by_centrality_class"]] == [(2, 2), (None, 1)]
        assert [(each["municipality"], each["difference"]) for each in document["by_municipality"]] == [
            ("1804", "15000.00"),
            (None, "15000.00"),
        ]


# Texts ----------------------------------------------------------------------------------------------------------------


def _text(found: Simulation, lang: str = "nb") -> str:
    """The text, its lines as wide as they are."""
    return to_plain(simulation_blocks(found, lang), 1_000)


def _simulated(many: list[Facts], overlay: Any = RAISED, **more: Any) -> Simulation:
    asked: dict[str, Any] = {"call": "2026", "readings": SUMMED, **more}
    return simulate(_frame(many, asked.pop("places", None)), overlay, **asked)


class TestText:
    @pytest.mark.parametrize(
        ("lang", "told"),
        [
            (
                "nb",
                [
                    "i alt 3: først etter tabellene som de er",
                    "Tilskuddet blir 30 000,00 kr høyere: fra 250 000,00 kr til 280 000,00 kr.",
                    "2 får mer, i alt 30 000,00 kr.",
                    "Ingen får mindre.",
                    "1 får det samme.",
                    "Fastlegevikar",
                    "1804 Bodø",
                    "Ikke kjent",
                    "Ja, summen av takene (grant-frame)",
                    "125 000 kr → 150 000 kr",
                ],
            ),
            ("nn", ["Tilskotet blir 30 000,00 kr høgare", "2 får meir", "Ikkje kjend", "Ingen får mindre."]),
            ("en", ["The grant becomes NOK 30,000.00 higher", "2 would get more", "No one would get less.", "GP locum", "Not known"]),
        ],
    )
    def test_the_sums_come_first_and_then_where_they_fall(self, lang: str, told: list[str]) -> None:
        text = _text(_simulated([GP, LOCUM, IDLE], places=[("1804", 2), (None, None), ("1804", 2)]), lang)
        for each in told:
            assert each in text

    def test_a_page_of_80_columns_holds_the_sums_of_a_country(self) -> None:
        one = evolve(GP, expenses_incurred_ore=14_000_00, expenses_ore=14_000_00)
        found = _simulated([one] * 2_000)
        lines = to_plain(simulation_blocks(found), 80).splitlines()
        assert max(map(len, lines)) <= 80
        assert " Fastlege  278 000 000,00  308 000 000,00  +30 000 000,00  2 000    0" in lines

    def test_the_lines_come_to_the_total(self) -> None:
        rows = [line.split("  ") for line in _text(_simulated([GP])).splitlines() if "+15 000,00" in line]
        assert [row[0].strip() for row in rows] == ["Lavere produktivitet", "Sum tilskudd", "Fastlege", "2", "1804 Bodø"]

    def test_less(self) -> None:
        text = _text(_simulated([GP, IDLE], proposal(lower_productivity=100_000)))
        assert "Tilskuddet blir 25 000,00 kr lavere: fra 125 000,00 kr til 100 000,00 kr." in text
        assert "Ingen får mer." in text
        assert "1 får mindre, i alt 25 000,00 kr." in text
        assert "−25 000,00" in text

    def test_the_same(self) -> None:
        text = _text(_simulated([GP], proposal(own_share=0)))
        assert "Tilskuddet blir det samme i alt: 125 000,00 kr." in text
        assert "Kommunene med størst endring" not in text

    def test_all_get_more(self) -> None:
        assert "får det samme" not in _text(_simulated([GP]))

    def test_what_changes_nothing_is_a_warning(self) -> None:
        late = proposal(lower_productivity=150_000)
        late["value"][0]["in_force_from"] = date(2030, 1, 1)
        assert "gir ingen verdi her. En verdi gjelder en hel tilskuddsperiode, og denne begynte 1. juni 2025" in _text(
            _simulated([GP], late)
        )
        same = proposal(lower_productivity=125_000)
        assert "Forslaget endrer ingen verdi i utlysningen 2026." in _text(_simulated([GP], same))

    def test_undetermined_rows_are_told_apart(self) -> None:
        dear = evolve(GP, expenses_incurred_ore=300_000_00, expenses_ore=300_000_00, facilitation_incurred_ore=1, facilitation_ore=1)
        supervised = Facts(expenses_incurred_ore=5_00, expenses_ore=5_00, has_frame=0)
        text = _text(_simulated([dear, supervised], readings={}))
        assert "1 av 2 rader kan ikke fastsettes" in text
        assert "Linjer som mangler noe: praktisk tilrettelegging (1); avkorting til tilskuddsrammen (1)." in text
        assert "utgjør 139 000,00 kr før og 154 000,00 kr etter" in text
        assert "Sum tilskudd" not in text
        assert "Ingen rolle" in text

    def test_nothing_is_told_of_sums_where_no_row_is_determined(self) -> None:
        text = _text(_simulated([GP], readings={}))
        assert "Tilskuddet blir" not in text
        assert "Etter rolle" not in text
        assert "+15 000,00" in text

    def test_several_roles_and_other_municipalities(self) -> None:
        both = evolve(GP, months_gp_locum_bp=10_000)
        numbers = [row for row in TABLES.municipalities if row != "1804"][:12]
        places = [(number, 2) for number in numbers]
        renumbered, successors = next(iter(TABLES.renumbered.items()))
        places += [("9999", 2), (renumbered, 2)] * 2
        text = _text(_simulated([both] * 16, places=places))
        assert "Flere roller" in text
        assert "Andre kommuner med endring: 4, i alt +60 000,00 kr." in text
        assert "9999 " in text
        assert f"{renumbered} {' / '.join(each.name for each in successors)}" in text

    def test_no_rows(self) -> None:
        text = _text(_simulated([]))
        assert "i alt 0" in text
        assert "Etter linje" not in text

    def test_projected_and_looked_back(self) -> None:
        assert "framskrevet" in _text(_simulated([GP], call="2028", project=True))
        assert "kjent 1. november 2026" in _text(_simulated([GP], known_on=date(2026, 11, 1)))


# The command ----------------------------------------------------------------------------------------------------------

TOML = """\
name = "Tak på 150 000 kroner"
[[value]]
id = "lower-productivity"
value = 150000
in_force_from = 2025-06-01
source = "forslag"
checked = 2026-11-21
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tak.toml").write_text(TOML, "utf-8")
    _written(_frame([GP, LOCUM, IDLE], [("1804", 2), (None, None), ("0301", 1)]), tmp_path)
    return tmp_path


def _written(frame: pl.DataFrame, path: Path) -> None:
    frame = frame if "call" in frame.columns else frame.with_columns(call=pl.lit("2026"))
    frame.write_parquet(path / "facts.parquet")
    frame.write_csv(path / "facts.csv")


def _run(folder: Path, *arguments: str, source: str = "facts.parquet", reading: str = "grant-frame=sum-of-caps") -> Ran:
    fixed = [str(folder / source), "--overlay", str(folder / "tak.toml"), "--call", "2026", "--reading", reading]
    return command("simulate", *fixed, *arguments)


FILES = pytest.mark.parametrize("source", ["facts.parquet", "facts.csv"])


class TestCommand:
    @FILES
    def test_text_and_json(self, folder: Path, source: str) -> None:
        found = _run(folder, source=source)
        assert (found.code, found.err) == (0, "")
        assert "Tilskuddet blir 30 000,00 kr høyere" in found.out
        document = json.loads(_run(folder, "--format", "json", source=source).out)
        frame = pl.read_parquet(folder / "facts.parquet")
        assert document == simulate(frame, folder / "tak.toml", call="2026", readings=SUMMED).to_json()

    def test_markdown_and_html(self, folder: Path) -> None:
        assert _run(folder, "--format", "markdown", "--lang", "en").out.startswith("# What the proposal would cost")
        page = _run(folder, "--format", "html", "--lang", "nn").out
        assert page.startswith("<!DOCTYPE html>")
        assert "Kva forslaget ville koste" in page

    def test_what_is_laid_under_both_sides(self, folder: Path) -> None:
        document = json.loads(_run(folder, "--base", str(folder / "tak.toml"), "--format", "json").out)
        assert document["total"]["difference"] == "0.00"
        assert document["total"]["before"] == "280000.00"

    def test_a_projection(self, folder: Path) -> None:
        found = _run(folder, "--call", "2028", "--project")
        assert (found.code, found.err) == (0, "")
        assert "framskrevet" in found.out

    @FILES
    def test_a_file_is_added_up_piece_by_piece(self, folder: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = _run(folder, source=source).out
        monkeypatch.setattr(facts_csv, "BLOCK", 200)
        monkeypatch.setattr(facts_parquet, "ROWS", 1)
        assert _run(folder, source=source).out == whole

    @FILES
    def test_a_file_without_rows(self, folder: Path, source: str) -> None:
        _written(_frame([]), folder)
        found = _run(folder, source=source)
        assert (found.code, found.err) == (0, "")
        assert "i alt 0" in found.out

    def test_columns_of_ones_own_do_no_harm(self, folder: Path) -> None:
        _written(_frame([GP]).with_columns(determined=pl.lit("x"), amount_total_ore=1).drop(CLAIMS), folder)
        assert _run(folder).code == 0


class TestCommandRefuses:
    def _refused(self, folder: Path, *arguments: str, **more: str) -> str:
        found = _run(folder, *arguments, **more)
        assert found.code == 2
        assert found.out == ""
        assert "Traceback" not in found.err
        return found.err

    @FILES
    def test_a_bad_row_among_good_ones(self, folder: Path, source: str) -> None:
        many = _frame([GP] * 4).with_columns(
            pl.Series("expenses_ore", [0, -1, 0, 0]),
            pl.Series("centrality_class", [1, 2, 7, None], pl.Int8),
            pl.Series("call", ["2026", "2026", "2026", "2025"]),
        )
        _written(many, folder)
        told = self._refused(folder, source=source)
        assert "rad 2, expenses_ore: " in told
        assert "rad 3, centrality_class: «7» er ikke en sentralitetsklasse" in told
        assert "rad 4, call: " in told
        listed = json.loads(self._refused(folder, "--format", "json", source=source))["errors"]
        assert [(each["row"], each["column"]) for each in listed] == [(2, "expenses_ore"), (3, "centrality_class"), (4, "call")]

    def test_only_the_first_errors_are_told_and_that_there_are_more(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(facts_parquet, "ROWS", 4)
        _written(_frame([GP] * (SHOWN + 9)).with_columns(expenses_ore=pl.lit(-1, pl.Int64)), folder)
        told = self._refused(folder)
        assert told.count("rad ") == SHOWN
        assert "Det er flere feil enn disse." in told

    @FILES
    def test_columns_that_are_missing(self, folder: Path, source: str) -> None:
        _written(_frame([GP]).drop("municipality", "centrality_class", "has_frame"), folder)
        told = self._refused(folder, source=source)
        for name in ("municipality", "centrality_class", "has_frame"):
            assert f"  {name}: Kolonnen «{name}» mangler." in told

    def test_columns_of_another_type(self, folder: Path) -> None:
        _written(_frame([GP]).with_columns(municipality=pl.lit(1804), centrality_class=pl.lit("2")), folder)
        told = self._refused(folder)
        assert "municipality: Kolonnen er av typen" in told
        assert "centrality_class: Kolonnen er av typen" in told

    def test_a_line_that_is_no_row(self, folder: Path) -> None:
        with (folder / "facts.csv").open("a", encoding="utf-8") as file:
            file.write("1,2\n")
        assert "rad 4: " in self._refused(folder, source="facts.csv")

    def test_files_that_cannot_be_read(self, folder: Path) -> None:
        assert "kan ikke leses" in self._refused(folder, source="none.parquet")
        assert ".parquet, .csv" in self._refused(folder, source="tak.toml")
        (folder / "facts.parquet").write_bytes(b"x")
        assert self._refused(folder).count("\n") == 2
        (folder / "facts.csv").write_bytes(b"")
        self._refused(folder, source="facts.csv")

    def test_a_proposal_that_cannot_be_read(self, folder: Path) -> None:
        (folder / "tak.toml").write_text("name = 1", "utf-8")
        assert "tak.toml" in self._refused(folder)

    def test_a_proposal_that_changes_what_counts(self, folder: Path) -> None:
        (folder / "tak.toml").write_text(TOML.replace("lower-productivity", "productivity-months").replace("150000", "36"), "utf-8")
        assert "productivity-months" in self._refused(folder)

    def test_readings_and_calls(self, folder: Path) -> None:
        told = self._refused(folder, "--reading", "x", reading="grant-frame=y")
        assert told.count("/readings") == 2
        assert "/readings" in self._refused(folder, reading="x")
        assert "2062" in self._refused(folder, "--call", "2062")

    def test_sums_that_could_leave_64_bits(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(simulation, "WIDTH", 1)
        assert "kan bli større" in self._refused(folder)

    def test_without_the_extra(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "narwhals", None)
        for name in ("simulation", "columns"):
            monkeypatch.delitem(sys.modules, f"alis_rules.{name}", raising=False)
        assert "pip install narwhals pyarrow" in self._refused(folder)
        assert importlib.import_module("alis_rules.cli_simulate") is cli_simulate


def test_a_group_is_known_by_what_its_rows_share() -> None:
    found = simulate(_frame([GP]), RAISED, call="2026", readings=SUMMED).groups
    assert found == (Group(municipality="1804", centrality_class=2, role="fastlege", effects=found[0].effects),)
    assert found[0].total == found[0].effects[0]
