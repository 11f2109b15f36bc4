"""The plain columns that people have of an ALIS: what each is called, what it holds, and what it becomes in a case."""

from collections.abc import Collection

from attrs import frozen


@frozen
class PlainColumn:
    """One of the plain columns."""

    name: str
    kind: str
    """``id``, ``text``, ``number`` (of at most two decimals), ``day`` or ``whole`` (number)."""
    at: str
    """JSON Pointer to what it becomes in the row's case; empty where it becomes none."""
    meaning: str
    """What it holds, with its unit, and what it means where it is left out."""
    required: bool = False
    """Whether it must be there, with a value in every row."""


PLAIN_COLUMNS = (
    PlainColumn("case", "id", "", "Your own id of the row, never a person's name or number; a running number from 0 where none is given."),
    PlainColumn(
        "call", "id", "/call", "The call's id, where it is not given for all rows together; none other than that where it is given."
    ),
    PlainColumn("municipality", "text", "/municipality/number", "Municipality number, four digits.", required=True),
    PlainColumn(
        "role", "text", "/positions/0/role", "`fastlege`, `fastlegevikar`, `introduksjonslege` or `annet-legearbeid`.", required=True
    ),
    PlainColumn(
        "employment",
        "text",
        "/positions/0/employment",
        "`hovedmodell`, `ansatt` or `avtale-8-2`; no amount hangs on it. `hovedmodell` where not given.",
    ),
    PlainColumn("percent", "number", "/positions/0/percent", "Position percent, 0 to 100.", required=True),
    PlainColumn("from", "day", "/positions/0/from", "First day of the post.", required=True),
    PlainColumn("to", "day", "/positions/0/to", "Last day of the post; open where not given."),
    PlainColumn("signed_on", "day", "/agreement/signed_on", "The day on which the ALIS agreement was signed.", required=True),
    PlainColumn(
        "first_gp_date",
        "day",
        "/doctor/first_gp_date",
        "First day ever as fastlege or fastlegevikar; where not given, `from` in those roles.",
    ),
    PlainColumn("training_start", "day", "/doctor/training_start", "First day in the specialist training, where it is known."),
    PlainColumn("absence_hours", "number", "/activities/0/absence_hours", "Hours of absence from the practice."),
    PlainColumn("expenses", "number", "/activities/0/expenses", "Learning expenses, kroner."),
    PlainColumn("fund_refund", "number", "/activities/0/fund_refund", "What Education Fund II covers of them, kroner."),
    PlainColumn("lower_productivity", "number", "/lower_productivity/0/amount", "Lost income from lower productivity, kroner."),
    PlainColumn("supervision_hours", "number", "/supervision/0/hours", "Hours of supervision."),
    PlainColumn("supervision_cost", "number", "/supervision/0/cost", "What the supervisor was paid, kroner; hours × rate where not given."),
    PlainColumn("facilitation", "number", "/facilitation/0/amount", "Costs of practical facilitation, kroner."),
    PlainColumn("additional", "number", "/additional/0/amount", "Costs of additional elements, kroner."),
    PlainColumn("municipal", "number", "/municipal/0/amount", "Costs of elements that the municipality finances alone, kroner."),
    PlainColumn("date", "day", "", "The day that the hours and kroner stand on; the first day that can count where not given."),
    PlainColumn(
        "centrality_class", "whole", "/municipality/centrality_class", "SSB's centrality class, 1 to 6; from the table where not given."
    ),
)
"""The plain columns, in order."""
_OF_FACTS_TOO = frozenset({"case", "call", "municipality", "centrality_class"})


def is_plain(names: Collection[str]) -> bool:
    """Whether a table of some columns is one of plain columns, be it a wrong one."""
    return any(each.name in names for each in PLAIN_COLUMNS if each.name not in _OF_FACTS_TOO)
