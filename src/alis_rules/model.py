"""What a case is made of: frozen types that cannot be made wrong.

Every type takes its fields by name. Amounts are `Decimal` kroner, hours and percents `Decimal` of at most two decimals; whole
numbers and strings of digits are accepted and converted, and a binary float is taken for the decimal that it is written as. A wrong
value raises `InvalidCase`, which holds everything that is wrong with the object and says what would be right.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from numbers import Integral
from typing import Any, Literal, cast

from attrs import field, frozen

from . import offers
from .fields import (
    KINDS,
    Kind,
    Misfit,
    Record,
    Unfit,
    about,
    code,
    code_kind,
    day,
    flag,
    from_hundredths,
    hours,
    hundredths,
    is_list,
    leniently,
    money,
    optional_day,
    optional_flag,
    optional_hours,
    optional_money,
    optional_reference,
    optional_text,
    percent,
    read_each,
    shown,
    tuple_of,
    type_name,
)
from .problems import Problem, problem
from .readings import Readings

CASE_SCHEMA = "alis-rules/case/1"
"""The name of the case document that this library reads and writes."""
HOURS_A_DAY = 8
"""Hours in a day of absence, where a case counts days (T38: 20 days are 160 hours)."""


class DoctorRole(StrEnum):
    """What the ALIS works as (T20, T33)."""

    REGULAR_GP = "fastlege"
    GP_LOCUM = "fastlegevikar"
    INTRODUCTORY_GP = "introduksjonslege"
    OTHER_MUNICIPAL_GP = "annet-legearbeid"


GP_ROLES = frozenset({DoctorRole.REGULAR_GP, DoctorRole.GP_LOCUM})
"""The roles that lower productivity applies to (T47)."""
PRACTICE_ROLES = GP_ROLES | {DoctorRole.INTRODUCTORY_GP}
"""The roles within the Regular GP Scheme, which practice compensation applies to (T36)."""


class EmploymentModel(StrEnum):
    """How the ALIS is attached to the municipality, which decides who receives (T41-T43, T50, T51)."""

    SELF_EMPLOYED = "hovedmodell"
    EMPLOYED = "ansatt"
    CLAUSE_8_2 = "avtale-8-2"


class AgreementKind(StrEnum):
    """An ALIS agreement, or supervision only without one."""

    ALIS_AGREEMENT = "alis-avtale"
    SUPERVISION_ONLY = "veiledning"


class InterruptionKind(StrEnum):
    """What breaks into the agreement: leave, institution service outside municipal service, a commercial medical actor."""

    LEAVE = "permisjon"
    INSTITUTION_SERVICE = "institusjonstjeneste"
    COMMERCIAL_ACTOR = "kommersiell-aktor"


class ActivityKind(StrEnum):
    """The learning activities of the exhaustive list (T37, T44), and anything else."""

    COURSE = "kurs"
    OBSERVERSHIP = "hospitering"
    PRACTICE_VISIT = "praksisbesok"
    INDIVIDUAL_SUPERVISION = "individuell-veiledning"
    GROUP_SUPERVISION = "gruppeveiledning"
    IN_DEPTH_STUDY = "fordypning"
    OTHER = "annet"


class Payer(StrEnum):
    """Who paid the expenses of a learning activity."""

    DOCTOR = "doctor"
    MUNICIPALITY = "municipality"


class Standing(StrEnum):
    """How firm a value is: who said it."""

    OFFICIAL = "official"
    REPORTED = "reported"
    UNCONFIRMED = "unconfirmed"
    NOT_FOUND = "not-found"
    SUPPLIED = "supplied"
    """Given by the caller; never in a table."""
    PROPOSED = "proposed"
    """From a proposal that is laid over the tables; never in a table itself."""


class Acceptable(StrEnum):
    """A standing that is used only where the caller asks for it."""

    UNCONFIRMED = "unconfirmed"


# The codes as a type checker knows them where they are written out; a test holds them to the enumerations.
RoleCode = Literal["fastlege", "fastlegevikar", "introduksjonslege", "annet-legearbeid"]
EmploymentCode = Literal["hovedmodell", "ansatt", "avtale-8-2"]
AgreementCode = Literal["alis-avtale", "veiledning"]
InterruptionCode = Literal["permisjon", "institusjonstjeneste", "kommersiell-aktor"]
ActivityCode = Literal["kurs", "hospitering", "praksisbesok", "individuell-veiledning", "gruppeveiledning", "fordypning", "annet"]
PayerCode = Literal["doctor", "municipality"]
AcceptableCode = Literal["unconfirmed"]


def doctor_role(raw: DoctorRole | RoleCode) -> DoctorRole:
    """The code of a `DoctorRole`."""
    return code(DoctorRole, raw)


def employment_model(raw: EmploymentModel | EmploymentCode) -> EmploymentModel:
    """The code of an `EmploymentModel`."""
    return code(EmploymentModel, raw)


def agreement_kind(raw: AgreementKind | AgreementCode) -> AgreementKind:
    """The code of an `AgreementKind`."""
    return code(AgreementKind, raw)


def interruption_kind(raw: InterruptionKind | InterruptionCode) -> InterruptionKind:
    """The code of an `InterruptionKind`."""
    return code(InterruptionKind, raw)


def activity_kind(raw: ActivityKind | ActivityCode) -> ActivityKind:
    """The code of an `ActivityKind`."""
    return code(ActivityKind, raw)


def payer(raw: Payer | PayerCode) -> Payer:
    """The code of a `Payer`."""
    return code(Payer, raw)


for _converter, _codes in (
    (doctor_role, DoctorRole),
    (employment_model, EmploymentModel),
    (agreement_kind, AgreementKind),
    (interruption_kind, InterruptionKind),
    (activity_kind, ActivityKind),
    (payer, Payer),
):
    KINDS[_converter] = code_kind(_codes)


def _read_municipality_number(raw: Any) -> str:
    if not isinstance(raw, str):
        raise Misfit("wrong-type-text", value=shown(raw), type=type_name(raw), near=offers.of_municipality(shown(raw)))
    if len(raw) != 4 or not raw.isascii() or not raw.isdigit():
        raise Misfit("not-four-digits", value=shown(raw), near=offers.of_municipality(raw))
    return raw


def _read_centrality(raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, Integral) or not 1 <= int(raw) <= 6:
        raise Misfit("not-a-centrality-class", value=shown(raw))
    return int(raw)


def _read_schema(raw: Any) -> str:
    if raw != CASE_SCHEMA:
        raise Misfit("unknown-code", value=shown(raw), near="", known=CASE_SCHEMA)
    return CASE_SCHEMA


_NUMBER = Kind(_read_municipality_number, {"type": "string", "pattern": "^[0-9]{4}$"})
_CENTRALITY = Kind(_read_centrality, {"type": "integer", "minimum": 1, "maximum": 6})
_SCHEMA = Kind(_read_schema, {"const": CASE_SCHEMA})


def municipality_number(raw: str) -> str:
    """A municipality number, four digits."""
    return cast("str", leniently(_NUMBER, raw))


def optional_centrality(raw: int | None) -> int | None:
    """SSB's centrality class, 1 to 6, or not given."""
    return None if raw is None else cast("int", leniently(_CENTRALITY, raw))


