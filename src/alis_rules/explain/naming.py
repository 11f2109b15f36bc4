"""The parts of a case as a text names them, so that a reader finds each: “Kurs 9. mars 2026, bilag 17”."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ..fields import printable
from ..naming import RULE_OF_LIST, Named
from .catalogue import Catalogue


class Name(NamedTuple):
    """What a part of a case is called."""

    what: str
    when: str
    """Its day, or its first day and its last."""
    apart: str
    """What tells it apart from others: its figures where those of the same days have no vouchers, its voucher, its number."""

    @property
    def whole(self) -> str:
        """The name, as it stands at the beginning of a sentence."""
        return f"{self.what} {self.when}{self.apart}"

    @property
    def inside(self) -> str:
        """The name inside a sentence."""
        return f"{small(self.what)} {self.when}{self.apart}"


def names(parts: Iterable[Named], texts: Catalogue) -> Mapping[str, Name]:
    """What each part of a case is called, by its JSON Pointer; no two are called the same."""
    found = list(parts)
    alike = Counter(_days(each) for each in found)
    vouched = Counter((_days(each), each.voucher) for each in found)
    plain: list[Name] = []
    for each in found:
        told = vouched[_days(each), each.voucher] > 1 or (each.voucher is None and alike[_days(each)] > 1)
        plain.append(Name(_what(each, texts), _when(each, texts), (_figures(each, texts) if told else "") + _voucher(each, texts)))
    times, so_far = Counter(plain), Counter[Name]()
    numbered: dict[str, Name] = {}
    for each, name in zip(found, plain, strict=True):
        so_far[name] += 1
        number = texts.say("name.number", number=so_far[name]) if times[name] > 1 else ""
        numbered[each.at] = name._replace(apart=name.apart + number)
    return numbered


def placed(at: str, texts: Catalogue) -> str:
    """A record by its place among those of its list, where nothing else is known of it; `at`: its JSON Pointer."""
    _, section, index = at.split("/")
    kind = RULE_OF_LIST.get(section, "activity")
    return texts.say(f"record.{kind}") + texts.say("name.number", number=int(index) + 1)


def called(at: str, known: Mapping[str, Name], texts: Catalogue) -> str:
    """What a JSON Pointer into a case points at, as it stands at the beginning of a sentence; `known`: the names of its parts."""
    if at in known:
        return known[at].whole
    of, _, key = at.rpartition("/")
    section, _, rest = of[1:].partition("/")
    if section == "supplied":
        return capital(texts.say(f"value.{f'grant-frame-{key}' if rest else key.replace('_', '-')}"))
    if section in ("claims", "used_before"):
        rule = rest or key
        return texts.say("outlook.of", field=texts.say(f"outlook.field.{section}"), of=small(texts.say(f"rule.{rule}")))
    label = texts.messages.get(f"outlook.field.{key}") or texts.say(f"field.{key.replace('_', '-')}")
    return texts.say("outlook.of", field=label, of=known[of].inside) if of in known else label


def name_of(id_: str, texts: Catalogue) -> str:
    """What a value of the tables or a fact is called, with a small first letter; its id, where there are no words for it yet."""
    return texts.messages.get(f"value.{id_}") or texts.messages.get(f"changed.{id_}", id_)


def listed(each: Iterable[str], texts: Catalogue) -> str:
    """Several things one after the other; nothing where there is none."""
    *some, last = list(each) or [""]
    return texts.say("compare.and", some=", ".join(some), last=last) if some else last


def quoted(ids: Iterable[str], texts: Catalogue) -> str:
    """The names of values, each in quotes, so that it is read as one thing."""
    return listed((texts.say("text.quoted", text=name_of(each, texts)) for each in ids), texts)


def _days(each: Named) -> tuple[object, ...]:
    return each.what, each.from_, each.to


def _what(each: Named, texts: Catalogue) -> str:
    kind = {"positions": "role", "interruptions": "interruption"}.get(each.at.split("/")[1], "record")
    return capital(texts.say(f"{kind}.{each.what}"))


def _when(each: Named, texts: Catalogue) -> str:
    first = texts.day(each.from_)
    if each.to is None:
        return texts.say("name.since", day=first)
    return first if each.to == each.from_ else f"{first} – {texts.day(each.to)}"


def _figures(each: Named, texts: Catalogue) -> str:
    """Percent, hours and amount, in brackets; nothing where there are none."""
    figures = [
        *([] if each.percent is None else [texts.measure(each.percent, "percent")]),
        *([] if each.hours is None else [texts.measure(each.hours, "h")]),
        *([] if each.amount is None else [texts.money(each.amount)]),
    ]
    return f" ({', '.join(figures)})" if figures else ""


def _voucher(each: Named, texts: Catalogue) -> str:
    if each.voucher is None:
        return ""
    voucher, word = printable(each.voucher), texts.say("name.voucher", voucher="")
    named = voucher.casefold().startswith(word.strip(" ,"))  # "Bilag 17": the word is there
    return f", {voucher}" if named else texts.say("name.voucher", voucher=voucher)


def capital(text: str) -> str:
    """A text with a large first letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """A label inside a sentence: its first letter small, but for a name or an abbreviation."""
    first = text.partition(" ")[0]
    return text if (len(first) > 1 and first[:2].isupper()) or first.startswith("Helsedirektoratet") else text[:1].lower() + text[1:]
