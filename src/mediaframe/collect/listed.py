"""What feeds, sitemaps and section pages list."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listed:
    """An article, or a further sitemap, that a source names."""

    url: str
    published: dt.datetime | None = None
    """Aware."""
    modified: dt.datetime | None = None
    """Aware."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All that one document of a source names."""

    items: tuple[Listed, ...] = ()
    children: tuple[Listed, ...] = ()
    """Further sitemaps."""
    trouble: str = ""
    """Why it could not be read, or not wholly; empty where it could."""

    @property
    def latest(self) -> dt.datetime | None:
        """Newest date given."""
        return max(
            (date for item in self.items if (date := item.published or item.modified)), default=None
        )
