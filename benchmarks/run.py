"""Measures the library on this machine: ``python benchmarks/run.py``. Ratios in one run, since machines differ and are noisy."""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version

from peers.cases import EXAMPLE, varied_cases

from alis_rules import Case, evaluate, load_case, sensitivity, to_html, to_text

ROUNDS = 7
VARIED = 400


def _seconds(code: str) -> float:
    """The least time of several for a fresh interpreter to run some code, less what it takes to start."""

    def run(what: str) -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", what], check=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""})
        return time.perf_counter() - begin

    run(code)
    return min(run(code) - run("pass") for _ in range(ROUNDS))


def _per_second(work: Callable[[], object]) -> float:
    """How often a piece of work is done in a second, the best of several rounds."""
    work()
    best = 0.0
    for _ in range(ROUNDS):
        begin, done = time.perf_counter(), 0
        while time.perf_counter() - begin < 0.5:
            for _ in range(10):
                work()
            done += 10
        best = max(best, done / (time.perf_counter() - begin))
    return best


def _each_per_second(work: Callable[[Case], object], cases: list[Case]) -> float:
    """How many of the cases are worked on in a second, the best of several rounds."""
    best = 0.0
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for case in cases:
            work(case)
        best = max(best, len(cases) / (time.perf_counter() - begin))
    return best


def main() -> None:
    """Print the measurements as a table."""
    text = EXAMPLE.read_text("utf-8")
    case = load_case(text)
    varied = varied_cases(VARIED)
    plainly = _each_per_second(evaluate, varied)
    traced = _each_per_second(lambda each: evaluate(each, explain=True), varied)
    told = _each_per_second(lambda each: to_text(evaluate(each, explain=True)), varied)
    page = _each_per_second(lambda each: to_html(evaluate(each, explain=True)), varied[:100])
    readings = _per_second(lambda: sensitivity(case))
    libraries = _seconds("import attrs, dateutil.relativedelta, cattrs")
    bare = _seconds("import alis_rules")
    whole = _seconds("import alis_rules; alis_rules.evaluate; alis_rules.load_case")
    evaluations = _per_second(lambda: evaluate(case))
    documents = _per_second(lambda: json.dumps(evaluate(load_case(text)).to_json()))
    packages = ", ".join(f"{name} {version(name)}" for name in ("attrs", "python-dateutil", "cattrs"))
    print(f"Python {platform.python_version()}, {packages}, {platform.machine()}, {os.cpu_count()} cores\n")
    print("| what | measured | aim |")
    print("| --- | --- | --- |")
    print(f"| import attrs, dateutil, cattrs | {libraries * 1000:.0f} ms | |")
    print(f"| import alis_rules | {bare * 1000:.0f} ms, {bare / libraries:.2f} of that | at most 1.5 |")
    print(f"| import alis_rules and all that evaluating JSON needs | {whole * 1000:.0f} ms, {whole / libraries:.2f} of that | |")
    print(f"| evaluate the contract's case, already read | {evaluations:,.0f} a second | at least 3 000 |")
    print(f"| the same, JSON text in to JSON text out | {documents:,.0f} a second | at least 1 000 |")
    print(f"| {VARIED} cases like it, each with its own hours and amounts: evaluate | {plainly:,.0f} a second | |")
    print(f"| the same with the trace, `explain=True` | {traced:,.0f} a second | |")
    print(f"| the same with the trace, to text | {told:,.0f} a second | at least 800 |")
    print(f"| the same with the trace, to a page of HTML without its timeline | {page:,.0f} a second | |")
    print(f"| all readings together, `sensitivity` | {1000 / readings:,.0f} ms | |")


if __name__ == "__main__":
    main()
