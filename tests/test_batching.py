"""The batch: one answer a line, whatever stands in the way; never a half file, and the same bytes however often it was stopped."""

import datetime as dt
import errno
import io
import json
import os
import random
import stat
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import InvalidCase, aside, batching, cli_batch, evaluate, load_case, load_tables
from alis_rules.batching import Done, Job, Lines, one_by_one, run
from alis_rules.interchange import MAX_BYTES
from alis_rules.problems import problem
from alis_rules.testing import case_documents
from tests.commanding import run as command
from tests.support import CONTRACT_CASE, document

LINES = [b'{"a":%d}' % number if number % 4 else b"wrong" for number in range(20)]
"""Rows of which every fourth is wrong."""
GOOD = json.dumps(document()).encode()
BAD = b'{"schema": "alis-rules/case/1"}'


def _answer(content: bytes) -> dict[str, Any]:
    return evaluate(load_case(content)).to_json()


def _echo(content: bytes) -> dict[str, Any]:
    """An answer that costs little: a row that is an object is its own answer."""
    if not content.startswith(b"{"):
        load_case(content)
    return dict(json.loads(content))


def _job(folder: Path, *lines: bytes, errors: bool = True, **more: Any) -> Job:
    source = folder / "in.jsonl"
    source.write_bytes(b"\n".join(lines) + b"\n")
    answer = one_by_one(more.pop("answer", _echo))
    settings: dict[str, Any] = {"answer": answer, "save_every": 3, **more}
    return Job(reader=Lines(source), out=folder / "out.jsonl", errors=folder / "wrong.jsonl" if errors else None, **settings)


def _left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "in.jsonl"}


def _codes(error: pytest.ExceptionInfo[InvalidCase]) -> list[str]:
    return [each.code for each in error.value.errors]


BROKEN = st.sampled_from([BAD, b"{", b"\xff", b"[]", b"\xef\xbb\xbf{}", b"null", b'{"a":1,"a":2}', b"\x00", b"[" * 100_000])


