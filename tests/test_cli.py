"""The command: cases in, entitlements or errors out, with the contract's exit codes."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator

from alis_rules import __version__, clauses, cli, cli_reading
from alis_rules.rates import InvalidTables
from alis_rules.rates_files import read_directory
from tests.support import CONTRACT_CASE, ROOT, document

EXAMPLE = str(ROOT / "examples" / "contract-case.json")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command in this process, as its entry point does."""

    def call(*arguments: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["alis-rules", *arguments])
        if stdin:
            monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capfdbinary.readouterr()
        return Ran(int(stopped.value.code or 0), out.decode("utf-8"), err.decode("utf-8"))

    return call


def _file(folder: Path, name: str, *documents: Any) -> str:
    path = folder / name
    path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in documents) + "\n", "utf-8")
    return str(path)


class TestEvaluate:
    def test_text_is_the_default_in_bokmal_and_without_colour_when_piped(self, run: Run) -> None:
        ran = run("evaluate", EXAMPLE)
        assert ran.code == 0
        assert "362 317,19 kr" in ran.out
        assert "132 000,00 kr" in ran.out
        assert "\x1b" not in ran.out
        assert "\N{NO-BREAK SPACE}" not in ran.out
        assert max(map(len, ran.out.splitlines())) <= 80
        assert ran.err == ""

    @pytest.mark.parametrize("width", ["40", "120"])
    def test_the_width_is_kept(self, run: Run, width: str) -> None:
        ran = run("evaluate", EXAMPLE, "--width", width)
        assert max(map(len, ran.out.splitlines())) <= int(width)

    def test_nynorsk(self, run: Run) -> None:
        assert "Utrekning av ALIS-tilskot" in run("evaluate", EXAMPLE, "--lang", "nn").out

    def test_markdown(self, run: Run) -> None:
        ran = run("evaluate", EXAMPLE, EXAMPLE, "--format", "markdown")
        assert ran.code == 0
        assert ran.out.count(": Beregning av ALIS-tilskudd, utlysning 2026\n\n1804") == 2
        assert "| **Sum tilskudd** |  | **362\N{NO-BREAK SPACE}317,19\N{NO-BREAK SPACE}kr** |  |" in ran.out

    def test_html(self, run: Run) -> None:
        ran = run("evaluate", EXAMPLE, EXAMPLE, "--format", "html", "--lang", "en")
        assert ran.code == 0
        assert ran.out.startswith('<!DOCTYPE html>\n<html lang="en">')
        assert ran.out.count("<!DOCTYPE") == 1
        assert len(re.findall("<h1 id=.*: Calculation of the ALIS grant, call 2026</h1>", ran.out)) == ran.out.count("<figure>") == 2

    def test_html_of_a_projection_has_a_timeline(self, run: Run, tmp_path: Path) -> None:
        name = _file(tmp_path, "later.json", document(call="2027"))
        ran = run("evaluate", name, "--format", "html", "--project")
        assert ran.code == 0
        assert "2027, 1. juni 2026 – 31. mai 2027 (framskrevet)" in ran.out.replace("\N{NO-BREAK SPACE}", " ")

    def test_html_of_nothing_but_errors_is_nothing(self, run: Run, tmp_path: Path) -> None:
        ran = run("evaluate", _file(tmp_path, "wrong.json", {}), "--format", "html")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err

    def test_json_has_the_explanation_as_a_tree(self, run: Run) -> None:
        found = json.loads(run("evaluate", EXAMPLE, "--format", "json").out)["explanation"]
        counted = found["lines"][0]["steps"][0]
        assert (counted["id"], counted["quantity"]["op"], counted["quantity"]["value"]) == ("counted", "product", "143137.50")

    def test_english(self, run: Run) -> None:
        ran = run("evaluate", EXAMPLE, "--lang", "en")
        assert "NOK 362,317.19" in ran.out
        assert "Practice compensation" in ran.out

    def test_json_is_one_document(self, run: Run) -> None:
        result = json.loads(run("evaluate", EXAMPLE, "--format", "json").out)
        assert result["total"] == "362317.19"
        assert result["complete"] is True

    def test_a_reading_of_the_command_goes_before_the_case(self, run: Run) -> None:
        result = json.loads(run("evaluate", EXAMPLE, "--format", "json", "--reading", "grant-frame=published").out)
        assert result["total"] == "360567.19"
        assert result["complete"] is False

    def test_standard_input(self, run: Run) -> None:
        ran = run("evaluate", "-", "--format", "json", stdin=json.dumps(CONTRACT_CASE).encode())
        assert json.loads(ran.out)["total"] == "362317.19"

    def test_a_jsonl_file_gives_an_entitlement_a_line_in_order(self, run: Run, tmp_path: Path) -> None:
        name = _file(tmp_path, "cases.jsonl", CONTRACT_CASE, "", document())
        lines = run("evaluate", name, "--format", "json").out.splitlines()
        assert [json.loads(line)["total"] for line in lines] == ["362317.19", "0.00"]

    def test_a_wrong_line_is_reported_with_its_number_and_the_others_are_evaluated(self, run: Run, tmp_path: Path) -> None:
        name = _file(tmp_path, "cases.jsonl", document(), "{", document())
        ran = run("evaluate", name, "--format", "json")
        assert ran.code == 2
        assert len(ran.out.splitlines()) == 2
        error = json.loads(ran.err)
        assert error["case"] == f"{name}:2"
        assert error["errors"][0]["code"] == "not-json"

    def test_several_cases_as_text_are_told_apart(self, run: Run) -> None:
        told = " ".join(run("evaluate", EXAMPLE, EXAMPLE).out.split())  # a line breaks by how long the path is
        assert told.count("Beregning av ALIS-tilskudd") == 2

    def test_a_line_that_is_too_long_is_an_error_of_its_own(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cli_reading, "MAX_BYTES", 2_000)
        monkeypatch.setattr("alis_rules.interchange.MAX_BYTES", 2_000)
        name = _file(tmp_path, "cases.jsonl", "x" * 7_000, document())
        ran = run("evaluate", name, "--format", "json")
        assert json.loads(ran.err)["errors"][0]["code"] == "too-large"
        assert json.loads(ran.out)["total"] == "0.00"


