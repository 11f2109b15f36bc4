"""The rate tables: what the shipped ones say, how they are looked up, and every way in which tables can be broken."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from alis_rules import InvalidTables, RateUsed, Standing, Tables, evaluate, load_case, load_tables
from alis_rules.rates import UNITS, Value
from alis_rules.rates_files import digest_of, rates_directory, read_directory, read_tables, table_files
from tests.support import ROOT, case, course, document

FILES: Mapping[str, bytes] = table_files(rates_directory())
CALL, OLD, FEE, ABOUT = "calls/2026.toml", "calls/2023.toml", "fee-rate.toml", "about.toml"
TABLES = load_tables()
VALUES = [*(value for call in TABLES.calls.values() for value in call.values.values()), *TABLES.fee_rates]


# What the shipped tables say ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value.id} {value.in_force_from}")
def test_every_value_says_why_it_is_believed(value: Value) -> None:
    assert value.source.strip()
    assert value.checked == dt.date(2026, 11, 21)
    assert value.unit == {**UNITS, "fee-rate": "NOK/h"}[value.id]
    assert (value.value is None) == (value.standing is Standing.NOT_FOUND)
    assert value.standing is not Standing.SUPPLIED
    assert value.value is None or value.in_force_from or value.between


def test_edition() -> None:
    assert (TABLES.version, TABLES.verified) == ("2026.1", dt.date(2026, 11, 21))
    assert re.fullmatch("sha256:[0-9a-f]{64}", TABLES.digest)
    assert load_tables() is TABLES
    assert list(TABLES.calls) == ["2021", "2022", "2023", "2024", "2025", "2026"]
    assert all(set(call.values) == set(UNITS) for call in TABLES.calls.values())


@pytest.mark.parametrize(
    ("call", "name", "figure", "standing"),
    [
        ("2026", "practice-compensation-share", "60", "official"),
        ("2026", "absence-hours", "160", "official"),
        ("2026", "learning-expenses", "14000", "official"),
        ("2026", "lower-productivity", "125000", "official"),
        ("2026", "productivity-months", "24", "official"),
        ("2026", "supervision-share", "115", "official"),
        ("2026", "facilitation-share", "5", "official"),
        ("2026", "longest-years", "5", "official"),
        ("2026", "additional-cap", "200000", "unconfirmed"),
        ("2026", "grant-frame-fastlege", None, "not-found"),
        ("2023", "supervision-hours", "57.75", "official"),
        ("2023", "supervision-share", "115", "official"),
        ("2023", "absence-hours", None, "not-found"),
    ],
)
def test_figures_of_the_calls(call: str, name: str, figure: str | None, standing: str) -> None:
    value = TABLES.calls[call][name]
    assert value.value == (None if figure is None else Decimal(figure))
    assert value.standing == standing


def test_periods() -> None:
    assert TABLES.calls["2023"].period == (dt.date(2022, 10, 1), dt.date(2023, 8, 31))
    assert TABLES.calls["2026"].period == (dt.date(2025, 6, 1), dt.date(2026, 5, 31))
    assert TABLES.calls["2026"]["period-to"].standing is Standing.UNCONFIRMED


@pytest.mark.parametrize(
    ("first", "last", "call"),
    [
        ("2025-06-01", "2026-05-31", "2026"),
        ("2026-05-31", "2026-05-31", "2026"),
        ("2022-10-01", "2022-10-01", "2023"),
        ("2025-05-31", "2025-06-01", None),
        ("2023-08-31", "2023-09-01", None),
        ("2024-01-01", "2024-01-01", "2024"),
        ("2026-06-01", "2026-06-01", None),
    ],
)
def test_the_call_of_a_period(first: str, last: str, call: str | None) -> None:
    found = TABLES.call_of(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert (found and found.id) == call


# The fee rate ---------------------------------------------------------------------------------------------------------


def rate_of(tables: Tables, call: str) -> tuple[Decimal | None, Standing]:
    found = tables.fee_rate(tables.calls[call])
    return cast("Decimal | None", found.value), found.standing


def test_the_fee_rate_of_a_call_is_that_of_its_announcement() -> None:
    assert rate_of(TABLES, "2026") == (Decimal(1375), Standing.REPORTED)
    assert rate_of(TABLES, "2023") == (Decimal(1140), Standing.REPORTED)
    inside = TABLES.fee_rates_between(dt.date(2023, 7, 1), dt.date(2023, 8, 31))
    assert [row.number for row in inside] == [Decimal(1180)]


@pytest.mark.parametrize(
    ("earliest", "latest", "figures"),
    [
        ("2026-01-01", "2026-12-31", [1375]),
        ("2025-12-31", "2025-12-31", [1315]),
        ("2025-12-31", "2026-01-01", [1315, 1375]),
        ("2023-06-30", "2023-07-01", [1140, 1180]),
        ("2024-03-01", "2024-03-01", [1215]),
        ("2024-06-01", "2024-06-01", [1215, 1265]),
        ("2024-12-30", "2024-12-30", [1215, 1265]),
        ("2024-12-31", "2024-12-31", [1265]),
        ("2007-05-05", "2007-05-05", [None]),
        ("2011-01-01", "2012-12-31", [None]),
        ("2012-12-31", "2013-01-01", [None, 945]),
        ("2004-12-31", "2004-12-31", []),
        ("9999-12-31", "9999-12-31", [1375]),
    ],
)
def test_every_rate_that_may_be_in_force(earliest: str, latest: str, figures: list[int | None]) -> None:
    found = TABLES.fee_rates_between(dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest))
    assert [row.value for row in found] == figures


def announced(**parts: Any) -> Tables:
    """The tables with another announcement of call 2026."""
    return changed("2026", "announced", **parts)


def changed(call_id: str, name: str, **parts: Any) -> Tables:
    """The tables with one value of a call changed."""
    call = TABLES.calls[call_id]
    values = {**call.values, name: evolve(call[name], **parts)}
    return evolve(TABLES, calls={**TABLES.calls, call_id: evolve(call, values=values)})


def test_a_rate_is_given_only_where_every_possible_day_gives_it() -> None:
    assert rate_of(announced(between=(dt.date(2025, 12, 31), dt.date(2026, 3, 1))), "2026") == (None, Standing.NOT_FOUND)
    assert rate_of(announced(between=None), "2026") == (None, Standing.NOT_FOUND)
    assert rate_of(announced(between=(dt.date(2004, 1, 1), dt.date(2004, 12, 31))), "2026") == (None, Standing.NOT_FOUND)
    assert rate_of(announced(between=(dt.date(2007, 1, 1), dt.date(2007, 12, 31))), "2026") == (None, Standing.NOT_FOUND)
    assert rate_of(announced(between=(dt.date(2016, 12, 31), dt.date(2017, 1, 1))), "2026") == (None, Standing.NOT_FOUND)
    assert rate_of(announced(between=(dt.date(2017, 6, 1), dt.date(2018, 6, 1))), "2026") == (Decimal(1020), Standing.REPORTED)
    on_a_day = announced(between=None, value=dt.date(2025, 12, 31), standing=Standing.OFFICIAL)
    assert rate_of(on_a_day, "2026") == (Decimal(1315), Standing.REPORTED)
    missing = on_a_day.fee_rate(announced(between=None).calls["2026"])
    assert (missing.id, missing.unit, missing.source) == ("fee-rate", "NOK/h", TABLES.calls["2026"]["announced"].source)


def test_a_value_as_a_line_names_it() -> None:
    value = TABLES.calls["2023"]["supervision-hours"]
    expected = RateUsed(
        id="supervision-hours",
        value="57.75",
        unit="h",
        standing=Standing.OFFICIAL,
        in_force_from=dt.date(2022, 10, 1),
        source=value.source,
    )
    assert value.used() == expected
    assert evolve(value, value=Decimal("60.50")).used().value == "60.5"
    assert evolve(value, value=Decimal("100.00")).used().value == "100"
    assert evolve(value, value=Decimal(100)).used().value == "100"


def with_standing(name: str, standing: str) -> dict[str, bytes]:
    """The files with one value of call 2026 of another standing; without its figure where it is not found."""
    before, start, rest = FILES[CALL].decode().partition(f'id = "{name}"\n')
    row, end, after = rest.partition("[[value]]")
    assert start
    row = re.sub('standing = "[a-z-]+"', f'standing = "{standing}"', row)
    if standing == "not-found":
        row = re.sub("(?m)^value = .*\n", "", row)
    return {**FILES, CALL: "".join((before, start, row, end, after)).encode()}


EVERY_RECORD: dict[str, Any] = {
    "activities": [course("2025-09-10", expenses=1000)],
    "supervision": [{"date": "2025-09-10", "hours": 2}],
    "lower_productivity": [{"from": "2025-09-10", "to": "2025-10-09", "amount": 5000}],
    "facilitation": [{"date": "2025-09-10", "amount": 500}],
    "additional": [{"date": "2025-09-10", "amount": 500}],
    "positions": [{"role": "fastlegevikar", "employment": "ansatt", "percent": 100, "from": "2025-02-01", "to": "2026-01-31"}],
}


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.parametrize("standing", ["not-found", "unconfirmed", "reported"])
def test_any_value_may_be_missing_or_unsure(name: str, standing: str) -> None:
    """Tables that lack a value are evaluated, or are refused in so many words; never a failure."""
    if standing != "not-found" and TABLES.calls["2026"][name].value is None:
        return
    tables = TABLES
    try:
        tables = read_tables(with_standing(name, standing))
    except InvalidTables as error:
        refused = error.problems
    else:
        refused = ()
    if refused:
        assert standing == "not-found" or name == "longest-years"
        assert all(problem.startswith(CALL) and name in problem for problem in refused)
        return
    given = case(**EVERY_RECORD, municipality__centrality_class=6)
    for readings in ({}, {"grant-frame": "sum-of-caps"}, {"grading": "each-cap", "facilitation-base": "granted-elements"}):
        assert evaluate(given, tables=tables, readings=readings).call == "2026"


# Municipalities -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "name", "centrality"), [("0301", "Oslo", 1), ("1804", "Bodø", 3), ("5021", "Oppdal", 5), ("1103", "Stavanger", 2)]
)
def test_centrality_classes(number: str, name: str, centrality: int) -> None:
    row = TABLES.municipalities[number]
    assert row.name.startswith(name)
    assert row.centrality_class == centrality


def test_all_municipalities() -> None:
    assert len(TABLES.municipalities) == 357
    assert {row.centrality_class for row in TABLES.municipalities.values()} == set(range(1, 7))
    assert all(number == row.number and row.county for number, row in TABLES.municipalities.items())
    assert TABLES.municipalities.keys().isdisjoint(TABLES.renumbered)
    assert [row.number for row in TABLES.renumbered["3024"]] == ["3201"]
    assert [row.number for row in TABLES.renumbered["1507"]] == ["1508", "1580"]


# Frozen, and known by their digest ------------------------------------------------------------------------------------


def test_tables_do_not_change() -> None:
    tables: Any = TABLES
    call = tables.calls["2026"]
    for thing, name in ((tables, "version"), (call, "id"), (call["announced"], "value"), (tables.municipalities["1804"], "name")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, "x")
    for mapping in (tables.calls, call.values, tables.municipalities, tables.renumbered):
        with pytest.raises(TypeError):
            mapping["x"] = 1
    assert isinstance(tables.fee_rates, tuple)


def test_the_digest_is_that_of_the_contents() -> None:
    assert digest_of(FILES) == TABLES.digest
    assert digest_of(dict(reversed(list(FILES.items())))) == TABLES.digest
    assert read_tables(dict(reversed(list(FILES.items())))).digest == TABLES.digest
    for name, content in FILES.items():
        assert digest_of({**FILES, name: content + b"\n"}) != TABLES.digest
        assert digest_of({**FILES, name: bytes([content[0] ^ 1]) + content[1:]}) != TABLES.digest
        assert digest_of({**FILES, name: content[:-1] + bytes([content[-1] ^ 1])}) != TABLES.digest
        assert digest_of({other: FILES[other] for other in FILES if other != name}) != TABLES.digest
        assert digest_of({other + "x" * (other == name): FILES[other] for other in FILES}) != TABLES.digest


def test_a_directory_of_ones_own(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "notes.md").write_text("not a table", "utf-8")
    assert load_tables(tmp_path).digest == TABLES.digest
    assert load_tables(str(tmp_path)).version == TABLES.version
    (tmp_path / "calls" / "2026.toml").write_text("id = 2026", "utf-8")
    with pytest.raises(InvalidTables, match=r"calls/2026\.toml"):
        read_directory(tmp_path)
    with pytest.raises(InvalidTables, match=r"about\.toml: the file is missing"):
        load_tables(tmp_path / "nowhere")


# Broken tables --------------------------------------------------------------------------------------------------------

PLACES, RENUMBERED = "municipalities/2024.csv", "municipalities/renumbered-2024.csv"
HOURS = 'value = 160\nunit = "h"\nin_force_from = 2025-06-01\nstanding = "official"\nsource = "template-2025"\nchecked = 2026-11-21'
LAST = 'value = 1375\nin_force_from = 2026-01-01\nstanding = "reported"'

Edit = tuple[str, str, str]
BROKEN: list[tuple[str, Edit, list[str]]] = [
    (
        "typo in a key of a row",
        (CALL, HOURS, HOURS.replace("in_force_from", "in_force_form")),
        ["unknown key “in_force_form”", "in_force_from"],
    ),
    ("typo in a key of a call", (CALL, 'id = "2026"', 'id = "2026"\nnaem = "x"'), ["unknown key “naem”"]),
    ("typo in a key of the edition", (ABOUT, "verified =", "verfied ="), ["unknown key “verfied”", "verified"]),
    ("typo in a key of the fee rate", (FEE, 'unit = "NOK/h"', 'untt = "NOK/h"'), ["unknown key “untt”"]),
    ("typo in an id", (CALL, 'id = "absence-hours"', 'id = "absence-hour"'), ["unknown id", "“absence-hours”"]),
    ("no id", (CALL, 'id = "absence-hours"', ""), ["unknown id"]),
    ("missing source", (CALL, HOURS, HOURS.replace('source = "template-2025"', "")), ["source is missing"]),
    ("empty source", (CALL, HOURS, HOURS.replace("template-2025", "")), ["source is missing"]),
    ("unknown source", (CALL, HOURS, HOURS.replace("template-2025", "template-2024")), ["template-2024", "“template-2025”"]),
    ("source not a text", (CALL, HOURS, HOURS.replace('"template-2025"', "5")), ["source"]),
    ("source a list", (CALL, HOURS, HOURS.replace('"template-2025"', '["template-2025"]')), ["source"]),
    ("missing standing", (CALL, HOURS, HOURS.replace('standing = "official"', "")), ["standing is missing"]),
    ("wrong standing", (CALL, HOURS, HOURS.replace('"official"', '"oficial"')), ["“oficial”"]),
    ("standing of the caller", (CALL, HOURS, HOURS.replace('"official"', '"supplied"')), ["“supplied”"]),
    ("standing a list", (CALL, HOURS, HOURS.replace('"official"', '["official"]')), ["standing"]),
    ("missing checked", (CALL, HOURS, HOURS.replace("\nchecked = 2026-11-21", "")), ["checked is missing"]),
    ("checked a text", (CALL, HOURS, HOURS.replace("2026-11-21", '"2026-11-21"')), ["checked is not a day"]),
    ("checked with a time", (CALL, HOURS, HOURS.replace("2026-11-21", "2026-11-21T10:00:00")), ["checked is not a day"]),
    ("wrong unit", (CALL, HOURS, HOURS.replace('"h"', '"NOK"')), ["the unit is h, not “NOK”"]),
    ("wrong unit of a fee rate", (FEE, "value = 1375\n", 'value = 1375\nunit = "NOK"\n'), ["the unit is NOK/h, not “NOK”"]),
    ("wrong unit of the fee rate", (FEE, 'unit = "NOK/h"', 'unit = "NOK"'), ["unit is NOK/h"]),
    ("wrong id of the fee rate", (FEE, 'id = "fee-rate"', 'id = "fee"'), ["id is fee-rate"]),
    ("another id in a fee rate", (FEE, "value = 1375\n", 'value = 1375\nid = "fees"\n'), ["fees"]),
    ("not-found with a value", (CALL, HOURS, HOURS.replace('"official"', '"not-found"')), ["not-found"]),
    ("no value and not not-found", (CALL, HOURS, HOURS.replace("value = 160", "")), ["not-found"]),
    ("no day", (CALL, HOURS, HOURS.replace("in_force_from = 2025-06-01\n", "")), ["in_force_from is missing"]),
    ("no day of a fee rate", (FEE, LAST, LAST.replace("in_force_from = 2026-01-01\n", "")), ["in_force_from"]),
    (
        "no day of an unknown fee rate",
        (FEE, 'in_force_from = 2007-01-01\nstanding = "not-found"', 'standing = "not-found"'),
        ["in_force_from or between is missing"],
    ),
    ("a day that is empty", (CALL, HOURS, HOURS.replace("2025-06-01", '""')), ["in_force_from"]),
    ("a note that is no text", (CALL, 'note = "20 dager."', "note = 5"), ["note is a text"]),
    ("a day that is a text", (CALL, HOURS, HOURS.replace("2025-06-01", '"2025-06-01"')), ["in_force_from is not a day"]),
    ("a day that is not", (CALL, HOURS, HOURS.replace("2025-06-01", "2025-02-30")), ["not TOML"]),
    ("a text of a day that is not", (CALL, HOURS, HOURS.replace("2025-06-01", '"2025-02-30"')), ["in_force_from is not a day"]),
    ("between one day", (CALL, "between = [2026-01-01, 2026-12-31]", "between = [2026-01-01]"), ["between is"]),
    ("between wrong", (CALL, "between = [2026-01-01, 2026-12-31]", "between = [2026-12-31, 2026-01-01]"), ["between is"]),
    ("between texts", (CALL, "between = [2026-01-01, 2026-12-31]", 'between = ["2026-01-01", "2026-12-31"]'), ["between is"]),
    ("between no list", (CALL, "between = [2026-01-01, 2026-12-31]", "between = 2026-01-01"), ["between is"]),
    (
        "three decimals",
        (CALL, "value = 160", "value = 160.500"),
        ["“160.500” is not a number of at most two decimals; near: “160.50”"],
    ),
    ("infinity", (CALL, "value = 160", "value = inf"), ["“Infinity” is not a number of at most two decimals"]),
    ("a number of absurd size", (CALL, "value = 160", "value = 1e99999999999999999999"), ["a number or a string of digits, not “1e9999"]),
    ("yes for a number", (CALL, "value = 160", "value = true"), ["a number or a string of digits, not “true”"]),
    ("not a number", (CALL, "value = 160", 'value = "160 h"'), ["“160 h” is not a number"]),
    ("not a finite number", (CALL, "value = 160", 'value = "NaN"'), ["“NaN” is not a"]),
    ("negative", (CALL, "value = 160", "value = -160"), ["“-160” is not a possible number"]),
    ("too many percent", (CALL, "value = 115", "value = 1001"), ["“1001” is not a possible number of percent"]),
    ("too many decimals", (CALL, "value = 160", 'value = "160.125"'), ["at most two decimals"]),
    ("half a month", (CALL, "value = 24", 'value = "24.5"'), ["a number of months is whole"]),
    ("number for a date", (OLD, "value = 2023-04-20", "value = 20230420"), ["a date is YYYY-MM-DD"]),
    ("number for yes or no", (CALL, "value = true", "value = 1"), ["true or false"]),
    ("two rows of one id", (CALL, HOURS, f'{HOURS}\n[[value]]\nid = "absence-hours"\n{HOURS}'), ["two rows of one id"]),
    ("ends before it starts", (CALL, HOURS, f"{HOURS}\nin_force_to = 2025-05-31"), ["in_force_to is before in_force_from"]),
    ("a gap at the start", (CALL, HOURS, HOURS.replace("2025-06-01", "2025-06-02")), ["absence-hours: a gap"]),
    ("a gap at the end", (CALL, HOURS, f"{HOURS}\nin_force_to = 2026-05-30"), ["absence-hours: a gap"]),
    (
        "a conflict without a source",
        (CALL, 'note = "20 dager."', 'note = "20 dager."\nconflicts = [{ value = "150" }]'),
        ["line 57 (absence-hours): a conflict has a value and a source"],
    ),
    (
        "conflicts that are no list",
        (CALL, 'note = "20 dager."', 'note = "20 dager."\nconflicts = 5'),
        ["a conflict has a value and a source"],
    ),
    (
        "a conflict of an unknown source",
        (CALL, 'note = "20 dager."', 'note = "20 dager."\nconflicts = [{ value = "150", source = "x" }]'),
        ["source “x” of a conflict is none of about.toml's"],
    ),
    (
        "a conflict without a note",
        (CALL, 'note = "20 dager."', 'conflicts = [{ value = "150", source = "grant-page" }]'),
        ["a row with conflicts has a note"],
    ),
    ("a missing id", (CALL, 'id = "absence-hours"\n', ""), ["absence-hours is missing"]),
    ("a call named otherwise", (CALL, 'id = "2026"', 'id = "2025"'), ["id is “2025”", "named 2026"]),
    ("a call without id", (CALL, 'id = "2026"', ""), ["named 2026"]),
    ("id a number", (CALL, 'id = "2026"', "id = 2026"), ["2026"]),
    ("id of a row a list", (CALL, 'id = "absence-hours"', 'id = ["absence-hours"]'), ["unknown id"]),
    (
        "a call without a period",
        (
            CALL,
            'id = "period-from"\nvalue = 2025-06-01\nunit = "date"\nin_force_from = 2025-06-01\nstanding = "official"',
            'id = "period-from"\nunit = "date"\nstanding = "not-found"',
        ),
        ["line 14 (period-from): period-from and period-to are both found, or neither is"],
    ),
    ("a period that ends first", (CALL, "value = 2026-05-31", "value = 2025-05-31"), ["period-to is before period-from"]),
    ("fee rates out of order", (FEE, "in_force_from = 2026-01-01", "in_force_from = 2024-01-01"), ["overlaps the row before it"]),
    ("fee rates on one day", (FEE, "in_force_from = 2026-01-01", "in_force_from = 2025-01-01"), ["overlaps the row before it"]),
    ("fee rates that may overlap", (FEE, "in_force_from = 2025-01-01", "in_force_from = 2024-12-31"), ["overlaps the row before it"]),
    (
        "a gap between fee rates",
        (FEE, "in_force_from = 2025-01-01", "in_force_from = 2025-01-01\nin_force_to = 2025-12-30"),
        ["a gap or overlap", "2025-12-30"],
    ),
    (
        "an overlap of fee rates",
        (FEE, "in_force_from = 2025-01-01", "in_force_from = 2025-01-01\nin_force_to = 2026-01-01"),
        ["a gap or overlap", "2026-01-01"],
    ),
    ("an edition without version", (ABOUT, 'version = "2026.1"', ""), ["version is a text"]),
    ("an edition with a number", (ABOUT, 'version = "2026.1"', "version = 2026.1"), ["version is a text"]),
    ("an edition with no day", (ABOUT, "verified = 2026-11-21", 'verified = "2026-11-21"'), ["verified a day"]),
    (
        "a source without title",
        (ABOUT, "[sources.undated-template]\ntitle", "[sources.undated-template]\nname"),
        ["sources.undated-template"],
    ),
    ("a source that is a text", (ABOUT, "[sources.template-2025]", '[sources]\nother = "x"\n[sources.template-2025]'), ["sources.other"]),
    ("csv columns", (PLACES, "number,name,", "nummer,name,"), ["the columns are number,name"]),
    ("csv columns of the renumbered", (RENUMBERED, "number_2020,", "old,"), ["the columns are number_2020"]),
    ("csv row too short", (PLACES, "1103,Stavanger,11,Rogaland,2,890", "1103,Stavanger,11,Rogaland,2"), ["line 4: 6 columns expected"]),
    (
        "csv row too long",
        (PLACES, "1103,Stavanger,11,Rogaland,2,890", "1103,Stavanger,11,Rogaland,2,890,1"),
        ["line 4: 6 columns expected"],
    ),
    ("csv row twice", (PLACES, "1106,Haugesund,11,Rogaland,3,836", "1103,Stavanger,11,Rogaland,2,890"), ["line 5: 1103 is there twice"]),
    ("csv number", (PLACES, "1103,Stavanger,11", "110,Stavanger,11"), ["line 4: a municipality number is four digits"]),
    ("csv county", (PLACES, "1103,Stavanger,11", "1103,Stavanger,12"), ["begins with its county's"]),
    ("csv class", (PLACES, "Rogaland,2,890", "Rogaland,7,890"), ["line 4: the centrality class is 1 to 6"]),
    ("csv class empty", (PLACES, "Rogaland,2,890", "Rogaland,,890"), ["line 4: the centrality class is 1 to 6"]),
    ("csv class of two digits", (PLACES, "Rogaland,2,890", "Rogaland,12,890"), ["line 4: the centrality class is 1 to 6"]),
    ("csv index", (PLACES, "Rogaland,2,890", "Rogaland,2,8.9"), ["line 4: the centrality class is 1 to 6 and the index"]),
    ("csv index no digit", (PLACES, "Rogaland,2,890", "Rogaland,2,²"), ["line 4: the centrality class is 1 to 6 and the index"]),
    ("csv class and index", (PLACES, "Rogaland,2,890", "Rogaland,2,869"), ["the index 869 is not of class 2"]),
    ("renumbered to unknown", (RENUMBERED, "3001,Halden,3101,", "3001,Halden,3199,"), ["line 4: 3199 is not in the table"]),
    ("renumbered but still there", (RENUMBERED, "3001,Halden,3101,", "0301,Halden,3101,"), ["line 4: 0301 is still in the table"]),
]


def broken(*edits: Edit) -> dict[str, bytes]:
    """The shipped files with edits: file, what stands there (its first place), what shall."""
    files = dict(FILES)
    for name, old, new in edits:
        assert old.encode() in files[name], (name, old)
        files[name] = files[name].replace(old.encode(), new.encode(), 1)
    return files


def problems_of(files: Mapping[str, bytes]) -> tuple[str, ...]:
    with pytest.raises(InvalidTables) as raised:
        read_tables(files)
    error = raised.value
    assert isinstance(error, ValueError)
    assert str(error) == "\n".join(error.problems)
    assert len(set(error.problems)) == len(error.problems)
    return error.problems


@pytest.mark.parametrize(("edit", "said"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_each_kind_of_problem_is_reported_with_its_file(edit: Edit, said: list[str]) -> None:
    problems = problems_of(broken(edit))
    assert problems[0].startswith(edit[0])
    for text in said:
        assert any(problem.startswith(edit[0]) and text in problem for problem in problems), problems


def test_a_problem_names_its_line() -> None:
    """Of the row's header, of the key of the file, or of the source; strings and comments that look like a header are none."""
    text = FILES[CALL].decode().replace('note = "20 dager."', 'note = """\n[[value]]\n"""')
    assert problems_of({**FILES, CALL: ("# [[value]]\n" + text.replace("value = 125000", "value = true")).encode()}) == (
        "calls/2026.toml, line 79 (lower-productivity): a number of NOK is a number or a string of digits, not “true”",
    )
    assert problems_of(broken((CALL, "verified = 2026-11-21", "verified = 2026"))) == (
        "calls/2026.toml, line 3: verified is the day (YYYY-MM-DD without quotes) until which the table was verified",
    )
    assert problems_of(broken((FEE, 'unit = "NOK/h"', 'unit = "kr"'))) == ("fee-rate.toml, line 4: id is fee-rate and unit is NOK/h",)
    assert problems_of(broken((ABOUT, "[sources.ssb-klass]\ntitle", "[sources.ssb-klass]\nname")))[0].startswith(
        "about.toml, line 45, sources.ssb-klass: a source has a title"
    )


