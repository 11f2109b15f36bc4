"""``python -m tests.mutation [rules|tables]``: make the mutants, judge them, tell the score.

It ends with 1 where a mutant survives that is not listed as equivalent, where a listed one is killed or can no longer be made, or where the
score is below 95 percent.
"""

import argparse
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from time import monotonic

from .equivalents import listed, stale
from .judging import NEAREST, TESTS, Expected, Verdict, expectations, judge, prepare
from .mutants import PACKAGE, Key, Mutant, mutants, unchanged

REQUIRED = ("rules/*.py", "timeline.py", "arithmetic.py")
"""The modules that the score is of."""
LEAST = 95
"""Percent of all mutants that are killed, at least."""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _files(only: str | None) -> list[str]:
    patterns = (only,) if only else REQUIRED
    return [
        name
        for pattern in patterns
        for name in sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))
        if fnmatch(name, pattern)
    ]


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {100 * part / whole:.1f} %" if whole else "0 of 0"


def _tell(name: str, verdicts: Sequence[Verdict], equivalent: int, seconds: float) -> None:
    by = Counter(verdicts)
    killed = len(verdicts) - by[Verdict.SURVIVED]
    _say(
        f"{name}: killed {_share(killed, len(verdicts))} ({by[Verdict.QUICK]} by the cases, {by[Verdict.TESTS]} by the tests); "
        f"equivalent {equivalent}; survived {by[Verdict.SURVIVED] - equivalent}; {seconds:.0f} s"
    )


def _tests_for(mutant: Mutant, equivalent: Set[Key], *, tests: bool) -> Sequence[Sequence[str]]:
    if not tests:
        return ()
    return NEAREST if mutant.key in equivalent else TESTS


def _judge(job: tuple[Mutant, Sequence[Sequence[str]]], expected: Sequence[Expected]) -> Verdict:
    return judge(job[0], expected, tests=job[1])


def _judged(jobs: Sequence[tuple[Mutant, Sequence[Sequence[str]]]], expected: Sequence[Expected], at_once: int) -> Iterator[Verdict]:
    """The verdicts in order; several at once are judged by as many processes, which fork a child for every mutant."""
    judging = partial(_judge, expected=expected)
    if at_once == 1:
        yield from map(judging, jobs)
    else:
        with multiprocessing.get_context("fork").Pool(at_once) as pool:
            yield from pool.imap(judging, jobs)


def rules(only: str | None, jobs: int, *, tests: bool = True) -> int:
    """Judge the mutants of the rules, or of the modules that `only` names."""
    prepare()
    entries, expected = listed(), [*expectations()]
    if judge(unchanged(), expected, tests=TESTS if tests else ()).killed:
        _say("a check fails on the library as it is: no mutant can be judged")
        return 1
    equivalent, wrong = {entry.key for entry in entries}, 0
    every: list[Verdict] = []
    alike, began = 0, monotonic()
    for file in _files(only):
        since, found = monotonic(), mutants(file)
        verdicts: list[Verdict] = []
        as_listed = 0
        work = [(mutant, _tests_for(mutant, equivalent, tests=tests)) for mutant in found]
        for mutant, verdict in zip(found, _judged(work, expected, jobs), strict=True):
            verdicts.append(verdict)
            if verdict.killed and mutant.key in equivalent:
                _say(f"listed as equivalent, but {verdict}: {mutant}")
                wrong += 1
            elif not verdict.killed and mutant.key in equivalent:
                as_listed += 1
            elif not verdict.killed:
                _say(f"survived: {mutant}")
                wrong += tests
        for entry in stale(entries, found):
            _say(f"listed as equivalent, but no longer made: {' | '.join(entry.key)}")
            wrong += 1
        _tell(file, verdicts, as_listed, monotonic() - since)
        every += verdicts
        alike += as_listed
    _tell("together", every, alike, monotonic() - began)
    enough = 100 * sum(verdict.killed for verdict in every) >= LEAST * len(every)
    return int(bool(wrong) or (tests and not enough) or not every)


def tables(only: str | None) -> int:
    """Judge the mutants of the tables, or of those whose name holds `only`."""
    from alis_rules.rates_files import rates_directory, table_files

    from .tables import killed_by, table_mutants

    files, began = table_files(rates_directory()), monotonic()
    survived = 0
    found: dict[str, Counter[str]] = {}
    for mutant in table_mutants(files, only or ""):
        by = killed_by(files, mutant)
        found.setdefault(mutant.file, Counter())[by] += 1
        if not by:
            _say(f"survived: {mutant.file}, {mutant.row}: {mutant.what}")
            survived += 1
    for file, ends in found.items():
        killed = f"{ends['facts']} refused or unlike the facts, {ends['contents']} by contents"
        _say(f"{file}: killed {_share(ends.total() - ends[''], ends.total())} ({killed})")
    whole = sum(ends.total() for ends in found.values())
    _say(f"together: killed {_share(whole - survived, whole)}; survived {survived}; {monotonic() - began:.0f} s")
    return int(bool(survived) or not whole)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge what the command line asks for; gives the exit status."""
    parser = argparse.ArgumentParser(prog=f"python -m {Path(__file__).parent.parent.name}.mutation", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("rules", "tables", "all"), default="all")
    parser.add_argument("--only", metavar="FILE", help="a module of the package (timeline.py, rules/*.py), or part of a table's name")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="how many mutants are judged at once")
    parser.add_argument("--cases-only", action="store_true", help="judge by the cases alone, which is quick: survivors are no failure then")
    given = parser.parse_args(arguments)
    status = 0
    if given.what in ("rules", "all"):
        status |= rules(given.only, given.jobs, tests=not given.cases_only)
    if given.what in ("tables", "all"):
        status |= tables(given.only)
    return status


if __name__ == "__main__":
    sys.exit(main())
