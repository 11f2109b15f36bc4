"""The facts table: what the counting rules say of each case, kept whole through files, and made from the columns that people have."""

import datetime as dt
import io
import json
from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import given, settings
from hypothesis import strategies as st

from alis_rules import Case, InvalidCase, evaluate, load_case
from alis_rules import facts_rows as module
from alis_rules.column_problems import SHOWN, InvalidColumns, column_problem
from alis_rules.describing import descriptions
from alis_rules.facts import FACTS, NO_CLAIM, Facts
from alis_rules.facts_columns import facts_from_columns
from alis_rules.facts_rows import CLAIMS, COLUMNS, FLAGS, facts_batches, facts_of, facts_schema, facts_table
from alis_rules.plain_columns import PLAIN_COLUMNS
from alis_rules.rates import load_tables
from alis_rules.testing import cases
from alis_rules.testing.numbers import number, periods
from tests.support import CONTRACT_CASE, ROOT, case

pa: Any = import_module("pyarrow")
parquet: Any = import_module("pyarrow.parquet")
ipc: Any = import_module("pyarrow.ipc")
csv: Any = import_module("pyarrow.csv")
pl: Any = import_module("polars")
pd: Any = import_module("pandas")
duckdb: Any = import_module("duckdb")

FEW = settings(max_examples=15, deadline=None)
ROW: dict[str, Any] = {
    "case": "A-1",
    "municipality": "1804",
    "role": "fastlege",
    "employment": "hovedmodell",
    "percent": Decimal("80.00"),
    "from": dt.date(2025, 2, 1),
    "to": None,
    "signed_on": dt.date(2025, 5, 20),
    "first_gp_date": dt.date(2025, 2, 1),
    "training_start": dt.date(2023, 9, 1),
    "absence_hours": Decimal("112.25"),
    "expenses": Decimal("12250.00"),
    "fund_refund": Decimal("250.50"),
    "lower_productivity": Decimal("140000.00"),
    "supervision_hours": Decimal("40.50"),
    "supervision_cost": None,
    "facilitation": Decimal("1000.00"),
    "additional": None,
    "municipal": Decimal("0.10"),
    "date": dt.date(2025, 10, 1),
    "centrality_class": None,
}
"""A row of plain columns that nothing is wrong with."""


def rows_of(table: Any) -> list[dict[str, Any]]:
    """The rows of a table."""
    return list(table.to_pylist())


def frame(*rows: dict[str, Any]) -> Any:
    """Plain columns in Arrow, with the rows' own types."""
    return pa.table({name: [row[name] for row in rows] for name in rows[0]})


def changed(**cells: Any) -> dict[str, Any]:
    """The plain row with other cells; `from_` for ``from``."""
    return {**ROW, **{name.rstrip("_"): value for name, value in cells.items()}}


def problems(wrong: Any, call: str = "2026") -> list[tuple[int | None, str, str]]:
    """The row, column and code of each problem of a frame."""
    with pytest.raises(InvalidColumns) as raised:
        facts_from_columns(wrong, call=call)
    for each in raised.value.errors:
        assert all(each.text(lang) for lang in ("nb", "nn", "en"))
        assert "{" not in each.message
        assert each.text("en") == each.message
    return [(each.row, each.column, each.code) for each in raised.value.errors]


# The columns ----------------------------------------------------------------------------------------------------------


def test_the_table_has_the_keys_and_every_fact_in_order() -> None:
    assert [each.name for each in COLUMNS] == ["case", "call", "municipality", "centrality_class", *(each.name for each in fields(Facts))]
    assert {each.name for each in COLUMNS if each.nullable} == {"centrality_class", *CLAIMS}
    assert len(CLAIMS) == 6
    assert {name: each.default for name in FACTS for each in fields(Facts) if each.name == name and name in CLAIMS} == dict.fromkeys(
        sorted(CLAIMS, key=FACTS.index), NO_CLAIM
    )
    assert {"in_window", "has_frame", "centrality_known", "held_gp_locum"} <= FLAGS
    assert len(FLAGS) == 7