def test_a_problem_of_a_row_without_a_header_names_its_number() -> None:
    with pytest.raises(InvalidTables, match=r"fee-rate\.toml, value 1: in_force_from"):
        read_tables({**FILES, FEE: b'id = "fee-rate"\nunit = "NOK/h"\nverified = 2026-11-21\nvalue = [{ value = 5 }]'})
    with pytest.raises(InvalidTables, match=r"^overlay, value 1: unknown id"):
        TABLES.overlay({"name": "x", "value": [{"id": "x"}]})


def test_a_problem_of_a_proposal_names_its_line(tmp_path: Path) -> None:
    proposal = tmp_path / "proposal.toml"
    proposal.write_text('name = ""\n\n[[value]]\nid = "absence-hour"\n', "utf-8")
    with pytest.raises(InvalidTables) as raised:
        TABLES.overlay(proposal)
    assert raised.value.problems[0] == "proposal.toml, line 1: name is a text that says what is proposed"
    assert raised.value.problems[1].startswith("proposal.toml, line 3: unknown id; near: “absence-hours”")


def test_what_is_wrong_with_a_proposal(tmp_path: Path) -> None:
    row: dict[str, Any] = {"id": "absence-hours", "value": 170, "source": "https://x.no", "checked": dt.date(2026, 11, 21)}
    dated = {**row, "in_force_from": dt.date(2025, 6, 1)}
    (tmp_path / "bytes.toml").write_bytes(b"\xf8")
    for source, said in (
        (tmp_path / "nowhere.toml", r"^nowhere\.toml: No such file"),
        (str(tmp_path / "bytes.toml"), r"^bytes\.toml: not UTF-8 text \(byte 0\)$"),
        ({"name": "x"}, r"^overlay: has no values$"),
        ({"name": "x", "value": [row]}, r"^overlay, value 1: in_force_from is missing$"),
        ({"name": "x", "value": [{**row, "standing": "not-found", "value": None}]}, "^overlay, value 1: "),
        ({"name": "x", "value": [5]}, r"^overlay, value 1: unknown id"),
        ({"name": "x", "value": [{"id": "deadline", "standing": "not-found", "source": "x", "checked": row["checked"]}]}, "in_force_from"),
        ({"naem": "x", "name": "x", "value": [dated]}, r"^overlay: unknown key “naem”"),
    ):
        with pytest.raises(InvalidTables, match=said):
            TABLES.overlay(cast("Any", source))
    until = {**dated, "in_force_to": dt.date(2026, 5, 31)}
    given = TABLES.overlay({"name": "x", "value": [until, {**row, "in_force_from": dt.date(2026, 6, 1), "standing": "reported"}]}).overlays[
        0
    ]
    assert [each.standing for each in given.rows] == [Standing.PROPOSED, Standing.REPORTED]


