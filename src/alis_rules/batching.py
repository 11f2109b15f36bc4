"""Many cases, one answer a line: in order, in bounded memory, and never a half file.

Everything is written aside, in ``OUT.part`` in the same folder, and moved when it is whole. From time to time what is done is put safely
on the disk and noted in ``OUT.progress``, so that work that stopped can go on from there; the result is the same, byte for byte.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from attrs import asdict, evolve, frozen

from . import __version__
from .aside import Part, beside, moved, noted, opened, part_of, told
from .interchange import MAX_BYTES
from .problems import InvalidCase, Problem, problem

HEAD = 1 << 20
"""How much of the input it is known by, bytes, beside its size."""
PROGRESS_SCHEMA = "alis-rules/batch-progress/1"
"""The form of the note of the progress."""


class Row(NamedTuple):
    """One row as it was read."""

    number: int
    """Its line in the file, counted from 1."""
    end: int
    """Where the next row begins: what the reader needs to go on from there."""
    content: Any
    """What an answer is made of."""


class Reader(Protocol):
    """A kind of input: it knows its file, and reads row after row from any place that it has been at."""

    @property
    def path(self) -> Path:
        """The file that is read."""
        ...

    def identity(self) -> dict[str, Any]:
        """What the content is known by, as JSON; its `size` among it, in the unit of `Row.end`. Raises OSError."""
        ...

    def rows(self, number: int, start: int) -> Iterator[Row]:
        """The rows after line `number`, which ended at `start`. Raises OSError."""
        ...


@frozen
class Lines:
    """JSON Lines: every line that is not blank is a row."""

    path: Path
    """The file that is read."""

    def identity(self) -> dict[str, Any]:
        """The size in bytes, and the digest of the first of them."""
        with self.path.open("rb") as file:
            head = hashlib.sha256(file.read(HEAD)).hexdigest()
            return {"size": os.fstat(file.fileno()).st_size, "head": head}

    def rows(self, number: int, start: int) -> Iterator[Row]:
        """The lines as bytes, without their ends; of a line that is too long, enough to see that it is."""
        most = MAX_BYTES + len(b"\r\n")
        with self.path.open("rb") as file:
            file.seek(start)
            while line := file.readline(most):
                number, start, rest, blank = number + 1, start + len(line), line, not line.strip()
                while not rest.endswith(b"\n") and len(rest) == most:
                    rest = file.readline(most)
                    start, blank = start + len(rest), blank and not rest.strip()
                if not blank:
                    yield Row(number, start, line.removesuffix(b"\n").removesuffix(b"\r") if rest is line else line)


@frozen
class Job:
    """What is asked of a batch."""

    reader: Reader
    """Where the rows come from."""
    answer: Callable[[Any], dict[str, Any]]
    """The answer to a row's content, as JSON. Raises InvalidCase."""
    out: Path
    """Where the answers go."""
    errors: Path | None = None
    """Where the errors go; None where they are only said."""
    tables: tuple[str, ...] = ()
    """The digests of the tables and of what is laid over them."""
    options: tuple[tuple[str, str], ...] = ()
    """All else that the answers depend on, by name."""
    lang: str = "en"
    """The language of the errors."""
    save_every: int = 1000
    """How many rows are done between two notes of the progress."""

    @property
    def goals(self) -> tuple[Path, ...]:
        """The files that come of it, in the order that they are moved: the answers last, so that once they are there everything is."""
        return (self.out,) if self.errors is None else (self.errors, self.out)

    @property
    def progress(self) -> Path:
        """Where the progress is noted."""
        return beside(self.out, ".progress")


@frozen
class Done:
    """How far a batch has come."""

    rows: int = 0
    """Rows done, the wrong ones among them."""
    failed: int = 0
    """Rows that were wrong."""
    number: int = 0
    """The last row's line in the input."""
    end: int = 0
    """Where the next row begins."""
    lengths: tuple[int, ...] = ()
    """The length of each goal's part when the progress was noted, in the order of the goals."""
    whole: bool = False
    """Whether only the moving is left."""


def silent(_: object) -> None:
    """Nothing is told."""


def run(job: Job, *, resume: bool = False, tell: Callable[[Done], None] = silent, say: Callable[[str], None] = silent) -> Done:
    """Answer every row of a job's input, and move the result into place when it is whole.

    `resume`: go on where an earlier run of the same job stopped, if one did. `tell` is called at the start and after each row,
    `say` with each wrong row as a line of JSON where the job has no file for them.
    Raises InvalidCase, and leaves the goals as they were, where something cannot be read or written, or does not fit.
    """
    known_by = _known_by(job)
    done = _resumed(job, known_by) if resume else None
    if done is None:
        with told("unwritable-file", job.out):
            job.progress.unlink(missing_ok=True)
        done = Done(lengths=(0,) * len(job.goals))
    tell(done)
    if not done.whole:
        with ExitStack() as stack:
            parts = [stack.enter_context(opened(goal, length)) for goal, length in zip(job.goals, done.lengths, strict=True)]
            done = _answered(job, done, parts, known_by, tell, say)
    for goal in job.goals:
        moved(goal)
    with told("unwritable-file", job.out):
        job.progress.unlink()
    return done