def test_the_schema_carries_the_meanings() -> None:
    schema: Any = facts_schema()
    assert [(each.name, str(each.type), each.nullable) for each in schema] == [(each.name, each.type, each.nullable) for each in COLUMNS]
    assert [each.metadata[b"meaning"].decode() for each in schema] == [each.meaning for each in COLUMNS]


def test_the_meanings_say_what_the_docstrings_of_the_facts_say() -> None:
    """Written twice, since a table has null in the place of no claim, and its meanings stand in files where no source is at hand."""
    said = {name: text.replace("``NO_CLAIM``", "null") for name, text in descriptions(Facts).items()}
    assert said == {each.name: each.meaning for each in COLUMNS if each.name in said}
    assert said.keys() == {*FACTS, "basis"}


def test_the_page_shows_the_columns() -> None:
    page = (ROOT / "docs" / "facts.md").read_text("utf-8")
    facts = [f"| `{each.name}` | {each.type}{', null' * each.nullable} | {each.meaning} |" for each in COLUMNS]
    plain = [f"| `{each.name}` | {each.kind}{', needed' * each.required} | {each.meaning} |" for each in PLAIN_COLUMNS]
    for rows in (facts, plain):
        assert "\n".join(rows) in page, "docs/facts.md is to show:\n" + "\n".join(rows)


# From cases -----------------------------------------------------------------------------------------------------------


@FEW
@given(cases())
def test_a_row_is_the_facts_that_evaluating_gives(generated: Case) -> None:
    (row,) = rows_of(facts_table([("own id", generated)], project=True))
    entitlement = evaluate(generated, project=True)
    assert facts_of(row) == entitlement.facts
    assert (row["case"], row["call"]) == ("own id", entitlement.call)
    assert (row["municipality"], row["centrality_class"]) == (entitlement.municipality.number, entitlement.municipality.centrality_class)
    assert all((row[name] is None) == (getattr(entitlement.facts, name) == NO_CLAIM) for name in CLAIMS)


def through_parquet(table: Any) -> Any:
    """A table written and read as Parquet."""
    file = io.BytesIO()
    parquet.write_table(table, file)
    file.seek(0)
    return parquet.read_table(file)


def through_ipc(table: Any) -> Any:
    """A table written and read as an Arrow file."""
    file = io.BytesIO()
    with ipc.new_file(file, table.schema) as writer:
        writer.write_table(table)
    return ipc.open_file(io.BytesIO(file.getvalue())).read_all()


def through_csv(table: Any) -> Any:
    """A table written and read as CSV, read with its schema."""
    file = io.BytesIO()
    csv.write_csv(table, file)
    types = {each.name: each.type for each in facts_schema()}
    options = csv.ConvertOptions(column_types=types, strings_can_be_null=False)
    return csv.read_csv(io.BytesIO(file.getvalue()), convert_options=options).cast(facts_schema())


@pytest.mark.parametrize("through", [through_parquet, through_ipc, through_csv])
@settings(max_examples=6, deadline=None)
@given(generated=st.lists(cases(), min_size=0, max_size=3))
def test_the_table_comes_back_whole(through: Callable[[Any], Any], generated: list[Case]) -> None:
    table = facts_table(generated, project=True)
    back = through(table)
    assert back.equals(table)
    if through is not through_csv:
        assert back.schema.equals(facts_schema(), check_metadata=True)


def test_it_is_made_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    plain = case()
    batches = list(facts_batches([plain] * 5))
    assert [batch.num_rows for batch in batches] == [2, 2, 1]
    table = facts_table([plain] * 4)
    assert table.column("case").to_pylist() == ["0", "1", "2", "3"]
    assert [batch.num_rows for batch in table.to_batches()] == [2, 2]
    assert facts_table([]).schema.equals(facts_schema())


def test_many_terms_are_not_all_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KNOWN_TERMS", 1)
    table = facts_table([case(), case(call="2023"), case()])
    assert table.column("call").to_pylist() == ["2026", "2023", "2026"]


def test_every_problem_of_every_case_is_told() -> None:
    good = case()
    bad = evolve(good, call="1999", municipality=evolve(good.municipality, number="9999"))
    with pytest.raises(InvalidCase) as raised:
        facts_table([good, bad, good, bad])
    assert [each.at for each in raised.value.errors] == ["/1/call", "/1/municipality/number", "/3/call", "/3/municipality/number"]


