"""The explained path agrees: the explanation's amount of a line is what the rules give on plain numbers.

`explanation.explain` is the very function that texts are made of. It is handed facts that are symbols, and lines that came to any amounts;
it goes by what it is told, and is walked. For each rule the terms are asked once that differ in something it reads.
"""

from collections.abc import Callable, Iterator
from typing import Any

from alis_rules import explanation
from alis_rules.counting import Count
from alis_rules.explanation import explain
from alis_rules.reckoning import APPLIES, COUNTS, IDLE, Reckoned, Reckoning
from alis_rules.rules import RECORD_RULES, Granted, Rule, grant_frame, own_share, work
from alis_rules.terms import Terms
from tests.support import case, timeline_of

from .agreement import ABOUT, Recorded, Settled, every_terms
from .amounts import STATE
from .paths import merged, walked
from .registry import Question, register
from .worlds import World, symbolic

_TIMELINE = timeline_of(case())
"""Of a case without records: no amount depends on it."""


def _lines(world: World, told: Any) -> dict[str, Any]:
    """Any amounts of the lines, below zero of those that are taken off; only one of them is told of."""
    found: dict[str, Any] = {}
    for rule in (*RECORD_RULES, own_share.RULE, grant_frame.RULE):
        amount = world.amount(f"amount_{rule.id.replace('-', '_')}")
        found[rule.id] = Settled((amount if isinstance(rule, Rule) else 0 - amount).term, world.ground)
    assert told.id in found
    return found


def _reckoning(amounts: dict[str, Any], told: Any) -> Reckoning:
    lines: list[Reckoned] = []
    for rule in (*RECORD_RULES, own_share.RULE, grant_frame.RULE):
        here = rule is told
        incurred = None if not isinstance(rule, Rule) else 0
        lines.append(Reckoned(rule, APPLIES if here else IDLE, incurred, incurred, amounts[rule.id], counts=COUNTS if here else IDLE))
    return Reckoning(tuple(lines), Granted())


def _reckoned(rule: Any, facts: Any, terms: Any, amounts: dict[str, Any]) -> Any:
    """What the rule gives on plain numbers, from the lines before it."""
    granted = Granted(**{name: amounts[name.replace("_", "-")] for name in STATE}, frame=grant_frame.frame(facts, terms))
    if isinstance(rule, Rule):
        return work(rule, facts, terms, granted).amount
    if rule is grant_frame.RULE:
        return grant_frame.amount(facts, terms, granted)
    return own_share.amount(terms, granted, 0 - amounts[grant_frame.RULE.id])


def _known(rule: Any, terms: Terms) -> bool:
    """Whether the terms hold what the rule needs, so that there is an amount to explain."""
    needed = (*rule.prices, *rule.caps) if isinstance(rule, Rule) else ()
    return terms.missing.keys().isdisjoint(needed) and not terms.every_day_missing


def _amounts_told(world: World, facts: Any, terms: Terms, amounts: dict[str, Any], rule: Any) -> Iterator[tuple[Any, Any]]:
    """Every way through an explanation, and the amount that it ends with."""
    vars(explanation)["_frame"].cache_clear()  # which would remember the symbols of another world
    counted = Count(facts=facts, verdicts=(), line_reasons={}, receivers={}, timeline=_TIMELINE)
    reckoning = _reckoning(amounts, rule)
    return walked(world.ground, world.assumed, lambda: explain(counted, terms, reckoning)[rule.id]["amount"].value)


def _explained(rule: Any) -> Callable[[], Iterator[Question]]:
    def questions() -> Iterator[Question]:
        asked: list[Recorded] = []
        for call, terms, _ in every_terms():
            if not _known(rule, terms) or any(read.same_in(terms) for read in asked):
                continue
            world = World(call, "ore" if terms.rounding_ore == 1 else "whole-kroner")
            facts, recorded = world.facts(), Recorded(terms)
            amounts = _lines(world, rule)
            plain = _reckoned(rule, facts, recorded, amounts)
            asked.append(recorded)
            told = merged((taken, symbolic(world, each).term) for taken, each in _amounts_told(world, facts, terms, amounts, rule))
            yield Question(world, world.ground.symbol(told) == plain)

    return questions


for _rule in (*RECORD_RULES, own_share.RULE, grant_frame.RULE):
    _sentence = (
        f"{_rule.id.replace('-', ' ').capitalize()}: the explanation ends with the very amount that the rules give on plain numbers."
    )
    register(f"explained-{_rule.id}", _sentence, ABOUT, _explained(_rule))
