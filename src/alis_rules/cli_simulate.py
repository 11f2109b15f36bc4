"""The command ``alis-rules simulate``: a file of facts and a proposal in, what the proposal would cost out."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, cast

from .aside import ending, told
from .basis import unlike_bases
from .cli_choosing import choices_of
from .cli_options import Argument, Option
from .cli_reading import Document, Format, KnownOn, Lang, Project, ReadingChoices, Supply, Width, overlaid, report
from .cli_writing import print_blocks, say_json, tell, tell_json, write
from .column_problems import SHOWN, ColumnProblem, InvalidColumns, column_problem
from .dataframes import simulate as simulate_rows
from .effects import Simulation
from .explain.catalogue import Language, catalogue
from .explain.markdown import to_markdown_text
from .explain.page import to_page
from .explain.simulated import simulation_blocks
from .extras import needed
from .facts import FACTS
from .facts_checking import Cells, FactsCheck, Rows, cells, wrong_rows
from .facts_file import FACTS_FILES, FactsFile
from .facts_rows import BASIS
from .fields import printable, shown
from .magnitudes import TooLarge
from .offers import of_municipality
from .problems import InvalidCase, legible, problem
from .rates import Tables

KEYS = ("municipality", "centrality_class")
"""The columns that rows are grouped by, beside the facts."""


def simulate(
    source: Annotated[Path, Argument("facts")],
    overlay: Annotated[list[str], Option("proposal", value="file")],
    call: Annotated[str, Option("call-of-facts", value="call", codes="calls")],
    base: Annotated[list[str] | None, Option(value="file")] = None,
    reading: ReadingChoices = None,
    supply: Supply = None,
    known_on: KnownOn = None,
    project: Project = False,
    output: Document = Format.TEXT,
    lang: Lang = Language.NB,
    width: Width = None,
) -> None:
    """Print what a proposal would cost for all ALIS of a file, and who gets more and less."""
    as_json = output is Format.JSON
    tables = overlaid(base or (), as_json=as_json, lang=lang)
    settings = {
        "overlay": overlaid(overlay, as_json=as_json, lang=lang).overlays,
        "call": call,
        "tables": tables,
        "known_on": known_on,
        "project": project,
    }
    choices = choices_of(reading, supply)
    try:
        if choices.wrong:
            raise InvalidCase(choices.wrong)
        result = _simulated(source, {**settings, "readings": choices.readings, "supplied": choices.supplied})
    except InvalidCase as error:
        report(source.as_posix(), error.errors, as_json=as_json, lang=lang)
        raise SystemExit(2) from None
    except InvalidColumns as error:
        _report(source, error.errors, as_json=as_json, lang=lang)
        raise SystemExit(2) from None
    if as_json:
        say_json(result.to_json())
        return
    blocks = simulation_blocks(result, lang)
    if output is Format.TEXT:
        print_blocks(blocks, width=width)
    else:
        write(to_page([blocks], lang) if output is Format.HTML else to_markdown_text(blocks))


def _simulated(source: Path, settings: dict[str, Any]) -> Simulation:
    """The simulation of a file, some rows at a time: the reader begins with a piece without rows, so that even an empty file has one.

    Raises InvalidCase and InvalidColumns, the rows of which are counted from 1.
    """
    try:
        needed("narwhals")
        needed("pyarrow")
    except ImportError:
        raise InvalidCase([problem("", "needs-columns")]) from None
    if ending(source) not in FACTS_FILES:
        raise InvalidCase([problem("", "batch-format", known=", ".join(FACTS_FILES))])
    tables: Tables = settings["tables"]
    asked = {name: settings[name] for name in ("readings", "supplied", "known_on", "project")}
    reader = FactsFile(source, (), tables, asked, settings["call"])
    _check_names(reader, source)
    result: Simulation | None = None
    found: list[ColumnProblem] = []
    pieces = reader.pieces(0, 0)
    check = FactsCheck(tables, asked, settings["call"])
    said: set[str] = set()
    while True:
        with told("unreadable-file", source):
            piece = next(pieces, None)
        if piece is None:
            break
        rows: Rows = piece.content
        found += _wrong(rows, check)[: SHOWN + 1 - len(found)]
        if not found:
            table = rows.table.select([name for name in rows.table.column_names if name in (*KEYS, "call", *FACTS, BASIS)])
            said |= check.bases(table)
            unlike = unlike_bases(sorted(said))
            if unlike:
                raise InvalidColumns([column_problem(None, BASIS, "basis-mixed", unlike=unlike)])
            try:
                part = simulate_rows(table, checked=True, **settings)
            except TooLarge:
                raise InvalidCase([problem("", "simulate-too-large")]) from None
            result = result + part if result is not None and result.groups else part
        elif len(found) > SHOWN:
            break
    if found:
        raise InvalidColumns(found)
    return cast("Simulation", result)


def _check_names(reader: FactsFile, source: Path) -> None:
    """Refuse a file whose columns are not those of facts, with what rows are grouped by. Raises InvalidCase and InvalidColumns."""
    found: list[ColumnProblem] = []
    with told("unreadable-file", source):
        try:
            reader.identity()
        except InvalidColumns as error:
            found += error.errors
        names = next(reader.pieces(0, 0)).content.table.column_names
    found += [column_problem(None, name, "column-missing", column=name) for name in KEYS if name not in names]
    if found:
        raise InvalidColumns(found)


def _wrong(rows: Rows, check: FactsCheck) -> list[ColumnProblem]:
    """What is wrong with some rows, each with its row."""
    return [
        ColumnProblem(wrong.row, each.column, each.problem)
        for wrong in wrong_rows(rows, [*rows.misread, *check.wrong_cells(rows.table), *_wrong_keys(rows.table)])
        for each in wrong.problems
        if isinstance(each, ColumnProblem)
    ]


def _wrong_keys(table: Any) -> Iterator[Cells]:
    """The cells that are no municipality number, or no centrality class."""
    pa: Any = import_module("pyarrow")
    pc: Any = import_module("pyarrow.compute")
    numbers, classes = table[KEYS[0]], table[KEYS[1]]
    if pa.types.is_dictionary(numbers.type):
        numbers = numbers.cast(pa.string())
    if pa.types.is_string(numbers.type) or pa.types.is_large_string(numbers.type):
        wrong = pc.invert(pc.match_substring_regex(numbers, "^([0-9]{4})?$"))

        def of_number(row: int) -> ColumnProblem:
            written = numbers[row].as_py()
            return column_problem(None, KEYS[0], "not-four-digits", value=shown(written), near=of_municipality(written))

        yield Cells(KEYS[0], wrong, of_number)
    if pa.types.is_integer(classes.type):
        beyond = pc.or_(pc.less(classes, 1), pc.greater(classes, 6))
        yield cells(KEYS[1], beyond, classes, "not-a-centrality-class")


def _report(source: Path, errors: tuple[ColumnProblem, ...], *, as_json: bool, lang: str) -> None:
    """Write what is wrong with the rows of a file to standard error: the first of it, and that there is more."""
    if as_json:
        listed = [{"row": each.row, "column": each.column, "code": each.code, "message": each.text(lang)} for each in errors[:SHOWN]]
        tell_json({"file": legible(source.as_posix()), "errors": listed})
        return
    texts = catalogue(lang)
    tell(texts.say("command.errors", case=source.as_posix()))
    for each in errors[:SHOWN]:
        row = [] if each.row is None else [texts.say("simulate.row", row=each.row)]
        tell(f"  {', '.join([*row, *([printable(each.column)] if each.column else [])])}: {each.text(lang)}")
    if len(errors) > SHOWN:
        tell(f"  {texts.say('simulate.more-errors')}")