def case_schema(raw: str) -> str:
    """The name of the case document."""
    return cast("str", leniently(_SCHEMA, raw))


def acceptances(raw: Sequence[Acceptable | AcceptableCode]) -> tuple[Acceptable, ...]:
    """The standings that the caller accepts, each once."""
    if not is_list(raw):
        misfit = Misfit("wrong-type-list", value=shown(raw), type=type_name(raw))
        return cast("tuple[Acceptable, ...]", Unfit((("", misfit),)))
    read = read_each(code_kind(Acceptable), raw)
    return cast("tuple[Acceptable, ...]", read if isinstance(read, Unfit) else tuple(sorted(set(read))))


_ACCEPTANCES = Kind(acceptances, {"type": "array", "items": code_kind(Acceptable).schema})


KINDS.update(
    {
        municipality_number: _NUMBER,
        optional_centrality: _CENTRALITY,
        case_schema: _SCHEMA,
        acceptances: _ACCEPTANCES,
    }
)


def _in_order(interval: Any) -> Iterator[Problem]:
    if isinstance(interval.from_, dt.date) and isinstance(interval.to, dt.date) and interval.to < interval.from_:
        yield problem("/to", "to-before-from", to=interval.to, first=interval.from_)


@frozen(kw_only=True)
class Municipality(Record):
    """The municipality that applies, and whether it is registered as a training organisation (S12)."""

    number: str = field(converter=municipality_number)
    """Municipality number, four digits."""
    registered: bool | None = field(default=None, converter=optional_flag)
    """Registered as a training organisation (for the time being counts)."""
    centrality_class: int | None = field(default=None, converter=optional_centrality)
    """SSB's centrality class; overrides the table."""


