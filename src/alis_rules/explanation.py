"""Why: the rules carried out once more on quantities that remember, and what each record added.

Nothing here reckons. The very rule functions are handed facts and terms as `Quantity`, and what they give back is the explanation:
it is the computation, and cannot tell another.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, ClassVar, cast

from attrs import frozen

from .arithmetic import WHOLE, YEAR
from .counting import Count
from .facts import NO_CLAIM, Facts
from .fields import from_hundredths, hundredths
from .model import DoctorRole
from .naming import Named, named
from .problems import UnknownName
from .quantities import Op, Quantity, Switch, fact
from .rates import FEE_RATE, RateUsed
from .reckoning import Reckoned, Reckoning
from .rules import Funding, Granted, Rule, grant_frame, own_share, work
from .terms import CAPS, PRICES, Terms

RATES = (*PRICES.values(), "supervision-rate", *CAPS.values(), "facilitation-share", "own-share")
"""The values that are figures of an amount, beside the fee rate and the frames."""
FRAMED = ("months_regular_gp_bp", "months_gp_locum_bp", "months_introductory_gp_bp", "months_other_municipal_gp_bp", "in_window")
"""The facts that the grant frame is reckoned of."""
FLAGS = {
    "each_cap": "grading",
    "supervision_capped": "supervision-hours",
    "facilitation_of_granted": "facilitation-base",
    "facilitation_on_top": "facilitation-place",
}
"""The terms that are conditions, and the reading that each is."""


@frozen
class Step:
    """One step towards a line's amount."""

    id: str
    """``incurred`` (where it is other than what counts), ``counted``, a cap's id, ``claim``, or ``amount``; of the frame ``limited``,
    ``frame`` and ``amount``."""
    quantity: Quantity
    """The figure that it comes to, and its origin."""


@frozen
class LineExplanation:
    """How a line came to what it is."""

    rule: str
    """The rule's id."""
    steps: tuple[Step, ...]
    """The steps towards the amount, in order."""

    def __getitem__(self, step_id: str) -> Quantity:
        """The quantity of a step. Raises KeyError, which names the steps that there are."""
        for step in self.steps:
            if step.id == step_id:
                return step.quantity
        raise UnknownName(step_id, (step.id for step in self.steps))

    def __contains__(self, step_id: object) -> bool:
        """Whether there is a step of an id."""
        return any(step.id == step_id for step in self.steps)

    __iter__: ClassVar[None] = None
    """Steps are gone through as `steps`."""


@frozen
class Contribution:
    """What a record adds to a line, in kroner, or in hours that have no amount without a price."""

    at: str
    """JSON Pointer to the record in the case."""
    rule: str
    """The line's rule."""
    unit: str
    """``NOK``, or ``h`` for hours that have no amount without a price."""
    incurred: Decimal
    """The whole of the record, before any condition."""
    counted: Decimal
    """The part of it that counts."""


@frozen
class Explanation:
    """How every line that applies came to what it is, and what each record added."""

    lines: tuple[LineExplanation, ...]
    """Each line that applies, step by step."""
    contributions: tuple[Contribution, ...]
    """The contributions of each record to each line."""
    rates: tuple[RateUsed, ...]
    """The values that the lines may be reckoned of."""
    named: tuple[Named, ...]
    """What people know each post, interruption and record of the case by."""

    def __getitem__(self, rule: str) -> LineExplanation:
        """The explanation of a line, by its rule's id. Raises KeyError where the line does not apply, and names those that do."""
        for line in self.lines:
            if line.rule == rule:
                return line
        raise UnknownName(rule, (line.rule for line in self.lines))

    def __contains__(self, rule: object) -> bool:
        """Whether a line is explained, by its rule's id."""
        return any(line.rule == rule for line in self.lines)

    __iter__: ClassVar[None] = None
    """Lines are gone through as `lines`."""


class _TracedFacts:
    """Facts as quantities, each made when it is first read."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def __getattr__(self, name: str) -> Quantity:
        made = fact(name, getattr(self._facts, name))
        setattr(self, name, made)
        return made


class _TracedTerms:
    """Terms as quantities that arose from rates; what is only a scale stays an integer."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        names = (FEE_RATE, *RATES, *(f"grant-frame-{role}" for role in DoctorRole))
        self.rates = tuple(terms.used[name] for name in names if name in terms.used)
        self.price_unit = terms.price_unit
        self.facilitation_unit = terms.facilitation_unit
        self.rounding_ore = terms.rounding_ore
        self.flat_grade = Quantity(terms.flat_grade, YEAR, "months", Op.GRADE, "short-call-caps")
        self.facilitation_share = self._rate("facilitation-share", terms.facilitation_share, terms.facilitation_unit, "percent")
        self.own_share_bp = self._rate("own-share", terms.own_share_bp, WHOLE, "percent")
        frames = terms.published_frames
        self.published_frames = {
            role: self._rate(f"grant-frame-{role}", frames[role], 100 * terms.price_unit, "NOK") for role in DoctorRole
        }
        self.frame_is_summed = {role: Switch("grant-frame", summed) for role, summed in terms.frame_is_summed.items()}
        for name, reading in FLAGS.items():
            setattr(self, name, Switch(reading, getattr(terms, name)))
        for name, value_id in CAPS.items():
            setattr(self, name, self._rate(value_id, getattr(terms, name), 100, "h" if name.endswith("_h100") else "NOK"))
        for name, share in PRICES.items():
            setattr(self, name, self._price(share, getattr(terms, name)))

    def _rate(self, value_id: str, value: int, scale: int, unit: str) -> Quantity:
        return Quantity(value, scale, unit, Op.RATE if value_id in self._terms.used else Op.MISSING, value_id)

    def _price(self, share: str, value: int) -> Quantity:
        """The price of an hour: a rate of its own, else the fee rate times a share of it."""
        of = tuple(
            self._rate(value_id, hundredths(self._terms.values[value_id].number), 100 if unit == "NOK/h" else WHOLE, unit)
            for value_id, unit in self._terms.price_of[share]
        )
        if len(of) == 1:
            return Quantity(value, self.price_unit, "NOK/h", Op.RATE, of[0].id)
        return Quantity(value, self.price_unit, "NOK/h", Op.PRODUCT if of else Op.MISSING, "" if of else share, of)


