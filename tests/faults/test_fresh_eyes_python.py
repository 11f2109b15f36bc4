"""Found by one who came to the library from its pages alone, from Python: instances of the faults' kinds that were left."""

import copy
import inspect
import json
import typing
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import attrs
import polars as pl
import pytest

import alis_rules
from alis_rules import (
    Activity,
    Case,
    Facts,
    InvalidCase,
    Tables,
    amounts_by,
    case_from_json,
    dump_case,
    entitlements,
    evaluate,
    facts_batches,
    facts_from_columns,
    facts_of,
    facts_table,
    load_case,
    load_tables,
    receipt,
    repayment,
)

DOCUMENT = json.loads((Path(__file__).parents[2] / "examples/contract-case.json").read_text("utf-8"))
CASE = case_from_json(DOCUMENT)
ROW: dict[str, Any] = {
    "municipality": ["1804"],
    "role": ["fastlege"],
    "percent": [80],
    "from": ["2025-02-01"],
    "signed_on": ["2025-05-20"],
    "absence_hours": ["7.5"],
}
ODDLY_DATED: dict[str, Any] = {
    "name": "a higher cap",
    "value": [
        {"id": "lower-productivity", "value": 150000, "in_force_from": "2025-06-02", "source": "a proposal", "checked": "2026-01-01"},
        {"id": "absence-hours", "value": 170, "in_force_from": "2025-06-01", "source": "a proposal", "checked": "2026-01-01"},
    ],
}


@pytest.fixture
def proposed() -> Tables:
    """The tables with a row that gives call 2026 no value, since it begins a day late, and one that does."""
    return load_tables().overlay(ODDLY_DATED)


class TestFault04:
    """A proposal without effect is told by the functions whose results have no place for a note."""

    def test_fault_04_amounts_by_warns(self, proposed: Tables) -> None:
        with pytest.warns(UserWarning, match="a higher cap.*the cap on lower productivity") as found:
            amounts = amounts_by(call="2026", tables=proposed)
        assert len(found) == 1
        assert found[0].filename == __file__
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a copy, as in a worker: it was said already
            assert copy.deepcopy(amounts)(evaluate(CASE).facts) == amounts(evaluate(CASE).facts)

    def test_fault_04_entitlements_warn(self, proposed: Tables) -> None:
        with pytest.warns(UserWarning, match="the cap on lower productivity") as found:
            entitlements(facts_table([CASE]), call="2026", tables=proposed)
        assert [each.filename for each in found] == [__file__]

    def test_fault_04_what_facts_were_counted_by_has_effect(self) -> None:
        row = {"id": "productivity-months", "value": 36, "in_force_from": "2025-06-01", "source": "x", "checked": "2026-01-01"}
        tables = load_tables().overlay({"name": "longer", "value": [row]})
        assert amounts_by(call="2026", tables=tables)(evaluate(CASE, tables=tables).facts).complete

    def test_fault_04_nothing_is_said_of_rows_with_effect(self, proposed: Tables) -> None:
        rows = [each for each in ODDLY_DATED["value"] if each["id"] == "absence-hours"]
        tables = load_tables().overlay({"name": "hours", "value": rows})
        assert amounts_by(call="2026", tables=tables)(evaluate(CASE).facts).practice_compensation == 14025000
        entitlements(facts_table([CASE]), call="2026", tables=tables)
        assert proposed != tables


