"""What a batch reads and answers at a time, whatever kind of file it is of."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from .column_problems import ColumnProblem
from .problems import Problem

HEAD = 1 << 20
"""How much of the input it is known by, bytes, beside its size."""


class Piece(NamedTuple):
    """What is read and answered at a time: one row, or many together."""

    number: int
    """The number of its last row in the file, counted from 1."""
    end: int
    """Where the next piece begins: what the reader needs to go on from there."""
    content: Any
    """What an answer is made of."""


class Wrong(NamedTuple):
    """A row that cannot be answered."""

    row: int
    """Its number in the file, counted from 1."""
    problems: Iterable[Problem | ColumnProblem]
    """All that is wrong with it."""
    reference: str | None = None
    """The caller's own name for its case, where it has one that can be read."""


class Answer(NamedTuple):
    """What becomes of a piece."""

    rows: int
    """How many rows it held, the wrong ones among them."""
    content: bytes = b""
    """What is written of the others."""
    wrong: Iterable[Wrong] = ()
    """The wrong ones, in order."""


class Reader(Protocol):
    """A kind of input: it knows its file, and reads piece after piece from any place that it has been at."""

    @property
    def path(self) -> Path:
        """The file that is read."""
        ...

    def identity(self) -> dict[str, Any]:
        """What the content is known by, as JSON; its `size` among it, in the unit of `Piece.end`.

        Raises OSError; InvalidCase or InvalidColumns where it cannot be read at all.
        """
        ...

    def pieces(self, number: int, start: int) -> Iterator[Piece]:
        """The pieces after row `number`, which ended at `start`. Raises OSError, and InvalidCase where the rest cannot be read."""
        ...
