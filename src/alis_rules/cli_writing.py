"""How the commands write: to standard output and standard error, whatever these are, and to files."""

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from .aside import replaced, told
from .explain.blocks import Block
from .explain.plain import WIDTH, to_plain
from .problems import legible


class Unwritable(Exception):
    """Standard output takes no more: it is closed, or its disk is full. It holds the system's own error."""

    def __init__(self, error: OSError) -> None:
        """Take the system's error."""
        super().__init__(error)
        self.error = error


class _Closed:
    """Stands for a standard stream that was closed before the command began."""

    def read(self, _: int = -1) -> bytes:
        """Refuse to be read."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def write(self, _: str) -> int:
        """Refuse to be written to."""
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    def flush(self) -> None:
        """Leave nothing to be written."""

    def isatty(self) -> bool:
        """Be no terminal."""
        return False

    @property
    def buffer(self) -> "_Closed":
        """Refuse bytes too."""
        return self


def prepare() -> None:
    """Let the standard streams take every text, as UTF-8; what no encoding has, half of a surrogate pair, becomes an escape."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _Closed())
        elif name != "stdin" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def write(text: str) -> None:
    """Write a text to standard output as it is. Raises Unwritable."""
    try:
        sys.stdout.write(text)
    except OSError as error:
        raise Unwritable(error) from None


def say(text: str) -> None:
    """Write a line to standard output. Raises Unwritable."""
    write(f"{legible(text)}\n")


def say_json(document: Any, indent: int | None = 2) -> None:
    """Write a JSON document to standard output. Raises Unwritable."""
    write(f"{json.dumps(document, ensure_ascii=False, indent=indent)}\n")


def tell(text: str) -> None:
    """Write a line to standard error. Where that takes nothing, nothing can be told, and the exit code has to say it."""
    _tell(f"{legible(text)}\n")


def tell_json(document: Any) -> None:
    """Write a JSON document to standard error, on one line."""
    _tell(f"{json.dumps(document, ensure_ascii=False)}\n")


def _tell(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _leave(sys.stderr)


def finish() -> None:
    """Write what standard output has not passed on yet. Raises Unwritable."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise Unwritable(error) from None


def give_up() -> None:
    """Leave what standard output would not take, so that Python does not try again at its end."""
    _leave(sys.stdout)


def _leave(stream: TextIO) -> None:
    """Let a stream lead nowhere."""
    with suppress(OSError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def print_blocks(blocks: Iterable[Block], width: int | None = None) -> None:
    """Print the blocks to standard output. Raises Unwritable."""
    write(for_stream(blocks, sys.stdout, width))


def tell_blocks(blocks: Iterable[Block], width: int | None = None) -> None:
    """Print the blocks to standard error."""
    _tell(for_stream(blocks, sys.stderr, width))


def for_stream(blocks: Iterable[Block], stream: TextIO, width: int | None = None) -> str:
    """The blocks as a stream shows them: a terminal in its width and with colour, unless ``NO_COLOR`` is set; else plain, 80 columns."""
    on_terminal = stream.isatty()
    wide = width or (shutil.get_terminal_size().columns if on_terminal else WIDTH)
    return to_plain(blocks, wide, colour=on_terminal and coloured())


def coloured() -> bool:
    """Whether a terminal is to have colours: not where ``NO_COLOR`` says so (no-color.org), nor on a dumb one."""
    return not (os.environ.get("NO_COLOR") or dumb())


def dumb() -> bool:
    """Whether a terminal can do no more than print one line after the other."""
    return os.environ.get("TERM") == "dumb"


def write_file(path: Path, text: str) -> None:
    """Write a text to a file, whole or not at all. Raises InvalidCase where it cannot be written."""
    with told("unwritable-file", path):
        replaced(path, text.encode("utf-8"))
