"""A traced quantity in words: the formula that it arose by, with its figures and what each of them is.

What makes no difference is not told: an addend of nothing, nothing taken off, a whole year's grading. `Quantity` itself keeps all of it.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from ..arithmetic import HUNDREDTHS
from ..quantities import Op, Quantity, two_decimals
from ..rates import RateUsed
from .catalogue import Catalogue, catalogue


class Kind(IntEnum):
    """What a formula is made of, the loosest last."""

    FIGURE = 0
    PRODUCT = 1
    SUM = 2


class Told(NamedTuple):
    """A formula in words."""

    text: str
    kind: Kind

    @property
    def factor(self) -> str:
        """The formula as a factor of another: a sum in brackets."""
        return f"({self.text})" if self.kind is Kind.SUM else self.text


class Formulas:
    """The formulas of one line: each figure is named where it is first used."""

    def __init__(self, texts: Catalogue, rates: Mapping[str, RateUsed], explained: frozenset[str] = frozenset()) -> None:
        """Take the language, the rates by id, and the steps of other lines that are told there."""
        self.texts = texts
        self.rates = rates
        self.explained = explained
        self.said: set[str] = set()

    def tell(self, quantity: Quantity) -> Told:
        """The formula of a quantity."""
        op, of = quantity.op, quantity.of
        if not of or op is Op.RATE:
            return Told(self._leaf(quantity), Kind.FIGURE)
        if op is Op.PRODUCT:
            return self._product(of)
        if op is Op.SUM:
            told = [self.tell(each) for each in of if not _adds_nothing(each)] or [self.tell(of[0])]
            return told[0] if len(told) == 1 else Told(" + ".join([each.text for each in told]), Kind.SUM)
        if op is Op.DIFFERENCE and of[1].value:
            return Told(f"{self.tell(of[0]).text} − {self.tell(of[1]).factor}", Kind.SUM)
        if op is Op.NOT_BELOW_ZERO and of[0].value < 0:
            return Told(self.texts.say("step.never-below-zero", formula=self.tell(of[0]).text), Kind.SUM)
        if op is Op.STEP and quantity.id in self.explained:
            return Told(f"{self.texts.money(two_decimals(quantity))} ({self.texts.say('text.the-frame')})", Kind.FIGURE)
        return self.tell(of[0])

    def _product(self, of: tuple[Quantity, ...]) -> Told:
        """The factors, but for those that are one: a condition that holds, the grading of a whole year."""
        told = [self.tell(each) for each in map(_chosen, of) if each.value != each.scale or not _is_silent(each)]
        return told[0] if len(told) == 1 else Told(" × ".join([each.factor for each in told]), Kind.PRODUCT)

    def _leaf(self, leaf: Quantity) -> str:
        """A figure, with what it is where it was not yet said."""
        told = self.figure(leaf)
        label = self._label(leaf)
        if not label or label in self.said:
            return told
        self.said.add(label)
        return f"{told} ({label})"

    def _label(self, leaf: Quantity) -> str:
        messages = self.texts.messages
        if leaf.op is Op.FACT:
            return messages[f"fact.{leaf.id}"]
        if leaf.op is Op.RATE:
            return messages.get(f"value.{leaf.id}", leaf.id)
        return messages[f"rule.{leaf.id}"].lower() if leaf.op is Op.LINE else ""

    def figure(self, leaf: Quantity) -> str:
        """A figure with its unit; a rate as its source has it."""
        if leaf.op is Op.RATE:
            return _rate(self.rates[leaf.id], self.texts.lang)
        if leaf.unit == "h":
            return self.texts.measure(two_decimals(leaf), "h")
        if leaf.unit == "months":
            return self.texts.say("step.months", months=self.texts.number(two_decimals(leaf, 12)))
        return self.texts.money(two_decimals(leaf))

    def result(self, quantity: Quantity) -> str:
        """Kroner to the øre, said to be rounded where they are."""
        money = self.texts.money(two_decimals(quantity))
        exact = quantity.value * HUNDREDTHS % quantity.scale == 0
        return money if exact else self.texts.say("step.rounded", amount=money)


@lru_cache(maxsize=4096)
def _rate(rate: RateUsed, lang: str) -> str:
    """The figure of a rate as its source has it."""
    return catalogue(lang).measure(Decimal(rate.value), rate.unit)


def _adds_nothing(addend: Quantity) -> bool:
    """Whether an addend is nothing for want of a fact; one that is nothing by its rate is told."""
    if addend.value:
        return False
    return addend.op is not Op.PRODUCT or any(each.op is Op.FACT and not each.value for each in addend.of)


def is_of_no_fact(quantity: Quantity) -> bool:
    """A sum that is nothing for want of facts in every addend."""
    return quantity.op is Op.SUM and all(map(_adds_nothing, quantity.of))


def _chosen(quantity: Quantity) -> Quantity:
    """What a choice chose."""
    return _chosen(quantity.of[0]) if quantity.op is Op.CHOICE else quantity


def _is_silent(each: Quantity) -> bool:
    """Whether a factor that is one has nothing to say: a condition, or the months of a whole year's call."""
    return each.op is Op.GRADE or each.unit == "yes-no"
