"""Faults of the input: numbers, names, notes on what is odd, and types that help."""

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from alis_rules import (
    AtLeast,
    Case,
    InvalidCase,
    compare,
    entitlement_from_json,
    evaluate,
    facts_table,
    life,
    load_case,
    near,
    needed,
    possible,
    receipt,
    repayment,
    sensitivity,
    to_html,
    to_markdown,
    to_text,
)
from alis_rules.cli import app
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.listings import life_blocks
from alis_rules.explain.outlook import near_page, needed_blocks, possible_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.interchange import case_to_json, dump_case
from alis_rules.testing import cases
from alis_rules.testing.parts import RECORDS
from tests.support import CONTRACT_CASE, document

NAME = "A-03 & <b> [1] *x*"
LISTS = (*RECORDS, "positions", "interruptions")
Json = dict[str, Any]


def named(name: str = NAME, **changes: Any) -> Case:
    """The contract's case, by a name of the caller's."""
    return load_case(json.dumps({**CONTRACT_CASE, "reference": name, **changes}))


def wrong(document: Json) -> InvalidCase:
    """What is wrong with a document."""
    with pytest.raises(InvalidCase) as raised:
        load_case(json.dumps(document))
    return raised.value


# The caller's own name for a case -------------------------------------------------------------------------------------


@given(cases())
@settings(max_examples=60, deadline=None)
def test_the_reference_comes_back_and_nothing_depends_on_it(case: Case) -> None:
    unnamed = evolve(case, reference=None)
    result, plain = evaluate(case, explain=True, project=True), evaluate(unnamed, explain=True, project=True)
    assert result.reference == case.reference
    assert evolve(result, reference=None) == plain
    assert receipt(result) == receipt(plain)
    assert entitlement_from_json(json.loads(json.dumps(result.to_json()))) == result
    assert load_case(dump_case(case), project=True) == case


@given(cases(), st.text(st.characters(exclude_categories=["Cs"]), max_size=1000))
@settings(max_examples=60, deadline=None)
def test_no_amount_depends_on_the_texts_of_records(case: Case, text: str) -> None:
    document = case_to_json(case)
    for key in LISTS:
        for record in document.get(key, []):
            record.update(voucher=text, note=text, **{"supervision": {"supervisor": text}, "activities": {"group": text}}.get(key, {}))
    told = load_case(json.dumps(document), project=True)
    assert evaluate(told, project=True, explain=True) == evaluate(case, project=True, explain=True)
    assert receipt(evaluate(told, project=True)) == receipt(evaluate(case, project=True))
    assert all(each.note == text for key in LISTS for each in getattr(told, key))


def test_the_reference_stands_in_every_document() -> None:
    case = named()
    result = evaluate(case)
    documents = (
        result.to_json(),
        needed(case, AtLeast("total", 1)).to_json(),
        possible(case).to_json(),
        near(named(positions=[{**CONTRACT_CASE["positions"][0], "to": "2026-04-29"}]))[0].to_json(),
        compare(case, case).to_json()["before"],
        compare(case, case).to_json()["after"],
    )
    assert [each["reference"] for each in documents] == [NAME] * len(documents)
    assert life(case).reference == sensitivity(case).reference == NAME
    assert [each.reference for each in life(case).entitlements] == [NAME] * len(life(case).entitlements)
    assert repayment(evaluate(named("then")), result).reference == NAME
    assert repayment(evaluate(named("then")), evolve(result, reference=None)).reference == "then"
    assert "reference" not in evaluate(load_case(json.dumps(CONTRACT_CASE))).to_json()
    assert NAME not in receipt(result)


def test_another_name_is_the_same_case() -> None:
    found = compare(named("one"), named("two"))
    assert found.same_case
    assert not found.steps


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_reference_stands_in_every_text(lang: str) -> None:
    case = named()
    result, texts = evaluate(case, explain=True), catalogue(lang)
    other = named("B-04")
    for text in (
        to_text(result, lang=lang),
        to_text(compare(case, other), lang=lang),
        to_plain(needed_blocks(needed(case, AtLeast("total", 1)), texts)),
        to_plain(near_page(near(case), texts, case.reference)),
        to_plain(possible_blocks(possible(case), texts)),
        to_plain(life_blocks(life(case), texts)),
    ):
        assert NAME in text.replace("\n", " ")
    assert "B-04" in to_text(compare(case, other), lang=lang)
    assert r"A-03 & \<b\> \[1\] \*x\*" in to_markdown(result, lang=lang)
    page = to_html(result, lang=lang)
    assert "A-03 &amp; &lt;b&gt; [1] *x*</p>" in page, "neither markup nor a link to the first source"


