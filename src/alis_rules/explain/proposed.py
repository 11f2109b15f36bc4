"""Proposals that gave no value, in words: which row, why, and which days and call would."""

from collections.abc import Iterable, Iterator

from ..entitlement import Note
from ..fields import printable
from ..proposals import WithoutEffect
from .blocks import Block, Paragraph, Tone
from .catalogue import Catalogue


def proposed_blocks(notes: Iterable[Note], texts: Catalogue) -> Iterator[Block]:
    """A warning for each row of a proposal that gave no value, each once."""
    return (Paragraph(text, Tone.WARNING) for text in proposed_texts(notes, texts))


def proposed_texts(notes: Iterable[Note], texts: Catalogue) -> Iterator[str]:
    """The same as running text."""
    told = dict.fromkeys((note.about, note.proposal) for note in notes if note.proposal)
    return (_without_effect(about, row, texts) for about, row in told)


def proposed_everywhere(notes: Iterable[Iterable[Note]], texts: Catalogue) -> Iterator[Block]:
    """A warning for each row of a proposal that gave no value to any of several results, of the notes of each."""
    told = [{_row(note): note for note in each if note.proposal} for each in notes]
    return proposed_blocks((note for row, note in told[-1].items() if all(row in each for each in told)) if told else (), texts)


def _row(note: Note) -> tuple[object, ...]:
    """What a note of a row is about, whatever the reason."""
    return note.about, note.proposal and (note.proposal.digest, note.proposal.in_force_from)


def _without_effect(about: str, row: WithoutEffect, texts: Catalogue) -> str:
    """A row, why it gave no value, and what would."""
    say, day = texts.say, texts.day
    days = {"first": row.first and day(row.first), "last": row.last and day(row.last)}
    why = f"proposal.{row.why}"
    if row.first and row.first == row.last:
        why = f"{why}-that-day" if f"{why}-that-day" in texts.messages else why
    told = [
        say(
            "proposal.without-effect",
            proposal=printable(row.proposal),
            about=texts.messages.get(f"value.{about}", about),
            figure=_figure(row, texts),
            days=_days(row, texts),
        ),
        say(why, **days),
    ]
    if row.call is not None:
        told.append(say("proposal.call", call=row.call))
    return " ".join(told)


def _days(row: WithoutEffect, texts: Catalogue) -> str:
    """Since when, and until when, a row is in force."""
    first = texts.day(row.in_force_from)
    return texts.say("proposal.from", day=first) if row.in_force_to is None else f"{first} – {texts.day(row.in_force_to)}"


def _figure(row: WithoutEffect, texts: Catalogue) -> str:
    """What a row proposes."""
    if row.value is None:
        return texts.say("standing.not-found")
    return texts.valued(row.value, row.unit)
