"""Exact, explained rules for what an ALIS agreement is entitled to from *Nasjonal ALIS og veiledning*.

One case in, the explained entitlement out::

    from alis_rules import evaluate, load_case

    entitlement = evaluate(load_case(text))

Everything public is here; each name is imported when it is first asked for, so that a program pays for what it uses.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .entitlement import (
        Condition,
        Entitlement,
        Line,
        Note,
        Outcome,
        ReadingUsed,
        Recipients,
        RecordVerdict,
        Remaining,
        Status,
    )
    from .evaluation import evaluate
    from .explain.text import to_text
    from .interchange import (
        case_from_json,
        case_schema,
        case_to_json,
        dump_case,
        entitlement_from_json,
        entitlement_schema,
        load_case,
    )
    from .ledger import Clause, clauses
    from .lifetime import KeyDate, Life, life
    from .model import (
        Acceptable,
        Activity,
        ActivityKind,
        AdditionalElement,
        Agreement,
        AgreementKind,
        Case,
        Claims,
        Cost,
        Doctor,
        DoctorRole,
        EmploymentModel,
        Interruption,
        InterruptionKind,
        LowerProductivity,
        Municipality,
        Payer,
        Period,
        Position,
        Split,
        Standing,
        Supervision,
        Supplied,
        SuppliedFrames,
        UsedBefore,
        UsedHours,
    )
    from .obligations import Duties, Duty, duties
    from .problems import InvalidCase, Problem
    from .rates import InvalidTables, RateUsed, Tables, load_tables
    from .readings import Readings
    from .reclaim import Repayment, RepaymentLine, repayment
    from .sensitivity import OtherReading, other_readings
    from .template import MissingField, completeness
    from .timeline import Facts, Reason

__version__ = "0.1.0"

_HOMES = {
    "ledger": ("Clause", "clauses"),
    "template": ("MissingField", "completeness"),
    "obligations": ("Duties", "Duty", "duties"),
    "entitlement": (
        "Condition", "Entitlement", "Line", "Note", "Outcome", "ReadingUsed", "Recipients", "RecordVerdict", "Remaining", "Status",
    ),
    "evaluation": ("evaluate",),
    "explain.text": ("to_text",),
    "interchange": (
        "case_from_json", "case_schema", "case_to_json", "dump_case", "entitlement_from_json", "entitlement_schema", "load_case",
    ),
    "lifetime": ("KeyDate", "Life", "life"),
    "model": (
        "Acceptable", "Activity", "ActivityKind", "AdditionalElement", "Agreement", "AgreementKind", "Case", "Claims", "Cost",
        "Doctor", "DoctorRole", "EmploymentModel", "Interruption", "InterruptionKind", "LowerProductivity", "Municipality", "Payer",
        "Period", "Position", "Split", "Standing", "Supervision", "Supplied", "SuppliedFrames", "UsedBefore", "UsedHours",
    ),
    "problems": ("InvalidCase", "Problem"),
    "rates": ("InvalidTables", "RateUsed", "Tables", "load_tables"),
    "readings": ("Readings",),
    "reclaim": ("Repayment", "RepaymentLine", "repayment"),
    "sensitivity": ("OtherReading", "other_readings"),
    "timeline": ("Facts", "Reason"),
}  # fmt: skip
"""The module that each public name lives in."""

_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Acceptable",
    "Activity",
    "ActivityKind",
    "AdditionalElement",
    "Agreement",
    "AgreementKind",
    "Case",
    "Claims",
    "Clause",
    "Condition",
    "Cost",
    "Doctor",
    "DoctorRole",
    "Duties",
    "Duty",
    "EmploymentModel",
    "Entitlement",
    "Facts",
    "Interruption",
    "InterruptionKind",
    "InvalidCase",
    "InvalidTables",
    "KeyDate",
    "Life",
    "Line",
    "LowerProductivity",
    "MissingField",
    "Municipality",
    "Note",
    "OtherReading",
    "Outcome",
    "Payer",
    "Period",
    "Position",
    "Problem",
    "RateUsed",
    "ReadingUsed",
    "Readings",
    "Reason",
    "Recipients",
    "RecordVerdict",
    "Remaining",
    "Repayment",
    "RepaymentLine",
    "Split",
    "Standing",
    "Status",
    "Supervision",
    "Supplied",
    "SuppliedFrames",
    "Tables",
    "UsedBefore",
    "UsedHours",
    "__version__",
    "case_from_json",
    "case_schema",
    "case_to_json",
    "clauses",
    "completeness",
    "dump_case",
    "duties",
    "entitlement_from_json",
    "entitlement_schema",
    "evaluate",
    "life",
    "load_case",
    "load_tables",
    "other_readings",
    "repayment",
    "to_text",
]


def __getattr__(name: str) -> Any:
    """A public name, from the module that it lives in."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
