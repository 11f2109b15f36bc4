"""The command: its words, its files and streams, its widths, and what it is installed with."""

import errno
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import (
    InvalidCase,
    InvalidColumns,
    clauses,
    cli,
    cli_progress,
    compare,
    entitlements,
    evaluate,
    facts_table,
    load_case,
    simulate,
    to_html,
    to_markdown,
    to_text,
)
from alis_rules.cli_choosing import choices_of
from alis_rules.cli_codes import listed
from alis_rules.cli_commands import HOMES, PANELS, function_of, taken_by, within
from alis_rules.cli_completion import ASKED, SCRIPTS, completed
from alis_rules.cli_help import help_blocks, written
from alis_rules.comparison import Question
from alis_rules.explain.blocks import Block, Column, Heading, Item, Pairs, Paragraph, Row, Source, Table, Tone
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.plain import to_plain
from alis_rules.interchange import record_to_json
from alis_rules.rates import UNITS
from alis_rules.readings import options, reading_fields
from alis_rules.varying import Vary
from tests.commanding import Ran
from tests.commanding import run as run_command
from tests.conftest import CALLS
from tests.support import ROOT

ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
EXAMPLE = str(ROOT / "examples" / "contract-case.json")


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
        assert f"Linjer: Praksiskompensasjon. Verdier: {catalogue('nb').say('value.absence-hours')}." in _flat(run("clauses", "T38").out)
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


# Row 16: every width ---------------------------------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("aå–  \N{NO-BREAK SPACE}1."), max_size=60)
COLUMNS = st.lists(st.builds(Column, WORDS, st.booleans()), min_size=1, max_size=4)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(COLUMNS)
    cells = st.tuples(*[WORDS for _ in columns])
    rows = draw(st.lists(st.builds(Row, cells, st.sampled_from(Tone)), max_size=3))
    return Table(tuple(columns), tuple(rows), draw(st.just(()) | cells))


BLOCKS = (
    st.builds(Heading, WORDS, st.integers(1, 3))
    | st.builds(Paragraph, WORDS, st.sampled_from(Tone), st.integers(0, 5))
    | st.builds(Item, WORDS, WORDS, st.sampled_from(Tone), st.integers(0, 5))
    | st.builds(Pairs, st.lists(st.tuples(WORDS, WORDS), max_size=3).map(tuple), st.booleans())
    | st.builds(Source, st.integers(1, 10_000), WORDS, WORDS)
    | tables()
)


@given(st.lists(BLOCKS, max_size=4), st.integers(1, 100))
def test_fault_16_any_text_ends_and_keeps_any_width(blocks: list[Block], width: int) -> None:
    lines = to_plain(blocks, width).splitlines()
    assert max(map(len, lines), default=0) <= width
    coloured = to_plain(blocks, width, colour=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured).splitlines() == lines


@pytest.fixture(scope="module")
def results() -> list[Any]:
    """Everything that a text is made of."""
    case = load_case(Path(EXAMPLE).read_bytes())
    entitlement = evaluate(case, explain=True)
    return [entitlement, compare(Question(case=case), Question(case=case, call="2025"))]


@pytest.mark.parametrize("width", [*range(1, 45), 1_000_000_000])
def test_fault_16_results_are_told_in_any_width(results: list[Any], width: int) -> None:
    for result in results:
        whole = to_text(result, width=1_000_000)
        told = to_text(result, width=width)
        assert max(map(len, told.splitlines())) <= width
        assert set(re.findall(r"\w", told)) == set(re.findall(r"\w", whole))
        assert len(told) < 100 * len(whole)


@pytest.mark.parametrize("width", [0, -1, -(10**30), 79.5, True, "80", None])
def test_fault_16_what_is_no_width_is_refused_in_words(results: list[Any], width: Any) -> None:
    with pytest.raises(InvalidCase, match="whole number of characters, at least 1") as refused:
        to_text(results[0], width=width)
    assert refused.value.errors[0].code == "not-a-width"


TOLD: list[tuple[str, ...]] = [
    ("evaluate", EXAMPLE), ("timeline", EXAMPLE), ("clauses",), ("clauses", "T19"), ("near", EXAMPLE), ("rates", "list"),
    ("rates", "check"),
    ("needed", EXAMPLE, "--target", "total=370000"), ("compare", EXAMPLE, "--call", "2025"), ("rates", "show", "2026"), ("--help",),
    ("rates", "diff", "2025", "2026"), ("rates", "on", "2026-01-01"), ("possible", EXAMPLE, "--unknown", "/activities/0/expenses=0..9000"),
]  # fmt: skip


@pytest.mark.parametrize("words", TOLD)
@pytest.mark.parametrize("columns", [1, 6, 39])
def test_fault_16_a_terminal_may_be_of_any_width(monkeypatch: pytest.MonkeyPatch, columns: int, words: tuple[str, ...]) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    asked = [run_command(*words, on_terminal=True), *([] if "--help" in words else [run_command(*words, "--width", columns)])]
    for ran in asked:
        assert ran.code == 0
        assert max(len(ESCAPE.sub("", line)) for line in ran.out.splitlines()) <= columns


# The languages --------------------------------------------------------------------------------------------------------

TAGS = {
    "nb": ("nb", "no", "NO", "nb-NO", "nb_NO", "NB_no", "nb_NO.UTF-8", "nob", "no-NO"),
    "nn": ("nn-NO", "NN", "nno"),
    "en": ("en-GB", "EN_us"),
}


@pytest.mark.parametrize(("lang", "tag"), [(lang, tag) for lang, tags in TAGS.items() for tag in tags])
def test_a_language_goes_by_its_tags(results: list[Any], lang: str, tag: str) -> None:
    assert catalogue(tag) is catalogue(lang)
    for told in (to_text, to_markdown, to_html):
        assert told(results[0], lang=tag) == told(results[0], lang=lang)


@pytest.mark.parametrize("tag", ["sv", "", "nbb", "n", "-", "nb NO", "norsk", "nø", None, 5])
def test_another_language_is_refused(tag: Any) -> None:
    with pytest.raises(ValueError, match="no texts in"):
        catalogue(tag)


