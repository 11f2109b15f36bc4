"""What letters, Markdown and pages say to people: amounts, names of lines, records and clauses."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import Case, Note, TotalIs, compare, evaluate, life, near, possible, to_html, to_markdown, to_text
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.naming import called, names
from alis_rules.explain.outlook import near_page, possible_blocks
from alis_rules.explain.plain import to_plain
from alis_rules.ledger import clause_named
from alis_rules.naming import Named, named
from alis_rules.rules import DEDUCTIONS, RECORD_RULES
from alis_rules.testing import cases
from alis_rules.testing.documents import break_, cost, loss, post, supervised
from tests.commanding import run
from tests.support import case, course, document

COSTLY = {
    "call": "2026",
    "activities": [course("2025-09-10", 8, expenses=9000)],
    "supplied": {"grant_frame": {"fastlege": 5000}},
}
"""A case whose frame cuts what it is given."""
HYPHEN_FOR_MINUS = re.compile(r"(?<![\w.:/-])-(?=(?:NOK\s)?\d)")
"""A hyphen that stands where a minus sign belongs; not one inside a word, a date, an address or a code."""


def _told(of: Case, lang: str) -> tuple[str, str, str]:
    """The letter of a case in every form."""
    entitlement = evaluate(of, explain=True)
    return to_text(entitlement, lang=lang), to_markdown(entitlement, lang=lang), _seen(to_html(entitlement, lang=lang))


def _seen(page: str) -> str:
    """The words of a page, without its marks and its style."""
    return re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))


class TestMinus:
    @pytest.mark.parametrize(("lang", "cut", "change"), [
        ("nb", "−10 600,00 kr", "+10 600,00 kr"), ("nn", "−10 600,00 kr", "+10 600,00 kr"), ("en", "−NOK 10,600.00", "+NOK 10,600.00"),
    ])  # fmt: skip
    def test_one_minus_sign_in_every_form(self, lang: str, cut: str, change: str) -> None:
        framed, free = case(**COSTLY), case(**COSTLY | {"supplied": {"grant_frame": {"fastlege": 50_000}}})
        for text in _told(framed, lang):
            assert re.sub(r"\s", " ", cut) in re.sub(r"\s", " ", text)
        compared = to_text(compare(framed, free), lang=lang)
        assert change in compared
        assert cut in compared
        assert not HYPHEN_FOR_MINUS.search(compared)

    @given(cases())
    @settings(max_examples=20)
    def test_no_hyphen_stands_before_a_figure(self, of: Case) -> None:
        for lang in LANGUAGES:
            for text in _told(of, lang):
                assert not HYPHEN_FOR_MINUS.search(text)


class TestNames:
    @pytest.mark.parametrize(("lang", "named"), [
        ("nb", "Avkorting til tilskuddsrammen"), ("nn", "Avkorting til tilskotsramma"), ("en", "Cut to the grant frame"),
    ])  # fmt: skip
    def test_the_line_of_the_frame_is_called_a_cut(self, lang: str, named: str) -> None:
        text, markdown, page = _told(case(**COSTLY), lang)
        assert re.search(rf"^ {named} .*−.*{catalogue(lang).say('outcome.deducted')}$", text, re.MULTILINE)
        assert named in markdown
        assert named in page

    def test_an_amount_is_what_something_comes_to(self) -> None:
        for lang, odd in (("nb", "kommer på"), ("nn", "kjem på")):
            for key, text in catalogue(lang).messages.items():
                assert odd not in text, key


POINTER = re.compile(
    r"(?<![\w/])/(?:positions|interruptions|activities|supervision|lower_productivity|facilitation|additional|municipal|doctor|agreement|claims|used_before|supplied)\b"
)
TWICE = {
    "municipality__registered": None,
    "activities": [
        course("2025-09-10", 7, voucher="17"),
        course("2025-09-10", 7),
        course("2025-09-10", 7),
        course("2025-09-10", 5, expenses=900),
        course("2025-05-30", 4, voucher="B 18"),
        course("2025-10-01", 8, completed=False),
    ],
    "supervision": [supervised("2025-09-10", 2), supervised("2025-09-10", 3, cost=100)],
    "facilitation": [cost("2025-09-10", 12)],
    "lower_productivity": [loss("2025-06-01", "2025-06-30", 100)],
}
"""A case with records of the same kind and day."""
FIGURES = st.none() | st.sampled_from((Decimal(1), Decimal("7.5")))


@st.composite
def parts(draw: st.DrawFn) -> list[Named]:
    """Parts of a case, many of them alike."""
    found: list[Named] = []
    for index in range(draw(st.integers(0, 8))):
        place, what = draw(
            st.sampled_from(
                (("activities", "kurs"), ("supervision", "supervision"), ("positions", "fastlege"), ("interruptions", "permisjon"))
            )
        )
        first = dt.date(2025, 9, draw(st.integers(1, 2)))
        last = draw(st.sampled_from((first, dt.date(2025, 9, 3), None)))
        voucher = draw(st.none() | st.sampled_from(("1", "17", "B\x07", "B\x08")))
        figures = {key: draw(FIGURES) for key in ("percent", "hours", "amount")}
        found.append(Named(at=f"/{place}/{index}", what=what, from_=first, to=last, voucher=voucher, **figures))
    return found


class TestRecords:
    """Records are called what people call them: no pointers into JSON."""

    @given(parts(), st.sampled_from(LANGUAGES))
    def test_no_two_parts_of_a_case_are_called_the_same(self, found: list[Named], lang: str) -> None:
        known = names(found, catalogue(lang))
        assert [*known] == [each.at for each in found]
        assert len({name.whole for name in known.values()}) == len(found)
        for each in found:
            assert catalogue(lang).day(each.from_) in known[each.at].whole
            assert each.voucher is None or each.voucher[0] in known[each.at].apart

    @pytest.mark.parametrize(("lang", "expected"), [
        ("nb", [
            ("Kurs", "10. september 2025", ", bilag 17"), ("Kurs", "10. september 2025", " (7 timer), nr. 1"),
            ("Kurs", "10. september 2025", " (7 timer), nr. 2"), ("Kurs", "10. september 2025", " (5 timer, 900,00 kr)"),
            ("Kurs", "30. mai 2025", ", bilag B 18"), ("Veiledning", "10. september 2025", " (2 timer)"),
            ("Lavere produktivitet", "1. juni 2025 – 30. juni 2025", ""), ("Tilrettelegging", "10. september 2025", ""),
        ]),
        ("nn", [("Kurs", "10. september 2025", ", bilag 17"), ("Rettleiing", "10. september 2025", " (2 timar)")]),
        ("en", [("Course", "10 September 2025", ", voucher 17"), ("Course", "10 September 2025", " (7 hours), no. 1")]),
    ])  # fmt: skip
    def test_each_record_of_a_letter_has_its_name(self, lang: str, expected: list[tuple[str, str, str]]) -> None:
        text, markdown, page = (re.sub(r"\s+", " ", each) for each in _told(case(**TWICE), lang))
        for what, when, apart in expected:
            assert f"– {what} {when}{apart}: " in text
            assert f"| {when} | {what}{apart} |" in markdown
            assert f" {when} {what}{apart} " in page

    def test_a_page_keeps_the_pointer_for_programs_alone(self) -> None:
        page = to_html(evaluate(case(**TWICE), explain=True))
        assert '<tr data-at="/activities/0">' in page
        assert "/activities" not in _seen(page)

    @given(cases())
    @settings(max_examples=25)
    def test_no_pointer_stands_in_a_letter(self, of: Case) -> None:
        for lang in LANGUAGES:
            for text in _told(of, lang):
                assert not POINTER.search(text)

    @given(cases())
    @settings(max_examples=10, deadline=None)
    def test_no_pointer_stands_in_what_is_near_or_possible(self, of: Case) -> None:
        texts = catalogue("nb")
        unknown = {f"/activities/{index}/documented": None for index in range(len(of.activities[:2]))}
        for text in (to_plain(near_page(near(of), texts)), to_plain(possible_blocks(possible(of, unknown), texts))):
            assert not POINTER.search(text)

    def test_what_is_near_is_told_by_name(self) -> None:
        told = re.sub(r"\s+", " ", to_plain(near_page(near(case(**TWICE | {"municipality__registered": True})), catalogue("nb"))))
        assert "Kurs 30. mai 2025, bilag B 18: 2 dager senere, 1. juni 2025, ville det talt med" in told
        assert "Kurs 1. oktober 2025 er ført som ikke gjennomført." in told

    @pytest.mark.parametrize(("at", "bounds", "label"), [
        ("/activities/1/absence_hours", (0, 9), "Fraværstimer, kurs 10. september 2025"),
        ("/positions/0/percent", (0, 50), "Stillingsprosent, fastlege 1. juni 2025 – 31. mai 2026"),
        ("/supervision/1/cost", (0, 50), "Betalt til veilederen, veiledning 10. september 2025 (3 timer)"),
        ("/used_before/practice-compensation/hours", (0, 1), "Brukt før, praksiskompensasjon"),
        ("/used_before/learning-expenses", (0, 1), "Brukt før, utgifter til læringsaktiviteter"),
        ("/claims/facilitation", (0, 1), "Beløp det er søkt om, praktisk tilrettelegging"),
        ("/supplied/fee_rate", (1, 2), "Salærsatsen"),
        ("/supplied/grant_frame/fastlege", (1, 2), "Tilskuddsrammen for fastlege"),
        ("/supplied/additional_cap", (1, 2), "Taket for tilleggselementer"),
    ])  # fmt: skip
    def test_what_is_not_known_is_told_by_name_and_no_part_of_it(self, at: str, bounds: tuple[int, int], label: str) -> None:
        posts = [post(percent=50, first="2025-06-01", last="2026-05-31")] * 2
        supplied = {"fee_rate": 1, "additional_cap": 1, "grant_frame": {"fastlege": 1}}
        used = {"practice-compensation": {"hours": 1}, "learning-expenses": 1}
        of = case(**TWICE, positions=posts, supplied=supplied, used_before=used, claims={"facilitation": 1})
        told = to_plain(possible_blocks(possible(of, {at: bounds}), catalogue("nb")), 200)
        assert re.search(rf"^ {re.escape(label)}  ", told, re.MULTILINE), told

    def test_a_note_about_a_part_of_the_case_names_it(self) -> None:
        told = evaluate(case(**TWICE), explain=True)
        notes = tuple(Note(code="supplied-value", about=at) for at in ("/activities/0", "/positions/0/percent", "fee-rate"))
        text = re.sub(r"\s+", " ", to_text(evolve(told, notes=notes)))
        assert "– Kurs 10. september 2025, bilag 17 er oppgitt av den som spør" in text
        assert "– Stillingsprosent, fastlege fra 1. februar 2025 er oppgitt av den som spør" in text
        assert "– Salærsatsen er oppgitt av den som spør" in text

    def test_every_place_that_a_letter_speaks_of_has_words(self) -> None:
        of = case(**TWICE, interruptions=[break_("permisjon", "2026-01-01")])
        for lang, leave, hours in (("nb", "Permisjon fra 1. januar 2026", "Fraværstimer, kurs 1. oktober 2025"),
                                   ("nn", "Permisjon frå 1. januar 2026", "Fråværstimar, kurs 1. oktober 2025"),
                                   ("en", "Leave from 1 January 2026", "Hours of absence, course 1 October 2025")):  # fmt: skip
            texts = catalogue(lang)
            known = names(named(of), texts)
            told = [
                called(at, known, texts) for at in ("/interruptions/0", "/activities/5/absence_hours", "/doctor/hpr_number", "/positions")
            ]
            assert [each.replace("\N{NO-BREAK SPACE}", " ") for each in told][:2] == [leave, hours]
            assert told[2:] == [texts.say("field.hpr-number"), texts.say("field.positions")]


class TestClauses:
    """A clause's number stands behind words: those of the clause, or of the reason, condition or day that carry it out."""

    NUMBER = re.compile(r"\b[TS]\d{2}\b")

    @given(cases())
    @settings(max_examples=20)
    def test_each_number_has_words_before_it(self, of: Case) -> None:
        for lang in LANGUAGES:
            letter, key, _ = re.sub(r"\s+", " ", to_text(evaluate(of, explain=True), lang=lang)).partition(self._key(lang))
            assert key
            for bracket in re.findall(r"\S* \((?:[TS]\d{2}(?:, )?)+\)", letter):
                assert re.match(r"\w", bracket), bracket
            bare = re.sub(r"\((?:[TS]\d{2}(?:, )?)+\)", "", letter)
            assert not self.NUMBER.search(bare)

    @staticmethod
    def _key(lang: str) -> str:
        """What tells how a clause is looked up."""
        return catalogue(lang).say("text.clause-key")

    def test_the_words_of_a_line_are_those_of_its_clauses(self) -> None:
        entitlement = evaluate(case(activities=[course("2025-09-10", 7)]), explain=True)
        text = re.sub(r"\s+", " ", to_text(entitlement))
        for clause in entitlement["practice-compensation"].clauses:
            assert f"{catalogue('nb').say(f'clause.{clause}')} ({clause})" in text
        assert (
            "Hvem det går til: legen, når legen er næringsdrivende etter hovedmodellen (T41); kommunen, når legen er ansatt (T42)" in text
        )

    def test_words_of_clauses_tell_no_figure_that_another_call_or_a_proposal_has_otherwise(self) -> None:
        told = {each for rule in (*RECORD_RULES, *DEDUCTIONS) for each in (*rule.clauses, *rule.recipient_clauses)}
        for lang in LANGUAGES:
            for clause in told:
                words = re.sub(r"\b20\d\d\b|(sentralitetsklasse|centrality class) 6", "", catalogue(lang).say(f"clause.{clause}"))
                assert not re.search(r"\d", words), clause

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_key_tells_a_command_that_shows_one_clause(self, lang: str) -> None:
        told = self._key(lang)
        (command,) = re.findall(r"[«“](alis-rules clauses T\d\d)[»”]", told)
        assert clause_named(command.rpartition(" ")[2]).id == "T38"


