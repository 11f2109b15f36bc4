"""Through time: what every call says and from where, the two clocks, the horizon, projection and proposals."""

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from alis_rules import (
    Case,
    Entitlement,
    InvalidCase,
    InvalidTables,
    Outcome,
    Standing,
    Status,
    Tables,
    entitlement_from_json,
    evaluate,
    load_case,
    load_tables,
    other_readings,
)
from alis_rules.entitlement import KnownLater, OverlayUsed
from alis_rules.rates import UNITS, Value
from alis_rules.rates_files import rates_directory, read_tables, table_files
from alis_rules.terms import terms_of
from alis_rules.testing import cases
from alis_rules.testing.asking import listed_conditions, status, why
from alis_rules.testing.documents import IN_2023, activity, loss, post, supervised
from alis_rules.testing.numbers import periods
from tests.clauses.records import altered, in_2021
from tests.support import case, course, document, evaluated

FILES: Mapping[str, bytes] = table_files(rates_directory())
TABLES = load_tables()
CALLS = ("2021", "2022", "2023", "2024", "2025", "2026")
LAST_KNOWN = dt.date(2027, 1, 1)
"""A day on which all that the tables say was known."""

# What every call says -------------------------------------------------------------------------------------------------

SOURCES = {
    "S": "satser fra 1. juni 2025",
    "a": "https://www.statsforvalteren.no/nn/Rogaland/",
    "b": "kunngjering-om-tilskotssordninga-for-alis-avtaler/",
    "c": "https://www.statsforvalteren.no/nb/vestland/",
    "d": "https://www.alis.no/nyheter/kraftig-okning-i-bevilgningen-til-alis-tilskudd-i-2023",
    "e": "https://www.helsedirektoratet.no/tilskudd/nasjonal-alis-og-veiledning",
    "g": "https://www.statsforvalteren.no/nn/oslo-og-viken/",
    "i": "tilskot-til-rettleiing-i-spesialiteten-allmennmedisin/",
    "j": "https://www.helsedirektoratet.no/tilskudd/veiledning-i-spesialistutdanning-i-allmennmedisin-LIS3",
    "l": "https://www.alis.no/alis-ordningen/honorering-av-veiledning",
    "m": "https://lawinsider.com/nb/contracts/lhloYbfaKoH",
    "n": "https://www.alis.no/alis-ordningen/alis-tilskudd",
    "q": "https://www.alis.no/nyheter/revidert-mal-for-alis-avtale",
    "?": "Tredjepart",
}
"""The sources of ``shared/facts/calls.md`` by their letter there, with what tells them apart; "?" for what it calls unconfirmed."""


class Figure(NamedTuple):
    """What the facts say of a value of a call."""

    value: str
    source: str
    in_force: str
    known: str | None = None
    """The day it was published, where the facts have it."""


FIGURES: Mapping[str, Mapping[str, Figure]] = {
    "2021": {
        "announced": Figure("2021-02-23", "b", "2021-02-23", "2021-02-23"),
        "deadline": Figure("2021-11-16", "a", "2021-02-23"),
        "supervision-rate": Figure("1000", "j", "2021-01-22"),
        "supervision-hours": Figure("42", "i", "2021-01-22"),
        "own-share": Figure("20", "a", "2021-01-01"),
        "longest-years": Figure("4", "a", "2021-01-01"),
        "locum-months": Figure("12", "b", "2021-01-01"),
        "recruitment-difficulties": Figure("True", "a", "2021-01-01"),
        "template-required": Figure("False", "n", "2021-01-01"),
    },
    "2022": {
        "announced": Figure("2022-03-17", "c", "2022-03-17", "2022-03-17"),
        "period-from": Figure("2022-01-01", "c", "2022-01-01", "2022-03-17"),
        "period-to": Figure("2022-09-30", "c", "2022-01-01", "2022-03-17"),
        "deadline": Figure("2022-10-01", "c", "2022-01-01"),
        "own-share": Figure("0", "c", "2022-01-01"),
        "longest-years": Figure("5", "m", "2022-01-01"),
        "recruitment-difficulties": Figure("False", "g", "2022-01-01"),
        "template-required": Figure("False", "n", "2022-01-01"),
    },
    "2023": {
        "announced": Figure("2023-04-20", "d", "2023-04-20", "2023-04-20"),
        "period-from": Figure("2022-10-01", "d", "2022-10-01", "2023-04-20"),
        "period-to": Figure("2023-08-31", "d", "2022-10-01", "2023-04-20"),
        "deadline": Figure("2023-09-01", "d", "2022-10-01", "2023-04-20"),
        "report-due": Figure("2024-04-01", "n", "2022-10-01"),
        "supervision-share": Figure("115", "l", "2022-10-01"),
        "supervision-hours": Figure("57.75", "l", "2022-10-01"),
        "own-share": Figure("0", "c", "2022-01-01"),
        "longest-years": Figure("5", "m", "2022-01-01"),
        "locum-months": Figure("3", "d", "2022-10-01", "2023-04-20"),
        "recruitment-difficulties": Figure("False", "g", "2022-01-01"),
        "template-required": Figure("True", "n", "2022-10-01"),
        "back-dating-signed-after": Figure("2022-09-30", "q", "2022-10-01", "2023-06-09"),
        "back-dating-counts-from": Figure("2022-10-01", "q", "2022-10-01", "2023-06-09"),
    },
    "2024": {
        "announced": Figure("2024-04-18", "e", "2024-04-18", "2024-04-18"),
        "own-share": Figure("0", "c", "2022-01-01"),
        "longest-years": Figure("5", "m", "2022-01-01"),
        "recruitment-difficulties": Figure("False", "g", "2022-01-01"),
        "template-required": Figure("True", "n", "2022-10-01"),
    },
    "2025": {
        "period-from": Figure("2024-09-01", "e", "2024-09-01"),
        "period-to": Figure("2025-05-31", "e", "2024-09-01"),
        "deadline": Figure("2025-08-31", "e", "2024-09-01"),
        "report-due": Figure("2026-04-01", "e", "2024-09-01"),
        "own-share": Figure("0", "c", "2022-01-01"),
        "longest-years": Figure("5", "m", "2022-01-01"),
        "recruitment-difficulties": Figure("False", "g", "2022-01-01"),
        "template-required": Figure("True", "n", "2022-10-01"),
    },
    "2026": {
        "period-from": Figure("2025-06-01", "e|S", "2025-06-01"),
        "period-to": Figure("2026-05-31", "?", "2025-06-01"),
        "practice-compensation-share": Figure("60", "S", "2025-06-01"),
        "absence-hours": Figure("160", "S", "2025-06-01"),
        "learning-expenses": Figure("14000", "S", "2025-06-01"),
        "lower-productivity": Figure("125000", "S", "2025-06-01"),
        "productivity-months": Figure("24", "S", "2025-06-01"),
        "supervision-share": Figure("115", "S", "2025-06-01"),
        "supervision-hours": Figure("57.75", "l", "2022-10-01"),
        "facilitation-share": Figure("5", "S", "2025-06-01"),
        "additional-cap": Figure("200000", "?", "2025-06-01"),
        "own-share": Figure("0", "c", "2022-01-01"),
        "longest-years": Figure("5", "S", "2025-06-01"),
        "recruitment-difficulties": Figure("False", "S", "2025-06-01"),
        "template-required": Figure("True", "n", "2022-10-01"),
    },
}
"""Every value of every call that has a figure, from ``shared/facts/calls.md``; what is not here is not found."""

