"""Programs with ``if`` on symbols: walked once for each way through, and put together again as one formula."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from attrs import define

from .solver import Feasible, Term, both, either, identity, opposite, truth
from .symbols import Ground

Result = TypeVar("Result")


def walked(ground: Ground, assumed: Sequence[Term], program: Callable[[], Result]) -> Iterator[tuple[Term, Result]]:
    """Every way through a program that some numbers can take: the condition under which it is taken, and what it gives.

    A condition that is asked is answered as the way so far says, then yes while that can be, and the other answer is kept for later. What
    can be is judged by what is assumed alone: a way too many, that no numbers take, does no harm to the formula.
    """
    waiting: list[tuple[Term, ...]] = [()]
    feasible = Feasible(assumed)
    while waiting:
        way = _Way(ground, list(waiting.pop()), feasible, waiting)
        before, ground.oracle = ground.oracle, way.answer
        try:
            result = program()
        finally:
            ground.oracle = before
        yield both(truth(value=True), *way.taken), result


@define
class _Way:
    """One way through a program."""

    ground: Ground
    taken: list[Term]
    """What was answered so far: conditions, or their opposites."""
    feasible: Feasible
    waiting: list[tuple[Term, ...]]
    asked: int = 0

    def answer(self, condition: Term) -> bool:
        """Whether a condition holds on this way."""
        self.asked += 1
        if self.asked <= len(self.taken):
            return identity(self.taken[self.asked - 1]) == identity(condition)
        other = opposite(condition)
        known = {identity(each) for each in self.taken}
        if not known.isdisjoint((identity(condition), identity(other))):
            self.taken.append(condition if identity(condition) in known else other)
            return identity(condition) in known
        yes, no = self.feasible(*self.taken, condition), self.feasible(*self.taken, other)
        if yes and no:
            self.waiting.append((*self.taken, other))
        self.taken.append(condition if yes else other)
        return yes


def merged(ways: Iterable[tuple[Term, Term]]) -> Term:
    """What a program gives, whichever way is taken, as one formula."""
    found: Term = None
    for taken, result in ways:
        found = result if found is None else either(taken, result, found)
    return found