def _answered(
    job: Job, done: Done, parts: list[Part], known_by: dict[str, Any], tell: Callable[[Done], None], say: Callable[[str], None]
) -> Done:
    """All rows from a place on answered, and everything safely on the disk in the parts."""

    def saved(now: Done) -> Done:
        now = evolve(now, lengths=tuple([part.saved() for part in parts]))
        noted(job.progress, {"schema": PROGRESS_SCHEMA, **known_by, "done": asdict(now)})
        return now

    rows = job.reader.rows(done.number, done.end)
    while True:
        with told("unreadable-file", job.reader.path):
            row = next(rows, None)
        if row is None:
            break
        wrong: tuple[Problem, ...] = ()
        line = b""
        try:
            line = _line(job.answer(row.content))
        except InvalidCase as error:
            wrong = error.errors
        if not wrong:
            parts[-1].add(line)
        else:
            listed = [{"at": each.at, "code": each.code, "message": each.text(job.lang)} for each in wrong]
            line = _line({"row": row.number, "errors": listed})
            if job.errors is None:
                say(line.decode("utf-8").rstrip("\n"))
            else:
                parts[0].add(line)
        done = evolve(done, rows=done.rows + 1, failed=done.failed + bool(wrong), number=row.number, end=row.end)
        tell(done)
        if done.rows % job.save_every == 0:
            done = saved(done)
    if _known_by(job) != known_by:
        raise InvalidCase([problem("", "batch-input-changed")])
    return saved(evolve(done, whole=True))


def _line(document: dict[str, Any]) -> bytes:
    """A JSON object on a line of its own; half a surrogate pair stays the escape that it was read from."""
    return (json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "backslashreplace")


# Going on -------------------------------------------------------------------------------------------------------------


def _known_by(job: Job) -> dict[str, Any]:
    """All that must be the same for work to go on, as JSON."""
    with told("unreadable-file", job.reader.path):
        identity = job.reader.identity()
    errors = None if job.errors is None else job.errors.name
    options = {**dict(job.options), "lang": job.lang, "errors": errors}
    return {"version": __version__, "input": identity, "tables": list(job.tables), "options": options}


def _resumed(job: Job, known_by: dict[str, Any]) -> Done | None:
    """How far the same job had come, or None where nothing is noted. Raises InvalidCase that names all that does not fit."""
    with told("unreadable-file", job.progress):
        try:
            text = job.progress.read_bytes()
        except FileNotFoundError:
            return None
    try:
        document = json.loads(text)
        done = _done(document["done"])
        begun = {name: document[name] for name in known_by}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InvalidCase([problem("", "batch-progress", path=job.progress.as_posix())]) from None
    found = [problem("", f"batch-other-{name}") for name, value in known_by.items() if begun[name] != value]
    if not found and (len(done.lengths) != len(job.goals) or done.end > known_by["input"]["size"]):
        found = [problem("", "batch-progress", path=job.progress.as_posix())]
    if not found:
        with told("unreadable-file", job.out):
            fits = [_fits(goal, length, whole=done.whole) for goal, length in zip(job.goals, done.lengths, strict=True)]
        found = [problem("", "batch-part", path=part_of(goal).as_posix()) for goal, fit in zip(job.goals, fits, strict=True) if not fit]
    if found:
        raise InvalidCase(found)
    return done


def _done(noted_down: dict[str, Any]) -> Done:
    """What a note of the progress says is done. Raises ValueError, KeyError or TypeError where it is none."""
    rows, failed, number, end = [int(noted_down[name]) for name in ("rows", "failed", "number", "end")]
    lengths = tuple(int(each) for each in cast("list[Any]", noted_down["lengths"]))
    if min(rows - failed, number - rows, end - number, failed, *lengths) < 0 or not isinstance(noted_down["whole"], bool):
        raise ValueError("these cannot be")
    return Done(rows, failed, number, end, lengths, noted_down["whole"])


def _fits(goal: Path, length: int, *, whole: bool) -> bool:
    """Whether a part is as the work left it: at least as long as was noted, or whole, be it moved already or not."""
    part = part_of(goal)
    if whole:
        place = part if part.exists() else goal
        return place.is_file() and place.stat().st_size == length
    return part.is_file() and part.stat().st_size >= length
