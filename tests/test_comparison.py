"""Comparison: the steps add up exactly for any two cases, have the right kind, and read as a letter."""

import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alis_rules import Case, InvalidCase, Readings, Tables, evaluate, load_case, load_tables, to_svg, to_text
from alis_rules.comparison import Comparison, Question, compare
from alis_rules.explain.blocks import Block, Item, Paragraph
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.difference import difference_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.steps import ComparisonStep, StepKind
from alis_rules.testing import cases
from alis_rules.testing.parts import reading_row
from tests.commanding import run as command
from tests.support import CONTRACT_CASE, ROOT, case, course, document

EXAMPLE = str(ROOT / "examples" / "contract-case.json")
CONTRACT = load_case(json.dumps(CONTRACT_CASE))
SVG = "{http://www.w3.org/2000/svg}"
some = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


UNITS_OF = {"fee-rate": "NOK/h", "absence-hours": "h", "own-share": "percent"}


def proposal(since: dt.date = dt.date(2025, 6, 1), standing: str | None = None, **values: Any) -> Tables:
    """The tables with other values from some day on: from the beginning of call 2026."""
    rows: list[dict[str, Any]] = []
    for key, value in values.items():
        name = key.replace("_", "-")
        row = {
            "id": name,
            "value": value,
            "unit": UNITS_OF.get(name, "NOK"),
            "in_force_from": since,
            "source": "et rykte",
            "checked": since,
        }
        rows.append(row | ({"standing": standing} if standing else {}))
    return load_tables().overlay({"name": "et forslag", "value": rows})


OVERLAYS = (load_tables(), proposal(fee_rate=1400), proposal(absence_hours=150, learning_expenses=9000), proposal(own_share=10))


@st.composite
def questions(draw: st.DrawFn, of: Case | None = None) -> Question:
    """A case seen in any way."""
    return Question(
        case=draw(cases()) if of is None else of,
        call=draw(st.sampled_from([None, None, "2021", "2022", "2023", "2024", "2025", "2026", "2027"])),
        readings=draw(st.one_of(st.none(), reading_row())),
        tables=draw(st.sampled_from([None, *OVERLAYS])),
        known_on=draw(st.one_of(st.none(), st.dates(dt.date(2021, 1, 1), dt.date(2027, 1, 1)))),
        project=True,
    )


def words(blocks: list[Block]) -> str:
    """All that stands in the paragraphs and items."""
    return " ".join(block.text for block in blocks if isinstance(block, Paragraph | Item))


def check(found: Comparison) -> None:
    """Everything that holds of every comparison."""
    assert sum((step.amount for step in found.steps), Decimal(0)) == found.after.total - found.before.total == found.difference
    for step in found.steps:
        assert step.lines
        assert step.amount == sum((line.change for line in step.lines if line.rule != "municipal-elements"), Decimal(0))
        assert step.id == step.changed[0].id
    for old, new in zip(found.before.lines, found.after.lines, strict=True):
        changes = [line for step in found.steps for line in step.lines if line.rule == old.rule]
        assert (changes[0].before if changes else old.amount) == old.amount
        assert (changes[-1].after if changes else old.amount) == new.amount
    json.dumps(found.to_json())
    for lang in LANGUAGES:
        blocks = list(difference_blocks(found, lang))
        assert "{" not in to_plain(blocks)
        assert to_text(found, lang=lang) == to_plain(blocks)
        text, money = words(blocks), catalogue(lang).money
        for line in (line for step in found.steps for line in step.lines if line.after is not None):
            assert {money(Decimal(line.after or 0)), money(abs(line.after or Decimal(0)))} & {*_amounts(text, lang)}


def _amounts(text: str, lang: str) -> list[str]:
    """Every amount of kroner in a text."""
    pattern = "NOK\N{NO-BREAK SPACE}-?[\\d,.]*\\d" if lang == "en" else "-?\\d[\\d\N{NO-BREAK SPACE},]*\N{NO-BREAK SPACE}kr"
    return re.findall(pattern, text)


