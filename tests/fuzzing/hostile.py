"""A catalogue of hostile inputs of any size: what a reader's time or memory might grow too fast by.

``python -m tests.fuzzing.hostile`` reads each at one megabyte, and tells its seconds and how much memory it took at most.
"""

import datetime as dt
import io
import json
import sys
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from alis_rules import InvalidCase, InvalidTables, evaluate, load_case, load_tables
from alis_rules.archive import unpack
from alis_rules.rates_files import read_tables
from alis_rules.verifying import verify
from tests.fuzzing.targets import few_tables, real_receipt, written
from tests.support import document

Made = Callable[[int], Any]
"""An input of about so many bytes."""


def _day(number: int) -> str:
    return (dt.date(2000, 1, 1) + dt.timedelta(number)).isoformat()


def _many(size: int, each: Callable[[int], Any]) -> list[Any]:
    """Items that are about so many bytes together."""
    length = len(json.dumps(each(0), ensure_ascii=False)) + 2
    return [each(index) for index in range(size // length)]


def _records(key: str, each: Callable[[int], Any], **more: Any) -> Made:
    """A case with many records of one kind."""
    return lambda size: json.dumps({**document(**more), key: _many(size, each)})


def _keys(size: int, each: Callable[[int], str]) -> str:
    """An object of many keys, as text."""
    return "{" + ",".join(each(index) for index in range(size // (len(each(0)) + 1))) + "}"


def _inside(text: str) -> str:
    """A case that holds some text as the value of a key."""
    return json.dumps(document(doctor="@")).replace('"@"', text)


def _post(index: int, every: int = 1, **more: Any) -> dict[str, Any]:
    employment = "ansatt" if index % 2 else "hovedmodell"
    day = _day(6_000 + every * index)
    return {"role": "fastlege", "employment": employment, "percent": 100, "from": day, "to": day, **more}


def _loss(index: int) -> dict[str, Any]:
    return {"from": _day(index), "to": "9999-12-31", "amount": 1}


def _losses_over_posts(size: int, every: int = 1, **more: Any) -> str:
    posts, losses = _many(size // 2, lambda index: _post(index, every)), _many(size // 2, _loss)
    return json.dumps(document(positions=posts, lower_productivity=losses, doctor={"training_start": "2000-01-01"}, **more))


def _shared_posts(index: int) -> dict[str, Any]:
    """Two posts at a time, each time of other percents, so that no two days are shared alike."""
    first = 9_300 + index // 2
    employment = "ansatt" if index % 2 else "hovedmodell"
    percent = 1 + (index // 2) % 49 + (index % 2) / 4
    return {"role": "fastlege", "employment": employment, "percent": percent, "from": _day(first), "to": _day(first)}


def _each_kind(size: int) -> str:
    """A right case with as many records of each kind."""
    part = size // 8
    found: dict[str, list[Any]] = {
        "positions": _many(part, lambda index: _post(index, percent=50, role="fastlegevikar")),
        "interruptions": _many(part, lambda index: {"kind": "permisjon", "from": _day(9_000 + 2 * index), "to": _day(9_000 + 2 * index)}),
        "activities": _many(part, lambda index: {"kind": "kurs", "date": _day(9_300 + index % 300), "absence_hours": 1, "expenses": 1}),
        "supervision": _many(part, lambda index: {"date": _day(9_300 + index % 300), "hours": 1}),
        "lower_productivity": _many(part, _loss),
        "facilitation": _many(part, lambda index: {"date": _day(9_300 + index % 300), "amount": 1}),
        "additional": _many(part, lambda index: {"date": _day(9_300 + index % 300), "amount": 1}),
        "municipal": _many(part, lambda index: {"date": _day(9_300 + index % 300), "amount": 1}),
    }
    return json.dumps(document(**found, readings={"gap-between-posts": "pauses-agreement"}))


PAUSED = {"productivity-window": "pauses-during-leave", "gap-between-posts": "pauses-agreement"}
CASES: dict[str, Made] = {
    "lists in lists": lambda size: "[" * size,
    "lists in lists, closed": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "objects in objects": lambda size: '{"a":' * (size // 5),
    "lists in an unknown key": lambda size: '{"x":' + "[" * size,
    "lists in a key": lambda size: _inside("[" * (size // 2) + "]" * (size // 2)),
    "lists beside lists": lambda size: _inside("[" + "[],[[]]," * (size // 8) + "[]]"),
    "unknown keys": lambda size: _keys(size, lambda index: f'"k{index:06d}":1'),
    "unknown keys of a record": lambda size: _inside(_keys(size, lambda index: f'"k{index:06d}":1')),
    "unknown keys like known ones": lambda size: _inside(_keys(size, lambda index: f'"trainingstart{index:06d}":1')),
    "a few unknown keys in each of many records": _records("positions", lambda index: {f"percent{index}{key}": 1 for key in range(49)}),
    "one key many times": lambda size: _keys(size, lambda _: '"k":1'),
    "many keys twice": lambda size: _keys(size, lambda index: f'"k{index // 2:06d}":1'),
    "one long key": lambda size: _inside('{"' + "x" * size + '":1}'),
    "one long key, of slashes and tildes": lambda size: _inside('{"' + "~/" * (size // 2) + '":1}'),
    "empty records": _records("positions", lambda _: {}),
    "records that are none": _records("activities", lambda _: 1),
    "records with everything wrong": _records("positions", lambda _: {"role": 1, "employment": 1, "percent": "x", "from": 1, "to": 1}),
    "unknown codes, all the same": _records("activities", lambda _: {"kind": "kursen", "date": "x"}),
    "unknown codes, all different": _records("activities", lambda index: {"kind": f"praksisbesøk{index:05d}", "date": "x"}),
    "unknown codes, long": _records("activities", lambda index: {"kind": f"kurs{index:05d}" * 12, "date": "x"}),
    "unknown standings": _records("accept", lambda index: f"unconfirmd{index:05d}"),
    "standings many times": _records("accept", lambda _: "unconfirmed"),
    "readings that are none": lambda size: json.dumps(document(readings={f"rounding{index:05d}": "ore" for index in range(size // 22)})),
    "claims that are none": lambda size: json.dumps(document(claims={f"supervision{index:05d}": 1 for index in range(size // 22)})),
    "a long text": lambda size: _inside('{"name":"' + "x" * size + '"}'),
    "a long text of escapes": lambda size: _inside('{"name":"' + "\\u00e6" * (size // 6) + '"}'),
    "a long text of halves of characters": lambda size: _inside('{"name":"' + "\\ud800" * (size // 6) + '"}'),
    "a long text of escaped zeros": lambda size: _inside('{"name":"' + "\\u0000" * (size // 6) + '"}'),
    "zero bytes": lambda size: b"\0" * size,
    "bytes that are no UTF-8": lambda size: b'{"call":"' + b"\xff" * size,
    "byte order marks": lambda size: "\ufeff" * (size // 3),
    "quotation marks": lambda size: '"' * size,
    "backslashes in a text": lambda size: '"' + "\\" * size + '"',
    "white space": lambda size: " " * size,
    "white space in a case": lambda size: json.dumps(document()) + " \n\t\r" * (size // 4),
    "a number of many digits": lambda size: _inside("1" * size),
    "a negative number of many digits": lambda size: _inside("-" + "9" * size),
    "a number of many zeros": lambda size: _inside("0." + "0" * size + "1"),
    "an exponent of many digits": lambda size: _inside("1e" + "9" * size),
    "a text of many digits": lambda size: json.dumps(document(positions=[_post(0, percent="9" * size)])),
    "numbers of forty digits": _records("supervision", lambda _: {"date": "2025-10-10", "hours": 10**39}),
    "numbers of huge exponents": lambda size: _inside("[" + "1e999999," * (size // 9) + "1]"),
    "numbers of tiny exponents": lambda size: _records("supervision", lambda _: {"date": "2025-10-10", "hours": "@"})(size).replace(
        '"@"', "1e-999999"
    ),
    "NaN": lambda size: "[" + "NaN," * (size // 4) + "1]",
    "posts above 100 percent": _records("positions", lambda index: _post(index, to=None)),
    "posts that end before they begin": _records("positions", lambda index: _post(index, to="2000-01-01")),
    "posts, one after the other": _records("positions", _post),
    "posts with gaps": _records("positions", lambda index: _post(index, 2)),
    "posts with gaps that end nothing": _records("positions", lambda index: _post(index, 2), readings=PAUSED),
    "posts without percent or end": _records("positions", lambda index: _post(index, percent=0, to=None)),
    "leave every other day": _records(
        "interruptions",
        lambda index: {"kind": "permisjon", "from": _day(9_300 + 2 * index), "to": _day(9_300 + 2 * index)},
        readings=PAUSED,
    ),
    "leave without end": _records("interruptions", lambda index: {"kind": "permisjon", "from": _day(index)}, readings=PAUSED),
    "activities": _records("activities", lambda index: {"kind": "kurs", "date": _day(9_300 + index % 300), "absence_hours": 1}),
    "supervision": _records("supervision", lambda index: {"date": _day(9_300 + index % 300), "hours": 1, "cost": 1}),
    "losses over the whole calendar": _records("lower_productivity", lambda _: {"from": "0001-01-01", "to": "9999-12-31", "amount": 1}),
    "losses over posts": _losses_over_posts,
    "losses over posts with gaps": lambda size: _losses_over_posts(size, 2, readings=PAUSED),
    "losses over posts that are shared": lambda size: json.dumps(
        document(
            positions=_many(size // 2, _shared_posts),
            lower_productivity=_many(size // 2, lambda index: {"from": "2025-06-01", "to": _day(9_400 + index), "amount": 1}),
        )
    ),
    "facilitation": _records("facilitation", lambda index: {"date": _day(9_300 + index % 30), "amount": 1}),
    "municipal elements with long purposes": _records("municipal", lambda _: {"date": "2025-10-10", "amount": 1, "purpose": "x" * 1_000}),
    "records of each kind": _each_kind,
}
"""Documents that are given as a case."""

_ROW = '[[value]]\nid = "own-share"\nvalue = 1\nin_force_from = {}\nin_force_to = {}\nsource = "x"\nchecked = 2026-01-01\n'
TOML: dict[str, Made] = {
    "lists in lists": lambda size: "x = " + "[" * size,
    "tables in tables": lambda size: "x = " + "{a=" * (size // 3),
    "a key of many parts": lambda size: "a." * (size // 2) + "a = 1",
    "a key of many quoted parts": lambda size: '"a\\"".' * (size // 6) + "a = 1",
    "a header of many parts, and keys": lambda size: (
        "[" + "a." * (size // 4) + "a]\n" + "".join(f"k{n:06d}=1\n" for n in range(size // 20))
    ),
    "keys of as many parts as may be": lambda size: "".join(f"a{n:06d}{'.b' * 15}=1\n" for n in range(size // 40)),
    "unknown keys": lambda size: "".join(f"versio{n:06d}=1\n" for n in range(size // 15)),
    "headers": lambda size: "".join(f"[a{n:06d}]\n" for n in range(size // 10)),
    "empty values": lambda size: "[[value]]\n" * (size // 10),
    "values in values": lambda size: "[[value]]\n" + "[[value.a]]\n" * (size // 12),
    "values with an id like a known one": lambda size: "".join(f'[[value]]\nid="own-shar{n:06d}"\n' for n in range(size // 30)),
    "values with unknown keys": lambda size: "".join(f"[[value]]\nuni{n:06d}=1\n" for n in range(size // 22)),
    "values of one id, all at once": lambda size: "".join(_ROW.format("2025-01-01", "2026-01-01") for _ in range(size // 125)),
    "values of one id, day after day": lambda size: 'name = "x"\n' + "".join(_ROW.format(_day(n), _day(n)) for n in range(size // 125)),
    "conflicts": lambda size: '[[value]]\nid="own-share"\nconflicts = [' + "{}," * (size // 3) + "]",
    "sources": lambda size: "".join(f"[sources.s{n:06d}]\n" for n in range(size // 19)),
    "sources and values that name none": lambda size: "".join(
        [*(f'[sources.s{n:06d}]\ntitle="x"\nurl=""\n' for n in range(size // 80)), *(['[[value]]\nsource="s"\n'] * (size // 44))]
    ),
    "a number of many digits": lambda size: f"verified = {'1' * size}",
    "a number of many digits, in sixteens": lambda size: f'[[value]]\nid="own-share"\nvalue = 0x{"f" * size}',
    "a fraction of many digits": lambda size: f"verified = 1.{'1' * size}",
    "an exponent of many digits": lambda size: f"verified = 1e{'1' * size}",
    "an array": lambda size: "verified = [" + "1," * (size // 2) + "]",
    "a long text": lambda size: f'version = "{"x" * size}"',
    "a long text of escapes": lambda size: 'version = "' + "\\n" * (size // 2) + '"',
    "a text over many lines": lambda size: "version = '''" + "x\n" * (size // 2) + "'''",
    "a text over many lines that does not end": lambda size: 'version = """' + 'x\\"""\n' * (size // 6),
    "comments": lambda size: "#\n" * (size // 2),
    "white space": lambda size: " " * size,
    "quotation marks": lambda size: '"' * size,
    "escaped quotation marks": lambda size: 'a."' + '\\"' * (size // 2),
    "bytes that are no UTF-8": lambda size: "\udcff" * size,
}
"""Texts that are given as a table file, and as a proposal."""

_HEAD = "number,name,county_number,county,centrality_class,centrality_index\n"
CSV: dict[str, Made] = {
    "columns": lambda size: "," * size,
    "columns in a row": lambda size: _HEAD + "," * size,
    "rows": lambda size: _HEAD + "".join(f"{n % 10_000:04d},x,{n % 10_000 // 100:02d},x,1,999\n" for n in range(size // 20)),
    "wrong rows": lambda size: _HEAD + "x,,,,,\n" * (size // 7),
    "short rows": lambda size: _HEAD + "x\n" * (size // 2),
    "blank rows": lambda size: _HEAD + "\n" * size,
    "a long field": lambda size: _HEAD + "x" * size,
    "a long quoted field": lambda size: _HEAD + '"' + "\n" * size,
    "quotation marks": lambda size: _HEAD + '"' * size,
    "zero bytes": lambda size: _HEAD + "\0" * size,
}
"""Texts that are given as the table of municipalities."""


def _renumbered(size: int) -> str:
    """One number that is renumbered again and again."""
    return "number_2020,name_2020,number_2024,name_2024,kind\n" + "1507,x,1508,x,split\n" * (size // 20)


def _receipt(**parts: Any) -> str:
    return json.dumps({**real_receipt(), **parts})


RECEIPTS: dict[str, Made] = {
    "unknown facts": lambda size: _receipt(facts={f"absence_h1{n:06d}": "1" for n in range(size // 24)}),
    "unknown facts with slashes": lambda size: _receipt(facts={f"/~{n:06d}": 1 for n in range(size // 14)}),
    "facts of forty digits": lambda size: _receipt(facts=dict.fromkeys(real_receipt()["facts"], "9" * 40)) + " " * size,
    "accepted standings": lambda size: _receipt(accepted=["x"] * (size // 5)),
    "lines that are none": lambda size: _receipt(result={**real_receipt()["result"], "lines": [{}] * (size // 4)}),
    "lines many times": lambda size: _receipt(
        result={**real_receipt()["result"], "lines": _many(size, lambda _: real_receipt()["result"]["lines"][0])}
    ),
    "a line with many ids": lambda size: _receipt(
        result={**real_receipt()["result"], "lines": [{**real_receipt()["result"]["lines"][0], "missing": ["!"] * (size // 5)}]}
    ),
    "proposals": lambda size: _receipt(
        tables={**real_receipt()["tables"], "overlays": _many(size, lambda n: {"digest": f"sha256:{n:064x}", "values": ["own-share"]})}
    ),
}
"""Documents that are given as a receipt."""


def _bomb(size: int) -> bytes:
    """An archive that unpacks to a thousand times its size."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as into:
        into.writestr("about.toml", bytes(size * 1_000))
    return packed.getvalue()


def _entries(size: int) -> bytes:
    """An archive of many empty files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as into:
        for number in range(size // 120):
            into.writestr(f"{number:06d}", b"")
    return packed.getvalue()


ARCHIVES: dict[str, Made] = {"one file that unpacks to a thousand times as much": _bomb, "empty files": _entries}
"""Bytes that are given as an archive."""


def as_case(content: str | bytes) -> None:
    """Read a case, evaluate and explain it, and say what is wrong with it."""
    try:
        evaluate(load_case(content), explain=True)
    except InvalidCase as error:
        str(error)


def as_receipt(content: str | bytes) -> None:
    """Verify a receipt, and say what is wrong with it."""
    try:
        verify(content)
    except InvalidCase as error:
        str(error)


def _in_file(name: str) -> Callable[[str], None]:
    """Read tables of which one file is hostile; the others are empty, so that what is seen is what that one takes."""
    empty = dict.fromkeys(few_tables(), b"")

    def run(content: str) -> None:
        try:
            read_tables(empty | {name: content.encode("utf-8", "surrogateescape")})
        except InvalidTables as error:
            str(error)

    return run


def as_overlay(content: str) -> None:
    """Lay a proposal over the tables."""
    try:
        load_tables().overlay(written("overlay.toml", content.encode("utf-8", "surrogateescape")))
    except InvalidTables as error:
        str(error)


def as_archive(content: bytes) -> None:
    """Unpack an archive."""
    try:
        unpack(written("archive.zip", content))
    except InvalidTables as error:
        str(error)


HOSTILE: dict[str, tuple[Made, Callable[[Any], None]]] = {
    **{f"case: {name}": (made, as_case) for name, made in CASES.items()},
    **{f"about: {name}": (TOML[name], _in_file("about.toml")) for name in TOML if "sources" in name or "unknown" in name},
    **{f"call: {name}": (TOML[name], _in_file("calls/2026.toml")) for name in TOML if "values" in name},
    **{f"proposal: {name}": (made, as_overlay) for name, made in TOML.items()},
    **{f"municipalities: {name}": (made, _in_file("municipalities/2024.csv")) for name, made in CSV.items()},
    "renumbered: one number again and again": (_renumbered, _in_file("municipalities/renumbered-2024.csv")),
    **{f"receipt: {name}": (made, as_receipt) for name, made in RECEIPTS.items()},
    **{f"archive: {name}": (made, as_archive) for name, made in ARCHIVES.items()},
}
"""Every hostile input, with what reads it."""


def measured(size: int, names: Iterable[str]) -> Iterator[tuple[str, int, float, float]]:
    """For each hostile input its name, its bytes, the seconds and the most megabytes that reading it takes."""
    for name in names:
        made, run = HOSTILE[name]
        content = made(size)
        started = time.process_time()
        run(content)
        seconds = time.process_time() - started
        tracemalloc.start()
        run(content)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        yield name, len(content), seconds, peak / 1e6


def main(size: int = 1_000_000) -> None:
    """Write a table of what every hostile input takes."""
    as_case("{}")
    for name, length, seconds, peak in measured(size, HOSTILE):
        sys.stdout.write(f"| {name} | {length / 1e6:.2f} | {seconds:.2f} | {peak:.0f} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
