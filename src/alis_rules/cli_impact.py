"""The command ``alis-rules impact``: two versions of tables or library, and what going from the one to the other does to a set of cases."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Any, NamedTuple, cast

from .aside import ending
from .cli_options import Argument, Option
from .cli_reading import Document, Format, Lang, Source, Width, report, sources
from .cli_replay import FOLDER
from .cli_writing import print_blocks, say_json, write
from .explain.catalogue import Language
from .explain.impacted import impact_blocks
from .explain.markdown import to_markdown_text
from .explain.page import to_page
from .fields import type_name
from .impact import Impact, Told
from .impact import impact as effect_on
from .impact_sides import answers, between, present, side
from .interchange import parse
from .problems import InvalidCase, Problem, problem
from .replay import differences
from .replay_files import KEYS


class Named(NamedTuple):
    """A case under the name that it is told by."""

    name: str
    document: Mapping[str, Any]


def impact(
    origin: Annotated[str, Option("from-version", "--from", "version")],
    cases: Annotated[list[str] | None, Argument("case", about="replay-cases")] = None,
    goal: Annotated[str, Option("to-version", "--to", "version")] = "",
    output: Document = Format.TEXT,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Tell what a change of tables or library does to a set of cases."""
    as_json = output is Format.JSON
    named, wrong = _read(cases or [FOLDER.as_posix()])
    if origin == goal:
        wrong["--from"] = [problem("", "impact-same")]
    result: Impact | None = None
    try:
        if not wrong:
            result = _compared(origin, goal, named)
    except InvalidCase as error:
        wrong["--from / --to"] = list(error.errors)
    for name, errors in wrong.items():
        report(name, errors, as_json=as_json, lang=lang)
    if result is None:
        raise SystemExit(2)
    if as_json:
        say_json(result.to_json())
        return
    blocks = impact_blocks(result, lang)
    if output is Format.TEXT:
        print_blocks(blocks, width=width)
    else:
        write(to_page([list(blocks)], lang) if output is Format.HTML else to_markdown_text(blocks))


def _compared(origin: str, goal: str, named: list[Named]) -> Impact:
    """The impact of going from the one version to the other. Raises InvalidCase."""
    with ExitStack() as stack:
        before = stack.enter_context(side(origin, Path()))
        after = stack.enter_context(side(goal, Path())) if goal else present()
        documents = [each.document for each in named]
        told: list[Told] = []
        for each, old, new in zip(named, answers(before, documents), answers(after, documents), strict=True):
            alike = next(differences(old, new), None) is None
            told.append(Told(each.name, old, new, None if alike else between(before, after, each.document)))
        return effect_on(before.version, after.version, told, before.why or after.why)


def _read(names: list[str]) -> tuple[list[Named], dict[str, list[Problem]]]:
    """Every case of files and folders, and what is wrong with them, by file."""
    found: list[Named] = []
    wrong: dict[str, list[Problem]] = {}
    for source in (each for name in names for each in _sources(name)):
        try:
            found.append(_named(source))
        except InvalidCase as error:
            wrong[source.name] = list(error.errors)
    if not found and not wrong:
        wrong[", ".join(names)] = [problem("", "impact-no-cases")]
    return found, wrong


def _sources(name: str) -> Iterator[Source]:
    """The cases of a file, or of every file of a folder."""
    path = Path(name)
    if path.is_dir():
        yield from sources(each.as_posix() for each in sorted(path.iterdir()) if ending(each) in (".json", ".jsonl"))
    else:
        yield from sources([name])


def _named(source: Source) -> Named:
    """A case: as it stands, or as the replay keeps it. Raises InvalidCase."""
    if isinstance(source.content, Problem):
        raise InvalidCase([source.content])
    raw = parse(source.content)
    if not isinstance(raw, dict):
        raise InvalidCase([problem("", "wrong-type-object", type=type_name(raw))])
    document = cast("dict[str, Any]", raw)
    kept = document.get("case")
    if isinstance(kept, dict) and {*document} <= {*KEYS}:
        return Named(Path(source.name).stem, cast("dict[str, Any]", kept))
    return Named(source.name, document)
