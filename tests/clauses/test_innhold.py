"""Innhold (S15): what the scheme of 2021 held, and where it is now."""

from alis_rules.testing.clauses.test_innhold import TestS15

__all__ = ["TestS15"]
