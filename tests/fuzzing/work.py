"""How much work each hostile input is, counted and not timed: ``python -m tests.fuzzing.work`` writes it as JSON.

What is counted are the steps of Python's interpreter, so that the same input always counts the same; it is a process of its own, since
a test that is watched by coverage cannot be watched twice. What C code does in one step is not seen: see `hostile` for the seconds.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

from tests.fuzzing.hostile import HOSTILE


def steps(run: Callable[[], None]) -> int:
    """How many steps the interpreter takes to run something."""
    count = 0

    def step(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "opcode"
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        return step

    sys.settrace(step)
    try:
        run()
    finally:
        sys.settrace(None)
    return count


def counted(name: str, sizes: tuple[int, ...]) -> list[int]:
    """The steps that a hostile input of each size takes; what is remembered from one to the next is remembered before.

    Losses over few posts are looked up in another way than losses over many: theirs are larger.
    """
    made, run = HOSTILE[name]
    contents = [made(4 * size if "losses over posts" in name else size) for size in sizes]
    run(contents[0])
    return [steps(partial(run, content)) for content in contents]


def main(given: list[str]) -> None:
    """Write the counts of some hostile inputs, of all where none is named, for three sizes."""
    sizes, names = tuple(map(int, given[:3])), given[3:] or list(HOSTILE)
    json.dump({name: counted(name, sizes) for name in names}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
