"""Blocks as plain text of a given width, in colour on a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from ..fields import shown
from ..problems import InvalidCase, problem
from .blocks import Bar, Bars, Block, Column, Divider, Heading, Item, Pairs, Paragraph, Record, Records, Row, Source, Table, Tone

WIDTH = 80
"""The width where nothing else is known."""
_NARROW = 12
"""The least width of a table's first column; below it each row stands by itself."""
_LEAST = 8
"""The least room beside a margin; where there is less, the margin is left out."""
_GAP = "  "
_NBSP = "\N{NO-BREAK SPACE}"
_CODES = {Tone.GOOD: "32", Tone.CUT: "33", Tone.BAD: "31", Tone.QUIET: "2", Tone.STRONG: "1", Tone.WARNING: "1;33"}


def to_plain(blocks: Iterable[Block], width: int = WIDTH, *, colour: bool = False) -> str:
    """The blocks as text of at most `width` columns; `colour`: with a terminal's codes for it.

    The no-break spaces hold their words together, and are spaces in the end.
    Raises InvalidCase where the width is no whole number of at least 1.
    """
    if type(width) is not int or width < 1:
        raise InvalidCase([problem("/width", "not-a-width", value=shown(width))])
    return "\n".join([*_Page(width, colour=colour).lines(blocks), ""]).replace(_NBSP, " ")


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """A text broken at its spaces into lines of at most `width`, at least 1.

    No-break spaces hold, and what is longer than a line is folded.
    """
    lines: list[str] = []
    begin, end = 0, len(text)
    while end - begin > width:
        space = text.rfind(" ", begin, begin + width + 1)
        if space > begin:
            lines.append(text[begin:space])
            begin = space + 1
        else:
            lines.append(text[begin : begin + width])
            begin += width
    lines.append(text[begin:])
    return tuple(lines)


# Much of a text is the same in case after case, so what was broken lately is remembered.


@lru_cache(maxsize=8192)
def indented(text: str, indent: int, width: int) -> tuple[str, ...]:
    """A text broken into lines, each that far from the left."""
    margin = " " * indent if width - indent >= _LEAST else ""
    return tuple([margin + line for line in wrapped(text, width - len(margin))])


@lru_cache(maxsize=8192)
def hung(text: str, mark: str, indent: int, width: int) -> tuple[str, ...]:
    """A text broken into lines behind a mark."""
    margin = f"{' ' * indent}{mark:>4} "
    if width - len(margin) < _LEAST:
        return wrapped(f"{mark} {text}", width)
    first, *rest = wrapped(text, width - len(margin))
    under = " " * len(margin)
    return (margin + first, *[under + line for line in rest])


