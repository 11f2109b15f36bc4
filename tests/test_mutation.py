"""The harness of ``python -m tests.mutation`` is honest: it makes the mutants it says, sees those that are wrong, and its list is true."""

import ast
import subprocess
import sys

import pytest

from alis_rules.rates_files import rates_directory, table_files
from alis_rules.replay import AREAS
from tests.mutation.equivalents import listed
from tests.mutation.judging import LISTS
from tests.mutation.mutants import PACKAGE, mutants
from tests.mutation.operators import changes
from tests.mutation.tables import Mutant, killed_by, table_mutants
from tests.support import ROOT

FILES = table_files(rates_directory())

JUDGED = """
from tests.mutation.judging import Verdict, expectations, judge, prepare
from tests.mutation.mutants import PACKAGE, Mutant
prepare()
expected = [*expectations()][:4]
source = (PACKAGE / "arithmetic.py").read_text("utf-8")
for text in (source, source.replace("other < result", "other > result"), source + "while True: pass", "import nowhere"):
    print(judge(Mutant("arithmetic.py", "", "", "", text), expected, tests=(), seconds=3))
"""


def changed(source: str) -> set[str]:
    encoded = source.encode()
    members = {"Reason": ["A", "B", "C"]}
    return {(encoded[:start] + text.encode() + encoded[end:]).decode() for start, end, text in changes(source, members)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 'id'", {"x = 'id-x'"}),
        ("x = (a, b)", {"x = (a,)", "x = (b,)"}),
        ("x = f(y, z=1, w=2)", {"x = f(y, w=2)", "x = f(y, z=1, )"}),
        ("x = a and b", {"x = a", "x = b"}),
        ("x = a if b else c", {"x = a", "x = c"}),
        ("x = a in b", {"x = (a not in b)"}),
        ("x = a < b <= c", {"x = (a < b)", "x = (b <= c)"}),
        ("x = [a for a in b if a]", {"x = ([a for a in b])"}),
        ("x = min(a)", {"x = max(a)"}),
        ("x = Reason.C", {"x = Reason.A"}),
        ("x = y[:3]", {"x = (y[:])"}),
        ("f(x)", {"pass"}),
        ("x += 1", {"pass"}),
        ("if x: y = 1", {"if True: y = 1", "if False: y = 1"}),
        ("ærø = 'ø'", {"ærø = 'ø-x'"}),
        ("__all__ = ['x']", set[str]()),
        ("def f(x: 'X') -> 'Y':\n    'A docstring.'\n    return x", set[str]()),
    ],
)
def test_what_the_operators_change(source: str, expected: set[str]) -> None:
    assert changed(source) == expected


def test_the_mutants_of_a_module() -> None:
    found = mutants("rules/own_share.py")
    assert len({mutant.source for mutant in found}) == len(found) > 20
    said = {(mutant.within, mutant.original, mutant.changed) for mutant in found}
    rounded = "return divide_half_up(share(terms, granted, above_frame), WHOLE * terms.rounding_ore) * terms.rounding_ore"
    assert ("amount", rounded, rounded.replace("WHOLE *", "WHOLE //")) in said
    assert all(mutant.original in " ".join((PACKAGE / mutant.file).read_text("utf-8").split()) for mutant in found)


def test_the_judge_sees_what_is_wrong() -> None:
    """In a process of its own, since the judge forks before anything of the library is imported."""
    run = subprocess.run([sys.executable, "-c", JUDGED], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.split("\n")[:-1] == ["survived", *["killed by the cases"] * 3], run.stderr


def test_the_listed_mutants_are_of_code_that_is_there() -> None:
    for entry in listed():
        source = (PACKAGE / entry.file).read_text("utf-8")
        assert entry.original in " ".join(source.split()), entry
        assert entry.changed != entry.original, entry
        assert len(entry.why.split()) > 5, entry
        names = {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        assert set(entry.within.split(".")) - {""} <= names, entry
    assert len({entry.key for entry in listed()}) == len(listed())


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_table_as_it_is_survives_and_changed_ones_do_not(name: str) -> None:
    assert killed_by(FILES, Mutant(name, "", "", FILES[name])) == ""
    found = [*table_mutants(FILES, name)]
    assert all(killed_by(FILES, mutant) for mutant in found[:: len(found) // 4])
    assert len({mutant.content for mutant in found} - {FILES[name]}) > 0.9 * len(found)


def test_the_judge_looks_at_what_the_replay_looks_at() -> None:
    """The judge cannot ask the replay itself, which imports the rules before they are mutated."""
    assert {area.key: (area.id, area.looked_at) for area in AREAS} == LISTS
