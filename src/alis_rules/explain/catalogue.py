"""The message catalogues: every word that a person reads, by language, from ``locale/<lang>.po``."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from attrs import frozen
from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po


class Language(StrEnum):
    """The languages that there are catalogues for, the default first. ``Language("nb-NO")`` and ``Language("no")`` are bokmål."""

    NB = "nb"
    NN = "nn"
    EN = "en"

    @classmethod
    def _missing_(cls, value: object) -> "Language | None":
        """The language of a tag (BCP 47) or of a POSIX locale, in capitals or not; its country does not matter."""
        tag = re.match(r"[a-z]+(?![^-_.@])", value.lower()) if isinstance(value, str) else None
        return _TAGS.get(tag[0]) if tag else None


LANGUAGES = tuple(Language)
_TAGS = {
    **dict.fromkeys(("nb", "nob", "no", "nor"), Language.NB),
    **dict.fromkeys(("nn", "nno"), Language.NN),
    **dict.fromkeys(("en", "eng"), Language.EN),
}
_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
_MONEY = {"nb": ("", "\N{NO-BREAK SPACE}kr"), "nn": ("", "\N{NO-BREAK SPACE}kr"), "en": ("NOK\N{NO-BREAK SPACE}", "")}
"""What stands before and after an amount."""
_MINUS = "\N{MINUS SIGN}"
"""Before what is less than nothing, in every language; data keeps the hyphen of ASCII."""


def _separators(lang: str) -> tuple[str, str]:
    """What Babel's locale writes between thousands, and before decimals."""
    symbols = Locale.parse(_LOCALES[lang]).number_symbols["latn"]
    return symbols["group"], symbols["decimal"]


@frozen(eq=False)
class Catalogue:
    """The texts of one language, and how it writes amounts and dates. Numbers are held together by no-break spaces."""

    lang: str
    messages: Mapping[str, str]
    separators: tuple[str, str]
    """What stands between thousands, and before decimals."""

    def say(self, key: str, /, **params: object) -> str:
        """The text of a key with its words in braces filled in. Raises KeyError where there is none."""
        return self.messages[key].format(**params) if params else self.messages[key]

    def reason(self, why: str) -> str:
        """Why the system will not do something, as the system says it, where there are words for it in the language."""
        return self.messages.get(f"system.{why}", why)

    def meant(self, near: str) -> str:
        """The names that may have been meant, as a sentence, each in the quotes of the language; nothing where there are none."""
        names = [self.say("text.quoted", text=name.strip("“”")) for name in near.split(" / ") if name]
        return self.say("error.near", near=" / ".join(names)) if names else ""

    def money(self, amount: Decimal) -> str:
        """Kroner with two decimals: ``132 000,00 kr``."""
        return _money(amount, self)

    def change(self, amount: Decimal) -> str:
        """Kroner with their sign, plus as well as minus: ``+1 750,00 kr``."""
        return f"{_plus(amount)}{self.money(amount)}"

    def figure(self, amount: Decimal, *, signed: bool = False) -> str:
        """An amount without its unit, for a table that says it elsewhere; `signed`: with a plus where it is more than nothing."""
        return f"{_plus(amount) if signed else ''}{self.separated(f'{amount:,.2f}')}"

    def number(self, number: Decimal | int) -> str:
        """A number of at most two decimals with the language's separators, and no decimals that say nothing."""
        return self.separated(f"{number:,.2f}".rstrip("0").rstrip("."))

    def separated(self, number: str) -> str:
        """A number as Python writes it, with the language's separators, and a minus sign that is as wide as a plus."""
        group, decimal = self.separators
        return number.replace(".", "\0").replace(",", group).replace("\0", decimal).replace("-", _MINUS)

    def measure(self, number: Decimal, unit: str) -> str:
        """A figure with the unit that the tables give it: ``1 375 kr per time``, ``NOK 1,375 an hour``, ``60 %``, ``1 time``."""
        one = f"measure.{unit}.one"
        return self.messages[one if number == 1 and one in self.messages else f"measure.{unit}"].format(number=self.number(number))

    def valued(self, value: str, unit: str) -> str:
        """A value of the tables, as a line names it, in words with its unit."""
        if unit == "date":
            return self.day(dt.date.fromisoformat(value))
        if unit == "yes-no":
            return self.messages[f"text.{value.lower()}"]
        return self.measure(Decimal(value), unit)

    def day(self, day: dt.date) -> str:
        """A day in words: ``1. juni 2025``."""
        return _day(day, self.lang)


@lru_cache(maxsize=4096)
def _money(amount: Decimal, texts: Catalogue) -> str:
    """An amount, which a text tells more than once."""
    before, after = _MONEY[texts.lang]
    return f"{_MINUS if amount < 0 else ''}{before}{texts.figure(abs(amount))}{after}"


def _plus(amount: Decimal) -> str:
    return "+" if amount > 0 else ""


@lru_cache(maxsize=4096)
def _day(day: dt.date, lang: str) -> str:
    return format_date(day, "long", locale=_LOCALES[lang]).replace(" ", "\N{NO-BREAK SPACE}")


def catalogue(lang: str) -> Catalogue:
    """The catalogue of a language, by its name or a tag of it (``nb-NO``). Raises ValueError where there is none."""
    try:
        return read_catalogue(Language(lang))
    except ValueError:
        raise ValueError(f"no texts in “{lang}”; there are {', '.join(LANGUAGES)}") from None


@cache
def read_catalogue(lang: Language) -> Catalogue:
    """Read the catalogue of a language from its file, once."""
    with (Path(__file__).parent / "locale" / f"{lang}.po").open("rb") as file:
        read = read_po(file, locale=lang)
    return Catalogue(lang, {str(message.id): str(message.string) for message in read if message.id}, _separators(lang))
