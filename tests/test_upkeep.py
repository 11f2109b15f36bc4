"""The maintainer's tools: what they find, and that the page about adding a call can be followed."""

import datetime as dt
import json
import re
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from jsonschema import Draft202012Validator, FormatChecker

from alis_rules import InvalidTables, Standing, evaluate, load_case, load_tables, upkeep
from alis_rules.rates import FEE_RATE, UNITS, Tables
from alis_rules.rates_files import rates_directory
from alis_rules.rates_schema import DOCUMENTS, table_schema
from alis_rules.upkeep import (
    Kind,
    Refused,
    at_every_cap,
    check,
    difference,
    horizon,
    in_force,
    new_call,
    summaries,
    values_named,
)
from tests.support import ROOT, course, document

TABLES = load_tables()
LAST_DAY = dt.date(2026, 11, 21)


@pytest.fixture
def rates(tmp_path: Path) -> Path:
    """A copy of the table files."""
    return Path(shutil.copytree(rates_directory(), tmp_path / "rates"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


def with_value(call_id: str, name: str, **parts: Any) -> Tables:
    call = TABLES.calls[call_id]
    changed = evolve(call, values={**call.values, name: evolve(call[name], **parts)})
    return evolve(TABLES, calls={**TABLES.calls, call_id: changed})


class TestWhatTheTablesHold:
    def test_every_table_is_listed_with_all_its_values(self) -> None:
        listed = {each.id: each for each in summaries(TABLES)}
        assert list(listed) == [*TABLES.calls, FEE_RATE]
        assert listed["2026"].period == (dt.date(2025, 6, 1), dt.date(2026, 5, 31))
        assert listed["2024"].period is None
        assert {each.verified for each in listed.values()} == {LAST_DAY}
        for call in TABLES.calls:
            assert sum(listed[call].standings.values()) == len(UNITS)
        assert listed["2026"].standings[Standing.UNCONFIRMED] == 2
        assert sum(listed[FEE_RATE].standings.values()) == len(TABLES.fee_rates)

    def test_a_value_in_every_call_and_a_call_with_every_value(self) -> None:
        hours = values_named(TABLES, "absence-hours")
        assert [call for call, _ in hours] == list(TABLES.calls)
        assert hours[-1][1] is TABLES.calls["2026"]["absence-hours"]
        assert [value.id for _, value in values_named(TABLES, "2026")] == list(TABLES.calls["2026"].values)
        assert [value for _, value in values_named(TABLES, FEE_RATE)] == list(TABLES.fee_rates)

    def test_an_unknown_name_is_told_what_is_near(self) -> None:
        with pytest.raises(Refused, match=r"“absence-hour” is neither a value nor a call\. Did you mean .*“absence-hours”"):
            values_named(TABLES, "absence-hour")
        with pytest.raises(Refused, match=r"neither a value nor a call\.$"):
            values_named(TABLES, "§")

    def test_what_is_in_force_on_a_day(self) -> None:
        found = in_force(TABLES, dt.date(2025, 6, 1))
        assert found.call is TABLES.calls["2026"]
        assert [row.number for row in found.fee_rates] == [Decimal(1315)]
        assert [row.number for row in in_force(TABLES, dt.date(2024, 7, 1)).fee_rates] == [1215, 1265]
        assert in_force(TABLES, dt.date(2024, 7, 1)).call is TABLES.calls["2024"]
        assert in_force(TABLES, dt.date(2026, 6, 1)).call is None

    def test_no_day_after_the_last_verified_one(self) -> None:
        assert horizon(TABLES) == LAST_DAY
        assert in_force(TABLES, LAST_DAY).fee_rates
        with pytest.raises(Refused) as refused:
            in_force(TABLES, LAST_DAY + dt.timedelta(1))
        assert "2026-11-22 is later than the last verified day, 2026-11-21" in str(refused.value)
        assert all(call in str(refused.value) for call in TABLES.calls)
        assert horizon(evolve(TABLES, fee_rate_verified=dt.date(2026, 1, 1))) == dt.date(2026, 1, 1)


class TestCheck:
    def test_the_shipped_tables(self) -> None:
        found = check(rates_directory())
        assert (found.version, found.digest, found.stale) == (TABLES.version, TABLES.digest, ())
        assert list(found.verified) == ["about.toml", *(f"calls/{call}.toml" for call in TABLES.calls), "fee-rate.toml"]

    def test_a_year_is_not_stale_and_a_day_more_is(self, rates: Path) -> None:
        edit(rates / "calls" / "2025.toml", "verified = 2026-11-21", "verified = 2026-11-20")
        assert check(rates, dt.date(2027, 11, 20)).stale == ()
        assert check(rates, dt.date(2027, 11, 21)).stale == ("calls/2025.toml",)
        assert len(check(rates, dt.date(2027, 11, 22)).stale) == len(TABLES.calls) + 2

    def test_a_source_is_dead_until_a_value_or_a_conflict_names_it(self, rates: Path) -> None:
        before = set(check(rates).dead_sources)
        edit(rates / "about.toml", "[sources.ssb-klass]", '[sources.new]\ntitle = "New"\nurl = ""\n\n[sources.ssb-klass]')
        assert set(check(rates).dead_sources) == {*before, "new"}
        note = 'note = "20 dager."'
        edit(rates / "calls" / "2026.toml", note, f'{note}\nconflicts = [{{ value = "150", source = "new" }}]')
        assert set(check(rates).dead_sources) == before

    def test_every_problem_with_file_and_line(self, rates: Path) -> None:
        edit(rates / "calls" / "2026.toml", "value = 160", "value = true")
        edit(rates / "fee-rate.toml", "value = 790", "value = -1")
        with pytest.raises(InvalidTables) as raised:
            check(rates)
        first, second = raised.value.problems
        assert first.startswith("calls/2026.toml, line 57 (absence-hours): ")
        assert second.startswith("fee-rate.toml, line 7: ")


class TestDifference:
    def test_kinds(self) -> None:
        kinds = {each.id: each.kind for each in difference(TABLES, "2023", "2026").changes}
        assert list(kinds) == [*UNITS, FEE_RATE]
        assert kinds["period-from"] is kinds[FEE_RATE] is Kind.CHANGED
        assert kinds["absence-hours"] is Kind.FOUND
        assert kinds["locum-months"] is Kind.LOST
        assert kinds["supervision-share"] is kinds["grant-frame-fastlege"] is Kind.SAME
        firm = with_value("2026", "supervision-share", standing=Standing.REPORTED)
        assert {each.id: each.kind for each in difference(firm, "2023", "2026").changes}["supervision-share"] is Kind.FIRMNESS
        bounded = with_value(
            "2025", "announced", value=None, between=(dt.date(2025, 1, 1), dt.date(2025, 2, 1)), standing=Standing.NOT_FOUND
        )
        assert {each.id: each.kind for each in difference(bounded, "2025", "2026").changes}["announced"] is Kind.CHANGED

    def test_a_call_against_itself_is_the_same(self) -> None:
        found = difference(TABLES, "2026", "2026")
        assert {each.kind for each in found.changes} == {Kind.SAME}
        assert found.old == found.new

    def test_an_unknown_call(self) -> None:
        with pytest.raises(Refused, match=r"The call “2033” does not exist.*Known calls: 2021, 2022 \(2022-01-01 – 2022-09-30\)"):
            difference(TABLES, "2026", "2033")

    def test_kroner_at_every_cap(self) -> None:
        found = at_every_cap(TABLES, TABLES.calls["2026"])
        amounts = {line.rule: line.amount for line in found.lines}
        assert amounts["practice-compensation"] == Decimal("132000.00")  # 160 h x 60 % x 1 375
        assert amounts["learning-expenses"] == Decimal("14000.00")
        assert amounts["lower-productivity"] == Decimal("125000.00")
        assert amounts["supervision"] == Decimal("91317.19")  # 57.75 h x 115 % x 1 375
        assert amounts["additional-elements"] == Decimal("200000.00")
        assert found["facilitation"].missing == ("grant-frame",)

    @pytest.mark.parametrize("call", TABLES.calls)
    def test_what_is_missing_is_said_and_never_zero(self, call: str) -> None:
        found = at_every_cap(TABLES, TABLES.calls[call])
        of_costs = [line for line in found.lines if line.rule not in ("municipal-elements", "own-share")]
        assert all((line.amount is None) == bool(line.missing) for line in of_costs)
        assert all(line.amount is None or line.amount > 0 for line in of_costs)


class TestNewCall:
    def test_every_value_is_carried_over_to_be_confirmed(self, rates: Path) -> None:
        path = new_call(rates, "2027", "2026")
        assert path == rates / "calls" / "2027.toml"
        old, new = load_tables(rates).calls["2026"], load_tables(rates).calls["2027"]
        assert new.period == (dt.date(2026, 6, 1), dt.date(2027, 5, 31))
        assert new["announced"].between == (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
        for before, after in zip(old.values.values(), new.values.values(), strict=True):
            assert (after.id, after.source, after.checked) == (before.id, before.source, before.checked)
            assert after.note.startswith("To be confirmed: carried over from call 2026.")
            assert after.note.endswith(before.note)
            assert after.value == before.value or before.unit == "date"
            assert after.standing is (
                Standing.UNCONFIRMED if before.value is not None and before.id != "longest-years" else before.standing
            )
        assert new["absence-hours"].in_force_from == dt.date(2026, 6, 1)
        assert new["supervision-hours"].in_force_from == dt.date(2023, 10, 1)
        assert (new["longest-years"].standing, "The standing is kept" in new["longest-years"].note) == (Standing.OFFICIAL, True)
        assert new.verified == old.verified

    def test_days_known_from_and_conflicts(self, rates: Path) -> None:
        """Over a 29 February; the day of knowing moves too, and conflicts of the old call are left behind."""
        row = 'note = "20 dager."'
        days = "known_from = 2024-02-29\nin_force_to = 2026-12-31"
        edit(rates / "calls" / "2026.toml", row, f'{days}\nnote = "a\\u007f\\"b"\nconflicts = [{{ value = "1", source = "grant-page" }}]')
        new = load_tables(new_call(rates, "2027", "2026").parents[1]).calls["2027"]["absence-hours"]
        assert (new.known_from, new.in_force_to, new.conflicts) == (dt.date(2025, 2, 28), dt.date(2027, 12, 31), ())
        assert new.note == 'To be confirmed: carried over from call 2026. Note then: a\x7f"b'

    def test_from_a_call_without_a_period(self, rates: Path) -> None:
        new = load_tables(new_call(rates, "2027", "2024").parents[1]).calls["2027"]
        assert new.period is None
        assert new["announced"].value == dt.date(2027, 4, 18)

    def test_nothing_is_overwritten(self, rates: Path) -> None:
        before = (rates / "calls" / "2026.toml").read_bytes()
        with pytest.raises(Refused, match=r"2026\.toml exists and is not overwritten"):
            new_call(rates, "2026", "2025")
        assert (rates / "calls" / "2026.toml").read_bytes() == before

    @pytest.mark.parametrize("name", ["2026", "2025", "2126", "27", "20271", "../2027", "２０２７", ""])
    def test_a_name_is_a_later_year(self, rates: Path, name: str) -> None:
        with pytest.raises(Refused, match="A new call is named by a year, 1 to 99 years after 2026"):
            new_call(rates, name, "2026")
        assert {path.stem for path in (rates / "calls").iterdir()} == set(TABLES.calls)

    def test_an_unknown_call(self, rates: Path) -> None:
        with pytest.raises(Refused, match="The call “2020” does not exist"):
            new_call(rates, "2027", "2020")

    def test_a_call_that_would_overlap_is_not_written(self, rates: Path) -> None:
        edit(rates / "calls" / "2026.toml", "value = 2026-05-31", "value = 2026-06-30")
        with pytest.raises(InvalidTables, match=r"calls/2027\.toml, line 14 \(period-from\): its grant period overlaps that of call 2026"):
            new_call(rates, "2027", "2026")
        assert not (rates / "calls" / "2027.toml").exists()

    def test_a_file_that_cannot_be_written(self, rates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(upkeep, "replaced", refuse)
        with pytest.raises(Refused, match=r"2027\.toml cannot be written: Permission denied") as refused:
            new_call(rates, "2027", "2026")
        assert "kan ikke skrives: det er ikke tillatt" in refused.value.text("nb")
        assert not (rates / "calls" / "2027.toml").exists()

    def test_broken_tables_are_not_built_on(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidTables, match="the file is missing"):
            new_call(tmp_path, "2027", "2026")


# The schemas ----------------------------------------------------------------------------------------------------------


def as_json(raw: Any) -> Any:
    """What TOML holds, with days as strings."""
    return json.loads(json.dumps(raw, default=dt.date.isoformat))


def faults(kind: str, plain: Any) -> list[str]:
    validator: Any = Draft202012Validator(table_schema(kind), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(as_json(plain))]


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((rates_directory() / name).read_text("utf-8"))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_schema_files_are_as_made_from_the_types(kind: str) -> None:
    Draft202012Validator.check_schema(table_schema(kind))
    made = json.dumps(table_schema(kind), ensure_ascii=False, indent=2) + "\n"
    text = (ROOT / "schemas" / f"{kind}.schema.json").read_text("utf-8")
    assert text == made, f"the types have changed: alis-rules rates schema {kind} > schemas/{kind}.schema.json"


def test_there_is_a_schema_for_these_documents_only() -> None:
    with pytest.raises(KeyError):
        table_schema("clauses")


@pytest.mark.parametrize(
    ("kind", "name"), [*(("call", f"calls/{call}.toml") for call in TABLES.calls), ("fee-rate", "fee-rate.toml"), ("about", "about.toml")]
)
def test_the_shipped_files_validate(kind: str, name: str) -> None:
    assert faults(kind, read(name)) == []


PROPOSAL: dict[str, Any] = {
    "name": "Higher cap",
    "value": [
        {"id": "lower-productivity", "value": 150000, "in_force_from": dt.date(2027, 6, 1), "source": "https://x.no", "checked": LAST_DAY}
    ],
}


def test_a_proposal_validates_as_it_loads() -> None:
    assert faults("overlay", PROPOSAL) == []
    assert TABLES.overlay(PROPOSAL).overlays[0].rows[0].standing is Standing.PROPOSED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"value": 160}, {"value": True}),
        ({"value": 160}, {"value": -1}),
        ({"value": 160}, {"value": "160.125"}),
        ({"value": 160}, {"unit": "NOK"}),
        ({"value": 160}, {"standing": "not-found"}),
        ({"value": 160}, {"standing": "supplied"}),
        ({"value": 160}, {"in_force_form": "x"}),
        ({"value": 160}, {"checked": "2026-02-30"}),
        ({"value": 160}, {"source": ""}),
        ({"value": 160}, {"id": "absence-hour"}),
        ({"value": 160}, {"between": [LAST_DAY]}),
        ({"value": 24}, {"value": "24.5"}),
        ({"value": 115}, {"value": 1001}),
        ({"value": True}, {"value": 1}),
        ({"value": 14000}, {"conflicts": [{"value": "1", "source": "grant-page"}]}),
    ],
    ids=str,
)
def test_what_loading_refuses_the_schema_refuses(old: dict[str, Any], new: dict[str, Any]) -> None:
    table = read("calls/2026.toml")
    row = next(each for each in table["value"] if each.get("value") is old["value"] or each.get("value") == old["value"] != 1)
    row.update(new)
    assert faults("call", table)


