"""The public face is as it is written down, so that a change of it is seen in review."""

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

import alis_rules
from tests.house import api

COMMAND = "python -m tests.house.api"


@pytest.mark.parametrize(("file", "told"), [(api.API, api.api), (api.COMMANDS, api.commands)], ids=["api", "commands"])
def test_is_as_it_is_written_down(file: Path, told: Callable[[], str]) -> None:
    written, now = file.read_text("utf-8"), told()
    changes = difflib.unified_diff(written.splitlines(), now.splitlines(), file.name, "the code", lineterm="", n=3)
    assert written == now, "\n".join([f"What others build on has changed. If that is meant, run `{COMMAND}`:", *changes])


def test_holds_every_public_name() -> None:
    told = api.API.read_text("utf-8").splitlines()
    for name in alis_rules.__all__:
        assert name == "__version__" or any(line.startswith(f"alis_rules.{name}:") for line in told), name


def test_a_change_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def evaluate(case: alis_rules.Case, *, explained: bool = False) -> alis_rules.Entitlement:
        return alis_rules.evaluate(case, explain=explained)

    before = api.api()
    monkeypatch.setattr(alis_rules, "evaluate", evaluate)
    changed = [line for line in difflib.ndiff(before.splitlines(), api.api().splitlines()) if line[0] in "+-"]
    assert "+     (explained: bool = False)" in changed
    assert "-     (explain: bool = False)" in changed
