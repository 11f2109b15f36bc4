"""What is said of a receipt that was reckoned again."""

from collections.abc import Iterator
from decimal import Decimal

from ..fields import printable
from ..verifying import Deviation, Flaw, Told, Verification
from .blocks import Block, Column, Heading, Item, Pairs, Paragraph, Row, Table, Tone
from .catalogue import Catalogue

_AMOUNTS = ("total", "incurred", "counted", "amount", "line")


def verification_blocks(found: Verification, texts: Catalogue) -> Iterator[Block]:
    """Whether the receipt holds, what differs, and what it rests on."""
    say = texts.say
    yield Heading(say("receipt.title", call=found.call), level=1)
    if found.same:
        same = say("receipt.same" if found.complete else "receipt.same-open", total=texts.money(Decimal(found.total)))
        yield Paragraph(same, Tone.GOOD)
    else:
        yield Paragraph(say("receipt.differs"), Tone.BAD)
    yield from _obstacles(found, texts)
    if found.deviations:
        yield Heading(say("receipt.differences"))
        titles = (Column(say("receipt.what")), Column(say("receipt.says"), right=True), Column(say("receipt.now"), right=True))
        yield Table(titles, tuple(Row(_cells(each, texts)) for each in found.deviations))
    if found.deviations and found.library != found.library_now and Flaw.ALTERED not in found.obstacles:
        yield Paragraph(say("receipt.other-library"))
    yield Heading(say("receipt.basis"))
    yield Pairs(
        (
            (say("receipt.tables"), f"{printable(found.tables_version)}, {found.tables_digest[:19]}…"),
            (say("receipt.library"), f"alis-rules {printable(found.library)}"),
            (say("receipt.library-now"), f"alis-rules {found.library_now}"),
        )
    )
    yield Paragraph(say("receipt.limits"), Tone.QUIET)


def _obstacles(found: Verification, texts: Catalogue) -> Iterator[Block]:
    """What the receipt fails at before its amounts are compared, and whether they were."""
    for obstacle in found.obstacles:
        for digest in found.overlays_missing if obstacle is Flaw.OVERLAY_MISSING else (found.tables_digest,):
            version = printable(found.tables_version)
            yield Item(texts.say(f"receipt.{obstacle}", version=version, digest=digest, call=found.call))
    if found.obstacles and not found.reckoned:
        yield Paragraph(texts.say("receipt.not-reckoned"))
    elif found.obstacles and not found.deviations:
        yield Paragraph(texts.say("receipt.results-agree"))


def _cells(each: Deviation, texts: Catalogue) -> tuple[str, str, str]:
    """What differs, what the receipt says of it, and what comes out now."""
    what = texts.say(f"receipt.field.{each.field}")
    if each.rule is not None:
        known = texts.messages.get(f"rule.{each.rule}", each.rule)
        what = f"{known}: {what}"
    return what, _told(each, each.says, texts), _told(each, each.now, texts)


def _told(each: Deviation, value: Told, texts: Catalogue) -> str:
    """A value in words: the ids of caps and of missing values by their names."""
    if isinstance(value, bool):
        return texts.say(f"text.{str(value).lower()}")
    if isinstance(value, tuple):
        kind = "cap" if each.field == "limited_by" else "value"
        return ", ".join(texts.messages.get(f"{kind}.{name}", name) for name in value) or texts.say("receipt.nothing")
    if value is None:
        return texts.say("receipt.nothing")
    return texts.money(Decimal(value)) if each.field in _AMOUNTS else printable(value)