@pytest.mark.parametrize(("name", "shown"), [("\x1b[31mred\u202e\n", "\ufffd[31mred\ufffd\ufffd"), ("kommune–17 æøå", "kommune–17 æøå")])
def test_a_reference_cannot_command_a_terminal(name: str, shown: str) -> None:
    result = evaluate(named(name), explain=True)
    assert result.to_json()["reference"] == name
    for text in (to_text(result), to_markdown(result).replace("\\", ""), to_html(result), to_text(compare(named(name), named("x")))):
        assert shown in text
        assert "\x1b" not in text
    assert str(wrong({**CONTRACT_CASE, "reference": name, "call": "1999"})).startswith(f"reference {shown}:\n")


def test_a_blank_reference_is_not_told_in_texts() -> None:
    blank, none = (evaluate(evolve(named(), reference=each), explain=True) for each in (" ", None))
    assert to_text(blank) == to_text(none)


@pytest.mark.parametrize(
    ("name", "code"), [("x" * 101, "too-long-text"), (17, "wrong-type-text"), (["x"], "wrong-type-text"), ("a\ud800", "half-a-character")]
)
def test_a_reference_is_a_text_of_at_most_100_characters(name: Any, code: str) -> None:
    error = wrong({**CONTRACT_CASE, "reference": name})
    assert [(each.at, each.code) for each in error.errors] == [("/reference", code)]
    assert error.reference is None
    assert all(error.errors[0].text(lang) for lang in LANGUAGES)
    assert evaluate(named("x" * 100)).reference == "x" * 100


@pytest.mark.parametrize(
    "changes",
    [{"call": "1999"}, {"doctr": {}}, {"positions": 3}, {"municipality": {"number": "0000"}}, {"agreement": {"kind": "alis-avtale"}}],
    ids=lambda changes: next(iter(changes)),
)
def test_errors_carry_the_reference(changes: Json) -> None:
    error = wrong({**CONTRACT_CASE, "reference": NAME, **changes})
    assert error.reference == NAME
    assert pickle.loads(pickle.dumps(error)).reference == NAME  # noqa: S301 (our own)
    told = error.to_json("nb")
    assert told["reference"] == NAME
    assert told["errors"] == [{"at": each.at, "code": each.code, "message": each.text("nb")} for each in error.errors]
    unnamed = wrong({**CONTRACT_CASE, **changes})
    assert unnamed.reference is None
    assert unnamed.errors == error.errors
    assert unnamed.to_json() == {"errors": unnamed.to_json()["errors"]}


def test_errors_of_every_function_carry_the_reference() -> None:
    case = evolve(named(), call="1999")
    calls: tuple[Any, ...] = (
        evaluate,
        near,
        life,
        possible,
        sensitivity,
        lambda case: needed(case, AtLeast("total", 1)),
        lambda case: needed(case, AtLeast("totl", 1)),
        lambda case: compare(case, named("other")),
        lambda case: compare(case, case),
        lambda case: evaluate(case=case),
    )
    for call in calls:
        with pytest.raises(InvalidCase) as raised:
            call(case)
        assert raised.value.reference == NAME
    with pytest.raises(InvalidCase) as raised:
        compare(case, evolve(case, reference="other"))
    assert raised.value.reference is None
    with pytest.raises(InvalidCase) as raised:
        facts_table([named(), case])
    assert raised.value.reference is None
    with pytest.raises(InvalidCase) as raised:
        evaluate(named(), readings={"grading": "x"})
    assert raised.value.reference == NAME
    with pytest.raises(InvalidCase) as raised:
        evolve(case, supervision=3)
    assert raised.value.reference == NAME


COMMANDS = (
    ("evaluate",),
    ("evaluate", "--reading", "grading=x"),
    ("needed", "--target", "total=1"),
    ("needed", "--target", "total"),
    ("possible", "--unknown", "/x=1"),
    ("near",),
    ("compare",),
    ("timeline",),
    ("receipt",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_command_tells_the_reference_with_the_errors(command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**CONTRACT_CASE, "reference": "A-03\x1b", "call": "1999"}), "utf-8")
    asked = CliRunner().invoke(app, [*command, str(file), *(["--call", "2023"] if command == ("compare",) else [])])
    assert asked.exit_code == 2
    assert "case.json (referanse A-03\ufffd):\n" in asked.stderr
    if command[0] not in ("timeline", "receipt"):
        asked = CliRunner().invoke(
            app, [command[0], str(file), *command[1:], "--format", "json", *(["--call", "2023"] if command == ("compare",) else [])]
        )
        assert json.loads(asked.stderr)["reference"] == "A-03\x1b"


def test_the_command_tells_the_reference_of_a_case_that_is_asked_wrongly(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({**document(), "reference": "A-03"}), "utf-8")
    for options in (
        ("needed", "--target", "total"),
        ("possible", "--unknown", "/x=1"),
        ("possible", "--unknown", "/x=1..2"),
        ("evaluate", "--reading", "x=y"),
    ):
        asked = CliRunner().invoke(app, [options[0], str(file), *options[1:]])
        assert "(referanse A-03):\n" in asked.stderr
    asked = CliRunner().invoke(app, ["near", str(file)])
    assert "Referanse: A-03" in asked.stdout
