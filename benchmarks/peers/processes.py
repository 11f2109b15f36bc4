"""A measurement in a process of its own, so that its memory is its own: ``python -m peers.processes JOB ARGUMENTS`` prints JSON."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from .measuring import said

FOLDER = Path(__file__).parents[1]
"""Where the package stands."""


def measured(job: str, *, source: Path | None = None, **arguments: Any) -> dict[str, Any] | None:
    """What a job gives in a fresh process; None with a word where it fails. `source` is another version of the library to import."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(str(each) for each in (source, FOLDER) if each)}
    command = [sys.executable, "-m", "peers.processes", job, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        said(f"{job} {arguments}: {last}")
        return None
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Run a job, ``module.function``, with its arguments as JSON."""
    module, _, function = sys.argv[1].rpartition(".")
    print(json.dumps(getattr(import_module(f"peers.{module}"), function)(**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    main()
