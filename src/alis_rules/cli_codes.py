"""The codes that options take, each with its words: for help, and for the shell to complete."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .explain.catalogue import Catalogue
from .explain.naming import name_of


class Listed(NamedTuple):
    """A code as it is written, and what it means."""

    code: str
    """What ends in ``=`` wants a value behind it."""
    words: str
    about: str = ""
    """The question that the words answer, where they answer one."""


def listed(name: str, texts: Catalogue) -> list[Listed]:
    """The codes of a list, in order."""
    return list(_LISTS[name](texts))


def _readings(texts: Catalogue) -> Iterator[Listed]:
    from .readings import options, reading_fields

    for reading, _ in reading_fields():
        for option in options(reading):
            yield Listed(f"{reading}={option}", texts.say(f"option.{reading}.{option}"), texts.say(f"reading.{reading}"))


def _supplied(texts: Catalogue) -> Iterator[Listed]:
    from .model import DoctorRole

    yield Listed("fee_rate=", texts.say("value.fee-rate"))
    for role in DoctorRole:
        yield Listed(f"grant_frame.{role}=", f"{texts.say('cap.grant-frame')}, {texts.say(f'role.{role}')}")
    yield Listed("additional_cap=", texts.say("cap.additional-cap"))


def _targets(texts: Catalogue) -> Iterator[Listed]:
    from .reaching import LINE_OF_CAP, STATE_RULES, TOTAL

    yield from (Listed(f"cap:{cap}", texts.say(f"cap.{cap}")) for cap in LINE_OF_CAP)
    yield from (Listed(f"{rule}=", texts.say(f"rule.{rule}")) for rule in STATE_RULES)
    yield Listed(f"{TOTAL}=", texts.say("text.total"))


def _varied(texts: Catalogue) -> Iterator[Listed]:
    from .varying import Vary

    yield from (Listed(each, texts.say(f"vary.{each}")) for each in Vary)


def _clauses(texts: Catalogue) -> Iterator[Listed]:
    from .ledger import clauses

    yield from (Listed(each.id, texts.say(f"clause.{each.id}")) for each in clauses())


def _calls(_: Catalogue) -> Iterator[Listed]:
    from .rates import load_tables

    yield from (Listed(call, "") for call in load_tables().calls)


def _values(texts: Catalogue) -> Iterator[Listed]:
    from .rates import UNITS

    yield from (Listed(each, name_of(each, texts)) for each in ("fee-rate", *UNITS))
    yield from _calls(texts)


_LISTS: dict[str, Callable[[Catalogue], Iterator[Listed]]] = {
    "readings": _readings,
    "supplied": _supplied,
    "targets": _targets,
    "vary": _varied,
    "clauses": _clauses,
    "calls": _calls,
    "values": _values,
}
"""The lists, by the name that an option has for them."""
