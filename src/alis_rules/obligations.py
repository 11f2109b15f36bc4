"""Rights and duties of the parties (T22, T24-T31, T52, T56 and the slides), and the papers to keep for each line."""

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from .keeping import Kept, read_only
from .rules import RECORD_RULES


class Party(StrEnum):
    """A party of the agreement (T20)."""

    MUNICIPALITY = "municipality"
    DOCTOR = "doctor"


@frozen(kw_only=True)
class Duty:
    """Something that a party is bound to do."""

    id: str
    """The duty's id."""
    party: Party
    """The party whose duty it is."""
    clauses: tuple[str, ...]
    """The clauses that it comes from."""

    def text(self, lang: str = "nb") -> str:
        """What is to be done, as a sentence in the language `lang`."""
        from .explain.catalogue import catalogue

        return catalogue(lang).say(f"duty.{self.id}")


@frozen(kw_only=True)
class Duties(Kept):
    """The duties of both parties, and for each line the papers that prove it at a control."""

    municipality: tuple[Duty, ...]
    """The municipality's duties."""
    doctor: tuple[Duty, ...]
    """The doctor's duties."""
    papers: Mapping[str, tuple[str, ...]] = field(hash=False)
    """For each rule the ids of its papers; their labels stand in the message catalogues under ``paper.<id>``."""


def _duties(party: Party, clauses_of: Mapping[str, str]) -> tuple[Duty, ...]:
    return tuple(Duty(id=name, party=party, clauses=tuple(clauses.split())) for name, clauses in clauses_of.items())


def duties() -> Duties:
    """What each party is bound to, with clauses, and the papers to keep."""
    return _DUTIES


_DUTIES = Duties(
    municipality=_duties(
        Party.MUNICIPALITY,
        {
            "meet-requirements": "T22",
            "keep-documentation": "T22",
            "training-organisation": "T24 S02 S07",
            "individual-plan": "S07",
            "give-supervision": "T52 S04",
            "cover-costs": "T25",
            "apply-yearly": "S07 S17",
            "regional-dialogue": "T56",
        },
    ),
    doctor=_duties(
        Party.DOCTOR,
        {
            "meet-requirements": "T22",
            "keep-documentation": "T22",
            "carry-out-activities": "T26 S16",
            "document-in-portal": "T27 S05",
            "learning-objectives": "S03 S16",
            "tell-of-obstacles": "T28 S16",
            "propose-activities": "S16",
            "notify-commercial-actor": "T29",
            "notify-interruption": "T30",
            "notify-changes": "T31 S16",
            "claims-by-deadline": "S16",
        },
    ),
    papers=read_only({rule.id: rule.papers for rule in RECORD_RULES}),
)
