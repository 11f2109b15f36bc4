"""The facts table: one row an ALIS and call, in whole numbers. It is what batch work reads, and all that it needs.

The rows come of the same counting rules as everywhere else. Tables are Arrow's, made batch by batch, so that only the table
itself grows with the number of cases. pyarrow is imported where a table is made.
"""

import datetime as dt
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, cast

from attrs import evolve, frozen

from .asked import wrong_ways
from .column_problems import ColumnProblem, InvalidColumns, column_problem
from .counting import Count, count
from .extras import needed
from .facts import FACTS, NO_CLAIM, Facts
from .fields import Unfit, reference_of, row_id, shown, type_name
from .model import Case
from .plain_columns import PLAIN_COLUMNS, is_plain
from .problems import InvalidCase, Problem, problem
from .rates import Tables, load_tables
from .resolving import Chosen, View, looked_at, place_of
from .terms import Terms, terms_of

BASIS = "basis"
"""The column that says what the facts of a row were counted by."""
BATCH = 10_000
"""Rows of one record batch."""
_MANY = 5
"""How many missing columns are told each by itself."""
_KNOWN_TERMS = 256
"""How many sets of terms are remembered at a time."""


@frozen
class FactsColumn:
    """One column of the facts table."""

    name: str
    """The column's name."""
    type: str
    """The Arrow type: ``string``, ``int8`` or ``int64``."""
    meaning: str
    """What it holds, with its unit."""
    nullable: bool = False
    """True where a value may be null."""


# The columns ----------------------------------------------------------------------------------------------------------

_UNITS = {"_h100": "hundredths of an hour", "_ore": "øre", "_bp": "basis-point months (10 000 is one month at full time)"}
"""The unit of a fact, by how its name ends."""
_ROLES = {
    "regular_gp": "fastlege",
    "gp_locum": "fastlegevikar",
    "introductory_gp": "introduksjonslege",
    "other_municipal_gp": "annet-legearbeid",
}
_RULES = ("practice_compensation", "learning_expenses", "lower_productivity", "supervision", "facilitation", "additional_elements")
_MEANINGS = {
    "absence_incurred_h100": "All absence from the practice, before any condition",
    "absence_h100": "The absence from the practice that counts",
    "absence_used_h100": "Absence from the practice granted elsewhere for this call",
    "expenses_incurred_ore": "All learning expenses beyond what Education Fund II covers, before any condition",
    "expenses_ore": "The learning expenses that count, beyond what Education Fund II covers",
    "expenses_used_ore": "Learning expenses granted elsewhere for this call",
    "productivity_incurred_ore": "All lost income from lower productivity, before any condition",
    "productivity_ore": "The lost income from lower productivity that counts",
    "productivity_used_ore": "Lower productivity granted elsewhere for this call",
    "supervision_incurred_ore": "Given costs of supervision, before any condition",
    "supervision_incurred_unpriced_h100": "Hours of supervision without a given cost, before any condition",
    "supervision_ore": "Given costs of the supervision that counts",
    "supervision_unpriced_h100": "Hours of the supervision that counts, without a given cost",
    "supervision_h100": "All hours of supervision that count",
    "supervision_used_h100": "Hours of supervision granted elsewhere for this call",
    "facilitation_incurred_ore": "All costs of practical facilitation, before any condition",
    "facilitation_ore": "The costs of practical facilitation that count",
    "additional_incurred_ore": "All costs of additional elements, before any condition",
    "additional_ore": "The costs of additional elements that count",
    "municipal_incurred_ore": "All costs of elements that the municipality finances alone, before any condition",
    "municipal_ore": "The costs that count of elements that the municipality finances alone",
    **{f"months_{role}_bp": f"Months that count as {code}, each by the percent of the post" for role, code in _ROLES.items()},
    "months_in_window_bp": "Months of lower productivity: as regular GP or locum, within the first 24 months",
    "in_window": "1 where some day counts for lower productivity, else 0",
    **{f"held_{role}": f"1 where some counting day holds the role {code}, else 0" for role, code in _ROLES.items()},
    "centrality_known": "0 where neither the case nor a table gives the centrality class, else 1",
    "has_frame": "0 where there is supervision only, which no frame limits, else 1",
    **{f"claim_{rule}_ore": f"Applied for under {rule.replace('_', '-')}; null where no claim was made" for rule in _RULES},
}
"""What each fact is, without its unit."""

CLAIMS = frozenset(name for name in FACTS if name.startswith("claim_"))
"""The facts that may be null: no claim was made."""
FLAGS = frozenset(name for name in FACTS if not name.endswith(tuple(_UNITS)))
"""The facts that are 0 or 1."""


