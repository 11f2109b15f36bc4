"""A life: every call that an agreement meets, evaluated, with the dates that matter seen whole."""

import datetime as dt
from collections.abc import Iterator, Mapping

from attrs import evolve, frozen

from .calendar import LAST_DAY
from .entitlement import Entitlement
from .evaluation import evaluate
from .model import AgreementKind, Case, Claims, Supplied, UsedBefore
from .problems import named_by_its_case
from .rates import RENUMBERED_ON, Call, Tables
from .readings import Readings
from .resolving import view
from .terms import PERIOD, not_yet_known, terms_of
from .timeline import Timeline


@frozen(kw_only=True)
class KeyDate:
    """A day that matters in the life of an agreement."""

    id: str
    """What happens; its label stands in the message catalogues under ``date.<id>``."""
    day: dt.date
    """The day."""
    call: str | None = None
    """The call that it belongs to, where it belongs to one."""
    clauses: tuple[str, ...] = ()
    """The clauses that it comes from."""
    open: bool = False
    """Of the day on which a window opens: nothing closes it, as the case stands (leave without an end)."""


@frozen(kw_only=True)
class Life:
    """An agreement through all the calls that it meets."""

    case: Case
    """The case that it is the life of."""
    entitlements: tuple[Entitlement, ...]
    """One for each call, in order."""
    dates: tuple[KeyDate, ...]
    """In the order of the days."""

    @property
    def reference(self) -> str | None:
        """The caller's own name for the case, where it has one."""
        return self.case.reference

    def date(self, date_id: str) -> dt.date | None:
        """The first day with an id; None where there is none."""
        return next((each.day for each in self.dates if each.id == date_id), None)

    def next_deadline(self, on: dt.date) -> KeyDate | None:
        """The first deadline of an application on or after a day; None where no source gives one."""
        return next((each for each in self.dates if each.id == "deadline" and each.day >= on), None)


@named_by_its_case
def life(
    case: Case,
    *,
    readings: Readings | Mapping[str, str] | None = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Life:
    """Every call that the case's agreement meets, evaluated, and the dates that matter.

    Windows and limits are reckoned from the case's own dates, so that they run across the calls. Claims, what was used before and
    what is supplied belong to the case's own call, and are left out of the others. A municipality number that one other took over
    in 2024 is carried across; one that was split is an error that names both. The other arguments as for `evaluate`: with `project`
    the newest call is carried forward as far as to the case's own. Raises InvalidCase.
    """
    _, own, settled, tables, *_ = view(case, readings, tables, known_on, project=project)
    calls = [own if call.id == own.id else call for call in _up_to(own, tables)]
    latest = max(calls, key=lambda call: call.bounds)
    whole = Timeline(case, terms_of(tables, latest, settled, Supplied(), case.accept, known_on).grounds, settled)
    met = [call for call in calls if _meets(whole, call)]
    entitlements = tuple(
        evaluate(_in_call(case, call, own, tables), readings=settled, tables=tables, known_on=known_on, project=project) for call in met
    )
    dates = sorted([*_own_dates(case, whole), *_call_dates(met, known_on)], key=lambda each: (each.day, each.id))
    return Life(case=case, entitlements=entitlements, dates=tuple(dates))


def _up_to(own: Call, tables: Tables) -> Iterator[Call]:
    """Every call of the tables, and where a case is of a later one, those that are carried forward as far as to it."""
    yield from tables.calls.values()
    if own.projected:
        for years in range(1, int(own.id) - int(tables.newest.id) + 1):
            yield tables.newest.forward(years)


def _meets(timeline: Timeline, call: Call) -> bool:
    """Whether the agreement holds on some day of a call: from its start, until it ends or its years are used up."""
    ends = [day for day in (timeline.ended, timeline.beyond) if day is not None]
    starts = dt.date.min.toordinal() if timeline.start is None else timeline.start
    posts = [post.from_.toordinal() for post in timeline.case.positions]
    if timeline.start is None and posts:
        starts = min(posts)
    first, last = (day.toordinal() for day in call.bounds)
    return starts <= last and all(first < day for day in ends)


def _in_call(case: Case, call: Call, own: Call, tables: Tables) -> Case:
    """The case as an application in a call, by the municipality's number of that time."""
    if call.id == own.id:
        return case
    municipality = case.municipality
    successors = tables.renumbered.get(municipality.number, ())
    if call.bounds[0] >= RENUMBERED_ON and len(successors) == 1:
        municipality = evolve(municipality, number=successors[0].number)
    return evolve(
        case, call=call.id, period=None, municipality=municipality, claims=Claims(), used_before=UsedBefore(), supplied=Supplied()
    )


def _own_dates(case: Case, timeline: Timeline) -> Iterator[KeyDate]:
    """The dates of the agreement itself."""
    doctor, agreement = case.doctor, case.agreement
    if agreement.signed_on is not None and agreement.kind is AgreementKind.ALIS_AGREEMENT:
        yield KeyDate(id="signed", day=agreement.signed_on, clauses=("T06",))
    if doctor.training_start is not None:
        yield KeyDate(id="training-starts", day=doctor.training_start, clauses=("T11",))
    if doctor.expected_end is not None:
        yield KeyDate(id="training-expected-to-end", day=doctor.expected_end)
    if doctor.training_end is not None:
        yield KeyDate(id="training-ended", day=doctor.training_end, clauses=("T19",))
    if timeline.window is not None:
        opens, closes = timeline.window
        yield KeyDate(id="window-opens", day=dt.date.fromordinal(opens), clauses=("T15",), open=closes > LAST_DAY)
        if closes <= LAST_DAY:
            yield KeyDate(id="window-closes", day=dt.date.fromordinal(closes - 1), clauses=("T15", "T48"))
    if timeline.beyond is not None:
        yield KeyDate(id="limit", day=dt.date.fromordinal(timeline.beyond - 1), clauses=("T13", "T14"))
    if timeline.ended is not None:
        why = "ended-by-commercial-actor" if timeline.at(timeline.ended).at_agency else "ended-by-gap"
        yield KeyDate(id=why, day=dt.date.fromordinal(timeline.ended), clauses=("T19",))


def _call_dates(calls: list[Call], known_on: dt.date | None) -> Iterator[KeyDate]:
    """The dates of the calls that are met, as far as a source gives them and they were known; of one carried forward, its grant period."""
    for call in calls:
        for name in PERIOD if call.projected else (*PERIOD, "deadline", "report-due"):
            if call[name].value is not None and not not_yet_known(call[name], known_on):
                yield KeyDate(id=name, day=call[name].day, call=call.id, clauses=("S17",) if name == "deadline" else ())
