"""rule-engine: an expression for each amount, parsed once, evaluated one after the other, each seeing those before it.

Its numbers are decimals, so that whole numbers stay exact. It has no trace.
"""

from collections.abc import Mapping
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
    USED,
    Figures,
)


def _half_up(numerator: str, denominator: int) -> str:
    """A quotient of whole numbers, a half rounded up."""
    return numerator if denominator == 1 else f"(2 * ({numerator}) + {denominator}) // {2 * denominator}"


def expressions(figures: Figures) -> dict[str, str]:
    """An expression for each amount and what lies between."""
    price, unit = figures.supervision_price, figures.supervision_unit
    hours = f"$min([absence_h100, $max([{figures.absence_cap} - absence_used_h100, 0])])"
    at_rate = f"$min([supervision_h100, $max([{figures.supervision_cap} - supervision_used_h100, 0])]) * {price}"
    paid = f"supervision_ore * {unit} + supervision_unpriced_h100 * {price}"
    return {
        PRACTICE: f"$min([{_half_up(f'{hours} * {figures.practice_price}', figures.practice_unit)}, claim_practice_compensation_ore])",
        LEARNING: f"$min([expenses_ore, $max([{figures.learning_cap} - expenses_used_ore, 0]), claim_learning_expenses_ore])",
        PRODUCTIVITY: f"$min([productivity_ore, $max([{figures.productivity_cap} - productivity_used_ore, 0]),"
        " claim_lower_productivity_ore])",
        SUPERVISION: f"$min([{_half_up(f'$min([{paid}, {at_rate}])', unit)}, claim_supervision_ore])",
        **_additional(figures),
        MUNICIPAL: "municipal_ore",
        "elements": f"{PRACTICE} + {LEARNING} + {PRODUCTIVITY} + {SUPERVISION}",
        **(_framed(figures) if figures.frame_known else _without_frame()),
        "state": "elements + known_facilitation + known_additional + known_frame",
        OWN_SHARE: f"-({_half_up(f'state * {figures.own_share_bp}', 10_000)})" if figures.own_share_bp else "0",
        TOTAL: f"state + {OWN_SHARE}",
    }


def _additional(figures: Figures) -> dict[str, str]:
    if figures.additional_cap is None:
        return {"known_additional": "0", ADDITIONAL: "additional_ore > 0 ? null : 0"}
    amount = f"$min([additional_ore, {figures.additional_cap}, claim_additional_elements_ore])"
    unknown = "additional_ore > 0 and centrality_known == 0"
    return {"known_additional": f"{unknown} ? 0 : {amount}", ADDITIONAL: f"{unknown} ? null : known_additional"}


def _framed(figures: Figures) -> dict[str, str]:
    unit = figures.frame_unit
    most = _half_up("frame", unit * figures.facilitation_unit)
    above = _half_up(f"$max([(elements + {FACILITATION}) * {unit} - frame, 0])", unit)
    return {
        "frame": f"(months_regular_gp_bp + months_gp_locum_bp) * ({figures.frame_in_scheme} + in_window * {figures.frame_window})"
        f" + months_introductory_gp_bp * {figures.frame_in_scheme} + months_other_municipal_gp_bp * {figures.frame_every_role}",
        FACILITATION: f"$min([facilitation_ore, {most}, claim_facilitation_ore])",
        "known_facilitation": FACILITATION,
        GRANT_FRAME: f"has_frame == 0 ? 0 : 0 - ({above})",
        "known_frame": GRANT_FRAME,
    }


def _without_frame() -> dict[str, str]:
    return {
        "held": f"{' + '.join(MONTHS)} > 0",
        FACILITATION: "held and facilitation_ore > 0 ? null : 0",
        "known_facilitation": "0",
        "known_frame": "has_frame == 0 or held ? 0 : 0 - elements",
        GRANT_FRAME: "held and has_frame > 0 and (elements > 0 or facilitation_ore > 0) ? null : known_frame",
    }


class RuleEngine:
    """The parsed expressions, ready to be asked."""

    def __init__(self, figures: Figures) -> None:
        engine: Any = import_module("rule_engine")
        wanted = expressions(figures)
        kinds = dict.fromkeys((*USED, *wanted), engine.DataType.FLOAT)
        if "held" in wanted:
            kinds["held"] = engine.DataType.BOOLEAN
        context = engine.Context(resolver=engine.resolve_item, type_resolver=kinds)
        self._rules = [(name, engine.Rule(text, context=context)) for name, text in wanted.items()]

    def single(self, facts: Mapping[str, int]) -> dict[str, Any]:
        """Every amount of one row."""
        seen: dict[str, Any] = dict(facts)
        for name, rule in self._rules:
            seen[name] = rule.evaluate(seen)
        return seen
