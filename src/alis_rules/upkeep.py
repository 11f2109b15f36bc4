"""What a maintainer of the tables asks: what they hold, what a day has, what is wrong or stale, what changed, and the next call's file.

Nothing here looks at the clock: whoever asks what is stale says which day it is. Only `new_call` and `archive` write.
"""

import datetime as dt
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, cast

from attrs import frozen
from dateutil.relativedelta import relativedelta

from .archive import archive_path, pack, unpack
from .aside import replaced
from .entitlement import Entitlement
from .evaluation import evaluate
from .fields import near, shown
from .interchange import load_case
from .model import CASE_SCHEMA, Standing
from .rates import FEE_RATE, UNITS, Call, Tables, Value
from .rates_files import ROW_KEYS, read_tables, table_files

_MUNICIPALITIES_SOURCE = "ssb-klass"
"""The source of the municipality tables, which name none in their rows."""
_ABOVE_EVERY_CAP = {"hours": 2000, "kroner": 9_000_000}
_DATED = ("in_force_from", "in_force_to", "known_from")
_CARRIED = "To be confirmed: carried over from call {call}."
_KEPT = "The standing is kept, since every case needs this value."


class Refused(ValueError):
    """Something that cannot be answered or done, with its message in every language under ``rates.error.<code>``."""

    def __init__(self, code: str, **params: str) -> None:
        """Take the kind of refusal and the particulars that its message names."""
        self.code, self.params = code, params
        super().__init__(code, params)

    def __reduce__(self) -> tuple[Any, tuple[object, ...]]:
        """What a pickle holds."""
        return partial(Refused, self.code, **self.params), ()

    def text(self, lang: str) -> str:
        """What is refused and what would be right, in the language `lang`."""
        from .explain.catalogue import catalogue

        texts = catalogue(lang)
        near_hint = texts.meant(self.params.get("near", ""))
        params = {**self.params, "why": texts.reason(self.params.get("why", ""))}
        return texts.say(f"rates.error.{self.code}", **params, near_hint=near_hint)

    def __str__(self) -> str:
        """The message in English."""
        return self.text("en")


# What the tables hold -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Summary:
    """A table at a glance."""

    id: str
    """A call's id, or ``fee-rate``."""
    period: tuple[dt.date, dt.date] | None
    """The grant period of a call; None where it is not found, and for the fee rate."""
    verified: dt.date
    standings: Mapping[Standing, int]
    """How many values have each standing."""


def summaries(tables: Tables) -> tuple[Summary, ...]:
    """Every call in order, and the fee rate."""
    calls = (
        Summary(id=call.id, period=call.period, verified=call.verified, standings=_standings(call.values.values()))
        for call in tables.calls.values()
    )
    fee_rate = Summary(id=FEE_RATE, period=None, verified=tables.fee_rate_verified, standings=_standings(tables.fee_rates))
    return (*calls, fee_rate)


def _standings(values: Iterable[Value]) -> Counter[Standing]:
    return Counter(value.standing for value in values)


def call_named(tables: Tables, name: str) -> Call:
    """The call with the id `name`. Raises Refused."""
    if name not in tables.calls:
        raise Refused("unknown-call", value=shown(name), near=near(name, tables.calls), known=known_calls(tables))
    return tables.calls[name]


def values_named(tables: Tables, name: str) -> tuple[tuple[str, Value], ...]:
    """All that the tables say under a name, each value with the call it is of, or with none for the fee rate.

    The name is a call's id (all its values), a value's id (that value in every call), or ``fee-rate``. Raises Refused.
    """
    if name in tables.calls:
        return tuple((name, value) for value in tables.calls[name].values.values())
    if name == FEE_RATE:
        return tuple(("", value) for value in tables.fee_rates)
    if name in UNITS:
        return tuple((call.id, call[name]) for call in tables.calls.values())
    raise Refused("unknown-id", value=shown(name), near=near(name, [*UNITS, FEE_RATE, *tables.calls]))


def horizon(tables: Tables) -> dt.date:
    """The last day until which both the calls and the fee rate were verified."""
    return min(tables.fee_rate_verified, max(call.verified for call in tables.calls.values()))


def known_calls(tables: Tables) -> str:
    """The calls by id, each with its grant period where that is found."""
    return ", ".join(f"{call.id} ({call.period[0]} – {call.period[1]})" if call.period else call.id for call in tables.calls.values())


@frozen(kw_only=True, eq=False)
class InForce:
    """What is in force on a day."""

    call: Call | None
    """The call whose grant period holds the day; one whose period is not found, where it must lie around the day."""
    fee_rates: tuple[Value, ...]
    """Each fee rate that may be in force: more than one where the day of a change is not known."""


