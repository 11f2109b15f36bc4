"""A replay told in blocks: which cases give something else than at the last release, and whether the changelog names it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..fields import printable
from ..replay import AMOUNT, TOTAL, Difference, Replayed, total_of
from ..replay_changelog import Judged, heading_of
from .blocks import Block, Heading, Item, Paragraph, Tone
from .catalogue import Catalogue, catalogue
from .difference import signed

MOST_DETAILS = 10
"""So many things beside the amounts are told of a case."""


def replay_blocks(replayed: Sequence[Replayed], judged: Judged, lang: str = "nb") -> Iterator[Block]:
    """What became of every case, in the language `lang`."""
    return _Told(replayed, judged, catalogue(lang)).blocks()


def amount(figure: Decimal | str | None, texts: Catalogue) -> str:
    """An amount of a line in words: undetermined where it is empty, and nothing where there is no such line."""
    if figure is None:
        return texts.say("replay.not-there")
    return texts.money(Decimal(figure)) if figure != "" else texts.say("outcome.undetermined")


class _Told:
    """The blocks, from the top to the bottom."""

    def __init__(self, replayed: Sequence[Replayed], judged: Judged, texts: Catalogue) -> None:
        self.replayed, self.judged = replayed, judged
        self.texts, self.say = texts, texts.say
        self.unnamed = {case.name for case in judged.unnamed}

    def blocks(self) -> Iterator[Block]:
        changed = [case for case in self.replayed if case.differences]
        number = self.texts.number
        yield Heading(self.say("replay.title"), 1)
        alike = {"count": number(len(self.replayed)), "alike": number(len(self.replayed) - len(changed))}
        yield Paragraph(self.say("replay.alike" if changed else "replay.all-alike", **alike))
        for case in sorted(changed, key=_touches_no_amount):
            yield from self._case(case)
        if self.judged.stale:
            yield Heading(self.say("replay.stale"))
            yield from (
                Item(self.say("replay.entry", name=printable(each.name), heading=_title(each.heading))) for each in self.judged.stale
            )
        yield from self._verdict(changed)

    def _verdict(self, changed: Sequence[Replayed]) -> Iterator[Block]:
        """What is to be done about it."""
        if self.unnamed or self.judged.stale:
            yield Heading(self.say("replay.to-do"))
            told = {"count": self.texts.number(len(self.unnamed)), "changed": self.texts.number(len(changed))}
            if self.unnamed:
                yield Paragraph(self.say("replay.unnamed", **told), Tone.WARNING)
            yield Paragraph(self.say("replay.how"))
        elif changed:
            yield Paragraph(self.say("replay.all-named"), Tone.STRONG)

    # A case ----------------------------------------------------------------------------------------------------------

    def _case(self, case: Replayed) -> Iterator[Block]:
        """What is not as it was, and where it belongs in the changelog."""
        yield Heading(case.name)
        yield Paragraph(case.why, Tone.QUIET)
        yield Paragraph(self._total(case), Tone.STRONG)
        amounts = [each for each in case.differences if each.place.area == "lines" and each.place.what == AMOUNT]
        for each in amounts:
            rule = self._label(f"rule.{each.place.item}", each.place.item)
            figures = {"before": amount(each.before, self.texts), "after": amount(each.after, self.texts)}
            yield Item(self.say("replay.item", what=rule, **figures))
        lines = {each.place.item for each in amounts}
        details = [each for each in case.differences if each not in amounts and each.place != TOTAL and not _follows(each, lines)]
        for each in details[:MOST_DETAILS]:
            yield Item(
                self.say("replay.item", what=self._what(each), before=self._text(each, each.before), after=self._text(each, each.after))
            )
        if len(details) > MOST_DETAILS:
            yield Item(self.say("replay.more", count=self.texts.number(len(details) - MOST_DETAILS)))
        named = "replay.case-unnamed" if case.name in self.unnamed else "replay.case-named"
        tone = Tone.BAD if case.name in self.unnamed else Tone.GOOD
        yield Paragraph(self.say(named, heading=_title(heading_of(case))), tone)

    def _total(self, case: Replayed) -> str:
        """The call, and the total before and after."""
        before, after = total_of(case.before), total_of(case.after)
        call = self.say("replay.call-final" if case.final else "replay.call-open", call=case.call)
        if before is None or after is None:
            figures = {"before": self._sum(before), "after": self._sum(after)}
            return f"{call} {self.say('replay.item', what=self.say('text.total'), **figures)}"
        if before == after:
            return f"{call} {self.say('replay.same-total', total=self._sum(after))}"
        change = signed(after - before, self.texts)
        return f"{call} {self.say('replay.total', before=self._sum(before), after=self._sum(after), change=change)}"

    def _sum(self, total: Decimal | None) -> str:
        return self.say("replay.refused") if total is None else self.texts.money(total)

    def _label(self, key: str, otherwise: str) -> str:
        """A text of the catalogue; the id itself of what an older release knew and this one does not."""
        return self.texts.messages.get(key, otherwise)

    def _what(self, difference: Difference) -> str:
        """What has changed, in words."""
        area, item, what = difference.place
        of = {"lines": f"rule.{item}", "conditions": f"condition.{item}", "remaining": f"cap.{item}"}.get(area, "")
        label = self._label(of, item)
        what, _, part = what.partition(".")
        said = self._label(f"replay.what.{what or area}", what)
        party = f" ({self._label(f'replay.what.{part}', part)})" if part else ""
        return self.say("replay.what", what=label, of=f"{said}{party}") if item else said

    def _text(self, difference: Difference, told: str | None) -> str:
        """A value that is no amount of a line: money and hours with the language's separators, all else as it stands in the answer."""
        if told is None:
            return self.say("replay.not-there")
        what = difference.place.what
        if what == "incurred" or (told and what.startswith("recipients.")):
            return amount(told, self.texts)
        if told and what == "left":
            return self.texts.number(Decimal(told))
        return {"": self.say("replay.nothing"), "true": self.say("text.true"), "false": self.say("text.false")}.get(told, told)


def _touches_no_amount(case: Replayed) -> bool:
    return all(each.place != TOTAL and each.place.what != AMOUNT for each in case.differences)


def _follows(difference: Difference, lines: set[str]) -> bool:
    """Whether something follows from the changed amount of a line: who receives it."""
    return difference.place.item in lines and difference.place.what.startswith("recipients")


def _title(heading: str) -> str:
    """A heading of the changelog without its marks."""
    return heading.removeprefix("### ")
