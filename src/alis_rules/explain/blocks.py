"""What a text is made of, before anything says how it looks: headings, paragraphs, items and tables, each in full words.

A text is written once, as blocks; `plain`, `markdown` and `page` each say how a block looks.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, cast

from ..fields import printable
from .catalogue import Catalogue


class Tone(StrEnum):
    """How a text is meant: what a terminal or a page may show by colour, and the words say as well."""

    PLAIN = "plain"
    GOOD = "good"
    CUT = "cut"
    BAD = "bad"
    QUIET = "quiet"
    STRONG = "strong"
    WARNING = "warning"


class Heading(NamedTuple):
    """A heading; the title of the whole is of level 1."""

    text: str
    level: int = 2
    literal: bool = False
    """With a text of the caller's: numbers in brackets are no references to sources."""


class Paragraph(NamedTuple):
    """Running text."""

    text: str
    tone: Tone = Tone.PLAIN
    indent: int = 0
    literal: bool = False
    """A text of the caller's: numbers in brackets are no references to sources."""


class Item(NamedTuple):
    """One of several, behind a mark."""

    text: str
    mark: str = "–"
    tone: Tone = Tone.PLAIN
    indent: int = 0


class Column(NamedTuple):
    """A column of a table."""

    title: str
    right: bool = False
    """Set to the right, and never broken."""


class Row(NamedTuple):
    """A row of a table, and how its last cell is meant."""

    cells: tuple[str, ...]
    tone: Tone = Tone.PLAIN


class Table(NamedTuple):
    """Rows under titles; the first column may be broken over lines."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: tuple[str, ...] = ()
    """A last row, set apart."""
    caption: str = ""


class Bar(NamedTuple):
    """A cap: what it is, what is used of it and what is left."""

    label: str
    left: str
    """What is left, in words."""
    of: str
    """The whole and what is used of it, in words; empty where the cap is not known."""
    share: Decimal | None
    """What is used, as a share of one; None where it is not known."""


class Bars(NamedTuple):
    """Every cap, one under the other."""

    bars: tuple[Bar, ...]
    titles: tuple[str, str]
    """What a cap is called, and what is left."""


class Record(NamedTuple):
    """One record of a case: when, what, what tells it apart from others, what it adds, and whether it counts."""

    when: str
    what: str
    apart: str
    at: str
    """Where it stands in the case: for programs, never told."""
    adds: str
    verdict: str
    tone: Tone


class Records(NamedTuple):
    """The records of a case."""

    records: tuple[Record, ...]
    titles: tuple[str, str, str, str]
    """When, what, what it adds, whether it counts."""


class Source(NamedTuple):
    """A source that the text refers to by its number: its title, and its address where it has one."""

    number: int
    title: str
    address: str


class Pairs(NamedTuple):
    """Labels with what belongs to them."""

    pairs: tuple[tuple[str, str], ...]
    right: bool = False
    """Whether what belongs to them is a number."""


class Divider(NamedTuple):
    """A line across the page, between one case and the next."""


class Drawing(NamedTuple):
    """A drawing as SVG, for what can show one."""

    title: str
    svg: str


Block = Heading | Paragraph | Item | Table | Bars | Records | Source | Pairs | Divider | Drawing


def source(number: int, told: str) -> Source:
    """A source of the tables, told as “title – address”, or as one of them."""
    title, _, address = told.rpartition(" – ")
    return Source(number, title, address) if address.startswith("http") else Source(number, told, "")


def of_case(reference: str | None, texts: Catalogue) -> Iterator[Paragraph]:
    """The caller's own name for the case; nothing where it has none."""
    if reference is not None and reference.strip():
        yield Paragraph(texts.say("text.reference", reference=printable(reference)), literal=True)


def titled(title: str, *references: str | None) -> str:
    """A title with the caller's own names for the cases behind it, each once."""
    return " – ".join([title, *(printable(each) for each in dict.fromkeys(references) if each is not None and each.strip())])


def of_several(name: str, letter: list[Block], *, first: bool) -> list[Block]:
    """The letter of one case of several: a line above all but the first, and the case's name before its title."""
    title = cast("Heading", letter[0])
    return [*([] if first else [Divider()]), title._replace(text=f"{printable(name)}: {title.text}", literal=True), *letter[1:]]


def section(title: str, inside: Iterable[Block]) -> Iterator[Block]:
    """A heading with what stands under it; nothing where nothing does."""
    blocks = list(inside)
    if blocks:
        yield Heading(title)
        yield from blocks
