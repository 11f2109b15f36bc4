"""Faults in how a case is seen: readings, proposals, one way for every function, copies, and what can be told."""

import copy
import datetime as dt
import inspect
import json
import pickle
from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import alis_rules
from alis_rules import (
    Case,
    Entitlement,
    Flaw,
    InvalidCase,
    InvalidTables,
    Question,
    Readings,
    Tables,
    amounts_by,
    case_from_json,
    case_to_json,
    clauses,
    compare,
    completeness,
    duties,
    entitlement_from_json,
    entitlements,
    evaluate,
    facts_from_columns,
    facts_table,
    life,
    load_case,
    load_tables,
    near,
    needed,
    other_readings,
    possible,
    receipt,
    sensitivity,
    simulate,
    to_html,
    to_markdown,
    to_text,
    verify,
)
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.listings import life_blocks
from alis_rules.explain.outlook import needed_blocks, possible_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.fields import printable
from alis_rules.problems import Problem
from alis_rules.proposals import NoValue
from alis_rules.reaching import AtLeast, Full
from alis_rules.readings import DEFAULTS, chosen, options, reading_fields
from alis_rules.testing import cases, overlays
from tests.commanding import run as command
from tests.support import CONTRACT_CASE, case, course, document, loaded

CONTRACT = load_case(json.dumps(CONTRACT_CASE))
CHOICES = st.fixed_dictionaries({}, optional={name: st.sampled_from(options(name)) for name, _ in reading_fields()})
"""Some readings, each at one of its options: also the default."""


def compared(case: Case, **seen: Any) -> Any:
    """A case beside itself seen in another way; what is wrong, as the functions of one case tell it."""
    try:
        return compare(CONTRACT, Question(case=case, **seen)).after
    except InvalidCase as error:
        found = [Problem(each.at.removeprefix("/after"), each.code, each.params) for each in error.errors]
        raise InvalidCase(found, reference=error.reference) from None


def _needed(case: Case, **seen: Any) -> Any:
    """What a cap needs."""
    return needed(case, Full("absence-hours"), **seen)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "evaluate": evaluate,
    "life": life,
    "sensitivity": sensitivity,
    "other_readings": other_readings,
    "near": near,
    "possible": possible,
    "needed": _needed,
    "compare": compared,
}
OF_A_CASE = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())
"""Each function of a case that is seen in some way."""


PANDAS: Any = import_module("pandas")
PARQUET: Any = import_module("pyarrow.parquet")
NOON = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


def readings(choices: dict[str, str]) -> Readings:
    """The readings that a mapping names."""
    named: dict[str, Any] = {name.replace("-", "_"): option for name, option in choices.items()}
    return Readings(**named)


def copied(thing: Any) -> Any:
    """A thing, pickled and read back."""
    return pickle.loads(pickle.dumps(thing))  # noqa: S301 (the test's own bytes)


