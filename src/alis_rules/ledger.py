"""The clause ledger: every clause of the agreement and the slides, what carries it out, and the test class that guards it."""

import tomllib
from functools import cache
from typing import Any

from attrs import frozen

from .rates_files import rates_directory


@frozen(kw_only=True)
class Clause:
    """One clause of a source document."""

    id: str
    document: str
    heading: str
    kind: str
    """What sort of thing it is; ``context`` carries no consequence."""
    gist: str
    """What it says, in our own words."""
    carried_by: tuple[str, ...] = ()
    """What carries it out: a ``rule:``, ``reason:``, ``condition:``, ``duty:``, ``reading:``, ``value:``, ``table:``,
    ``type:`` or ``part:``."""
    test: str = ""
    """The test class that guards it."""


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause, in the order of the documents."""
    content = tomllib.loads((rates_directory() / "clauses.toml").read_text("utf-8"))
    return tuple(_clause(entry) for entry in content["clause"])


def _clause(entry: dict[str, Any]) -> Clause:
    carried_by: list[str] = entry.pop("carried_by", [])
    return Clause(**entry, carried_by=tuple(carried_by))
