"""What belongs to an outlet: its hosts, and which of its URLs are articles to collect."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator, Mapping

from mediaframe.collect import sections, urls
from mediaframe.collect.listed import Listed
from mediaframe.collect.outlet_sources import OutletSources
from mediaframe.types import Outlet


class Scope:
    """The hosts, mirrors and patterns of an outlet.

    Args:
        delay: seconds, where the outlet declares none.
        extra: URLs given by hand, whose hosts belong to it too.
    """

    def __init__(
        self, outlet: Outlet, sources: OutletSources, *, delay: float, extra: tuple[str, ...] = ()
    ) -> None:
        self.delay = delay if sources.delay is None else sources.delay
        self._domains = frozenset(outlet.domains)
        self._netlocs = frozenset(_netlocs(sources, extra))
        # the registry writes domains without `www.`, which newsrooms add and drop
        self.mirrors: Mapping[str, str] = {
            **{f"www.{domain}": domain for domain in outlet.domains},
            **sources.mirrors,
        }
        self._include = [re.compile(pattern) for pattern in sources.include]
        self._exclude = [re.compile(pattern) for pattern in sources.exclude]

    def covers(self, netloc: str) -> bool:
        """Whether a host (with its port, see `urls.host_of`) is one of the outlet's."""
        if netloc in self._netlocs:
            return True
        name = netloc.partition(":")[0]
        while name:
            if name in self._domains:
                return True
            name = name.partition(".")[2]
        return False

    def key(self, url: str) -> str:
        """Canonical form of a URL of the outlet.

        Raises:
            UnsafeUrl: see `urls.canonical`.
        """
        return urls.canonical(url, mirrors=self.mirrors)

    def wants(self, url: str, *, guess: bool) -> bool:
        """Whether the patterns let a URL be an article.

        Args:
            guess: where the outlet includes by no pattern, go by the look of the URL.
        """
        text = urls.readable(url)
        if any(pattern.search(text) for pattern in self._exclude):
            return False
        if self._include:
            return any(pattern.search(text) for pattern in self._include)
        return not guess or sections.looks_like_article(url)


def _netlocs(sources: OutletSources, extra: tuple[str, ...]) -> Iterator[str]:
    for url in (*sources.urls(), *extra):
        try:
            yield urls.host_of(url)
        except urls.UnsafeUrl:
            continue  # it is refused, with the reason, when it is its turn
    for pair in sources.mirrors.items():
        yield from pair


class Period:
    """Days of publication, both included, in the outlet's time zone."""

    def __init__(
        self, since: dt.date | None = None, until: dt.date | None = None, *, timezone: str = ""
    ) -> None:
        zone = zoneinfo.ZoneInfo(timezone or "UTC")
        self.since = since
        self.until = until
        self.today = dt.datetime.now(zone).date()
        self._start = since and dt.datetime.combine(since, dt.time(), zone)
        self._end = until and dt.datetime.combine(until + dt.timedelta(1), dt.time(), zone)

    def holds(self, listed: Listed) -> bool:
        """Whether the article may be of these days: true where its source gives no date."""
        if listed.published is not None:
            early = self._start is not None and listed.published < self._start
            late = self._end is not None and listed.published >= self._end
            return not early and not late
        # what was last changed before the first day was not published after it
        return not (self._start and listed.modified and listed.modified < self._start)

    def days(self) -> Iterator[dt.date]:
        """The days one after another, up to today; none without a first day."""
        if self.since is None:
            return
        day, last = self.since, min(self.until or self.today, self.today)
        while day <= last:
            yield day
            day += dt.timedelta(1)
