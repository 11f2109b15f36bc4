"""Writes the pages that are made from the rules, the tables and the ledger, with their drawings and their bokmål.

Run ``python docs/make_pages.py`` after a change of any of them; a test fails while a page says other than what it is made from.
"""

import sys
from pathlib import Path

from pages.calls_page import calls_page
from pages.clauses_page import clauses_page
from pages.glossary_page import glossary_page
from pages.index_page import index_page
from pages.page import Page
from pages.readings_page import readings_page
from pages.rule_page import rule_page
from pages.told import RULES
from pages.unknown_page import unknown_page

HERE = Path(__file__).parent


def pages() -> dict[str, str]:
    """Each file under ``docs/`` with its text."""
    calls, fee_rate = calls_page()
    written: dict[str, Page] = {
        "rules/index": index_page(),
        "readings": readings_page(),
        "clauses": clauses_page(),
        "calls": calls,
        "unknown": unknown_page(),
        "glossary": glossary_page(),
    }
    made = {**fee_rate}
    for rule in RULES:
        page, drawings = rule_page(rule)
        written[f"rules/{rule.id}"] = page
        made |= {f"rules/{name}": svg for name, svg in drawings.items()}
    for name, page in written.items():
        made[f"{name}.md"] = page.markdown
        made[f"locale/nb/LC_MESSAGES/{name}.po"] = page.catalogue
    return made


def main() -> int:
    """Write the files; with ``--check`` only say which of them differ from what would be written, and give 1 if any does."""
    made = pages()
    stale = [name for name, text in made.items() if not (HERE / name).exists() or (HERE / name).read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        sys.stdout.write("".join(f"{name} differs from what it is made from\n" for name in stale))
        return 1 if stale else 0
    for name, text in made.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    sys.stdout.write(f"{len(made)} files\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
