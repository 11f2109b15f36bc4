"""Answers to facts as lines of CSV."""

import csv
import io
from importlib import import_module
from typing import Any

from .column_problems import ColumnProblem, InvalidColumns, column_problem
from .fields import shown


def csv_part(table: Any, delimiter: str, *, first: bool) -> bytes:
    """Rows as lines, the names of the columns before the `first`; quotation marks stand only where they must. Null is nothing.

    Raises InvalidColumns where some column cannot be written as text.
    """
    pa: Any = import_module("pyarrow")
    pc: Any = import_module("pyarrow.compute")
    found: list[ColumnProblem] = []
    columns: list[Any] = []
    for name, column in zip(table.column_names, table.columns, strict=True):
        try:
            columns.append(_quoted(column, delimiter))
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            found.append(column_problem(None, shown(name), "column-not-csv", type=column.type))
    if found:
        raise InvalidColumns(found)
    head = io.StringIO()
    if first:
        csv.writer(head, delimiter=delimiter, lineterminator="\n").writerow(table.column_names)
    if not table.num_rows:
        return head.getvalue().encode("utf-8")
    nothing, between, end = (pa.scalar(each, pa.large_string()) for each in ("", delimiter, "\n"))
    lines = pc.binary_join_element_wise(*columns, between, null_handling="replace", null_replacement="")
    lines = pc.binary_join_element_wise(lines, end, nothing)
    return head.getvalue().encode("utf-8") + b"".join(_text_of(chunk) for chunk in lines.chunks)


def _quoted(column: Any, delimiter: str) -> Any:
    """The values of a column as text, in quotation marks where they hold what has a meaning in CSV."""
    pa: Any = import_module("pyarrow")
    pc: Any = import_module("pyarrow.compute")
    if pa.types.is_nested(column.type):
        raise pa.ArrowInvalid
    text = column.cast(pa.large_string())
    if pa.types.is_integer(column.type) or pa.types.is_boolean(column.type):
        return text
    special = pc.match_substring_regex(text, f'["\r\n{delimiter}]')
    if not pc.any(special).as_py():
        return text
    mark, nothing = (pa.scalar(each, pa.large_string()) for each in ('"', ""))
    doubled = pc.replace_substring(text, '"', '""')
    return pc.if_else(special, pc.binary_join_element_wise(mark, doubled, mark, nothing), text)


def _text_of(lines: Any) -> bytes:
    """An array of text without nulls, as its bytes alone."""
    _, offsets, values = lines.buffers()
    ends = memoryview(offsets).cast("q")
    return bytes(memoryview(values)[ends[lines.offset] : ends[lines.offset + len(lines)]])
