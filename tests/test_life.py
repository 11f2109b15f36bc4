"""The life of an agreement: every call that it meets, no day lost or doubled, the dates that matter, and the drawing of it."""

import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alis_rules import Case, InvalidCase, evaluate, life, load_case, load_tables, to_svg
from alis_rules.drawing import told
from alis_rules.explain.catalogue import LANGUAGES, catalogue
from alis_rules.readings import GapBetweenPosts, Readings
from alis_rules.testing import cases
from tests.commanding import run as command
from tests.support import ROOT, case, document

FIVE_YEARS = str(ROOT / "examples" / "five-years.json")
SVG = "{http://www.w3.org/2000/svg}"


def five_years() -> Case:
    return load_case(Path(FIVE_YEARS).read_text("utf-8"))


class TestCalls:
    def test_every_call_that_the_agreement_meets_in_order(self) -> None:
        assert [each.call for each in life(five_years()).entitlements] == ["2021", "2022", "2023", "2024", "2025", "2026"]

    def test_an_agreement_signed_in_a_call_meets_none_before_it(self) -> None:
        assert [each.call for each in life(case()).entitlements] == ["2025", "2026"]

    def test_an_agreement_that_has_ended_meets_none_after_it(self) -> None:
        away = [{"kind": "kommersiell-aktor", "from": "2025-05-25", "to": "2025-05-26"}]
        whole = life(case(interruptions=away))
        assert [each.call for each in whole.entitlements] == ["2025"]
        assert whole.date("ended-by-commercial-actor") == dt.date(2025, 5, 25)

    def test_five_years_used_up_meet_none_after_them(self) -> None:
        given = document(agreement__signed_on="2016-01-01", doctor__training_start="2016-01-01")
        given["positions"][0]["from"] = "2016-01-01"
        whole = life(load_case(json.dumps(given)))
        assert [each.call for each in whole.entitlements] == ["2021"]
        assert whole.date("limit") == dt.date(2020, 12, 31)

    def test_supervision_only_begins_with_the_first_post(self) -> None:
        whole = life(case(agreement={"kind": "veiledning"}))
        assert [each.call for each in whole.entitlements] == ["2025", "2026"]
        assert len(life(case(agreement={"kind": "veiledning"}, positions=[])).entitlements) == len(load_tables().calls)
        assert whole.date("signed") is None

    def test_claims_and_what_was_used_belong_to_the_own_call(self) -> None:
        records = [{"date": "2025-03-03", "hours": 4}, {"date": "2025-09-03", "hours": 4}]
        given = {"agreement__signed_on": "2024-09-01", "supervision": records, "used_before": {"supervision": {"hours": 57}}}
        whole = {each.call: each for each in life(case(**given)).entitlements}
        assert whole["2026"].facts.supervision_used_h100 == 5700
        assert whole["2025"].facts.supervision_used_h100 == 0

    def test_a_call_without_a_known_period_takes_the_period_of_the_case(self) -> None:
        given = document(call="2024", period={"from": "2023-09-01", "to": "2024-08-31"}, agreement__signed_on="2023-10-01")
        found = {each.call: each for each in life(load_case(json.dumps(given))).entitlements}
        assert found["2024"].period is not None
        assert list(found) == ["2024", "2025", "2026"]

    def test_another_reading(self) -> None:
        posts = [
            {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-02-01", "to": "2025-05-30"},
            {"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2025-06-10"},
        ]
        ended = life(case(positions=posts))
        assert ended.date("ended-by-gap") == dt.date(2025, 5, 31)
        assert [each.call for each in ended.entitlements] == ["2025"]
        paused = life(case(positions=posts), readings=Readings(gap_between_posts=GapBetweenPosts.PAUSES_AGREEMENT))
        assert paused.date("ended-by-gap") is None
        assert [each.call for each in paused.entitlements] == ["2025", "2026"]

    def test_a_case_of_no_call_is_refused(self) -> None:
        tables = load_tables()
        given = case()
        with pytest.raises(InvalidCase):
            life(given, tables=_without(tables, given.call or ""))


def _without(tables: Any, call: str) -> Any:
    from attrs import evolve

    return evolve(tables, calls={key: value for key, value in tables.calls.items() if key != call})


class TestMunicipalityNumbers:
    def _old(self, number: str) -> Case:
        given = document(call="2023", municipality__number=number, agreement__signed_on="2022-10-01", doctor__training_start="2022-01-01")
        given["positions"][0]["from"] = "2022-10-01"
        return load_case(json.dumps(given))

    def test_one_that_was_taken_over_is_carried_across(self) -> None:
        found = [(each.call, each.municipality.number) for each in life(self._old("3001")).entitlements]
        assert found == [("2023", "3001"), ("2024", "3001"), ("2025", "3101"), ("2026", "3101")]

    def test_one_that_was_split_is_an_error_that_names_both(self) -> None:
        with pytest.raises(InvalidCase, match="1508 Ålesund / 1580 Haram"):
            life(self._old("1507"))


@given(cases())
def test_of_its_own_call_it_says_what_evaluate_says(given: Case) -> None:
    assume(given.municipality.number != "1507")
    own = evaluate(given)
    found = [each for each in life(given).entitlements if each.call == own.call]
    assert found in ([own], [])
    assert found or own.total == 0 or given.agreement.signed_on is None


@given(st.dates(dt.date(2021, 7, 1), dt.date(2026, 5, 31)), st.sampled_from(["supervision", "facilitation"]))
def test_each_day_counts_in_one_call_and_no_other(day: dt.date, element: str) -> None:
    record = {"date": day.isoformat(), "hours": 1} if element == "supervision" else {"date": day.isoformat(), "amount": 1}
    posts = [{"role": "fastlege", "employment": "ansatt", "percent": 100, "from": "2021-07-01"}]
    start = {"agreement__signed_on": "2021-07-01", "doctor__training_start": "2021-01-01", "positions": posts}
    whole = life(case(**start, **{element: [record]}))
    counting = [each.call for each in whole.entitlements if each.records[0].counts]
    if day < dt.date(2022, 1, 1):
        assert counting == ["2021"]
    else:
        (call,) = counting
        first, last = load_tables().calls[call].bounds
        assert first <= day <= last


class TestDates:
    def test_of_five_years(self) -> None:
        whole = life(five_years())
        found = {(each.id, each.call): each.day for each in whole.dates}
        assert found["signed", None] == dt.date(2021, 6, 15)
        assert found["training-starts", None] == dt.date(2021, 3, 1)
        assert found["training-expected-to-end", None] == dt.date(2027, 6, 30)
        assert found["window-opens", None] == dt.date(2023, 2, 1)
        assert found["window-closes", None] == dt.date(2025, 1, 31)
        assert found["deadline", "2023"] == dt.date(2023, 9, 1)
        assert found["report-due", "2025"] == dt.date(2026, 4, 1)
        assert [each.day for each in whole.dates] == sorted(each.day for each in whole.dates)

    def test_the_limit_as_things_stand(self) -> None:
        # 1 826 days in five years from 2021-06-15, of which 596 at 80 % use 476.8; 305 days of leave and 181 of institution
        # service use none.
        used_by_2023 = dt.timedelta(days=596)
        first_at_full_time = dt.date(2021, 6, 15) + used_by_2023
        assert first_at_full_time == dt.date(2023, 2, 1)
        left = 1826 * 10 - 596 * 8
        last = first_at_full_time + dt.timedelta(days=-(-left // 10) - 1 + 305 + 181)
        assert life(five_years()).date("limit") == last == dt.date(2028, 2, 10)

    def test_the_end_of_the_training(self) -> None:
        assert life(case(doctor__training_end="2026-01-31")).date("training-ended") == dt.date(2026, 1, 31)

    def test_a_doctor_who_never_was_a_gp_has_no_window(self) -> None:
        posts = [{"role": "annet-legearbeid", "employment": "ansatt", "percent": 50, "from": "2025-02-01"}]
        whole = life(case(positions=posts, doctor={}))
        assert whole.date("window-opens") is None
        assert whole.date("training-starts") is None

    def test_a_post_of_no_percent_uses_no_years(self) -> None:
        posts = [{"role": "fastlege", "employment": "ansatt", "percent": 0, "from": "2025-02-01"}]
        assert life(case(positions=posts)).date("limit") is None

    def test_a_window_that_the_calendar_does_not_reach(self) -> None:
        whole = life(case(doctor__first_gp_date="9999-01-01"))
        assert whole.date("window-opens") == dt.date(9999, 1, 1)
        assert whole.date("window-closes") is None

    def test_the_next_deadline(self) -> None:
        whole = life(five_years())
        following = whole.next_deadline(dt.date(2023, 9, 2))
        assert following is not None
        assert (following.call, following.day) == ("2025", dt.date(2025, 8, 31))
        assert whole.next_deadline(dt.date(2025, 9, 1)) is None


class TestDrawing:
    """What holds of every drawing: tests/faults/test_drawings.py."""

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_it_is_told_in_words_for_those_who_do_not_see_it(self, lang: str) -> None:
        whole = life(five_years())
        root = ET.fromstring(to_svg(whole, lang=lang))  # noqa: S314  our own drawing
        assert root.findtext(f"{SVG}title") == catalogue(lang).say("life.title")
        described = root.findtext(f"{SVG}desc") or ""
        for each in whole.dates:
            assert told(each, catalogue(lang)) in described
        written = " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))
        for call in ("2022", "2023", "2025", "2026"):
            assert call in written
        assert catalogue(lang).say("life.counts") in written

    def test_what_ends_it(self) -> None:
        given = case(interruptions=[{"kind": "kommersiell-aktor", "from": "2025-05-25"}], agreement__signed_on="2025-05-20")
        drawn = to_svg(life(given))
        assert catalogue("nb").say("life.agency") in drawn
        assert f"{catalogue('nb').say('life.ended')}, 25." in drawn


class TestCommand:
    @pytest.fixture
    def run(self) -> Callable[..., tuple[int, str, str]]:
        return lambda *arguments: command("timeline", *arguments)

    def test_it_prints_the_dates_and_the_calls(self, run: Callable[..., tuple[int, str, str]]) -> None:
        code, out, err = run(FIVE_YEARS)
        assert (code, err) == (0, "")
        for text in ("15. juni 2021  Avtalen er signert (T06)", "Utlysning 2023: søknadsfrist", "52 440,00 kr", "ikke funnet"):
            assert text in out
        assert max(map(len, out.splitlines())) <= 80

    def test_it_draws(self, run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
        target = tmp_path / "life.svg"
        code, _, _ = run(FIVE_YEARS, "--svg", str(target), "--lang", "en")
        assert code == 0
        assert "Timeline of the ALIS agreement" in target.read_text("utf-8")

    def test_errors(self, run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document(call="2019")), "utf-8")
        code, out, err = run(str(path))
        assert (code, out) == (2, "")
        assert "/call: " in err

    def test_a_file_without_a_case(self, run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
        path = tmp_path / "none.jsonl"
        path.write_text("", "utf-8")
        code, out, err = run(str(path))
        assert (code, out) == (2, "")
        assert err

    def test_no_call_at_all(self, run: Callable[..., tuple[int, str, str]], tmp_path: Path) -> None:
        path = tmp_path / "case.json"
        path.write_text(json.dumps(document(agreement__signed_on="2026-08-01")), "utf-8")
        _, out, _ = run(str(path), "--lang", "en")
        assert "No call of the tables" in out
