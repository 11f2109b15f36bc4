"""A seal on a process: while it is closed, whatever asks the world outside is noted and refused.

Python tells an audit hook of files, folders, sockets, processes, threads and imports. Of clocks, randomness, the environment and some
calls of the system it tells nobody: those functions are replaced by guards, and `datetime` by the version written in Python, which asks
`time`. The seal is installed before anything else is imported, so that nobody holds a function from before it.

``python -m tests.determinism.sealing`` reckons in a sealed process and prints what asked the world, as JSON.
"""

import io
import json
import locale
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from types import BuiltinFunctionType, ModuleType
from typing import Any, TextIO

PURE = {"compile", "exec", "code.__new__", "function.__new__", "object.__getattr__", "object.__setattr__", "sys._getframe", "builtins.id"}
"""The audited events that ask nothing of the world."""
OF_THE_SYSTEM = ("access", "cpu_count", "getcwd", "getpid", "getrandom", "getuid", "lstat", "stat", "times", "uname", "urandom")
OF_THE_LOCALE = ("getlocale", "setlocale", "localeconv", "strcoll", "strxfrm", "getpreferredencoding")


class Impure(BaseException):
    """Something asked the world. No `Exception`, so that nobody catches it by accident; it is noted all the same."""


class Seal:
    """Whether the process is sealed, and what was noted while it was."""

    def __init__(self) -> None:
        """Open, with nothing noted."""
        self.closed = False
        self.noted: list[str] = []

    def check(self, what: str) -> None:
        """Note and refuse `what` where the seal is closed."""
        if self.closed:
            self.noted.append(what)
            raise Impure(what)

    def heard(self, event: str, _: tuple[Any, ...]) -> None:
        """Take what Python tells its audit hooks."""
        if self.closed and event not in PURE:
            self.check(event)

    @contextmanager
    def shut(self) -> Generator[list[str]]:
        """Close the seal for a while; gives what is noted meanwhile."""
        self.noted = []
        self.closed = True
        try:
            yield self.noted
        except Impure:
            pass
        finally:
            self.closed = False


def _guarded(seal: Seal, what: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def guard(*args: Any, **kwargs: Any) -> Any:
        seal.check(what)
        return function(*args, **kwargs)

    return guard


def _guard_functions(seal: Seal, module: ModuleType, names: Iterator[str]) -> None:
    for name in names:
        setattr(module, name, _guarded(seal, f"{module.__name__}.{name}", getattr(module, name)))


def _guard_environment(seal: Seal) -> None:
    """Let the very mapping that everybody holds look at the seal."""
    kind: Any = type(os.environ)

    def method(name: str) -> Callable[..., Any]:
        return _guarded(seal, f"os.environ.{name}", getattr(kind, name))

    names = ("__getitem__", "__setitem__", "__delitem__", "__iter__", "__len__", "__contains__")
    os.environ.__class__ = type("GuardedEnviron", (kind,), {name: method(name) for name in names})


def _guard_randomness(seal: Seal) -> None:
    """Let every generator look at the seal when it is drawn from: the hidden one of the module, those made anew, the system's own."""
    kind: Any = random.Random
    methods = {name: _guarded(seal, f"Random.{name}", getattr(kind, name)) for name in ("random", "getrandbits")}
    guarded: Any = type("Random", (kind,), methods)
    hidden = guarded()
    drawing = {name: getattr(hidden, name) for name in random.__all__ if hasattr(hidden, name)}
    for name, value in (drawing | {"Random": guarded, "_urandom": os.urandom}).items():
        setattr(random, name, value)


class _Stream(io.TextIOBase):
    """A stream that looks at the seal before it is written to."""

    def __init__(self, seal: Seal, name: str, stream: TextIO) -> None:
        """Stand before `stream`."""
        self._write = _guarded(seal, f"sys.{name}", stream.write)

    def write(self, text: str) -> int:
        """Write where the seal is open."""
        return int(self._write(text))


def installed() -> Seal:
    """The seal of this process, open, with its guards in place."""
    seal = Seal()
    _guard_functions(seal, time, (name for name, value in list(vars(time).items()) if isinstance(value, BuiltinFunctionType)))
    _guard_functions(seal, os, (name for name in OF_THE_SYSTEM if hasattr(os, name)))
    _guard_functions(seal, locale, iter(OF_THE_LOCALE))
    _guard_environment(seal)
    _guard_randomness(seal)
    _guard_functions(seal, threading, iter(["_start_new_thread"]))
    sys.stdout, sys.stderr = _Stream(seal, "stdout", sys.stdout), _Stream(seal, "stderr", sys.stderr)
    loaded: dict[str, Any] = sys.modules
    loaded |= dict.fromkeys(("_datetime", "_zoneinfo", "_uuid"))  # as if they were not there: those written in Python are taken
    for name in ("datetime", "uuid"):
        sys.modules.pop(name, None)
    sys.addaudithook(seal.heard)
    return seal


if __name__ == "__main__":
    SEAL = installed()
    from tests.determinism.purity import report

    sys.stdout.write(json.dumps(report(SEAL), indent=1))
