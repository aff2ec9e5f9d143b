"""Archives of pages of invented outlets, and what the store makes of them."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from mediaframe.collect.files import Limits
from mediaframe.collect.outlet_file import Entry, Notes, OutletFile, entry
from mediaframe.collect.registry import OutletRegistry
from mediaframe.pipeline import importing
from mediaframe.pipeline.importing import Imported
from mediaframe.store.database import Store
from tests.collect import warcs
from tests.pipeline.samples import generated

LIMITS = Limits(file_bytes=10**9, article_bytes=100_000)
DAYS = [dt.datetime(2024, 3, day, 9, tzinfo=dt.UTC) for day in range(1, 9)]


def registry(*entries: Entry) -> OutletRegistry:
    return OutletRegistry([OutletFile(Path("outlets.yaml"), entries, Notes())])


def outlet(name: str, **sources: object) -> Entry:
    return entry(
        id=f"xx_{name}",
        name_ar=f"صحيفة {name}",
        country="IQ",
        domains=(f"{name}.example",),
        sources=sources,
    )


NAHAR, SAFIR = outlet("nahar"), outlet("safir")
REGISTRY = registry(NAHAR, SAFIR)


def html(title: str, text: str, *, head: str = "", day: str = "2024-02-20") -> str:
    """A plain page of an article."""
    return (
        f"<html lang='ar'><head><title>{title}</title>{head}"
        f"<meta property='article:published_time' content='{day}T10:00:00+03:00'></head><body>"
        f"<article><h1>{title}</h1><p>{text}</p></article></body></html>"
    )


def pages(host: str, count: int, *, seed: int = 7) -> dict[str, str]:
    """Pages by their addresses, no two alike."""
    return {
        f"https://{host}/news/{number}": html(
            f"{one.title} {number}", f"{one.text} ورقمه {number}."
        )
        for number, one in enumerate(generated(count, seed=seed))
    }


def archive(path: Path, found: Iterable[tuple[str, str]], *, day: dt.datetime = DAYS[0]) -> Path:
    """A WARC file of pages fetched on a day."""
    moment = f"{day:%Y-%m-%dT%H:%M:%SZ}"
    records = [warcs.page(url, body, moment=moment) for url, body in found]
    path.write_bytes(warcs.zipped(*records))
    return path


def load(
    store: Store, *paths: Path, registry: OutletRegistry = REGISTRY, **options: object
) -> Imported:
    """Import files."""
    return importing.import_files(
        store, registry, [str(path) for path in paths], limits=LIMITS, **options  # type: ignore[arg-type]
    )  # fmt: skip