class TestReadingsAndMappings:
    @given(own=CHOICES, choices=CHOICES)
    def test_fault_10_readings_mean_the_same_as_a_mapping(self, own: dict[str, str], choices: dict[str, str]) -> None:
        base = readings(own)
        both = chosen(base, choices)
        assert both == readings(choices).over(base) == chosen(base, readings(choices)) == readings(own | choices)
        assert dict(both.choices) == own | choices
        assert [both.option(name) for name, _ in reading_fields()] == [
            (own | choices).get(name, options(name)[0]) for name, _ in reading_fields()
        ]
        seen = case_from_json(CONTRACT_CASE | {"readings": own | choices})
        under = case_from_json(CONTRACT_CASE | {"readings": own})
        assert evaluate(under, readings=choices) == evaluate(under, readings=readings(choices)) == evaluate(seen)

    def test_fault_10_the_case_keeps_what_is_not_named(self) -> None:
        graded = case(activities=[course("2025-09-10", hours=200)], readings={"grading": "each-cap", "grant-frame": "sum-of-caps"})
        seen = evaluate(graded, readings=Readings(rounding="whole-kroner"))
        assert {each.id: each.chosen for each in seen.readings if each.chosen != each.default} == {
            "grading": "each-cap",
            "grant-frame": "sum-of-caps",
            "rounding": "whole-kroner",
        }

    def test_fault_10_a_default_that_is_named_counts_as_named(self) -> None:
        literal = evaluate(CONTRACT, readings=Readings(grant_frame="published"))
        assert literal == evaluate(CONTRACT, readings={"grant-frame": "published"}) != evaluate(CONTRACT)
        assert evaluate(CONTRACT, readings=Readings()) == evaluate(CONTRACT, readings={}) == evaluate(CONTRACT)

    @given(choices=CHOICES)
    def test_fault_10_what_was_named_survives_copies_and_json(self, choices: dict[str, str]) -> None:
        made = readings(choices)
        named = case_from_json(CONTRACT_CASE | {"readings": choices})
        assert case_to_json(named).get("readings", {}) == choices
        written = case_from_json(case_to_json(named)).readings
        for same in (copied(made), copy.copy(made), copy.deepcopy(made), written):
            assert (same, hash(same), same.choices) == (made, hash(made), made.choices)
        assert repr(made).count("=") == len(choices)
        assert evolve(made) == made
        assert dict(evolve(made).choices).keys() == dict(reading_fields()).keys()
        assert DEFAULTS.choices == ()

    @OF_A_CASE
    @pytest.mark.parametrize("wrong", [{"grant-frame": "none", "bogus": "x", "rounding": 5}, ["rounding"], "rounding", 5])
    def test_fault_10_unknown_readings_are_told_alike(self, function: Callable[..., Any], wrong: Any) -> None:
        with pytest.raises(InvalidCase) as told:
            function(CONTRACT, readings=wrong)
        found = [(each.at, each.code) for each in told.value.errors]
        several = [("/readings/bogus", "unknown-key"), ("/readings/grant-frame", "unknown-code"), ("/readings/rounding", "wrong-type-text")]
        assert found == (several if isinstance(wrong, dict) else [("/readings", "wrong-type-object")])


WAYS = ("readings", "tables", "known_on", "project")
"""The ways to see a case."""
READING_A_CASE = {"load_case", "case_from_json"}
"""They read a case, and see it in no way yet."""
OF_NO_VALUE = {"completeness", "case_to_json", "dump_case"}
"""They tell of the case itself: no value of the tables and no reading bears on them."""


def seeing() -> dict[str, inspect.Signature]:
    """Every public function of cases, or of a call, by name."""
    named = {name: getattr(alis_rules, name) for name in alis_rules.__all__}
    signatures = {name: inspect.signature(each) for name, each in named.items() if inspect.isfunction(each)}
    return {
        name: each
        for name, each in signatures.items()
        if name not in READING_A_CASE | OF_NO_VALUE
        and ("project" in each.parameters or any("Case" in str(one.annotation) for one in each.parameters.values()))
    }


