"""What is wrong with a table: every problem at once, each with its row and column, and what would be right."""

from collections.abc import Iterable

from attrs import frozen

from .problems import Problem, problem

SHOWN = 20
"""How many problems the text of the error shows; it holds them all."""


@frozen
class ColumnProblem:
    """One thing that is wrong with a table."""

    row: int | None
    """The number of the row, counted from 0; None where it is the column as a whole."""
    column: str
    """The name of the column; empty where it is the table as a whole."""
    problem: Problem
    """What is wrong."""

    @property
    def code(self) -> str:
        """The kind of problem, for programs; it keeps its name for ever."""
        return self.problem.code

    @property
    def message(self) -> str:
        """What is wrong and what would be right, in English."""
        return self.problem.message

    def text(self, lang: str) -> str:
        """What is wrong and what would be right, in the language `lang` (``nb``, ``nn`` or ``en``)."""
        return self.problem.text(lang)

    def __str__(self) -> str:
        """The row, the column and the message, in English."""
        place = ", ".join([*([] if self.row is None else [f"row {self.row}"]), *([self.column] if self.column else [])])
        return f"{place}: {self.message}" if place else self.message


def column_problem(row: int | None, column: str, code: str, /, **params: object) -> ColumnProblem:
    """A problem of a column, or of its cell in one row, its particulars given by name."""
    return ColumnProblem(row, column, problem("", code, **params))


class InvalidColumns(ValueError):
    """A table that cannot be read. It holds every problem that was found, not only the first."""

    def __init__(self, errors: Iterable[ColumnProblem]) -> None:
        """Take the problems, at least one, in the order of the rows."""
        self.errors: tuple[ColumnProblem, ...] = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        """The first problems, one a line, in English, and how many more there are."""
        more = len(self.errors) - SHOWN
        return "\n".join([*map(str, self.errors[:SHOWN]), *([f"(and {more} more)"] if more > 0 else [])])
