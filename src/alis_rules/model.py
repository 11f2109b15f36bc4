"""What a case is made of: frozen types that cannot be made wrong.

Every type takes its fields by name. Amounts are `Decimal` kroner, hours and percents `Decimal` of at most two decimals; whole
numbers and strings of digits are accepted and converted, and a binary float is taken for the decimal that it is written as. A wrong
value raises `InvalidCase`, which holds everything that is wrong with the object and says what would be right.
"""

import datetime as dt
from collections.abc import Iterator
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


def doctor_role(raw: DoctorRole | str) -> DoctorRole:
    """The code of a `DoctorRole`."""
    return code(DoctorRole, raw)


def employment_model(raw: EmploymentModel | str) -> EmploymentModel:
    """The code of an `EmploymentModel`."""
    return code(EmploymentModel, raw)


def agreement_kind(raw: AgreementKind | str) -> AgreementKind:
    """The code of an `AgreementKind`."""
    return code(AgreementKind, raw)


def interruption_kind(raw: InterruptionKind | str) -> InterruptionKind:
    """The code of an `InterruptionKind`."""
    return code(InterruptionKind, raw)


def activity_kind(raw: ActivityKind | str) -> ActivityKind:
    """The code of an `ActivityKind`."""
    return code(ActivityKind, raw)


def payer(raw: Payer | str) -> Payer:
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


def acceptances(raw: Any) -> tuple[Acceptable, ...]:
    """The standings that the caller accepts, each once."""
    if not isinstance(raw, list | tuple):
        misfit = Misfit("wrong-type-list", value=shown(cast("object", raw)), type=type_name(cast("object", raw)))
        return cast("tuple[Acceptable, ...]", Unfit((("", misfit),)))
    read = read_each(code_kind(Acceptable), cast("list[Any]", raw))
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

_FROM = about("First day.", name="from")
_TO = about("Last day; open where not given.")
_DATE = about("The day.")
_PURPOSE = about("What it was for.")
_AMOUNT = about("Kroner (NOK).")
_VOUCHER = about("Number of the voucher or document behind it; no amount depends on it.")
_NOTE = about("The caller's own note; no amount depends on it.")


def _in_order(interval: Any) -> Iterator[Problem]:
    if isinstance(interval.from_, dt.date) and isinstance(interval.to, dt.date) and interval.to < interval.from_:
        yield problem("/to", "to-before-from", to=interval.to, first=interval.from_)


@frozen(kw_only=True)
class Municipality(Record):
    """The municipality that applies, and whether it is registered as a training organisation (S12)."""

    number: str = field(converter=municipality_number, metadata=about("Municipality number, four digits."))
    registered: bool | None = field(
        default=None,
        converter=optional_flag,
        metadata=about("Registered as a training organisation (for the time being counts)."),
    )
    centrality_class: int | None = field(
        default=None, converter=optional_centrality, metadata=about("SSB's centrality class; overrides the table.")
    )


@frozen(kw_only=True)
class Doctor(Record):
    """The ALIS. Name and HPR number are for completeness alone (T21); no result carries them."""

    name: str | None = field(default=None, converter=optional_text, metadata=about("Name."))
    hpr_number: str | None = field(default=None, converter=optional_text, metadata=about("HPR number, digits."))
    training_start: dt.date | None = field(
        default=None, converter=optional_day, metadata=about("First day in the new scheme of specialist training.")
    )
    expected_end: dt.date | None = field(
        default=None, converter=optional_day, metadata=about("Expected last day of the specialist training.")
    )
    training_end: dt.date | None = field(
        default=None, converter=optional_day, metadata=about("Last day of the specialist training, once it has ended.")
    )
    first_gp_date: dt.date | None = field(
        default=None, converter=optional_day, metadata=about("First day ever as fastlege or fastlegevikar.")
    )

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

    doctor_percent: Decimal = field(converter=percent, metadata=about("The doctor's share, percent; the rest is the municipality's."))


