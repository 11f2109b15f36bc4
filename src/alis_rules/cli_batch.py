"""The command ``alis-rules batch``: a file of cases or of facts in, a file of answers out."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from .aside import beside, ending, made_of, part_of
from .batching import Done, Job, Lines, one_by_one, run, silent
from .cli_choosing import choices_of
from .cli_options import Argument, Option
from .cli_progress import Progress
from .cli_reading import KnownOn, Lang, Overlays, Project, ReadingChoices, Supply, overlaid
from .cli_writing import dumb, tell, tell_blocks
from .column_problems import InvalidColumns
from .evaluation import evaluate
from .explain.catalogue import Language, catalogue
from .explain.proposed import proposed_everywhere
from .facts_answering import of_facts
from .facts_file import FACTS_FILES
from .interchange import load_case
from .problems import InvalidCase, Problem, problem
from .resolving import call_named

KINDS = (".jsonl", *FACTS_FILES)
"""The kinds of input: how the file's name ends."""


def batch(
    source: Annotated[Path, Argument("in")],
    out: Annotated[Path, Argument("out")],
    errors: Annotated[Path | None, Option(value="file")] = None,
    resume: Annotated[bool, Option()] = False,
    explain: Annotated[bool, Option()] = False,
    call: Annotated[str | None, Option("call-of-rows", value="call", codes="calls")] = None,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    supply: Supply = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Calculate every case or row of a file. Ends with 1 where one is wrong, with 2 where a file cannot be read or written."""
    tables = overlaid(overlay or (), as_json=False, lang=lang)
    choices = choices_of(reading, supply)
    found = list(choices.wrong)
    facts = ending(source) in FACTS_FILES
    if facts and explain:
        found.append(problem("", "batch-facts-explained"))
    if call is not None:
        found += call_named(call, tables, project=project)[1] if facts else [problem("", "batch-call-of-cases")]
    goal = Path(os.path.realpath(out))  # a link stays a link
    settings: dict[str, Any] = {
        "errors": errors and Path(os.path.realpath(errors)),
        "tables": (tables.digest, *[each.digest for each in tables.overlays]),
        "options": (
            ("explain", str(explain)),
            ("known-on", str(known_on)),
            ("project", str(project)),
            ("call", str(call)),
            *[(f"reading {name}", option) for name, option in choices.readings.choices],
            *[("supplied", each) for each in sorted(supply or ())],
        ),
        "lang": lang,
    }

    def answer(content: bytes) -> dict[str, Any]:
        case = load_case(content, tables=tables, project=project)
        return evaluate(choices.made(case), tables=tables, known_on=known_on, project=project, explain=explain).to_json()

    texts = catalogue(lang)
    progress = beside(goal, ".progress")
    made: dict[str, Any] = {}
    try:
        if facts:
            asked = {"readings": choices.readings, "supplied": choices.supplied, "known_on": known_on, "project": project}
            made = of_facts(source, goal, tables, asked, call)
            job = Job(**made, **settings)
        else:
            job = Job(reader=Lines(source), answer=one_by_one(answer), out=goal, **settings)
        found += _wrong_files(job, overlay or ())
        if found:
            raise InvalidCase(found)
        with shown_on(job, lang, facts=facts) as shown_on_it:
            done = run(job, resume=resume, tell=shown_on_it.tell, say=shown_on_it.say)
        assumed = made["reader"].assumed if made else None
    except (InvalidCase, InvalidColumns) as error:
        tell(texts.say("command.errors", case=source.as_posix()))
        for each in error.errors:
            place = each.at if isinstance(each, Problem) else each.column
            tell(f"  {place}: {each.text(lang)}" if place else f"  {each.text(lang)}")
        if error.errors[0].code == "unwritable-file" and os.path.exists(progress):
            tell(texts.say("batch.kept", path=out.as_posix()))
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        tell(texts.say("batch.interrupted"))
        if os.path.exists(progress):
            tell(texts.say("batch.kept", path=out.as_posix()))
        raise SystemExit(130) from None
    if made:
        tell_blocks(proposed_everywhere(made["answer"].check.notes, texts))
    counts = {"rows": texts.number(done.rows), "errors": texts.number(done.failed)}
    tell(texts.say("batch.rows-done" if facts else "batch.done", **counts, path=out.as_posix()))
    if assumed is not None:
        tell(texts.say("batch.call-assumed", call=assumed))
    if done.failed:
        raise SystemExit(1)


def _wrong_files(job: Job, overlays: list[str] | tuple[str, ...]) -> list[Problem]:
    """What is wrong with the files named: each must be an ordinary file, if it is there, and its own."""
    found: list[Problem] = []
    read = job.reader.path
    if ending(read) not in KINDS:
        found.append(problem("", "batch-format", known=", ".join(KINDS)))
    elif (ending(read) in FACTS_FILES) != (ending(job.out) in FACTS_FILES):
        found.append(problem("", "batch-out-format", known=", ".join(FACTS_FILES if ending(read) in FACTS_FILES else KINDS[:1])))
    found += [
        problem("", "batch-not-a-file", path=path.as_posix())
        for path in (read, *job.goals)
        if os.path.exists(path) and not os.path.isfile(path)
    ]
    written = [*job.goals, *map(part_of, job.goals), made_of(job.out), job.progress, part_of(job.progress)]
    taken: list[Path] = []
    for path in (read, *map(Path, overlays), *written):
        if path in written and any(_same(path, other) for other in taken):
            found.append(problem("", "batch-same-file", path=path.as_posix()))
        taken.append(path)
    return found


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, be it there or not."""
    if os.path.exists(one) and os.path.exists(other):
        return os.path.samefile(one, other)
    return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))


class Shown(NamedTuple):
    """Where the progress and the errors are shown."""

    tell: Callable[[Done], None]
    """Takes how far the work has come."""
    say: Callable[[str], None]
    """Takes what is wrong with a row."""


@contextmanager
def shown_on(job: Job, lang: str, *, facts: bool = False) -> Generator[Shown]:
    """On a terminal a bar with rows, rate and time left, and another for the form of what is written; elsewhere only the errors."""
    if not sys.stderr.isatty() or dumb():
        yield Shown(silent, tell)
        return
    texts = catalogue(lang)
    progress = Progress(sys.stderr)
    before: list[int] = []
    forming = False

    def show(done: Done) -> None:
        nonlocal forming
        before.append(done.rows) if not before else None
        if done.formed and not forming:
            forming = True
            progress.begin_anew()
        if forming:
            progress.show(done.formed, done.lengths[-1], texts.say("batch.forming"))
            return
        rate = (done.rows - before[0]) // max(int(progress.elapsed()), 1)
        counts = {"rows": texts.number(done.rows), "rate": texts.number(rate)}
        progress.show(done.end, done.size, texts.say("batch.rows-rate" if facts else "batch.rate", **counts))

    try:
        yield Shown(show, progress.say)
    finally:
        progress.end()
