"""Kommunens oppgaver og plikter (T24-T25)."""

import pytest

from alis_rules import Status
from alis_rules.testing.asking import status
from alis_rules.testing.clauses import test_kommunens_oppgaver_og_plikter as published
from tests.clauses.records import municipal_duty
from tests.support import evaluated


class TestT24(published.TestT24):
    """T24 as it is published, and what more this library says of it."""

    def test_the_duty_is_the_municipalitys(self) -> None:
        assert "T24" in municipal_duty("training-organisation").clauses

    @pytest.mark.parametrize(("registered", "expected"), [(True, Status.MET), (False, Status.NOT_MET), (None, Status.NOT_STATED)])
    def test_the_condition_tells_what_is_known(self, registered: bool | None, expected: Status) -> None:
        assert status(evaluated(municipality__registered=registered), "registered") is expected


class TestT25(published.TestT25):
    """T25 as it is published, and what more this library says of it."""

    def test_the_duty_is_the_municipalitys(self) -> None:
        assert municipal_duty("cover-costs").clauses == ("T25",)
