"""Recipients: what a line is shared into, and what the frame takes of each, add up to the øre.

The very functions `lines.shared` and `lines.cut` are walked on symbols. A share is an amount times a weight over the sum of the weights.
Of such products the solver is told that a sum is multiplied part by part (`Ground.distribute`); the rest is linear.
"""

from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any, NamedTuple

from alis_rules.lines import cut, shared
from alis_rules.receivers import Receivers

from .paths import walked
from .registry import Question, register
from .symbols import Condition, Symbol
from .worlds import NEWEST, World, symbolic

ABOUT = "Recipients"


class Sharing(NamedTuple):
    """An amount, the weights that it is shared by or the shares that it cuts, and what each then gets or gives up."""

    world: World
    amount: Symbol
    before: tuple[Symbol, ...]
    after: tuple[Symbol, ...]
    given: tuple[Condition, ...]


def _told(world: World, amount: Symbol, weights: tuple[Symbol, ...]) -> None:
    """Tell the solver how the products of a sharing hang together."""
    total: Any = sum(weights)
    quotients = [abs(amount) * weight // total for weight in weights]
    world.ground.distribute(weights, abs(amount))
    world.ground.distribute(quotients, total)
    world.ground.distribute([*quotients, symbolic(world, len(weights))], total)
    for weight in weights:
        world.ground.product(weight, total)


def _start() -> tuple[World, tuple[Symbol, ...], tuple[Condition, ...]]:
    """Any weights, of which at least one is more than nothing."""
    world = World(NEWEST, "ore")
    weights = tuple(world.unknown(who) for who in Receivers._fields)
    return world, weights, (sum(weights[1:], start=weights[0]) > 0,)


def _shared() -> Iterator[Sharing]:
    """Every way in which a line can be shared."""
    world, weights, given = _start()
    amount = world.unknown("amount")
    _told(world, amount, weights)
    of: Any = Receivers
    share: Any = shared
    for taken, after in walked(world.ground, [*world.assumed, given[0].term], lambda: share(amount, of(*weights))):
        yield Sharing(world, amount, weights, _symbols(world, after), (*given, Condition(taken, world.ground)))


def _cut() -> Iterator[Sharing]:
    """Every way in which the frame can cut shares, by at most all of them."""
    world, shares, given = _start()
    off = world.unknown("cut")
    given = (*given, off <= sum(shares[1:], start=shares[0]))
    _told(world, sum(shares[1:], start=shares[0]) + (0 - off), shares)
    of: Any = Receivers
    taken_off: Any = cut
    assumed = [*world.assumed, *(each.term for each in given)]
    for taken, after in walked(world.ground, assumed, lambda: taken_off(0 - off, of(*shares))):
        yield Sharing(world, off, shares, _symbols(world, after), (*given, Condition(taken, world.ground)))


def _symbols(world: World, shares: Receivers) -> tuple[Symbol, ...]:
    return tuple(symbolic(world, each) for each in shares)


def _claimed(
    sharings: Callable[[], Iterator[Sharing]], claims: Callable[[Sharing], Iterator[Condition]]
) -> Callable[[], Iterator[Question]]:
    def questions() -> Iterator[Question]:
        for sharing in sharings():
            for claim in claims(sharing):
                yield Question(sharing.world, claim, sharing.given)

    return questions


def _none_negative(sharing: Sharing) -> Iterator[Condition]:
    return (each >= 0 for each in sharing.after)


def _adds_up(sharing: Sharing) -> Iterator[Condition]:
    yield sum(sharing.after[1:], start=sharing.after[0]) == sharing.amount


def _cut_adds_up(sharing: Sharing) -> Iterator[Condition]:
    yield sum(sharing.after[1:], start=sharing.after[0]) == 0 - sharing.amount


def _none_above(sharing: Sharing) -> Iterator[Condition]:
    return (each <= sharing.amount for each in sharing.after)


def _in_order(sharing: Sharing) -> Iterator[Condition]:
    """Who weighs more never gets less: the opposite would be that one weighs more, or as much and is named first, and gets less."""
    pairs = permutations(zip(sharing.before, sharing.after, strict=True), 2)
    return (~(weight > other_weight) | (share >= other_share) for (weight, share), (other_weight, other_share) in pairs)


def _nothing_of_nothing(sharing: Sharing) -> Iterator[Condition]:
    return (~(weight == 0) | (share == 0) for weight, share in zip(sharing.before, sharing.after, strict=True))


def _nobody_pays(sharing: Sharing) -> Iterator[Condition]:
    return (share + change >= 0 for share, change in zip(sharing.before, sharing.after, strict=True))


def _one_ore_more(sharing: Sharing) -> Iterator[Condition]:
    return (change <= 1 for change in sharing.after)


register("shares-not-negative", "Nobody's share of a line is negative.", ABOUT, _claimed(_shared, _none_negative))
register("shares-add-up", "The shares of a line add up to the line, to the øre.", ABOUT, _claimed(_shared, _adds_up))
register("shares-within-the-line", "Nobody's share of a line is more than the line.", ABOUT, _claimed(_shared, _none_above))
register("shares-in-order", "Who weighs more in a line never gets less of it.", ABOUT, _claimed(_shared, _in_order))
register("nothing-of-nothing", "Who weighs nothing in a line gets nothing of it.", ABOUT, _claimed(_shared, _nothing_of_nothing))
register("cut-adds-up", "What the frame takes of each adds up to what it takes, to the øre.", ABOUT, _claimed(_cut, _cut_adds_up))
register("nobody-pays", "The frame never takes more of anybody than they have.", ABOUT, _claimed(_cut, _nobody_pays))
register(
    "one-ore-more-by-a-cut",
    "The frame's cut leaves nobody with more than one øre above what they had: that øre is the last one, which goes to the largest share.",
    ABOUT,
    _claimed(_cut, _one_ore_more),
)
