"""ZEN engine: the rules as a decision graph of one expression node, loaded once and evaluated by its key.

Its numbers are decimals, so that whole numbers of this size stay exact. Asked by its key, an engine with a static loader takes the graph
that it has compiled; asked through a decision object it is many times slower. Both ways are measured.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from .setting import (
    ADDITIONAL,
    FACILITATION,
    GRANT_FRAME,
    LEARNING,
    MONTHS,
    MUNICIPAL,
    OWN_SHARE,
    PRACTICE,
    PRODUCTIVITY,
    SUPERVISION,
    TOTAL,
    Figures,
)

KEY = "alis"


def _half_up(numerator: str, denominator: int) -> str:
    """A quotient of whole numbers, a half rounded up."""
    return numerator if denominator == 1 else f"floor((2 * ({numerator}) + {denominator}) / {2 * denominator})"


def expressions(figures: Figures) -> dict[str, str]:
    """An expression for each amount and what lies between; ``$.`` is what an expression before it gave."""
    price, unit = figures.supervision_price, figures.supervision_unit
    hours = f"min([absence_h100, max([{figures.absence_cap} - absence_used_h100, 0])])"
    at_rate = f"min([supervision_h100, max([{figures.supervision_cap} - supervision_used_h100, 0])]) * {price}"
    paid = f"supervision_ore * {unit} + supervision_unpriced_h100 * {price}"
    return {
        PRACTICE: f"min([{_half_up(f'{hours} * {figures.practice_price}', figures.practice_unit)}, claim_practice_compensation_ore])",
        LEARNING: f"min([expenses_ore, max([{figures.learning_cap} - expenses_used_ore, 0]), claim_learning_expenses_ore])",
        PRODUCTIVITY: f"min([productivity_ore, max([{figures.productivity_cap} - productivity_used_ore, 0]),"
        " claim_lower_productivity_ore])",
        SUPERVISION: f"min([{_half_up(f'min([{paid}, {at_rate}])', unit)}, claim_supervision_ore])",
        ADDITIONAL: _additional(figures),
        MUNICIPAL: "municipal_ore",
        "elements": f"$.{PRACTICE} + $.{LEARNING} + $.{PRODUCTIVITY} + $.{SUPERVISION}",
        **(_framed(figures) if figures.frame_known else _without_frame()),
        "state": f"$.elements + ($.{FACILITATION} ?? 0) + ($.{ADDITIONAL} ?? 0) + ($.{GRANT_FRAME} ?? 0)",
        OWN_SHARE: f"-({_half_up(f'$.state * {figures.own_share_bp}', 10_000)})" if figures.own_share_bp else "0",
        TOTAL: f"$.state + $.{OWN_SHARE}",
    }


def _additional(figures: Figures) -> str:
    if figures.additional_cap is None:
        return "additional_ore > 0 ? null : 0"
    amount = f"min([additional_ore, {figures.additional_cap}, claim_additional_elements_ore])"
    return f"additional_ore > 0 and centrality_known == 0 ? null : {amount}"


def _framed(figures: Figures) -> dict[str, str]:
    unit = figures.frame_unit
    most = _half_up("$.frame", unit * figures.facilitation_unit)
    above = _half_up(f"max([($.elements + $.{FACILITATION}) * {unit} - $.frame, 0])", unit)
    return {
        "frame": f"(months_regular_gp_bp + months_gp_locum_bp) * ({figures.frame_in_scheme} + in_window * {figures.frame_window})"
        f" + months_introductory_gp_bp * {figures.frame_in_scheme} + months_other_municipal_gp_bp * {figures.frame_every_role}",
        FACILITATION: f"min([facilitation_ore, {most}, claim_facilitation_ore])",
        GRANT_FRAME: f"has_frame == 0 ? 0 : -{above}",
    }


def _without_frame() -> dict[str, str]:
    touched = "($.elements > 0 or facilitation_ore > 0)"
    return {
        "held": f"{' + '.join(MONTHS)} > 0",
        FACILITATION: "$.held and facilitation_ore > 0 ? null : 0",
        GRANT_FRAME: f"$.held and has_frame > 0 and {touched} ? null : (has_frame == 0 or $.held ? 0 : -$.elements)",
    }


def graph(figures: Figures) -> dict[str, Any]:
    """The decision graph."""
    place = {"x": 0, "y": 0}
    content = {
        "expressions": [{"id": key, "key": key, "value": value} for key, value in expressions(figures).items()],
        "passThrough": False,
        "inputField": None,
        "outputPath": None,
        "executionMode": "single",
    }
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "facts", "position": place},
            {"id": "lines", "type": "expressionNode", "name": "lines", "position": place, "content": content},
            {"id": "out", "type": "outputNode", "name": "amounts", "position": place},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "lines", "type": "edge"},
            {"id": "2", "sourceId": "lines", "targetId": "out", "type": "edge"},
        ],
    }


class Zen:
    """An engine with the graph, ready to be asked by key, or `by_decision`."""

    def __init__(self, figures: Figures, *, by_decision: bool = False) -> None:
        zen: Any = import_module("zen")
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": {KEY: graph(figures)}}})
        self._decision = self._engine.get_decision(KEY) if by_decision else None

    def single(self, facts: Mapping[str, int]) -> dict[str, Any]:
        """Every amount of one row; one that is not determined is left out."""
        amounts: dict[str, Any] = self._evaluate(facts)["result"]
        return amounts

    def traced(self, facts: Mapping[str, int]) -> tuple[dict[str, Any], Any]:
        """Every amount of one row, and the trace: of every node what went in, came out, and each expression's value."""
        found = self._evaluate(facts, {"trace": True})
        return found["result"], found["trace"]

    def _evaluate(self, facts: Mapping[str, int], *options: Mapping[str, bool]) -> Any:
        return self._decision.evaluate(facts, *options) if self._decision else self._engine.evaluate(KEY, facts, *options)

    def batch(self, rows: Iterable[Mapping[str, int]]) -> list[dict[str, Any]]:
        """Every amount of many rows."""
        return [each["data"]["result"] for each in self._engine.evaluate_batch([{"key": KEY, "context": row} for row in rows])]
