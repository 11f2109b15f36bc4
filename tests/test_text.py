"""The text for a case worker: what it must say, in each language."""

import io
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from alis_rules import Case, Outcome, evaluate, load_case, load_tables, sensitivity, to_text
from alis_rules.cli_writing import for_stream
from alis_rules.explain.blocks import Column, Row, Table
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.letter import Letter
from alis_rules.rates_files import rates_directory, read_tables, table_files
from alis_rules.testing import cases
from alis_rules.testing.documents import worked_cases
from tests.support import CONTRACT_CASE, ROOT, document

WORKED: list[dict[str, Any]] = worked_cases()
MINUS = "\N{MINUS SIGN}"


def _text(case: dict[str, Any], lang: str = "nb", width: int = 80) -> str:
    read = load_case(json.dumps(case))
    return to_text(evaluate(read, explain=True), lang=lang, width=width, sensitivity=sensitivity(read))


def _flat(text: str) -> str:
    return " ".join(text.split())


class TestCatalogues:
    def test_every_language_has_every_text_with_the_same_words_to_fill_in(self) -> None:
        first, *others = (catalogue(lang) for lang in LANGUAGES)
        for other in others:
            assert other.messages.keys() == first.messages.keys()
        for key, text in first.messages.items():
            words = {name for _, name, _, _ in Formatter().parse(text) if name}
            for other in others:
                assert {name for _, name, _, _ in Formatter().parse(other.messages[key]) if name} == words, key

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_no_key_is_there_twice(self, lang: str) -> None:
        keys = re.findall(r'^msgid "(.+)"$', (ROOT / f"src/alis_rules/explain/locale/{lang}.po").read_text("utf-8"), re.MULTILINE)
        assert [key for key, times in Counter(keys).items() if times > 1] == []
        assert list(catalogue(lang).messages) == keys

    def test_no_text_is_empty_or_speaks_of_decisions(self) -> None:
        for lang in LANGUAGES:
            for key, text in catalogue(lang).messages.items():
                assert text.strip(), key
                assert not re.search(r"vedtak|klage", text, re.IGNORECASE), key

    def test_another_language_is_refused(self) -> None:
        with pytest.raises(ValueError, match="nb, nn, en"):
            catalogue("sv")


class TestContractCase:
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_amount_of_a_line_stands_in_the_text(self, lang: str) -> None:
        case = load_case(json.dumps(CONTRACT_CASE))
        entitlement = evaluate(case)
        text = _text(CONTRACT_CASE, lang)
        money = catalogue(lang).money
        for line in entitlement.lines:
            for amount in (line.incurred, line.amount):
                if amount is not None:
                    assert money(amount).replace("\N{NO-BREAK SPACE}", " ") in text
        assert money(entitlement.total).replace("\N{NO-BREAK SPACE}", " ") in text

    def test_clause_rate_standing_and_source_are_named(self) -> None:
        text = _flat(_text(CONTRACT_CASE, width=400))
        assert "Bygger på: ikke for arbeid utenfor fastlegeordningen (T36); fravær fra praksis ved læringsaktiviteter (T37); tak" in text
        assert "Salærsatsen: 1 375 kr per time, fra 1. januar 2026, rapportert" in text
        assert "https://rett24.no/" in text
        assert "Helsedirektoratet innvilger tilskudd (T16)" in text

    def test_an_amount_is_never_broken_over_two_lines(self) -> None:
        read = load_case(json.dumps(CONTRACT_CASE))
        told, asked = evaluate(read, explain=True), sensitivity(read)
        for width in range(44, 100):
            for line in to_text(told, width=width, sensitivity=asked).splitlines():
                assert not re.match(r"\s*(kr\b|\d{3},\d\d kr)", line), (width, line)

    def test_a_text_without_an_explanation_is_refused(self) -> None:
        with pytest.raises(ValueError, match="explain=True"):
            to_text(evaluate(load_case(json.dumps(CONTRACT_CASE))))

    def test_no_name_or_number_of_a_person(self) -> None:
        for lang in LANGUAGES:
            text = _text(CONTRACT_CASE, lang)
            for personal in ("Kari Eksempel", "9999999", "Ola Veileder"):
                assert personal not in text


