"""What each rule says of itself, and its arithmetic at the borders, number by number."""

from typing import Any, NamedTuple

import pytest
from attrs import evolve, fields

from alis_rules import DoctorRole, Facts, Reason, Supplied, load_tables
from alis_rules.arithmetic import YEAR
from alis_rules.facts import FACTS as NAMES
from alis_rules.readings import Readings
from alis_rules.rules import DEDUCTIONS, RECORD_RULES, Deduction, Funding, Granted, Rule, grant_frame, own_share, work
from alis_rules.terms import Terms, terms_of

RULES: dict[str, Rule] = {rule.id: rule for rule in RECORD_RULES}
TAKEN: dict[str, Deduction] = {rule.id: rule for rule in DEDUCTIONS}


class Declared(NamedTuple):
    """What a rule says of itself beside its arithmetic."""

    clauses: tuple[str, ...]
    recipient_clauses: tuple[str, ...]
    rates: tuple[str, ...]
    readings: tuple[str, ...]
    reasons: tuple[str, ...]
    """By the table of section 3 of the contract: the reasons that are the line's own."""
    papers: tuple[str, ...]
    """What the municipality keeps for a control (T22)."""
    prices: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()


DECLARED = {
    "practice-compensation": Declared(
        clauses=("T36", "T37", "T38", "T39", "T40"),
        recipient_clauses=("T41", "T42", "T43"),
        rates=("fee-rate", "practice-compensation-share", "absence-hours"),
        readings=("gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=("supervision-only", "outside-gp-scheme", "activity-not-listed", "not-completed"),
        papers=("course-certificate", "absence-record", "competence-portal"),
        prices=("practice_price",),
        caps=("absence_cap_h100",),
    ),
    "learning-expenses": Declared(
        clauses=("T44", "T45", "T46"),
        recipient_clauses=(),
        rates=("learning-expenses",),
        readings=("gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=("supervision-only", "activity-not-listed", "not-completed"),
        papers=("receipts", "fund-settlement", "course-certificate"),
        caps=("learning_cap_ore",),
    ),
    "lower-productivity": Declared(
        clauses=("T15", "T47", "T48", "T49"),
        recipient_clauses=("T50", "T51"),
        rates=("lower-productivity", "productivity-months"),
        readings=("productivity-window", "gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=("supervision-only", "outside-gp-scheme", "introductory-gp", "outside-first-24-months"),
        papers=("income-statement", "first-gp-agreement"),
        caps=("productivity_cap_ore",),
    ),
    "supervision": Declared(
        clauses=("T52", "T53"),
        recipient_clauses=(),
        rates=("fee-rate", "supervision-share", "supervision-rate", "supervision-hours"),
        readings=("supervision-hours", "gap-between-posts", "grading", "short-call-caps", "rounding"),
        reasons=(),
        papers=("supervision-record", "supervisor-payment"),
        prices=("supervision_price",),
        caps=("supervision_cap_h100",),
    ),
    "facilitation": Declared(
        clauses=("T54", "T55"),
        recipient_clauses=(),
        rates=("facilitation-share",),
        readings=("facilitation-base", "grant-frame", "month-counting", "gap-between-posts", "rounding"),
        reasons=("supervision-only",),
        papers=("receipts", "facilitation-purpose"),
        caps=("facilitation_share",),
    ),
    "additional-elements": Declared(
        clauses=("T57", "T58", "T59", "T60"),
        recipient_clauses=(),
        rates=("additional-cap",),
        readings=("gap-between-posts", "short-call-caps", "rounding"),
        reasons=("supervision-only", "not-centrality-6", "lasting-investment"),
        papers=("receipts", "additional-agreement"),
        caps=("additional_cap_ore",),
    ),
    "municipal-elements": Declared(
        clauses=("T61", "T62"),
        recipient_clauses=(),
        rates=(),
        readings=("gap-between-posts", "rounding"),
        reasons=("supervision-only",),
        papers=("municipal-agreement",),
    ),
}


class TestWhatEachRuleSaysOfItself:
    def test_in_the_order_of_the_contract(self) -> None:
        assert [rule.id for rule in RECORD_RULES] == list(DECLARED)
        assert [rule.id for rule in DEDUCTIONS] == ["own-share", "grant-frame"]

    @pytest.mark.parametrize("rule", DECLARED)
    def test_of_records(self, rule: str) -> None:
        found, expected = RULES[rule], DECLARED[rule]
        assert found.clauses == expected.clauses
        assert found.recipient_clauses == expected.recipient_clauses
        assert found.rates == expected.rates
        assert found.readings == expected.readings
        assert found.reasons == tuple(Reason(reason) for reason in expected.reasons)
        assert found.papers == expected.papers
        assert found.prices == expected.prices
        assert found.caps == expected.caps

    def test_of_deductions(self) -> None:
        own, frame = TAKEN["own-share"], TAKEN["grant-frame"]
        assert (own.clauses, own.rates, own.readings) == (("S18",), ("own-share",), ("rounding",))
        assert frame.clauses == ("T33", "T34")
        assert frame.rates == tuple(f"grant-frame-{role}" for role in DoctorRole)
        assert frame.readings == ("grant-frame", "month-counting", "facilitation-place", "gap-between-posts", "rounding")
        assert {(rule.recipient_clauses, rule.papers) for rule in DEDUCTIONS} == {((), ())}

    def test_the_class_of_each(self) -> None:
        """Standard elements, additional ones for centrality 6, and those that the municipality finances alone (T04)."""
        assert {rule.id: rule.funding for rule in RECORD_RULES if rule.funding is not Funding.STANDARD} == {
            "additional-elements": Funding.ADDITIONAL,
            "municipal-elements": Funding.MUNICIPAL,
        }
        assert {rule.funding for rule in DEDUCTIONS} == {Funding.STANDARD}

    def test_a_rule_is_itself_alone(self) -> None:
        """Rules are told apart by which they are, not by what they say: they hold functions, and are keys of caches."""
        for rule in (*RECORD_RULES, *DEDUCTIONS):
            assert rule != evolve(rule)
            assert hash(rule) != hash(evolve(rule))


# Numbers -----------------------------------------------------------------------------------------------------------

TERMS = evolve(
    terms_of(load_tables(), load_tables().calls["2026"], Readings(), Supplied(), ()),
    price_unit=7,
    practice_price=11,
    supervision_price=13,
    absence_cap_h100=17,
    learning_cap_ore=19,
    productivity_cap_ore=23,
    supervision_cap_h100=29,
    additional_cap_ore=31,
    facilitation_share=3,
    facilitation_unit=37,
    own_share_bp=2_000,
    flat_grade=50_000,
    each_cap=False,
    supervision_capped=True,
    facilitation_of_granted=False,
    facilitation_on_top=False,
    published_frames={role: number for number, role in enumerate(DoctorRole, 41)},
    frame_is_summed=dict.fromkeys(DoctorRole, False),
    frame_missing={},
    window_frame_missing={},
    rounding_ore=1,
)
"""Terms whose numbers are small and all different, so that no number can stand for another."""
CLAIMED = ("practice_compensation", "learning_expenses", "lower_productivity", "supervision", "facilitation", "additional_elements")
NUMBERS: dict[str, Any] = {
    **{name: number for number, name in enumerate(NAMES, 101) if not name.startswith("claim_")},
    **{f"claim_{name}_ore": number for number, name in enumerate(CLAIMED, 2)},
    "in_window": 1,
    "has_frame": 1,
    "centrality_known": 1,
}
FACTS = Facts(**NUMBERS)
GRANTED = Granted(
    practice_compensation=211,
    learning_expenses=223,
    lower_productivity=227,
    supervision=229,
    facilitation=233,
    additional_elements=239,
    frame=241,
)
MONTHS = FACTS.months_regular_gp_bp, FACTS.months_gp_locum_bp, FACTS.months_introductory_gp_bp, FACTS.months_other_municipal_gp_bp
UNUSED = evolve(FACTS, absence_used_h100=0, expenses_used_ore=0, productivity_used_ore=0, supervision_used_h100=0)
GRADED = evolve(
    TERMS, each_cap=True, absence_cap_h100=170_000, learning_cap_ore=190_000, productivity_cap_ore=230_000, supervision_cap_h100=290_000
)


def most(rule: str, facts: Facts = UNUSED, terms: Terms = TERMS, granted: Granted = GRANTED) -> list[tuple[str, int]]:
    """The caps of a rule, each with the most that the line may come to."""
    return [(limit.id, limit.most) for limit in RULES[rule].limits(facts, terms, granted)]


class TestIncurredAndCounted:
    """Section 4 of the contract, each amount in øre over the rule's unit."""

    def test_absence_at_its_price(self) -> None:
        rule = RULES["practice-compensation"]
        assert rule.unit(TERMS) == 7 * 120_000
        assert rule.incurred(FACTS, TERMS) == FACTS.absence_incurred_h100 * 11 * 120_000
        assert rule.counted(FACTS, TERMS) == FACTS.absence_h100 * 11 * 120_000

    def test_supervision_as_paid_or_at_its_price(self) -> None:
        rule = RULES["supervision"]
        assert rule.unit(TERMS) == 7 * 120_000
        assert rule.incurred(FACTS, TERMS) == (FACTS.supervision_incurred_ore * 7 + FACTS.supervision_incurred_unpriced_h100 * 13) * 120_000
        assert rule.counted(FACTS, TERMS) == (FACTS.supervision_ore * 7 + FACTS.supervision_unpriced_h100 * 13) * 120_000

    @pytest.mark.parametrize(
        ("rule", "unit", "incurred", "counts"),
        [
            ("learning-expenses", 1, FACTS.expenses_incurred_ore, FACTS.expenses_ore),
            ("lower-productivity", 1, FACTS.productivity_incurred_ore, FACTS.productivity_ore),
            ("facilitation", 7 * 37, FACTS.facilitation_incurred_ore, FACTS.facilitation_ore),
            ("additional-elements", 1, FACTS.additional_incurred_ore, FACTS.additional_ore),
            ("municipal-elements", 1, FACTS.municipal_incurred_ore, FACTS.municipal_ore),
        ],
    )
    def test_costs(self, rule: str, unit: int, incurred: int, counts: int) -> None:
        found = RULES[rule]
        assert found.unit(TERMS) == unit * 120_000
        assert found.incurred(FACTS, TERMS) == incurred * unit * 120_000
        assert found.counted(FACTS, TERMS) == counts * unit * 120_000

    def test_what_there_is_and_what_of_it_counts(self) -> None:
        quantities = {rule.id: (rule.quantity(FACTS), rule.counting(FACTS), rule.priced(FACTS)) for rule in RECORD_RULES}
        unpriced = FACTS.supervision_incurred_unpriced_h100
        assert quantities == {
            "practice-compensation": (FACTS.absence_incurred_h100, FACTS.absence_h100, FACTS.absence_incurred_h100),
            "learning-expenses": (FACTS.expenses_incurred_ore, FACTS.expenses_ore, 0),
            "lower-productivity": (FACTS.productivity_incurred_ore, FACTS.productivity_ore, 0),
            "supervision": (
                FACTS.supervision_incurred_ore + unpriced,
                FACTS.supervision_ore + FACTS.supervision_unpriced_h100,
                unpriced,
            ),
            "facilitation": (FACTS.facilitation_incurred_ore, FACTS.facilitation_ore, 0),
            "additional-elements": (FACTS.additional_incurred_ore, FACTS.additional_ore, 0),
            "municipal-elements": (FACTS.municipal_incurred_ore, FACTS.municipal_ore, 0),
        }

    def test_what_is_applied_for(self) -> None:
        asked = {rule.id: None if rule.claim is None else rule.claim(FACTS) for rule in RECORD_RULES}
        assert list(asked.values()) == [2, 3, 4, 5, 6, 7, None]


class TestCaps:
    def test_hours_of_absence(self) -> None:
        assert most("practice-compensation") == [("absence-hours", 17 * 50_000 * 11)]
        assert most("practice-compensation", terms=GRADED) == [("absence-hours", 170_000 * sum(MONTHS[:3]) * 11)]

    def test_hours_of_absence_less_those_used(self) -> None:
        used = FACTS.absence_used_h100 * 120_000
        assert most("practice-compensation", FACTS, GRADED) == [("absence-hours", (170_000 * sum(MONTHS[:3]) - used) * 11)]
        assert most("practice-compensation", FACTS) == [("absence-hours", 0)]

    def test_expenses(self) -> None:
        used = FACTS.expenses_used_ore * 120_000
        assert most("learning-expenses") == [("learning-expenses", 19 * 50_000)]
        assert most("learning-expenses", terms=GRADED) == [("learning-expenses", 190_000 * sum(MONTHS))]
        assert most("learning-expenses", FACTS, GRADED) == [("learning-expenses", 190_000 * sum(MONTHS) - used)]
        assert most("learning-expenses", FACTS) == [("learning-expenses", 0)]

    def test_lower_productivity(self) -> None:
        used = FACTS.productivity_used_ore * 120_000
        graded = 230_000 * FACTS.months_in_window_bp
        assert most("lower-productivity") == [("lower-productivity", 23 * 50_000)]
        assert most("lower-productivity", terms=GRADED) == [("lower-productivity", graded)]
        assert most("lower-productivity", FACTS, GRADED) == [("lower-productivity", graded - used)]
        assert most("lower-productivity", FACTS) == [("lower-productivity", 0)]

    def test_supervision_by_rate_and_by_hours(self) -> None:
        rate, used = FACTS.supervision_h100 * 13 * 120_000, FACTS.supervision_used_h100 * 120_000
        assert most("supervision") == [("supervision-rate", rate), ("supervision-hours", 29 * 50_000 * 13)]
        assert most("supervision", FACTS, GRADED)[1] == ("supervision-hours", (290_000 * sum(MONTHS) - used) * 13)
        assert most("supervision", FACTS)[1] == ("supervision-hours", 0)
        assert most("supervision", terms=evolve(TERMS, supervision_capped=False))[1] == ("supervision-hours", rate)

    def test_facilitation_of_the_frame_or_of_the_four_lines_before_it(self) -> None:
        of_granted = evolve(TERMS, facilitation_of_granted=True)
        assert most("facilitation") == [("facilitation-share", 241 * 3)]
        assert most("facilitation", terms=of_granted) == [("facilitation-share", (211 + 223 + 227 + 229) * 7 * 120_000 * 3)]

    def test_additional_and_municipal_elements(self) -> None:
        assert most("additional-elements") == most("additional-elements", terms=GRADED) == [("additional-cap", 31 * 50_000)]
        assert most("municipal-elements") == []

    def test_what_is_lacking(self) -> None:
        def lacks(rule: str, facts: Facts = FACTS, terms: Terms = TERMS) -> tuple[str, ...]:
            granted = Granted(missing={"practice-compensation": ("fee-rate", "absence-hours"), "supervision": ("fee-rate",)})
            return RULES[rule].lacks(facts, terms, granted)

        unknown = evolve(TERMS, frame_missing={DoctorRole.GP_LOCUM: ("grant-frame-fastlegevikar",)})
        assert [rule for rule in RULES if lacks(rule)] == []
        assert lacks("additional-elements", evolve(FACTS, centrality_known=0)) == ("centrality-class",)
        assert lacks("facilitation", terms=unknown) == ("grant-frame-fastlegevikar",)
        assert lacks("facilitation", terms=evolve(unknown, facilitation_of_granted=True)) == ("fee-rate", "absence-hours", "fee-rate")


class TestWork:
    """The least of what counts, the caps and the claim, rounded once."""

    RULE = RULES["learning-expenses"]

    def _worked(self, counts: int, cap: int, claim: int, rounding: int = 1) -> Any:
        facts = Facts(expenses_ore=counts, claim_learning_expenses_ore=claim)
        return work(self.RULE, facts, evolve(TERMS, learning_cap_ore=cap, flat_grade=YEAR, rounding_ore=rounding), Granted())

    @pytest.mark.parametrize(
        ("counts", "cap", "claim", "capped", "claimed"),
        [(5, 9, 9, 5, 5), (9, 5, 9, 5, 5), (9, 9, 5, 9, 5), (9, 7, 5, 7, 5), (5, 5, 5, 5, 5), (9, 5, 7, 5, 5), (9, 0, 7, 0, 0)],
    )
    def test_least(self, counts: int, cap: int, claim: int, capped: int, claimed: int) -> None:
        worked = self._worked(counts, cap, claim)
        assert (worked.counted, worked.capped, worked.claimed) == (counts * YEAR, capped * YEAR, claimed * YEAR)
        assert [(limit.id, limit.most) for limit in worked.limits] == [("learning-expenses", cap * YEAR)]
        assert worked.amount == claimed

    @pytest.mark.parametrize(("ore", "rounded"), [(149, 100), (150, 200), (151, 200), (49, 0), (50, 100)])
    def test_whole_kroner(self, ore: int, rounded: int) -> None:
        assert self._worked(ore, 1_000, 1_000, rounding=100).amount == rounded

    def test_half_an_ore_goes_up(self) -> None:
        """Of a price: øre over 2 times the months of a year."""
        terms = evolve(TERMS, price_unit=2, practice_price=1, absence_cap_h100=1_000, flat_grade=YEAR)
        amounts = [work(RULES["practice-compensation"], Facts(absence_h100=hours), terms, Granted()).amount for hours in range(5)]
        assert amounts == [0, 1, 1, 2, 2]

    def test_a_rule_without_a_claim_is_not_cut_by_one(self) -> None:
        assert work(RULES["municipal-elements"], Facts(municipal_ore=10**14), TERMS, Granted()).amount == 10**14


class TestFrame:
    def test_as_published_by_role(self) -> None:
        assert grant_frame.unit(TERMS) == 7 * 120_000
        assert grant_frame.frame(FACTS, TERMS) == sum(months * frame for months, frame in zip(MONTHS, range(41, 45), strict=True))

    @pytest.mark.parametrize("in_window", [0, 1])
    def test_as_the_sum_of_the_caps_of_a_role(self, in_window: int) -> None:
        summed = evolve(TERMS, frame_is_summed=dict.fromkeys(DoctorRole, True))
        every = 19 * 7 + 29 * 13
        in_scheme = every + 17 * 11
        gp = in_scheme + 23 * 7 * in_window
        yearly = (gp, gp, in_scheme, every)
        found = grant_frame.frame(evolve(FACTS, in_window=in_window), summed)
        assert found == sum(months * frame for months, frame in zip(MONTHS, yearly, strict=True))

    def test_what_it_limits(self) -> None:
        assert grant_frame.limited(TERMS, GRANTED) == 211 + 223 + 227 + 229 + 233
        assert grant_frame.limited(evolve(TERMS, facilitation_on_top=True), GRANTED) == 211 + 223 + 227 + 229

    @pytest.mark.parametrize(("beyond", "excess"), [(-1, 0), (0, 0), (1, 1), (1_000, 1_000)])
    def test_what_exceeds_it(self, beyond: int, excess: int) -> None:
        granted = evolve(GRANTED, frame=1_123 * 840_000 - beyond)
        assert grant_frame.excess(FACTS, TERMS, granted) == excess
        assert grant_frame.excess(evolve(FACTS, has_frame=0), TERMS, granted) == 0

    @pytest.mark.parametrize(("beyond", "amount"), [(419_999, 0), (420_000, 1), (840_000, 1), (1_260_000, 2)])
    def test_what_it_takes_off(self, beyond: int, amount: int) -> None:
        granted = evolve(GRANTED, frame=1_123 * 840_000 - beyond)
        assert grant_frame.amount(FACTS, TERMS, granted) == amount

    def test_what_it_takes_off_in_whole_kroner(self) -> None:
        granted = [evolve(GRANTED, frame=1_123 * 840_000 - ore * 840_000) for ore in (49, 50, 150)]
        assert [grant_frame.amount(FACTS, evolve(TERMS, rounding_ore=100), each) for each in granted] == [0, 100, 200]

    def test_the_roles_that_it_is_of(self) -> None:
        """Those that have months; where the period is not known, those that were held."""
        held = Facts(held_gp_locum=1, held_other_municipal_gp=1)
        open_terms = evolve(TERMS, grounds=evolve(TERMS.grounds, known=False))
        assert grant_frame.roles(held, TERMS) == []
        assert grant_frame.roles(held, open_terms) == [DoctorRole.GP_LOCUM, DoctorRole.OTHER_MUNICIPAL_GP]
        both = Facts(held_regular_gp=1, held_introductory_gp=1)
        assert grant_frame.roles(both, open_terms) == [DoctorRole.REGULAR_GP, DoctorRole.INTRODUCTORY_GP]
        assert grant_frame.roles(evolve(held, months_regular_gp_bp=1), TERMS) == [DoctorRole.REGULAR_GP]
        assert grant_frame.roles(evolve(held, months_gp_locum_bp=1), TERMS) == [DoctorRole.GP_LOCUM]
        assert grant_frame.roles(evolve(held, months_introductory_gp_bp=1), TERMS) == [DoctorRole.INTRODUCTORY_GP]
        assert grant_frame.roles(evolve(held, months_other_municipal_gp_bp=1), TERMS) == [DoctorRole.OTHER_MUNICIPAL_GP]

    def test_what_it_lacks(self) -> None:
        always, window = {DoctorRole.REGULAR_GP: ("b", "a")}, {DoctorRole.GP_LOCUM: ("c",)}
        terms = evolve(TERMS, frame_missing=always, window_frame_missing=window)
        assert grant_frame.lacks(FACTS, terms) == ("a", "b", "c")
        assert grant_frame.lacks(evolve(FACTS, in_window=0), terms) == ("a", "b")
        assert grant_frame.lacks(evolve(FACTS, months_regular_gp_bp=0), terms) == ("c",)
        assert grant_frame.lacks(Facts(in_window=1, held_regular_gp=1, held_gp_locum=1), terms) == ()
        assert grant_frame.lacks(FACTS, evolve(terms, frame_missing={})) == ("c",)
        assert grant_frame.lacks(FACTS, evolve(terms, window_frame_missing={})) == ("a", "b")
        assert grant_frame.lacks(FACTS, TERMS) == ()


class TestOwnShare:
    def test_of_every_state_line_after_the_frame(self) -> None:
        assert own_share.share(TERMS, GRANTED, 10) == (211 + 223 + 227 + 229 + 233 + 239 - 10) * 2_000

    @pytest.mark.parametrize(("above_frame", "amount"), [(0, 272), (2, 272), (3, 272), (4, 272), (5, 271)])
    def test_rounded(self, above_frame: int, amount: int) -> None:
        """A fifth of 1 362 øre is 272.4."""
        assert own_share.amount(TERMS, GRANTED, above_frame) == amount

    def test_in_whole_kroner(self) -> None:
        kroner = evolve(TERMS, rounding_ore=100)
        assert [own_share.amount(kroner, Granted(supervision=ore), 0) for ore in (249, 250, 749, 750)] == [0, 100, 100, 200]


class TestGranted:
    def test_a_line_is_taken_under_its_own_name(self) -> None:
        granted = Granted()
        granted.add("lower-productivity", 5, ())
        granted.add("supervision", 0, ("fee-rate",))
        assert granted == Granted(lower_productivity=5, missing={"supervision": ("fee-rate",)})

    def test_nothing_is_granted_before_anything_is(self) -> None:
        assert {getattr(Granted(), field.name) for field in fields(Granted) if field.name != "missing"} == {0}
        assert Granted().missing == {}

    def test_by_name_alone(self) -> None:
        with pytest.raises(TypeError):
            Granted(5)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue] # what must not be possible
