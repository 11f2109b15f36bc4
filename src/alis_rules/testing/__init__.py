"""What others test with: strategies that draw cases, tables and facts, and the clauses as a suite for any implementation.

Install it with the extra, in a clone: ``python -m pip install '.[testing]'``. It has two parts.

**Strategies** for Hypothesis draw what the library works on. Those of a model type give objects of it: `positions`, `interruptions`,
`activities`, `supervisions`, `losses`, `costs`, `additional_elements`, `doctors`, `agreements`, `municipalities`, `claims`,
`used_before`, `supplied` and `readings`. `cases` gives whole cases and `case_documents` the same as the contract's JSON objects:
plausible ones, or with ``borders=True`` ones that crowd the days and amounts where something changes. `facts` gives the whole numbers
that the rules reckon with, `tables` tables that are not quite those shipped, `overlays` proposals to lay over them. `days`, `money`,
`hours` and `percents` are what all of them are made of.

**The suite** is a test class for each clause that shows in an answer. It asks an *adapter*: a function from the text of a case to the
text of the answer, both JSON as the contract has them. Without one it asks this library::

    pytest --pyargs alis_rules.testing --alis-adapter=package:function

`ask` puts a case to the adapter in use and gives its `Answer`; `refused` gives the pointers to what the adapter finds wrong with a case;
`own_answer` is the adapter of this library.

What stands here is stable within an `EDITION`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .adapters import Adapter, own_answer
    from .answers import Answer, AnswerCondition, AnswerLine, AnswerRecord, AnswerRemaining
    from .asking import ask, refused
    from .counted import facts
    from .numbers import days, hours, money, percents
    from .parts import (
        activities,
        additional_elements,
        agreements,
        claims,
        costs,
        doctors,
        interruptions,
        losses,
        municipalities,
        positions,
        readings,
        supervisions,
        supplied,
        used_before,
    )
    from .tabled import overlays, tables
    from .whole_cases import case_documents, cases

EDITION = "2"
"""The edition of the suite and of the strategies. A later one may fail an implementation that passed this one."""

_HOMES = {
    "adapters": ("Adapter", "own_answer"),
    "answers": ("Answer", "AnswerCondition", "AnswerLine", "AnswerRecord", "AnswerRemaining"),
    "asking": ("ask", "refused"),
    "whole_cases": ("case_documents", "cases"),
    "counted": ("facts",),
    "numbers": ("days", "hours", "money", "percents"),
    "parts": (
        "activities",
        "additional_elements",
        "agreements",
        "claims",
        "costs",
        "doctors",
        "interruptions",
        "losses",
        "municipalities",
        "positions",
        "readings",
        "supervisions",
        "supplied",
        "used_before",
    ),
    "tabled": ("overlays", "tables"),
}
"""Each module and the public names that live in it: read when first asked for, so that a pytest that never uses them reads nothing."""
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "EDITION",
    "Adapter",
    "Answer",
    "AnswerCondition",
    "AnswerLine",
    "AnswerRecord",
    "AnswerRemaining",
    "activities",
    "additional_elements",
    "agreements",
    "ask",
    "case_documents",
    "cases",
    "claims",
    "costs",
    "days",
    "doctors",
    "facts",
    "hours",
    "interruptions",
    "losses",
    "money",
    "municipalities",
    "overlays",
    "own_answer",
    "percents",
    "positions",
    "readings",
    "refused",
    "supervisions",
    "supplied",
    "tables",
    "used_before",
]


def __getattr__(name: str) -> Any:
    """A public name, from the module that it lives in. Raises ImportError where what it needs is not installed."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        value = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    except ModuleNotFoundError as error:
        raise ImportError(f"alis_rules.testing.{name} needs {error.name}: python -m pip install hypothesis pytest") from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
