"""Conditions of the agreement and the call: met, not met, or not stated, and then the result holds provided that it is met."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from .calendar import LAST_DAY, add_months, runs
from .entitlement import Condition, Status
from .model import Activity, ActivityKind, AgreementKind, Case, DoctorRole, InterruptionKind
from .rates import Value
from .template import completeness
from .timeline import Timeline

_STATUS = {None: Status.NOT_STATED, True: Status.MET, False: Status.NOT_MET}
"""What an answer makes of a condition; None where the case does not say."""


def _of_records(condition_id: str, clauses: tuple[str, ...], records: str, answers: Iterable[bool | None]) -> Condition:
    """A condition on every record of a list: met by all, not met by one, else about those of which the case does not say."""
    found = list(answers)
    answer = False if False in found else None if None in found else True
    about = () if answer else tuple(f"/{records}/{index}" for index, each in enumerate(found) if each is answer)
    return Condition(id=condition_id, status=_STATUS[answer], clauses=clauses, about=about)


def _documented(activity: Activity) -> bool | None:
    """Whether it can be documented, where it was carried out."""
    return True if activity.completed is False else activity.documented


def _filled_in(text: str | None) -> bool | None:
    """Whether there is a text; a blank one says nothing."""
    return bool(text and text.strip()) or None


@lru_cache(maxsize=256)
def _condition(condition_id: str, status: Status, clauses: tuple[str, ...]) -> Condition:
    """A condition that is about nothing in particular."""
    return Condition(id=condition_id, status=status, clauses=clauses)


CONDITION_VALUES = frozenset({"template-required", "recruitment-difficulties", "locum-months"})
"""The values of a call that decide which conditions there are."""


def conditions(case: Case, timeline: Timeline, bounds: tuple[dt.date, dt.date], values: Mapping[str, Value]) -> Iterator[Condition]:
    """Each condition that bears on the case, in the order of the agreement's sections.

    The lists of a case tell all that there is: without an affiliation in them there is none. What else a case may leave out is not
    stated where it is left out. `bounds`: the first and last day that the call's grant period may hold. `values`: the call's values,
    as they may be used.
    """
    doctor, agreement = case.doctor, case.agreement
    with_agreement = agreement.kind is AgreementKind.ALIS_AGREEMENT
    first, last = bounds

    def meets(start: dt.date | None, end: dt.date | None) -> bool:
        return (start is None or start <= last) and (end is None or end >= first)

    if with_agreement:
        yield _condition("signed", _STATUS[agreement.signed_on is not None], ("T06",))
    in_post = any(meets(post.from_, post.to) for post in case.positions)
    yield _condition("post", _STATUS[in_post], ("T07",))
    since = first if timeline.counts_from is None else dt.date.fromordinal(timeline.counts_from)
    affiliated = any(
        each.kind is InterruptionKind.COMMERCIAL_ACTOR and each.from_ <= last and (each.to is None or each.to >= since)
        for each in case.interruptions
    )
    yield _condition("no-commercial-actor", _STATUS[not affiliated], ("T09", "T10"))
    in_training = meets(doctor.training_start, doctor.training_end) and (None if doctor.training_start is None else True)
    yield _condition("in-training", _STATUS[in_training], ("T11", "S10"))
    yield _condition("granted", _STATUS[agreement.granted], ("T16",))
    if with_agreement:
        empty = tuple(each.at for each in completeness(case))
        yield Condition(id="all-fields", status=_STATUS[not empty or None], clauses=("T21",), about=empty)
    if case.activities:
        yield _of_records("documented", ("T22", "T27"), "activities", map(_documented, case.activities))
    yield _condition("registered", _STATUS[case.municipality.registered], ("T24", "S07", "S12"))
    if with_agreement and values["template-required"].value:
        yield _condition("official-template", _STATUS[agreement.official_template], ("T02",))
    if values["recruitment-difficulties"].value:
        yield _condition("recruitment-difficulties", Status.NOT_STATED, ("S13",))
    yield from _long_enough(case, values)
    sessions = [each.date for each in case.supervision]
    sessions += [each.date for each in case.activities if each.kind is ActivityKind.INDIVIDUAL_SUPERVISION and each.completed is not False]
    supervised = any(first <= day <= last for day in sessions)
    yield _condition("supervised", _STATUS[supervised or None], ("T52", "S04"))
    if case.additional:
        yield _of_records("additional-purpose", ("T58", "T59"), "additional", (_filled_in(each.purpose) for each in case.additional))
    if case.municipal:
        yield _of_records("municipal-purpose", ("T61", "T62"), "municipal", (_filled_in(each.purpose) for each in case.municipal))


def _long_enough(case: Case, values: Mapping[str, Value]) -> Iterator[Condition]:
    """A locum post lasts longer than the call asks for (S11), where it asks."""
    locums = sorted(
        (post.from_.toordinal(), LAST_DAY if post.to is None else post.to.toordinal())
        for post in case.positions
        if post.role is DoctorRole.GP_LOCUM
    )
    if not locums or values["locum-months"].value is None:
        return
    months = int(values["locum-months"].number)
    longer = any(last + 1 > add_months(first, months) for first, last in runs(locums))
    yield _condition("locum-length", _STATUS[longer], ("S11",))