BETWEEN = {
    ("2025", "announced"): ("2024-09-01", "2025-08-31"),  # the period's first day and the deadline
    ("2026", "announced"): ("2026-01-01", "2026-12-31"),  # "in arrears, so in 2026"
}
"""The bounds of the days that are not found."""

FEE_RATES: tuple[tuple[str, str | None], ...] = (
    ("2005-01-01", "790"), ("2006-01-01", "805"), ("2007-01-01", None), ("2008-01-01", "850"), ("2009-01-01", "870"),
    ("2010-01-01", "890"), ("2011-01-01", None), ("2013", "945"), ("2014-01-01", "965"), ("2015", "970"), ("2016-01-01", "995"),
    ("2017-01-01", "1020"), ("2018", "1020"), ("2019", "1040"), ("2020", "1060"), ("2021", "1085"), ("2022-01-01", "1121"),
    ("2023-01-01", "1140"), ("2023-07-01", "1180"), ("2024-01-01", "1215"), ("2024-06-01 2024-12-31", "1265"), ("2025-01-01", "1315"),
    ("2026-01-01", "1375"),
)  # fmt: skip
"""The fee rate by its first day, the year where only that is known, or its bounds; from ``shared/facts/fee-rate.csv``."""
OFFICIAL_YEARS = ("2005", "2006", "2008", "2009", "2010", "2014", "2016", "2022", "2024")
"""The years with a rate from 1 January that is official there; the others are reported."""
OF_CALLS = {"2021": None, "2022": "1121", "2023": "1140", "2024": "1215", "2025": None, "2026": "1375"}
"""The fee rate of each call, from ``shared/facts/calls.md`` and the series."""


def _day(day: dt.date | None) -> str | None:
    return None if day is None else str(day)


def _of_row(value: Value) -> tuple[Any, ...]:
    figure = None if value.value is None else str(value.value)
    bounds = None if value.between is None else tuple(map(str, value.between))
    return figure, _day(value.in_force_from), _day(value.in_force_to), _day(value.known_from), bounds


def _fee_rate_row(since: str, figure: str | None) -> tuple[Any, ...]:
    first, _, last = since.partition(" ")
    if len(first) == 4:
        first, last = f"{first}-01-01", f"{first}-12-31"
    return (figure, None, None, None, (first, last)) if last else (figure, first, None, None, None)


def figures(tables: Tables) -> list[str]:
    """Where some tables say other than the facts: every value of every call and of the fee rate, and each dated value's own source."""
    found: list[str] = []
    for call_id in sorted({*tables.calls, *FIGURES}):
        call = tables.calls.get(call_id)
        if call is None or call_id not in FIGURES:
            found.append(f"{call_id}: a call that is not expected, or is lacking")
            continue
        for name in UNITS:
            value, fact = call[name], FIGURES[call_id].get(name)
            bounds = BETWEEN.get((call_id, name))
            expected = (None, None, None, None, bounds) if fact is None else (fact.value, fact.in_force, None, fact.known, bounds)
            if _of_row(value) != expected:
                found.append(f"{call_id} {name}: {_of_row(value)}, not {expected}")
            if fact is not None:
                if not any(SOURCES[letter] in value.source for letter in fact.source.split("|")):
                    found.append(f"{call_id} {name}: the source is {value.source}, not [{fact.source}]")
                standing = Standing.UNCONFIRMED if fact.source == "?" else Standing.OFFICIAL
                if value.standing is not standing:
                    found.append(f"{call_id} {name}: the standing is {value.standing}, not {standing}")
    for row in tables.fee_rates:
        firm = Standing.OFFICIAL if str(row.in_force_from)[:4] in OFFICIAL_YEARS else Standing.REPORTED
        if row.value is not None and row.standing is not firm:
            found.append(f"fee-rate {row.in_force_from}: the standing is {row.standing}, not {firm}")
    rows = [_of_row(row) for row in tables.fee_rates]
    found += [f"fee-rate: {row}" for row in set(rows) ^ {_fee_rate_row(*row) for row in FEE_RATES}]
    return found


def test_every_figure_of_the_facts_stands_in_the_tables() -> None:
    assert figures(TABLES) == []
    assert tuple(TABLES.calls) == CALLS


def test_the_fee_rates_stand_in_order() -> None:
    assert [_of_row(row) for row in TABLES.fee_rates] == [_fee_rate_row(*row) for row in FEE_RATES]


def test_every_dated_value_has_its_own_source() -> None:
    """The count of the issue: 100 %."""
    dated = [value for call in TABLES.calls.values() for value in call.values.values() if value.value is not None]
    dated += [row for row in TABLES.fee_rates if row.value is not None]
    sourced = [value for value in dated if (value.source.strip() and value.in_force_from) or value.between]
    assert len(dated) == sum(map(len, FIGURES.values())) + sum(figure is not None for _, figure in FEE_RATES)
    assert len(sourced) == len(dated)
    assert all(row.source.startswith("http") for row in TABLES.fee_rates)


@pytest.mark.parametrize("call", CALLS)
def test_the_fee_rate_of_a_call_is_that_of_its_announcement(call: str) -> None:
    found = TABLES.fee_rate(TABLES.calls[call])
    assert (None if found.value is None else str(found.value)) == OF_CALLS[call]
    assert (found.standing is Standing.NOT_FOUND) == (OF_CALLS[call] is None)


def test_why_a_fee_rate_is_undetermined() -> None:
    """2021: announced on 23 February, in the year of a rise with an unknown day. 2025: the announcement has no day, and three rates."""
    announced = TABLES.calls["2021"]["announced"].day
    assert {str(row.value) for row in TABLES.fee_rates_between(announced, announced)} == {"1060", "1085"}
    bounds = TABLES.calls["2025"]["announced"].between
    assert bounds is not None
    assert {str(row.value) for row in TABLES.fee_rates_between(*bounds)} == {"1215", "1265", "1315"}


