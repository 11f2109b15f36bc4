"""What a change does: sums and parts that add up, the two sides a name may stand for, and the command."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from attrs import evolve

from alis_rules import InvalidCase, Tables, cli, impact_sides, load_tables, rates_files
from alis_rules.archive import pack
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.impacted import MOST_CASES, impact_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.impact import Impact, Told, Version, impact
from alis_rules.impact_answering import answer_lines
from alis_rules.impact_sides import Side, answers, between, present, side
from alis_rules.rates_files import digest_of, read_tables, table_files
from alis_rules.replay import answer
from tests.replay.making import plain
from tests.support import CONTRACT_CASE, ROOT

OLD_RULE = ("terms.absence_cap_h100 * practice_grade", "(100 + terms.absence_cap_h100) * practice_grade")
"""A library before: practice compensation for an hour more."""
OPEN = plain(activities=[{"kind": "kurs", "date": "2025-09-10", "absence_hours": 200}])
NO_MORE = plain(activities=[{"kind": "kurs", "date": "2025-09-10", "absence_hours": 20}])
OUTSIDE = plain(activities=[{"kind": "kurs", "date": "2025-09-10", "absence_hours": 200, "expenses": 4}], municipality={"number": "1151"})


def tables_with(call: str = "2026", **figures: str) -> Tables:
    return read_tables(files_with(call, **figures))


def files_with(call: str = "2026", **figures: str) -> dict[str, bytes]:
    """The tables' files with other figures in a call's."""
    files = table_files(rates_files.rates_directory())
    text = files[f"calls/{call}.toml"].decode()
    for name, figure in figures.items():
        head, row, rest = text.partition(f'id = "{name.replace("_", "-")}"\nvalue = ')
        assert row
        _, line_end, rest = rest.partition("\n")
        text = f"{head}{row}{figure}{line_end}{rest}"
    return {**files, f"calls/{call}.toml": text.encode()}


def effect_of(old: Tables, new: Tables, **cases: dict[str, Any]) -> Impact:
    """The impact of other tables on some cases."""
    before, after = Side(name="old", tables=old), Side(name="", tables=new)
    told = [Told(name, answer(case, old), answer(case, new), between(before, after, case)) for name, case in cases.items()]
    return impact(before.version, after.version, told)


HOURS_150 = tables_with(absence_hours="150")


class TestTheEffect:
    def test_a_change_of_the_tables_is_told_by_line_and_step(self) -> None:
        found = effect_of(HOURS_150, load_tables(), open=OPEN, less=NO_MORE)
        assert (found.count, found.difference) == (2, Decimal("8250.00"))
        open_, less = found.changed
        (line,) = open_.lines
        assert (line.rule, line.before, line.after) == ("practice-compensation", Decimal("123750.00"), Decimal("132000.00"))
        assert (line.by_tables, line.by_library, line.change) == (Decimal("8250.00"), Decimal(0), Decimal("8250.00"))
        assert open_.comparison is not None
        assert [step.id for step in open_.comparison.steps] == ["absence-hours"]
        assert not less.difference
        assert not less.lines
        assert [each.place.item for each in less.differences] == ["absence-hours"]

    def test_what_the_tables_do_not_explain_is_the_librarys(self) -> None:
        before, after = answer(OPEN, HOURS_150), answer(OPEN, load_tables())
        before["lines"][0] |= {"amount": "100000.00"}
        why = between(Side(name="old", tables=HOURS_150), present(), OPEN)
        found = impact(Version("library", "old"), Version("present"), [Told("open", before | {"total": "100000.00"}, after, why)])
        (rule,) = found.by_rule
        assert (rule.by_tables, rule.by_library, rule.difference) == (Decimal("8250.00"), Decimal("23750.00"), Decimal("32000.00"))
        assert rule.difference == found.difference

    def test_rules_and_tables_that_work_against_each_other_are_both_told(self) -> None:
        before, after = answer(OPEN, HOURS_150), answer(OPEN, load_tables())
        why = between(Side(name="old", tables=HOURS_150), present(), OPEN)
        found = impact(Version("library", "old"), Version("present"), [Told("open", after | {"complete": True}, after, why)])
        (case,) = found.changed
        (line,) = case.lines
        assert (line.change, line.by_tables, line.by_library) == (Decimal(0), Decimal("8250.00"), Decimal("-8250.00"))
        assert before["total"] == "123750.00"

    def test_the_sums_of_the_lines_are_the_sum_of_the_totals(self) -> None:
        found = effect_of(
            tables_with(absence_hours="150", learning_expenses="9000", facilitation_share="3"),
            load_tables(),
            a=CONTRACT_CASE_,
            b=OPEN,
            c=OUTSIDE,
        )
        assert found.difference == sum(rule.difference for rule in found.by_rule)
        assert [rule.rule for rule in found.by_rule] == ["practice-compensation", "learning-expenses", "facilitation", "grant-frame"]
        assert all(rule.difference == rule.by_tables for rule in found.by_rule)
        assert all(abs(rule.largest) <= sum(abs(line.change) for case in found.changed for line in case.lines) for rule in found.by_rule)

    def test_a_line_that_becomes_determined_counts_from_nothing(self) -> None:
        found = effect_of(
            load_tables(),
            tables_with("2023", supervision_hours="50"),
            closed=plain("2023", supervision=[{"date": "2023-02-01", "hours": 60}]),
        )
        assert found.difference == Decimal("65550.00") - Decimal("75710.25")

    def test_cases_that_a_side_refuses_are_told_apart(self) -> None:
        nowhere = evolve(load_tables(), municipalities={})
        assert [
            len(effect_of(*each, open=OPEN).refused(which))
            for each, which in (((nowhere, load_tables()), "before"), ((load_tables(), nowhere), "after"), ((nowhere, nowhere), "both"))
        ] == [1, 1, 1]
        found = effect_of(load_tables(), nowhere, open=OPEN)
        assert (found.changed, found.difference) == ((), Decimal(0))
        (case,) = found.effects
        assert (case.lines, case.difference) == ((), Decimal(0))

    def test_as_json(self) -> None:
        nowhere = evolve(load_tables(), municipalities={})
        told = effect_of(HOURS_150, load_tables(), open=OPEN).to_json()
        json.dumps(told)
        assert told["by_rule"][0]["difference"] == told["difference"] == "8250.00"
        assert told["before"] == {"kind": "tables", "name": "old"}
        (effect,) = told["effects"]
        assert effect["lines"][0]["change"] == "8250.00"
        assert effect["steps"][0]["kind"] == "rate"
        assert {"at": "total", "before": "123750.00", "after": "132000.00"} in effect["differences"]
        assert effect_of(nowhere, nowhere, open=OPEN).to_json()["effects"][0]["refused"] == "both"


CONTRACT_CASE_: dict[str, Any] = json.loads(json.dumps(CONTRACT_CASE), parse_float=Decimal)


def shown(found: Impact, lang: str = "nb") -> str:
    return " ".join(to_plain(impact_blocks(found, lang), 100).split())


class TestTheText:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_it_says_how_many_how_much_through_what_and_why(self, lang: str) -> None:
        text, texts = shown(effect_of(HOURS_150, load_tables(), open=OPEN, less=NO_MORE), lang), catalogue(lang)
        assert (
            texts.say("impact.changed", changed=2, count=2, difference=f"+{texts.money(Decimal(8250))}").replace("\N{NO-BREAK SPACE}", " ")
            in text
        )
        assert texts.say("rule.practice-compensation") in text
        assert texts.say("impact.explain") in text

    def test_a_single_case_is_explained_in_full(self) -> None:
        text = shown(effect_of(HOURS_150, load_tables(), open=OPEN))
        assert "Før: tabellene i old, med biblioteket her. Etter: biblioteket og tabellene slik de er her." in text
        assert "– open (utlysning 2026): 123 750,00 kr → 132 000,00 kr (+8 250,00 kr)" in text
        assert "Taket for fraværstimer: 150 timer → 160 timer (+8 250,00 kr)" in text
        assert catalogue("nb").say("compare.title") in text

    def test_less_and_the_same_amount(self) -> None:
        text = shown(effect_of(load_tables(), HOURS_150, open=OPEN, less=NO_MORE))
        assert "1 får mindre, til sammen 8 250,00 kr." in text
        assert "hva som er igjen: 1 (less)" in text

    def test_nothing_changes(self) -> None:
        assert "Saker regnet på begge måter: 1. Alle gir det samme." in shown(effect_of(load_tables(), load_tables(), open=OPEN))

    def test_many_cases(self) -> None:
        text = shown(
            effect_of(
                HOURS_150, load_tables(), **{f"c{at}": OPEN for at in range(MOST_CASES + 2)}, **{f"n{at}": NO_MORE for at in range(9)}
            )
        )
        assert "og 2 saker til" in text
        assert "hva som er igjen: 9 (n0, n1, n2, n3, n4, n5 …)" in text

    def test_refused_cases(self) -> None:
        nowhere = evolve(load_tables(), municipalities={})
        assert "open: avvist før. /municipality/number: " in shown(effect_of(nowhere, load_tables(), open=OPEN))
        assert "open: blir avvist nå. /municipality/number: " in shown(effect_of(load_tables(), nowhere, open=OPEN))
        assert "1 blir avvist både før og etter" in shown(effect_of(nowhere, nowhere, open=OPEN))

    def test_parts_of_tables_and_rules_stand_beside_each_other(self) -> None:
        old, new = answer(OPEN, HOURS_150), answer(OPEN, load_tables())
        old["lines"][0] |= {"amount": "100000.00"}
        old["lines"].append(old["lines"][0] | {"rule": "gone", "amount": None})
        why = between(Side(name="old", tables=HOURS_150), present(), OPEN)
        text = shown(impact(Version("library", "old"), Version("present"), [Told("open", old | {"total": "100000.00"}, new, why)]))
        assert "Av tabellene Av reglene Til sammen" in text
        assert "+8 250,00 +23 750,00 +32 000,00" in text
        assert "Endret av reglene, ikke av tabellene:" in text
        assert "Praksiskompensasjon: 100 000,00 kr → 132 000,00 kr i alt (+23 750,00 kr)" in text

    def test_what_cannot_be_told_apart(self) -> None:
        old, new = answer(OPEN, HOURS_150), answer(OPEN, load_tables())
        text = shown(impact(Version("library", "old"), Version("present"), [Told("open", old, new, None)], "an unknown id"))
        assert "Dette biblioteket kan ikke lese tabellene i old: an unknown id" in text
        assert "Endret av reglene og tabellene sammen:" in text

    def test_steps_of_several_values_and_of_values_that_are_not_found(self) -> None:
        activities = [{"kind": "kurs", "date": "2025-09-10", "expenses": 4}]
        one = shown(effect_of(without("learning-expenses"), load_tables(), open=plain(activities=activities)))
        assert "Taket for utgifter til læringsaktiviteter: ikke funnet → 14 000,00 kr (+4,00 kr)" in one
        spent = {"facilitation": [{"date": "2025-09-10", "amount": 5}], "readings": {"grant-frame": "sum-of-caps"}}
        old = without("learning-expenses", "facilitation-share")
        both = shown(effect_of(old, load_tables(), open=plain(activities=activities, **spent)))
        assert "Taket for utgifter til læringsaktiviteter og 1 til (+9,00 kr)" in both


def without(*names: str) -> Tables:
    """The tables with some values of call 2026 not found."""
    files = table_files(rates_files.rates_directory())
    text = files["calls/2026.toml"].decode()
    for name in names:
        head, row, rest = text.partition(f'id = "{name}"\n')
        value, _, rest = rest.partition("\n")
        assert value.startswith("value = ")
        text = head + row + rest.replace('standing = "official"', 'standing = "not-found"', 1)
    return read_tables({**files, "calls/2026.toml": text.encode()})


# The sides ----------------------------------------------------------------------------------------------------------


def library(folder: Path, *changed: tuple[str, str], rule: str = "practice_compensation") -> Path:
    """A folder with a copy of the library, one of its rules changed, and the tables."""
    shutil.copytree(ROOT / "src" / "alis_rules", folder / "src" / "alis_rules", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(rates_files.rates_directory(), folder / "rates")
    path = folder / "src" / "alis_rules" / "rules" / f"{rule}.py"
    text = path.read_text("utf-8")
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return folder


def git(folder: Path, *arguments: str) -> None:
    names = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env={**os.environ, **names, **alone})  # noqa: S607


def refused(name: str, here: Path) -> str:
    with pytest.raises(InvalidCase) as error, side(name, here):
        pass
    (problem,) = error.value.errors
    return f"{problem.code}: {problem.message}"


class TestTheSides:
    def test_a_folder_and_an_archive_of_tables(self, tmp_path: Path) -> None:
        files = files_with(absence_hours="150")
        (tmp_path / "old.zip").write_bytes(pack(files))
        for name, content in files.items():
            path = tmp_path / "old" / "rates" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for name in ("old.zip", "old", "old/rates"):
            with side(name, tmp_path) as found:
                assert found.version == Version("tables", name)
                assert found.tables is not None
                assert found.tables.digest == digest_of(files)
                assert answers(found, [OPEN])[0]["total"] == "123750.00"

    def test_an_archived_edition(self, tmp_path: Path) -> None:
        with side("2026.1", tmp_path) as found:
            assert found.version == Version("tables", "2026.1")

    def test_an_older_library_answers_for_itself(self, tmp_path: Path) -> None:
        folder = library(tmp_path / "old", OLD_RULE)
        for name in ("old", "old/src"):
            with side(name, tmp_path) as found:
                assert found.version == Version("library", name)
                first, second = answers(found, [OPEN, OPEN | {"call": "1999"}])
            assert first["total"] == "132825.00"
            assert [each["code"] for each in second["errors"]] == ["unknown-call"]
        (folder / "rates" / "about.toml").write_text("no", "utf-8")
        with side("old", tmp_path) as found:
            assert found.tables is None
            assert "about.toml" in found.why
            assert between(found, present(), OPEN) is None

    def test_an_installed_library_carries_its_tables(self, tmp_path: Path) -> None:
        folder = library(tmp_path / "old")
        (folder / "rates").rename(folder / "src" / "alis_rules" / "_rates")
        with side("old", tmp_path) as found:
            assert answers(found, [OPEN])[0]["total"] == "132000.00"

    @pytest.mark.parametrize(
        ("program", "why"),
        [
            ("raise SystemExit('no such thing')", "no such thing"),
            ("print('{}')", "KeyError"),
            ("print('no')", "JSONDecodeError"),
            ("", "“old” does not answer"),
        ],
    )
    def test_a_library_that_does_not_answer(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, why: str) -> None:
        monkeypatch.setattr(impact_sides, "RUNNING", program)
        with pytest.raises(InvalidCase, match=why):
            answers(Side(name="old", library=tmp_path, tables=load_tables()), [OPEN])

    def test_a_git_revision(self, tmp_path: Path) -> None:
        library(tmp_path, OLD_RULE)
        git(tmp_path, "init", "--quiet")
        git(tmp_path, "add", "--all")
        git(tmp_path, "commit", "--quiet", "--message", "Old")
        shutil.rmtree(tmp_path / "src")
        with side("HEAD", tmp_path / "rates") as found:
            assert found.version == Version("library", "HEAD")
            assert found.library is not None
            assert answers(found, [OPEN])[0]["total"] == "132825.00"
            kept = found.library
        assert not kept.exists()
        assert refused("nosuch", tmp_path).startswith("impact-unknown: “nosuch” is no folder")
        assert refused("--help", tmp_path).startswith("impact-unknown: ")
        git(tmp_path, "rm", "-r", "--quiet", "--cached", "rates")
        git(tmp_path, "commit", "--quiet", "--message", "Without tables")
        assert refused("HEAD", tmp_path).startswith("impact-nothing-there: ")

    def test_no_repository_no_git_and_nothing_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        assert refused("HEAD", tmp_path).startswith("impact-no-repository: ")
        (tmp_path / "empty").mkdir()
        assert refused("empty", tmp_path).startswith("impact-nothing-there: ")
        monkeypatch.setenv("PATH", str(tmp_path))
        assert refused("HEAD", tmp_path).startswith("impact-no-git: ")

    def test_tables_that_cannot_be_read(self, tmp_path: Path) -> None:
        (tmp_path / "bad.zip").write_text("no", "utf-8")
        (tmp_path / "bad").mkdir()
        (tmp_path / "bad" / "about.toml").write_text("no", "utf-8")
        assert refused("bad.zip", tmp_path).startswith("impact-tables: The tables of “bad.zip” cannot be read: archive/bad.zip: ")
        assert refused("bad", tmp_path).startswith("impact-tables: ")

    def test_a_case_that_one_of_the_tables_refuses_is_not_compared(self) -> None:
        nowhere = Side(name="x", tables=evolve(load_tables(), municipalities={}, digest="x"))
        assert between(nowhere, present(), OPEN) is None


def test_the_program_for_older_libraries_answers_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "in").write_text(
        f"{json.dumps(OPEN)}\n{json.dumps(OPEN | {'call': '1999'})}\n{json.dumps(OPEN | {'call': '2027'})}\n", "utf-8"
    )
    with (tmp_path / "in").open(encoding="utf-8") as source, (tmp_path / "out").open("w", encoding="utf-8") as goal:
        answer_lines(source, goal)
    first, second, third = map(json.loads, (tmp_path / "out").read_text("utf-8").splitlines())
    assert (first["total"], third["call"]) == ("132000.00", "2027")
    assert [each["code"] for each in second["errors"]] == ["unknown-call"]


def test_it_asks_a_library_only_for_what_it_can_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def load_case(text: str) -> None:
        asked.append(text)

    monkeypatch.setattr("alis_rules.load_case", load_case, raising=False)

    class Answer:
        def to_json(self) -> dict[str, str]:
            return {"total": "1.00"}

    def evaluate(case: None) -> Answer:
        return Answer()

    monkeypatch.setattr("alis_rules.evaluate", evaluate, raising=False)
    (tmp_path / "in").write_text("{}\n", "utf-8")
    with (tmp_path / "in").open(encoding="utf-8") as source, (tmp_path / "out").open("w", encoding="utf-8") as goal:
        answer_lines(source, goal)
    assert asked == ["{}\n"]
    assert json.loads((tmp_path / "out").read_text("utf-8")) == {"total": "1.00"}


# The command --------------------------------------------------------------------------------------------------------


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in a folder with archived tables before a change, and a case."""
    (tmp_path / "old.zip").write_bytes(pack(files_with(absence_hours="150")))
    (tmp_path / "open.json").write_text(json.dumps(OPEN), "utf-8")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["alis-rules", "impact", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), out, err)

    return call