def test_calls_do_not_overlap() -> None:
    files = broken((OLD, "value = 2023-08-31", "value = 2025-06-01"))
    assert problems_of(files) == ("calls/2025.toml, line 14 (period-from): its grant period overlaps that of call 2023",)
    longer = read_tables(broken((OLD, "value = 2023-08-31", "value = 2024-08-31"))).calls["2023"].period
    assert longer == (dt.date(2022, 10, 1), dt.date(2024, 8, 31))


def test_all_problems_of_all_files_together() -> None:
    chosen = {
        name: edit
        for name, edit, _ in BROKEN
        if name
        in (
            "typo in a key of the edition", "wrong unit", "half a month", "number for a date", "wrong id of the fee rate",
            "no day of an unknown fee rate", "csv class", "csv county", "renumbered to unknown", "between wrong",
        )
    }  # fmt: skip
    edits = [edit for name, edit in chosen.items() if name != "csv county"]
    problems = problems_of(broken(*edits, (PLACES, "1106,Haugesund,11", "1106,Haugesund,12")))
    for name, edit, said in BROKEN:
        if name in chosen:
            for text in said:
                assert any(problem.startswith(edit[0]) and text in problem for problem in problems), (name, text)


@pytest.mark.parametrize("name", sorted(set(FILES) - {"clauses.toml"}))
def test_not_utf_8(name: str) -> None:
    problems = problems_of({**FILES, name: FILES[name] + b"\n# \xf8\n"})
    assert f"{name}: not UTF-8 text (byte {len(FILES[name]) + 3})" in problems


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".toml") and name != "clauses.toml"))
@pytest.mark.parametrize(
    "content",
    [
        b"= 5",
        b"a = ",
        b"a = 1\na = 2",
        b"[a\n",
        b"a = 2025-02-30",
        b"{}",
        b"a = " + b"[" * 9000,
        b"a = " + b"1" * 5000,
    ],
    ids=range(8),
)
def test_not_toml(name: str, content: bytes) -> None:
    assert any(problem.startswith(f"{name}: not TOML: ") for problem in problems_of({**FILES, name: content}))


