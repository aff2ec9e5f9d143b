"""The run whose readings are asked for."""

from mediaframe.errors import StoreError
from mediaframe.store import runs
from mediaframe.store.database import Connection
from mediaframe.store.runs import Run


def latest(conn: Connection, scorer: str) -> Run:
    """The run of the scorer that was begun last.

    Raises:
        StoreError: there is none.
    """
    run = runs.latest(conn, scorer)
    if run is None:
        raise StoreError(f"no article was analysed with the scorer {scorer}; run `analyze` first")
    return run
