"""Files written aside and moved when they are whole, so that a goal is either as it was or as it shall be."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .problems import InvalidCase, problem

_CHUNK = 1 << 16
"""How much is gathered before it is written, bytes."""


def ending(path: Path | str) -> str:
    """How the name of a file ends, in small letters: ``.csv`` of ``FACTS.CSV``."""
    return Path(path).suffix.lower()


def beside(path: Path, ending: str) -> Path:
    """The path of a file that stands beside another and is named after it."""
    return path.with_name(path.name + ending)


def part_of(goal: Path) -> Path:
    """Where a goal is written until it is whole."""
    return beside(goal, ".part")


def made_of(goal: Path) -> Path:
    """Where the file stands that is made of a whole part."""
    return beside(goal, ".made")


@contextmanager
def told(code: str, path: Path) -> Generator[None]:
    """What the system will not do with a file, as a problem."""
    try:
        yield
    except OSError as error:
        raise InvalidCase([problem("", code, path=path.as_posix(), why=error.strerror or type(error).__name__)]) from None


class Part:
    """A file that is being written aside. Made by `opened`."""

    def __init__(self, goal: Path, handle: int, length: int) -> None:
        """Take an open file that stands at its end."""
        self._goal, self._handle, self._length = goal, handle, length
        self._pending = bytearray()

    def add(self, line: bytes) -> None:
        """Add a line: to the file, or to what soon goes there. Raises InvalidCase."""
        self._pending += line
        if len(self._pending) >= _CHUNK:
            self._write()

    def saved(self) -> int:
        """The length, everything being safely on the disk. Raises InvalidCase."""
        self._write()
        with told("unwritable-file", self._goal):
            os.fsync(self._handle)
        return self._length

    def _write(self) -> None:
        with told("unwritable-file", self._goal):
            while self._pending:
                written = os.write(self._handle, self._pending)
                del self._pending[:written]
                self._length += written


@contextmanager
def opened(goal: Path, length: int) -> Generator[Part]:
    """The part of a goal, cut at a length. Raises InvalidCase."""
    with told("unwritable-file", goal):
        file = part_of(goal).open("r+b" if length else "wb", buffering=0)
    with file:
        with told("unwritable-file", goal):
            file.truncate(length)
            file.seek(length)
        yield Part(goal, file.fileno(), length)


def remade(goal: Path, make: Callable[[Path, Path, Callable[[int], None]], None], tell: Callable[[int], None]) -> None:
    """Make of a whole part the file that is moved; what is made only by half is removed. Raises InvalidCase."""
    made = made_of(goal)
    with told("unwritable-file", goal):
        try:
            make(part_of(goal), made, tell)
        except BaseException:
            made.unlink(missing_ok=True)
            raise


def moved(goal: Path, whole: Path) -> None:
    """Move a whole file to its goal, with the permissions of what stood there; one that was moved before stays so. Raises InvalidCase."""
    with told("unwritable-file", goal):
        if whole.exists():
            if goal.exists():
                shutil.copymode(goal, whole)
            whole.replace(goal)


def replaced(goal: Path, content: bytes) -> None:
    """Write a small file in one step; what is no ordinary file, a device or a pipe, takes it as it comes. Raises OSError."""
    if goal.exists() and not goal.is_file():
        goal.write_bytes(content)
        return
    real = Path(os.path.realpath(goal))  # a link stays a link
    if real.exists() and not os.access(real, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    part = beside(real, f".{os.getpid()}.part")
    try:
        part.write_bytes(content)
        if real.exists():
            shutil.copymode(real, part)
        part.replace(real)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def noted(path: Path, document: dict[str, Any]) -> None:
    """Replace a small JSON file in one step, safely on the disk. Raises InvalidCase."""
    with told("unwritable-file", path):
        with part_of(path).open("w", encoding="utf-8") as file:
            json.dump(document, file, ensure_ascii=True, indent=2)
            file.flush()
            os.fsync(file.fileno())
        part_of(path).replace(path)
