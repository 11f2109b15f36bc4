"""The documentation says what the rules say, and its examples run."""

import importlib.util
import re
import sys
from types import ModuleType

from tests.support import ROOT


def _make_pages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_pages", ROOT / "docs" / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_each_page_is_the_one_made_from_its_rule() -> None:
    pages = _make_pages().pages()
    assert len(pages) == 11
    for path, text in pages.items():
        assert path.read_text("utf-8") == text, f"run {sys.executable} docs/make_pages.py"


def test_the_readme_example_gives_what_it_says() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL)
    assert example is not None
    code = example.group(1).replace('"examples/', f'"{ROOT.as_posix()}/examples/')
    printed: list[str] = []

    def catch(value: object) -> None:
        printed.append(str(value))

    exec(code, {"print": catch})  # noqa: S102  the README's own example
    assert printed == re.findall(r"print\(.*?\)  # (.*)", code)


def test_the_readme_names_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = readme.split("<!-- commands -->")[1].split("<!-- end -->")[0]
    assert len([line for line in commands.splitlines() if line.startswith("python3 -m venv .venv && ")]) == 2
