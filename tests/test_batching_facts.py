"""Files of facts in batches: the amounts of one row at a time, whatever else stands in the file; and never a half file."""

import csv
import datetime as dt
import errno
import io
import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import asdict, evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from alis_rules import Facts, InvalidCase, InvalidColumns, cli_batch, facts_csv, facts_parquet, load_tables
from alis_rules.batching import Done, Job, run
from alis_rules.facts import FACTS, NO_CLAIM
from alis_rules.facts_answering import MADE, of_facts
from alis_rules.facts_rows import CLAIMS, facts_schema
from alis_rules.magnitudes import TooLarge
from alis_rules.model import Supplied
from alis_rules.planning import LINES, RESULTS
from alis_rules.readings import DEFAULTS, chosen
from alis_rules.reckoning import bounds_of, reckon
from alis_rules.terms import terms_of
from alis_rules.testing import facts
from alis_rules.testing.parts import reading_row
from tests.commanding import run as command

pa: Any = import_module("pyarrow")
pq: Any = import_module("pyarrow.parquet")
TABLES = load_tables()
CALLS = tuple(TABLES.calls)
KINDS = ("parquet", "csv")
ONE = Facts(expenses_incurred_ore=9_000_00, expenses_ore=9_000_00, months_regular_gp_bp=120_000, held_regular_gp=1)
"""Facts that come to something."""

Row = dict[str, Any]


def _row(one: Facts, call: str | int = "2026", case: str = "A", **own: Any) -> Row:
    """A row of the facts table."""
    values = {name: None if name in CLAIMS and value == NO_CLAIM else value for name, value in asdict(one).items()}
    return {"case": case, "call": call, "municipality": "0301", "centrality_class": 1} | values | own


def _write(path: Path, rows: list[Row], *, names: list[str] | None = None, types: dict[str, Any] | None = None) -> Path:
    """Rows as a file of facts; all columns of the facts table where no names are given."""
    names = names or [str(name) for name in facts_schema().names]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(names)
            writer.writerows(["" if row[name] is None else row[name] for name in names] for row in rows)
        return path
    known = {**{each.name: each.type for each in facts_schema()}, **(types or {})}
    fields = [pa.field(name, known[name]) for name in names]
    pq.write_table(pa.Table.from_pylist(rows, pa.schema(fields)), path, row_group_size=2)
    return path


def _read(path: Path) -> list[Row]:
    """The rows of a file of answers, as whole numbers, truths and text."""
    if path.suffix == ".parquet":
        return [{name: value or "" if name == "basis" else value for name, value in row.items()} for row in pq.read_table(path).to_pylist()]
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[Row] = []
        for row in csv.DictReader(file, strict=True):
            found: Row = {name: value if name == "basis" else value or None for name, value in row.items()}
            for name, value in row.items():
                if name in FACTS or name in RESULTS or name == "centrality_class":
                    found[name] = {"true": True, "false": False}[value] if name == "complete" else int(value) if value else None
            rows.append(found)
        return rows


def _expected(one: Facts, call: str, options: dict[str, str] | None = None) -> list[Any]:
    """What the rules say of one row at a time."""
    terms = terms_of(TABLES, TABLES.calls[call], chosen(DEFAULTS, options or {}), Supplied(), ())
    reckoning = reckon(one, terms)
    return [*(line.amount for line in reckoning.lines), reckoning.total, *bounds_of(reckoning, one, terms), reckoning.complete]


def _nothing(facts: Any, **_: Any) -> Any:
    """Answers that cost little, where it is not they that are looked at."""
    numbers = pa.array([0] * facts.num_rows, pa.int64())
    return pa.table([*[numbers] * (len(RESULTS) - 1), numbers.cast(pa.bool_())], RESULTS)


def _quick(*job: Any, **more: Any) -> Job:
    """A job whose answers are nothing."""
    made = _job(*job, **more)
    answer: Any = made.answer
    return evolve(made, answer=evolve(answer, entitlements=_nothing))


