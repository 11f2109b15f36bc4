"""Bounds: never negative, never above the costs, the claim, the caps, the frame."""

from collections.abc import Iterator

from alis_rules.arithmetic import YEAR
from alis_rules.rules import FACILITATION, Rule, grant_frame, work
from alis_rules.rules import own_share as own

from .amounts import STATE_RULES, any_lines, line_of, reduced, rounded, tied
from .invariants import counted_at_most_incurred, months_of_a_year
from .registry import Question, proof, proof_of_lines
from .worlds import World, symbolic

ABOUT = "Bounds"


@proof_of_lines("lines-not-negative", "No line is ever negative.", ABOUT)
def lines_not_negative(world: World, rule: Rule) -> Iterator[Question]:
    yield Question(world, line_of(world, rule).worked.amount >= 0)


@proof("deductions-not-negative", "What the grant frame and the own share take off is never negative.", ABOUT)
def deductions_not_negative(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    found = reduced(facts, terms, granted)
    yield Question(world, found.above >= 0, linked=lambda: tied(world, (granted, facts, terms)))
    yield Question(world, found.own >= 0, linked=lambda: tied(world, (granted, facts, terms)))


@proof("total-not-negative", "The total is never negative.", ABOUT)
def total_not_negative(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    yield Question(world, reduced(facts, terms, granted).total >= 0, linked=lambda: tied(world, (granted, facts, terms)))


@proof_of_lines("within-what-counts", "No line is ever above what counts of its costs, rounded as the line is.", ABOUT)
def within_what_counts(world: World, rule: Rule) -> Iterator[Question]:
    _, terms, _, worked = line_of(world, rule)
    yield Question(world, worked.amount <= rounded(worked.counted, rule, terms))


@proof_of_lines("within-the-costs", "No line is ever above all its costs, rounded as the line is.", ABOUT)
def within_the_costs(world: World, rule: Rule) -> Iterator[Question]:
    facts, terms, _, worked = line_of(world, rule)
    incurred = rounded(rule.incurred(facts, terms), rule, terms)
    yield Question(world, worked.amount <= incurred, counted_at_most_incurred(facts))


@proof_of_lines("within-the-claim", "No line is ever above what is claimed, rounded as the line is.", ABOUT, STATE_RULES)
def within_the_claim(world: World, rule: Rule) -> Iterator[Question]:
    facts, terms, _, worked = line_of(world, rule)
    assert rule.claim
    yield Question(world, worked.amount <= rounded(rule.claim(facts) * rule.unit(terms), rule, terms))


@proof_of_lines(
    "within-the-caps", "No line is ever above any of its caps, less what was granted elsewhere, rounded as the line is.", ABOUT, STATE_RULES
)
def within_the_caps(world: World, rule: Rule) -> Iterator[Question]:
    _, terms, _, worked = line_of(world, rule)
    for limit in worked.limits:
        yield Question(world, worked.amount <= rounded(limit.most, rule, terms))


@proof_of_lines(
    "within-the-yearly-caps",
    "In a call of at most twelve months practice compensation, learning expenses, lower productivity and supervision never come to more "
    "than the whole yearly cap, however the cap is graded.",
    ABOUT,
    STATE_RULES[:4],
)
def within_the_yearly_caps(world: World, rule: Rule) -> Iterator[Question]:
    facts, terms, _, worked = line_of(world, rule)
    cap = getattr(terms, rule.caps[0]) * YEAR
    if rule.prices:
        cap *= getattr(terms, rule.prices[0])
    given = (*months_of_a_year(facts), *([terms.supervision_capped] if rule.id == "supervision" else []))
    yield Question(world, worked.amount <= rounded(symbolic(world, cap), rule, terms), given)


@proof(
    "facilitation-within-its-share",
    "Facilitation is never above its share of its base, the frame or the lines before it by the reading, rounded as the line is.",
    ABOUT,
)
def facilitation_within_its_share(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    line = work(FACILITATION, facts, terms, granted)
    elements = granted.practice_compensation + granted.learning_expenses + granted.lower_productivity + granted.supervision
    for base, given in (
        (granted.frame, ~terms.facilitation_of_granted),
        (elements * grant_frame.unit(terms), terms.facilitation_of_granted),
    ):
        yield Question(world, line.amount <= rounded(base * terms.facilitation_share, FACILITATION, terms), (given,))


@proof(
    "within-the-frame",
    "After the frame's cut the lines that it limits never exceed the graded frame by more than the rounding: half an øre, or half a krone.",
    ABOUT,
)
def within_the_frame(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    left = (grant_frame.limited(terms, granted) - reduced(facts, terms, granted).above) * 2 * grant_frame.unit(terms)
    most = granted.frame * 2 + grant_frame.unit(terms) * terms.rounding_ore
    yield Question(world, left <= most, (facts.has_frame > 0,), lambda: tied(world, (granted, facts, terms)))


@proof(
    "cut-down-to-the-frame",
    "The frame cuts no deeper than down to itself: where it cuts, what is left is at least the frame, but for the rounding.",
    ABOUT,
)
def cut_down_to_the_frame(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    above = reduced(facts, terms, granted).above
    left = (grant_frame.limited(terms, granted) - above) * 2 * grant_frame.unit(terms)
    least = granted.frame * 2 - grant_frame.unit(terms) * terms.rounding_ore
    yield Question(world, left >= least, (above > 0,), lambda: tied(world, (granted, facts, terms)))


@proof("frame-leaves-what-is-beside", "The frame never takes more than the lines that it limits come to.", ABOUT)
def frame_leaves_what_is_beside(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    above = reduced(facts, terms, granted).above
    yield Question(world, above <= grant_frame.limited(terms, granted), (), lambda: tied(world, (granted, facts, terms)))


@proof("no-frame-for-supervision-only", "Where there is supervision only, the frame takes nothing off.", ABOUT)
def no_frame_for_supervision_only(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    yield Question(world, reduced(facts, terms, granted).above <= 0, (facts.has_frame < 1,), lambda: tied(world, (granted, facts, terms)))


@proof("own-share-within-the-lines", "The own share is never more than what is left of the state lines after the frame.", ABOUT)
def own_share_within_the_lines(world: World) -> Iterator[Question]:
    facts, terms, granted = world.facts(), world.terms(), any_lines(world)
    found = reduced(facts, terms, granted)
    yield Question(world, found.own <= found.total + found.own, (), lambda: tied(world, (granted, facts, terms)))


@proof("no-own-share-since-2022", "Where the call has no own share, none is taken off.", ABOUT)
def no_own_share(world: World) -> Iterator[Question]:
    terms, granted = world.terms(own_share_bp=0), any_lines(world)
    yield Question(world, symbolic(world, own.amount(terms, granted, 0)) <= 0)