class TestOneWayOfSeeing:
    def test_fault_21_every_function_takes_the_same_ways(self) -> None:
        expected = {name: inspect.signature(evaluate).parameters[name] for name in WAYS}
        assert {name: (each.annotation, each.default) for name, each in expected.items()} == {
            "readings": (Readings | Mapping[str, str] | None, None),
            "tables": (Tables | None, None),
            "known_on": (dt.date | None, None),
            "project": (bool, False),
        }
        found = seeing()
        assert found.keys() >= FUNCTIONS.keys()
        for name, signature in found.items():
            if name != "compare":
                ways = {each: parameter for each, parameter in signature.parameters.items() if each in WAYS}
                assert ways == expected, name
                assert [each for each in signature.parameters if each in WAYS] == list(WAYS), name
        fields = inspect.signature(Question).parameters
        assert {name: fields[name] for name in WAYS} == expected

    @OF_A_CASE
    def test_fault_21_readings_are_a_mapping_or_readings(self, function: Callable[..., Any]) -> None:
        choices = {"grant-frame": "published", "rounding": "whole-kroner"}
        by_mapping = function(CONTRACT, readings=choices, known_on=dt.date(2026, 3, 1), project=True)
        assert by_mapping == function(CONTRACT, readings=readings(choices), known_on=dt.date(2026, 3, 1), project=True)

    @OF_A_CASE
    def test_fault_22_all_that_is_wrong_is_told_alike_and_at_once(self, function: Callable[..., Any]) -> None:
        wrong: dict[str, Any] = {"readings": {"bogus": "x"}, "known_on": NOON, "project": "yes"}
        case = evolve(CONTRACT, call="2030", municipality=evolve(CONTRACT.municipality, number="9999"), reference="A 1")
        with pytest.raises(InvalidCase) as told:
            function(case, **wrong)
        assert [(each.at, each.code) for each in told.value.errors] == [
            ("/call", "unknown-call"),
            ("/municipality/number", "unknown-municipality"),
            ("/readings/bogus", "unknown-key"),
            ("/known_on", "not-a-day"),
            ("/project", "wrong-type-flag"),
        ]
        with pytest.raises(InvalidCase) as by_evaluate:
            evaluate(case, **wrong)
        assert (told.value.errors, told.value.reference) == (by_evaluate.value.errors, by_evaluate.value.reference)
        with pytest.raises(InvalidCase) as told:
            function({"schema": "alis-rules/case/1"}, tables="rates", known_on="2026-01-01")
        assert [(each.at, each.code) for each in told.value.errors] == [
            ("", "not-a-case"),
            ("/tables", "not-tables"),
            ("/known_on", "not-a-day"),
        ]

    @OF_A_CASE
    @pytest.mark.parametrize(
        "wrong", [NOON, PANDAS.Timestamp("2026-01-01"), "2026-01-01", "i går", 20260101, 2026.0, dt.time(1), b"2026-01-01"]
    )
    def test_fault_22_known_on_is_a_day(self, function: Callable[..., Any], wrong: Any) -> None:
        with pytest.raises(InvalidCase, match=r"/known_on: A calendar day without a time of day \(datetime.date\) belongs here"):
            function(CONTRACT, known_on=wrong)

    @OF_A_CASE
    def test_fault_21_a_call_that_is_carried_forward(self, function: Callable[..., Any]) -> None:
        case = evolve(CONTRACT, call="2028")
        with pytest.raises(InvalidCase, match="/call"):
            function(case)
        function(case, project=True)

    def test_fault_21_receipts_are_verified_by_the_tables_they_are_of(self) -> None:
        own = evolve(load_tables(), digest="sha256:" + "5" * 64).overlay(proposal(fee_rate(1420, "2026-01-01")))
        written = receipt(evaluate(CONTRACT, tables=own))
        assert verify(written).obstacles == (Flaw.UNKNOWN_TABLES, Flaw.OVERLAY_MISSING)
        assert verify(written, tables=own).same
        assert verify(receipt(evaluate(CONTRACT)), tables=own).same
        wrong: Any = "rates"
        for function in (
            lambda: verify(written, tables=wrong),
            lambda: load_case("{}", tables=wrong),
            lambda: case_from_json({}, tables=wrong),
        ):
            with pytest.raises(InvalidCase, match="/tables: Tables belong here, not "):
                function()
        with pytest.raises(InvalidCase, match=r"/call: The call “1999”[^$]*/project: true or false"):
            case_from_json(CONTRACT_CASE | {"call": "1999"}, project=wrong)

    def test_fault_22_the_question_s_own_errors_stand_with_them(self) -> None:
        wrong: Any = "nothing"
        with pytest.raises(InvalidCase) as told:
            needed(evolve(CONTRACT, call="2030"), AtLeast("bogus", -1), vary=wrong, known_on=wrong)
        assert [each.at for each in told.value.errors] == ["/call", "/known_on", "/target", "/target", "/vary"]
        with pytest.raises(InvalidCase) as told:
            possible(evolve(CONTRACT, call="2030"), {"/bogus": None, "/positions/0/percent": (90, 10)}, readings=wrong)
        assert [each.at for each in told.value.errors] == ["/call", "/readings", "/bogus", "/positions/0/percent"]
        with pytest.raises(InvalidCase) as told:
            compare(Question(case=CONTRACT, call="2031", known_on=wrong, tables=wrong), CONTRACT)
        assert [each.at for each in told.value.errors] == ["/before/tables", "/before/known_on", "/before/call"]


