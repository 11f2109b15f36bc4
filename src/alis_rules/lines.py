"""What became of a line: its outcome, who receives how much of it, and the values that it read."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import sub

from .entitlement import Line, Outcome, Recipients
from .fields import from_hundredths
from .model import GP_ROLES, PRACTICE_ROLES, DoctorRole
from .rates import FEE_RATE, RateUsed
from .reasons import Reason
from .receivers import Receivers
from .reckoning import Reckoned, Reckoning, limited_lines
from .rules import FACILITATION, Deduction, Rule, grant_frame
from .terms import Terms

NOTHING = Receivers(0, 0, 0)
Framed = tuple[tuple[DoctorRole, ...], int]
"""The roles that the frame is reckoned of, and whether within the productivity window."""
_NOBODY = Recipients(doctor=from_hundredths(0), municipality=from_hundredths(0), to_be_agreed=from_hundredths(0))


def _outcome(line: Reckoned) -> Outcome:
    """What became of a line."""
    if not line.applies:
        return Outcome.NOT_APPLICABLE
    if line.amount is None:
        return Outcome.UNDETERMINED
    if isinstance(line.rule, Deduction):
        return Outcome.LIMITED if line.amount else Outcome.GRANTED
    if not line.counts:
        return Outcome.ZERO
    return Outcome.GRANTED if line.in_full else Outcome.LIMITED if line.amount else Outcome.ZERO


def shares_of(reckoning: Reckoning, receivers: Mapping[str, Receivers], terms: Terms) -> dict[str, Receivers]:
    """For each line that has an amount, what each recipient gets of it, øre."""
    shares = {
        line.rule.id: shared(line.amount, receivers[line.rule.id])
        for line in reckoning.lines
        if line.amount and isinstance(line.rule, Rule)
    }
    *_, own, frame = reckoning.lines
    if frame.amount:
        of_limited = [shares[line.rule.id] for line in limited_lines(reckoning, terms) if line.rule.id in shares]
        shares[frame.rule.id] = cut(frame.amount, together(of_limited))
    if own.amount:
        shares[own.rule.id] = Receivers(0, own.amount, 0)
    return shares


def _kroner(ore: int | None) -> Decimal | None:
    return None if ore is None else from_hundredths(ore)


def line_of(line: Reckoned, found: set[Reason] | None, shares: Receivers, rates: tuple[RateUsed, ...], *, projected: bool) -> Line:
    """A line of the entitlement, of what was reckoned; `found`: the reasons of its records, `shares`: øre."""
    rule = line.rule
    reasons = tuple(sorted(found)) if found and not line.in_full else ()
    return Line(
        rule=rule.id,
        funding=rule.funding,
        outcome=_outcome(line),
        incurred=_kroner(line.incurred),
        counted=_kroner(line.counted),
        amount=_kroner(line.amount),
        limited_by=line.limited_by,
        reasons=reasons,
        missing=line.missing,
        recipients=None if line.amount is None else recipients_of(shares),
        clauses=rule.clauses,
        recipient_clauses=rule.recipient_clauses,
        rates=rates,
        projected=projected,
    )


@lru_cache(maxsize=2048)
def idle_line(line: Reckoned, rates: tuple[RateUsed, ...], *, projected: bool) -> Line:
    """The line of a rule that does not apply."""
    return line_of(line, None, NOTHING, rates, projected=projected)


@lru_cache(maxsize=2048)
def rates_read(rule: Rule | Deduction, terms: Terms, framed: Framed) -> tuple[RateUsed, ...]:
    """The values that a rule reads under these terms, those that are known."""
    return tuple([terms.used[name] for name in values_read(rule, terms, framed) if name in terms.used])


def values_read(rule: Rule | Deduction, terms: Terms, framed: Framed) -> tuple[str, ...]:
    """The ids of all that a line's amount, or that it has none, hangs on under these terms: in its own name, or as a part of the frame."""
    price = _price("supervision-share", terms)
    of_price = {FEE_RATE, "supervision-share", "supervision-rate"}
    read = [name for name in rule.rates if rule.id != "supervision" or name not in of_price or name in price]
    if rule.id == "supervision" and not terms.supervision_capped:
        read.remove("supervision-hours")
    if rule is grant_frame.RULE:
        read = []
    if rule is grant_frame.RULE or (rule is FACILITATION and not terms.facilitation_of_granted):
        roles, in_window = framed
        of_roles = (_framing(role, terms) for role in roles)
        read += [name for names in of_roles for name in names if in_window or name != "lower-productivity"]
    return tuple(dict.fromkeys(read))


def _price(share: str, terms: Terms) -> tuple[str, ...]:
    """The values that a price is of; where it is not known, those that it would be of."""
    return tuple(name for name, _ in terms.price_of[share]) or (share, FEE_RATE)


def _framing(role: DoctorRole, terms: Terms) -> tuple[str, ...]:
    """The values that the frame of a role is of."""
    if not terms.frame_is_summed[role]:
        return (f"grant-frame-{role}",)
    supervision = ("learning-expenses", "supervision-hours", *_price("supervision-share", terms))
    absence = ("absence-hours", *_price("practice-compensation-share", terms))
    return (*supervision, *(absence if role in PRACTICE_ROLES else ()), *(("lower-productivity",) if role in GP_ROLES else ()))


def shared(amount: int, weights: Receivers) -> Receivers:
    """An amount in øre shared by weights: each share rounded down, the last øre to the largest (of equals the first).

    >>> shared(10001, Receivers(60, 40, 0))
    Receivers(doctor=6001, municipality=4000, to_be_agreed=0)
    """
    total, whole = sum(weights), abs(amount)
    if total == max(weights):
        return Receivers(*[weight and amount for weight in weights])
    shares = [whole * weight // total for weight in weights]
    shares[weights.index(max(weights))] += whole - sum(shares)
    return Receivers(*shares) if amount >= 0 else Receivers(*[-share for share in shares])


def cut(amount: int, shares: Receivers) -> Receivers:
    """What each gives up of shares in øre that are cut by a negative amount: what is left is in proportion, so that nobody pays.

    >>> cut(-5000, Receivers(6001, 4000, 0))
    Receivers(doctor=-3000, municipality=-2000, to_be_agreed=0)
    """
    left = shared(sum(shares) + amount, shares)
    return Receivers(*map(sub, left, shares))


def together(shares: Iterable[Receivers]) -> Receivers:
    """What each recipient gets of several lines."""
    return Receivers(*map(sum, zip(NOTHING, *shares, strict=True)))


def recipients_of(shares: Receivers) -> Recipients:
    """Shares in øre as kroner."""
    if shares is NOTHING:
        return _NOBODY
    return Recipients(
        doctor=from_hundredths(shares.doctor),
        municipality=from_hundredths(shares.municipality),
        to_be_agreed=from_hundredths(shares.to_be_agreed),
    )
