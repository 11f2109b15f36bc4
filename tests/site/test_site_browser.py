"""The site in a real Chromium: everybody can read it, on a phone and on paper too, and it asks for nothing from elsewhere."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser import opened, violations
from tests.site.reading import LANGUAGES, pages

Scheme = Literal["light", "dark"]
PARTS = 4
"""How many tests share the pages, so that they can run beside each other."""
SAMPLES = ("index.html", "nb/index.html", "nb/rules/practice-compensation.html", "en/facts.html", "nb/search.html?q=veiledning")
"""A page of every kind, looked at in every way."""
WIDE: tuple[int, Scheme] = (1280, "light")
NARROW: tuple[int, Scheme] = (360, "dark")
REFERENCE = "api.html"
"""By far the longest page, and English in both languages, so that one of them is enough."""


@contextmanager
def _at(address: str, width: int, scheme: Scheme) -> Generator[Page]:
    """A page that may ask this machine alone; afterwards nothing else was asked for, and nothing was wrong."""
    elsewhere: list[str] = []
    wrong: list[str] = []
    with opened(width, scheme) as page:
        page.context.set_offline(False)
        page.on("request", lambda request: None if request.url.startswith((address, "data:")) else elsewhere.append(request.url))
        page.on("response", lambda response: wrong.append(response.url) if response.status >= 400 else None)
        page.on("console", lambda message: wrong.append(f"{page.url}: {message.text}") if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        yield page
        assert elsewhere == []
        assert wrong == []


def _readable(page: Page, address: str) -> None:
    """Nothing that axe finds wrong, and no scrolling sideways."""
    page.goto(address)
    assert (address, violations(page)) == (address, [])
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address


@pytest.mark.parametrize("part", range(PARTS))
def test_everybody_can_read_every_page(site: Path, address: str, part: int) -> None:
    """Of every two pages one is wide by day and one narrow by night, and in the other language it is the other way round."""
    for way, (width, scheme) in enumerate((WIDE, NARROW)):
        with _at(address, width, scheme) as page:
            turned = [path for turn, language in enumerate(LANGUAGES) for path in pages(site, language)[(way + turn) % 2 :: 2]]
            for path in [each for each in turned if each.name != REFERENCE][part::PARTS]:
                _readable(page, f"{address}{path.relative_to(site).as_posix()}")


def test_everybody_can_read_the_reference(address: str) -> None:
    with _at(address, *WIDE) as page:
        _readable(page, f"{address}en/{REFERENCE}")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_every_kind_in_every_way(address: str, width: int, scheme: Scheme) -> None:
    with _at(address, width, scheme) as page:
        for name in SAMPLES:
            _readable(page, f"{address}{name}")


def test_search_finds_in_the_language_of_the_page(address: str) -> None:
    with _at(address, *WIDE) as page:
        for language, word, title in (("en", "dataframes", "Dataframes"), ("nb", "dataramme", "Datarammer")):
            page.goto(f"{address}{language}/index.html")
            page.locator(".sidebar-search").fill(word)
            page.keyboard.press("Enter")
            expect(page.locator("#search-results ul.search li a").filter(has_text=title).first).to_be_visible()


def test_the_colours_can_be_chosen(address: str) -> None:
    with _at(address, *WIDE) as page:
        page.goto(f"{address}en/facts.html")
        assert page.evaluate("document.body.dataset.theme") == "auto"
        seen: list[str] = []
        for _ in range(3):
            page.locator(".theme-toggle-content button").click()
            seen.append(page.evaluate("document.body.dataset.theme"))
        assert sorted(seen) == ["auto", "dark", "light"]


def test_the_menu_and_the_language_on_a_phone(address: str) -> None:
    with _at(address, *NARROW) as page:
        page.goto(f"{address}nb/rules/supervision.html")
        page.locator("a.other-language").click()
        assert page.url == f"{address}en/rules/supervision.html"
        link = page.locator(".sidebar-drawer a", has_text="Start in five minutes")
        expect(link).not_to_be_in_viewport()
        page.locator("label.nav-overlay-icon").click()
        expect(link).to_be_in_viewport()
        link.click()
        expect(page.locator("h1")).to_contain_text("Start in five minutes")


def test_by_keyboard_the_first_stop_leads_past_the_menu(address: str) -> None:
    with _at(address, *WIDE) as page:
        page.goto(f"{address}nb/design.html")
        for _ in range(4):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.skip-to-content')"):
                break
        page.keyboard.press("Enter")
        assert page.url.endswith("#furo-main-content")


@pytest.mark.parametrize("name", ["en/index.html", "nb/rules/practice-compensation.html", "nb/dataframes.html", "en/design.html"])
def test_pages_print(address: str, name: str) -> None:
    with _at(address, *WIDE) as page:
        page.goto(f"{address}{name}")
        page.emulate_media(media="print")
        expect(page.locator(".sidebar-drawer")).to_be_hidden()
        printed = page.pdf(format="A4")
    assert printed.startswith(b"%PDF")
    assert 1 <= printed.count(b"/Type /Page\n") <= 20


def test_what_the_policy_forbids_is_noticed(site: Path, address: str) -> None:
    """A page with a script that Sphinx did not write: the browser refuses it."""
    whole = (site / "index.html").read_text("utf-8")
    (site / "changed.html").write_text(whole.replace("</body>", "<script>document.title = 'x'</script></body>"), "utf-8")
    with pytest.raises(AssertionError, match="Content Security Policy"), _at(address, *WIDE) as page:
        page.goto(f"{address}changed.html")
