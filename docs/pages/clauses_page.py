"""The page of the clause ledger."""

from itertools import groupby

from alis_rules import clauses
from alis_rules.ledger import Clause

from .page import Page
from .said import Said, both, listed, say, word
from .told import gist, rule_name


def clauses_page() -> Page:
    """Every clause under a heading of its own, so that it can be linked to."""
    page = Page(word("clauses", "title"))
    page.paragraph(word("clauses", "about"))
    for letter, of_document in groupby(clauses(), key=lambda each: each.id[0]):
        page.heading(word("clauses", letter))
        for clause in of_document:
            page.heading(both(clause.id), 3)
            page.paragraph(gist(clause), word("clauses", "heading").within(heading=clause.heading))
            page.paragraph(*_carried(clause))
    return page


def _carried(clause: Clause) -> list[Said]:
    """What carries a clause out, and its test."""
    if not clause.carried_by:
        return [word("clauses", "context")]
    carriers = listed([_carrier(*each.split(":", 1)) for each in clause.carried_by])
    return [word("clauses", "carried").within(carriers=carriers), word("clauses", "test").within(test=clause.test)]


def _carrier(sort: str, name: str) -> Said:
    """What carries a clause out, as a link where it has a page."""
    told = both(name)
    if sort == "rule":
        told = rule_name(name)
    elif sort in ("reason", "condition"):
        told = say(f"{sort}.{name}")
    elif sort == "value":
        told = say(f"value.{name}")
    return word("carrier", sort).within(id=name, name=told.small() if sort == "rule" else told)
