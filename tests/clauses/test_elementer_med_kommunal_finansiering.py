"""Elementer med kommunal finansiering (T61-T62)."""

import pytest

from alis_rules import Status
from alis_rules.testing.asking import listed_conditions, status
from alis_rules.testing.clauses import test_elementer_med_kommunal_finansiering as published
from alis_rules.testing.clauses.test_elementer_med_kommunal_finansiering import TestT61
from alis_rules.testing.documents import cost
from tests.support import evaluated

__all__ = ["TestT61"]

RULE = "municipal-elements"


class TestT62(published.TestT62):
    """T62 as it is published, and what more this library says of it."""

    @pytest.mark.parametrize(("purposes", "expected"), [
        (["bolig"], Status.MET),
        (["bolig", "flytting"], Status.MET),
        (["bolig", None], Status.NOT_STATED),
        ([""], Status.NOT_STATED),
    ])  # fmt: skip
    def test_the_condition_asks_what_each_is_for(self, purposes: list[str | None], expected: Status) -> None:
        result = evaluated(municipal=[cost("2025-09-10", 100, purpose=purpose) for purpose in purposes])
        assert status(result, "municipal-purpose") is expected
        assert "T62" in listed_conditions(result)["municipal-purpose"].clauses

    def test_without_municipal_elements_nothing_is_asked(self) -> None:
        assert "municipal-purpose" not in listed_conditions(evaluated())
