"""The table files: read once, checked whole, frozen. Every problem of every file is reported together."""

import csv
import datetime as dt
import hashlib
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast

from attrs import evolve

from .calendar import FIRST_DAY, LAST_DAY
from .fields import MAX_HINTS, MAX_HOURS, MAX_MONEY, Unfit, as_written, day, is_list, near, shown, type_name
from .keeping import read_only
from .model import Standing
from .offers import of_number
from .rates import FEE_RATE, UNITS, Call, InvalidTables, MunicipalityRow, Overlay, Tables, Value
from .rates_toml import Places, read_toml, text_of

NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
MOST = {"percent": 1000, "months": 1200, "years": 100, "h": MAX_HOURS}
"""The largest figure of a unit; of any other, the largest amount."""
_CLASSES = {"1": (925, 1000), "2": (870, 924), "3": (775, 869), "4": (670, 774), "5": (565, 669), "6": (0, 564)}
"""SSB's centrality classes, by the index."""
IN_TABLES = (Standing.OFFICIAL, Standing.REPORTED, Standing.UNCONFIRMED, Standing.NOT_FOUND)
"""The standings that a table's own row may have."""
MOST_ROWS = 1_000
"""The most rows of a table or a proposal; the longest has some thirty."""
_CALL_FILE = re.compile(r"calls/[0-9]{4}\.toml", re.ASCII)
_MUNICIPALITY_COLUMNS = ["number", "name", "county_number", "county", "centrality_class", "centrality_index"]
_RENUMBERED_COLUMNS = ["number_2020", "name_2020", "number_2024", "name_2024", "kind"]


def _is_day(raw: object) -> bool:
    return isinstance(raw, dt.date) and not isinstance(raw, dt.datetime)


def _figure(raw: object, unit: str) -> Decimal | dt.date | bool:
    """A TOML value as a figure in its unit; raises ValueError that says what would be right."""
    if unit == "date":
        if not _is_day(raw):
            raise ValueError("a date is YYYY-MM-DD, in TOML without quotes")
        return cast("dt.date", raw)
    if unit == "yes-no":
        if not isinstance(raw, bool):
            raise ValueError("a yes-no value is true or false")
        return raw
    number = Decimal(raw) if isinstance(raw, str) and NUMBER.fullmatch(raw) else as_written(raw)
    if number is None and not isinstance(raw, str):
        raise ValueError(f"a number of {unit} is a number or a string of digits, not “{shown(raw)}”")
    most = MOST.get(unit, MAX_MONEY)
    if number is None or (isinstance(number, Decimal) and not _has_two_decimals(number)):
        close = of_number(shown(raw), int(most))
        raise ValueError(f"“{shown(raw)}” is not a number of at most two decimals{'; near: ' if close else ''}{close}")
    if not 0 <= number <= most:
        raise ValueError(f"“{shown(raw)}” is not a possible number of {unit}")
    figure = Decimal(number)
    if unit in ("months", "years") and figure != int(figure):
        raise ValueError(f"a number of {unit} is whole")
    return figure


def _has_two_decimals(number: Decimal) -> bool:
    """Whether a number has at most two decimals, as it is written."""
    return number.is_finite() and cast("int", number.as_tuple().exponent) >= -2


ROW_KEYS = [
    "id", "value", "unit", "in_force_from", "in_force_to", "between", "known_from", "standing", "source", "checked", "note", "conflicts"
]  # fmt: skip


def _row(at: str, raw: Any, sources: Mapping[str, str] | None, found: list[str], *, value_id: str, unit: str) -> Value | None:
    """One row of a table as a value, or None with its problems added to `found`."""
    if not isinstance(raw, dict):
        found.append(f"{at}: a row is a table of keys and values")
        return None
    row = cast("dict[str, Any]", raw)
    before = len(found)
    _only(lambda _key: at, row, ROW_KEYS, found)
    if row.get("id", value_id) != value_id:
        found.append(f"{at}: the id is {value_id}, not “{shown(row['id'])}”")
    _check_origin(at, row, sources, found)
    _check_days(at, row, found)
    figure = _check_figure(at, row, unit, found)
    conflicts = _check_conflicts(at, row, sources, found)
    if len(found) > before:
        return None
    between: list[dt.date] | None = row.get("between")
    return Value(
        id=value_id,
        value=figure,
        unit=unit,
        standing=Standing(row["standing"]),
        source=str((sources or {}).get(row["source"], row["source"])),
        in_force_from=row.get("in_force_from"),
        in_force_to=row.get("in_force_to"),
        between=(between[0], between[1]) if between else None,
        known_from=row.get("known_from"),
        checked=row["checked"],
        note=row.get("note", ""),
        conflicts=conflicts,
    )


