"""What it takes: the least hours, kroner, months or percent that fill a cap or bring an amount."""

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from attrs import evolve, field, frozen

from .entitlement import Entitlement
from .fields import Number, Unfit, exactly, from_hundredths, hundredths, money, of_reference, shown, type_name
from .fields import near as near_words
from .model import (
    Case,
)
from .problems import InvalidCase, Problem, named_by_its_case, problem
from .rates import Tables
from .readings import Readings
from .resolving import looked_at
from .rules import RECORD_RULES, Funding
from .setting import Setting
from .varying import WAYS, Hindrance, Obstacle, Search, Vary, VaryCode, Way, as_it_is, least_of, search_of

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
STATE_RULES = tuple(rule.id for rule in RECORD_RULES if rule.funding is not Funding.MUNICIPAL)


@frozen
class Full:
    """A target: nothing is left under a cap, or it cuts its line."""

    cap: str
    """The cap's id."""


def _kroner(raw: Number) -> Decimal:
    """A number as kroner. What is none stays as it is, and is found wrong when it is asked for."""
    read = money(raw)
    return cast("Decimal", raw if isinstance(cast("object", read), Unfit) else read)


@frozen
class AtLeast:
    """A target: a line, or the total, is at least an amount."""

    of: str
    """A rule's id, or ``total``."""
    amount: Decimal = field(converter=_kroner)
    """Kroner (NOK)."""


Target = Full | AtLeast


@frozen(kw_only=True)
class Needed:
    """The least that reaches a target, with the two neighbouring evaluations as evidence, or that there is no such value."""

    target: Target
    """The target."""
    vary: Vary
    """The thing that is added or set."""
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
        return of_reference(self.case.reference) | {
            "target": {"of": of, "amount": amount} if of else {"cap": self.target.cap} if isinstance(self.target, Full) else {},
            "vary": self.vary.value,
            "unit": self.unit,
            "value": None if self.value is None else str(self.value),
            "day": self.day and self.day.isoformat(),
            "tried": [each.value for each in self.tried],
            "obstacles": [{"why": each.why.value, "about": list(each.about)} for each in self.obstacles],
            **{name: each and each.to_json() for name, each in evaluations.items()},
        }


@named_by_its_case
@exactly
def needed(
    case: Case,
    target: Target,
    *,
    vary: Vary | VaryCode | None = None,
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
    seen, found = looked_at(case, readings, tables, known_on, project=project)
    target, varied, wrong = _checked(target, vary)
    if seen is None or wrong:
        raise InvalidCase([*found, *wrong])
    return _first_of(Setting(seen), target, varied)


def _first_of(setting: Setting, target: Target, varied: tuple[Vary, ...]) -> Needed:
    """The answer for the first thing of which any amount reaches the target; else for the one that gives the most."""
    found: list[Needed] = []
    for each in varied:
        found.append(_needed(setting, target, each))
        if found[-1].value is not None:
            return found[-1]
    most = max(found, key=lambda each: each.highest.total if each.highest else _ZERO)
    return evolve(most, tried=varied)


_ZERO = Decimal(0)


def _checked(target: Target, vary: Vary | VaryCode | None) -> tuple[Target, tuple[Vary, ...], list[Problem]]:
    """The target with its amount read, what may be varied for it, in order, and what is wrong with either."""
    found: list[Problem] = []
    if not isinstance(cast("object", target), Full | AtLeast):
        return target, (), [problem("/target", "no-target", type=type_name(target))]
    known = [*LINE_OF_CAP] if isinstance(target, Full) else [*STATE_RULES, TOTAL]
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
    elif vary not in [each.value for each in Vary]:
        varied = ()
        found.append(problem("/vary", "unknown-code", value=shown(vary), near=near_words(str(vary), [*Vary]), known=", ".join(Vary)))
    else:
        varied = (Vary(vary),)
        if isinstance(target, Full) and varied[0] not in WAYS:
            found.append(problem("/vary", "not-for-a-cap", value=vary, known=", ".join(WAYS)))
    return target, varied, found


# The search ---------------------------------------------------------------------------------------------------------


def _needed(setting: Setting, target: Target, vary: Vary) -> Needed:
    """The least of one thing."""
    search, obstacle = search_of(setting, vary)
    if search is None and _reaches(setting, target, setting.case):
        return _reached(setting, target, vary, as_it_is(setting, vary), 0)
    if search is None:
        return _none(setting, target, vary, setting.case, obstacle)

    def reaches(value: int) -> bool:
        return _reaches(setting, target, search.changed(value))

    for first, last in search.stretches:
        if reaches(last):
            return _reached(setting, target, vary, search, least_of(first, last, reaches))
    lasts = [last for _, last in search.stretches]
    most = max(lasts, key=lambda last: (max(_amount(setting, target, search.changed(last)), 0), last))
    return _none(setting, target, vary, search.changed(most), None, search.day)


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


def _reached(setting: Setting, target: Target, vary: Vary, search: Search, least: int) -> Needed:
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
        rules = [way.rule, "grant-frame"] if way else [*STATE_RULES, "grant-frame"]
    lines = [highest[rule] for rule in rules]
    missing = {each for line in lines if line.amount is None for each in line.missing}
    limits = list(dict.fromkeys(each for line in lines for each in line.limited_by))
    if missing:
        yield Obstacle(Hindrance.UNDETERMINED, tuple(sorted(missing)))
    if limits:
        yield Obstacle(Hindrance.LIMITED, tuple(limits))
    if not (missing or limits):
        yield Obstacle(Hindrance.THE_MOST)
