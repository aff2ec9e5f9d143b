"""Import of files that hold pages as they were on the web."""

from collections.abc import Callable, Sequence
from pathlib import Path

from mediaframe.collect import html_files
from mediaframe.collect.files import Limits
from mediaframe.collect.html_files import Manifest
from mediaframe.collect.places import Wanted
from mediaframe.collect.registry import OutletRegistry
from mediaframe.pipeline import page_files
from mediaframe.pipeline.arriving import Arrival
from mediaframe.pipeline.importing import Imported
from mediaframe.pipeline.page_batches import Batches
from mediaframe.pipeline.page_work import Setting
from mediaframe.store import outlets, rejects
from mediaframe.store.database import Store


def origins(manifest: Path | None, folders: Sequence[Path], limits: Limits) -> Manifest:
    """The manifest of that name; an empty one without a name (see `html_files.load`)."""
    if manifest is None:
        return Manifest()
    return html_files.load(manifest, folders=folders, limits=limits)


def import_pages(
    store: Store,
    registry: OutletRegistry,
    paths: Sequence[Path],
    only: Wanted,
    origins: Manifest,
    *,
    limits: Limits,
    workers: int,
    result: Imported,
    advance: Callable[[int], object],
) -> None:
    """Store the articles of HTML files, WARC files and WACZ packages, and count them in `result`.

    Raises:
        MediaframeError: a worker process was killed.
    """
    with store.begin() as conn:
        rejects.add(conn, origins.rejects[: rejects.MOST])
        seen = tuple(outlet for outlet in outlets.all(conn) if not outlet.verified)
    result.rejected.update(reject.reason for reject in origins.rejects)
    setting = Setting(registry=registry, seen=seen, wanted=only, max_bytes=limits.article_bytes)
    batches = Batches(
        paths, setting.reading(), manifest=origins, newest=False, max_bytes=limits.file_bytes
    )
    for part in page_files.run(store, batches, setting, again=False, workers=workers):
        for one in part.stored:
            result.read += 1
            result.new += one.arrival is Arrival.NEW
            result.changed += one.arrival is Arrival.CHANGED
            result.outlets[one.outlet.id] += 1
            if not one.outlet.verified:
                result.unverified[one.outlet.id] = one.outlet
            if not one.dated:
                result.undated["no date"] += 1
        result.passed.update(part.passed)
        result.rejected.update(part.rejected)
        advance(len(part.stored) + part.passed.total() + part.rejected.total())