@lru_cache(maxsize=256)
def traced_terms(terms: Terms) -> Any:
    """The terms as the amount rules read them, in quantities."""
    return _TracedTerms(terms)


@lru_cache(maxsize=1024)
def _frame(terms: Terms, *framed: int) -> Quantity:
    """The grant frame as the lines before it refer to it; it hangs on little, so that many cases share it."""
    read: dict[str, Any] = dict(zip(FRAMED, framed, strict=True))
    frame = grant_frame.frame(cast("Any", _TracedFacts(Facts(**read))), traced_terms(terms))
    return Quantity(frame.value, frame.scale, frame.unit, Op.STEP, grant_frame.RULE.id, (frame,))


def explain(counted: Count, terms: Terms, reckoning: Reckoning) -> Explanation:
    """How a reckoning came about, line by line, and what each record added."""
    return Explanation(
        lines=tuple(_explained(counted.facts, terms, reckoning)),
        contributions=tuple(_contributions(counted)),
        rates=traced_terms(terms).rates,
        named=tuple(named(counted.timeline.case)),
    )


def _explained(facts: Facts, terms: Terms, reckoning: Reckoning) -> Iterator[LineExplanation]:
    traced, rates = cast("Any", _TracedFacts(facts)), traced_terms(terms)
    so_far = Granted(frame=_frame(terms, *[getattr(facts, name) for name in FRAMED]))
    for line in reckoning.lines:
        if isinstance(line.rule, Rule):
            if line.applies:
                yield LineExplanation(line.rule.id, tuple(_steps(line.rule, line, traced, rates, so_far)))
            if line.rule.funding is not Funding.MUNICIPAL:
                so_far.add(line.rule.id, Quantity(line.amount or 0, 100, "NOK", Op.LINE, line.rule.id), ())
    *_, own, above = reckoning.lines
    if own.amount is None:
        yield LineExplanation(own.rule.id, ())
    elif own.applies:
        taken_off = Quantity(reckoning.above_frame, 100, "NOK", Op.LINE, above.rule.id)
        yield LineExplanation(own.rule.id, (Step("amount", own_share.amount(rates, so_far, taken_off)),))
    if above.applies:
        yield LineExplanation(above.rule.id, tuple(_frame_steps(above, traced, rates, so_far)))


def _steps(rule: Rule, line: Reckoned, facts: Any, terms: Any, so_far: Granted) -> Iterator[Step]:
    """The steps of a line of records, as far as they are known."""
    if line.incurred is not None and line.incurred != line.counted:
        yield Step("incurred", rule.incurred(facts, terms))
    if not line.counts:
        return
    if line.amount is None:
        if line.counted is not None:
            yield Step("counted", rule.counted(facts, terms))
        return
    worked = work(rule, facts, terms, so_far)
    yield Step("counted", worked.counted)
    for limit in worked.limits:
        yield Step(limit.id, limit.most)
    claim = rule.claim(facts) if rule.claim else None
    if claim is not None and claim.value < NO_CLAIM:
        yield Step("claim", claim)
    yield Step("amount", worked.amount)


def _frame_steps(line: Reckoned, facts: Any, terms: Any, so_far: Granted) -> Iterator[Step]:
    yield Step("limited", grant_frame.limited(terms, so_far))
    if line.amount is not None:
        yield Step("frame", so_far.frame.of[0])
        yield Step("amount", grant_frame.amount(facts, terms, so_far))


def _contributions(counted: Count) -> Iterator[Contribution]:
    for verdict in counted.verdicts:
        for part in verdict.parts:
            if part.incurred:
                unit = "h" if part.quantity.endswith("_h100") else "NOK"
                incurred = from_hundredths(part.incurred)
                counts = incurred if part.counted == part.incurred else from_hundredths(part.counted)
                yield Contribution(verdict.at, part.rule, unit, incurred, counts)
