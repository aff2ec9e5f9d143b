"""Results of queries as polars frames."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
from polars._typing import PolarsDataType
from sqlalchemy import ColumnElement, Connection, Select, String, cast, func

AT_ONCE = 50_000
"""Rows held at a time."""


def frame(
    conn: Connection, query: Select[Any], schema: Mapping[str, PolarsDataType]
) -> pl.DataFrame:
    """The rows of `query` as a frame with these columns, in the order of the query.

    The driver's own rows are read, without SQLAlchemy's conversion of each value, which takes
    longer than the query: have dates cast to text by the query.
    """
    cursor = conn.execute(query).cursor
    assert cursor is not None
    columns = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(schema)
    return pl.DataFrame(
        [
            pl.Series(name, values, dtype=dtype)
            for (name, dtype), values in zip(schema.items(), columns, strict=True)
        ]
    )


def packed(
    conn: Connection, query: Select[Any], schema: Mapping[str, PolarsDataType]
) -> Iterator[pl.DataFrame]:
    """As `frame`, for many rows: the database joins the columns of a row into one text.

    As Python objects the values would take longer than all the rest of a trend query. An empty
    text comes out as null.

    Args:
        query: columns of numbers, dates and of texts without tabs and line feeds.

    Yields:
        The rows in frames of AT_ONCE, at least one frame.
    """
    first, *rest = (func.coalesce(cast(c, String), "") for c in query.selected_columns)
    row: ColumnElement[str] = first
    for column in rest:
        row = row + "\t" + column
    query = query.with_only_columns(row).execution_options(yield_per=AT_ONCE)
    found = conn.execute(query).scalars()
    texts = found.fetchmany(AT_ONCE)
    while True:
        yield pl.read_csv(
            "\n".join(texts).encode(),
            has_header=False,
            separator="\t",
            quote_char=None,
            schema=dict(schema),
        )
        texts = found.fetchmany(AT_ONCE)
        if not texts:
            return
