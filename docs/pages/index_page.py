"""The page that lists the rules, with the reasons of every day."""

from alis_rules.entitlement import Outcome
from alis_rules.rules import Funding

from .examples import contract
from .page import Page
from .said import Said, both, money, say, word
from .told import RULES, every_day, reason_head, reason_rows, rule_name


def index_page() -> Page:
    """The rules, each with what it gives in the contract's case."""
    page = Page(word("index", "title"))
    page.paragraph(word("index", "about"))
    result = contract().result
    page.paragraph(word("index", "amounts").within(total=money(result.total)))
    rows = [
        (
            rule_name(rule.id).linked(f"{rule.id}.md"),
            word("index", "municipality" if rule.funding is Funding.MUNICIPAL else "state"),
            both("–") if (line := result[rule.id]).amount is None else money(line.amount),
            _outcome(rule.id, line.outcome),
        )
        for rule in RULES
    ]
    head = (word("index", "rule"), word("index", "funding"), word("index", "amount"), word("index", "outcome"))
    page.table(head, rows, right=(2,))
    page.directive("\n".join(["```{toctree}", ":hidden:", "", *(rule.id for rule in RULES), "```"]))
    page.heading(word("index", "reasons"))
    page.paragraph(word("index", "reasons-about"))
    page.table(reason_head(), reason_rows(every_day()))
    return page


def _outcome(rule: str, outcome: Outcome) -> Said:
    return say("outcome.inside-frame" if rule == "grant-frame" and outcome is Outcome.GRANTED else f"outcome.{outcome}")
