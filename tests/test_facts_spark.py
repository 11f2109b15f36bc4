"""Counting on Spark's workers, without a Spark: what each worker does, and what is made of it (`test_columns_spark` has a real one)."""

import importlib
import io
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from attrs import evolve

from alis_rules import Readings, facts_from_columns, facts_spark, load_tables
from alis_rules.column_problems import SHOWN, InvalidColumns
from alis_rules.facts_spark import facts_on_spark
from tests.test_columns_spark import PLAIN

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:pyspark")


class Frame:
    """As much of a Spark frame as is used: batches, each a worker's."""

    def __init__(self, tables: list[Any]) -> None:
        types: Any = importlib.import_module("pyspark.sql.pandas.types")
        self.tables = tables
        self.schema = types.from_arrow_schema(tables[0].schema)
        self.columns = tables[0].column_names
        self.mapInArrow = self._mapped

    def _mapped(self, work: Callable[[Iterator[Any]], Iterator[Any]], _: Any) -> "Result":
        return Result([batch for table in self.tables for batch in work(iter(table.to_batches()))])


class Result:
    def __init__(self, batches: list[Any]) -> None:
        self.rows = [row for batch in batches for row in batch.to_pylist()]

    def limit(self, most: int) -> "Result":
        del self.rows[most:]
        return self

    def collect(self) -> list[Any]:
        return [SimpleNamespace(asDict=row.copy, **row) for row in self.rows]


def _table(text: str) -> Any:
    frame: Any = pl.read_csv(io.StringIO(text), infer_schema=False)
    return frame.to_arrow()


def test_each_worker_counts_its_own_rows() -> None:
    head, *rows = PLAIN.splitlines(keepends=True)
    found: Any = facts_on_spark(Frame([_table(head + row) for row in rows]), call="2026")
    assert [row.asDict() for row in found.collect()] == facts_from_columns(_table(PLAIN), call="2026").to_pylist()


def test_what_is_wrong_is_told_with_its_case() -> None:
    head, row, *_ = PLAIN.replace("1804", "18O4").splitlines(keepends=True)
    with pytest.raises(InvalidColumns) as raised:
        facts_on_spark(Frame([_table(head + row * 30), _table(head + row)]), call="2026")
    assert len(raised.value.errors) == 2 * SHOWN
    assert str(raised.value).startswith("municipality: ")
    assert "case A-1" in str(raised.value)


def test_a_frame_without_cases_is_refused() -> None:
    with pytest.raises(InvalidColumns, match="case"):
        facts_on_spark(Frame([_table(PLAIN).drop_columns(["case"])]), call="2026")


def test_a_frame_of_spark_goes_to_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    narwhals: Any = importlib.import_module("narwhals")

    def on_spark(frame: Any, **asked: Any) -> tuple[Any, dict[str, Any]]:
        return frame, asked

    monkeypatch.setattr(narwhals.dependencies, "is_pyspark_dataframe", bool)
    monkeypatch.setattr(facts_spark, "facts_on_spark", on_spark)
    asked = {"call": "2026", "readings": Readings(rounding="ore"), "known_on": None, "project": False}
    assert facts_from_columns("the frame", call="2026", readings={"rounding": "ore"}) == ("the frame", asked)
    with pytest.raises(ValueError, match="shipped"):
        facts_from_columns("the frame", call="2026", tables=evolve(load_tables()))
