"""Where and how an outlet's articles are collected, as its registry entry declares it."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from typing import Annotated

from cssselect import GenericTranslator, SelectorError
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from mediaframe.collect import urls

_PAGE = "{page}"
_DATE = re.compile(r"\{date:((?:%[YmdjUye]|[^{}%])+)\}")
_PROBE = ("2024-01-01", "1")


def _url(text: str) -> str:
    try:
        return urls.absolute(text, text)
    except urls.UnsafeUrl as error:
        raise ValueError(str(error)) from error


def _template(text: str) -> str:
    if text:
        _url(_DATE.sub(_PROBE[0], text).replace(_PAGE, _PROBE[1]))
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


def _selector(text: str) -> str:
    if text:
        try:
            GenericTranslator().css_to_xpath(text)
        except SelectorError as error:
            raise ValueError(f"not a CSS selector: {error}") from error
    return text


def _zone(text: str) -> str:
    try:
        zoneinfo.ZoneInfo(text or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"no time zone {text!r}; write one such as Asia/Baghdad") from error
    return text


def _hosts(found: Mapping[str, str]) -> Mapping[str, str]:
    for mirror, main in found.items():
        for name in (mirror, main):
            if urls.host_of(f"http://{name}/") != name:
                raise ValueError(f"{name!r} is no host in small letters such as news.example.com")
        if main in found or urls.main_host(main) != main:
            raise ValueError(f"{main} is the main host of {mirror}, and a mirror itself")
    return found


def _source(value: object) -> object:
    """A bare URL stands for a source without further keys."""
    return {"url": value} if isinstance(value, str) else value


Url = Annotated[str, AfterValidator(_url)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Selector = Annotated[str, AfterValidator(_selector)]
Zone = Annotated[str, AfterValidator(_zone)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Source(_Part):
    use: bool = True
    """False keeps a source on record that is not to be collected."""
    status: str = ""
    """What is known of it, for people; decides nothing."""


class Feed(_Source):
    """An RSS or Atom feed."""

    url: Url


class Sitemap(_Source):
    """An XML sitemap, news sitemap or index of sitemaps, also gzipped; or a plain list of URLs."""

    url: Url


class Section(_Source):
    """A page that lists articles, and the pages that go on from it."""

    url: Url
    pages: Annotated[str, AfterValidator(_template)] = ""
    """URL of the further pages, with {page}; empty where there are none."""
    first: int = Field(2, ge=0)
    """Number of the first further page."""
    step: int = Field(1, ge=1)
    most: int = Field(50, ge=1, le=10_000)
    """Most pages walked, however long the list is."""
    links: Selector = ""
    """CSS selector of the part of the page whose links count; empty for the whole page."""

    @model_validator(mode="after")
    def _numbered(self) -> "Section":
        if self.pages and _PAGE not in self.pages:
            raise ValueError("pages: has no {page}")
        return self

    def page(self, number: int) -> str:
        """URL of the page of this index, from 0; empty past the last one."""
        if number == 0:
            return self.url
        if not self.pages or number >= self.most:
            return ""
        return self.pages.replace(_PAGE, str(self.first + (number - 1) * self.step))


class Archive(_Source):
    """Pages that list the articles of one day each."""

    url: Annotated[str, AfterValidator(_template)]
    """With {date:%Y-%m-%d} or another order of %Y, %m, %d, %j, %U, %y and %e; once or more."""
    pages: Annotated[str, AfterValidator(_template)] = ""
    """URL of a day's further pages, with {date:...} and {page}."""
    first: int = Field(2, ge=0)
    step: int = Field(1, ge=1)
    most: int = Field(50, ge=1, le=10_000)
    links: Selector = ""

    @model_validator(mode="after")
    def _dated(self) -> "Archive":
        if not _DATE.search(self.url):
            raise ValueError("url: has no {date:%Y-%m-%d}")
        if self.pages and not (_DATE.search(self.pages) and _PAGE in self.pages):
            raise ValueError("pages: needs {date:...} and {page}")
        return self

    def day(self, date: dt.date) -> Section:
        """The section of one day."""
        return Section(
            url=self._dated_url(self.url, date),
            pages=self._dated_url(self.pages, date),
            first=self.first,
            step=self.step,
            most=self.most,
            links=self.links,
        )

    @staticmethod
    def _dated_url(template: str, date: dt.date) -> str:
        return _DATE.sub(lambda found: date.strftime(found[1]).strip(), template)


class Selectors(_Part):
    """CSS selectors for pages that the general extraction reads wrong; empty for none."""

    title: Selector = ""
    body: Selector = ""
    date: Selector = ""
    author: Selector = ""


class OutletSources(_Part):
    """What to collect of an outlet, and how."""

    feeds: tuple[Annotated[Feed, BeforeValidator(_source)], ...] = ()
    sitemaps: tuple[Annotated[Sitemap, BeforeValidator(_source)], ...] = ()
    sections: tuple[Annotated[Section, BeforeValidator(_source)], ...] = ()
    archives: tuple[Annotated[Archive, BeforeValidator(_source)], ...] = ()
    include: tuple[Pattern, ...] = ()
    """Regular expressions searched in the readable URL; an article matches one of them."""
    exclude: tuple[Pattern, ...] = ()
    """Likewise; an article matches none of them."""
    selectors: Selectors = Selectors()
    delay: float | None = Field(None, ge=0, le=600)
    """Least seconds between two requests to a host; None for the setting."""
    timezone: Zone = ""
    """IANA name, for dates without an offset; empty for that of the country, else UTC."""
    mirrors: Annotated[Mapping[str, str], AfterValidator(_hosts)] = Field(default_factory=dict)
    """Host to the main host whose articles it repeats."""

    def urls(self) -> tuple[str, ...]:
        """The URLs of all sources; of archives the template."""
        return (
            *(feed.url for feed in self.feeds),
            *(sitemap.url for sitemap in self.sitemaps),
            *(section.url for section in self.sections),
            *(archive.url for archive in self.archives),
        )

    @property
    def declared(self) -> int:
        """How many sources are to be collected."""
        every = (*self.feeds, *self.sitemaps, *self.sections, *self.archives)
        return sum(source.use for source in every)