class TestSeveralCases:
    """The cases of one run are told apart: by reference, else by file and line."""

    @pytest.fixture
    def run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
        monkeypatch.chdir(tmp_path)
        plain = document(activities=[course("2025-09-10", 7)])
        rows = [plain | {"reference": "A [1]"}, plain, plain | {"reference": "A [1]"}, plain | {"reference": " "}]
        Path("saker.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
        Path("b.json").write_text(json.dumps(plain), "utf-8")
        Path("c.json").write_text(json.dumps(plain | {"reference": "<C>\x1b"}), "utf-8")

        def ran(*arguments: str) -> str:
            return run("evaluate", *arguments, stdin=json.dumps(plain)).out

        return ran

    NAMES = (
        "A [1]",
        "saker.jsonl, linje 2",
        "A [1] (saker.jsonl, linje 3)",
        "saker.jsonl, linje 4",
        "b.json",
        "<C>\N{REPLACEMENT CHARACTER}",
        "standard inn",
        "b.json (2)",
    )
    CASES = ("saker.jsonl", "b.json", "c.json", "-", "b.json")

    def test_each_text_begins_with_the_name_of_its_case_under_a_line(self, run: Callable[..., str]) -> None:
        letters = re.split(r"\n\n═{80}\n", run(*self.CASES))
        assert [letter.partition("\n")[0] for letter in letters] == [
            f"{name}: Beregning av ALIS-tilskudd, utlysning 2026" for name in self.NAMES
        ]

    def test_so_does_each_part_of_a_markdown_document(self, run: Callable[..., str]) -> None:
        letters = run(*self.CASES, "--format", "markdown").split("\n\n---\n\n")
        titles = [letter.partition("\n")[0].replace("\\", "") for letter in letters]
        assert titles == [f"# {name}: Beregning av ALIS-tilskudd, utlysning 2026" for name in self.NAMES]

    def test_a_page_lists_its_cases_with_links_and_shares_no_id(self, run: Callable[..., str]) -> None:
        page = run(*self.CASES, "--format", "html")
        titles = [f"{escape(name)}: Beregning av ALIS-tilskudd, utlysning 2026" for name in self.NAMES]
        assert "<title>Beregning av ALIS-tilskudd: 8 saker</title>" in page
        links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page.partition("</nav>")[0])
        assert [title for _, title in links] == titles
        assert re.findall(r'<h1 id="([^"]+)">([^<]+)</h1>', page.partition("</nav>")[2]) == links
        ids = Counter(re.findall(r'\sid="([^"]+)"', page))
        assert set(ids.values()) == {1}, ids.most_common(3)

    def test_one_case_alone_is_as_it_was(self, run: Callable[..., str]) -> None:
        assert run("c.json").startswith("Beregning av ALIS-tilskudd, utlysning 2026\n")
        assert "<nav" not in run("c.json", "--format", "html")


