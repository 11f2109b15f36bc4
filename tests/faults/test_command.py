"""The command: its words, its files and streams, its widths, and what it is installed with."""

import json
import runpy
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

import pytest

from alis_rules import clauses, cli
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from tests.support import ROOT

EXAMPLE = str(ROOT / "examples" / "contract-case.json")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command in this process, as its entry point does."""

    def call(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["alis-rules", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capfdbinary.readouterr()
        return Ran(int(stopped.value.code or 0), out.decode("utf-8"), err.decode("utf-8"))

    return call


def _flat(text: str) -> str:
    return " ".join(text.split())


class TestClauses:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_clause_is_told_in_every_language_without_tests(self, run: Run, lang: str) -> None:
        ran = run("clauses", "--lang", lang)
        told = _flat(ran.out)
        for clause in clauses():
            assert f"{clause.id} {catalogue(lang).say(f'gist.{clause.id}')}" in told
        assert "Test" not in told

    @pytest.mark.parametrize("name", ["T38", "t38", "T12", "t12", "S05", "s5"])
    def test_one_clause_can_be_asked_for(self, run: Run, name: str) -> None:
        ran = run("clauses", name)
        known = f"{name[0].upper()}{int(name[1:]):02}"
        assert ran.code == 0
        assert f"{known} {catalogue('nb').say(f'gist.{known}')}" in _flat(ran.out)
        assert "T01" not in ran.out

    def test_one_clause_says_what_carries_it_out_in_words(self, run: Run) -> None:
        assert "Linjer: Praksiskompensasjon. Verdier: tak, fraværstimer." in _flat(run("clauses", "T38").out)
        assert "Pliktar: " not in (told := _flat(run("clauses", "T28", "T19", "S12", "--lang", "nn").out))
        for part in ("Plikter: Seie", "Tolkingar: Kva", "Grunnar til at noko ikkje tel: ", "Vilkår: "):
            assert part in told
        assert "Context: " in run("clauses", "T01", "--lang", "en").out

    def test_as_json(self, run: Run) -> None:
        assert [each["id"] for each in json.loads(run("clauses", "T39", "T38", "--format", "json").out)] == ["T38", "T39"]

    def test_what_is_no_clause_is_an_error_with_near_ones(self, run: Run) -> None:
        ran = run("clauses", "T38", "T388", "x")
        assert (ran.code, ran.out) == (2, "")
        assert "«T388» er ikke et punkt. Mente du «T38»" in ran.err
        assert "Punktene er T01–T62, S01–S18." in ran.err
        assert "«x»" in ran.err
        assert [each["code"] for each in json.loads(run("clauses", "x", "--format", "json").err)["errors"]] == ["unknown-clause"]


def test_the_command_is_a_module_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert import_module("alis_rules.__main__").main is cli.main  # reading it runs nothing
    monkeypatch.setattr(sys, "argv", ["alis-rules", "--version"])
    with pytest.raises(SystemExit):
        runpy.run_path(str(ROOT / "src" / "alis_rules" / "__main__.py"), run_name="__main__")
    command = [sys.executable, "-m", "alis_rules", "evaluate", EXAMPLE, "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, json.loads(done.stdout)["total"]) == (0, "362317.19")
