"""The commands by what one wants, and where each stands: a module is read only when its command is asked for."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import cast

from .cli_options import HELP_OPTION, Option, Parameter, parameters_of
from .explain.catalogue import Language
from .fields import code_kind

PROGRAM = "alis-rules"


class Shell(StrEnum):
    """The shells that words are completed for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


LANG = Parameter("lang", Option(value="lang"), code_kind(Language).read, many=False, default=Language.NB, choices=tuple(Language))
_WHOLE = (
    LANG,
    Parameter("version", Option(), None, many=False, default=False),
    Parameter("show_completion", Option(value="shell"), code_kind(Shell).read, many=False, default=None, choices=tuple(Shell)),
    HELP_OPTION,
)
_GROUP = (LANG, HELP_OPTION)

PANELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "one": ("evaluate", "timeline", "receipt", "verify"),
        "what-if": ("needed", "near", "possible", "compare"),
        "many": ("batch", "simulate"),
        "rules": ("clauses", "rates", "schema"),
        "upkeep": ("impact", "replay"),
    }
)
"""The commands in the order that help tells them, under what they are for."""

HOMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "evaluate": ("cli_case", "evaluate"),
        "timeline": ("cli_case", "timeline"),
        "receipt": ("cli_receipt", "receipt"),
        "verify": ("cli_receipt", "verify"),
        "needed": ("cli_outlook", "needed"),
        "near": ("cli_outlook", "near"),
        "possible": ("cli_outlook", "possible"),
        "compare": ("cli_compare", "compare"),
        "batch": ("cli_batch", "batch"),
        "simulate": ("cli_simulate", "simulate"),
        "clauses": ("cli_case", "clauses"),
        "rates list": ("cli_rates", "list_tables"),
        "rates show": ("cli_rates", "show"),
        "rates on": ("cli_rates", "on"),
        "rates diff": ("cli_rates", "diff"),
        "rates check": ("cli_rates", "check"),
        "rates new-call": ("cli_rates", "new_call"),
        "rates archive": ("cli_rates", "archive"),
        "rates schema": ("cli_rates", "schema"),
        "schema": ("cli_case", "schema"),
        "impact": ("cli_impact", "impact"),
        "replay": ("cli_replay", "replay"),
    }
)
"""Each command, with the module and the function that carry it out."""


def within(path: str) -> tuple[str, ...]:
    """The commands of a group, or of the whole where the path is empty; none of what is no group."""
    if not path:
        return tuple(name for names in PANELS.values() for name in names)
    return tuple(name.removeprefix(f"{path} ") for name in HOMES if name.startswith(f"{path} "))


@cache
def function_of(path: str) -> Callable[..., None]:
    """The function that carries out a command."""
    module, name = HOMES[path]
    return cast("Callable[..., None]", getattr(import_module(f".{module}", __package__), name))


def taken_by(path: str) -> tuple[Parameter, ...]:
    """What a command takes, or what stands before the name of one of a group or of the whole."""
    if within(path):
        return _GROUP if path else _WHOLE
    return (*parameters_of(function_of(path)), HELP_OPTION)


def called(path: str) -> str:
    """A command as it is called."""
    return f"{PROGRAM} {path}".rstrip()


def beneath(path: str, name: str) -> str:
    """The path of a command of a group, or of the whole."""
    return f"{path} {name}".lstrip()


def spoken(words: Iterable[str]) -> Language:
    """The language that the words ask for, wherever they do; the last one counts, and one that is not known does not."""
    found = Language.NB
    waiting = iter(words)
    for word in waiting:
        if word == "--":
            break
        name, equals, tag = word.partition("=")
        if name == LANG.option:
            with suppress(ValueError):
                found = Language(tag if equals else next(waiting, ""))
    return found