class TestAnswers:
    @settings(max_examples=25)
    @given(st.lists(case_documents().map(lambda each: json.dumps(each, default=str).encode()) | BROKEN | st.just(b" \t"), max_size=6))
    def test_each_row_is_evaluated_or_told_with_its_line(self, lines: list[bytes]) -> None:
        answers: list[Any] = []
        errors: list[Any] = []
        for number, line in enumerate(lines, 1):
            try:
                if line.strip():
                    answers.append({"row": number, **evaluate(load_case(line)).to_json()})
            except InvalidCase as error:
                listed = [{"at": each.at, "code": each.code, "message": each.message} for each in error.errors]
                named = {} if error.reference is None else {"reference": error.reference}
                errors.append({"row": number, **named, "errors": listed})
        with TemporaryDirectory() as name:
            folder = Path(name)
            done = run(_job(folder, *lines, answer=_answer))
            left = _left(folder)
        assert (done.rows, done.failed) == (len(answers) + len(errors), len(errors))
        assert sorted(left) == ["out.jsonl", "wrong.jsonl"]
        assert [json.loads(line) for line in left["out.jsonl"].splitlines()] == answers
        assert [json.loads(line) for line in left["wrong.jsonl"].splitlines()] == errors

    def test_without_a_file_the_errors_are_said(self, tmp_path: Path) -> None:
        said: list[str] = []
        run(_job(tmp_path, b'{"a":"\xc3\xa6"}', b"", b"x", errors=False), say=said.append)
        assert _left(tmp_path) == {"out.jsonl": '{"row":1,"a":"æ"}\n'.encode()}
        assert [json.loads(each)["row"] for each in said] == [3]

    def test_an_empty_input_gives_an_empty_output(self, tmp_path: Path) -> None:
        assert run(_job(tmp_path)).rows == 0
        assert _left(tmp_path) == {"out.jsonl": b"", "wrong.jsonl": b""}

    def test_half_a_surrogate_pair_is_written_as_it_was_read(self, tmp_path: Path) -> None:
        run(_job(tmp_path, rb'{"a":"\ud800"}'))
        assert _left(tmp_path)["out.jsonl"] == rb'{"row":1,"a":"\ud800"}' + b"\n"

    @pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
    def test_a_line_may_be_as_long_as_a_document(self, tmp_path: Path, end: bytes) -> None:
        for extra, wrong in ((0, []), (1, [1]), (MAX_BYTES + 1, [1]), (3 * MAX_BYTES, [1])):
            job = _job(tmp_path)
            job.reader.path.write_bytes(b" " * (MAX_BYTES - len(GOOD) + extra) + GOOD + end + (GOOD + b"\n" if end else b""))
            said: list[str] = []
            done = run(evolve(job, errors=None, answer=one_by_one(_answer)), say=said.append)
            assert [json.loads(each)["row"] for each in said] == wrong
            assert done.rows == 1 + bool(end)
            assert done.end == job.reader.path.stat().st_size

    def test_a_line_cut_in_its_end_is_too_long_all_the_same(self, tmp_path: Path) -> None:
        said: list[str] = []
        run(_job(tmp_path, GOOD + b" " * (MAX_BYTES - len(GOOD)) + b"\r\r" + b"junk", answer=_answer, errors=False), say=said.append)
        assert "too-large" in said[0]

    def test_memory_does_not_grow_with_the_rows(self, tmp_path: Path) -> None:
        def peak(rows: int) -> int:
            job = _job(tmp_path, *[GOOD, b"", *[b"x"] * 8] * (rows // 10), answer=_answer, save_every=100)
            tracemalloc.start()
            run(job)
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return found

        peak(200)
        assert peak(2_000) * 1.2 > peak(4_000)


class TestNeverAHalfFile:
    @pytest.mark.parametrize("seed", range(12))
    @pytest.mark.parametrize("errors", [True, False])
    def test_the_result_is_the_same_however_often_it_is_interrupted(self, tmp_path: Path, seed: int, errors: bool) -> None:
        chance = random.Random(seed)  # noqa: S311  where to interrupt
        job = _job(tmp_path, *LINES, b"", b"  ", errors=errors)
        run(job)
        whole = _left(tmp_path)
        for name in whole:
            (tmp_path / name).write_bytes(b"before")
        for _ in range(3):
            stop_at = chance.randrange(len(LINES) + 1)

            def tell(done: Done, stop_at: int = stop_at) -> None:
                if done.rows >= stop_at:
                    raise KeyboardInterrupt

            with pytest.raises(KeyboardInterrupt):
                run(job, resume=True, tell=tell)
            assert all((tmp_path / name).read_bytes() == b"before" for name in whole)
        done = run(job, resume=True)
        assert (done.rows, done.failed) == (20, 5)
        assert _left(tmp_path) == whole

    @pytest.mark.parametrize("name", ["write", "fsync"])
    @pytest.mark.parametrize("room", range(9))
    def test_after_a_full_disk_the_goals_are_as_they_were_and_the_work_goes_on(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, room: int
    ) -> None:
        job = _job(tmp_path, *LINES)
        run(job)
        whole = _left(tmp_path)
        for goal in whole:
            (tmp_path / goal).write_bytes(b"before")
        with monkeypatch.context() as patched:
            _fill(patched, name, room)
            with pytest.raises(InvalidCase) as error:
                run(job)
        assert _codes(error) == ["unwritable-file"]
        assert "No space left" in str(error.value)
        assert all((tmp_path / goal).read_bytes() == b"before" for goal in whole)
        run(job, resume=True)
        assert _left(tmp_path) == whole

    def test_a_write_may_take_only_some_of_it(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write = os.write

        def some(handle: int, content: bytearray) -> int:
            return write(handle, bytes(content[:5]))

        monkeypatch.setattr(os, "write", some)
        monkeypatch.setattr(aside, "_CHUNK", 1)
        run(_job(tmp_path, b'{"a":1}', b'{"b":2}'))
        assert _left(tmp_path)["out.jsonl"] == b'{"row":1,"a":1}\n{"row":2,"b":2}\n'

    @pytest.mark.parametrize("stop_at", ["wrong.jsonl.part", "out.jsonl.part"])
    def test_what_stopped_while_moving_is_moved_later(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop_at: str) -> None:
        job = _job(tmp_path, *LINES)
        run(job)
        whole = _left(tmp_path)
        replace = Path.replace

        def stopping(path: Path, goal: Path) -> Path:
            if path.name == stop_at:
                raise KeyboardInterrupt
            return replace(path, goal)

        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", stopping)
            with pytest.raises(KeyboardInterrupt):
                run(job)
        assert run(job, resume=True).rows == 20
        assert _left(tmp_path) == whole

    def test_permissions_are_kept(self, tmp_path: Path) -> None:
        job = _job(tmp_path, *LINES)
        job.out.touch(mode=0o600)
        run(job)
        assert stat.S_IMODE(job.out.stat().st_mode) == 0o600

    def test_an_input_that_changes_under_way_is_refused(self, tmp_path: Path) -> None:
        job = _job(tmp_path, *LINES)

        def tell(done: Done) -> None:
            if done.rows == 10:
                with job.reader.path.open("ab") as file:
                    file.write(b"{}\n")

        with pytest.raises(InvalidCase) as error:
            run(job, tell=tell)
        assert _codes(error) == ["batch-input-changed"]
        assert not job.out.exists()

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        job = _job(tmp_path, *LINES)
        for wrong, code in (
            (evolve(job, out=tmp_path / "nowhere" / "out.jsonl"), "unwritable-file"),
            (evolve(job, reader=Lines(tmp_path / "nothing.jsonl")), "unreadable-file"),
        ):
            with pytest.raises(InvalidCase) as error:
                run(wrong)
            assert _codes(error) == [code]
        assert _left(tmp_path).keys() <= {"wrong.jsonl.part"}


def _fill(patched: pytest.MonkeyPatch, name: str, room: int) -> None:
    """A disk that is full after some writes: half of the write that does not fit goes in."""
    true: Callable[..., Any] = getattr(os, name)
    calls: Iterator[int] = iter(range(room))

    def call(handle: int, *content: bytearray) -> Any:
        if next(calls, None) is None:
            if content:
                true(handle, bytes(content[0][: len(content[0]) // 2]))
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return true(handle, *content)

    patched.setattr(os, name, call)


def _no_room(goal: Path, whole: Path) -> None:
    raise InvalidCase([problem("", "unwritable-file", path=goal.name, why="full")])


class TestResume:
    def _stopped(self, folder: Path, **more: Any) -> Job:
        job = _job(folder, *LINES, **more)

        def tell(done: Done) -> None:
            if done.rows == 10:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run(job, tell=tell)
        return job

    def test_without_it_the_work_starts_over(self, tmp_path: Path) -> None:
        job = self._stopped(tmp_path)
        started: list[Done] = []
        run(job, tell=started.append)
        assert [started[0].rows, len(started)] == [0, 21]

    def test_with_it_only_the_rest_is_done(self, tmp_path: Path) -> None:
        job = self._stopped(tmp_path)
        started: list[Done] = []
        run(job, resume=True, tell=started.append)
        assert [started[0].rows, len(started)] == [9, 12]

    def test_all_that_does_not_fit_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        job = self._stopped(tmp_path)
        monkeypatch.setattr(batching, "__version__", "0")
        job.reader.path.write_bytes(b"{}\n")
        with pytest.raises(InvalidCase) as error:
            run(evolve(job, tables=("another",), lang="nn"), resume=True)
        assert _codes(error) == ["batch-other-version", "batch-other-input", "batch-other-tables", "batch-other-options"]
        assert not job.out.exists()

    def test_without_the_file_for_errors_it_is_another_job(self, tmp_path: Path) -> None:
        with pytest.raises(InvalidCase) as error:
            run(evolve(self._stopped(tmp_path), errors=None), resume=True)
        assert _codes(error) == ["batch-other-options"]

    @pytest.mark.parametrize("name", ["out.jsonl.part", "wrong.jsonl.part"])
    @pytest.mark.parametrize("gone", [True, False])
    def test_a_part_that_is_gone_or_cut(self, tmp_path: Path, name: str, gone: bool) -> None:
        job = self._stopped(tmp_path)
        (tmp_path / name).unlink() if gone else (tmp_path / name).write_bytes(b"")
        with pytest.raises(InvalidCase) as error:
            run(job, resume=True)
        assert _codes(error) == ["batch-part"]
        assert name in str(error.value)

    @pytest.mark.parametrize(
        "change",
        [
            b"",
            b"{",
            b"[]",
            b"{}",
            b"\xff",
            b"[" * 100_000,
            {"rows": -1},
            {"failed": 11},
            {"rows": "many"},
            {"end": None},
            {"end": 10**9},
            {"number": 1},
            {"lengths": [1]},
            {"lengths": 5},
            {"lengths": [-1, 0]},
            {"whole": 1},
        ],
    )
    def test_a_damaged_note_is_refused(self, tmp_path: Path, change: Any) -> None:
        job = self._stopped(tmp_path)
        note = json.loads(job.progress.read_bytes())
        if isinstance(change, bytes):
            job.progress.write_bytes(change)
        else:
            note["done"] |= change
            job.progress.write_text(json.dumps(note), "utf-8")
        with pytest.raises(InvalidCase) as error:
            run(job, resume=True)
        assert _codes(error) == ["batch-progress"]

    def test_a_note_that_cannot_be_read(self, tmp_path: Path) -> None:
        job = _job(tmp_path)
        job.progress.mkdir()
        with pytest.raises(InvalidCase) as error:
            run(job, resume=True)
        assert _codes(error) == ["unreadable-file"]


# The command ----------------------------------------------------------------------------------------------------------


class TestCommand:
    def _run(self, folder: Path, *arguments: str, source: str = "in.jsonl", out: str = "out.jsonl") -> Any:
        return command("batch", str(folder / source), str(folder / out), *arguments)

    def test_answers_errors_and_one_line_at_the_end(self, tmp_path: Path) -> None:
        _job(tmp_path, json.dumps(CONTRACT_CASE).encode(), b"{", GOOD)
        ran = self._run(tmp_path, "--errors", str(tmp_path / "wrong.jsonl"))
        assert (ran.code, ran.out) == (1, "")
        assert ran.err == f"Saker lest: 3, med feil: 1. Svarene står i {(tmp_path / 'out.jsonl').as_posix()}.\n"
        left = _left(tmp_path)
        assert [json.loads(line)["total"] for line in left["out.jsonl"].splitlines()] == ["362317.19", "0.00"]
        error = json.loads(left["wrong.jsonl"])
        assert (error["row"], error["errors"][0]["code"]) == (2, "not-json")
        assert error["errors"][0]["message"].startswith("Dokumentet er ikke gyldig JSON")

    def test_errors_go_to_standard_error_without_a_file(self, tmp_path: Path) -> None:
        _job(tmp_path, b"{", GOOD)
        ran = self._run(tmp_path, "--lang", "en")
        assert ran.code == 1
        first, last = ran.err.splitlines()
        assert json.loads(first)["row"] == 1
        assert last.startswith("Cases read: 2, with errors: 1.")

    def test_the_options_are_those_of_an_evaluation(self, tmp_path: Path) -> None:
        later = json.dumps(document(call="2027", activities=[{"kind": "kurs", "date": "2026-09-10", "expenses": 500}]))
        proposal = tmp_path / "cap.toml"
        proposal.write_text(
            'name = "cap"\n[[value]]\nid = "learning-expenses"\nvalue = 9\nin_force_from = 2026-06-01\nsource = "x"\nchecked = 2026-11-21\n'
        )
        day, readings = dt.date(2027, 12, 31), {"grant-frame": "published"}
        tables = load_tables().overlay(proposal)
        _job(tmp_path, later.encode())
        options = ["--known-on", day.isoformat(), "--project", "--overlay", str(proposal), "--reading", "grant-frame=published"]
        for explain in (False, True):
            assert self._run(tmp_path, *options, *["--explain"] * explain).code == 0
            case = load_case(later, tables=tables, project=True)
            expected = evaluate(case, readings=readings, tables=tables, known_on=day, project=True, explain=explain).to_json()
            assert json.loads((tmp_path / "out.jsonl").read_bytes()) == {"row": 1, **expected}

    @pytest.mark.parametrize(
        "other", [["--explain"], ["--project"], ["--known-on", "2026-11-01"], ["--reading", "grant-frame=published"], ["--lang", "nn"]]
    )
    def test_with_other_options_work_does_not_go_on(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: list[str]) -> None:
        _job(tmp_path, GOOD)
        with monkeypatch.context() as patched:
            patched.setattr(batching, "moved", _no_room)
            assert self._run(tmp_path).code == 2
        assert self._run(tmp_path, "--resume", *other).code == 2
        assert not (tmp_path / "out.jsonl").exists()
        assert self._run(tmp_path, "--resume").code == 0

    def test_all_that_is_wrong_with_the_options_is_told(self, tmp_path: Path) -> None:
        _job(tmp_path, GOOD)
        ran = self._run(tmp_path, "--reading", "x", "--reading", "y=z", "--errors", str(tmp_path / "in.jsonl"), out="in.jsonl.part")
        assert ran.code == 2
        assert len(ran.err.splitlines()) == 5
        assert _left(tmp_path) == {}
        assert (tmp_path / "in.jsonl").read_bytes() == GOOD + b"\n"

    @pytest.mark.parametrize("link", ["in.jsonl", "hard.jsonl", "soft.jsonl", "./sub/../in.jsonl"])
    def test_the_output_is_not_the_input(self, tmp_path: Path, link: str) -> None:
        _job(tmp_path, GOOD)
        (tmp_path / "sub").mkdir()
        (tmp_path / "hard.jsonl").hardlink_to(tmp_path / "in.jsonl")
        (tmp_path / "soft.jsonl").symlink_to(tmp_path / "in.jsonl")
        ran = self._run(tmp_path, out=link)
        assert ran.code == 2
        assert (tmp_path / "in.jsonl").read_bytes() == GOOD + b"\n"

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        _job(tmp_path, GOOD)
        (tmp_path / "real.jsonl").touch()
        (tmp_path / "out.jsonl").symlink_to(tmp_path / "real.jsonl")
        assert self._run(tmp_path).code == 0
        assert (tmp_path / "out.jsonl").is_symlink()
        assert (tmp_path / "real.jsonl").stat().st_size > 0

    @pytest.mark.parametrize(("source", "out"), [("no.jsonl", "out.jsonl"), ("in.txt", "out.jsonl"), ("in.jsonl", "."), (".", "out.jsonl")])
    def test_what_cannot_be_read_or_written(self, tmp_path: Path, source: str, out: str) -> None:
        _job(tmp_path, GOOD)
        ran = self._run(tmp_path, source=source, out=out)
        assert (ran.code, ran.out) == (2, "")
        assert len(ran.err.splitlines()) >= 2
        assert _left(tmp_path) == {}

    def test_a_full_disk_leaves_something_to_go_on_from(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        _job(tmp_path, *[b"{"] * 2_500)
        with monkeypatch.context() as patched:
            _fill(patched, "fsync", 8)
            ran = self._run(tmp_path, "--errors", str(tmp_path / "wrong.jsonl"))
        assert ran.code == 2
        assert ran.err.splitlines()[-1].endswith("fortsett med --resume.")
        ran = self._run(tmp_path, "--errors", str(tmp_path / "wrong.jsonl"), "--resume")
        assert ran.code == 1
        assert (tmp_path / "wrong.jsonl").read_bytes().count(b"\n") == 2_500

    @pytest.mark.parametrize(("rows", "said"), [(1, "Avbrutt.\n"), (1_001, "fortsett med --resume.\n")])
    def test_an_interruption(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, said: str) -> None:
        _job(tmp_path, *[b"{"] * (rows - 1), GOOD)

        def interrupted(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(cli_batch, "evaluate", interrupted)
        ran = self._run(tmp_path, "--errors", str(tmp_path / "wrong.jsonl"))
        assert ran.code == 130
        assert ran.err.endswith(said)
        assert not (tmp_path / "out.jsonl").exists()

    @pytest.mark.parametrize("resume", [False, True])
    def test_a_bar_on_a_terminal(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, resume: bool) -> None:
        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        terminal = Terminal()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setenv("COLUMNS", "120")
        monkeypatch.setenv("TERM", "xterm")
        job = _job(tmp_path, b'{"[b]": 1}', GOOD)
        with cli_batch.shown_on(job, "nb") as shown:
            run(evolve(job, errors=None), resume=resume, tell=shown.tell, say=shown.say)
            shown.say("[b]wrong[/b]")
        told = terminal.getvalue()
        assert "2 saker" in told
        assert "100%" in told
        assert "[b]wrong[/b]" in told
