"""What people know the parts of a case by: what each is, its days, its figures, and the voucher behind it."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from .counting import absence
from .fields import from_hundredths
from .model import Activity, Case

RULE_OF_LIST = {
    "supervision": "supervision",
    "lower_productivity": "lower-productivity",
    "facilitation": "facilitation",
    "additional": "additional-elements",
    "municipal": "municipal-elements",
}
"""The lists of records that are all of one kind, and the rule that they belong to."""


@frozen(kw_only=True)
class Named:
    """A post, an interruption or a record of the case, as people know it."""

    at: str
    """JSON Pointer to it in the case."""
    what: str
    """The role of a post, the kind of an interruption or of a learning activity, else the rule that the record belongs to."""
    from_: dt.date = field(metadata={"name": "from"})
    """Its first day."""
    to: dt.date | None
    """Its last day; None where it is open."""
    percent: Decimal | None = field(default=None, metadata={"may_be_left_out": True})
    """The percent of a post."""
    hours: Decimal | None = field(default=None, metadata={"may_be_left_out": True})
    """Hours of absence, or of supervision."""
    amount: Decimal | None = field(default=None, metadata={"may_be_left_out": True})
    """What it cost, kroner (NOK)."""
    voucher: str | None = field(default=None, metadata={"may_be_left_out": True})
    """The number of the voucher behind it."""


def named(case: Case) -> Iterator[Named]:
    """Every post, interruption and record of a case, in its order."""
    for index, post in enumerate(case.positions):
        at, what = f"/positions/{index}", post.role.value
        yield Named(at=at, what=what, from_=post.from_, to=post.to, percent=post.percent, voucher=_voucher(post.voucher))
    for index, each in enumerate(case.interruptions):
        yield Named(at=f"/interruptions/{index}", what=each.kind.value, from_=each.from_, to=each.to, voucher=_voucher(each.voucher))
    for index, activity in enumerate(case.activities):
        yield _of_activity(f"/activities/{index}", activity)
    for name, rule in RULE_OF_LIST.items():
        for index, record in enumerate(getattr(case, name)):
            yield _of_record(f"/{name}/{index}", rule, record)


def _of_activity(at: str, activity: Activity) -> Named:
    hours = absence(activity)
    return Named(
        at=at,
        what=activity.kind.value,
        from_=activity.date,
        to=activity.date,
        hours=from_hundredths(hours) if hours else None,
        amount=activity.expenses,
        voucher=_voucher(activity.voucher),
    )


def _of_record(at: str, rule: str, record: Any) -> Named:
    """A record of a list that is all of one kind."""
    first, last = (record.from_, record.to) if rule == "lower-productivity" else (record.date, record.date)
    hours, amount = (record.hours, record.cost) if rule == "supervision" else (None, record.amount)
    return Named(at=at, what=rule, from_=first, to=last, hours=hours, amount=amount, voucher=_voucher(record.voucher))


def _voucher(told: str | None) -> str | None:
    """The number of a voucher; None where there is none, or a blank one."""
    return (told or "").strip() or None