@frozen(kw_only=True)
class Doctor(Record):
    """The ALIS. Name and HPR number are for completeness alone (T21); no result carries them."""

    name: str | None = field(default=None, converter=optional_text)
    """Name."""
    hpr_number: str | None = field(default=None, converter=optional_text)
    """HPR number, digits."""
    training_start: dt.date | None = field(default=None, converter=optional_day)
    """First day in the new scheme of specialist training."""
    expected_end: dt.date | None = field(default=None, converter=optional_day)
    """Expected last day of the specialist training."""
    training_end: dt.date | None = field(default=None, converter=optional_day)
    """Last day of the specialist training, once it has ended."""
    first_gp_date: dt.date | None = field(default=None, converter=optional_day)
    """First day ever as fastlege or fastlegevikar."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The training does not end before it starts."""
        start = readable.training_start
        for key in ("expected_end", "training_end"):
            end = getattr(readable, key)
            if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
                yield problem(f"/{key}", "to-before-from", to=end, first=start)


@frozen(kw_only=True)
class Split(Record):
    """How the parties share what a clause 8.2 agreement brings (T43, T51)."""

    doctor_percent: Decimal = field(converter=percent)
    """The doctor's share, percent; the rest is the municipality's."""


@frozen(kw_only=True)
class Agreement(Record):
    """The ALIS agreement as signed, with the template's text fields."""

    kind: AgreementKind = field(converter=agreement_kind)
    """An ALIS agreement, or supervision only without an agreement."""
    signed_on: dt.date | None = field(default=None, converter=optional_day)
    """The day of signing; needed for an alis-avtale."""
    newly_employed: bool | None = field(default=None, converter=optional_flag)
    """The agreement is with a newly employed ALIS (back-dating in call 2023)."""
    split: Split | None = field(default=None, metadata=about(of=Split))
    """The split agreed for avtale-8-2."""
    granted: bool | None = field(default=None, converter=optional_flag)
    """True where Helsedirektoratet has granted the application."""
    official_template: bool | None = field(default=None, converter=optional_flag)
    """True where Helsedirektoratet's template is used."""
    contact_person: str | None = field(default=None, converter=optional_text)
    """The municipality's contact person."""
    workplace: str | None = field(default=None, converter=optional_text)
    """The doctor's workplace."""
    title: str | None = field(default=None, converter=optional_text)
    """The doctor's position title."""
    supervisor: str | None = field(default=None, converter=optional_text)
    """Name of the supervisor."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """An agreement holds from signing, so that its day is needed."""
        if readable.kind is AgreementKind.ALIS_AGREEMENT and readable.signed_on is None:
            yield problem("/signed_on", "missing-signing")


@frozen(kw_only=True)
class Position(Record):
    """A post, GP agreement, locum agreement or introduction agreement, over an interval of days."""

    role: DoctorRole = field(converter=doctor_role)
    """The doctor's role."""
    employment: EmploymentModel = field(converter=employment_model)
    """The doctor's attachment to the municipality."""
    percent: Decimal = field(converter=percent)
    """Position percent, 0 to 100."""
    from_: dt.date = field(converter=day, metadata=about(name="from"))
    """First day."""
    to: dt.date | None = field(default=None, converter=optional_day)
    """Last day; open where not given."""
    voucher: str | None = field(default=None, converter=optional_text)
    """Number of the voucher or document behind it; no amount depends on it."""
    note: str | None = field(default=None, converter=optional_text)
    """The caller's own note; no amount depends on it."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


@frozen(kw_only=True)
class Interruption(Record):
    """Leave, institution service outside the municipal service, or affiliation with a commercial medical actor."""

    kind: InterruptionKind = field(converter=interruption_kind)
    """The kind of interruption."""
    from_: dt.date = field(converter=day, metadata=about(name="from"))
    """First day."""
    to: dt.date | None = field(default=None, converter=optional_day)
    """Last day; open where not given."""
    voucher: str | None = field(default=None, converter=optional_text)
    """Number of the voucher or document behind it; no amount depends on it."""
    note: str | None = field(default=None, converter=optional_text)
    """The caller's own note; no amount depends on it."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