# Back again -----------------------------------------------------------------------------------------------------------


def test_a_row_with_other_columns_and_no_claims_is_facts() -> None:
    row: dict[str, Any] = {name: 0 for name in FACTS if name not in CLAIMS} | {"basis": None}
    assert facts_of({**row, "more": "x"}) == Facts(centrality_known=0, has_frame=0)
    assert facts_of({**row, "claim_supervision_ore": 5}).claim_supervision_ore == 5


def test_what_is_wrong_with_a_row_is_told_together() -> None:
    row: dict[str, Any] = dict.fromkeys(FACTS, 0) | {"basis": 7}
    del row["absence_h100"]
    row |= {"expenses_ore": None, "supervision_ore": -1, "in_window": 2, "facilitation_ore": 1.0, "municipal_ore": True}
    with pytest.raises(InvalidColumns) as raised:
        facts_of(row, row=7)
    assert {each.column: (each.row, each.code) for each in raised.value.errors} == {
        "absence_h100": (7, "column-missing"),
        "expenses_ore": (7, "column-null"),
        "supervision_ore": (7, "negative"),
        "in_window": (7, "column-not-flag"),
        "facilitation_ore": (7, "column-not-whole"),
        "municipal_ore": (7, "column-not-whole"),
        "basis": (7, "basis-not-text"),
    }


def test_the_error_shows_the_first_problems_and_counts_the_rest() -> None:
    error = InvalidColumns(column_problem(row, "percent", "column-null") for row in range(SHOWN + 3))
    lines = str(error).splitlines()
    assert len(error.errors) == SHOWN + 3
    assert lines[0] == "row 0, percent: This cell is empty. The column must have a value in every row."
    assert lines[SHOWN:] == ["(and 3 more)"]
    assert str(InvalidColumns([column_problem(None, "percent", "column-missing", column="percent")])) == (
        "percent: The column “percent” is missing."
    )


# From plain columns ---------------------------------------------------------------------------------------------------


def as_case(row: dict[str, Any]) -> Case:
    """The plain row as the contract's case, written here by hand."""
    day = row["date"].isoformat()
    return case(
        positions=[{"role": "fastlege", "employment": "hovedmodell", "percent": str(row["percent"]), "from": "2025-02-01"}],
        activities=[
            {
                "kind": "kurs",
                "date": day,
                "absence_hours": str(row["absence_hours"]),
                "expenses": str(row["expenses"]),
                "fund_refund": str(row["fund_refund"]),
            }
        ],
        lower_productivity=[{"from": day, "to": day, "amount": str(row["lower_productivity"])}],
        supervision=[{"date": day, "hours": str(row["supervision_hours"])}],
        facilitation=[{"date": day, "amount": str(row["facilitation"])}],
        municipal=[{"date": day, "amount": str(row["municipal"])}],
    )


HUNDREDTHS = st.integers(0, 200_000_00).map(number).map(Decimal)


@pytest.mark.filterwarnings("ignore:.*, row ")
@FEW
@given(
    percent=st.integers(0, 100_00).map(number).map(Decimal),
    hours=st.integers(0, 200_00).map(number).map(Decimal),
    kroner=HUNDREDTHS,
    refund=HUNDREDTHS,
    day=st.dates(*periods()["2026"]),
)
def test_a_plain_row_is_the_same_case(percent: Decimal, hours: Decimal, kroner: Decimal, refund: Decimal, day: dt.date) -> None:
    row = changed(
        percent=percent,
        absence_hours=hours,
        supervision_hours=hours,
        expenses=kroner,
        fund_refund=refund,
        lower_productivity=kroner,
        date=day,
    )
    (found,) = rows_of(facts_from_columns(frame(row), call="2026"))
    assert facts_of(found) == evaluate(as_case(row)).facts
    assert (found["case"], found["call"], found["municipality"]) == ("A-1", "2026", "1804")


