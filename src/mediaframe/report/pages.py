"""What each page shows, in one language: the values its template sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from mediaframe.report import disclosed, numbers, summary, tables
from mediaframe.report.content import ReportContent
from mediaframe.report.figures import PERIODS, Key, cells, split
from mediaframe.report.graphics import Press
from mediaframe.report.items import Items
from mediaframe.report.listing import Listing
from mediaframe.report.names import UNKNOWN, Names, slug
from mediaframe.report.place import Place, units, withheld
from mediaframe.report.tables import Table
from mediaframe.report.words import isolated
from mediaframe.types import Estimate, OutletCoverage

MOST_OUTLETS, MOST_STORIES, MOST_EXAMPLES = 30, 60, 4
"""Outlets with a page of their own, stories of a country and examples of a frame."""
_LEAST_OUTLETS = 12
"""Outlets under which the codebook calls for figures to be read as descriptive."""
_MAIN = (
    "visibility",
    "legitimation_index",
    "delegitimation_index",
    "own_voice_delegitimation",
    "relayed_delegitimation",
    "right_of_reply_rate",
    "actor_voice_share",
    "patronage_ratio",
    "net_tone",
    "distancing_rate",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one language: file name, template and values."""

    file: str
    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Country:
    """A country with a page."""

    key: str
    name: str
    page: str