@pytest.mark.parametrize(("day", "rates"), [
    ("2024-05-31", {"1215"}), ("2024-06-01", {"1215", "1265"}), ("2024-12-30", {"1215", "1265"}), ("2024-12-31", {"1265"}),
    ("2025-01-01", {"1315"}),
    ("2018-06-30", {"1020"}), ("2004-12-31", set[str]()), ("2007-05-01", {"None"}),
])  # fmt: skip
def test_the_rates_that_may_be_in_force_on_a_day(day: str, rates: set[str]) -> None:
    on = dt.date.fromisoformat(day)
    assert {str(row.value) for row in TABLES.fee_rates_between(on, on)} == rates


def test_the_second_rate_of_2024_is_used_only_where_every_possible_day_agrees() -> None:
    def of(announced: str) -> Decimal | dt.date | bool | None:
        tables = altered("2024", announced=announced)
        return tables.fee_rate(tables.calls["2024"]).value

    assert [of(day) for day in ("2024-05-31", "2024-06-01", "2024-12-30", "2025-01-01")] == [1215, None, None, 1315]


def test_sources_that_differ_are_recorded_with_both_values_and_why() -> None:
    last = TABLES.calls["2022"]["period-to"]
    ((other, source),) = last.conflicts
    assert (str(last.value), other) == ("2022-09-30", "2022-10-01")
    assert "vestland" in source
    assert "1. oktober" in last.note
    assert "30. september er brukt" in last.note
    for call in TABLES.calls.values():
        assert all(value.note for value in call.values.values() if value.conflicts)
    assert "sources-differ" in {note.code for note in evaluated(call="2022").notes}
    assert "sources-differ" not in {note.code for note in evaluated(call="2023").notes}


def test_every_day_since_2022_is_of_one_call() -> None:
    bounds = [call.bounds for call in TABLES.calls.values()]
    assert all(later[0] - earlier[1] == dt.timedelta(1) for earlier, later in pairwise(bounds))
    assert bounds[3] == (dt.date(2023, 9, 1), dt.date(2024, 8, 31))  # 2024, between its neighbours


# Conditions of the calls ----------------------------------------------------------------------------------------------


def test_2021_is_42_hours_at_1000_kroner_less_a_fifth() -> None:
    result = evaluated(**in_2021(supervision=[supervised("2021-03-10", 30), supervised("2021-11-10", 20)]))
    line = result["supervision"]
    assert (line.incurred, line.amount, line.limited_by) == (Decimal(50_000), Decimal(42_000), ("supervision-hours",))
    assert result["own-share"].amount == -8_400
    assert result.total == 33_600
    assert result["own-share"].recipients is not None
    assert result["own-share"].recipients.municipality == -8_400
    assert {note.about for note in result.notes if note.code == "supplied-value"} == {"period-from", "period-to"}


def test_2021_names_the_rate_that_it_uses() -> None:
    line = evaluated(**in_2021(supervision=[supervised("2021-03-10", 30)]))["supervision"]
    assert {rate.id: rate.value for rate in line.rates}["supervision-rate"] == "1000"


def test_what_the_supervisor_was_paid_is_refunded_up_to_1000_kroner_an_hour() -> None:
    parts = [supervised("2021-03-10", 10, cost=paid) for paid in (9_000, 12_000)]
    assert [evaluated(**in_2021(supervision=[each]))["supervision"].amount for each in parts] == [9_000, 10_000]


def test_2023_is_the_officially_worked_figure() -> None:
    result = evaluated(**IN_2023, supervision=[supervised("2023-05-10", "57.75")])
    assert result["supervision"].amount == Decimal("75710.25")


@pytest.mark.parametrize(("signed", "newly", "day", "counts"), [
    ("2023-06-15", True, "2022-10-01", True),
    ("2023-06-15", False, "2022-10-01", False),
    ("2023-06-15", False, "2023-06-15", True),
    ("2022-09-30", True, "2022-10-01", True),
    ("2022-10-01", True, "2022-10-01", True),
])  # fmt: skip
def test_2023_lets_agreements_with_the_newly_employed_count_from_october(signed: str, newly: bool, day: str, counts: bool) -> None:
    parts = {key: value for key, value in IN_2023.items() if key != "agreement__signed_on"}
    agreement = {"kind": "alis-avtale", "signed_on": signed, "newly_employed": newly}
    (verdict,) = evaluated(**parts, agreement=agreement, supervision=[supervised(day, 1)]).records
    assert verdict.counts is counts


@pytest.mark.parametrize("call", ["2021", "2022", "2024", "2025", "2026"])
def test_no_other_call_dates_back(call: str) -> None:
    day = {"2021": "2021-03-01", "2024": "2024-03-01"}.get(call) or str(periods()[call][0])
    year = day[:4]
    agreement = {"kind": "alis-avtale", "signed_on": f"{year}-09-20", "newly_employed": True}
    (verdict,) = evaluated(call=call, agreement=agreement, supervision=[supervised(day, 1)]).records
    assert "before-signing" in {reason.value for reason in verdict.reasons}


def test_deadlines_and_reports() -> None:
    assert {call.id: str(call["deadline"].value) for call in TABLES.calls.values()} == {
        "2021": "2021-11-16", "2022": "2022-10-01", "2023": "2023-09-01", "2024": "None", "2025": "2025-08-31", "2026": "None",
    }  # fmt: skip
    due = {call.id: str(call["report-due"].value) for call in TABLES.calls.values() if call["report-due"].value}
    assert due == {"2023": "2024-04-01", "2025": "2026-04-01"}
    assert "Ingen" in TABLES.calls["2022"]["report-due"].note


# Unknown grant periods ------------------------------------------------------------------------------------------------

UNKNOWN: Mapping[str, tuple[dict[str, Any], str]] = {
    "2021": (
        {
            "doctor": {"training_start": "2020-01-01", "first_gp_date": "2020-01-01"},
            "agreement__signed_on": "2020-01-01",
            "positions": [post(first="2020-01-01")],
        },
        "2021-05-10",
    ),
    "2024": (
        {
            "doctor": {"training_start": "2023-01-01", "first_gp_date": "2023-01-01"},
            "agreement__signed_on": "2023-01-01",
            "positions": [post(first="2023-01-01")],
        },
        "2024-05-10",
    ),
}
unknown = pytest.mark.parametrize("call", UNKNOWN)


