"""The clause ledger: nothing of the sources is left out, nothing that it names is missing, nothing is carried out without a clause."""

import ast
import importlib
import json
import re
import tomllib
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import pytest
from attrs import evolve

import alis_rules
from alis_rules import Clause, Entitlement, Reason, clauses, duties, evaluate, load_case, load_tables, model
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.rates import UNITS
from alis_rules.readings import reading_fields
from alis_rules.reasons import REASON_CLAUSES
from alis_rules.rules import DEDUCTIONS, RECORD_RULES
from tests.support import CONTRACT_CASE, ROOT, document

LEDGER = clauses()
BY_ID = {clause.id: clause for clause in LEDGER}
RULES = (*RECORD_RULES, *DEDUCTIONS)
each_clause = pytest.mark.parametrize("clause", LEDGER, ids=lambda clause: clause.id)

WITHOUT_CARRIER = {
    "condition:official-template": "T02 is a context clause of the ledger; the call says whether the template is asked for",
    "reason:supervision-only": "supervision without an agreement is outside the agreement's clauses; T02 is a context clause",
}
"""What no clause names as its carrier, and why."""


def varied() -> Iterator[Entitlement]:
    """Entitlements that together show every condition there is."""
    yield evaluate(load_case(json.dumps(CONTRACT_CASE)))
    records: dict[str, Any] = {
        "additional": [{"date": "2025-09-10", "purpose": "bolig", "amount": 5}],
        "municipal": [{"date": "2025-09-10", "purpose": "bolig", "amount": 5}],
        "activities": [{"kind": "kurs", "date": "2025-09-10", "absence_hours": 5}],
    }
    tables = load_tables()
    call = tables.calls["2026"]
    asked = {**call.values, "recruitment-difficulties": evolve(call["recruitment-difficulties"], value=True)}
    yield evaluate(
        load_case(json.dumps(document() | records)),
        tables=evolve(tables, calls={**tables.calls, "2026": evolve(call, values=asked)}),
    )
    locum = {"role": "fastlegevikar", "employment": "ansatt", "percent": 100, "from": "2022-10-01", "to": "2023-08-31"}
    yield evaluate(load_case(json.dumps(document(call="2023", positions=[locum]))))


def conditions() -> dict[str, tuple[str, ...]]:
    return {each.id: each.clauses for entitlement in varied() for each in entitlement.conditions}


def carriers() -> dict[str, set[str]]:
    """Everything that may carry a clause out, by sort."""
    return {
        "rule": {rule.id for rule in RULES},
        "reason": {reason.value for reason in Reason},
        "condition": set(conditions()),
        "duty": {duty.id for duty in (*duties().municipality, *duties().doctor)},
        "reading": {name for name, _ in reading_fields()},
        "value": {*UNITS, "fee-rate"},
        "table": {"calls", "municipalities", "fee-rate"},
        "type": {name for name, each in vars(model).items() if isinstance(each, type) and each.__module__ == model.__name__},
        "part": {name for name in alis_rules.__all__ if callable(getattr(alis_rules, name)) and name.islower()},
    }


def test_every_clause_of_the_documents_is_there_once() -> None:
    assert [clause.id for clause in LEDGER] == [f"T{n:02}" for n in range(1, 63)] + [f"S{n:02}" for n in range(1, 19)]
    assert {clause.document for clause in LEDGER} == {"agreement-template-2025", "slides-2022"}
    assert all(clause.document == ("agreement-template-2025" if clause.id[0] == "T" else "slides-2022") for clause in LEDGER)
    content = tomllib.loads((ROOT / "rates" / "clauses.toml").read_text("utf-8"))
    assert [entry["id"] for entry in content["clause"]] == [clause.id for clause in LEDGER]


@each_clause
def test_a_clause_says_what_it_is(clause: Clause) -> None:
    assert clause.heading.strip()
    assert clause.gist.endswith((".", ")"))
    assert len(set(clause.carried_by)) == len(clause.carried_by)
    if clause.kind == "context":
        assert not clause.carried_by
        assert not clause.test
    else:
        assert clause.carried_by
        assert clause.test == f"Test{clause.id}"


@each_clause
def test_every_language_has_its_words(clause: Clause) -> None:
    assert catalogue("en").say(f"gist.{clause.id}") == clause.gist
    for lang in LANGUAGES:
        short, whole = (catalogue(lang).say(f"{sort}.{clause.id}") for sort in ("clause", "gist"))
        assert len(short) <= 60
        assert not short.endswith(".")
        assert whole.endswith((".", ")"))


def test_no_words_are_of_another_clause() -> None:
    for sort in ("clause", "gist"):
        assert [f"{sort}.{name}" for name in BY_ID] == [key for key in catalogue("nb").messages if key.startswith(f"{sort}.")]


def test_the_kinds() -> None:
    assert {clause.kind for clause in LEDGER} == {
        "amount", "cap", "completeness", "condition", "context", "counting", "duration", "duty", "frame", "funding", "parties", "rates",
        "recipient", "repayment", "scope", "version", "window",
    }  # fmt: skip


def test_the_varied_cases_show_every_condition() -> None:
    tree = ast.parse((ROOT / "src" / "alis_rules" / "conditions.py").read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    written = {
        each.value
        for node in calls
        if isinstance(node.func, ast.Name) and node.func.id in ("Condition", "_condition", "_of_records")
        for each in [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "id")]
        if isinstance(each, ast.Constant)
    }
    assert written == set(conditions())


def test_every_carrier_exists() -> None:
    known = carriers()
    named = {(clause.id, *carrier.split(":", 1)) for clause in LEDGER for carrier in clause.carried_by}
    assert [each for each in sorted(named) if each[2] not in known.get(each[1], ())] == []


