"""Who takes part: how each peer is made ready, handed columns or single rows, and what it gives back, in one shape."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, cast

from attrs import frozen

from alis_rules import amounts_by
from alis_rules.reckoning import Reckoning, reckon

from .setting import CALL, NO_CLAIM, OUTPUTS, UNKNOWN, USED, Setting

Amounts = Mapping[str, Any]
"""Amounts by output; in a row whole numbers, in columns an array for each."""


def whole_amounts(found: Amounts) -> list[int | None]:
    """The amounts of one row in the order of `OUTPUTS`, as Python's own numbers."""
    values: list[Any] = [found.get(name) for name in OUTPUTS]
    plain: list[Any] = [value.item() if hasattr(value, "item") else value for value in values]
    return [None if value is None or value == UNKNOWN else value for value in plain]


@frozen(kw_only=True)
class Columns:
    """A peer that is handed a file of rows at once."""

    title: str
    ready: Callable[[Path, Setting], Callable[[], Any]]
    """Load the rows, and give the work that is timed."""
    amounts: Callable[[Any], Amounts]
    """What the work gave, as NumPy arrays with `UNKNOWN` where an amount is not determined."""
    package: str
    most_rows: int = 10**7
    """How many rows it is asked for at most."""


@frozen(kw_only=True)
class Single:
    """A peer that is handed one row."""

    title: str
    ready: Callable[[Setting], Callable[[Any], Any]]
    """Give the work that is timed; it is handed the facts."""
    traced: Callable[[Setting], Callable[[Any], Any]] | None = None
    """The same with a trace of how the amounts came about; the amounts come first."""
    amounts: Callable[[Any], list[int | None]] = whole_amounts
    """What the work gave, in the order of `OUTPUTS`."""
    package: str


def _entitlements(frame: Any, setting: Setting, *, checked: bool = False) -> Any:
    dataframes: Any = import_module("alis_rules.dataframes")
    return dataframes.entitlements(frame, call=CALL, readings=setting.readings, supplied=setting.supplied, checked=checked)


def _polars(path: Path) -> Any:
    return import_module("polars").read_parquet(path)


def _ours_polars(path: Path, setting: Setting) -> Callable[[], Any]:
    frame = _polars(path)
    return lambda: _entitlements(frame, setting)


def _ours_checked(path: Path, setting: Setting) -> Callable[[], Any]:
    frame = _polars(path)
    return lambda: _entitlements(frame, setting, checked=True)


def _ours_lazy(path: Path, setting: Setting) -> Callable[[], Any]:
    frame = _polars(path).lazy()
    return lambda: _entitlements(frame, setting).collect()


def _ours_arrow(path: Path, setting: Setting) -> Callable[[], Any]:
    table: Any = import_module("pyarrow.parquet").read_table(path)
    return lambda: _entitlements(table, setting)


def _ours_pandas(path: Path, setting: Setting) -> Callable[[], Any]:
    frame: Any = import_module("pyarrow.parquet").read_table(path).to_pandas(types_mapper=import_module("pandas").ArrowDtype)
    return lambda: _entitlements(frame, setting)


def _ours_duckdb(path: Path, setting: Setting) -> Callable[[], Any]:
    connection: Any = import_module("duckdb").connect()
    table: Any = import_module("pyarrow.parquet").read_table(path)
    relation = connection.from_arrow(table)
    return lambda: _entitlements(relation, setting).to_arrow_table()


def _by_hand_polars(path: Path, setting: Setting) -> Callable[[], Any]:
    by_hand: Any = import_module("peers.hand_polars")
    frame, figures = by_hand.load(path), setting.figures
    return lambda: by_hand.work(frame, figures)


def _by_hand_polars_checking(path: Path, setting: Setting) -> Callable[[], Any]:
    by_hand: Any = import_module("peers.hand_polars")
    frame, figures = by_hand.load(path), setting.figures
    return lambda: by_hand.checking(frame, figures)


