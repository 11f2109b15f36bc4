"""What it takes: the least hours, kroner, months or percent that fill a cap or bring an amount."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from attrs import evolve, frozen

from .calendar import add_months
from .entitlement import Entitlement
from .fields import MAX_HOURS, MAX_MONEY, Unfit, from_hundredths, hundredths, money, shown
from .fields import near as near_words
from .model import (
    Activity,
    ActivityKind,
    AdditionalElement,
    AgreementKind,
    Case,
    Cost,
    LowerProductivity,
    Supervision,
)
from .problems import InvalidCase, Problem, problem
from .rates import Tables
from .readings import Readings
from .rules import RECORD_RULES, Funding
from .setting import Setting, with_percent
from .timeline import NONE, Reason, Reasons, Span

TOTAL = "total"
"""The name of the state grant, where an amount is asked for."""
LINE_OF_CAP = MappingProxyType(
    {
        "absence-hours": "practice-compensation",
        "learning-expenses": "learning-expenses",
        "lower-productivity": "lower-productivity",
        "supervision-hours": "supervision",
        "facilitation-share": "facilitation",
        "grant-frame": "grant-frame",
        "additional-cap": "additional-elements",
    }
)
"""The caps that can be asked for, and the line that each limits."""
_STATE_RULES = tuple(rule.id for rule in RECORD_RULES if rule.funding is not Funding.MUNICIPAL)


@frozen
class Full:
    """A target: nothing is left under a cap, or it cuts its line."""

    cap: str


@frozen
class AtLeast:
    """A target: a line, or the total, is at least an amount."""

    of: str
    """A rule's id, or ``total``."""
    amount: Decimal
    """Kroner (NOK)."""


Target = Full | AtLeast


class Vary(StrEnum):
    """What is added or set."""

    ABSENCE_HOURS = "absence-hours"
    """Hours of absence, of a course."""
    LEARNING_EXPENSES = "learning-expenses"
    """Kroner, of a course."""
    LOWER_PRODUCTIVITY = "lower-productivity"
    """Kroner of lost income, on one day."""
    SUPERVISION_HOURS = "supervision-hours"
    """Hours of supervision, paid by the rate."""
    FACILITATION = "facilitation"
    """Kroner."""
    ADDITIONAL_ELEMENTS = "additional-elements"
    """Kroner."""
    PERCENT = "percent"
    """The percent of the last position that meets the call."""
    MONTHS = "months"
    """How many months the last position that meets the call lasts, from its first day in the call that counts."""


class Hindrance(StrEnum):
    """Why no value reaches a target."""

    NO_DAY = "no-day"
    """No day of the call counts for it; with the reasons."""
    NO_POSITION = "no-position"
    """No position meets the call."""
    NO_CAP = "no-cap"
    """The cap does not apply to the case."""
    UNDETERMINED = "undetermined"
    """The line cannot be determined; with the values that are missing."""
    LIMITED = "limited"
    """Caps, the frame or a claim limit what comes of it; with their ids."""
    THE_MOST = "the-most"
    """The most that it can be is not enough."""


@frozen
class Obstacle:
    """One thing that keeps a target from being reached, and what it is about."""

    why: Hindrance
    about: tuple[str, ...] = ()