def _test_classes() -> dict[str, list[str]]:
    """The modules of tests/clauses by the test classes that they hold: their own, or published ones that they name."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests" / "clauses").glob("test_*.py")):
        for name, each in vars(importlib.import_module(f"tests.clauses.{path.stem}")).items():
            if isinstance(each, type) and name.startswith("Test"):
                assert any(callable(getattr(each, test)) for test in dir(each) if test.startswith("test_")), name
                found.setdefault(name, []).append(path.name)
    return found


def test_every_clause_is_guarded_by_one_test_class() -> None:
    found = _test_classes()
    assert sorted(clause.test for clause in LEDGER if clause.test and clause.test not in found) == []
    assert {name: homes for name, homes in found.items() if len(homes) > 1} == {}
    assert [name for name in found if not re.fullmatch(r"Test[TS]\d\d", name) or name.removeprefix("Test") not in BY_ID] == []


def test_every_published_class_of_a_clause_is_carried_into_the_module_of_its_name() -> None:
    """So that what others run is run here too, with what more this library says of the clause."""
    here = _test_classes()
    for path in sorted((ROOT / "src" / "alis_rules" / "testing" / "clauses").glob("test_*.py")):
        published = importlib.import_module(f"alis_rules.testing.clauses.{path.stem}")
        for name, each in vars(published).items():
            if re.fullmatch(r"Test[TS]\d\d", name):
                assert here[name] == [path.name]
                own = getattr(importlib.import_module(f"tests.clauses.{path.stem}"), name)
                assert issubclass(own, each)
                assert each.__doc__, name


def test_what_is_carried_out_is_named_by_a_clause() -> None:
    named = {carrier for clause in LEDGER for carrier in clause.carried_by}
    known = carriers()
    unnamed = {f"{sort}:{name}" for sort in ("rule", "reason", "condition", "duty") for name in known[sort]} - named
    assert unnamed == set(WITHOUT_CARRIER)


def test_readings_are_named_by_their_clauses() -> None:
    """A reading that no clause names itself names the clauses that it reads."""
    for name, attribute in reading_fields():
        read: tuple[str, ...] = attribute.metadata["clauses"]
        naming = [clause.id for clause in LEDGER if f"reading:{name}" in clause.carried_by]
        assert read, name
        assert set(read) <= BY_ID.keys(), name
        assert set(naming) <= set(read) or set(read) & set(naming), name
        assert attribute.metadata["source"] in tomllib.loads((ROOT / "rates" / "about.toml").read_text("utf-8"))["sources"]
    unnamed = {name for name, _ in reading_fields()} - {
        carrier.removeprefix("reading:") for clause in LEDGER for carrier in clause.carried_by if carrier.startswith("reading:")
    }
    assert unnamed == {"short-call-caps"}, "the sources never speak of a call shorter than a year: T38, T46 and T49 say only 'a year'"


def test_what_names_clauses_names_those_there_are() -> None:
    assert set(REASON_CLAUSES) == set(Reason)
    named = {f"reason:{reason}": ids for reason, ids in REASON_CLAUSES.items()}
    named |= {f"condition:{name}": ids for name, ids in conditions().items()}
    named |= {f"rule:{rule.id}": rule.clauses + rule.recipient_clauses for rule in RULES}
    named |= {f"duty:{duty.id}": duty.clauses for duty in (*duties().municipality, *duties().doctor)}
    for name, ids in named.items():
        assert ids, name
        assert set(ids) <= BY_ID.keys(), name


@each_clause
def test_a_duty_and_its_clause_name_each_other(clause: Clause) -> None:
    of_clause = {carrier.removeprefix("duty:") for carrier in clause.carried_by if carrier.startswith("duty:")}
    assert of_clause == {duty.id for duty in (*duties().municipality, *duties().doctor) if clause.id in duty.clauses}


@each_clause
def test_a_reason_names_only_clauses_that_name_it_or_context(clause: Clause) -> None:
    for reason, ids in REASON_CLAUSES.items():
        if clause.id in ids and clause.kind != "context":
            assert f"reason:{reason}" in clause.carried_by


# The public names -----------------------------------------------------------------------------------------------------


def _source() -> ast.Module:
    return ast.parse((ROOT / "src" / "alis_rules" / "__init__.py").read_text("utf-8"))


def test_all_is_exact() -> None:
    typed: dict[str, str] = {}
    homes: dict[str, tuple[str, ...]] = {}
    for node in _source().body:
        if isinstance(node, ast.If):
            for each in node.body:
                assert isinstance(each, ast.ImportFrom)
                typed |= {alias.name: str(each.module) for alias in each.names}
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "_HOMES":
            homes = ast.literal_eval(node.value)
    by_home = {name: module for module, names in homes.items() for name in names}
    assert by_home == typed
    assert sum(map(len, homes.values())) == len(by_home)
    assert alis_rules.__all__ == sorted(alis_rules.__all__)
    assert set(alis_rules.__all__) == {*typed, "__version__"}
    assert len(alis_rules.__all__) == len(typed) + 1
    assert dir(alis_rules) == sorted(alis_rules.__all__)
    for name, module in typed.items():
        assert getattr(alis_rules, name) is getattr(importlib.import_module(f"alis_rules.{module}"), name)
        assert getattr(alis_rules, name).__doc__, name


def test_other_names_are_no_names() -> None:
    with pytest.raises(AttributeError, match="'alis_rules' has no attribute 'evaluator'"):
        attrgetter("evaluator")(alis_rules)
    assert re.fullmatch(r"\d+\.\d+\.\d+", alis_rules.__version__)
