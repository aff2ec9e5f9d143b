"""Checks sources against the outlets' servers: each is read, and one article of it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from mediaframe.collect.crawl import crawl
from mediaframe.collect.fetched import Capture, Event, Miss, OutletSummary, SourceState
from mediaframe.collect.policy import Policy
from mediaframe.collect.target import Target
from mediaframe.pipeline import pages
from mediaframe.types import Reject

_ROBOTS = "robots.txt"
_KINDS = ("feeds", "sitemaps", "sections", "archives")


@dataclass(slots=True)
class Checked:
    """What a source gave."""

    outlet: str
    source: str
    status: int | None = None
    """HTTP status; None where no answer came or nothing may be asked."""
    robots: str = "allowed"
    """"allowed", or what robots.txt says of the source or of its articles."""
    items: int = 0
    """Articles that it names."""
    latest: dt.date | None = None
    """Day of its newest article, where it gives dates."""
    article: str = ""
    """Address of the article tried."""
    extracted: str = ""
    """"yes" with the number of characters and the date, or why there is no article."""
    trouble: str = ""
    """Why the source could not be read, or not wholly."""

    @property
    def good(self) -> bool:
        """Whether an article came out of it."""
        return self.extracted.startswith("yes") and not self.trouble


def check(targets: Sequence[Target], *, policy: Policy, max_bytes: int) -> Iterator[Checked]:
    """Read every declared source of the targets, as politely as a collection does.

    Nothing is stored. Archives are tried with the page of yesterday.
    """
    yesterday = dt.date.today() - dt.timedelta(days=1)
    for kinds, day in ((_KINDS[:3], None), (_KINDS[3:], yesterday)):
        parts = _parts(targets, kinds)
        if parts:
            yield from _check(parts, day, policy, max_bytes)


def _parts(targets: Sequence[Target], kinds: Sequence[str]) -> dict[str, tuple[Target, Checked]]:
    """A target of its own for each source, by a name that tells them apart."""
    found: dict[str, tuple[Target, Checked]] = {}
    for target in targets:
        for kind in kinds:
            for source in getattr(target.sources, kind):
                if not source.use:
                    continue
                only = dict.fromkeys(_KINDS, ()) | {kind: (source,)}
                name = f"{target.outlet.id} {len(found)}"
                part = replace(
                    target,
                    outlet=replace(target.outlet, id=name),
                    sources=target.sources.model_copy(update=only),
                )
                found[name] = part, Checked(target.outlet.id, source.url)
    return found


def _check(
    parts: dict[str, tuple[Target, Checked]],
    day: dt.date | None,
    policy: Policy,
    max_bytes: int,
) -> Iterator[Checked]:
    targets = [target for target, _ in parts.values()]
    events = crawl(targets, policy=policy, since=day, until=day, max_articles=1)
    with closing(events):  # type: ignore[type-var]
        for event in events:
            target, checked = parts[event.outlet_id]
            if isinstance(event, OutletSummary):
                if not (checked.trouble or checked.extracted):
                    checked.extracted = event.failed or "no article named"
                yield checked
            else:
                _note(checked, event, target, max_bytes)


def _note(checked: Checked, event: Event, target: Target, max_bytes: int) -> None:
    if isinstance(event, SourceState):
        checked.status = event.status
        checked.items += event.items
        if event.latest is not None:
            checked.latest = max(event.latest.date(), checked.latest or dt.date.min)
        checked.trouble = checked.trouble or event.reason
    elif isinstance(event, Miss) and not checked.extracted:
        checked.article, checked.extracted = event.url, event.reason
    elif isinstance(event, Capture):
        read = pages.read(event, target, max_bytes=max_bytes)
        checked.article = event.url
        if isinstance(read, Reject):
            checked.extracted = read.reason
        else:
            dated = read.date.isoformat() if read.date else "no date"
            checked.extracted = f"yes: {len(read.text):,} characters, {dated}"
    for said in (checked.trouble, checked.extracted):
        if said.startswith(_ROBOTS):
            checked.robots = said