@frozen(kw_only=True)
class Activity(Record):
    """A learning activity: absence from the practice, and expenses."""

    kind: ActivityKind = field(converter=activity_kind)
    """The kind of learning activity."""
    date: dt.date = field(converter=day)
    """The day."""
    absence_hours: Decimal | None = field(default=None, converter=optional_hours)
    """Hours of absence from the practice."""
    absence_days: Decimal | None = field(default=None, converter=optional_hours)
    """Days of absence, of 8 hours; instead of hours."""
    expenses: Decimal | None = field(default=None, converter=optional_money)
    """Expenses, kroner (NOK)."""
    fund_refund: Decimal | None = field(default=None, converter=optional_money)
    """Kroner (NOK) that Education Fund II covers."""
    completed: bool | None = field(default=None, converter=optional_flag)
    """It was carried out; counted as so where not stated."""
    documented: bool | None = field(default=None, converter=optional_flag)
    """It can be documented; no amount depends on it."""
    paid_by: Payer = field(default=Payer.DOCTOR, converter=payer)
    """The payer of the expenses."""
    group: str | None = field(default=None, converter=optional_text)
    """Name or id of the group, of gruppeveiledning; no amount depends on it."""
    voucher: str | None = field(default=None, converter=optional_text)
    """Number of the voucher or document behind it; no amount depends on it."""
    note: str | None = field(default=None, converter=optional_text)
    """The caller's own note; no amount depends on it."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """Absence is given in hours or in days, not both."""
        if readable.absence_hours is not None and readable.absence_days is not None:
            yield problem("/absence_days", "hours-and-days")


@frozen(kw_only=True)
class Supervision(Record):
    """Individual supervision of the ALIS."""

    date: dt.date = field(converter=day)
    """The day."""
    hours: Decimal = field(converter=hours)
    """Hours of supervision."""
    cost: Decimal | None = field(default=None, converter=optional_money)
    """The supervisor's pay, kroner (NOK); hours × rate where not given."""
    supervisor: str | None = field(default=None, converter=optional_text)
    """Name or id of the supervisor; no amount depends on it."""
    voucher: str | None = field(default=None, converter=optional_text)
    """Number of the voucher or document behind it; no amount depends on it."""
    note: str | None = field(default=None, converter=optional_text)
    """The caller's own note; no amount depends on it."""


@frozen(kw_only=True)
class LowerProductivity(Record):
    """Lost income from lower productivity over an interval of days."""

    from_: dt.date = field(converter=day, metadata=about(name="from"))
    """First day."""
    to: dt.date = field(converter=day)
    """Last day."""
    amount: Decimal = field(converter=money)
    """Kroner (NOK)."""
    voucher: str | None = field(default=None, converter=optional_text)
    """Number of the voucher or document behind it; no amount depends on it."""
    note: str | None = field(default=None, converter=optional_text)
    """The caller's own note; no amount depends on it."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


@frozen(kw_only=True)
class Cost(Record):
    """A cost of facilitation, or of an element that the municipality finances alone."""

    date: dt.date = field(converter=day)
    """The day."""
    purpose: str | None = field(default=None, converter=optional_text)
    """Its purpose."""
    amount: Decimal = field(converter=money)
    """Kroner (NOK)."""
    voucher: str | None = field(default=None, converter=optional_text)
    """Number of the voucher or document behind it; no amount depends on it."""
    note: str | None = field(default=None, converter=optional_text)
    """The caller's own note; no amount depends on it."""