def in_force(tables: Tables, day: dt.date) -> InForce:
    """What is in force on a day. Raises Refused for a day after the last verified one."""
    if day > horizon(tables):
        raise Refused("beyond", day=str(day), verified=str(horizon(tables)), known=known_calls(tables))
    return InForce(call=tables.call_of(day, day), fee_rates=tables.fee_rates_between(day, day))


# What is wrong or stale -----------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Checked:
    """Tables that load without a problem, and what a maintainer should look at."""

    version: str
    digest: str
    verified: Mapping[str, dt.date]
    """The day until which each file was verified."""
    stale: tuple[str, ...]
    """The files that were verified more than a year before the day asked about."""
    dead_sources: tuple[str, ...]
    """Sources that no value names."""


def check(directory: Path, today: dt.date | None = None) -> Checked:
    """Check the tables of a directory as loading does. Raises InvalidTables, which holds every problem of every file.

    `today`: the day to reckon staleness by; without it nothing is called stale.
    """
    files = table_files(directory)
    tables = read_tables(files)
    verified = {
        "about.toml": tables.verified,
        **{f"calls/{call.id}.toml": call.verified for call in tables.calls.values()},
        "fee-rate.toml": tables.fee_rate_verified,
    }
    named = {_MUNICIPALITIES_SOURCE, *_sources_named(files[name] for name in verified if name != "about.toml")}
    year = relativedelta(years=1)
    return Checked(
        version=tables.version,
        digest=tables.digest,
        verified=verified,
        stale=tuple(name for name, day in verified.items() if today and day < today - year),
        dead_sources=tuple(key for key in _toml(files["about.toml"]).get("sources", {}) if key not in named),
    )


def _toml(content: bytes) -> dict[str, Any]:
    return tomllib.loads(content.decode("utf-8"))


def _sources_named(contents: Iterable[bytes]) -> Iterator[str]:
    """The source of each row, and of each conflict."""
    for content in contents:
        for row in _toml(content)["value"]:
            yield row["source"]
            yield from (conflict["source"] for conflict in row.get("conflicts", []))


# What changed ---------------------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """How a value of one call stands to that of another."""

    CHANGED = "changed"
    FOUND = "found"
    """Only the second call has it."""
    LOST = "lost"
    """Only the first call has it."""
    FIRMNESS = "firmness"
    """The same figure, said by another kind of source."""
    SAME = "same"


@frozen(kw_only=True)
class Change:
    """One value in two calls."""

    id: str
    kind: Kind
    old: Value
    new: Value


@frozen(kw_only=True)
class Difference:
    """Two calls side by side."""

    changes: tuple[Change, ...]
    """Every value, in the order of the tables, the fee rate last."""
    old: Entitlement
    """What a full-time fastlege with costs above every cap is entitled to in the first call."""
    new: Entitlement
    """The same in the second call."""


def difference(tables: Tables, old: str, new: str) -> Difference:
    """What changed from one call to another. Raises Refused where a call does not exist."""
    first, second = call_named(tables, old), call_named(tables, new)
    pairs = [(first[name], second[name]) for name in UNITS]
    pairs.append((tables.fee_rate(first), tables.fee_rate(second)))
    changes = (Change(id=before.id, kind=_kind(before, after), old=before, new=after) for before, after in pairs)
    return Difference(changes=tuple(changes), old=at_every_cap(tables, first), new=at_every_cap(tables, second))


def _kind(old: Value, new: Value) -> Kind:
    if (old.value is None) != (new.value is None):
        return Kind.FOUND if old.value is None else Kind.LOST
    if old.value != new.value or (old.value is None and old.between != new.between):
        return Kind.CHANGED
    return Kind.SAME if old.standing == new.standing else Kind.FIRMNESS


def at_every_cap(tables: Tables, call: Call) -> Entitlement:
    """What a full-time fastlege is entitled to for the whole grant period of a call, with costs above every cap, in centrality class 6.

    Values that are not confirmed are used. Where a value is missing, its lines are undetermined and name it.
    """
    within = min(max(call.verified, call.bounds[0]), call.bounds[1])
    first, last = call.period or (within, within)
    begin, hours, kroner = str(first), _ABOVE_EVERY_CAP["hours"], _ABOVE_EVERY_CAP["kroner"]
    remotest = min(tables.municipalities.values(), key=lambda row: (-row.centrality_class, row.number))
    case = {
        "schema": CASE_SCHEMA,
        "call": call.id,
        "municipality": {"number": remotest.number, "registered": True, "centrality_class": 6},
        "doctor": {"training_start": begin, "first_gp_date": begin},
        "agreement": {"kind": "alis-avtale", "signed_on": begin, "newly_employed": True, "official_template": True},
        "positions": [{"role": "fastlege", "employment": "hovedmodell", "percent": 100, "from": begin}],
        "activities": [{"kind": "kurs", "date": begin, "absence_hours": hours, "expenses": kroner}],
        "supervision": [{"date": begin, "hours": hours, "cost": kroner}],
        "lower_productivity": [{"from": begin, "to": str(last), "amount": kroner}],
        "facilitation": [{"date": begin, "amount": kroner}],
        "additional": [{"date": begin, "amount": kroner}],
        "accept": ["unconfirmed"],
    }
    return evaluate(load_case(json.dumps(case), tables=tables), tables=tables)