@frozen(kw_only=True)
class Agreement(Record):
    """The ALIS agreement as signed, with the template's text fields."""

    kind: AgreementKind = field(converter=agreement_kind, metadata=about("An ALIS agreement, or supervision only without an agreement."))
    signed_on: dt.date | None = field(
        default=None, converter=optional_day, metadata=about("The day of signing; needed for an alis-avtale.")
    )
    newly_employed: bool | None = field(
        default=None,
        converter=optional_flag,
        metadata=about("The agreement is with a newly employed ALIS (back-dating in call 2023)."),
    )
    split: Split | None = field(default=None, metadata=about("The split agreed for avtale-8-2.", of=Split))
    granted: bool | None = field(
        default=None, converter=optional_flag, metadata=about("Whether Helsedirektoratet has granted the application.")
    )
    official_template: bool | None = field(
        default=None, converter=optional_flag, metadata=about("Whether Helsedirektoratet's template is used.")
    )
    contact_person: str | None = field(default=None, converter=optional_text, metadata=about("The municipality's contact person."))
    workplace: str | None = field(default=None, converter=optional_text, metadata=about("The doctor's workplace."))
    title: str | None = field(default=None, converter=optional_text, metadata=about("The doctor's position title."))
    supervisor: str | None = field(default=None, converter=optional_text, metadata=about("Name of the supervisor."))

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """An agreement holds from signing, so that its day is needed."""
        if readable.kind is AgreementKind.ALIS_AGREEMENT and readable.signed_on is None:
            yield problem("/signed_on", "missing-signing")


@frozen(kw_only=True)
class Position(Record):
    """A post, GP agreement, locum agreement or introduction agreement, over an interval of days."""

    role: DoctorRole = field(converter=doctor_role, metadata=about("What the doctor works as."))
    employment: EmploymentModel = field(converter=employment_model, metadata=about("How the doctor is attached."))
    percent: Decimal = field(converter=percent, metadata=about("Position percent, 0 to 100."))
    from_: dt.date = field(converter=day, metadata=_FROM)
    to: dt.date | None = field(default=None, converter=optional_day, metadata=_TO)
    voucher: str | None = field(default=None, converter=optional_text, metadata=_VOUCHER)
    note: str | None = field(default=None, converter=optional_text, metadata=_NOTE)

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


@frozen(kw_only=True)
class Interruption(Record):
    """Leave, institution service outside the municipal service, or affiliation with a commercial medical actor."""

    kind: InterruptionKind = field(converter=interruption_kind, metadata=about("What it is."))
    from_: dt.date = field(converter=day, metadata=_FROM)
    to: dt.date | None = field(default=None, converter=optional_day, metadata=_TO)
    voucher: str | None = field(default=None, converter=optional_text, metadata=_VOUCHER)
    note: str | None = field(default=None, converter=optional_text, metadata=_NOTE)

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


@frozen(kw_only=True)
class Activity(Record):
    """A learning activity: absence from the practice, and expenses."""

    kind: ActivityKind = field(converter=activity_kind, metadata=about("Which learning activity."))
    date: dt.date = field(converter=day, metadata=_DATE)
    absence_hours: Decimal | None = field(default=None, converter=optional_hours, metadata=about("Hours of absence from the practice."))
    absence_days: Decimal | None = field(
        default=None, converter=optional_hours, metadata=about("Days of absence, of 8 hours; instead of hours.")
    )
    expenses: Decimal | None = field(default=None, converter=optional_money, metadata=about("Expenses, kroner (NOK)."))
    fund_refund: Decimal | None = field(
        default=None, converter=optional_money, metadata=about("What Education Fund II covers, kroner (NOK).")
    )
    completed: bool | None = field(
        default=None, converter=optional_flag, metadata=about("It was carried out; counted as so where not stated.")
    )
    documented: bool | None = field(default=None, converter=optional_flag, metadata=about("It can be documented; no amount depends on it."))
    paid_by: Payer = field(default=Payer.DOCTOR, converter=payer, metadata=about("Who paid the expenses."))
    group: str | None = field(
        default=None, converter=optional_text, metadata=about("Name or id of the group, of gruppeveiledning; no amount depends on it.")
    )
    voucher: str | None = field(default=None, converter=optional_text, metadata=_VOUCHER)
    note: str | None = field(default=None, converter=optional_text, metadata=_NOTE)

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """Absence is given in hours or in days, not both."""
        if readable.absence_hours is not None and readable.absence_days is not None:
            yield problem("/absence_days", "hours-and-days")


