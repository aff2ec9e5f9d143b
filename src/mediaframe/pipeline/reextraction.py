"""Reads archived pages again with today's extraction and the outlets' selectors of today."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mediaframe.collect import files
from mediaframe.collect.files import Limits
from mediaframe.collect.html_files import Manifest
from mediaframe.collect.places import Wanted
from mediaframe.collect.registry import OutletRegistry
from mediaframe.errors import InputError
from mediaframe.pipeline import page_files
from mediaframe.pipeline.page_batches import Batches
from mediaframe.pipeline.page_work import Setting
from mediaframe.store import outlets
from mediaframe.store.database import Store


@dataclass(slots=True)
class Reextracted:
    """What reading archived pages again did."""

    arrivals: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Pages by outlet id and kind of `Arrival`."""
    passed: Counter[str] = field(default_factory=Counter)
    """Pages and records that are not wanted, by kind of reason."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Pages that could not be read, by reason."""


def reextract(
    store: Store,
    registry: OutletRegistry,
    paths: Sequence[str],
    *,
    limits: Limits,
    wanted: Sequence[str] = (),
    workers: int = 1,
    advance: Callable[[int], object] = lambda _: None,
) -> Reextracted:
    """Store what is read today in the newest captures of pages over what was stored of them.

    A title or text that differs is kept as a revision, and its article analysed anew. A stored
    article whose page was fetched later than all of its captures in the files stays. Stopped and
    started again, it ends as one whole run.

    Args:
        paths: WARC files and WACZ packages, folders of them, and patterns.
        wanted: ids, names or domains of outlets, all where empty.
        workers: processes that read pages.
        advance: told of each number of pages done.

    Raises:
        InputError: a path names no file, there is no archive among them, or an outlet is not known.
        MediaframeError: a worker process was killed.
    """
    with store.read() as conn:
        seen = tuple(outlet for outlet in outlets.all(conn) if not outlet.verified)
    setting = Setting(
        registry=registry,
        seen=seen,
        wanted=Wanted(wanted, registry, seen),
        max_bytes=limits.article_bytes,
    )
    batches = Batches(
        _archives(paths),
        setting.reading(),
        manifest=Manifest(),
        newest=True,
        max_bytes=limits.file_bytes,
    )
    result = Reextracted()
    for part in page_files.run(store, batches, setting, again=True, workers=workers):
        for one in part.stored:
            result.arrivals[one.outlet.id][one.arrival.value] += 1
        result.passed.update(part.passed)
        result.rejected.update(part.rejected)
        advance(len(part.stored) + part.passed.total() + part.rejected.total())
    return result


def _archives(paths: Sequence[str]) -> list[Path]:
    found = [path for path in files.expand(paths) if files.holds_captures(path)]
    if not found:
        raise InputError(f"{', '.join(paths)}: no WARC file or WACZ package")
    return found