# A release -------------------------------------------------------------------------------------------------------------


def archive(directory: Path) -> tuple[Path, bool]:
    """Keep the tables of a directory as those of their version; gives the path, and whether it was written now or was there.

    Raises Refused where other tables are kept under that version, or the file cannot be written; InvalidTables where the tables
    do not load, or what is kept cannot be read.
    """
    files = table_files(directory)
    version = read_tables(files).version
    path = archive_path(directory, version)
    if path is None:
        raise Refused("version-name", version=shown(version))
    if path.exists():
        if unpack(path) != files:
            raise Refused("released", version=version)
        return path, False
    try:
        path.parent.mkdir(exist_ok=True)
        replaced(path, pack(files))
    except OSError as error:
        raise Refused("unwritable", path=str(path), why=error.strerror or type(error).__name__) from None
    return path, True


# The next call --------------------------------------------------------------------------------------------------------


def new_call(directory: Path, new: str, old: str) -> Path:
    """Write ``calls/<new>.toml`` with every value of call `old`, each marked to be confirmed; gives the path.

    Raises Refused where the call does not exist, the name is no later year, or the file is there or cannot be written;
    InvalidTables where the tables, or the tables with the new call, do not load: then nothing is written.
    """
    files = table_files(directory)
    call_named(read_tables(files), old)
    path, name = directory / "calls" / f"{new}.toml", f"calls/{new}.toml"
    text = _drafted(_toml(files[f"calls/{old}.toml"]), new, old)
    if path.exists():
        raise Refused("exists", path=str(path))
    read_tables({**files, name: text.encode()})
    try:
        replaced(path, text.encode())
    except OSError as error:
        raise Refused("unwritable", path=str(path), why=error.strerror or type(error).__name__) from None
    return path


def _drafted(table: Mapping[str, Any], new: str, old: str) -> str:
    """The text of a new call's file. Raises Refused where `new` is not a year, 1 to 99 years after `old`."""
    years = int(new) - int(old) if re.fullmatch("[0-9]{4}", new, re.ASCII) and re.fullmatch("[0-9]{4}", old, re.ASCII) else 0
    if not 1 <= years < 100:
        raise Refused("new-id", value=shown(new), old=old)
    head = [
        f"# Utlysningen {new}: ført videre fra {old}. Hver verdi skal bekreftes mot en kilde, se docs/adding-a-call.md.",
        f'id = "{new}"',
        f"verified = {table['verified']}",
    ]
    rows = ("\n".join(["", "[[value]]", *_row_lines(row, old, relativedelta(years=years))]) for row in table["value"])
    return "\n".join([*head, *rows]) + "\n"


def _row_lines(row: Mapping[str, Any], old: str, move: relativedelta) -> Iterator[str]:
    """A row carried over: its days moved, its standing and note as of a value that is to be confirmed, conflicts left behind."""
    carried = {key: row[key] for key in ROW_KEYS if key in row and key != "conflicts"}
    for key in _DATED:
        if key in carried:
            carried[key] += move
    if "between" in carried:
        carried["between"] = [day + move for day in carried["between"]]
    if isinstance(carried.get("value"), dt.date):
        carried["value"] += move
    notes = [_CARRIED.format(call=old)]
    if row["id"] == "longest-years":
        notes.append(_KEPT)
    elif row["standing"] != Standing.NOT_FOUND:
        carried["standing"] = Standing.UNCONFIRMED.value
    if row.get("note"):
        notes.append(f"Note then: {row['note']}")
    carried["note"] = " ".join(notes)
    return (f"{key} = {_toml_value(carried[key])}" for key in ROW_KEYS if key in carried)


def _toml_value(raw: object) -> str:
    """A value as TOML writes it: days and whole numbers bare, texts in quotes."""
    if isinstance(raw, list):
        return f"[{', '.join(map(_toml_value, cast('list[object]', raw)))}]"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return json.dumps(raw, ensure_ascii=False).replace("\x7f", "\\u007f") if isinstance(raw, str) else str(raw)