@frozen(kw_only=True)
class Supervision(Record):
    """Individual supervision of the ALIS."""

    date: dt.date = field(converter=day, metadata=_DATE)
    hours: Decimal = field(converter=hours, metadata=about("Hours of supervision."))
    cost: Decimal | None = field(
        default=None,
        converter=optional_money,
        metadata=about("What the supervisor was paid, kroner (NOK); hours × rate where not given."),
    )
    supervisor: str | None = field(
        default=None, converter=optional_text, metadata=about("Name or id of the supervisor; no amount depends on it.")
    )
    voucher: str | None = field(default=None, converter=optional_text, metadata=_VOUCHER)
    note: str | None = field(default=None, converter=optional_text, metadata=_NOTE)


@frozen(kw_only=True)
class LowerProductivity(Record):
    """Lost income from lower productivity over an interval of days."""

    from_: dt.date = field(converter=day, metadata=_FROM)
    to: dt.date = field(converter=day, metadata=about("Last day."))
    amount: Decimal = field(converter=money, metadata=_AMOUNT)
    voucher: str | None = field(default=None, converter=optional_text, metadata=_VOUCHER)
    note: str | None = field(default=None, converter=optional_text, metadata=_NOTE)

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


@frozen(kw_only=True)
class Cost(Record):
    """A cost of facilitation, or of an element that the municipality finances alone."""

    date: dt.date = field(converter=day, metadata=_DATE)
    purpose: str | None = field(default=None, converter=optional_text, metadata=_PURPOSE)
    amount: Decimal = field(converter=money, metadata=_AMOUNT)
    voucher: str | None = field(default=None, converter=optional_text, metadata=_VOUCHER)
    note: str | None = field(default=None, converter=optional_text, metadata=_NOTE)


@frozen(kw_only=True)
class AdditionalElement(Record):
    """A cost of an additional element, for municipalities of centrality class 6."""

    date: dt.date = field(converter=day, metadata=_DATE)
    purpose: str | None = field(default=None, converter=optional_text, metadata=_PURPOSE)
    amount: Decimal = field(converter=money, metadata=_AMOUNT)
    lasting_investment: bool = field(
        default=False, converter=flag, metadata=about("Equipment or an investment of lasting character (T60).")
    )
    voucher: str | None = field(default=None, converter=optional_text, metadata=_VOUCHER)
    note: str | None = field(default=None, converter=optional_text, metadata=_NOTE)


def _claim(name: str) -> dict[str, Any]:
    return about("Kroner (NOK) applied for.", name=name)


@frozen(kw_only=True)
class Claims(Record):
    """What is applied for, by rule, where that is less than the costs give."""

    practice_compensation: Decimal | None = field(default=None, converter=optional_money, metadata=_claim("practice-compensation"))
    learning_expenses: Decimal | None = field(default=None, converter=optional_money, metadata=_claim("learning-expenses"))
    lower_productivity: Decimal | None = field(default=None, converter=optional_money, metadata=_claim("lower-productivity"))
    supervision: Decimal | None = field(default=None, converter=optional_money, metadata=_claim("supervision"))
    facilitation: Decimal | None = field(default=None, converter=optional_money, metadata=_claim("facilitation"))
    additional_elements: Decimal | None = field(default=None, converter=optional_money, metadata=_claim("additional-elements"))


@frozen(kw_only=True)
class UsedHours(Record):
    """Hours already granted for the call elsewhere."""

    hours: Decimal = field(converter=hours, metadata=about("Hours."))


@frozen(kw_only=True)
class UsedBefore(Record):
    """What is already granted for this call in another municipality."""

    practice_compensation: UsedHours | None = field(
        default=None, metadata=about("Hours of absence.", name="practice-compensation", of=UsedHours)
    )
    learning_expenses: Decimal | None = field(
        default=None, converter=optional_money, metadata=about("Kroner (NOK).", name="learning-expenses")
    )
    lower_productivity: Decimal | None = field(
        default=None, converter=optional_money, metadata=about("Kroner (NOK).", name="lower-productivity")
    )
    supervision: UsedHours | None = field(default=None, metadata=about("Hours of supervision.", name="supervision", of=UsedHours))


