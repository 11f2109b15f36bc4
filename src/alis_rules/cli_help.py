"""What help says of the commands, and how what is wrong with a command line is told, in the chosen language."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from .cli_codes import listed
from .cli_commands import PANELS, called, taken_by, within
from .cli_options import HELP_OPTION, Misuse, Parameter
from .explain.blocks import Block, Heading, Pairs, Paragraph
from .explain.catalogue import Catalogue

_TOLD_APART = ("readings", "supplied", "targets", "vary")
"""The lists of codes that help tells under a heading of their own, in order."""


def help_blocks(path: str, texts: Catalogue) -> Iterator[Block]:
    """Help on a command, a group of commands or the whole."""
    yield Heading(called(path), 1)
    yield from (Paragraph(part) for part in _about(path, texts))
    yield from _group(path, texts) if within(path) else _command(path, texts)


def _about(path: str, texts: Catalogue) -> Iterator[str]:
    """What a command does, in a sentence, and what more there is to say."""
    key = f"help.command.{path.replace(' ', '.')}" if path else "help.whole"
    yield texts.say(key)
    if f"{key}.more" in texts.messages:
        yield texts.say(f"{key}.more")


def _group(path: str, texts: Catalogue) -> Iterator[Block]:
    say = texts.say
    yield from _usage(path, [say("help.value.command"), "…"], texts)
    yield Paragraph(say("help.further", command=f"{called(path)} {say('help.value.command')} {HELP_OPTION.option}"))
    prefix = f"{path}." if path else ""
    for panel, names in ({"": within(path)} if path else PANELS).items():
        yield Heading(say(f"help.panel.{panel}") if panel else say("help.commands"))
        yield _pairs([(name, say(f"help.command.{prefix}{name}")) for name in names])
    yield from _options(taken_by(path), texts)


def _command(path: str, texts: Catalogue) -> Iterator[Block]:
    parameters = taken_by(path)
    arguments = [each for each in parameters if not each.option]
    yield from _usage(path, [*(_placed(each, texts) for each in arguments), f"[{texts.say('help.value.options')}]"], texts)
    if arguments:
        yield Heading(texts.say("help.arguments"))
        yield _pairs([(written(each, texts), _meaning(each, texts)) for each in arguments])
    yield from _options([each for each in parameters if each.option], texts)
    there = {each.mark.codes for each in parameters}
    for name in _TOLD_APART:
        if name in there:
            yield Heading(texts.say(f"help.codes.{name}"))
            for about, codes in groupby(listed(name, texts), key=lambda each: each.about):
                if about:
                    yield Paragraph(about)
                yield _pairs([(each.code, each.words) for each in codes])


def _usage(path: str, words: Iterable[str], texts: Catalogue) -> Iterator[Block]:
    yield Heading(texts.say("help.usage"))
    yield Paragraph(" ".join([called(path), *words]), indent=2)


def _options(options: Iterable[Parameter], texts: Catalogue) -> Iterator[Block]:
    yield Heading(texts.say("help.options"))
    yield _pairs([(written(each, texts), _meaning(each, texts)) for each in options])


def _pairs(pairs: list[tuple[str, str]]) -> Pairs:
    """Labels set to the left."""
    widest = max(len(label) for label, _ in pairs)
    return Pairs(tuple((label.ljust(widest), words) for label, words in pairs))


def written(parameter: Parameter, texts: Catalogue) -> str:
    """A parameter as it is written: its option with what stands behind it, or what stands in its place."""
    value = texts.say(f"help.value.{parameter.mark.value}") if parameter.mark.value else ""
    return " ".join(each for each in (parameter.option, value) if each)


def short(parameter: Parameter, texts: Catalogue) -> str:
    """A parameter's name: its option, or what stands in its place."""
    return parameter.option or written(parameter, texts)


def _placed(argument: Parameter, texts: Catalogue) -> str:
    """An argument in the line of usage."""
    told = written(argument, texts) + (" …" if argument.many else "")
    return told if argument.needed else f"[{told}]"


def _meaning(parameter: Parameter, texts: Catalogue) -> str:
    """What a parameter is: in words, its codes, what it is when it is not given, and that it may be given again."""
    say = texts.say
    parts = [say(f"help.about.{parameter.about}")]
    if parameter.choices:
        parts.append(f"{', '.join(parameter.choices)}.")
    if parameter.option and parameter.needed:
        parts.append(say("help.needed"))
    elif isinstance(parameter.default, str) and parameter.default:
        parts.append(say("help.default", value=parameter.default))
    if parameter.option and parameter.many:
        parts.append(say("help.repeated"))
    return " ".join(parts)


def misuses_told(path: str, wrong: Iterable[Misuse], texts: Catalogue) -> Iterator[str]:
    """What is wrong with a command line, a line each, and where help is."""
    yield texts.say("usage.errors", command=called(path))
    for parameter, problem in wrong:
        yield f"  {f'{short(parameter, texts)}: ' if parameter else ''}{problem.text(texts.lang)}"
    yield texts.say("usage.help", command=f"{called(path)} {HELP_OPTION.option}")
