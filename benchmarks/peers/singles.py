"""One row at a time: the amounts from facts, and with an explanation."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from alis_rules import Case, evaluate
from alis_rules.explanation import explain
from alis_rules.facts_rows import CaseCounter
from alis_rules.reckoning import reckon

from .agreement import Disagreement
from .cases import varied_cases
from .entrants import SINGLES, plain_row, there, whole_amounts
from .measuring import Taken, Work, in_turns, said
from .rows import facts
from .setting import SETTINGS, TOTAL

ROWS = 400
ROUNDS = 9


def _each(work: Callable[[Any], object], of: Iterable[Any]) -> None:
    for one in of:
        work(one)


def _a_row(taken: dict[str, Taken]) -> dict[str, dict[str, float]]:
    """Microseconds a row."""
    return {name: {"least": each.least / ROWS * 1e6, "median": each.median / ROWS * 1e6} for name, each in taken.items()}


def amounts() -> dict[str, Any]:
    """Microseconds for the amounts of one row of facts, under each setting."""
    found: dict[str, Any] = {}
    ours = facts(ROWS)
    theirs = [plain_row(each) for each in ours]
    for setting in SETTINGS.values():
        works: dict[str, Work] = {}
        for name, single in SINGLES.items():
            if there(single.package) is not None:
                works[name] = partial(_each, single.ready(setting), ours if single.package == "alis-rules" else theirs)
        found[setting.name] = _a_row(in_turns(works, ROUNDS))
        said(f"single amounts, {setting.name}: {_told(found[setting.name])}")
    return found


def explained() -> dict[str, Any]:
    """Microseconds for an explained case: the library from a parsed case, and from its facts; the peers from its facts, traced."""
    setting = SETTINGS["determined"]  # the cases name the same reading of the frame, and have no additional element
    terms = setting.terms
    cases = varied_cases(ROWS)
    counter = CaseCounter()
    counts = [counter.counted(case)[1] for case in cases]
    rows = [plain_row(each.facts) for each in counts]

    def from_case(case: Case) -> object:
        return evaluate(case, explain=True).explanation

    def from_count(count: Any) -> object:
        return explain(count, terms, reckon(count.facts, terms))

    works: dict[str, Work] = {
        "evaluate": partial(_each, evaluate, cases),
        "evaluate-explained": partial(_each, from_case, cases),
        "explain-facts": partial(_each, from_count, counts),
    }
    for name, single in SINGLES.items():
        if single.traced and there(single.package) is not None:
            work = single.traced(setting)
            for case, row in zip(cases, rows, strict=True):
                given, right = dict(_totals(work(row)[0])), int(evaluate(case).total * 100)
                if given[TOTAL] != right:
                    raise Disagreement(f"{name}, traced: {given[TOTAL]}, not {right}")
            works[name] = partial(_each, work, rows)
    found = _a_row(in_turns(works, ROUNDS))
    said(f"explained: {_told(found)}")
    return found


def _totals(amounts: Any) -> Iterable[tuple[str, int | None]]:
    return ((TOTAL, whole_amounts(amounts)[-1]),)


def _told(found: dict[str, dict[str, float]]) -> str:
    return ", ".join(f"{name} {each['least']:.0f} µs" for name, each in found.items())
