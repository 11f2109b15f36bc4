"""Blocks as one page of HTML that stands alone: printable, readable in grey, by keyboard and by a screen reader (WCAG 2.1 AA)."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import cast

from .blocks import Bar, Bars, Block, Divider, Drawing, Heading, Item, Pairs, Paragraph, Records, Source, Table
from .catalogue import Language, catalogue
from .style import STYLE

_Alone = Heading | Paragraph | Table | Records | Bars | Pairs | Drawing
"""The blocks that are no items of a list."""
_REFERENCE = re.compile(r"\[(\d+)\]")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_ALONE = re.compile(r"^.*?(?=<svg )|<style>.*?</style>", re.DOTALL)
"""What only a drawing in a file of its own needs."""
_BAR = 240
"""The width of a cap's bar, in the units of its drawing."""


def to_page(documents: Iterable[Iterable[Block]], lang: str, *, listed: bool = False) -> str:
    """Some documents, each as blocks, as one page of HTML; nothing in it is loaded from elsewhere.

    `listed`: the documents are cases, told apart by their titles, and a list of these with links stands before them.
    """
    wholes: list[list[Block]] = [[block for block in document if not isinstance(block, Divider)] for document in documents]
    titles = [block.text for whole in wholes for block in whole[:1] if isinstance(block, Heading)]
    title = catalogue(lang).say("page.cases", count=len(wholes)) if listed else " · ".join(dict.fromkeys(titles))
    articles = "\n".join(_article(whole, f"d{number}-" if number else "") for number, whole in enumerate(wholes))
    contents = _contents(title, titles) if listed else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{Language(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{contents}{articles}\n</main>\n</body>\n</html>\n"
    )


def _contents(title: str, titles: Iterable[str]) -> str:
    """A list of the documents, each a link to it."""
    links = (f'<li><a href="#{f"d{number}-" if number else ""}top">{escape(each)}</a></li>' for number, each in enumerate(titles))
    return f'<nav aria-labelledby="contents">\n<h1 id="contents">{escape(title)}</h1>\n<ol>{"".join(links)}</ol>\n</nav>\n'


def _article(blocks: list[Block], prefix: str) -> str:
    numbers = frozenset(str(block.number) for block in blocks if isinstance(block, Source))
    return "<article>\n{}\n</article>".format("\n".join(_Body(numbers, prefix).parts(blocks)))


class _Body:
    """The parts of the page."""

    def __init__(self, numbers: frozenset[str], prefix: str) -> None:
        self.numbers = numbers
        self.prefix = prefix
        self.sections = 0

    def parts(self, blocks: list[Block]) -> Iterator[str]:
        """Each part: the head, then a section for each heading of level 2."""
        inside = False
        for kind, run in groupby(blocks, key=type):
            if kind is Item:
                items = "".join(f'<li class="{each.tone}">{self.text(each.text)}</li>' for each in run if isinstance(each, Item))
                yield f"<ul>{items}</ul>"
                continue
            if kind is Source:
                yield f'<ol class="sources">{"".join(self.source(each) for each in run if isinstance(each, Source))}</ol>'
                continue
            for block in run:
                if isinstance(block, Heading) and block.level == 2:
                    self.sections += 1
                    yield f'{"</section>" if inside else ""}<section aria-labelledby="{self.prefix}s{self.sections}">'
                    inside = True
                yield from self.part(cast("_Alone", block))
        if inside:
            yield "</section>"

    def part(self, block: _Alone) -> Iterator[str]:
        """A block that is no item of a list."""
        if isinstance(block, Heading):
            name = {1: "top", 2: f"s{self.sections}"}.get(block.level)
            identity = f' id="{self.prefix}{name}"' if name else ""
            text = escape(block.text) if block.literal else self.text(block.text)
            yield f"<h{block.level}{identity}>{text}</h{block.level}>"
        elif isinstance(block, Paragraph):
            text = escape(block.text) if block.literal else self.text(block.text)
            yield f'<p class="{block.tone}">{text}</p>'
        elif isinstance(block, Table):
            yield from self.table(block)
        elif isinstance(block, Records):
            rows = "".join(
                f'<tr data-at="{escape(each.at)}"><td>{escape(each.when)}</td><th scope="row">{escape(each.what + each.apart)}</th>'
                f'<td>{self.text(each.adds)}</td><td class="{each.tone}">{self.text(each.verdict)}</td></tr>'
                for each in block.records
            )
            yield self.framed(f"<thead>{_head(block.titles)}</thead><tbody>{rows}</tbody>")
        elif isinstance(block, Bars):
            rows = "".join(self.bar(each) for each in block.bars)
            yield self.framed(f"<thead>{_head((block.titles[0], '', block.titles[1]))}</thead><tbody>{rows}</tbody>", "bars")
        elif isinstance(block, Pairs):
            rows = "".join(f'<tr><th scope="row">{self.text(label)}</th><td>{self.text(value)}</td></tr>' for label, value in block.pairs)
            yield self.framed(f"<tbody>{rows}</tbody>")
        else:
            yield f"<figure>{_ALONE.sub('', block.svg).strip()}<figcaption>{self.text(block.title)}</figcaption></figure>"

    def table(self, table: Table) -> Iterator[str]:
        """A table whose first cell of a row is its heading."""
        classes = ["number" if column.right else "" for column in table.columns]
        titles = [column.title for column in table.columns]
        head = "".join(
            f'<th scope="col" class="{of}">{self.text(column.title)}</th>' for column, of in zip(table.columns, classes, strict=True)
        )
        rows = "".join(f"<tr>{self.cells(row.cells, [*classes[:-1], f'{classes[-1]} {row.tone}'], titles)}</tr>" for row in table.rows)
        foot = f"<tfoot><tr>{self.cells(table.total, classes, titles)}</tr></tfoot>" if table.total else ""
        yield self.framed(f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>{foot}", "lines")

    def cells(self, cells: tuple[str, ...], classes: list[str], titles: list[str]) -> str:
        """The cells of a row, the first as its heading."""
        first, *rest = cells
        told = (
            f'<td class="{of.strip()}" data-title="{escape(title)}">{self.text(cell)}</td>'
            for cell, of, title in zip(rest, classes[1:], titles[1:], strict=True)
        )
        return f'<th scope="row">{self.text(first)}</th>{"".join(told)}'

    def bar(self, bar: Bar) -> str:
        """A cap as a row: what is used of it drawn dark, what is left light."""
        drawn = self.text(bar.of)
        if bar.share is not None:
            used = int(bar.share * _BAR)
            drawn = (
                f'<svg viewBox="0 0 {_BAR} 16" width="{_BAR}" height="16" role="img" aria-label="{escape(bar.of)}">'
                f'<rect class="whole" x="0.5" y="0.5" width="{_BAR - 1}" height="15"/>'
                f'<rect class="used" x="0" y="0" width="{used}" height="16"/></svg><br>{drawn}'
            )
        return f'<tr><th scope="row">{self.text(bar.label)}</th><td>{drawn}</td><td class="number">{self.text(bar.left)}</td></tr>'

    def framed(self, inside: str, of: str = "") -> str:
        """A table that can be scrolled sideways on a narrow screen, by keyboard too."""
        label = f"{self.prefix}s{self.sections}"
        named = f'role="group" aria-labelledby="{label}" ' if self.sections else ""
        return f'<div class="wide" {named}tabindex="0"><table class="{of}">{inside}</table></div>'

    def text(self, text: str) -> str:
        """A text, its references to sources as links."""

        def link(found: re.Match[str]) -> str:
            number = found.group(1)
            return f'<a href="#{self.prefix}k{number}">[{number}]</a>' if number in self.numbers else found.group(0)

        return _REFERENCE.sub(link, escape(text))

    def source(self, source: Source) -> str:
        """A source as an item of the list of sources, with its number."""
        title = escape(source.title or source.address.split("/")[2])
        named = f'<a href="{escape(source.address)}" rel="noreferrer">{title}</a>' if source.address else title
        return f'<li id="{self.prefix}k{source.number}" value="{source.number}">{named}</li>'


def _head(titles: tuple[str, ...]) -> str:
    cells = (f'<th scope="col">{escape(title)}</th>' if title else "<td></td>" for title in titles)
    return f"<tr>{''.join(cells)}</tr>"
