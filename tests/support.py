"""What the tests share: a plain case to change, and short ways to evaluate it."""

import json
from pathlib import Path
from typing import Any

from alis_rules import Case, Entitlement, evaluate, load_case, load_tables
from alis_rules.resolving import resolve
from alis_rules.terms import terms_of
from alis_rules.testing.documents import Record, contract_case, course, document
from alis_rules.timeline import Timeline

__all__ = ["CONTRACT_CASE", "ROOT", "case", "course", "document", "evaluated", "loaded", "timeline_of"]

ROOT = Path(__file__).parents[1]
CONTRACT_CASE = contract_case()
"""The case of the contract."""


def case(**parts: Any) -> Case:
    """`document` as a case."""
    return load_case(json.dumps(document(**parts)))


def evaluated(**parts: Any) -> Entitlement:
    """`document`, evaluated."""
    return evaluate(case(**parts))


def loaded(document: Record) -> Case:
    """A document as a case, in a call that may be carried forward."""
    return load_case(json.dumps(document), project=True)


def timeline_of(case: Case) -> Timeline:
    """A case's days, as its own call and readings see them."""
    tables = load_tables()
    call, _ = resolve(case, tables)
    assert call is not None
    return Timeline(case, terms_of(tables, call, case.readings, case.supplied, case.accept).grounds, case.readings)
