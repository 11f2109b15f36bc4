"""Many rows answered: in order, in bounded memory, and never a half file.

Everything is written aside, in ``OUT.part`` in the same folder, and moved when it is whole. From time to time what is done is put safely
on the disk and noted in ``OUT.progress``, so that work that stopped can go on from there; the result is the same, byte for byte.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

from attrs import asdict, evolve, frozen

from . import __version__
from .aside import Part, beside, made_of, moved, noted, opened, part_of, remade, told
from .column_problems import ColumnProblem
from .fields import of_reference
from .interchange import MAX_BYTES, ROW
from .pieces import HEAD, Answer, Piece, Reader, Wrong
from .problems import InvalidCase, Problem, problem

PROGRESS_SCHEMA = "alis-rules/batch-progress/1"
"""The form of the note of the progress."""


@frozen
class Lines:
    """JSON Lines: every line that is not blank is a row, numbered as the line is."""

    path: Path
    """The file that is read."""

    def identity(self) -> dict[str, Any]:
        """The size in bytes, and the digest of the first of them."""
        with self.path.open("rb") as file:
            head = hashlib.sha256(file.read(HEAD)).hexdigest()
            return {"size": os.fstat(file.fileno()).st_size, "head": head}

    def pieces(self, number: int, start: int) -> Iterator[Piece]:
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
                    yield Piece(number, start, line.removesuffix(b"\n").removesuffix(b"\r") if rest is line else line)


def one_by_one(answer: Callable[[Any], dict[str, Any]]) -> Callable[[Piece], Answer]:
    """The answers to pieces of one row each: an object of JSON on a line of its own, the number of the row before the rest.

    `answer` raises InvalidCase for a wrong row.
    """

    def answered(piece: Piece) -> Answer:
        try:
            return Answer(1, _line({ROW: piece.number, **answer(piece.content)}))
        except InvalidCase as error:
            return Answer(1, wrong=[Wrong(piece.number, error.errors, error.reference)])

    return answered


@frozen
class Job:
    """What is asked of a batch."""

    reader: Reader
    """Where the rows come from."""
    answer: Callable[[Piece], Answer]
    """The answer to a piece."""
    out: Path
    """Where the answers go."""
    form: Callable[[Path, Path, Callable[[int], None]], None] | None = None
    """Makes of the whole part the file that is moved, where that is not the part itself: given both paths, and what to tell how many bytes
    of the part are done."""
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

    def moved_from(self, goal: Path) -> Path:
        """Where a goal stands when it is whole, until it is moved."""
        return part_of(goal) if self.form is None or goal != self.out else made_of(goal)

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
    """Whether only the forming and the moving is left."""
    size: int = 0
    """Where the last row ends."""
    formed: int = 0
    """How much of the whole part has been given its form, bytes."""


def silent(_: object) -> None:
    """Nothing is told."""


def run(job: Job, *, resume: bool = False, tell: Callable[[Done], None] = silent, say: Callable[[str], None] = silent) -> Done:
    """Answer every row of a job's input, and move the result into place when it is whole.

    `resume`: go on where an earlier run of the same job stopped, if one did. `tell` is called at the start and after each piece,
    `say` with each wrong row as a line of JSON where the job has no file for them.
    Raises InvalidCase or InvalidColumns, and leaves the goals as they were, where something cannot be read or written, or does not fit.
    """
    known_by = _known_by(job)
    done = _resumed(job, known_by) if resume else None
    if done is None:
        with told("unwritable-file", job.out):
            job.progress.unlink(missing_ok=True)
        done = Done(lengths=(0,) * len(job.goals), size=known_by["input"]["size"])
    tell(done)
    if not done.whole:
        with ExitStack() as stack:
            parts = [stack.enter_context(opened(goal, length)) for goal, length in zip(job.goals, done.lengths, strict=True)]
            done = _answered(job, done, parts, known_by, tell, say)
    if job.form is not None and part_of(job.out).exists():
        remade(job.out, job.form, lambda formed: tell(evolve(done, formed=formed)))
    for goal in job.goals:
        moved(goal, job.moved_from(goal))
    with told("unwritable-file", job.out):
        part_of(job.out).unlink(missing_ok=True)
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

    pieces = job.reader.pieces(done.number, done.end)
    last_saved = done.rows
    while True:
        with told("unreadable-file", job.reader.path):
            piece = next(pieces, None)
        if piece is None:
            break
        answer = job.answer(piece)
        parts[-1].add(answer.content)
        failed = done.failed
        for wrong in answer.wrong:
            failed += 1
            errors = [_told(each, job.lang) for each in wrong.problems]
            line = _line({ROW: wrong.row, **of_reference(wrong.reference), "errors": errors})
            if job.errors is None:
                say(line.decode("utf-8").rstrip("\n"))
            else:
                parts[0].add(line)
        done = evolve(done, rows=done.rows + answer.rows, failed=failed, number=piece.number, end=piece.end)
        tell(done)
        if done.rows - last_saved >= job.save_every:
            done = saved(done)
            last_saved = done.rows
    if _known_by(job) != known_by:
        raise InvalidCase([problem("", "batch-input-changed")])
    return saved(evolve(done, whole=True))


def _told(wrong: Problem | ColumnProblem, lang: str) -> dict[str, str]:
    """What is wrong with a row, as JSON."""
    place = {"at": wrong.at} if isinstance(wrong, Problem) else {"column": wrong.column}
    return {**place, "code": wrong.code, "message": wrong.text(lang)}


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
    if not found and (len(done.lengths) != len(job.goals) or done.size != known_by["input"]["size"]):
        found = [problem("", "batch-progress", path=job.progress.as_posix())]
    if not found:
        with told("unreadable-file", job.out):
            fits = [_fits(job, goal, length, whole=done.whole) for goal, length in zip(job.goals, done.lengths, strict=True)]
        found = [problem("", "batch-part", path=part_of(goal).as_posix()) for goal, fit in zip(job.goals, fits, strict=True) if not fit]
    if found:
        raise InvalidCase(found)
    return done


def _done(noted_down: dict[str, Any]) -> Done:
    """What a note of the progress says is done. Raises ValueError, KeyError or TypeError where it is none."""
    rows, failed, number, end, size = [int(noted_down[name]) for name in ("rows", "failed", "number", "end", "size")]
    lengths = tuple(int(each) for each in cast("list[Any]", noted_down["lengths"]))
    if min(rows - failed, number - rows, end - number, size - end, failed, *lengths) < 0 or not isinstance(noted_down["whole"], bool):
        raise ValueError("these cannot be")
    return Done(rows, failed, number, end, lengths, noted_down["whole"], size)


def _fits(job: Job, goal: Path, length: int, *, whole: bool) -> bool:
    """Whether a part is as the work left it: at least as long as was noted, or whole, be it moved already or not."""
    part = part_of(goal)
    if not whole:
        return part.is_file() and part.stat().st_size >= length
    if part.exists():
        return part.is_file() and part.stat().st_size == length
    return goal.is_file() and (goal.stat().st_size == length or job.moved_from(goal) != part)
