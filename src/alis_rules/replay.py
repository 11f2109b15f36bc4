"""The replay of kept cases: the gate that a change of a result cannot pass unseen.

A *baseline* is the answer that is kept of a case: an entitlement, or the errors that refused the case. Two answers are
alike where they give the same: totals, lines, records, conditions, and what is left. The words of notes, the edition of the tables, and
keys that are new are no part of what a case gives.
"""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple, cast

from attrs import Factory, field, frozen

from .evaluation import evaluate
from .interchange import case_from_json, entitlement_to_json
from .problems import InvalidCase
from .rates import Tables

Answer = Mapping[str, Any]
"""What came of a case, as the contract's JSON: an entitlement, or ``{"errors": […]}``."""
AMOUNT = "amount"
"""What a line grants, among what it gives."""


class Area(NamedTuple):
    """A list of what an answer gives: its key in the answer, what its items are known by, and what is looked at of each."""

    key: str
    id: str
    looked_at: tuple[str, ...]


AREAS = (
    Area("lines", "rule", ("outcome", "incurred", AMOUNT, "limited_by", "reasons", "missing", "recipients")),
    Area("records", "at", ("counts", "reasons", "rules")),
    Area("conditions", "id", ("status",)),
    Area("remaining", "cap", ("left",)),
    Area("errors", "at", ("code",)),
)
"""Every list that is looked at, in the order in which it is told."""


class Place(NamedTuple):
    """A place in an answer: its area, the item there, and what of the item; the last two are empty for the answer's own keys."""

    area: str
    item: str = ""
    what: str = ""


TOTAL = Place("total")
BOUNDS = (TOTAL, Place("at_least"), Place("at_most"))
"""The total, and between what the grant lies."""
SUMS = (*BOUNDS, Place("total_is"), Place("complete"))
"""The total, with how firm it is."""


class Difference(NamedTuple):
    """One thing that is not as it was: None where there is no such thing, and an empty text where nothing is said."""

    place: Place
    before: str | None
    after: str | None


@frozen(kw_only=True)
class Kept:
    """A case with its baseline, as a file keeps it."""

    name: str
    why: str
    """What the case is there to reach."""
    case: Mapping[str, Any]
    """The case, as the contract's JSON."""
    answer: Answer | None
    """The baseline; None for a case that has none yet."""


@frozen(kw_only=True)
class Replayed:
    """A case, what is kept of it, and what it gives now."""

    name: str
    why: str
    call: str
    """The id of the case's call; empty where it has none that is known."""
    final: bool
    """Whether the call is closed: a later one has been announced. Its results are past results."""
    before: Answer
    after: Answer
    differences: tuple[Difference, ...] = field(
        init=False, default=Factory(lambda case: tuple(differences(case.before, case.after)), takes_self=True)
    )
    """All that is not as it was, in the order of the answer."""


def given(answer: Answer) -> dict[Place, str]:
    """All that an answer gives, by place, as text. Raises KeyError, TypeError or AttributeError where it is no answer."""
    refused = "errors" in answer
    found = {} if refused else {each: _text(answer[each.area]) for each in SUMS if each is TOTAL or each.area in answer}
    for area in AREAS:
        if refused is (area.key == "errors"):
            for item in answer[area.key]:
                for what in area.looked_at:
                    found |= _places(Place(area.key, item[area.id], what), item.get(what))
    return found


def _places(place: Place, value: Any) -> dict[Place, str]:
    """A value at its place; of an object, each of its values at a place of its own."""
    if isinstance(value, Mapping):
        inside = cast("Mapping[str, Any]", value)
        return {place._replace(what=f"{place.what}.{key}"): _text(each) for key, each in inside.items()}
    return {place: _text(value)}


def _text(value: Any) -> str:
    """A value as text: of a list, its items one after the other; nothing where there is none."""
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, cast("list[Any]", value)))
    return "" if value is None else json.dumps(value) if isinstance(value, bool) else str(value)


def differences(before: Answer, after: Answer) -> Iterator[Difference]:
    """All that two answers do not give alike, in the order of the second, then what it no longer has."""
    old, new = given(before), given(after)
    for place in {**new, **old}:
        if old.get(place) != new.get(place):
            yield Difference(place, old.get(place), new.get(place))


def total_of(answer: Answer) -> Decimal | None:
    """The total of an answer; None where the case is refused."""
    return None if "errors" in answer else Decimal(str(answer["total"]))


def answer(document: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    """What comes of a case by some tables: its entitlement, or its errors. A call after the newest is the newest carried forward."""
    try:
        case = case_from_json(document, tables=tables, project=True)
        return entitlement_to_json(evaluate(case, tables=tables, project=True))
    except InvalidCase as error:
        return {"errors": [{"at": each.at, "code": each.code, "message": each.message} for each in error.errors]}


def is_final(call: str, tables: Tables) -> bool:
    """Whether a call is closed: it stands in the tables, and is not the newest there. What it gives is then a past result."""
    return call in tables.calls and call != tables.newest.id


def replay(kept: Kept, tables: Tables) -> Replayed:
    """Evaluate a case that has a baseline anew. Raises ValueError where it has none."""
    if kept.answer is None:
        raise ValueError(f"{kept.name} has no baseline")
    after = answer(kept.case, tables)
    call = str(after.get("call") or kept.answer.get("call") or "")
    return Replayed(name=kept.name, why=kept.why, call=call, final=is_final(call, tables), before=kept.answer, after=after)
