"""Asks an installed library for what the README promises: run by the Python that it is installed in, from an empty folder.

Needs nothing but the library, and its extra ``columns`` for files of facts, so that what is missing in the wheel is missed here.
"""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import alis_rules
from alis_rules import evaluate, load_case
from alis_rules.cli import main
from alis_rules.cli_commands import HOMES

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-bb", "-X", "dev", "-W", "error", str(Path(sys.executable).with_name("alis-rules"))]
CASE = ROOT / "examples" / "contract-case.json"


def told(*arguments: str) -> str:
    """What the command prints, run within this process; it has to end well."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    sys.argv = ["alis-rules", *arguments]
    try:
        with contextlib.redirect_stdout(printed):
            main()
    except SystemExit as end:
        expect(end.code or 0, 0)
    printed.seek(0)
    return printed.read()


def expect(found: object, expected: object) -> None:
    """Raise where something is not as expected."""
    if found != expected:
        raise AssertionError(f"{found!r} instead of {expected!r}")


def where_it_is() -> None:
    """The library is the installed one, with its types and tables, and its command."""
    if ROOT / "src" in Path(alis_rules.__file__).parents:
        raise AssertionError(f"{alis_rules.__file__} is no installed library")
    expect((files("alis_rules") / "py.typed").read_text("utf-8"), (ROOT / "src" / "alis_rules" / "py.typed").read_text("utf-8"))
    expect((files("alis_rules") / "_rates" / "clauses.toml").read_bytes(), (ROOT / "rates" / "clauses.toml").read_bytes())
    expect([each.value for each in entry_points(group="console_scripts", name="alis-rules")], ["alis_rules.cli:main"])


def the_readme() -> None:
    """The README's lines of Python give what they say, for the README's own case."""
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = re.findall(r"## From Python\n+```python\n(.*?)```", readme, re.DOTALL)[0]
    promised = re.findall(r"print\(.*\)  # (.*)", lines)
    with contextlib.redirect_stdout(io.StringIO()) as printed, contextlib.chdir(ROOT):
        exec(compile(lines, "README.md", "exec"), {})  # noqa: S102 - the project's own README
    expect(printed.getvalue().splitlines(), promised)


def the_command() -> None:
    """The command evaluates the contract's case, and tells its schemas and tables as they stand in the project."""
    done = subprocess.run([*COMMAND, "evaluate", str(CASE), "--format", "json"], capture_output=True, encoding="utf-8", check=False)
    expect((done.returncode, done.stderr, json.loads(done.stdout)["total"]), (0, "", "362317.19"))
    for kind in ("case", "entitlement"):
        expect(told("schema", kind), (ROOT / "schemas" / f"{kind}.schema.json").read_text("utf-8"))
    for language in ("nb", "nn", "en"):
        expect(
            {re.sub(r"\D", "", total) for total in re.findall(r"362.317[.,]19", told("evaluate", str(CASE), "--lang", language))},
            {"36231719"},
        )
    for arguments in (["rates", "list"], ["rates", "show", "2026"], ["rates", "check"], ["clauses"]):
        told(*arguments)
    told("receipt", str(CASE), "--out", "receipt.json")
    told("verify", "receipt.json")
    expect(told("evaluate", str(CASE), "--format", "html").count("<figure><svg "), 1)
    for command in ("timeline", "compare"):
        told(command, str(CASE), "--svg", f"{command}.svg", *(("--call", "2021") if command == "compare" else ()))
        expect(Path(f"{command}.svg").read_text("utf-8")[:5], "<svg ")


def the_help() -> None:
    """Every command helps, in every language."""
    for path in ("", "rates", *HOMES):
        for language in ("nb", "nn", "en"):
            expect(told(*path.split(), "--lang", language, "--help").splitlines()[0], f"alis-rules {path}".rstrip())


def the_facts() -> None:
    """Files of facts are calculated, where the extra for them is installed."""
    if find_spec("pyarrow") is None:
        return
    pa: Any = import_module("pyarrow")
    csv: Any = import_module("pyarrow.csv")
    parquet: Any = import_module("pyarrow.parquet")
    facts = pa.table(alis_rules.facts_table([load_case(CASE.read_text("utf-8"))]))
    csv.write_csv(facts, "facts.csv")
    parquet.write_table(facts, "facts.parquet")
    for name in ("facts.csv", "facts.parquet"):
        told("batch", name, f"out-{name}")
    for answered in (csv.read_csv("out-facts.csv"), parquet.read_table("out-facts.parquet")):
        expect(answered["amount_total_ore"].to_pylist(), [362317_19])


def the_contract() -> None:
    """The library's own answer, from within."""
    expect(str(evaluate(load_case(CASE.read_text("utf-8"))).total), "362317.19")


if __name__ == "__main__":
    expect([name for name in os.listdir() if name != "typed"], [])
    for check in (where_it_is, the_contract, the_readme, the_command, the_help, the_facts):
        check()
        sys.stdout.write(f"{check.__doc__}\n")
