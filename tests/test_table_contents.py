"""What every table is known to hold, value by value; and of the municipalities what SSB's edition of 2024 says as a whole."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from alis_rules.archive import archived
from alis_rules.rates_files import rates_directory, table_files
from tests import table_contents
from tests.table_contents import contents, edition_problems, known, unlike_known

FILES: Mapping[str, bytes] = table_files(rates_directory())
RELEASED = archived(rates_directory())


def _rows(name: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(FILES[f"municipalities/{name}.csv"].decode(), newline=""))]


PLACES, RENUMBERED = _rows("2024"), _rows("renumbered-2024")


def test_every_table_holds_what_is_known_of_it() -> None:
    """Where a table was changed on purpose: ``python -m tests.table_contents`` writes down what it holds now."""
    assert unlike_known(FILES) == []


def test_every_table_is_known() -> None:
    assert {key for key in contents(FILES) if not key.startswith(("about.toml", "fee-rate.toml"))} <= set(known())
    assert {key.partition(",")[0] for key in known()} == set(FILES)


@pytest.mark.parametrize("name", sorted(FILES))
def test_a_change_of_any_table_is_seen(name: str) -> None:
    text = FILES[name].decode()
    changed = re.sub('Haram|Helsedirektoratets|(?<=value = )1375|(?<=standing = )"official"|(?<=kind = )"duty"', "5", text)
    assert changed != text
    assert {key.partition(",")[0] for key in unlike_known({**FILES, name: changed.encode()})} == {name}


def test_layout_is_no_content() -> None:
    assert unlike_known({name: content + b"\n# a remark\n" if name.endswith(".toml") else content for name, content in FILES.items()}) == []


def test_what_holds_now_is_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_contents, "KNOWN_AT", tmp_path / "known.json")
    table_contents.main()
    assert json.loads((tmp_path / "known.json").read_text("utf-8")) == known() == contents(FILES)


def test_the_edition() -> None:
    assert edition_problems(FILES, RELEASED) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version = "2026.1"', 'version = "2026.2"', "edition 2026.2 says what 2026.1 says"),
        ('version = "2026.1"', 'version = "next"', "version next is not a year and a number"),
        ("verified = 2026-11-21", "verified = 2026-11-22", "the edition was verified until 2026-11-21, not 2026-11-22"),
        ("verified = 2026-11-21", "verified = 2026-11-20", "the edition was verified until 2026-11-21, not 2026-11-20"),
    ],
)
def test_an_edition_that_is_wrong(old: str, new: str, said: str) -> None:
    """The version is the one that was released first, so that the example holds for every later one."""
    first = dict(RELEASED["2026.1"])
    about = first["about.toml"].decode()
    assert edition_problems(first, {"2026.1": first}) == []
    assert said in edition_problems({**first, "about.toml": about.replace(old, new).encode()}, {"2026.1": first})


def test_every_edition_looks_for_a_new_fee_rate() -> None:
    first = dict(RELEASED["2026.1"])
    earlier = first["fee-rate.toml"].replace(b"verified = 2026-11-21", b"verified = 2026-11-20")
    said = "an edition says until when the fee rate was looked for: 2026-11-21, not 2026-11-20"
    assert edition_problems({**first, "fee-rate.toml": earlier}, {}) == [said]


class TestMunicipalities:
    """SSB's classification of municipalities and index of centrality, both of 2024."""

    def test_as_many_as_there_were(self) -> None:
        assert len(PLACES) == len({row["number"] for row in PLACES}) == len({row["name"] for row in PLACES}) == 357

    def test_in_order(self) -> None:
        numbers = [row["number"] for row in PLACES]
        assert numbers == sorted(numbers)

    def test_fifteen_counties_of_one_name_each(self) -> None:
        counties = {(row["county_number"], row["county"]) for row in PLACES}
        assert len(counties) == len({number for number, _ in counties}) == 15
        assert all(row["number"].startswith(row["county_number"]) for row in PLACES)

    def test_how_many_are_of_each_class(self) -> None:
        assert Counter(row["centrality_class"] for row in PLACES) == {"1": 5, "2": 21, "3": 54, "4": 65, "5": 104, "6": 108}

    def test_the_class_follows_from_the_index(self) -> None:
        """From 925, 870, 775, 670 and 565 up; below that class 6. Oslo has the index 1000."""
        for row in PLACES:
            above = sum(int(row["centrality_index"]) >= border for border in (925, 870, 775, 670, 565))
            assert int(row["centrality_class"]) == 6 - above, row
        assert [row["name"] for row in PLACES if row["centrality_index"] == "1000"] == ["Oslo - Oslove"]

    def test_old_numbers(self) -> None:
        """113 new numbers for the same place, and Ålesund, which was divided in two."""
        assert Counter(row["kind"] for row in RENUMBERED) == {"renumbered": 113, "split": 2}
        assert [(row["number_2020"], row["number_2024"]) for row in RENUMBERED if row["kind"] == "split"] == [
            ("1507", "1508"),
            ("1507", "1580"),
        ]
        assert len({row["number_2020"] for row in RENUMBERED}) == 114
        assert len({row["number_2024"] for row in RENUMBERED}) == 115

    def test_where_old_numbers_lead(self) -> None:
        now = {row["number"]: row["name"] for row in PLACES}
        assert {row["number_2024"]: row["name_2024"] for row in RENUMBERED}.items() <= now.items()
        assert not {row["number_2020"] for row in RENUMBERED} & set(now)
        assert all(row["name_2020"] in row["name_2024"] for row in RENUMBERED if row["kind"] == "renumbered")
