"""What the tables are known to hold, written down a second time: a digest of each, in ``tests/table-contents.json``.

Whoever changes a table on purpose writes them anew: ``.venv/bin/python -m tests.table_contents``; the change of that file is then read with
the change of the table. What a digest is taken of is the content, not its layout: comments and line ends are free.
"""

import csv
import datetime as dt
import hashlib
import io
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from alis_rules.rates_files import rates_directory, table_files

KNOWN_AT = Path(__file__).parent / "table-contents.json"


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()[:32]


def contents(files: Mapping[str, bytes]) -> dict[str, str]:
    """A digest of each table; of the fee rate and the sources one for each row, since rows are added there from year to year."""
    found: dict[str, str] = {}
    for name, content in files.items():
        text = content.decode("utf-8")
        if name.endswith(".csv"):
            found[name] = _digest([*csv.reader(io.StringIO(text, newline=""))])
            continue
        table = tomllib.loads(text)
        if name == "fee-rate.toml":
            found |= {f"{name}, {row.get('in_force_from') or row.get('between')}": _digest(row) for row in table["value"]}
        elif name == "about.toml":
            found |= {f"{name}, {key}": _digest(source) for key, source in table["sources"].items()}
        else:
            found[name] = _digest(table)
    return found


def known() -> dict[str, str]:
    """The digests that are written down."""
    return dict(json.loads(KNOWN_AT.read_text("utf-8")))


def unlike_known(files: Mapping[str, bytes]) -> list[str]:
    """What is written down of some files, but is not so in them; more files, rows and sources are no matter."""
    wanted = {key: digest for key, digest in known().items() if key.partition(",")[0] in files}
    found = contents(files)
    return [key for key, digest in wanted.items() if found.get(key) != digest]


def edition_problems(files: Mapping[str, bytes], released: Mapping[str, Mapping[str, bytes]]) -> list[str]:
    """What is wrong with the edition's name and day, beside the editions that have been released."""
    about = tomllib.loads(files["about.toml"].decode("utf-8"))
    tables = [tomllib.loads(content.decode("utf-8")) for name, content in files.items() if name.startswith(("calls/", "fee-rate"))]
    version, verified = str(about["version"]), about["verified"]
    problems: list[str] = []
    if not re.fullmatch(r"2[0-9]{3}\.[1-9][0-9]?", version):
        problems.append(f"version {version} is not a year and a number")
    others = {name: content for name, content in files.items() if name != "about.toml"}
    for name, edition in released.items():
        if name != version and others == {each: content for each, content in edition.items() if each != "about.toml"}:
            problems.append(f"edition {version} says what {name} says")
    days: list[dt.date] = [table["verified"] for table in tables]
    days += [row["checked"] for table in tables for row in table["value"]]
    if verified != max(days):
        problems.append(f"the edition was verified until {max(days)}, not {verified}")
    if (looked := tomllib.loads(files["fee-rate.toml"].decode("utf-8"))["verified"]) != verified:
        problems.append(f"an edition says until when the fee rate was looked for: {verified}, not {looked}")
    return problems


def main() -> None:
    """Write the digests of the tables as they are."""
    KNOWN_AT.write_text(json.dumps(contents(table_files(rates_directory())), indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
