"""Bundles the calculator: ``python docs/calculator/bundle.py --out FOLDER``. The folder, served from anywhere, loads nothing else.

In it are the page in three languages, Pyodide with the part of the standard library that a page can use, the wheel of this library with
what it depends on as they are installed here, and the tables, texts and example that the page needs before Python is there.
"""

import argparse
import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import cast

from form import PAGES, keys_of, label_keys, page
from packaging.requirements import Requirement

from alis_rules import load_tables
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.explain.style import STYLE

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENVIRONMENT = {
    "extra": "",
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "python_full_version": "3.14.0",
    "python_version": "3.14",
    "sys_platform": "emscripten",
}
"""What a dependency's markers are read against: Pyodide's Python."""
SCRIPTS = ("calculator.js", "engine.js", "form.js", "problems.js", "result.js", "texts.js", "values.js", "worker.js")
GLUE = ("glue.py",)
PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs")
LOCALES = ("root", "no", "nb", "nb_NO", "nn", "nn_NO", "en", "en_001", "en_GB")
"""The locales that the texts are written by, with those that they inherit from."""
STANDARD_LEFT_OUT = re.compile(
    r"(_pyio|_pydatetime|_pydecimal|_pylong|_pyrepl|antigravity|bdb|cProfile|cmd|code|concurrent/interpreters|configparser|"
    r"curses|dbm|doctest|ensurepip|ftplib|http|idlelib|imaplib|logging/config|logging/handlers|mailbox|modulefinder|multiprocessing|netrc|optparse|"
    r"pdb|pickletools|plistlib|poplib|profile|pstats|pydoc|pydoc_data|smtplib|socketserver|sqlite3|statistics|symtable|tabnanny|this|timeit|tkinter|"
    r"trace|turtle|turtledemo|unittest|venv|wave|webbrowser|wsgiref|xml|xmlrpc|zipapp|"
    r"encodings/(?!__init__|aliases|ascii|cp437|idna|latin_1|punycode|raw_unicode_escape|unicode_escape|utf_)\w+)(\.py|/.*)?"
)
"""The parts of the standard library that the library and Pyodide do without."""
LEFT_OUT = re.compile(
    r"tzdata/.*|dateutil/(easter|rrule|utils|parser|tz|zoneinfo)(\.py|/.*)|"
    r"babel/(lists|support|units|messages/(checkers|extract|frontend|jslexer|mofile|setuptools_frontend))\.py"
)
"""The parts of what the library depends on that it does without: time zones, and the making of catalogues."""
OWN_LEFT_OUT = re.compile(r".*\.dist-info/.*|alis_rules/(testing/.*|(cli|replay|impact)(_\w+)?\.py|explain/(replayed|impacted)\.py)")
"""The parts of this library that the page does without: the tests for others, the command, and what only the command asks for."""
NOTICE = """\
Pyodide (pyodide/pyodide.mjs, pyodide.asm.mjs, pyodide.asm.wasm.bin): Mozilla Public License 2.0, https://www.mozilla.org/MPL/2.0/
Its source: https://github.com/pyodide/pyodide

Python and its standard library (pyodide/pyodide.asm.wasm.bin, python_stdlib.zip): Python Software Foundation License,
https://docs.python.org/3/license.html
"""
SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every packed file, so that the same files make the same bundle."""


def bundled(into: Path) -> None:
    """Bundle the calculator into a folder, in place of what is there; says how large it has become."""
    shutil.rmtree(into, ignore_errors=True)
    (into / "pyodide").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as held:
        work = Path(held)
        installed = _pyodide(work)
        library, standard = work / "library", work / "standard"
        _unpack(installed / "python_stdlib.zip", standard, STANDARD_LEFT_OUT)
        _library(library, work)
        _compile(work, library, standard)
        for name in PYODIDE:
            _copy(installed / name, into / "pyodide" / name)
        for licence in sorted((work / "licences").iterdir()):
            _copy(licence, into / "licences" / licence.name)
        files = {
            "pyodide.asm.wasm": _packed(into / "pyodide" / "pyodide.asm.wasm.bin", (installed / "pyodide.asm.wasm").read_bytes()),
            "python_stdlib.zip": _zipped(into / "pyodide" / "python_stdlib.zip", standard),
            "pyodide-lock.json": _packed(into / "pyodide" / "pyodide-lock.json.bin", _lock(installed)),
            "library.zip": _zipped(into / "library.zip", library),
        }
    listed = {name: _listed(into, *each) for name, each in files.items()}
    _write(into / "files.json", json.dumps(listed))
    _page(into)
    sys.stdout.write(_told(into))


def _listed(into: Path, path: Path, packed: bool) -> dict[str, str | int | bool]:
    """What the page is told of a file that it fetches."""
    return {"file": path.relative_to(into).as_posix(), "bytes": path.stat().st_size, "packed": packed}


# Python ---------------------------------------------------------------------------------------------------------------


def _run(*command: str | Path, within: Path) -> None:
    """A command that must succeed; what it says is shown where it does not."""
    ran = subprocess.run([str(each) for each in command], cwd=within, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        raise SystemExit(f"{' '.join(str(each) for each in command)}\n{ran.stdout}{ran.stderr}")


def _pyodide(work: Path) -> Path:
    """Pyodide, installed in a working folder as the lock file pins it."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to bundle the calculator, and was not found")
    for name in ("package.json", "package-lock.json", ".npmrc", "precompile.mjs"):
        shutil.copy(HERE / name, work / name)
    _run(npm, "ci", "--ignore-scripts", within=work)
    (work / "licences").mkdir()
    _write(work / "licences" / "python.txt", NOTICE)
    return work / "node_modules" / "pyodide"


