"""Why a day or a record does not count, and the clauses that each reason carries out."""

from enum import StrEnum
from types import MappingProxyType


class Reason(StrEnum):
    """Why a day or a record does not count."""

    OUTSIDE_CALL = "outside-call"
    BEFORE_SIGNING = "before-signing"
    NO_POSITION = "no-position"
    COMMERCIAL_ACTOR = "commercial-actor"
    AGREEMENT_ENDED = "agreement-ended"
    INSTITUTION_SERVICE = "institution-service"
    OUTSIDE_TRAINING = "outside-training"
    BEYOND_MAXIMUM_DURATION = "beyond-maximum-duration"
    NOT_REGISTERED = "not-registered"
    SUPERVISION_ONLY = "supervision-only"
    OUTSIDE_GP_SCHEME = "outside-gp-scheme"
    INTRODUCTORY_GP = "introductory-gp"
    OUTSIDE_FIRST_24_MONTHS = "outside-first-24-months"
    ACTIVITY_NOT_LISTED = "activity-not-listed"
    NOT_COMPLETED = "not-completed"
    NOT_CENTRALITY_6 = "not-centrality-6"
    LASTING_INVESTMENT = "lasting-investment"


REASON_CLAUSES = MappingProxyType(
    {
        Reason.OUTSIDE_CALL: ("S17",),
        Reason.BEFORE_SIGNING: ("T06", "T08"),
        Reason.NO_POSITION: ("T07",),
        Reason.COMMERCIAL_ACTOR: ("T09", "T10"),
        Reason.AGREEMENT_ENDED: ("T19",),
        Reason.INSTITUTION_SERVICE: ("T12",),
        Reason.OUTSIDE_TRAINING: ("T11", "T19"),
        Reason.BEYOND_MAXIMUM_DURATION: ("T13", "T14"),
        Reason.NOT_REGISTERED: ("S12", "T24"),
        Reason.SUPERVISION_ONLY: ("T02",),
        Reason.OUTSIDE_GP_SCHEME: ("T36", "T47"),
        Reason.INTRODUCTORY_GP: ("T47",),
        Reason.OUTSIDE_FIRST_24_MONTHS: ("T15", "T48"),
        Reason.ACTIVITY_NOT_LISTED: ("T44",),
        Reason.NOT_COMPLETED: ("T37",),
        Reason.NOT_CENTRALITY_6: ("T57",),
        Reason.LASTING_INVESTMENT: ("T60",),
    }
)
"""The clauses that each reason carries out."""

Reasons = frozenset[Reason]
NONE: Reasons = frozenset()