@pytest.mark.parametrize("name", [ABOUT, FEE, PLACES, RENUMBERED])
def test_a_byte_order_mark(name: str) -> None:
    told = f"{name}: begins with a byte order mark (BOM); save it as UTF-8 without one"
    assert told in problems_of({**FILES, name: b"\xef\xbb\xbf" + FILES[name]})


@pytest.mark.parametrize("name", [ABOUT, FEE, PLACES, RENUMBERED])
def test_a_missing_file(name: str) -> None:
    assert problems_of({other: content for other, content in FILES.items() if other != name}) == (f"{name}: the file is missing",)


def test_no_files_at_all() -> None:
    assert problems_of({}) == (
        *(f"{name}: the file is missing" for name in (ABOUT, FEE, PLACES, RENUMBERED)),
        "calls/: no call is there",
    )


@pytest.mark.parametrize("content", [b"sources = 5", b'sources = "x"', b"sources = []", b"[[sources]]\ntitle = 1", b""])
def test_strange_sources(content: bytes) -> None:
    about = b'version = "1"\nverified = 2026-01-01\n' + content
    assert any("neither an address nor one of about.toml's" in problem for problem in problems_of({**FILES, ABOUT: about}))


@pytest.mark.parametrize("name", [CALL, FEE])
@pytest.mark.parametrize("content", [b"value = 5", b"value = [5]", b"value = [[]]", b"[value]\nid = 5", b""])
def test_strange_rows(name: str, content: bytes) -> None:
    assert all(problem.startswith(name) for problem in problems_of({**FILES, name: content}))