def _lock(installed: Path) -> bytes:
    """Pyodide's lock file without the packages, none of which is loaded."""
    lock = json.loads((installed / "pyodide-lock.json").read_text("utf-8"))
    return json.dumps({**lock, "packages": {}}).encode()


def _library(into: Path, work: Path) -> None:
    """The wheel of this library, what it depends on, and what the page calls, as they are imported."""
    _run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", work / "wheel", ROOT, within=work)
    for wheel in (work / "wheel").glob("*.whl"):
        _unpack(wheel, into, OWN_LEFT_OUT)
    _copy(ROOT / "LICENSE", work / "licences" / "alis-rules.txt")
    _copy(ROOT / "LICENSE-DATA", work / "licences" / "alis-rules-data.txt")
    for name in sorted(_dependencies("alis-rules", set())):
        _installed(name, into, work / "licences")
    for name in GLUE:
        _copy(HERE / name, into / name)


def _dependencies(name: str, found: set[str]) -> set[str]:
    """The names of all that a distribution depends on in the browser."""
    for line in distribution(name).requires or ():
        wanted = Requirement(line)
        if (wanted.marker is None or wanted.marker.evaluate(ENVIRONMENT)) and wanted.name.lower() not in found:
            found.add(wanted.name.lower())
            _dependencies(wanted.name, found)
    return found


def _installed(name: str, into: Path, licences: Path) -> None:
    """A distribution as it is installed here, without locales that no text is written in; its licence beside."""
    kept = {f"{locale}.dat" for locale in LOCALES}
    for file in distribution(name).files or ():
        source, path = Path(str(file.locate())), file.as_posix()
        if re.search(r"\.dist-info/.*(LICEN[CS]E|COPYING|AUTHORS)", path, re.IGNORECASE):
            _copy(source, licences / f"{name}-{file.name.removesuffix('.txt').lower()}.txt")
        elif (
            ".dist-info/" in path
            or "__pycache__" in path
            or path.startswith("..")
            or path.endswith((".pyi", ".typed", ".pth"))
            or LEFT_OUT.fullmatch(path)
        ):
            continue
        elif "locale-data/" not in path or file.name in kept:
            _copy(source, into / path)


