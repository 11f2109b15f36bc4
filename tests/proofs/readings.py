"""Readings against each other: which never gives more than the other, for every line before the frame takes anything off."""

from collections.abc import Iterator
from typing import Any

from alis_rules.arithmetic import YEAR
from alis_rules.rules import FACILITATION, RECORD_RULES, Rule, work

from .amounts import LIMITED, STATE_RULES, any_lines, no_less, reduced
from .invariants import months_within
from .registry import Question, proof, proof_of_lines, register
from .symbols import Condition
from .worlds import World, symbolic, worlds

ABOUT = "Readings"


def _chosen(world: World, name: str, *, holds: bool) -> Any:
    """The terms with one condition settled."""
    return world.terms(**{name: Condition((symbolic(world, int(holds)) > 0).term, world.ground)})


@proof_of_lines(
    "each-cap-no-more",
    "`each-cap` never gives more of any line than `frame-only`, where the months are at most those that the flat cap is reckoned of.",
    ABOUT,
    STATE_RULES,
)
def each_cap_no_more(world: World, rule: Rule) -> Iterator[Question]:
    facts, less, more = world.facts(), any_lines(world), any_lines(world, "-more")
    more.frame = less.frame
    each, flat = _chosen(world, "each_cap", holds=True), _chosen(world, "each_cap", holds=False)
    given = (*months_within(facts, flat.flat_grade), *no_less(more, less))
    yield Question(world, work(rule, facts, each, less).amount <= work(rule, facts, flat, more).amount, given)


@proof_of_lines(
    "each-cap-within-twelve-months",
    "With whole yearly caps (`full`) `each-cap` never gives more of any line than `frame-only`, in any call of at most twelve months.",
    ABOUT,
    STATE_RULES,
)
def each_cap_within_twelve_months(world: World, rule: Rule) -> Iterator[Question]:
    facts, less, more = world.facts(), any_lines(world), any_lines(world, "-more")
    more.frame = less.frame
    each, flat = _chosen(world, "each_cap", holds=True), _chosen(world, "each_cap", holds=False)
    given = (*months_within(facts, YEAR), *no_less(more, less), flat.flat_grade == YEAR)
    yield Question(world, work(rule, facts, each, less).amount <= work(rule, facts, flat, more).amount, given)


@proof("uncapped-no-less", "`uncapped` never gives less supervision than `57.75-a-year`.", ABOUT)
def uncapped_no_less(world: World) -> Iterator[Question]:
    rule, granted = STATE_RULES[3], any_lines(world)
    capped, uncapped = (
        work(rule, world.facts(), _chosen(world, "supervision_capped", holds=holds), granted).amount for holds in (True, False)
    )
    yield Question(world, uncapped >= capped)


@proof("on-top-no-less", "`on-top` never gives less in all than `inside-frame`.", ABOUT)
def on_top_no_less(world: World) -> Iterator[Question]:
    granted = any_lines(world)
    on_top, inside = (reduced(world.facts(), _chosen(world, "facilitation_on_top", holds=holds), granted).total for holds in (True, False))
    yield Question(world, on_top >= inside)


@proof_of_lines("by-months-no-more", "`by-months` never gives more of any line than `full`.", ABOUT, STATE_RULES)
def by_months_no_more(world: World, rule: Rule) -> Iterator[Question]:
    facts, granted = world.facts(), any_lines(world)
    terms = world.terms()
    full = world.terms(flat_grade=symbolic(world, YEAR))
    yield Question(world, work(rule, facts, terms, granted).amount <= work(rule, facts, full, granted).amount)


def _whole_kroner() -> Iterator[Question]:
    for world in worlds():
        if world.rounding == "ore":
            for rule in RECORD_RULES:
                here = world.again()
                facts, granted = here.facts(), any_lines(here)
                fine, rough = (work(rule, facts, here.terms(rounding_ore=ore), granted).amount for ore in (1, 100))
                yield Question(here, abs(rough - fine) <= 50)


register(
    "whole-kroner-within-half",
    "`whole-kroner` never changes a line by more than half a krone, whatever was granted before it.",
    ABOUT,
    _whole_kroner,
)


@proof("facilitation-within-the-lines", "With `granted-elements` facilitation is never more than the four lines before it come to.", ABOUT)
def facilitation_within_the_lines(world: World) -> Iterator[Question]:
    terms, granted = _chosen(world, "facilitation_of_granted", holds=True), any_lines(world)
    line = work(FACILITATION, world.facts(), terms, granted)
    yield Question(world, line.amount <= sum(getattr(granted, name) for name in LIMITED))