class TestEveryComparison:
    @some
    @given(questions(), questions())
    def test_of_two_cases_adds_up(self, before: Question, after: Question) -> None:
        found = compare(before, after)
        check(found)
        assert compare(after, before).difference == -found.difference

    @some
    @given(cases().flatmap(lambda each: st.tuples(questions(each), questions(each))))
    def test_of_one_case_seen_in_two_ways_adds_up(self, pair: tuple[Question, Question]) -> None:
        found = compare(*pair)
        check(found)
        assert found.same_case
        assert all(step.kind is not StepKind.FACT for step in found.steps)
        assert compare(*reversed(pair)).difference == -found.difference

    @some
    @given(questions())
    def test_with_itself_is_empty(self, question: Question) -> None:
        found = compare(question, question)
        assert not found.steps
        assert not found.without_effect
        assert not found.difference

    @some
    @given(cases())
    def test_its_sides_are_the_entitlements(self, one: Case) -> None:
        assert compare(Question(case=one, project=True), Question(case=one, project=True)).after == evaluate(one, project=True)


def only(found: Comparison) -> ComparisonStep:
    """The one step there is."""
    check(found)
    assert len(found.steps) == 1
    return found.steps[0]


def told(found: Comparison, lang: str = "nb") -> str:
    """The letter on one long line."""
    return " ".join(to_plain(difference_blocks(found, lang), 400).split())


