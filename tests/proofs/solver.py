"""The solver, and the only module that knows it: Z3's whole numbers and conditions behind a few typed words.

Z3 says nothing of its types, so that a term is `Any` here and nowhere else is told apart by more than its wrappers (`symbols`).
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from importlib import import_module
from typing import Any, NamedTuple

_z3: Any = import_module("z3")

Term = Any
"""A whole number or a condition of the solver."""
RESOURCES = 8_000_000
"""What the solver may spend on one question, in its own units of work: the same on every machine, unlike time."""


class Answer(StrEnum):
    """What the solver says of a claim."""

    PROVEN = "proven"
    REFUTED = "refuted"
    UNKNOWN = "unknown"


class Found(NamedTuple):
    """An answer, and where the claim is refuted, the model that refutes it."""

    answer: Answer
    model: Any = None
    why: str = ""


def integer(name: str) -> Term:
    """A whole number of which nothing is known."""
    return _z3.Int(name)


def boolean(name: str) -> Term:
    """A condition of which nothing is known."""
    return _z3.Bool(name)


def number(value: int) -> Term:
    """A plain number as a term."""
    return _z3.IntVal(value)


def truth(*, value: bool) -> Term:
    """A plain truth as a term."""
    return _z3.BoolVal(value)


def either(condition: Term, yes: Term, no: Term) -> Term:
    """`yes` where the condition holds, else `no`."""
    return _z3.If(condition, yes, no)


def both(*conditions: Term) -> Term:
    """The condition that all hold."""
    return _z3.And(*conditions)


def some(*conditions: Term) -> Term:
    """The condition that one holds."""
    return _z3.Or(*conditions)


def opposite(condition: Term) -> Term:
    """The condition that it does not hold."""
    return _z3.Not(condition)


def implied(condition: Term, conclusion: Term) -> Term:
    """The condition that the conclusion holds where the first does."""
    return _z3.Implies(condition, conclusion)


def simplified(term: Term) -> Term:
    """The same term, said more simply."""
    return _z3.simplify(term)


def identity(term: Term) -> int:
    """Equal for equal terms."""
    return int(term.get_id())


def plain(term: Term) -> int | None:
    """The number that a term is, where it is a plain one."""
    return int(term.as_long()) if _z3.is_int_value(term) else None


_SETTLED: dict[int, tuple[Term, bool | None]] = {}
"""The conditions that were asked about so far, and whether they hold."""


def settled(condition: Term) -> bool | None:
    """Whether a condition holds, where that needs no proof."""
    key = identity(condition)
    if key not in _SETTLED:
        told = _z3.simplify(condition)
        _SETTLED[key] = condition, True if _z3.is_true(told) else False if _z3.is_false(told) else None
    return _SETTLED[key][1]


def choice(term: Term) -> tuple[Term, Term, Term] | None:
    """The condition and the two numbers that a term chooses between, where it is such a choice."""
    if not _z3.is_app_of(term, _z3.Z3_OP_ITE):
        return None
    return term.arg(0), term.arg(1), term.arg(2)


def value(model: Any, term: Term) -> int:
    """The whole number that a term is in a model."""
    return int(model.eval(term, model_completion=True).as_long())


def holds(model: Any, condition: Term) -> bool:
    """Whether a condition holds in a model."""
    return bool(_z3.is_true(model.eval(condition, model_completion=True)))


_ANSWERED: dict[tuple[int, str], tuple[Term, Found]] = {}
"""The answers so far, with the terms that were asked about: the same question is asked once."""


def refute(assumptions: Iterable[Term], claim: Term, *, tactic: str = "") -> Found:
    """Look for numbers for which the assumptions hold and the claim does not; where there are none, it is proven."""
    asked = _z3.And(*assumptions, _z3.Not(claim))
    key = identity(asked), tactic
    if key not in _ANSWERED:
        _ANSWERED[key] = asked, _found(asked, tactic)
    return _ANSWERED[key][1]


def _found(asked: Term, tactic: str) -> Found:
    solver = _z3.Tactic(tactic).solver() if tactic else _z3.Solver()
    solver.set("rlimit", RESOURCES)
    solver.add(asked)
    told = solver.check()
    if told == _z3.unsat:
        return Found(Answer.PROVEN)
    if told == _z3.sat:
        return Found(Answer.REFUTED, solver.model())
    return Found(Answer.UNKNOWN, why=solver.reason_unknown())


class Feasible:
    """Which conditions can hold together: asked again and again while the paths of a program are walked."""

    def __init__(self, *known: Sequence[Term]) -> None:
        """`known`: lists of what holds, which grow while the program goes on."""
        self._solver = _z3.Solver()
        self._solver.set("rlimit", RESOURCES)
        self._known = known
        self._told = [0] * len(known)

    def __call__(self, *conditions: Term) -> bool:
        """Whether they can; where the solver does not know, they may."""
        for place, known in enumerate(self._known):
            self._solver.add(*known[self._told[place] :])
            self._told[place] = len(known)
        return bool(self._solver.check(*conditions) != _z3.unsat)
