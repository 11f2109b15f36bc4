"""The rules, one module for each section of the agreement: what each line comes to, its clauses, rates and papers."""

from .additional_elements import RULE as ADDITIONAL_ELEMENTS
from .base import Deduction, Funding, Granted, Limit, Rule, Worked, work
from .facilitation import RULE as FACILITATION
from .grant_frame import RULE as GRANT_FRAME
from .learning_expenses import RULE as LEARNING_EXPENSES
from .lower_productivity import RULE as LOWER_PRODUCTIVITY
from .municipal_elements import RULE as MUNICIPAL_ELEMENTS
from .own_share import RULE as OWN_SHARE
from .practice_compensation import RULE as PRACTICE_COMPENSATION
from .supervision import RULE as SUPERVISION

RECORD_RULES = (
    PRACTICE_COMPENSATION,
    LEARNING_EXPENSES,
    LOWER_PRODUCTIVITY,
    SUPERVISION,
    FACILITATION,
    ADDITIONAL_ELEMENTS,
    MUNICIPAL_ELEMENTS,
)
"""The rules that yield a line from records, in the order of the entitlement: each sees the lines before it."""

DEDUCTIONS = (OWN_SHARE, GRANT_FRAME)
"""The rules that take something off, in the order of the entitlement."""

__all__ = ["DEDUCTIONS", "FACILITATION", "RECORD_RULES", "Deduction", "Funding", "Granted", "Limit", "Rule", "Worked", "work"]
