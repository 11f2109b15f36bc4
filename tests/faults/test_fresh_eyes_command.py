"""What a newcomer to the command, with wrong input and an uncertain sum, was told wrongly."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import AtLeast, Full, InvalidCase, cli, cli_rates, load_case, near, needed, receipt, sensitivity, to_text, verify
from alis_rules.evaluation import evaluate
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.rates_files import CARRIED, rates_directory
from tests.commanding import Ran
from tests.support import ROOT

CONTRACT = json.loads((ROOT / "examples" / "contract-case.json").read_text("utf-8"))
WITHOUT_FRAME = {key: value for key, value in CONTRACT.items() if key != "readings"}
"""The contract's case by the default readings: its grant frame is not known, and its total not final."""
GAP = [
    {"role": "fastlege", "employment": "hovedmodell", "percent": 50, "from": "2025-02-01", "to": "2025-09-01"},
    {"role": "introduksjonslege", "employment": "ansatt", "percent": 100, "from": "2025-09-03"},
]
"""Two posts with a day between them, which ends the agreement."""

Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs the command in this process, as its entry point does."""

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["alis-rules", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capfdbinary.readouterr()
        return Ran(int(stopped.value.code or 0), out.decode("utf-8"), err.decode("utf-8"))

    return call


def _file(folder: Path, document: Any, name: str = "case.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def _flat(text: str) -> str:
    return " ".join(text.split())


# A sum that is not final is never said as if it were -------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@given(amount=st.integers(0, 500_000), frame=st.none() | st.integers(1, 500_000))
@settings(max_examples=15, deadline=None)
def test_what_it_takes_says_that_a_total_is_not_final(lang: Any, amount: int, frame: int | None) -> None:
    supplied = {} if frame is None else {"supplied": {"grant_frame": {"fastlege": frame}}}
    found = needed(load_case(json.dumps(WITHOUT_FRAME | supplied)), AtLeast("total", amount), vary="percent")
    given_by = found.reached or found.highest
    assert given_by is not None
    told, say = _flat(to_text(found, lang=lang)), catalogue(lang).say
    reached = found.reached is not None
    certain = given_by.at_least >= amount if reached else given_by.at_most is not None and given_by.at_most < amount
    keys = {"outlook.unsure.total", "outlook.unsure.reached", "outlook.unsure.out-of-reach"}
    said = {key for key in keys if _flat(say(key, between="…").partition("…")[0]) in told}
    if given_by.complete:
        assert not said
    elif certain:
        assert said == {"outlook.unsure.total"}
    else:
        assert said == {"outlook.unsure.reached" if reached else "outlook.unsure.out-of-reach"}


def test_what_it_takes_to_fill_a_cap_says_that_the_total_is_not_final() -> None:
    found = needed(load_case(json.dumps(WITHOUT_FRAME)), Full("learning-expenses"))
    assert "summen er ikke endelig: tilskuddet blir minst 0,00 kr og høyst" in _flat(to_text(found))


def test_a_line_that_cannot_be_determined_has_no_most() -> None:
    told = _flat(to_text(needed(load_case(json.dumps(WITHOUT_FRAME)), AtLeast("facilitation", 3000))))
    assert "kan høyst bli ikke fastsatt" not in told
    assert "Beløpet kan ikke fastsettes" in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_gain_that_the_frame_may_take_is_not_certain(lang: Any) -> None:
    warning = catalogue(lang).say("outlook.near.not-final")
    open_, closed = (
        near(load_case(json.dumps(WITHOUT_FRAME | {"positions": GAP}))),
        near(load_case(json.dumps(CONTRACT | {"positions": GAP}))),
    )
    assert {each.complete for each in open_} == {False}
    assert open_[0].to_json()["complete"] is False
    assert {each.complete for each in closed} == {True}
    assert _flat(warning) in _flat(to_text(open_, lang=lang))
    assert _flat(warning) not in _flat(to_text(closed, lang=lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", [CONTRACT, WITHOUT_FRAME])
def test_a_receipt_that_holds_says_whether_its_total_is_final(case: Any, lang: Any) -> None:
    result = evaluate(load_case(json.dumps(case)))
    found = verify(receipt(result))
    assert found.same
    assert found.complete is found.to_json()["complete"] is result.complete
    total = catalogue(lang).money(result.total)
    key = "receipt.same" if result.complete else "receipt.same-open"
    assert _flat(catalogue(lang).say(key, total=total)) in _flat(to_text(found, lang=lang))


# The tables of an installation stay as they are ------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", [("new-call", "2027", "--from", "2026"), ("archive",)])
def test_the_tables_of_an_installation_are_not_written(
    command: tuple[str, ...], lang: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = Path(shutil.copytree(rates_directory(), tmp_path / CARRIED))
    monkeypatch.setattr(cli_rates, "rates_directory", lambda: carried)
    before = {path: path.read_bytes() for path in carried.rglob("*") if path.is_file()}
    ran = run("rates", *command, "--lang", lang)
    assert ran.code == 2
    assert not ran.out
    assert "--directory" in ran.err
    assert {path: path.read_bytes() for path in carried.rglob("*") if path.is_file()} == before
    if command[0] == "new-call":
        assert run("rates", *command, "--directory", carried).code == 0


# What is wrong is told once, where it is, in words -----------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_proposal_that_cannot_be_read_is_told_in_the_language(lang: Any, run: Run, tmp_path: Path) -> None:
    case, say = _file(tmp_path, CONTRACT), catalogue(lang).say
    why = catalogue(lang).reason("No such file or directory")
    ran = run("evaluate", case, "--overlay", tmp_path / "none.toml", "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"{say('overlay.problems', count=1)}\n  none.toml: {say('error.unreadable-file', why=why)}\n"
    ran = run("evaluate", case, "--overlay", case, "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"{say('overlay.problems', count=1)}\n  case.json: ")


def test_standard_input_is_called_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert run("evaluate", "-").err.startswith("Feil i standard inn:\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_document_of_another_kind_is_one_error(lang: Any, run: Run, tmp_path: Path) -> None:
    result = evaluate(load_case(json.dumps(CONTRACT)))
    told = _file(tmp_path, result.to_json(), "result.json")
    kept = _file(tmp_path, json.loads(receipt(result)), "receipt.json")
    case = _file(tmp_path, CONTRACT)
    for command, of in (("evaluate", told), ("evaluate", kept), ("verify", case), ("verify", told)):
        ran = run(command, of, "--format", "json", "--lang", lang)
        assert ran.code == 2
        assert [(each["at"], each["code"]) for each in json.loads(ran.err)["errors"]] == [("/schema", "other-document")]
    assert [line for line in run("replay", tmp_path).err.splitlines() if line.startswith("  ")] == 3 * [
        "  En fil her er et objekt med name, why, case, entitlement: navn og grunn som tekst, saken som et objekt."
    ]


def test_a_later_version_of_a_case_is_still_told_with_all_that_is_wrong() -> None:
    with pytest.raises(InvalidCase) as wrong:
        load_case(json.dumps({"schema": "alis-rules/case/2"}))
    assert {"/schema", "/doctor", "/agreement"} <= {each.at for each in wrong.value.errors}


def test_several_cases_in_a_document_of_one(run: Run, tmp_path: Path) -> None:
    lines = f"{json.dumps(CONTRACT)}\n{json.dumps(CONTRACT)}\n{json.dumps(CONTRACT)}\n"
    (tmp_path / "cases.json").write_text(lines, "utf-8")
    (tmp_path / "cases.jsonl").write_text(lines, "utf-8")
    assert ".jsonl" in run("evaluate", tmp_path / "cases.json").err.splitlines()[1]
    assert "verken ingen eller flere" in run("needed", tmp_path / "cases.jsonl", "--target", "total=1").err
    (tmp_path / "comma.json").write_text(json.dumps(CONTRACT) + ",", "utf-8")
    assert ".jsonl" not in run("evaluate", tmp_path / "comma.json").err.splitlines()[1]


def test_options_are_named_as_they_are_written(run: Run, tmp_path: Path) -> None:
    case = _file(tmp_path, CONTRACT)
    assert "\n  --target: " in run("needed", case, "--target", "total=300.000").err
    assert "\n  --vary: " in run("needed", case, "--target", "total=300000", "--vary", "hours").err
    as_json = run("needed", case, "--target", "x", "--format", "json").err
    assert json.loads(as_json)["errors"][0]["at"] == "/target"
    assert "\n  /target: " in run("evaluate", _file(tmp_path, CONTRACT | {"target": 1}, "other.json")).err
    assert run("compare", case, case, case).err.splitlines()[1] == "  Det er gitt 3 saker; høyst 2 kan sammenlignes."
    assert "--supply" in run("compare", case).err
    truth = run("possible", case, "--unknown", "/activities/0/completed=true..false").err
    assert "Den laveste verdien, true, er over den høyeste, false." in truth


def test_a_call_that_may_be_meant_stands_in_norwegian_quotes(run: Run) -> None:
    assert "Mente du «2023»?" in run("rates", "diff", "2025", "2030").err


@given(percent=st.decimals("0.01", 100, places=2))
def test_positions_above_a_hundred_percent_are_told_as_a_sentence(percent: Decimal) -> None:
    positions = [{"role": "fastlege", "employment": "ansatt", "percent": str(each), "from": "2025-06-01"} for each in (100, percent)]
    with pytest.raises(InvalidCase) as wrong:
        load_case(json.dumps(CONTRACT | {"positions": positions}))
    (told,) = [each.text("nb") for each in wrong.value.errors]
    shown = str(100 + percent).rstrip("0").rstrip(".")
    assert told == f"Stillingene er til sammen {shown} prosent den 2025-06-01; de kan være høyst 100."


# Letters -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("voucher", "told"), [("17", "bilag 17"), ("Bilag 17", "Bilag 17"), ("bilag 3/2026", "bilag 3/2026"), ("bil", "bilag bil")]
)
def test_a_voucher_is_not_called_a_voucher_twice(voucher: str, told: str) -> None:
    first, *others = CONTRACT["activities"]
    letter = _flat(
        to_text(evaluate(load_case(json.dumps(CONTRACT | {"activities": [first | {"voucher": voucher}, *others]})), explain=True))
    )
    assert f"Kurs 10. september 2025, {told}: 15 timer" in letter


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_reading_changes_anything_no_range_is_told(lang: Any) -> None:
    municipality = CONTRACT["municipality"] | {"registered": False}
    case = load_case(json.dumps(WITHOUT_FRAME | {"municipality": municipality}))
    found = sensitivity(case)
    assert found.lowest is not None
    assert found.highest is not None
    assert found.lowest.total == found.highest.total == 0
    say, nothing = catalogue(lang).say, catalogue(lang).money(found.lowest.total)
    for text in (to_text(evaluate(case, explain=True), lang=lang, sensitivity=found), to_text(found, lang=lang)):
        assert _flat(say("readings.none")) in _flat(text)
        assert _flat(say("text.readings-no-effect")) not in _flat(text)
        assert _flat(say("text.spread", lowest=nothing, highest=nothing)) not in _flat(text)


def test_one_case_is_not_told_as_several(run: Run, tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text(json.dumps(CONTRACT) + "\n", "utf-8")
    assert run("batch", cases, tmp_path / "out.jsonl").err.startswith("Saker lest: 1, med feil: 0. ")
