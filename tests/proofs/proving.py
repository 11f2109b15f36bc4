"""Proving: every question of a property is put to the solver, and the first that does not hold is told."""

import time
from typing import NamedTuple

from .registry import Proof, Question
from .solver import Answer, Found, refute


class Verdict(NamedTuple):
    """What became of a property."""

    proof: Proof
    questions: int
    seconds: float
    failed: Question | None = None
    found: Found | None = None

    @property
    def proven(self) -> bool:
        """Whether every question was proven, and there was one."""
        return self.failed is None and self.questions > 0


def asked(question: Question) -> Found:
    """What the solver says of a question."""
    world = question.world
    assumed = [*world.assumed, *(each.term for each in question.given), *world.ground.sides]
    return refute(assumed, question.claim.term, tactic=question.tactic)


def prove(proof: Proof) -> Verdict:
    """Put every question of a property, until one does not hold."""
    began, count = time.process_time(), 0
    for question in proof.questions():
        count += 1
        found = asked(question)
        if found.answer is not Answer.PROVEN:
            return Verdict(proof, count, time.process_time() - began, question, found)
    return Verdict(proof, count, time.process_time() - began)