@unknown
def test_without_a_period_every_line_is_undetermined_and_names_it(call: str) -> None:
    parts, day = UNKNOWN[call]
    records: dict[str, Any] = {
        "activities": [activity(day, absence_hours=5, expenses=100)],
        "supervision": [supervised(day, 5, cost=100)],
        "lower_productivity": [loss(day, day, 100)],
        "facilitation": [{"date": day, "amount": 100}],
        "additional": [{"date": day, "amount": 100}],
    }
    result = evaluated(call=call, **parts, **records, municipality__centrality_class=6)
    assert (result.period, result.total, result.complete) == (None, Decimal(0), False)
    assert result.to_json()["period"] is None
    for line in result.lines:
        if line.rule in ("own-share", "municipal-elements"):
            continue
        assert (line.outcome, line.amount) == (Outcome.UNDETERMINED, None), line.rule
        assert {"period-from", "period-to"} <= set(line.missing), line.rule


@unknown
def test_with_the_cases_period_the_call_is_as_any_other(call: str) -> None:
    parts, day = UNKNOWN[call]
    result = evaluated(call=call, period={"from": day, "to": day}, **parts, supervision=[supervised(day, 5, cost=100)])
    assert result.period is not None
    assert (str(result.period.from_), str(result.period.to)) == (day, day)
    assert not {"period-from", "period-to"} & {missing for line in result.lines for missing in line.missing}
    if call == "2024":  # its days can only be of that call; those of 2021 have no known border before them
        named = evaluated(call=None, period={"from": day, "to": day}, **parts, supervision=[supervised(day, 5, cost=100)])
        assert named == result


@pytest.mark.parametrize(("call", "day", "outside"), [
    ("2021", "2021-12-31", False), ("2021", "2022-01-01", True),
    ("2024", "2023-08-31", True), ("2024", "2023-09-01", False), ("2024", "2024-08-31", False), ("2024", "2024-09-01", True),
])  # fmt: skip
def test_a_day_that_is_certainly_outside_is_outside(call: str, day: str, outside: bool) -> None:
    parts, _ = UNKNOWN[call]
    result = evaluated(call=call, **parts, supervision=[supervised(day, 5, cost=100)])
    line = result["supervision"]
    if outside:
        assert (line.outcome, line.amount, why(result, "supervision")) == (Outcome.ZERO, Decimal(0), {"outside-call"})
    else:
        assert (line.outcome, why(result, "supervision")) == (Outcome.UNDETERMINED, set())


@pytest.mark.parametrize(("call", "period"), [
    ("2024", ("2023-08-31", "2024-08-31")), ("2024", ("2023-09-01", "2024-09-01")), ("2021", ("2021-06-01", "2022-01-01")),
])  # fmt: skip
def test_a_supplied_period_may_not_reach_into_another_call(call: str, period: tuple[str, str]) -> None:
    with pytest.raises(InvalidCase) as caught:
        case(call=call, period={"from": period[0], "to": period[1]})
    assert [(error.at, error.code) for error in caught.value.errors] == [("/period", "no-call-for-period")]


def test_a_period_before_the_scheme_has_no_call() -> None:
    with pytest.raises(InvalidCase) as caught:
        case(call=None, period={"from": "2019-01-01", "to": "2019-12-31"})
    assert [error.code for error in caught.value.errors] == ["no-call-for-period"]


# The verified horizon, and projection -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("parts", [{"call": "2027"}, {"call": None, "period": {"from": "2026-06-01", "to": "2027-05-31"}}])
def test_beyond_the_newest_call_is_an_error_that_names_the_last_verified_day_and_the_calls(parts: dict[str, Any], lang: str) -> None:
    with pytest.raises(InvalidCase) as caught:
        case(**parts)
    (error,) = caught.value.errors
    message = error.text(lang)
    assert str(TABLES.verified) in message
    for call in CALLS:
        assert call in message
    assert "2025-06-01 – 2026-05-31" in message


@pytest.mark.parametrize(("call", "exists"), [
    ("2027", True), ("2030", True), ("2020", False), ("2126", False), ("27", False), ("٢٠٢٧", False), ("abcd", False), ("", False),
])  # fmt: skip
def test_only_a_later_call_is_projected(call: str, exists: bool) -> None:
    assert (TABLES.projected(call, None) is not None) is exists


@pytest.mark.parametrize(("first", "last", "call"), [
    ("2026-06-01", "2027-05-31", "2027"), ("2026-09-01", "2026-10-01", "2027"), ("2030-06-01", "2030-06-01", "2031"),
    ("2026-05-31", "2026-06-01", None), ("2027-05-01", "2027-06-30", None), ("2010-01-01", "2010-02-01", None),
])  # fmt: skip
def test_a_period_is_projected_where_one_call_holds_it(first: str, last: str, call: str | None) -> None:
    found = TABLES.projected(None, (dt.date.fromisoformat(first), dt.date.fromisoformat(last)))
    assert (found and found.id) == call
    assert TABLES.projected(None, None) is None


@given(case=cases("2027"))
def test_every_line_of_a_projection_is_marked_and_of_nothing_else(case: Case) -> None:
    result = evaluate(case, project=True)
    assert all(line.projected for line in result.lines)
    assert ("projected", "2027") in {(note.code, note.about) for note in result.notes}
    with pytest.raises(InvalidCase):
        evaluate(case)


@given(case=cases())
def test_projecting_changes_nothing_where_the_call_is_there(case: Case) -> None:
    assert evaluate(case, project=True) == evaluate(case)
    assert other_readings(case, project=True) == other_readings(case)


def _verified_2027() -> Tables:
    """The shipped tables with a real call 2027 that says what 2026 says, its own days a year later."""
    text = FILES["calls/2026.toml"].decode()
    text = text.replace('id = "2026"', 'id = "2027"').replace("[2026-01-01, 2026-12-31]", "[2027-01-01, 2027-12-31]")
    text = text.replace("value = 2026-05-31", "value = 2027-05-31").replace("value = 2025-06-01", "value = 2026-06-01")
    later = {name: FILES[name].replace(b"verified = 2026-11-21", b"verified = 2027-12-31") for name in ("fee-rate.toml", "about.toml")}
    return read_tables({**FILES, **later, "calls/2027.toml": text.encode()})


VERIFIED_2027 = _verified_2027()


def _unmarked(result: Entitlement) -> Entitlement:
    lines = tuple(evolve(line, projected=False) for line in result.lines)
    notes = tuple(note for note in result.notes if note.code != "projected")
    return evolve(result, lines=lines, notes=notes, tables=evaluate(case()).tables)


@given(case=cases("2027"))
def test_a_projected_and_a_verified_evaluation_differ_only_in_their_marks(case: Case) -> None:
    projected, verified = evaluate(case, project=True), evaluate(case, tables=VERIFIED_2027)
    assert not any(line.projected for line in verified.lines)
    assert projected != verified
    assert _unmarked(projected) == _unmarked(verified)


