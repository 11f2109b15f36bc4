"""Formulas on narrow screens: how wide one is, and where its lines are broken."""

import re

from .said import Said

NARROW = 38
"""The characters that fit on a line of a narrow screen."""
ROW = r" \\ & "
"""A new line of a formula."""


def folded(latex: str) -> str:
    """A formula whose lines are broken before a sign where they are too wide."""
    rows: list[str] = []
    for row in latex.split(ROW):
        rows.append("")
        for piece in re.split(r"(?=\\ (?:\\times|-)\\ )", row):
            if rows[-1] and _wide(rows[-1] + piece) > NARROW:
                rows.append(r"\quad " * (1 + row.count(r"\quad")) + piece.removeprefix("\\ "))
            else:
                rows[-1] += piece
    return ROW.join(rows)


def width(latex: Said) -> int:
    """About as many characters as a formula is wide, in the wider language."""
    return max(_wide(each) for each in latex)


def _wide(latex: str) -> int:
    return len(re.sub(r"\\[a-zA-Z]+|[{}\\]", "", latex))