def _unpack(archive: Path, into: Path, left_out: re.Pattern[str]) -> None:
    """The files of an archive but for some."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(into, [each for each in packed.namelist() if not left_out.fullmatch(each)])


def _compile(work: Path, *folders: Path) -> None:
    """Compile every Python file, so that the browser need not."""
    node = shutil.which("node")
    if node is None:
        raise SystemExit("node is needed to bundle the calculator, and was not found")
    for folder in folders:
        _run(node, work / "precompile.mjs", folder, within=work)


# The page -------------------------------------------------------------------------------------------------------------


def messages(lang: str) -> dict[str, str]:
    """The page's own texts in a language."""
    return cast("dict[str, str]", json.loads((HERE / f"messages.{lang}.json").read_text("utf-8")))


def texts(lang: str, keys: Iterable[str]) -> dict[str, str]:
    """The page's own texts, and those of the library's catalogue that it uses."""
    own, library = messages(lang), catalogue(lang).messages
    return own | {key: _capital(library[key]) if key.startswith(_LABELS) else library[key] for key in keys if key not in own}


_LABELS = ("cap.", "value.", "field.", "outlook.")
"""The catalogue's texts that may stand within sentences there; here each is a label."""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _page(into: Path) -> None:
    """The page in each language, its scripts and styles, and its data."""
    tables = load_tables()
    calls = sorted(tables.calls, reverse=True)
    skeleton = (HERE / "index.html").read_text("utf-8")
    said = {str(lang): texts(lang, [*label_keys(calls), *keys_of(skeleton)]) for lang in LANGUAGES}
    for lang, name in PAGES.items():
        _write(into / name, page(skeleton, lang, calls, said[lang].__getitem__))
    places = sorted(tables.municipalities.values(), key=lambda each: each.name)
    data = {
        "texts": said,
        "municipalities": [{"number": each.number, "name": each.name} for each in places],
        "example": json.loads((ROOT / "examples" / "contract-case.json").read_text("utf-8")),
    }
    _write(into / "data.json", json.dumps(data, ensure_ascii=False))
    _write(into / "library.css", STYLE)
    for name in (*SCRIPTS, "style.css"):
        _copy(HERE / name, into / name)


# Files ----------------------------------------------------------------------------------------------------------------


def _copy(source: Path, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, into)


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def _packed(path: Path, content: bytes) -> tuple[Path, bool]:
    """A file written packed, so that it is small whoever serves it."""
    path.write_bytes(gzip.compress(content, 9, mtime=0))
    return path, True


def _zipped(path: Path, folder: Path) -> tuple[Path, bool]:
    """A folder as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as into:
        for each in sorted(folder.rglob("*")):
            if each.is_file():
                into.writestr(zipfile.ZipInfo(each.relative_to(folder).as_posix(), SAME_DAY), each.read_bytes(), zipfile.ZIP_DEFLATED, 9)
    return path, False


def sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """The files that a visit loads, each with its bytes as it is and gzipped."""
    return {path.relative_to(folder).as_posix(): _size(path) for path in sorted(_loaded(folder))}


def _loaded(folder: Path) -> Iterator[Path]:
    """What one visit loads: one of the pages, and all but licences."""
    others = {folder / name for lang, name in PAGES.items() if lang != "nb"}
    return (path for path in folder.rglob("*") if path.is_file() and "licences" not in path.parts and path not in others)


def _size(path: Path) -> tuple[int, int]:
    content = path.read_bytes()
    return len(content), min(len(content), len(gzip.compress(content, 9, mtime=0)))


def _told(folder: Path) -> str:
    """What a visit loads, in lines."""
    found = sizes(folder)
    lines = [f"{plain:>10} {packed:>10}  {name}" for name, (plain, packed) in found.items()]
    whole = (sum(plain for plain, _ in found.values()), sum(packed for _, packed in found.values()))
    return "\n".join([f"{'bytes':>10} {'gzipped':>10}", *lines, f"{whole[0]:>10} {whole[1]:>10}  in all", ""])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Bundle the calculator.")
    parser.add_argument("--out", type=Path, default=HERE.parent / "_build" / "calculator", metavar="FOLDER", help="where to (%(default)s)")
    bundled(parser.parse_args().out)


if __name__ == "__main__":
    main()