def test_a_projected_calls_own_days_are_moved_and_its_figures_kept() -> None:
    call = TABLES.projected("2029", None)
    assert call is not None
    newest = TABLES.newest
    assert (newest.id, call.bounds) == ("2026", (dt.date(2028, 6, 1), dt.date(2029, 5, 31)))
    assert call["announced"].between == (dt.date(2029, 1, 1), dt.date(2029, 12, 31))
    assert call["deadline"].value is None
    assert all(call[name] == newest[name] for name, unit in UNITS.items() if unit != "date")
    with_day = altered("2023", announced="2023-04-20").calls["2023"].forward(1)
    assert (with_day["announced"].value, with_day["deadline"].value) == (dt.date(2024, 4, 20), dt.date(2024, 9, 1))


# The fee rate of a call (T40) -------------------------------------------------------------------------------------------


def _with_rate(since: dt.date, figure: int) -> Tables:
    """The shipped tables with one more row of the fee rate, in its place in the series."""
    head, *rows = FILES["fee-rate.toml"].decode().split("[[value]]\n")
    row = f'value = {figure}\nin_force_from = {since}\nstanding = "official"\nsource = "https://x"\nchecked = 2026-11-21\n\n'

    def begins(text: str) -> str:
        found = re.search(r"(?:in_force_from = |between = \[)([0-9-]{10})", text)
        assert found is not None
        return found.group(1)

    placed = sorted([*(f"{each.rstrip()}\n\n" for each in rows), row], key=begins)
    return read_tables({**FILES, "fee-rate.toml": "[[value]]\n".join([head, *placed]).encode()})


@given(
    since=st.dates(dt.date(2023, 4, 21), dt.date(2023, 6, 30)) | st.dates(dt.date(2023, 7, 2), dt.date(2023, 12, 30)), case=cases("2023")
)
def test_a_fee_rate_that_moves_inside_a_period_or_after_the_announcement_changes_nothing(since: dt.date, case: Case) -> None:
    moved = evaluate(case, tables=_with_rate(since, 2_000))
    now = evaluate(case)
    assert evolve(moved, tables=now.tables) == now


@pytest.mark.parametrize(("since", "fee_rate"), [("2023-04-20", 2000), ("2023-04-21", 1140), ("2023-01-02", 2000)])
def test_one_that_moves_on_the_day_of_the_announcement_or_before_it_holds(since: str, fee_rate: int) -> None:
    tables = _with_rate(dt.date.fromisoformat(since), 2_000)
    same = case(**IN_2023, supervision=[supervised("2022-11-30", 1)])
    assert evaluate(same, tables=tables)["supervision"].amount == fee_rate * Decimal("1.15")


# Two clocks -------------------------------------------------------------------------------------------------------------

_TURNS = sorted(
    {day for call in TABLES.calls.values() for value in call.values.values() for day in (value.known, *(value.between or ())) if day}
)
LOOKING_BACK = st.one_of(
    st.sampled_from([day + dt.timedelta(step) for day in _TURNS for step in (-1, 0)]),
    st.dates(dt.date(2023, 1, 1), dt.date(2023, 4, 20)),
    st.dates(dt.date(2021, 1, 1), LAST_KNOWN),
)
"""Days to look back to: any, those on which something became known, and those between a rate and the announcement of 2023."""


def _known(tables: Tables, call: str, name: str) -> dt.date | None:
    """Since when a value of a call is known, by the files alone."""
    if name == "fee-rate":
        announced = tables.calls[call]["announced"]
        return announced.value if isinstance(announced.value, dt.date) else announced.between and announced.between[0]
    value = tables.calls[call][name]
    return value.known_from or value.in_force_from


@given(case=cases("2023") | cases(), day=LOOKING_BACK)
def test_nothing_that_came_later_is_used(case: Case, day: dt.date) -> None:
    result = evaluate(case, known_on=day)
    for line in result.lines:
        for rate in line.rates:
            if rate.standing is Standing.SUPPLIED:
                continue
            assert rate.in_force_from is None or rate.in_force_from <= day
            known = _known(TABLES, result.call, rate.id)
            assert known is not None
            assert known <= day, rate
    if any((_known(TABLES, result.call, bound) or dt.date.max) > day for bound in ("period-from", "period-to")):
        assert result.period is None
        assert all(line.amount in (None, 0) for line in result.lines)


@given(case=cases(), day=LOOKING_BACK, figure=st.integers(1, 3_000))
def test_what_came_later_could_have_been_anything(case: Case, day: dt.date, figure: int) -> None:
    """Other tables that differ only in what became known after the day give the same, but for what they say of now."""
    text = FILES["calls/2026.toml"].decode()
    for name in ("learning-expenses", "absence-hours", "lower-productivity", "supervision-share"):
        known = _known(TABLES, "2026", name)
        assert known is not None
        if known > day:
            text = re.sub(rf'(id = "{name}"\nvalue = )[^\n]+', rf"\g<1>{figure % 1000}", text)
    other = read_tables({**FILES, "calls/2026.toml": text.encode()})
    then, now = evaluate(case, known_on=day, tables=other), evaluate(case, known_on=day)
    assert evolve(then, tables=now.tables, later=(), total_now=None, total_now_is=None) == evolve(
        now, later=(), total_now=None, total_now_is=None
    )


@given(case=cases())
def test_on_the_last_known_day_it_is_the_plain_evaluation_but_for_the_marks(case: Case) -> None:
    plain, result = evaluate(case), evaluate(case, known_on=LAST_KNOWN)
    assert (result.known_on, result.later, result.total_now) == (LAST_KNOWN, (), plain.total)
    notes = tuple(note for note in result.notes if note.code != "known-since-in-force")
    assert (
        evolve(result, known_on=None, total_now=None, total_now_is=None, notes=notes, facts=evolve(result.facts, basis=plain.facts.basis))
        == plain
    )
    assert (plain.known_on, plain.later, plain.total_now) == (None, (), None)


@given(case=cases("2023") | cases(), day=LOOKING_BACK)
def test_what_is_told_of_later_is_later_and_right(case: Case, day: dt.date) -> None:
    result, plain = evaluate(case, known_on=day), evaluate(case)
    assert result.known_on == day
    assert result.total_now == plain.total
    assert list(result.later) == sorted(result.later, key=lambda each: each.id)
    for each in result.later:
        assert each.known_from > day, each
        of_call = TABLES.fee_rate(TABLES.calls[result.call]) if each.id == "fee-rate" else TABLES.calls[result.call][each.id]
        assert (each.value, each.unit) == (of_call.used().value, of_call.unit)
    if not result.later:
        assert result.total == plain.total