def _check_origin(at: str, row: Mapping[str, Any], sources: Mapping[str, str] | None, found: list[str]) -> None:
    """Who said it, how firm it is, and when it was checked."""
    found += [f"{at}: {key} is missing" for key in ("standing", "source", "checked") if row.get(key, "") == ""]
    standings = [each.value for each in IN_TABLES]
    standing, source = row.get("standing", ""), row.get("source", "")
    if not isinstance(row.get("note", ""), str):
        found.append(f"{at}: note is a text")
    if standing != "" and standing not in standings:
        found.append(f"{at}: standing “{shown(standing)}” is none of {', '.join(standings)}")
    if sources is None:
        if not isinstance(source, str):
            found.append(f"{at}: source is a text")
        return
    if source != "" and not (isinstance(source, str) and (source in sources or source.startswith(("https://", "http://")))):
        close = near(str(source), sources)
        found.append(f"{at}: source “{shown(source)}” is neither an address nor one of about.toml's{'; near: ' if close else ''}{close}")


def _check_conflicts(at: str, row: Mapping[str, Any], sources: Mapping[str, str] | None, found: list[str]) -> tuple[tuple[str, str], ...]:
    """What other sources say instead: each a value and a source, in a row that says why it is not used."""
    raw = row.get("conflicts", [])
    entries: list[Any] = [*cast("list[Any]", raw)] if isinstance(raw, list) else [raw]
    conflicts: list[tuple[str, str]] = []
    for entry in entries:
        parts = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
        if set(parts) != {"value", "source"} or not all(isinstance(part, str) and part for part in parts.values()):
            found.append(f"{at}: a conflict has a value and a source, both texts")
        elif sources is not None and parts["source"] not in sources:
            found.append(f"{at}: source “{shown(parts['source'])}” of a conflict is none of about.toml's")
        else:
            conflicts.append((parts["value"], (sources or {}).get(parts["source"], "")))
    if entries and not row.get("note"):
        found.append(f"{at}: a row with conflicts has a note that says which value is used, and why")
    return tuple(conflicts)


def _check_days(at: str, row: Mapping[str, Any], found: list[str]) -> None:
    """When it is in force and since when it is known."""
    days = {key: row[key] for key in ("in_force_from", "in_force_to", "known_from", "checked") if key in row}
    wrong = [key for key, value in days.items() if not _is_day(value)]
    found += [f"{at}: {key} is not a day of the calendar (YYYY-MM-DD, in TOML without quotes)" for key in wrong]
    between: Any = row.get("between")
    if "between" in row and not (
        isinstance(between, list)
        and len(cast("list[Any]", between)) == 2
        and all(map(_is_day, cast("list[Any]", between)))
        and between[0] <= between[1]
    ):
        found.append(f"{at}: between is the earliest and the latest possible day")
    if not wrong and "in_force_to" in days and days["in_force_to"] < days.get("in_force_from", dt.date.min):
        found.append(f"{at}: in_force_to is before in_force_from")
    if "value" in row and "in_force_from" not in row and "between" not in row:
        found.append(f"{at}: in_force_from is missing")


def _check_figure(at: str, row: Mapping[str, Any], unit: str, found: list[str]) -> Decimal | dt.date | bool | None:
    """The figure in its unit; None where it is not found."""
    if row.get("unit", unit) != unit:
        found.append(f"{at}: the unit is {unit}, not “{shown(row['unit'])}”")
    if (row.get("standing") == Standing.NOT_FOUND) == ("value" in row):
        found.append(f"{at}: a value has a standing other than not-found, and a row without one is not-found")
    elif "value" in row:
        try:
            return _figure(row["value"], unit)
        except ValueError as error:
            found.append(f"{at}: {error}")
    return None


def _only(at: Callable[[str], str], table: Mapping[str, Any], keys: Sequence[str], found: list[str]) -> None:
    unknown = [key for key in table if key not in keys]
    known, hinted = ", ".join(keys), len(unknown) <= MAX_HINTS
    found += [f"{at(key)}: unknown key “{shown(key)}”; near: {(hinted and near(key, keys)) or known}" for key in unknown]


