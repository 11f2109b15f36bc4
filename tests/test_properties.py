"""What holds for every case: found by letting Hypothesis look for one where it does not."""

import copy
import datetime as dt
import json
from decimal import Context, Decimal, Inexact, Rounded, localcontext
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from alis_rules import (
    Case,
    Entitlement,
    Line,
    Outcome,
    Recipients,
    dump_case,
    entitlement_from_json,
    evaluate,
    load_case,
    other_readings,
)
from alis_rules.plausibility import NOTES
from alis_rules.testing import case_documents, cases
from alis_rules.testing.numbers import Document, hundredths_of, number, periods
from alis_rules.testing.parts import ALL_READINGS, RECORDS, RULES
from tests.support import course, evaluated, loaded, timeline_of

ZERO = Decimal(0)
HALF_A_KRONE = Decimal("0.5")
FULL_YEAR_BP = 12 * 100_00


def result(document: Document) -> Entitlement:
    return evaluate(loaded(document))


def record_lines(entitlement: Entitlement) -> list[Line]:
    return [entitlement[rule] for rule in RULES]


def state_lines(entitlement: Entitlement) -> list[Line]:
    return [line for line in entitlement.lines if line.funding != "municipal"]


def but_for_records(entitlement: Entitlement) -> tuple[Entitlement, list[tuple[str, str]]]:
    """All but what points to the rows of the case, or says that one of them is odd."""
    statuses = [(condition.id, condition.status.value) for condition in entitlement.conditions]
    notes = tuple(note for note in entitlement.notes if note.code not in NOTES)
    return evolve(entitlement, records=(), conditions=(), notes=notes), statuses


def paid(entitlement: Entitlement) -> list[Any]:
    """Every amount, and who receives it."""
    return [entitlement.total, entitlement.recipients, *((line.amount, line.recipients) for line in entitlement.lines)]


def chosen(document: Document, reading: str) -> str:
    return str(document["readings"].get(reading, ALL_READINGS[reading][0]))


def changed(document: Document, key: str, index: int, *rows: Document) -> Document:
    """The document with the row `index` of the list `key` replaced by others."""
    found = copy.deepcopy(document)
    found[key][index : index + 1] = rows
    return found


@st.composite
def a_row(draw: st.DrawFn, *keys: str, call: str | None = None) -> tuple[Document, str, int]:
    """A document with a row of it: in which list, and where."""
    found = draw(case_documents(call))
    held = [(key, index) for key in keys for index in range(len(found[key]))]
    assume(held)
    return found, *draw(st.sampled_from(held))


@st.composite
def parted(draw: st.DrawFn, value: Any) -> tuple[str, str]:
    """A number in two parts."""
    whole = hundredths_of(value)
    part = draw(st.integers(0, whole))
    return number(part), number(whole - part)


# Bounds -------------------------------------------------------------------------------------------------------------


@given(cases())
def test_nothing_is_negative(case: Case) -> None:
    entitlement = evaluate(case)
    for line in record_lines(entitlement):
        assert line.amount is None or line.amount >= 0
        assert line.recipients is None or least_share(line.recipients) >= 0
    assert entitlement.total >= 0
    assert least_share(entitlement.recipients) >= 0
    assert all(deduction <= 0 for rule in ("own-share", "grant-frame") if (deduction := entitlement[rule].amount) is not None)
    assert all(remaining.left is None or remaining.left >= 0 for remaining in entitlement.remaining)


def least_share(recipients: Recipients) -> Decimal:
    return min(recipients.doctor, recipients.municipality, recipients.to_be_agreed)


def test_nobody_pays_for_the_rounding_of_a_frame() -> None:
    """Three who receive, and a frame that leaves one øre: it goes to one of them, and nobody is left with less than nothing."""
    entitlement = evaluated(
        positions=[
            {"role": "fastlege", "employment": employment, "percent": 50, "from": "2025-02-01"}
            for employment in ("avtale-8-2", "hovedmodell")
        ],
        activities=[course("2025-09-10", 1)],
        supervision=[{"date": "2025-09-10", "hours": 1}],
        supplied={"grant_frame": {"fastlege": "0.01"}},
    )
    assert entitlement.total == Decimal("0.01")
    assert least_share(entitlement.recipients) >= 0


