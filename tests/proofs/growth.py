"""More gives no less: each fact by itself, through every line, the frame and the total.

A line is compared with itself, after a step of one fact. Facilitation is compared whatever the lines before it came to, so long as they
came to no less; so is the total. Together that is the whole reckoning, step by step.
"""

from collections.abc import Callable, Iterator
from functools import cache

from alis_rules.rules import FACILITATION, Rule, grant_frame, work

from .amounts import STATE, STATE_RULES, any_lines, no_less, reduced, tied
from .registry import Question, proof, register
from .worlds import NAMES, World, symbolic, worlds

ABOUT = "More gives no less"
GROWING = {
    "absence_h100": "hours of absence that count",
    "expenses_ore": "expenses that count",
    "productivity_ore": "lost income that counts",
    "supervision_ore": "costs of supervision that count",
    "supervision_unpriced_h100": "hours of supervision that are paid by the rate",
    "supervision_h100": "hours of supervision that count",
    "facilitation_ore": "costs of facilitation that count",
    "additional_ore": "costs of additional elements that count",
    "months_regular_gp_bp": "months as fastlege",
    "months_gp_locum_bp": "months as fastlegevikar",
    "months_introductory_gp_bp": "months as introduksjonslege",
    "months_other_municipal_gp_bp": "months in other municipal practice",
    "months_in_window_bp": "months of lower productivity",
}
"""The facts of which more gives no less, in words."""
SHRINKING = {
    "absence_used_h100": "hours of absence granted elsewhere",
    "expenses_used_ore": "learning expenses granted elsewhere",
    "productivity_used_ore": "compensation for lower productivity granted elsewhere",
    "supervision_used_h100": "hours of supervision granted elsewhere",
}
"""The facts of which more gives no more."""
CLAIMS = {
    "claim_practice_compensation_ore": "practice compensation",
    "claim_learning_expenses_ore": "learning expenses",
    "claim_lower_productivity_ore": "lower productivity",
    "claim_supervision_ore": "supervision",
    "claim_facilitation_ore": "facilitation",
    "claim_additional_elements_ore": "additional elements",
}
"""The claims, and the line of each."""


@cache
def _read(rule: Rule | None) -> frozenset[str]:
    """The facts that a rule reads, or the frame does."""
    found: set[str] = set()
    for world in worlds():
        facts, terms = world.facts(), world.terms()
        if rule is None:
            grant_frame.frame(facts, terms)
        else:
            work(rule, facts, terms, any_lines(world))
        found |= facts.__dict__.keys()
    return frozenset(found)


def _step(world: World, rule: Rule, fact: str, *, up: bool) -> Iterator[Question]:
    """One line, after more of one fact: no less of it, or no more."""
    more, terms, granted = world.fact(fact, "-more"), world.terms(), any_lines(world)
    before, after = work(rule, world.facts(), terms, granted), work(rule, world.facts(**{fact: more}), terms, granted)
    claim = after.amount >= before.amount if up else after.amount <= before.amount
    yield Question(world, claim, (more >= world.fact(fact),))


def _frame_grows(world: World, fact: str) -> Iterator[Question]:
    more, terms = world.fact(fact, "-more"), world.terms()
    before, after = grant_frame.frame(world.facts(), terms), grant_frame.frame(world.facts(**{fact: more}), terms)
    yield Question(world, after >= before, (more >= world.fact(fact),))


@cache
def then_the_rest() -> tuple[Question, ...]:
    """Where the lines before it, or the frame, are no less: no less facilitation; and of any lines that are no less, no less in all."""
    found: list[Question] = []
    for world, beside in zip(worlds(), worlds(), strict=True):
        less, more, facts, terms = any_lines(world), any_lines(world, "-more"), world.facts(), world.terms()
        before, after = work(FACILITATION, facts, terms, less), work(FACILITATION, facts, terms, more)
        found.append(Question(world, after.amount >= before.amount, no_less(more, less)))
        less, more, facts, terms = any_lines(beside), any_lines(beside, "-more"), beside.facts(), beside.terms()
        grown = reduced(facts, terms, more).total >= reduced(facts, terms, less).total
        found.append(Question(beside, grown, no_less(more, less)))
    return tuple(found)