@frozen(kw_only=True)
class AdditionalElement(Record):
    """A cost of an additional element, for municipalities of centrality class 6."""

    date: dt.date = field(converter=day)
    """The day."""
    purpose: str | None = field(default=None, converter=optional_text)
    """Its purpose."""
    amount: Decimal = field(converter=money)
    """Kroner (NOK)."""
    lasting_investment: bool = field(default=False, converter=flag)
    """Equipment or an investment of lasting character (T60)."""
    voucher: str | None = field(default=None, converter=optional_text)
    """Number of the voucher or document behind it; no amount depends on it."""
    note: str | None = field(default=None, converter=optional_text)
    """The caller's own note; no amount depends on it."""


@frozen(kw_only=True)
class Claims(Record):
    """What is applied for, by rule, where that is less than the costs give."""

    practice_compensation: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="practice-compensation"))
    """Kroner (NOK) applied for."""
    learning_expenses: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="learning-expenses"))
    """Kroner (NOK) applied for."""
    lower_productivity: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="lower-productivity"))
    """Kroner (NOK) applied for."""
    supervision: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="supervision"))
    """Kroner (NOK) applied for."""
    facilitation: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="facilitation"))
    """Kroner (NOK) applied for."""
    additional_elements: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="additional-elements"))
    """Kroner (NOK) applied for."""


@frozen(kw_only=True)
class UsedHours(Record):
    """Hours already granted for the call elsewhere."""

    hours: Decimal = field(converter=hours)
    """Hours."""


@frozen(kw_only=True)
class UsedBefore(Record):
    """What is already granted for this call in another municipality."""

    practice_compensation: UsedHours | None = field(default=None, metadata=about(name="practice-compensation", of=UsedHours))
    """Hours of absence."""
    learning_expenses: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="learning-expenses"))
    """Kroner (NOK)."""
    lower_productivity: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="lower-productivity"))
    """Kroner (NOK)."""
    supervision: UsedHours | None = field(default=None, metadata=about(name="supervision", of=UsedHours))
    """Hours of supervision."""


@frozen(kw_only=True)
class SuppliedFrames(Record):
    """The grant frame of a full-time year, by role, where the caller knows it."""

    regular_gp: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="fastlege"))
    """Kroner (NOK)."""
    gp_locum: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="fastlegevikar"))
    """Kroner (NOK)."""
    introductory_gp: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="introduksjonslege"))
    """Kroner (NOK)."""
    other_municipal_gp: Decimal | None = field(default=None, converter=optional_money, metadata=about(name="annet-legearbeid"))
    """Kroner (NOK)."""


@frozen(kw_only=True)
class Supplied(Record):
    """Values that the caller knows and the tables lack."""

    fee_rate: Decimal | None = field(default=None, converter=optional_money)
    """The fee rate of the call, kroner (NOK) an hour."""
    grant_frame: SuppliedFrames | None = field(default=None, metadata=about(of=SuppliedFrames))
    """The grant frame of a full-time year, by role."""
    additional_cap: Decimal | None = field(default=None, converter=optional_money)
    """The cap on additional elements, kroner (NOK)."""