def _rows(name: str, table: Mapping[str, Any], found: list[str]) -> list[Any]:
    """The rows of a table, no more than are looked at."""
    raw = table.get("value", [])
    rows = cast("list[Any]", raw) if isinstance(raw, list) else [raw]
    if len(rows) > MOST_ROWS:
        found.append(f"{name}: has {len(rows)} values; only the first {MOST_ROWS} were looked at, which is the most there may be")
    return rows[:MOST_ROWS]


def _id_of(raw: Any) -> str:
    """The id that a row gives; empty where it gives none."""
    value_id = cast("dict[str, Any]", raw).get("id") if isinstance(raw, dict) else None
    return value_id if isinstance(value_id, str) else ""


def _call(places: Places, table: dict[str, Any], sources: Mapping[str, str] | None, found: list[str]) -> Call | None:
    before, name = len(found), places.name
    _only(places.key, table, ["id", "verified", "value"], found)
    verified = _verified(places, table, found)
    stem = name.rpartition("/")[2].removesuffix(".toml")
    if table.get("id") != stem:
        found.append(f"{places.key('id')}: id is “{shown(table.get('id'))}”, but the file is named {stem}")
    values: dict[str, Value] = {}
    given: dict[str, str] = {}
    for index, raw in enumerate(_rows(name, table, found)):
        value_id = _id_of(raw)
        at = places.row(index, value_id)
        if value_id not in UNITS:
            found.append(f"{at}: unknown id; near: {near(value_id, UNITS) or ', '.join(UNITS)}")
            continue
        if value_id in given:
            found.append(f"{at}: two rows of one id overlap; a call has one value of each")
        given.setdefault(value_id, at)
        value = _row(at, raw, sources, found, value_id=value_id, unit=UNITS[value_id])
        if value is not None:
            values[value_id] = value
    lacking = [value_id for value_id in UNITS if value_id not in given]
    found += [f"{name}: {value_id} is missing; what no source says is a row with standing not-found" for value_id in lacking]
    if len(found) > before:
        return None
    first, last = values["period-from"].value, values["period-to"].value
    bounds = (cast("dt.date", first or dt.date.min), cast("dt.date", last or dt.date.max))
    call = Call(id=stem, values=read_only(values), verified=verified, bounds=bounds)
    found += [f"{given[value_id]}: {problem}" for value_id, problem in _call_problems(call)]
    return call if len(found) == before else None


def _verified(places: Places, table: Mapping[str, Any], found: list[str]) -> dt.date:
    """The day until which a table was verified."""
    day = table.get("verified")
    if not _is_day(day):
        found.append(f"{places.key('verified')}: verified is the day (YYYY-MM-DD without quotes) until which the table was verified")
        return dt.date.min
    return cast("dt.date", day)


def _between_neighbours(calls: Iterable[Call]) -> list[Call]:
    """The calls in order, the period of each that is not found held within those of the calls before and after it."""
    in_order = sorted(calls, key=lambda call: call.id)
    firsts = [dt.date.min, *(_beside(call.period[1], 1) if call.period else dt.date.min for call in in_order)]
    lasts = [*(_beside(call.period[0], -1) if call.period else dt.date.max for call in in_order), dt.date.max]
    return [call if call.period else evolve(call, bounds=(firsts[index], lasts[index + 1])) for index, call in enumerate(in_order)]


def _beside(day: dt.date, days: int) -> dt.date:
    """The day so many days after or before another; the calendar's last or first where it ends."""
    ordinal = day.toordinal() + days
    return dt.date.fromordinal(min(max(ordinal, FIRST_DAY), LAST_DAY))


def _call_problems(call: Call) -> Iterator[tuple[str, str]]:
    """What is wrong between the values of a call, each with the value that it stands at."""
    if call["longest-years"].standing not in (Standing.OFFICIAL, Standing.REPORTED):
        yield "longest-years", "longest-years must be official or reported: every case needs it"
    if (call["period-from"].value is None) != (call["period-to"].value is None):
        yield "period-from", "period-from and period-to are both found, or neither is"
    if call.period is None:
        return
    first, last = call.period
    if last < first:
        yield "period-to", "period-to is before period-from"
    for value in call.values.values():
        begins, ends = value.in_force_from or dt.date.min, value.in_force_to or dt.date.max
        if value.unit != "date" and value.value is not None and (begins > first or ends < last):
            yield value.id, f"{value.id}: a gap: it is not in force in the whole grant period"


