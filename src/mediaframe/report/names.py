"""What outlets and countries are called on the pages of one language, and where they link."""

import datetime as dt
import re
from collections.abc import Collection
from hashlib import sha256

from mediaframe.report import hostile
from mediaframe.report.content import ReportContent
from mediaframe.report.words import Language

UNKNOWN = "unknown"
"""Key of trends: no country, or no actor of the registry."""


def slug(kind: str, key: str) -> str:
    """A file name for a key of unknown make: as it is where harmless, else its digest."""
    lower = key.lower()
    harmless = re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", lower)
    name = lower.replace("_", "-") if harmless else sha256(key.encode()).hexdigest()[:16]
    return f"{kind}-{name}"


class Names:
    """Names in one language; `paged` are the outlets that have a page of their own."""

    def __init__(self, content: ReportContent, lang: Language, paged: Collection[str]) -> None:
        self._outlets = content.outlets
        self._lang = lang
        self._paged = paged

    def outlet(self, key: str) -> str:
        """The name of an outlet, or its key where the registry has none."""
        outlet = self._outlets.get(key)
        return self._lang.name(outlet) if outlet else hostile.line(key, 80)

    def page(self, key: str) -> str | None:
        """The page of an outlet, if it has one."""
        return f"{slug('outlet', key)}.html" if key in self._paged else None

    def country_of(self, key: str) -> str:
        """The country code of an outlet."""
        outlet = self._outlets.get(key)
        return (outlet.country if outlet else None) or UNKNOWN

    def country(self, key: str) -> str:
        """The name of the country of an outlet."""
        return self._lang.of("country", self.country_of(key))

    def ownership(self, key: str) -> str:
        """The ownership class of an outlet."""
        outlet = self._outlets.get(key)
        return self._lang.of("ownership", outlet.ownership if outlet else UNKNOWN)

    def verified(self, key: str) -> bool:
        """The outlet is one of the registry."""
        outlet = self._outlets.get(key)
        return outlet is not None and outlet.verified

    def source(self, key: str, day: dt.date | None, url: str | None) -> dict[str, str | None]:
        """Outlet, date and checked link of an article."""
        checked = hostile.url(url)
        return {
            "outlet": self.outlet(key),
            "outlet_page": self.page(key),
            "day": self._lang.day(day),
            "url": checked,
            "host": hostile.host(checked),
        }
