"""Everything that is registered is proven, the page lists it, and a proof that ought to fail fails, with a case that shows why."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from alis_rules.arithmetic import WHOLE, choose
from alis_rules.compiling import Named
from alis_rules.facts import FACTS
from alis_rules.lines import shared
from alis_rules.receivers import Receivers
from alis_rules.rules import base, grant_frame, learning_expenses, own_share
from tests.commanding import run
from tests.proofs import bounds, page, recipients
from tests.proofs.agreement import every_terms
from tests.proofs.amounts import STATE_RULES, line_of
from tests.proofs.cases import counterexample, evaluated, told
from tests.proofs.every import PROOFS
from tests.proofs.proving import Verdict, prove
from tests.proofs.registry import Proof, Question
from tests.proofs.solver import Answer
from tests.proofs.worlds import NEWEST, World


@pytest.mark.parametrize("name", PROOFS)
def test_it_is_proven(name: str) -> None:
    verdict = prove(PROOFS[name])
    assert verdict.questions
    assert verdict.proven, told(counterexample(verdict.failed, verdict.found)) if verdict.failed and verdict.found else ""


def test_the_page_lists_what_is_proven() -> None:
    assert sorted(page.listed()) == sorted((each.name, each.sentence) for each in PROOFS.values())


# A proof that ought to fail ----------------------------------------------------------------------------------------


def refuted(ask: Callable[[World], Iterator[Question]]) -> Verdict:
    """A property of call 2026, which is not registered."""
    verdict = prove(Proof(name="false", sentence="", about="", questions=lambda: ask(World(NEWEST, "ore"))))
    assert not verdict.proven
    assert verdict.found is not None
    assert verdict.found.answer is Answer.REFUTED
    return verdict


def never_above_100_000(world: World) -> Iterator[Question]:
    """Practice compensation never exceeds 100 000 kroner: it does, up to 132 000."""
    yield Question(world, line_of(world, STATE_RULES[0]).worked.amount <= 100_000_00)


def case_against(verdict: Verdict) -> dict[str, Any]:
    """The case that refutes a property, which is counted to the very facts that the solver found."""
    assert verdict.failed is not None
    assert verdict.found is not None
    found = counterexample(verdict.failed, verdict.found)
    assert found.case is not None
    counted = evaluated(found.case).facts
    assert {name: getattr(counted, name) for name in FACTS} == found.facts
    return found.case


def test_a_false_property_is_told_as_a_case(tmp_path: Path) -> None:
    case = case_against(refuted(never_above_100_000))
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case), "utf-8")
    ran = run("evaluate", file, "--format", "json")
    assert ran.code == 0
    lines = {line["rule"]: line for line in json.loads(ran.out)["lines"]}
    assert Decimal(lines["practice-compensation"]["amount"]) > 100_000


def fails(name: str) -> Verdict:
    """A property that is proven of the rules as they are, and refuted as they now are."""
    verdict = prove(PROOFS[name])
    assert verdict.found is not None
    assert verdict.found.answer is Answer.REFUTED
    return verdict


def greatest(first: Any, *others: Any) -> Any:
    """`least`, its comparison flipped."""
    for other in others:
        first = choose(other > first, other, first)
    return first


@pytest.mark.parametrize("name", ["within-the-caps", "within-what-counts", "within-the-claim"])
def test_a_flipped_comparison_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "least", greatest)
    case_against(fails(name))


def test_a_cap_that_is_gone_is_found() -> None:
    uncapped = evolve(STATE_RULES[1], limits=base.no_limits)
    case = case_against(refuted(lambda world: bounds.within_the_yearly_caps(world, uncapped)))
    assert case["activities"]


def unbounded(number: Any) -> Any:
    """`above_zero`, which lets everything through."""
    return number


@pytest.mark.parametrize(("module", "name"), [(learning_expenses, "lines-not-negative"), (grant_frame, "deductions-not-negative")])
def test_what_is_below_zero_is_found(module: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "above_zero", unbounded)
    case_against(fails(name))


def test_an_ore_that_is_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(amount: int, weights: Receivers) -> Receivers:
        return Receivers(*(abs(amount) * weight // sum(weights) for weight in weights))

    assert sum(losing(10_001, Receivers(60, 40, 0))) < sum(shared(10_001, Receivers(60, 40, 0)))
    monkeypatch.setattr(recipients, "shared", losing)
    fails("shares-add-up")


def test_an_own_share_that_falls_where_it_should_rise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def rest(terms: Any, granted: Any, above_frame: Any) -> Any:
        return own_share.base(granted, above_frame) * (WHOLE - terms.own_share_bp)

    monkeypatch.setattr(own_share, "share", rest)
    fails("higher-own-share")


@pytest.fixture
def programs_anew() -> Iterator[None]:
    """The programs of all terms are written anew, before and after: they are remembered as they were written."""
    every_terms.cache_clear()
    yield
    every_terms.cache_clear()


@pytest.mark.usefixtures("programs_anew")
def test_a_program_that_chooses_otherwise_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Named, "lesser", Named.greater)
    fails("fast-practice-compensation")