def _meaning(name: str) -> str:
    """What a fact is, with its unit."""
    unit = next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), None)
    what, semicolon, rest = _MEANINGS[name].partition(";")
    return f"{what}, {unit}{semicolon}{rest}." if unit else f"{what}."


COLUMNS = (
    FactsColumn("case", "string", "The caller's own id of the row, never a person's name or number; a running number where none is given."),
    FactsColumn("call", "string", "The call's id: the year it is announced in."),
    FactsColumn("municipality", "string", "Municipality number, four digits."),
    FactsColumn("centrality_class", "int8", "SSB's centrality class, 1 to 6; null where it is not known.", nullable=True),
    *(FactsColumn(name, "int64", _meaning(name), nullable=name in CLAIMS) for name in FACTS),
    FactsColumn(
        BASIS,
        "string",
        "What the facts were counted by, and what the case chose besides; empty where they were made by hand, and are taken as they are.",
    ),
)
"""The columns of the facts table, in order."""


def facts_schema() -> Any:
    """The facts table's `pyarrow.Schema`, for Arrow and Parquet; each field has its meaning as metadata."""
    pa = needed("pyarrow")
    return pa.schema(
        [pa.field(each.name, getattr(pa, each.type)(), each.nullable, metadata={"meaning": each.meaning}) for each in COLUMNS],
        metadata={"alis-rules": "facts/2"},
    )


def missing_columns(names: Collection[str], needed: Iterable[str]) -> list[ColumnProblem]:
    """What a table of some columns lacks of the facts that are `needed`: one hint where it is a table of another kind, or lacks many."""
    lacking = [name for name in needed if name not in names]
    if lacking and not any(name in FACTS for name in names):
        known = ", ".join(each.name for each in PLAIN_COLUMNS if each.required)
        return [column_problem(None, "", "columns-plain" if is_plain(names) else "columns-of-no-facts", known=known)]
    if len(lacking) > _MANY:
        return [column_problem(None, "", "columns-missing", columns=", ".join(lacking))]
    return [column_problem(None, name, "basis-missing" if name == BASIS else "column-missing", column=name) for name in lacking]


# From cases -----------------------------------------------------------------------------------------------------------


class CaseCounter:
    """Counts case after case by the same tables, remembering the terms that cases share."""

    def __init__(
        self, tables: Tables | None = None, *, readings: Chosen = None, known_on: dt.date | None = None, project: bool = False
    ) -> None:
        """Take how the cases are seen, as for `evaluate`. Raises InvalidCase with all that is wrong with it."""
        found = wrong_ways(readings, tables, known_on, project)
        if found:
            raise InvalidCase(found)
        self.tables = tables or load_tables()
        self.project = project
        self._readings, self._known_on = readings, known_on
        self._terms: dict[object, Terms] = {}

    def counted(self, case: Case) -> tuple["FactsRow", Count]:
        """A case's row, and all that the counting rules say of it. Raises InvalidCase where the call or the municipality does not exist."""
        seen, found = looked_at(case, self._readings, self.tables, self._known_on, project=self.project)
        if seen is None:
            raise InvalidCase(found, reference=reference_of(case))
        centrality = place_of(case, seen.call, self.tables).centrality_class
        terms = self._terms_of(seen)
        counted = count(case, terms.grounds, seen.readings, centrality, terms.basis)
        return FactsRow("", seen.call.id, case.municipality.number, centrality, counted.facts), counted

    def _terms_of(self, seen: View) -> Terms:
        case, call = seen.case, seen.call
        key = (call.id, call.bounds, seen.readings, case.supplied, case.accept)
        if key not in self._terms:
            if len(self._terms) >= _KNOWN_TERMS:
                self._terms.clear()
            self._terms[key] = terms_of(self.tables, call, seen.readings, case.supplied, case.accept, self._known_on)
        return self._terms[key]


@frozen
class FactsRow:
    """One row of the facts table."""

    case: str
    call: str
    municipality: str
    centrality_class: int | None
    facts: Facts


