"""What one outlet of the farm answers at each address, and what a reader finds there."""

import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.farm.stories import Story
from tests.pages import corpus

HTML = "text/html; charset=utf-8"
XML = "application/xml"
_CHANGED = "Sat, 31 May 2025 21:00:00 GMT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server sends, and how."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    way: str = ""
    """Empty for sent at once; else reset, cut (in the middle), drip or silence."""


NOT_FOUND = Answer(status=404, body=b"<html><body>404</body></html>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One invented outlet as it is declared."""

    id: str
    name: str
    country: str
    habit: str
    """Of `tests/pages`: how its pages are made."""
    count: int
    """Stories within the farm's period."""
    build: Callable[["Site"], dict[str, Any]]
    """Puts its pages into the site; gives the `sources` of its registry entry."""
    path: Callable[[Story], str]
    """Where a story stands."""
    entry: Callable[[Story], dict[str, Any]] = lambda _: {}
    """What its pages want beside the common keys of `tests/pages`."""
    early: int = 0
    """Stories before the period."""
    hosts: int = 1
    robots: Answer = Answer(body=b"User-agent: *\nDisallow: /private/\n")
    domains: tuple[str, ...] = ()


class Site:
    """A running outlet.

    Args:
        homes: address of each of its hosts, the main one first.
        away: address of a host that belongs to no outlet, and must never be asked.
    """

    def __init__(
        self, outlet: Outlet, stories: Sequence[Story], homes: Sequence[str], away: str
    ) -> None:
        self.outlet = outlet
        self.stories = stories
        self.homes = homes
        self.away = away
        self.addresses: dict[str, Story] = {}
        """URL to the story that stands there, for all URLs by which it can be had."""
        self.refused: dict[str, str] = {}
        """URL to the beginning of the reason for which nothing can be had there."""
        self.broken: set[str] = set()
        """URLs of sources that cannot be read wholly."""
        self.slow: set[int] = set()
        """Numbers of the stories whose pages come in drips."""
        self.forbidden: set[str] = set()
        """URLs that must not be asked for."""
        self._pages: dict[str, Callable[[], Answer]] = {}
        self._stumbles: dict[str, Sequence[Answer]] = {}
        self._asked: Counter[str] = Counter()
        self._pages["/robots.txt"] = lambda: outlet.robots
        for story in stories:
            self.publish(story, outlet.path(story))
        self.sources = outlet.build(self)

    def url(self, path: str, host: int = 0) -> str:
        """Address of a path."""
        return f"{self.homes[host]}{path}"

    def of(self, story: Story, host: int = 0) -> str:
        """Address of a story."""
        return self.url(self.outlet.path(story), host)

    def publish(self, story: Story, path: str) -> None:
        """Let a story stand at a path of every host."""
        self._pages[path] = cache(lambda: self._render(story))
        for home in self.homes:
            self.addresses[f"{home}{path}"] = story

    def put(self, path: str, body: bytes, kind: str = HTML) -> str:
        """Serve bytes with one of the two validators; their URL."""
        number = zlib.crc32(body)
        validator = ("ETag", f'"{number:x}"') if number % 2 else ("Last-Modified", _CHANGED)
        headers = dict([("Content-Type", kind), validator])
        return self.answer_with(path, Answer(body=body, headers=headers))

    def answer_with(self, path: str, answer: Answer) -> str:
        """Serve an answer; its URL."""
        self._pages[path] = lambda: answer
        return self.url(path)

    def move(self, path: str, story: Story, *, status: int = 301) -> str:
        """Redirect a path to a story; its URL."""
        self.addresses[self.url(path)] = story
        return self.answer_with(
            path, Answer(status=status, headers={"Location": self.outlet.path(story)})
        )

    def refuse(self, path: str, reason: str, answer: Answer) -> str:
        """Serve what is no article; its URL."""
        self.refused[self.url(path)] = reason
        return self.answer_with(path, answer)

    def stumble(self, story: Story, *answers: Answer) -> None:
        """Give these answers to the first requests for a story."""
        self._stumbles[self.outlet.path(story)] = answers

    def text(self, story: Story) -> str:
        """What a reader finds as the body of a story."""
        body = self.outlet.entry(story).get("body", story.body)
        return "\n".join(
            line for item in body for block in corpus.blocks_of(item) for line in block.lines
        )

    def forget(self) -> None:
        """Stumble anew."""
        self._asked.clear()

    def answer(self, path: str) -> Answer:
        """The answer to a request."""
        times = self._asked[path]
        self._asked[path] += 1
        stumbles = self._stumbles.get(path, ())
        if times < len(stumbles):
            return stumbles[times]
        return self._pages.get(path, lambda: NOT_FOUND)()

    def _render(self, story: Story) -> Answer:
        outlet = self.outlet
        entry = {
            "outlet": {
                "name": outlet.name,
                "desk": "محرر الموقع",
                "host": f"{outlet.id}.example",
                "home": self.homes[0],
                "offset": f"{story.published:%z}",
            },
            "path": outlet.path(story),
            "title": story.title,
            "body": list(story.body),
            "sample": story.sample,
            "published": story.published,
            "author": story.author,
            "section": story.section,
            **outlet.entry(story),
        }
        page = corpus.render(f"{outlet.id}-{story.number}", outlet.habit, entry)
        kind = {"Content-Type": page.content_type} if page.content_type else {}
        way = "drip" if story.number in self.slow else ""
        return Answer(body=page.body, headers=kind, way=way)