class TestTheCommand:
    def test_text_json_markdown_and_html(self, run: Run) -> None:
        ran = run("--from", "old.zip", "open.json")
        assert (ran.code, ran.err) == (0, "")
        assert "1 av 1 saker gir noe annet. Til sammen +8 250,00 kr." in ran.out
        assert json.loads(run("--from", "old.zip", "open.json", "--format", "json").out)["difference"] == "8250.00"
        assert run("--from", "old.zip", "open.json", "--format", "markdown", "--lang", "en").out.startswith("# What a change does\n")
        assert '<h1 id="top">Kva ei endring gjer</h1>' in run("--from", "old.zip", "open.json", "--format", "html", "--lang", "nn").out

    def test_from_one_to_another(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "older.zip").write_bytes(pack(files_with(absence_hours="140")))
        ran = run("--from", "old.zip", "--to", "older.zip", "open.json", "--format", "json")
        assert json.loads(ran.out)["difference"] == "-8250.00"

    def test_cases_of_the_replay_of_folders_and_of_lines(self, run: Run, tmp_path: Path) -> None:
        folder = tmp_path / "tests" / "replay" / "cases"
        folder.mkdir(parents=True)
        (folder / "kept.json").write_text(json.dumps({"name": "kept", "why": "", "case": OPEN, "entitlement": {}}), "utf-8")
        (folder / "many.jsonl").write_text(f"{json.dumps(OPEN)}\n{json.dumps(NO_MORE)}\n", "utf-8")
        (folder / "read.me").write_text("no case", "utf-8")
        told = json.loads(run("--from", "old.zip", "--format", "json").out)
        many = "tests/replay/cases/many.jsonl"
        assert [each["name"] for each in told["effects"]] == ["kept", f"{many}:1", f"{many}:2"]

    def test_a_library_that_differs(self, run: Run, tmp_path: Path) -> None:
        library(tmp_path / "old", OLD_RULE)
        ran = run("--from", "old", "open.json")
        assert "Praksiskompensasjon: 132 825,00 kr → 132 000,00 kr i alt (−825,00 kr)" in " ".join(ran.out.split())
        assert "Før: biblioteket og tabellene i old." in " ".join(ran.out.split())

    def test_all_that_is_wrong_is_told_at_once(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "bad.json").write_text("{", "utf-8")
        (tmp_path / "list.json").write_text("[]", "utf-8")
        ran = run("--from", "2026.1", "--to", "2026.1", "bad.json", "list.json", "none.json")
        assert (ran.code, ran.out) == (2, "")
        for told in ("Feil i bad.json:", "Feil i list.json:", "Feil i none.json:", "Feil i --from:", "--from og --to er det samme"):
            assert told in ran.err

    def test_a_wrong_name_and_no_cases(self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        ran = run("--from", "nosuch", "open.json", "--format", "json")
        assert (ran.code, ran.out) == (2, "")
        assert json.loads(ran.err)["errors"][0]["code"] == "impact-no-repository"
        (tmp_path / "empty").mkdir()
        ran = run("--from", "old.zip", "empty")
        assert ran.code == 2
        assert "Her er ingen saker." in ran.err