def test_a_call_has_each_value_once() -> None:
    table = read("calls/2026.toml")
    twice = {**table, "value": [*table["value"], table["value"][0]]}
    assert faults("call", twice)
    assert faults("call", {**table, "value": table["value"][1:]})


# The page -------------------------------------------------------------------------------------------------------------


def test_the_page_can_be_followed(rates: Path) -> None:
    """An invented call 2027, added as docs/adding-a-call.md says: new-call, sources, values, check, diff, a case."""
    page = (ROOT / "docs" / "adding-a-call.md").read_text("utf-8")
    before = {path: path.read_bytes() for path in rates.rglob("*") if path.is_file()}

    step = re.search(r"rates new-call (\d{4}) --from (\d{4})", page)
    assert step is not None
    path = new_call(rates, step[1], step[2])

    source = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert source is not None
    about = rates / "about.toml"
    about.write_text(f"{about.read_text('utf-8')}\n{source[1]}", "utf-8", newline="\n")
    assert "template-2026" in check(rates).dead_sources

    text = path.read_text("utf-8")
    assert text.count("To be confirmed") == len(UNITS)
    text = re.sub(r'note = "To be confirmed: [^"]*"\n', "", text).replace('"unconfirmed"', '"official"')
    text = re.sub(r'source = "[a-z0-9-]+"', 'source = "template-2026"', text).replace("2026-11-21", "2027-03-01")
    path.write_text(text, "utf-8", newline="\n")
    edit(path, "value = 125000", "value = 150000")
    edit(path, "between = [2027-01-01, 2027-12-31]", "value = 2027-02-15\nin_force_from = 2027-02-15")
    edit(path, 'standing = "not-found"', 'standing = "official"')
    edit(rates / "fee-rate.toml", "verified = 2026-11-21", "verified = 2027-03-01")
    row = 'value = 1400\nin_force_from = 2027-01-01\nstanding = "official"\nsource = "https://example.no"\nchecked = 2027-03-01\n'
    fees = rates / "fee-rate.toml"
    fees.write_text(f"{fees.read_text('utf-8')}\n[[value]]\n{row}", "utf-8", newline="\n")
    edit(about, 'version = "2026.1"\nverified = 2026-11-21', 'version = "2027.1"\nverified = 2027-03-01')

    checked = check(rates, dt.date(2027, 3, 1))
    assert (checked.version, checked.stale, "template-2026" in checked.dead_sources) == ("2027.1", (), False)
    assert faults("call", tomllib.loads(path.read_text("utf-8"))) == []
    tables = load_tables(rates)
    changes = {each.id: each for each in difference(tables, "2026", "2027").changes}
    changed = {name for name, each in changes.items() if each.kind in (Kind.CHANGED, Kind.FOUND, Kind.LOST)}
    assert changed == {"announced", "period-from", "period-to", "lower-productivity", FEE_RATE}

    case = load_case(
        json.dumps(
            document(
                call="2027",
                doctor__first_gp_date="2026-06-01",
                agreement__signed_on="2026-06-01",
                positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2026-06-01"}],
                activities=[course("2027-01-11", hours=10)],
                lower_productivity=[{"from": "2026-06-01", "to": "2027-05-31", "amount": 160000}],
            )
        ),
        tables=tables,
    )
    result = evaluate(case, tables=tables)
    assert result["lower-productivity"].amount == Decimal("150000.00")
    assert result["practice-compensation"].amount == Decimal("8400.00")  # 10 h x 60 % x 1 400
    assert result.tables.version == "2027.1"

    touched = {file.relative_to(rates).as_posix() for file, content in before.items() if file.read_bytes() != content}
    assert touched == {"about.toml", "fee-rate.toml"}


def test_the_page_names_the_keys_and_headings_there_are() -> None:
    page = (ROOT / "docs" / "adding-a-call.md").read_text("utf-8")
    keys = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert keys == set(table_schema("call")["properties"]["value"]["items"]["properties"]) - {"id", "unit"}
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    for heading in re.findall(r"\*(Changes to \w+ results)\*", page):
        assert f"### {heading}" in changelog
    assert "adding-a-call" in (ROOT / "docs" / "index.md").read_text("utf-8")
