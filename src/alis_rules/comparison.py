"""Why one result differs from another: compare two cases, or one case seen in two ways.

The total of a case is a function of whole numbers: values of the tables, readings, what governs counting, and facts. `compare` goes
from the one to the other by changing them one after the other (`changes`), and reckons the whole case anew after each. The steps
therefore add up to the difference, exactly.
"""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import asdict, evolve, frozen

from .changes import Seen, walk
from .counting import count
from .entitlement import Entitlement
from .evaluation import evaluated
from .fields import exactly, from_hundredths
from .keeping import read_only
from .model import Acceptable, Case
from .problems import InvalidCase, Problem
from .rates import Call, Tables, load_tables
from .readings import Readings
from .resolving import View, call_named, looked_at
from .steps import Changed, ComparisonStep
from .terms import PERIOD, terms_of

COMPARISON_SCHEMA = "alis-rules/comparison/1"
"""The name of the comparison document that this library writes."""


@frozen(kw_only=True)
class Question:
    """A case, and how it is to be seen: all that a result depends on."""

    case: Case
    """The case."""
    call: str | None = None
    """Another call, whose rates, caps and conditions are applied to the case in its own grant period."""
    readings: Readings | Mapping[str, str] | None = None
    """Options that override the case's own, as `Readings` or by id."""
    tables: Tables | None = None
    """Other tables than those shipped."""
    known_on: dt.date | None = None
    """Only values that were known by that day."""
    project: bool = False
    """Where the call comes after the newest in the tables, that one carried forward."""


@frozen(kw_only=True)
class Comparison:
    """Why the one result differs from the other."""

    before: Entitlement
    """The first result."""
    after: Entitlement
    """The second result."""
    same_case: bool
    """Whether both are of the same records: only values, readings and rules differ."""
    steps: tuple[ComparisonStep, ...]
    """They add up to `difference`, exactly."""
    without_effect: tuple[Changed, ...]
    """What is not the same on both sides and changes no line."""

    @property
    @exactly
    def difference(self) -> Decimal:
        """The total after less the total before, kroner (NOK): of the determined lines, where one is not final."""
        return sum((step.amount for step in self.steps), from_hundredths(0))

    @exactly
    def to_json(self) -> dict[str, Any]:
        """The comparison as a JSON object, amounts as strings of two decimals."""
        return {
            "schema": COMPARISON_SCHEMA,
            "difference": f"{self.difference:.2f}",
            "same_case": self.same_case,
            "steps": [asdict(each, value_serializer=_plain) for each in self.steps],
            "without_effect": [asdict(each) for each in self.without_effect],
            "before": self.before.to_json(),
            "after": self.after.to_json(),
        }


def _plain(_: object, __: object, value: Any) -> Any:
    """An amount as a string of two decimals."""
    return f"{value:.2f}" if isinstance(value, Decimal) else value


@exactly
def compare(before: Case | Question, after: Case | Question) -> Comparison:
    """Why the second result differs from the first.

    Raises InvalidCase, which holds all that is wrong with either, as seen from ``before`` and ``after``.
    """
    found: list[Problem] = []
    seen: list[tuple[Seen, Entitlement]] = []
    names: set[str | None] = set()
    for name, each in (("before", before), ("after", after)):
        try:
            seen.append(see(each if isinstance(each, Question) else Question(case=each)))
        except InvalidCase as error:
            found += [problem.under(name) for problem in error.errors]
            names.add(error.reference)
    if found:
        raise InvalidCase(found, reference=names.pop() if len(names) == 1 else None)
    (first, told_before), (second, told_after) = seen
    same, steps, without_effect = walk(first, second)
    return Comparison(before=told_before, after=told_after, same_case=same, steps=steps, without_effect=without_effect)


def see(question: Question) -> tuple[Seen, Entitlement]:
    """What a result is a function of, and the result. Raises InvalidCase with all that is wrong with the case or the way to see it."""
    seen, found = looked_at(question.case, question.readings, question.tables, question.known_on, project=question.project)
    other = seen and seen.call
    if question.call is not None:
        tables = question.tables if isinstance(question.tables, Tables) else load_tables()
        other, wrong = call_named(question.call, tables, project=question.project is True)
        found += [each for each in wrong if each not in found]
    if seen is None or other is None:
        raise InvalidCase(found, reference=getattr(question.case, "reference", None))
    if other.id != seen.call.id:
        seen = _in_its_place(seen, other)
    case, call, readings, tables, known_on, _ = seen
    entitlement = evaluated(seen)
    terms = terms_of(tables, call, readings, case.supplied, case.accept, known_on)
    accepting = terms_of(tables, call, readings, case.supplied, (Acceptable.UNCONFIRMED,), known_on)
    centrality_class = entitlement.municipality.centrality_class
    counted = count(case, terms.grounds, readings, centrality_class)
    return Seen(case, readings, terms, accepting.values, centrality_class, counted), entitlement


def _in_its_place(seen: View, other: Call) -> View:
    """A case seen by another call in the grant period of its own: with that call's values, and the proposals that hold for it."""
    values = {**other.values, **{bound: seen.call[bound] for bound in PERIOD}}
    return seen._replace(call=evolve(other, values=read_only(values), bounds=seen.call.bounds, values_of=other.bounds))
