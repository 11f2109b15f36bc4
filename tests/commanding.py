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


def run(*words: object, stdin: str | bytes = b"") -> Ran:
    """Run ``alis-rules`` on some words."""
    content = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    given = patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    with redirect_stdout(out), redirect_stderr(err), given, pytest.raises(SystemExit) as stopped:
        cli.main([str(word) for word in words])
    written = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        written.append(stream.read())
    return Ran(int(stopped.value.code or 0), *written)
