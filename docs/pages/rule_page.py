"""The page of one rule."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import cast

from alis_rules.entitlement import Outcome
from alis_rules.explain.blocks import Item, Paragraph, Tone
from alis_rules.readings import reading_fields
from alis_rules.rules import Deduction, Rule

from .example_part import difference_told, example_part, line_told, more_part, of_total_told
from .examples import contract, explained, telling, under_readings
from .formula_part import formula_part
from .page import Page
from .rates_part import rates_part
from .said import Said, both, money, say, word
from .told import (
    NOTHING,
    by_id,
    clause_links,
    every_day,
    gist,
    reason_head,
    reason_rows,
    rule_name,
)

_ROOT = Path(__file__).parents[2]


def rule_page(rule: Rule | Deduction) -> tuple[Page, dict[str, str]]:
    """The page of a rule, and its drawings by file name."""
    page = Page(rule_name(rule.id))
    page.paragraph(word("rule", rule.id, "purpose"))
    _first(page, rule)
    page.heading(word("page", "applies"))
    page.paragraph(word("rule", rule.id, "applies"))
    formula_part(page, rule)
    example_part(page, rule)
    more_part(page, rule)
    _counting(page, rule)
    page.heading(word("page", "receives"))
    page.paragraph(word("rule", rule.id, "receives"), clause_links(rule.recipient_clauses) if rule.recipient_clauses else NOTHING)
    drawings = rates_part(page, rule)
    _readings(page, rule)
    _papers(page, rule)
    _clauses(page, rule)
    _tests(page, rule)
    _changelog(page, rule)
    page.paragraph(word("page", "rule-id").within(id=rule.id))
    return page, drawings


def _first(page: Page, rule: Rule | Deduction) -> None:
    """What the rule gives in the contract's case, and what decided."""
    line = contract().line(rule.id)
    if line.outcome is Outcome.NOT_APPLICABLE:
        page.paragraph(word("page", "first-idle").within(call=contract().result.call))
        return
    blocks = explained(contract(), rule.id)
    decided = Said(*(cast("Paragraph", block).text.partition(". ")[0] + "." for block in blocks[-1]))
    bound = [Said(*(cast("Item", block).text for block in pair)) for pair in blocks if getattr(pair[0], "tone", None) is Tone.STRONG]
    text = word("page", "first").within(id=rule.id, call=contract().result.call, amount=money(cast("Decimal", line.amount)))
    page.paragraph(text, decided, *bound)


# What counts ----------------------------------------------------------------------------------------------------------


def _counting(page: Page, rule: Rule | Deduction) -> None:
    """What counts, and every reason not to."""
    page.heading(word("page", "counts"))
    page.paragraph(word("rule", rule.id, "counts"))
    if isinstance(rule, Rule):
        if rule.reasons:
            page.paragraph(word("page", "own-reasons"))
            page.table(reason_head(), reason_rows(rule.reasons))
        page.paragraph(word("page", "day-reasons"))
        page.table(reason_head(), reason_rows(every_day()))
        page.paragraph(word("page", "all-reasons"))


# Readings, papers, clauses, tests, changes ----------------------------------------------------------------------------


def _readings(page: Page, rule: Rule | Deduction) -> None:
    """The readings that touch the rule, each with its effect on the example."""
    page.heading(word("page", "readings"))
    if not rule.readings:
        page.paragraph(word("page", "readings-none"))
        return
    example = telling(rule.id)
    name = word("page", "more-case" if example is contract() else "more-second")
    page.paragraph(word("page", "readings-about").within(name=name))
    now = example.line(rule.id)
    rows = [
        (
            both(f"[`{each.reading}`](../readings.md#{each.reading})"),
            say(f"option.{each.reading}.{each.option}"),
            line_told(each.result[rule.id]),
            difference_told(now, each.result[rule.id]),
            of_total_told(example.result, each.result),
        )
        for each in under_readings(example, tuple(name for name, _ in reading_fields() if name in rule.readings))
    ]
    head = (word("page", "reading"), word("page", "option"), word("page", "this-line"), word("page", "change"), word("page", "of-total"))
    page.table(head, rows, right=(2, 3, 4))


def _papers(page: Page, rule: Rule | Deduction) -> None:
    page.heading(word("page", "papers"))
    if rule.papers:
        page.items(say(f"paper.{each}") for each in rule.papers)
    else:
        page.paragraph(word("page", "papers-none"))


def _clauses(page: Page, rule: Rule | Deduction) -> None:
    page.heading(word("page", "clauses"))
    ids = (*rule.clauses, *rule.recipient_clauses)
    head = (word("page", "clause"), word("page", "says"))
    page.table(head, [(clause_links([each]), gist(by_id()[each])) for each in ids])


def _tests(page: Page, rule: Rule | Deduction) -> None:
    """The test classes of its clauses, the cases reckoned by hand, and what guards every rule."""
    page.heading(word("page", "tests"))
    page.paragraph(word("page", "tests-clauses"))
    files = {path: path.read_text("utf-8") for path in sorted((_ROOT / "tests" / "clauses").glob("test_*.py"))}
    classes = [by_id()[each].test for each in (*rule.clauses, *rule.recipient_clauses)]
    homes: dict[str, list[str]] = {}
    for name in classes:
        home = next(path.name for path, text in files.items() if re.search(rf'^class {name}\b|"{name}"', text, re.MULTILINE))
        homes.setdefault(home, []).append(name)
    page.items(both(f"`tests/clauses/{home}`: {', '.join(f'`{name}`' for name in names)}") for home, names in homes.items())
    worked = json.loads((_ROOT / "src" / "alis_rules" / "testing" / "data" / "worked-cases.json").read_text("utf-8"))
    names = [each["name"] for each in worked if rule.id in each["expect"]["lines"]]
    if names:
        page.paragraph(word("page", "tests-worked").within(names=both(", ".join(f"`{name}`" for name in names))))
    page.paragraph(word("page", "tests-others"))


def _changelog(page: Page, rule: Rule | Deduction) -> None:
    """The entries of the changelog that name the rule."""
    page.heading(word("page", "changelog"))
    text = (_ROOT / "CHANGELOG.md").read_text("utf-8")
    entries = [" ".join(each.split()) for each in re.findall(r"^- (.*(?:\n  .*)*)", text, re.MULTILINE)]
    found = [each for each in entries if f"`{rule.id}`" in each or rule_name(rule.id).en.lower() in each.lower()]
    if found:
        page.items(both(each) for each in found)
    else:
        page.paragraph(word("page", "changelog-none"))
