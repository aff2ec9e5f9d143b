"""Python's search for garbage, which a command of a second can do without."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Look for no garbage meanwhile: imports and tables make none, and looking takes a tenth."""
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()  # nor later in what was imported; once, as garbage would be frozen too
        gc.enable()
