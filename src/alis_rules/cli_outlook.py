"""The commands ``needed``, ``near`` and ``possible``: what it takes, what is just out of reach, and between what a result lies."""

from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Annotated, Any, cast

from .cli_choosing import Choices, choices_of
from .cli_options import Option
from .cli_reading import (
    KnownOn,
    Lang,
    OneCase,
    Output,
    Overlays,
    Project,
    ReadingChoices,
    Supply,
    TextOrJson,
    Width,
    only,
    overlaid,
    read_case,
    report,
    warn,
)  # fmt: skip
from .cli_writing import print_blocks, say_json
from .evaluation import evaluate
from .explain.blocks import Block
from .explain.catalogue import Catalogue, Language, catalogue
from .explain.outlook import near_page, needed_blocks, possible_blocks
from .fields import shown
from .model import Case
from .nearness import near as find_near
from .possibility import Bounds
from .possibility import possible as find_possible
from .problems import InvalidCase, Problem, legible, problem
from .rates import Tables
from .reaching import AtLeast, Full, Target
from .reaching import needed as find_needed


def needed(
    case: OneCase,
    target: Annotated[str, Option(value="target", codes="targets")],
    vary: Annotated[str | None, Option(value="vary", codes="vary")] = None,
    output: Output = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    supply: Supply = None,
    width: Width = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Print the least that fills a cap or brings an amount."""
    with _reported(case, output, lang):
        tables = overlaid(overlay or (), as_json=output is TextOrJson.JSON, lang=lang)
        aimed, wrong = _target(target)
        read = _read(case, choices_of(reading, supply), tables, project=project, wrong=wrong)
        if aimed is None:
            raise InvalidCase(wrong, reference=read.reference)
        found = find_needed(read, aimed, vary=cast("Any", vary), tables=tables, known_on=known_on, project=project)
        _write(found.to_json, lambda texts: needed_blocks(found, texts), output, lang, width)


def near(
    case: OneCase,
    output: Output = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    supply: Supply = None,
    width: Width = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Print the small changes that would have given more."""
    with _reported(case, output, lang):
        tables = overlaid(overlay or (), as_json=output is TextOrJson.JSON, lang=lang)
        read = _read(case, choices_of(reading, supply), tables, project=project)
        found = find_near(read, tables=tables, known_on=known_on, project=project)
        warn(evaluate(read, tables=tables, known_on=known_on, project=project), lang)
        _write(lambda: [each.to_json() for each in found], lambda texts: near_page(found, texts, read.reference), output, lang, width)


def possible(
    case: OneCase,
    unknown: Annotated[list[str] | None, Option(value="bounds")] = None,
    output: Output = TextOrJson.TEXT,
    lang: Lang = Language.NB,
    reading: ReadingChoices = None,
    supply: Supply = None,
    width: Width = None,
    known_on: KnownOn = None,
    project: Project = False,
    overlay: Overlays = None,
) -> None:
    """Print the lowest and the highest result where something is not known, and what to ask about first."""
    with _reported(case, output, lang):
        tables = overlaid(overlay or (), as_json=output is TextOrJson.JSON, lang=lang)
        bounds, wrong = _unknown(unknown or ())
        read = _read(case, choices_of(reading, supply), tables, project=project, wrong=wrong)
        try:
            found = find_possible(read, bounds, tables=tables, known_on=known_on, project=project)
        except InvalidCase as error:
            raise InvalidCase([*wrong, *error.errors], reference=error.reference) from None
        if wrong:
            raise InvalidCase(wrong, reference=read.reference)
        _write(found.to_json, lambda texts: possible_blocks(found, texts), output, lang, width)


# What they share ------------------------------------------------------------------------------------------------------


@contextmanager
def _reported(name: str, output: TextOrJson, lang: str) -> Generator[None]:
    """What is wrong with the input on standard error, with exit code 2."""
    try:
        yield
    except InvalidCase as error:
        report(name, error.errors, as_json=output is TextOrJson.JSON, lang=lang, reference=error.reference)
        raise SystemExit(2) from None


def _read(name: str, choices: Choices, tables: Tables, *, project: bool, wrong: Iterable[Problem] = ()) -> Case:
    """The case; what is wrong with it is told together with what is wrong with the options."""
    try:
        return read_case(only(name), choices, tables, project=project)
    except InvalidCase as error:
        raise InvalidCase([*wrong, *error.errors], reference=error.reference) from None


def _write(
    to_json: Callable[[], Any], blocks: Callable[[Catalogue], Iterable[Block]], output: TextOrJson, lang: str, width: int | None
) -> None:
    if output is TextOrJson.JSON:
        say_json(to_json())
    else:
        print_blocks(blocks(catalogue(lang)), width=width)


def _target(text: str) -> tuple[Target | None, list[Problem]]:
    """The target that an option names, or that it names none."""
    if text.startswith("cap:"):
        return Full(text.removeprefix("cap:")), []
    of, equals, amount = text.partition("=")
    if not equals:
        return None, [problem("/target", "not-a-target", value=shown(text))]
    return AtLeast(of, _number(amount)), []


def _number(text: str) -> Any:
    """A number as it was written, for its kind to read."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 40 else text


_WORDS: dict[str, Any] = {"true": True, "false": False}


def _unknown(options: Iterable[str]) -> tuple[dict[str, Bounds], list[Problem]]:
    """The unknown facts that the options name, with their bounds, and what is wrong with the options."""
    found: dict[str, Bounds] = {}
    wrong: list[Problem] = []
    for option in map(legible, options):
        at, equals, bounds = option.partition("=")
        low, dots, high = bounds.partition("..")
        if equals and not dots:
            wrong.append(problem("", "not-bounds", value=shown(option)))
            continue
        found[at] = (_WORDS.get(low, _number(low)), _WORDS.get(high, _number(high))) if equals else None
    return found, wrong