@given(case=cases(), days=st.tuples(LOOKING_BACK, LOOKING_BACK))
def test_what_is_known_stays_known(case: Case, days: tuple[dt.date, dt.date]) -> None:
    earlier, later = (evaluate(case, known_on=day) for day in (min(days), max(days)))
    assert {each.id for each in later.later} <= {each.id for each in earlier.later}


def test_before_the_call_of_2023_was_announced_neither_its_period_nor_its_fee_rate_is_used() -> None:
    same = case(**IN_2023, supervision=[supervised("2022-11-30", 10)])
    before, after = (evaluate(same, known_on=dt.date(2023, 4, day)) for day in (19, 20))
    assert before.period is None
    assert (before["supervision"].amount, before.total, before.total_now) == (None, Decimal(0), Decimal(13_110))
    assert set(before["supervision"].missing) == {"fee-rate", "period-from", "period-to"}
    assert {(each.id, each.value, str(each.known_from)) for each in before.later} >= {
        ("announced", "2023-04-20", "2023-04-20"), ("period-from", "2022-10-01", "2023-04-20"), ("period-to", "2023-08-31", "2023-04-20"),
    }  # fmt: skip
    assert {after["supervision"].amount, after.total, after.total_now} == {Decimal(13_110)}
    assert {each.id for each in after.later} == {"back-dating-signed-after", "back-dating-counts-from"}


def test_a_fee_rate_that_is_known_later_is_known_from_the_announcement() -> None:
    same = case(**IN_2023, supervision=[supervised("2022-11-30", 10)])
    later = {each.id: each for each in evaluate(same, known_on=dt.date(2023, 3, 1)).later}
    assert later["fee-rate"] == KnownLater(id="fee-rate", value="1140", unit="NOK/h", known_from=dt.date(2023, 4, 20))


def test_the_back_dating_of_june_2023_changed_what_was_known_in_may() -> None:
    parts = {key: value for key, value in IN_2023.items() if key != "agreement__signed_on"}
    agreement = {"kind": "alis-avtale", "signed_on": "2023-01-15", "newly_employed": True}
    same = case(**parts, agreement=agreement, supervision=[supervised("2022-11-30", 10), supervised("2023-02-10", 10)])
    may, june = (evaluate(same, known_on=day) for day in (dt.date(2023, 5, 31), dt.date(2023, 6, 9)))
    assert (may.total, may.total_now, june.total) == (Decimal(13_110), Decimal(26_220), Decimal(26_220))
    assert [verdict.counts for verdict in may.records] == [False, True]
    assert {each.id: str(each.known_from) for each in may.later} == {
        "back-dating-signed-after": "2023-06-09", "back-dating-counts-from": "2023-06-09",
    }  # fmt: skip
    assert "back-dated" not in {note.code for note in may.notes}


@pytest.mark.parametrize("day", ["2019-01-01", "2025-05-31"])
def test_before_anything_of_a_call_was_known_nothing_is_determined(day: str) -> None:
    result = evaluated_on(day, activities=[course("2025-09-10", 10)])
    assert (result.period, result.total, result.complete) == (None, Decimal(0), False)
    assert result.total_now == 8_250


def evaluated_on(day: str, **parts: Any) -> Entitlement:
    """`document`, evaluated by what was known on a day."""
    return evaluate(case(**parts), known_on=dt.date.fromisoformat(day))


def test_the_conditions_too_are_those_known_by_then() -> None:
    locum = IN_2023 | {"positions": [post("fastlegevikar", "ansatt", 100, "2023-01-01", "2023-02-01")]}
    assert status(evaluated(**locum), "locum-length") is Status.NOT_MET
    assert "locum-length" not in listed_conditions(evaluated_on("2023-04-19", **locum))
    assert status(evaluated_on("2023-04-20", **locum), "locum-length") is Status.NOT_MET


def test_the_notes_name_what_counts_as_known_since_it_is_in_force() -> None:
    result = evaluated_on("2026-11-21", supervision=[supervised("2025-09-10", 1)])
    noted = {note.about for note in result.notes if note.code == "known-since-in-force"}
    assert {"supervision-share", "supervision-hours", "fee-rate"} <= noted
    assert "learning-expenses" not in noted
    assert not [note for note in evaluated(supervision=[supervised("2025-09-10", 1)]).notes if note.code == "known-since-in-force"]


def test_the_case_may_supply_what_was_not_known() -> None:
    result = evaluated_on("2025-09-01", activities=[course("2025-09-10", 10)], supplied={"fee_rate": 1000})
    assert result["practice-compensation"].amount == 6_000
    assert "fee-rate" not in {each.id for each in result.later}


@given(case=cases(), day=LOOKING_BACK)
def test_other_readings_look_back_too(case: Case, day: dt.date) -> None:
    base = evaluate(case, known_on=day).total
    assert all(other.total - other.difference == base for other in other_readings(case, known_on=day))


# Proposals --------------------------------------------------------------------------------------------------------------

CHECKED = dt.date(2026, 11, 21)


def row(name: str, value: Any = None, since: str = "2025-06-01", **more: Any) -> dict[str, Any]:
    """A row of a proposal; None leaves a key out."""
    given_ = {"id": name, "value": value, "in_force_from": dt.date.fromisoformat(since), "source": "forslag", "checked": CHECKED, **more}
    return {key: each for key, each in given_.items() if each is not None}


def proposal(*rows: Any, name: str = "et forslag") -> dict[str, Any]:
    return {"name": name, "value": list(rows)}


def test_a_cap_of_150_000_from_a_day_holds_for_the_calls_that_begin_from_then() -> None:
    tables = TABLES.overlay(proposal(row("lower-productivity", 150_000, "2026-06-01"), name="tak 150 000"))
    lost = [loss("2025-09-01", "2025-09-30", 140_000)]
    now = evaluate(case(lower_productivity=lost), tables=tables)
    assert now["lower-productivity"].amount == 125_000
    assert now.tables.overlays == ()
    later = load_case(json.dumps(document(call="2027", lower_productivity=[loss("2026-09-01", "2026-09-30", 140_000)])), project=True)
    assert evaluate(later, project=True)["lower-productivity"].amount == 125_000
    result = evaluate(later, project=True, tables=tables)
    assert result["lower-productivity"].amount == 140_000
    (used,) = result.tables.overlays
    assert (used.name, used.values) == ("tak 150 000", ("lower-productivity",))
    assert re.fullmatch("sha256:[0-9a-f]{64}", used.digest)
    (rate,) = (each for each in result["lower-productivity"].rates if each.id == "lower-productivity")
    assert (rate.standing, rate.source, rate.value) == (Standing.PROPOSED, "forslag", "150000")
    assert ("proposed-value", "lower-productivity") in {(note.code, note.about) for note in result.notes}


