"""What a command takes, by the signature of its function, and how the words of a command line are read by it.

A parameter that is annotated with an `Argument` stands by its place, one with an `Option` behind its name; its type says how the word is
read. Everything that is wrong with the words is found together, as problems that the message catalogues have words for.
"""

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from inspect import Parameter as Declared
from inspect import signature
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from attrs import evolve, frozen

from .fields import KINDS, Misfit, code_kind, day, near, shown
from .problems import Problem, problem

_HELP_TOO = "-h"


@frozen
class Argument:
    """Marks a parameter that stands by its place."""

    value: str
    """What is written there: ``help.value.<value>`` of the catalogues."""
    about: str = ""
    """What it is: ``help.about.<about>``; as `value` where it is empty."""
    codes: str = ""
    """The list of codes that it may be, by its name in `cli_codes`."""
    read: Callable[[str], Any] | None = None
    """Makes a value of a word, or raises Misfit, where its type alone does not say."""


@frozen
class Option:
    """Marks a parameter that stands behind its name."""

    about: str = ""
    """What it is: ``help.about.<about>``; the parameter's name where it is empty."""
    name: str = ""
    """As it is written, ``--from``; made of the parameter's name where it is empty."""
    value: str = ""
    """What is written behind it: ``help.value.<value>``; none for a switch."""
    codes: str = ""
    """The list of codes that it may be, by its name in `cli_codes`."""
    most: int = 0
    """The largest number, for a whole number of at least 1."""


@frozen
class Parameter:
    """One thing that a command takes."""

    name: str
    """The parameter of the function."""
    mark: Argument | Option
    """How it is given."""
    read: Callable[[str], Any] | None
    """Makes a value of a word, or raises Misfit; None for a switch."""
    many: bool
    """Whether it may be given more than once."""
    default: Any
    """What it is when it is not given; `Declared.empty` where it must be."""
    choices: tuple[str, ...] = ()
    """The codes of an enumeration."""

    @property
    def option(self) -> str:
        """The option as it is written; empty for an argument."""
        return "" if isinstance(self.mark, Argument) else self.mark.name or f"--{self.name.replace('_', '-')}"

    @property
    def needed(self) -> bool:
        """Whether it must be given."""
        return self.default is Declared.empty

    @property
    def about(self) -> str:
        """The name of the words about it."""
        return self.mark.about or (self.mark.value if isinstance(self.mark, Argument) else self.name)


HELP_OPTION = Parameter("help", Option(), None, many=False, default=False)
"""What every command takes."""


class Misuse(NamedTuple):
    """One thing that is wrong with the words of a command line."""

    parameter: Parameter | None
    """What it is about."""
    problem: Problem


class Given(NamedTuple):
    """The words of a command line as they were read."""

    values: dict[str, Any]
    """The value of each parameter that could be read, by its name."""
    wrong: list[Misuse]
    """What is wrong with the others."""
    rest: list[str]
    """The words that are no options: those of the arguments, or all from the first on where only options are read."""


@cache
def parameters_of(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """What a command takes, in the order of its signature."""
    hints = get_type_hints(function, include_extras=True)
    return tuple(_parameter(declared, hints[name]) for name, declared in signature(function).parameters.items())


def _parameter(declared: Declared, hint: Any) -> Parameter:
    takes, mark = get_args(hint)
    taken = [each for each in get_args(takes) if each is not NoneType] if get_origin(takes) is UnionType else [takes]
    many = get_origin(taken[0]) is list
    kind: Any = get_args(taken[0])[0] if many else taken[0]
    made = Parameter(declared.name, mark, _reader(kind, mark), many, declared.default)
    return evolve(made, choices=tuple(kind)) if issubclass(kind, StrEnum) else made


def _reader(kind: type, mark: Argument | Option) -> Callable[[str], Any] | None:
    """What makes a value of a word."""
    if isinstance(mark, Argument) and mark.read:
        return mark.read
    if kind is bool:
        return None
    if issubclass(kind, StrEnum):
        return code_kind(kind).read
    if kind is int and isinstance(mark, Option):
        return _whole(mark.most)
    readers: dict[type, Callable[[str], Any]] = {str: str, Path: Path, dt.date: KINDS[day].read}
    return readers[kind]


def _whole(most: int) -> Callable[[str], int]:
    def read(word: str) -> int:
        if not (word.isascii() and word.isdigit() and len(word) <= 40 and 1 <= int(word) <= most):
            raise Misfit("not-a-whole-number", value=shown(word), most=most)
        return int(word)

    return read


def read(parameters: Iterable[Parameter], words: Iterable[str], *, only_options: bool = False) -> Given:
    """The words of a command line by what a command takes; `only_options`: as far as the first that is no option."""
    known = {each.option: each for each in parameters if each.option}
    waiting = deque(words)
    raw: dict[str, list[str]] = {}
    placed: list[str] = []
    wrong: list[Misuse] = []
    while waiting:
        word = waiting.popleft()
        if word == "--":
            break
        if not word.startswith("-") or word == "-":
            if only_options:
                waiting.appendleft(word)
                break
            placed.append(word)
            continue
        name, equals, value = word.partition("=")
        found = known.get(HELP_OPTION.option if name == _HELP_TOO else name)
        if found is None:
            hint = near(name, known)
            wrong.append(Misuse(None, problem("", "unknown-option", value=shown(name), near=hint)))
        elif found.read is None:
            raw[found.name] = [value]
            if equals:
                wrong.append(Misuse(found, problem("", "switch-with-value", value=shown(value))))
        elif not equals and (not waiting or waiting[0].partition("=")[0] in known):
            raw[found.name] = []
            wrong.append(Misuse(found, problem("", "option-without-value")))
        else:
            raw.setdefault(found.name, []).append(value if equals else waiting.popleft())
    placed += waiting
    if not only_options:
        surplus = _placed(parameters, placed, raw)
        if surplus and not any(each.problem.code == "unknown-option" for each in wrong):
            wrong.append(Misuse(None, problem("", "too-many-arguments", value=" ".join(map(shown, surplus)))))
    values, misread = _values(parameters, raw)
    return Given(values, wrong + misread, placed)


def _placed(parameters: Iterable[Parameter], placed: list[str], raw: dict[str, list[str]]) -> list[str]:
    """Give each argument its words, one that may be given more than once all that are left; the words that no argument takes."""
    left = placed
    for each in parameters:
        if not each.option and left:
            taken = left if each.many else left[:1]
            raw[each.name], left = taken, left[len(taken) :]
    return left


def _values(parameters: Iterable[Parameter], raw: dict[str, list[str]]) -> tuple[dict[str, Any], list[Misuse]]:
    """The value of each parameter, and what is wrong with those that have none."""
    values: dict[str, Any] = {}
    wrong: list[Misuse] = []
    for each in parameters:
        given = raw.get(each.name)
        if given is None and each.needed:
            wrong.append(Misuse(each, problem("", "missing-option" if each.option else "missing-argument")))
        elif each.read is None:
            values[each.name] = given is not None
        elif not given:
            values[each.name] = each.default
        else:
            found: list[Any] = []
            for word in given:
                try:
                    found.append(each.read(word))
                except Misfit as misfit:
                    wrong.append(Misuse(each, problem("", misfit.code, **misfit.params)))
            values[each.name] = found if each.many else found[-1] if found else each.default
    return values, wrong