class TestWorkedCases:
    @pytest.mark.parametrize("worked", WORKED, ids=lambda worked: worked["name"])
    def test_every_reason_and_missing_value_is_told(self, worked: dict[str, Any]) -> None:
        entitlement = evaluate(load_case(json.dumps(worked["case"])))
        text = _flat(_text(worked["case"], width=200))
        texts = catalogue("nb")
        for line in entitlement.lines:
            for reason in line.reasons:
                assert texts.say(f"reason.{reason}") in text
            for missing in line.missing:
                assert texts.say(f"value.{missing}") in text
        for record in entitlement.records:
            assert f"{texts.say(f'record.{record.what}')} {texts.day(record.from_)}".replace("\N{NO-BREAK SPACE}", " ") in text
            assert record.at not in text

    def test_what_was_used_elsewhere_and_claimed(self) -> None:
        text = _flat(_text(next(each["case"] for each in WORKED if each["name"] == "used-elsewhere-and-claimed")))
        assert "(160 timer (taket for fraværstimer) − 40 timer (brukt før)) × 60 % × 1 375 kr per time." in text
        assert "14 000 kr (taket for utgifter til læringsaktiviteter) − 3 000,00 kr (brukt før)." in text
        assert "Det er søkt om 30 000,00 kr." in text
        assert "Det som er søkt om, er lavest og bestemmer beløpet: tilskuddet er 30 000,00 kr." in text


class TestSpecialLines:
    def test_a_cap_that_is_used_up(self) -> None:
        course = {"kind": "kurs", "date": "2025-10-01", "expenses": 100}
        text = _flat(_text(document(activities=[course], used_before={"learning-expenses": 14_000})))
        assert "Taket for utgifter til læringsaktiviteter i året er lavest og bestemmer beløpet: tilskuddet er 0,00 kr." in text

    def test_more_was_used_than_there_is(self) -> None:
        course = {"kind": "kurs", "date": "2025-10-01", "expenses": 100}
        text = _flat(_text(document(activities=[course], used_before={"learning-expenses": 20_000})))
        assert "utgjør 0,00 kr: 14 000 kr (taket for utgifter til læringsaktiviteter) − 20 000,00 kr (brukt før), aldri under null." in text

    def test_a_claim_of_nothing(self) -> None:
        course = {"kind": "kurs", "date": "2025-10-01", "expenses": 20_000}
        text = _flat(_text(document(activities=[course], claims={"learning-expenses": 0})))
        assert "Det er søkt om 0,00 kr." in text

    def test_a_record_that_counts_in_part(self) -> None:
        losses = [{"from": "2025-05-31", "to": "2025-06-09", "amount": 1000}]
        text = _flat(_text(document(lower_productivity=losses)))
        assert "Lavere produktivitet 31. mai 2025 – 9. juni 2025: 1 000,00 kr til lavere produktivitet." in text
        assert "Teller delvis. 9 av 10 dager teller. De andre dagene teller ikke: utenfor tilskuddsperioden (S17)." in text

    def test_unpriced_hours_that_do_not_count(self) -> None:
        course = {"kind": "kurs", "date": "2022-11-01", "absence_hours": 5, "completed": False}
        case = document(call="2023", activities=[course], agreement__signed_on="2022-09-01", doctor__training_start="2022-01-01")
        case["positions"][0]["from"] = "2022-01-01"
        assert "Noe teller ikke: aktiviteten er ikke gjennomført (T37)." in _flat(_text(case))

    def test_conditions_that_are_not_met(self) -> None:
        text = _flat(_text(document(agreement__official_template=False, agreement__granted=False)))
        assert "Ikke oppfylt: – Helsedirektoratet innvilger tilskudd (T16)." in text

    def test_no_condition_is_met(self) -> None:
        away = [{"kind": "kommersiell-aktor", "from": "2020-01-01"}]
        case = document(agreement={"kind": "veiledning"}, positions=[], interruptions=away, doctor={}, municipality__registered=None)
        assert "Oppfylt:" not in _text(case)

    def test_every_line_applies_and_the_own_share_is_told(self) -> None:
        files = table_files(rates_directory())
        call = files["calls/2026.toml"].decode()
        head, own_share, tail = call.partition('id = "own-share"\nvalue = 0')
        assert own_share
        tables = read_tables(files | {"calls/2026.toml": f'{head}id = "own-share"\nvalue = 20{tail}'.encode()})
        given = CONTRACT_CASE | {"municipality": {"number": "1811", "registered": True}, "accept": ["unconfirmed"]}
        given |= {"additional": [{"date": "2025-10-01", "amount": 1000}], "municipal": [{"date": "2025-10-01", "amount": 500}]}
        text = _flat(to_text(evaluate(load_case(json.dumps(given)), tables=tables, explain=True)))
        assert "Egenandelen utgjør 72 663,44 kr: (132 000,00 kr (praksiskompensasjon) + " in text
        assert "− 10 250,00 kr (avkorting til tilskuddsrammen)) × 20 % (egenandelen)" in text
        assert "Trekkes fra det som går til: kommunen 72 663,44 kr." in text
        assert "Ikke aktuelt:" not in text

    def test_supplied_values_have_no_source(self) -> None:
        course = {"kind": "kurs", "date": "2025-10-01", "absence_hours": 5}
        text = _flat(_text(document(activities=[course], supplied={"fee_rate": 1400})))
        assert "Salærsatsen: 1 400 kr per time, oppgitt av den som spør." in text