class TestLife:
    def test_fault_21_a_life_of_a_later_call_has_those_between(self) -> None:
        open_post = loaded(document(call="2028"))
        whole = life(open_post, project=True)
        assert [each.call for each in whole.entitlements] == ["2025", "2026", "2027", "2028"]
        assert [any(line.projected for line in each.lines) for each in whole.entitlements] == [False, False, True, True]
        assert {each.id for each in whole.dates if each.call == "2027"} == {"period-from", "period-to"}
        assert catalogue("en").say("life.projected") in " ".join(to_text(whole, lang="en").replace("\N{NO-BREAK SPACE}", " ").split())

    def test_fault_21_a_life_as_it_was_known(self) -> None:
        then = life(CONTRACT, known_on=dt.date(2025, 3, 1))
        assert [each.known_on for each in then.entitlements] == [dt.date(2025, 3, 1)] * len(then.entitlements)
        assert then.entitlements[-1] == evaluate(CONTRACT, known_on=dt.date(2025, 3, 1))
        assert {each.call for each in then.dates if each.call} == {"2025"}


class TestNames:
    @pytest.mark.parametrize("name", ["practice_compensation", "frame", "", 5])
    def test_fault_26_an_unknown_name_is_told_with_those_that_there_are(self, name: Any) -> None:
        entitlement = evaluate(CONTRACT, explain=True)
        explanation = entitlement.explanation
        assert explanation
        places: list[Any] = [entitlement, explanation, explanation["supervision"], load_tables().calls["2026"]]
        for place in places:
            with pytest.raises(KeyError) as told:
                place[name]
            assert str(told.value).startswith(f"There is no “{name}” here.")
            assert "There are: " in str(told.value)
            assert str(copied(told.value)) == str(told.value)
        with pytest.raises(KeyError, match="month-counting, grading"):
            Readings().option(str(name))
        with pytest.raises(KeyError, match="There are: 2021, 2022"):
            load_tables().calls[name]
        with pytest.raises(KeyError, match="practice-compensation"):
            copied(duties()).papers[name]

    @pytest.mark.parametrize(
        ("call", "code"), [("2030", "unknown-call"), ("", "unknown-call"), (2026, "wrong-type-text"), ([], "wrong-type-text")]
    )
    def test_fault_26_an_unknown_call_is_one_error(self, call: Any, code: str) -> None:
        table = facts_table([CONTRACT])
        for function, place in (
            (lambda: compare(CONTRACT, Question(case=CONTRACT, call=call)), "/after/call"),
            (lambda: compare(Question(case=CONTRACT, call=call), CONTRACT), "/before/call"),
            (lambda: entitlements(table, call=call), "/call"),
            (lambda: simulate(table, proposal(hours("2025-01-01")), call=call), "/call"),
            (lambda: amounts_by(call=call), "/call"),
            (lambda: facts_from_columns(table, call=call), "/call"),
        ):
            with pytest.raises(InvalidCase) as told:
                function()
            assert [(each.at, each.code) for each in told.value.errors] == [(place, code)]
            assert code == "wrong-type-text" or "Known calls: 2021, 2022" in str(told.value)

    def test_fault_26_what_is_no_case_is_told(self) -> None:
        nothing: Any = {}
        with pytest.raises(InvalidCase, match="A Case belongs here"):
            completeness(nothing)

    def test_fault_26_the_name_that_is_near(self) -> None:
        with pytest.raises(KeyError, match="Did you mean “practice-compensation”"):
            evaluate(CONTRACT)["practice_compensation"]
        with pytest.raises(KeyError, match="Did you mean “grant-frame”"):
            Readings().option("grand-frame")


CHECKED = dt.date(2026, 11, 1)


def proposal(*rows: dict[str, Any], name: str = "forslag") -> dict[str, Any]:
    """A proposal, as `Tables.overlay` takes it."""
    return {"name": name, "value": [{"source": "forslag", "checked": CHECKED, **each} for each in rows]}


def fee_rate(value: int, since: str, until: str | None = None) -> dict[str, Any]:
    """A row that proposes a fee rate."""
    ends = {} if until is None else {"in_force_to": dt.date.fromisoformat(until)}
    return {"id": "fee-rate", "value": value, "unit": "NOK/h", "in_force_from": dt.date.fromisoformat(since), **ends}


def hours(since: str, until: str | None = None, **other: Any) -> dict[str, Any]:
    """A row that proposes 200 hours of absence, or something other."""
    return fee_rate(200, since, until) | {"id": "absence-hours", "unit": "h"} | other


PERIOD = ("2025-06-01", "2026-05-31")


LATE_RATE = """name = "Statsbudsjettet"
[[value]]
id = "fee-rate"
value = 1420
unit = "NOK/h"
in_force_from = 2027-01-01
source = "x"
checked = 2026-11-01
"""


