"""The small corpus through every target; and the fuzzer, which finds what is planted."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.fuzzing.dictionary import dictionary
from tests.fuzzing.reducing import failure_of, reduced
from tests.fuzzing.targets import TARGETS, planted
from tests.support import ROOT

CORPUS = Path(__file__).parent / "corpus"
INPUTS = sorted(path for path in CORPUS.rglob("*") if path.is_file())
needs_atheris = pytest.mark.skipif(
    find_spec("atheris") is None and os.environ.get("ALIS_RULES_FUZZING") != "required",
    reason="atheris, the fuzzer, has no wheel for this machine or this Python",
)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_only_the_documented_outcome(path: Path) -> None:
    """Each target is also given what is kept for the others."""
    for target in TARGETS.values():
        target.run(path.read_bytes())


def test_the_corpus_is_small_and_of_every_target() -> None:
    assert {path.parent.name for path in INPUTS} == set(TARGETS)
    assert sum(path.stat().st_size for path in INPUTS) < 200_000


def test_what_an_input_means_can_be_told() -> None:
    for path in INPUTS:
        assert isinstance(TARGETS[path.parent.name].told(path.read_bytes()), str)


def test_the_dictionary_holds_keys_and_codes() -> None:
    lines = dictionary().splitlines()
    assert '"lower_productivity"' in lines
    assert '"\\x22in_force_from\\x22:"' in lines
    assert all(line.isascii() and line.startswith('"') and line.endswith('"') for line in lines)


def test_a_failing_input_is_made_smaller() -> None:
    def run(data: bytes) -> None:
        assert b"a" not in data or b"z" not in data

    assert reduced(run, b"xxaxxxxxxxxzxxx") == b"az"
    assert failure_of(run, b"az") is not None
    assert reduced(run, b"xx") == b"xx"


@needs_atheris
def test_what_is_planted_is_found(tmp_path: Path) -> None:
    """Found, made smaller, and told with the command that repeats it."""
    command = [sys.executable, "-m", "tests.fuzzing", "planted"]
    bounds = ["--runs=2000", "--seed=1", f"--corpus={tmp_path}"]
    ran = subprocess.run([*command, *bounds], capture_output=True, text=True, errors="replace", check=False, cwd=ROOT)
    assert ran.returncode == 1
    assert "the planted failure" in ran.stdout + ran.stderr
    (small,) = (tmp_path / "planted" / "failures").glob("reduced-*")
    assert f"To repeat it: python -m tests.fuzzing planted --repeat {small}" in ran.stderr
    with pytest.raises(AssertionError, match="planted"):
        planted(small.read_bytes())
    again = subprocess.run([*command, "--repeat", str(small)], capture_output=True, text=True, errors="replace", check=False, cwd=ROOT)
    assert again.returncode == 1
    assert "the planted failure" in again.stderr


def test_an_unknown_target_is_told() -> None:
    ran = subprocess.run([sys.executable, "-m", "tests.fuzzing", "x"], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 2
    assert "case-text" in ran.stderr