def _fee_rates(places: Places, table: dict[str, Any], sources: Mapping[str, str] | None, found: list[str]) -> tuple[Value, ...]:
    _only(places.key, table, ["id", "unit", "verified", "value"], found)
    if (table.get("id"), table.get("unit")) != (FEE_RATE, "NOK/h"):
        at = places.key("unit" if table.get("id") == FEE_RATE else "id")
        found.append(f"{at}: id is fee-rate and unit is NOK/h")
    rows: list[Value] = []
    for index, raw in enumerate(_rows(places.name, table, found)):
        at = places.row(index)
        value = _row(at, raw, sources, found, value_id=FEE_RATE, unit="NOK/h")
        if value is None:
            continue
        if value.in_force_from is None and value.between is None:
            found.append(f"{at}: in_force_from or between is missing")
            continue
        if rows:
            previous = rows[-1]
            starts = value.between[0] if value.between else cast("dt.date", value.in_force_from)
            before = previous.between[1] if previous.between else cast("dt.date", previous.in_force_from)
            if starts <= before:
                found.append(f"{at}: overlaps the row before it; rows stand in the order of their days")
            if previous.in_force_to and previous.in_force_to.toordinal() + 1 != starts.toordinal():
                found.append(f"{at}: a gap or overlap: the row before it ends {previous.in_force_to}")
        rows.append(value)
    if not rows:
        found.append(f"{places.name}: has no values")
    return tuple(rows)


def _csv(name: str, content: bytes, columns: list[str], found: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    text = text_of(name, content, found)
    if text is None:
        return
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if reader.fieldnames != columns:
            found.append(f"{name}: the columns are {','.join(columns)}")
            return
        for row in reader:
            at = f"{name}, line {reader.line_num}"
            if None in row or None in row.values():
                found.append(f"{at}: {len(columns)} columns expected")
            else:
                yield at, row
    except csv.Error as error:
        found.append(f"{name}, line {reader.line_num}: {error}")


def _municipalities(name: str, content: bytes, found: list[str]) -> dict[str, MunicipalityRow]:
    rows: dict[str, MunicipalityRow] = {}
    for at, row in _csv(name, content, _MUNICIPALITY_COLUMNS, found):
        number, index, least_to_most = row["number"], row["centrality_index"], _CLASSES.get(row["centrality_class"])
        if not re.fullmatch("[0-9]{4}", number) or not number.startswith(row["county_number"]):
            found.append(f"{at}: a municipality number is four digits and begins with its county's")
        elif number in rows:
            found.append(f"{at}: {number} is there twice")
        elif least_to_most is None or not re.fullmatch("[0-9]{1,4}", index):
            found.append(f"{at}: the centrality class is 1 to 6 and the index a whole number")
        elif not least_to_most[0] <= int(index) <= least_to_most[1]:
            found.append(f"{at}: the index {index} is not of class {row['centrality_class']}")
        else:
            rows[number] = MunicipalityRow(
                number=number, name=row["name"], county=row["county"], centrality_class=int(row["centrality_class"])
            )
    return rows


def _renumbered(
    name: str, content: bytes, municipalities: Mapping[str, MunicipalityRow], found: list[str]
) -> dict[str, tuple[MunicipalityRow, ...]]:
    rows: dict[str, list[MunicipalityRow]] = {}
    for at, row in _csv(name, content, _RENUMBERED_COLUMNS, found):
        if row["number_2024"] not in municipalities:
            found.append(f"{at}: {row['number_2024']} is not in the table of municipalities")
        elif row["number_2020"] in municipalities:
            found.append(f"{at}: {row['number_2020']} is still in the table of municipalities")
        else:
            rows.setdefault(row["number_2020"], []).append(municipalities[row["number_2024"]])
    return {number: tuple(successors) for number, successors in rows.items()}


def _about(places: Places, about: Mapping[str, Any], found: list[str]) -> dict[str, str]:
    """The edition, checked; gives its sources."""
    _only(places.key, about, ["version", "verified", "sources"], found)
    if not isinstance(about.get("version"), str) or not _is_day(about.get("verified")):
        at = places.key("verified" if isinstance(about.get("version"), str) else "version")
        found.append(f"{at}: version is a text and verified a day")
    return _sources(places, about.get("sources", {}), found)


def _sources(places: Places, raw: Any, found: list[str]) -> dict[str, str]:
    """Title and address of each named source."""
    entries = cast("dict[str, Any]", raw) if isinstance(raw, dict) else {"": raw}
    sources: dict[str, str] = {}
    for key, entry in entries.items():
        parts = cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}
        if set(parts) != {"title", "url"} or not all(isinstance(part, str) for part in parts.values()) or not parts["title"]:
            found.append(
                f"{places.key(f'[sources.{key}]')}, sources.{shown(key)}: a source has a title and a url (empty where there is none)"
            )
        else:
            sources[key] = " – ".join(part for part in (parts["title"], parts["url"]) if part)
    return sources


