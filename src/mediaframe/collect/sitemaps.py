"""Reads XML sitemaps, news sitemaps, indexes of sitemaps, and plain lists of URLs."""

import re
from collections.abc import Iterator
from html import unescape
from xml.parsers import expat

from mediaframe.collect import source_dates, urls, xml_guard
from mediaframe.collect.decompress import GZIP, DamagedError, TooLargeError, gunzip
from mediaframe.collect.listed import Listed, Listing

MAX_ITEMS = 100_000
"""URLs read of one sitemap; the protocol allows 50,000."""
_MAX_TEXT = 8_192
_FIELDS = {"loc", "lastmod", "publication_date"}
_MEDIA = ("image:", "video:")
_BLOCK = re.compile(rb"<(url|sitemap)\b[^<>]*>(.*?)(?=</?(?:url|sitemap)\b|\Z)", re.DOTALL)
_FIELD = re.compile(
    rb"<(?:\w{1,20}:)?(loc|lastmod|publication_date)>\s*(?:<!\[CDATA\[)?([^<>\]]{1,8192})"
)


def read(data: bytes, *, url: str, timezone: str = "", max_bytes: int) -> Listing:
    """What a sitemap lists: articles as `items`, further sitemaps as `children`.

    A broken sitemap is read past the damage as far as it can be; `trouble` says so.

    Args:
        data: the file, gzipped or not.
        url: of the sitemap, for relative links.
        timezone: IANA name, for dates without an offset.
        max_bytes: most bytes decompressed.
    """
    if data.startswith(GZIP):
        try:
            data = gunzip(data, max_bytes=max_bytes)
        except (DamagedError, TooLargeError) as error:
            return Listing(trouble=f"not a sitemap: {error}")
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"\0" not in data[:100]:
        return _plain(data, url)
    reader = _Reader(url, timezone)
    trouble = ""
    try:
        trouble = reader.read(data)
    except xml_guard.UnsafeXmlError as error:
        return Listing(trouble=str(error))
    except _FullError:
        trouble = f"too long: over {MAX_ITEMS} URLs"
    if not (reader.known or reader.items or reader.children):
        return Listing(trouble=trouble or "not a sitemap")
    return Listing(tuple(reader.items), tuple(reader.children), trouble)


class _FullError(Exception):
    pass


class _Reader:
    def __init__(self, url: str, timezone: str) -> None:
        self.items: list[Listed] = []
        self.children: list[Listed] = []
        self.known = False
        self._url = url
        self._timezone = timezone
        self._depth = xml_guard.Depth()
        self._field = ""
        self._text: list[str] = []
        self._values: dict[str, str] = {}
        self._begun = 0
        """Byte at which the entry begins that is being read."""

    def read(self, data: bytes) -> str:
        parser = self._parser = xml_guard.guarded()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            for name, values in _blocks(data[self._begun :]):
                self._keep(name, values)
            return f"broken XML: {expat.ErrorString(error.code)}, line {error.lineno}"
        except (LookupError, ValueError):
            return "broken XML: unknown encoding"
        return ""

    def _start(self, name: str, attributes: object) -> None:  # noqa: ARG002
        self._depth.enter()
        local = name.rpartition(":")[2]
        if local in ("urlset", "sitemapindex"):
            self.known = True
        elif name in ("url", "sitemap"):
            self._values = {}
            self._begun = self._parser.CurrentByteIndex
        # an image of the article has a <image:loc> of its own
        self._field = local if local in _FIELDS and not name.startswith(_MEDIA) else ""
        self._text.clear()

    def _characters(self, text: str) -> None:
        if self._field and sum(map(len, self._text)) < _MAX_TEXT:
            self._text.append(text)

    def _end(self, name: str) -> None:
        self._depth.leave()
        if self._field:
            self._values.setdefault(self._field, "".join(self._text)[:_MAX_TEXT].strip())
            self._field = ""
        elif name.rpartition(":")[2] in ("url", "sitemap"):
            self._keep(name.rpartition(":")[2], self._values)
            self._values = {}
            self._begun = self._parser.CurrentByteIndex

    def _keep(self, name: str, values: dict[str, str]) -> None:
        if not values.get("loc"):
            return
        if len(self.items) + len(self.children) >= MAX_ITEMS:
            raise _FullError
        listed = Listed(
            _absolute(values["loc"], self._url),
            source_dates.parse(values.get("publication_date", ""), timezone=self._timezone),
            source_dates.parse(values.get("lastmod", ""), timezone=self._timezone),
        )
        (self.children if name == "sitemap" else self.items).append(listed)


def _blocks(data: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """The entries of XML that no parser reads, from the damaged one on."""
    for block in _BLOCK.finditer(data):
        values: dict[str, str] = {}
        for field in _FIELD.finditer(block[2]):
            text = unescape(field[2].decode("utf-8", "replace")).strip()
            values.setdefault(field[1].decode(), text)
        yield block[1].decode(), values


def _plain(data: bytes, url: str) -> Listing:
    lines = data.decode("utf-8-sig", "replace").split()
    found = [line for line in lines if line.startswith(("http://", "https://"))]
    if not found or len(found) < len(lines):
        return Listing(trouble="not a sitemap")
    trouble = f"too long: over {MAX_ITEMS} URLs" if len(found) > MAX_ITEMS else ""
    return Listing(tuple(Listed(_absolute(line, url)) for line in found[:MAX_ITEMS]), (), trouble)


def _absolute(link: str, base: str) -> str:
    try:
        return urls.absolute(link, base)
    except urls.UnsafeUrl:
        return link  # the spider refuses it, and says why
