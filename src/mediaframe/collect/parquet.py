"""Reads Parquet files record by record."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from mediaframe.collect.streams import chunks
from mediaframe.errors import InputError

SUFFIX = ".parquet"
_MAGIC = b"PAR1"
_BATCH = 256
_BOMB_RATIO = 200
_BOMB_BYTES = 64 << 20


def records(path: Path, max_bytes: int) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield the number of each record, from 1, and its values, or the reason why reading stops.

    Args:
        max_bytes: most bytes of the file, and of its columns when decompressed.
    """
    number = 0
    try:
        with _opened(path, max_bytes) as file:
            for values in _values(file, max_bytes):
                number += 1
                yield number, values
    except InputError as error:
        yield number + 1, str(error)


def _opened(path: Path, max_bytes: int) -> IO[bytes]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from error
    if file.read(len(_MAGIC)) == _MAGIC:
        file.seek(0)
        return file
    file.close()
    # Parquet is read from its end: what is compressed as a whole is unpacked first
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        for chunk in chunks(path, max_bytes=max_bytes):
            unpacked.write(chunk)
    except BaseException:
        unpacked.close()
        raise
    unpacked.seek(0)
    return unpacked


def _values(file: IO[bytes], max_bytes: int) -> Iterator[dict[str, Any]]:
    import pyarrow as pa  # slow to import, and most input is no Parquet
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(file)
        # A dictionary keeps a value that a million records repeat in memory once.
        texts = [
            field.name
            for field in schema
            if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ]
        file.seek(0)
        source = pq.ParquetFile(file, read_dictionary=texts, buffer_size=1 << 20)
        groups = [source.metadata.row_group(i) for i in range(source.metadata.num_row_groups)]
        columns = [group.column(i) for group in groups for i in range(group.num_columns)]
        _refuse_bomb(
            sum(column.total_compressed_size for column in columns),
            sum(column.total_uncompressed_size for column in columns),
            max_bytes,
        )
        size = file.seek(0, 2)
        given = 0
        for batch in source.iter_batches(batch_size=_BATCH):
            names = batch.schema.names
            for cells in zip(*batch.columns, strict=True):
                values = {name: cell.as_py() for name, cell in zip(names, cells, strict=True)}
                # the sizes of columns count a value that a dictionary repeats only once
                given += sum(len(value) for value in values.values() if isinstance(value, str))
                _refuse_bomb(size, given, max_bytes)
                yield values
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"no readable Parquet: {str(error).splitlines()[0]}") from error


def _refuse_bomb(packed: int, total: int, max_bytes: int) -> None:
    if total > max_bytes:
        raise InputError(f"more than {max_bytes} bytes in one file: refused")
    if total > max(_BOMB_BYTES, _BOMB_RATIO * packed):
        raise InputError(
            f"compressed data expands more than {_BOMB_RATIO}-fold, as a decompression bomb does: "
            "refused"
        )
