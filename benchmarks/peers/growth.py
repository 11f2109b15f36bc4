"""From a thousand to ten million rows: the time and the peak memory of everybody, each in a process of its own."""

import os
from pathlib import Path
from typing import Any

from .entrants import COLUMNS, OTHER_FRAMES, Columns, there
from .measuring import SLOW, in_turns, peak_bytes, said, taken
from .processes import measured
from .rows import written
from .setting import CALL, SETTINGS

SIZES = (10**3, 10**4, 10**5, 10**6, 10**7)
STREAMED = (10**5, 10**6, 10**7)
OTHERS_AT = 10**6
"""How many rows the library's other engines are measured with."""


# Jobs, each in a process of its own -----------------------------------------------------------------------------------


def columns(name: str, file: str, setting: str) -> dict[str, Any]:
    """One peer on a file of rows in memory: the best of at least two runs after one that does not count, and the peak memory."""
    entrant = {**COLUMNS, **OTHER_FRAMES}[name]
    work = entrant.ready(Path(file), SETTINGS[setting])
    loaded = peak_bytes()
    found = in_turns({name: work}, 2, at_least=0.5)[name]
    return {"least": found.least, "median": found.median, "loaded": loaded, "peak": peak_bytes()}


def streamed(name: str, file: str, out: str, setting: str) -> dict[str, Any]:
    """One way to stream a file through the rules into another, once: its time, and the peak memory."""
    chosen = SETTINGS[setting]
    found = in_turns({name: lambda: STREAMS[name](file, out, chosen)}, 1)[name]
    return {"least": found.least, "peak": peak_bytes(), "bytes": Path(out).stat().st_size}


def _entitlements_polars(file: str, out: str, setting: Any) -> None:
    import polars as pl

    from alis_rules.dataframes import entitlements

    frame = entitlements(pl.scan_parquet(file), call=CALL, readings=setting.readings, supplied=setting.supplied)
    frame.sink_parquet(out)


def _entitlements_two_ahead(file: str, out: str, setting: Any) -> None:
    os.environ["POLARS_ROW_GROUP_PREFETCH_SIZE"] = "2"  # Polars reads far ahead of what it writes, if it is let
    _entitlements_polars(file, out, setting)


def _entitlements_duckdb(file: str, out: str, setting: Any) -> None:
    import duckdb

    from alis_rules.dataframes import entitlements

    connection = duckdb.connect(config={"temp_directory": str(Path(out).parent)})
    connection.execute("set preserve_insertion_order = false")  # what keeps the order keeps the rows: memory would grow with them
    relation: Any = connection.read_parquet(file)
    entitlements(relation, call=CALL, readings=setting.readings, supplied=setting.supplied).write_parquet(out)


def _polars_by_hand(file: str, out: str, setting: Any) -> None:
    import polars as pl

    from .hand_polars import query

    query(pl.scan_parquet(file), setting.figures).sink_parquet(out)


STREAMS = {
    "entitlements": _entitlements_polars,
    "entitlements-two-ahead": _entitlements_two_ahead,
    "entitlements-duckdb": _entitlements_duckdb,
    "polars": _polars_by_hand,
}
"""The ways to stream, by a short name."""
STREAM_TITLES = {
    "entitlements": "`entitlements(pl.scan_parquet(…)).sink_parquet(…)`",
    "entitlements-two-ahead": "the same, at most two row groups read ahead",
    "entitlements-duckdb": "`entitlements(duckdb.read_parquet(…)).write_parquet(…)`",
    "polars": "Polars by hand, `sink_parquet`",
}


# The run --------------------------------------------------------------------------------------------------------------


def files(folder: Path, most: int) -> dict[int, Path]:
    """A file of rows for each size."""
    found: dict[int, Path] = {}
    for rows in (size for size in SIZES if size <= most):
        found[rows] = folder / f"facts-{rows}.parquet"
        written(found[rows], rows)
        said(f"{rows:,} rows written, {found[rows].stat().st_size / 1e6:.1f} MB")
    return found


def in_memory(files_of: dict[int, Path], setting: str, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """For each peer its time and memory at each size; each round asks each peer once, the best round counts."""
    return {name: rows for name, rows in _sizes(files_of, setting, rounds, COLUMNS).items() if rows}


def on_other_frames(files_of: dict[int, Path], setting: str, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """The same for the library on other engines, at one size, beside itself on Polars."""
    rows = max(size for size in files_of if size <= OTHERS_AT)
    return _sizes({rows: files_of[rows]}, setting, rounds, {"entitlements": COLUMNS["entitlements"], **OTHER_FRAMES})


def _sizes(files_of: dict[int, Path], setting: str, rounds: int, entrants: dict[str, Columns]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in entrants}
    for rows, file in files_of.items():
        taking = [name for name, each in entrants.items() if there(each.package) and rows <= each.most_rows]
        answers: dict[str, list[dict[str, Any]]] = {name: [] for name in taking}
        for _ in range(min(rounds, 2) if rows > 10**6 else rounds):
            for name in list(taking):
                if answers[name] and answers[name][0]["least"] > SLOW:
                    continue
                answer = measured("growth.columns", name=name, file=str(file), setting=setting)
                if answer is None:
                    taking.remove(name)
                else:
                    answers[name].append(answer)
        for name in taking:
            best = taken([each["least"] for each in answers[name]])
            memory = {what: min(each[what] for each in answers[name]) for what in ("loaded", "peak")}
            found[name].append({"rows": rows, "least": best.least, "median": best.median, **memory})
        said(f"{rows:,} rows, {setting}: " + ", ".join(f"{name} {found[name][-1]['least'] * 1000:.1f} ms" for name in taking))
    return found


def streams(files_of: dict[int, Path], folder: Path, setting: str, rounds: int) -> dict[str, list[dict[str, Any]]]:
    """For each way to stream its time and peak memory at each size."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in STREAMS}
    for rows, file in files_of.items():
        if rows not in STREAMED:
            continue
        answers: dict[str, list[dict[str, Any]]] = {name: [] for name in STREAMS}
        for _ in range(1 if rows > 10**6 else rounds):
            for name in STREAMS:
                out = folder / "out.parquet"
                answer = measured("growth.streamed", name=name, file=str(file), out=str(out), setting=setting)
                out.unlink(missing_ok=True)
                if answer is not None:
                    answers[name].append(answer)
        for name, many in answers.items():
            if many:
                found[name].append({"rows": rows, **{what: min(each[what] for each in many) for what in ("least", "peak", "bytes")}})
        told = (f"{name} {found[name][-1]['least']:.2f} s, {found[name][-1]['peak'] / 1e6:.0f} MB" for name in STREAMS if found[name])
        said(f"{rows:,} rows streamed: " + ", ".join(told))
    return found
