"""Files of facts as Parquet: read some rows at a time, and made of answers that were written one after the other."""

import hashlib
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

from .column_problems import InvalidColumns
from .facts_checking import Rows, wrong_columns, wrong_types
from .pieces import HEAD, Piece
from .problems import InvalidCase, problem

ROWS = 1 << 16
"""About how many rows are read at a time."""
_PLAIN_PART = 4
"""Of plain columns a smaller part is read at a time, since a row costs more: that of so many halvings."""


@contextmanager
def undamaged() -> Generator[None]:
    """What Arrow finds wrong with a file, as a problem; what the system will not do with it passes."""
    pa: Any = import_module("pyarrow")
    try:
        yield
    except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        why = (str(error).splitlines() or [""])[0]
        raise InvalidCase([problem("", "batch-damaged", why=why)]) from None


@frozen
class ParquetFacts:
    """A Parquet file of facts, numbered from 1."""

    path: Path
    """The file that is read."""
    taken: tuple[str, ...]
    """The columns that are added to its own."""
    plain: bool = False
    """Whether its columns are plain columns."""

    def names(self) -> list[str]:
        """The names of the columns. Raises OSError and InvalidCase."""
        with undamaged(), self._opened() as file:
            return list(file.schema_arrow.names)

    def _opened(self) -> Any:
        parquet: Any = import_module("pyarrow.parquet")
        return parquet.ParquetFile(os.fspath(self.path), buffer_size=HEAD, pre_buffer=False, page_checksum_verification=True)

    def identity(self) -> dict[str, Any]:
        """The numbers of rows and bytes, and the digest of the first and the last of them. Raises InvalidCase and InvalidColumns."""
        with undamaged(), self._opened() as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
        found = [] if self.plain else [*wrong_columns(schema.names, self.taken)] or [*wrong_types(schema)]
        if found:
            raise InvalidColumns(found)
        with self.path.open("rb") as plain:
            size = os.fstat(plain.fileno()).st_size
            digest = hashlib.sha256(plain.read(HEAD))
            plain.seek(max(0, size - HEAD))
            digest.update(plain.read(HEAD))
        return {"size": rows, "bytes": size, "head": digest.hexdigest()}

    def pieces(self, number: int, start: int) -> Iterator[Piece]:
        """Some `ROWS` rows after each other; before the first of them a piece without rows, which has the columns."""
        pa: Any = import_module("pyarrow")
        with undamaged(), self._opened() as file:
            if not start:
                yield Piece(0, 0, Rows(file.schema_arrow.empty_table(), range(0)))
            held: list[Any] = []
            end, most = start, max(1, ROWS >> _PLAIN_PART) if self.plain else ROWS
            for batch in _batches(file, start, most):
                held.append(batch)
                end += batch.num_rows
                if end - start >= most:
                    yield Piece(end, end, Rows(pa.Table.from_batches(held), range(start + 1, end + 1)))
                    start, held = end, []
            if held:
                yield Piece(end, end, Rows(pa.Table.from_batches(held), range(start + 1, end + 1)))


def _batches(file: Any, start: int, most: int) -> Iterator[Any]:
    """The rows from a place on, as they come: no batch holds rows of two groups, so that they are cut alike from any place."""
    first = 0
    for group in range(file.metadata.num_row_groups):
        after = first + file.metadata.row_group(group).num_rows
        if after > start:
            for batch in file.iter_batches(batch_size=most, row_groups=[group]):
                if first + batch.num_rows > start:
                    yield batch.slice(max(0, start - first))
                first += batch.num_rows
        first = after


# Written --------------------------------------------------------------------------------------------------------------


def parquet_part(table: Any) -> bytes:
    """Rows as they are written aside until all are there: an Arrow stream of their own."""
    pa: Any = import_module("pyarrow")
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def make_parquet(part: Path, made: Path, tell: Callable[[int], None]) -> None:
    """Make a Parquet file of a whole part, which is one Arrow stream after the other. Raises OSError."""
    pa: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    length = part.stat().st_size
    with part.open("rb") as source, made.open("wb") as sink:
        schema = pa.ipc.open_stream(source).schema
        source.seek(0)
        with parquet.ParquetWriter(sink, schema, compression="zstd", write_page_checksum=True) as writer:
            while source.tell() < length:
                table = pa.ipc.open_stream(source).read_all()
                if table.num_rows:
                    writer.write_table(table)
                tell(source.tell())
        sink.flush()
        os.fsync(sink.fileno())