def _as_said(call: str, name: str) -> dict[str, Any]:
    """A row that says what the tables say."""
    value = TABLES.calls[call][name]
    figure = str(value.value) if isinstance(value.value, Decimal) else value.value
    since = value.in_force_from
    assert since is not None
    known: dict[str, Any] = {} if value.known_from is None else {"known_from": value.known_from}
    return row(name, figure, str(since), standing=value.standing.value, source=value.source, **known)


@given(case=cases("2026") | cases("2023"), data=st.data())
def test_a_proposal_that_says_what_the_tables_say_changes_nothing_but_its_name(case: Case, data: st.DataObject) -> None:
    plain = evaluate(case)
    call = TABLES.calls[plain.call]
    begun = [name for name, value in call.values.items() if value.in_force_from and value.in_force_from <= call.bounds[0]]
    begun = [name for name in begun if not name.startswith("period-")]
    names = data.draw(st.lists(st.sampled_from(begun), unique=True, min_size=1))
    tables = TABLES.overlay(proposal(*(_as_said(plain.call, name) for name in names), name="det samme"))
    result = evaluate(case, tables=tables)
    assert evolve(result, tables=plain.tables, notes=tuple(note for note in result.notes if note.proposal is None)) == plain
    assert evolve(result.tables, overlays=()) == plain.tables
    for used in result.tables.overlays:
        assert used.name == "det samme"
        assert set(used.values) <= set(names)


@given(
    since=st.dates(dt.date(2021, 1, 1), dt.date(2027, 1, 1)), name=st.sampled_from(["learning-expenses", "supervision-hours", "own-share"])
)
def test_a_proposal_touches_only_calls_that_begin_on_or_after_its_day(since: dt.date, name: str) -> None:
    tables = TABLES.overlay(proposal(row(name, 7, str(since))))
    for call in TABLES.calls.values():
        touched = tables.overlaid(call)
        assert ({*touched} == {name}) is (since <= call.bounds[0])
        used = terms_of(tables, call, case().readings, case().supplied, ()).used
        before = terms_of(TABLES, call, case().readings, case().supplied, ()).used
        assert {each: used[each] for each in used if each != name} == {each: before[each] for each in before if each != name}
        assert (used[name].value == "7") if touched else (used.get(name) == before.get(name))


@given(case=cases(), figure=st.integers(1, 1000))
def test_the_base_tables_are_not_changed(case: Case, figure: int) -> None:
    before = evaluate(case)
    tables = TABLES.overlay(proposal(*(row(name, figure, "2020-01-01") for name, unit in UNITS.items() if unit == "NOK")))
    evaluate(case, tables=tables)
    assert tables is not TABLES
    assert TABLES.overlays == ()
    assert (tables.calls, tables.fee_rates, tables.digest) == (TABLES.calls, TABLES.fee_rates, TABLES.digest)
    assert evaluate(case) == before
    assert figures(TABLES) == []


def test_the_latest_proposal_holds_and_both_are_named() -> None:
    first = TABLES.overlay(proposal(row("learning-expenses", 10), row("absence-hours", 1), name="a"))
    both = first.overlay(proposal(row("learning-expenses", 20), name="b"))
    result = evaluate(case(activities=[activity("2025-09-10", absence_hours=5, expenses=500)]), tables=both)
    assert (result["learning-expenses"].amount, result["practice-compensation"].amount) == (Decimal(20), Decimal(825))
    assert sorted((used.name, used.values) for used in result.tables.overlays) == [("a", ("absence-hours",)), ("b", ("learning-expenses",))]
    assert [each.name for each in both.overlays] == ["a", "b"]
    assert [each.name for each in first.overlays] == ["a"]


@pytest.mark.parametrize(("until", "touched"), [("2026-05-31", True), ("2026-05-30", False)])
def test_a_proposal_with_an_end_holds_for_the_calls_that_it_covers(until: str, touched: bool) -> None:
    tables = TABLES.overlay(proposal(row("learning-expenses", 10, in_force_to=dt.date.fromisoformat(until))))
    result = evaluate(case(activities=[activity("2025-09-10", expenses=500)]), tables=tables)
    assert result["learning-expenses"].amount == (10 if touched else 500)
    assert bool(result.tables.overlays) is touched


def test_a_proposal_is_named_where_a_line_or_what_is_left_reads_it() -> None:
    supervision = case(supervision=[supervised("2025-09-10", 1)])
    result = evaluate(supervision, tables=TABLES.overlay(proposal(row("additional-cap", 10))))
    assert result.tables.overlays == ()
    assert [(note.code, note.about, note.proposal and note.proposal.why) for note in result.notes if note.proposal] == [
        ("proposal-without-effect", "additional-cap", "not-read")
    ]
    result = evaluate(supervision, tables=TABLES.overlay(proposal(row("learning-expenses", 10))))
    assert {each.cap: each.left for each in result.remaining}["learning-expenses"] == 10
    assert [each.values for each in result.tables.overlays] == [("learning-expenses",)]


def test_a_proposed_fee_rate_holds_for_the_whole_call() -> None:
    tables = TABLES.overlay(proposal(row("fee-rate", 1400)))
    result = evaluate(case(activities=[course("2025-09-10", 10)]), tables=tables)
    assert (result["practice-compensation"].amount, result.tables.overlays[0].values) == (Decimal(8_400), ("fee-rate",))


def test_a_proposed_longest_duration_is_counted_by() -> None:
    late = case(agreement__signed_on="2022-01-01", doctor={"training_start": "2020-01-01"}, activities=[course("2026-01-20", expenses=100)])
    late = evolve(late, positions=(evolve(late.positions[0], from_=dt.date(2021, 1, 1)),))
    tables = TABLES.overlay(proposal(row("longest-years", 4)))
    assert evaluate(late)["learning-expenses"].amount == 100
    assert evaluate(late, tables=tables)["learning-expenses"].reasons == ("beyond-maximum-duration",)


def test_a_proposal_that_changes_a_condition_is_followed_and_named() -> None:
    tables = TABLES.overlay(proposal(row("locum-months", 6)))
    locum = case(positions=[post("fastlegevikar", "ansatt", 100, "2025-07-01", "2025-08-01")])
    result = evaluate(locum, tables=tables)
    assert status(result, "locum-length") is Status.NOT_MET
    assert [used.values for used in result.tables.overlays] == [("locum-months",)]