ENGINES: dict[str, Callable[[Any], Any]] = {
    "pyarrow": lambda table: table,
    "polars": pl.from_arrow,
    "polars-lazy": lambda table: pl.from_arrow(table).lazy(),
    "pandas": lambda table: table.to_pandas(),
    "pandas-days": lambda table: table.to_pandas().astype({"from": "datetime64[ns]", "date": "datetime64[ns]", "percent": "float64"}),
    "pandas-categories": lambda table: table.to_pandas().astype({"role": "category"}),
    "duckdb": duckdb.from_arrow,
}


@pytest.mark.parametrize("engine", ENGINES)
def test_any_engine_gives_the_same_table(engine: str) -> None:
    table = frame(ROW, changed(case="A-2", percent=Decimal("33.33"), to=dt.date(2026, 1, 31)))
    assert facts_from_columns(ENGINES[engine](table), call="2026").equals(facts_from_columns(table, call="2026"))


@pytest.mark.filterwarnings("ignore:.*, row ")
def test_text_and_floats_are_read_exactly() -> None:
    plain = facts_from_columns(frame(ROW), call="2026")
    texts = {name: None if value is None else str(value) for name, value in ROW.items()}
    assert facts_from_columns(frame(texts), call="2026").equals(plain)
    classes = [facts_from_columns(frame({**each, "centrality_class": value}), call="2026") for each, value in ((texts, "3"), (ROW, 3))]
    assert classes[0].equals(classes[1])
    floats = {name: float(value) if isinstance(value, Decimal) else value for name, value in ROW.items()}
    assert facts_from_columns(frame(floats), call="2026").equals(plain)
    many = frame(*[changed(percent=each) for each in (0.1, 33.33, 99.99)])
    assert facts_from_columns(many, call="2026").num_rows == 3


def test_only_what_is_needed_need_be_there() -> None:
    post = {"role": "fastlege", "employment": "ansatt", "percent": 80, "from": "2025-02-01"}
    needed = {each.name: ROW[each.name] for each in PLAIN_COLUMNS if each.required}
    (row,) = rows_of(facts_from_columns(frame(needed), call="2026"))
    assert facts_of(row) == evaluate(case(positions=[post])).facts
    assert (row["case"], row["centrality_class"]) == ("0", evaluate(case()).municipality.centrality_class)
    numbered = rows_of(facts_from_columns(frame({**needed, "case": 17, "centrality_class": 6.0}), call="2026"))[0]
    assert (numbered["case"], numbered["centrality_class"]) == ("17", 6)
    assert facts_from_columns(frame(needed).slice(0, 0), call="2026").num_rows == 0


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({}, True),
        ({"signed_on": dt.date(2025, 9, 1)}, True),
        ({"training_start": dt.date(2025, 10, 1)}, True),
        ({"from_": dt.date(2025, 12, 1)}, True),
        ({"signed_on": dt.date(2026, 6, 1)}, False),
        ({"to": dt.date(2025, 5, 25)}, False),
    ],
)
def test_without_a_date_the_first_day_that_can_count_is_taken(cells: dict[str, Any], counts: bool) -> None:
    row = changed(date=None, **cells)
    facts = facts_of(rows_of(facts_from_columns(frame(row), call="2026"))[0])
    assert facts.absence_incurred_h100 == 112_25
    assert facts.absence_h100 == 112_25 * counts
    assert facts.productivity_ore == 140_000_00 * counts


def test_a_row_whose_lower_productivity_hangs_on_the_day_is_refused() -> None:
    closing = changed(first_gp_date=dt.date(2023, 12, 1), date=None)
    assert problems(frame(ROW, closing, ROW)) == [(1, "date", "column-date-needed")]
    dated = frame({**closing, "date": dt.date(2025, 12, 1)})
    assert facts_of(rows_of(facts_from_columns(dated, call="2026"))[0]).productivity_ore == 0
    nothing = frame({**closing, "lower_productivity": Decimal("0.00")}, {**closing, "lower_productivity": Decimal("0.00")})
    assert facts_from_columns(nothing, call="2026").num_rows == 2


