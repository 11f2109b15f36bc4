"""The pictures of a run, as SVG."""

from importlib import import_module
from pathlib import Path
from typing import Any

from .entrants import COLUMNS, SINGLES
from .growth import STREAM_TITLES

PLOTS = {
    "single": "Points: the time for the amounts of one row, for each peer, on a logarithmic scale. The figures stand in the table.",
    "columns-time": "Lines: the time against the number of rows, for each peer, both scales logarithmic. The figures stand in the table.",
    "columns-memory": "Lines: the peak memory against the number of rows, for each peer. The figures stand in the table.",
    "streamed": "Lines: the peak memory of streamed jobs against the rows, beside the same in memory. The figures are in the table.",
    "records": "Lines: the time for each record against the records of a case, evaluated and explained. The figures stand in the table.",
}
"""What each picture shows, for those who do not see it."""
COLOURS = {
    "entitlements": "#D55E00",
    "entitlements-checked": "#A84300",
    "entitlements-lazy": "#E69F00",
    "entitlements-two-ahead": "#E69F00",
    "entitlements-duckdb": "#CC79A7",
    "polars": "#0072B2",
    "polars-checking": "#56B4E9",
    "numpy": "#009E73",
    "numba": "#000000",
    "numba-parallel": "#777777",
    "openfisca": "#7B4FA3",
    "openfisca-builder": "#B79AD0",
    "zen": "#8B6914",
    "zen-batch": "#C2A24C",
}
MARKS = dict(zip(COLOURS, "oossD^^vP*XXdd", strict=True))
OURS = 2.6
"""How wide the library's own lines are; the others' are 1.3."""


def drawn(folder: Path, results: dict[str, Any]) -> None:
    """Draw every picture of which there are figures."""
    matplotlib: Any = import_module("matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "alis-rules", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False})
    folder.mkdir(exist_ok=True)
    if results.get("amounts"):
        _single(folder, results["amounts"])
    if columns := results.get("columns", {}).get("default"):
        _lines(folder, "columns-time", columns, "least", ("rows", "seconds"))
        _lines(folder, "columns-memory", columns, "peak", ("rows", "peak memory, MB"))
        if results.get("streams"):
            _streamed(folder, results["streams"], columns["entitlements"])
    if results.get("records"):
        _records(folder, results["records"])


def _figure() -> tuple[Any, Any]:
    pyplot: Any = import_module("matplotlib.pyplot")
    figure, axes = pyplot.subplots(figsize=(8.4, 4.6), layout="constrained")
    axes.grid(visible=True, which="major", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def _saved(folder: Path, name: str, figure: Any) -> None:
    figure.savefig(folder / f"{name}.svg", metadata={"Date": None, "Title": PLOTS[name]}, facecolor="white")
    import_module("matplotlib.pyplot").close(figure)


def _single(folder: Path, amounts: dict[str, Any]) -> None:
    figure, axes = _figure()
    names = [name for name in SINGLES if any(name in each for each in amounts.values())]
    for turn, (setting, found) in enumerate(amounts.items()):
        for place, name in enumerate(names):
            if name in found:
                value, at = found[name]["least"], len(names) - place - turn * 0.36
                colour = COLOURS["entitlements"] if SINGLES[name].package == "alis-rules" else COLOURS["polars"]
                axes.plot(value, at, "oD"[turn], color=colour, markersize=8)
                axes.text(value * 1.12, at, f"{value:,.3g} µs, {setting}", va="center", fontsize=8)
    axes.set_yticks([len(names) - place - 0.18 for place in range(len(names))], [_plain(SINGLES[name].title) for name in names])
    axes.set_xscale("log")
    axes.set_xlim(axes.get_xlim()[0], axes.get_xlim()[1] * 3)
    axes.set_xlabel("microseconds for one row of facts, logarithmic")
    _saved(folder, "single", figure)


def _lines(folder: Path, name: str, columns: dict[str, Any], what: str, labels: tuple[str, str]) -> None:
    figure, axes = _figure()
    for peer, rows in columns.items():
        scale = 1e6 if what == "peak" else 1
        _line(axes, peer, [(each["rows"], each[what] / scale) for each in rows], _plain(COLUMNS[peer].title))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    figure.legend(loc="outside right center", frameon=False, fontsize=8)
    _saved(folder, name, figure)


def _line(axes: Any, peer: str, points: list[tuple[float, float]], label: str, *, dashed: bool = False) -> None:
    axes.plot(
        *zip(*points, strict=True),
        color=COLOURS[peer],
        marker=MARKS[peer],
        markersize=5,
        linewidth=OURS if peer.startswith("entitlements") else OURS / 2,
        linestyle="--" if dashed else "-",
        label=label,
    )


def _streamed(folder: Path, streams: dict[str, Any], in_memory: list[dict[str, Any]]) -> None:
    figure, axes = _figure()
    least = min((each["rows"] for rows in streams.values() for each in rows), default=0)
    points = [(each["rows"], each["peak"] / 1e6) for each in in_memory if each["rows"] >= least]
    if points:
        _line(axes, "numba-parallel", points, "in memory: entitlements on Polars", dashed=True)
    for name, rows in streams.items():
        if rows:
            _line(axes, name, [(each["rows"], each["peak"] / 1e6) for each in rows], _plain(STREAM_TITLES[name]))
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("rows")
    axes.set_ylabel("peak memory, MB")
    figure.legend(loc="outside upper center", frameon=False, fontsize=8, ncols=2)
    _saved(folder, "streamed", figure)


def _records(folder: Path, records: dict[str, Any]) -> None:
    figure, axes = _figure()
    for name, peer in (("evaluate", "polars"), ("explained", "entitlements")):
        points = [(each["records"], each["least"] / each["records"] * 1e6) for each in records[name]]
        _line(axes, peer, points, name if name == "evaluate" else "evaluate(explain=True)")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("records of the case")
    axes.set_ylabel("microseconds for each record")
    figure.legend(loc="outside upper center", frameon=False, fontsize=8, ncols=2)
    _saved(folder, "records", figure)


def _plain(title: str) -> str:
    return title.replace("`", "")
