"""What comes out: the explained entitlement, its lines, verdicts, conditions and what is left."""

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from attrs import field, frozen

from .bounds import TotalIs
from .explanation import Explanation
from .facts import Facts
from .model import Acceptable, AgreementKind, Supplied
from .problems import UnknownName
from .proposals import WithoutEffect
from .rates import RateUsed
from .reasons import Reason
from .rules import Funding

ENTITLEMENT_SCHEMA = "alis-rules/entitlement/1"
"""The name of the entitlement document that this library writes and reads."""


class Outcome(StrEnum):
    """What became of a line."""

    GRANTED = "granted"
    """All that was incurred, rounded as the line is; no cap, claim or day that does not count makes it less."""
    LIMITED = "limited"
    """Less than that, since something was cut: by a cap, a claim, or records that do not count."""
    ZERO = "zero"
    """Something was incurred and nothing is granted."""
    NOT_APPLICABLE = "not-applicable"
    """Nothing was incurred."""
    UNDETERMINED = "undetermined"
    """A value is missing: there is no amount."""


class Status(StrEnum):
    """Whether a condition of the agreement is met."""

    MET = "met"
    NOT_MET = "not-met"
    NOT_STATED = "not-stated"
    """The case does not say: the result holds provided that it is met."""


@frozen(kw_only=True)
class Recipients:
    """Who receives how much of an amount, kroner (NOK)."""

    doctor: Decimal
    """To the doctor, kroner."""
    municipality: Decimal
    """To the municipality, kroner."""
    to_be_agreed: Decimal
    """To be agreed between the two, kroner."""


@frozen(kw_only=True)
class Line:
    """One line of the entitlement."""

    rule: str
    """The rule's id."""
    funding: Funding
    """The class of element."""
    outcome: Outcome
    """The outcome of the line."""
    incurred: Decimal | None
    """What all records come to before any condition or cap, kroner; None where the rate is unknown, or the line has no records."""
    counted: Decimal | None
    """What the records that count come to, before any cap, kroner; of the frame, the lines that it limits. None where unknown."""
    amount: Decimal | None
    """What is granted, kroner; None where undetermined."""
    limited_by: tuple[str, ...]
    """The cap that bound, then ``claim`` if the claim is lower still."""
    reasons: tuple[Reason, ...]
    """Why records, or some of their days, do not count."""
    missing: tuple[str, ...]
    """The ids of the values that are missing."""
    recipients: Recipients | None
    """Its recipients; None where there is no amount."""
    clauses: tuple[str, ...]
    """The clauses that the amount rests on."""
    recipient_clauses: tuple[str, ...]
    """The clauses that say who receives it."""
    rates: tuple[RateUsed, ...]
    """The values of the tables that it reads."""
    projected: bool = field(default=False, metadata={"may_be_left_out": True})
    """Reckoned with rates carried forward from an earlier call, not verified for this one."""


@frozen(kw_only=True)
class NotFor:
    """A line that a record would have added to and does not, in whole or in part."""

    rule: str
    """The line's rule."""
    reasons: tuple[Reason, ...]
    """The reasons why it adds nothing, or less."""


@frozen(kw_only=True)
class RecordVerdict:
    """Whether a record of the case counts, and towards what."""

    at: str
    """JSON Pointer to the record in the case."""
    what: str
    """The kind of a learning activity, else the rule that the record belongs to."""
    from_: dt.date = field(metadata={"name": "from"})
    """First day of the record."""
    to: dt.date
    """Last day of the record."""
    counts: bool
    """True where it counts, at least in part."""
    reasons: tuple[Reason, ...]
    """All the reasons why it, or some of its days, do not count for something."""
    rules: tuple[str, ...]
    """The lines that it counts towards."""
    not_for: tuple[NotFor, ...]
    """The lines that it would have added to and does not, in whole or in part."""
    days: int | None
    """Days of a record over several days."""
    counted_days: int | None
    """Those of them that count; else None."""


