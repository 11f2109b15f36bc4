"""Exact, explained rules for what an ALIS agreement is entitled to from *Nasjonal ALIS og veiledning*.

One case in, the explained entitlement out::

    from alis_rules import evaluate, load_case

    entitlement = evaluate(load_case(text))

Everything public is here; each name is imported when it is first asked for, so that a program pays for what it uses.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .amounts import amounts_by
    from .bounds import TotalIs
    from .column_problems import ColumnProblem, InvalidColumns
    from .comparison import Comparison, Question, compare
    from .compiling import Amounts
    from .dataframes import entitlements, simulate
    from .effects import Effect, Group, Simulation, ValueChange
    from .entitlement import (
        Condition,
        Entitlement,
        Line,
        Note,
        OtherReading,
        Outcome,
        ReadingUsed,
        Recipients,
        RecordVerdict,
        Remaining,
        Status,
    )
    from .evaluation import evaluate
    from .explain.text import to_html, to_markdown, to_svg, to_text
    from .explanation import Contribution, Explanation, LineExplanation, Step
    from .facts import Facts
    from .facts_columns import facts_from_columns
    from .facts_rows import FactsColumn, facts_batches, facts_of, facts_schema, facts_table
    from .interchange import case_from_json, case_schema, case_to_json, dump_case, entitlement_from_json, entitlement_schema, load_case
    from .interpretations import Extreme, Sensitivity, other_readings, sensitivity
    from .ledger import Clause, clauses
    from .lifetime import KeyDate, Life, life
    from .magnitudes import TooLarge
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
    from .nearness import Change, Near, near
    from .obligations import Duties, Duty, duties
    from .openapi import openapi_schemas
    from .possibility import Extremity, Narrowing, Possible, Unknown, possible
    from .problems import InvalidCase, Problem
    from .quantities import Op, Quantity
    from .rates import InvalidTables, RateUsed, Tables, load_tables
    from .reaching import AtLeast, Full, Needed, needed
    from .readings import Readings
    from .reasons import Reason
    from .receipts import receipt
    from .reclaim import Repayment, RepaymentLine, repayment
    from .steps import Changed, ComparisonStep, LineChange, StepKind
    from .template import MissingField, completeness
    from .varying import Hindrance, Obstacle, Vary
    from .verifying import Deviation, Flaw, Verification, verify

__version__ = "0.1.0"

_HOMES = {
    "amounts": ("amounts_by",),
    "bounds": ("TotalIs",),
    "column_problems": ("ColumnProblem", "InvalidColumns"),
    "comparison": ("Comparison", "Question", "compare"),
    "compiling": ("Amounts",),
    "dataframes": ("entitlements", "simulate"),
    "effects": ("Effect", "Group", "Simulation", "ValueChange"),
    "entitlement": (
        "Condition", "Entitlement", "Line", "Note", "OtherReading", "Outcome", "ReadingUsed", "Recipients", "RecordVerdict",
        "Remaining", "Status",
    ),
    "evaluation": ("evaluate",),
    "explain.text": ("to_html", "to_markdown", "to_svg", "to_text"),
    "explanation": ("Contribution", "Explanation", "LineExplanation", "Step"),
    "facts": ("Facts",),
    "facts_columns": ("facts_from_columns",),
    "facts_rows": ("FactsColumn", "facts_batches", "facts_of", "facts_schema", "facts_table"),
    "interchange": (
        "case_from_json", "case_schema", "case_to_json", "dump_case", "entitlement_from_json", "entitlement_schema",
        "load_case",
    ),
    "interpretations": ("Extreme", "Sensitivity", "other_readings", "sensitivity"),
    "ledger": ("Clause", "clauses"),
    "lifetime": ("KeyDate", "Life", "life"),
    "magnitudes": ("TooLarge",),
    "model": (
        "Acceptable", "Activity", "ActivityKind", "AdditionalElement", "Agreement", "AgreementKind", "Case", "Claims", "Cost",
        "Doctor", "DoctorRole", "EmploymentModel", "Interruption", "InterruptionKind", "LowerProductivity", "Municipality",
        "Payer", "Period", "Position", "Split", "Standing", "Supervision", "Supplied", "SuppliedFrames", "UsedBefore",
        "UsedHours",
    ),
    "nearness": ("Change", "Near", "near"),
    "obligations": ("Duties", "Duty", "duties"),
    "openapi": ("openapi_schemas",),
    "possibility": ("Extremity", "Narrowing", "Possible", "Unknown", "possible"),
    "problems": ("InvalidCase", "Problem"),
    "quantities": ("Op", "Quantity"),
    "rates": ("InvalidTables", "RateUsed", "Tables", "load_tables"),
    "reaching": ("AtLeast", "Full", "Needed", "needed"),
    "readings": ("Readings",),
    "reasons": ("Reason",),
    "receipts": ("receipt",),
    "reclaim": ("Repayment", "RepaymentLine", "repayment"),
    "steps": ("Changed", "ComparisonStep", "LineChange", "StepKind"),
    "template": ("MissingField", "completeness"),
    "varying": ("Hindrance", "Obstacle", "Vary"),
    "verifying": ("Deviation", "Flaw", "Verification", "verify"),
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
    "Amounts",
    "AtLeast",
    "Case",
    "Change",
    "Changed",
    "Claims",
    "Clause",
    "ColumnProblem",
    "Comparison",
    "ComparisonStep",
    "Condition",
    "Contribution",
    "Cost",
    "Deviation",
    "Doctor",
    "DoctorRole",
    "Duties",
    "Duty",
    "Effect",
    "EmploymentModel",
    "Entitlement",
    "Explanation",
    "Extreme",
    "Extremity",
    "Facts",
    "FactsColumn",
    "Flaw",
    "Full",
    "Group",
    "Hindrance",
    "Interruption",
    "InterruptionKind",
    "InvalidCase",
    "InvalidColumns",
    "InvalidTables",
    "KeyDate",
    "Life",
    "Line",
    "LineChange",
    "LineExplanation",
    "LowerProductivity",
    "MissingField",
    "Municipality",
    "Narrowing",
    "Near",
    "Needed",
    "Note",
    "Obstacle",
    "Op",
    "OtherReading",
    "Outcome",
    "Payer",
    "Period",
    "Position",
    "Possible",
    "Problem",
    "Quantity",
    "Question",
    "RateUsed",
    "ReadingUsed",
    "Readings",
    "Reason",
    "Recipients",
    "RecordVerdict",
    "Remaining",
    "Repayment",
    "RepaymentLine",
    "Sensitivity",
    "Simulation",
    "Split",
    "Standing",
    "Status",
    "Step",
    "StepKind",
    "Supervision",
    "Supplied",
    "SuppliedFrames",
    "Tables",
    "TooLarge",
    "TotalIs",
    "Unknown",
    "UsedBefore",
    "UsedHours",
    "ValueChange",
    "Vary",
    "Verification",
    "__version__",
    "amounts_by",
    "case_from_json",
    "case_schema",
    "case_to_json",
    "clauses",
    "compare",
    "completeness",
    "dump_case",
    "duties",
    "entitlement_from_json",
    "entitlement_schema",
    "entitlements",
    "evaluate",
    "facts_batches",
    "facts_from_columns",
    "facts_of",
    "facts_schema",
    "facts_table",
    "life",
    "load_case",
    "load_tables",
    "near",
    "needed",
    "openapi_schemas",
    "other_readings",
    "possible",
    "receipt",
    "repayment",
    "sensitivity",
    "simulate",
    "to_html",
    "to_markdown",
    "to_svg",
    "to_text",
    "verify",
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