class _Page:
    """The lines of a text."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self.width = width
        self.colour = colour

    def lines(self, blocks: Iterable[Block]) -> list[str]:
        """Each line, without its end."""
        lines: list[str] = []
        before: Block | None = None
        for block in blocks:
            lines += self._block(block, before)
            before = block
        return lines

    def _block(self, block: Block, before: Block | None) -> Iterable[str]:
        """The lines of a block, after the one before it."""
        if isinstance(block, Item):
            lines = hung(block.text, block.mark, block.indent, self.width)
            return self._toned(lines, block.tone) if self.colour else lines
        if isinstance(block, Paragraph):
            lines = indented(block.text, 1 + block.indent, self.width)
            return self._toned(lines, block.tone) if self.colour else lines
        if isinstance(block, Heading):
            return self._heading(block, before)
        if isinstance(block, Records):
            return chain.from_iterable([self._record(each) for each in block.records])
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Pairs):
            return self._pairs(block.pairs, right=block.right)
        if isinstance(block, Divider):
            return ("═" * self.width,)
        if isinstance(block, Bars):
            return chain.from_iterable([hung(_bar(bar), "–", 0, self.width) for bar in block.bars])
        return hung(_told(block), f"[{block.number}]", 0, self.width) if isinstance(block, Source) else ()

    def _record(self, record: Record) -> Iterable[str]:
        told = f"{record.what} {record.when}{record.apart}: {record.adds}. {record.verdict}"
        return self._toned(hung(told, "–", 0, self.width), record.tone if record.tone is not Tone.GOOD else Tone.PLAIN)

    def _toned(self, lines: Sequence[str], tone: Tone) -> Sequence[str]:
        code = _CODES.get(tone) if self.colour else None
        return lines if code is None else [f"\x1b[{code}m{line}\x1b[0m" for line in lines]

    def _heading(self, heading: Heading, before: Block | None) -> Iterator[str]:
        """A heading, with a blank line above it, but at the top and under the heading that it belongs to."""
        if before is not None and not (isinstance(before, Divider) or (isinstance(before, Heading) and before.level < heading.level)):
            yield ""
        yield from self._toned(indented(heading.text, heading.level // 3, self.width), Tone.STRONG)

    def _pairs(self, pairs: tuple[tuple[str, str], ...], *, right: bool) -> Iterator[str]:
        """Labels to the left of what belongs to them; where there is no room for that, each before it."""
        widest = max(len(value if right else label) for label, value in pairs) if pairs else 0
        room = self.width - 3 - len(_GAP) - widest
        if room < _NARROW:
            for label, value in pairs:
                yield from indented(f"{label.rstrip()}: {value}", 3, self.width)
            return
        longest = min(max((len(label) for label, _ in pairs), default=0), room)
        for label, value in pairs:
            if right:
                *above, last = wrapped(label, room)
                yield from (f"   {line}" for line in above)
                yield f"   {last:<{longest}}{_GAP}{value:>{widest}}"
            else:
                margin = f"   {label:>{widest}}{_GAP}"
                for line in wrapped(value, room):
                    yield margin + line
                    margin = " " * len(margin)

    def _table(self, table: Table) -> Iterator[str]:
        rows = [*(row.cells for row in table.rows), *([table.total] if table.total else [])]
        widths = [max(len(column.title), *(len(cells[at]) for cells in rows), 0) for at, column in enumerate(table.columns)]
        room = self.width - 1 - sum(widths[1:]) - len(_GAP) * (len(widths) - 1)
        if room < min(widths[0], _NARROW):
            yield from self._stacked(table)
            return
        widths[0] = min(widths[0], room)
        yield ""
        yield from self._toned([*self._row(tuple(column.title for column in table.columns), table.columns, widths)], Tone.STRONG)
        yield " " + "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
        for row in table.rows:
            yield from self._tinted(row, table.columns, widths) if self.colour else self._row(row.cells, table.columns, widths)
        if table.total:
            yield ""
            yield from self._toned([*self._row(table.total, table.columns, widths)], Tone.STRONG)

    def _tinted(self, row: Row, columns: tuple[Column, ...], widths: list[int]) -> Iterator[str]:
        """A row with its last cell in the row's tone."""
        lines = list(self._row(row.cells, columns, widths))
        last = row.cells[-1]
        if row.tone in _CODES and last and lines[0].endswith(last):
            lines[0] = lines[0][: -len(last)] + f"\x1b[{_CODES[row.tone]}m{last}\x1b[0m"
        return iter(lines)

    def _row(self, cells: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> Iterator[str]:
        firsts = wrapped(cells[0], widths[0])
        rest = [
            f"{cell:>{width}}" if column.right else f"{cell:<{width}}"
            for cell, column, width in zip(cells[1:], columns[1:], widths[1:], strict=True)
        ]
        yield (" " + _GAP.join([f"{firsts[0]:<{widths[0]}}", *rest])).rstrip()
        yield from (f" {line}" for line in firsts[1:])

    def _stacked(self, table: Table) -> Iterator[str]:
        """A table too wide for the page: each row by itself, its cells named."""
        for cells in [*(row.cells for row in table.rows), *([table.total] if table.total else [])]:
            yield from self._toned(indented(cells[0], 1, self.width), Tone.STRONG)
            told = "; ".join(f"{column.title}: {cell}" for column, cell in zip(table.columns[1:], cells[1:], strict=True) if cell)
            yield from indented(told, 3, self.width)


def _bar(bar: Bar) -> str:
    return f"{bar.label}: {bar.left}{f' ({bar.of})' if bar.of else ''}."


def _told(each: Source) -> str:
    return f"{each.title} – {each.address}" if each.title and each.address else each.title or each.address
