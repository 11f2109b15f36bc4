"""Exact, explained rules for what an ALIS agreement is entitled to from *Nasjonal ALIS og veiledning*.

One case in, the explained entitlement out:

>>> from alis_rules import evaluate, load_case
>>> entitlement = evaluate(load_case(text))  # doctest: +SKIP
"""

from .completeness import MissingField, completeness
from .entitlement import Entitlement, Line, Outcome, Recipients, Status
from .evaluation import evaluate
from .interchange import case_schema, case_to_json, dump_case, entitlement_schema, load_case
from .model import (
    AdditionalElement, Activity, ActivityKind, Agreement, AgreementKind, Case, Claims, Cost, Doctor, DoctorRole, EmploymentModel,
    Interruption, InterruptionKind, LowerProductivity, Municipality, Payer, Period, Position, Split, Standing, Supervision, Supplied,
    SuppliedFrames, UsedBefore, UsedHours,
)
from .problems import InvalidCase, Problem
from .rates import InvalidTables, Tables, load_tables
from .readings import Readings
from .timeline import Reason
