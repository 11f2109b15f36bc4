"""A failing input made smaller, as long as it fails in the same way."""

import traceback
from collections.abc import Callable

Failure = tuple[str, str, int]
"""The type of an exception, and where it was raised: a file and a line."""
MOST_TRIES = 2_000
"""So that reducing ends soon."""


def failure_of(run: Callable[[bytes], None], data: bytes) -> Failure | None:
    """How an input fails; None where it does not."""
    try:
        run(data)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return type(error).__name__, last.filename, last.lineno or 0
    return None


def reduced(run: Callable[[bytes], None], data: bytes) -> bytes:
    """The smallest input found that fails as `data` does, by taking out ever smaller pieces of it."""
    wanted, tries = failure_of(run, data), 0
    size = len(data) // 2
    while wanted and size:
        at = 0
        while at < len(data) and tries < MOST_TRIES:
            without, tries = data[:at] + data[at + size :], tries + 1
            if failure_of(run, without) == wanted:
                data = without
            else:
                at += size
        size //= 2
    return data
