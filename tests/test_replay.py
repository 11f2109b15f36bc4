"""The replay gate: the repository's own cases, and the tool that judges them and writes the changelog."""

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest
from attrs import evolve

from alis_rules import Tables, cli, cli_replay, load_tables
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.rates_files import read_directory, read_tables, table_files
from alis_rules.replay import TOTAL, Difference, Kept, Place, answer, differences, given, is_final, replay
from alis_rules.replay_files import laid_out, read_folder, write
from tests.replay import choose
from tests.replay.coverage import CASES, coverage
from tests.replay.making import plain
from tests.support import ROOT

REAL = ROOT / "rates"
OPEN = plain(activities=[{"kind": "kurs", "date": "2025-09-10", "absence_hours": 200}])
CLOSED = plain("2023", supervision=[{"date": "2023-02-01", "hours": 10}])


def altered(call: str, value_id: str, figure: str) -> Tables:
    """The tables with another figure in a call's file."""
    files = table_files(ROOT / "rates")
    head, row, rest = files[f"calls/{call}.toml"].decode().partition(f'id = "{value_id}"\nvalue = ')
    assert row
    _, line_end, rest = rest.partition("\n")
    return read_tables({**files, f"calls/{call}.toml": f"{head}{row}{figure}{line_end}{rest}".encode()})


HOURS_161 = altered("2026", "absence-hours", "161")
SHARE_116 = altered("2023", "supervision-share", "116")


class TestTheCasesOfTheProject:
    def test_each_gives_what_is_kept_of_it(self) -> None:
        cases, wrong = read_folder(CASES)
        assert not wrong
        tables = read_directory(REAL)
        assert [each.name for each in (replay(case, tables) for case in cases) if each.differences] == []

    def test_they_reach_all_that_is_possible(self) -> None:
        assert [name for name, count in coverage().items() if not count] == []

    def test_there_are_some_two_hundred_and_each_is_laid_out_as_the_tool_does(self) -> None:
        paths = sorted(CASES.glob("*.json"))
        assert 200 <= len(paths) <= 300
        assert sum(path.stat().st_size for path in paths) < 3_000_000
        for path in paths:
            text = path.read_text("utf-8")
            assert text == f"{laid_out(json.loads(text, parse_float=Decimal, parse_int=Decimal))}\n", path.name

    def test_each_has_its_own_name_and_a_short_reason(self) -> None:
        cases, _ = read_folder(CASES)
        assert len({case.name for case in cases}) == len(cases)
        assert all(case.why.endswith(".") and len(case.why) < 160 for case in cases)

    def test_the_choice_is_never_made_over_again_in_a_folder_with_cases(self) -> None:
        with pytest.raises(SystemExit, match="names once given stay"):
            choose.main([str(CASES)])


# What is looked at --------------------------------------------------------------------------------------------------


class TestGiven:
    def test_the_amounts_records_conditions_and_what_is_left(self) -> None:
        found = given(answer(OPEN, load_tables()))
        assert found[TOTAL] == "132000.00"
        assert found[Place("complete")] == "false"
        line = ("outcome", "amount", "limited_by", "recipients.doctor")
        assert [found[Place("lines", "practice-compensation", each)] for each in line] == [
            "limited",
            "132000.00",
            "absence-hours",
            "132000.00",
        ]
        assert found[Place("lines", "grant-frame", "amount")] == ""
        assert found[Place("records", "/activities/0", "counts")] == "true"
        assert found[Place("conditions", "signed", "status")] == "met"
        assert found[Place("remaining", "absence-hours", "left")] == "0.00"

    def test_words_notes_tables_and_new_keys_are_no_part_of_it(self) -> None:
        before = answer(OPEN, load_tables())
        lines = [line | {"new": 1, "clauses": []} for line in before["lines"]]
        after = before | {"lines": lines, "notes": [], "tables": {"version": "2", "digest": "x"}, "new": {}}
        assert list(differences(before, after)) == []

    def test_a_new_line_and_one_that_is_gone_are_told(self) -> None:
        before = answer(OPEN, load_tables())
        after = before | {"remaining": before["remaining"][1:]}
        place = Place("remaining", "absence-hours", "left")
        assert list(differences(before, after)) == [Difference(place, "0.00", None)]
        assert list(differences(after, before)) == [Difference(place, None, "0.00")]

    def test_a_refused_case_gives_its_errors(self) -> None:
        refused = answer(OPEN | {"call": "1999"}, load_tables())
        assert given(refused) == {Place("errors", "/call", "code"): "unknown-call"}

    def test_a_call_is_final_once_a_later_one_is_there(self) -> None:
        finals = {call: is_final(call, load_tables()) for call in ("2021", "2024", "2025", "2026", "2027", "")}
        assert finals == {"2021": True, "2024": True, "2025": True, "2026": False, "2027": False, "": False}

    def test_a_case_without_a_baseline_cannot_be_replayed(self) -> None:
        with pytest.raises(ValueError, match="x has no baseline"):
            replay(Kept(name="x", why="", case=OPEN, answer=None), load_tables())


