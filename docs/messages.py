"""The messages of the pages and their translations: one file for each page under ``locale/``, in the order of the page."""

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
LOCALE = HERE / "locale" / "nb" / "LC_MESSAGES"
ENGLISH = ("api", "benchmarks", "changelog", "sphinx")
"""The pages that are in English on both sites, made of docstrings or of the project's own files, and the messages of the tool itself."""
_HEADER = 'msgid ""\nmsgstr ""\n"Language: nb\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
_NO_WORDS = re.compile(r"`[^`]*`|\([^()\s]*\)|[\W\d_]")
"""What holds no word of a language: code, the targets of links, digits and signs."""
_SPACE = "\N{NO-BREAK SPACE}"


def _extracted(into: str) -> Iterator[tuple[str, Catalog]]:
    """The messages of every page, by its name."""
    command = [sys.executable, "-m", "sphinx", "-b", "gettext", "-E", "-q", "-d", f"{into}/doctrees", str(HERE), into]
    subprocess.run(command, check=True)  # noqa: S603
    for path in sorted(Path(into).rglob("*.pot")):
        name = path.relative_to(into).with_suffix("").as_posix()
        if name not in ENGLISH:
            yield name, _read(path)


def _read(path: Path) -> Catalog:
    """The catalogue in a file; an empty one where there is none."""
    if not path.exists():
        return Catalog(locale="nb")
    return read_po(io.BytesIO(path.read_bytes()), locale="nb")


def _said(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue, without its header."""
    return (message for message in catalogue if message.id)


def _lacking(catalogue: Catalog) -> list[Message]:
    """The messages without a translation that is used."""
    return [message for message in _said(catalogue) if not message.string or message.fuzzy]


def _wordless(text: str) -> str | None:
    """The translation of what holds no word: itself, its numbers as they are written in Norwegian; None for what holds a word."""
    if _NO_WORDS.sub("", text):
        return None
    if "`" in text or "](" in text:
        return text
    return re.sub(r"(?<=\d)\.(?=\d)", ",", re.sub(r"(?<=\d),(?=\d{3})", _SPACE, text))


def _written(catalogue: Catalog) -> str:
    """A catalogue as the text of its file: no dates and no line numbers; what a page no longer says stays while a message lacks."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=140, no_location=True, omit_header=True, ignore_obsolete=not _lacking(catalogue))
    return _HEADER + re.sub(r"^#, python-(brace-)?format\n", "", buffer.getvalue().decode(), flags=re.MULTILINE).strip() + "\n"


def messages(*, write: bool) -> int:
    """Bring every page's translations up to date and say what they lack; without ``write`` only look. Gives 1 where anything is wrong."""
    wrong = 0
    with tempfile.TemporaryDirectory() as into:
        for name, template in _extracted(into):
            path = LOCALE / f"{name}.po"
            catalogue = _read(path)
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete = {key: message for key, message in catalogue.obsolete.items() if message.string}
            for message in _said(catalogue):
                if isinstance(message.id, str) and message.string in ("", message.id):
                    message.string = _wordless(message.id) or message.string
            text = _written(catalogue)
            lacking = _lacking(catalogue)
            stale = not path.exists() or path.read_text("utf-8") != text
            if write and stale:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            for message in lacking:
                sys.stdout.write(f"{name}: no translation of {message.id!r}\n")
            if stale and not write:
                sys.stdout.write(f"{name}: not as the page is; run python docs/build.py --messages\n")
            wrong += len(lacking) + (stale and not write)
    return 1 if wrong else 0