@frozen(kw_only=True)
class Condition:
    """A condition of the agreement or the call."""

    id: str
    """The condition's id."""
    status: Status
    """Its status; not stated: the case does not say, and the result holds provided that it is met."""
    clauses: tuple[str, ...]
    """The clauses that it comes from."""
    about: tuple[str, ...] = field(default=(), metadata={"may_be_left_out": True})
    """JSON Pointers to what in the case keeps it from being met, or to what is not stated."""


@frozen(kw_only=True)
class Remaining:
    """What is left under a cap, or of a window."""

    cap: str
    """The cap's or the window's id."""
    unit: str
    """``h``, ``NOK``, or ``months`` (whole months after the call's last day)."""
    left: Decimal | None
    """`most` less `used`; None where either is not known, and of a window that is open."""
    most: Decimal | None = field(default=None, metadata={"may_be_left_out": True})
    """The whole cap, before anything was used of it; None where it is not known, and of a window."""
    used: Decimal | None = field(default=None, metadata={"may_be_left_out": True})
    """What is used of it, elsewhere and by this entitlement, and no more than the cap: hours that count, or kroner granted."""
    closes: dt.date | None = field(default=None, metadata={"may_be_left_out": True})
    """The last day that can use what is left; None where it is not known, and of a window that is open."""
    open: bool = field(default=False, metadata={"may_be_left_out": True})
    """Of a window: nothing closes it, as the case stands (leave without an end)."""


@frozen(kw_only=True)
class ReadingUsed:
    """A reading that bears on the result, and which option was chosen."""

    id: str
    """The reading's id."""
    chosen: str
    """The option that was used."""
    default: str
    """The option that is used where none is chosen."""


@frozen(kw_only=True)
class OtherReading:
    """What the result would be, had one reading another option."""

    id: str
    """The reading's id."""
    option: str
    """The other option."""
    total: Decimal
    """The sum of the determined lines of the state grant, kroner (NOK)."""
    complete: bool
    """Whether every line would be determined."""
    total_is: TotalIs
    """How firm the total would be."""
    at_least: Decimal
    """The least that the state grant could then come to, kroner (NOK)."""
    at_most: Decimal | None
    """The most that it could then come to, kroner (NOK); None where there is no most."""
    difference: Decimal
    """The total less that of the chosen readings, kroner (NOK)."""


@frozen(kw_only=True)
class Note:
    """Something that the reader should know."""

    code: str
    """The kind of note."""
    about: str
    """Its object: a value's id, a call, or a JSON Pointer."""
    day: dt.date | None = field(default=None, metadata={"may_be_left_out": True})
    """The day that it happens on, where the note is of one."""
    other: OtherReading | None = field(default=None, metadata={"may_be_left_out": True})
    """What another option of the reading that it hangs on would give."""
    proposal: WithoutEffect | None = field(default=None, metadata={"may_be_left_out": True})
    """The row of a proposal that gave no value, and why, where the note is of one."""


@frozen(kw_only=True)
class OverlayUsed:
    """A proposal that gave a value to the result."""

    name: str
    """The proposal's name."""
    digest: str
    """The digest of its values."""
    values: tuple[str, ...]
    """The ids of the values that it gave."""


@frozen(kw_only=True)
class KnownLater:
    """A value that bears on the result and was not yet known on the day that the evaluation looks back to."""

    id: str
    """The value's id."""
    value: str
    """The figure."""
    unit: str
    """The unit of the figure."""
    known_from: dt.date
    """The day that it became known."""


@frozen(kw_only=True)
class TablesUsed:
    """Which edition of the tables was used."""

    version: str
    """The edition."""
    digest: str
    """The digest of all its files."""
    overlays: tuple[OverlayUsed, ...] = field(default=(), metadata={"may_be_left_out": True})
    """The proposals laid over the tables that gave a value to this result."""