def test_every_command_and_all_that_it_takes_has_words() -> None:
    texts = catalogue("nb")
    for path in HOMES:
        assert function_of(path).__doc__
        told = _flat(to_plain(help_blocks(path, texts)))
        assert texts.say(f"help.command.{path.replace(' ', '.')}") in told
        for each in taken_by(path):
            assert written(each, texts) in told
    known = {f"help.about.{each.about}" for path in ("", *HOMES) for each in taken_by(path)}
    assert known == {key for key in texts.messages if key.startswith("help.about.")}
    values = {f"help.value.{each.mark.value}" for path in ("", *HOMES) for each in taken_by(path) if each.mark.value}
    values |= {"help.value.command", "help.value.options"}
    assert values == {key for key in texts.messages if key.startswith("help.value.")}


# What is supplied ------------------------------------------------------------------------------------------------------

PUBLISHED = ("--reading", "grant-frame=published", "--supply", "grant_frame.fastlege=380000", "--supply", "fee_rate=1315")


class TestSupply:
    def test_it_is_as_if_the_case_said_it(self) -> None:
        found = json.loads(run_command("evaluate", EXAMPLE, *PUBLISHED, "--format", "json").out)
        case = json.loads(Path(EXAMPLE).read_text("utf-8"))
        case |= {"readings": {"grant-frame": "published"}, "supplied": {"grant_frame": {"fastlege": "380000"}, "fee_rate": 1315}}
        assert found == json.loads(json.dumps(evaluate(load_case(json.dumps(case)), explain=True).to_json()))

    def test_it_goes_before_the_case_value_by_value(self, tmp_path: Path) -> None:
        case = json.loads(Path(EXAMPLE).read_text("utf-8"))
        case["supplied"] = {"grant_frame": {"fastlege": 1, "fastlegevikar": 2}, "fee_rate": 3}
        (tmp_path / "case.json").write_text(json.dumps(case), "utf-8")
        made = choices_of([], ["grant_frame.fastlege=7", "additional_cap=8"]).made(load_case(json.dumps(case)))
        assert record_to_json(made.supplied) == {
            "grant_frame": {"fastlege": "7.00", "fastlegevikar": "2.00"}, "fee_rate": "3.00", "additional_cap": "8.00",
        }  # fmt: skip

    @pytest.mark.parametrize("command", [
        ["evaluate"], ["timeline"], ["receipt"], ["needed", "--target", "total=1"], ["near"], ["possible"], ["compare"],
    ])  # fmt: skip
    def test_every_command_takes_it_and_tells_all_that_is_wrong_at_once(self, command: list[str]) -> None:
        wrong = ["x", "fee-rate=1", "fee_rate=1x", "grant_frame=5", "grant_frame.fastlegen=3", "additional_cap=-1"]
        named = [command[0], EXAMPLE, *command[1:]]
        ran = run_command(*named, *[word for each in wrong for word in ("--supply", each)], "--reading", "grading=x")
        assert (ran.code, ran.out) == (2, "")
        for part in (
            "«x» er ikke på formen",
            "/supplied/fee-rate",
            "«fee_rate»",
            "«1x»",
            "grant_frame.fastlege=5",
            "«fastlege»",
            "/additional_cap",
        ):
            assert part in ran.err
        assert "/readings/grading" in ran.err
        assert run_command(*named, "--supply", "fee_rate=1315").code == 0

    def test_batch_and_simulate_take_it(self, tmp_path: Path) -> None:
        cases, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
        cases.write_text(json.dumps(json.loads(Path(EXAMPLE).read_text("utf-8"))) + "\n", "utf-8")
        assert run_command("batch", cases, out, *PUBLISHED).code == 0
        total = json.loads(out.read_text("utf-8"))["total"]
        assert total == json.loads(run_command("evaluate", EXAMPLE, *PUBLISHED, "--format", "json").out)["total"]
        facts = facts_table([load_case(Path(EXAMPLE).read_bytes())])
        frame = pl.DataFrame(facts).with_columns(municipality=pl.lit("1804"), centrality_class=pl.lit(2))
        frame.write_parquet(tmp_path / "facts.parquet")
        assert run_command("batch", tmp_path / "facts.parquet", tmp_path / "out.parquet", *PUBLISHED).code == 0
        assert pl.read_parquet(tmp_path / "out.parquet")["amount_total_ore"].to_list() == [int(total.replace(".", ""))]
        (tmp_path / "over.toml").write_text(PROPOSAL, "utf-8")
        asked = ("simulate", tmp_path / "facts.parquet", "--overlay", tmp_path / "over.toml", "--call", "2026", "--format", "json")
        assert json.loads(run_command(*asked, *PUBLISHED).out)["total"]["before"] == total
        for command in (("batch", tmp_path / "facts.parquet", tmp_path / "out.parquet"), asked):
            ran = run_command(*command, "--supply", "fee_rate=x")
            assert (ran.code, ran.out) == (2, "")
            assert "«x»" in ran.err or "“x”" in ran.err


PROPOSAL = """\
name = "tak"
[[value]]
id = "learning-expenses"
value = 15000
in_force_from = 2025-06-01
source = "forslag"
checked = 2026-11-21
"""


# Row 17: names of files, and their content ----------------------------------------------------------------------------

NAMES = st.binary(min_size=1, max_size=12).filter(lambda name: not {0, ord("/")} & {*name} and name[:1] not in b"-.")
"""What a file may be called on POSIX."""
NAMED: list[list[str]] = [
    ["evaluate", "{}"], ["evaluate", "{}", "--format", "html"], ["timeline", "{}"], ["receipt", "{}"], ["verify", "{}"],
    ["needed", "{}", "--target", "total=1"], ["near", "{}"], ["possible", "{}"], ["compare", "{}", EXAMPLE], ["batch", "{}", "{}.out"],
    ["simulate", "{}", "--overlay", "{}", "--call", "2026"], ["impact", "--from", "{}", EXAMPLE], ["impact", "--from", "HEAD", "{}"],
    ["replay", "{}"], ["rates", "list", "--directory", "{}"], ["rates", "check", "{}"], ["rates", "archive", "--directory", "{}"],
    ["rates", "new-call", "2031", "--from", "2026", "--directory", "{}"], ["evaluate", EXAMPLE, "--overlay", "{}"],
    ["receipt", EXAMPLE, "--out", "{}/x"], ["timeline", EXAMPLE, "--svg", "{}/x"], ["clauses", "{}"], ["rates", "show", "{}"],
    ["{}"], ["evaluate", "--{}"], ["possible", EXAMPLE, "--unknown", "{}=1..2", "--unknown", "/{}=1"],
    ["needed", EXAMPLE, "--target", "{}=1"],
    ["needed", EXAMPLE, "--target", "total=1", "--vary", "{}"], ["compare", EXAMPLE, "--call", "{}"],
    ["evaluate", EXAMPLE, "--known-on", "{}"],
    ["evaluate", EXAMPLE, "--reading", "{}={}", "--supply", "{}={}"],
]  # fmt: skip


