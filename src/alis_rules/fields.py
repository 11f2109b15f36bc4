"""The kinds of value that a case is made of, and how each is read, checked and described.

A kind stands as the converter of an attrs field. From it come the check when an object is made, the reading of JSON and the
JSON Schema, so that there is one truth about each value. A converter never raises: what it cannot read becomes an `Unfit`, so
that `Record` can report everything that is wrong with an object together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from enum import StrEnum
from functools import cache, lru_cache, wraps
from numbers import Integral, Rational, Real
from typing import Any, NamedTuple, ParamSpec, TypeGuard, TypeVar, cast

from attrs import Attribute, fields, frozen

from . import offers
from .problems import InvalidCase, Problem, problem

Code = TypeVar("Code", bound=StrEnum)
Item = TypeVar("Item")
P = ParamSpec("P")
R = TypeVar("R")

MAX_MONEY = 1_000_000_000
"""Largest amount of one record, NOK."""
MAX_HOURS = 100_000
"""Largest number of hours of one record."""
MAX_HINTS = 50
"""The most unknown keys of one object that near keys are looked for."""
MAX_NEAR = 100
"""The longest word that is compared with another, characters."""
MAX_KNOWN = 200
"""The most words that a word is compared with."""
MAX_PROBLEMS = 1_000
"""The most problems that are looked for in one list, or among the keys of one object."""
MAX_TEXT = 1_000
"""Longest text, characters."""
MAX_REFERENCE = 100
"""Longest name of a case, characters."""
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Misfit(Exception):
    """A value that its kind cannot read: the code of the problem and its particulars."""

    def __init__(self, code: str, /, **params: object) -> None:
        """Take the problem's code and what its message names."""
        super().__init__(code)
        self.code = code
        self.params = params


class Unfit(NamedTuple):
    """Stands where a value could not be read, until the object that holds it reports it."""

    misfits: tuple[tuple[str, Misfit], ...]
    """Each misfit, with its JSON Pointer within the value."""

    def under(self, key: str) -> Iterator[Problem]:
        """The problems, seen from the object that holds the value under `key`."""
        return (problem(f"/{key}{at}", misfit.code, **misfit.params) for at, misfit in self.misfits)


@frozen
class Unreadable:
    """A number of a document that no kind accepts: NaN, Infinity, or one of absurd size."""

    text: str


@frozen(eq=False)
class Kind:
    """One kind of value: how it is read, and its JSON Schema."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


KINDS: dict[Callable[..., Any], Kind] = {}
"""Each converter and the kind that it carries out; filled as this module and `model` are read."""


def shown(raw: object) -> str:
    """A value as an error message shows it: short, without control characters, and no more than hinted at where it is large."""
    if isinstance(raw, dict | list | tuple):
        return "{…}" if isinstance(raw, dict) else "[…]"
    if raw is None or isinstance(raw, bool):
        return "null" if raw is None else str(raw).lower()
    if isinstance(raw, int) and raw.bit_length() > 256:
        return "…"
    text = printable((raw.text if isinstance(raw, Unreadable) else str(raw))[:61])
    return text if len(text) <= 60 else text[:60] + "…"


def printable(text: str) -> str:
    """A text of the caller's without control characters, fit for a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def near(word: str, known: Iterable[str]) -> str:
    """The known words that look most like `word`, quoted and joined, or an empty string."""
    return _near(word[:MAX_NEAR].lower(), tuple(known))


@lru_cache(maxsize=1024)
def _near(word: str, known: tuple[str, ...]) -> str:
    """`near`, remembered: a word that is wrong once is often wrong a thousand times."""
    import difflib  # wanted only where something is wrong

    close = difflib.get_close_matches(word, [each for each in known[:MAX_KNOWN] if len(each) <= MAX_NEAR], n=2, cutoff=0.6)
    return " / ".join(f"“{one}”" for one in close)


def leniently(kind: Kind, raw: object) -> Any:
    """A value as its kind reads it, or `Unfit`."""
    try:
        return kind.read(raw)
    except Misfit as misfit:
        return Unfit((("", misfit),))


# Numbers -------------------------------------------------------------------------------------------------------------


