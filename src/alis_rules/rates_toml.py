"""A table file's TOML: read within bounds, and where each of its rows and keys stands."""

import re
import tomllib
from typing import Any

from .fields import fraction, shown

MAX_BYTES = 1_000_000
"""The largest table file that is read."""
MOST_PARTS = 16
"""The most parts that a key with dots has. The reader of TOML takes time by the square of them; no table has more than two."""
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![A-Za-z0-9_\\-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MOST_PARTS}}}")
_STANDS = re.compile(
    r"""
    \"{3}(?:\\.|[^\\])*?\"{3} | '{3}.*?'{3} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | \#[^\n]*   # where no header or key can be
    | ^[ \t]*(?P<header>\[{1,2}[^\]\n]+\]{1,2})
    | ^[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*=
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def text_of(name: str, content: bytes, found: list[str]) -> str | None:
    """The text of a table file; None with its problem added to `found` where it is too large or is not plain UTF-8."""
    if len(content) > MAX_BYTES:
        found.append(f"{name}: larger than {MAX_BYTES // 1_000_000} MB")
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        found.append(f"{name}: not UTF-8 text (byte {error.start})")
        return None
    if text.startswith("\ufeff"):
        found.append(f"{name}: begins with a byte order mark (BOM); save it as UTF-8 without one")
        return None
    return text


def read_toml(name: str, content: bytes, found: list[str]) -> dict[str, Any] | None:
    """The values of a TOML file; None with its problem added to `found` where it is none."""
    text = text_of(name, content, found)
    if text is None:
        return None
    if _LONG_KEY.search(text):
        found.append(f"{name}: a key of more than {MOST_PARTS} parts")
        return None
    try:
        return tomllib.loads(text, parse_float=fraction)
    except RecursionError:
        found.append(f"{name}: not TOML: its values are nested too deep")
    except ValueError as error:
        found.append(f"{name}: not TOML: {error}")
    return None


class Places:
    """Where the rows and keys of a TOML file stand: ``calls/2026.toml, line 34``."""

    def __init__(self, name: str, content: bytes = b"") -> None:
        """Take the file's name and its bytes, which are TOML; without bytes a row is told by its number."""
        self.name = name
        self.rows: list[int] = []
        """The line of each ``[[value]]``."""
        self.lines: dict[str, int] = {}
        """The line of each other header, and of each key before the first header."""
        text, line, counted, in_table = content.decode("utf-8"), 1, 0, False
        for found in _STANDS.finditer(text):
            header, key = (found[part] and found[part].replace(" ", "") for part in ("header", "key"))
            line, counted = line + text.count("\n", counted, found.end()), found.end()
            in_table = in_table or bool(header)
            if header == "[[value]]":
                self.rows.append(line)
            elif header or (key and not in_table):
                self.lines.setdefault(header or key, line)

    def row(self, index: int, value_id: str = "") -> str:
        """A row by its index from 0, with the id of its value where that is given."""
        at = f"line {self.rows[index]}" if index < len(self.rows) else f"value {index + 1}"
        return f"{self.name}, {at}{f' ({shown(value_id)})' if value_id else ''}"

    def key(self, key: str) -> str:
        """A key of the file itself, or a header with its brackets; the file where it is not there."""
        return f"{self.name}, line {self.lines[key]}" if key in self.lines else self.name
