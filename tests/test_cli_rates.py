"""The commands under ``alis-rules rates``: what they print, where, and with which exit code."""

import json
import shutil
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from attrs import evolve

from alis_rules import cli, cli_rates, load_tables
from alis_rules.cli_writing import print_blocks
from alis_rules.explain.rates_text import RatesText
from alis_rules.rates import UNITS
from alis_rules.rates_files import rates_directory
from alis_rules.rates_schema import DOCUMENTS, table_schema
from alis_rules.upkeep import in_force

TABLES = load_tables()


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def flat(self) -> str:
        """What was printed, on one line."""
        return " ".join(self.out.split())


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs ``alis-rules rates`` in this process, as its entry point does."""

    def call(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["alis-rules", "rates", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capfdbinary.readouterr()
        return Ran(int(stopped.value.code or 0), out.decode("utf-8"), err.decode("utf-8"))

    return call


@pytest.fixture
def rates(tmp_path: Path) -> Path:
    """A copy of the table files."""
    return Path(shutil.copytree(rates_directory(), tmp_path / "rates"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="\n")


@pytest.mark.parametrize("arguments", [("list",), ("show", "2026"), ("on", "2025-06-01"), ("check",), ("diff", "2023", "2026")])
@pytest.mark.parametrize("lang", ["nb", "en"])
def test_plain_when_piped_and_within_the_width(run: Run, arguments: tuple[str, ...], lang: str) -> None:
    ran = run(*arguments, "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert "\x1b" not in ran.out
    assert "\N{NO-BREAK SPACE}" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 80
    assert max(map(len, run(*arguments, "--lang", lang, "--width", "60").out.splitlines())) <= 60
    assert len(run(*arguments, "--lang", lang, "--width", "120").out.splitlines()) <= len(ran.out.splitlines())


def test_list(run: Run) -> None:
    ran = run("list")
    assert f"Tabellene, utgave {TABLES.version}" in ran.out
    assert "2026 Periode: 1. juni 2025 – 31. mai 2026. Kontrollert til og med 21. november 2026." in ran.flat
    assert "13 offisielle, 0 rapporterte, 2 ubekreftede, 11 ikke funnet." in ran.flat
    assert "2024 Periode: ikke funnet." in ran.flat
    assert "– Salærsatsen. Kontrollert til og med" in ran.flat
    assert "13 official, 0 reported, 2 unconfirmed, 11 not found." in run("list", "--lang", "en").flat


class TestShow:
    def test_a_value_in_every_call(self, run: Run) -> None:
        ran = run("show", "supervision-hours")
        assert ran.out.startswith("Taket for veiledningstimer (supervision-hours)\n")
        assert "2021 42 timer, offisiell. I kraft fra 22. januar 2021." in ran.flat
        assert "2024 ikke funnet. Kilden er lest" in ran.flat
        assert "2026 57,75 timer, offisiell." in ran.flat
        assert "Merknad: 4 × 10,5 timer, forberedelse innenfor de fire (3 + 1)." in ran.flat
        assert "Kilde: " in ran.flat

    def test_a_call_with_all_its_values(self, run: Run) -> None:
        ran = run("show", "2022")
        assert ran.out.startswith("Utlysningen 2022\n")
        assert all(f"({name})" in ran.flat for name in UNITS)
        assert "Utlysningsdagen (announced): 17. mars 2022, offisiell. I kraft fra 17. mars 2022. Kjent fra 17. mars 2022." in ran.flat
        assert "En annen kilde sier 2022-10-01: Statsforvalteren i Vestland" in ran.flat
        assert "(recruitment-difficulties): nei, offisiell." in ran.flat
        assert "(template-required): yes, official." in run("show", "2026", "--lang", "en").flat

    def test_the_fee_rate(self, run: Run) -> None:
        ran = run("show", "fee-rate")
        assert ran.out.startswith("Salærsatsen (fee-rate)\n")
        assert "– 1 265 kr per time, rapportert. I kraft fra en dag mellom 1. juni 2024 og 31. desember 2024." in ran.flat
        assert ran.flat.count("per time, ") == sum(value.value is not None for value in TABLES.fee_rates)

    def test_an_unknown_day_and_a_last_day(self, run: Run, rates: Path) -> None:
        assert "(announced): ikke funnet (mellom 1. januar 2026 og 31. desember 2026). Kilden" in run("show", "2026").flat
        edit(rates / "calls" / "2026.toml", 'note = "20 dager."', "in_force_to = 2026-05-31")
        shown = run("show", "absence-hours", "--directory", str(rates)).flat
        assert "160 timer, offisiell. I kraft 1. juni 2025 – 31. mai 2026. Kilden" in shown

    def test_an_unknown_name(self, run: Run) -> None:
        ran = run("show", "absense-hours")
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("alis-rules: «absense-hours» er verken en verdi eller en utlysning. Mente du «absence-hours»")
        assert "“absense-hours” is neither" in run("show", "absense-hours", "--lang", "en").err


class TestOn:
    def test_a_day_in_a_call(self, run: Run) -> None:
        ran = run("on", "2025-06-01")
        assert ran.out.startswith("1. juni 2025\n")
        assert "Utlysningen 2026, tilskuddsperioden 1. juni 2025 – 31. mai 2026:" in ran.flat
        assert "– Taket for fraværstimer (absence-hours): 160 timer, offisiell" in ran.flat
        assert "– Ikke funnet: utlysningsdagen; søknadsfristen; " in ran.flat
        assert "– 1 315 kr per time, rapportert." in ran.flat
        assert "1 375" not in ran.flat

    def test_a_day_of_a_call_whose_period_is_not_found(self, run: Run) -> None:
        ran = run("on", "2024-07-01")
        assert "Trolig utlysningen 2024: " in ran.flat
        assert "den tidligst fra 1. september 2023, senest til 31. august 2024." in ran.flat
        assert "hver av disse kan gjelde: – 1 215 kr per time" in ran.flat
        assert "– 1 265 kr per time" in ran.flat
        early = run("on", "2004-12-31").flat
        assert "Trolig" not in early
        assert early.endswith("Ingen kilde gir en sats for dagen.")

    def test_a_day_of_no_call(self, run: Run) -> None:
        assert "No call has a grant period that holds the day." in run("on", "2026-06-01", "--lang", "en").flat

    def test_a_day_after_the_horizon(self, run: Run) -> None:
        ran = run("on", "2026-11-22")
        assert (ran.code, ran.out) == (2, "")
        assert "2026-11-22 er senere enn siste kontrollerte dag, 2026-11-21. Kjente utlysninger: 2021, 2022 (2022-01-01" in ran.err

    @pytest.mark.parametrize("date", ["2026-02-30", "yesterday", "20260101"])
    def test_not_a_day(self, run: Run, date: str) -> None:
        assert run("on", date).code == 2

    def test_a_call_with_every_value_has_no_list_of_what_it_lacks(self, capsys: pytest.CaptureFixture[str]) -> None:
        call = TABLES.calls["2026"]
        found = {name: value for name, value in call.values.items() if value.value is not None}
        day = call.bounds[0]
        whole = evolve(in_force(TABLES, day), call=evolve(call, values=found))
        print_blocks(RatesText("nb").on(day, whole), 80)
        assert "Ikke funnet" not in capsys.readouterr().out


class TestCheck:
    def test_the_shipped_tables(self, run: Run) -> None:
        ran = run("check")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"Tabellene, utgave {TABLES.version}\n {TABLES.digest}\n Alle filene kan leses")
        assert "– calls/2021.toml: Kontrollert til og med 21. november 2026." in ran.flat
        assert "Oppgi --today" in ran.flat

    def test_stale(self, run: Run) -> None:
        assert "Ingen tabell er eldre enn ett år." in run("check", "--today", "2027-11-21").flat
        stale = run("check", "--today", "2027-11-22")
        assert stale.code == 0
        assert stale.flat.count("Det er mer enn ett år siden") == len(TABLES.calls) + 2
        assert "Ingen tabell" not in stale.flat

    def test_dead_sources(self, run: Run, rates: Path) -> None:
        edit(rates / "about.toml", "[sources.ssb-klass]", '[sources.new]\ntitle = "New"\nurl = ""\n\n[sources.ssb-klass]')
        dead = run("check", str(rates)).flat
        assert "Kilder som ingen verdi viser til" in dead
        assert "– new" in dead
        about = tomllib.loads((rates / "about.toml").read_text("utf-8"))
        for key in about["sources"]:
            if f"– {key}" in dead:
                text = (rates / "about.toml").read_text("utf-8")
                before, _, rest = text.partition(f"[sources.{key}]\n")
                (rates / "about.toml").write_text(before + rest.partition("\n\n")[2], "utf-8")
        assert "Kilder som ingen" not in run("check", str(rates)).flat

    def test_every_problem_with_file_and_line(self, run: Run, rates: Path) -> None:
        edit(rates / "calls" / "2026.toml", "value = 160", "value = true")
        edit(rates / "fee-rate.toml", "value = 790", "value = -1")
        (rates / "calls" / "2022.toml").write_text("= 5", "utf-8")
        ran = run("check", str(rates))
        assert (ran.code, ran.out) == (2, "")
        first, *problems = ran.err.splitlines()
        assert first == "Feil i tabellene: 3"
        assert problems[0].startswith("  calls/2022.toml: not TOML: ")
        assert "line 1" in problems[0]
        assert problems[1].startswith("  calls/2026.toml, line 57 (absence-hours): ")
        assert problems[2].startswith("  fee-rate.toml, line 7: ")
        assert run("list", "--directory", str(rates)).code == 2


class TestDiff:
    def test_in_words_and_in_kroner(self, run: Run) -> None:
        ran = run("diff", "2023", "2026")
        assert ran.out.startswith("Fra utlysningen 2023 til utlysningen 2026\n")
        assert "Endret – Tilskuddsperiodens første dag (period-from): 1. oktober 2022 → 1. juni 2025, offisiell" in ran.flat
        assert "Salærsatsen (fee-rate): 1 140 kr per time → 1 375 kr per time, rapportert" in ran.flat
        assert "(absence-hours): ikke funnet → 160 timer, offisiell" in ran.flat
        assert "(locum-months): 3 måneder → ikke funnet " in ran.flat
        assert "Uendret – andelen av salærsatsen for veiledning; " in ran.flat
        assert "Praksiskompensasjon ikke fastsatt 132 000,00 kr –" in ran.flat
        assert "Veiledning 75 710,25 kr 91 317,19 kr +15 606,94 kr" in ran.flat
        assert "2026 Det som ikke er fastsatt, mangler: «tilskuddsrammen»." in ran.flat
        assert "Sum av linjene som er fastsatt 75 710,25 kr 562 317,19 kr –" in ran.flat
        assert "Egenandel" not in ran.flat

    def test_other_standings_and_no_difference(self, run: Run, rates: Path) -> None:
        same = run("diff", "2026", "2026").flat
        assert "Endret –" not in same
        assert same.count("Det som ikke er fastsatt") == 1
        edit(rates / "calls" / "2026.toml", 'value = 115\nunit = "percent"\nin_force_from = 2025-06-01\nstanding = "official"',
             'value = 115\nunit = "percent"\nin_force_from = 2025-06-01\nstanding = "reported"')  # fmt: skip
        firm = run("diff", "2023", "2026", "--directory", str(rates)).flat
        assert "(supervision-share): 115 %, offisiell → rapportert" in firm

    def test_where_everything_differs_or_is_determined(self, run: Run, rates: Path) -> None:
        """With a grant frame both calls are complete, and the totals are compared."""
        frame = 'id = "grant-frame-fastlege"\nunit = "NOK"\nstanding = "not-found"'
        given = 'id = "grant-frame-fastlege"\nunit = "NOK"\nvalue = 2000000\nin_force_from = 2025-06-01\nstanding = "official"'
        edit(rates / "calls" / "2026.toml", frame, given)
        edit(rates / "fee-rate.toml", "verified = 2026-11-21", "verified = 2027-12-31")
        assert run("new-call", "2027", "--from", "2026", "--directory", str(rates)).code == 0
        edit(rates / "calls" / "2027.toml", "value = 14000", "value = 13000")
        ran = run("diff", "2026", "2027", "--directory", str(rates)).flat
        assert "Utgifter til læringsaktiviteter 14 000,00 kr 13 000,00 kr −1 000,00 kr" in ran
        assert "Sum tilskudd 662 317,19 kr 661 317,19 kr" in ran
        assert "Det som ikke er fastsatt" not in ran

    def test_nothing_unchanged(self, capsys: pytest.CaptureFixture[str]) -> None:
        from alis_rules.upkeep import Kind, difference

        found = difference(TABLES, "2023", "2026")
        changed = evolve(found, changes=tuple(each for each in found.changes if each.kind is not Kind.SAME))
        print_blocks(RatesText("en").difference(changed), 80)
        assert "Unchanged\n   – nothing" in capsys.readouterr().out

    def test_an_unknown_call(self, run: Run) -> None:
        ran = run("diff", "2026", "2O25")
        assert (ran.code, ran.out) == (2, "")
        assert "Utlysningen «2O25» finnes ikke." in ran.err


class TestNewCall:
    def test_writes_the_file_and_says_where(self, run: Run, rates: Path) -> None:
        ran = run("new-call", "2027", "--from", "2026", "--directory", str(rates))
        path = rates / "calls" / "2027.toml"
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"Skrev {path.as_posix()}. Hver verdi skal bekreftes")
        assert load_tables(rates).calls["2027"]["absence-hours"].standing == "unconfirmed"
        again = run("new-call", "2027", "--from", "2026", "--directory", str(rates), "--lang", "en")
        assert (again.code, again.out) == (2, "")
        assert "2027.toml exists and is not overwritten." in again.err

    def test_in_the_checkout_by_default(self, run: Run, rates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cli_rates, "rates_directory", lambda: rates)
        assert run("new-call", "2027", "--from", "2026").code == 0
        assert (rates / "calls" / "2027.toml").exists()

    def test_tables_that_do_not_load(self, run: Run, tmp_path: Path) -> None:
        ran = run("new-call", "2027", "--from", "2026", "--directory", str(tmp_path), "--lang", "en")
        assert ran.code == 2
        assert ran.err.startswith("Problems in the tables: 5\n  about.toml: the file is missing\n")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_schema(run: Run, document: str) -> None:
    ran = run("schema", document)
    assert ran.code == 0
    assert json.loads(ran.out) == table_schema(document)


def test_the_commands_there_are(run: Run) -> None:
    ran = run("--help")
    assert all(name in ran.out for name in ("list", "show", "on", "check", "diff", "new-call", "archive", "schema"))


def test_colour_on_a_terminal_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_blocks(RatesText("nb").listing(TABLES, ()), None)
    assert "\x1b[1m" in capsys.readouterr().out
