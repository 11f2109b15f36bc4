"""The page of HTML: it stands alone, in a real Chromium too, and everybody can read it."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Page

from alis_rules import Case, evaluate, life, load_case, sensitivity, to_html, to_markdown, to_svg
from alis_rules.explain.blocks import Block, Column, Drawing, Heading, Item, Pairs, Paragraph, Row, Source, Table, Tone
from alis_rules.explain.catalogue import LANGUAGES
from alis_rules.explain.markdown import to_markdown_text
from alis_rules.explain.page import to_page
from alis_rules.explain.plain import to_plain
from alis_rules.testing import cases
from tests.browser import opened, violations
from tests.snapshots.make import CASES
from tests.support import CONTRACT_CASE

CONTRACT = load_case(json.dumps(CONTRACT_CASE))
EVERY_BLOCK: list[Block] = [
    Heading("Tittel <1>", 1),
    Paragraph("Se [1] og [7] & mer", Tone.WARNING),
    Item("første | *stjerne*", tone=Tone.STRONG),
    Item("andre"),
    Heading("Del"),
    Pairs((("a", "1"), ("b", "2")), right=True),
    Table((Column("x"), Column("y", right=True)), (Row(("rad", "1")), Row(("rad to", "22"), Tone.CUT))),
    Drawing("En tegning", "<?xml version='1.0'?>\n<svg viewBox='0 0 1 1'></svg>"),
    Source(1, "Kilde «A»", "https://example.org/a"),
    Source(2, "", "https://example.org/b"),
    Source(3, "Uten adresse", ""),
]


def _page(case: Case, lang: str = "nb", *, drawn: bool = False) -> str:
    timeline = to_svg(life(case), lang=lang) if drawn else ""
    return to_html(evaluate(case, explain=True), lang=lang, sensitivity=sensitivity(case), timeline=timeline)


class _Links(HTMLParser):
    """Everything that a page could load, every place that it links to, and every place that is named."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.ids += [found["id"]] if "id" in found else []
        if tag == "a":
            self.links.append(found.get("href", ""))
        elif tag not in ("use", "path", "g", "rect"):
            self.loads += [value for key, value in found.items() if key in ("src", "href", "data", "action", "poster", "srcset")]
        assert tag not in ("script", "iframe", "link", "object", "img", "form")
        assert not any(key.startswith("on") for key in found)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_loaded_and_every_link_inside_resolves(lang: str) -> None:
    page = _Links()
    page.feed(_page(CONTRACT, lang, drawn=True))
    assert not page.loads
    assert len(page.ids) == len(set(page.ids))
    inside = [link for link in page.links if link.startswith("#")]
    assert inside
    assert {link[1:] for link in inside} <= set(page.ids)
    assert all(link.startswith(("#", "https://")) for link in page.links)


def test_what_a_case_or_a_table_says_is_never_markup() -> None:
    made = to_page([EVERY_BLOCK], "nb")
    assert "Tittel &lt;1&gt;" in made
    assert '<a href="#k1">[1]</a> og [7] &amp; mer' in made
    assert "<?xml" not in made


def test_a_document_without_sections() -> None:
    assert "section" not in to_page([EVERY_BLOCK[:4]], "nb").partition("<main>")[2]


def test_several_documents_on_one_page_do_not_share_names() -> None:
    page = _Links()
    page.feed(to_page([EVERY_BLOCK, EVERY_BLOCK], "nb"))
    assert len(page.ids) == len(set(page.ids))
    assert {"#k1", "#d1-k1"} <= set(page.links)


def test_markdown_has_every_block_and_takes_nothing_for_its_own() -> None:
    told = to_markdown_text(EVERY_BLOCK)
    assert told.startswith("# Tittel \\<1\\>\n\n**Se \\[1\\] og")
    for part in (
        "- **første \\| \\*stjerne\\***",
        "| x | y |",
        "| --- | ---: |",
        "1. [Kilde «A»](<https://example.org/a>)",
        "*En tegning*",
    ):
        assert part in told
    assert "2. [example.org]" in told
    assert "3. Uten adresse" in told


def test_plain_text_has_every_block() -> None:
    told = to_plain(EVERY_BLOCK, 60)
    for part in ("Tittel <1>", "– første", "[3] Uten adresse", "a  1", "rad to  22"):
        assert part in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markdown_tells_every_amount(lang: str) -> None:
    entitlement = evaluate(CONTRACT, explain=True)
    told = to_markdown(entitlement, lang=lang, sensitivity=sensitivity(CONTRACT))
    assert "362" in told
    assert len(re.findall(r"^## ", told, re.MULTILINE)) >= 7
    for line in told.splitlines():
        if line.startswith("|"):
            assert line.endswith("|")


def _checked(page: Page, html: str) -> None:
    """Load a page and have axe look at it: nothing waived, nothing asked for from elsewhere, no scrolling sideways."""
    asked: list[str] = []
    wrong: list[Any] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.set_content(html)
    assert violations(page) == []
    assert not asked
    assert not wrong
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


class TestInABrowser:
    @pytest.mark.parametrize("turn", range(4))
    def test_the_snapshots_wide_and_narrow_by_day_and_by_night(self, turn: int) -> None:
        with opened((360, 1280)[turn % 2], "dark" if turn // 2 else "light") as page:
            _checked(page, _page(CONTRACT, LANGUAGES[turn % len(LANGUAGES)], drawn=True))
            for number, name in enumerate([*CASES][turn::4]):
                _checked(page, _page(load_case(json.dumps(CASES[name])), LANGUAGES[number % len(LANGUAGES)]))

    def test_any_case(self) -> None:
        with opened(1280, "light") as page:

            @given(cases())
            @settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
            def check(case: Case) -> None:
                _checked(page, _page(case))

            check()

    def test_axe_would_find_what_is_wrong(self) -> None:
        with opened(1280, "light") as page:
            page.set_content(_page(CONTRACT).replace("<svg viewBox", '<img src="data:,"><svg viewBox'))
            assert {rule for rule, _ in violations(page)} == {"image-alt"}

    def test_it_prints(self) -> None:
        with opened(1280, "light") as page:
            page.set_content(_page(CONTRACT, drawn=True))
            printed = page.pdf(format="A4")
        assert printed.startswith(b"%PDF")
        assert 2 <= printed.count(b"/Type /Page\n") <= 12