class Pages:
    """Makes the pages of one language."""

    def __init__(self, content: ReportContent, press: Press) -> None:
        self._content = content
        self._press = press
        self._lang = lang = press.lang
        self._coverage = {item.id: item for item in content.disclosure.outlets}
        found = content.split("country")
        self.countries = tuple(
            Country(key, lang.of("country", key), f"{slug('country', key)}.html")
            for key in sorted(found, key=lambda key: (key == UNKNOWN, key))
        )
        periods = _by_period(content, "country")
        self._places = {
            one.key: _place("country", one.key, one.name, found, periods) for one in self.countries
        }
        found, periods = content.split("outlet"), _by_period(content, "outlet")
        names = Names(content, lang, ())
        self._outlets = {
            key: _place("outlet", key, names.outlet(key), found, periods) for key in self._coverage
        }
        shown = [key for key, place in self._outlets.items() if not withheld(place.cells)]
        shown.sort(key=lambda key: -units(self._outlets[key].cells))
        self._paged = set(shown[:MOST_OUTLETS])
        self._names = Names(content, lang, self._paged)
        self._items = Items(content, lang, self._names)
        self._listing = Listing(content, press, self._names)

    def all(self) -> Iterator[Page]:
        """Every page."""
        yield self.overview()
        yield from (self.country(country) for country in self.countries)
        yield from (self.outlet(key) for key in sorted(self._paged))
        yield Page("outlets.html", "outlets", self._listing.outlets(self._outlets))
        yield Page("actors.html", "actors", self._listing.actors())
        yield self.examples()
        yield self.stories()
        method = disclosed.values(self._content, self._lang, self._names)
        yield Page("method.html", "method", method)

    def overview(self) -> Page:
        """The first page."""
        content, lang, press = self._content, self._lang, self._press
        periods = {
            name: frame for name in PERIODS if (frame := content.trends.get((name,))) is not None
        }
        whole = Place("all", lang("title"), _cells(content.trends.get(())), periods)
        shown = [place for place in self._places.values() if not withheld(place.cells)]
        voices = {
            place.name: self._voices("country", key)
            for key, place in self._places.items()
            if place in shown
        }
        several = len(shown) > 1
        values = {
            "summary": [
                summary.corpus(content, lang),
                summary.shares(whole, lang),
                *summary.comparison(shown, lang),
            ],
            "figures": self._whole_figures(whole.cells),
            "few_outlets": self._few(self._coverage.values()),
            "by_country": press.frames_by(shown) if several else None,
            "frames": None if several or withheld(whole.cells) else press.frames(whole),
            "index": press.index(whole),
            "panels": press.panels(whole),
            "tone": press.tone(shown) if shown else None,
            "voice": press.voice(voices, slug="countries", place=whole.name) if shown else None,
            "stories": self._items.stories(content.stories.head(4)),
            "indicators": None if withheld(whole.cells) else self._indicators(whole),
        }
        return Page(
            "index.html",
            "overview",
            values | self._listing.outlets({key: self._outlets[key] for key in self._paged}),
        )

    def country(self, country: Country) -> Page:
        """The page of the outlets of a country."""
        lang, place = self._lang, self._places[country.key]
        own = [key for key in self._outlets if self._names.country_of(key) == country.key]
        coverage = [self._coverage[key] for key in own]
        stories = self._content.stories.filter(pl.col("country").fill_null(UNKNOWN) == country.key)
        values = {
            "kicker": lang("nav_countries"),
            "note": lang("country_note"),
            "few_outlets": self._few(coverage),
            "stories": self._items.stories(stories.head(4)),
            **self._listing.outlets({key: self._outlets[key] for key in own}),
            **self._place_values(place, coverage, "country", country.key),
        }
        return Page(country.page, "place", values)

    def outlet(self, key: str) -> Page:
        """The page of an outlet."""
        lang, names, place = self._lang, self._names, self._outlets[key]
        values = {
            "kicker": f"{names.country(key)} · {lang('col_ownership')}: {names.ownership(key)}",
            "note": "" if names.verified(key) else lang("unverified"),
            "few_outlets": False,
            "stories": [],
            "outlet_rows": [],
            **self._place_values(place, [self._coverage[key]], "outlet", key),
        }
        return Page(f"{place.slug}.html", "place", values)

    def examples(self) -> Page:
        """The page of examples, by frame."""
        groups = [
            {
                "id": frame.id.lower(),
                "name": self._lang.name(frame),
                "colour": self._items.colour(frame.id),
                "examples": [
                    self._items.example(one)
                    for one in self._content.examples
                    if one.codes.primary_frame == frame.id
                ][:MOST_EXAMPLES],
            }
            for frame in self._content.book.frames
        ]
        examples = self._content.examples
        explained = any(one.words for one in examples)
        older = self._content.scorer == "classifier" and bool(examples) and not explained
        return Page(
            "examples.html", "examples", {"groups": groups, "explained": explained, "older": older}
        )

    def stories(self) -> Page:
        """The page of positive stories, by country."""
        parts = split(self._content.stories, "country")
        groups = [
            {
                "id": slug("country", key or UNKNOWN),
                "name": self._lang.of("country", key or UNKNOWN),
                "stories": self._items.stories(parts[key].head(MOST_STORIES)),
            }
            for key in sorted(parts, key=lambda key: (not key, key))
        ]
        return Page("stories.html", "stories", {"groups": groups})

    def _place_values(
        self, place: Place, coverage: Sequence[OutletCoverage], kind: str, key: str
    ) -> dict[str, Any]:
        lang, press = self._lang, self._press
        hidden = withheld(place.cells)
        sentence = lang(
            "lead_place",
            name=isolated(place.name),
            articles=lang.counted("articles", sum(one.articles for one in coverage)),
            units=lang.counted("units", units(place.cells)),
        )
        values: dict[str, Any] = {
            "place": place,
            "summary": [sentence] if hidden else [sentence, summary.shares(place, lang)],
            "figures": self._figures(coverage, place.cells),
            "withheld": hidden,
        }
        if hidden:
            return values
        voices = {place.name: self._voices(kind, key)}
        main = [
            (lang.name(one), place.cells.get((one.id, "", "original")))
            for one in self._content.book.indicators
            if one.id in _MAIN
        ]
        return values | {
            "index": press.index(place),
            "panels": press.panels(place),
            "frames": press.frames(place),
            "voice": press.voice(voices, slug=place.slug, place=place.name)
            if voices[place.name]
            else None,
            "main": tables.estimates(
                main,
                lang,
                caption=f"{lang('section_indicators')}: {place.name}",
                first=lang("col_indicator"),
            ),
            "issues": press.issues(place) if kind == "country" else None,
            "indicators": self._indicators(place),
        }

    def _indicators(self, place: Place) -> Table:
        caption = f"{self._lang('section_indicators')}: {place.name}"
        return tables.indicators(place.cells, self._content.book, self._lang, caption)

    def _whole_figures(self, found: Mapping[Key, Estimate]) -> list[tuple[str, str, bool]]:
        lang, made = self._lang, self._content.disclosure
        seen = [one for one in self._coverage.values() if one.articles]
        items = [
            (lang("key_articles"), f"{made.articles:,}", False),
            (lang("key_outlets"), f"{len(seen):,}", False),
            (lang("key_stories"), f"{made.stories:,}", False),
            (lang("key_mentions"), f"{made.mentions_in_scope:,}", False),
            (lang("key_units"), f"{units(found):,}", False),
        ]
        return [*items, *self._period(seen)]

    def _figures(
        self, coverage: Sequence[OutletCoverage], found: Mapping[Key, Estimate]
    ) -> list[tuple[str, str, bool]]:
        lang = self._lang
        seen = [one for one in coverage if one.articles]
        items = [(lang("key_articles"), f"{sum(one.articles for one in seen):,}", False)]
        if len(coverage) == 1:  # stories of several outlets are partly the same ones
            items.append((lang("key_stories"), f"{coverage[0].stories:,}", False))
        else:
            items.append((lang("key_outlets"), f"{len(seen):,}", False))
        items.append((lang("key_units"), f"{units(found):,}", False))
        rate = found.get(("visibility", "", "original"))
        if numbers.known(rate):
            items.append((lang("key_visibility"), numbers.value(rate, lang), False))
        return [*items, *self._period(seen)]

    def _period(self, seen: Sequence[OutletCoverage]) -> Iterator[tuple[str, str, bool]]:
        lang = self._lang
        first = min((one.first for one in seen if one.first), default=None)
        last = max((one.last for one in seen if one.last), default=None)
        if first and last:
            period = lang("period", first=lang.month(first), last=lang.month(last))
            yield lang("key_period"), period, True

    def _few(self, coverage: Iterable[OutletCoverage]) -> bool:
        return sum(one.articles > 0 for one in coverage) < _LEAST_OUTLETS

    def _voices(self, kind: str, key: str) -> dict[str, int]:
        """Units of a place by voice."""
        frame = self._content.split(kind, "voice").get(key)
        if frame is None:
            return {}
        rows = frame.filter(
            (pl.col("indicator") == "legitimation_index") & (pl.col("basis") == "original")
        )
        return dict(rows.select("voice", "n").iter_rows())


def _place(
    kind: str,
    key: str,
    name: str,
    frames: Mapping[str, pl.DataFrame],
    periods: Mapping[str, Mapping[str, pl.DataFrame]],
) -> Place:
    own = {period: parts[key] for period, parts in periods.items() if key in parts}
    return Place(slug(kind, key), name, _cells(frames.get(key)), own)


def _by_period(content: ReportContent, kind: str) -> dict[str, dict[str, pl.DataFrame]]:
    return {period: content.split(kind, period) for period in PERIODS}


def _cells(frame: pl.DataFrame | None) -> dict[Key, Estimate]:
    return {} if frame is None else cells(frame)
