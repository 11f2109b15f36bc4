"""Before anything is measured: every peer gives the very amounts that the library gives of one row at a time."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from alis_rules import Facts
from alis_rules.reckoning import reckon

from .entrants import COLUMNS, OTHER_FRAMES, SINGLES, Columns, plain_row, there
from .measuring import said
from .rows import facts
from .setting import OUTPUTS, SETTINGS, UNKNOWN, Setting

ROWS = 2_000
"""How many rows the amounts are compared on."""


class Disagreement(Exception):
    """A peer gives another amount: there is nothing to measure until it does not."""


def wanted(setting: Setting, many: Iterable[Facts]) -> list[list[int | None]]:
    """The amounts of some facts, one row at a time."""
    terms = setting.terms
    found = (reckon(each, terms) for each in many)
    return [[*(line.amount for line in each.lines), each.total] for each in found]


def checked(file: Path) -> dict[str, str]:
    """Compare every peer that is installed under every setting, on the first rows of a file; the versions of those that are."""
    versions: dict[str, str] = {}
    packages = [*(each.package for each in SINGLES.values()), *(each.package for each in (*COLUMNS.values(), *OTHER_FRAMES.values()))]
    for package in dict.fromkeys(packages):
        version = there(package)
        if version is None:
            said(f"{package} is not installed: it is left out")
        versions[package] = version or ""
    for setting in SETTINGS.values():
        rows = facts(ROWS)
        right = wanted(setting, rows)
        for name, single in SINGLES.items():
            if versions[single.package]:
                work = single.ready(setting)
                handed = rows if single.package == "alis-rules" else [plain_row(each) for each in rows]
                _same(name, setting, right, [single.amounts(work(each)) for each in handed])
        for name, columns in {**COLUMNS, **OTHER_FRAMES}.items():
            if versions[columns.package]:
                _same(name, setting, right, _rows_of(columns, setting, file))
        said(f"every peer agrees on {ROWS} rows: {setting.name}")
    return {package: version for package, version in versions.items() if version}


def _rows_of(columns: Columns, setting: Setting, file: Path) -> list[list[int | None]]:
    np: Any = import_module("numpy")
    amounts = columns.amounts(columns.ready(file, setting)())
    for name in OUTPUTS:
        if not np.issubdtype(amounts[name].dtype, np.integer):
            raise Disagreement(f"{columns.title} gives {name} in {amounts[name].dtype}, no whole numbers")
    rows = zip(*(amounts[name][:ROWS].tolist() for name in OUTPUTS), strict=True)
    return [[None if each == UNKNOWN else each for each in row] for row in rows]


def _same(name: str, setting: Setting, right: list[list[int | None]], given: list[list[int | None]]) -> None:
    for row, (one, other) in enumerate(zip(right, given, strict=True)):
        if one != other:
            raise Disagreement(f"{name}, {setting.name}, row {row}: {dict(zip(OUTPUTS, zip(one, other, strict=True), strict=True))}")
