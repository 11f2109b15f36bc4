"""A real Chromium for the tests of pages, where the machine has one; ``ALIS_RULES_BROWSER=required`` makes it an error to have none."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, sync_playwright

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


def chromium() -> str:
    """The path of the browser; the test is skipped where there is none, and fails where one is required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("ALIS_RULES_BROWSER") == "required":
            pytest.fail("ALIS_RULES_BROWSER=required, and no chromium was found")
        pytest.skip("no chromium on this machine; CI has one")
    return found


@contextmanager
def opened(width: int, scheme: Literal["light", "dark"]) -> Generator[Page]:
    """A page of a browser, as wide and in the colours that are asked for; whatever it asks for from elsewhere is refused."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*_FLAGS])
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        context.set_offline(True)
        try:
            yield context.new_page()
        finally:
            browser.close()


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[Any]:
    """What axe finds wrong with a page by WCAG 2.1 A and AA and best practice, nothing waived: each rule with the elements."""
    page.evaluate(_axe())
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
    found: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", rules)
    assert len(found["passes"]) > 10, "axe looked at nothing"
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]
