"""Taking turns: every round runs each piece of work once, so that what disturbs the machine disturbs all alike."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import frozen

Work = Callable[[], object]
SLOW = 5.0
"""Seconds that one run of a piece of work by itself may take to be run again."""


@frozen
class Taken:
    """The seconds that a piece of work took."""

    least: float
    median: float


def in_turns(works: Mapping[str, Work], rounds: int, *, at_least: float = 0.0) -> dict[str, Taken]:
    """Run each piece of work once a round, until all rounds are done and `at_least` seconds passed.

    A round before that does not count, but for what takes so long in it that it is not run again.
    """
    first = {name: _timed(work) for name, work in works.items()}
    slow = {name: seconds for name, seconds in first.items() if seconds > SLOW and len(works) == 1}
    if slow:
        return {name: taken([seconds]) for name, seconds in slow.items()}
    seconds: dict[str, list[float]] = {name: [] for name in works}
    start = time.perf_counter()
    done = 0
    while done < rounds or time.perf_counter() - start < at_least:
        for name, work in works.items():
            seconds[name].append(_timed(work))
        done += 1
    return {name: taken(each) for name, each in seconds.items()}


def _timed(work: Work) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def taken(seconds: list[float]) -> Taken:
    """The least and the median of several."""
    ordered = sorted(seconds)
    return Taken(ordered[0], ordered[len(ordered) // 2])


def peak_bytes() -> int:
    """The most memory that this process has held.

    Read from the kernel's record of the process's own memory: what `resource.getrusage` gives is never less than what the process that
    started it held.
    """
    line = next(each for each in Path("/proc/self/status").read_text("ascii").splitlines() if each.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def said(what: str) -> None:
    """Tell how far the run is."""
    print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)