@pytest.mark.parametrize("number", ["1e3", "1_000", " 160", "160 ", "+160", "١٦٠", "160.", ".5", "", "Infinity", "1e99999"])
def test_a_number_is_a_string_of_digits(number: str) -> None:
    problems = problems_of(broken((CALL, "value = 160", f'value = "{number}"')))
    assert all(problem.startswith(f"{CALL}, line 57 (absence-hours): ") for problem in problems)


@pytest.mark.parametrize("name", [PLACES, RENUMBERED])
def test_csv_that_cannot_be_read(name: str) -> None:
    """A quote that is never closed, around more than the reader takes."""
    assert problems_of({**FILES, name: FILES[name] + b'"' + b"x" * 200_000})[-1].startswith(name)


def test_empty_csv() -> None:
    assert f"{PLACES}: the columns are number,name,county_number,county,centrality_class,centrality_index" in problems_of(
        {**FILES, PLACES: b""}
    )


def test_a_new_call_is_one_more_file() -> None:
    text = FILES[CALL].decode().replace('id = "2026"', 'id = "2027"').replace("value = 2025-06-01", "value = 2026-06-01")
    text = text.replace("value = 2026-05-31", "value = 2027-05-31")
    tables = read_tables({**FILES, "calls/2027.toml": text.encode()})
    assert list(tables.calls) == [*TABLES.calls, "2027"]
    assert evaluate(load_case(json.dumps(document(call="2027")), tables=tables), tables=tables).call == "2027"


def test_all_that_is_shipped_can_be_read() -> None:
    """Every call, also those that no other test knows."""
    shipped = read_directory(ROOT / "rates")
    assert {*TABLES.calls} <= {*shipped.calls}
    assert {path.stem for path in (ROOT / "rates" / "calls").iterdir()} == {*shipped.calls}