@pytest.mark.parametrize("name", ["period-to", "period-from", "announced"])
def test_a_proposed_day_of_a_call_changes_the_call_or_is_refused(name: str) -> None:
    day = {"period-to": "2025-12-31", "period-from": "2025-09-20", "announced": "2025-10-01"}[name]
    try:
        tables = TABLES.overlay(proposal(row(name, dt.date.fromisoformat(day))))
    except InvalidTables:
        return
    same = case(supervision=[supervised("2025-09-10", 1), supervised("2026-02-10", 1)])
    result = evaluate(same, tables=tables)
    assert result.tables.overlays
    assert result.total != evaluate(same).total


def test_a_proposal_from_a_file_is_the_same_as_from_a_mapping(tmp_path: Path) -> None:
    path = tmp_path / "forslag.toml"
    path.write_text(
        'name = "fra fil"\n[[value]]\nid = "learning-expenses"\nvalue = 10\n'
        'in_force_from = 2025-06-01\nsource = "x"\nchecked = 2026-11-21\n',
        "utf-8",
    )
    same = case(activities=[activity("2025-09-10", expenses=500)])
    for source in (path, str(path)):
        result = evaluate(same, tables=TABLES.overlay(source))
        assert (result["learning-expenses"].amount, result.tables.overlays[0].name) == (Decimal(10), "fra fil")
    from_mapping = evaluate(same, tables=TABLES.overlay(proposal(row("learning-expenses", 10, source="x"), name="fra fil")))
    assert from_mapping.lines == result.lines


WRONG: Mapping[str, tuple[Any, list[str]]] = {
    "no name": ({"value": [row("learning-expenses", 10)]}, ["name is a text"]),
    "a name that is no text": ({"name": 5, "value": [row("learning-expenses", 10)]}, ["name is a text"]),
    "no values": ({"name": "x"}, ["has no values"]),
    "a typo in a key, twice": (
        proposal(row("learning-expenses", 10, sorce="x"), row("absence-hours", 10, valu=1)), ["“sorce”", "“valu”"],
    ),
    "an unknown key beside a bad row": ({"navn": "x", **proposal(row("learning-expenses", "x"))}, ["“navn”", "not a number"]),
    "an unknown id": (proposal(row("learning-expense", 10), row("fee-rates", 10)), ["near: “learning-expenses”", "near: “fee-rate”"]),
    "no source": (proposal(row("learning-expenses", 10, source=None)), ["source is missing"]),
    "no checked and no in_force_from": (
        proposal(row("learning-expenses", 10, checked=None, in_force_from=None)), ["checked is missing", "in_force_from is missing"],
    ),
    "a unit that does not fit": (proposal(row("learning-expenses", 10, unit="h")), ["the unit is NOK"]),
    "a wrong standing": (proposal(row("learning-expenses", 10, standing="supplied")), ["standing “supplied”"]),
    "not found with a value": (proposal(row("learning-expenses", 10, standing="not-found")), ["not-found"]),
    "no value": (proposal(row("learning-expenses")), ["not-found"]),
    "a date that is a text": (proposal(row("learning-expenses", 10, in_force_from="01.06.2025")), ["in_force_from is not a day"]),
    "days that are none, as texts": (proposal(row("deadline", "2026-02-30", between=["x", 5])), ["value 1: between", "value 1: a date is"]),
    "an end before its beginning": (proposal(row("learning-expenses", 10, in_force_to=dt.date(2025, 1, 1))), ["before in_force_from"]),
    "figures that are none, all at once": (
        proposal(row("learning-expenses", -1), row("absence-hours", 1.505), row("deadline", "2026-01-32"), row("template-required", 1)),
        ["value 1", "value 2", "value 3", "value 4"],
    ),
    "a row that is no table": (proposal(5), ["unknown id"]),
    "a share above all bounds": (proposal(row("supervision-share", 1001)), ["not a possible number"]),
    "half a month": (proposal(row("productivity-months", "1.5")), ["whole"]),
    "two rows in force on one day": (proposal(row("learning-expenses", 10), row("learning-expenses", 20)), ["value 2: two rows of one id"]),
    "no longest agreement": (proposal(row("longest-years", standing="not-found")), ["longest-years"]),
    "an unconfirmed longest agreement": (proposal(row("longest-years", 4, standing="unconfirmed")), ["longest-years"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_proposal_is_reported_whole(name: str) -> None:
    source, expected = WRONG[name]
    with pytest.raises(InvalidTables) as caught:
        TABLES.overlay(source)
    for part in expected:
        assert any(part in problem for problem in caught.value.problems), caught.value.problems
    assert len(caught.value.problems) >= len(expected)
    assert all(problem.startswith("overlay") for problem in caught.value.problems)


@pytest.mark.parametrize(("content", "expected"), [
    (b"name = ", "not TOML"), (b"\xff", "not UTF-8"), (b"name = 'x'\nday = 2025-02-30", "not TOML"),
])  # fmt: skip
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "forslag.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidTables) as caught:
        TABLES.overlay(path)
    assert any(problem.startswith("forslag.toml") and expected in problem for problem in caught.value.problems)
    with pytest.raises(InvalidTables, match=r"none\.toml"):
        TABLES.overlay(tmp_path / "none.toml")


@given(case=cases("2026"), day=st.dates(dt.date(2026, 1, 1), LAST_KNOWN))
def test_a_proposal_and_a_look_back_go_together(case: Case, day: dt.date) -> None:
    """A proposal counts as known since it would be in force; what a day did not know it does not say."""
    tables = TABLES.overlay(proposal(row("learning-expenses", 10)))
    result = evaluate(case, tables=tables, known_on=day)
    assert result.total_now == evaluate(case, tables=tables).total
    assume(result["learning-expenses"].amount is not None)
    assert (result["learning-expenses"].amount or 0) <= 10


def test_json_with_all_the_marks_can_be_read_again() -> None:
    tables = TABLES.overlay(proposal(row("learning-expenses", 10, "2026-06-01")))
    later = load_case(json.dumps(document(call="2027", activities=[activity("2026-09-10", expenses=500)])), project=True)
    result = evaluate(later, tables=tables, project=True, known_on=dt.date(2025, 7, 1))
    assert result.later
    assert result.to_json()["known_on"] == "2025-07-01"
    assert entitlement_from_json(json.loads(json.dumps(result.to_json()))) == result
    assert isinstance(evaluate(later, tables=tables, project=True).tables.overlays[0], OverlayUsed)


def _names() -> Iterator[str]:
    for call in FIGURES.values():
        yield from call


def test_the_facts_name_only_values_that_there_are() -> None:
    assert set(_names()) <= set(UNITS)
