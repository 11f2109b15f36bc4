"""Whatever is missing: the total works one way in each value that may be, so that its ends are where the value has its ends.

As with facts (`growth`), a line is compared with itself after a step of one value, facilitation and the total whatever the lines before
them came to, so long as they came to no less. So `alis_rules.bounds` carries out the rules with each missing value at the one end and at
the other, and no value leads outside.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from alis_rules.model import DoctorRole
from alis_rules.rules import Rule, grant_frame, work
from alis_rules.rules import own_share as own

from .amounts import STATE_RULES, any_lines
from .growth import then_the_rest
from .registry import Question, proof, register
from .worlds import World, worlds

ABOUT = "What is missing"
RISING = {
    "practice_price": "price of an hour of absence",
    "supervision_price": "price of an hour of supervision",
    "absence_cap_h100": "cap on hours of absence",
    "learning_cap_ore": "cap on learning expenses",
    "productivity_cap_ore": "cap on lower productivity",
    "supervision_cap_h100": "cap on hours of supervision",
    "additional_cap_ore": "cap on additional elements",
    "facilitation_share": "share for facilitation",
}
"""The values that may be missing, in words."""


@cache
def _read(rule: Rule | None) -> frozenset[str]:
    """The terms that a rule reads, or the frame does."""
    found: set[str] = set()
    for world in worlds():
        terms = world.terms()
        if rule is None:
            grant_frame.frame(world.facts(), terms)
        else:
            work(rule, world.facts(), terms, any_lines(world))
        found |= terms.__dict__.keys()
    return frozenset(found)


def _steps(name: str, step: Callable[[World, Any, Any], Iterator[Question]]) -> Iterator[Question]:
    """In each world, by terms with a value of any size and by the same with no less."""
    for world in worlds():
        less, more = world.unknown(f"{name}-less"), world.unknown(f"{name}-more")
        world.assumed.append((more >= less).term)
        yield from step(world, world.terms(**{name: less}), world.terms(**{name: more}))


def _rises(name: str) -> Callable[[], Iterator[Question]]:
    def of_line(rule: Rule) -> Callable[[World, Any, Any], Iterator[Question]]:
        def step(world: World, less: Any, more: Any) -> Iterator[Question]:
            granted = any_lines(world)
            before, after = (work(rule, world.facts(), terms, granted).amount for terms in (less, more))
            yield Question(world, after >= before)

        return step

    def questions() -> Iterator[Question]:
        for rule in STATE_RULES:
            if name in _read(rule):
                yield from _steps(name, of_line(rule))
        if name in _read(None):
            yield from _steps(name, _frame_rises)
        yield from then_the_rest()

    return questions


def _frame_rises(world: World, less: Any, more: Any) -> Iterator[Question]:
    before, after = (grant_frame.frame(world.facts(), terms) for terms in (less, more))
    yield Question(world, after >= before)


for _name, _words in RISING.items():
    register(
        f"higher-{_name.replace('_', '-')}",
        f"A higher {_words} never gives less of any line, nor less in all.",
        ABOUT,
        _rises(_name),
    )


@proof("higher-frame", "A higher yearly frame of a role never gives less of any line, nor less in all.", ABOUT)
def higher_frame(world: World) -> Iterator[Question]:
    """The frame rises; then the rest does."""
    for role in DoctorRole:
        here = world.again()
        less, more = here.unknown("role-less"), here.unknown("role-more")
        here.assumed.append((more >= less).term)
        plain = here.terms()
        before, after = (
            grant_frame.frame(here.facts(), here.terms(published_frames={**plain.published_frames, role: each * plain.price_unit}))
            for each in (less, more)
        )
        yield Question(here, after >= before)
    yield from then_the_rest()


@proof("higher-own-share", "A higher own share, of all at the most, never gives more in all, and takes no more than there is.", ABOUT)
def higher_own_share(world: World) -> Iterator[Question]:
    granted = any_lines(world)
    above = world.amount("above")
    base = own.base(granted, above)
    less, more = world.unknown("own-share-less", 10_000), world.unknown("own-share-more", 10_000)
    before, after = (own.amount(world.terms(own_share_bp=each), granted, above) for each in (less, more))
    yield Question(world, (after >= before) & (after <= base), (more >= less, base >= 0))
