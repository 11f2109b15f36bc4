"""The judge: whether a check that CI runs too tells a mutant from the library. The quick ones first, then the tests.

Each mutant lives in a child of this process, which is forked before it has imported more of the library than the reading of tables. A
loader of its own hands the child the changed text of one module; all else is the working tree, in which nothing is written.
"""

import importlib.abc
import importlib.util
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any, NamedTuple, cast

from .mutants import PACKAGE, ROOT, Mutant

TESTS = (
    ("tests/test_rule_borders.py", "tests/test_timeline_borders.py"),
    ("tests/test_arithmetic.py", "tests/test_worked_cases.py"),
    ("tests/test_timeline.py", "tests/test_ledger.py", "tests/test_snapshots.py", "tests/clauses"),
)
"""What judges those that the quick checks leave, in order: the first failure ends it. Each group is gathered and run by itself."""
NEAREST = TESTS[:2]
"""The groups that also judge what is listed as equivalent, which would otherwise take the longest of all."""
CALM = 20
"""Seconds of processor time for the quick checks of one mutant, of which the library itself needs about one."""
PATIENT = 400
"""Seconds of processor time for the tests of one mutant."""
MEMORY = 4 << 30
WORKED_AT = PACKAGE / "testing" / "data" / "worked-cases.json"
_BEFOREHAND = (
    "attrs",
    "cattrs",
    "dateutil.relativedelta",
    "hypothesis.strategies",
    "pytest",
    "rfc8785",
    "babel.messages",
    "tomllib",
)
"""What the library and its tests import, imported once."""


class Verdict(StrEnum):
    """How a mutant ended."""

    QUICK = "killed by the cases"
    TESTS = "killed by the tests"
    SURVIVED = "survived"

    @property
    def killed(self) -> bool:
        """Whether any check noticed."""
        return self is not Verdict.SURVIVED


class _Mutated(importlib.abc.MetaPathFinder):
    """Finds one module of the library, and loads it from a changed text."""

    def __init__(self, mutant: Mutant) -> None:
        """Take the mutant."""
        path = PACKAGE / mutant.file
        name = ".".join(("alis_rules", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        self.name, self.path, self.text = name, str(path), mutant.source
        if name in sys.modules:
            raise RuntimeError(f"{name} is imported before it can be mutated: the judge itself needs it")

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Where the module is found: here."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=_Loader(fullname, self.path, self.text))


class _Loader(SourceFileLoader):
    """Loads a module from a changed text; nothing is cached."""

    def __init__(self, name: str, path: str, text: str) -> None:
        """Take the module's name, its path and the text."""
        super().__init__(name, path)
        self.text = text

    def get_code(self, fullname: str) -> CodeType:
        """The changed text, compiled."""
        return compile(self.text, self.path, "exec", dont_inherit=True)


class Expected(NamedTuple):
    """A case, and what it must give."""

    case: dict[str, Any]
    answer: dict[str, Any]


LISTS = {
    "lines": ("rule", ("outcome", "incurred", "amount", "limited_by", "reasons", "missing", "recipients")),
    "records": ("at", ("counts", "reasons", "rules")),
    "conditions": ("id", ("status",)),
    "remaining": ("cap", ("left",)),
    "errors": ("at", ("code",)),
}
"""What the replay gate looks at of an answer: its lists, what their items are known by, and what is looked at of each item."""


def _looked_at(answer: dict[str, Any]) -> dict[str, Any]:
    """Of an answer what the replay gate looks at, each list by what its items are known by."""
    found: dict[str, Any] = {key: answer.get(key) for key in ("total", "complete")}
    for name, (known_by, keys) in LISTS.items():
        items: list[dict[str, Any]] = answer.get(name, [])
        found[name] = {item[known_by]: {key: item.get(key) for key in keys} for item in items}
    return found


def expectations() -> Iterator[Expected]:
    """The cases of the repository with what they must give: the worked ones, and those of the replay gate."""
    for worked in json.loads(WORKED_AT.read_text("utf-8"), parse_float=Decimal):
        yield Expected(worked["case"], worked["expect"])
    for path in sorted((ROOT / "tests" / "replay" / "cases").glob("*.json")):
        kept = json.loads(path.read_text("utf-8"), parse_float=Decimal)
        yield Expected(kept["case"], _looked_at(kept["entitlement"]))


def _holds(expected: Any, found: Any) -> bool:
    """Whether all that is expected is found; a mapping may have more keys than are expected of it."""
    if isinstance(expected, dict) and isinstance(found, dict):
        wanted, has = cast("dict[str, Any]", expected), cast("dict[str, Any]", found)
        return all(key in has and _holds(value, has[key]) for key, value in wanted.items())
    return bool(expected == found)


def differs(expected: Sequence[Expected]) -> bool:
    """Whether the library that is imported here gives something else for any of the cases."""
    from alis_rules import InvalidCase, case_from_json, evaluate

    for case, wanted in expected:
        try:
            found: dict[str, Any] = evaluate(case_from_json(case, project=True), project=True).to_json()
        except InvalidCase as error:
            found = {"errors": [{"at": problem.at, "code": problem.code} for problem in error.errors]}
        if not _holds(wanted, _looked_at(found)):
            return True
    return False


def _fails(tests: Sequence[str]) -> bool:
    """Whether one of these tests fails."""
    import pytest

    from alis_rules import rates_files

    rates_files.shipped.cache_clear()  # the tests bring their own tables
    options = ["-x", "-n", "0", "--no-cov", "-q", "-p", "no:cacheprovider", "--assert=plain"]
    return pytest.main([*options, *tests]) != pytest.ExitCode.OK


def _noticed(mutant: Mutant, seconds: int, fails: Callable[[], bool]) -> bool:
    """Whether a check fails, ends in an error or does not end, in a child in which the mutant has taken the place of its module."""
    loader = _Mutated(mutant)
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == -signal.SIGINT:
            raise KeyboardInterrupt
        return status != 0
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        os.chdir(ROOT)
        sys.dont_write_bytecode = True
        sys.meta_path.insert(0, loader)
        os._exit(int(fails()))
    except BaseException:  # whatever a mutant raises is noticed, and the child must not go on as its parent
        os._exit(1)


def prepare() -> None:
    """Import what every child needs, and read the tables; the tests draw the same examples each time."""
    os.environ["CI"] = "true"
    for name in _BEFOREHAND:
        importlib.import_module(name)
    from alis_rules import rates_files

    rates_files.shipped()


def judge(mutant: Mutant, expected: Sequence[Expected], *, tests: Sequence[Sequence[str]] = TESTS, seconds: int = CALM) -> Verdict:
    """How a mutant ends, by the cases and these groups of tests; the cases have so many seconds of processor time."""
    if _noticed(mutant, seconds, lambda: differs(expected)):
        return Verdict.QUICK
    if any(_noticed(mutant, PATIENT, partial(_fails, group)) for group in tests):
        return Verdict.TESTS
    return Verdict.SURVIVED
