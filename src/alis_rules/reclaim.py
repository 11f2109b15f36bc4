"""Repayment: what may be reclaimed when the facts turn out otherwise than when the grant was given (T23)."""

from decimal import Decimal
from typing import cast

from attrs import frozen

from .entitlement import Entitlement, Line
from .fields import from_hundredths, hundredths


@frozen(kw_only=True)
class RepaymentLine:
    """One line as granted and as it is now, kroner (NOK)."""

    rule: str
    """The rule's id."""
    granted: Decimal | None
    """The amount as granted; None where undetermined."""
    now: Decimal | None
    """The amount now; None where undetermined."""
    difference: Decimal | None
    """What was granted beyond what is due now; negative where more is due. None where either is undetermined."""
    from_doctor: Decimal | None
    """The part of the difference that the doctor received."""


@frozen(kw_only=True)
class Repayment:
    """What may be reclaimed, as the difference of two evaluations."""

    reference: str | None = None
    """The caller's own name for the case as it turned out, or else as it was granted."""
    lines: tuple[RepaymentLine, ...]
    """Each line as granted and as it is now."""
    difference: Decimal
    """The sum of the lines' differences, kroner (NOK), but for what the municipality finances alone."""
    reclaimable: Decimal
    """What may be reclaimed: the difference, never below zero."""
    from_doctor: Decimal
    """What of it the ALIS received, and the municipality may reclaim from the ALIS (T23); never below zero."""
    complete: bool
    """Whether every line is determined in both evaluations."""


def repayment(granted: Entitlement, now: Entitlement) -> Repayment:
    """What may be reclaimed of a grant, line by line.

    `granted` is the evaluation that the grant was paid by, `now` the evaluation of the facts as they turned out. Both are of one call:
    raises ValueError otherwise, and TypeError for what is no entitlement.
    """
    for each in (cast("object", granted), cast("object", now)):
        if not isinstance(each, Entitlement):
            raise TypeError(f"two evaluations are compared, evaluate(case) before and now, not {type(each).__name__}")
    if granted.call != now.call:
        raise ValueError(f"two evaluations of one call are needed, not of {granted.call} and {now.call}")
    lines = tuple(_compare(line, now[line.rule]) for line in granted.lines)
    state = [line for line in lines if granted[line.rule].funding != "municipal" and line.difference is not None]
    difference = sum(hundredths(line.difference) for line in state if line.difference is not None)
    of_doctor = sum(hundredths(line.from_doctor) for line in state if line.from_doctor is not None)
    return Repayment(
        reference=granted.reference if now.reference is None else now.reference,
        lines=lines,
        difference=from_hundredths(difference),
        reclaimable=from_hundredths(max(difference, 0)),
        from_doctor=from_hundredths(max(of_doctor, 0)),
        complete=all(line.difference is not None for line in lines),
    )


def _compare(then: Line, now: Line) -> RepaymentLine:
    return RepaymentLine(
        rule=then.rule,
        granted=then.amount,
        now=now.amount,
        difference=_minus(then.amount, now.amount),
        from_doctor=_minus(_of_doctor(then), _of_doctor(now)),
    )


def _of_doctor(line: Line) -> Decimal | None:
    return None if line.recipients is None else line.recipients.doctor


def _minus(then: Decimal | None, now: Decimal | None) -> Decimal | None:
    return None if then is None or now is None else from_hundredths(hundredths(then) - hundredths(now))
