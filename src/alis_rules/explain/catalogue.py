"""The message catalogues: every word that a person reads, by language, from ``locale/<lang>.po``."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from attrs import frozen
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal


class Language(StrEnum):
    """The languages that there are catalogues for, the default first."""

    NB = "nb"
    EN = "en"


LANGUAGES = tuple(Language)
_LOCALES = {"nb": "nb_NO", "en": "en_GB"}
_MONEY = {"nb": "{}\N{NO-BREAK SPACE}kr", "en": "NOK\N{NO-BREAK SPACE}{}"}


@frozen(eq=False)
class Catalogue:
    """The texts of one language, and how it writes amounts and dates. Numbers are held together by no-break spaces."""

    lang: str
    messages: Mapping[str, str]

    def say(self, key: str, /, **params: object) -> str:
        """The text of a key with its words in braces filled in. Raises KeyError where there is none."""
        return self.messages[key].format(**params)

    def money(self, amount: Decimal) -> str:
        """Kroner with two decimals: ``132 000,00 kr``."""
        return _MONEY[self.lang].format(self.number(amount, "#,##0.00"))

    def number(self, number: Decimal, pattern: str = "#,##0.##") -> str:
        """A number with the language's separators, and no decimals that say nothing."""
        return format_decimal(number, pattern, locale=_LOCALES[self.lang])

    def day(self, day: dt.date) -> str:
        """A day in words: ``1. juni 2025``."""
        return format_date(day, "long", locale=_LOCALES[self.lang]).replace(" ", "\N{NO-BREAK SPACE}")


@cache
def catalogue(lang: str) -> Catalogue:
    """The catalogue of a language. Raises ValueError where there is none."""
    if lang not in LANGUAGES:
        raise ValueError(f"no texts in “{lang}”; there are {', '.join(LANGUAGES)}")
    with (Path(__file__).parent / "locale" / f"{lang}.po").open("rb") as file:
        read = read_po(file, locale=lang)
    return Catalogue(lang, {str(message.id): str(message.string) for message in read if message.id})
