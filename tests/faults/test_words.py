"""What letters, Markdown and pages say to people: amounts, names of lines, records and clauses."""

import re

import pytest
from hypothesis import given, settings

from alis_rules import Case, compare, evaluate, to_html, to_markdown, to_text
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.testing import cases
from tests.support import case, course

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