@frozen(kw_only=True)
class GrantPeriod:
    """The call's grant period."""

    from_: dt.date = field(metadata={"name": "from"})
    """First day."""
    to: dt.date
    """Last day."""


@frozen(kw_only=True)
class Place:
    """The municipality, as the tables know it."""

    number: str
    """Municipality number, four digits."""
    name: str | None
    """Name; None where the tables do not have it."""
    centrality_class: int | None
    """SSB's centrality class; None where it is not known."""


@frozen(kw_only=True)
class Entitlement:
    """What an ALIS agreement is entitled to in one call, and why."""

    schema: str = ENTITLEMENT_SCHEMA
    """The name of this document."""
    reference: str | None = field(default=None, metadata={"may_be_left_out": True})
    """The caller's own name for the case, where it has one."""
    call: str
    """The call's id: the year it is announced in."""
    period: GrantPeriod | None
    """The call's grant period; None where no source gives it."""
    municipality: Place
    """The municipality, as the tables know it."""
    agreement: AgreementKind
    """An ALIS agreement, or supervision only."""
    total: Decimal
    """The sum of the determined lines but for what the municipality finances alone, kroner. The state grant only where it is final."""
    complete: bool
    """Whether every line of the state grant is determined."""
    total_is: TotalIs
    """How firm the total is."""
    at_least: Decimal
    """The least that the state grant can come to, whatever the missing values are, kroner; the total where it is final."""
    at_most: Decimal | None
    """The most that it can come to, kroner; None where there is no most. The total where it is final."""
    recipients: Recipients
    """Who receives the state grant."""
    lines: tuple[Line, ...]
    """The lines, one for each rule, always in the same order."""
    records: tuple[RecordVerdict, ...]
    """Every record of the case, and whether it counts."""
    conditions: tuple[Condition, ...]
    """The conditions of the agreement and the call."""
    remaining: tuple[Remaining, ...]
    """The part left under each cap, and of the windows."""
    readings: tuple[ReadingUsed, ...]
    """The readings that bear on the result."""
    notes: tuple[Note, ...]
    """Notes to the reader."""
    facts: Facts
    """The whole numbers that the lines were reckoned from."""
    tables: TablesUsed
    """The edition of the tables that was used."""
    known_on: dt.date | None = field(default=None, metadata={"may_be_left_out": True})
    """The day whose knowledge the result rests on, where the evaluation looks back."""
    later: tuple[KnownLater, ...] = field(default=(), metadata={"may_be_left_out": True})
    """What became known after that day and bears on the result."""
    total_now: Decimal | None = field(default=None, metadata={"may_be_left_out": True})
    """The total by all that is known, where the evaluation looks back."""
    total_now_is: TotalIs | None = field(default=None, metadata={"may_be_left_out": True})
    """How firm that total is."""
    supplied: Supplied | None = field(default=None, metadata={"may_be_left_out": True})
    """The values that the caller gave in the place of the tables', where any."""
    accepted: tuple[Acceptable, ...] = field(default=(), metadata={"may_be_left_out": True})
    """The standings that were used only since the caller accepts them."""
    explanation: Explanation | None = field(default=None, metadata={"may_be_left_out": True})
    """How each line came to what it is, where it was asked for."""

    def __getitem__(self, rule: str) -> Line:
        """The line of a rule, by its id. Raises KeyError, which names the rules that there are."""
        for line in self.lines:
            if line.rule == rule:
                return line
        raise UnknownName(rule, (line.rule for line in self.lines))

    def __contains__(self, rule: object) -> bool:
        """Whether there is a line of a rule, by its id."""
        return any(line.rule == rule for line in self.lines)

    __iter__: ClassVar[None] = None
    """Lines are gone through as `lines`; without this Python would ask for those of the rules 0, 1, 2 …"""

    def to_json(self) -> dict[str, Any]:
        """The entitlement as the contract's JSON object."""
        from .interchange import entitlement_to_json

        return entitlement_to_json(self)
