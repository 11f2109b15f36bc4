"""Work and memory grow no faster than an input: counted, not timed."""

import json
import subprocess
import sys
import tracemalloc

import pytest

from tests.fuzzing.hostile import HOSTILE
from tests.support import ROOT

SIZES = (3_000, 6_000, 12_000)
PARTS = 4
MOST_BYTES = 100_000
MOST_MEMORY = 200
"""The most memory that reading takes, for each byte of the input; an archive unpacks to more."""


def grows_no_faster(least: int, middle: int, most: int) -> bool:
    """Whether work that is so much for an input, twice and four times as much of it, grows as the input does.

    What is added from the second to the third is twice what is added from the first to the second; it is four times that where work
    grows by the square. Where a larger input takes less work than a smaller one, the third is held against the second.
    """
    added = middle - least
    return most - middle <= (2.25 * added + 3_000 if added > 0 else 1.25 * middle)


@pytest.mark.parametrize("part", range(PARTS))
def test_work_grows_no_faster_than_the_input(part: int) -> None:
    names = list(HOSTILE)[part::PARTS]
    command = [sys.executable, "-m", "tests.fuzzing.work", *map(str, SIZES), *names]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    counts = json.loads(ran.stdout)
    assert list(counts) == names
    assert {name: each for name, each in counts.items() if not grows_no_faster(*each)} == {}


@pytest.mark.parametrize(("power", "fine"), [(1, True), (2, False)])
def test_a_square_would_be_seen(power: int, fine: bool) -> None:
    assert grows_no_faster(*(1_000_000 + (size // 10) ** power for size in SIZES)) == fine
    assert not grows_no_faster(1, 0, 100)


@pytest.mark.untraced
@pytest.mark.parametrize("name", [name for name in HOSTILE if not name.startswith("archive")])
def test_memory_is_bounded_by_the_input(name: str) -> None:
    made, run = HOSTILE[name]
    run(made(1_000))
    content = made(MOST_BYTES)
    tracemalloc.start()
    try:
        run(content)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY * MOST_BYTES
