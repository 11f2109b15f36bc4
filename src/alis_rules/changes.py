"""The way from one result to another, one change after the other, each state reckoned whole.

The order is fixed: values that are found, values that are changed, values that are lost; readings; what governs counting; facts.
What has no meaning alone is changed together: values that only together determine a line, and facts that arise from the same records.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from attrs import evolve, fields, frozen

from .arithmetic import WHOLE
from .counting import Count, count
from .facts import FACTS, NO_CLAIM, Facts
from .fields import from_hundredths
from .model import Case
from .rates import FEE_RATE, UNITS, Value
from .readings import Readings, reading_fields
from .reasons import Reason
from .reckoning import Reckoned, reckon
from .rules import RECORD_RULES, Funding
from .steps import Changed, ComparisonStep, LineChange, StepKind
from .terms import GRANT_FRAME, PERIOD, Terms, terms_from


@frozen(eq=False)
class Seen:
    """A case seen in one way: what its result is a function of."""

    case: Case
    readings: Readings
    terms: Terms
    accepting: Mapping[str, Value]
    """The values as they were if unconfirmed ones were accepted."""
    centrality_class: int | None
    counted: Count


GRANT_PERIOD = "grant-period"
_DATES_OF_THE_CALL = frozenset({*PERIOD, "announced", "deadline", "report-due"})
"""Values that are no input of an amount: the grant period is one input, and the other days bear on nothing."""
_GOVERNING = {
    "longest-years": "longest_years",
    "productivity-months": "window_months",
    "back-dating-signed-after": "signed_after",
    "back-dating-counts-from": "counts_from",
}
"""The values that govern counting, and what they are in `Grounds`."""
_OF_CONDITIONS = frozenset({"locum-months", "recruitment-difficulties", "template-required"})
"""The values that only conditions read: they govern as well, and never change an amount."""
_INSTEAD = (frozenset({"supervision-share", "supervision-rate"}), frozenset({"back-dating-signed-after", "back-dating-counts-from"}))
"""Values of which one stands in the place of another, or is nothing without it."""
_MONTHS = (
    "months_regular_gp_bp",
    "months_gp_locum_bp",
    "months_introductory_gp_bp",
    "months_other_municipal_gp_bp",
    "months_in_window_bp",
    "in_window",
    "held_regular_gp",
    "held_gp_locum",
    "held_introductory_gp",
    "held_other_municipal_gp",
)
"""The facts that say how long, and in which role."""
_SAME_RECORDS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("practice-compensation",), ("absence_incurred_h100", "absence_h100")),
    (("learning-expenses",), ("expenses_incurred_ore", "expenses_ore")),
    (("lower-productivity",), ("productivity_incurred_ore", "productivity_ore")),
    (
        ("supervision",),
        (
            "supervision_incurred_ore",
            "supervision_incurred_unpriced_h100",
            "supervision_ore",
            "supervision_unpriced_h100",
            "supervision_h100",
        ),
    ),
    (("facilitation",), ("facilitation_incurred_ore", "facilitation_ore")),
    (("additional-elements",), ("additional_incurred_ore", "additional_ore")),
    (("municipal-elements",), ("municipal_incurred_ore", "municipal_ore")),
    ((), _MONTHS),
)
"""The facts that arise from the same records, and the lines whose reasons are theirs; every other fact is changed by itself."""
_NEITHER_RECORDS_NOR_CALL = ("schema", "reference", "call", "period", "supplied", "readings", "accept")
"""The parts of a case that say what it is called and how it is to be seen, not what happened."""


class _Input(NamedTuple):
    """One thing that differs, and how it is changed."""

    kind: StepKind
    changed: Changed
    values: dict[str, Value]
    grounds: dict[str, Any]

    @property
    def way(self) -> str:
        """Whether the value is found, lost or changed."""
        if (self.changed.before is None) == (self.changed.after is None):
            return "changed"
        return "found" if self.changed.before is None else "lost"


_Group = tuple[_Input, ...]
_GOVERNING_TURN = 3


def walk(before: Seen, after: Seen) -> tuple[bool, tuple[ComparisonStep, ...], tuple[Changed, ...]]:
    """Whether both are the same case; every step from the one to the other; and what is not the same and changes no line."""
    same = _records(before.case) == _records(after.case)
    inputs = list(_inputs(before, after))
    period = [each for each in inputs if each.changed.id == GRANT_PERIOD]
    if not same:
        inputs = [each for each in inputs if each.changed.id != GRANT_PERIOD]
    way = _Way(before)
    groups = _grouped(inputs, before, after)
    for group in sorted(groups, key=_turn):
        if _turn(group) < _GOVERNING_TURN:
            way.change(group)
    for name, field in reading_fields():
        options = before.readings.option(name), after.readings.option(name)
        if options[0] != options[1]:
            kind = StepKind.ROUNDING if name == "rounding" else StepKind.READING
            changed = Changed(id=name, unit="option", before=options[0], after=options[1])
            way.read(kind, changed, evolve(way.readings, **{field.name: getattr(after.readings, field.name)}))
    for group in groups:
        if _turn(group) == _GOVERNING_TURN:
            way.change(group)
    if same:
        way.place(after.centrality_class)
    else:
        for each in period:
            way.change((each,), recount=False)
        way.tell(after)
    return same, tuple(way.steps), tuple(way.without_effect)


def _records(case: Case) -> tuple[Any, ...]:
    """What happened, by a case."""
    return tuple(getattr(case, each.name) for each in fields(Case) if each.name not in _NEITHER_RECORDS_NOR_CALL)


def _turn(group: _Group) -> int:
    """When a group has its turn: what is found, what is changed, what is lost; then what only governs counting."""
    ways = {each.way for each in group}
    if ways == {"changed"} and all(each.grounds or each.changed.id in _OF_CONDITIONS for each in group):
        return _GOVERNING_TURN
    return 0 if ways == {"found"} else 2 if ways == {"lost"} else 1


# What differs -------------------------------------------------------------------------------------------------------


def _inputs(before: Seen, after: Seen) -> Iterator[_Input]:
    """Every value that differs, in the order of the tables, and the grant period."""
    first, last = before.terms, after.terms
    for name in (FEE_RATE, *UNITS):
        old, new = first.values[name], last.values[name]
        grounds = {_GOVERNING[name]: getattr(last.grounds, _GOVERNING[name])} if name in _GOVERNING else {}
        governs_alike = all(getattr(first.grounds, each) == value for each, value in grounds.items())
        if name in _DATES_OF_THE_CALL or (old.value == new.value and governs_alike):
            continue
        changed = Changed(
            id=name,
            unit=new.unit,
            before=_figure(old),
            after=_figure(new),
            before_standing=_standing(before, name),
            after_standing=_standing(after, name),
        )
        kind = StepKind.RULE if name in _GOVERNING or name in _OF_CONDITIONS else StepKind.RATE
        if "not-accepted" in (changed.before_standing, changed.after_standing):
            kind = StepKind.RULE
        if name in first.later or name in last.later:
            kind = StepKind.KNOWN_LATER
        yield _Input(kind, changed, {name: new}, grounds)
    grounds = {name: getattr(last.grounds, name) for name in ("first", "last", "known")}
    if any(getattr(first.grounds, name) != value for name, value in grounds.items()):
        changed = Changed(
            id=GRANT_PERIOD,
            unit="days",
            before=_days(first),
            after=_days(last),
            before_standing=_standing(before, PERIOD[0]),
            after_standing=_standing(after, PERIOD[0]),
        )
        later = not {*PERIOD}.isdisjoint({*first.later, *last.later})
        yield _Input(StepKind.KNOWN_LATER if later else StepKind.RULE, changed, {name: last.values[name] for name in PERIOD}, grounds)


def _figure(value: Value) -> str | None:
    """A value as it is told, without trailing zeros; yes and no as ``true`` and ``false``."""
    if value.value is None:
        return None
    return str(value.value).lower() if isinstance(value.value, bool) else value.used().value


def _standing(seen: Seen, name: str) -> str:
    """The standing of a value, or why it is withheld."""
    value = seen.terms.values[name]
    if value.value is not None:
        return value.standing
    if name in seen.terms.later:
        return "not-yet-known"
    return value.standing if seen.accepting[name].value is None else "not-accepted"


def _days(terms: Terms) -> str | None:
    """The grant period, from its first day to its last; None where it is not known."""
    grounds = terms.grounds
    return f"{dt.date.fromordinal(grounds.first)}/{dt.date.fromordinal(grounds.last)}" if grounds.known else None


def _grouped(inputs: list[_Input], before: Seen, after: Seen) -> list[_Group]:
    """The inputs in groups that are changed together: where one stands in another's place, or a line lacks several."""
    links = [*_INSTEAD]
    for way, terms in (("found", before.terms), ("lost", after.terms)):
        of_way = [each for each in inputs if each.way == way]
        for line in reckon(before.counted.facts, terms_from(terms.values, terms.grounds, before.readings)).lines:
            lacked = [each for each in of_way if not _of_missing(each.changed.id).isdisjoint(line.missing)]
            links += [frozenset(each.changed.id for each in lacked if each.kind is kind) for kind in StepKind]
    groups = [[each] for each in inputs]
    for link in links:
        linked = [group for group in groups if any(each.changed.id in link for each in group)]
        if linked:
            linked[0][:] = [each for each in inputs if any(each in group for group in linked)]
            groups = [group for group in groups if group is linked[0] or group not in linked]
    return [tuple(group) for group in groups]


