"""Blocks as Markdown (CommonMark with tables)."""

import re
from collections.abc import Iterable, Iterator

from .blocks import Bars, Block, Divider, Heading, Item, Pairs, Paragraph, Records, Source, Table, Tone

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
_LIST = Item | Source


def to_markdown_text(blocks: Iterable[Block]) -> str:
    """The blocks as a Markdown document."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        told = "\n".join(_lines(block))
        parts.append(told if isinstance(before, _LIST) and isinstance(block, _LIST) else f"\n{told}" if parts else told)
        before = block
    return "\n".join(parts) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_plain(block.text)}"
    elif isinstance(block, Paragraph):
        text = _plain(block.text)
        yield f"**{text}**" if block.tone in (Tone.STRONG, Tone.WARNING) else text
    elif isinstance(block, Item):
        text = _plain(block.text)
        yield f"- **{text}**" if block.tone is Tone.STRONG else f"- {text}"
    elif isinstance(block, Divider):
        yield "---"
    elif isinstance(block, Source):
        title = _plain(block.title or block.address.split("/")[2])
        yield f"{block.number}. [{title}](<{block.address}>)" if block.address else f"{block.number}. {title}"
    elif isinstance(block, Table):
        head = tuple(column.title for column in block.columns)
        yield from _table(head, [row.cells for row in block.rows], block.total, tuple(column.right for column in block.columns))
    elif isinstance(block, Records):
        yield from _table(block.titles, [(each.when, f"{each.what}{each.apart}", each.adds, each.verdict) for each in block.records])
    elif isinstance(block, Bars):
        yield from _table((*block.titles, ""), [(bar.label, bar.left, bar.of) for bar in block.bars])
    elif isinstance(block, Pairs):
        yield from _table(("", ""), list(block.pairs), (), (False, block.right))
    else:
        yield f"*{_plain(block.title)}*"


def _table(
    head: tuple[str, ...], rows: Iterable[tuple[str, ...]], total: tuple[str, ...] = (), right: tuple[bool, ...] = ()
) -> Iterator[str]:
    yield _row(head)
    yield "|" + "|".join(" ---: " if aligned else " --- " for aligned in right or (False,) * len(head)) + "|"
    for cells in rows:
        yield _row(cells)
    if total:
        yield _row(tuple(f"**{_plain(cell)}**" if cell else "" for cell in total), escaped=True)


def _row(cells: tuple[str, ...], *, escaped: bool = False) -> str:
    return f"| {' | '.join(cell if escaped else _plain(cell) for cell in cells)} |"


def _plain(text: str) -> str:
    """A text that Markdown takes as it stands."""
    return _SPECIAL.sub(r"\\\1", text)
