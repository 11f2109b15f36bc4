"""What a newcomer to the command, with wrong input and an uncertain sum, was told wrongly."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import AtLeast, Full, Tables, cli, load_case, near, needed, receipt, to_text, verify
from alis_rules.evaluation import evaluate
from alis_rules.explain.catalogue import LANGUAGES, catalogue
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
    open_, closed = near(load_case(json.dumps(WITHOUT_FRAME | {"positions": GAP}))), near(load_case(json.dumps(CONTRACT | {"positions": GAP})))
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
