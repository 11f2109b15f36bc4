"""The site built once for all workers, and served on this machine alone.

``ALIS_RULES_SITE`` names the folder of a whole site that is built already, with the calculator: then a copy of it is looked at.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.support import ROOT


def _built(folder: Path) -> str:
    """What the command says, having built the site; nothing where it is built already."""
    if "ALIS_RULES_SITE" in os.environ:
        shutil.copytree(os.environ["ALIS_RULES_SITE"], folder)
        return ""
    command = [sys.executable, str(ROOT / "docs" / "build.py"), "--out", str(folder), "--without-calculator"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"{ran.stdout}{ran.stderr}" if ran.returncode else ""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the built site; the first worker that comes builds it, and the others wait."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent
    folder, said, lock = shared / "site", shared / "site-said.txt", shared / "site-lock"
    try:
        lock.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 300
        while not said.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    else:
        aside = said.with_suffix(".new")
        aside.write_text(_built(folder), "utf-8")
        aside.replace(said)
    assert said.exists(), "the site was not built in time"
    assert said.read_text("utf-8") == ""
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is the base class's
        """Nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