PROPOSAL = 'name = "tak"\n[[value]]\nid = "learning-expenses"\nvalue = 9\nin_force_from = {}\nsource = "x"\nchecked = 2026-11-21\n'
COURSE = {"kind": "kurs", "date": "2025-09-10", "expenses": 500}
LATER = document(call="2027", activities=[COURSE | {"date": "2026-09-10"}])


class TestTime:
    def test_known_on(self, run: Run) -> None:
        ran = run("evaluate", EXAMPLE, "--format", "json", "--known-on", "2025-12-31")
        result = json.loads(ran.out)
        assert (ran.code, result["known_on"], result["total_now"]) == (0, "2025-12-31", "362317.19")
        assert "fee-rate" in {each["id"] for each in result["later"]}
        assert "Beregnet etter det som var kjent 31. desember 2025." in " ".join(
            run("evaluate", EXAMPLE, "--known-on", "2025-12-31").out.split()
        )

    @pytest.mark.parametrize("day", ["2025-13-01", "31.12.2025", "2025-02-29", ""])
    def test_known_on_a_day_that_is_none(self, run: Run, day: str) -> None:
        ran = run("evaluate", EXAMPLE, "--known-on", day)
        assert (ran.code, ran.out) == (2, "")
        assert "Traceback" not in ran.err

    def test_project(self, run: Run, tmp_path: Path) -> None:
        name = _file(tmp_path, "case.json", LATER)
        refused = run("evaluate", name, "--format", "json")
        assert (refused.code, refused.out) == (2, "")
        assert json.loads(refused.err)["errors"][0]["code"] == "unknown-call"
        ran = run("evaluate", name, "--format", "json", "--project")
        result = json.loads(ran.out)
        assert (ran.code, result["call"], result["total"]) == (0, "2027", "500.00")
        assert all(line["projected"] for line in result["lines"])
        assert "Framskrevet" in run("evaluate", name, "--project").out

    def test_what_is_not_projected_says_nothing_of_it(self, run: Run) -> None:
        result = json.loads(run("evaluate", EXAMPLE, "--format", "json", "--project").out)
        assert "projected" not in {key for line in result["lines"] for key in line}
        assert not {"known_on", "later", "total_now"} & result.keys()
        assert "overlays" not in result["tables"]

    def test_overlay(self, run: Run, tmp_path: Path) -> None:
        name = _file(tmp_path, "case.json", document(activities=[COURSE]))
        proposals = [_file(tmp_path, f"{since}.toml", PROPOSAL.format(since)) for since in ("2025-06-01", "2026-06-01")]
        totals = [json.loads(run("evaluate", name, "--format", "json", "--overlay", each).out)["total"] for each in proposals]
        assert totals == ["9.00", "500.00"]
        both = run("evaluate", name, "--format", "json", "--overlay", proposals[0], "--overlay", proposals[1])
        assert [each["name"] for each in json.loads(both.out)["tables"]["overlays"]] == ["tak"]
        assert "Forslag: «tak» gir" in run("evaluate", name, "--overlay", proposals[0]).out

    def test_all_three(self, run: Run, tmp_path: Path) -> None:
        name, over = _file(tmp_path, "case.json", LATER), _file(tmp_path, "over.toml", PROPOSAL.format("2026-06-01"))
        ran = run("evaluate", name, "--format", "json", "--project", "--overlay", over, "--known-on", "2027-12-31")
        assert json.loads(ran.out)["total"] == json.loads(ran.out)["total_now"] == "9.00"

    @pytest.mark.parametrize("proposal", ["name = ", 'name = "x"', PROPOSAL.format("2025-06-01").replace("source", "sorce"), None])
    @pytest.mark.parametrize("form", ["text", "json"])
    def test_a_bad_overlay(self, run: Run, tmp_path: Path, proposal: str | None, form: str) -> None:
        name = str(tmp_path / "over.toml") if proposal is None else _file(tmp_path, "over.toml", proposal)
        ran = run("evaluate", EXAMPLE, "--format", form, "--overlay", name)
        assert (ran.code, ran.out) == (2, "")
        assert "over.toml" in ran.err
        assert "Traceback" not in ran.err

    def test_a_bad_overlay_is_json_where_json_is_asked_for(self, run: Run, tmp_path: Path) -> None:
        name = str(tmp_path / "none.toml")
        ran = run("evaluate", EXAMPLE, "--format", "json", "--overlay", name)
        assert (ran.code, ran.out) == (2, "")
        (error,) = json.loads(ran.err)["errors"]
        assert (error["at"], error["code"]) == ("", "wrong-overlay")
        assert "none.toml" in error["message"]

    def test_every_problem_of_a_bad_overlay_is_told(self, run: Run, tmp_path: Path) -> None:
        name = _file(tmp_path, "over.toml", PROPOSAL.format("2025-06-01").replace("source", "sorce").replace("= 9", '= "x"'))
        ran = run("evaluate", EXAMPLE, "--overlay", name)
        for part in ("“sorce”", "source is missing", "“x” is not a number"):
            assert part in ran.err


