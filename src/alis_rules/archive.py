"""The tables of every release, kept beside the present ones: ``rates/archive/<version>.zip``, each with the very files of its digest.

A receipt names the tables that it was reckoned by through their digest; here they are found again, however old. The archive is no part
of the tables: no file in it counts towards a digest.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from . import rates_files
from .fields import printable, shown
from .rates import InvalidTables, Tables, load_tables

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The day that every file in an archive is given, so that the same files make the same archive."""
MOST_UNPACKED = 10_000_000
"""The most bytes that the files of an archive come to when they are unpacked."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,60}", re.ASCII)


def archive_path(directory: Path, version: str) -> Path | None:
    """Where the tables of a version are kept under a directory of tables; None where the version cannot be a file's name."""
    return directory / "archive" / f"{version}.zip" if _NAME.fullmatch(version) else None


def pack(files: Mapping[str, bytes]) -> bytes:
    """Table files as the bytes of a ZIP file, without anything of the machine or the day."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as into:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            into.writestr(entry, files[name])
    return packed.getvalue()


def unpack(path: Path) -> dict[str, bytes]:
    """The table files in an archive, by name. Raises InvalidTables where it cannot be read, or holds more than tables ever do."""
    files: dict[str, bytes] = {}
    left = MOST_UNPACKED
    try:  # zipfile has no one error for what is damaged: it depends on what the damage makes of the header, the flags and the data
        with zipfile.ZipFile(path) as packed:
            for entry in packed.infolist():
                if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    raise zipfile.BadZipFile(f"{shown(entry.filename)} is packed in another way than archives are")
                with packed.open(entry) as file:
                    files[entry.filename] = file.read(left + 1)
                left -= len(files[entry.filename])
                if left < 0:
                    raise zipfile.BadZipFile(f"it holds more than {MOST_UNPACKED // 1_000_000} MB")
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError, zlib.error) as error:
        raise InvalidTables([f"archive/{path.name}: not a readable archive of tables: {printable(str(error))}"]) from None
    return files


def archived(directory: Path) -> dict[str, dict[str, bytes]]:
    """The table files of every edition that is kept under a directory of tables, by version. Raises InvalidTables."""
    return {path.stem: unpack(path) for path in sorted((directory / "archive").glob("*.zip"))}


def edition(digest: str) -> Tables | None:
    """The tables with a digest: those that the library ships, else those of an earlier release; None where there are none.

    Raises InvalidTables where an archive cannot be read.
    """
    present = load_tables()
    return present if present.digest == digest else _earlier(digest, rates_files.rates_directory())


@lru_cache(maxsize=8)
def _earlier(digest: str, directory: Path) -> Tables | None:
    for files in archived(directory).values():
        if rates_files.digest_of(files) == digest:
            return rates_files.read_tables(files)
    return None
