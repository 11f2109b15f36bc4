"""What is wrong with an input: every problem at once, each with its place and what would be right."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from attrs import frozen

P = ParamSpec("P")
R = TypeVar("R")


@frozen
class Problem:
    """One thing that is wrong with a case."""

    at: str
    """JSON Pointer (RFC 6901) to the place; the empty string is the whole document."""
    code: str
    """The kind of problem, for programs; it keeps its name for ever."""
    params: tuple[tuple[str, str], ...] = ()
    """The particulars that the message names."""

    @property
    def message(self) -> str:
        """What is wrong and what would be right, in English."""
        return self.text("en")

    def text(self, lang: str) -> str:
        """What is wrong and what would be right, in the language `lang` (``nb``, ``nn`` or ``en``)."""
        from .explain.catalogue import catalogue

        texts, params = catalogue(lang), dict(self.params)
        near_hint = texts.meant(params.get("near", ""))
        if "type" in params and not self.code.startswith("column-"):
            params["type"] = texts.messages.get(f"type.{params['type']}", params["type"])
        if "why" in params:
            params["why"] = texts.reason(params["why"])
        return texts.say(f"error.{self.code}{'.of' if 'of' in params else ''}", **params, near_hint=near_hint)

    def under(self, key: str | int) -> "Problem":
        """The same problem, seen from the object or list that holds it under `key`."""
        return Problem(f"/{token(key)}{self.at}", self.code, self.params)


def token(key: str | int) -> str:
    """A key or an index as a part of a JSON Pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


def problem(at: str, code: str, /, **params: object) -> Problem:
    """A problem at a JSON Pointer, its particulars given by name."""
    return Problem(at, code, tuple((name, legible(str(value))) for name, value in params.items()))


def legible(text: str) -> str:
    r"""A text that may hold the name of a file: bytes of it that are not UTF-8 as escapes, ``\xff``, which every encoding can tell."""
    return text if text.isascii() else _UNDECODED.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02x}", text)


_UNDECODED = re.compile("[\udc80-\udcff]")
"""What Python reads a byte of a file's name as that is not UTF-8."""


class UnknownName(KeyError):
    """A name that nothing has, where something is asked for by its name; the names that there are."""

    def __init__(self, name: object, known: Iterable[str]) -> None:
        """Take the name that was asked for, and those that there are."""
        self.known = tuple(known)
        super().__init__(name, self.known)

    def __str__(self) -> str:
        """What would be right, in English."""
        from .fields import near, shown

        name = self.args[0]
        return problem("", "unknown-name", value=shown(name), near=near(str(name), self.known), known=", ".join(self.known)).message


class InvalidCase(ValueError):
    """A case that cannot be evaluated. It holds every problem that was found, not only the first."""

    def __init__(self, errors: Iterable[Problem], *, reference: str | None = None) -> None:
        """Take the problems, at least one, in the order of the document, and the caller's name for the case."""
        self.errors: tuple[Problem, ...] = tuple(errors)
        self.reference = reference
        """The caller's own name for the case, where it has one that can be read."""
        super().__init__(self.errors)

    def __str__(self) -> str:
        """All problems, one a line, in English; above them the caller's name for the case."""
        from .fields import printable

        head = [] if self.reference is None else [f"reference {printable(self.reference)}:"]
        return "\n".join([*head, *(f"{printable(error.at) or '(the whole case)'}: {error.message}" for error in self.errors)])

    def to_json(self, lang: str = "en") -> dict[str, Any]:
        """The problems as the contract's JSON object, their messages in the language `lang`, with the caller's name for the case."""
        errors = [{"at": error.at, "code": error.code, "message": error.text(lang)} for error in self.errors]
        return {"errors": errors} if self.reference is None else {"errors": errors, "reference": self.reference}


def named_by_its_case(function: Callable[P, R]) -> Callable[P, R]:
    """A function of a case, so that what is wrong carries the caller's name for the case."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except InvalidCase as error:
            if error.reference is None:
                error.reference = getattr(args[0] if args else kwargs["case"], "reference", None)
            raise

    return run
