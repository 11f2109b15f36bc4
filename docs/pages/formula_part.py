"""The part of a rule's page that holds its formulas, what their words are, and where a reading changes them."""

from decimal import Decimal

from alis_rules import load_tables
from alis_rules.fields import from_hundredths
from alis_rules.rates import FEE_RATE
from alis_rules.rules import Deduction, Rule

from .examples import contract
from .formulas import formulas
from .page import Page
from .said import Said, both, code, hours, listed, money, per_language, say, word
from .told import figure, rule_name, standing

_OTHER_OPTION = {
    "grading": "each-cap",
    "grant-frame": "sum-of-caps",
    "facilitation-base": "granted-elements",
    "facilitation-place": "on-top",
    "supervision-hours": "uncapped",
    "short-call-caps": "by-months",
}
"""The readings that may change a formula, with the option that is not the default."""


def formula_part(page: Page, rule: Rule | Deduction) -> None:
    """Write the formulas, their words, and what the readings make of them."""
    page.heading(word("page", "formula"))
    page.paragraph(word("page", "formula-about"))
    steps = formulas(rule)
    for step in steps:
        page.formula(step.latex)
    page.paragraph(word("page", "rounding"))
    changed = {
        reading: [step for step in formulas(rule, {reading: True}) if step not in steps]
        for reading in rule.readings
        if reading in _OTHER_OPTION
    }
    names = dict.fromkeys(name for step in steps for name in step.names)
    others = dict.fromkeys(name for of_reading in changed.values() for step in of_reading for name in step.names if name not in names)
    _words(page, rule, [*names])
    if any(changed.values()):
        page.heading(word("page", "formula-readings"), 3)
    for reading, of_reading in changed.items():
        if of_reading:
            option = say(f"option.{reading}.{_OTHER_OPTION[reading]}")
            page.paragraph(word("page", "formula-reading").within(reading=reading, option=option))
            for step in of_reading:
                page.formula(step.latex)
    _words(page, rule, [*others])
    silent = [reading for reading in rule.readings if not changed.get(reading)]
    if silent:
        page.paragraph(word("page", "formula-other").within(readings=listed([code(each) for each in silent])))


def _words(page: Page, rule: Rule | Deduction, names: list[str]) -> None:
    """Every word of the formulas that is no step of them: what it is, and its figure in the contract's case."""
    steps = {step.gives for step in formulas(rule)}
    rows: list[tuple[Said, Said, Said]] = []
    for name in names:
        if name not in steps and name != "counted":
            means, found = _meaning(name)
            rows.append((word("formula", name), means.capital(), found))
    if rows:
        page.table((word("page", "word-head"), word("page", "word-means"), word("page", "word-figure")), rows)


def _meaning(name: str) -> tuple[Said, Said]:
    """What a word of a formula is, and its figure in the contract's case."""
    result = contract().result
    call = load_tables().calls[result.call]
    if name == FEE_RATE or name in call.values:
        value = load_tables().fee_rate(call) if name == FEE_RATE else call[name]
        told = standing(value.standing)
        return say(f"value.{name}"), told if value.value is None else figure(value) + " (" + told + ")"
    if name.startswith("rule."):
        line = result[name.removeprefix("rule.")]
        return rule_name(line.rule), word("page", "undetermined") if line.amount is None else money(line.amount)
    if name == "claim":
        return word("means", "claim"), word("means", "not-given")
    if name == "frame":
        left = next(each for each in result.remaining if each.cap == "grant-frame")
        return say("about.grant-frame"), word("page", "undetermined") if left.most is None else money(left.most)
    if name == "state-lines":
        state = [
            line.amount for line in result.lines if line.amount and line.rule not in ("grant-frame", "municipal-elements", "own-share")
        ]
        return word("means", "state-lines"), money(sum(state, Decimal()))
    if name == "months-of-call":
        return word("means", "months-of-call"), per_language(lambda texts: texts.measure(Decimal(12), "months"))
    return _fact(name, getattr(result.facts, name))


def _fact(name: str, value: int) -> tuple[Said, Said]:
    """What a fact is, and its figure."""
    if name.endswith("_bp"):
        means = word("means", "months") + ": " + say(f"fact.{name}")
        return means, per_language(lambda texts: texts.measure(Decimal(value) / 10_000, "months"))
    if name in ("in_window", "has_frame"):
        return word("means", name), both(value)
    means = word("means", "used") if "_used_" in name else say(f"fact.{name}")
    return means, hours(from_hundredths(value)) if name.endswith("_h100") else money(from_hundredths(value))
