"""The steps from one result to another: what is changed, and what that does to each line."""

from decimal import Decimal
from enum import StrEnum

from attrs import frozen

from .reasons import Reason


class StepKind(StrEnum):
    """What sort of thing makes a step."""

    RATE = "rate"
    """A value of the tables, of a proposal or of the caller: the fee rate, a share, a cap, a frame."""
    RULE = "rule"
    """What governs counting, or which values may be used."""
    READING = "reading"
    """The chosen option of a reading."""
    KNOWN_LATER = "known-later"
    """A value that was not yet known on the day that one of the two looks back to."""
    FACT = "fact"
    """What counts of the records of the case."""
    ROUNDING = "rounding"
    """What the lines are rounded to."""


@frozen(kw_only=True)
class Changed:
    """One thing that is not the same on both sides."""

    id: str
    """The id of a value or a reading, the name of a fact, or ``grant-period``."""
    unit: str
    """``NOK``, ``NOK/h``, ``h``, ``percent``, ``months``, ``years``, ``date``, ``days``, ``yes-no`` or ``option``."""
    before: str | None
    """None where it is not found, not known, or not given."""
    after: str | None
    """The figure afterwards, as text; None where there is none."""
    before_standing: str = ""
    """Of a value, its standing; ``not-yet-known`` or ``not-accepted`` where it is withheld; empty for what is no value."""
    after_standing: str = ""
    """The standing of the value afterwards, or why it is not used."""


@frozen(kw_only=True)
class LineChange:
    """What a step does to one line."""

    rule: str
    """The rule's id."""
    before: Decimal | None
    """The amount before the step, kroner; None where undetermined."""
    after: Decimal | None
    """The amount afterwards, kroner (NOK); None where it is not determined."""
    change: Decimal
    """The line after the step less the line before it, as far as each is determined, kroner."""
    missing_before: tuple[str, ...] = ()
    """The ids of the values that are missing before the step."""
    missing: tuple[str, ...] = ()
    """The ids of the values that are missing after it."""
    new_reasons: tuple[Reason, ...] = ()
    """Why records do not count that did, or that were not there."""
    gone_reasons: tuple[Reason, ...] = ()
    """Why records did not count that do, or are no longer there."""


@frozen(kw_only=True)
class ComparisonStep:
    """One step on the way from the one result to the other."""

    kind: StepKind
    """The kind of change."""
    changed: tuple[Changed, ...]
    """What is changed: one thing, or what has a meaning only together."""
    amount: Decimal
    """What the step adds to the total, kroner."""
    lines: tuple[LineChange, ...]
    """The lines that it changes; what the municipality finances alone is among them, and no part of `amount`."""

    @property
    def id(self) -> str:
        """The id of what is changed, of the first where several things are."""
        return self.changed[0].id
