"""Oppgaver til kommunene (S07)."""

import pytest

from alis_rules.testing.asking import why_not


class TestS07:
    """The municipality is a registered training organisation, gives a whole training by an individual plan, and applies for the grant."""

    @pytest.mark.parametrize(("registered", "reasons"), [(True, set[str]()), (False, {"not-registered"})])
    def test_without_registration_there_is_no_grant(self, registered: bool, reasons: set[str]) -> None:
        assert why_not("2025-09-10", municipality__registered=registered) == reasons
