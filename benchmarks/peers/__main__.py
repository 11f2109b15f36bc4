"""The whole run: ``bash benchmarks/peers/run``; with ``--small`` a short one, with ``--report`` the tables of the last one."""

import argparse
import datetime as dt
import json
import os
import platform
import tempfile
import time
from pathlib import Path
from typing import Any

from . import agreement, growth, landed, plots, records, report, singles
from .entrants import there
from .measuring import said

HERE = Path(__file__).parents[1]
RESULTS = HERE / "results.json"


def main() -> None:
    """Compare the answers, measure, and write the figures, the tables and the pictures."""
    parser = argparse.ArgumentParser(prog="benchmarks/peers/run", description=__doc__)
    parser.add_argument("--small", action="store_true", help="at most 100 000 rows and one round of each: to try the run itself")
    parser.add_argument("--report", action="store_true", help="measure nothing: write tables and pictures of the last figures again")
    parser.add_argument("--into", type=Path, default=HERE, help="the folder with README.md that tables and pictures are written into")
    options = parser.parse_args()
    if not options.report:
        results = _measured(small=options.small)
        (options.into / RESULTS.name).write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    results = json.loads((options.into / RESULTS.name).read_text("utf-8"))
    plots.drawn(options.into / "plots", results)
    report.written(options.into / "README.md", results)
    said("written")


def _measured(*, small: bool) -> dict[str, Any]:
    begin = time.monotonic()
    rounds = 1 if small else 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = growth.files(folder, 10**5 if small else 10**7)
        versions = agreement.checked(files[10**4])
        at = max(rows for rows in files if rows <= report.AT)
        results: dict[str, Any] = {
            "versions": {"Python": platform.python_version(), **versions, **_more("attrs", "narwhals")},
            "machine": _machine(),
            "date": dt.datetime.now(dt.UTC).date().isoformat(),
            "amounts": singles.amounts(),
            "explained": singles.explained(),
            "landed": landed.compared(folder, rounds),
            "records": records.grown(rounds),
            "columns": {
                "default": growth.in_memory(files, "default", rounds),
                "determined": growth.in_memory({at: files[at]}, "determined", rounds),
            },
            "others": growth.on_other_frames(files, "default", rounds),
            "streams": growth.streams(files, folder, "default", rounds),
        }
    results["minutes"] = round((time.monotonic() - begin) / 60)
    return results


def _more(*packages: str) -> dict[str, str]:
    return {name: version for name in packages if (version := there(name))}


def _machine() -> str:
    """The machine, as far as it tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
        memory = int(Path("/proc/meminfo").read_text("ascii").split()[1]) / 1e6
    except (OSError, StopIteration):
        return f"{platform.machine()}, {os.cpu_count()} cores"
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}"


if __name__ == "__main__":
    main()