@given(NAMES, st.sampled_from(NAMED), st.booleans(), st.booleans())
def test_fault_17_any_name_of_a_file_is_told(held: Path, name: bytes, words: list[str], as_json: bool, there: bool) -> None:
    path = os.path.join(os.fsencode(held), name)
    if there:
        Path(os.fsdecode(path)).write_bytes(b"{")
    given_words = [word.replace("{}", os.fsdecode(path)) for word in words]
    takes_json = words[0] in ("evaluate", "verify", "needed", "near", "possible", "compare", "simulate", "impact", "clauses")
    ran = run_command(*given_words, *(["--format", "json"] if as_json and takes_json and "--format" not in words else []))
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err
    assert "Traceback" not in ran.err
    assert not re.search("[\ud800-\udfff]", ran.err)
    if as_json and takes_json and "--format" not in words:
        for line in ran.err.splitlines():
            assert not re.search(r"\\ud[89a-f]", line)
            assert json.loads(line)["errors"]
    if there:
        os.unlink(path)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("names")


@pytest.mark.parametrize("name", [b"sak \xff.json", "så\u0301 k.json".encode(), b"a\nb.json", b"\x1b[31m.json", b"-x.json"])
def test_fault_17_a_case_may_be_called_anything(tmp_path: Path, name: bytes) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(Path(EXAMPLE).read_bytes())
    assert json.loads(run_command("evaluate", path, "--format", "json").out)["total"] == "362317.19"
    for form in ("text", "markdown", "html"):
        ran = run_command("evaluate", path, path, "--format", form)
        assert (ran.code, ran.err) == (0, "")
        assert not re.search("[\ud800-\udfff\x1b]", ran.out)
    assert run_command("receipt", path, "--out", tmp_path / os.fsdecode(b"r\xff.json")).code == 0
    assert run_command("verify", tmp_path / os.fsdecode(b"r\xff.json")).code == 0


BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize("content", [BOM, "name = 1".encode("utf-16"), b"\xff"])
@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["evaluate", "{}"], "case.json"),
        (["evaluate", "{}"], "cases.jsonl"),
        (["verify", "{}"], "receipt.json"),
        (["evaluate", EXAMPLE, "--overlay", "{}"], "over.toml"),
    ],
)
def test_fault_17_what_is_not_plain_utf_8_is_told_so(tmp_path: Path, content: bytes, words: list[str], name: str) -> None:
    (tmp_path / name).write_bytes(content + b"{}" if content == BOM else content)
    ran = run_command(*[word.replace("{}", str(tmp_path / name)) for word in words])
    assert (ran.code, ran.out) == (2, "")
    assert ("BOM" if content == BOM else "UTF-8") in ran.err


def test_fault_17_endings_may_be_in_capitals(tmp_path: Path) -> None:
    case = json.dumps(json.loads(Path(EXAMPLE).read_text("utf-8")))
    (tmp_path / "C.JSONL").write_text(f"{case}\n\n{case}\n", "utf-8")
    (tmp_path / "C.JSON").write_text(case, "utf-8")
    assert len(run_command("evaluate", tmp_path / "C.JSONL", tmp_path / "C.JSON", "--format", "json").out.splitlines()) == 3
    assert run_command("batch", tmp_path / "C.JSONL", tmp_path / "O.JSONL").code == 0
    frame = pl.DataFrame(facts_table([load_case(case)])).with_columns(municipality=pl.lit("1804"), centrality_class=pl.lit(2))
    frame.write_csv(tmp_path / "F.CSV")
    (tmp_path / "B.csv").write_bytes(BOM + (tmp_path / "F.CSV").read_bytes())
    frame.write_parquet(tmp_path / "F.PARQUET")
    (tmp_path / "over.toml").write_text(PROPOSAL, "utf-8")
    for name in ("F.CSV", "F.PARQUET", "B.csv"):
        for out in (f"O{name}", "O.csv", "O.parquet"):
            assert run_command("batch", tmp_path / name, tmp_path / out).code == 0
        assert run_command("simulate", tmp_path / name, "--overlay", tmp_path / "over.toml", "--call", "2026").code == 0
    assert (tmp_path / "OF.CSV").read_bytes() == (tmp_path / "O.csv").read_bytes()
    assert (tmp_path / "OF.PARQUET").read_bytes()[:4] == b"PAR1"


# Row 17: streams -------------------------------------------------------------------------------------------------------

SHELL = shutil.which("bash")
needs_a_shell = pytest.mark.skipif(SHELL is None or not Path("/dev/full").exists(), reason="no bash, or no full device, here")


def shell(line: str, folder: Path, **environment: str) -> Ran:
    """A line of the shell, in which ``alis`` is the command and ``$CASE`` the contract's case."""
    variables = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "CASE": EXAMPLE, **environment}
    program = f'alis() {{ "{sys.executable}" -X dev -W error -m alis_rules "$@"; }}\n{line}'
    done = subprocess.run([SHELL or "bash", "-c", program], cwd=folder, env=variables, capture_output=True, check=False)
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


