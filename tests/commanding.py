"""The command, run within the tests' own process as its entry point does."""

import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple
from unittest.mock import patch

import pytest

from alis_rules import cli


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        """What was written to standard output, on one line."""
        return " ".join(self.out.split())


class _Written(io.TextIOWrapper):
    """A stream whose text can be read again, and that may pass for a terminal."""

    def __init__(self, *, on_terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")
        self._on_terminal = on_terminal

    def isatty(self) -> bool:
        return self._on_terminal

    def text(self) -> str:
        """All that was written to it."""
        self.flush()
        self.seek(0)
        return self.read()


def run(*words: object, stdin: str | bytes = b"", on_terminal: bool = False) -> Ran:
    """Run ``alis-rules`` on some words; `on_terminal`: as if both outputs were a terminal."""
    content = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = _Written(on_terminal=on_terminal), _Written(on_terminal=on_terminal)
    given = patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    with redirect_stdout(out), redirect_stderr(err), given, pytest.raises(SystemExit) as stopped:
        cli.main([str(word) for word in words])
    return Ran(int(stopped.value.code or 0), out.text(), err.text())
