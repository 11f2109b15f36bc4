"""The explanation is the computation: the rules carried out on quantities that remember."""

import json
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from hypothesis import given

from alis_rules import Case, Entitlement, entitlement_from_json, evaluate, load_case
from alis_rules.arithmetic import YEAR, above_zero, choose, divide_half_up, least
from alis_rules.explain.blocks import Heading, Item, Paragraph
from alis_rules.explain.catalogue import LANGUAGES, Catalogue, catalogue
from alis_rules.explain.letter import Letter
from alis_rules.facts import NO_CLAIM
from alis_rules.quantities import LEAVES, Incommensurable, Op, Quantity, Switch, fact, two_decimals
from alis_rules.testing import cases
from tests.support import CONTRACT_CASE, course, document

CONTRACT = evaluate(load_case(json.dumps(CONTRACT_CASE)), explain=True)
MONTHS = ("months_regular_gp_bp", "months_gp_locum_bp", "months_introductory_gp_bp", "months_other_municipal_gp_bp")


def explained(**parts: Any) -> Entitlement:
    return evaluate(load_case(json.dumps(document(**parts))), explain=True)


def _nodes(quantity: Quantity) -> list[Quantity]:
    return [quantity, *(each for inner in quantity.of for each in _nodes(inner))]


def _recomputed(quantity: Quantity) -> Fraction:
    """The figure of a quantity by the figures that it arose from."""
    of = [each.figure for each in quantity.of]
    match quantity.op:
        case Op.SUM:
            return sum(of, Fraction())
        case Op.DIFFERENCE:
            return of[0] - of[1]
        case Op.PRODUCT:
            return prod(of, start=Fraction(1))
        case Op.LEAST:
            return min(of)
        case Op.NOT_BELOW_ZERO:
            return max(of[0], Fraction())
        case Op.CHOICE | Op.STEP:
            return of[0]
        case _:
            return quantity.figure


def _told(quantity: Quantity) -> list[Quantity]:
    """The leaves of a quantity, but for those that come to nothing for want of months or of a day in the window."""
    if quantity.op is Op.PRODUCT and any(
        not each.value and each.op is Op.FACT and each.unit in ("months", "yes-no") for each in quantity.of
    ):
        return []
    if not quantity.of:
        return [quantity]
    return [leaf for each in quantity.of for leaf in _told(each)]


class TestTrace:
    @given(cases())
    def test_every_step_is_the_number_that_the_rule_reckoned_with(self, case: Case) -> None:
        entitlement = evaluate(case, explain=True)
        assert entitlement.explanation is not None
        for line in entitlement.lines:
            if line.outcome == "not-applicable":
                assert line.rule not in {each.rule for each in entitlement.explanation.lines}
                continue
            steps = {step.id: step.quantity for step in entitlement.explanation[line.rule].steps}
            if line.amount is not None and "amount" in steps:
                assert two_decimals(steps["amount"]) == abs(line.amount)
            else:
                assert line.amount is None or not line.counted
            for name, told in (("counted", line.counted), ("incurred", line.incurred)):
                if name in steps:
                    assert two_decimals(steps[name]) == told
            for cap in line.limited_by:
                if cap != "grant-frame" and line.limited_by[-1] == cap and not case.readings.rounding.startswith("whole"):
                    assert two_decimals(steps[cap]) == line.amount

    @given(cases())
    def test_every_quantity_is_what_it_arose_from(self, case: Case) -> None:
        explanation = evaluate(case, explain=True).explanation
        assert explanation is not None
        for line in explanation.lines:
            for step in line.steps:
                for node in _nodes(step.quantity):
                    assert node.figure == _recomputed(node)
                    assert bool(node.of) == (node.op not in LEAVES)
                    if node.op is Op.LEAST:
                        assert node.bound is not None
                        assert node.of[node.bound].figure == node.figure
                        assert all(each.figure > node.figure for each in node.of[: node.bound])

    @given(cases())
    def test_the_leaves_are_the_rates_that_the_line_names_and_facts_of_the_case(self, case: Case) -> None:
        entitlement = evaluate(case, explain=True)
        assert entitlement.explanation is not None
        for explained_line in entitlement.explanation.lines:
            line = entitlement[explained_line.rule]
            leaves = [leaf for step in explained_line.steps for leaf in _told(step.quantity)]
            for leaf in leaves:
                if leaf.op is Op.FACT:
                    assert leaf.figure == fact(leaf.id, getattr(entitlement.facts, leaf.id)).figure
                if leaf.op is Op.LINE:
                    assert leaf.figure == abs(Fraction(entitlement[leaf.id].amount or 0))
            rates = {leaf.id for leaf in leaves if leaf.op is Op.RATE}
            if line.amount is not None and line.counted and "grant-frame" not in line.missing:
                named = {rate.id for rate in line.rates} - {"productivity-months"}
                graded = any(getattr(entitlement.facts, name) for name in MONTHS)
                assert rates == named if graded or line.rule not in ("facilitation", "grant-frame") else rates <= named
            assert not any(leaf.op is Op.MISSING and leaf.value for leaf in leaves)

    @given(cases())
    def test_contributions_add_up_to_the_facts(self, case: Case) -> None:
        entitlement = evaluate(case, explain=True)
        facts = entitlement.facts
        assert entitlement.explanation is not None
        added: dict[tuple[str, str], list[Fraction]] = {}
        for each in entitlement.explanation.contributions:
            so_far = added.setdefault((each.rule, each.unit), [Fraction(), Fraction()])
            so_far[0] += Fraction(each.incurred)
            so_far[1] += Fraction(each.counted)
        stems = {
            ("practice-compensation", "h"): (facts.absence_incurred_h100, facts.absence_h100),
            ("learning-expenses", "NOK"): (facts.expenses_incurred_ore, facts.expenses_ore),
            ("lower-productivity", "NOK"): (facts.productivity_incurred_ore, facts.productivity_ore),
            ("supervision", "h"): (facts.supervision_incurred_unpriced_h100, facts.supervision_unpriced_h100),
            ("supervision", "NOK"): (facts.supervision_incurred_ore, facts.supervision_ore),
            ("facilitation", "NOK"): (facts.facilitation_incurred_ore, facts.facilitation_ore),
            ("additional-elements", "NOK"): (facts.additional_incurred_ore, facts.additional_ore),
            ("municipal-elements", "NOK"): (facts.municipal_incurred_ore, facts.municipal_ore),
        }
        for key, (incurred, counted) in stems.items():
            assert added.get(key, [0, 0]) == [Fraction(incurred, 100), Fraction(counted, 100)]

    @given(cases())
    def test_asking_for_it_changes_nothing_else(self, case: Case) -> None:
        plain, with_it = evaluate(case).to_json(), evaluate(case, explain=True).to_json()
        assert "explanation" not in plain
        assert with_it.pop("explanation")
        assert with_it == plain

    @given(cases())
    def test_it_can_be_written_and_read(self, case: Case) -> None:
        entitlement = evaluate(case, explain=True)
        assert entitlement_from_json(json.loads(json.dumps(entitlement.to_json()))) == entitlement