def seen_by(*rows: dict[str, Any], over: Case = CONTRACT, **seen: Any) -> tuple[Entitlement, list[tuple[str, str]]]:
    """A case by the tables with a proposal laid over them, and each row that gave no value, with why."""
    found = evaluate(over, tables=load_tables().overlay(proposal(*rows)), **seen)
    return found, [(note.about, note.proposal.why) for note in found.notes if note.proposal]


def decided(entitlement: Entitlement) -> dict[str, tuple[str, ...]]:
    """The values that each proposal decided, by its name."""
    return {each.name: each.values for each in entitlement.tables.overlays}


class TestProposals:
    def test_fault_04_a_text_names_no_proposal_as_used_of_which_every_row_is_without_effect(self) -> None:
        found, silent = seen_by(fee_rate(1420, "2026-07-01"), explain=True)
        assert silent == [("fee-rate", "announcement-unknown")]
        assert decided(found) == {"forslag": ("fee-rate",)}
        used = catalogue("nb").say("text.overlay", name="forslag", values="").rstrip(". ")
        assert used not in " ".join(to_text(found).split())

    def test_fault_04_the_fee_rate_is_that_of_the_announcement(self) -> None:
        found, silent = seen_by(fee_rate(1420, "2026-01-01"))
        assert (found["practice-compensation"].amount, silent) == (Decimal("136320.00"), [])
        assert decided(found) == {"forslag": ("fee-rate",)}
        later = loaded(document(call="2027", activities=[course("2026-09-09", hours=10)]))
        found, silent = seen_by(fee_rate(1420, "2027-01-01"), over=later, project=True)
        assert (found["practice-compensation"].amount, silent) == (Decimal("8520.00"), [])
        early = load_case(json.dumps(document(call="2023", agreement__signed_on="2022-10-01", activities=[course("2023-02-01", hours=10)])))
        for since, until, rate in (("2023-04-20", "2023-04-20", 2000), ("2023-04-21", None, 1140), ("2022-01-01", "2023-04-19", 1140)):
            found, silent = seen_by(fee_rate(2000, since, until), over=early)
            used = [each.value for each in found["practice-compensation"].rates if each.id == "fee-rate"]
            assert (used, silent) == ([str(rate)], [] if rate == 2000 else [("fee-rate", "not-at-announcement")])

    def test_fault_04_a_fee_rate_of_some_days_of_an_unknown_announcement(self) -> None:
        found, silent = seen_by(fee_rate(1420, "2026-07-01"))
        assert found["practice-compensation"].missing == ("fee-rate",)
        assert silent == [("fee-rate", "announcement-unknown")]
        assert seen_by(fee_rate(1375, "2026-07-01"))[1] == []
        half = load_tables().overlay(proposal(fee_rate(1420, "2026-07-01")))
        found = evaluate(CONTRACT, tables=half.overlay(proposal(fee_rate(1420, "2020-01-01", "2026-06-30"), name="to")))
        assert found["practice-compensation"].amount == Decimal("136320.00")
        assert [note for note in found.notes if note.proposal] == []
        assert decided(found) == {"forslag": ("fee-rate",), "to": ("fee-rate",)}
        over = half.overlay(proposal(fee_rate(1450, "2026-01-01"), name="to"))
        found = evaluate(CONTRACT, tables=over)
        assert [(note.proposal.proposal, note.proposal.why) for note in found.notes if note.proposal] == [("forslag", "replaced")]
        assert decided(found) == {"to": ("fee-rate",)}

    @pytest.mark.parametrize(
        ("row", "why", "days", "call"),
        [
            (fee_rate(1420, "2026-12-01"), "not-at-announcement", ("2026-01-01", "2026-11-21"), "2027"),
            (hours("2025-09-01"), "starts-later", PERIOD, "2027"),
            (hours("2025-07-01", "2025-08-01"), "starts-later", PERIOD, None),
            (hours("2200-01-01"), "starts-later", PERIOD, None),
            (hours("2022-09-01", "2026-05-30"), "ends-earlier", PERIOD, "2023"),
            (hours("2022-09-01", "2022-12-30"), "ends-earlier", PERIOD, None),
            (hours("2025-01-01", standing="unconfirmed"), "not-accepted", (None, None), None),
            (hours("2025-01-01", id="additional-cap", unit="NOK"), "not-read", (None, None), None),
            (hours("2025-01-01", id="report-due", unit="date", value=CHECKED), "not-read", (None, None), None),
        ],
    )
    def test_fault_04_which_row_why_and_what_would_do(
        self, row: dict[str, Any], why: str, days: tuple[str | None, str | None], call: str | None
    ) -> None:
        found, silent = seen_by(row)
        assert silent == [(row["id"], why)]
        (note,) = (each for each in found.to_json()["notes"] if "proposal" in each)
        told = note["proposal"]
        assert (note["code"], told["proposal"], told["why"]) == ("proposal-without-effect", "forslag", why)
        assert ((told["first"], told["last"]), told["call"]) == (days, call)
        assert told["in_force_from"] == row["in_force_from"].isoformat()
        assert entitlement_from_json(json.loads(json.dumps(found.to_json()))).notes == found.notes

    def test_fault_04_what_the_caller_says_stands_above_a_proposal(self) -> None:
        own = case_from_json(CONTRACT_CASE | {"supplied": {"fee_rate": 1400}})
        assert seen_by(fee_rate(1420, "2026-01-01"), over=own)[1] == [("fee-rate", "supplied")]
        assert decided(seen_by(fee_rate(1420, "2026-01-01"), over=own)[0]) == {}
        assert seen_by(fee_rate(1420, "2026-01-01"), known_on=dt.date(2025, 12, 31))[1] == [("fee-rate", "not-announced")]
        cap = hours("2025-06-01", known_from=dt.date(2025, 10, 1))
        assert seen_by(cap, known_on=dt.date(2025, 9, 1))[1] == [("absence-hours", "not-yet-known")]
        unknown = loaded(document(call="2021", agreement={"kind": "veiledning"}))
        assert seen_by({**cap, "in_force_from": dt.date(2020, 1, 1)}, over=unknown)[1] == [("absence-hours", "period-unknown")]

    @given(case=cases(), rows=overlays(), more=overlays())
    @settings(max_examples=150)
    def test_fault_04_no_row_vanishes_and_receipts_hold(self, case: Case, rows: Any, more: Any) -> None:
        tables = load_tables().overlay(rows).overlay(more)
        found = evaluate(case, tables=tables)
        named_values = {(each.digest, value) for each in found.tables.overlays for value in each.values}
        noted = {(note.proposal.digest, note.about, note.proposal.in_force_from) for note in found.notes if note.proposal}
        for overlay in tables.overlays:
            for row in overlay.rows:
                assert (overlay.digest, row.id) in named_values or (overlay.digest, row.id, row.in_force_from) in noted
        without = evolve(tables, overlays=())
        if not named_values:
            plain = evaluate(case, tables=without)
            assert [line.amount for line in found.lines] == [line.amount for line in plain.lines]
            assert evolve(found, notes=(), tables=plain.tables, lines=plain.lines) == evolve(plain, notes=())
        assert verify(receipt(found), overlays=(rows, more)).same

    def test_fault_04_a_proposal_that_is_read_already_is_one(self) -> None:
        tables = load_tables().overlay(proposal(fee_rate(1420, "2026-01-01")))
        again = load_tables().overlay(tables.overlays[0])
        assert evaluate(CONTRACT, tables=again) == evaluate(CONTRACT, tables=tables)
        assert verify(receipt(evaluate(CONTRACT, tables=tables)), overlays=tables.overlays).same
        wrong: Any = 5
        with pytest.raises(InvalidTables, match="the name of a TOML file, or a mapping, belongs here, not number"):
            load_tables().overlay(wrong)

    def test_fault_04_every_function_tells_of_it(self) -> None:
        tables = load_tables().overlay(proposal(fee_rate(1420, "2027-01-01")))
        about = {"fee-rate"}
        assert {each.about for each in sensitivity(CONTRACT, tables=tables).notes} == about
        question = Question(case=CONTRACT, tables=tables)
        for results in (
            compare(CONTRACT, question).after,
            needed(CONTRACT, AtLeast("total", 400_000), tables=tables).highest,
            possible(CONTRACT, tables=tables).lowest.entitlement,
            *life(CONTRACT, tables=tables).entitlements,
        ):
            assert isinstance(results, Entitlement)
            assert {note.about for note in results.notes if note.proposal} == about

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_fault_04_simulations_and_files_of_facts_tell_of_it(self, lang: str, tmp_path: Path) -> None:
        required = hours("2025-01-01", id="template-required", unit="yes-no", value=True)
        laid = proposal(fee_rate(1420, "2027-01-01"), required, name="Statsbudsjettet")
        table = facts_table([CONTRACT])
        found = simulate(table, laid, call="2026")
        told = [(note.about, note.proposal.why) for note in found.notes if note.proposal]
        assert told == [("fee-rate", "not-at-announcement"), ("template-required", "not-read")]
        assert [note["about"] for note in found.to_json()["notes"]] == ["fee-rate", "template-required"]
        text = to_text(found, lang=lang, width=300)
        assert text.count("Statsbudsjettet") == 3
        assert catalogue(lang).say("simulate.no-changes", call="2026") not in text
        assert (found + found).notes == found.notes
        later = facts_table([evolve(CONTRACT, call="2027")], project=True)
        assert [note.about for note in simulate(later, laid, call="2027", project=True).notes] == ["template-required"]
        facts, overlay = tmp_path / "facts.parquet", tmp_path / "forslag.toml"
        PARQUET.write_table(table, facts)
        overlay.write_text(LATE_RATE, "utf-8")
        ran = command("batch", str(facts), str(tmp_path / "out.parquet"), "--overlay", str(overlay), "--lang", lang)
        assert (ran.code, ran.err.count("Statsbudsjettet")) == (0, 1)

    @pytest.mark.parametrize(
        ("lang", "told"), [("nb", "gir ingen verdi her"), ("nn", "gir ingen verdi her"), ("en", "gives no value here")]
    )
    def test_fault_04_the_texts_say_so(self, lang: str, told: str) -> None:
        tables = load_tables().overlay(proposal(fee_rate(1420, "2027-01-01", "2027-12-31"), name="Statsbudsjettet"))
        texts = catalogue(lang)
        for text in (
            to_text(evaluate(CONTRACT, tables=tables, explain=True), lang=lang, width=300),
            to_text(compare(CONTRACT, Question(case=CONTRACT, tables=tables)), lang=lang, width=300),
            to_plain(needed_blocks(needed(CONTRACT, AtLeast("total", 400_000), tables=tables), texts), 300),
            to_plain(possible_blocks(possible(CONTRACT, tables=tables), texts), 300),
            to_plain(life_blocks(life(CONTRACT, tables=tables), texts), 300),
        ):
            plain = text.replace("\N{NO-BREAK SPACE}", " ")
            assert text.count("Statsbudsjettet") == 1
            assert told in plain
            assert "2027" in plain
        assert texts.say("compare.nothing") not in to_text(compare(CONTRACT, Question(case=CONTRACT, tables=tables)), lang=lang)

    @pytest.mark.parametrize("lang", LANGUAGES)
    @given(rows=overlays(), case=cases())
    @settings(max_examples=30)
    def test_fault_04_every_reason_has_words(self, lang: str, rows: Any, case: Case) -> None:
        found = evaluate(case, tables=load_tables().overlay(rows), explain=True)
        assert printable(rows["name"]) in to_text(found, lang=lang, width=300).replace("\N{NO-BREAK SPACE}", " ")
        assert {f"proposal.{each}" for each in NoValue} <= catalogue(lang).messages.keys()

    @pytest.mark.parametrize(
        ("lang", "told"), [("nb", "lyses ut: 20. april 2023"), ("nn", "lyst ut: 20. april 2023"), ("en", "announced: 20 April 2023")]
    )
    def test_fault_04_the_day_of_the_announcement_is_told(self, lang: str, told: str) -> None:
        early = loaded(document(call="2023", agreement__signed_on="2022-10-01", activities=[course("2023-02-01")]))
        tables = load_tables().overlay(proposal(fee_rate(2000, "2023-04-21")))
        assert told in to_text(evaluate(early, tables=tables, explain=True), lang=lang, width=300)

    def test_fault_04_by_another_call_a_proposal_is_of_that_call(self) -> None:
        tables = load_tables().overlay(proposal(hours("2024-09-01", "2025-05-31")))
        found = compare(CONTRACT, Question(case=CONTRACT, call="2025", tables=tables)).after
        assert decided(found) == {"forslag": ("absence-hours",)}
        assert [note.proposal for note in found.notes if note.proposal] == []
        assert [note.proposal.why for note in evaluate(CONTRACT, tables=tables).notes if note.proposal] == ["ends-earlier"]


