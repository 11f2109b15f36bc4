"""The command ``alis-rules batch``: a file of cases in, a file of answers out."""

import os
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from .aside import part_of
from .batching import Done, Job, Lines, Reader, run, silent
from .cli_reading import KnownOn, Lang, Overlays, Project, ReadingChoices, overlaid
from .evaluation import evaluate
from .explain.catalogue import Language, catalogue
from .fields import shown
from .interchange import load_case
from .problems import InvalidCase, Problem, problem
from .readings import DEFAULTS, chosen

READERS: dict[str, Callable[[Path], Reader]] = {".jsonl": Lines}
"""The kinds of input, by how the file's name ends."""


def batch(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="Sakene, én som JSON på hver linje.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Filen som svarene skrives til, ett på hver linje.")],
    errors: Annotated[Path | None, typer.Option("--errors", metavar="FIL", help="Skriv feil til en fil; ellers til standard feil.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Fortsett der en avbrutt kjøring stoppet.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Ta med forklaringen av hvert svar.")] = False,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Regn ut hva hver sak i en fil har krav på, uansett hvor stor filen er.

    Svarene skrives til siden og flyttes på plass når alt er ferdig. Avslutter med 0 når alle saker er beregnet, med 1 når noe er galt
    med en sak, og med 2 når noe ikke kan leses eller skrives. En avbrutt kjøring avslutter med 130 og kan fortsettes.
    """
    tables = overlaid(overlay or (), as_json=False)
    day = known_on and known_on.date()
    choices = {name: option for name, _, option in (choice.partition("=") for choice in reading or () if "=" in choice)}

    def answer(content: bytes) -> dict[str, Any]:
        case = load_case(content, tables=tables, project=project)
        return evaluate(case, readings=choices or None, tables=tables, known_on=day, project=project, explain=explain).to_json()

    job = Job(
        reader=READERS.get(source.suffix, Lines)(source),
        answer=answer,
        out=Path(os.path.realpath(out)),  # a link stays a link
        errors=errors and Path(os.path.realpath(errors)),
        tables=(tables.digest, *[each.digest for each in tables.overlays]),
        options=(
            ("explain", str(explain)),
            ("known-on", str(day)),
            ("project", str(project)),
            *[(f"reading {name}", option) for name, option in sorted(choices.items())],
        ),
        lang=lang,
    )
    texts = catalogue(lang)
    try:
        if found := [*_wrong_choices(reading or (), choices), *_wrong_files(job, overlay or ())]:
            raise InvalidCase(found)
        with shown_on(job, lang) as shown_on_it:
            done = run(job, resume=resume, tell=shown_on_it.tell, say=shown_on_it.say)
    except InvalidCase as error:
        typer.echo(texts.say("command.errors", case=source.as_posix()), err=True)
        for each in error.errors:
            typer.echo(f"  {each.at}: {each.text(lang)}" if each.at else f"  {each.text(lang)}", err=True)
        if error.errors[0].code == "unwritable-file" and os.path.exists(job.progress):
            typer.echo(texts.say("batch.kept", path=out.as_posix()), err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        typer.echo(texts.say("batch.interrupted"), err=True)
        if os.path.exists(job.progress):
            typer.echo(texts.say("batch.kept", path=out.as_posix()), err=True)
        raise typer.Exit(130) from None
    typer.echo(texts.say("batch.done", rows=texts.number(done.rows), errors=texts.number(done.failed), path=out.as_posix()), err=True)
    if done.failed:
        raise typer.Exit(1)


def _wrong_choices(given: list[str] | tuple[str, ...], choices: dict[str, str]) -> list[Problem]:
    """What is wrong with the readings chosen."""
    found = [problem("/readings", "not-a-choice", value=shown(choice)) for choice in given if "=" not in choice]
    try:
        chosen(DEFAULTS, choices)
    except InvalidCase as error:
        found += error.errors
    return found


def _wrong_files(job: Job, overlays: list[str] | tuple[str, ...]) -> list[Problem]:
    """What is wrong with the files named: each must be an ordinary file, if it is there, and its own."""
    found: list[Problem] = []
    read = job.reader.path
    if read.suffix not in READERS:
        found.append(problem("", "batch-format", known=", ".join(READERS)))
    found += [
        problem("", "batch-not-a-file", path=path.as_posix())
        for path in (read, *job.goals)
        if os.path.exists(path) and not os.path.isfile(path)
    ]
    written = [*job.goals, *map(part_of, job.goals), job.progress, part_of(job.progress)]
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


def _to_standard_error(line: str) -> None:
    typer.echo(line, err=True)


class Shown(NamedTuple):
    """Where the progress and the errors are shown."""

    tell: Callable[[Done], None]
    """Takes how far the work has come."""
    say: Callable[[str], None]
    """Takes what is wrong with a row."""


@contextmanager
def shown_on(job: Job, lang: str) -> Generator[Shown]:
    """On a terminal a bar with rows, rate and time left; elsewhere only the errors."""
    if not sys.stderr.isatty():
        yield Shown(silent, _to_standard_error)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

    texts = catalogue(lang)
    size = job.reader.path.stat().st_size if job.reader.path.exists() else 0
    columns = (BarColumn(), TaskProgressColumn(), TextColumn("{task.description}", markup=False), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        started: list[tuple[TaskID, int]] = []

        def tell(done: Done) -> None:
            if not started:
                started.append((progress.add_task("", total=size, completed=done.end), done.rows))
            task, before = started[0]
            seconds = int(progress.tasks[0].elapsed or 0)
            rate = texts.number((done.rows - before) // max(seconds, 1))
            progress.update(task, completed=done.end, description=texts.say("batch.rate", rows=texts.number(done.rows), rate=rate))

        def say(line: str) -> None:
            progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

        yield Shown(tell, say)