_EXACT = Context(prec=60, traps=[])
"""The caller's own decimal context takes no part in any result."""
_HUNDREDTH, _NOTHING = Decimal("0.01"), Decimal("0.00")


def hundredths(value: Decimal) -> int:
    """A number of at most two decimals as a whole number of hundredths, exactly.

    >>> hundredths(Decimal("22.5"))
    2250
    """
    numerator, denominator = value.as_integer_ratio()
    return numerator * 100 // denominator


def from_hundredths(number: int) -> Decimal:
    """A whole number of hundredths as a number with two decimals, exactly.

    >>> from_hundredths(-13200005)
    Decimal('-132000.05')
    """
    return _EXACT.multiply(number, _HUNDREDTH) if number else _NOTHING


def exactly(function: Callable[P, R]) -> Callable[P, R]:
    """A function that reckons with decimals, in the library's own context whatever the caller's is."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(_EXACT):
            return function(*args, **kwargs)

    return run


def fraction(text: str) -> Decimal | Unreadable:
    """A number with decimals or an exponent, as a document writes it; one of absurd length is not read."""
    return Decimal(text) if len(text) <= 60 and len(text.lower().partition("e")[2]) <= 6 else Unreadable(text)


Number = Decimal | int | float | str
"""What is taken for a number: a binary float for the decimal that it is written as, and a text of digits."""


def as_written(raw: Any) -> Decimal | int | None:
    """A number as the decimal that it is written as, its zeros kept; None where it is none.

    >>> as_written(22.5), as_written(0.1 + 0.2)
    (Decimal('22.5'), Decimal('0.30000000000000004'))
    """
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | Decimal):
        return raw
    if isinstance(raw, float):
        return Decimal(float.__repr__(raw))
    if isinstance(raw, Integral):  # of NumPy, say
        return int(raw)
    return Decimal(str(raw)) if isinstance(raw, Real) and not isinstance(raw, Rational) else None


def _number(largest: int, over: str) -> Callable[[Any], Decimal]:
    def read(raw: Any) -> Decimal:
        if isinstance(raw, Unreadable):
            raise Misfit("unreadable-number", value=shown(raw), largest=largest)
        if isinstance(raw, str):
            if not _NUMBER.fullmatch(raw):
                raise Misfit("not-a-number", value=shown(raw), near=offers.of_number(raw, largest))
            number: Decimal | int | None = Decimal(raw)
        else:
            number = as_written(raw)
        if number is None:
            raise Misfit("wrong-type-number", value=shown(raw), type=type_name(raw))
        if isinstance(number, int):
            scaled = number * 100
        else:
            if not number.is_finite():
                raise Misfit("unreadable-number", value=shown(raw), largest=largest)
            if number and number.adjusted() > 15:
                raise Misfit(over, value=shown(raw), largest=largest)
            if cast("int", number.as_tuple().exponent) < -2:
                raise Misfit("too-many-decimals", value=shown(raw), near=offers.of_number(str(number), largest))
            scaled = hundredths(number)
        if scaled < 0:
            raise Misfit("negative", value=shown(raw))
        if scaled > largest * 100:
            raise Misfit(over, value=shown(raw), largest=largest)
        return from_hundredths(scaled)

    return read


def _decimal_schema(largest: int) -> dict[str, Any]:
    return {
        "oneOf": [
            {"type": "number", "minimum": 0, "maximum": largest},
            {"type": "string", "pattern": r"^([0-9]{1,40}(\.[0-9]{1,2})?|-0{1,40}(\.0{1,2})?)$"},
        ]
    }


_MONEY = Kind(_number(MAX_MONEY, "too-large-amount"), _decimal_schema(MAX_MONEY))
_HOURS = Kind(_number(MAX_HOURS, "too-many-hours"), _decimal_schema(MAX_HOURS))
_PERCENT = Kind(_number(100, "above-100-percent"), _decimal_schema(100))


def money(raw: Number) -> Decimal:
    """Kroner (NOK), zero or more, at most two decimals."""
    return cast("Decimal", leniently(_MONEY, raw))


def optional_money(raw: Number | None) -> Decimal | None:
    """Kroner, or not given."""
    return None if raw is None else money(raw)


def hours(raw: Number) -> Decimal:
    """Hours, zero or more, at most two decimals."""
    return cast("Decimal", leniently(_HOURS, raw))


def optional_hours(raw: Number | None) -> Decimal | None:
    """Hours (or days), or not given."""
    return None if raw is None else hours(raw)


def percent(raw: Number) -> Decimal:
    """Percent, from 0 to 100, at most two decimals."""
    return cast("Decimal", leniently(_PERCENT, raw))


# Dates, words, yes and no --------------------------------------------------------------------------------------------


def _read_day(raw: Any) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if not isinstance(raw, str):
        raise Misfit("wrong-type-date", value=shown(raw), type=type_name(raw), near=offers.of_day(shown(raw)))
    try:
        if not _DAY.fullmatch(raw):
            raise ValueError
        return date.fromisoformat(raw)
    except ValueError:
        raise Misfit("impossible-date", value=shown(raw), near=offers.of_day(raw)) from None


_DATE = Kind(_read_day, {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})


def day(raw: date | str) -> date:
    """A calendar day, ``YYYY-MM-DD``."""
    return cast("date", leniently(_DATE, raw))


def optional_day(raw: date | str | None) -> date | None:
    """A calendar day, or not given."""
    return None if raw is None else day(raw)


def _text(longest: int) -> Kind:
    """The kind of a text of at most so many characters."""

    def read(raw: Any) -> str:
        if not isinstance(raw, str):
            raise Misfit("wrong-type-text", value=shown(raw), type=type_name(raw))
        if len(raw) > longest:
            raise Misfit("too-long-text", length=len(raw), longest=longest)
        return raw

    return Kind(read, {"type": "string", "maxLength": longest})


_TEXT = _text(MAX_TEXT)


def _written_again(text: Kind) -> Kind:
    """The kind of a name, which is written again: half of a surrogate pair cannot be."""

    def read(raw: Any) -> str:
        name: str = text.read(raw)
        if any("\ud800" <= char <= "\udfff" for char in name):
            raise Misfit("half-a-character", value=shown(raw))
        return name

    return Kind(read, text.schema)


_REFERENCE = _written_again(_text(MAX_REFERENCE))
_ID = _written_again(_TEXT)


def row_id(raw: object) -> "str | Unfit":
    """The caller's own id of a row: a text that can be written."""
    return cast("str | Unfit", leniently(_ID, raw))