def _by_hand_numpy(path: Path, setting: Setting) -> Callable[[], Any]:
    by_hand: Any = import_module("peers.hand_numpy")
    columns, figures = _plainly(path), setting.figures
    return lambda: by_hand.work(columns, figures)


def _numba(path: Path, setting: Setting, *, parallel: bool) -> Callable[[], Any]:
    work = import_module("peers.hand_numba").kernel(setting.figures, parallel=parallel)
    columns = _plainly(path)
    work({name: values[:1] for name, values in columns.items()})  # which compiles it
    return lambda: work(columns)


def _openfisca(path: Path, setting: Setting) -> Callable[[], Any]:
    ready = import_module("peers.peer_openfisca").OpenFisca(setting.figures)
    columns = _plainly(path)
    return lambda: ready.columns(columns)


def _openfisca_builder(path: Path, setting: Setting) -> Callable[[], Any]:
    ready = import_module("peers.peer_openfisca").OpenFisca(setting.figures)
    columns = _plainly(path)
    return lambda: ready.built_columns(columns)


def _zen(path: Path, setting: Setting, *, batch: bool) -> Callable[[], Any]:
    ready = import_module("peers.peer_zen").Zen(setting.figures)
    columns = _plainly(path)
    names = list(columns)
    rows = [dict(zip(names, row, strict=True)) for row in zip(*(columns[name].tolist() for name in names), strict=True)]
    return lambda: ready.batch(rows) if batch else [ready.single(row) for row in rows]