def rate(document: Document, call: str) -> Fraction:
    """The fee rate: 1 375 in the call of 2026, 1 140 in that of 2023, unless supplied."""
    return Fraction(document["supplied"].get("fee_rate", {"2026": 1375, "2023": 1140}[call]))


def caps(document: Document, entitlement: Entitlement) -> dict[str, Fraction]:
    """The cap of each line by section 4 of the contract, kroner; of a line that is undetermined it says nothing."""
    facts, used, call = entitlement.facts, document["used_before"], entitlement.call
    flat = Fraction(11 if call == "2023" and chosen(document, "short-call-caps") == "by-months" else 12, 12)
    each = chosen(document, "grading") == "each-cap"
    scheme = facts.months_regular_gp_bp + facts.months_gp_locum_bp + facts.months_introductory_gp_bp
    in_scheme, in_any, in_window = (
        Fraction(months, FULL_YEAR_BP) if each else flat
        for months in (scheme, scheme + facts.months_other_municipal_gp_bp, facts.months_in_window_bp)
    )

    def left(cap: str, grade: Fraction, rule: str) -> Fraction:
        before: Any = used.get(rule, 0)
        elsewhere = before["hours"] if rule in ("practice-compensation", "supervision") and before else before
        return max(Fraction(cap) * grade - Fraction(elsewhere), Fraction(0))

    supervision = rate(document, call) * Fraction("1.15")
    hours = Fraction(facts.supervision_h100, 100)
    if chosen(document, "supervision-hours") != "uncapped":
        hours = min(hours, left("57.75", in_any, "supervision"))
    granted = sum((Fraction(entitlement[rule].amount or 0) for rule in RULES[:4]), Fraction(0))
    base = granted if chosen(document, "facilitation-base") == "granted-elements" else frame(document, entitlement)
    return {
        "practice-compensation": left("160", in_scheme, "practice-compensation") * rate(document, call) * Fraction("0.6"),
        "learning-expenses": left("14000", in_any, "learning-expenses"),
        "lower-productivity": left("125000", in_window, "lower-productivity"),
        "supervision": hours * supervision,
        "facilitation": base / 20,
        "additional-elements": Fraction(document["supplied"].get("additional_cap", 200_000)) * flat,
    }


def frame(document: Document, entitlement: Entitlement) -> Fraction:
    """The graded frame by section 4 of the contract, kroner: as supplied, else the sum of the role's caps."""
    facts = entitlement.facts
    supplied, price = document["supplied"].get("grant_frame", {}), rate(document, entitlement.call)
    supervision = Fraction("57.75") * price * Fraction("1.15")
    practice, productivity = 160 * price * Fraction("0.6"), 125_000 * facts.in_window
    roles = {
        "fastlege": (facts.months_regular_gp_bp, practice + productivity),
        "fastlegevikar": (facts.months_gp_locum_bp, practice + productivity),
        "introduksjonslege": (facts.months_introductory_gp_bp, practice),
        "annet-legearbeid": (facts.months_other_municipal_gp_bp, Fraction(0)),
    }
    return sum(
        (
            Fraction(months, FULL_YEAR_BP) * (Fraction(supplied[role]) if role in supplied else 14_000 + supervision + own)
            for role, (months, own) in roles.items()
        ),
        Fraction(0),
    )


@given(case_documents())
def test_never_above_the_costs_the_claim_or_the_cap(document: Document) -> None:
    entitlement = result(document)
    whole = chosen(document, "rounding") == "whole-kroner"
    limits = caps(document, entitlement)
    for line in record_lines(entitlement):
        if line.amount is None or line.outcome is Outcome.NOT_APPLICABLE:
            continue
        most = [each for each in (line.incurred, line.counted) if each is not None]
        if line.rule in document["claims"]:
            most.append(Decimal(document["claims"][line.rule]))
        assert all(line.amount <= each + (HALF_A_KRONE if whole else 0) for each in most)
        assert Fraction(line.amount) <= limits[line.rule] + Fraction(1, 2 if whole else 200)


