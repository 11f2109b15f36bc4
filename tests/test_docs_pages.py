"""The pages made from the rules: their formulas are the rules' own, and every word is there in both languages."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from docutils.utils.math.latex2mathml import tex2mathml

from alis_rules import Outcome, clauses, load_tables
from alis_rules.quantities import Op
from alis_rules.readings import options, reading_fields
from alis_rules.rules import DEDUCTIONS, RECORD_RULES
from tests.faults.test_drawings import sound
from tests.support import ROOT

DOCS = ROOT / "docs"
CATALOGUES = DOCS / "locale" / "nb" / "LC_MESSAGES"
RULES = (*RECORD_RULES, *DEDUCTIONS)
PAGES = ("readings", "clauses", "calls", "unknown", "glossary", "rules/index", *(f"rules/{rule.id}" for rule in RULES))
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def part(name: str) -> Any:
    """A module of the pages, which are no package of the library."""
    if str(DOCS) not in sys.path:
        sys.path.insert(0, str(DOCS))
    return import_module(f"pages.{name}")


def page(name: str) -> str:
    """A page as it is committed."""
    return (DOCS / f"{name}.md").read_text("utf-8")


def catalogue(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


class TestFormulas:
    def test_practice_compensation_is_written_by_its_own_functions(self) -> None:
        counted, cap, amount = part("formulas").formulas(RECORD_RULES[0])
        assert re.findall(r"\\text{(.*?)}|(\\times|\\max|\\min|-)", cap.latex.en) == [
            ("cap in kroner", ""), ("", r"\max"), ("absence cap", ""), ("", "-"), ("used before", ""), ("", r"\times"), ("fee rate", ""),
            ("", r"\times"), ("practice share", ""),
        ]  # fmt: skip
        assert counted.names == ("absence_h100", "fee-rate", "practice-compensation-share")
        assert amount.names == ("counted", "cap.absence-hours", "claim")
        assert "praksisandel" in cap.latex.nb

    @each_rule
    def test_each_is_mathematics_in_both_languages_under_every_option(self, rule: Any) -> None:
        for reading in ("", *(name for name, _ in reading_fields())):
            for step in part("formulas").formulas(rule, {reading: True}):
                for latex in step.latex:
                    assert tex2mathml(latex).startswith("<math")

    @each_rule
    def test_each_names_what_the_reckoning_of_the_examples_read(self, rule: Any) -> None:
        """The same functions on numbers that remember: whatever an example was reckoned of, the formula names."""
        examples = part("examples")
        for example in (examples.contract(), examples.second(rule.id)):
            if example.line(rule.id).outcome in (Outcome.NOT_APPLICABLE, Outcome.ZERO):
                continue
            chosen = {name: example.case.readings.option(name) != options(name)[0] for name, _ in reading_fields()}
            named = {name for step in part("formulas").formulas(rule, chosen) for name in step.names}
            of_frame = {name for step in part("formulas").formulas(DEDUCTIONS[1], chosen) for name in step.names}
            for step in (each for each in example.result.explanation[rule.id].steps if each.id != "incurred"):
                leaves = {leaf.id for leaf in step.quantity.leaves() if leaf.op in (Op.FACT, Op.RATE)}
                read = {"claim" if name.startswith("claim_") else name for name in leaves}
                assert read <= named | (of_frame if "frame" in named else set())

    def test_terms_of_different_scales_do_not_add_up(self) -> None:
        formulas = part("formulas")
        with pytest.raises(ValueError, match=r"over 100, .*over 4"):
            assert formulas.named("absence_h100", 100) + formulas.named("fee-rate", 4)

    def test_nothing_and_one_are_left_out(self) -> None:
        formulas = part("formulas")
        hours = formulas.named("absence_h100", 100)
        assert (hours + 0 * hours).latex == hours.latex
        assert (hours * formulas.Term(formulas.Said("1", "1"), 12)).latex == hours.latex


class TestTexts:
    def test_sphinx_finds_just_the_messages_that_are_translated(self, tmp_path: Path) -> None:
        source, out = tmp_path / "source", tmp_path / "out"
        for name in PAGES:
            copy = source / f"{name}.md"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(page(name), "utf-8")
        (source / "conf.py").write_text(
            'extensions = ["myst_parser"]\ngettext_compact = False\nroot_doc = "readings"\n'
            'myst_enable_extensions = ["colon_fence", "dollarmath"]\n'
        )
        command = [sys.executable, "-m", "sphinx", "-b", "gettext", "-E", "-Q", str(source), str(out)]
        subprocess.run(command, check=True)
        for name in PAGES:
            assert catalogue(out / f"{name}.pot").keys() == catalogue(CATALOGUES / f"{name}.po").keys()

    @pytest.mark.parametrize("name", PAGES)
    def test_every_message_has_its_bokmal(self, name: str) -> None:
        told = catalogue(CATALOGUES / f"{name}.po")
        assert all(told.values())
        same = [english for english, norwegian in told.items() if english == norwegian and re.search(r"\b(the|of|and|is)\b", english)]
        terms: set[str] = {term["en"] for term in part("said").data("glossary")["term"]} if name == "glossary" else set()
        assert not [each for each in same if "`" not in each and each not in terms]

    def test_one_text_has_one_translation_on_a_page(self) -> None:
        said = part("said").Said
        made = part("page").Page(said("Title", "Tittel"))
        with pytest.raises(ValueError, match="is both"):
            made.paragraph(said("Title", "Overskrift"))

    def test_no_line_begins_as_what_it_is_not(self) -> None:
        told = part("page").Page(part("said").Said("Title", "Tittel"))
        text = " ".join(["word"] * 27 + ["- 1. # + * =", "$a - b$", "end"] + ["word"] * 40)
        told.paragraph(text)
        lines = told.markdown.split("\n\n")[1].splitlines()
        assert not [line for line in lines if line.startswith(("-", "+", "*", "#", "=", "1."))]
        assert " ".join(lines) == text

    def test_every_note_that_is_told_has_its_english(self) -> None:
        values = [value for call in load_tables().calls.values() for value in call.values.values()]
        told = {
            value.note for value in values if value.note and (value.value is None or value.conflicts or value.standing == "unconfirmed")
        }
        assert told <= part("said").data("notes.en").keys()

    def test_each_clause_has_an_anchor_and_links_lead_to_it(self) -> None:
        anchors = {match.lower() for match in re.findall(r"^### ([TS]\d\d)$", page("clauses"), re.MULTILINE)}
        assert anchors == {clause.id.lower() for clause in clauses()}
        linked = {match for name in PAGES for match in re.findall(r"clauses\.md#(\w+)", page(name))}
        assert {each.lower() for rule in RULES for each in (*rule.clauses, *rule.recipient_clauses)} <= linked <= anchors


class TestWhatAReaderLearns:
    """Someone who never saw the scheme can tell why the case gives 132 000, and what it would take to get more."""

    @pytest.mark.parametrize("figure", [
        "173.5 hours", "160 hours (the cap on hours of absence) × 60% × NOK 1,375 an hour", "NOK 143,137.50", "NOK 132,000.00",
        "is the lowest and decides the amount", "no further hour of absence gives anything",
        "13.5 hours of the 173.5 hours that count lie above",
        "Below the cap, each further hour gives NOK 825.00",
        "| One more course day (8 hours) | NOK 132,000.00 | – | – |",
        "| A cap of 170 hours | NOK 140,250.00 | +NOK 8,250.00 | +NOK 8,250.00 |",
    ])  # fmt: skip
    def test_practice_compensation(self, figure: str) -> None:
        assert figure in re.sub(r"\s+", " ", page("rules/practice-compensation").replace("\n", " "))

    @each_rule
    def test_each_page_shows_a_cap_a_limit_or_nothing(self, rule: Any) -> None:
        examples = part("examples")
        outcomes = {each.line(rule.id).outcome for each in (examples.contract(), examples.second(rule.id))}
        assert outcomes & {Outcome.LIMITED, Outcome.ZERO, Outcome.NOT_APPLICABLE}
        assert all(trial.line.rule == rule.id for trial in examples.trials(rule.id))

    def test_the_unknown_are_all_there(self) -> None:
        lacking = [value for call in load_tables().calls.values() for value in call.values.values() if value.value is None]
        assert page("unknown").split("\n\n")[1].startswith(f"{len(lacking)} values")

    def test_the_glossary_has_a_code_that_data_uses(self) -> None:
        schema = json.dumps(json.loads((ROOT / "schemas" / "case.schema.json").read_text("utf-8")))
        codes = [term["data"] for term in part("said").data("glossary")["term"] if term["data"] not in ("", "1–6", "fee-rate")]
        assert [each for each in codes if f'"{each}"' not in schema and each not in {rule.id for rule in RULES}] == []


def drawings() -> Iterator[Path]:
    yield from (DOCS / "rules").glob("*.svg")
    yield from DOCS.glob("fee-rate*.svg")


class TestDrawings:
    def test_each_tells_in_words_what_it_shows(self) -> None:
        found = list(drawings())
        assert len(found) == 16
        for path in found:
            svg = path.read_text("utf-8")
            assert 'role="img"' in svg
            assert re.search(r"<title>[^<]+</title><desc>[^<]*\d[^<]*</desc>", svg)

    @pytest.mark.parametrize("rule", RECORD_RULES, ids=lambda rule: rule.id)
    def test_the_same_values_are_the_same_sound_drawing(self, rule: Any) -> None:
        rates_part, said = part("rates_part"), part("said")
        made = [rates_part.rates_part(part("page").Page(said.Said("a", "a")), rule) for _ in range(2)]
        assert made[0] == made[1]
        for drawn in made[0].values():
            sound(drawn)

    def test_the_fee_rate_through_the_years_is_a_sound_drawing(self) -> None:
        for drawn in part("calls_page").calls_page()[1].values():
            sound(drawn)
