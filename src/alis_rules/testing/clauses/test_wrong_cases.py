"""A wrong case has no entitlement but errors, all of them together, each with its place."""

from typing import Any

import pytest

from alis_rules.testing import refused
from alis_rules.testing.asking import refused_at
from alis_rules.testing.documents import activity, break_, cost, document, loss, post, supervised


class TestWrongCases:
    """What cannot be is an error, with its JSON Pointer (sections 2 and 8 of the contract)."""

    @pytest.mark.parametrize(("place", "parts"), [
        ("/lines", {"lines": []}),
        ("/municipality/number", {"municipality__number": "18"}),
        ("/municipality/centrality_class", {"municipality__centrality_class": 7}),
        ("/municipality/registered", {"municipality__registered": "ja"}),
        ("/doctor/first_gp_date", {"doctor__first_gp_date": "2025-02-29"}),
        ("/agreement/signed_on", {"agreement__signed_on": "20.05.2025"}),
        ("/positions/0/percent", {"positions": [post(percent=101)]}),
        ("/positions/0/to", {"positions": [post(first="2025-06-02", last="2025-06-01")]}),
        ("/positions/0/from", {"positions": [post(first="2025-13-01")]}),
        ("/interruptions/0/kind", {"interruptions": [break_("ferie", "2025-07-01")]}),
        ("/activities/0/absence_days", {"activities": [activity("2025-09-10", absence_hours=8, absence_days=1)]}),
        ("/activities/0/expenses", {"activities": [activity("2025-09-10", expenses="-0.01")]}),
        ("/activities/0/expenses", {"activities": [activity("2025-09-10", expenses="0.001")]}),
        ("/supervision/0/hours", {"supervision": [supervised("2025-09-10", "ti")]}),
        ("/supervision/0/cost", {"supervision": [supervised("2025-09-10", 1, cost=True)]}),
        ("/lower_productivity/0/to", {"lower_productivity": [loss("2025-06-02", "2025-06-01", 1)]}),
        ("/facilitation/0/amount", {"facilitation": [cost("2025-09-10", -1)]}),
        ("/readings/grant-frame", {"readings": {"grant-frame": "guess"}}),
    ])  # fmt: skip
    def test_it_is_an_error_with_its_place(self, place: str, parts: dict[str, Any]) -> None:
        assert refused_at(**parts) == {place}

    def test_positions_of_more_than_100_percent_are_an_error(self) -> None:
        assert refused_at(positions=[post(percent=60), post("annet-legearbeid", "ansatt", 41)]) == {"/positions/1/percent"}

    def test_all_errors_are_told_together(self) -> None:
        wrong = document(positions=[post(percent=101)], supervision=[supervised("2025-09-10", -1)], agreement__signed_on=None)
        assert set(refused(wrong)) == {"/positions/0/percent", "/supervision/0/hours", "/agreement/signed_on"}
