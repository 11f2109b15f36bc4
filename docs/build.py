"""Builds the site: ``python docs/build.py [--out FOLDER]``, or with ``--messages`` brings its translations up to date.

``FOLDER/en`` and ``FOLDER/nb`` hold the pages, ``FOLDER/calculator`` the calculator, and ``FOLDER/index.html`` leads to them.
A warning is an error.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from finishing import finish, policed
from messages import messages

HERE = Path(__file__).resolve().parent
LANGUAGES = {"en": (), "nb": ("-D", "html_search_language=no")}
"""The languages of the site, and Sphinx's settings for each."""


def _sphinx(out: Path, language: str, doctrees: str, *, calculator: bool) -> subprocess.Popen[bytes]:
    """Sphinx at work on the pages of a language."""
    settings = ["-D", f"language={language}", *LANGUAGES[language], *(["-A", "calculator=1"] if calculator else [])]
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-E", "-W", "--keep-going", "-q", "-d", f"{doctrees}/{language}"]
    return subprocess.Popen([*command, *settings, str(HERE), str(out / language)])  # noqa: S603


def build(out: Path, *, calculator: bool = True) -> int:
    """Build all of it into a folder; gives 1 where anything was wrong."""
    for language in LANGUAGES:
        shutil.rmtree(out / language, ignore_errors=True)
    with tempfile.TemporaryDirectory() as doctrees:
        at_work = [_sphinx(out, language, doctrees, calculator=calculator) for language in LANGUAGES]
        ended = [each.wait() for each in at_work]
    if any(ended):
        return 1
    pages = [finish(out, language) for language in LANGUAGES]
    (out / "index.html").write_text(policed((HERE / "_templates" / "home.html").read_text("utf-8")), "utf-8")
    if calculator:
        sys.path.insert(0, str(HERE / "calculator"))
        import_module("bundle").bundled(out / "calculator")
    sys.stdout.write(f"{sum(pages)} pages in {out}\n")
    return 0


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description="Build the site.")
    parser.add_argument("--out", type=Path, default=HERE / "_build" / "site", metavar="FOLDER", help="where to (%(default)s)")
    parser.add_argument("--without-calculator", action="store_true", help="leave the calculator out")
    parser.add_argument("--messages", action="store_true", help="bring the translations up to date with the pages, and say what they lack")
    parser.add_argument("--check", action="store_true", help="with --messages: write nothing, and give 1 where anything lacks")
    chosen = parser.parse_args()
    if chosen.messages:
        return messages(write=not chosen.check)
    return build(chosen.out, calculator=not chosen.without_calculator)


if __name__ == "__main__":
    raise SystemExit(main())
