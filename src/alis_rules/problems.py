"""What is wrong with an input: every problem at once, each with its place and what would be right."""

from collections.abc import Iterable

from attrs import frozen


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
        names = [name.strip("“”") for name in params.get("near", "").split(" / ") if name]
        near_hint = texts.say("error.near", near=" / ".join(texts.say("text.quoted", text=name) for name in names)) if names else ""
        return texts.say(f"error.{self.code}", **params, near_hint=near_hint)

    def under(self, key: str | int) -> "Problem":
        """The same problem, seen from the object or list that holds it under `key`."""
        return Problem(f"/{token(key)}{self.at}", self.code, self.params)


def token(key: str | int) -> str:
    """A key or an index as a part of a JSON Pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


def problem(at: str, code: str, /, **params: object) -> Problem:
    """A problem at a JSON Pointer, its particulars given by name."""
    return Problem(at, code, tuple((name, str(value)) for name, value in params.items()))


class InvalidCase(ValueError):
    """A case that cannot be evaluated. It holds every problem that was found, not only the first."""

    def __init__(self, errors: Iterable[Problem]) -> None:
        """Take the problems, at least one, in the order of the document."""
        self.errors: tuple[Problem, ...] = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        """All problems, one a line, in English."""
        return "\n".join(f"{error.at or '(the whole case)'}: {error.message}" for error in self.errors)