@frozen(kw_only=True)
class SuppliedFrames(Record):
    """The grant frame of a full-time year, by role, where the caller knows it."""

    regular_gp: Decimal | None = field(default=None, converter=optional_money, metadata=about("Kroner (NOK).", name="fastlege"))
    gp_locum: Decimal | None = field(default=None, converter=optional_money, metadata=about("Kroner (NOK).", name="fastlegevikar"))
    introductory_gp: Decimal | None = field(
        default=None, converter=optional_money, metadata=about("Kroner (NOK).", name="introduksjonslege")
    )
    other_municipal_gp: Decimal | None = field(
        default=None, converter=optional_money, metadata=about("Kroner (NOK).", name="annet-legearbeid")
    )


@frozen(kw_only=True)
class Supplied(Record):
    """Values that the caller knows and the tables lack."""

    fee_rate: Decimal | None = field(
        default=None, converter=optional_money, metadata=about("The fee rate of the call, kroner (NOK) an hour.")
    )
    grant_frame: SuppliedFrames | None = field(
        default=None, metadata=about("The grant frame of a full-time year, by role.", of=SuppliedFrames)
    )
    additional_cap: Decimal | None = field(
        default=None, converter=optional_money, metadata=about("The cap on additional elements, kroner (NOK).")
    )


@frozen(kw_only=True)
class Period(Record):
    """The period applied for, which finds the call where none is named."""

    from_: dt.date = field(converter=day, metadata=_FROM)
    to: dt.date = field(converter=day, metadata=about("Last day."))

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """The last day is not before the first."""
        return _in_order(readable)


@frozen(kw_only=True)
class Case(Record):
    """One ALIS and one call: everything that an entitlement is reckoned from."""

    schema: str = field(default=CASE_SCHEMA, converter=case_schema, metadata=about("The name of this document."))
    reference: str | None = field(
        default=None,
        converter=optional_reference,
        metadata=about("The caller's own name for the case; it comes back in all that is said of it, and no amount depends on it."),
    )
    call: str | None = field(default=None, converter=optional_text, metadata=about("The call's id: the year it is announced in."))
    period: Period | None = field(default=None, metadata=about("Finds the call where none is named.", of=Period))
    municipality: Municipality = field(metadata=about("The municipality.", of=Municipality))
    doctor: Doctor = field(metadata=about("The ALIS.", of=Doctor))
    agreement: Agreement = field(metadata=about("The agreement.", of=Agreement))
    positions: tuple[Position, ...] = field(default=(), converter=tuple_of, metadata=about("The doctor's posts.", of=Position, many=True))
    interruptions: tuple[Interruption, ...] = field(
        default=(), converter=tuple_of, metadata=about("Leave, institution service, commercial actors.", of=Interruption, many=True)
    )
    activities: tuple[Activity, ...] = field(default=(), converter=tuple_of, metadata=about("Learning activities.", of=Activity, many=True))
    supervision: tuple[Supervision, ...] = field(
        default=(), converter=tuple_of, metadata=about("Individual supervision.", of=Supervision, many=True)
    )
    lower_productivity: tuple[LowerProductivity, ...] = field(
        default=(), converter=tuple_of, metadata=about("Lower productivity.", of=LowerProductivity, many=True)
    )
    facilitation: tuple[Cost, ...] = field(default=(), converter=tuple_of, metadata=about("Practical facilitation.", of=Cost, many=True))
    additional: tuple[AdditionalElement, ...] = field(
        default=(), converter=tuple_of, metadata=about("Additional elements.", of=AdditionalElement, many=True)
    )
    municipal: tuple[Cost, ...] = field(
        default=(), converter=tuple_of, metadata=about("Elements that the municipality finances alone.", of=Cost, many=True)
    )
    claims: Claims = field(factory=Claims, metadata=about("What is applied for, by rule, if less.", of=Claims))
    used_before: UsedBefore = field(factory=UsedBefore, metadata=about("Already granted for this call elsewhere.", of=UsedBefore))
    supplied: Supplied = field(factory=Supplied, metadata=about("Values that the tables lack.", of=Supplied))
    readings: Readings = field(factory=Readings, metadata=about("Chosen readings.", of=Readings))
    accept: tuple[Acceptable, ...] = field(
        default=(), converter=acceptances, metadata=about("Standings that are used only when asked for.")
    )

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
            yield problem(f"/positions/{index}/percent", "positions-above-100", day=day_over, total=percent_over)
