"""Results of queries as polars frames."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from polars._typing import PolarsDataType
from sqlalchemy import Connection, Select


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
