"""How `entitlements` on Polars does beside Polars written by hand, in seconds: ``python -m peers.quick [rows]`` in ``benchmarks/``."""

import sys
import tempfile
from functools import partial
from pathlib import Path

import polars as pl

from alis_rules.dataframes import entitlements

from . import hand_polars
from .measuring import in_turns
from .rows import written
from .setting import CALL, OUTPUTS, SETTINGS


def main() -> None:
    """Print the least time of each and their ratio, under each setting; the amounts are compared first."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.parquet"
        written(path, rows)
        frame = pl.read_parquet(path)
    for setting in SETTINGS.values():
        ours = partial(entitlements, frame, call=CALL, readings=setting.readings, supplied=setting.supplied)
        by_hand = partial(hand_polars.work, frame, setting.figures)
        wanted, given = ours(), by_hand()
        for name in (*OUTPUTS, "complete"):
            different = (~wanted[name].eq_missing(given[name])).sum()
            if different:
                print(f"{name} differs on {different} rows")
        found = in_turns({"entitlements": ours, "by hand": by_hand}, 9)
        told = ", ".join(f"{name} {each.least * 1000:.0f} ms (median {each.median * 1000:.0f})" for name, each in found.items())
        ratio = found["by hand"].least / found["entitlements"].least
        print(f"{setting.name}: {rows:,} rows, {told}; {ratio:.2f} times as fast as by hand")


if __name__ == "__main__":
    main()