@given(case_documents())
def test_what_cuts_a_line_is_the_cap_that_binds(document: Document) -> None:
    """A line that a cap or the claim cut is at it: nothing more is cut."""
    entitlement = result(document)
    whole = chosen(document, "rounding") == "whole-kroner"
    limits = caps(document, entitlement)
    for line in record_lines(entitlement):
        if not line.limited_by or line.amount is None:
            continue
        assert line.counted is not None
        assert Fraction(line.counted) > min(limits[line.rule], Fraction(document["claims"].get(line.rule, 10**9))) - Fraction(1, 200)
        by_claim = line.limited_by[-1] == "claim"
        at = Fraction(document["claims"][line.rule]) if by_claim else limits[line.rule]
        assert abs(Fraction(line.amount) - at) <= Fraction(1, 2 if whole else 200)


@given(case_documents("2026"))
def test_total_never_above_a_known_frame(document: Document) -> None:
    """Facilitation may come beside the frame by a reading; the additional elements always do."""
    entitlement = result(document)
    line = entitlement["grant-frame"]
    assume(line.outcome in (Outcome.GRANTED, Outcome.LIMITED))
    beside = entitlement["additional-elements"].amount or ZERO
    if chosen(document, "facilitation-place") == "on-top":
        beside += entitlement["facilitation"].amount or ZERO
    slack = Fraction(1, 2 if chosen(document, "rounding") == "whole-kroner" else 200)
    within = Fraction(entitlement.total - beside)
    assert within <= frame(document, entitlement) + slack
    if line.outcome is Outcome.LIMITED:
        assert within >= frame(document, entitlement) - slack


# More gives no less -------------------------------------------------------------------------------------------------

GROWING = {
    "activities": ("absence_hours", "absence_days", "expenses"),
    "supervision": ("hours", "cost"),
    "lower_productivity": ("amount",),
    "facilitation": ("amount",),
    "additional": ("amount",),
}


def no_less(before: Entitlement, after: Entitlement) -> None:
    for earlier, later in zip(record_lines(before), record_lines(after), strict=True):
        assert later.amount is not None or not earlier.amount
        assert (later.amount or ZERO) >= (earlier.amount or ZERO)
    assert after.total >= before.total


@given(a_row(*GROWING), st.data())
def test_more_cost_or_hours_gives_no_less(row: tuple[Document, str, int], data: st.DataObject) -> None:
    document, key, index = row
    record = document[key][index]
    field = data.draw(st.sampled_from([name for name in GROWING[key] if name in record] or ["expenses"]))
    more = hundredths_of(record.get(field, 0)) + data.draw(st.one_of(st.just(1), st.integers(1, 50_000_00 if field != "hours" else 100_00)))
    no_less(result(document), result(changed(document, key, index, record | {field: number(more)})))


@given(a_row(*GROWING))
def test_one_record_more_gives_no_less(row: tuple[Document, str, int]) -> None:
    document, key, index = row
    no_less(result(changed(document, key, index)), result(document))


@given(a_row("positions"), st.data())
def test_higher_percent_gives_no_less(row: tuple[Document, str, int], data: st.DataObject) -> None:
    """But where it brings the five-year limit nearer, or lets a role count whose frame is not known."""
    document, key, index = row
    position = document[key][index]
    lower = data.draw(st.integers(0, hundredths_of(position["percent"])))
    case = loaded(document)
    beyond = timeline_of(case).beyond
    assume(beyond is None or beyond > periods()[evaluate(case).call][1].toordinal())
    after, before = evaluate(case), result(changed(document, key, index, position | {"percent": number(lower)}))
    assume([line.missing for line in before.lines] == [line.missing for line in after.lines])
    no_less(before, after)


