"""What readers take on, and what they say of an input that is more than that, or that stands at the calendar's ends."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from alis_rules import InvalidCase, InvalidTables, Tables, evaluate, load_case, load_tables
from alis_rules.archive import MOST_UNPACKED, unpack
from alis_rules.fields import MAX_HINTS, MAX_PROBLEMS
from alis_rules.rates_files import MOST_ROWS, rates_directory, read_overlay, read_tables, table_files
from alis_rules.rates_toml import MAX_BYTES, MOST_PARTS
from alis_rules.receipts import receipt
from alis_rules.verifying import verify
from tests.support import CONTRACT_CASE, document

FILES = table_files(rates_directory())
CALL, ABOUT, FEES = "calls/2026.toml", "about.toml", "fee-rate.toml"


def problems_of(files: dict[str, bytes]) -> tuple[str, ...]:
    with pytest.raises(InvalidTables) as raised:
        read_tables(FILES | files)
    return raised.value.problems


def changed(name: str, *changes: tuple[str, str]) -> dict[str, bytes]:
    """One file with texts put in the place of others."""
    text = FILES[name].decode()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return {name: text.encode()}


def found(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidCase) as raised:
        load_case(text)
    return [(error.at, error.code) for error in raised.value.errors]


class TestProblems:
    """All problems are told, up to a thousand of one list or of the keys of one object."""

    @pytest.mark.parametrize("key", ["activities", "accept"])
    def test_of_a_list(self, key: str) -> None:
        of_each = [(f"/{key}/{index}", "wrong-type-text" if key == "accept" else "wrong-type-object") for index in range(MAX_PROBLEMS)]
        assert found(json.dumps(document(**{key: [1] * MAX_PROBLEMS}))) == of_each
        assert found(json.dumps(document(**{key: [1] * (MAX_PROBLEMS + 1)}))) == [*of_each, (f"/{key}", "too-many-problems")]

    def test_of_the_keys_of_an_object(self) -> None:
        of_each = [(f"/doctor/k{index}", "unknown-key") for index in range(MAX_PROBLEMS)]
        assert found(json.dumps(document(doctor={f"k{index}": 1 for index in range(MAX_PROBLEMS)}))) == of_each
        one_more = json.dumps(document(doctor={f"k{index}": 1 for index in range(MAX_PROBLEMS + 1)}))
        assert found(one_more) == [*of_each, ("/doctor", "too-many-problems")]

    def test_of_keys_that_are_there_twice(self) -> None:
        twice = ",".join(f'"k{index}":1,"k{index}":1' for index in range(MAX_PROBLEMS + 1))
        errors = found(json.dumps(document(doctor="@")).replace('"@"', f"{{{twice}}}"))
        assert [code for _, code in errors].count("duplicate-key") == MAX_PROBLEMS
        assert errors[-1] == ("/doctor", "too-many-problems")

    def test_hints_are_given_while_they_are_few(self) -> None:
        def near(count: int) -> str:
            with pytest.raises(InvalidCase) as raised:
                load_case(json.dumps(document(doctor={f"hpr_numbre{index}": 1 for index in range(count)})))
            return dict(raised.value.errors[0].params)["near"]

        assert near(MAX_HINTS) == "“hpr_number”"
        assert not near(MAX_HINTS + 1)


class TestReceipts:
    """The facts of a receipt."""

    def of_facts(self, facts: str) -> list[tuple[str, str]]:
        plain = json.loads(receipt(evaluate(load_case(json.dumps(CONTRACT_CASE)))))
        with pytest.raises(InvalidCase) as raised:
            verify(json.dumps({**plain, "facts": "@"}).replace('"@"', facts))
        return [(error.at, error.code) for error in raised.value.errors]

    def test_a_pointer_to_an_odd_key_has_its_escapes(self) -> None:
        assert self.of_facts('{"a/b~c": "1"}') == [("/facts/a~1b~0c", "unknown-key")]
        assert ("/facts/a~1b", "duplicate-key") in self.of_facts('{"a/b": "1", "a/b": "1"}')

    def test_a_known_fact_that_is_wrong(self) -> None:
        assert self.of_facts('{"absence_h100": 1}') == [("/facts/absence_h100", "wrong-type-text")]

    def test_no_more_problems_than_are_told(self) -> None:
        many = json.dumps({f"k{index}": "1" for index in range(MAX_PROBLEMS + 1)})
        errors = self.of_facts(many)
        assert len(errors) == MAX_PROBLEMS + 1
        assert errors[-1] == ("/facts", "too-many-problems")


class TestTables:
    """The table files."""

    @pytest.mark.parametrize("name", [ABOUT, CALL, FEES, "municipalities/2024.csv"])
    def test_larger_than_any_table(self, name: str) -> None:
        assert f"{name}: larger than 1 MB" in problems_of({name: b"#" * (MAX_BYTES + 1)})

    @pytest.mark.parametrize("part", ["a", '"a.\\"b"', "'a\"b'"])
    def test_a_key_of_many_parts(self, part: str) -> None:
        def key(parts: int) -> bytes:
            return f"[{' . '.join([part] * parts)}]\n".encode()

        assert problems_of({ABOUT: key(MOST_PARTS + 1)}) == (f"{ABOUT}: a key of more than {MOST_PARTS} parts",)
        assert not any("parts" in each for each in problems_of({ABOUT: key(MOST_PARTS)}))

    def test_nested_too_deep(self) -> None:
        assert problems_of({CALL: b"x = " + b"[" * 10_000}) == (f"{CALL}: not TOML: its values are nested too deep",)

    def test_more_rows_than_any_table(self) -> None:
        problems = problems_of({FEES: FILES[FEES] + b"[[value]]\n" * MOST_ROWS})
        assert any(each.startswith(f"{FEES}: has 10") and "only the first 1000" in each for each in problems)

    @pytest.mark.parametrize("name", ["calls/2027.csv", "calls/x.toml", "calls/old/2026.toml", "calls/2027.toml/x.toml"])
    def test_a_call_is_named_by_its_year(self, name: str) -> None:
        assert problems_of({name: FILES[CALL]}) == (f"{name}: a call's file is calls/<year>.toml",)

    def test_unknown_keys_are_hinted_at_while_they_are_few(self) -> None:
        def hint(count: int) -> str:
            keys = "".join(f"verifed{index} = 1\n" for index in range(count))
            return problems_of({ABOUT: keys.encode() + FILES[ABOUT]})[0].partition("near: ")[2]

        assert hint(MAX_HINTS) == "“verified”"
        assert hint(MAX_HINTS + 1) == "version, verified, sources"

    @pytest.mark.parametrize("huge", ["9" * 4_000, "0x" + "f" * 5_000, "-1"])
    def test_a_number_of_any_size(self, huge: str) -> None:
        (problem,) = problems_of(changed(CALL, ("value = 160", f"value = {huge}")))
        assert "is not a possible number of h" in problem

    @pytest.mark.parametrize("value", ["0x" + "f" * 5_000, "[1]", "{a = 1}", "true"])
    def test_an_id_of_any_type(self, value: str) -> None:
        assert any("unknown id" in each for each in problems_of(changed(CALL, ('id = "absence-hours"', f"id = {value}"))))

    @pytest.mark.parametrize("value", ["[]", "{}", "0", "false", "[1]"])
    @pytest.mark.parametrize("key", ["standing", "source"])
    def test_a_standing_or_a_source_of_any_type(self, key: str, value: str) -> None:
        old = {"standing": 'standing = "official"', "source": 'source = "template-2025"'}[key]
        (problem,) = problems_of(changed(CALL, (old, f"{key} = {value}")))
        assert f"{key} “" in problem

    def test_a_source_of_any_type_where_the_sources_are_not_read(self) -> None:
        problems = problems_of({ABOUT: b"x", **changed(CALL, ('source = "template-2025"', "source = [1]"))})
        assert any(each.startswith(CALL) and each.endswith("source is a text") for each in problems)

    def read(self, files: dict[str, bytes]) -> Tables:
        return read_tables(FILES | files)

    def test_a_call_without_an_end(self) -> None:
        """The calendar's last day has none after it."""
        tables = self.read(changed(CALL, ("value = 2026-05-31", "value = 9999-12-31")))
        assert str(tables.calls["2026"].bounds[1]) == "9999-12-31"
        later = load_case(json.dumps(document(call="2028")), tables=tables, project=True)
        assert evaluate(later, tables=tables, project=True).call == "2028"

    def test_a_call_from_the_calendars_first_day(self) -> None:
        text = FILES["calls/2022.toml"].decode()
        start = next(line for line in text.partition('id = "period-from"')[2].splitlines() if line.startswith("value = "))
        problems = problems_of({"calls/2022.toml": text.replace(start, "value = 0001-01-01", 1).encode()})
        assert all("a gap" in each for each in problems)

    def test_a_fee_rate_to_the_calendars_last_day(self) -> None:
        problems = problems_of(changed(FEES, ("in_force_from = 2005-01-01", "in_force_from = 2005-01-01\nin_force_to = 9999-12-31")))
        assert any("the row before it ends 9999-12-31" in each for each in problems)


