"""What the head of a page and its JSON-LD say about the article, as written there."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import lxml.html

_ARTICLES = re.compile(r"Article|Posting|Report|Review|ImageGallery|NewsMedia|VideoObject|WebPage")
_MOST_CHARS = 600_000
_MOST_NODES = 3000
_MOST_VALUE = 20_000
_LOOSE = re.compile(r"[\x00-\x1f]+")
_NEXT = re.compile(r'"(?:datePublished|publishedAt|published_at|publishDate|publish_date|pubDate)"')


@dataclass(frozen=True, slots=True)
class Metadata:
    """Keys in small letters; values unescaped and stripped, never empty."""

    meta: dict[str, list[str]]
    """Contents of `<meta>` by name, property or itemprop, in order."""
    title: str
    canonical: str
    """As declared, not resolved."""
    articles: list[dict[str, Any]] = field(default_factory=list)
    """JSON-LD nodes that are articles, the most specific kinds first."""
    crumbs: list[str] = field(default_factory=list)
    """Names in a JSON-LD breadcrumb list."""
    state: dict[str, Any] | None = None
    """The page's state that a script framework left in `__NEXT_DATA__` and the like."""

    def first(self, *keys: str) -> str:
        """The first value of the first key that has one."""
        return next((self.meta[key][0] for key in keys if key in self.meta), "")

    def told(self, key: str) -> Iterator[Any]:
        """The values of a key in the JSON-LD articles."""
        return (article[key] for article in self.articles if article.get(key))


def read(page: lxml.html.HtmlElement) -> Metadata:
    """Metadata of a parsed page; broken JSON-LD is skipped."""
    meta: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        # those of comments and teasers are told apart by their place: only the head's are read,
        # and microdata of the article
        content = clean(element.get("content"))
        if not content:
            continue
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            for key in (element.get(attribute) or "").lower().split():
                meta.setdefault(key, []).append(content)
    nodes = list(_nodes(page))
    articles = [node for node in nodes if _ARTICLES.search(_kind(node))]
    articles.sort(key=lambda node: "WebPage" in _kind(node) or "Video" in _kind(node))
    return Metadata(
        meta,
        _title(page),
        _canonical(page),
        articles,
        [name for node in nodes if "BreadcrumbList" in _kind(node) for name in _crumbs(node)],
        _state(page),
    )


def clean(value: object) -> str:
    """A value as one line of text; empty where it is none."""
    if not isinstance(value, str):
        return ""
    text = value[:_MOST_VALUE]
    if "&" in text:
        text = unescape(unescape(text))
    return " ".join(text.split())


def names(value: object) -> Iterator[str]:
    """Names in a JSON-LD author, section or publisher: text, object or a list of them."""
    for item in value if isinstance(value, list) else [value]:
        kind = ""
        if isinstance(item, dict):
            kind = _kind(item)
            item = item.get("name")
        if "Organization" not in kind and (name := clean(item)):
            yield name


def _title(page: lxml.html.HtmlElement) -> str:
    for element in page.iter("title"):
        parent = element.getparent()
        if parent is not None and parent.tag != "svg":
            return clean(element.text_content())
    return ""


def _canonical(page: lxml.html.HtmlElement) -> str:
    for element in page.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return clean(element.get("href"))
    return ""


def _kind(node: dict[str, Any]) -> str:
    kind = node.get("@type", "")
    return " ".join(str(item) for item in kind) if isinstance(kind, list) else str(kind)


def _nodes(page: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    left = _MOST_CHARS
    for script in page.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        left -= len(text)
        if left < 0:
            return
        yield from _flat(_parsed(text))


def _parsed(text: str) -> object:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for attempt in (text, _LOOSE.sub(" ", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flat(value: object) -> Iterator[dict[str, Any]]:
    """The nodes of a JSON-LD document, those of its graph and lists; not what they refer to."""
    stack: list[object] = [value]
    seen = 0
    while stack and seen < _MOST_NODES:
        item = stack.pop()
        seen += 1
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            stack.extend(item[key] for key in ("mainEntity", "@graph") if key in item)


def _crumbs(node: dict[str, Any]) -> Iterator[str]:
    items = node.get("itemListElement")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            inner = item.get("item")
            name = clean(item.get("name"))
            if not name and isinstance(inner, dict):
                name = clean(inner.get("name"))
            if name:
                yield name


def _state(page: lxml.html.HtmlElement) -> dict[str, Any] | None:
    for script in page.iter("script"):
        text = script.text or ""
        if script.get("id") == "__NEXT_DATA__" or (
            (script.get("type") or "") == "application/json" and _NEXT.search(text)
        ):
            found = _parsed(text) if len(text) <= _MOST_CHARS else None
            return found if isinstance(found, dict) else None
    return None
