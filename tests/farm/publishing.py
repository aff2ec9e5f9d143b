"""How the outlets of the farm publish: what they list where, and where they stumble.

Each function puts its lists into a site and gives the `sources` of the registry entry.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from tests.farm import faults, lists
from tests.farm.site import XML, Answer, Site
from tests.farm.stories import HOUR, SINCE, UNTIL, Story


def _items(site: Site, stories: Iterable[Story], host: int = 0) -> list[lists.Item]:
    return [(site.of(story, host), story.published) for story in stories]


def _newest(site: Site) -> list[Story]:
    return list(reversed(site.stories))


def _section(
    site: Site, path: str, pages: str, *, size: int, first: int, step: int = 1, host: int = 0
) -> dict[str, Any]:
    """A section, its newest stories at `path` and older ones at `pages`; its declaration."""
    stories = _newest(site)
    parts = [stories[place : place + size] for place in range(0, len(stories), size)]
    for place, part in enumerate(parts):
        at = pages.format(page=first + (place - 1) * step) if place else path
        site.put(at, lists.links(site.of(story, host) for story in part))
    return {
        "url": site.url(path, host),
        "pages": site.url(pages, host),
        "first": first,
        "step": step,
        "links": ".list",
    }


def manara(site: Site) -> dict[str, Any]:
    """WordPress: an index of gzipped sitemaps by month; the feed has the addresses of old."""
    children: list[tuple[str, dt.datetime | None]] = []
    for month, group in groupby(site.stories, lambda story: f"{story.published:%Y-%m}"):
        part = list(group)
        body = lists.gzipped(lists.urlset(_items(site, part)))
        child = site.put(f"/post-sitemap-{month}.xml.gz", body, "application/x-gzip")
        children.append((child, part[-1].published + HOUR))
        if part[0].early:
            site.forbidden |= {child, *(site.of(story) for story in part)}
    moved = [(site.move(f"/?p={story.number}", story), story) for story in _newest(site)[:20]]
    feed = lists.rss(site.outlet.name, [(url, story.published) for url, story in moved])
    return {
        "feeds": [site.put("/feed/", feed, "application/rss+xml")],
        "sitemaps": [site.put("/sitemap_index.xml", lists.index(children), XML)],
    }


def difaf(site: Site) -> dict[str, Any]:
    """Drupal: a feed with tracking parameters, and a section of many pages."""
    tracked = []
    for story in _newest(site)[:30]:
        path = f"{site.outlet.path(story)}?utm_source=rss&utm_medium=feed"
        site.publish(story, path)
        tracked.append((site.url(path), story.published))
    site.stumble(site.stories[4], *faults.BUSY)
    site.stumble(site.stories[-4], *faults.BUSY)
    return {
        "feeds": [site.put("/rss.xml", lists.rss(site.outlet.name, tracked), XML)],
        "sections": [_section(site, "/ar/articles", "/ar/articles?page={page}", size=25, first=1)],
    }


def qura(site: Site) -> dict[str, Any]:
    """Joomla: sections counted in articles; ten stories stand at two addresses."""
    twice = site.stories[:10]
    paths = [f"/index.php/latest/{1200 + story.number}-khabar" for story in twice]
    for story, path in zip(twice, paths, strict=True):
        site.publish(story, path)
    latest = site.put("/index.php/latest", lists.links(map(site.url, paths)))
    pages = "/index.php/news?start={page}"
    news = _section(site, "/index.php/news", pages, size=20, first=20, step=20)
    site.stumble(site.stories[20], *faults.CUT)
    return {"sections": [news, latest]}


def fanar(site: Site) -> dict[str, Any]:
    """ASP.NET: a page for each day, with a second one on busy days; no robots.txt."""
    size, path = 2, "/Archive.aspx?d={:%d-%m-%Y}"
    days = {day: list(group) for day, group in groupby(site.stories, lambda one: one.day)}
    day = SINCE
    while day <= UNTIL:
        part = days.get(day, [])
        site.put(path.format(day), lists.links(map(site.of, part[:size])))
        for place in range(size, len(part), size):
            more = lists.links(map(site.of, part[place : place + size]))
            site.put(f"{path.format(day)}&pg={place // size + 1}", more)
        day += dt.timedelta(1)
    archive = site.url("/Archive.aspx?d={date:%d-%m-%Y}")
    pages = f"{archive}&pg={{page}}"
    return {"archives": [{"url": archive, "pages": pages}], "include": [r"NewsDetails\.aspx"]}


def nahar(site: Site) -> dict[str, Any]:
    """Hand-made: one page with relative links to everything, in windows-1256, as the pages are."""
    paths = [site.outlet.path(story).lstrip("/") for story in _newest(site)]
    site.put("/index.htm", lists.links(paths, legacy=True), "text/html")
    site.stumble(site.stories[7], *faults.RESET)
    site.stumble(site.stories[70], *faults.SLOW)
    return {"sections": [site.url("/index.htm")], "include": [r"art\d+\.htm"]}


def wahat(site: Site) -> dict[str, Any]:
    """PHP: a plain list of URLs; the server calls windows-1256 UTF-8."""
    urls = "\n".join(site.of(story) for story in site.stories)
    site.stumble(site.stories[9], *faults.RESET)
    site.stumble(site.stories[10], *faults.RESET)
    return {"sitemaps": [site.put("/urls.txt", urls.encode(), "text/plain")]}


def sada(site: Site) -> dict[str, Any]:
    """ISO-8859-6: one gzipped sitemap, sent as a file."""
    body = lists.gzipped(lists.urlset(_items(site, site.stories)))
    site.stumble(site.stories[3], *faults.TORN)
    site.slow |= set(range(5, 150, 15))
    return {"sitemaps": [site.put("/sitemap.xml.gz", body, "application/octet-stream")]}


def mina(site: Site) -> dict[str, Any]:
    """AMP: the feed has the AMP addresses, the sitemap the others."""
    half = _newest(site)[::2]
    for story in half:
        site.publish(story, f"{site.outlet.path(story)}amp/")
    amp = [(f"{url}amp/", moment) for url, moment in _items(site, half)]
    return {
        "feeds": [site.put("/feed", lists.rss(site.outlet.name, amp), XML)],
        "sitemaps": [site.put("/sitemap.xml", lists.urlset(_items(site, site.stories)), XML)],
    }


def dakka(site: Site) -> dict[str, Any]:
    """Blogger: pages of an Atom feed; five stories are named by their mobile address too."""
    feeds, stories = [], _newest(site)
    for start in range(0, len(stories), 75):
        items = _items(site, stories[start : start + 75])
        if start == 0:
            for story in stories[:5]:
                site.publish(story, f"{site.outlet.path(story)}?m=1")
            items += [(f"{url}?m=1", moment) for url, moment in items[:5]]
        path = f"/feeds/posts/default?start-index={start + 1}&max-results=75"
        body = lists.atom(site.outlet.name, items)
        feeds.append(site.put(path, body, "application/atom+xml"))
    return {"feeds": feeds}


def shira(site: Site) -> dict[str, Any]:
    """Live coverage with Arabic slugs in a news sitemap, which has older stories too."""
    site.forbidden |= {site.of(story) for story in site.stories if story.early}
    body = lists.urlset(_items(site, site.stories), news=True)
    return {"sitemaps": [site.put("/news-sitemap.xml", body, XML)]}


def nabd(site: Site) -> dict[str, Any]:
    """A mobile host with the section, whose articles are those of the main host with the feed."""
    main, mobile = (urlsplit(home).netloc for home in site.homes)
    feed = lists.rss(site.outlet.name, _items(site, _newest(site)[:40]))
    section = _section(site, "/list", "/list?page={page}", size=30, first=2, host=1)
    return {
        "feeds": [site.put("/rss", feed, XML)],
        "sections": [section],
        "mirrors": {mobile: main},
    }


def anba(site: Site) -> dict[str, Any]:
    """The agency: a feed of the newest and four by subject."""
    site.stumble(site.stories[11], *faults.LIMITED)
    feeds = [site.put("/rss/all", lists.rss(site.outlet.name, _items(site, _newest(site)[:30])))]
    for subject in range(4):
        items = _items(site, _newest(site)[subject::4])
        feeds.append(site.put(f"/rss/{subject}", lists.rss(site.outlet.name, items), XML))
    return {"feeds": feeds}


def sawaqi(site: Site) -> dict[str, Any]:
    """Nuke: a broken feed, ampersands bare and its end missing; all of it in the section."""
    feed = lists.rss(site.outlet.name, _items(site, _newest(site)[:40]))
    site.put("/backend.php", feed.replace(b"&amp;", b"&")[:-200], XML)
    site.broken.add(site.url("/backend.php"))
    section = _section(
        site, "/modules.php?name=News", "/modules.php?name=News&pg={page}", size=50, first=2
    )
    return {"feeds": [site.url("/backend.php")], "sections": [section]}


def barid(site: Site) -> dict[str, Any]:
    """The worst: a sitemap full of what cannot be had, between the articles."""
    stories, bad = list(site.stories), list(faults.stay(site))
    moved = [site.move(f"/old/{7000 + story.number}", story, status=302) for story in stories[:5]]
    site.answer_with("/older/7001", Answer(status=307, headers={"Location": "/old/7001"}))
    good = [site.of(story) for story in stories[5:]]
    urls = [url for pair in zip(good, bad, strict=False) for url in pair]
    urls += [*good[len(bad) :], *bad[len(good) :], *moved, site.url("/older/7001")]
    body = lists.urlset((url, stories[0].published) for url in urls)
    return {"sitemaps": [site.put("/sitemap.xml", body, XML)]}


def small(site: Site) -> dict[str, Any]:
    feed = lists.rss(site.outlet.name, _items(site, _newest(site)))
    return {"feeds": [site.put("/feed", feed, XML)]}


def polite(site: Site) -> dict[str, Any]:
    return {**small(site), "delay": 0.4}
