"""The amount rules on symbols: one line by itself, whatever was granted before it, and what is taken off of any lines."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from alis_rules.arithmetic import divide_half_up
from alis_rules.rules import RECORD_RULES, Funding, Granted, Rule, Worked, grant_frame, own_share, work

from .solver import Term
from .symbols import Condition
from .worlds import World

STATE_RULES = tuple(rule for rule in RECORD_RULES if rule.funding is not Funding.MUNICIPAL)
STATE = tuple(rule.id.replace("-", "_") for rule in STATE_RULES)
"""The state lines that come of records, as `Granted` names them."""
LIMITED = STATE[:4]
"""The lines before facilitation."""


def any_lines(world: World, mark: str = "") -> Granted:
    """Any amounts of the lines, and any frame."""
    amounts: dict[str, Any] = {name: world.amount(f"amount_{name}{mark}") for name in STATE}
    return Granted(**amounts, frame=world.unknown(f"frame{mark}"))


def no_less(more: Granted, less: Granted) -> tuple[Condition, ...]:
    """The conditions that each line and the frame is no less than another."""
    return tuple(getattr(more, name) >= getattr(less, name) for name in (*STATE, "frame"))


def composed(facts: Any, terms: Any) -> Granted:
    """The lines one after the other, each seeing those before it."""
    granted = Granted(frame=grant_frame.frame(facts, terms))
    for rule in STATE_RULES:
        granted.add(rule.id, work(rule, facts, terms, granted).amount, ())
    return granted


def tied(world: World, *lines: tuple[Granted, Any, Any]) -> Sequence[Term]:
    """What ties any lines to facts and terms: each amount is the rule's own."""
    found: list[Term] = []
    for granted, facts, terms in lines:
        true = composed(facts, terms)
        found += [(getattr(granted, name) == getattr(true, name)).term for name in (*STATE, "frame")]
    return [*found, *world.assumed, *world.ground.sides]


class Reduced(NamedTuple):
    """What is taken off of lines, and what is left."""

    above: Any
    own: Any
    total: Any


def reduced(facts: Any, terms: Any, granted: Granted) -> Reduced:
    """What the frame and the own share take off of any lines, and the total."""
    above = grant_frame.amount(facts, terms, granted)
    own = own_share.amount(terms, granted, above)
    return Reduced(above, own, sum(getattr(granted, name) for name in STATE) - above - own)


def rounded(number: Any, rule: Rule, terms: Any) -> Any:
    """A number over a rule's unit, rounded as the line is."""
    return divide_half_up(number, rule.unit(terms) * terms.rounding_ore) * terms.rounding_ore


class Line(NamedTuple):
    """A line of records by itself, whatever was granted before it."""

    facts: Any
    terms: Any
    granted: Granted
    worked: Worked


def line_of(world: World, rule: Rule) -> Line:
    """A rule carried out on all facts."""
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    return Line(facts, terms, granted, work(rule, facts, terms, granted))