def _plainly(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = import_module("peers.rows").plainly(path)
    return found


def _of_frame(frame: Any) -> Amounts:
    nw: Any = import_module("narwhals")
    table = nw.from_native(frame).to_arrow()
    return {name: table.column(name).fill_null(UNKNOWN).to_numpy() for name in OUTPUTS}


def _of_arrays(found: Amounts) -> Amounts:
    return found


def _of_rows(found: list[dict[str, Any]]) -> Amounts:
    np: Any = import_module("numpy")
    return {name: np.array([UNKNOWN if row.get(name) is None else row[name] for row in found]) for name in OUTPUTS}


COLUMNS = {
    "entitlements": Columns(title="alis-rules `entitlements` on Polars", ready=_ours_polars, amounts=_of_frame, package="polars"),
    "entitlements-checked": Columns(
        title="the same with `checked=True`: facts that were looked through before",
        ready=_ours_checked,
        amounts=_of_frame,
        package="polars",
    ),
    "entitlements-lazy": Columns(
        title="`entitlements` on a lazy frame of Polars, collected", ready=_ours_lazy, amounts=_of_frame, package="polars"
    ),
    "polars": Columns(title="Polars by hand, values taken on trust", ready=_by_hand_polars, amounts=_of_frame, package="polars"),
    "polars-checking": Columns(
        title="Polars by hand, every value looked at", ready=_by_hand_polars_checking, amounts=_of_frame, package="polars"
    ),
    "numpy": Columns(title="NumPy by hand", ready=_by_hand_numpy, amounts=_of_arrays, package="numpy"),
    "numba": Columns(
        title="Numba kernel, one core",
        ready=lambda path, setting: _numba(path, setting, parallel=False),
        amounts=_of_arrays,
        package="numba",
    ),
    "numba-parallel": Columns(
        title="Numba kernel, every core",
        ready=lambda path, setting: _numba(path, setting, parallel=True),
        amounts=_of_arrays,
        package="numba",
    ),
    "openfisca": Columns(
        title="OpenFisca, vectorised, built straight from populations", ready=_openfisca, amounts=_of_arrays, package="openfisca-core"
    ),
    "openfisca-builder": Columns(
        title="OpenFisca, vectorised, through `SimulationBuilder`",
        ready=_openfisca_builder,
        amounts=_of_arrays,
        package="openfisca-core",
    ),
    "zen": Columns(
        title="zen-engine, row after row by key",
        ready=partial(_zen, batch=False),
        amounts=_of_rows,
        package="zen-engine",
        most_rows=10**5,
    ),
    "zen-batch": Columns(
        title="zen-engine, `evaluate_batch`", ready=partial(_zen, batch=True), amounts=_of_rows, package="zen-engine", most_rows=10**5
    ),
}
"""Those that are handed columns, by a short name."""
OTHER_FRAMES = {
    "entitlements-duckdb": Columns(title="`entitlements` on DuckDB", ready=_ours_duckdb, amounts=_of_frame, package="duckdb"),
    "entitlements-pyarrow": Columns(title="`entitlements` on PyArrow", ready=_ours_arrow, amounts=_of_frame, package="pyarrow"),
    "entitlements-pandas": Columns(title="`entitlements` on pandas", ready=_ours_pandas, amounts=_of_frame, package="pandas"),
}
"""The library on other engines; measured at one size."""


def _reckon(setting: Setting) -> Callable[[Any], Any]:
    terms = setting.terms
    return lambda facts: reckon(facts, terms)


def _of_reckoning(found: Reckoning) -> list[int | None]:
    return [*(line.amount for line in found.lines), found.total]


def _zen_by_decision(setting: Setting, *, method: str = "single") -> Callable[[Any], Any]:
    zen: Any = import_module("peers.peer_zen")
    return cast("Callable[[Any], Any]", getattr(zen.Zen(setting.figures, by_decision=True), method))


def _made(module: str, name: str, method: str = "single") -> Callable[[Setting], Callable[[Any], Any]]:
    def ready(setting: Setting) -> Callable[[Any], Any]:
        peer = getattr(import_module(f"peers.{module}"), name)(setting.figures)
        return cast("Callable[[Any], Any]", getattr(peer, method))

    return ready


def _amounts_by(setting: Setting) -> Callable[[Any], Any]:
    return amounts_by(call=CALL, readings=setting.readings, supplied=setting.supplied)


SINGLES = {
    "amounts": Single(title="alis-rules `amounts_by`", ready=_amounts_by, amounts=lambda found: list(found[:-1]), package="alis-rules"),
    "reckon": Single(
        title="alis-rules `reckon`, which tells what limits each line too", ready=_reckon, amounts=_of_reckoning, package="alis-rules"
    ),
    "zen": Single(
        title="zen-engine, asked by key",
        ready=_made("peer_zen", "Zen"),
        traced=_made("peer_zen", "Zen", "traced"),
        package="zen-engine",
    ),
    "zen-decision": Single(
        title="zen-engine, asked through a decision object",
        ready=_zen_by_decision,
        traced=partial(_zen_by_decision, method="traced"),
        package="zen-engine",
    ),
    "openfisca": Single(
        title="OpenFisca, built straight from populations",
        ready=_made("peer_openfisca", "OpenFisca"),
        traced=_made("peer_openfisca", "OpenFisca", "traced"),
        package="openfisca-core",
    ),
    "openfisca-builder": Single(
        title="OpenFisca, through `SimulationBuilder`",
        ready=_made("peer_openfisca", "OpenFisca", "built"),
        traced=_made("peer_openfisca", "OpenFisca", "built_traced"),
        package="openfisca-core",
    ),
    "json-logic": Single(title="panzi-json-logic", ready=_made("peer_json_logic", "JsonLogic"), package="panzi-json-logic"),
    "rule-engine": Single(title="rule-engine", ready=_made("peer_rule_engine", "RuleEngine"), package="rule-engine"),
}
"""Those that are handed single rows, by a short name."""


def there(package: str) -> str | None:
    """The version of a package; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def plain_row(facts: Any) -> dict[str, int]:
    """Facts as a peer is handed them: those that some amount hangs on."""
    return {name: min(getattr(facts, name), NO_CLAIM) for name in USED}