def optional_text(raw: str | None) -> str | None:
    """Free text, or not given."""
    return None if raw is None else cast("str", leniently(_TEXT, raw))


def optional_reference(raw: str | None) -> str | None:
    """The caller's own name for a case, or not given."""
    return None if raw is None else cast("str", leniently(_REFERENCE, raw))


def _read_flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise Misfit("wrong-type-flag", value=shown(raw), type=type_name(raw))
    return raw


_FLAG = Kind(_read_flag, {"type": "boolean"})


def flag(raw: bool) -> bool:
    """Yes or no."""
    return cast("bool", leniently(_FLAG, raw))


def optional_flag(raw: bool | None) -> bool | None:
    """Yes, no, or not stated."""
    return None if raw is None else flag(raw)


@cache
def code_kind(codes: type[StrEnum]) -> Kind:
    """The kind of value that is a code of one enumeration."""
    known = [member.value for member in codes]

    def read(raw: Any) -> StrEnum:
        if not isinstance(raw, str):
            raise Misfit("wrong-type-text", value=shown(raw), type=type_name(raw))
        try:
            return codes(raw)
        except ValueError:
            raise Misfit("unknown-code", value=shown(raw), near=near(raw, known), known=", ".join(known)) from None

    return Kind(read, {"enum": known})


def code(codes: type[Code], raw: Code | str) -> Code:
    """A code of an enumeration, or what it could not be read as."""
    return cast("Code", leniently(code_kind(codes), raw))


KINDS.update(
    {
        money: _MONEY,
        optional_money: _MONEY,
        hours: _HOURS,
        optional_hours: _HOURS,
        percent: _PERCENT,
        day: _DATE,
        optional_day: _DATE,
        optional_text: _TEXT,
        optional_reference: _REFERENCE,
        flag: _FLAG,
        optional_flag: _FLAG,
    }
)