def _of_missing(name: str) -> set[str]:
    """What a line calls an input that it lacks."""
    return {*PERIOD} if name == GRANT_PERIOD else {GRANT_FRAME} if name.startswith(GRANT_FRAME) else {name}


# The way ------------------------------------------------------------------------------------------------------------


class _Way:
    """Where one has come to on the way, and the steps so far."""

    def __init__(self, start: Seen) -> None:
        self.case, self.centrality_class = start.case, start.centrality_class
        self.values, self.grounds, self.readings = dict(start.terms.values), start.terms.grounds, start.readings
        self.facts, self.reasons = start.counted.facts, start.counted.line_reasons
        self.lines = self._reckoned()
        self.steps: list[ComparisonStep] = []
        self.without_effect: list[Changed] = []

    def change(self, group: _Group, *, recount: bool = True) -> None:
        """Change some values and what governs counting."""
        before = self.grounds
        for each in group:
            self.values.update(each.values)
            self.grounds = evolve(self.grounds, **each.grounds)
        reasons = self._count() if recount and self.grounds != before else self.reasons
        self._step(group[0].kind, tuple(each.changed for each in group), reasons)

    def read(self, kind: StepKind, changed: Changed, readings: Readings) -> None:
        """Change a reading."""
        self.readings = readings
        self._step(kind, (changed,), self._count())

    def place(self, centrality_class: int | None) -> None:
        """Change the centrality class of the municipality to what the tables of another call say."""
        if centrality_class != self.centrality_class:
            old, new = (None if each is None else str(each) for each in (self.centrality_class, centrality_class))
            self.centrality_class = centrality_class
            changed = Changed(id="centrality-class", unit="class", before=old, after=new)
            self._step(StepKind.RULE, (changed,), self._count())

    def tell(self, after: Seen) -> None:
        """Change the facts to those of another case, what arises from the same records together."""
        facts, reasons = after.counted.facts, after.counted.line_reasons
        months = [sum(getattr(each, name) for name in _MONTHS if name.endswith("_bp")) for each in (self.facts, facts)]
        for lines, names in _together(months_first=months[0] < months[1]):
            changed = tuple(_fact(name, self.facts, facts) for name in names if getattr(self.facts, name) != getattr(facts, name))
            if changed:
                self.facts = evolve(self.facts, **{name: getattr(facts, name) for name in names})
                new_reasons = {**self.reasons, **{line: reasons.get(line, set()) for line in lines}}
                self._step(StepKind.FACT, changed, new_reasons)

    def _count(self) -> "dict[str, set[Reason]]":
        """Count the case anew, and give the reasons of each line."""
        counted = count(self.case, self.grounds, self.readings, self.centrality_class)
        self.facts = counted.facts
        return counted.line_reasons

    def _reckoned(self) -> dict[str, Reckoned]:
        terms = terms_from(self.values, self.grounds, self.readings)
        return {line.rule.id: line for line in reckon(self.facts, terms).lines}

    def _step(self, kind: StepKind, changed: tuple[Changed, ...], reasons: "dict[str, set[Reason]]") -> None:
        """Take the step to where one has come: what it does to each line, or that it does nothing."""
        before, self.lines = self.lines, self._reckoned()
        told, self.reasons = self.reasons, reasons
        lines = tuple(
            _line_change(before[rule], line, told.get(rule, set()), reasons.get(rule, set()))
            for rule, line in self.lines.items()
            if (line.amount, line.missing) != (before[rule].amount, before[rule].missing)
        )
        if not lines:
            self.without_effect += changed
            return
        amount = sum((line.change for line in lines if line.rule not in _MUNICIPAL), from_hundredths(0))
        self.steps.append(ComparisonStep(kind=kind, changed=changed, amount=amount, lines=lines))


