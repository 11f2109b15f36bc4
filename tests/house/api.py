"""The public face of the library, written down: ``python -m tests.house.api`` writes ``tests/house/api.txt`` and ``commands.txt`` anew.

Every public name with its signature, one parameter a line, and every type that these mention; every command with its options. A change of
what others build on then shows as a change of these files, where a reviewer sees it.
"""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, get_origin

from alis_rules.cli_commands import HOMES, called, taken_by
from alis_rules.cli_options import Parameter

API, COMMANDS = (Path(__file__).with_name(name) for name in ("api.txt", "commands.txt"))
FACES = ("alis_rules", "alis_rules.testing")
"""The modules that others import; one that is not there has no names."""
_OPERATORS = {"__add__", "__contains__", "__getitem__", "__iter__", "__len__"}
_MENTIONED = re.compile(r"\b(alis_rules(?:\.[a-z_]+)*)\.([A-Z]\w*)\b")


def api() -> str:
    """Every public name, sorted, then every type of the library that they mention and that is no public name."""
    told: dict[str, list[str]] = {}
    homes: set[tuple[str, str]] = set()
    for face in FACES:
        if find_spec(face):
            module = import_module(face)
            public = {name: getattr(module, name) for name in sorted(module.__all__) if name != "__version__"}
            told |= {f"{face}.{name}": list(_told(name, value)) for name, value in public.items()}
            homes |= {(value.__module__, value.__qualname__) for value in public.values() if isinstance(value, type)}
    waiting = _mentioned(told.values()) - homes
    while waiting:
        home, name = min(waiting)
        homes.add((home, name))
        told[f"{home}.{name}"] = list(_told(name, getattr(import_module(home), name)))
        waiting = _mentioned(told.values()) - homes
    return "\n".join(f"{name}{first}\n" + "".join(f"    {_short(line)}\n" for line in rest) for name, (first, *rest) in told.items())


def _short(line: str) -> str:
    """A line in which the library's own types go by their last name."""
    return _MENTIONED.sub(lambda match: match[2], line)


def _mentioned(told: Iterable[list[str]]) -> set[tuple[str, str]]:
    """The types of the library that are mentioned, each by its module and name."""
    found = {match.groups() for lines in told for line in lines for match in _MENTIONED.finditer(line)}
    return {(home, name) for home, name in found if isinstance(getattr(import_module(home), name, None), type)}


def _told(name: str, value: Any) -> Iterator[str]:
    """A name, a line each: what it is, then what it takes and has."""
    if get_origin(value):
        yield f": type {_type(value)}"
    elif isinstance(value, type) and issubclass(value, Enum):
        yield f": enumeration ({_bases(value)})"
        yield from (f"{member.name} = {member.value!r}" for member in value)
        yield from (f".{name}{told}" for name, told in _members(value) if name not in value.__members__)
    elif isinstance(value, type):
        yield f": class ({_bases(value)})"
        yield from _parameters(value)
        yield from (f".{name}{told}" for name, told in _members(value))
    elif callable(value):
        yield ": function"
        yield from _parameters(value)
    else:
        yield f": {type(value).__qualname__}"


def _type(annotation: Any) -> str:
    return _plain(inspect.formatannotation(annotation))


def _plain(told: str) -> str:
    """Without the inner module that Python 3.13 keeps paths in."""
    return told.replace("pathlib._local.", "pathlib.")


def _bases(kind: type) -> str:
    return ", ".join(base.__name__ for base in kind.__bases__)


def _parameters(function: Any) -> Iterator[str]:
    """The parameters of a function or of the making of an object, and what is given."""
    if BaseException in getattr(function, "__mro__", ()) and not inspect.isfunction(function.__init__):
        return
    signature = inspect.signature(function)
    only_named = False
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and not only_named:
            only_named = True
            yield "(*)"
        yield f"({_plain(str(parameter))})"
    if signature.return_annotation not in {None, inspect.Signature.empty}:
        yield f"-> {_type(signature.return_annotation)}"


def _members(kind: type) -> Iterator[tuple[str, str]]:
    """The fields, properties and methods of a class, its own and those of the library's classes that it is made of."""
    found: dict[str, str] = {}
    for each in reversed([each for each in kind.__mro__ if each.__module__.startswith("alis_rules")]):
        found |= {name: f": {_type(annotation)}" for name, annotation in inspect.get_annotations(each).items()}
        for name, value in vars(each).items():
            if isinstance(value, property):
                returned = inspect.signature(value.fget).return_annotation if value.fget else Any
                found[name] = f" -> {_type(returned)}"
            elif inspect.isfunction(value) or isinstance(value, classmethod | staticmethod):
                found[name] = _plain(str(inspect.signature(getattr(each, name))))
    return ((name, told) for name, told in sorted(found.items()) if not name.startswith("_") or name in _OPERATORS)


def commands() -> str:
    """Every command with its arguments and options."""
    return "\n".join(_command(path) for path in ("", *sorted(HOMES)))


def _command(path: str) -> str:
    return f"{called(path)}\n" + "".join(f"    {_option(each)}\n" for each in taken_by(path))


def _option(parameter: Parameter) -> str:
    """An argument or option: what it is called, what it takes, and what it is when it is not given."""
    name = parameter.option or parameter.name.upper()
    taken = "|".join(parameter.choices) or (parameter.mark.codes or parameter.mark.value if parameter.read else "switch")
    default = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
    return f"{name}: {taken}{', more than once' if parameter.many else ''}, {'required' if parameter.needed else f'else {default}'}"


if __name__ == "__main__":
    API.write_text(api(), "utf-8")
    COMMANDS.write_text(commands(), "utf-8")
    sys.stdout.write(f"{API.name} and {COMMANDS.name} are up to date\n")