@needs_a_shell
@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ('alis evaluate "$CASE" > /dev/full', 2, "standard ut kan ikke skrives til: disken er full."),
        ('alis evaluate "$CASE" --format json --lang en > /dev/full', 2, "standard output cannot be written to: No space left"),
        ("alis --help > /dev/full", 2, "disken er full"),
        ('alis evaluate "$CASE" >&-', 2, "strømmen er lukket"),
        ("alis --version >&-", 2, "strømmen er lukket"),
        ("alis evaluate none 2> /dev/full", 2, ""),
        ("alis evaluate none 2>&-", 2, ""),
        ("alis evaluate none > /dev/full 2>&1", 2, ""),
        ("alis evaluate - <&-", 2, "Filen kan ikke leses: strømmen er lukket."),
        ("alis verify - --format json <&-", 2, "unreadable-file"),
        ('set -o pipefail; alis evaluate "$CASE" "$CASE" "$CASE" --format json | head -c 1', 141, ""),
        ('alis receipt "$CASE" --out /dev/full', 2, "/dev/full kan ikke skrives: disken er full."),
        ('alis timeline "$CASE" --svg /dev/full', 2, "/dev/full kan ikke skrives: disken er full."),
        ('alis receipt "$CASE" --out /dev/null', 0, "/dev/null"),
        ('alis evaluate "$CASE" --format json > out && alis receipt "$CASE" --out r >&- 2>&- <&- && test -s r', 0, ""),
    ],
)
def test_fault_17_odd_streams(tmp_path: Path, line: str, code: int, said: str) -> None:
    ran = shell(line, tmp_path)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert "Exception ignored" not in ran.err
    assert said or not ran.err


@needs_a_shell
@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1:strict", "LC_ALL": "POSIX"},
        {"LC_ALL": "nn_NO.UTF-8", "LANG": "en_US.UTF-8", "LANGUAGE": "de"},
    ],
)
def test_fault_17_text_is_utf_8_whatever_the_locale(tmp_path: Path, environment: dict[str, str]) -> None:
    ran = shell("alis clauses T38; alis evaluate $'f\\xff.json'", tmp_path, **environment)
    assert "Høyst 20 dager" in ran.out
    assert "f\\xff.json" in ran.err


@needs_a_shell
@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('alis receipt "$CASE" --out kept', "kept"),
        ('alis timeline "$CASE" --svg kept', "kept"),
        ('alis compare "$CASE" --call 2025 --svg kept', "kept"),
        ("alis rates new-call 2031 --from 2026 --directory rates", "rates/calls/2031.toml"),
        ("alis rates archive --directory rates", "rates/archive"),
        ("alis replay cases --accept", "cases/a.json"),
        ("alis batch in.jsonl kept", "kept"),
    ],
)
def test_fault_17_a_full_disk_leaves_no_half_file(tmp_path: Path, line: str, kept: str) -> None:
    shutil.copytree(ROOT / "rates", tmp_path / "rates", ignore=shutil.ignore_patterns("archive"))
    (tmp_path / "kept").write_text("as it was", "utf-8")
    case = json.loads(Path(EXAMPLE).read_text("utf-8"))
    (tmp_path / "in.jsonl").write_text(json.dumps(case), "utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.json").write_text(json.dumps({"name": "a", "why": "A case.", "case": case}), "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ran = shell(f"ulimit -f 0; {line} 2>&1 | cat; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert ran.code == 2, ran
    assert "kan ikke skrives" in ran.out
    left = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".part"}
    assert left == before