class TestFault08:
    """What is possible but odd."""

    @pytest.mark.parametrize("percent", [0.8, "0.80", 1])
    def test_fault_08_a_fraction_in_a_column_of_percents(self, percent: object) -> None:
        frame = pl.DataFrame({**ROW, "percent": [percent]})
        with pytest.warns(UserWarning, match="percent, row 0: 1 percent or less") as found:
            facts_from_columns(frame, call="2026")
        assert [each.filename for each in found] == [__file__]

    def test_fault_08_many_rows_are_one_warning(self) -> None:
        frame = pl.DataFrame({name: values * 7 for name, values in ROW.items()} | {"percent": [0.8, 80, 1, 0.5, 0.5, 1, 1]})
        with pytest.warns(UserWarning, match="percent") as found:
            table = facts_from_columns(frame, call="2026")
        assert len(found) == 1
        assert str(found[0].message).startswith("percent, row 0, 2, 3, 4, 5 … (6 rows): 1 percent or less")
        assert table.num_rows == 7

    def test_fault_08_other_odd_columns(self) -> None:
        frame = pl.DataFrame({**ROW, "expenses": ["100"], "fund_refund": ["100.01"], "date": ["2052-01-01"]})
        with pytest.warns(UserWarning, match="row 0") as found:
            facts_from_columns(frame, call="2026")
        assert [str(each.message).split(":")[0] for each in found] == ["date, row 0", "fund_refund, row 0"]

    def test_fault_08_a_row_that_is_refused_is_not_odd_besides(self) -> None:
        frame = pl.DataFrame({**ROW, "percent": [0.8], "to": ["2024-01-01"]})
        with pytest.raises(alis_rules.InvalidColumns):
            facts_from_columns(frame, call="2026")

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ({"absence_days": 5}, {"absence_hours": 40}),
            ({"absence_hours": 7.5}, {"absence_hours": 7.5, "completed": True, "documented": True}),
            ({"expenses": 10}, {"expenses": 10, "fund_refund": 0, "absence_hours": 0}),
        ],
    )
    def test_fault_08_the_same_record_in_other_words(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        day: dict[str, Any] = {"kind": "kurs", "date": "2026-01-15"}
        case = attrs.evolve(CASE, activities=[Activity(**day, **first), Activity(**day, **second)])
        assert [note.about for note in evaluate(case).notes if note.code == "record-twice"] == ["/activities/1"]

    def test_fault_08_another_record(self) -> None:
        day: dict[str, Any] = {"kind": "kurs", "date": "2026-01-15", "absence_hours": 7.5}
        case = attrs.evolve(CASE, activities=[Activity(**day), Activity(**day, completed=False), Activity(**day, voucher="17")])
        assert not [note for note in evaluate(case).notes if note.code == "record-twice"]


class TestFault17:
    """Half a surrogate pair, which JSON can hold and no encoding can."""

    @pytest.mark.parametrize("text", ['{"\\ud800": 1}', '{"positions": [{"a\\udfff": 1}]}', '{"readings": {"\\udc80": "x"}}'])
    def test_fault_17_errors_can_be_printed(self, text: str) -> None:
        with pytest.raises(InvalidCase) as wrong:
            load_case(text)
        str(wrong.value).encode("utf-8")

    def test_fault_17_a_case_can_be_written(self) -> None:
        document = {**DOCUMENT, "doctor": {**DOCUMENT["doctor"], "name": "Å\ud800, \udc80 \udfff"}}
        case = case_from_json(document)
        written = dump_case(case).encode("utf-8")
        assert "Å".encode() in written
        assert load_case(written) == case

    def test_fault_17_an_id_that_cannot_be_written(self) -> None:
        assert _codes(lambda: facts_table([("a\ud800", CASE)])) == [("/0/case", "half-a-character")]


class TestFault22:
    """What is no fitting argument is told by what would be."""

    def test_fault_22_ids_of_rows_are_texts(self) -> None:
        cases = cast("list[tuple[str, Case]]", [("a", CASE), (17, CASE), (None, CASE)])
        assert _codes(lambda: facts_table(cases)) == [("/1/case", "wrong-type-text"), ("/2/case", "wrong-type-text")]

    def test_fault_22_an_id_and_a_case_that_are_both_wrong(self) -> None:
        wrong = cast("list[tuple[str, Case]]", [(17, attrs.evolve(CASE, call="1999"))])
        assert _codes(lambda: facts_table(wrong)) == [("/0/case", "wrong-type-text"), ("/0/call", "unknown-call")]

    @pytest.mark.parametrize("several", [CASE, None, 3, "case.json", DOCUMENT])
    def test_fault_22_no_cases(self, several: Any) -> None:
        assert _codes(lambda: facts_table(several)) == [("/cases", "wrong-type-list")]
        assert _codes(lambda: list(facts_batches(several))) == [("/cases", "wrong-type-list")]

    def test_fault_22_more_than_an_id_and_a_case(self) -> None:
        assert _codes(lambda: facts_table(cast("Any", [("a", CASE, 1), (CASE,)]))) == [("/0", "not-a-case"), ("/1", "not-a-case")]

    def test_fault_22_right_ones(self) -> None:
        assert facts_table(iter([("a", CASE)])).column("case").to_pylist() == ["a"]

    @pytest.mark.parametrize("other", [CASE, None, "x"])
    def test_fault_22_no_entitlement(self, other: Any) -> None:
        entitlement = evaluate(CASE)
        for ask in (lambda: receipt(other), lambda: repayment(other, entitlement), lambda: repayment(entitlement, other)):
            with pytest.raises(TypeError, match=rf"evaluate\(case\).* {type(other).__name__}$"):
                ask()

    @pytest.mark.parametrize("other", [evaluate(CASE), None, {}])
    def test_fault_22_no_facts(self, other: Any) -> None:
        with pytest.raises(TypeError, match=r"evaluate\(case\)\.facts"):
            amounts_by(call="2026")(other)

    @pytest.mark.parametrize("other", [None, 3, [1], Facts])
    def test_fault_22_no_row_of_facts(self, other: Any) -> None:
        with pytest.raises(TypeError, match=r"to_pylist"):
            facts_of(other)


class TestFault26:
    """Lines and steps by their names."""

    def test_fault_26_whether_there_is_a_line(self) -> None:
        entitlement = evaluate(CASE, explain=True)
        explanation = entitlement.explanation
        assert explanation is not None
        assert "supervision" in entitlement
        assert "practice_compensation" not in entitlement
        assert 0 not in entitlement
        assert "supervision" in explanation
        assert "own-share" not in explanation
        assert "amount" in explanation["supervision"]
        assert "claim" not in explanation["supervision"]

    def test_fault_26_lines_are_gone_through_by_their_name(self) -> None:
        entitlement = evaluate(CASE, explain=True)
        explanation = entitlement.explanation
        assert explanation is not None
        for each in (entitlement, explanation, explanation["supervision"]):
            with pytest.raises(TypeError, match="not iterable"):
                iter(cast("Any", each))


def _public() -> Iterator[tuple[str, Any]]:
    """Every public function and type, and the functions of types."""
    for name in alis_rules.__all__:
        value = getattr(alis_rules, name)
        if inspect.isclass(value):
            yield from ((f"{name}.{own}", each) for own, each in inspect.getmembers(value, inspect.isfunction) if not own.startswith("_"))
        elif callable(value):
            yield name, value


@pytest.mark.parametrize(("name", "function"), [pytest.param(*each, id=each[0]) for each in _public()])
def test_fault_19_type_hints_can_be_looked_up(name: str, function: Callable[..., Any]) -> None:
    """As frameworks do that read them (`typing.get_type_hints`)."""
    assert typing.get_type_hints(function) is not None, name


def _codes(ask: Callable[[], object]) -> list[tuple[str, str]]:
    """The place and the code of each problem that is found."""
    with pytest.raises(InvalidCase) as wrong:
        ask()
    return [(each.at, each.code) for each in wrong.value.errors]
