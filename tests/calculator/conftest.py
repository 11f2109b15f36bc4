"""The calculator as it is served: bundled once for all the tests, on loopback, looked at in Chromium.

Where the machine has no npm the tests are skipped; ``ALIS_RULES_CALCULATOR=required`` makes that an error. ``ALIS_RULES_SITE`` names the
folder of a whole site that is built already: then its calculator is looked at.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Literal

import pytest
from attrs import field, frozen
from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.support import ROOT

_LONGEST = 600
"""How long one process waits for another to bundle, seconds."""
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".json": "application/json", ".css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'"
)


def _bundle(into: Path) -> None:
    """Bundle into a folder that is there only when it is whole."""
    command = [sys.executable, str(ROOT / "docs" / "calculator" / "bundle.py"), "--out", f"{into}.part"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    Path(f"{into}.part").rename(into)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, made by the first process that asks for it; the others wait."""
    chromium()
    if "ALIS_RULES_SITE" in os.environ:
        return Path(os.environ["ALIS_RULES_SITE"]) / "calculator"
    if shutil.which("npm") is None or shutil.which("node") is None:
        if os.environ.get("ALIS_RULES_CALCULATOR") == "required":
            pytest.fail("ALIS_RULES_CALCULATOR=required, and no npm was found")
        pytest.skip("no npm on this machine; CI has one")
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    made, claim, failed = shared / "calculator", shared / "calculator.claimed", shared / "calculator.failed"
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        until = time.monotonic() + _LONGEST
        while not made.exists() and not failed.exists() and time.monotonic() < until:
            time.sleep(0.2)
        assert made.exists(), "the calculator was not bundled"
        return made
    try:
        _bundle(made)
    except BaseException:
        failed.touch()
        raise
    return made


class _Handler(SimpleHTTPRequestHandler):
    """Files with the types that a browser insists on, every one of them under the page's own policy, so that the worker is as well."""

    extensions_map = _TYPES | {".html": "text/html; charset=utf-8", "": "application/octet-stream"}

    def end_headers(self) -> None:
        """The policy on every answer."""
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing is logged."""


@pytest.fixture(scope="session")
def address(folder: Path) -> Generator[str]:
    """Where the calculator is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@frozen
class Visit:
    """A page of the calculator, and what it asked for and complained of."""

    page: Page
    asked: list[str] = field(factory=list[str])
    wrong: list[str] = field(factory=list[str])

    def ready(self) -> None:
        """Wait until the library has loaded."""
        self.page.wait_for_selector("#engine[hidden]", state="attached", timeout=120_000)

    def shown(self) -> None:
        """Wait until the result is that of what is written."""
        self.answered("shown")

    def answered(self, state: str) -> None:
        """Wait until the library has answered, and the result is in some state."""
        self.page.wait_for_selector(f"#result[data-state={state}][aria-busy=false]", timeout=120_000)

    def total(self) -> str:
        """The total that is shown, its spaces plain."""
        return self.page.inner_text("#total .amount").replace("\N{NO-BREAK SPACE}", " ")

    def open(self, name: str, text: str) -> None:
        """Open a file, and wait until the form holds it."""
        self.page.evaluate("document.getElementById('said').textContent = ''")
        self.page.set_input_files("#open", files={"name": name, "mimeType": "application/json", "buffer": text.encode()})
        self.page.wait_for_selector(f"#said:has-text('{name}')", timeout=120_000)


@contextmanager
def visited(
    address: str, file: str = "", *, width: int = 1280, scheme: Literal["light", "dark"] = "light", without: str = ""
) -> Generator[Visit]:
    """The calculator in a browser. It asks for nothing from another host and complains of nothing, or the test fails.

    `without`: a file that cannot be had.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*_FLAGS])
        context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, accept_downloads=True)
        if without:
            context.route(f"**/{without}", lambda route: route.abort())
        visit = Visit(context.new_page())
        context.on("request", lambda request: visit.asked.append(request.url))
        visit.page.on("console", lambda message: visit.wrong.append(message.text))
        visit.page.on("pageerror", lambda error: visit.wrong.append(str(error)))
        try:
            visit.page.goto(address + file)
            yield visit
            assert not visit.wrong
            assert all(each.startswith((address, "data:", "blob:")) for each in visit.asked)
            assert not context.cookies()
            assert visit.page.evaluate("localStorage.length + sessionStorage.length") == 0
        finally:
            browser.close()
