"""What each page shows, in one language: the values its template sets."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import polars as pl

from mediaframe.report import hostile, numbers, summary, tables
from mediaframe.report.content import ReportContent
from mediaframe.report.figures import PERIODS, Key, cells, split
from mediaframe.report.graphics import Place, Press, units, withheld
from mediaframe.report.look import PALETTE, SOFT
from mediaframe.report.tables import Table
from mediaframe.report.words import Language
from mediaframe.types import Estimate, Example, OutletCoverage

UNKNOWN = "unknown"
"""Key of trends: no country, or no actor of the registry."""
MOST_OUTLETS, MOST_ACTORS, MOST_STORIES, MOST_QUOTES, MOST_REASONS = 30, 30, 60, 4, 10
"""Outlets with a page, actors, stories of a country, examples of a frame, terms in an example."""
_LEAST_OUTLETS = 12
"""Outlets under which the codebook calls for figures to be read as descriptive."""
_MAIN = ("visibility", "legitimation_index", "delegitimation_index", "own_voice_delegitimation",
         "relayed_delegitimation", "right_of_reply_rate", "actor_voice_share", "patronage_ratio",
         "net_tone", "distancing_rate")  # fmt: skip


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


def slug(kind: str, key: str) -> str:
    """A file name for a key of unknown make: as it is where harmless, else its digest."""
    plain = re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,60}", key.lower())
    return f"{kind}-{key.lower().replace('_', '-') if plain else sha256(key.encode()).hexdigest()[:16]}"


class Pages:
    """Makes the pages of one language."""

    def __init__(self, content: ReportContent, press: Press) -> None:
        self._content = content
        self._press = press
        self._lang = lang = press.lang
        self._coverage = {item.id: item for item in content.disclosure.outlets}
        self._groups = {actor.name_ar: actor for actor in content.actors.values()
                        if content.show_persons or not actor.is_person}  # fmt: skip
        by_country = _split(content, ("country",))
        self.countries = tuple(
            Country(key, lang.of("country", key), f"{slug('country', key)}.html")
            for key in sorted(by_country, key=lambda key: (key == UNKNOWN, key))
        )
        self._places = {
            country.key: self._place("country", country.key, country.name, by_country)
            for country in self.countries
        }
        by_outlet = _split(content, ("outlet",))
        self._outlets = {
            key: self._place("outlet", key, self._outlet_name(key), by_outlet)
            for key in self._coverage
        }
        shown = [key for key, place in self._outlets.items() if not withheld(place.cells)]
        shown.sort(key=lambda key: -units(self._outlets[key].cells))
        self._own_page = set(shown[:MOST_OUTLETS])

    def all(self) -> Iterator[Page]:
        """Every page."""
        yield self.overview()
        yield from (self.country(country) for country in self.countries)
        yield from (self.outlet(key) for key in sorted(self._own_page))
        yield Page("outlets.html", "outlets", self._outlet_table(list(self._outlets)))
        yield self.actors()
        yield self.examples()
        yield self.stories()
        yield self.method()

    def overview(self) -> Page:
        """The first page."""
        content, lang, press = self._content, self._lang, self._press
        whole = Place("all", lang("title"), _cells(content.trends.get(())), self._periods((), None))
        shown = [place for place in self._places.values() if not withheld(place.cells)]
        coverage = list(self._coverage.values())
        voices = {country.name: self._voices(("country",), country.key)
                  for country in self.countries if self._places[country.key] in shown}  # fmt: skip
        values = {
            "summary": [summary.corpus(content, lang), summary.shares(whole, lang),
                        *summary.comparison(shown, lang)],
            "figures": self._figures(coverage, whole.cells, overall=True),
            "few_outlets": len([one for one in coverage if one.articles]) < _LEAST_OUTLETS,
            "by_country": press.frames_by(shown) if len(shown) > 1 else None,
            "frames": None if len(shown) > 1 or withheld(whole.cells) else press.frames(whole),
            "index": press.index(whole),
            "panels": press.panels(whole),
            "tone": press.tone(shown, slug="countries", title_place=lang("title"))
            if shown else None,
            "voice": press.voice(voices, slug="countries", place=lang("title")) if shown else None,
            "stories": [self._story(row) for row in _rows(content.stories.head(4))],
            "indicators": None if withheld(whole.cells) else self._indicators(whole),
        }  # fmt: skip
        return Page("index.html", "overview", values | self._outlet_table(sorted(self._own_page)))

    def country(self, country: Country) -> Page:
        """The page of the outlets of a country."""
        lang, place = self._lang, self._places[country.key]
        own = [key for key in self._outlets if self._country_of(key) == country.key]
        coverage = [self._coverage[key] for key in own]
        stories = self._content.stories.filter(pl.col("country").fill_null(UNKNOWN) == country.key)
        values = {
            "kicker": lang("nav_countries"),
            "note": lang("country_note"),
            "few_outlets": len([one for one in coverage if one.articles]) < _LEAST_OUTLETS,
            "stories": [self._story(row) for row in _rows(stories.head(4))],
            **self._outlet_table(own),
        }
        return Page(country.page, "place", values | self._place_values(place, coverage, "country",
                                                                       country.key))  # fmt: skip

    def outlet(self, key: str) -> Page:
        """The page of an outlet."""
        outlet = self._content.outlets.get(key)
        country = self._lang.of("country", self._country_of(key))
        owner = self._lang.of("ownership", outlet.ownership if outlet else UNKNOWN)
        values = {
            "kicker": f"{country} · {self._lang('col_ownership')}: {owner}",
            "note": "" if outlet is None or outlet.verified else self._lang("unverified"),
            "few_outlets": False, "stories": [], "outlet_rows": [],
        }  # fmt: skip
        place = self._outlets[key]
        made = self._place_values(place, [self._coverage[key]], "outlet", key)
        return Page(f"{place.slug}.html", "place", values | made)

    def actors(self) -> Page:
        """The page of the actors that are mentioned most, and of the types of actors."""
        content, lang = self._content, self._lang
        found = {
            key: cells(frame)
            for key, frame in _split(content, ("actor",)).items()
            if key in content.actors and (content.show_persons or not content.actors[key].is_person)
        }
        ranked = sorted(found, key=lambda key: (-units(found[key]), key))[:MOST_ACTORS]
        types = content.book.labels["actor_type"]
        head = ("col_actor", "col_type")
        rows = tuple(
            (lang.name(content.actors[key]), lang.name(types[content.actors[key].type])
             if content.actors[key].type in types else "", *self._profile(found[key]))
            for key in ranked
        )  # fmt: skip
        by_type = {key: cells(frame) for key, frame in _split(content, ("actor_type",)).items()}
        values = {
            "actors": Table(lang("actors_title"), self._profile_head(head), rows),
            "types": Table(lang("actor_types_title"), self._profile_head(("col_type",)), tuple(
                (lang.name(types[key]), *self._profile(by_type[key]))
                for key in types if key in by_type
            )),
            "show_persons": content.show_persons,
        }  # fmt: skip
        return Page("actors.html", "actors", values)

    def examples(self) -> Page:
        """The page of examples, by frame."""
        groups = [
            {"id": frame.id.lower(), "name": self._lang.name(frame),
             "colour": PALETTE.get(frame.superframe, SOFT),
             "quotes": [self._quote(quote) for quote in self._content.examples
                        if quote.codes.primary_frame == frame.id][:MOST_QUOTES]}
            for frame in (*self._content.book.frames, self._content.book.none_frame)
        ]  # fmt: skip
        return Page("examples.html", "examples", {"groups": groups})

    def stories(self) -> Page:
        """The page of positive stories, by country."""
        parts = split(self._content.stories, "country")
        groups = [
            {"id": slug("country", key or UNKNOWN),
             "name": self._lang.of("country", key or UNKNOWN),
             "stories": [self._story(row) for row in _rows(parts[key].head(MOST_STORIES))]}
            for key in sorted(parts, key=lambda key: (not key, key))
        ]  # fmt: skip
        return Page("stories.html", "stories", {"groups": groups})

    def method(self) -> Page:
        """The page that discloses how the figures were made."""
        content, lang = self._content, self._lang
        made = content.disclosure
        head = ("col_outlet", "col_country", "col_coverage", "col_articles", "col_stories",
                "col_undated")  # fmt: skip
        values = {
            "content": content,
            "lost": lang("method_lost", short=_part(made.short, made.articles),
                         out=f"{made.mentions_out_of_scope:,}",
                         within=f"{made.mentions_in_scope:,}", unlinked=f"{made.unlinked:,}",
                         undated=f"{made.undated:,}", pending=f"{made.pending:,}"),
            "coverage": Table(lang("method_corpus_title"), tuple(map(lang, head)), tuple(
                (self._outlet_name(one.id),
                 lang.of("country", self._country_of(one.id)), self._span(one),
                 f"{one.articles:,}", f"{one.stories:,}", f"{one.undated:,}")
                for one in made.outlets)),
            "rejects": Table(
                lang("method_lost_title"),
                tuple(map(lang, ("col_reason", "col_stage", "col_count"))),
                tuple((hostile.line(one.reason, 160), lang.of("stage", one.stage),
                       f"{one.count:,}") for one in made.rejects)),
            "runs": Table(
                lang("method_runs_title"),
                tuple(map(lang, ("col_run", "col_digest", "col_codebook", "col_finished"))),
                tuple((f"{lang.of('stage', run.kind)}: {run.scorer}", run.digest,
                       run.codebook_version,
                       run.finished.strftime("%Y-%m-%d %H:%M") if run.finished else "–")
                      for run in made.runs if run.current)),
            "formulae": Table(
                lang("method_indicators_title"), (lang("col_indicator"), lang("col_formula")),
                tuple((lang.name(one), one.formula_ar if lang.rtl else one.formula)
                      for one in content.book.indicators)),
            "frames": [{"name": lang.name(frame), "definition": frame.definition,
                        "colour": PALETTE.get(frame.superframe, SOFT)}
                       for frame in (*content.book.frames, content.book.none_frame)],
            "data": [data_file(by) for by in content.trends],
        }  # fmt: skip
        return Page("method.html", "method", values)

    def _place(self, kind: str, key: str, name: str, frames: Mapping[str, pl.DataFrame]) -> Place:
        return Place(slug(kind, key), name, _cells(frames.get(key)), self._periods((kind,), key))

    def _periods(self, by: tuple[str, ...], key: str | None) -> dict[str, pl.DataFrame]:
        found = {}
        for period in PERIODS:
            frame = self._content.trends.get((*by, period))
            if frame is not None and key is not None:
                frame = _split(self._content, (*by, period)).get(key)
            if frame is not None and not frame.is_empty():
                found[period] = frame
        return found

    def _place_values(
        self, place: Place, coverage: Sequence[OutletCoverage], kind: str, key: str
    ) -> dict[str, Any]:
        lang, press = self._lang, self._press
        hidden = withheld(place.cells)
        articles = sum(one.articles for one in coverage)
        sentence = lang("lead_place", name=place.name, articles=lang.counted("articles", articles),
                        units=lang.counted("units", units(place.cells)))  # fmt: skip
        values: dict[str, Any] = {
            "place": place,
            "summary": [sentence] if hidden else [sentence, summary.shares(place, lang)],
            "figures": self._figures(coverage, place.cells),
            "withheld": hidden,
        }
        if hidden:
            return values
        voices = {place.name: self._voices((kind,), key)}
        return values | {
            "index": press.index(place),
            "panels": press.panels(place),
            "frames": press.frames(place),
            "voice": press.voice(voices, slug=place.slug, place=place.name)
            if any(voices[place.name].values()) else None,
            "tone": None,
            "main": tables.estimates(
                [(lang.name(one), place.cells.get((one.id, "", "original")))
                 for one in self._content.book.indicators if one.id in _MAIN],
                lang, caption=f"{lang('section_indicators')}: {place.name}",
                first=lang("col_indicator")),
            "issues": press.issues(place) if kind == "country" else None,
            "indicators": self._indicators(place),
        }  # fmt: skip

    def _indicators(self, place: Place) -> Table:
        caption = f"{self._lang('section_indicators')}: {place.name}"
        return tables.indicators(place.cells, self._content.book, self._lang, caption)

    def _figures(
        self,
        coverage: Sequence[OutletCoverage],
        found: Mapping[Key, Estimate],
        *,
        overall: bool = False,
    ) -> list[tuple[str, str, bool]]:
        lang, made = self._lang, self._content.disclosure
        seen = [one for one in coverage if one.articles]
        items = [(lang("key_articles"), f"{sum(one.articles for one in seen):,}", False)]
        if len(coverage) > 1:
            items.append((lang("key_outlets"), f"{len(seen):,}", False))
        if overall or len(coverage) == 1:  # stories of several outlets are partly the same ones
            count = made.stories if overall else coverage[0].stories
            items.append((lang("key_stories"), f"{count:,}", False))
        if overall:
            items.append((lang("key_mentions"), f"{made.mentions_in_scope:,}", False))
        items.append((lang("key_units"), f"{units(found):,}", False))
        seen_rate = found.get(("visibility", "", "original"))
        if numbers.known(seen_rate) and not overall:
            items.append((lang("key_visibility"), numbers.value(seen_rate, lang), False))
        first = min((one.first for one in seen if one.first), default=None)
        last = max((one.last for one in seen if one.last), default=None)
        if first and last:
            period = lang("period", first=lang.month(first), last=lang.month(last))
            items.append((lang("key_period"), period, True))
        return items

    def _outlet_table(self, keys: Sequence[str]) -> dict[str, Any]:
        lang = self._lang
        labels = self._content.book.labels["indicator"]
        order = sorted(keys, key=lambda key: (self._country_of(key) == UNKNOWN,
                                              self._country_of(key), self._outlet_name(key)))  # fmt: skip
        return {
            "outlet_rows": [self._outlet_row(key) for key in order],
            "name_legitimation": lang.name(labels["legitimation_index"]),
            "name_delegitimation": lang.name(labels["delegitimation_index"]),
        }

    def _outlet_row(self, key: str) -> dict[str, Any]:
        lang, place, outlet = self._lang, self._outlets[key], self._content.outlets.get(key)
        return {
            "name": place.name,
            "page": f"{place.slug}.html" if key in self._own_page else None,
            "verified": outlet is not None and outlet.verified,
            "country": lang.of("country", self._country_of(key)),
            "ownership": lang.of("ownership", outlet.ownership if outlet else UNKNOWN),
            "articles": f"{self._coverage[key].articles:,}",
            "units": f"{units(place.cells):,}",
            "legitimation": self._with_interval(place.cells.get(_LEGITIMATION)),
            "delegitimation": self._with_interval(place.cells.get(_DELEGITIMATION)),
            "spark": None if withheld(place.cells) else self._press.spark(place),
        }

    def _with_interval(self, one: Estimate | None) -> str:
        if one is None:
            return "–"
        between = numbers.interval(one, self._lang)
        return numbers.value(one, self._lang) + (f" ({between})" if between else "")

    def _profile_head(self, first: Sequence[str]) -> tuple[str, ...]:
        labels = self._content.book.labels["indicator"]
        names = (labels["legitimation_index"], labels["delegitimation_index"], labels["net_tone"])
        lang = self._lang
        return (*map(lang, first), lang("col_units"), *map(lang.name, names))

    def _profile(self, found: Mapping[Key, Estimate]) -> tuple[str, ...]:
        shown = (found.get(key) for key in (_LEGITIMATION, _DELEGITIMATION, _TONE))
        return (f"{units(found):,}", *map(self._with_interval, shown))

    def _voices(self, by: tuple[str, ...], key: str) -> dict[str, int]:
        frame = _split(self._content, (*by, "voice")).get(key)
        if frame is None:
            return {}
        rows = frame.filter(
            (pl.col("indicator") == "legitimation_index") & (pl.col("basis") == "original")
        )
        return dict(rows.select("voice", "n").iter_rows())

    def _quote(self, quote: Example) -> dict[str, Any]:
        labels, lang, codes = self._content.book.labels, self._lang, quote.codes
        tags = [lang.name(labels["frame"][frame]) for frame in codes.frames
                if frame in labels["frame"]]  # fmt: skip
        tags.append(f"{lang('tone')}: {lang.name(labels['tone'][str(codes.tone)])}")
        tags.append(f"{lang('voice')}: {lang.name(labels['voice'][codes.voice])}")
        if codes.rebutted:
            tags.append(lang("rebutted"))
        wanted = {f"frame={frame}" for frame in codes.frames} | {f"tone={codes.tone}"}
        reasons = sorted(
            (item for item in quote.evidence
             if item.in_headline == quote.in_headline and item.code in wanted and item.weight > 0),
            key=lambda item: -item.weight,
        )[:MOST_REASONS]  # fmt: skip
        spans = [(item.start, item.end) for item in reasons]
        return {
            "headline": "" if quote.in_headline else hostile.line(quote.headline),
            "parts": list(hostile.marked(quote.text, quote.target, spans)),
            "tags": tags,
            **self._source(quote.outlet_id, quote.date, quote.url),
        }

    def _story(self, row: Mapping[str, Any]) -> dict[str, Any]:
        labels, lang = self._content.book.labels, self._lang
        frame = labels["frame"].get(row["frame"])
        colour = next((PALETTE[f.superframe] for f in self._content.book.frames
                       if f.id == row["frame"]), SOFT)  # fmt: skip
        themes = [lang.name(labels["issue"][name]) for name in (row["theme"] or "").split()
                  if name in labels["issue"]]  # fmt: skip
        tags = [*([lang.name(frame)] if frame else []), *themes]
        # Only groups of the registry: whom another name stands for is not known.
        if row["actor"] in self._groups:
            tags.append(lang.name(self._groups[row["actor"]]))
        return {
            "title": hostile.line(row["title"] or ""),
            "sentence": hostile.line(row["sentence"] or "", 500),
            "tags": tags, "colour": colour,
            **self._source(row["outlet"], row["date"], row["url"]),
        }  # fmt: skip

    def _source(self, outlet: str, date: Any, url: str | None) -> dict[str, Any]:
        checked = hostile.url(url)
        page = f"{self._outlets[outlet].slug}.html" if outlet in self._own_page else None
        return {"outlet": self._outlet_name(outlet), "outlet_page": page,
                "day": self._lang.day(date), "url": checked, "host": hostile.host(checked)}  # fmt: skip

    def _outlet_name(self, key: str) -> str:
        outlet = self._content.outlets.get(key)
        return self._lang.name(outlet) if outlet else hostile.line(key, 80)

    def _country_of(self, key: str) -> str:
        outlet = self._content.outlets.get(key)
        return (outlet.country if outlet else None) or UNKNOWN

    def _span(self, one: OutletCoverage) -> str:
        if one.first is None or one.last is None:
            return self._lang("undated")
        return f"{one.first.isoformat()} – {one.last.isoformat()}"


_LEGITIMATION: Key = ("legitimation_index", "", "original")
_DELEGITIMATION: Key = ("delegitimation_index", "", "original")
_TONE: Key = ("net_tone", "", "original")


def _part(count: int, whole: int) -> str:
    return numbers.percent(count / whole) if whole else "–"


def data_file(by: tuple[str, ...]) -> str:
    """The name of the CSV file of a breakdown."""
    return f"trends-{'-'.join(by) or 'all'}.csv"


def _cells(frame: pl.DataFrame | None) -> dict[Key, Estimate]:
    return {} if frame is None else cells(frame)


def _split(content: ReportContent, by: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    frame = content.trends.get(by)
    return {} if frame is None else split(frame, by[0])


def _rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    return frame.iter_rows(named=True)
