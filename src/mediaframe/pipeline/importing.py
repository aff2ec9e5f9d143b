"""Import: files -> records or pages -> articles of known or new outlets -> store."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from mediaframe.arabic.dates import parse_date
from mediaframe.collect import files, sources, wire
from mediaframe.collect.encoding import UTF8, check
from mediaframe.collect.fields import Fields, Source
from mediaframe.collect.files import Limits, Row
from mediaframe.collect.places import OTHERS, Wanted
from mediaframe.collect.registry import OutletRegistry
from mediaframe.collect.sources import Sources
from mediaframe.store import articles, outlets, rejects
from mediaframe.store.database import Store
from mediaframe.types import Article, Outlet, Reject

_BATCH = 1000
_SAMPLE = 200


@dataclass(slots=True)
class Imported:
    """What an import did."""

    files: int = 0
    read: int = 0
    """Articles that could be used."""
    new: int = 0
    changed: int = 0
    """Pages newer than the stored ones, which are kept as revisions."""
    repaired: int = 0
    """Articles in which mojibake was undone."""
    undated: Counter[str] = field(default_factory=Counter)
    """Articles stored without a date, by reason."""
    encodings: Counter[str] = field(default_factory=Counter)
    """Records read in another encoding than UTF-8."""
    passed: Counter[str] = field(default_factory=Counter)
    """Articles, pages and records of archives that are not wanted, by kind of reason."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Items rejected, by reason."""
    outlets: Counter[str] = field(default_factory=Counter)
    """Articles by outlet id."""
    unverified: dict[str, Outlet] = field(default_factory=dict)
    """Outlets met that are in no registry."""

    @property
    def known(self) -> int:
        """Articles that were stored before, or came twice."""
        return self.read - self.new - self.changed


def import_files(
    store: Store,
    registry: OutletRegistry,
    paths: Sequence[str],
    *,
    limits: Limits,
    fields: Fields | None = None,
    encoding: str | None = None,
    wanted: Sequence[str] = (),
    manifest: Path | None = None,
    workers: int = 1,
    today: dt.date | None = None,
    advance: Callable[[int], object] = lambda _: None,
) -> Imported:
    """Store the articles of files, folders and glob patterns that are not stored yet.

    What cannot be used is stored as a reject with file, line and reason. Stopped at any moment
    and started again, the result is that of one whole run.

    Args:
        fields: which columns to read, guessed by default.
        encoding: of the files of records, found out line by line by default.
        wanted: ids, names or domains of the outlets to import, all where empty.
        manifest: CSV or JSON lines that tell where HTML files were (see `html_files.load`).
        workers: processes that read pages.
        today: the day after which dates are not believed, by default that of the clock.
        advance: told of each number of records done.

    Raises:
        InputError: a path or the manifest names no file, `encoding` is none, or an outlet that is
            wanted is not known.
        MediaframeError: a worker process was killed.
    """
    encoding = check(encoding) if encoding else None
    today = today or dt.date.today()
    result = Imported()
    with store.read() as conn:
        seen = [outlet for outlet in outlets.all(conn) if not outlet.verified]
    known, only = Sources(registry, seen), Wanted(wanted, registry, seen)
    found = files.expand(paths)
    if manifest is not None:
        found = [path for path in found if path.resolve() != manifest.resolve()]
    result.files = len(found)
    for path in found:
        if not files.holds_pages(path):
            rows = files.rows(path, limits=limits, encoding=encoding)
            items = _articles(rows, fields or Fields(), limits, known, today, result)
            _store(store, path, items, only, result, advance)
    pages = [path for path in found if files.holds_pages(path)]
    if pages or manifest is not None:
        # imported here: the libraries that read pages are slow to load
        from mediaframe.pipeline import page_importing

        folders = [Path(name) for name in (".", *paths)]
        page_importing.import_pages(
            store,
            registry,
            pages,
            only,
            page_importing.origins(manifest, folders, limits),
            limits=limits,
            workers=workers,
            result=result,
            advance=advance,
        )
    return result


def _articles(
    rows: Iterable[Row | Reject],
    fields: Fields,
    limits: Limits,
    known: Sources,
    today: dt.date,
    result: Imported,
) -> Iterator[tuple[Article, Outlet] | Reject]:
    for row in rows:
        if isinstance(row, Row) and row.encoding != UTF8:
            result.encodings[row.encoding] += 1
        source = fields.read(row, limits) if isinstance(row, Row) else row
        if isinstance(source, Reject):
            yield source
            continue
        outlet = known.outlet(source)
        if isinstance(outlet, str):
            sample = f"{source.outlet} {source.url} {source.title}".strip()[:_SAMPLE]
            yield Reject(stage=files.STAGE, item=source.item, reason=outlet, sample=sample)
            continue
        date = parse_date(source.date, today=today) if source.date else None
        if date is None:
            result.undated["date not understood" if source.date else "no date"] += 1
        result.repaired += source.repaired
        yield _article(source, outlet, date, today), outlet


def _article(source: Source, outlet: Outlet, date: dt.date | None, today: dt.date) -> Article:
    return Article(
        key=sources.key(source),
        outlet_id=outlet.id,
        text=source.text,
        title=source.title,
        source_id=source.id or None,
        url=source.link,
        author=source.author or None,
        genre=source.genre or None,
        date=date,
        subtitle=source.subtitle or None,
        wire=(source.wire and (wire.line(source.wire) or source.wire)) or None,
        updated=parse_date(source.updated, today=today) if source.updated else None,
    )


def _store(
    store: Store,
    path: Path,
    items: Iterator[tuple[Article, Outlet] | Reject],
    only: Wanted,
    result: Imported,
    advance: Callable[[int], object],
) -> None:
    saved: set[str] = set()
    stored = unstored = 0
    while batch := list(islice(items, _BATCH)):
        bad = [item for item in batch if isinstance(item, Reject)]
        good = [
            item
            for item in batch
            if not isinstance(item, Reject) and only.holds(item[1], item[0].url)
        ]
        if others := len(batch) - len(bad) - len(good):
            result.passed[OTHERS] += others
        met = {outlet.id: outlet for _, outlet in good if outlet.id not in saved}
        kept = bad[: rejects.MOST - stored]
        with store.begin() as conn:
            outlets.save(conn, met.values())
            result.new += articles.add(conn, [article for article, _ in good])
            rejects.add(conn, kept)
        saved.update(met)
        stored += len(kept)
        unstored += len(bad) - len(kept)
        result.read += len(good)
        result.rejected.update(reject.reason for reject in bad)
        result.outlets.update(article.outlet_id for article, _ in good)
        result.unverified.update(
            (outlet.id, outlet) for outlet in met.values() if not outlet.verified
        )
        advance(len(batch))
    if unstored:
        reason = f"further items of this file rejected: {unstored}"
        with store.begin() as conn:
            rejects.add(conn, [Reject(stage=files.STAGE, item=str(path), reason=reason)])
