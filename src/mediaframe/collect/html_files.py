"""HTML files saved from the web, and the list that says where each of them was."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mediaframe.collect import charset, markup, metadata, urls
from mediaframe.collect.files import HTML, STAGE, Limits, Row, rows
from mediaframe.collect.warc_reader import MOST_BYTES
from mediaframe.errors import InputError
from mediaframe.types import Reject

_SHORT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a manifest says of a file; empty where it says nothing."""

    url: str = ""
    date: str = ""
    outlet: str = ""


@dataclass(slots=True)
class Manifest:
    """Where saved pages were: `file`, `url` and perhaps `date` and `outlet` by file."""

    origins: dict[Path, Origin] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)

    def of(self, path: Path) -> Origin:
        """What it says of a file."""
        return self.origins.get(path.resolve(), _UNKNOWN)


_UNKNOWN = Origin()


def load(path: Path, *, folders: Sequence[Path], limits: Limits) -> Manifest:
    """Read a manifest, CSV or JSON lines; a line that cannot be used is one of its rejects.

    Args:
        folders: where its files are sought beside the folder of the manifest; they are only
            compared with the files to import, never opened.

    Raises:
        InputError: it cannot be read.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    found = Manifest()
    for row in rows(path, limits=limits):
        if isinstance(row, Reject):
            found.rejects.append(row)
            continue
        values = {str(key).strip().lower(): value for key, value in row.values.items()}
        texts = {
            key: str(values.get(key) or "").strip() for key in ("file", "url", "date", "outlet")
        }
        places = [folder / texts["file"] for folder in (path.parent, *folders)]
        place = next(filter(_is_file, places), None) if texts["file"] else None
        if place is None or not texts["url"]:
            missing = "file" if not texts["file"] else "such file" if texts["url"] else "url"
            found.rejects.append(_reject(row, f"manifest: no {missing}", texts["file"]))
        else:
            found.origins[place.resolve()] = Origin(
                url=texts["url"], date=texts["date"][:_SHORT], outlet=texts["outlet"][:_SHORT]
            )
    return found


def is_html(path: Path) -> bool:
    """Whether a file holds a single page."""
    return path.name.lower().endswith(HTML)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no name that a file can have
        return False


def _reject(row: Row, reason: str, sample: str) -> Reject:
    return Reject(stage=STAGE, item=row.item, reason=reason, sample=sample[:200])


def read(path: Path) -> tuple[bytes, dt.datetime] | Reject:
    """The bytes of a saved page and when it was saved, UTC; or why it cannot be read."""
    try:
        with path.open("rb") as file:
            body = file.read(MOST_BYTES + 1)
            now = dt.datetime.now(dt.UTC)
            saved = min(now, dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC))
    except (OSError, ValueError, OverflowError) as error:
        return Reject(stage=STAGE, item=str(path), reason=f"cannot be read: {error}")
    if len(body) > MOST_BYTES:
        return Reject(stage=STAGE, item=str(path), reason=f"page longer than {MOST_BYTES} bytes")
    return body, saved


def address(body: bytes) -> str:
    """The address that a page gives itself: its canonical link, else og:url; empty without."""
    page = markup.parse(charset.decode(body))
    if page is None:
        return ""
    facts = metadata.read(page)
    for declared in _declared(facts):
        try:
            return urls.absolute(declared, declared)
        except urls.UnsafeUrl:
            continue
    return ""


def _declared(facts: metadata.Metadata) -> Iterator[str]:
    yield facts.canonical
    yield from facts.meta.get("og:url", ())