@frozen(kw_only=True)
class Needed:
    """The least that reaches a target, with the two neighbouring evaluations as evidence, or that there is no such value."""

    target: Target
    vary: Vary
    unit: str
    """``h``, ``NOK``, ``percent`` or ``months``."""
    value: Decimal | None
    """The least that is added, or for percent and months set; None where no value reaches the target."""
    day: dt.date | None
    """The day that it is added on, the first that counts; of months, the first that is held."""
    case: Case
    """The case with this value; where there is none, with the value that gives the most."""
    reached: Entitlement | None
    """What the case with this value is entitled to."""
    short: Entitlement | None
    """What it is entitled to with one unit less, a hundredth or a month: too little. None where there is no less."""
    highest: Entitlement | None
    """Where no value reaches the target: the most that any gives."""
    obstacles: tuple[Obstacle, ...] = ()
    """Where no value reaches the target: why."""
    tried: tuple[Vary, ...] = ()
    """Where no value reaches the target: all that was tried, each by itself; the answer tells of the one that gives the most."""

    def to_json(self) -> dict[str, Any]:
        """The answer as a JSON object, with the evaluations."""
        of, amount = (self.target.of, str(self.target.amount)) if isinstance(self.target, AtLeast) else (None, None)
        evaluations = {"reached": self.reached, "short": self.short, "highest": self.highest}
        return {
            "target": {"of": of, "amount": amount} if of else {"cap": self.target.cap} if isinstance(self.target, Full) else {},
            "vary": self.vary.value,
            "unit": self.unit,
            "value": None if self.value is None else str(self.value),
            "day": self.day and self.day.isoformat(),
            "tried": [each.value for each in self.tried],
            "obstacles": [{"why": each.why.value, "about": list(each.about)} for each in self.obstacles],
            **{name: each and each.to_json() for name, each in evaluations.items()},
        }