def read_tables(files: Mapping[str, bytes]) -> Tables:
    """The tables from the contents of their files, by name relative to ``rates/``.

    Raises InvalidTables, which holds every problem of every file.
    """
    found: list[str] = []
    needed = ["about.toml", "fee-rate.toml", "municipalities/2024.csv", "municipalities/renumbered-2024.csv"]
    found += [f"{name}: the file is missing" for name in needed if name not in files]
    call_names = sorted(name for name in files if name.startswith("calls/"))
    if not call_names:
        found.append("calls/: no call is there")
    found += [f"{shown(name)}: a call's file is calls/<year>.toml" for name in call_names if not _CALL_FILE.fullmatch(name)]
    if found:
        raise InvalidTables(found)
    about = read_toml("about.toml", files["about.toml"], found)
    sources = None if about is None else _about(Places("about.toml", files["about.toml"]), about, found)
    read = {name: read_toml(name, files[name], found) for name in (*call_names, "fee-rate.toml")}
    places = {name: Places(name, files[name]) for name, table in read.items() if table is not None}
    calls = [_call(places[name], table, sources, found) for name, table in read.items() if table is not None and name != "fee-rate.toml"]
    series = read["fee-rate.toml"]
    fee_rates = () if series is None else _fee_rates(places["fee-rate.toml"], series, sources, found)
    fee_rate_verified = dt.date.min if series is None else _verified(places["fee-rate.toml"], series, found)
    municipalities = _municipalities(needed[2], files[needed[2]], found)
    renumbered = _renumbered(needed[3], files[needed[3]], municipalities, found)
    in_order = _between_neighbours(call for call in calls if call is not None)
    for earlier, later in itertools.pairwise(call for call in in_order if call.period):
        if later.bounds[0] <= earlier.bounds[1]:
            at = places[f"calls/{later.id}.toml"].row(list(later.values).index("period-from"), "period-from")
            found.append(f"{at}: its grant period overlaps that of call {earlier.id}")
    if found or about is None:
        raise InvalidTables(found)
    return Tables(
        version=about["version"],
        verified=about["verified"],
        digest=digest_of(files),
        calls=read_only({call.id: call for call in in_order}),
        fee_rates=fee_rates,
        fee_rate_verified=fee_rate_verified,
        municipalities=read_only(municipalities),
        renumbered=read_only(renumbered),
    )


def read_overlay(source: Path | str | Mapping[str, Any] | Overlay) -> Overlay:
    """A proposal from a TOML file, or from a mapping of the same shape: ``name``, and rows as in a call's file; or one read already.

    Each row has ``in_force_from``: it holds for the calls whose grant period begins on or after that day. Its standing may be
    left out: it is then ``proposed``. In a mapping a day may be a text, as JSON has it. Raises InvalidTables.
    """
    if isinstance(source, Overlay):
        return source
    found: list[str] = []
    places = Places("overlay")
    if not isinstance(cast("object", source), Mapping | str | Path):
        raise InvalidTables([f"overlay: the name of a TOML file, or a mapping, belongs here, not {type_name(source)}"])
    if isinstance(source, Mapping):
        name, table = "overlay", dict(source)
        try:
            digest = digest_of({"overlay": repr(sorted(table.items(), key=str)).encode("utf-8", "surrogatepass")})
        except (ValueError, RecursionError):  # a number of thousands of digits; lists in lists in lists
            raise InvalidTables([f"{name}: a value is too large or nested too deep"]) from None
        given = table.get("value")
        if is_list(given):
            table["value"] = [*map(_with_days, given[:MOST_ROWS]), *given[MOST_ROWS:]]
        elif isinstance(given, Mapping):
            table["value"] = [_with_days(given)]
    else:
        name = Path(source).name
        try:
            content = Path(source).read_bytes()
        except OSError as error:
            raise InvalidTables([f"{name}: {error.strerror or 'cannot be read'}"]) from None
        table, digest = read_toml(name, content, found) or {}, digest_of({"overlay": content})
        places = Places(name, b"" if found else content)
    if not found:
        _only(places.key, table, ["name", "value"], found)
        if not isinstance(table.get("name"), str) or not table["name"]:
            found.append(f"{places.key('name')}: name is a text that says what is proposed")
    rows: list[Value] = []
    places_of_rows: list[str] = []
    for index, raw in enumerate(_rows(places.name, table, found)):
        for row in _overlay_row(places.row(index), raw, found):
            rows.append(row)
            places_of_rows.append(places.row(index))
    found += [f"{places_of_rows[index]}: two rows of one id are in force on one day" for index in _at_once(rows)]
    if not found and not rows:
        found.append(f"{name}: has no values")
    if found:
        raise InvalidTables(found)
    return Overlay(name=table["name"], digest=digest, rows=tuple(rows))


