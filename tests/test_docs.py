"""The documentation says what the rules say, and its examples run."""

import re
import subprocess
import sys

from tests.support import ROOT


def test_each_page_is_the_one_made_from_its_rule() -> None:
    """With its bokmål and its drawings; in a process of its own, since the pages tell of every call that is shipped."""
    ran = subprocess.run([sys.executable, str(ROOT / "docs" / "make_pages.py"), "--check"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, ""), f"run {sys.executable} docs/make_pages.py"
    assert len(list((ROOT / "docs" / "rules").glob("*.md"))) == 10


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


def newcomer() -> str:
    """The newcomer's program on the page of dataframes, with its files where they are."""
    page = (ROOT / "docs" / "dataframes.md").read_text("utf-8")
    program = page.split("```python\n")[1].split("```")[0]
    return program.replace('"examples/', f'"{ROOT.as_posix()}/examples/')


def test_the_newcomers_program_gives_what_it_says() -> None:
    """The page's figure: four of the made-up rows lose more than 125 000 and are within the first 24 months."""
    program = newcomer()
    assert len(program.splitlines()) <= 10
    printed: list[str] = []

    def catch(value: object) -> None:
        printed.append(str(value))

    exec(program, {"print": catch})  # noqa: S102  the page's own example
    assert printed[:1] == re.findall(r"print\(.*?\)  # (.*)", program)
    assert "NOK 62,916.67 higher" in printed[1]


def test_the_readme_names_two_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    commands = readme.split("<!-- commands -->")[1].split("<!-- end -->")[0]
    assert len([line for line in commands.splitlines() if line.startswith("python3 -m venv .venv && ")]) == 2
