"""Maps the columns of a record to the fields of an article."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mediaframe.collect.files import STAGE, Limits, Row
from mediaframe.collect.text import clean, repair
from mediaframe.errors import InputError
from mediaframe.types import Reject

# Column names by field, the first that has a value counts; compared without case, `_`, `-`, space.
_GUESSES = {
    "title": ("title", "headline", "article_title", "العنوان", "عنوان"),
    "text": ("text", "body", "content", "article", "article_text", "full_text", "النص", "المحتوى"),
    "date": ("date", "published", "publication_date", "published_at", "pub_date", "publish_date",
             "date_published", "datetime", "timestamp", "التاريخ", "تاريخ النشر"),
    "outlet": ("outlet", "source", "domain", "publisher", "newspaper", "site", "المصدر"),
    "url": ("url", "link", "article_url", "الرابط"),
    "id": ("id", "article_id", "guid"),
    "author": ("author", "byline", "writer", "الكاتب"),
    "genre": ("genre", "section", "category", "القسم"),
    "country": ("country", "country_code", "الدولة", "البلد"),
    "subtitle": ("subtitle", "standfirst", "deck", "العنوان الفرعي"),
    "wire": ("wire", "agency", "news_agency", "الوكالة"),
    "updated": ("updated", "modified", "updated_at", "date_modified", "تاريخ التحديث"),
}  # fmt: skip
NAMES = tuple(_GUESSES)
"""The fields that a record can be mapped to; all but `text` may be absent."""
_SEPARATORS = re.compile(r"[\s_\-]+")
_HTTP = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_BARE = re.compile(r"(?:www\.)?[\w\-]+(?:\.[\w\-]+)*\.[a-z]{2,}/\S*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SHORT = 300
_LONG = 4000
_SAMPLE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as its source describes it: clean strings, empty where absent."""

    item: str
    text: str
    title: str = ""
    date: str = ""
    outlet: str = ""
    url: str = ""
    id: str = ""
    author: str = ""
    genre: str = ""
    country: str = ""
    subtitle: str = ""
    wire: str = ""
    updated: str = ""
    repaired: bool = False
    """Whether mojibake was undone in text or title."""

    @property
    def link(self) -> str | None:
        """The URL where it is one that a browser may open."""
        if _HTTP.fullmatch(self.url):
            return self.url[:_LONG]
        return f"http://{self.url}"[:_LONG] if _BARE.fullmatch(self.url) else None


@dataclass(slots=True)
class Fields:
    """Which column of a record is which field."""

    chosen: dict[str, str] = field(default_factory=dict)
    """Field -> column, as the user says; other fields are guessed from the column names."""
    _columns: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def parse(cls, options: Iterable[str]) -> "Fields":
        """Fields by options such as `text=body_html`.

        Raises:
            InputError: an option has another form, or names an unknown field.
        """
        chosen = {}
        for option in options:
            name, equals, column = option.partition("=")
            if not equals or not column or name not in NAMES:
                raise InputError(
                    f"{option!r} does not map a field; write FIELD=COLUMN with a field of "
                    f"{', '.join(NAMES)}"
                )
            chosen[name] = column
        return cls(chosen)

    def read(self, row: Row, limits: Limits) -> Source | Reject:
        """The article of a record, or why there is none."""
        values = row.values
        columns = self._columns_of(tuple(values))
        found: dict[str, str] = {}
        for name, candidates in columns.items():
            for column in candidates:
                value = values[column]
                text = value if type(value) is str else _text(value, paragraphs=name == "text")
                if text is None:
                    if name == "text":
                        return _reject(row, f"`{column}` holds no text", str(value))
                elif text and not text.isspace():
                    found[name] = clean(text).strip()
                    break
        if not found.get("text"):
            sought = self.chosen.get("text")
            return _reject(row, f"no text in `{sought}`" if sought else "no text", str(values))
        return self._source(row, found, limits)

    def _source(self, row: Row, found: dict[str, str], limits: Limits) -> Source | Reject:
        size = len(found["text"]) + len(found.get("title", ""))
        if size * 3 > limits.article_bytes:  # only then it can be too long in UTF-8
            size = len(found["text"].encode()) + len(found.get("title", "").encode())
            if size > limits.article_bytes:
                reason = f"article longer than {limits.article_bytes} bytes"
                return _reject(row, reason, found["text"])
        repaired = False
        for name in ("text", "title", "outlet", "author", "subtitle", "wire"):
            if name in found:
                before = found[name]
                found[name] = repair(before)
                repaired = repaired or found[name] is not before
        for name in ("outlet", "author", "genre", "country", "date", "subtitle", "wire", "updated"):
            if name in found:
                # no control characters: these fields are printed on terminals
                most = _LONG if name == "subtitle" else _SHORT
                found[name] = " ".join(_CONTROL.sub(" ", found[name]).split())[:most]
        return Source(item=row.item, repaired=repaired, **found)

    def _columns_of(self, names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        columns = self._columns.get(names)
        if columns is None:
            if len(self._columns) > 1000:  # records that all differ must not fill the memory
                self._columns.clear()
            columns = self._columns[names] = _map(names, self.chosen)
        return columns


def _map(names: tuple[str, ...], chosen: dict[str, str]) -> dict[str, tuple[str, ...]]:
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    columns = {}
    for name, guesses in _GUESSES.items():
        if name in chosen:
            found = [chosen[name]] if chosen[name] in names else []
        else:
            found = [plain[guess] for guess in map(_plain, guesses) if guess in plain]
            found = [column for column in found if column not in chosen.values()]
        if found:
            columns[name] = tuple(found)
    return columns


def _plain(name: str) -> str:
    return _SEPARATORS.sub("", name.lower())


def _text(value: object, *, paragraphs: bool) -> str | None:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, (int, float, dt.date)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ("\n" if paragraphs else ", ").join(value)
    return None


def _reject(row: Row, reason: str, sample: str) -> Reject:
    return Reject(stage=STAGE, item=row.item, reason=reason, sample=sample[:_SAMPLE])
