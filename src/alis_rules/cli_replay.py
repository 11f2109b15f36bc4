"""The command ``alis-rules replay``: a folder of cases with what they gave at the last release, and whether they give it still."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from .aside import told
from .cli_reading import Lang, Width, report
from .explain.catalogue import Language, catalogue
from .explain.plain import print_blocks
from .explain.replayed import replay_blocks
from .interchange import MAX_BYTES
from .problems import InvalidCase, Problem, problem
from .rates import load_tables
from .replay import Kept, Replayed, answer
from .replay import replay as replayed
from .replay_changelog import accepted, judged
from .replay_files import content_of, read_folder, write

FOLDER, CHANGELOG = Path("tests/replay/cases"), Path("CHANGELOG.md")


def replay(
    folder: Annotated[
        Path, typer.Argument(metavar="MAPPE", help="Sakene, én JSON-fil for hver, med det de ga ved forrige utgivelse.")
    ] = FOLDER,
    changelog: Annotated[Path, typer.Option("--changelog", metavar="FIL", help="Endringsloggen som skal nevne hver endring.")] = CHANGELOG,
    accept: Annotated[bool, typer.Option("--accept", help="Før hver endring i endringsloggen; sakene røres ikke.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEKST", help="Hvorfor det endres, sammen med --accept.")] = "",
    new: Annotated[bool, typer.Option("--new", help="Skriv hva nye saker gir, i sakene som ikke har noe resultat ennå.")] = False,
    release: Annotated[bool, typer.Option("--release", help="Gjør det sakene gir nå, til det de skal gi fra denne utgivelsen.")] = False,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Regn alle saker i en mappe på nytt, og si hva som er endret siden forrige utgivelse.

    Avslutter med 0 når hver endring står i endringsloggens nyeste del, med 1 når noe ikke gjør det, og med 2 når noe er galt med filene.
    """
    cases, wrong = read_folder(folder)
    asked = [name for name, given in (("--accept", accept), ("--new", new), ("--release", release)) if given]
    if len(asked) > 1:
        wrong.setdefault(folder.as_posix(), []).append(problem("", "replay-one-at-a-time", options=", ".join(asked)))
    if reason and not accept:
        wrong.setdefault(folder.as_posix(), []).append(problem("", "replay-reason-alone"))
    if "\n" in reason or "\r" in reason:
        wrong.setdefault(folder.as_posix(), []).append(problem("", "replay-reason-lines"))
    unanswered = [each for each in cases if each.answer is None]
    if not new:
        wrong |= {(folder / f"{each.name}.json").as_posix(): [problem("/entitlement", "replay-new-case")] for each in unanswered}
    _refuse(wrong, lang)
    try:
        if new:
            _write_all(folder, unanswered)
            typer.echo(catalogue(lang).say("replay.written", count=len(unanswered), folder=folder.as_posix()))
            return
        _gate(folder, changelog, cases, accept=accept, reason=reason, release=release, lang=lang, width=width)
    except InvalidCase as error:
        _refuse({changelog.as_posix(): list(error.errors)}, lang)


def _gate(
    folder: Path, changelog: Path, cases: list[Kept], *, accept: bool, reason: str, release: bool, lang: str, width: int | None
) -> None:
    """Replay the cases, judge or write the changelog, and tell it. Raises InvalidCase where that cannot be read or written."""
    results = [replayed(each, load_tables()) for each in cases]
    text = _read(changelog)
    if accept:
        renewed = accepted(text, results, reason)
        if renewed != text:
            with told("unwritable-file", changelog):
                changelog.write_bytes(renewed.encode())
        text = renewed
    found = judged(text, results)
    if release and not (found.unnamed or found.stale):
        _write_all(folder, cases, results)
        typer.echo(catalogue(lang).say("replay.released", count=len(cases), folder=folder.as_posix()))
        return
    print_blocks(replay_blocks(results, found, lang), sys.stdout, width)
    if found.unnamed or found.stale:
        raise typer.Exit(1)


def _write_all(folder: Path, cases: list[Kept], results: list[Replayed] | None = None) -> None:
    """Write the cases with what they give now as their baseline. Raises InvalidCase."""
    answers = [answer(each.case, load_tables()) for each in cases] if results is None else [each.after for each in results]
    for case, now in zip(cases, answers, strict=True):
        write(folder, case, now)


def _read(changelog: Path) -> str:
    """The text of a changelog. Raises InvalidCase."""
    content = content_of(changelog)
    if len(content) > MAX_BYTES:
        raise InvalidCase([problem("", "too-large", largest=MAX_BYTES // 1_000_000)])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidCase([problem("", "not-utf-8", byte=error.start)]) from None


def _refuse(wrong: dict[str, list[Problem]], lang: str) -> None:
    """Tell all that is wrong, by file, and end with 2; nothing where nothing is."""
    for name, errors in sorted(wrong.items()):
        report(name, errors, as_json=False, lang=lang)
    if wrong:
        raise typer.Exit(2)
