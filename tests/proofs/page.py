"""The table of the page ``docs/proofs.md``: made from the registry, with what the proofs took."""

import re
from collections.abc import Mapping
from pathlib import Path

from .registry import PROOFS, Proof

ORDER = ("Bounds", "More gives no less", "Readings", "What is missing", "Recipients", "One reckoning", "64 bits")
"""The headings."""
PAGE = Path(__file__).parents[2] / "docs" / "proofs.md"
_TABLE = re.compile(r"(?<=<!-- proofs -->\n).*?(?=<!-- end -->)", re.DOTALL)
_ROW = re.compile(r"^\| `([^`]+)` \| (.*?) \| ([\d.]+) \|$", re.MULTILINE)


def headings() -> dict[str, list[Proof]]:
    """The properties under their headings, in order."""
    found: dict[str, list[Proof]] = {about: [] for about in ORDER}
    for each in PROOFS.values():
        found[each.about].append(each)
    return found


def table(seconds: Mapping[str, float]) -> str:
    """A table for each heading."""
    parts: list[str] = []
    for about, proofs in headings().items():
        rows = [f"| `{each.name}` | {each.sentence} | {seconds[each.name]:.1f} |" for each in proofs]
        parts.append("\n".join([f"### {about}", "", "| name | what is proven | seconds |", "| --- | --- | ---: |", *rows]))
    return "\n" + "\n\n".join(parts) + "\n\n"


def listed() -> list[tuple[str, str]]:
    """The names and sentences that the page lists."""
    return [(name, sentence) for name, sentence, _ in _ROW.findall(PAGE.read_text("utf-8"))]


def write(seconds: Mapping[str, float]) -> None:
    """Write the tables into the page."""
    text = PAGE.read_text("utf-8")
    PAGE.write_text(_TABLE.sub(lambda _: table(seconds), text), "utf-8")


def known() -> dict[str, float]:
    """The seconds that the page tells now."""
    return {name: float(seconds) for name, _, seconds in _ROW.findall(PAGE.read_text("utf-8"))}
