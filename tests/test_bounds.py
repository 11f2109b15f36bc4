"""Between what the total lies: no value of what is missing leads outside, and values are found that lead to the ends."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from attrs import evolve
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, Entitlement, Facts, Period, Readings, Supplied, SuppliedFrames, TotalIs, evaluate, load_case, load_tables
from alis_rules.arithmetic import WHOLE, choose, divide_half_up
from alis_rules.boundless import Boundless, endless, finite
from alis_rules.bounds import UNCLAIMED, carried_out, highest, lowest
from alis_rules.compiling import compiled
from alis_rules.magnitudes import WIDTH, largest_number
from alis_rules.rates import UNITS, Tables
from alis_rules.readings import DEFAULTS, chosen
from alis_rules.reckoning import bounds_of, reckon, total_is
from alis_rules.terms import Terms, terms_of
from alis_rules.testing import case_documents, cases, facts, readings
from tests.support import CONTRACT_CASE, case

TABLES = load_tables()
DATES = [value_id for value_id, unit in UNITS.items() if unit in ("date", "yes-no")]
LOSABLE = [value_id for value_id in UNITS if value_id not in (*DATES, "longest-years", "productivity-months", "locum-months")]
"""The values that a result can miss."""
FIGURES = {
    "percent": st.sampled_from([0, 100]) | st.decimals(0, 100, places=2),
    "h": st.sampled_from([0, 10**4]) | st.decimals(0, 400, places=2),
    "NOK": st.sampled_from([0, 10**9]) | st.decimals(0, 600_000, places=2),
    "NOK/h": st.sampled_from([0, 10**6]) | st.decimals(0, 3_000, places=2),
}
"""Values of each unit: none, more than any case comes to, and plausible ones."""


# Cases ---------------------------------------------------------------------------------------------------------------


Rows = dict[str, dict[str, Any]]
"""Values by id, as a proposal has them."""


def overlaid(tables: Tables, rows: Rows) -> Tables:
    """The tables with some values other, or not found."""
    shared = {"in_force_from": dt.date.min, "source": "et forslag", "checked": dt.date(2026, 11, 21)}
    return tables.overlay({"name": "forslag", "value": [{"id": name, **shared, **row} for name, row in rows.items()]}) if rows else tables


def without(lost: Iterable[str]) -> Tables:
    """The tables, some values of every call not found."""
    return overlaid(TABLES, {name: {"standing": "not-found"} for name in sorted(lost)})


def missing_of(found: Entitlement) -> set[str]:
    """All that is missing of the state grant."""
    return {each for line in found.lines if line.funding != "municipal" and line.amount is None for each in line.missing}


def cases_of(call: str) -> st.SearchStrategy[Case]:
    """Cases of a call; of one whose grant period is not known, those of the call before or after it, so many years later or earlier."""
    of, years = {"2021": ("2022", -1), "2024": ("2023", 1)}.get(call, (call, 0))

    def moved(document: dict[str, Any]) -> Case:
        text = re.sub(
            r"(?<=\")(\d{4})-(\d\d-\d\d)",
            lambda found: f"{min(int(found[1]) + years, 9999)}-{found[2]}".replace("-02-29", "-02-28"),
            json.dumps(document),
        )
        return load_case(json.dumps({**json.loads(text), "call": call, "municipality": {**document["municipality"], "number": "1144"}}))

    return case_documents(of).map(moved) if years else cases(of)


@st.composite
def given_more(draw: st.DrawFn, of: Case, tables: Tables, day: dt.date | None) -> tuple[Case, Rows]:
    """The case where some of what is missing is supplied, and further values of the tables: any value of each."""
    found = evaluate(of, tables=tables, known_on=day)
    missing = sorted(missing_of(found))
    asked = draw(st.lists(st.sampled_from(missing), unique=True, min_size=1)) if draw(st.booleans()) else missing
    figure = FIGURES["NOK"]
    if "fee-rate" in asked:
        of = evolve(of, supplied=evolve(of.supplied, fee_rate=draw(FIGURES["NOK/h"])))
    if "grant-frame" in asked:
        frames = [draw(figure) for _ in range(4)]
        names = ("regular_gp", "gp_locum", "introductory_gp", "other_municipal_gp")
        had = of.supplied.grant_frame or SuppliedFrames()
        filled = {name: frame for name, frame in zip(names, frames, strict=True) if getattr(had, name) is None}
        of = evolve(of, supplied=evolve(of.supplied, grant_frame=evolve(had, **filled)))
    if "centrality-class" in asked:
        of = evolve(of, municipality=evolve(of.municipality, centrality_class=draw(st.integers(1, 6))))
    if "period-from" in asked and of.period is None:
        call = tables.calls[found.call]
        last = draw(st.dates(max(call.bounds[0], call.bounds[1] - relativedelta(years=1)), call.bounds[1]))
        first = draw(st.dates(max(call.bounds[0], last - relativedelta(years=1, days=-1)), last))
        of = evolve(of, period=Period(from_=first, to=last)) if call.period is None else of
    of_tables = [name for name in asked if name in LOSABLE]
    years = {"longest-years": {"value": draw(st.integers(1, 9))}} if "longest-years" in asked else {}
    return of, {name: {"value": str(draw(FIGURES[UNITS[name]]))} for name in of_tables} | years


def within(inner: Entitlement, outer: Entitlement) -> bool:
    """Whether one result's bounds lie within another's."""
    if outer.at_most is None:
        return outer.at_least <= inner.at_least
    return inner.at_most is not None and outer.at_least <= inner.at_least <= inner.at_most <= outer.at_most


@given(
    of=st.sampled_from([*TABLES.calls]).flatmap(cases_of),
    options=readings(),
    lost=st.frozensets(st.sampled_from(LOSABLE), max_size=6),
    day=st.none() | st.dates(dt.date(2020, 12, 1), dt.date(2026, 12, 31)),
    data=st.data(),
)
def test_no_value_of_what_is_missing_leads_outside(
    of: Case, options: Readings, lost: frozenset[str], day: dt.date | None, data: st.DataObject
) -> None:
    """Whatever is given, and in whatever order: the bounds only narrow, until the total is final and both of them."""
    of, tables = evolve(of, readings=options), without(lost)
    found = evaluate(of, tables=tables, known_on=day)
    for _ in range(4):
        assert found.at_most is None or found.at_least <= found.at_most
        assert (found.total_is is TotalIs.FINAL) == found.complete
        if found.complete:
            assert found.at_least == found.at_most == found.total
            break
        of, rows = data.draw(given_more(of, tables, day), label="given more")
        tables = overlaid(tables, rows)
        narrower = evaluate(of, tables=tables, known_on=day)
        assert within(narrower, found), (found.at_least, found.at_most, narrower.at_least, narrower.at_most)
        found = narrower


# Numbers -------------------------------------------------------------------------------------------------------------


@cache
def terms_by(call: str, options: Any, lost: frozenset[str]) -> Terms:
    """The terms of a call under some readings, some values being lost."""
    tables = without(lost)
    return terms_of(tables, tables.calls[call], options, Supplied(), ())


CALLED = st.builds(
    terms_by,
    st.sampled_from([call for call, of in TABLES.calls.items() if of.period is not None]),
    readings(),
    st.frozensets(st.sampled_from(LOSABLE), max_size=4),
)


def filled(terms: Terms, figure: Callable[[str], int]) -> Terms:
    """The terms where every missing value is something, of a frame too."""
    names: dict[str, Any] = {name: figure(name) for name in terms.missing}
    lacking = [role for role in terms.frame_missing if not (terms.frame_is_summed[role] and terms.supervision_capped)]
    frames = {role: figure(f"frame of {role}") for role in lacking}
    return evolve(
        terms,
        **names,
        published_frames={**terms.published_frames, **frames},
        frame_is_summed={**terms.frame_is_summed, **dict.fromkeys(lacking, False)},
    )


def bounds_by(one: Facts, terms: Terms) -> tuple[int, int | None]:
    return bounds_of(reckon(one, terms), one, terms)


@given(one=facts(), terms=CALLED, data=st.data())
def test_whatever_the_numbers(one: Facts, terms: Terms, data: st.DataObject) -> None:
    least, most = bounds_by(one, terms)

    def figure(name: str) -> int:
        ends = {0, WHOLE} if name == "own_share_bp" else {0, 10**14}
        return data.draw(st.sampled_from(sorted(ends)) | st.integers(0, max(ends)), label=name)

    class_6 = one.centrality_known or data.draw(st.booleans())
    known = one if one.centrality_known else evolve(one, centrality_known=1, additional_ore=one.additional_ore if class_6 else 0)
    total, _ = carried_out(known, filled(terms, figure), {})
    assert least <= total
    assert most is None or total <= most


@given(one=facts(), terms=CALLED)
def test_the_ends_are_reached(one: Facts, terms: Terms) -> None:
    """With nothing in the place of what is missing the total is the least; with enough, the most, or more than any."""
    least, most = bounds_by(one, terms)
    low = one if one.centrality_known else evolve(one, additional_ore=0)
    assert least == carried_out(low, filled(terms, lambda name: WHOLE if name == "own_share_bp" else 0), {})[0]
    great = 10**30 * terms.price_unit * terms.facilitation_unit
    claims = ("claim_practice_compensation_ore", "claim_supervision_ore")
    unclaimed: dict[str, Any] = {name: 10**60 for name in claims if getattr(one, name) >= UNCLAIMED}
    total, _ = carried_out(evolve(one, **unclaimed), filled(terms, lambda name: 0 if name == "own_share_bp" else great), {})
    assert (total == most) if most is not None else (total > 10**20)


@given(one=facts(), terms=CALLED)
def test_what_is_known_is_what_is_explained(one: Facts, terms: Terms) -> None:
    """Where nothing is missing the rules carried out in a row are the reckoning, and both bounds are its total."""
    found = reckon(one, terms)
    assert (total_is(found, one, terms) is TotalIs.FINAL) == found.complete
    if found.complete:
        assert bounds_of(found, one, terms) == (found.total, found.total)
        centred = evolve(one, centrality_known=1)
        assert carried_out(centred, lowest(terms), {}) == carried_out(centred, highest(terms), {}) == (found.total, 0)


@given(one=facts(), terms=CALLED)
def test_a_program_gives_the_same(one: Facts, terms: Terms) -> None:
    found, amounts = reckon(one, terms), compiled(terms)(one)
    assert (amounts.at_least, amounts.at_most) == bounds_of(found, one, terms)
    assert (amounts[:9], amounts.total, amounts.complete) == (tuple(line.amount for line in found.lines), found.total, found.complete)


@pytest.mark.parametrize("call", TABLES.calls)
@pytest.mark.parametrize("option", ["grant-frame", "granted-elements"])
def test_their_numbers_fit_64_bits(call: str, option: str) -> None:
    assert (
        largest_number(
            terms_by(call, chosen(DEFAULTS, {"facilitation-base": option}), frozenset({"supervision-share", "facilitation-share"}))
        )
        < WIDTH
    )


# How firm -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "options", "lost", "expected"),
    [
        ({}, {"grant-frame": "sum-of-caps"}, [], ("362317.19", "final", "362317.19", "362317.19")),
        ({}, {}, [], ("360567.19", "before-frame", "0.00", "372567.19")),
        ({}, {"facilitation-place": "on-top"}, [], ("360567.19", "before-frame", "0.00", "372567.19")),
        ({}, {"grant-frame": "sum-of-caps", "supervision-hours": "uncapped"}, [], ("360567.19", "before-frame", "0.00", "372567.19")),
        ({}, {"facilitation-base": "granted-elements"}, [], ("372567.19", "before-frame", "0.00", "372567.19")),
        ({}, {}, ["facilitation-share"], ("360567.19", "partial", "0.00", "372567.19")),
        ({}, {}, ["learning-expenses"], ("348317.19", "partial", "0.00", "372567.19")),
        ({}, {"grant-frame": "sum-of-caps"}, ["learning-expenses"], ("348317.19", "partial", "348317.19", "372567.19")),
        ({}, {"grant-frame": "sum-of-caps"}, ["supervision-share"], ("269250.00", "partial", "271000.00", None)),
        ({}, {"grant-frame": "sum-of-caps"}, ["practice-compensation-share"], ("228567.19", "partial", "230317.19", None)),
        (
            {"supplied": {"grant_frame": {"fastlege": 300_000}}},
            {},
            ["supervision-share"],
            ("281250.00", "partial", "281250.00", "300000.00"),
        ),
        ({"claims": {"practice-compensation": 100}}, {}, ["practice-compensation-share"], ("228567.19", "partial", "0.00", "240667.19")),
        ({"facilitation": []}, {"grant-frame": "sum-of-caps"}, [], ("360567.19", "final", "360567.19", "360567.19")),
    ],
)
def test_the_contract_case(parts: dict[str, Any], options: dict[str, str], lost: list[str], expected: tuple[Any, ...]) -> None:
    of = case(**{key: value for key, value in CONTRACT_CASE.items() if key not in ("schema", "readings")} | parts)
    found = evaluate(of, readings=options, tables=without(lost))
    said = found.to_json()
    assert (said["total"], said["total_is"], said["at_least"], said["at_most"]) == expected


# Numbers beyond all bounds ----------------------------------------------------------------------------------------------

GREAT = 10**60
"""A number that is great enough for what follows to stand for one beyond all bounds."""
NUMBERS = st.integers(-(10**6), 10**6) | st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=4).map(
    lambda parts: Boundless(tuple(parts))
)


def at_great(number: Any) -> int:
    """What a number comes to where the great one is `GREAT`."""
    return sum(part * GREAT**power for power, part in enumerate(number.parts)) if isinstance(number, Boundless) else number


@given(one=NUMBERS, other=NUMBERS, yes=NUMBERS, no=NUMBERS)
def test_boundless_numbers_go_on_as_great_ones_do(one: Any, other: Any, yes: Any, no: Any) -> None:
    one_great, other_great = at_great(one), at_great(other)
    assert at_great(one + other) == one_great + other_great
    assert at_great(one - other) == one_great - other_great
    assert at_great(one * other) == one_great * other_great
    assert choose(one < other, 1, 2) == (1 if one_great < other_great else 2)
    assert choose(one > other, 1, 2) == (1 if one_great > other_great else 2)
    assert at_great(choose(one < other, yes, no) if one is not other else no) == at_great(yes if one_great < other_great else no)


@given(one=NUMBERS)
def test_nothing_is_left_of_a_boundless_number_that_is_taken_off_itself(one: Any) -> None:
    assert type(one - one) is int
    assert one - one == one * 0 == 0


@given(one=NUMBERS)
def test_what_is_without_bounds(one: Any) -> None:
    highest = next((part for part in reversed(one.parts[1:]) if part), 0) if isinstance(one, Boundless) else 0
    assert endless(one) == (1 if highest > 0 else 0)
    assert finite(one) == (one.parts[0] if isinstance(one, Boundless) else one)
    divided = divide_half_up(one, 7)
    assert finite(divided) == divide_half_up(finite(one), 7)
    assert endless(divided) == endless(one)