class TestOneCase:
    @pytest.mark.parametrize("command", [
        ["near"], ["needed", "--target", "total=1"], ["possible"], ["receipt"], ["verify"], ["timeline"], ["compare", "--call", "2025"],
    ])  # fmt: skip
    @pytest.mark.parametrize("count", [0, 2])
    def test_a_file_of_none_or_several_is_no_one_case(self, run: Run, tmp_path: Path, command: list[str], count: int) -> None:
        ran = run(command[0], _file(tmp_path, "cases.jsonl", *[document()] * count), *command[1:])
        assert (ran.code, ran.out) == (2, "")
        assert "Traceback" not in ran.err
        assert "Filen skal ha én sak, verken ingen eller flere." in ran.err


class TestErrors:
    def test_every_error_stands_on_standard_error_with_its_pointer_and_nothing_is_printed(self, run: Run, tmp_path: Path) -> None:
        name = _file(
            tmp_path, "case.json", document(positions=[{"role": "fastlegen", "employment": "ansatt", "percent": 120, "from": "x"}])
        )
        ran = run("evaluate", name)
        assert ran.code == 2
        assert ran.out == ""
        for pointer in ("/positions/0/role", "/positions/0/percent", "/positions/0/from"):
            assert f"  {pointer}: " in ran.err
        assert "Mente du «fastlege» / «fastlegevikar»?" in ran.err
        assert "Traceback" not in ran.err

    def test_as_json(self, run: Run, tmp_path: Path) -> None:
        ran = run("evaluate", _file(tmp_path, "case.json", document(call="2019")), "--format", "json", "--lang", "en")
        assert ran.code == 2
        assert ran.out == ""
        (error,) = json.loads(ran.err)["errors"]
        assert error["at"] == "/call"
        assert error["code"] == "unknown-call"
        assert "2023" in error["message"]
        assert "2026" in error["message"]

    def test_readings_of_the_command(self, run: Run, tmp_path: Path) -> None:
        ran = run(
            "evaluate", _file(tmp_path, "case.json", document(call="2019")), "--format", "json",
            "--reading", "grading", "--reading", "grade=each-cap", "--reading", "rounding=øre",
        )  # fmt: skip
        errors = {(each["at"], each["code"]) for each in json.loads(ran.err)["errors"]}
        assert errors == {
            ("/call", "unknown-call"),
            ("/readings", "not-a-choice"),
            ("/readings/grade", "unknown-key"),
            ("/readings/rounding", "unknown-code"),
        }

    def test_a_file_that_is_not_there(self, run: Run, tmp_path: Path) -> None:
        ran = run("evaluate", str(tmp_path / "none.json"), "--format", "json")
        assert ran.code == 2
        assert json.loads(ran.err)["errors"][0]["code"] == "unreadable-file"

    def test_a_line_may_be_as_long_as_a_document_and_no_longer_of_blanks_either(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        line = json.dumps(document())
        longest = line + " " * (2_000 - len(line))
        monkeypatch.setattr(cli_reading, "MAX_BYTES", 2_000)
        monkeypatch.setattr("alis_rules.interchange.MAX_BYTES", 2_000)
        ran = run("evaluate", _file(tmp_path, "cases.jsonl", longest, " " + longest, " " * 5_000 + line), "--format", "json")
        assert ran.code == 2
        assert len(ran.out.splitlines()) == 1
        assert [json.loads(each)["case"].rpartition(":")[2] for each in ran.err.splitlines()] == ["2", "3"]

    def test_a_huge_file_is_refused_without_being_read(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "huge.json"
        with path.open("wb") as file:
            file.truncate(50_000_000)
        ran = run("evaluate", str(path), "--format", "json")
        assert ran.code == 2
        assert json.loads(ran.err)["errors"][0]["code"] == "too-large"

    def test_tables_that_cannot_be_used(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise InvalidTables(["calls/2026.toml: the file is missing"])

        monkeypatch.setattr(cli_reading, "load_case", broken)
        ran = run("evaluate", EXAMPLE)
        assert ran.code == 3
        assert "calls/2026.toml: the file is missing" in ran.err


class TestOtherCommands:
    def test_version(self, run: Run) -> None:
        assert run("--version").out == f"alis-rules {__version__}\n"

    def test_without_anything_it_helps(self, run: Run) -> None:
        ran = run()
        assert "evaluate" in ran.out + ran.err

    @pytest.mark.parametrize("name", ["case", "entitlement"])
    def test_schema(self, run: Run, name: str) -> None:
        made = json.loads(run("schema", name).out)
        Draft202012Validator.check_schema(made)
        assert made == json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))

    def test_clauses_prints_the_whole_ledger(self, run: Run) -> None:
        printed = run("clauses", "--lang", "en").out
        for clause in clauses():
            assert f" {clause.id} " in printed
        assert len(json.loads(run("clauses", "--format", "json").out)) == len(clauses())


def test_the_entry_point_runs_in_a_process_of_its_own() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from alis_rules.cli import main; main()", "evaluate", EXAMPLE],
        capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert ran.returncode == 0
    assert "362 317,19 kr" in ran.stdout.decode("utf-8")
    assert read_directory(ROOT / "rates").digest in ran.stdout.decode("utf-8")
