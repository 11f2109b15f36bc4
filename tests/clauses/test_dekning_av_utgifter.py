"""Dekning av utgifter (T44-T46): expenses of learning activities."""

from alis_rules import ActivityKind
from alis_rules.testing.clauses import test_dekning_av_utgifter as published
from alis_rules.testing.clauses.drawn import LISTED
from alis_rules.testing.clauses.test_dekning_av_utgifter import TestT45, TestT46

__all__ = ["TestT45", "TestT46"]

RULE = "learning-expenses"


class TestT44(published.TestT44):
    """T44 as it is published, and what more this library says of it."""

    def test_this_is_the_list(self) -> None:
        assert [kind.value for kind in ActivityKind] == [*LISTED, "annet"]
