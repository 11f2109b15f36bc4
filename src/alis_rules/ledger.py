"""The clause ledger: every clause of the agreement and the slides, what carries it out, and the test class that guards it."""

import tomllib
from functools import cache
from itertools import groupby
from typing import Any

from attrs import frozen

from .fields import Misfit, near, shown
from .rates_files import rates_directory


@frozen(kw_only=True)
class Clause:
    """One clause of a source document."""

    id: str
    """The clause's id."""
    document: str
    """The document that it stands in."""
    heading: str
    """The heading that it stands under."""
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


def clause_named(written: str) -> Clause:
    """The clause of an id, capitals and zeros or not (``t1``). Raises Misfit."""
    known = {clause.id: clause for clause in clauses()}
    name = written[:1].upper() + written[1:].zfill(2)
    if name not in known:
        spans = [[*group] for _, group in groupby(known, key=lambda each: each[0])]
        told = ", ".join(f"{span[0]}–{span[-1]}" for span in spans)
        raise Misfit("unknown-clause", value=shown(written), near=near(name, map(str.lower, known)).upper(), known=told)
    return known[name]


def _clause(entry: dict[str, Any]) -> Clause:
    carried_by: list[str] = entry.pop("carried_by", [])
    return Clause(**entry, carried_by=tuple(carried_by))