@frozen(kw_only=True)
class Period(Record):
    """The period applied for, which finds the call where none is named."""

    from_: dt.date = field(converter=day, metadata=about(name="from"))
    """First day."""
    to: dt.date = field(converter=day)
    """Last day."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


# Each list by the type of its records, so that a type checker knows what it takes.


def positions(raw: Sequence[Position]) -> tuple[Position, ...]:
    """The positions of a case."""
    return tuple_of(raw)


def interruptions(raw: Sequence[Interruption]) -> tuple[Interruption, ...]:
    """The interruptions of a case."""
    return tuple_of(raw)


def activities(raw: Sequence[Activity]) -> tuple[Activity, ...]:
    """The learning activities of a case."""
    return tuple_of(raw)


def supervisions(raw: Sequence[Supervision]) -> tuple[Supervision, ...]:
    """The supervision of a case."""
    return tuple_of(raw)


def losses(raw: Sequence[LowerProductivity]) -> tuple[LowerProductivity, ...]:
    """The lower productivity of a case."""
    return tuple_of(raw)


def costs(raw: Sequence[Cost]) -> tuple[Cost, ...]:
    """The costs of facilitation, or of municipal elements, of a case."""
    return tuple_of(raw)


def additional_elements(raw: Sequence[AdditionalElement]) -> tuple[AdditionalElement, ...]:
    """The additional elements of a case."""
    return tuple_of(raw)


@frozen(kw_only=True)
class Case(Record):
    """One ALIS and one call: everything that an entitlement is reckoned from."""

    schema: str = field(default=CASE_SCHEMA, converter=case_schema)
    """The name of this document."""
    reference: str | None = field(default=None, converter=optional_reference)
    """The caller's own name for the case; it comes back in all that is said of it, and no amount depends on it."""
    call: str | None = field(default=None, converter=optional_text)
    """The call's id: the year it is announced in."""
    period: Period | None = field(default=None, metadata=about(of=Period))
    """Finds the call where none is named."""
    municipality: Municipality = field(metadata=about(of=Municipality))
    """The municipality."""
    doctor: Doctor = field(metadata=about(of=Doctor))
    """The ALIS."""
    agreement: Agreement = field(metadata=about(of=Agreement))
    """The agreement."""
    positions: tuple[Position, ...] = field(default=(), converter=positions, metadata=about(of=Position, many=True))
    """The doctor's posts."""
    interruptions: tuple[Interruption, ...] = field(default=(), converter=interruptions, metadata=about(of=Interruption, many=True))
    """Leave, institution service, commercial actors."""
    activities: tuple[Activity, ...] = field(default=(), converter=activities, metadata=about(of=Activity, many=True))
    """Learning activities."""
    supervision: tuple[Supervision, ...] = field(default=(), converter=supervisions, metadata=about(of=Supervision, many=True))
    """Individual supervision."""
    lower_productivity: tuple[LowerProductivity, ...] = field(default=(), converter=losses, metadata=about(of=LowerProductivity, many=True))
    """Lower productivity."""
    facilitation: tuple[Cost, ...] = field(default=(), converter=costs, metadata=about(of=Cost, many=True))
    """Practical facilitation."""
    additional: tuple[AdditionalElement, ...] = field(
        default=(), converter=additional_elements, metadata=about(of=AdditionalElement, many=True)
    )
    """Additional elements."""
    municipal: tuple[Cost, ...] = field(default=(), converter=costs, metadata=about(of=Cost, many=True))
    """Elements that the municipality finances alone."""
    claims: Claims = field(factory=Claims, metadata=about(of=Claims))
    """Kroner (NOK) applied for, by rule, if less."""
    used_before: UsedBefore = field(factory=UsedBefore, metadata=about(of=UsedBefore))
    """Already granted for this call elsewhere."""
    supplied: Supplied = field(factory=Supplied, metadata=about(of=Supplied))
    """Values that the tables lack."""
    readings: Readings = field(factory=Readings, metadata=about(of=Readings))
    """Chosen readings."""
    accept: tuple[Acceptable, ...] = field(default=(), converter=acceptances)
    """Standings that are used only when asked for."""

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """A call or a period is given, and no day holds positions above 100 percent."""
        if readable.call is None and readable.period is None:
            yield problem("/call", "call-or-period")
        yield from _overfull(readable.positions)


def _overfull(positions: Any) -> Iterator[Problem]:
    """The positions that bring a day above 100 percent, each once, at the first day it does so."""
    events: list[tuple[int, Literal[0, 1], int, int]] = []
    for index, position in enumerate(cast("tuple[Any, ...]", positions) if isinstance(positions, tuple) else ()):
        share, first, last = (getattr(position, name, None) for name in ("percent", "from_", "to"))
        in_order = last is None or (isinstance(first, dt.date) and isinstance(last, dt.date) and first <= last)
        if isinstance(share, Decimal) and isinstance(first, dt.date) and in_order:
            events.append((first.toordinal(), 1, index, hundredths(share)))
            if last is not None:
                events.append((last.toordinal() + 1, 0, index, -hundredths(share)))
    total = 0
    for ordinal, starts, index, share in sorted(events):
        total += share
        if starts and total > 10_000:
            day_over, percent_over = dt.date.fromordinal(ordinal), from_hundredths(total)
            yield problem(f"/positions/{index}/percent", "positions-above-100", day=day_over, total=f"{percent_over.normalize():f}")
