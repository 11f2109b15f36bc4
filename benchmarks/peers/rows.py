"""Rows of facts that look like a year's applications: generated from a fixed seed, the same on every machine."""

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from alis_rules import Facts
from alis_rules.asked import Asked
from alis_rules.facts import FACTS
from alis_rules.facts_rows import CLAIMS, facts_schema

from .setting import CALL, NO_CLAIM, ROLES, USED

SEED = 20_260_601
CHUNK = 100_000
"""Rows of one row group of a file."""


def columns(rows: int, chunk: int = 0) -> dict[str, Any]:
    """The facts of some rows, an array for each fact; a claim that was not made is -1.

    Caps bind on some rows and not on others, one row in twelve is supervision only, one in ten has something granted elsewhere.
    """
    np: Any = import_module("numpy")
    draw = np.random.default_rng((SEED, chunk))
    found: dict[str, Any] = {name: np.zeros(rows, np.int64) for name in FACTS}

    def some(share: float, values: Any) -> Any:
        return np.where(draw.random(rows) < share, values, 0)

    def upto(most: int, step: int = 1) -> Any:
        return draw.integers(0, most // step + 1, rows) * step

    role = draw.choice(4, rows, p=(0.6, 0.15, 0.15, 0.1))
    framed = draw.random(rows) < 11 / 12
    months = draw.integers(1, 13, rows) * draw.choice((5_000, 6_000, 8_000, 10_000), rows, p=(0.1, 0.1, 0.2, 0.6))
    for number, name in enumerate(ROLES):
        held = (role == number) & framed
        found[f"held_{name}"] = held.astype(np.int64)
        found[f"months_{name}_bp"] = np.where(held, months, 0)
    found["in_window"] = ((role < 2) & framed & (draw.random(rows) < 0.7)).astype(np.int64)
    found["months_in_window_bp"] = months * found["in_window"]
    for stem, unit, share, most in (
        ("absence", "h100", 0.85, 30_000),
        ("expenses", "ore", 0.8, 25_000_00),
        ("productivity", "ore", 0.6, 220_000_00),
        ("facilitation", "ore", 0.5, 30_000_00),
        ("additional", "ore", 0.15, 500_000_00),
        ("municipal", "ore", 0.2, 100_000_00),
    ):
        incurred = some(share, upto(most, 25)) * framed
        found[f"{stem}_incurred_{unit}"] = incurred
        found[f"{stem}_{unit}"] = np.where(draw.random(rows) < 0.8, incurred, incurred * 2 // 3)
    found["productivity_ore"] *= found["in_window"]
    hours = some(0.9, upto(9_000, 25))
    unpriced = np.where(draw.random(rows) < 0.5, hours, hours // 2)
    found["supervision_incurred_unpriced_h100"] = found["supervision_unpriced_h100"] = unpriced
    found["supervision_incurred_ore"] = found["supervision_ore"] = (hours - unpriced) * draw.integers(900, 2_200, rows)
    found["supervision_h100"] = hours
    found["absence_used_h100"] = some(0.1, upto(12_000, 50))
    found["supervision_used_h100"] = some(0.1, upto(3_000, 50))
    found["expenses_used_ore"] = some(0.1, upto(16_000_00, 100))
    found["productivity_used_ore"] = some(0.1, upto(130_000_00, 100))
    found["centrality_known"] = (draw.random(rows) < 0.98).astype(np.int64)
    found["has_frame"] = framed.astype(np.int64)
    for name in sorted(CLAIMS):
        found[name] = np.where(draw.random(rows) < 0.2, upto(120_000_00, 100), -1)
    return found


def batches(rows: int) -> Iterator[Any]:
    """The facts table of some rows, as one `pyarrow.RecordBatch` after the other."""
    pa: Any = import_module("pyarrow")
    schema = facts_schema()
    for chunk, begin in enumerate(range(0, rows, CHUNK)):
        size = min(CHUNK, rows - begin)
        found = columns(CHUNK, chunk)
        arrays = [
            pa.array([str(begin + each) for each in range(size)]),
            pa.array([CALL] * size),
            pa.array(["1804"] * size),
            pa.array([2] * size, pa.int8()),
        ]
        basis = Asked(CALL).settled("").terms.basis
        for name in FACTS:
            values = found[name][:size]
            arrays.append(pa.array(values, pa.int64(), mask=values < 0 if name in CLAIMS else None))
        arrays.append(pa.array([basis] * size))
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def written(path: Path, rows: int) -> None:
    """Write the facts table of some rows as Parquet."""
    parquet: Any = import_module("pyarrow.parquet")
    with parquet.ParquetWriter(path, facts_schema(), compression="zstd") as writer:
        for batch in batches(rows):
            writer.write_batch(batch)


@lru_cache
def facts(rows: int) -> tuple[Facts, ...]:
    """The first rows as the library's own facts."""
    found = columns(CHUNK)
    lists = {name: found[name][:rows].tolist() for name in FACTS}
    each: Iterator[dict[str, Any]] = ({name: lists[name][row] for name in FACTS} for row in range(rows))
    basis = Asked(CALL).settled("").terms.basis
    return tuple(Facts(**{name: value for name, value in one.items() if value >= 0}, basis=basis) for one in each)


def plainly(path: Path) -> dict[str, Any]:
    """The facts of a file that some amount hangs on, an array for each, without a null."""
    parquet: Any = import_module("pyarrow.parquet")
    table = parquet.read_table(path, columns=list(USED))
    return {name: table.column(name).fill_null(NO_CLAIM).to_numpy() for name in USED}
