"""What several pages tell in the same way: values of the tables, sources, links to clauses, rules and readings."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from alis_rules import clauses
from alis_rules.ledger import Clause
from alis_rules.model import Standing
from alis_rules.rates import Value
from alis_rules.rates_files import rates_directory
from alis_rules.reasons import REASON_CLAUSES, Reason
from alis_rules.rules import DEDUCTIONS, RECORD_RULES, Deduction, Rule

from .said import Said, both, code, day, listed, per_language, say, word

RULES: tuple[Rule | Deduction, ...] = (*RECORD_RULES, *DEDUCTIONS)
NOTHING = both("")
DASH = both("–")


@cache
def by_id() -> dict[str, Clause]:
    """Every clause by its id."""
    return {clause.id: clause for clause in clauses()}


def gist(clause: Clause) -> Said:
    """What a clause says, in our own words."""
    return say(f"gist.{clause.id}")


def clause_links(ids: Iterable[str], up: str = "../") -> Said:
    """Clauses, each a link to the ledger."""
    return both(", ".join(f"[{each}]({up}clauses.md#{each.lower()})" for each in ids))


def rule_name(rule: str) -> Said:
    """A rule's title."""
    return say(f"rule.{rule}")


def label(value_id: str) -> Said:
    """The name of a value."""
    return say(f"value.{value_id}").capital()


def source_link(source: str) -> Said:
    """A source as a link named by its title, or by its site where it has none."""
    title, _, address = source.rpartition(" – ")
    if not address.startswith("http"):
        return both(source.replace("[", "\\[") if not source.startswith("http") else f"[{source.split('/')[2]}]({source})")
    return both(f"[{title or address.split('/')[2]}]({address})")


def source_by_key(key: str) -> Said:
    """A source that is named by its key in ``about.toml``, as a link."""
    entry = tomllib.loads((rates_directory() / "about.toml").read_text("utf-8"))["sources"][key]
    return source_link(" – ".join(part for part in (entry["title"], entry["url"]) if part))


def figure(value: Value) -> Said:
    """A value with its unit; a dash where it is not found."""
    found = value.value
    if found is None:
        return DASH
    if isinstance(found, bool):
        return say(f"text.{str(found).lower()}")
    if isinstance(found, dt.date):
        return day(found)
    return number(found, value.unit)


def number(found: Decimal, unit: str) -> Said:
    """A number with its unit."""
    return per_language(lambda texts: texts.measure(Decimal(found), unit))


def standing(found: Standing) -> Said:
    """How firm a value is."""
    return say(f"standing.{found}")


def reason_rows(reasons: Iterable[Reason], up: str = "../") -> list[tuple[Said, Said, Said]]:
    """Reasons, each with when it holds and its clauses."""
    return [(code(each), say(f"reason.{each}"), clause_links(REASON_CLAUSES[each], up)) for each in reasons]


def every_day() -> list[Reason]:
    """The reasons of every day: those that are no rule's own."""
    own = {each for rule in RECORD_RULES for each in rule.reasons}
    return [each for each in Reason if each not in own]


def reason_head() -> tuple[Said, Said, Said]:
    """The titles of a table of reasons."""
    return word("page", "reason"), word("page", "when"), word("page", "clauses-column")


def readings_listed(readings: Iterable[tuple[str, str]]) -> Said:
    """Readings with their options, by name."""
    return listed([code(f"{name}={option}") for name, option in readings])


def between(days: tuple[dt.date, dt.date]) -> Said:
    """A day that is only known within bounds."""
    return word("calls", "fee-between").within(first=day(days[0]), last=day(days[1]))