@pytest.mark.filterwarnings("ignore:.*, row ")
def test_a_row_whose_five_years_run_out_is_refused_without_a_date() -> None:
    running = changed(signed_on=dt.date(2020, 11, 1), from_=dt.date(2020, 11, 1), percent=100, lower_productivity=None, date=None)
    assert problems(frame(running)) == [(0, "date", "column-date-needed")]
    part_time = {**running, "percent": 50}
    assert facts_of(rows_of(facts_from_columns(frame(part_time), call="2026"))[0]).absence_h100 == 112_25
    amounts = ("absence_hours", "expenses", "fund_refund", "supervision_hours", "facilitation", "municipal")
    assert facts_from_columns(frame({**running, **dict.fromkeys(amounts)}), call="2026").num_rows == 1
    dated = {**running, "date": dt.date(2025, 12, 1)}
    assert facts_of(rows_of(facts_from_columns(frame(dated), call="2026"))[0]).absence_h100 == 0


# Bad input ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"role": "fastlegge"}, ("role", "unknown-code")),
        ({"employment": "hovedmodel"}, ("employment", "unknown-code")),
        ({"percent": Decimal("100.01")}, ("percent", "above-100-percent")),
        ({"percent": -1}, ("percent", "negative")),
        ({"percent": 33.333}, ("percent", "column-inexact")),
        ({"percent": 0.1 + 0.2}, ("percent", "column-inexact")),
        ({"percent": 1e300}, ("percent", "above-100-percent")),
        ({"percent": float("inf")}, ("percent", "unreadable-number")),
        ({"percent": None}, ("percent", "column-null")),
        ({"percent": "80,5"}, ("percent", "not-a-number")),
        ({"percent": True}, (None, "percent", "column-type-number")),
        ({"role": 3}, (None, "role", "column-type-text")),
        ({"role": None}, ("role", "column-null")),
        ({"municipality": 1804}, (None, "municipality", "column-type-text")),
        ({"municipality": "301"}, ("municipality", "not-four-digits")),
        ({"municipality": "9999"}, ("municipality", "unknown-municipality")),
        ({"municipality": None}, ("municipality", "column-null")),
        ({"from_": None}, ("from", "column-null")),
        ({"from_": "01.02.2025"}, ("from", "impossible-date")),
        ({"from_": 20250201}, (None, "from", "column-type-day")),
        ({"from_": dt.datetime.combine(dt.date(2025, 2, 1), dt.time(8))}, ("from", "column-not-a-day")),
        ({"from_": dt.datetime(2025, 2, 1, tzinfo=dt.UTC)}, (None, "from", "column-type-day")),
        ({"to": dt.date(2025, 1, 31)}, ("to", "to-before-from")),
        ({"signed_on": None}, ("signed_on", "column-null")),
        ({"date": "2025-13-01"}, ("date", "impossible-date")),
        ({"absence_hours": Decimal("-0.01")}, ("absence_hours", "negative")),
        ({"expenses": Decimal("0.001")}, ("expenses", "too-many-decimals")),
        ({"lower_productivity": 10**10}, ("lower_productivity", "too-large-amount")),
        ({"supervision_cost": 5, "supervision_hours": None}, ("supervision_hours", "column-hours-needed")),
        ({"centrality_class": 7}, ("centrality_class", "not-a-centrality-class")),
        ({"centrality_class": 1.5}, ("centrality_class", "not-a-centrality-class")),
        ({"centrality_class": "7a"}, ("centrality_class", "not-a-centrality-class")),
        ({"centrality_class": "7"}, ("centrality_class", "not-a-centrality-class")),
        ({"centrality_class": True}, (None, "centrality_class", "column-type-whole")),
        ({"case": 1.5}, (None, "case", "column-type-id")),
    ],
)
def test_what_is_wrong_is_told_with_its_row_and_column(cells: dict[str, Any], expected: tuple[Any, ...]) -> None:
    expected = expected if len(expected) == 3 else (0, *expected)
    assert problems(frame(changed(**cells))) == [expected]


