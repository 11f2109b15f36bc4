"""The prose pages say what the library gives: their programs and commands are run, their figures reckoned anew."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import alis_rules.testing
from alis_rules import Entitlement, Life, evaluate, life, load_case, load_tables
from alis_rules.cli_commands import within
from alis_rules.explain.catalogue import catalogue
from tests.support import ROOT

DOCS = ROOT / "docs"
PAGES = ("start", "how", "time", "integrate")
EN = catalogue("en")
WITH_PROGRAMS = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def text_of(page: str) -> str:
    return (DOCS / f"{page}.md").read_text("utf-8")


def blocks(page: str, language: str) -> list[str]:
    """The blocks of a page in a language, in order."""
    return re.findall(rf"```{language}\n(.*?)```", text_of(page), re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to run commands in, with the examples."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


def expected(program: str) -> Iterator[str]:
    """What a program says that it prints: beside the print, or below it, further in."""
    for line in program.splitlines():
        said = re.fullmatch(r"\s*print\(.*\)  # (.*)|\s+# (.*)", line)
        if said:
            yield said[1] or said[2]


@pytest.mark.parametrize("page", PAGES)
def test_the_programs_print_what_they_say(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed: list[str] = []

    def catch(*values: object) -> None:
        printed.append(" ".join(map(str, values)))

    names: dict[str, Any] = {"print": catch}
    programs = blocks(page, "python")
    for program in programs:
        exec(program, names)  # noqa: S102  the page's own examples
    assert printed == [line for program in programs for line in expected(program)]
    assert printed


def plain(text: str) -> str:
    """A text with plain spaces in its numbers, as one types it."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("page", ["start", "time", "integrate"])
def test_the_commands_print_what_they_say(page: str, folder: Path) -> None:
    """A line that holds nothing but … stands for any lines, and … within a line for any words."""
    for command, told in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks(page, "(?:console|shell-session)")), re.MULTILINE):
        if "| jq" in command and not shutil.which("jq"):
            continue
        ran = subprocess.run(command, shell=True, cwd=folder, env=WITH_PROGRAMS, capture_output=True, encoding="utf-8", check=False)  # noqa: S602
        answer = [line.rstrip() for line in plain(ran.stdout + ran.stderr).splitlines()]
        form = "\n".join(re.escape(line) for line in plain(told).splitlines())
        form = re.sub(r"^…$", "(?s:.*)", form, flags=re.MULTILINE).replace("…", ".*")
        assert re.fullmatch(form, "\n".join(answer)), answer


@pytest.mark.parametrize(("language", "name", "program"), [("js", "ask.mjs", "node"), ("java", "Ask.java", "java")])
def test_other_languages_get_the_same(language: str, name: str, program: str, folder: Path) -> None:
    found = shutil.which(program)
    if not found:
        pytest.skip(f"there is no {program}")
    (folder / name).write_text(blocks("integrate", language)[0], "utf-8")
    ran = subprocess.run([found, name], cwd=folder, env=WITH_PROGRAMS, capture_output=True, encoding="utf-8", check=True)
    assert "362317.19" in ran.stdout


def test_the_least_case_is_one() -> None:
    result = evaluate(load_case(blocks("integrate", "json")[0]))
    assert result.total == 0
    assert "not-stated" in {each.status for each in result.conditions}


def test_every_command_is_named() -> None:
    table = text_of("integrate").split("| command | what it answers |")[1].split("\n\n")[0]
    assert set(re.findall(r"`([a-z]+)`", table)) == set(within(""))


def test_every_public_name_is_in_the_api_once() -> None:
    listed = re.findall(r"^\.\. auto\w+:: alis_rules\.(\w+)$", text_of("api"), re.MULTILINE)
    listed += re.findall(r"^\.\. py:data:: alis_rules\.(\w+)$", text_of("api"), re.MULTILINE)
    assert Counter(listed) == Counter(alis_rules.__all__)


def test_every_published_name_for_tests_is_in_the_api_once() -> None:
    listed = re.findall(r"^\.\. (?:auto\w+|py:data):: alis_rules\.testing\.(\w+)$", text_of("api"), re.MULTILINE)
    assert Counter(listed) == Counter(alis_rules.testing.__all__)


@pytest.mark.parametrize("maker", ["make_fields.py", "make_how.py"])
def test_what_is_made_is_as_it_would_be_made(maker: str) -> None:
    """In a process of its own, since what is made tells of all that is shipped."""
    ran = subprocess.run([sys.executable, str(DOCS / maker), "--check"], check=False)
    assert ran.returncode == 0, f"run {sys.executable} docs/{maker}"


# How the calculation goes ---------------------------------------------------------------------------------------------


def example(name: str) -> tuple[Entitlement, Life]:
    case = load_case((ROOT / "examples" / f"{name}.json").read_text("utf-8"))
    return evaluate(case, explain=True), life(case)


def money(amount: Decimal | None) -> str:
    assert amount is not None
    return plain(EN.money(amount)).replace("-", "−")


def kroner(amount: Decimal | None) -> str:
    """An amount in a column whose head says kroner."""
    return money(amount).replace("NOK ", "")


def day(of: Any) -> str:
    return plain(EN.day(of))