class TestKinds:
    def test_a_rate_that_a_proposal_changes(self) -> None:
        found = compare(CONTRACT, Question(case=CONTRACT, tables=proposal(fee_rate=1400)))
        step = only(found)
        assert (step.kind, step.id, step.changed[0].before, step.changed[0].after) == (StepKind.RATE, "fee-rate", "1375", "1400")
        assert step.changed[0].after_standing == "proposed"
        assert {line.rule for line in step.lines} == {"practice-compensation", "supervision"}
        assert "Salærsatsen er 1 400 kr per time i den andre, mot 1 375 kr per time i den første." in told(found)
        assert "Forslaget «et forslag» er brukt i stedet for tabellene." in told(found)

    def test_a_reading(self) -> None:
        found = compare(CONTRACT, Question(case=CONTRACT, readings={"grant-frame": "published"}))
        step = only(found)
        assert (step.kind, step.id, step.amount) == (StepKind.READING, "grant-frame", Decimal("-1750.00"))
        assert "fradraget på 10 250,00 kr går ut av summen" in told(found)
        assert compare(CONTRACT, Question(case=CONTRACT, readings=Readings(grant_frame="published"))).steps == found.steps

    def test_rounding(self) -> None:
        step = only(compare(CONTRACT, Question(case=CONTRACT, readings={"rounding": "whole-kroner"})))
        assert (step.kind, step.amount) == (StepKind.ROUNDING, Decimal("-0.19"))

    def test_what_became_known_later(self) -> None:
        found = compare(Question(case=CONTRACT, known_on=dt.date(2025, 7, 1)), CONTRACT)
        step = only(found)
        assert (step.kind, step.id, step.changed[0].before_standing) == (StepKind.KNOWN_LATER, "fee-rate", "not-yet-known")
        assert "i den første var verdien ennå ikke kjent" in told(found)

    def test_the_period_that_became_known_later_goes_with_the_values_that_did(self) -> None:
        found = compare(Question(case=CONTRACT, known_on=dt.date(2021, 7, 1)), CONTRACT)
        check(found)
        step, own_share = found.steps
        assert step.kind is own_share.kind is StepKind.KNOWN_LATER
        assert (own_share.id, own_share.amount) == ("own-share", Decimal(0))
        assert {"grant-period", "fee-rate"} <= {each.id for each in step.changed}
        assert "Tilskuddsperioden: 1. juni 2025 – 31. mai 2026" in told(found)
        assert "Tilskuddsperioden er ikke kjent." in told(found)

    def test_a_rule(self) -> None:
        post = {"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": "2022-10-01"}
        agreement = {"kind": "alis-avtale", "signed_on": "2023-04-01", "newly_employed": True}
        doctor = {"training_start": "2022-09-01"}
        plain = case(call="2023", agreement=agreement, doctor=doctor, positions=[post], activities=[course("2023-02-01")])
        found = compare(plain, Question(case=plain, call="2026"))
        check(found)
        step = next(step for step in found.steps if step.id.startswith("back-dating"))
        assert step.kind is StepKind.RULE
        assert step.lines[0].new_reasons == ("before-signing",)
        assert "Nye grunner til at noe ikke teller: før avtalen gjelder." in told(found)
        assert "Grunner som er falt bort: før avtalen gjelder." in told(compare(Question(case=plain, call="2026"), plain))

    def test_a_value_that_only_one_accepts(self) -> None:
        tables = proposal(standing="unconfirmed", learning_expenses=10000)
        accepting = evolve(CONTRACT, accept=("unconfirmed",))
        found = compare(Question(case=CONTRACT, tables=tables), Question(case=accepting, tables=tables))
        check(found)
        step = next(step for step in found.steps if step.id == "learning-expenses")
        assert (step.kind, step.changed[0].before_standing) == (StepKind.RULE, "not-accepted")
        assert "er verdien ikke brukt, siden den er ubekreftet" in told(found)

    def test_facts(self) -> None:
        fewer, more = (case(activities=[course("2025-09-10", hours)]) for hours in (10, 20))
        found = compare(fewer, more)
        step = only(found)
        assert (step.kind, [each.id for each in step.changed]) == (StepKind.FACT, ["absence_incurred_h100", "absence_h100"])
        assert (step.changed[1].before, step.changed[1].after, step.changed[1].unit) == ("10.00", "20.00", "h")
        assert step.amount == Decimal("8250.00")
        assert not found.same_case
        assert "Medregnet fravær er 20 timer i den andre, mot 10 timer i den første. Det gir 8 250,00 kr mer." in told(found)

    def test_facts_with_reasons(self) -> None:
        counting, not_counting = (case(activities=[course("2025-09-10", 10, completed=each)]) for each in (True, False))
        line, *_ = only(compare(counting, not_counting)).lines
        assert (line.new_reasons, line.gone_reasons) == (("not-completed",), ())
        line, *_ = only(compare(not_counting, counting)).lines
        assert (line.new_reasons, line.gone_reasons) == ((), ("not-completed",))

    def test_a_claim(self) -> None:
        plain, less = (
            case(activities=[course("2025-09-10", expenses=9000)]),
            case(activities=[course("2025-09-10", expenses=9000)], claims={"learning-expenses": 5000}),
        )
        found = compare(plain, less)
        assert only(found).changed[0].before is None
        assert "i den første er det søkt om alt som utgiftene gir" in told(found)

    def test_what_the_municipality_finances_is_no_part_of_the_total(self) -> None:
        found = compare(case(), case(municipal=[{"date": "2025-11-20", "purpose": "bolig", "amount": 5000}]))
        assert only(found).amount == 0
        assert "Det endrer ikke summen, men dette:" in told(found)
        assert "Linjen er ikke en del av det statlige tilskuddet." in told(found)

    def test_two_cases_in_two_periods(self) -> None:
        older = load_case(json.dumps(document(call="2023", agreement__signed_on="2022-10-01", activities=[course("2023-02-01")])))
        found = compare(older, CONTRACT)
        check(found)
        assert {step.kind for step in found.steps} == {StepKind.FACT}
        other_way = compare(CONTRACT, older)
        check(other_way)
        assert {step.kind for step in other_way.steps} == {StepKind.FACT, StepKind.RATE, StepKind.READING}
        assert "1. oktober 2022 – 31. august 2023" in told(found)

    def test_the_same_case_in_another_call(self) -> None:
        found = compare(CONTRACT, evolve(CONTRACT, call="2023"))
        check(found)
        assert found.same_case
        step = next(step for step in found.steps if step.id == "grant-period")
        assert step.kind is StepKind.RULE

    def test_a_period_that_is_not_found_on_either_side(self) -> None:
        plain = case(call="2021", activities=[course("2025-09-10")])
        found = compare(plain, evolve(plain, call="2024"))
        check(found)
        assert "Tilskuddsperioden er ikke funnet, verken" in told(found)

    def test_the_centrality_class_of_another_call(self) -> None:
        plain = case(
            municipality={"number": "1151", "registered": True}, additional=[{"date": "2025-11-20", "purpose": "x", "amount": 100}]
        )
        found = compare(plain, evolve(plain, call="2023"))
        check(found)
        assert "centrality-class" in {each.id for step in found.steps for each in step.changed} | {each.id for each in found.without_effect}

    def test_supervision_only(self) -> None:
        records = {"supervision": [{"date": "2025-12-01", "hours": 10}], "activities": [course("2025-09-10", 10)]}
        found = compare(case(**records), case(**records, agreement__kind="veiledning"))
        check(found)
        assert "has_frame" in {each.id for step in found.steps for each in step.changed} | {each.id for each in found.without_effect}
        assert "Tilskuddsrammen gjelder i den første, men ikke i den andre." in told(found)

    def test_proposals_hold_for_the_call_whose_values_are_asked_for(self) -> None:
        tables = proposal(fee_rate=1400)
        old = Question(case=CONTRACT, call="2023", tables=tables)
        assert compare(old, Question(case=CONTRACT, call="2023")).steps == ()
        late = proposal(dt.date(2026, 6, 1), absence_hours=100)
        found = compare(CONTRACT, Question(case=CONTRACT, call="2027", tables=late, project=True))
        assert "absence-hours" in {step.id for step in found.steps}
        assert "Utlysningen er framskrevet" in told(found)