def test_higher_percent_brings_the_five_years_nearer() -> None:
    """The exception: signed 2019-06-15, at 80 percent five years last six and a quarter, at 100 percent they are long over."""

    def total(percent: int) -> Decimal:
        entitlement = evaluated(
            doctor={"first_gp_date": "2019-06-15"},
            agreement__signed_on="2019-06-15",
            positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": percent, "from": "2019-06-15"}],
            activities=[course("2025-09-10", 8)],
        )
        return entitlement.total

    assert (total(80), total(100)) == (Decimal(6600), ZERO)


# What changes nothing -----------------------------------------------------------------------------------------------


def test_one_day_is_never_a_month() -> None:
    for month_end in ("2026-01-31", "2026-02-28", "2026-05-31", "2025-06-01"):
        row = {"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": month_end, "to": month_end}
        facts = evaluated(positions=[row]).facts
        assert (facts.held_regular_gp, facts.months_regular_gp_bp, facts.months_in_window_bp) == (1, 0, 0)


@given(case_documents("2026"), st.data())
def test_days_in_twos_are_never_months(document: Document, data: st.DataObject) -> None:
    """Days that count, each run of them at most two long: no whole months, as many started months as runs."""
    first, last = (day.toordinal() for day in periods()["2026"])
    starts = data.draw(st.lists(st.integers(first // 3, last // 3), unique=True, min_size=1, max_size=12))
    document["positions"] = [
        {
            "role": "fastlege",
            "employment": "ansatt",
            "percent": 100,
            "from": _iso(3 * at),
            "to": _iso(3 * at + data.draw(st.integers(0, 1))),
        }
        for at in starts
    ]
    document["readings"] |= {"month-counting": "whole-months", "gap-between-posts": "pauses-agreement"}
    assert not result(document).facts.months_regular_gp_bp
    document["readings"]["month-counting"] = "started-months"
    spans = [span for span in timeline_of(loaded(document)).spans if not span.reasons]
    runs = sum(all(span.first != other.last + 1 for other in spans) for span in spans)
    assert result(document).facts.months_regular_gp_bp == min(runs, 12) * 100_00


def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


@given(a_row("positions"), st.data())
def test_a_position_in_two_rows_changes_nothing(row: tuple[Document, str, int], data: st.DataObject) -> None:
    """One after the other, or beside each other."""
    document, key, index = row
    position = document[key][index]
    first = dt.date.fromisoformat(position["from"])
    last = min(dt.date.fromisoformat(position.get("to", "9999-12-31")), periods()["2026"][1])
    if first < last and data.draw(st.booleans()):
        cut = data.draw(st.dates(first + dt.timedelta(1), last))
        rows = [position | {"to": (cut - dt.timedelta(1)).isoformat()}, position | {"from": cut.isoformat()}]
    else:
        rows = [position | {"percent": part} for part in data.draw(parted(position["percent"]))]
    assert but_for_records(result(changed(document, key, index, *rows))) == but_for_records(result(document))


def test_a_locum_post_in_two_rows_lasts_as_long() -> None:
    """Call 2023 asks for more than three months (S11); rows that follow each other are one post."""
    post = {"role": "fastlegevikar", "employment": "ansatt", "percent": 100}
    in_two = [post | {"from": "2022-09-01", "to": "2022-11-15"}, post | {"from": "2022-11-16", "to": "2023-01-31"}]
    in_one = [post | {"from": "2022-09-01", "to": "2023-01-31"}]
    one, two = (evaluated(call="2023", agreement__signed_on="2022-09-01", positions=rows) for rows in (in_one, in_two))
    assert but_for_records(two) == but_for_records(one)


@given(a_row("lower_productivity"), st.data())
def test_lower_productivity_in_two_records_changes_nothing(row: tuple[Document, str, int], data: st.DataObject) -> None:
    """By days, with amounts that divide exactly: so much a day."""
    document, key, index = row
    record = document[key][index]
    first, last = dt.date.fromisoformat(record["from"]), dt.date.fromisoformat(record["to"])
    assume(first < last)
    cut = data.draw(st.dates(first + dt.timedelta(1), last))
    a_day = data.draw(st.integers(0, 1_000_00))

    def over(start: dt.date, end: dt.date) -> Document:
        return {"from": start.isoformat(), "to": end.isoformat(), "amount": number(a_day * ((end - start).days + 1))}

    whole = changed(document, key, index, over(first, last))
    parts = changed(document, key, index, over(first, cut - dt.timedelta(1)), over(cut, last))
    assert but_for_records(result(whole)) == but_for_records(result(parts))


@given(a_row("lower_productivity"), st.data())
def test_lower_productivity_in_two_records_changes_only_its_rounding(row: tuple[Document, str, int], data: st.DataObject) -> None:
    """By amount, over the same days: each counted share is rounded to the øre."""
    document, key, index = row
    record = document[key][index]
    parts = [record | {"amount": part} for part in data.draw(parted(record["amount"]))]
    whole, in_two = (each.facts.productivity_ore for each in (result(document), result(changed(document, key, index, *parts))))
    assert abs(whole - in_two) <= 1


@given(a_row("activities", "supervision"), st.data())
def test_a_record_in_two_on_the_same_day_changes_nothing(row: tuple[Document, str, int], data: st.DataObject) -> None:
    document, key, index = row
    record = document[key][index]
    one, other = dict(record), dict(record)
    for name in {"absence_hours", "absence_days", "hours", "cost"} & record.keys():
        one[name], other[name] = data.draw(parted(record[name]))
    if "expenses" in record:
        net = max(hundredths_of(record["expenses"]) - hundredths_of(record.get("fund_refund", 0)), 0)
        other["expenses"] = number(data.draw(st.integers(0, net)))
        one["expenses"] = number(hundredths_of(record["expenses"]) - hundredths_of(other["expenses"]))
        other.pop("fund_refund", None)
    assert but_for_records(result(changed(document, key, index, one, other))) == but_for_records(result(document))


@given(case_documents(), st.randoms(use_true_random=False))
def test_order_changes_no_amount(document: Document, random: Any) -> None:
    shuffled = copy.deepcopy(document)
    for key in ("positions", "interruptions", *RECORDS):
        random.shuffle(shuffled[key])
    assert but_for_records(result(shuffled)) == but_for_records(result(document))


@given(case_documents())
def test_a_record_that_does_not_count_changes_no_amount(document: Document) -> None:
    entitlement = result(document)
    without = copy.deepcopy(document)
    for verdict in reversed(entitlement.records):
        if not verdict.counts:
            _, key, index = verdict.at.split("/")
            del without[key][int(index)]
    assert paid(result(without)) == paid(entitlement)


@given(cases())
def test_the_decimal_context_changes_nothing(case: Case) -> None:
    text, expected = dump_case(case), json.dumps(evaluate(case).to_json())
    with localcontext(Context(prec=3, traps=[Inexact, Rounded])):
        assert load_case(text) == case
        assert json.dumps(evaluate(load_case(text)).to_json()) == expected


# Total accounting ---------------------------------------------------------------------------------------------------


@given(cases())
def test_the_state_lines_add_up(case: Case) -> None:
    entitlement = evaluate(case)
    lines = [line for line in entitlement.lines if line.amount is not None]
    assert entitlement.total == sum(line.amount or ZERO for line in lines if line.funding != "municipal")
    for line in lines:
        assert line.recipients is not None
        assert line.amount == line.recipients.doctor + line.recipients.municipality + line.recipients.to_be_agreed
    state = [line.recipients for line in state_lines(entitlement) if line.recipients]
    for who in ("doctor", "municipality", "to_be_agreed"):
        assert getattr(entitlement.recipients, who) == sum(getattr(each, who) for each in state)


@given(cases())
def test_every_outcome_says_why(case: Case) -> None:
    """No zero without a reason, a cap or a claim; no cut without what cut it; nothing missing without its name."""
    entitlement = evaluate(case)
    for line in entitlement.lines:
        why = (*line.limited_by, *line.reasons)
        if line.outcome is Outcome.UNDETERMINED:
            assert line.missing
            assert line.amount is None
            assert line.recipients is None
            continue
        assert line.amount is not None
        assert not line.missing
        match line.outcome:
            case Outcome.NOT_APPLICABLE:
                assert [each for each in (line.amount, line.incurred, *why) if each] == []
            case Outcome.ZERO:
                assert line.amount == 0
                assert line.incurred is None or line.incurred >= 0
                assert why
            case Outcome.LIMITED:
                assert line.amount != 0
                assert why
            case _:
                assert not why
                within = HALF_A_KRONE if rounds_to_kroner(entitlement) else ZERO
                assert abs(line.amount - (line.incurred or ZERO)) <= within
    assert entitlement.complete == all(line.outcome is not Outcome.UNDETERMINED for line in state_lines(entitlement))


def rounds_to_kroner(entitlement: Entitlement) -> bool:
    return any(reading.chosen == "whole-kroner" for reading in entitlement.readings)


@given(case_documents())
def test_one_verdict_for_each_record(document: Document) -> None:
    entitlement = result(document)
    assert [verdict.at for verdict in entitlement.records] == [f"/{key}/{index}" for key in RECORDS for index in range(len(document[key]))]
    for verdict in entitlement.records:
        assert verdict.reasons or verdict.counts
        assert verdict.counts or not verdict.rules
        assert (verdict.days is not None) == verdict.at.startswith("/lower_productivity/")
        assert {reason for part in verdict.not_for for reason in part.reasons} <= set(verdict.reasons)
    for line in [*record_lines(entitlement), entitlement["municipal-elements"]]:
        against = {reason for each in entitlement.records for part in each.not_for if part.rule == line.rule for reason in part.reasons}
        assert against == set(line.reasons)
        counting = [verdict for verdict in entitlement.records if line.rule in verdict.rules]
        assert counting or not line.amount
        assert not counting or line.outcome is not Outcome.NOT_APPLICABLE


# Round trips, repetition, readings ----------------------------------------------------------------------------------


@given(cases())
def test_case_round_trip(case: Case) -> None:
    again = load_case(dump_case(case))
    assert (again, hash(again)) == (case, hash(case))
    assert dump_case(again) == dump_case(case)


@given(cases())
def test_entitlement_round_trip(case: Case) -> None:
    entitlement = evaluate(case)
    assert entitlement_from_json(json.loads(json.dumps(entitlement.to_json()))) == entitlement


@given(case_documents())
def test_the_same_twice(document: Document) -> None:
    once, twice = result(document), result(document)
    assert once == twice
    assert json.dumps(once.to_json()) == json.dumps(twice.to_json())


@given(case_documents())
def test_other_readings_as_by_hand(document: Document) -> None:
    case = loaded(document)
    now = evaluate(case)
    expected: list[tuple[str, str, Decimal, bool, Decimal]] = []

    def said(entitlement: Entitlement) -> tuple[object, ...]:
        return entitlement.total, entitlement.total_is, entitlement.at_least, entitlement.at_most

    for name, options in ALL_READINGS.items():
        for option in options:
            other = result(document | {"readings": document["readings"] | {name: option}})
            if said(other) != said(now):
                expected.append((name, option, other.total, other.complete, other.total - now.total))
    assert [(each.id, each.option, each.total, each.complete, each.difference) for each in other_readings(case)] == expected


@given(cases())
def test_the_reading_chosen_in_the_call_wins(case: Case) -> None:
    """Readings of the case, by id or as an object: one and the same."""
    by_id = {name: case.readings.option(name) for name in ALL_READINGS}
    assert evaluate(case) == evaluate(evolve(case, readings=type(case.readings)()), readings=by_id)
    assert evaluate(case) == evaluate(case, readings=case.readings)
