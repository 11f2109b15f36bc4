"""Praktisk tilrettelegging (T54-T56): what the municipality does to support good training."""

from alis_rules.testing.clauses.test_praktisk_tilrettelegging import TestT54, TestT55
from tests.clauses.records import municipal_duty

__all__ = ["TestT54", "TestT55"]

RULE = "facilitation"
FRAME = {"grant_frame": {"fastlege": 400_000}}


class TestT56:
    """The municipality is encouraged to keep in touch with the regional ALIS and SamLIS office."""

    def test_the_duty_is_the_municipalitys(self) -> None:
        assert municipal_duty("regional-dialogue").clauses == ("T56",)