class TestConditions:
    """A condition says what it is about: what is not given, and for which records."""

    @pytest.mark.parametrize(("documented", "told"), [
        ((None, None), "Gjennomførte aktiviteter kan dokumenteres (T22, T27). Ikke oppgitt for noen av oppføringene."),
        ((True, None), "Gjennomførte aktiviteter kan dokumenteres (T22, T27). Ikke oppgitt for: kurs 11. september 2025, bilag 9."),
        ((None, False), "Gjennomførte aktiviteter kan dokumenteres (T22, T27). Ikke oppfylt for: kurs 11. september 2025, bilag 9."),
        ((False, False), "Ikke oppfylt for: kurs 10. september 2025; kurs 11. september 2025, bilag 9."),
    ])  # fmt: skip
    def test_for_which_records(self, documented: tuple[bool | None, ...], told: str) -> None:
        first, second = ({} if each is None else {"documented": each} for each in documented)
        of = case(activities=[course("2025-09-10", 1, **first), course("2025-09-11", 1, voucher="9", **second)])
        assert told in re.sub(r"\s+", " ", to_text(evaluate(of, explain=True)))

    def test_which_fields_of_the_template(self) -> None:
        text = re.sub(r"\s+", " ", to_text(evaluate(case(), explain=True)))
        assert "Alle felter i avtalemalen er fylt ut (T21). Ikke oppgitt i saken: kontaktperson i kommunen; legens navn;" in text

    def test_no_condition_is_a_double_negative_where_it_is_not_met(self) -> None:
        of = case(interruptions=[break_("kommersiell-aktor", "2025-09-01")])
        text = re.sub(r"\s+", " ", to_text(evaluate(of, explain=True)))
        assert "Ikke oppfylt: – Uten tilknytning til vikarbyrå eller annen privat kommersiell aktør (T09, T10)." in text


