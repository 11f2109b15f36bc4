"""The clause ledger: every clause of the agreement and the slides, what carries it out, and the test class that guards it."""

import tomllib
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any

from attrs import frozen

from .fields import near, shown
from .problems import InvalidCase, problem
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


def clauses_named(ids: Iterable[str]) -> tuple[Clause, ...]:
    """The clauses of these ids, in the order of the documents, capitals or not. Raises InvalidCase that names all that are none."""
    asked = {each[:1].upper() + each[1:].zfill(2): each for each in ids}
    known = {clause.id: clause for clause in clauses()}
    spans = [[*group] for _, group in groupby(known, key=lambda name: name[0])]
    told = ", ".join(f"{span[0]}–{span[-1]}" for span in spans)
    wrong = [
        problem("", "unknown-clause", value=shown(given), near=near(name, map(str.lower, known)).upper(), known=told)
        for name, given in asked.items()
        if name not in known
    ]
    if wrong:
        raise InvalidCase(wrong)
    return tuple(clause for clause in known.values() if clause.id in asked)


def _clause(entry: dict[str, Any]) -> Clause:
    carried_by: list[str] = entry.pop("carried_by", [])
    return Clause(**entry, carried_by=tuple(carried_by))
