"""The import contracts of ``pyproject.toml``: they hold, each module has its place in them, and what breaks them is seen."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT

PACKAGE = ROOT / "src" / "alis_rules"
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]


def _modules() -> set[str]:
    """Every module of the library, but packages that only hold others."""
    found = {path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py")}
    named = {".".join(path.parts) for path in found}
    return {name for name in named if name not in {"alis_rules.__init__", "alis_rules.explain.__init__"}}


def _lint(project: Path) -> tuple[int, str]:
    """What import-linter says of a project, and how it ended."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(
        command,
        cwd=project,
        env=os.environ | {"PYTHONPATH": str(project / "src"), "COLUMNS": "200"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


class TestContracts:
    def test_they_hold(self) -> None:
        code, said = _lint(ROOT)
        assert code == 0, said
        assert f"{len(SETTINGS['contracts'])} kept, 0 broken" in said

    def test_each_module_has_one_place(self) -> None:
        layers = next(each["layers"] for each in SETTINGS["contracts"] if each["type"] == "layers")
        places = [name.strip().strip("()") for layer in layers for name in layer.replace(":", "|").split("|")]
        assert len(places) == len(set(places))
        within = tuple(f"{place}." for place in places)
        assert {name for name in _modules() if name not in places and not name.startswith(within)} == set()

    @pytest.mark.parametrize(
        ("module", "line", "broken"),
        [
            ("rules/supervision.py", "from ..timeline import Timeline", "Rules hold numbers"),
            ("model.py", "from .evaluation import evaluate", "One direction"),
            ("counting.py", "import random", "An evaluation asks nobody"),
            ("lines.py", "import hypothesis", "The library needs no tool for tests"),
        ],
    )
    def test_what_breaks_them_is_seen(self, module: str, line: str, broken: str, tmp_path: Path) -> None:
        shutil.copytree(PACKAGE, tmp_path / "src" / "alis_rules", ignore=shutil.ignore_patterns("__pycache__", "*.po"))
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        changed = tmp_path / "src" / "alis_rules" / module
        changed.write_text(f"{changed.read_text('utf-8')}\n{line}\n", "utf-8")
        code, said = _lint(tmp_path)
        assert code == 1, said
        assert any(broken in told and "BROKEN" in told for told in said.splitlines()), said