def type_name(raw: object) -> str:
    """What JSON calls the type of a value; of one that JSON does not have, what Python does."""
    names: dict[type, str] = {bool: "boolean", str: "string", dict: "object", list: "array", tuple: "array", type(None): "null"}
    return names.get(type(raw), "number" if isinstance(raw, int | float | Decimal | Unreadable) else type(raw).__name__)


def read_each(kind: Kind, raw: Iterable[object]) -> tuple[Any, ...] | Unfit:
    """Each item of a list as its kind reads it; or the misfits among them, no more than are looked for."""
    read: list[Any] = []
    wrong: list[tuple[str, Misfit]] = []
    for at, each in enumerate(raw):
        if len(wrong) >= MAX_PROBLEMS:
            wrong.append(("", Misfit("too-many-problems", most=MAX_PROBLEMS)))
            break
        found = leniently(kind, each)
        if isinstance(found, Unfit):
            wrong += [(f"/{at}", misfit) for _, misfit in found.misfits]
        else:
            read.append(found)
    return Unfit(tuple(wrong)) if wrong else tuple(read)


# Records -------------------------------------------------------------------------------------------------------------


def about(*, name: str | None = None, of: type | None = None, many: bool = False) -> dict[str, Any]:
    """The metadata of a field: its name in JSON where that is another, and the record type that it holds."""
    return {"name": name, "of": of, "many": many}


def json_name(attribute: "Attribute[Any]") -> str:
    """The name of a field in JSON."""
    return attribute.metadata.get("name") or attribute.name


def is_list(raw: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a list of values: any sequence but a text."""
    return isinstance(raw, list | tuple) or (isinstance(raw, Sequence) and not isinstance(raw, str | bytes | bytearray))


def tuple_of(raw: Sequence[Item]) -> tuple[Item, ...]:
    """A list of records as a tuple; anything else stays, to be reported."""
    return tuple(raw) if is_list(raw) else cast("tuple[Item, ...]", raw)


class Record:
    """The base of all that a case is made of: frozen, and checked when it is made."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        """Report everything that is wrong with the new object together."""
        found = [*misfits(type(self), self), *self.cross(self)]
        if found:
            raise InvalidCase(found, reference=reference_of(self))

    @classmethod
    def cross(cls, readable: Any) -> Iterator[Problem]:
        """What is wrong between the fields. A field that could not be read is `Unfit` in `readable`, or a part of a record."""
        return iter(())


def reference_of(values: object) -> str | None:
    """The name of a case, as far as one can be read of it; None of what is no case."""
    reference = getattr(values, "reference", None)
    return reference if isinstance(reference, str) else None


def of_reference(reference: str | None) -> dict[str, Any]:
    """The name of a case as a part of a JSON object; nothing where it has none."""
    return {} if reference is None else {"reference": reference}


def misfits(cls: type, values: object, *, records: bool = True) -> Iterator[Problem]:
    """What of the fields of an object could not be read, or is of the wrong type; `records`: those that hold records too."""
    for name, key, of, many, optional in layout(cls):
        value = getattr(values, name)
        if type(value) is Unfit:
            yield from value.under(key)
        elif of is None or not records or (value is None and optional):
            continue
        elif not many:
            if not isinstance(value, of):
                yield problem(f"/{key}", "wrong-type-object", type=type(value).__name__, of=of.__name__)
        elif not isinstance(value, tuple):
            yield problem(f"/{key}", "wrong-type-list", type=type_name(value))
        else:
            for index, item in enumerate(cast("tuple[Any, ...]", value)):
                if not isinstance(item, of):
                    yield problem(f"/{key}/{index}", "wrong-type-object", type=type(item).__name__, of=of.__name__)


_LAYOUTS: dict[type, tuple[tuple[str, str, type | None, bool, bool], ...]] = {}


def layout(cls: type) -> tuple[tuple[str, str, type | None, bool, bool], ...]:
    """For each field: its name, its JSON name, the record type it holds, whether many of them, whether None is allowed."""
    known = _LAYOUTS.get(cls)
    if known is None:
        known = _LAYOUTS[cls] = tuple(
            (each.name, json_name(each), each.metadata.get("of"), each.metadata.get("many", False), each.default is None)
            for each in fields(cast("Any", cls))
        )
    return known
