"""Three invented outlets on loopback: a feed, a sitemap and a section page that name articles."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from tests.collect.server import Answer, Server
from tests.pages import corpus

HABITS = {
    "xx_farm_afaq": ("drupal10", "agency"),
    "xx_farm_sunbulat": ("div-br", "joomla"),
    "xx_farm_mujaz": ("brief", "interview"),
}
NAMES = {"xx_farm_afaq": "آفاق", "xx_farm_sunbulat": "سنبلة", "xx_farm_mujaz": "الموجز"}
FORBIDDEN = "/private/20240101-secret"
GONE = "/news/20240102-gone"
ROBOTS = "User-agent: *\nDisallow: /private/\n"
XML = {"Content-Type": "application/xml"}


@dataclass
class Farm:
    """The servers by outlet id, and what a reader finds there."""

    servers: dict[str, Server]
    paths: dict[str, list[str]] = field(default_factory=dict)
    """Paths of the articles of each outlet that can be had."""
    titles: dict[str, str] = field(default_factory=dict)
    """Title by URL of the article."""
    modified: dict[str, dt.datetime] = field(default_factory=dict)
    """When the sitemap says that a path was last changed."""

    def declare(self, workspace: Path, **common: object) -> None:
        """Write the outlets as the workspace's registry; `common` are further source keys."""
        url = {name: server.url for name, server in self.servers.items()}
        sources = {
            "xx_farm_afaq": {"feeds": [f"{url['xx_farm_afaq']}/rss"]},
            "xx_farm_sunbulat": {"sitemaps": [f"{url['xx_farm_sunbulat']}/sitemap.xml"]},
            "xx_farm_mujaz": {
                "sections": [f"{url['xx_farm_mujaz']}/all"],
                "include": ["/b/", "/talk/", "/private/", "/news/"],
            },
        }
        outlets = [
            {
                "id": name,
                "name_ar": NAMES[name],
                "country": "IQ",
                "ownership": "private",
                "sources": {**sources[name], "timezone": "Asia/Baghdad", **common},
            }
            for name in HABITS
        ]
        text = yaml.safe_dump({"outlets": outlets}, allow_unicode=True)
        (workspace / "outlets.yaml").write_text(text, encoding="utf-8")

    def publish(self) -> None:
        """Write the sources anew, as their articles are now."""
        for name, paths in self.paths.items():
            server = self.servers[name]
            urls = [server.url + path for path in (*paths, FORBIDDEN, GONE)]
            # the same article twice, once as an advertisement links to it
            urls.append(f"{urls[0]}{'&' if '?' in urls[0] else '?'}utm_source=farm")
            items = "".join(f"<item><link>{_xml(url)}</link></item>" for url in urls)
            server.routes["/rss"] = Answer(
                f'<rss version="2.0"><channel>{items}</channel></rss>', headers=XML
            )
            entries = "".join(self._entry(url, server.url) for url in urls)
            server.routes["/sitemap.xml"] = Answer(
                f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>',
                headers=XML,
            )
            links = "".join(f'<li><a href="{_xml(url)}">خبر</a></li>' for url in urls)
            server.routes["/all"] = Answer(f"<html><body><ul>{links}</ul></body></html>")

    def _entry(self, url: str, home: str) -> str:
        moment = self.modified.get(url.removeprefix(home))
        changed = f"<lastmod>{moment.isoformat()}</lastmod>" if moment else ""
        return f"<url><loc>{_xml(url)}</loc>{changed}</url>"

    def asked(self) -> list[str]:
        """All URLs that were asked for, robots.txt and sources too."""
        return [server.url + path for server in self.servers.values() for path in server.paths]

    def articles_asked(self) -> list[str]:
        """The URLs of articles that were asked for."""
        return [url for url in self.asked() if url in self.titles]

    def forget(self) -> None:
        """Empty the access logs."""
        for server in self.servers.values():
            server.log.clear()


@contextmanager
def farm() -> Iterator[Farm]:
    """Three running servers."""
    with ExitStack() as stack:
        made = Farm({name: stack.enter_context(Server()) for name in HABITS})
        for name, habits in HABITS.items():
            server = made.servers[name]
            server.routes["/robots.txt"] = Answer(ROBOTS, headers={"Content-Type": "text/plain"})
            server.routes[FORBIDDEN] = Answer("<html><body><p>سر</p></body></html>")
            server.routes[GONE] = Answer(status=410)
            for page in (page for habit in habits for page in corpus.pages(habit)):
                parts = urlsplit(page.url)
                path = f"{parts.path}?{parts.query}" if parts.query else parts.path
                server.routes[path] = Answer(page.body, headers={"Content-Type": page.content_type})
                made.paths.setdefault(name, []).append(path)
                made.titles[server.url + path] = page.gold["title"]
        made.publish()
        yield made


def _xml(url: str) -> str:
    return url.replace("&", "&amp;")
