"""How a result depends on the readings, in words."""

from collections.abc import Iterator

from ..entitlement import OtherReading
from ..interpretations import Sensitivity
from ..readings import reading_fields
from .blocks import Block, Heading, Item, Paragraph, Tone, of_case
from .catalogue import Catalogue
from .headline import between, firm, not_final
from .naming import quoted
from .proposed import proposed_blocks


def sensitivity_blocks(found: Sensitivity, texts: Catalogue) -> Iterator[Block]:
    """The result by the chosen readings, each reading that changes it, and between what all of them together can bring it."""
    say = texts.say
    yield Heading(say("text.readings"), 1)
    yield from of_case(found.reference, texts)
    yield from proposed_blocks(found.notes, texts)
    yield Paragraph(say("readings.total", total=say(f"firm.{found.total_is}", total=texts.money(found.total))), Tone.STRONG)
    for name, _ in reading_fields():
        others = [each for each in found.others if each.id == name]
        if others:
            yield Item(reading_told(name, found.readings.option(name), others, texts, complete=found.complete))
    none = say("text.readings-no-effect" if found.others else "readings.none")
    yield Paragraph(" ".join([none, *spread_told(found, texts)]))


def reading_told(name: str, chosen: str, others: list[OtherReading], texts: Catalogue, *, complete: bool) -> str:
    """A reading, the chosen option, and what others would give; `complete`: whether every line is determined by the chosen ones."""
    say = texts.say
    question = f"{say(f'reading.{name}')} ({name})"
    option = say("text.chosen", option=say(f"option.{name}.{chosen}"))
    return " ".join([question, option, *(_other(each, texts, complete=complete) for each in others)])


def _other(other: OtherReading, texts: Catalogue, *, complete: bool) -> str:
    told = {"option": texts.say(f"option.{other.id}.{other.option}"), "total": firm(other, texts)}
    if not other.complete:
        return texts.say("text.other-open", **told, between=between(other, texts))
    if not complete:
        return texts.say("text.other-final", **told)
    return texts.say("text.other-total", **told, difference=texts.change(other.difference))


def spread_told(found: Sensitivity, texts: Catalogue) -> Iterator[str]:
    """The lowest and the highest result over all readings, and between what the grant lies where something is missing."""
    lowest, highest, missing = found.lowest, found.highest, quoted(found.missing, texts)
    if lowest is not None and highest is not None and (missing or lowest.total < highest.total):
        yield texts.say("text.spread", lowest=texts.money(lowest.total), highest=texts.money(highest.total))
    if missing:
        yield not_final(found, "text.no-spread" if lowest is None else "text.spread-left-out", texts, missing=missing)
