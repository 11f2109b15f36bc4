"""Fuzzes one target, or all of them one after the other: ``python -m tests.fuzzing TARGET``.

It begins from the small corpus beside this file. What it finds on the way is kept outside the tree. A failing input is made smaller
and told with the command that repeats it; the exit status is then 1.
"""

import argparse
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
FOUND = Path(tempfile.gettempdir()) / "alis-rules-fuzzing"
"""Where finds go unless another folder is asked for."""
LARGEST = 1_000_000
"""The largest input, bytes."""
SLOWEST = 30
"""An input that takes longer than this is a hang, seconds: a hundred times what the slowest of the largest takes."""


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.fuzzing", description="Fuzz one target, or all of them one after the other.")
    parser.add_argument("target", help="a target's name, or all")
    parser.add_argument("--seconds", type=int, default=0, help="how long each target is fuzzed")
    parser.add_argument("--runs", type=int, default=0, help="how many inputs each target is given; without both, until it is stopped")
    parser.add_argument("--bounded", action="store_true", help="as many inputs as take some seconds, the same each time")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the random choices; another each time where none is given")
    parser.add_argument("--corpus", type=Path, help=f"the folder that what is found goes to; a folder under {FOUND} where none is given")
    parser.add_argument("--largest", type=int, default=4_096, help=f"the largest input, bytes; at most {LARGEST}")
    parser.add_argument("--repeat", type=Path, metavar="FILE", help="give the target one input from a file, and tell what comes of it")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit status."""
    arguments = _arguments(given)
    if arguments.inside:
        _fuzz(arguments)
    targets = import_module("tests.fuzzing.targets")
    names = list(targets.TARGETS) if arguments.target == "all" else [arguments.target]
    unknown = [name for name in names if name not in {*targets.TARGETS, targets.PLANTED}]
    if unknown:
        sys.stderr.write(f"{unknown[0]} is no target; they are all, {', '.join(targets.TARGETS)}\n")
        return 2
    if arguments.repeat:
        return _repeat(targets.target(names[0]), arguments.repeat.read_bytes())
    return max(_watched(arguments, name, targets.target(name)) for name in names)


# Inside: the process that is instrumented -----------------------------------------------------------------------------


def _fuzz(arguments: argparse.Namespace) -> None:
    """Fuzz one target until it fails or its time is up; ends the process."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["alis_rules", "tests.fuzzing.targets"]):
        targets = import_module("tests.fuzzing.targets")
    found: Path = arguments.corpus
    options = [
        *([f"-dict={_dictionary(found)}"] if arguments.target.endswith("-text") else []),
        f"-artifact_prefix={found / 'failures'}/",
        f"-max_len={min(arguments.largest, LARGEST)}",
        f"-timeout={SLOWEST}",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
        *([f"-seed={arguments.seed}"] if arguments.seed else []),
        *([f"-runs={arguments.runs}"] if arguments.runs else []),
        *([f"-max_total_time={arguments.seconds}"] if arguments.seconds else []),
    ]
    seeds = CORPUS / arguments.target
    folders = [str(found / "inputs"), *([str(seeds)] if seeds.is_dir() else [])]
    atheris.Setup([sys.argv[0], *options, *folders], targets.target(arguments.target).run)
    atheris.Fuzz()


def _dictionary(found: Path) -> Path:
    """The words for a target that reads texts; where bytes only steer changes they are of no use."""
    path = found / "dictionary"
    path.write_text(import_module("tests.fuzzing.dictionary").dictionary(), "ascii")
    return path


# Outside: what starts it and tells what came of it --------------------------------------------------------------------


def _watched(arguments: argparse.Namespace, name: str, target: Any) -> int:
    """Fuzz a target in a process of its own, and tell what it failed at."""
    found = Path(tempfile.mkdtemp()) if arguments.bounded else (arguments.corpus or FOUND) / name
    for part in ("inputs", "failures"):
        (found / part).mkdir(parents=True, exist_ok=True)
    before = set((found / "failures").iterdir())
    if arguments.bounded:
        arguments.runs, arguments.seed = target.bounded, 1
    options = [f"--{key}={getattr(arguments, key)}" for key in ("seconds", "runs", "seed", "largest")]
    inside = [sys.executable, "-m", "tests.fuzzing", name, "--inside", f"--corpus={found}", *options]
    sys.stderr.write(f"== {name}\n")
    sys.stderr.flush()
    status = subprocess.run(inside, check=False).returncode
    failures = sorted(set((found / "failures").iterdir()) - before)
    for failure in failures:
        _tell(name, target, failure)
    return 1 if failures or status else 0


def _tell(name: str, target: Any, failure: Path) -> None:
    """Tell where a failing input is, what is left of it when it is made smaller, and how to repeat it."""
    data = failure.read_bytes()
    if failure.name.startswith("crash-"):  # a hang is not tried again and again
        data = import_module("tests.fuzzing.reducing").reduced(target.run, data)
    small = failure.with_name(f"reduced-{failure.name}")
    small.write_bytes(data)
    sys.stderr.write(f"{name} fails.\nThe input: {failure}\nReduced: {small}\nIt means:\n{target.told(data)}\n")
    sys.stderr.write(f"To repeat it: python -m tests.fuzzing {name} --repeat {small}\n")


def _repeat(target: Any, data: bytes) -> int:
    """Give a target one input, and tell what comes of it."""
    sys.stderr.write(f"{target.told(data)}\n")
    try:
        target.run(data)
    except Exception:
        traceback.print_exc()
        return 1
    sys.stderr.write("it does not fail\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
