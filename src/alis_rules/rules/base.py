"""What a rule is: a line of the entitlement, with its clauses, rates, papers and arithmetic.

The arithmetic functions take facts and terms and return whole numbers. They use ``+ - *``, comparisons and the helpers of
`alis_rules.arithmetic`, nothing else, so that they can be handed any type of number. A line's amounts are øre over the rule's
`unit`; `work` takes the least of what counts and what limits it, and rounds once.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple

from attrs import define, field, frozen

from ..arithmetic import YEAR, choose, divide_half_up, least
from ..facts import Facts
from ..reasons import Reason
from ..terms import Terms


class Funding(StrEnum):
    """The three classes of element (T04)."""

    STANDARD = "standard"
    ADDITIONAL = "additional"
    MUNICIPAL = "municipal"


class Limit(NamedTuple):
    """A cap on a line: its id, and the most that the line may come to, over the rule's unit."""

    id: str
    most: Any


@define(kw_only=True)
class Granted:
    """The state lines so far: their amounts in øre, and for each undetermined one what is missing."""

    practice_compensation: Any = 0
    learning_expenses: Any = 0
    lower_productivity: Any = 0
    supervision: Any = 0
    facilitation: Any = 0
    additional_elements: Any = 0
    frame: Any = 0
    """The grant frame, øre over its unit."""
    missing: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])

    def __getitem__(self, rule: str) -> Any:
        """The amount of a line, by its rule's id."""
        return getattr(self, rule.replace("-", "_"))

    def add(self, rule: str, amount: Any, missing: tuple[str, ...]) -> None:
        """Take one more line."""
        setattr(self, rule.replace("-", "_"), amount)
        if missing:
            self.missing[rule] = missing


def in_ore_of_year(terms: Terms) -> int:
    """The unit of a line that is graded but has no price."""
    return YEAR


def in_price_of_year(terms: Terms) -> int:
    """The unit of a line that is graded and has a price."""
    return terms.price_unit * YEAR


def no_limits(facts: Facts, terms: Terms, granted: Granted) -> tuple[Limit, ...]:
    """No cap at all."""
    return ()


def lacks_nothing(facts: Facts, terms: Terms, granted: Granted) -> tuple[str, ...]:
    """Nothing beyond the rule's own terms is needed."""
    return ()


@frozen(kw_only=True, eq=False)
class Rule:
    """A rule that yields a line from records."""

    id: str
    funding: Funding
    clauses: tuple[str, ...]
    """The clauses that its amount carries out."""
    recipient_clauses: tuple[str, ...] = ()
    """The clauses that say who receives it."""
    rates: tuple[str, ...] = ()
    """The values of the tables that it reads, by id, the most telling first."""
    readings: tuple[str, ...] = ()
    """The readings that touch it."""
    reasons: tuple[Reason, ...] = ()
    """The reasons not to count that are its own, beside those of every day."""
    papers: tuple[str, ...]
    """The papers to keep for a control (T22): keys of the message catalogue."""
    quantity: Callable[[Facts], Any]
    """What the records come to, in whatever whole numbers they are in; zero where nothing is incurred."""
    priced: Callable[[Facts], Any] = field(default=lambda facts: 0)
    """The part of `quantity` that has no amount without a price."""
    counting: Callable[[Facts], Any]
    """The part of `quantity` that counts."""
    incurred: Callable[[Facts, Terms], Any]
    """Kroner of all records before any condition, øre over `unit`."""
    counted: Callable[[Facts, Terms], Any]
    """Kroner of the records that count, øre over `unit`."""
    limits: Callable[[Facts, Terms, Granted], tuple[Limit, ...]] = no_limits
    """The caps, the first named first."""
    unit: Callable[[Terms], int] = in_ore_of_year
    """The denominator of the amounts."""
    prices: tuple[str, ...] = ()
    """The terms that the counted amount needs."""
    caps: tuple[str, ...] = ()
    """The terms that the limits need."""
    lacks: Callable[[Facts, Terms, Granted], tuple[str, ...]] = lacks_nothing
    """What else is missing for the limits, by id."""
    claim: Callable[[Facts], Any] | None = None
    """What is applied for, øre; None where nothing is applied for by the rule."""


@frozen(kw_only=True, eq=False)
class Deduction:
    """A rule that takes something off what the records' lines come to."""

    id: str
    funding: Funding = Funding.STANDARD
    clauses: tuple[str, ...]
    recipient_clauses: tuple[str, ...] = ()
    rates: tuple[str, ...]
    readings: tuple[str, ...]
    papers: tuple[str, ...] = ()


class Worked(NamedTuple):
    """How a line of records comes to its amount: each number over the rule's unit, but for the last."""

    counted: Any
    limits: tuple[Limit, ...]
    capped: Any
    """The least of what counts and the limits."""
    claimed: Any
    """The least of that and the claim."""
    amount: Any
    """Rounded once, øre."""


def work(rule: Rule, facts: Facts, terms: Terms, granted: Granted) -> Worked:
    """Carry out a rule: the least of what counts, the limits and the claim, rounded. For any type of number."""
    unit, rounding = rule.unit(terms), terms.rounding_ore
    counted = rule.counted(facts, terms)
    limits = rule.limits(facts, terms, granted)
    capped = least(counted, *[limit.most for limit in limits])
    claimed = least(capped, rule.claim(facts) * unit) if rule.claim else capped
    return Worked(counted, limits, capped, claimed, divide_half_up(claimed, unit * rounding) * rounding)


def practice_grade(facts: Facts, terms: Terms) -> Any:
    """The grading of a cap for the roles within the Regular GP Scheme, over `YEAR`."""
    return choose(terms.each_cap, facts.months_regular_gp_bp + facts.months_gp_locum_bp + facts.months_introductory_gp_bp, terms.flat_grade)


def every_role_grade(facts: Facts, terms: Terms) -> Any:
    """The grading of a cap for every role, over `YEAR`."""
    months = facts.months_regular_gp_bp + facts.months_gp_locum_bp + facts.months_introductory_gp_bp + facts.months_other_municipal_gp_bp
    return choose(terms.each_cap, months, terms.flat_grade)


def window_grade(facts: Facts, terms: Terms) -> Any:
    """The grading of the productivity cap, by its months in the window, over `YEAR`."""
    return choose(terms.each_cap, facts.months_in_window_bp, terms.flat_grade)
