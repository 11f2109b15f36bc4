"""Texts in the two languages of the site, side by side, and where they come from: the catalogues, and the words of these pages."""

import datetime as dt
import tomllib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from alis_rules.explain.catalogue import Catalogue, catalogue

EN, NB = catalogue("en"), catalogue("nb")
_HERE = Path(__file__).parent


class Said(NamedTuple):
    """One text in English and in bokmål."""

    en: str
    nb: str

    def __add__(self, other: object) -> "Said":
        """Two texts, one after the other; a plain string is the same in both languages."""
        after = both(other)
        return Said(self.en + after.en, self.nb + after.nb)

    def __radd__(self, other: str) -> "Said":
        """A plain string before a text."""
        return Said(other + self.en, other + self.nb)

    def within(self, **parts: "Said | str | int") -> "Said":
        """The text with its words in braces filled in."""
        filled = {name: both(part) for name, part in parts.items()}
        return Said(
            self.en.format(**{name: part.en for name, part in filled.items()}),
            self.nb.format(**{name: part.nb for name, part in filled.items()}),
        )

    def capital(self) -> "Said":
        """The text with a capital first letter."""
        return Said(*(text[:1].upper() + text[1:] for text in (self.en, self.nb)))

    def small(self) -> "Said":
        """The text with a small first letter, for the middle of a sentence."""
        return Said(*(text[:1].lower() + text[1:] for text in (self.en, self.nb)))

    def linked(self, address: str) -> "Said":
        """The text as a link."""
        return Said(f"[{self.en}]({address})", f"[{self.nb}]({address})")


def both(text: object) -> Said:
    """A text; a plain string or number is the same in both languages."""
    return text if isinstance(text, Said) else Said(str(text), str(text))


def per_language(tell: Callable[[Catalogue], str]) -> Said:
    """What is told with each catalogue."""
    return Said(tell(EN), tell(NB))


def say(key: str, **params: object) -> Said:
    """A text of the library's catalogues."""
    return per_language(lambda texts: texts.say(key, **params))


def money(amount: Decimal | int) -> Said:
    """Kroner to the øre."""
    return per_language(lambda texts: texts.money(Decimal(amount)))


def signed(amount: Decimal) -> Said:
    """A difference in kroner; a dash where there is none."""
    return "+" + money(amount) if amount > 0 else money(amount) if amount else both("–")


def hours(number: Decimal) -> Said:
    """Hours."""
    return per_language(lambda texts: texts.measure(number, "h"))


def day(date: dt.date) -> Said:
    """A day in words."""
    return per_language(lambda texts: texts.day(date))


def listed(texts: list[Said], between: str = ", ") -> Said:
    """Several texts with something between them."""
    return Said(between.join([each.en for each in texts]), between.join([each.nb for each in texts]))


def code(name: object) -> Said:
    """A name that is written as code."""
    return both(f"`{name}`")


@cache
def data(name: str) -> dict[str, Any]:
    """A file of words beside this module."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text("utf-8"))


def word(*path: str) -> Said:
    """A text of ``words.toml`` by its place there."""
    found: Any = data("words")
    for step in path:
        found = found[step]
    return Said(found["en"], found["nb"])