ROW: dict[str, Any] = {"id": "own-share", "value": 1, "in_force_from": "2025-01-01", "source": "x", "checked": "2025-01-01"}
"""A row of a proposal."""


class TestProposals:
    """Proposals from a file, and as a mapping."""

    @pytest.mark.parametrize("source", [[1], {}, 0])
    def test_a_source_of_any_type(self, source: object) -> None:
        with pytest.raises(InvalidTables, match="source is a text"):
            read_overlay({"name": "x", "value": [ROW | {"source": source}]})

    def test_a_value_of_any_size(self) -> None:
        with pytest.raises(InvalidTables, match="too large or nested too deep"):
            read_overlay({"name": "x", "value": [ROW | {"value": 10**5_000}]})

    def test_half_a_character(self) -> None:
        with pytest.raises(InvalidTables):
            load_tables().overlay({"name": "\ud800", "value": [ROW | {"value": "\ud800"}]})


class TestArchives:
    """Archives of tables."""

    def packed(self, tmp_path: Path, content: bytes, way: int) -> Path:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", way) as into:
            into.writestr("about.toml", content)
        path = tmp_path / "2026.1.zip"
        path.write_bytes(made.getvalue())
        return path

    def test_no_more_is_unpacked_than_tables_hold(self, tmp_path: Path) -> None:
        assert unpack(self.packed(tmp_path, bytes(MOST_UNPACKED), zipfile.ZIP_DEFLATED)) == {"about.toml": bytes(MOST_UNPACKED)}
        with pytest.raises(InvalidTables, match="more than 10 MB"):
            unpack(self.packed(tmp_path, bytes(MOST_UNPACKED + 1), zipfile.ZIP_DEFLATED))

    @pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
    def test_packed_in_another_way(self, way: int, tmp_path: Path) -> None:
        with pytest.raises(InvalidTables, match="packed in another way"):
            unpack(self.packed(tmp_path, b"x", way))