COURSE = {"kind": "kurs", "date": "2025-09-10", "expenses": 500}
PROPOSAL = {
    "name": "tak 9 kr",
    "value": [
        {"id": "learning-expenses", "value": 9, "in_force_from": date(2025, 6, 1), "source": "forslaget", "checked": date(2026, 11, 21)}
    ],
}
IN_2023 = document(
    call="2023",
    doctor={"training_start": "2022-01-01", "first_gp_date": "2022-01-01"},
    agreement__signed_on="2022-09-01",
    positions=[{"role": "fastlegevikar", "employment": "ansatt", "percent": 100, "from": "2022-01-01"}],
    supervision=[{"date": "2022-11-30", "hours": 10}],
)


class TestTime:
    def _told(self, given: dict[str, Any], lang: str, **more: Any) -> str:
        project = more.get("project", False)
        return _flat(to_text(evaluate(load_case(json.dumps(given), project=project), **more, explain=True), lang=lang, width=400))

    @pytest.mark.parametrize(("lang", "head", "note"), [
        ("nb", "Framskrevet: utlysningen er ikke kontrollert", "Utlysningen 2027 er framskrevet fra den nyeste i tabellene."),
        ("en", "Projected: the call is not verified", "Call 2027 is projected from the newest call in the tables."),
    ])  # fmt: skip
    def test_a_projection(self, lang: str, head: str, note: str) -> None:
        text = self._told(document(call="2027", activities=[COURSE | {"date": "2026-09-10"}]), lang, project=True)
        assert head in text
        assert note in text
        assert head not in self._told(document(activities=[COURSE]), lang, project=True)

    @pytest.mark.parametrize(("lang", "head", "note", "standing"), [
        ("nb", "Forslag: «tak 9 kr» gir taket for utgifter til læringsaktiviteter",
         "er et forslag, ikke en verdi i tabellene.", "foreslått"),
        ("en", "Proposal: “tak 9 kr” gives the cap on learning expenses",
         "is a proposal, not a value of the tables.", "proposed"),
    ])  # fmt: skip
    def test_a_proposal(self, lang: str, head: str, note: str, standing: str) -> None:
        text = self._told(document(activities=[COURSE]), lang, tables=load_tables().overlay(PROPOSAL))
        assert head in text
        assert note in text
        assert catalogue(lang).say("standing.proposed") in text
        assert standing in catalogue(lang).say("standing.proposed")
        assert "forslaget" in text
        assert head in self._told(document(), lang, tables=load_tables().overlay(PROPOSAL))  # what is left under the cap

    def test_the_name_of_a_proposal_cannot_write_to_the_terminal(self) -> None:
        text = self._told(document(activities=[COURSE]), "nb", tables=load_tables().overlay(PROPOSAL | {"name": "\x1b[31mrød"}))
        assert "\x1b" not in text

    @pytest.mark.parametrize(("lang", "head", "later", "period", "now"), [
        ("nb", "Beregnet etter det som var kjent 19. april 2023.", "Det som ble kjent senere",
         "1. oktober 2022, kjent fra 20. april 2023.", "Med alt som er kjent i tabellene, er summen 13 110,00 kr før tilskuddsrammen."),
        ("en", "Calculated from what was known on 19 April 2023.", "What became known later",
         "1 October 2022, known from 20 April 2023.",
         "With everything that the tables know, the total is NOK 13,110.00 before the grant frame."),
    ])  # fmt: skip
    def test_a_look_back(self, lang: str, head: str, later: str, period: str, now: str) -> None:
        text = self._told(IN_2023, lang, known_on=date(2023, 4, 19))
        for part in (head, later, period, now, catalogue(lang).say("value.period-from")):
            assert part in text
        plain = self._told(IN_2023, lang)
        for part in (head, later, now):
            assert part not in plain

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_look_back_that_changes_nothing_tells_no_other_total(self, lang: str) -> None:
        texts = catalogue(lang)
        text = self._told(IN_2023, lang, known_on=date(2026, 11, 21))
        assert texts.say("text.known-on", day=texts.day(date(2026, 11, 21))).replace("\N{NO-BREAK SPACE}", " ") in text
        assert texts.say("text.later") not in text
        assert texts.say("text.total-now", total="X").partition("X")[0] not in text
        assert texts.say("note.known-since-in-force", about="").lstrip(": ") in text

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_a_look_back_with_every_value_still_to_come(self, lang: str) -> None:
        text = self._told(document(activities=[COURSE]), lang, known_on=date(2025, 5, 1))
        assert catalogue(lang).say("text.later") in text

    @pytest.mark.parametrize(("lang", "head", "missing"), [
        ("nb", "tilskuddsperioden er ikke funnet", "Dette mangler:"), ("en", "the grant period was not found", "This is missing:"),
    ])  # fmt: skip
    @pytest.mark.parametrize(("call", "day"), [("2021", "2021-05-10"), ("2024", "2024-05-10")])
    def test_no_period(self, lang: str, head: str, missing: str, call: str, day: str) -> None:
        parts: dict[str, Any] = {"doctor__training_start": "2020-01-01", "agreement__signed_on": "2020-01-01"}
        given = document(call=call, **parts, activities=[COURSE | {"date": day}])
        given["positions"][0]["from"] = "2020-01-01"
        text = self._told(given, lang)
        assert head in text
        assert catalogue(lang).say("value.period-from") in text
        assert catalogue(lang).say("value.period-to") in text
        given["period"] = {"from": day, "to": day}
        assert head not in self._told(given, lang)

    @pytest.mark.parametrize(("lang", "note"), [
        ("nb", "kildene sier ulike ting; tabellen sier hvilken verdi som er brukt, og hvorfor."),
        ("en", "the sources differ; the table says which value is used, and why."),
    ])  # fmt: skip
    def test_sources_that_differ(self, lang: str, note: str) -> None:
        assert note in self._told(document(call="2022"), lang)

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_rate_of_2021_is_told(self, lang: str) -> None:
        given = IN_2023 | {
            "call": "2021",
            "period": {"from": "2021-01-01", "to": "2021-12-31"},
            "doctor": {"training_start": "2020-01-01", "first_gp_date": "2020-01-01"},
            "agreement": {"kind": "alis-avtale", "signed_on": "2020-01-01"},
            "positions": [{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2020-01-01"}],
            "supervision": [{"date": "2021-11-30", "hours": 10}],
        }
        text = self._told(given, lang)
        assert ("1,000" if lang == "en" else "1 000 kr per time") in text.replace("NOK 10,000", "")
        assert not re.search(r"[^0-9 ] % ", text), "a sentence with a share that is not there"


@given(st.decimals(-(10**12), 10**12, places=2), st.sampled_from(LANGUAGES))
def test_numbers_are_written_as_babel_writes_them(number: Decimal, lang: str) -> None:
    locale = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}[lang]
    texts = catalogue(lang)
    assert texts.number(number) == format_decimal(number, "#,##0.##", locale=locale).replace("-", MINUS)
    amount = format_decimal(abs(number), "#,##0.00", locale=locale)
    sign = MINUS if number < 0 else ""
    assert texts.figure(number) == f"{sign}{amount}"
    assert texts.money(number) == (f"{sign}NOK\N{NO-BREAK SPACE}{amount}" if lang == "en" else f"{sign}{amount}\N{NO-BREAK SPACE}kr")
    plus = "+" if number > 0 else ""
    assert texts.change(number) == f"{plus}{texts.money(number)}"
    assert texts.figure(number, signed=True) == f"{plus}{texts.figure(number)}"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_colour_and_the_same_words() -> None:
    entitlement = evaluate(load_case(json.dumps(CONTRACT_CASE)), explain=True)
    file = _Terminal()
    shown = for_stream(Letter(entitlement, catalogue("nb")).blocks(), file, 80)
    assert "\x1b[33mbegrenset\x1b[0m" in shown
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == to_text(entitlement)


def test_a_row_may_have_no_colour() -> None:
    file = _Terminal()
    shown = for_stream([Table((Column("a"), Column("b")), (Row(("1", "2")),))], file)
    assert shown.endswith(" 1  2\n")


@given(cases())
def test_any_case_can_be_told(case: Case) -> None:
    entitlement = evaluate(case, explain=True)
    for lang in LANGUAGES:
        text = to_text(entitlement, lang=lang)
        assert max(map(len, text.splitlines())) <= 80
        assert catalogue(lang).money(entitlement.total).replace("\N{NO-BREAK SPACE}", " ") in text
        for line in entitlement.lines:
            if line.outcome is not Outcome.NOT_APPLICABLE and line.amount is not None:
                assert catalogue(lang).money(line.amount).replace("\N{NO-BREAK SPACE}", " ") in text