class TestStreams:
    """The same within this process."""

    def main(self, *words: str) -> int:
        with pytest.raises(SystemExit) as stopped:
            cli.main(words)
        return int(stopped.value.code or 0)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
    @pytest.mark.parametrize("words", [("clauses", "T38"), ("schema", "case"), ("--version",)])
    def test_a_full_disk(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
        with Path("/dev/full").open("w", encoding="utf-8") as full:
            monkeypatch.setattr(sys, "stdout", full)
            assert self.main(*words) == 2
            assert "disken er full" in capsys.readouterr().err
            monkeypatch.setattr(sys, "stderr", full)
            assert self.main("nope") == 2

    def test_closed_streams(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert self.main("evaluate", "-") == 2
        assert "strømmen er lukket" in capsys.readouterr().err
        monkeypatch.setattr(sys, "stdout", None)
        assert self.main("--version") == 2
        assert "strømmen er lukket" in capsys.readouterr().err
        monkeypatch.setattr(sys, "stderr", None)
        assert self.main("--version") == 2
        assert self.main("receipt", EXAMPLE, "--out", os.devnull) == 0

    def test_a_reader_that_has_had_enough(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "w", encoding="utf-8") as broken:
            monkeypatch.setattr(sys, "stdout", broken)
            assert self.main("schema", "case") == 141
        assert capsys.readouterr().err == ""

    def test_an_interruption(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        def interrupted(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("alis_rules.cli_case.evaluate_case", interrupted)
        assert self.main("evaluate", EXAMPLE, "--lang", "nn") == 130
        assert capsys.readouterr() == ("", "Avbroten.\n")

    def test_a_name_that_cannot_be_one(self) -> None:
        ran = run_command("evaluate", "a\0b")
        assert (ran.code, ran.out) == (2, "")
        assert "null byte" in ran.err


@pytest.mark.parametrize("name", [key.removeprefix("system.") for key in catalogue("en").messages if key.startswith("system.")])
def test_what_the_system_says_is_told_in_the_language(name: str) -> None:
    assert catalogue("en").reason(name) == name
    assert name in {os.strerror(number) for number in errno.errorcode}
    for lang in ("nb", "nn"):
        assert catalogue(lang).reason(name) != name
        assert catalogue(lang).reason("Something else") == "Something else"


class TestFiles:
    def test_what_is_replaced_keeps_its_place_and_its_permissions(self, tmp_path: Path) -> None:
        real, link = tmp_path / "real", tmp_path / "link"
        real.write_text("old", "utf-8")
        real.chmod(0o640)
        link.symlink_to(real)
        assert run_command("receipt", EXAMPLE, "--out", link).code == 0
        assert link.is_symlink()
        assert real.stat().st_mode & 0o777 == 0o640
        assert json.loads(real.read_text("utf-8"))
        assert [*tmp_path.iterdir()] in ([real, link], [link, real])

    def test_what_is_written_protected_is_left(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refused(path: Path, mode: int) -> bool:
            return False

        (tmp_path / "kept").write_text("old", "utf-8")
        monkeypatch.setattr(os, "access", refused)
        ran = run_command("timeline", EXAMPLE, "--svg", tmp_path / "kept")
        assert (ran.code, ran.out) == (2, "")
        assert "det er ikke tillatt" in ran.err
        assert (tmp_path / "kept").read_text("utf-8") == "old"

    def test_a_fault_on_the_way_leaves_what_was_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(path: Path, _: Path) -> None:
            raise OSError(28, "No space left on device")

        (tmp_path / "kept").write_text("old", "utf-8")
        monkeypatch.setattr(Path, "replace", full)
        ran = run_command("receipt", EXAMPLE, "--out", tmp_path / "kept")
        assert ran.code == 2
        assert "kan ikke skrives: disken er full." in ran.err
        assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [("kept", "old")]


# Help, and what is wrong with a command line ------------------------------------------------------------------------------

PATHS = ["", "rates", *HOMES]


class TestHelp:
    @pytest.mark.parametrize("path", PATHS)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_it_is_whole_in_one_language_and_in_any_width(self, path: str, lang: str) -> None:
        ran = run_command(*path.split(), "--lang", lang, "--help")
        assert (ran.code, ran.err) == (0, "")
        say = catalogue(lang).say
        for heading in ("help.usage", "help.options"):
            assert f"\n{say(heading)}\n" in ran.out
        foreign = {catalogue(other).say(key) for other in LANGUAGES for key in ("help.usage", "help.options", "help.about.help")}
        foreign -= {say(key) for key in ("help.usage", "help.options", "help.about.help")}
        assert [word for word in foreign if re.search(rf"^ *{re.escape(word)}$", ran.out, re.MULTILINE)] == []
        for width in (6, 40, 200):
            told = to_plain(help_blocks(path, catalogue(lang)), width)
            assert max(map(len, told.splitlines())) <= width
        assert _flat(to_plain(help_blocks(path, catalogue(lang)))) == ran.flat

    def test_it_tells_the_commands_by_what_one_wants_with_evaluate_first(self) -> None:
        out = run_command("--help").out
        places = [out.index(f"\n   {name} ") for name in within("")]
        assert places == sorted(places)
        assert within("")[0] == "evaluate"
        assert {name.partition(" ")[0] for name in HOMES} == {*within("")}
        for panel in PANELS:
            assert f"\n{catalogue('nb').say(f'help.panel.{panel}')}\n" in out

    @pytest.mark.parametrize("words", [
        ("evaluate", "--help"), ("evaluate", "-h"), ("evaluate", "--help", "--nonsense"), ("evaluate", EXAMPLE, "--width", "x", "-h"),
    ])  # fmt: skip
    def test_it_is_given_wherever_it_is_asked_for(self, words: tuple[str, ...]) -> None:
        assert run_command(*words) == run_command("evaluate", "--help")

    def test_codes_are_listed_where_they_are_used(self) -> None:
        for path in HOMES:
            told = _flat(to_plain(help_blocks(path, catalogue("en")), 200))
            taken = {each.mark.codes for each in taken_by(path)}
            for name in ("readings", "supplied", "targets", "vary"):
                codes = [each.code for each in listed(name, catalogue("en"))]
                assert codes
                assert all(f" {code} " in told for code in codes) == (name in taken)
        choices = {each.code for each in listed("readings", catalogue("en"))}
        assert choices == {f"{name}={option}" for name, _ in reading_fields() for option in options(name)}
        assert {each.code for each in listed("vary", catalogue("nb"))} == {*Vary}

    @pytest.mark.parametrize("words", [(), ("rates",), ("--lang", "nb", "rates", "--lang=nb")])
    def test_without_a_command_it_helps_on_standard_error(self, words: tuple[str, ...]) -> None:
        ran = run_command(*words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err == run_command(*words, "--help").out

    @pytest.mark.parametrize(("variable", "value", "coloured"), [
        ("NO_COLOR", "1", False), ("NO_COLOR", "", True), ("TERM", "dumb", False), ("TERM", "xterm", True),
    ])  # fmt: skip
    @pytest.mark.parametrize("words", [("--help",), ("clauses", "T38"), ("rates", "list"), ("evaluate", EXAMPLE)])
    def test_colour(self, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], variable: str, value: str, coloured: bool) -> None:
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv(variable, value)
        ran = run_command(*words, on_terminal=True)
        assert bool(ESCAPE.search(ran.out)) == coloured
        assert "\x1b" not in run_command(*words).out


class TestLanguageOfTheLine:
    @pytest.mark.parametrize("words", [
        ("--lang", "en", "clauses", "T38"), ("clauses", "--lang=en", "T38"), ("clauses", "T38", "--lang", "en-GB"),
        ("--lang", "nn", "clauses", "T38", "--lang", "EN"), ("--lang=en", "clauses", "--", "t38"),
        ("--lang", "en", "--", "clauses", "--", "T38"),
    ])  # fmt: skip
    def test_it_holds_wherever_it_stands_and_the_last_one_counts(self, words: tuple[str, ...]) -> None:
        ran = run_command(*words)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == run_command("clauses", "T38", "--lang", "en").out
        assert "At most 20 days" in ran.out

    def test_it_decides_the_errors_too(self) -> None:
        assert "no command" in run_command("--lang", "en", "evaluat").err
        assert "Meinte du «show»" in run_command("--lang", "no", "rates", "shw", "--lang", "nn").err
        assert "finnes ikke" in run_command("evaluate", "--lang", "xx", "--nope").err
        assert "Filen kan ikke leses" in run_command("evaluate", "--", "--lang", "en").err

    @pytest.mark.parametrize("path", ["schema case", "rates schema call", "rates list", "--version"])
    def test_every_command_takes_it(self, path: str) -> None:
        assert run_command("--lang", "en", *path.split()).code == 0


class TestMisuse:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_all_is_told_at_once(self, lang: str) -> None:
        wrong = ["--format", "jso", "--width", "0", "--known-on", "2025-02-30", "--widht", "7", "--project=yes", "--overlay"]
        ran = run_command("evaluate", EXAMPLE, "--lang", lang, *wrong)
        assert (ran.code, ran.out) == (2, "")
        head, *told, foot = ran.err.splitlines()
        assert head == catalogue(lang).say("usage.errors", command="alis-rules evaluate")
        assert foot == catalogue(lang).say("usage.help", command="alis-rules evaluate --help")
        places = ["«--widht»" if lang != "en" else "“--widht”", "--project", "--overlay", "--format", "--width", "--known-on"]
        assert len(told) == len(places)
        for place, line in zip(places, told, strict=True):
            assert place in line
        assert "--width»" in told[0] or "--width”" in told[0]
        assert "json" in told[3]

    def test_as_json_where_json_is_asked_for(self) -> None:
        ran = run_command("needed", "--format", "json", "--lang", "en", "--width", "x", "--nope")
        found = json.loads(ran.err)["errors"]
        assert [(each.get("option"), each["code"]) for each in found] == [
            (None, "unknown-option"), ("CASE", "missing-argument"), ("--target", "missing-option"), ("--width", "not-a-whole-number"),
        ]  # fmt: skip
        assert {each["at"] for each in found} == {""}
        assert all(each["message"] for each in found)

    @pytest.mark.parametrize(("words", "told"), [
        (("evaluate",), "SAK: Mangler."),
        (("clauses", "--format"), "--format: Noe skal stå etter."),
        (("clauses", "--format", "--lang", "nb"), "--format: Noe skal stå etter."),
        (("near", EXAMPLE, "b", "c"), "For mye: b c."),
        (("rates", "show", "a", "b"), "For mye: b."),
        (("rates", "on", "01.02.2026"), "2026-02-01"),
        (("schema", "cas"), "Mente du «case»?"),
        (("--version=3",), "--version: Står alene, uten «3»."),
        (("--versio",), "Mente du «--version»?"),
        (("-x", "evaluate"), "«-x» finnes ikke."),
        (("evaluate", EXAMPLE, "--width", "\N{FULLWIDTH DIGIT EIGHT}0"), "ikke «"),
        (("evaluate", EXAMPLE, "--width", "9" * 50), "helt tall fra 1 til 10000"),
        (("", "evaluate"), "«» er ikke en kommando."),
        (("rates", "evaluate"), "Kommandoene er list, show"),
        (("--show-completion", "csh"), "bash, zsh, fish"),
    ])  # fmt: skip
    def test_each_kind(self, words: tuple[str, ...], told: str) -> None:
        ran = run_command(*words)
        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err

    @pytest.mark.parametrize("value", ["-5", "--5", "-", "a=b"])
    def test_what_stands_behind_an_option_may_begin_with_a_dash(self, value: str) -> None:
        ran = run_command("needed", EXAMPLE, "--target", value)
        assert "  --target: " in ran.err

    @given(st.lists(st.sampled_from([
        "evaluate", "rates", "show", "--lang", "en", "--lang=nn", "--", "-", "--help", "-h", "", "--format", "json", "T38", "clauses",
        "--reading",
        "=", "--overlay", "--version", "near", "--show-completion", "zsh", "--width", "\udcff", "--x=\x1b",
    ]), max_size=6))  # fmt: skip
    @settings(max_examples=200)
    def test_any_words_end_in_words(self, words: list[str]) -> None:
        ran = run_command(*words)
        assert ran.code in (0, 2)
        assert ran.err if ran.code else ran.out
        assert not re.search("\x1b|[\ud800-\udfff]", ran.out + ran.err)


# Completion ------------------------------------------------------------------------------------------------------------


def complete(line: str, shell: str = "fish", **environment: str) -> list[str]:
    """What the last word of a line may become, without the words about it."""
    told = completed(shell, f"alis-rules {line}", environment)
    return [each.partition("\t")[0] for each in told.splitlines()]


class TestCompletion:
    @pytest.mark.parametrize(("line", "found"), [
        ("", [*within("")]),
        ("ev", ["evaluate"]),
        ("rates ", [*within("rates")]),
        ("rates s", ["show", "schema"]),
        ("--lang ", ["nb", "nn", "en"]),
        ("--lang nn cl", ["clauses"]),
        ("--l", ["--lang"]),
        ("clauses T3", [f"T3{n}" for n in range(10)]),
        ("clauses T38 S1", [f"S1{n}" for n in range(9)]),
        ("schema c", ["case"]),
        ("schema case ", []),
        ("evaluate ", []),
        ("evaluate --f", ["--format"]),
        ("evaluate --format ", ["text", "json", "markdown", "html"]),
        ("evaluate --format=m", ["--format=markdown"]),
        ("evaluate --nope=m", []),
        ("evaluate case.json --reading rounding=", ["rounding=ore", "rounding=whole-kroner"]),
        ("evaluate --reading=rounding=w", ["--reading=rounding=whole-kroner"]),
        ("evaluate --supply f", ["fee_rate="]),
        ("evaluate --project ", []),
        ("needed case.json --vary p", ["percent"]),
        ("needed case.json --target cap:l", ["cap:learning-expenses", "cap:lower-productivity"]),
        ("rates show fee", ["fee-rate"]),
        ("rates diff 202", [*CALLS]),
        ("rates diff 2025 202", [*CALLS]),
        ("rates check ", []),
        ("nope ", []),
        ("evaluate 'sak å", []),
        ("clauses \"T38", ["T38"]),
        ("clauses T38\\", []),
        ('clauses "T38\\', []),
    ])  # fmt: skip
    def test_words(self, line: str, found: list[str]) -> None:
        assert complete(line) == found

    def test_each_shell_reads_its_own(self) -> None:
        breaks = " \t\n\"'><=;|&(:"
        assert complete("evaluate --reading rounding=w", "bash", _ALIS_RULES_BREAKS=breaks) == ["whole-kroner"]
        assert complete("evaluate --reading rounding=w", "bash", _ALIS_RULES_BREAKS=" ") == ["rounding=whole-kroner"]
        assert complete("needed x --target cap:ab", "bash", _ALIS_RULES_BREAKS=breaks) == ["absence-hours"]
        assert complete("evaluate --supply fee", "bash", _ALIS_RULES_BREAKS=breaks) == ["fee_rate="]
        assert complete("needed x --target cap:ab", "zsh") == ["cap\\:absence-hours:fraværstimer i året"]
        assert completed("fish", "alis-rules --lang nn clauses T38", {}) == f"T38\t{catalogue('nn').say('clause.T38')}\n"
        assert completed("fish", "", {}) == completed("fish", "alis-rules ", {})

    @pytest.mark.parametrize("shell", SCRIPTS)
    def test_the_script_is_printed_and_asks_this_program(self, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
        ran = run_command("--show-completion", shell)
        assert (ran.code, ran.out) == (0, SCRIPTS[shell])
        assert f"{ASKED}={shell}" in ran.out
        monkeypatch.setenv(ASKED, shell)
        assert run_command("alis-rules clauses T38").out.startswith("T38")
        monkeypatch.setenv(ASKED, "csh")
        assert "T38" in run_command("clauses", "T38").out

    @needs_a_shell
    @pytest.mark.parametrize(("line", "found"), [
        ("alis-rules ev", ["evaluate"]),
        ("alis-rules evaluate --reading rounding=w", ["whole-kroner"]),
        ("alis-rules evaluate --supply fee", ["fee_rate="]),
        ("alis-rules needed --target cap:ab", ["absence-hours"]),
        ("alis-rules clauses T3", [f"T3{n}" for n in range(10)]),
        ("alis-rules evaluate ca", []),
    ])  # fmt: skip
    def test_bash_completes(self, tmp_path: Path, line: str, found: list[str]) -> None:
        """In bash itself, with its words broken as it breaks them."""
        (tmp_path / "alis-rules").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m alis_rules "$@"\n', "utf-8")
        (tmp_path / "alis-rules").chmod(0o755)
        words = re.findall(r"[=:]|[^ =:]+", line)
        program = f"""
            PATH={tmp_path}:$PATH
            eval "$(alis-rules --show-completion bash)"
            compopt() {{ :; }}
            COMP_LINE='{line}' COMP_POINT={len(line)} COMP_WORDS=({" ".join(f"'{word}'" for word in words)}) COMP_CWORD={len(words) - 1}
            _alis_rules alis-rules
            printf '%s\\n' "${{COMPREPLY[@]}}"
        """
        ran = shell(program, tmp_path)
        assert (ran.code, ran.err) == (0, "")
        assert [each for each in ran.out.split("\n") if each] == found


# Tables ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_of_the_tables_has_words(lang: str) -> None:
    assert [name for name in ("fee-rate", *UNITS) if f"value.{name}" not in catalogue(lang).messages] == []


@pytest.fixture
def messages() -> Iterator[list[dict[str, str]]]:
    """The messages of each language, which are put back as they stood, in their order too."""
    found = [cast("dict[str, str]", catalogue(lang).messages) for lang in LANGUAGES]
    kept = [dict(each) for each in found]
    yield found
    for each, whole in zip(found, kept, strict=True):
        each.clear()
        each.update(whole)


@pytest.mark.parametrize("name", ["absence-hours", "locum-months", "fee-rate"])
def test_a_value_that_has_no_words_yet_is_told_by_its_id(messages: list[dict[str, str]], tmp_path: Path, name: str) -> None:
    for each in messages:
        del each[f"value.{name}"]
    (tmp_path / "over.toml").write_text(PROPOSAL.replace("learning-expenses", name).replace("15000", "5"), "utf-8")
    for words in (
        ("rates", "show", name), ("rates", "show", "2026"), ("rates", "diff", "2025", "2026"), ("rates", "on", "2026-01-01"),
        ("rates", "list"), ("rates", "check"), ("evaluate", EXAMPLE), ("evaluate", EXAMPLE, "--overlay", tmp_path / "over.toml"),
        ("compare", EXAMPLE, "--call", "2023"), ("evaluate", EXAMPLE, "--format", "html"), ("clauses", "T38"),
    ):  # fmt: skip
        ran = run_command(*words)
        assert (ran.code, ran.err) == (0, "")
    assert name in run_command("rates", "show", name).out


# Numbers as they come ---------------------------------------------------------------------------------------------------

HUGE = "9" * 6_000
"""More digits than Python reads as a number."""


@pytest.mark.parametrize("words", [
    ("possible", EXAMPLE, "--unknown", f"/activities/{HUGE}/expenses=1..2"),
    ("possible", EXAMPLE, "--unknown", "/activities/00/expenses=1..2"),
    ("possible", EXAMPLE, "--unknown", "/activities/\N{FULLWIDTH DIGIT ZERO}/expenses=1..2"),
    ("possible", EXAMPLE, "--unknown", f"/activities/0/expenses=1..{HUGE}"),
    ("needed", EXAMPLE, "--target", f"total={HUGE}"),
    ("needed", EXAMPLE, "--target", "total=\N{FULLWIDTH DIGIT ONE}"),
    ("evaluate", EXAMPLE, "--supply", f"fee_rate={HUGE}"),
    ("evaluate", EXAMPLE, "--supply", "fee_rate=\N{FULLWIDTH DIGIT ONE}"),
    ("evaluate", EXAMPLE, "--known-on", HUGE),
    ("evaluate", EXAMPLE, "--width", HUGE),
    ("compare", EXAMPLE, "--call", HUGE),
    ("clauses", f"T{HUGE}"),
    ("rates", "show", HUGE),
    ("rates", "new-call", HUGE, "--from", "2026"),
])  # fmt: skip
def test_numbers_of_any_length_and_width_are_told(words: tuple[str, ...]) -> None:
    ran = run_command(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err


class TestMunicipalityNumbers:
    @pytest.fixture
    def facts(self, tmp_path: Path) -> Callable[..., Path]:
        (tmp_path / "over.toml").write_text(PROPOSAL, "utf-8")
        table = pl.DataFrame(facts_table([load_case(Path(EXAMPLE).read_bytes())] * 2))

        def written(name: str, *numbers: str | None, dtype: Any = pl.String) -> Path:
            frame = table.with_columns(municipality=pl.Series(numbers, dtype=pl.String).cast(dtype), centrality_class=pl.lit(2))
            write = frame.write_csv if name.endswith(".csv") else frame.write_parquet
            write(tmp_path / name)
            return tmp_path / name

        return written

    @pytest.mark.parametrize("name", ["facts.csv", "facts.parquet"])
    @pytest.mark.parametrize(("number", "offer"), [("301", "«0301»"), ("1804.0", ""), ("\uff11\uff18\uff10\uff14", ""), ("Bodø", "")])
    def test_one_that_has_lost_its_zero_is_refused_with_its_row(
        self, facts: Callable[..., Path], name: str, number: str, offer: str
    ) -> None:
        path = facts(name, "1804", number)
        ran = run_command("simulate", path, "--overlay", path.with_name("over.toml"), "--call", "2026")
        assert (ran.code, ran.out) == (2, "")
        assert f"rad 2, municipality: «{number}» er ikke et kommunenummer; det har fire siffer." in ran.err
        assert offer in ran.err
        with pytest.raises(InvalidColumns, match="four digits") as refused:
            simulate(pl.read_parquet(facts("f.parquet", "1804", number)), path.with_name("over.toml"), call="2026")
        assert refused.value.errors[0].code == "not-four-digits"

    def test_numbers_are_no_text(self, facts: Callable[..., Path]) -> None:
        path = facts("facts.parquet", "1804", "1804", dtype=pl.Int64)
        pl.read_parquet(path).with_columns(centrality_class=pl.lit("2")).write_parquet(path)
        ran = run_command("simulate", path, "--overlay", path.with_name("over.toml"), "--call", "2026")
        assert (ran.code, ran.out) == (2, "")
        assert "municipality: Kolonnen er av typen" in ran.err
        assert "centrality_class: Kolonnen er av typen" in ran.err

    @pytest.mark.parametrize("dtype", [pl.String, pl.Categorical])
    def test_right_ones_are_told_apart(self, facts: Callable[..., Path], dtype: Any) -> None:
        path = facts("facts.parquet", "0301", None, dtype=dtype)
        ran = run_command("simulate", path, "--overlay", path.with_name("over.toml"), "--call", "2026", "--format", "json")
        assert [each["municipality"] for each in json.loads(ran.out)["by_municipality"]] == ["0301", None]


@pytest.mark.parametrize("dtype", [pl.Int8, pl.UInt8, pl.Int16, pl.UInt16, pl.Int32, pl.UInt32, pl.UInt64])
def test_whole_numbers_may_be_of_any_width(tmp_path: Path, dtype: Any) -> None:
    table = pl.DataFrame(facts_table([load_case(Path(EXAMPLE).read_bytes())]))
    whole = table.select(pl.selectors.integer())
    fitting = [name for name in whole.columns if whole[name].cast(dtype, strict=False).null_count() == whole[name].null_count()]
    frame = table.with_columns(pl.col(fitting).cast(dtype))
    assert fitting
    assert entitlements(frame, call="2026")["amount_total_ore"].to_list() == [362317_19]
    frame.write_parquet(tmp_path / "facts.parquet")
    assert run_command("batch", tmp_path / "facts.parquet", tmp_path / "out.parquet").code == 0
    assert pl.read_parquet(tmp_path / "out.parquet")["amount_total_ore"].to_list() == [362317_19]


# What the command is installed with ---------------------------------------------------------------------------------------


def test_fault_24_every_lower_bound_is_tried() -> None:
    """`nox -s lowest` installs just these; a bound of another form would be left out of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    noxfile = (ROOT / "noxfile.py").read_text("utf-8")
    assert '_oldest("columns", "testing")' in noxfile
    assert extras["cli"] == extras["plot"] == []
    for wanted in (*project["dependencies"], *extras["columns"], *extras["testing"]):
        assert re.fullmatch(r"[\w-]+>=\d+(\.\d+)*", wanted, re.ASCII)


def test_fault_28_the_command_needs_no_extra() -> None:
    """In a process that has nothing but what the library depends on."""
    absent = ("click", "matplotlib", "narwhals", "numpy", "pandas", "polars", "pyarrow", "rich", "typer")
    program = f"import sys\nfor name in {absent}: sys.modules[name] = None\nfrom alis_rules.cli import main\nmain(sys.argv[1:])\n"

    def told(*words: str) -> Ran:
        done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, check=False)
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    assert json.loads(told("evaluate", EXAMPLE, "--format", "json").out)["total"] == "362317.19"
    for path in ("", *HOMES):
        assert told(*path.split(), "--help").code == 0
    assert "python -m pip install narwhals pyarrow" in told("batch", "facts.csv", "out.csv").err


class TestProgress:
    def told(self, columns: int, monkeypatch: pytest.MonkeyPatch, *steps: tuple[int, int, str]) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        now = iter(range(1, 1_000))
        monkeypatch.setattr(cli_progress, "monotonic", lambda: next(now) * 30)
        terminal = StringIO()
        progress = cli_progress.Progress(terminal)
        for step in steps:
            progress.show(*step)
        progress.say("galt")
        progress.begin_anew()
        progress.end()
        return terminal.getvalue()

    def test_it_shows_how_far_it_has_come_and_what_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told = self.told(100, monkeypatch, (0, 100, "saker"), (50, 100, "saker"), (100, 100, "saker"))
        first, half, whole, said = told.split("\r\x1b[K")[1:]
        assert "░" * 24 in first
        assert "0%" in first
        assert tuple(half.split()[1:]) == ("50%", "saker", "0:01:30")
        assert "100%" in whole
        assert said.startswith("galt\n█")
        assert told.endswith("\n")

    def test_it_fits_any_terminal_and_any_amount(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for columns in (1, 20):
            told = self.told(columns, monkeypatch, (3, 7, "saker"))
            assert max(map(len, re.split("\r\x1b\\[K|\n", told))) <= max(columns - 1, len("galt"))
        assert "100%" in self.told(80, monkeypatch, (0, 0, ""))
        assert self.told(80, monkeypatch) == "\r\x1b[Kgalt\n"

    def test_it_shows_no_more_than_can_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = StringIO()
        monkeypatch.setattr(cli_progress, "monotonic", lambda: 5.0)
        progress = cli_progress.Progress(terminal)
        for done in range(1, 101):
            progress.show(done, 100)
        assert terminal.getvalue().count("\r") == 2
        assert "100%" in terminal.getvalue()

    def test_there_is_none_on_a_dumb_terminal(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / "in.jsonl").write_text(json.dumps(json.loads(Path(EXAMPLE).read_text("utf-8"))), "utf-8")
        monkeypatch.setenv("TERM", "dumb")
        asked = ("batch", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
        assert "\r" not in run_command(*asked, on_terminal=True).err
        monkeypatch.setenv("TERM", "xterm")
        assert "100%" in run_command(*asked, on_terminal=True).err
