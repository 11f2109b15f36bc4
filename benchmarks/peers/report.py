"""The tables of a run, as the generated section of ``benchmarks/README.md``."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from .entrants import COLUMNS, OTHER_FRAMES, SINGLES
from .growth import STREAM_TITLES
from .plots import PLOTS
from .setting import SETTINGS

BEGIN, END = "<!-- peers -->", "<!-- end of peers -->"
Results = dict[str, Any]
FLAT, LINEAR = 1.25, 1.25
"""How much ten times the rows may add to the peak memory of a stream, and to the time of a row, to be called flat and linear."""
AT = 10**6
"""The rows that the ratios of columns are told at, or as many as were measured."""


def written(readme: Path, results: Results) -> None:
    """Put the section in the place of the one before."""
    text = readme.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    section = "\n\n".join(_sections(results))
    readme.write_text(f"{before.rstrip()}\n\n{BEGIN}\n\n{section}\n\n{END}{after or chr(10)}", "utf-8")


def _sections(results: Results) -> Iterator[str]:
    yield f"Measured {results['date']} in {results['minutes']} minutes on {results['machine']}."
    yield ", ".join(f"{name} {version}" for name, version in results["versions"].items()) + "."
    yield from _titled("### Aims", _aims(results))
    yield from _titled("### One row: amounts from facts", _singles(results), _plot("single"))
    yield from _titled("### One case, explained", _explained(results))
    yield from _titled("### Columns in memory", _columns(results), _plot("columns-time"), _plot("columns-memory"))
    yield from _titled("### Streamed from file to file", _streams(results), _plot("streamed"))
    yield from _titled("### Records of one case", _records(results), _plot("records"))
    yield from _titled("### `evaluate` beside the library as it first landed", _landed(results))


def _titled(title: str, *parts: str) -> Iterator[str]:
    given = [part for part in parts if part]
    if given:
        yield title
        yield from given


def _plot(name: str) -> str:
    return f"![{PLOTS[name]}](plots/{name}.svg)"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = list(head)
    lines = [columns, ["---", *["---:"] * (len(columns) - 1)], *map(list, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


# The parts ------------------------------------------------------------------------------------------------------------


def _aims(results: Results) -> str:
    rows = [
        [what, f"{ratio:,.2f}", wanted, "" if met is None else "yes" if met else "**no**"] for what, ratio, wanted, met in _ratios(results)
    ]
    return _table(("ratio in this run", "found", "aim", "met"), rows)


def _ratios(results: Results) -> Iterator[tuple[str, float, str, bool | None]]:
    """What was aimed at: its words, the ratio, the aim, and whether it is met (None where there is no aim)."""

    def at_least(what: str, ratio: float, wanted: float) -> tuple[str, float, str, bool | None]:
        return what, ratio, f"at least {wanted:g}", ratio >= wanted

    for setting, found in results.get("amounts", {}).items():
        ours = found["amounts"]["least"]
        for name, wanted in (("zen", 20.0), ("zen-decision", 20.0), ("openfisca", 100.0), ("openfisca-builder", 100.0)):
            if name in found:
                yield at_least(f"one amount from facts, {setting}: beside {SINGLES[name].title}", found[name]["least"] / ours, wanted)
    found = results.get("explained", {})
    for name, wanted in (("zen", 1.5), ("zen-decision", 1.5), ("openfisca", 10.0), ("openfisca-builder", 10.0)):
        if name in found:
            ratio = found[name]["least"] / found["evaluate-explained"]["least"]
            yield at_least(f"one explained case, dates counted: beside {SINGLES[name].title}, traced", ratio, wanted)
            ratio = found[name]["least"] / found["explain-facts"]["least"]
            yield f"the same from counted facts alone: beside {SINGLES[name].title}, traced", ratio, "", None
    for setting, measured in results.get("columns", {}).items():
        yield from _column_ratios(setting, measured, at_least)
    for what, ratio, most in _growth(results):
        yield what, ratio, f"at most {most:g}", ratio <= most
    if landed := results.get("landed"):
        for what, title in (("contract", "the contract's case"), ("varied", "400 varied cases")):
            yield at_least(f"`evaluate`, {title}: beside commit {landed['commit']}", landed["landed"][what] / landed["now"][what], 2)


def _column_ratios(setting: str, measured: Results, at_least: Any) -> Iterator[tuple[str, float, str, bool | None]]:
    rows = max(each["rows"] for each in measured["entitlements"] if each["rows"] <= AT)
    times = {name: each["least"] for name, many in measured.items() for each in many if each["rows"] == rows}
    for ours, others, aims in (
        ("entitlements-checked", "values taken on trust", (("openfisca", 3), ("openfisca-builder", 3), ("polars", 0.9))),
        ("entitlements", "every value looked at", (("openfisca", 3), ("openfisca-builder", 3), ("polars-checking", 0.9))),
    ):
        beside = f"`entitlements` on Polars, {others}, {rows:,} rows, {setting}: beside "
        for name, wanted in aims:
            if name in times:
                yield at_least(beside + COLUMNS[name].title, times[name] / times[ours], wanted)
        for name in ("numpy", "numba", "numba-parallel"):
            if name in times:
                yield beside + COLUMNS[name].title, times[name] / times[ours], "", None


def _growth(results: Results) -> Iterator[tuple[str, float, float]]:
    for setting, measured in results.get("columns", {}).items():
        times = {each["rows"]: each["least"] for each in measured["entitlements"]}
        sizes = sorted(times)
        if len(sizes) > 1:
            less, more = sizes[-2:]
            ratio = times[more] / more / (times[less] / less)
            yield f"`entitlements` on Polars, {setting}: time a row at {more:,} rows beside {less:,}", ratio, LINEAR
    for name, rows in results.get("records", {}).items():
        less, more = rows[-2:]
        ratio = more["least"] / more["records"] / (less["least"] / less["records"])
        yield f"single cases, {name}: time a record at {more['records']:,} records beside {less['records']:,}", ratio, LINEAR
    for name, rows in results.get("streams", {}).items():
        peaks = {each["rows"]: each["peak"] for each in rows}
        sizes = sorted(peaks)
        if len(sizes) > 1:
            less, more = sizes[-2:]
            yield f"{STREAM_TITLES[name]}: peak memory at {more:,} rows beside {less:,}", peaks[more] / peaks[less], FLAT


def _singles(results: Results) -> str:
    found = results.get("amounts", {})
    if not found:
        return ""
    rows = [
        [
            SINGLES[name].title,
            *(_both(each[name]["least"] / 1e6, each["amounts"]["least"] / 1e6) if name in each else "" for each in found.values()),
        ]
        for name in SINGLES
        if any(name in each for each in found.values())
    ]
    return _table(("least of several rounds over 400 rows, for one row", *found), rows)


def _both(seconds: float, ours: float) -> str:
    return f"{_time(seconds)} ({seconds / ours:.2f} ×)"


def _explained(results: Results) -> str:
    found = results.get("explained", {})
    if not found:
        return ""
    titles = {
        "evaluate": "alis-rules `evaluate`, from a parsed case, without an explanation",
        "evaluate-explained": "alis-rules `evaluate(case, explain=True)`, from a parsed case, dates counted",
        "explain-facts": "alis-rules `reckon` and `explain`, from counted facts",
        **{name: f"{single.title}, traced, from facts" for name, single in SINGLES.items()},
    }
    ours = found["evaluate-explained"]["least"] / 1e6
    return _table(("for one of 400 cases", "time"), [[titles[name], _both(each["least"] / 1e6, ours)] for name, each in found.items()])


def _columns(results: Results) -> str:
    parts: list[str] = []
    for setting, found in results.get("columns", {}).items():
        sizes = sorted({each["rows"] for rows in found.values() for each in rows})
        parts.append(f"*{SETTINGS[setting].title[0].upper()}{SETTINGS[setting].title[1:]}.*")
        for what, told in (("least", _time), ("peak", _memory)):
            rows = [
                [COLUMNS[name].title, *(next((told(each[what]) for each in many if each["rows"] == size), "") for size in sizes)]
                for name, many in found.items()
            ]
            parts.append(_table(("time" if what == "least" else "peak memory of the process", *(f"{size:,}" for size in sizes)), rows))
    others = results.get("others", {})
    if others:
        rows = [
            [{**COLUMNS, **OTHER_FRAMES}[name].title, _time(many[0]["least"]), _memory(many[0]["peak"])]
            for name, many in others.items()
            if many
        ]
        parts.append(_table((f"other engines, {others['entitlements'][0]['rows']:,} rows, default", "time", "peak memory"), rows))
    return "\n\n".join(parts)


def _streams(results: Results) -> str:
    found = results.get("streams", {})
    sizes = sorted({each["rows"] for rows in found.values() for each in rows})
    rows = [
        [
            STREAM_TITLES[name],
            *(next((f"{_time(each['least'])}, {_memory(each['peak'])}" for each in many if each["rows"] == size), "") for size in sizes),
        ]
        for name, many in found.items()
    ]
    return _table(("Parquet to Parquet: time, peak memory", *(f"{size:,}" for size in sizes)), rows) if rows else ""


def _records(results: Results) -> str:
    found = results.get("records", {})
    rows = [
        [
            f"{one['records']:,}",
            *(
                cell
                for each in (one, other)
                for cell in (_time(each["least"]), _time(each["least"] / each["records"]), _memory(each["peak"]))
            ),
        ]
        for one, other in zip(found.get("evaluate", []), found.get("explained", []), strict=True)
    ]
    head = ("records", "evaluate", "a record", "peak memory", "explained", "a record", "peak memory")
    return _table(head, rows) if rows else ""


def _landed(results: Results) -> str:
    found = results.get("landed")
    if not found:
        return "Left out: the commit that it landed with is not in the clone that was measured."
    rows = [
        [title, _time(found["landed"][what]), _time(found["now"][what]), f"{found['landed'][what] / found['now'][what]:.2f}"]
        for what, title in (("contract", "the contract's case"), ("varied", "each of 400 varied cases"))
    ]
    return _table(("`evaluate` of a parsed case", f"commit {found['commit']}", "now", "times as fast"), rows)


def _time(seconds: float) -> str:
    unit, scale = ("s", 1e0) if seconds >= 1 else ("ms", 1e3) if seconds >= 1e-3 else ("µs", 1e6)
    return f"{seconds * scale:.3g} {unit}" if seconds * scale < 1000 else f"{seconds * scale:,.0f} {unit}"


def _memory(size: float) -> str:
    return f"{size / 1e9:.2f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"
