"""What leads the text of a result: how firm its total is, between what the grant lies, what is missing, and what took it all away."""

from collections.abc import Iterator

from ..entitlement import Entitlement, Note, OtherReading
from ..facts import Facts
from ..interpretations import Sensitivity
from ..model import DoctorRole
from ..possibility import Possible
from .blocks import Block, Item, Paragraph, Tone
from .catalogue import Catalogue
from .naming import capital, listed, name_of

LEADING = ("ended-by-gap", "ended-by-affiliation", "no-whole-month", "frame-not-checked")
"""The notes that are told at the top, and not once more among the others."""
_PERIOD = frozenset({"period-from", "period-to"})
_MISSING = {"fee-rate": "fee-rate", "centrality-class": "centrality-class"}
"""What is missing and does not stand in the grant's rules: how it is found."""
SUPPLIED = {"fee-rate": "fee_rate", "additional-cap": "additional_cap"}
"""Values that a case may supply, beside the frame: the key of each."""
_MONTHS = ("months_regular_gp_bp", "months_gp_locum_bp", "months_introductory_gp_bp", "months_other_municipal_gp_bp")
_HELD = ("held_regular_gp", "held_gp_locum", "held_introductory_gp", "held_other_municipal_gp")


def firm(result: Entitlement | OtherReading, texts: Catalogue) -> str:
    """A total with how firm it is: “360 567,19 kr før tilskuddsrammen”; a final one alone."""
    return texts.say(f"firm.{result.total_is}", total=texts.money(result.total))


def label_of_total(result: Entitlement, texts: Catalogue) -> str:
    """What the total of a result is called."""
    return texts.say("text.total" if result.complete else f"text.total.{result.total_is}")


def between(result: Entitlement | OtherReading, texts: Catalogue) -> str:
    """Between what the grant lies, as the end of a sentence."""
    at_least, at_most = result.at_least, result.at_most
    if at_most is None:
        return texts.say("between.open", at_least=texts.money(at_least))
    if at_most == at_least:
        return texts.say("between.one", at_least=texts.money(at_least))
    return texts.say("between.closed", at_least=texts.money(at_least), at_most=texts.money(at_most))


def headline(result: Entitlement, texts: Catalogue) -> Iterator[Block]:
    """The blocks at the top of a text."""
    for note in result.notes:
        if note.code in LEADING and note.code != "frame-not-checked":
            yield Paragraph(" ".join(_note(note, texts)), Tone.WARNING)
    if result.complete:
        return
    told = texts.say(f"headline.{result.total_is}", total=texts.money(result.total), between=between(result, texts))
    yield Paragraph(told, Tone.STRONG)
    yield Paragraph(texts.say("headline.missing"))
    yield from (Item(each) for each in _missing(result, texts))
    keys = list(dict.fromkeys(_keys(result)))
    if keys:
        options = [texts.say("missing.option", key=key) for key in keys]
        yield Paragraph(texts.say("missing.give", options=listed(options, texts)))
    summed = next((note.other for note in result.notes if note.code == "frame-not-checked"), None)
    if summed is not None:
        yield Paragraph(_by_other(summed, "headline.sum-of-caps", texts))


def _note(note: Note, texts: Catalogue) -> Iterator[str]:
    """A note, and what the other reading gives."""
    yield texts.say(f"note.{note.code}", day="" if note.day is None else texts.day(note.day))
    if note.other is not None:
        yield _by_other(note.other, "note.other", texts, option=texts.say(f"option.{note.other.id}.{note.other.option}"))


def _by_other(other: OtherReading, key: str, texts: Catalogue, **told: str) -> str:
    """What another reading gives."""
    if other.complete:
        return texts.say(key, total=firm(other, texts), **told)
    return texts.say(f"{key}-open", total=firm(other, texts), between=between(other, texts), **told)


def _missing(result: Entitlement, texts: Catalogue) -> Iterator[str]:
    """What is missing of the state grant, each with where it is found."""
    missing = _ids(result)
    if not _PERIOD.isdisjoint(missing):
        yield texts.say("missing.period", value=capital(name_of("grant-period", texts)))
    for each in missing:
        if each == "grant-frame" or (each == "supervision-hours" and _uncapped(result)):
            frames = [name_of(f"grant-frame-{role}", texts) for role in _roles(result.facts)]
            yield texts.say("missing.grant-frame", value=capital(listed(frames, texts)))
        elif each not in _PERIOD:
            yield texts.say(f"missing.{_MISSING.get(each, 'rules')}", value=capital(name_of(each, texts)))


def _keys(result: Entitlement) -> Iterator[str]:
    """The keys under ``supplied`` of the missing values that a case may supply."""
    for each in _ids(result):
        if each == "grant-frame" or (each == "supervision-hours" and _uncapped(result)):
            yield from (f"grant_frame.{role}" for role in _roles(result.facts))
        elif each in SUPPLIED:
            yield SUPPLIED[each]


def _ids(result: Entitlement) -> list[str]:
    """The ids of the values that the state grant is missing."""
    lines = [line for line in result.lines if line.funding != "municipal" and line.amount is None]
    return list(dict.fromkeys(each for line in lines for each in line.missing))


def _uncapped(result: Entitlement) -> bool:
    """True where the reading takes the cap on hours of supervision away: then a sum of caps is missing, and the frame may be given."""
    return any(each.id == "supervision-hours" and each.chosen == "uncapped" for each in result.readings)


def _roles(facts: Facts) -> list[DoctorRole]:
    """The roles that the frame is of: those that have months, or where none has yet, those that are held."""
    months = [getattr(facts, name) for name in _MONTHS]
    held = [getattr(facts, name) for name in _HELD]
    return [role for role, has in zip(DoctorRole, months if any(months) else held, strict=True) if has]


def not_final(found: Possible | Sensitivity, key: str, texts: Catalogue, **told: str) -> str:
    """Between what the grant lies over many results, as a sentence."""
    at_least = texts.money(found.at_least)
    if found.at_most is None:
        return texts.say(f"{key}-open", at_least=at_least, **told)
    return texts.say(key, at_least=at_least, at_most=texts.money(found.at_most), **told)
