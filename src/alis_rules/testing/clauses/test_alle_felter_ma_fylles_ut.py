"""Alle felter må fylles ut (T21): what of the agreement's text is missing."""

from hypothesis import strategies as st

from alis_rules.testing.asking import ask, refused
from alis_rules.testing.clauses.drawn import given
from alis_rules.testing.documents import Record, contract_case, document


def without(*places: tuple[str, str]) -> Record:
    """The case of the contract, which is filled in, without some texts."""
    found = contract_case()
    for outer, inner in places:
        found[outer].pop(inner)
    return found


class TestT21:
    """Every field of the agreement is filled in; the first day as GP or locum only where the doctor is one."""

    def test_without_municipality_percent_or_signing_there_is_no_case_at_all(self) -> None:
        broken = document(municipality={"registered": True}, agreement__signed_on=None)
        del broken["positions"][0]["percent"]
        assert set(refused(broken)) == {"/municipality/number", "/agreement/signed_on", "/positions/0/percent"}

    @given(
        places=st.sets(
            st.sampled_from([("agreement", "contact_person"), ("doctor", "name"), ("agreement", "title"), ("doctor", "hpr_number")])
        )
    )
    def test_empty_text_changes_no_amount(self, places: set[tuple[str, str]]) -> None:
        assert ask(without(*places)).total == ask(without()).total
