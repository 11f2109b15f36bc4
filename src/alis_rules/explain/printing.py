"""How parts of a text reach a stream: in colour and its width on a terminal, plain and 80 columns wide elsewhere."""

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

_HOLD = "\ue000"
"""Stands for a no-break space while Rich breaks the lines, since Rich breaks at those too."""


def print_parts(parts: Iterable[RenderableType], file: TextIO, width: int | None) -> None:
    """Print the parts one under the other, in `width` columns where that is given."""
    on_terminal = file.isatty()
    console = Console(file=file, width=width or (None if on_terminal else 80), color_system="auto" if on_terminal else None)
    with console.capture() as captured:
        for part in parts:
            console.print(part, highlight=False)
    file.write("\n".join(line.rstrip() for line in captured.get().replace(_HOLD, " ").split("\n")))


def held(text: str) -> str:
    """A text whose no-break spaces hold when it is printed by `print_parts`."""
    return text.replace("\N{NO-BREAK SPACE}", _HOLD)


def item(text: str, mark: str = "–") -> RenderableType:
    """A paragraph that hangs behind a mark of at most four characters."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=4, justify="right")
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark), Text(held(text)))
    return grid
