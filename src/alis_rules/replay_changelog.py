"""The changelog's entries about changed results: what they must say, what they say, and how they are written.

An entry is a line of the newest section of a changelog that follows Keep a Changelog, under the heading of its kind::

    - Case `cap`: NOK 900.00 → NOK 1,000.00 (learning-expenses NOK 900.00 → NOK 1,000.00; also remaining). [1f2e3d4c] Why.

What stands in brackets is a digest of all that the case gives after the change, so that no further change can hide behind an entry. What
follows is the reason, in the words of whoever accepted it.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from .explain.catalogue import catalogue
from .fields import shown
from .problems import InvalidCase, problem
from .replay import AMOUNT, TOTAL, Answer, Replayed, print_of, total_of

PAST, FUTURE = "### Changes to past results", "### Changes to future results"
"""The headings of the two kinds: of calls that are closed, and of calls that are not."""
UNRELEASED = "## [Unreleased]"
NONE = "- None."
"""What stands under a heading that has nothing to tell."""
_ENTRY = re.compile(r"- Case `(?P<name>[^`]+)`: .*\[(?P<digest>[0-9a-f]{8})\](?: (?P<reason>.*))?")


class Entry(NamedTuple):
    """An entry as it stands in the changelog."""

    heading: str
    name: str
    told: str
    """All but the reason, on one line."""
    digest: str
    reason: str
    first: int
    """The line that it begins on, from 0."""
    following: int
    """The line after its last."""


class Judged(NamedTuple):
    """What is to be said of the changelog, the changes being what they are."""

    unnamed: tuple[Replayed, ...]
    """The cases that give something else, and are not named as they must be."""
    stale: tuple[Entry, ...]
    """The entries that name no change that is there."""


def heading_of(case: Replayed) -> str:
    """The heading that a changed case belongs under."""
    return PAST if case.final else FUTURE


def told(case: Replayed) -> str:
    """What the entry of a changed case says, but for the reason."""
    lines = [
        f"{each.place.item} {_kroner(each.before)} → {_kroner(each.after)}"
        for each in case.differences
        if each.place.area == "lines" and each.place.what == AMOUNT
    ]
    areas = dict.fromkeys(
        "outcomes" if each.place.area == "lines" else each.place.area
        for each in case.differences
        if each.place != TOTAL and each.place.what != AMOUNT
    )
    inside = "; ".join([*lines, *([f"also {', '.join(areas)}"] if areas else [])])
    before, after = _total(case.before), _total(case.after)
    change = f"{before} → {after}" if before != after else f"{before} as before"
    return f"- Case `{case.name}`: {change}{f' ({inside})' if inside else ''}. [{print_of(case.after)}]"


def _total(answer: Answer) -> str:
    total = total_of(answer)
    return "refused" if total is None else _kroner(str(total))


def _kroner(amount: str | None) -> str:
    """An amount as people read it, with plain spaces."""
    if not amount:
        return "undetermined" if amount == "" else "not there"
    return catalogue("en").money(Decimal(amount)).replace("\N{NO-BREAK SPACE}", " ")


def _newest(lines: list[str]) -> tuple[int, int]:
    """The first line of the newest section, and the line after its last. Raises InvalidCase where there is none."""
    starts = [at for at, line in enumerate(lines) if line.startswith("## ")]
    if not starts:
        raise InvalidCase([problem("", "replay-no-section", heading=UNRELEASED)])
    return starts[0], next(iter(starts[1:]), len(lines))


def entries(text: str) -> Iterator[Entry]:
    """The entries of the newest section, in order; lines that are indented belong to the one before them. Raises InvalidCase."""
    lines = text.split("\n")
    first, end = _newest(lines)
    heading = ""
    for at in range(first, end):
        if lines[at].startswith("### "):
            heading = lines[at].rstrip()
        if not lines[at].startswith("- Case `"):
            continue
        following = at + 1
        while following < end and lines[following].startswith("  ") and lines[following].strip():
            following += 1
        whole = " ".join(part.strip() for part in lines[at:following])
        found = _ENTRY.fullmatch(whole)
        if found:
            upto = found.end("digest") + 1
            yield Entry(heading, found["name"], whole[:upto], found["digest"], found["reason"] or "", at, following)


def judged(text: str, replayed: Sequence[Replayed]) -> Judged:
    """Which changes the changelog does not name as it must, and which entries name no change. Raises InvalidCase.

    An entry whose digest is that of the case's baseline tells of a change that has been released since, and so does every entry of a
    section that is no longer unreleased: they are history.
    """
    right = {(heading_of(case), told(case)) for case in replayed if case.differences}
    found = list(entries(text))
    named = {(each.heading, each.told) for each in found}
    unnamed = [case for case in replayed if case.differences and (heading_of(case), told(case)) not in named]
    history = {(case.name, print_of(case.before)) for case in replayed}
    stale = [each for each in found if (each.heading, each.told) not in right and (each.name, each.digest) not in history]
    return Judged(tuple(unnamed), tuple(stale if _is_unreleased(text) else ()))


def _is_unreleased(text: str) -> bool:
    lines = text.split("\n")
    return lines[_newest(lines)[0]].rstrip() == UNRELEASED


def accepted(text: str, replayed: Sequence[Replayed], reason: str = "") -> str:
    """The changelog with exactly the entries that the changes call for, all its other text as it was.

    An entry that is right stays, reason and all, and a changed one keeps its reason, unless `reason` says another. Raises InvalidCase
    where something is to be written and the newest section has been released.
    """
    unnamed, stale = judged(text, replayed)
    changed = [case for case in replayed if case.differences]
    if not unnamed and not stale and not (changed and reason):
        return text
    lines = text.split("\n")
    if not _is_unreleased(text):
        raise InvalidCase([problem("", "replay-released-section", heading=UNRELEASED, found=shown(lines[_newest(lines)[0]]))])
    names = {case.name for case in changed}
    found = [each for each in entries(text) if each in stale or each.name in names]
    reasons = {each.name: each.reason for each in found}
    for each in reversed(found):
        del lines[each.first : each.following]
    for heading in (PAST, FUTURE):
        wanted = [f"{told(case)} {reason or reasons.get(case.name, '')}".rstrip() for case in changed if heading_of(case) == heading]
        emptied = any(each.heading == heading for each in found)
        lines = _with(lines, heading, sorted(wanted), emptied=emptied)
    return "\n".join(lines)


def _with(lines: list[str], heading: str, wanted: list[str], *, emptied: bool) -> list[str]:
    """The lines with some entries at the end of what stands under a heading, which is made where it is needed and not there.

    `emptied`: entries were taken out, so that something is said where nothing is left.
    """
    first, end = _newest(lines)
    at = next((at for at in range(first, end) if lines[at].rstrip() == heading), None)
    if at is None:
        if not wanted:
            return lines
        while not lines[end - 1].strip():
            end -= 1
        return [*lines[:end], "", heading, "", *wanted, *(lines[end:] or [""])]
    begin, end = at + 1, next((each for each in range(at + 1, end) if lines[each].startswith("#")), end)
    last = next((each for each in range(end, begin, -1) if lines[each - 1].strip()), begin)
    inside = [line for line in lines[begin:last] if not (wanted and re.match(r"- None\b", line))]
    if not any(line.strip() for line in inside):
        inside, last = ["", *([NONE] if emptied and not wanted else [])], min(last + (last == begin), end)
    return [*lines[:begin], *inside, *wanted, *lines[last:end], *lines[end:]]
