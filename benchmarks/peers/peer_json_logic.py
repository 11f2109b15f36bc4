"""JsonLogic, as panzi-json-logic carries it out: a tree for each amount, evaluated one after the other, each seeing those before it.

JsonLogic has no rounding and no names for what lies between, so that an operation of its own is added for a rounded quotient, as the
library provides for. It has no trace.
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
    Figures,
)

Tree = Any
"""A rule in JsonLogic: JSON."""


def _var(name: str) -> Tree:
    return {"var": name}


def _op(name: str, *arguments: Tree) -> Tree:
    return {name: list(arguments)}


def _half_up(numerator: Tree, denominator: int) -> Tree:
    """A quotient of whole numbers, a half rounded up."""
    return numerator if denominator == 1 else _op("half_up", numerator, denominator)


def _left(cap: int, used: str) -> Tree:
    """What is left of a cap."""
    return _op("max", _op("-", cap, _var(used)), 0)


def _least(amount: Tree, most: Tree, claim: str) -> Tree:
    return _op("min", amount, most, _var(claim))


def trees(figures: Figures) -> dict[str, Tree]:
    """A tree for each amount and what lies between."""
    price, unit = figures.supervision_price, figures.supervision_unit
    hours = _op("min", _var("absence_h100"), _left(figures.absence_cap, "absence_used_h100"))
    practice = _half_up(_op("*", hours, figures.practice_price), figures.practice_unit)
    at_rate = _op("*", _op("min", _var("supervision_h100"), _left(figures.supervision_cap, "supervision_used_h100")), price)
    paid = _op("+", _op("*", _var("supervision_ore"), unit), _op("*", _var("supervision_unpriced_h100"), price))
    state = _op("+", *map(_var, ("elements", FACILITATION, ADDITIONAL, GRANT_FRAME)))
    return {
        PRACTICE: _op("min", practice, _var("claim_practice_compensation_ore")),
        LEARNING: _least(_var("expenses_ore"), _left(figures.learning_cap, "expenses_used_ore"), "claim_learning_expenses_ore"),
        PRODUCTIVITY: _least(
            _var("productivity_ore"), _left(figures.productivity_cap, "productivity_used_ore"), "claim_lower_productivity_ore"
        ),
        SUPERVISION: _op("min", _half_up(_op("min", paid, at_rate), unit), _var("claim_supervision_ore")),
        ADDITIONAL: _additional(figures),
        MUNICIPAL: _var("municipal_ore"),
        "elements": _op("+", *map(_var, (PRACTICE, LEARNING, PRODUCTIVITY, SUPERVISION))),
        **(_framed(figures) if figures.frame_known else _without_frame()),
        "state": state,  # null counts as nothing, as in JavaScript
        OWN_SHARE: _op("-", _half_up(_op("*", _var("state"), figures.own_share_bp), 10_000)) if figures.own_share_bp else 0,
        TOTAL: _op("+", _var("state"), _var(OWN_SHARE)),
    }


def _additional(figures: Figures) -> Tree:
    some = _op(">", _var("additional_ore"), 0)
    if figures.additional_cap is None:
        return _op("if", some, None, 0)
    amount = _least(_var("additional_ore"), figures.additional_cap, "claim_additional_elements_ore")
    return _op("if", _op("and", some, _op("===", _var("centrality_known"), 0)), None, amount)


def _framed(figures: Figures) -> dict[str, Tree]:
    unit = figures.frame_unit
    as_gp = _op("+", figures.frame_in_scheme, _op("*", _var("in_window"), figures.frame_window))
    above = _op("max", _op("-", _op("*", _op("+", _var("elements"), _var(FACILITATION)), unit), _var("frame")), 0)
    return {
        "frame": _op(
            "+",
            _op("*", _op("+", _var("months_regular_gp_bp"), _var("months_gp_locum_bp")), as_gp),
            _op("*", _var("months_introductory_gp_bp"), figures.frame_in_scheme),
            _op("*", _var("months_other_municipal_gp_bp"), figures.frame_every_role),
        ),
        FACILITATION: _least(_var("facilitation_ore"), _half_up(_var("frame"), unit * figures.facilitation_unit), "claim_facilitation_ore"),
        GRANT_FRAME: _op("if", _op("===", _var("has_frame"), 0), 0, _op("-", _half_up(above, unit))),
    }


def _without_frame() -> dict[str, Tree]:
    facilitated, framed = _op(">", _var("facilitation_ore"), 0), _op(">", _var("has_frame"), 0)
    touched = _op("or", _op(">", _var("elements"), 0), facilitated)
    above = _op("if", framed, _op("if", _var("held"), 0, _op("-", _var("elements"))), 0)
    return {
        "held": _op(">", _op("+", *map(_var, MONTHS)), 0),
        FACILITATION: _op("if", _op("and", _var("held"), facilitated), None, 0),
        GRANT_FRAME: _op("if", _op("and", _var("held"), framed, touched), None, above),
    }


def _rounded(_data: Any, numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


class JsonLogic:
    """The trees, ready to be asked."""

    def __init__(self, figures: Figures) -> None:
        apply: Any = import_module("json_logic.apply")
        builtins: Any = import_module("json_logic.builtins")
        self._apply = apply.apply
        self._operations = {**builtins.BUILTINS, "half_up": _rounded}
        self._trees = trees(figures)

    def single(self, facts: Mapping[str, int]) -> dict[str, Any]:
        """Every amount of one row."""
        seen: dict[str, Any] = dict(facts)
        for name, tree in self._trees.items():
            seen[name] = self._apply(tree, seen, self._operations)
        return seen
