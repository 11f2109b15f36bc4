"""The whole reckoning as a plan: every line in order, with the conditions on which it is not known, for numbers of any `Scaled` kind.

The very rule functions are handed the facts as such numbers. Where the plan is carried out, and when, its sheet says: as a query on
dataframes (`columns`), or as a program (`compiling`).
"""

from collections.abc import Iterable
from typing import Any, Protocol

from .bounds import bounds_by
from .model import DoctorRole
from .rules import RECORD_RULES, Funding, Rule, grant_frame, own_share, work
from .scaled import Scaled
from .terms import Terms


def _name(rule: str) -> str:
    """What the line of a rule is called."""
    return f"amount_{rule.replace('-', '_')}_ore"


LINES = (*(_name(rule.id) for rule in RECORD_RULES), "amount_own_share_ore", "amount_grant_frame_ore")
"""What the lines are called, øre: null where a value is missing."""
TOTAL, COMPLETE = "amount_total_ore", "complete"
"""What the total is called, øre, and whether it is complete."""
AT_LEAST, AT_MOST = "at_least_ore", "at_most_ore"
"""What the bounds of the total are called, øre: the most is null where there is none."""
RESULTS = (*LINES, TOTAL, AT_LEAST, AT_MOST, COMPLETE)
"""All that a plan makes."""
TOTALLED = tuple(name for name in LINES if name != "amount_municipal_elements_ore")
"""What the state grant is the sum of."""
MONTHS = {
    DoctorRole.REGULAR_GP: ("months_regular_gp_bp", "held_regular_gp"),
    DoctorRole.GP_LOCUM: ("months_gp_locum_bp", "held_gp_locum"),
    DoctorRole.INTRODUCTORY_GP: ("months_introductory_gp_bp", "held_introductory_gp"),
    DoctorRole.OTHER_MUNICIPAL_GP: ("months_other_municipal_gp_bp", "held_other_municipal_gp"),
}
"""For each role its months, and whether it is held at all."""


class Sheet(Protocol):
    """Where a plan is laid down: results are put there, and read again by those after them."""

    @property
    def number(self) -> type[Scaled]:
        """The kind of number."""
        ...

    def fact(self, name: str) -> Any:
        """A fact, as a number."""
        ...

    def put(self, name: str, value: Any, unless: Any = None) -> None:
        """Lay down a result, an expression; null where the condition `unless` holds."""
        ...

    def known(self, name: str) -> Any:
        """A result as a number: nothing where it is null."""
        ...

    def is_null(self, name: str) -> Any:
        """The condition that a result is null."""
        ...

    def any(self, conditions: Iterable[Any]) -> Any:
        """The condition that one of several holds; that none does, where there are none."""
        ...