def _of_lines(entitlement: Entitlement, texts: Catalogue) -> dict[str, str]:
    """What the letter tells under each line that applies, by the line's rule."""
    told: dict[str, str] = {}
    rules = iter(line.rule for line in entitlement.lines if line.outcome != "not-applicable")
    rule = None
    for block in Letter(entitlement, texts).blocks():
        if isinstance(block, Heading):
            rule = next(rules) if block.level == 3 else None
        elif rule is not None and isinstance(block, Paragraph | Item):
            told[rule] = f"{told.get(rule, '')} {block.text}"
    return told


class TestNames:
    @given(cases())
    def test_the_text_of_a_line_names_every_leaf_that_has_a_part_in_it(self, case: Case) -> None:
        entitlement = evaluate(case, explain=True)
        assert entitlement.explanation is not None
        for lang in LANGUAGES:
            texts = catalogue(lang)
            told = _of_lines(entitlement, texts)
            for line in entitlement.explanation.lines:
                for step in line.steps:
                    if step.id in ("incurred", "amount", "claim"):
                        continue
                    referred = any(each.op is Op.STEP for each in _nodes(step.quantity))
                    whole = told[line.rule] + (told.get("grant-frame", "") if referred else "")
                    for leaf in _told(step.quantity):
                        if leaf.op is Op.FACT and leaf.value and leaf.unit != "yes-no":
                            assert texts.say(f"fact.{leaf.id}") in whole
                        if leaf.op is Op.RATE and leaf.value:
                            assert texts.say(f"value.{leaf.id}") in whole or texts.say(f"cap.{step.id}") in told[line.rule]

    def test_what_is_nothing_by_its_rate_is_told(self) -> None:
        frames = {"fastlege": 0, "fastlegevikar": 1000, "introduksjonslege": 1000, "annet-legearbeid": 1000}
        entitlement = explained(activities=[course("2025-10-01", 10)], supplied={"grant_frame": frames})
        told = _of_lines(entitlement, catalogue("nb"))["grant-frame"].replace("\N{NO-BREAK SPACE}", " ")
        assert "12 av 12 månedsverk (som fastlege) × 0 kr (tilskuddsrammen for fastlege)" in told


