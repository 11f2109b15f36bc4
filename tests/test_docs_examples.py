"""Every Python example and every command of the README and of the site's pages runs, and gives what the page says that it gives."""

import ast
import io
import shlex
import shutil
import sys
import tokenize
from contextlib import redirect_stdout
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser

from alis_rules import cli, facts_from_columns
from tests.support import ROOT

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *(path for path in sorted(DOCS.rglob("*.md")) if "_build" not in path.parts)]
OWN_TREE = {"adding-a-call.md"}
"""Pages whose commands change the tables; the tools that they call have tests of their own."""


def _told(source: str) -> dict[int, str]:
    """What a comment at the end of a line says that its print gives, by the line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {each.start[0]: each.string[1:].strip() for each in tokens if each.type == tokenize.COMMENT}


def _python(example: Example) -> str | None:
    """Run a block statement by statement; the comment after a print on a line of its own is what it prints."""
    told = _told(example.parsed)
    for statement in ast.parse(example.parsed).body:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(ast.Module([statement], []), example.path, "exec"), example.namespace)  # noqa: S102  the page's own example
        prints = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and ast.unparse(statement.value.func) == "print"
        line = statement.end_lineno or 0
        if prints and line in told and printed.getvalue().rstrip("\n") != told[line]:
            return f"{ast.unparse(statement)} gives {printed.getvalue()!r}, and the page says {told[line]!r}"
    return None


def _console(example: Example) -> str | None:
    """Run the commands of a block; what stands under a command is how its output begins, up to a line of three dots."""
    if Path(example.path).name in OWN_TREE:
        return None
    for block in example.parsed.split("$ ")[1:]:
        command, _, shown = block.partition("\n")
        if not command.startswith("alis-rules "):
            continue
        written = io.BytesIO()
        printed = io.TextIOWrapper(written, "utf-8")
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
            patch.setattr(sys, "argv", shlex.split(command))
            with pytest.raises(SystemExit) as stopped:
                cli.main()
        printed.flush()
        got = written.getvalue().decode()
        if stopped.value.code:
            return f"{command} ended with {stopped.value.code}"
        for part in shown.split("…\n"):
            if part.strip() and part.strip("\n") not in got:
                return f"{command} gives\n{got}\nwhich is without\n{part}"
    return None


PYTHON = Sybil([CodeBlockParser("python", _python), CodeBlockParser("console", _console)], path=str(ROOT))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples read."""
    made = tmp_path_factory.mktemp("examples")
    shutil.copytree(ROOT / "examples", made / "examples")
    for path in (ROOT / "examples").iterdir():
        shutil.copy(path, made)
    pl.DataFrame(facts_from_columns(pl.read_csv(made / "alis.csv", infer_schema=False), call="2026")).write_parquet(made / "facts.parquet")
    return made


@pytest.fixture
def namespace() -> dict[str, Any]:
    """What the examples have at hand: the text of a case, and a Spark that only reads CSV, since the tests on Spark run the rest."""

    def csv(path: str, *, header: bool) -> pl.DataFrame:
        return pl.read_csv(path, has_header=header, infer_schema=False)

    return {
        "text": (ROOT / "examples" / "contract-case.json").read_text("utf-8"),
        "spark": SimpleNamespace(read=SimpleNamespace(csv=csv)),
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page(page: Path, folder: Path, namespace: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    document = PYTHON.parse(page)
    document.namespace.update(namespace)
    for example in document.examples():
        example.evaluate()


def test_an_example_that_says_otherwise_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nprint(1)  # 2\n```\n", "utf-8")
    (example,) = PYTHON.parse(page).examples()
    with pytest.raises(AssertionError, match="the page says '2'"):
        example.evaluate()