class _Facts:
    """The facts, as the rules read them."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __getattr__(self, name: str) -> Any:
        return self._sheet.fact(name)


class _Granted:
    """The lines so far, as the rules read them."""

    def __init__(self, sheet: Sheet, frame: Any) -> None:
        self._sheet = sheet
        self.frame = frame

    def __getattr__(self, rule: str) -> Any:
        return self._sheet.known(f"amount_{rule}_ore")


def lay_down(sheet: Sheet, terms: Terms) -> None:
    """Lay down every line, the total, and whether it is complete."""
    of = sheet.number.of
    facts: Any = _Facts(sheet)
    granted: Any = _Granted(sheet, grant_frame.frame(facts, terms))
    undetermined: list[str] = []
    """The lines of the state grant that may be null."""
    for rule, name in zip(RECORD_RULES, LINES, strict=False):
        counts = (rule.counting(facts) > 0).holds
        if terms.every_day_missing or not terms.missing.keys().isdisjoint((*rule.prices, *rule.caps)):
            sheet.put(name, of(0), unless=counts)
        else:
            lacks = _lacks(rule, sheet, facts, terms, undetermined)
            amount = of(work(rule, facts, terms, granted).amount)
            sheet.put(name, amount, unless=counts & sheet.any(lacks) if lacks else None)
            if not lacks:
                continue
        if rule.funding is not Funding.MUNICIPAL:
            undetermined.append(name)
    _lay_down_frame(sheet, facts, terms, granted, undetermined)
    _lay_down_own_share(sheet, terms, granted, undetermined)
    total: Any = sum(sheet.known(name) for name in TOTALLED)
    sheet.put(TOTAL, of(total))
    sheet.put(COMPLETE, ~sheet.any(sheet.is_null(name) for name in undetermined))
    _lay_down_bounds(sheet, facts, terms, undetermined)


def _lay_down_bounds(sheet: Sheet, facts: Any, terms: Terms, undetermined: list[str]) -> None:
    """Lay down between what the total lies, whatever the lines that may be null come to."""

    def keep(name: str, number: Any) -> Any:
        if isinstance(number, int):
            return number
        sheet.put(f"alis_{name.replace('-', '_')}", sheet.number.of(number))
        return sheet.known(f"alis_{name.replace('-', '_')}")

    known = {rule.id: sheet.known(_name(rule.id)) for rule in RECORD_RULES if _name(rule.id) not in undetermined}
    found = bounds_by(facts, terms, known, keep)
    sheet.put(AT_LEAST, sheet.number.of(found.least))
    sheet.put(AT_MOST, sheet.number.of(found.most), unless=None if isinstance(found.endless, int) else (found.endless > 0).holds)


def _lay_down_frame(sheet: Sheet, facts: Any, terms: Terms, granted: Any, undetermined: list[str]) -> None:
    """Lay down what exceeds the grant frame; where it applies and is not known, null."""
    name, of = "amount_grant_frame_ore", sheet.number.of
    beside = {_name(rule) for rule in grant_frame.beside(terms)}
    in_doubt = [sheet.is_null(each) for each in undetermined if each not in beside]
    applies = (facts.has_frame > 0).holds & sheet.any([(grant_frame.limited(terms, granted) > 0).holds, *in_doubt])
    lacks = _frame_lacks(facts, terms)
    if terms.every_day_missing:
        sheet.put(name, of(0), unless=applies)
    else:
        above = of(0 - grant_frame.amount(facts, terms, granted))
        sheet.put(name, above, unless=applies & sheet.any(lacks) if lacks else None)
    if terms.every_day_missing or lacks:
        undetermined.append(name)


def _lay_down_own_share(sheet: Sheet, terms: Terms, granted: Any, undetermined: list[str]) -> None:
    """Lay down the own share of what is left after the frame; where it applies and is not known, null."""
    name, above, of = "amount_own_share_ore", 0 - granted.grant_frame, sheet.number.of
    if "own_share_bp" not in terms.missing:
        sheet.put(name, of(0 - own_share.amount(terms, granted, above)))
        return
    in_doubt = [sheet.is_null(each) for each in undetermined if each != "amount_grant_frame_ore"]
    sheet.put(name, of(0), unless=sheet.any([(own_share.base(granted, above) > 0).holds, *in_doubt]))
    undetermined.append(name)


def _lacks(rule: Rule, sheet: Sheet, facts: Any, terms: Terms, undetermined: list[str]) -> list[Any]:
    """The conditions on which something of the row itself is missing to reckon a line with something that counts."""
    if rule.id == "facilitation":
        return [sheet.is_null(name) for name in undetermined] if terms.facilitation_of_granted else _frame_lacks(facts, terms)
    return [(facts.centrality_known < 1).holds] if rule.id == "additional-elements" else []


def _frame_lacks(facts: Any, terms: Terms) -> list[Any]:
    """The conditions on which the grant frame is not known: a role has months, and its yearly frame is missing."""

    def months(roles: Iterable[DoctorRole]) -> Any:
        together: Any = sum(getattr(facts, MONTHS[role][0]) for role in roles)
        return (together > 0).holds

    lacking = [months(terms.frame_missing)] if terms.frame_missing else []
    in_window = [months(terms.window_frame_missing) & (facts.in_window > 0).holds] if terms.window_frame_missing else []
    return lacking + in_window