class TestWhatIsWrong:
    def test_both_sides_are_told_at_once(self) -> None:
        unknown = evolve(CONTRACT, call="2019")
        with pytest.raises(InvalidCase) as caught:
            compare(unknown, Question(case=CONTRACT, call="2062", readings={"roundin": "x"}))
        assert [(each.at, each.code) for each in caught.value.errors] == [
            ("/before/call", "unknown-call"),
            ("/after/readings/roundin", "unknown-key"),
            ("/after/call", "unknown-call"),
        ]


class TestLetter:
    def contract(self) -> Comparison:
        return compare(Question(case=CONTRACT, call="2025"), Question(case=CONTRACT, call="2026"))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_of_the_contract_names_every_value_that_2025_lacks(self, lang: str) -> None:
        found = self.contract()
        text = words(list(difference_blocks(found, lang))).lower()
        missing = {each for line in found.before.lines for each in line.missing}
        assert len(missing) == 8
        for each in missing:
            assert catalogue(lang).say(f"value.{each}").lower() in text

    def test_of_the_contract(self) -> None:
        text = told(self.contract())
        for part in (
            "Den første beregningen: ALIS-avtale i 1804 Bodø, tilskuddsperioden 1. juni 2025 – 31. mai 2026, "
            "med verdiene i utlysning 2025. Linjene som er fastsatt, utgjør 0,00 kr. "
            "Tilskuddet er ikke endelig: det blir minst 0,00 kr; hva det høyst kan bli, er ikke kjent.",
            "Den andre beregningen gir 362 317,19 kr mer enn den første.",
            "Disse verdiene finnes i utlysning 2026; i utlysning 2025 er de ikke funnet i noen kilde: – Salærsatsen: 1 375 kr per time",
            "Praktisk tilrettelegging kan fastsettes og er 12 000,00 kr. Det som manglet, var alle verdiene som er nevnt over.",
            "Avkorting til tilskuddsrammen kan fastsettes, og fradraget er 10 250,00 kr. "
            "Det som manglet, var 7 av verdiene som er nevnt over.",
            "Sum tilskudd i utlysning 2026 362 317,19 kr",
        ):
            assert part in text

    def test_the_other_way_round(self) -> None:
        text = told(compare(Question(case=CONTRACT, call="2026"), Question(case=CONTRACT, call="2025")))
        assert "Uten dem blir summen av linjene som er fastsatt, 362 317,19 kr mindre:" in text
        assert "Utgifter til læringsaktiviteter kan ikke lenger fastsettes, og 12 250,00 kr går ut av summen." in text

    def test_nothing_differs(self) -> None:
        assert "Ingenting er ulikt" in told(compare(CONTRACT, CONTRACT))

    def test_what_differs_changes_nothing(self) -> None:
        found = compare(case(), case(claims={"supervision": 100}))
        assert (found.steps, [each.id for each in found.without_effect]) == ((), ["claim_supervision_ore"])
        assert "Det som er ulikt, endrer ingen linje." in told(found)

    def test_what_neither_can_determine(self) -> None:
        found = compare(Question(case=CONTRACT, call="2024"), Question(case=CONTRACT, call="2025"))
        text = told(found)
        assert "Det som ikke kan fastsettes i noen av dem" in text
        assert "Lavere produktivitet kan ikke fastsettes i utlysning 2025. Dette mangler: «taket for lavere produktivitet»." in text

    def test_json(self) -> None:
        found = compare(CONTRACT, Question(case=CONTRACT, readings={"rounding": "whole-kroner"})).to_json()
        assert (found["schema"], found["difference"]) == ("alis-rules/comparison/1", "-0.19")
        (step,) = found["steps"]
        assert (step["kind"], step["amount"], step["changed"][0]["after"]) == ("rounding", "-0.19", "whole-kroner")
        assert step["lines"][0]["before"] == "91317.19"
        assert found["after"]["total"] == "362317.00"