# The command --------------------------------------------------------------------------------------------------------


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Desk(NamedTuple):
    """A folder of two cases, and the command that replays them by some tables."""

    cases: Path
    run: Callable[..., Ran]
    use: Callable[[Tables], None]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    folder = tmp_path / "cases"
    folder.mkdir()
    for name, case in (("open", OPEN), ("closed", CLOSED)):
        write(folder, Kept(name=name, why="A case.", case=case, answer=None), answer(case, load_tables()))

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["alis-rules", "replay", str(folder), *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        return Ran(int(stopped.value.code or 0), out, " ".join(err.split()))

    def use(tables: Tables) -> None:
        monkeypatch.setattr(cli_replay, "load_tables", lambda: tables)

    return Desk(folder, run, use)


def _flat(text: str) -> str:
    return " ".join(text.split())


class TestTheCommand:
    def test_all_as_before(self, desk: Desk) -> None:
        ran = desk.run()
        assert ran.code == 0
        assert "Saker regnet på nytt: 2. Alle gir det samme" in ran.out
        before = {path: path.read_bytes() for path in desk.cases.iterdir()}
        ran = desk.run("--accept")
        assert (ran.code, ran.out.splitlines()[-1]) == (0, f"Saker skrevet i {desk.cases.as_posix()} med det de gir nå: 0.")
        assert {path: path.read_bytes() for path in desk.cases.iterdir()} == before

    @pytest.mark.parametrize(
        ("tables", "name", "call", "change"),
        [
            (HOURS_161, "open", "Utlysning 2026, ikke avsluttet.", "132 000,00 kr → 132 825,00 kr (+825,00 kr)"),
            (SHARE_116, "closed", "Utlysning 2023, avsluttet.", "13 110,00 kr → 13 224,00 kr (+114,00 kr)"),
        ],
    )
    def test_a_changed_amount_fails_until_it_is_accepted(self, desk: Desk, tables: Tables, name: str, call: str, change: str) -> None:
        before = {path.stem: path.read_bytes() for path in desk.cases.iterdir()}
        desk.use(tables)
        ran = desk.run()
        assert ran.code == 1
        assert f"{call} Sum tilskudd: {change}." in _flat(ran.out)
        assert "Hva som må gjøres" in ran.out
        assert {path.stem: path.read_bytes() for path in desk.cases.iterdir()} == before
        ran = desk.run("--accept")
        assert ran.code == 0
        assert f"Saker skrevet i {desk.cases.as_posix()} med det de gir nå: 1." in ran.out
        assert "Hva som må gjøres" not in ran.out
        assert [path.stem for path in desk.cases.iterdir() if path.read_bytes() != before[path.stem]] == [name]
        assert desk.run().code == 0

    def test_a_folder_that_cannot_be_written_is_told(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(path: Path, *_: object) -> None:
            raise OSError(28, "No space left on device", str(path))

        desk.use(HOURS_161)
        monkeypatch.setattr(Path, "write_bytes", full)
        ran = desk.run("--accept")
        assert ran.code == 2
        assert "disken er full" in ran.err

    def test_details_are_told_and_not_too_many(self, desk: Desk) -> None:
        desk.use(evolve(load_tables(), municipalities={}))
        ran = desk.run("--lang", "en")
        assert "Call 2026, not closed. Total grant: NOK 132,000.00 → refused" in _flat(ran.out)
        assert "Practice compensation: NOK 132,000.00 → not there" in _flat(ran.out)
        assert "/municipality/number, error: not there → unknown-municipality" in _flat(ran.out)
        assert "other things in the result" in ran.out
        desk.use(altered("2026", "longest-years", "1"))
        told_now = _flat(desk.run().out)
        assert "Praksiskompensasjon: 132 000,00 kr → 0,00 kr" in told_now
        assert "Praksiskompensasjon, utfall: begrenset → dekkes ikke" in told_now
        assert "Læringsaktivitet, nr. 1, teller: ja → nei" in told_now
        assert "Læringsaktivitet, nr. 1, grunner til å ikke telle: ingenting → etter at avtalens lengste varighet er brukt opp" in told_now
        assert "fraværstimer i året, igjen: 0 → finnes ikke" in told_now
        assert "går til" not in told_now

    def test_who_receives_and_what_was_incurred_are_told_in_kroner(self, desk: Desk) -> None:
        kept = json.loads((desk.cases / "open.json").read_text("utf-8"))
        line = kept["entitlement"]["lines"][0]
        line["incurred"], line["recipients"] = "1.00", {"doctor": "0.00", "municipality": "132000.00", "to_be_agreed": "0.00"}
        (desk.cases / "open.json").write_text(json.dumps(kept), "utf-8")
        told_now = _flat(desk.run().out)
        assert "Praksiskompensasjon, påløpt: 1,00 kr → 165 000,00 kr" in told_now
        assert "Praksiskompensasjon, går til (legen): 0,00 kr → 132 000,00 kr" in told_now
        line["incurred"] = None
        (desk.cases / "open.json").write_text(json.dumps(kept), "utf-8")
        assert "Praksiskompensasjon, påløpt: ikke fastsatt → 165 000,00 kr" in _flat(desk.run().out)

    def test_cases_whose_amounts_are_as_before_come_last(self, desk: Desk) -> None:
        write(desk.cases, Kept(name="a-left", why="A case.", case=plain(), answer=None), answer(plain(), load_tables()))
        desk.use(HOURS_161)
        ran = desk.run()
        assert ran.out.index("\nopen\n") < ran.out.index("\na-left\n")
        assert "Sum tilskudd er som før: 0,00 kr." in ran.out

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_language(self, desk: Desk, lang: str) -> None:
        desk.use(HOURS_161)
        ran = desk.run("--lang", lang)
        assert catalogue(lang).say("replay.title") in ran.out
        assert catalogue(lang).say("replay.to-do") in ran.out

    def test_a_new_case_gets_what_it_gives(self, desk: Desk) -> None:
        path = desk.cases / "new.json"
        path.write_text(json.dumps({"name": "new", "why": "New.", "case": CLOSED}), "utf-8")
        ran = desk.run()
        assert (ran.code, ran.out) == (2, "")
        assert f"Feil i {path.as_posix()}: /entitlement: Saken har ikke noe resultat ennå. Kjør «alis-rules replay --accept»" in ran.err
        others = {each: each.read_bytes() for each in desk.cases.iterdir() if each != path}
        ran = desk.run("--accept")
        assert (ran.code, ran.err) == (0, "")
        assert json.loads(path.read_text("utf-8"))["entitlement"]["total"] == "13110.00"
        assert {each: each.read_bytes() for each in others} == others
        assert desk.run().code == 0

    def test_a_case_that_is_refused_may_be_kept_as_such(self, desk: Desk) -> None:
        path = desk.cases / "new.json"
        path.write_text(json.dumps({"name": "new", "why": "New.", "case": CLOSED | {"call": "1999"}}), "utf-8")
        desk.run("--accept")
        assert [each["code"] for each in json.loads(path.read_text("utf-8"))["entitlement"]["errors"]] == ["unknown-call"]
        assert desk.run().code == 0


class TestWhatIsWrong:
    def test_every_wrong_file_is_told(self, desk: Desk) -> None:
        good = json.loads((desk.cases / "open.json").read_text("utf-8"))
        amounts = good["entitlement"] | {"total": "much"}
        files = {
            "a": "{",
            "b": "[]",
            "c": json.dumps({"name": 1, "why": "", "case": [], "extra": 1}),
            "d": json.dumps(good),
            "e": json.dumps(good | {"name": "e", "entitlement": {"total": 1}}),
            "f": json.dumps(good | {"name": "f", "entitlement": amounts}),
            "g": json.dumps(good | {"name": "g", "entitlement": []}),
        }
        for name, content in files.items():
            (desk.cases / f"{name}.json").write_text(content, "utf-8")
        (desk.cases / "h.json").mkdir()
        ran = desk.run("--lang", "en")
        assert (ran.code, ran.out) == (2, "")
        assert all(f"{desk.cases.as_posix()}/{name}.json" in ran.err for name in (*files, "h"))
        assert "/name: A file here is an object with name, why, case, entitlement" in ran.err
        assert "/case: A file here is an object" in ran.err
        assert "/extra: " in ran.err
        assert "/name: The case has the name of its file: d." in ran.err
        assert ran.err.count("/entitlement: This is no result that this program wrote.") == 3
        assert "cannot be read" in ran.err
        assert "Traceback" not in ran.err

    def test_no_folder_and_an_empty_one(self, desk: Desk) -> None:
        for path in desk.cases.iterdir():
            path.unlink()
        assert "Mappen har ingen saker" in desk.run().err
        desk.cases.rmdir()
        ran = desk.run()
        assert ran.code == 2
        assert "Det er ingen mappe her." in ran.err