def facts_batches(
    cases: Iterable[Case | tuple[str, Case]],
    *,
    readings: Chosen = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Iterator[Any]:
    """The facts table of cases as `pyarrow.RecordBatch` after `pyarrow.RecordBatch`, so that a file of any size can be written.

    The arguments are as for `evaluate`. Raises InvalidCase where a reading is unknown, or some case cannot be counted: once all cases
    are read, holding every problem of every case under its number. What was yielded before that is no whole table.
    """
    counter = CaseCounter(tables, readings=readings, known_on=known_on, project=project)
    found: list[Problem] = []
    given: Any = cases
    if not isinstance(given, Iterable) or isinstance(given, str | bytes | Mapping):
        raise InvalidCase([problem("/cases", "wrong-type-list", type=type_name(cast("object", given)))])

    def rows() -> Iterator[FactsRow]:
        for index, each in enumerate(cases):
            said, case = each if isinstance(each, tuple) and len(each) == 2 else (str(index), each)
            name = row_id(said)
            if isinstance(name, Unfit):
                found.extend(one.under(index) for one in name.under("case"))
            try:
                row, _ = counter.counted(case)
            except InvalidCase as error:
                found.extend(one.under(index) for one in error.errors)
                continue
            if not (found or isinstance(name, Unfit)):
                yield evolve(row, case=name)

    yield from record_batches(rows())
    if found:
        raise InvalidCase(found)


def facts_table(
    cases: Iterable[Case | tuple[str, Case]],
    *,
    readings: Chosen = None,
    tables: Tables | None = None,
    known_on: dt.date | None = None,
    project: bool = False,
) -> Any:
    """The facts table of cases, each alone or with the caller's own id of it, as a `pyarrow.Table`.

    The arguments are as for `evaluate`: `readings` override those of the cases that they name.
    Raises InvalidCase where a reading is unknown or some case cannot be counted; it holds every problem of every case, each under the
    case's number: ``/3/call``, and ids that are no text (``/3/case``).
    """
    return table_of(facts_batches(cases, readings=readings, tables=tables, known_on=known_on, project=project))


def table_of(batches: Iterable[Any]) -> Any:
    """Record batches as one `pyarrow.Table`."""
    pa = needed("pyarrow")
    return pa.Table.from_batches(list(batches), facts_schema())


def record_batches(rows: Iterable[FactsRow]) -> Iterator[Any]:
    """Rows as record batches of at most `BATCH` rows."""
    pa = needed("pyarrow")
    schema = facts_schema()
    values: Callable[[Facts], tuple[int, ...]] = operator.attrgetter(*FACTS)
    held: list[tuple[object, ...]] = []

    def batch() -> Any:
        columns = [
            pa.array([None if value == NO_CLAIM and name in CLAIMS else value for value in column], field.type)
            for name, column, field in zip(schema.names, zip(*held, strict=True), schema, strict=True)
        ]
        held.clear()
        return pa.RecordBatch.from_arrays(columns, schema=schema)

    for row in rows:
        held.append((row.case, row.call, row.municipality, row.centrality_class, *values(row.facts), row.facts.basis))
        if len(held) == BATCH:
            yield batch()
    if held:
        yield batch()


# Back again -----------------------------------------------------------------------------------------------------------


def facts_of(table_row: Mapping[str, Any], *, row: int | None = None) -> Facts:
    """The facts of a row of the table, given as a mapping; other columns are left aside. A claim that is null or absent was not made.

    Raises InvalidColumns, with the number `row` where one is given, where a column is missing or a value is no whole number, or
    negative; of facts made by hand the basis is empty or null, but there. Raises TypeError where the row is no mapping.
    """
    if not isinstance(cast("object", table_row), Mapping):
        raise TypeError(f"a row is a mapping, as table.to_pylist() gives them, not {type(table_row).__name__}")
    missing = missing_columns(table_row, [name for name in (*FACTS, BASIS) if name not in CLAIMS])
    found = [ColumnProblem(row, each.column, each.problem) for each in missing]
    values: dict[str, int] = {}
    for name in FACTS:
        value = table_row.get(name)
        if name not in table_row or (value is None and name in CLAIMS):
            continue
        if value is None:
            found.append(column_problem(row, name, "column-null"))
        else:
            whole = _whole(value)
            if whole is None:
                found.append(column_problem(row, name, "column-not-whole", value=shown(value)))
            elif whole < 0:
                found.append(column_problem(row, name, "negative", value=shown(value)))
            elif whole > 1 and name in FLAGS:
                found.append(column_problem(row, name, "column-not-flag", value=shown(value)))
            else:
                values[name] = whole
    basis = table_row.get(BASIS)
    if not isinstance(basis, str | None):
        found.append(column_problem(row, BASIS, "basis-not-text", type=type(basis).__name__))
    if found:
        raise InvalidColumns(found)
    return Facts(**values, basis=basis or "")


def _whole(value: Any) -> int | None:
    """A whole number as Python's own, or None where it is none."""
    try:
        return None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        return None