def _through_all(fact: str, *, up: bool) -> Callable[[], Iterator[Question]]:
    def questions() -> Iterator[Question]:
        for world in worlds():
            for rule in STATE_RULES:
                if fact in _read(rule):
                    yield from _step(world.again(), rule, fact, up=up)
            if fact in _read(None):
                yield from _frame_grows(world, fact)
        yield from then_the_rest()

    return questions


for _fact, _words in GROWING.items():
    register(
        f"more-{_fact.replace('_', '-')}",
        f"More {_words} never give less of any line, nor less in all.",
        ABOUT,
        _through_all(_fact, up=True),
    )
register(
    "days-in-the-window",
    "Days within the productivity window, where there were none, never give less of any line, nor less in all.",
    ABOUT,
    _through_all("in_window", up=True),
)
for _fact, _words in SHRINKING.items():
    register(
        f"more-{_fact.replace('_', '-')}",
        f"More {_words} never give more of any line, nor more in all.",
        ABOUT,
        _through_all(_fact, up=False),
    )
for _fact, _words in CLAIMS.items():
    register(
        f"higher-{_fact.replace('_', '-')}",
        f"A higher claim for {_words} never gives less of any line, nor less in all.",
        ABOUT,
        _through_all(_fact, up=True),
    )


@proof(
    "no-more-than-the-costs-rise",
    "One øre more of costs that count never gives more than an øre more of their line, or a krone where lines are rounded to the krone.",
    ABOUT,
)
def no_more_than_the_costs_rise(world: World) -> Iterator[Question]:
    """The refund of one more øre is at most an øre, but for the rounding to whole kroner."""
    for rule, fact in zip(
        (STATE_RULES[1], STATE_RULES[2], STATE_RULES[5]), ("expenses_ore", "productivity_ore", "additional_ore"), strict=True
    ):
        here = world.again()
        terms, granted, more = here.terms(), any_lines(here), here.fact(fact) + 1
        before, after = work(rule, here.facts(), terms, granted), work(rule, here.facts(**{fact: more}), terms, granted)
        yield Question(here, after.amount - before.amount <= terms.rounding_ore)


@proof(
    "all-that-is-added",
    "The total never rises by more than the lines do, where the frame stays as it is.",
    ABOUT,
)
def all_that_is_added(world: World) -> Iterator[Question]:
    facts, terms, less = world.facts(), world.terms(), any_lines(world)
    more = any_lines(world, "-more")
    more.frame = less.frame
    rise = sum(getattr(more, name) - getattr(less, name) for name in STATE)
    yield Question(
        world,
        reduced(facts, terms, more).total - reduced(facts, terms, less).total <= rise,
        no_less(more, less),
        lambda: tied(world, (less, facts, terms)),
    )


@proof("without-a-frame", "Where no frame applies, the total is no less than with one.", ABOUT)
def without_a_frame(world: World) -> Iterator[Question]:
    terms, granted = world.terms(), any_lines(world)
    within, without = (reduced(world.facts(has_frame=symbolic(world, flag)), terms, granted).total for flag in (1, 0))
    yield Question(world, without >= within)


@proof("what-does-not-count", "What was incurred but does not count, and the roles that were held, change no amount.", ABOUT)
def what_does_not_count(world: World) -> Iterator[Question]:
    unread = [name for name in NAMES if "incurred" in name or name.startswith("held_") or name == "centrality_known"]
    terms, granted = world.terms(), any_lines(world)
    others = world.facts(**{name: world.fact(name, "-other") for name in unread})
    for rule in STATE_RULES:
        before, after = (work(rule, facts, terms, granted).amount for facts in (world.facts(), others))
        yield Question(world, after == before)