class TestContractCase:
    def test_the_steps_of_practice_compensation(self) -> None:
        assert CONTRACT.explanation is not None
        steps = CONTRACT.explanation["practice-compensation"]
        assert [step.id for step in steps.steps] == ["counted", "absence-hours", "amount"]
        assert [(leaf.op, leaf.id, leaf.figure) for leaf in steps["counted"].leaves()] == [
            (Op.FACT, "absence_h100", Fraction("173.5")),
            (Op.RATE, "practice-compensation-share", Fraction("0.6")),
            (Op.RATE, "fee-rate", Fraction(1375)),
        ]
        assert steps["absence-hours"].figure == 132_000
        least_of = steps["amount"].of[0]
        assert (least_of.op, least_of.bound) == (Op.LEAST, 1)

    def test_what_is_not_there(self) -> None:
        assert CONTRACT.explanation is not None
        with pytest.raises(KeyError):
            CONTRACT.explanation["own-share"]
        with pytest.raises(KeyError):
            CONTRACT.explanation["supervision"]["claim"]

    def test_a_claim_is_a_step_only_where_it_is_made(self) -> None:
        claimed = explained(activities=[course("2025-10-01", 10)], claims={"practice-compensation": 100}).explanation
        assert claimed is not None
        steps = claimed["practice-compensation"]
        assert steps["claim"].figure == 100
        assert steps["amount"].of[0].bound == 2
        assert all("claim" not in {step.id for step in line.steps} for line in (CONTRACT.explanation or claimed).lines)

    def test_a_line_that_cannot_be_determined_tells_what_counts(self) -> None:
        undetermined = explained(facilitation=[{"date": "2025-10-01", "amount": 10}]).explanation
        assert undetermined is not None
        assert [step.id for step in undetermined["facilitation"].steps] == ["counted"]
        assert [step.id for step in undetermined["grant-frame"].steps] == ["limited"]


class TestQuantity:
    KRONER = Quantity(1_50, 100, "NOK", Op.FACT, "expenses_ore")
    HOURS = fact("absence_h100", 2_50)
    PRICE = Quantity(825, 1, "NOK/h", Op.RATE, "fee-rate")

    def test_what_cannot_be_added_or_compared_or_multiplied(self) -> None:
        for work in (
            lambda: self.KRONER + self.HOURS,
            lambda: self.KRONER - self.HOURS,
            lambda: self.KRONER < self.HOURS,
            lambda: self.KRONER + self.KRONER * 10,
            lambda: self.KRONER * self.HOURS,
            lambda: Switch("grading", holds=True).alis_choose(self.KRONER, self.HOURS),
        ):
            with pytest.raises(Incommensurable):
                work()

    def test_a_plain_number_changes_the_scale_and_nothing_else(self) -> None:
        finer = 7 * self.KRONER
        assert (finer.value, finer.scale, finer.figure, finer.op, finer.id) == (10_50, 700, Fraction("1.5"), Op.FACT, "expenses_ore")
        assert (0 * self.KRONER).op is Op.ZERO

    def test_hours_times_a_price_are_kroner(self) -> None:
        assert (self.HOURS * self.PRICE).unit == (self.PRICE * self.HOURS).unit == "NOK"
        assert (self.HOURS * self.PRICE).figure == Fraction("2062.5")

    def test_the_least_remembers_which(self) -> None:
        some = [Quantity(value, 100, "NOK", Op.FACT, str(value)) for value in (7, 5, 6, 5)]
        found = least(*some)
        assert (found.value, found.bound, found.of) == (5, 1, tuple(some))

    def test_more_is_less_the_other_way(self) -> None:
        kroner: Any = self.KRONER
        found = kroner.__gt__(kroner)
        assert (found.holds, found.left, found.right) == (False, self.KRONER, self.KRONER)

    def test_what_is_not_below_zero(self) -> None:
        assert above_zero(self.KRONER - self.KRONER * 1).value == 0
        below = above_zero(Quantity(-5, 100, "NOK", Op.FACT, "x"))
        assert (below.value, below.op) == (0, Op.NOT_BELOW_ZERO)

    def test_a_half_is_rounded_up(self) -> None:
        found = divide_half_up(Quantity(5, 200, "NOK", Op.FACT, "x"), 2)
        assert (found.value, found.scale, found.op) == (3, 100, Op.ROUNDED)

    def test_a_condition_is_a_switch_with_a_name(self) -> None:
        has_frame: Any = fact("has_frame", 1)
        found = choose(has_frame > 0, self.KRONER, 0 * self.KRONER)
        assert (found.op, found.id, found.of) == (Op.CHOICE, "has_frame", (self.KRONER,))

    def test_kinds_of_facts(self) -> None:
        kinds = {
            name: (fact(name, 1).scale, fact(name, 1).unit) for name in ("absence_h100", "expenses_ore", "months_in_window_bp", "in_window")
        }
        assert kinds == {
            "absence_h100": (100, "h"), "expenses_ore": (100, "NOK"), "months_in_window_bp": (YEAR, "months"), "in_window": (1, "yes-no"),
        }  # fmt: skip
        assert fact("claim_supervision_ore", NO_CLAIM).unit == "NOK"