def test_how_it_goes_tells_the_figures_of_the_case() -> None:
    page, (result, whole) = text_of("how"), example("contract-case")
    assert result.period is not None
    facts = result.facts
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")]
    told = {cells[0].strip("| `"): [cell.strip("| ") for cell in cells[1:]] for cells in rows}
    assert f"{day(result.period.from_)} to {day(result.period.to)}, {(result.period.to - result.period.from_).days + 1} days" in page
    opens, closes, limit = (whole.date(name) for name in ("window-opens", "window-closes", "limit"))
    assert f"from {day(opens)} to {day(closes)}" in page
    assert day(limit) in page
    fact_rows = {name: cells for name, cells in told.items() if hasattr(facts, name)}
    assert len(fact_rows) == 7
    assert {name: int(cells[0]) for name, cells in fact_rows.items()} == {name: getattr(facts, name) for name in fact_rows}
    for name in ("practice-compensation", "learning-expenses", "lower-productivity", "supervision", "facilitation", "grant-frame"):
        line, title = result[name], f"[{name.replace('-', ' ')}](rules/{name}.md)"
        counted, cap, amount = told[title]
        assert counted.endswith(money(line.counted))
        assert amount == kroner(line.amount)
        most = {each.cap: each.most for each in result.remaining}
        ends = {"practice-compensation": "NOK 132,000.00", "supervision": "the same rate"}
        assert cap.endswith(ends.get(name) or money(most[{"facilitation": "facilitation-share"}.get(name, name)]))
    assert money(result.total) in page
    recipients = result.recipients
    assert (told["the doctor"][1], told["the municipality"][1]) == (kroner(recipients.doctor), kroner(recipients.municipality))
    before = [line.recipients for line in result.lines if line.rule != "grant-frame" and line.recipients]
    assert told["the doctor"][0] == kroner(sum((each.doctor for each in before), Decimal("0.00")))
    assert told["the municipality"][0] == kroner(sum((each.municipality for each in before), Decimal("0.00")))
    assert money(evaluate_default().total) in page


def evaluate_default() -> Entitlement:
    """The contract's case by the default reading of the frame."""
    case = load_case((ROOT / "examples" / "contract-case.json").read_text("utf-8"))
    return evaluate(case, readings={"grant-frame": "published"})


def test_how_it_goes_tells_what_each_record_adds() -> None:
    page, (result, _) = text_of("how"), example("contract-case")
    table = page.split("| record | day |")[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table]
    assert len(rows) == len(result.records)
    assert result.explanation is not None
    columns = {"practice-compensation": 2, "learning-expenses": 3}
    for row, record in zip(rows, result.records, strict=True):
        assert record.counts
        assert row[1].startswith(day(record.from_))
        adds = {each.rule: each for each in result.explanation.contributions if each.at == record.at}
        cells = [""] * 3
        for rule, each in adds.items():
            told = EN.number(each.counted) if each.unit == "h" else money(each.counted)
            told = told.removeprefix("NOK ") if rule in columns else told
            cells[columns.get(rule, 4) - 2] = f"{told} hours of supervision" if rule == "supervision" else told
        assert row[2:] == cells


@pytest.mark.parametrize("name", ["how.svg", "how.nb.svg"])
def test_the_drawing_stands_alone_and_is_told(name: str) -> None:
    content = (DOCS / name).read_text("utf-8")
    root = ET.fromstring(content)  # noqa: S314  our own file
    space = "{http://www.w3.org/2000/svg}"
    assert [root.findtext(f"{space}title"), root.findtext(f"{space}desc")] != [None, None]
    assert float(root.attrib["width"]) <= 360
    assert "prefers-color-scheme: dark" in content
    assert not re.search(r"href|url\(|@import", content)


# Time -----------------------------------------------------------------------------------------------------------------


def test_the_calls_are_those_of_the_tables() -> None:
    table = text_of("time").split("| call | grant period |")[1].split("\n\n")[0]
    told = dict(re.findall(r"^\| (\d{4}) \| (.*) \|$", table, re.MULTILINE))
    tables = load_tables()
    assert list(told) == list(tables.calls)
    for name, call in tables.calls.items():
        first, last = call["period-from"].value, call["period-to"].value
        found = "not found" if first is None else f"{day(first)} – {day(last)}"
        assert told[name].removesuffix(" (the last day is unconfirmed)") == found
        assert told[name].endswith("unconfirmed)") == (call["period-to"].standing == "unconfirmed")


def test_the_days_saved_of_the_five_years_add_up() -> None:
    _, whole = example("five-years")
    limit = whole.date("limit")
    assert limit is not None
    assert day(limit) in text_of("time")
    saved = re.findall(r"^\| .* \| \d+ \| ([\d.]+) \|$", text_of("time"), re.MULTILINE)
    assert sum(map(Decimal, saved)) == Decimal("605.2")
    assert (limit - limit.replace(2026, 6, 14)).days == 606  # the last day is used up in part


# Translations ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "fields", "testing"])
def test_the_translation_keeps_every_figure(page: str) -> None:
    with (DOCS / "locale" / "nb" / "LC_MESSAGES" / f"{page}.po").open("rb") as file:
        found = [message for message in read_po(file, locale="nb") if message.id]
    assert found
    for message in found:
        english, bokmal = str(message.id), str(message.string)
        assert Counter(filter(str.isdigit, english)) == Counter(filter(str.isdigit, bokmal)), english
        assert not re.search(r"\d,\d{3}\b", re.sub(r"`[^`]*`", "", bokmal)), bokmal  # thousands are parted by spaces
        assert Counter(re.findall(r"\]\([^)]*\)", english)) == Counter(re.findall(r"\]\([^)]*\)", bokmal)), english