def needed(
    case: Case,
    target: Target,
    *,
    vary: Vary | str | None = None,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Needed:
    """The least of something that fills a cap or brings an amount: exact, to a hundredth of an hour, a krone or a percent, or a month.

    `vary`: what is added or set. Where it is not given, it is what the cap or the line is of; for the total and for the frame, the
    first kind of record, in the order of the lines, of which any amount reaches the target. The rest as for `evaluate`.
    Raises InvalidCase where the case, the target or `vary` is wrong.
    """
    target, varied = _checked(target, vary)
    setting = Setting(case, readings, tables, known_on, project=project)
    found: list[Needed] = []
    for each in varied:
        found.append(_needed(setting, target, each))
        if found[-1].value is not None:
            return found[-1]
    most = max(found, key=lambda each: each.highest.total if each.highest else _ZERO)
    return evolve(most, tried=varied)


_ZERO = Decimal(0)


def _checked(target: Target, vary: Vary | str | None) -> tuple[Target, tuple[Vary, ...]]:
    """The target with its amount read, and what may be varied for it, in order."""
    found: list[Problem] = []
    known = [*LINE_OF_CAP] if isinstance(target, Full) else [*_STATE_RULES, TOTAL]
    of = target.cap if isinstance(target, Full) else target.of
    if of not in known:
        found.append(problem("/target", "unknown-target", value=shown(of), near=near_words(str(of), known), known=", ".join(known)))
    if isinstance(target, AtLeast):
        amount = money(target.amount)
        if isinstance(cast("object", amount), Unfit):
            found += cast("Unfit", amount).under("target")
        target = AtLeast(target.of, amount)
    if vary is None:
        varied = tuple(each for each, way in WAYS.items() if of in (TOTAL, "grant-frame", way.rule, way.cap))
    elif vary not in {each.value for each in Vary}:
        varied = ()
        found.append(problem("/vary", "unknown-code", value=shown(vary), near=near_words(str(vary), [*Vary]), known=", ".join(Vary)))
    else:
        varied = (Vary(vary),)
        if isinstance(target, Full) and varied[0] not in WAYS:
            found.append(problem("/vary", "not-for-a-cap", value=vary, known=", ".join(WAYS)))
    if found:
        raise InvalidCase(found)
    return target, varied


# What is added ------------------------------------------------------------------------------------------------------


def _every_day(span: Span) -> Reasons:
    return NONE


class Way(NamedTuple):
    """A kind of record that may be added."""

    rule: str
    cap: str
    unit: str
    largest: int
    """The most of one record, in hundredths."""
    reasons: Callable[[Span], Reasons]
    """Why a day that counts does not count for this line."""
    add: Callable[[Case, dt.date, Decimal], Case]


def _with_absence(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, activities=(*case.activities, Activity(kind=ActivityKind.COURSE, date=day, absence_hours=amount)))


def _with_expenses(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, activities=(*case.activities, Activity(kind=ActivityKind.COURSE, date=day, expenses=amount)))


def _with_loss(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, lower_productivity=(*case.lower_productivity, LowerProductivity(from_=day, to=day, amount=amount)))


def _with_supervision(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, supervision=(*case.supervision, Supervision(date=day, hours=amount)))


def _with_facilitation(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, facilitation=(*case.facilitation, Cost(date=day, amount=amount)))


def _with_additional(case: Case, day: dt.date, amount: Decimal) -> Case:
    return evolve(case, additional=(*case.additional, AdditionalElement(date=day, amount=amount)))


def _practice(span: Span) -> Reasons:
    return span.practice_reasons


def _productivity(span: Span) -> Reasons:
    return span.productivity_reasons


_MOST_HOURS, _MOST_KRONER = MAX_HOURS * 100, MAX_MONEY * 100
WAYS: Mapping[Vary, Way] = MappingProxyType(
    {
        Vary.ABSENCE_HOURS: Way("practice-compensation", "absence-hours", "h", _MOST_HOURS, _practice, _with_absence),
        Vary.LEARNING_EXPENSES: Way("learning-expenses", "learning-expenses", "NOK", _MOST_KRONER, _every_day, _with_expenses),
        Vary.LOWER_PRODUCTIVITY: Way("lower-productivity", "lower-productivity", "NOK", _MOST_KRONER, _productivity, _with_loss),
        Vary.SUPERVISION_HOURS: Way("supervision", "supervision-hours", "h", _MOST_HOURS, _every_day, _with_supervision),
        Vary.FACILITATION: Way("facilitation", "facilitation-share", "NOK", _MOST_KRONER, _every_day, _with_facilitation),
        Vary.ADDITIONAL_ELEMENTS: Way("additional-elements", "additional-cap", "NOK", _MOST_KRONER, _every_day, _with_additional),
    }
)
"""The kinds of record that may be added, in the order of the lines."""


def against(setting: Setting, way: Way, span: Span) -> Reasons:
    """Why the days of a span do not count for a kind of record."""
    found = set(span.reasons | way.reasons(span))
    if way.rule != "supervision" and setting.case.agreement.kind is AgreementKind.SUPERVISION_ONLY:
        found.add(Reason.SUPERVISION_ONLY)
    if way.rule == "additional-elements" and setting.base.municipality.centrality_class not in (6, None):
        found.add(Reason.NOT_CENTRALITY_6)
    return frozenset(found)


# The search ---------------------------------------------------------------------------------------------------------


class _Search(NamedTuple):
    """What is looked through: how a value, a whole number of units, changes the case, and where it works one way only."""

    unit: str
    day: dt.date | None
    stretches: tuple[tuple[int, int], ...]
    """First and last value of each; within one, more gives no less."""
    changed: Callable[[int], Case]
    whole: bool = False
    """Whether a unit is a whole one, not a hundredth."""


def _needed(setting: Setting, target: Target, vary: Vary) -> Needed:
    """The least of one thing."""
    search, obstacle = _search(setting, vary)
    if search is None and _reaches(setting, target, setting.case):
        return _reached(setting, target, vary, _as_it_is(setting, vary), 0)
    if search is None:
        return _none(setting, target, vary, setting.case, obstacle)

    def reaches(value: int) -> bool:
        return _reaches(setting, target, search.changed(value))

    for first, last in search.stretches:
        if reaches(last):
            return _reached(setting, target, vary, search, _least(first, last, reaches))
    lasts = [last for _, last in search.stretches]
    most = max(lasts, key=lambda last: (max(_amount(setting, target, search.changed(last)), 0), last))
    return _none(setting, target, vary, search.changed(most), None, search.day)


def _as_it_is(setting: Setting, vary: Vary) -> _Search:
    """The case alone, where nothing can be changed."""
    way = WAYS.get(vary)

    def unchanged(value: int) -> Case:
        return setting.case

    return _Search(way.unit if way else vary.value, None, ((0, 0),), unchanged, whole=vary is Vary.MONTHS)


def _search(setting: Setting, vary: Vary) -> tuple[_Search | None, Obstacle]:
    """How to look for a value, or why there is nothing to look for."""
    way = WAYS.get(vary)
    if way is not None:
        return _of_records(setting, way)
    index = last_position(setting)
    if index is None:
        return None, Obstacle(Hindrance.NO_POSITION)
    return _of_percent(setting, index) if vary is Vary.PERCENT else _of_months(setting, index)


def _of_records(setting: Setting, way: Way) -> tuple[_Search | None, Obstacle]:
    """Adding a record on the first day that counts."""
    day, reasons = None, set[Reason]()
    for span, _ in setting.timeline.over(setting.grounds.first, setting.grounds.last):
        found = against(setting, way, span)
        if not found:
            day = dt.date.fromordinal(span.first)
            break
        reasons |= found
    if day is None:
        return None, Obstacle(Hindrance.NO_DAY, tuple(sorted(reasons)))

    def changed(value: int) -> Case:
        return way.add(setting.case, day, from_hundredths(value)) if value else setting.case

    return _Search(way.unit, day, ((0, 0), (1, way.largest)), changed), _NOTHING


_NOTHING = Obstacle(Hindrance.THE_MOST)


def last_position(setting: Setting) -> int | None:
    """The index of the last position, by its first day, that meets the call."""
    first, last = dt.date.fromordinal(setting.grounds.first), dt.date.fromordinal(setting.grounds.last)
    meeting = [
        (each.from_, index)
        for index, each in enumerate(setting.case.positions)
        if each.from_ <= last and (each.to is None or each.to >= first)
    ]
    return max(meeting)[1] if meeting else None


def _of_percent(setting: Setting, index: int) -> tuple[_Search | None, Obstacle]:
    """Setting a position's percent, as far as the other positions leave room."""
    most = _least(0, 10_001, lambda share: share == 10_001 or not _possible(setting.case, index, share)) - 1

    def changed(share: int) -> Case:
        return with_percent(setting.case, index, share)

    return _Search("percent", None, tuple(setting.stretches(setting.case, index, 0, most)), changed), _NOTHING


def _possible(case: Case, index: int, share: int) -> bool:
    try:
        with_percent(case, index, share)
    except InvalidCase:
        return False
    return True


def _of_months(setting: Setting, index: int) -> tuple[_Search | None, Obstacle]:
    """Letting a position last for some months from its first day in the call that counts."""
    case = setting.case
    position = case.positions[index]
    begins, ends = position.from_.toordinal(), (position.to or dt.date.max).toordinal()
    starts: list[int] = []
    reasons: set[Reason] = set()
    for span, _ in setting.timeline.over(max(begins, setting.grounds.first), min(ends, setting.grounds.last)):
        reasons |= span.reasons
        if not span.reasons:
            starts.append(max(span.first, begins))
    if not starts:
        return None, Obstacle(Hindrance.NO_DAY, tuple(sorted(reasons)))
    start = starts[0]
    cases: dict[int, Case] = {}
    for months in range(13):
        try:
            cases[months] = _lasting(case, index, start, months)
        except InvalidCase:  # more than 100 percent on some day, or beyond the calendar
            continue
    return _Search("months", dt.date.fromordinal(start), tuple((each, each) for each in cases), cases.__getitem__, whole=True), _NOTHING


def _lasting(case: Case, index: int, start: int, months: int) -> Case:
    """The case with a position that lasts some months from a day; without it, where it began that day and lasts none."""
    position = case.positions[index]
    last = add_months(start, months) - 1
    kept: tuple[Any, ...] = ()
    if last >= position.from_.toordinal():
        kept = (evolve(position, to=dt.date.fromordinal(min(last, dt.date.max.toordinal()))),)
    return evolve(case, positions=(*case.positions[:index], *kept, *case.positions[index + 1 :]))


def _least(first: int, last: int, reaches: Callable[[int], bool]) -> int:
    """The least value from `first` to `last` that reaches, where `last` does and more never reaches less."""
    while first < last:
        middle = (first + last) // 2
        if reaches(middle):
            last = middle
        else:
            first = middle + 1
    return last


# Whether a target is reached, and why not -----------------------------------------------------------------------------


def _amount(setting: Setting, target: Target, case: Case) -> int:
    """What a changed case gives of what is asked for, øre; below zero where it is not determined."""
    reckoning = setting.reckoned(case)
    if isinstance(target, Full) or target.of == TOTAL:
        return reckoning.total
    return next(-1 if line.amount is None else line.amount for line in reckoning.lines if line.rule.id == target.of)


def _reaches(setting: Setting, target: Target, case: Case) -> bool:
    if isinstance(target, AtLeast):
        return _amount(setting, target, case) >= hundredths(target.amount)
    entitlement = setting.evaluated(case)
    left = next((each.left for each in entitlement.remaining if each.cap == target.cap), None)
    return left == 0 or target.cap in entitlement[LINE_OF_CAP[target.cap]].limited_by


def _reached(setting: Setting, target: Target, vary: Vary, search: _Search, least: int) -> Needed:
    """The answer, with its neighbours."""
    values = {value for first, last in search.stretches for value in (first, last)}
    has_less = least - 1 in values or any(first < least <= last for first, last in search.stretches)
    case = search.changed(least)
    return Needed(
        target=target,
        vary=vary,
        unit=search.unit,
        value=Decimal(least) if search.whole else from_hundredths(least),
        day=search.day,
        case=case,
        reached=setting.evaluated(case),
        short=setting.evaluated(search.changed(least - 1)) if has_less else None,
        highest=None,
    )


def _none(setting: Setting, target: Target, vary: Vary, case: Case, obstacle: Obstacle | None, day: dt.date | None = None) -> Needed:
    """That no value reaches the target, with what the most gives and why it is no more."""
    highest = setting.evaluated(case)
    way = WAYS.get(vary)
    return Needed(
        target=target,
        vary=vary,
        unit=way.unit if way else vary.value,
        value=None,
        day=day,
        case=case,
        reached=None,
        short=None,
        highest=highest,
        obstacles=(obstacle,) if obstacle else tuple(_obstacles(highest, target, way)),
    )


def _obstacles(highest: Entitlement, target: Target, way: Way | None) -> Iterator[Obstacle]:
    """Why the most gives no more."""
    if isinstance(target, Full):
        caps = {each.cap: each.left for each in highest.remaining}
        if target.cap not in caps:
            yield Obstacle(Hindrance.NO_CAP)
            return
        if caps[target.cap] is None:
            yield Obstacle(Hindrance.UNDETERMINED, highest[LINE_OF_CAP[target.cap]].missing or (target.cap,))
            return
        rules = [way.rule] if way else []
    elif target.of != TOTAL:
        rules = [target.of]
    else:
        rules = [way.rule, "grant-frame"] if way else [*_STATE_RULES, "grant-frame"]
    lines = [highest[rule] for rule in rules]
    missing = {each for line in lines if line.amount is None for each in line.missing}
    limits = list(dict.fromkeys(each for line in lines for each in line.limited_by))
    if missing:
        yield Obstacle(Hindrance.UNDETERMINED, tuple(sorted(missing)))
    if limits:
        yield Obstacle(Hindrance.LIMITED, tuple(limits))
    if not (missing or limits):
        yield Obstacle(Hindrance.THE_MOST)
