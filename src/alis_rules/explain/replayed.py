"""A replay told in blocks: which cases give something else than what is kept of them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..replay import AMOUNT, BOUNDS, TOTAL, Difference, Replayed, total_of
from .blocks import Block, Heading, Item, Paragraph, Tone
from .catalogue import Catalogue, catalogue
from .naming import placed

MOST_DETAILS = 12
"""So many things beside the amounts are told of a case."""
_CODES = {"outcome": "outcome", "limited_by": "cap", "reasons": "reason", "missing": "value", "rules": "rule", "status": "status"}
"""What an answer gives as codes, and what each is a code of."""


def replay_blocks(replayed: Sequence[Replayed], lang: str = "nb", *, accepted: bool = False) -> Iterator[Block]:
    """What became of every case, in the language `lang`; `accepted`: the changes are what is kept from now on."""
    return _Told(replayed, catalogue(lang)).blocks(accepted=accepted)


def amount(figure: Decimal | str | None, texts: Catalogue) -> str:
    """An amount of a line in words: undetermined where it is empty, and nothing where there is no such line."""
    if figure is None:
        return texts.say("replay.not-there")
    return texts.money(Decimal(figure)) if figure != "" else texts.say("outcome.undetermined")


class _Told:
    """The blocks, from the top to the bottom."""

    def __init__(self, replayed: Sequence[Replayed], texts: Catalogue) -> None:
        self.replayed = replayed
        self.texts, self.say = texts, texts.say

    def blocks(self, *, accepted: bool) -> Iterator[Block]:
        changed = [case for case in self.replayed if case.differences]
        number = self.texts.number
        yield Heading(self.say("replay.title"), 1)
        alike = {"count": number(len(self.replayed)), "alike": number(len(self.replayed) - len(changed))}
        yield Paragraph(self.say("replay.alike" if changed else "replay.all-alike", **alike))
        for case in sorted(changed, key=_touches_no_amount):
            yield from self._case(case)
        if changed and not accepted:
            yield Heading(self.say("replay.to-do"))
            yield Paragraph(self.say("replay.how"), Tone.WARNING)

    # A case ----------------------------------------------------------------------------------------------------------

    def _case(self, case: Replayed) -> Iterator[Block]:
        """What is not as it was."""
        yield Heading(case.name)
        yield Paragraph(case.why, Tone.QUIET)
        yield Paragraph(self._total(case), Tone.STRONG)
        amounts = [each for each in case.differences if each.place.area == "lines" and each.place.what == AMOUNT]
        for each in amounts:
            rule = self._label(f"rule.{each.place.item}", each.place.item)
            figures = {"before": amount(each.before, self.texts), "after": amount(each.after, self.texts)}
            yield Item(self.say("replay.item", what=rule, **figures))
        lines = {each.place.item for each in amounts}
        told = BOUNDS if any(each.place == TOTAL for each in case.differences) else (TOTAL,)
        details = [each for each in case.differences if each not in amounts and each.place not in told and not _follows(each, lines)]
        for each in details[:MOST_DETAILS]:
            yield Item(
                self.say("replay.item", what=self._what(each), before=self._text(each, each.before), after=self._text(each, each.after))
            )
        if len(details) > MOST_DETAILS:
            yield Item(self.say("replay.more", count=self.texts.number(len(details) - MOST_DETAILS)))

    def _total(self, case: Replayed) -> str:
        """The call, and the total before and after."""
        before, after = total_of(case.before), total_of(case.after)
        call = self.say("replay.call-final" if case.final else "replay.call-open", call=case.call)
        if before is None or after is None:
            figures = {"before": self._sum(before), "after": self._sum(after)}
            return f"{call} {self.say('replay.item', what=self.say('text.total'), **figures)}"
        if before == after:
            return f"{call} {self.say('replay.same-total', total=self._sum(after))}"
        change = self.texts.change(after - before)
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
        label = placed(item, self.texts) if area == "records" else self._label(of, item)
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
        if told and what in _CODES:
            return ", ".join(self._label(f"{_CODES[what]}.{code}", code) for code in told.split(", "))
        return {"": self.say("replay.nothing"), "true": self.say("text.true"), "false": self.say("text.false")}.get(told, told)


def _touches_no_amount(case: Replayed) -> bool:
    return all(each.place != TOTAL and each.place.what != AMOUNT for each in case.differences)


def _follows(difference: Difference, lines: set[str]) -> bool:
    """Whether something follows from the changed amount of a line: who receives it."""
    return difference.place.item in lines and difference.place.what.startswith("recipients")