_MUNICIPAL = frozenset(rule.id for rule in RECORD_RULES if rule.funding is Funding.MUNICIPAL)


def _together(*, months_first: bool) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every fact once, with those that are changed with it and the lines whose reasons are theirs.

    The months come first where they grow, else last, so that what the records give is not hidden by a frame that is too small.
    """
    with_others = {name: each for each in _SAME_RECORDS for name in each[1]}
    told = list(dict.fromkeys(with_others.get(name, ((), (name,))) for name in FACTS))
    return sorted(told, key=lambda each: (each[1] is _MONTHS) is not months_first)


def _line_change(before: Reckoned, after: Reckoned, told: "set[Reason]", reasons: "set[Reason]") -> LineChange:
    return LineChange(
        rule=after.rule.id,
        before=None if before.amount is None else from_hundredths(before.amount),
        after=None if after.amount is None else from_hundredths(after.amount),
        change=from_hundredths((after.amount or 0) - (before.amount or 0)),
        missing_before=before.missing,
        missing=after.missing,
        new_reasons=tuple(sorted(reasons - told)),
        gone_reasons=tuple(sorted(told - reasons)),
    )


def _fact(name: str, before: Facts, after: Facts) -> Changed:
    """A fact in both, in its unit."""
    old, new = (_figure_of_fact(name, getattr(facts, name)) for facts in (before, after))
    return Changed(id=name, unit=_unit(name), before=old, after=new)


def _unit(name: str) -> str:
    """The unit of a fact, by the end of its name."""
    ends = {"_h100": "h", "_ore": "NOK", "_bp": "months"}
    return next((unit for end, unit in ends.items() if name.endswith(end)), "yes-no")


def _figure_of_fact(name: str, value: int) -> str | None:
    unit = _unit(name)
    if unit == "yes-no":
        return "true" if value else "false"
    if unit == "months":
        return f"{Decimal(value) / WHOLE:f}"
    return None if value == NO_CLAIM and name.startswith("claim_") else f"{from_hundredths(value):f}"
