"""What is to be proven: each property with a name and one sentence, and the questions that together prove it."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from attrs import frozen

from alis_rules.rules import RECORD_RULES, Rule

from .solver import Term
from .symbols import Condition
from .worlds import World, worlds


class Question(NamedTuple):
    """One claim in one world: it must hold for all numbers there are in it."""

    world: World
    claim: Condition
    given: tuple[Condition, ...] = ()
    """What is taken for granted: “more hours than before”, an invariant of counting, or what another question proves."""
    linked: Callable[[], Sequence[Term]] | None = None
    """Where the claim is about any amounts of the lines: what ties them to facts, so that a case can be found."""
    tactic: str = ""


InWorld = Callable[[World], Iterator[Question]]
OfLine = Callable[[World, Rule], Iterator[Question]]


@frozen(kw_only=True)
class Proof:
    """A property, proven where every one of its questions is."""

    name: str
    sentence: str
    about: str
    """The heading that it stands under."""
    questions: Callable[[], Iterator[Question]]


PROOFS: dict[str, Proof] = {}
"""Every property, by name, in the order of the page."""


def register(name: str, sentence: str, about: str, questions: Callable[[], Iterator[Question]]) -> Proof:
    """Take up a property."""
    assert name not in PROOFS, name
    PROOFS[name] = Proof(name=name, sentence=sentence, about=about, questions=questions)
    return PROOFS[name]


def proof(name: str, sentence: str, about: str) -> Callable[[InWorld], InWorld]:
    """Take up a property of every world: each call, any call, each rounding."""

    def taken(ask: InWorld) -> InWorld:
        register(name, sentence, about, lambda: (question for world in worlds() for question in ask(world)))
        return ask

    return taken


def proof_of_lines(name: str, sentence: str, about: str, rules: Sequence[Rule] = RECORD_RULES) -> Callable[[OfLine], OfLine]:
    """Take up a property of lines in every world: each in a world of its own, so that the solver is told of nothing else."""

    def taken(ask: OfLine) -> OfLine:
        register(name, sentence, about, lambda: (question for rule in rules for world in worlds() for question in ask(world, rule)))
        return ask

    return taken