def _job(source: Path, kind: str = "parquet", *, errors: bool = True, options: dict[str, str] | None = None, **more: Any) -> Job:
    out = source.with_name(f"out.{kind}")
    made = of_facts(source, out, TABLES, {"readings": chosen(DEFAULTS, options or {})})
    settings: dict[str, Any] = {**made, "errors": source.with_name("wrong.jsonl") if errors else None, **more}
    return Job(**settings)


def _wrong(folder: Path) -> list[Any]:
    lines = (folder / "wrong.jsonl").read_text("utf-8").splitlines()
    return [(each["row"], [(one["column"], one["code"]) for one in each["errors"]]) for each in map(json.loads, lines)]


def _left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith("in.")}


def _codes(error: pytest.ExceptionInfo[Any]) -> list[tuple[str, str]]:
    return [(each.at if isinstance(error.value, InvalidCase) else each.column, each.code) for each in error.value.errors]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of few rows."""
    _make_small(monkeypatch)


def _make_small(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(facts_parquet, "ROWS", 3)
    patched.setattr(facts_csv, "BLOCK", 250)


class TestAnswers:
    @pytest.mark.parametrize("source", KINDS)
    @pytest.mark.parametrize("kind", KINDS)
    @settings(max_examples=6)
    @given(st.lists(st.tuples(facts(), st.sampled_from(CALLS)), max_size=8), reading_row(), st.booleans())
    @example(many=[(ONE, "2026"), (ONE, "2025"), (ONE, "2026")], options={}, small=True)
    def test_each_row_is_reckoned_by_its_own_call(
        self, source: str, kind: str, many: list[tuple[Facts, str]], options: dict[str, str], small: bool
    ) -> None:
        rows = [_row(one, call, f"«{number}», \"'\n"[: 4 if source == "csv" else 9]) for number, (one, call) in enumerate(many)]
        with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patched:
            if small:
                _make_small(patched)
            path = _write(Path(name) / f"in.{source}", rows)
            done = run(_job(path, kind, options=options))
            found = _read(path.with_name(f"out.{kind}"))
            assert (path.with_name("wrong.jsonl")).read_bytes() == b""
            assert sorted(each.name for each in Path(name).iterdir()) == sorted([path.name, f"out.{kind}", "wrong.jsonl"])
        assert (done.rows, done.failed) == (len(rows), 0)
        assert [int(row["row"]) for row in found] == list(range(1, len(rows) + 1))
        assert [{name: row[name] for name in row if name not in MADE} for row in found] == rows
        assert [[row[name] for name in RESULTS] for row in found] == [_expected(one, call, options) for one, call in many]

    @pytest.mark.parametrize("source", KINDS)
    def test_the_columns_are_those_of_the_file_and_then_the_amounts(self, tmp_path: Path, source: str) -> None:
        names = ["place", *[name for name in FACTS if name not in CLAIMS], "basis", "call", "claim_supervision_ore", "note, own"]
        rows = [_row(ONE, place="Bodø") | {"note, own": note} for note in ('a "quoted", note', "=1+1", None, "", " x ", "5;5")]
        path = _write(tmp_path / f"in.{source}", rows, names=names, types={"place": pa.string(), "note, own": pa.string()})
        for kind in KINDS:
            run(_job(path, kind))
            found = _read(tmp_path / f"out.{kind}")
            assert list(found[0]) == ["row", *names, *RESULTS]
            assert [row["note, own"] or None for row in found] == [row["note, own"] or None for row in rows]
        types = {each.name: each.type for each in pq.read_schema(tmp_path / "out.parquet")}
        assert {types[name] for name in (*FACTS, *RESULTS) if name in types} == {pa.int64(), pa.bool_()}
        assert types["place"] == pa.string()

    @pytest.mark.parametrize("source", KINDS)
    def test_no_rows(self, tmp_path: Path, source: str) -> None:
        path = _write(tmp_path / f"in.{source}", [])
        for kind in KINDS:
            assert run(_job(path, kind)).rows == 0
            assert _read(tmp_path / f"out.{kind}") == []
        assert (tmp_path / "out.csv").read_text("utf-8").rstrip().split(",") == ["row", *facts_schema().names, *RESULTS]
        assert pq.read_schema(tmp_path / "out.parquet").names == ["row", *facts_schema().names, *RESULTS]

    @pytest.mark.parametrize("kind", KINDS)
    def test_other_types_of_parquet(self, tmp_path: Path, kind: str) -> None:
        claiming = evolve(ONE, claim_learning_expenses_ore=5)
        rows = [_row(ONE, 2026), _row(claiming, 2025), _row(ONE, 2026)]
        types = {
            "call": pa.int16(),
            "case": pa.dictionary(pa.int8(), pa.string()),
            "has_frame": pa.uint8(),
            "expenses_ore": pa.uint64(),
            "claim_supervision_ore": pa.null(),
        }
        run(_job(_write(tmp_path / "in.parquet", rows, types=types), kind))
        found = _read(tmp_path / f"out.{kind}")
        expected = [_expected(one, call) for one, call in ((ONE, "2026"), (claiming, "2025"), (ONE, "2026"))]
        assert [[row[name] for name in RESULTS] for row in found] == expected
        if kind == "parquet":
            assert pq.read_schema(tmp_path / "out.parquet").types[:3] == [pa.int64(), types["case"], types["call"]]

    def test_a_semicolon_a_mark_in_front_and_other_ends_of_lines(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "in.csv", [_row(ONE, case="a"), _row(ONE, case="b;")])
        text = path.read_text("utf-8").replace("b;", '"b;"').replace(",", ";").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.removesuffix("\r\n").encode())
        run(_job(path, "csv"))
        lines = (tmp_path / "out.csv").read_text("utf-8").split("\n")
        assert [line.split(";")[:2] for line in lines] == [["row", "case"], ["1", "a"], ["2", '"b'], [""]]
        assert {line.count(";") for line in lines[:2]} == {len(facts_schema().names) + len(RESULTS)}

    @pytest.mark.parametrize("group", [1, 2, 4, 100])
    def test_parquet_is_cut_alike_from_any_place(self, tmp_path: Path, small: None, group: int) -> None:
        table = pa.Table.from_pylist([_row(ONE, case=str(number)) for number in range(1, 11)], facts_schema())
        pq.write_table(table, tmp_path / "in.parquet", row_group_size=group)
        reader = _job(tmp_path / "in.parquet").reader
        pieces = [(each.end, each.content.table["case"].to_pylist()) for each in reader.pieces(0, 0)]
        assert [name for _, names in pieces for name in names] == [str(number) for number in range(1, 11)]
        for index, (end, _) in enumerate(pieces[1:], 2):
            assert [(each.end, each.content.table["case"].to_pylist()) for each in reader.pieces(end, end)] == pieces[index:]

    def test_memory_does_not_grow_with_the_rows(self, tmp_path: Path, small: None) -> None:
        def peak(rows: int) -> int:
            job = _quick(_write(tmp_path / "in.csv", [_row(ONE)] * rows), save_every=5)
            tracemalloc.start()
            run(job)
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return found

        peak(9)
        assert peak(30) * 1.2 > peak(60)


# Bad input ------------------------------------------------------------------------------------------------------------


class TestWrongRows:
    BAD: tuple[tuple[str, Any, str], ...] = (
        ("expenses_ore", -1, "negative"),
        ("expenses_ore", None, "column-null"),
        ("expenses_ore", 10**12, "column-beyond"),
        ("has_frame", 2, "column-not-flag"),
        ("claim_supervision_ore", -5, "negative"),
        ("claim_supervision_ore", 10**17, "column-beyond"),
        ("call", "2019", "unknown-call"),
        ("call", None, "column-null"),
    )
    BAD_TEXT = (
        *(
            ("expenses_ore", text, "column-not-whole")
            for text in ("1e3", "1.0", "0x1F", " 5", "+5", "fem", "٣", "1 000", "NaN", "-", "null")
        ),
        ("expenses_ore", "-7", "negative"),
        ("expenses_ore", "9" * 5_000, "column-beyond"),
        ("has_frame", "9" * 19, "column-not-flag"),
        ("claim_supervision_ore", "9" * 30, "column-beyond"),
        ("centrality_class", "7", "not-a-centrality-class"),
        ("centrality_class", "1.0", "not-a-centrality-class"),
        ("call", "x", "unknown-call"),
    )

    @pytest.mark.parametrize("source", KINDS)
    @pytest.mark.parametrize("at", [1, 4, 10])
    def test_a_bad_row_among_good_ones(self, tmp_path: Path, small: None, source: str, at: int) -> None:
        for column, value, code in self.BAD:
            rows = [_row(ONE, case=str(number)) for number in range(1, 11)]
            rows[at - 1][column] = value
            done = run(_quick(_write(tmp_path / f"in.{source}", rows)))
            assert (done.rows, done.failed) == (10, 1)
            assert _wrong(tmp_path) == [(at, [(column, code)])]
            assert [int(row["case"]) for row in _read(tmp_path / "out.parquet")] == [each for each in range(1, 11) if each != at]

    @pytest.mark.parametrize(("column", "text", "code"), BAD_TEXT)
    def test_text_that_is_no_whole_number(self, tmp_path: Path, column: str, text: str, code: str) -> None:
        run(_quick(_write(tmp_path / "in.csv", [_row(ONE), {**_row(ONE), column: text}, _row(ONE)])))
        assert _wrong(tmp_path) == [(2, [(column, code)])]
        assert len(_read(tmp_path / "out.parquet")) == 2

    def test_all_that_is_wrong_with_a_row_in_the_order_of_the_columns(self, tmp_path: Path) -> None:
        wrong = _row(ONE, "1999", absence_h100="x", in_window=5, claim_supervision_ore=-1, has_frame=None)
        run(_quick(_write(tmp_path / "in.csv", [wrong])))
        assert _wrong(tmp_path) == [
            (
                1,
                [
                    ("call", "unknown-call"),
                    ("absence_h100", "column-not-whole"),
                    ("in_window", "column-not-flag"),
                    ("has_frame", "column-null"),
                    ("claim_supervision_ore", "negative"),
                ],
            )
        ]

    def test_unsigned_numbers_of_64_bits(self, tmp_path: Path) -> None:
        types = {"claim_supervision_ore": pa.uint64(), "expenses_ore": pa.uint64()}
        rows = [_row(ONE, claim_supervision_ore=2**64 - 1), _row(evolve(ONE, expenses_ore=2**64 - 1)), _row(ONE)]
        run(_quick(_write(tmp_path / "in.parquet", rows, types=types)))
        assert _wrong(tmp_path) == [(1, [("claim_supervision_ore", "column-beyond")]), (2, [("expenses_ore", "column-beyond")])]

    LINES: tuple[tuple[bytes, list[str]], ...] = (
        (b"1,2,3", ["batch-csv-fields"]),
        (b"GOOD,4", ["batch-csv-fields"]),
        (b'"GOOD', ["batch-csv-quotes"]),
        (b'GOOD"', ["batch-csv-quotes"]),
        (b'a "b" c,GOOD', ["batch-csv-quotes"]),
        (b'"a"b,GOOD', ["batch-csv-quotes"]),
        (b"x\ry,GOOD", ["batch-csv-quotes"]),
        (b"\xff\xfe,GOOD", ["not-utf-8"]),
        (b"\x00", ["batch-csv-fields"]),
        (b"", []),
        (b"  ", []),
        (b"\r", []),
    )

    @pytest.mark.parametrize(("line", "codes"), LINES)
    @pytest.mark.parametrize("at", [1, 3, 5])
    @pytest.mark.parametrize("block", [500, 1 << 20])
    def test_a_broken_line_harms_no_other(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: bytes, codes: list[str], at: int, block: int
    ) -> None:
        monkeypatch.setattr(facts_csv, "BLOCK", block)
        path = _write(tmp_path / "in.csv", [_row(ONE, case=str(number)) for number in range(1, 5)])
        lines = path.read_bytes().removesuffix(b"\n").split(b"\n")
        lines.insert(at, line.replace(b"GOOD", lines[1]))
        path.write_bytes(b"\n".join(lines))
        done = run(_quick(path, "csv"))
        assert done.rows == 4 + len(codes)
        assert [(row, [code for _, code in found]) for row, found in _wrong(tmp_path)] == [(at, [code]) for code in codes]
        assert [row["case"] for row in _read(tmp_path / "out.csv")] == ["1", "2", "3", "4"]
        # and the next wrong row has the number of its line
        path.write_bytes(path.read_bytes() + b"\nlast")
        run(_quick(path, "csv"))
        assert _wrong(tmp_path)[-1][0] == 6

    @pytest.mark.parametrize("end", [b"\n", b""])
    def test_a_line_that_is_too_long(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: bytes) -> None:
        monkeypatch.setattr(facts_csv, "BLOCK", 500)
        monkeypatch.setattr(facts_csv, "MAX_BYTES", 1_500)
        path = _write(tmp_path / "in.csv", [_row(ONE)] * 2)
        path.write_bytes(path.read_bytes() + b"7" * 3_000_000 + end)
        assert run(_quick(path)).rows == 3
        assert _wrong(tmp_path) == [(3, [("", "batch-csv-long")])]
        if end:
            with path.open("ab") as file:
                file.write(b"x" * 1_999 + end + b"y")
            assert run(_quick(path)).rows == 5
            assert [row for row, _ in _wrong(tmp_path)] == [3, 4, 5]

    def test_without_a_file_the_errors_are_said(self, tmp_path: Path) -> None:
        said: list[str] = []
        path = _write(tmp_path / "in.csv", [_row(ONE, "x"), _row(ONE)])
        run(_quick(path, errors=False, lang="nb"), say=said.append)
        (each,) = map(json.loads, said)
        assert (each["row"], each["errors"][0]["column"]) == (1, "call")
        assert "utlysning" in each["errors"][0]["message"]


class TestWrongFiles:
    def _refused(self, path: Path, kind: str = "parquet") -> list[tuple[str, str]]:
        with pytest.raises((InvalidCase, InvalidColumns)) as error:
            run(_quick(path, kind))
        assert _left(path.parent).keys() <= {"out.csv.part", "wrong.jsonl.part"}
        return _codes(error)

    @pytest.mark.parametrize("source", KINDS)
    def test_columns(self, tmp_path: Path, source: str) -> None:
        names = [name for name in facts_schema().names if name not in ("call", "in_window", "claim_supervision_ore")]
        more = {"amount_total_ore": pa.int64(), "claim_supervison_ore": pa.int64()}
        rows = [_row(ONE, amount_total_ore=1, claim_supervison_ore=1)]
        path = _write(tmp_path / f"in.{source}", rows, names=[*names, *more], types=more)
        assert self._refused(path) == [
            ("amount_total_ore", "column-taken"),
            ("call", "column-missing"),
            ("in_window", "column-missing"),
            ("claim_supervison_ore", "column-unknown"),
        ]

    def test_a_column_twice(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "in.csv", [])
        path.write_text(path.read_text("utf-8").replace("\n", ",call,call\n"), "utf-8")
        assert self._refused(path) == [("call", "column-twice")]

    def test_types(self, tmp_path: Path) -> None:
        types = {"call": pa.float64(), "expenses_ore": pa.float64(), "claim_supervision_ore": pa.string(), "in_window": pa.bool_()}
        path = _write(tmp_path / "in.parquet", [], types=types)
        assert self._refused(path) == [
            ("call", "column-type-id"),
            ("expenses_ore", "column-type-whole"),
            ("in_window", "column-type-whole"),
            ("claim_supervision_ore", "column-type-whole"),
        ]

    def test_a_type_that_csv_has_no_text_for(self, tmp_path: Path) -> None:
        names = [*facts_schema().names, "own"]
        path = _write(tmp_path / "in.parquet", [_row(ONE, own=[1])], names=names, types={"own": pa.list_(pa.int8())})
        assert self._refused(path, "csv") == [("own", "column-not-csv")]
        run(_quick(path))
        assert _read(tmp_path / "out.parquet")[0]["own"] == [1]

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "batch-empty"),
            (b"\n\n", "batch-empty"),
            (b"\xef\xbb\xbf", "batch-empty"),
            ("case,call".encode("utf-16"), "not-utf-8"),
            (b'"case,call\n', "batch-csv-header"),
        ],
    )
    def test_a_csv_file_without_a_first_line(self, tmp_path: Path, content: bytes, code: str) -> None:
        path = tmp_path / "in.csv"
        path.write_bytes(content)
        assert self._refused(path) == [("", code)]

    @pytest.mark.parametrize("cut", [0, 3, 100, -1, -2_000])
    def test_a_parquet_file_that_is_cut(self, tmp_path: Path, cut: int) -> None:
        path = _write(tmp_path / "in.parquet", [_row(ONE)] * 9)
        path.write_bytes(path.read_bytes()[:cut])
        assert self._refused(path) == [("", "batch-damaged")]

    def test_a_parquet_file_damaged_in_its_midst(self, tmp_path: Path, small: None) -> None:
        path = _write(tmp_path / "in.parquet", [])
        pq.write_table(pa.Table.from_pylist([_row(ONE)] * 9, facts_schema()), path, row_group_size=2, write_page_checksum=True)
        content = bytearray(path.read_bytes())
        at = len(content) // 2
        content[at : at + 5_000] = b"\xff" * 5_000
        path.write_bytes(content[: path.stat().st_size])
        with pytest.raises(InvalidCase) as error:
            run(_quick(path))
        assert _codes(error) == [("", "batch-damaged")]
        assert not (tmp_path / "out.parquet").exists()

    def test_text_in_a_parquet_file_that_is_none(self, tmp_path: Path) -> None:
        table = pa.Table.from_pylist([_row(ONE)], facts_schema())
        none = pa.array([b"\xff"]).view(pa.string())
        pq.write_table(table.set_column(1, "call", none), tmp_path / "in.parquet")
        assert self._refused(tmp_path / "in.parquet", "csv") == [("", "batch-damaged")]

    @pytest.mark.parametrize("source", KINDS)
    def test_a_file_that_is_not_there(self, tmp_path: Path, source: str) -> None:
        assert self._refused(tmp_path / f"in.{source}") == [("", "unreadable-file")]
        (tmp_path / f"in.{source}").mkdir()
        assert [code for _, code in self._refused(tmp_path / f"in.{source}")] in (["unreadable-file"], ["batch-damaged"])

    def test_rates_that_64_bits_cannot_hold(self, tmp_path: Path) -> None:
        path = _write(tmp_path / "in.csv", [_row(ONE)])

        def too_large(*_: Any, **__: Any) -> None:
            raise TooLarge

        job = _job(path)
        answer: Any = job.answer
        job = evolve(job, answer=evolve(answer, entitlements=too_large))
        with pytest.raises(InvalidCase) as error:
            run(job)
        assert _codes(error) == [("", "batch-rates-too-large")]


# Never a half file ----------------------------------------------------------------------------------------------------

SOME = [_row(ONE if number % 4 else evolve(ONE, expenses_ore=10**12), case=str(number)) for number in range(16)]
"""Rows of which every fourth is wrong."""


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("kind", KINDS)
class TestNeverAHalfFile:
    @pytest.mark.parametrize("stop_at", [0, 1, 2, 3])
    def test_the_result_is_the_same_however_often_it_is_interrupted(self, tmp_path: Path, source: str, kind: str, stop_at: int) -> None:
        job = _quick(_write(tmp_path / f"in.{source}", SOME), kind, save_every=3)
        run(job)
        whole = _left(tmp_path)
        for name in whole:
            (tmp_path / name).write_bytes(b"before")
        for _ in range(2):
            calls = iter(range(stop_at))

            def tell(done: Done, calls: Iterator[int] = calls) -> None:
                if next(calls, None) is None:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                run(job, resume=True, tell=tell)
            assert all((tmp_path / name).read_bytes() == b"before" for name in whole)
        done = run(job, resume=True)
        assert (done.rows, done.failed) == (16, 4)
        assert _left(tmp_path) == whole

    @pytest.mark.parametrize("name", ["write", "fsync"])
    @pytest.mark.parametrize("room", [0, 2, 5])
    def test_after_a_full_disk_the_goals_are_as_they_were_and_the_work_goes_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, kind: str, name: str, room: int
    ) -> None:
        job = _quick(_write(tmp_path / f"in.{source}", SOME), kind, save_every=3)
        run(job)
        whole = _left(tmp_path)
        for goal in whole:
            (tmp_path / goal).write_bytes(b"before")
        with monkeypatch.context() as patched:
            _fill(patched, name, room)
            with pytest.raises(InvalidCase, match="No space left") as error:
                run(job)
        assert _codes(error) == [("", "unwritable-file")]
        assert all((tmp_path / goal).read_bytes() == b"before" for goal in whole)
        run(job, resume=True)
        assert _left(tmp_path) == whole

    @pytest.mark.parametrize("part", ["wrong.jsonl.part", "out.parquet.made", "out.csv.part"])
    def test_what_stopped_while_moving_is_moved_later(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, kind: str, part: str
    ) -> None:
        job = _quick(_write(tmp_path / f"in.{source}", SOME), kind)
        run(job)
        whole = _left(tmp_path)
        replace = Path.replace

        def stopping(path: Path, goal: Path) -> Path:
            if path.name == part:
                raise KeyboardInterrupt
            return replace(path, goal)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", stopping)
            if part == "wrong.jsonl.part" or kind in part:
                with pytest.raises(KeyboardInterrupt):
                    run(job)
        run(job, resume=True)
        assert _left(tmp_path) == whole


def test_a_disk_that_is_full_when_parquet_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None) -> None:
    job = _quick(_write(tmp_path / "in.csv", SOME))
    run(job)
    whole = _left(tmp_path)

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "out.parquet").write_bytes(b"before")
    with monkeypatch.context() as patched:
        patched.setattr(pq.ParquetWriter, "write_table", full)
        with pytest.raises(InvalidCase, match="No space left"):
            run(job)
    assert sorted(_left(tmp_path)) == ["out.parquet", "out.parquet.part", "out.parquet.progress", "wrong.jsonl", "wrong.jsonl.part"]
    assert (tmp_path / "out.parquet").read_bytes() == b"before"
    told: list[Done] = []
    run(job, resume=True, tell=told.append)
    assert (told[0].whole, told[-1].formed) == (True, told[0].lengths[-1])
    assert _left(tmp_path) == whole


def _fill(patched: pytest.MonkeyPatch, name: str, room: int) -> None:
    """A disk that is full after some writes."""
    true: Callable[..., Any] = getattr(os, name)
    calls: Iterator[int] = iter(range(room))

    def call(handle: int, *content: bytearray) -> Any:
        if next(calls, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return true(handle, *content)

    patched.setattr(os, name, call)


def test_a_process_that_is_killed(tmp_path: Path) -> None:
    for source, kind in (("csv", "parquet"), ("parquet", "csv")):
        folder = tmp_path / kind
        folder.mkdir()
        path = _write(folder / f"in.{source}", SOME)
        script = (
            "import os, signal, sys\n"
            "from pathlib import Path\n"
            "from alis_rules import facts_csv, facts_parquet, load_tables\n"
            "from alis_rules.batching import Job, run\n"
            "from alis_rules.facts_answering import of_facts\n"
            "facts_parquet.ROWS, facts_csv.BLOCK = 3, 250\n"
            "source, out, wrong = map(Path, sys.argv[1:])\n"
            "job = Job(**{**of_facts(source, out, load_tables(), {}), 'errors': wrong, 'save_every': 3})\n"
            "run(job, tell=lambda done: done.rows >= 10 and os.kill(os.getpid(), signal.SIGKILL))\n"
        )
        out = folder / f"out.{kind}"
        ran = subprocess.run([sys.executable, "-c", script, path, out, folder / "wrong.jsonl"], check=False)
        assert ran.returncode == -signal.SIGKILL
        assert not out.exists()
        with pytest.MonkeyPatch.context() as patched:
            _make_small(patched)
            job = _job(path, kind, save_every=3)
            started: list[Done] = []
            run(job, resume=True, tell=started.append)
            assert started[0].rows > 0
            found = _left(folder)
            run(job)
        assert _left(folder) == found


# The command ----------------------------------------------------------------------------------------------------------


class TestCommand:
    def _run(self, folder: Path, *arguments: str, source: str = "in.csv", out: str = "out.parquet") -> Any:
        return command("batch", str(folder / source), str(folder / out), *arguments)

    def test_answers_errors_and_one_line_at_the_end(self, tmp_path: Path) -> None:
        _write(tmp_path / "in.csv", [_row(ONE), _row(evolve(ONE, in_window=5))])
        ran = self._run(tmp_path, "--errors", str(tmp_path / "wrong.jsonl"))
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == f"Rader lest: 2, med feil: 1. Svarene står i {(tmp_path / 'out.parquet').as_posix()}.\n"
        assert json.loads((tmp_path / "wrong.jsonl").read_text("utf-8")) == {
            "row": 2,
            "errors": [{"column": "in_window", "code": "column-not-flag", "message": "«5» skal være 0 eller 1."}],
        }

    def test_the_options_are_those_of_an_evaluation(self, tmp_path: Path) -> None:
        facts = evolve(ONE, absence_incurred_h100=100_00, absence_h100=100_00)
        proposal = tmp_path / "cap.toml"
        proposal.write_text(
            'name = "cap"\n[[value]]\nid = "learning-expenses"\nvalue = 9\nin_force_from = 2026-06-01\nsource = "x"\nchecked = 2026-11-21\n'
        )
        _write(tmp_path / "in.csv", [_row(facts, "2027")])
        assert self._run(tmp_path).code == 1
        options = ["--project", "--overlay", str(proposal), "--reading", "grant-frame=published", "--known-on", "2027-12-31"]
        assert self._run(tmp_path, *options).code == 0
        tables = load_tables().overlay(proposal)
        call = tables.projected("2027", None)
        assert call is not None
        terms = terms_of(tables, call, chosen(DEFAULTS, {"grant-frame": "published"}), Supplied(), (), dt.date(2027, 12, 31))
        (row,) = _read(tmp_path / "out.parquet")
        assert [row[name] for name in LINES] == [line.amount for line in reckon(facts, terms).lines]
        assert row["amount_learning_expenses_ore"] == 9_00

    def test_with_another_reading_work_does_not_go_on(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        _write(tmp_path / "in.csv", [_row(ONE)])
        with monkeypatch.context() as patched:
            _fill(patched, "fsync", 2)
            ran = self._run(tmp_path)
        assert ran.code == 2
        assert ran.err.splitlines()[-1].endswith("fortsett med --resume.")
        assert self._run(tmp_path, "--resume", "--reading", "grant-frame=published").code == 2
        assert self._run(tmp_path, "--resume").code == 0
        assert sorted(each.name for each in tmp_path.iterdir()) == ["in.csv", "out.parquet"]

    @pytest.mark.parametrize(
        ("source", "out", "options", "said"),
        [
            ("in.csv", "out.csv", ["--explain"], "Fakta kan ikke forklares"),
            ("in.csv", "out.jsonl", [], ".parquet, .csv."),
            ("in.jsonl", "out.csv", [], "er .jsonl."),
            ("in.csv", "in.csv", [], "mer enn én gang"),
            ("in.csv", "out.csv", ["--reading", "x=y"], "x"),
            ("short.csv", "out.csv", [], "call: Kolonnen «call» mangler."),
        ],
    )
    def test_what_is_refused(self, tmp_path: Path, source: str, out: str, options: list[str], said: str) -> None:
        _write(tmp_path / "in.csv", [_row(ONE)])
        _write(tmp_path / "short.csv", [_row(ONE)], names=["case", *FACTS])
        (tmp_path / "in.jsonl").touch()
        ran = self._run(tmp_path, *options, source=source, out=out)
        assert (ran.code, ran.out) == (2, "")
        assert said in ran.err
        assert len(list(tmp_path.iterdir())) == 3

    def test_without_the_extra_it_says_what_to_install(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        _write(tmp_path / "in.csv", [_row(ONE)])
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        ran = self._run(tmp_path)
        assert ran.code == 2
        assert "python -m pip install narwhals pyarrow" in ran.err

    def test_a_bar_on_a_terminal(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("COLUMNS", "120")
        monkeypatch.setenv("TERM", "xterm")
        job = _job(_write(tmp_path / "in.parquet", [_row(ONE)] * 10))
        with cli_batch.shown_on(job, "nn", facts=True) as shown:
            run(job, tell=shown.tell, say=shown.say)
        told = terminal.getvalue()
        assert "10 rader" in told
        assert "Skriv Parquet-fila" in told
        assert told.count("100%") >= 2
