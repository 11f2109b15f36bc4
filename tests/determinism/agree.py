"""Reckons the same cases in many environments and says where they differ: ``python tests/determinism/agree.py PYTHON…``.

Each Python given is one that the library is installed in; each reckons everything there is, under another hash seed, time zone and locale.
Nothing is printed but what was compared. The exit code is 1 where a result differs.
"""

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

PROGRAM = Path(__file__).with_name("digests.py")
AT_ONCE = 2
SEEDS = ("0", "1", "random")
ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns")
LOCALES = ("C", "nb_NO.UTF-8", "tr_TR.UTF-8")
"""Where the machine lacks one, the variable is set all the same: what reads it would still differ."""
MANNERS = (("-X", "utf8=0"), ("-X", "utf8=1", "-OO"), ("-X", "dev", "-bb", "-W", "error"))


class Environment(NamedTuple):
    """One way in which a process can be started. Only the last manner of three runs from another folder."""

    seed: str = SEEDS[0]
    zone: str = ZONES[0]
    locale: str = LOCALES[0]
    manner: tuple[str, ...] = ()

    def variables(self) -> dict[str, str]:
        """The variables of the process: those that are varied, and of this process's own only what it takes to start."""
        own = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
        varied = {"PYTHONHASHSEED": self.seed, "TZ": self.zone, "LC_ALL": self.locale, "LANG": self.locale, "LANGUAGE": self.locale[:2]}
        return own | varied | {"PYTHONCOERCECLOCALE": "0"}


ENVIRONMENTS = tuple(
    Environment(SEEDS[one], ZONES[two], LOCALES[(one + two) % 3], MANNERS[(one + 2 * two) % 3])
    for one, two in itertools.product(range(3), repeat=2)
)
"""Nine environments in which every two settings of different kinds meet: a Latin square stands in for all 81."""


def reckoned(python: str, environment: Environment, *, everything: bool = False) -> dict[str, str]:
    """What `python` gives in an environment: the digest of each result, of a few cases or of `everything`.

    Raises RuntimeError where the program does not end well.
    """
    command = [python, *environment.manner, str(PROGRAM), *(["--all"] if everything else [])]
    with tempfile.TemporaryDirectory() as elsewhere:
        folder = elsewhere if environment.manner == MANNERS[-1] else PROGRAM.parent
        done = subprocess.run(
            command, env=environment.variables(), cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
        )
    if done.returncode or done.stderr:
        raise RuntimeError(f"{python} in {environment} ended with {done.returncode}:\n{done.stderr}")
    lines = (line.partition("  ") for line in done.stdout.splitlines())
    return {name: sha256 for sha256, _, name in lines}


def all_reckoned(runs: Iterable[tuple[str, Environment]], *, everything: bool = False) -> list[dict[str, str]]:
    """What each of several runs gives, `AT_ONCE` of them at a time."""
    pythons, environments = zip(*runs, strict=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(partial(reckoned, everything=everything), pythons, environments))


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """The names of the results that two runs do not agree on, or that only one of them gave."""
    return (name for name in sorted(expected.keys() | found.keys()) if expected.get(name) != found.get(name))


def _main(pythons: list[str]) -> int:
    """Let each Python reckon, and compare with the first."""
    runs = list(zip(pythons, itertools.cycle(ENVIRONMENTS[::4]), strict=False))
    first, *others = all_reckoned(runs, everything=True)
    differing = 0
    for (python, environment), found in zip(runs[1:], others, strict=True):
        for name in differences(first, found):
            differing += 1
            sys.stderr.write(f"{python} in {environment} gives another result: {name}\n")
    sys.stdout.write(f"{len(first)} results, {len(runs)} environments, {differing} differences\n")
    return 1 if differing or not first else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