def test_every_problem_of_every_row_is_told_together() -> None:
    wrong = frame(
        ROW, changed(role="lege", percent=Decimal("800.00"), to=dt.date(2024, 1, 1), municipality=None), ROW, changed(expenses=Decimal(-1))
    )
    assert problems(wrong) == [
        (1, "municipality", "column-null"),
        (1, "role", "unknown-code"),
        (1, "percent", "above-100-percent"),
        (1, "to", "to-before-from"),
        (3, "expenses", "negative"),
    ]


def test_missing_and_unknown_columns_are_told_with_what_would_be_right() -> None:
    row = {("absense_hours" if name == "absence_hours" else name): value for name, value in ROW.items() if name != "signed_on"}
    wrong = frame(row, {**row, "role": "lege"})
    assert problems(wrong) == [
        (None, "absense_hours", "column-unknown"),
        (None, "signed_on", "column-missing"),
        (1, "role", "unknown-code"),
    ]
    with pytest.raises(InvalidColumns, match="Did you mean “absence_hours”"):
        facts_from_columns(wrong, call="2026")


def test_a_column_that_stands_twice_is_told() -> None:
    table = frame(ROW)
    twice = pa.table([table.column("role"), *table.columns], names=["role", *table.column_names])
    assert problems(twice) == [(None, "role", "column-twice")]
    assert problems(twice.to_pandas()) == [(None, "role", "column-twice")]


def test_a_column_of_nothing_may_be_of_any_type() -> None:
    table = frame(ROW)
    for name, kind in (("to", pa.float64()), ("centrality_class", pa.string()), ("additional", pa.bool_())):
        table = table.set_column(table.column_names.index(name), name, pa.nulls(1, kind))
    assert facts_from_columns(table, call="2026").equals(facts_from_columns(frame(ROW), call="2026"))
    nothing = table.set_column(table.column_names.index("percent"), "percent", pa.nulls(1, pa.bool_()))
    assert problems(nothing) == [(0, "percent", "column-null")]


def test_a_table_that_went_through_csv_is_read() -> None:
    file = io.StringIO()
    pl.from_arrow(frame(ROW)).write_csv(file)
    expected = facts_from_columns(frame(ROW), call="2026")
    with_polars = pl.read_csv(io.StringIO(file.getvalue()), schema_overrides={"municipality": pl.String})
    with_pandas = pd.read_csv(io.StringIO(file.getvalue()), dtype={"municipality": str})
    assert facts_from_columns(with_polars, call="2026").equals(expected)
    assert facts_from_columns(with_pandas, call="2026").equals(expected)
    assert problems(pl.read_csv(io.StringIO(file.getvalue()))) == [(None, "municipality", "column-type-text")]


def test_values_of_several_types_and_days_beyond_the_calendar_are_told() -> None:
    mixed = pd.DataFrame([ROW, changed(role=3)])
    assert problems(mixed) == [(None, "role", "column-unreadable")]
    beyond = frame(ROW, ROW).set_column(list(ROW).index("date"), "date", pa.array([10**7, 20_000], pa.int32()).cast(pa.date32()))
    assert problems(beyond) == [(0, "date", "impossible-date")]


def test_an_unknown_call_and_what_is_no_frame_are_told() -> None:
    with pytest.raises(InvalidCase, match="2062") as raised:
        facts_from_columns(frame(ROW), call="2062")
    assert [(each.at, each.code) for each in raised.value.errors] == [("/call", "unknown-call")]
    with pytest.raises(TypeError):
        facts_from_columns("rows.csv", call="2026", tables=load_tables())


@pytest.mark.filterwarnings("ignore:.*, row ")
def test_many_rows_are_read_slice_by_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alis_rules.plain_rows.SLICE", 2)
    rows = [changed(case=str(index), expenses=Decimal(1000 * index)) for index in range(5)]
    found = facts_from_columns(frame(*rows), call="2026").column("expenses_incurred_ore").to_pylist()
    assert found == [0, 749_50, 1_749_50, 2_749_50, 3_749_50]
    assert problems(frame(*rows[:4], changed(role="x"))) == [(4, "role", "unknown-code")]


def test_the_contract_case_makes_the_row_of_its_facts() -> None:
    contract = load_case(json.dumps(CONTRACT_CASE))
    assert facts_of(rows_of(facts_table([contract]))[0]) == evaluate(contract).facts
