"""How far long work has come: a line on a terminal that is written over and over, with what else is told above it."""

import shutil
from time import monotonic
from typing import TextIO

_CELLS = 24
"""The length of the bar, characters."""
_PAUSE = 0.1
"""The least time between two showings, seconds."""


class Progress:
    """A bar with its percent, some words and the time that is left, on a terminal."""

    def __init__(self, terminal: TextIO) -> None:
        """Take the terminal; the time runs from now on."""
        self._terminal = terminal
        self._begun = monotonic()
        self._shown = 0.0
        self._line = ""

    def elapsed(self) -> float:
        """How long the work has taken, seconds."""
        return monotonic() - self._begun

    def show(self, done: int, whole: int, words: str = "") -> None:
        """Show how much of the whole is done; the end is always shown, all else now and then."""
        now = monotonic()
        if done < whole and now - self._shown < _PAUSE:
            return
        self._shown = now
        share = done / whole if whole else 1.0
        left = f"{_time(self.elapsed() * (1 / share - 1))}" if share else ""
        bar = ("█" * round(share * _CELLS)).ljust(_CELLS, "░")
        told = "  ".join(each for each in (f"{bar} {share:.0%}", words, left) if each)
        self._line = told[: max(shutil.get_terminal_size().columns - 1, 1)]
        self._terminal.write(f"\r\x1b[K{self._line}")
        self._terminal.flush()

    def say(self, line: str) -> None:
        """Write a line above the bar."""
        self._terminal.write(f"\r\x1b[K{line}\n{self._line}")
        self._terminal.flush()

    def begin_anew(self) -> None:
        """Leave the line as it stands, and begin another below it."""
        self.end()
        self._line, self._begun = "", monotonic()

    def end(self) -> None:
        """Leave the line as it stands."""
        if self._line:
            self._terminal.write("\n")
            self._terminal.flush()


def _time(seconds: float) -> str:
    """A time as hours, minutes and seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