class TestTold:
    """What a command tells, Python can tell."""

    def _results(self) -> dict[str, Any]:
        found = evaluate(CONTRACT, explain=True)
        return {
            "near": near(CONTRACT),
            "needed": needed(CONTRACT, AtLeast("total", 400_000)),
            "possible": possible(CONTRACT, {"/activities/0/expenses": (0, 10_000)}),
            "timeline": life(CONTRACT),
            "verify": verify(receipt(found)),
            "clauses": clauses(),
        }

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_fault_23_python_tells_what_the_command_tells(self, lang: str, tmp_path: Path) -> None:
        case, written = tmp_path / "case.json", tmp_path / "receipt.json"
        case.write_text(json.dumps(CONTRACT_CASE), "utf-8")
        written.write_text(receipt(evaluate(CONTRACT)), "utf-8")
        more = {
            "near": (case,),
            "needed": (case, "--target", "total=400000"),
            "possible": (case, "--unknown", "/activities/0/expenses=0..10000"),
            "timeline": (case,),
            "verify": (written,),
            "clauses": (),
        }
        overlay = tmp_path / "forslag.toml"
        overlay.write_text(LATE_RATE, "utf-8")
        for name in ("near", "receipt"):
            ran = command(name, case, "--overlay", overlay, "--lang", lang)
            assert (ran.out, ran.err.count("Statsbudsjettet")) == (command(name, case, "--lang", lang).out, 1)
        for name, result in self._results().items():
            assert command(name, *more[name], "--lang", lang).out == to_text(result, lang=lang), name
            assert to_markdown(result, lang=lang)
            assert to_html(result, lang=lang).startswith("<!DOCTYPE html>")
        told = evaluate(CONTRACT, explain=True)
        letter = to_text(told, lang=lang, sensitivity=sensitivity(CONTRACT), near=near(CONTRACT))
        assert command("evaluate", case, "--lang", lang).out == letter
        one = next(each for each in clauses() if each.id == "T38")
        assert command("clauses", "T38", "--lang", lang).out == to_text(one, lang=lang)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_fault_23_how_a_result_depends_on_the_readings(self, lang: str) -> None:
        plain = evolve(CONTRACT, readings=Readings())
        firm, open_ = sensitivity(CONTRACT, readings={"rounding": "ore"}), sensitivity(plain)
        assert (firm.total, firm.complete, firm.readings.option("grant-frame")) == (evaluate(CONTRACT).total, True, "sum-of-caps")
        assert (open_.total, open_.complete, open_.readings) == (evaluate(plain).total, False, Readings())
        for found in (firm, open_):
            told = " ".join(to_text(found, lang=lang, width=200).split())
            letter = " ".join(
                to_text(evaluate(plain if found is open_ else CONTRACT, explain=True), lang=lang, width=200, sensitivity=found).split()
            )
            for each in found.others:
                option = catalogue(lang).say(f"option.{each.id}.{each.option}")
                assert option in told
                assert option in letter
            assert " ".join(catalogue(lang).money(found.total).split()) in told
            assert to_html(found, lang=lang)
        still = sensitivity(loaded(document()))
        assert still.others == () or catalogue(lang).say("readings.none") not in to_text(still, lang=lang, width=300)
        bare = sensitivity(case(agreement={"kind": "veiledning"}, positions=[], reference="A 1"))
        told = to_text(bare, lang=lang, width=300)
        assert catalogue(lang).say("readings.none") in told
        assert "A 1" in told

    def test_fault_23_nothing_near_is_told_too(self) -> None:
        bare = case(positions=[])
        assert near(bare) == ()
        assert catalogue("nb").say("outlook.near.none") in to_text(near(bare)).replace("\n", " ")

    @pytest.mark.parametrize("wrong", [CONTRACT, None, "text", 5, (1, 2), [CONTRACT], {}])
    def test_fault_23_what_cannot_be_told_is_told(self, wrong: Any) -> None:
        for function in (to_text, to_markdown, to_html):
            with pytest.raises(TypeError, match=r"there is no text of a \w+, but of what evaluate \(with explain=True\), compare"):
                function(wrong)
