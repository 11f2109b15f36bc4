"""Writes the pages under ``docs/rules/`` and ``docs/readings.md`` from the rules, the tables and the ledger.

Run ``python docs/make_pages.py`` after a change of a rule; a test fails while a page says other than its rule.
"""

import inspect
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path

from alis_rules import clauses, load_tables
from alis_rules.explain.catalogue import catalogue
from alis_rules.readings import options, reading_fields
from alis_rules.reasons import REASON_CLAUSES, Reason
from alis_rules.rules import DEDUCTIONS, RECORD_RULES, Deduction, Rule

HERE = Path(__file__).parent
_NB, _EN = catalogue("nb"), catalogue("en")


def _title(rule: Rule | Deduction) -> str:
    return f"{_EN.say(f'rule.{rule.id}')} ({_NB.say(f'rule.{rule.id}').lower()})"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return [*lines, *(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows), ""]


def _reasons(reasons: Iterable[Reason]) -> list[str]:
    rows = [(f"`{each}`", _EN.say(f"reason.{each}"), ", ".join(REASON_CLAUSES[each])) for each in reasons]
    return _table(("reason", "when", "clauses"), rows) if rows else []


def _link(source: str) -> str:
    """A source as a link named by its title, or by its site where it has none."""
    title, _, address = source.rpartition(" – ")
    if not address.startswith("http"):
        return source
    return f"[{title or address.split('/')[2]}]({address})"


def _rates(rule: Rule | Deduction) -> list[str]:
    tables = load_tables()
    rows: list[tuple[str, ...]] = []
    for call in reversed(list(tables.calls.values())):
        for name in rule.rates:
            value = tables.fee_rate(call) if name == "fee-rate" else call[name]
            figure = "not found" if value.value is None else f"{value.used().value} {_EN.say(f'unit.{value.unit}')}"
            rows.append((call.id, f"`{name}`", figure, _EN.say(f"standing.{value.standing}"), _link(value.source)))
    return ["## Rates and caps", "", *_table(("call", "value", "figure", "standing", "source"), rows)] if rows else []


def page(rule: Rule | Deduction) -> str:
    """The page of one rule."""
    module = import_module(f"alis_rules.rules.{rule.id.replace('-', '_')}")
    gists = {clause.id: clause for clause in clauses()}
    parts = [f"# {_title(rule)}", "", inspect.getdoc(module) or "", "", f"Rule id: `{rule.id}`. Funding: {rule.funding}.", ""]
    ids = (*rule.clauses, *rule.recipient_clauses)
    parts += [
        "## Clauses",
        "",
        *_table(("clause", "says", "guarded by"), [(each, gists[each].gist, f"`{gists[each].test}`") for each in ids]),
    ]
    parts += _rates(rule)
    if isinstance(rule, Rule):
        parts += ["## What does not count", "", f"The reasons of [every day](index.md){', and:' if rule.reasons else '.'}", ""]
        parts += _reasons(rule.reasons)
        parts += [
            "## Papers to keep",
            "",
            *(f"- {_EN.say(f'paper.{each}')} (*{_NB.say(f'paper.{each}').lower()}*)" for each in rule.papers),
            "",
        ]
    parts += ["## Readings", "", *(f"- [`{each}`](../readings.md#{each}): {_EN.say(f'reading.{each}')}" for each in rule.readings), ""]
    return "\n".join(parts)


def index() -> str:
    """The page that lists the rules and the reasons of every day."""
    own = {each for rule in RECORD_RULES for each in rule.reasons}
    rules = (*RECORD_RULES, *DEDUCTIONS)
    parts = [
        "# The rules",
        "",
        "Each rule yields a line of the entitlement, always. A line is the least of what counts, its caps and the claim, rounded once.",
    ]
    parts += ["", "```{toctree}", ":maxdepth: 1", "", *(rule.id for rule in rules), "```", "", "## Reasons of every day", ""]
    parts += ["A record on such a day counts towards no line. Every record names all the reasons that hold.", ""]
    return "\n".join([*parts, *_reasons([each for each in Reason if each not in own])])


def readings() -> str:
    """The page of the readings."""
    parts = [
        "# Readings",
        "",
        "Where the sources are silent or fit two meanings there is a named switch. The first option is the default.",
        "",
    ]
    for name, attribute in reading_fields():
        parts += [f"## {name}", "", f"{_EN.say(f'reading.{name}')} ({_NB.say(f'reading.{name}')})", ""]
        parts += [f"- `{option}`: {_EN.say(f'option.{name}.{option}')}" for option in options(name)]
        parts += ["", f"Clauses: {', '.join(attribute.metadata['clauses'])}.", ""]
    return "\n".join(parts)


def pages() -> dict[Path, str]:
    """Each page's file and text."""
    made = {HERE / "rules" / f"{rule.id}.md": page(rule) for rule in (*RECORD_RULES, *DEDUCTIONS)}
    made |= {HERE / "rules" / "index.md": index(), HERE / "readings.md": readings()}
    return {path: f"{text.rstrip()}\n" for path, text in made.items()}


def main() -> int:
    """Write the pages; with ``--check`` only say which of them differ from what would be written, and give 1 if any does."""
    if "--check" in sys.argv[1:]:
        stale = [path.name for path, text in pages().items() if not path.exists() or path.read_text("utf-8") != text]
        sys.stdout.write("".join(f"{name} differs from what its rule says\n" for name in stale))
        return 1 if stale else 0
    for path, text in pages().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    sys.stdout.write(f"{len(pages())} pages\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
