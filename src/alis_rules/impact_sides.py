"""The two sides of a change: which library and tables a name stands for, and what they answer.

A name is a folder or zip file of tables, a folder that holds a library, an edition that is archived, or a git revision. An older library
answers in a process of its own; nothing else of it is run.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from . import impact_answering
from .archive import archive_path, unpack
from .comparison import Comparison, Question, compare
from .fields import shown
from .impact import Version
from .interchange import case_from_json
from .problems import InvalidCase, problem
from .rates import InvalidTables, Tables, load_tables
from .rates_files import rates_directory, read_directory, read_tables
from .replay import Answer, answer, given
from .replay_files import on_a_line

LIBRARY = Path("src", "alis_rules")
RUNNING = f"{Path(impact_answering.__file__).read_text('utf-8')}\n\nimport sys\nanswer_lines(sys.stdin, sys.stdout)\n"
"""The program that an older library is run with."""


@frozen(kw_only=True)
class Side:
    """What the cases are answered by."""

    name: str
    """As it was asked for; empty for the library and tables that run now."""
    library: Path | None = None
    """The folder to import another library from; None for the one that runs now."""
    tables: Tables | None
    """The tables, as the library that runs now reads them; None where it cannot."""
    why: str = ""
    """Why it cannot."""

    @property
    def version(self) -> Version:
        """What it is, as it is told."""
        return Version("library" if self.library else "tables" if self.name else "present", self.name)


def present() -> Side:
    """The library and the tables that run now."""
    return Side(name="", tables=load_tables())


@contextmanager
def side(name: str, here: Path) -> Generator[Side]:
    """What a name stands for, seen from a folder. Raises InvalidCase where it is nothing, or cannot be read."""
    path = here / name
    kept = archive_path(rates_directory(), name)
    if path.is_dir():
        yield _of_folder(name, path)
    elif path.is_file():
        yield _of_archive(name, path)
    elif kept is not None and kept.is_file():
        yield _of_archive(name, kept)
    else:
        with tempfile.TemporaryDirectory() as folder:
            _lay_out(name, here, Path(folder))
            yield _of_folder(name, Path(folder))


def _of_archive(name: str, path: Path) -> Side:
    """The tables of a zip file."""
    try:
        return Side(name=name, tables=read_tables(unpack(path)))
    except InvalidTables as error:
        raise InvalidCase([problem("", "impact-tables", name=shown(name), why=error.problems[0])]) from None


def _of_folder(name: str, folder: Path) -> Side:
    """The library and tables of a folder, or its tables alone."""
    library = next((each for each in (folder / "src", folder) if (each / "alis_rules" / "__init__.py").is_file()), None)
    places = (
        (folder, folder / "rates") if library is None else (library / "alis_rules" / "_rates", folder / "rates", folder.parent / "rates")
    )
    tables = next((each for each in places if (each / "about.toml").is_file()), None)
    if tables is None:
        raise InvalidCase([problem("", "impact-nothing-there", name=shown(name))])
    try:
        return Side(name=name, library=library, tables=read_directory(tables))
    except InvalidTables as error:
        if library is None:
            raise InvalidCase([problem("", "impact-tables", name=shown(name), why=error.problems[0])]) from None
        return Side(name=name, library=library, tables=None, why=error.problems[0])


# Git ----------------------------------------------------------------------------------------------------------------


def _lay_out(name: str, here: Path, folder: Path) -> None:
    """Put the library and tables of a git revision in a folder. Raises InvalidCase."""
    git = shutil.which("git")
    if git is None:
        raise InvalidCase([problem("", "impact-no-git", name=shown(name))])
    top = _git(git, here, "rev-parse", "--show-toplevel")
    if top is None:
        raise InvalidCase([problem("", "impact-no-repository", name=shown(name))])
    root = Path(os.fsdecode(top.strip()))
    revision = _git(git, root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}") if name else None
    if revision is None:
        raise InvalidCase([problem("", "impact-unknown", name=shown(name))])
    packed = _git(git, root, "archive", "--format=tar", revision.strip().decode(), "--", LIBRARY.as_posix(), "rates")
    if packed is None:
        raise InvalidCase([problem("", "impact-nothing-there", name=shown(name))])
    with tarfile.open(fileobj=io.BytesIO(packed)) as files:
        files.extractall(folder, filter="data")


def _git(git: str, folder: Path, *arguments: str) -> bytes | None:
    """What git says in a folder; None where it refuses."""
    ran = subprocess.run([git, "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603 - no shell; nothing of a case in it
    return ran.stdout if ran.returncode == 0 else None


# Answers ------------------------------------------------------------------------------------------------------------


def answers(of: Side, documents: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """What a side answers to each case. Raises InvalidCase where another library does not answer."""
    if of.library is None:
        tables = of.tables or load_tables()
        return [answer(document, tables) for document in documents]
    lines = "".join(f"{on_a_line(document)}\n" for document in documents)
    ran = subprocess.run(  # noqa: S603 - this very Python, with a program of our own
        [sys.executable, "-P", "-c", RUNNING],
        input=lines.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(of.library.resolve()), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    try:
        found: list[Answer] = [json.loads(line) for line in ran.stdout.splitlines()]
        for each in found:
            given(each)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _silent(of, repr(error)) from None
    if ran.returncode or len(found) != len(documents):
        raise _silent(of, ran.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2])
    return found


def _silent(of: Side, why: str) -> InvalidCase:
    return InvalidCase([problem("", "impact-library", name=shown(of.name), why=shown(why))])


def between(before: Side, after: Side, document: Mapping[str, Any]) -> Comparison | None:
    """Why the tables of two sides change a case, in the present library; None where they are the same, or cannot be compared."""
    if before.tables is None or after.tables is None or before.tables.digest == after.tables.digest:
        return None
    try:
        questions = [
            Question(case=case_from_json(document, tables=tables, project=True), tables=tables, project=True)
            for tables in (before.tables, after.tables)
        ]
        return compare(*questions)
    except InvalidCase:
        return None
