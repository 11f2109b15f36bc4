"""The pages as files: every link leads somewhere, nothing comes from elsewhere, and every page is there in both languages."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.site.reading import LANGUAGES, pages, read
from tests.support import ROOT

CALCULATOR = "calculator"
"""Left out of a site that is built for these tests alone; where it is there, every link into it leads somewhere too."""


def _all(site: Path) -> list[Path]:
    return [site / "index.html", *(page for language in LANGUAGES for page in pages(site, language))]


def _broken(site: Path, page: Path) -> list[str]:
    """The links of a page that lead nowhere."""
    wrong: list[str] = []
    for link in read(page).links:
        parts = urlsplit(link)
        if parts.scheme in ("http", "https", "mailto"):
            continue
        target = page if not parts.path else (page.parent / unquote(parts.path)).resolve()
        if parts.scheme or not target.is_relative_to(site.resolve()):
            wrong.append(link)
        elif target.relative_to(site.resolve()).parts[:1] == (CALCULATOR,) and not (site / CALCULATOR).exists():
            continue
        elif not target.is_file() or (parts.fragment and unquote(parts.fragment) not in read(target).ids):
            wrong.append(link)
    return wrong


def test_every_link_inside_leads_somewhere(site: Path) -> None:
    site = site.resolve()
    assert {str(page): broken for page in _all(site) if (broken := _broken(site, page))} == {}


def test_nothing_is_loaded_from_elsewhere_and_the_page_forbids_itself_to(site: Path) -> None:
    for page in _all(site):
        found = read(page)
        for load in found.loads:
            parts = urlsplit(load)
            assert not parts.scheme, f"{page}: {load}"
            assert not parts.netloc, f"{page}: {load}"
            assert (page.parent / parts.path).is_file(), f"{page}: {load}"
        assert "default-src 'none'" in found.policy, page
        assert "unsafe-inline" not in found.policy, page
        assert "http" not in found.policy, page


def test_every_page_says_its_language_and_has_a_title_of_its_own(site: Path) -> None:
    for language in LANGUAGES:
        titles = [read(page).title.strip() for page in pages(site, language)]
        assert all(titles)
        assert len(titles) == len(set(titles))
        assert {read(page).lang for page in pages(site, language)} == {language}


def test_ids_are_not_shared(site: Path) -> None:
    for page in _all(site):
        ids = read(page).ids
        assert len(ids) == len(set(ids)), page


def test_the_switch_leads_to_the_same_page_in_the_other_language(site: Path) -> None:
    names = {language: {page.relative_to(site / language) for page in pages(site, language)} for language in LANGUAGES}
    assert names["en"] == names["nb"]
    assert len(names["en"]) > 10
    for language in LANGUAGES:
        for page in pages(site, language):
            leads = {(page.parent / link).resolve() for link in read(page).switch}
            assert leads == {(site / other / page.relative_to(site / language)).resolve() for other in LANGUAGES}, page


def test_the_front_leads_to_both_languages(site: Path) -> None:
    assert {"en/index.html", "nb/index.html", "calculator/index.html"} <= set(read(site / "index.html").links)


@pytest.mark.parametrize("page", ["index.html", "rules/supervision.html", "search.html"])
def test_the_theme_speaks_bokmal_too(site: Path, page: str) -> None:
    told = (site / "nb" / page).read_text("utf-8")
    for english in ("Toggle", "Skip to content", "On this page", "Back to top", ">Next<", ">Previous<", ">Search<", "Light mode"):
        assert english not in told, english


def test_every_message_of_every_page_has_its_translation() -> None:
    command = [sys.executable, str(ROOT / "docs" / "build.py"), "--messages", "--check"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("", 0)