class TestDrawing:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_tells_each_step_in_words_too(self, lang: str) -> None:
        found = compare(Question(case=CONTRACT, call="2021"), CONTRACT)
        drawn = to_svg(found, lang=lang)
        root = ET.fromstring(drawn)  # noqa: S314  our own drawing
        description = root.findtext(f"{SVG}desc") or ""
        assert root.findtext(f"{SVG}title") == catalogue(lang).say("compare.title")
        for step in found.steps:
            assert catalogue(lang).money(step.amount) in description
        assert drawn == to_svg(found, lang=lang)

    def test_of_nothing(self) -> None:
        assert "<svg" in to_svg(compare(case(), case()))


Run = Callable[..., tuple[int, str, str]]


class TestCommand:
    @pytest.fixture
    def run(self) -> Run:
        return lambda *arguments: command("compare", *arguments)

    def file(self, folder: Path, name: str, *documents: dict[str, Any]) -> str:
        path = folder / name
        path.write_text("\n".join(map(json.dumps, documents)), "utf-8")
        return str(path)

    def test_one_case_under_two_calls(self, run: Run) -> None:
        code, out, err = run(EXAMPLE, "--call", "2025", "--call", "2026")
        assert (code, err) == (0, "")
        assert "Disse verdiene finnes i utlysning 2026" in out
        assert max(map(len, out.splitlines())) <= 80

    def test_one_call_is_that_of_the_second(self, run: Run) -> None:
        code, out, _ = run(EXAMPLE, "--call", "2025", "--format", "json")
        found = json.loads(out)
        assert (code, found["before"]["call"], found["after"]["call"]) == (0, "2026", "2025")

    def test_two_days(self, run: Run) -> None:
        _, out, _ = run(EXAMPLE, "--known-on", "2025-07-01", "--known-on", "2026-11-01", "--format", "json")
        found = json.loads(out)
        assert (found["before"]["known_on"], found["after"]["known_on"]) == ("2025-07-01", "2026-11-01")
        assert found["steps"][0]["kind"] == "known-later"

    def test_a_reading(self, run: Run) -> None:
        code, out, _ = run(EXAMPLE, "--reading", "rounding=whole-kroner", "--lang", "en")
        assert code == 0
        assert "the nearest krone" in " ".join(out.split())

    def test_two_cases(self, run: Run, tmp_path: Path) -> None:
        more = self.file(tmp_path, "more.json", CONTRACT_CASE | {"claims": {"supervision": 50000}})
        code, out, _ = run(EXAMPLE, more)
        assert code == 0
        assert "Omsøkt beløp til veiledning er 50 000,00 kr i den andre" in out

    def test_a_drawing(self, run: Run, tmp_path: Path) -> None:
        target = tmp_path / "steps.svg"
        code, _, _ = run(EXAMPLE, "--call", "2021", "--svg", str(target), "--lang", "nn")
        assert code == 0
        assert "Kvifor er dei to utrekningane ulike?" in target.read_text("utf-8")

    def test_a_drawing_that_cannot_be_written(self, run: Run, tmp_path: Path) -> None:
        code, out, err = run(EXAMPLE, "--call", "2021", "--svg", str(tmp_path))
        assert (code, out) == (2, "")
        assert "kan ikke skrives" in err

    def test_everything_wrong_with_both_is_told(self, run: Run, tmp_path: Path) -> None:
        bad, worse = (
            self.file(tmp_path, "a.json", document(call="2019")),
            self.file(tmp_path, "b.json", document(municipality__number="0000")),
        )
        code, out, err = run(bad, worse, "--call", "2025", "--call", "20226", "--reading", "x")
        assert (code, out) == (2, "")
        for part in (
            "a.json",
            "Utlysningen «2019» finnes ikke",
            "b.json",
            "0000",
            "Utlysningen «20226» finnes ikke. Mente du",
            "«x» er ikke",
        ):
            assert part in err

    def test_one_case_alone(self, run: Run) -> None:
        code, out, err = run(EXAMPLE)
        assert (code, out) == (2, "")
        assert "--known-on" in err

    def test_too_much(self, run: Run) -> None:
        code, out, err = run(EXAMPLE, "--call", "2024", "--call", "2025", "--call", "2026", "--format", "json")
        assert (code, out) == (2, "")
        assert json.loads(err)["errors"][0]["code"] == "too-many-sides"

    def test_a_file_of_several_cases(self, run: Run, tmp_path: Path) -> None:
        two = self.file(tmp_path, "two.jsonl", document(), document())
        code, out, err = run(EXAMPLE, two)
        assert (code, out) == (2, "")
        assert "Filen skal ha én sak" in err

    def test_no_such_file(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run(EXAMPLE, str(tmp_path / "none.json"))
        assert code == 2
        assert "kan ikke leses" in err
