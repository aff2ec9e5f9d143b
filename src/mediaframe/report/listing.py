"""Lists of outlets and actors with their main indicators."""

from collections.abc import Mapping
from typing import Any

from mediaframe.report import tables
from mediaframe.report.content import ReportContent
from mediaframe.report.figures import Key, cells
from mediaframe.report.graphics import Press
from mediaframe.report.names import UNKNOWN, Names
from mediaframe.report.place import Place, units, withheld
from mediaframe.report.tables import Table
from mediaframe.types import Estimate

MOST_ACTORS = 30
"""Actors that are listed."""

_LEGITIMATION: Key = ("legitimation_index", "", "original")
_DELEGITIMATION: Key = ("delegitimation_index", "", "original")
_TONE: Key = ("net_tone", "", "original")


class Listing:
    """Makes the lists of one language."""

    def __init__(self, content: ReportContent, press: Press, names: Names) -> None:
        self._content = content
        self._press = press
        self._lang = press.lang
        self._names = names
        self._coverage = {item.id: item for item in content.disclosure.outlets}
        self._labels = content.book.labels["indicator"]

    def outlets(self, places: Mapping[str, Place]) -> dict[str, Any]:
        """What the template `outlet_table` sets: outlets by country and name, not ranked."""
        names = self._names

        def order(key: str) -> tuple[bool, str, str]:
            country = names.country_of(key)
            return country == UNKNOWN, country, names.outlet(key)

        return {
            "outlet_rows": [self._row(key, places[key]) for key in sorted(places, key=order)],
            "name_legitimation": self._lang.name(self._labels["legitimation_index"]),
            "name_delegitimation": self._lang.name(self._labels["delegitimation_index"]),
        }

    def _row(self, key: str, place: Place) -> dict[str, Any]:
        names = self._names
        return {
            "name": place.name,
            "page": names.page(key),
            "verified": names.verified(key),
            "country": names.country(key),
            "ownership": names.ownership(key),
            "articles": f"{self._coverage[key].articles:,}",
            "units": f"{units(place.cells):,}",
            "legitimation": tables.cell(place.cells.get(_LEGITIMATION), self._lang),
            "delegitimation": tables.cell(place.cells.get(_DELEGITIMATION), self._lang),
            "spark": None if withheld(place.cells) else self._press.spark(place),
        }

    def actors(self) -> dict[str, Any]:
        """What the template `actors` sets: those mentioned most, and the types of actors."""
        content, lang = self._content, self._lang
        found = {
            key: cells(frame)
            for key, frame in content.split("actor").items()
            if key in content.actors and (content.show_persons or not content.actors[key].is_person)
        }
        most = sorted(found, key=lambda key: (-units(found[key]), key))[:MOST_ACTORS]
        by_type = {key: cells(frame) for key, frame in content.split("actor_type").items()}
        types = content.book.labels["actor_type"]
        actor_rows = (
            (lang.name(actor), lang.name(types[actor.type]), *self._profile(found[actor.id]))
            for actor in map(content.actors.__getitem__, most)
        )
        type_rows = (
            (lang.name(types[key]), *self._profile(by_type[key])) for key in types if key in by_type
        )
        return {
            "actors": Table(
                lang("actors_title"), self._profile_head("actor", "type"), tuple(actor_rows)
            ),
            "types": Table(lang("actor_types_title"), self._profile_head("type"), tuple(type_rows)),
            "show_persons": content.show_persons,
        }

    def _profile_head(self, *first: str) -> tuple[str, ...]:
        lang = self._lang
        names = (self._labels[key] for key, *_ in (_LEGITIMATION, _DELEGITIMATION, _TONE))
        return (*(lang(f"col_{name}") for name in first), lang("col_units"), *map(lang.name, names))

    def _profile(self, found: Mapping[Key, Estimate]) -> tuple[str, ...]:
        shown = (found.get(key) for key in (_LEGITIMATION, _DELEGITIMATION, _TONE))
        return (f"{units(found):,}", *(tables.cell(one, self._lang) for one in shown))