_DAYS = ("in_force_from", "in_force_to", "between", "known_from", "checked")
"""The keys of a row that hold days."""


def _with_days(row: Any) -> Any:
    """A row of a mapping with its days as dates, where they are texts that can be read as such."""
    if not isinstance(row, Mapping):
        return row
    given = dict(cast("Mapping[str, Any]", row))
    of_days = (*_DAYS, "value") if UNITS.get(_id_of(given)) == "date" else _DAYS
    return {key: _as_day(value) if key in of_days else value for key, value in given.items()}


def _as_day(value: Any) -> Any:
    """A text as the day that it is; anything else stays, to be reported."""
    if is_list(value):
        return [_as_day(each) for each in value[:3]]
    read = day(value) if isinstance(value, str) else value
    return value if isinstance(read, Unfit) else read


_FIXED = ("announced", "period-from", "period-to")
"""What a call is known by."""


def _at_once(rows: Sequence[Value]) -> list[int]:
    """The places of the rows that are in force on some day with another of the same id, the later of the two; in order."""
    latest: dict[str, tuple[dt.date, int]] = {}
    found: set[int] = set()
    for index, row in sorted(enumerate(rows), key=lambda each: each[1].in_force_from or dt.date.min):
        ends, before = row.in_force_to or dt.date.max, latest.get(row.id)
        if before and before[0] >= (row.in_force_from or dt.date.min):
            found.add(max(index, before[1]))
        if not before or ends > before[0]:
            latest[row.id] = (ends, index)
    return sorted(found)


def _overlay_row(at: str, raw: Any, found: list[str]) -> Iterator[Value]:
    """A row of a proposal, checked as a table's: its standing may be left out."""
    units = {value_id: unit for value_id, unit in UNITS.items() if value_id not in _FIXED} | {FEE_RATE: "NOK/h"}
    value_id = _id_of(raw)
    if value_id in _FIXED:
        found.append(f"{at}: {value_id} is what a call is known by; a proposal cannot change it")
        return
    if value_id not in units:
        found.append(f"{at}: unknown id; near: {near(value_id, units) or ', '.join(units)}")
        return
    given = cast("dict[str, Any]", raw)
    row = _row(at, {"standing": Standing.OFFICIAL.value, **given}, None, found, value_id=value_id, unit=units[value_id])
    if row is None:
        return
    if row.in_force_from is None:
        found.append(f"{at}: in_force_from is missing")
    if value_id == "longest-years" and row.standing in (Standing.NOT_FOUND, Standing.UNCONFIRMED):
        found.append(f"{at}: longest-years must be official or reported, or its standing left out: every case needs it")
    yield row if "standing" in given else evolve(row, standing=Standing.PROPOSED)


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, in the order of the names."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return f"sha256:{total.hexdigest()}"


CARRIED = "_rates"
"""The folder of the table files inside an installed package."""


def rates_directory() -> Path:
    """Where the table files are: inside the installed package, or beside ``src/`` in a checkout."""
    package = Path(__file__).parent
    carried = package / CARRIED
    return carried if carried.is_dir() else package.parents[1] / "rates"


def table_files(directory: Path) -> dict[str, bytes]:
    """The contents of all table files under a directory, by their names relative to it."""
    return {
        path.relative_to(directory).as_posix(): path.read_bytes()
        for path in sorted(directory.rglob("*"))
        if path.suffix in (".toml", ".csv")
    }


def read_directory(directory: Path | str) -> Tables:
    """The tables of a directory. Raises InvalidTables."""
    return read_tables(table_files(Path(directory)))


@cache
def shipped() -> Tables:
    """The tables that the library ships, read on first use."""
    return read_directory(rates_directory())
