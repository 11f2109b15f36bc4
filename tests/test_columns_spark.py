"""The rules on Spark: a real Spark on this machine, the rows in several partitions, exactly the whole numbers of one case at a time."""

import io
import os
import shutil
import sys
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alis_rules import Facts, InvalidCase, amounts_by, facts_from_columns, facts_of, load_tables, simulate
from alis_rules.column_problems import InvalidColumns
from alis_rules.dataframes import entitlements
from alis_rules.planning import LINES, RESULTS
from alis_rules.readings import DEFAULTS, chosen
from alis_rules.testing import facts
from alis_rules.testing.parts import reading_row
from tests.test_columns import CALLS, amounts_of, frame_of
from tests.test_docs import newcomer

REQUIRED = os.environ.get("ALIS_RULES_SPARK") == "required"
"""Whether it is an error that there is no Java."""
HAS_JAVA = bool(shutil.which("java") or os.environ.get("JAVA_HOME"))

pytestmark = [
    pytest.mark.skipif(not (HAS_JAVA or REQUIRED), reason="Spark needs Java 17, and there is none here"),
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A Spark with two workers' worth of threads."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        builder: Any = SparkSession.builder
        settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "3", "spark.driver.bindAddress": "127.0.0.1"}
        settings |= {"spark.driver.host": "127.0.0.1", "spark.log.level": "ERROR"}
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.master("local[2]").getOrCreate()
    yield session
    session.stop()


def _frame(spark: Any, many: list[Facts], folder: Path) -> Any:
    """The facts as Spark reads them, in several partitions."""
    frame_of(many).with_columns(case=pl.int_range(pl.len()).cast(pl.String)).write_parquet(folder / "facts.parquet")
    return spark.read.parquet(str(folder / "facts.parquet")).repartition(4, "case")


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(facts(), min_size=8, max_size=40), reading_row(), st.sampled_from(CALLS))
def test_spark_gives_the_whole_numbers_of_one_case_at_a_time(
    spark: Any, tmp_path: Path, many: list[Facts], options: dict[str, str], call: str
) -> None:
    chosen_readings = chosen(DEFAULTS, options)
    frame = _frame(spark, many, tmp_path)
    assert frame.rdd.getNumPartitions() >= 2
    found = entitlements(frame, call=call, readings=chosen_readings)
    rows = {int(row["case"]): row for row in found.collect()}
    for number, one in enumerate(many):
        amounts = [rows[number][name] for name in RESULTS]
        assert amounts == amounts_of(one, chosen_readings, call)
    assert {dict(found.dtypes)[name] for name in LINES} == {"bigint"}


def test_the_plan_is_sparks_own_and_nothing_is_shuffled_or_collected(spark: Any, tmp_path: Path) -> None:
    frame_of([Facts()] * 10).write_parquet(tmp_path / "facts.parquet")
    found = entitlements(spark.read.parquet(str(tmp_path)), call="2026", checked=True)
    with redirect_stdout(io.StringIO()) as told:
        found.explain()
    plan = told.getvalue()
    assert "Scan parquet" in plan
    assert "Exchange" not in plan
    assert "Python" not in plan


def test_what_no_fact_can_be_is_told_by_its_case(spark: Any, tmp_path: Path) -> None:
    frame = _frame(spark, [Facts(), evolve(Facts(), expenses_ore=-1), Facts()], tmp_path)
    with pytest.raises(InvalidColumns) as raised:
        entitlements(frame, call="2026")
    assert [each.code for each in raised.value.errors] == ["negative", "column-cases"]
    assert "case 1" in str(raised.value)


PLAIN = """case,municipality,role,percent,from,signed_on,expenses,supervision_hours
A-1,1804,fastlege,100,2026-01-01,2026-01-01,15000.50,60
A-2,0301,annet-legearbeid,50,2026-01-01,2026-01-01,300,
A-3,5601,introduksjonslege,80,2026-03-01,2026-03-01,,12.5
"""


def test_the_newcomers_program_needs_one_other_line(spark: Any) -> None:
    program = newcomer().replace("pl.read_csv(", "spark.read.csv(").replace("infer_schema=False", "header=True")
    printed: list[Any] = []
    exec(program, {"print": printed.append, "spark": spark})  # noqa: S102  the page's own example
    assert str(printed[0]) == "62916.67"


class TestPlainColumns:
    def _read(self, spark: Any, folder: Path, text: str = PLAIN) -> Any:
        (folder / "alis.csv").write_text(text, "utf-8")
        return spark.read.csv(str(folder / "alis.csv"), header=True).repartition(2, "case")

    def test_the_workers_count_what_is_counted_on_one_machine(self, spark: Any, tmp_path: Path) -> None:
        facts = facts_from_columns(self._read(spark, tmp_path), call="2026")
        here = facts_from_columns(pl.read_csv(io.StringIO(PLAIN), infer_schema=False), call="2026").to_pylist()
        assert sorted((row.asDict() for row in facts.collect()), key=lambda row: row["case"]) == here
        amounts = {row["case"]: row["amount_total_ore"] for row in entitlements(facts, call="2026").collect()}
        assert [amounts[row["case"]] for row in here] == [amounts_by(call="2026")(facts_of(row)).total for row in here]

    def test_what_is_wrong_is_told_before_anything_is_counted(self, spark: Any, tmp_path: Path) -> None:
        with pytest.raises(InvalidColumns) as raised:
            facts_from_columns(self._read(spark, tmp_path, PLAIN.replace("fastlege", "lege").replace("12.5", "12.555")), call="2026")
        assert {each.column for each in raised.value.errors} == {"role", "supervision_hours"}
        assert "case A-1" in str(raised.value)
        assert "case A-3" in str(raised.value)

    def test_columns_calls_and_tables(self, spark: Any, tmp_path: Path) -> None:
        plain = self._read(spark, tmp_path)
        with pytest.raises(InvalidColumns, match="case"):
            facts_from_columns(plain.drop("case"), call="2026")
        with pytest.raises(InvalidColumns, match="lone"):
            facts_from_columns(plain.withColumn("lone", plain["case"]), call="2026")
        with pytest.raises(InvalidCase, match="2031"):
            facts_from_columns(plain, call="2031")
        with pytest.raises(ValueError, match="shipped"):
            facts_from_columns(plain, call="2026", tables=evolve(load_tables()))


def test_a_what_if_is_the_same_as_on_one_machine(spark: Any, tmp_path: Path) -> None:
    frame = pl.DataFrame(facts_from_columns(pl.read_csv(io.StringIO(PLAIN), infer_schema=False), call="2026"))
    frame.write_parquet(tmp_path / "facts.parquet")
    proposal = {
        "name": "tak",
        "value": [{"id": "learning-expenses", "value": 9, "in_force_from": date(2025, 6, 1), "source": "x", "checked": date(2026, 11, 21)}],
    }
    options = {"grant-frame": "sum-of-caps"}
    here = simulate(frame, proposal, call="2026", readings=options)
    there = simulate(spark.read.parquet(str(tmp_path)).repartition(2), proposal, call="2026", readings=options)
    assert there.total.difference < 0
    assert there.to_json() == here.to_json()
    assert sorted(row["difference_total_ore"] for row in there.rows.collect()) == sorted(here.rows["difference_total_ore"])