class TestFrame:
    """The frame's own words, where there is little to add up."""

    @pytest.mark.parametrize(("activity", "told"), [
        (course("2025-09-10", 0, expenses=100), "Elementene som rammen begrenser, utgjør 100,00 kr (utgifter til læringsaktiviteter)."),
        (course("2025-09-10", 8, expenses=100), "utgjør 6 700,00 kr: 6 600,00 kr (praksiskompensasjon) + 100,00 kr (utgifter til"),
    ])  # fmt: skip
    def test_no_amount_is_told_twice(self, activity: dict[str, object], told: str) -> None:
        assert told in re.sub(r"\s+", " ", to_text(evaluate(case(activities=[activity]), explain=True)))

    def test_nor_is_a_line_named_that_adds_nothing(self) -> None:
        then = {"doctor": {"training_start": "2021-01-01"}, "agreement__signed_on": "2021-01-01", "positions": [post(first="2021-01-01")]}
        of = case(call="2022", activities=[course("2022-09-10", 8)], **then)
        text = re.sub(r"\s+", " ", to_text(evaluate(of, explain=True)))
        assert "Elementene som rammen begrenser, utgjør 0,00 kr. Linjen kan ikke fastsettes." in text

    def test_what_is_to_be_agreed_reads_as_a_sentence(self) -> None:
        text = re.sub(r"\s+", " ", to_text(evaluate(case(municipal=[cost("2025-09-10", 5)]), explain=True)))
        assert "Kommunen dekker 5,00 kr selv. Går til: den partene blir enige om 5,00 kr." in text


@pytest.mark.parametrize(("lang", "words"), [
    ("nb", ("endelig", "før rammen", "ikke endelig")), ("nn", ("endeleg", "før ramma", "ikkje endeleg")),
    ("en", ("final", "before the frame", "not final")),
])  # fmt: skip
def test_a_life_says_how_final_each_calls_amount_is(lang: str, words: tuple[str, ...]) -> None:
    of = case(activities=[course("2025-09-10", 7), course("2022-11-10", 7)], agreement__signed_on="2022-01-01")
    told = [line.strip() for line in to_text(life(of), lang=lang).splitlines()]
    for call, word in (("2025", words[0]), ("2026", words[1])):
        assert any(line.startswith(f"{call} ") and line.endswith(f"  {word}") for line in told), told
    assert {catalogue(lang).say(f"life.{each}") for each in TotalIs} == set(words)
