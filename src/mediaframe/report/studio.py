"""Draws the charts, once for both languages where it can, and writes the files to take away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from mediaframe.report import drawing, poster
from mediaframe.report.content import ReportContent
from mediaframe.report.drawing import NARROW, WIDE
from mediaframe.report.poster import Tile
from mediaframe.report.rasterise import Rasteriser
from mediaframe.report.tables import Table
from mediaframe.report.words import Language

Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Panel:
    """A small multiple on a page."""

    name: str
    colour: str
    svg: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What stands around a chart, in one language."""

    name: str
    """Of the chart's files; letters, digits and hyphens."""
    place: str
    title: str
    subtitle: str
    notes: tuple[str, ...]
    table: Table
    legend: tuple[tuple[str, str], ...] = ()
    """Names with their colours, where the drawing itself may not carry them."""


@dataclass(frozen=True, slots=True)
class Graphic:
    """A chart on a page: drawings, the words around them, its table and its files."""

    sign: Sign
    svg: str
    png: str
    wide: Markup | None = None
    narrow: Markup | None = None
    """For a phone; None where one drawing fits both."""
    panels: tuple[tuple[Panel, ...], ...] = ()


class Studio:
    """Draws for one report; `folder` receives `charts/<language>/<name>.svg` and `.png`."""

    def __init__(self, folder: Path, content: ReportContent, rasteriser: Rasteriser) -> None:
        self._folder = folder
        self._rasteriser = rasteriser
        self._content = content
        self._drawn: dict[str, str] = {}
        drawing.register_fonts()

    def chart(
        self, lang: Language, sign: Sign, make: Callable[[int], Spec], *, small: bool = False
    ) -> Graphic:
        """A chart that `make` specifies for a width; `small` ones have one drawing for all."""
        narrow = drawing.svg(make(NARROW))
        wide = narrow if small else drawing.svg(make(WIDE))
        return Graphic(
            sign,
            *self._save(lang, sign, wide),
            wide=drawing.inline(wide, f"{sign.name}-w", self._alt(lang, sign)),
            narrow=None
            if small
            else drawing.inline(narrow, f"{sign.name}-n", self._alt(lang, sign)),
        )

    def panels(
        self, lang: Language, sign: Sign, rows: Sequence[Sequence[tuple[str, str, Spec]]]
    ) -> Graphic:
        """Small multiples of (name, colour, specification); drawn once for both languages."""
        tiles = [
            [
                Tile(name, colour, self._once(f"{sign.name}-{y}-{x}", spec))
                for x, (name, colour, spec) in enumerate(row)
            ]
            for y, row in enumerate(rows)
        ]
        files = self._save(lang, sign, poster.grid(tiles, rtl=lang.rtl))
        shown = tuple(
            tuple(
                Panel(
                    tile.name,
                    tile.colour,
                    drawing.inline(
                        tile.drawn,
                        f"{sign.name}-{y}-{x}",
                        f"{tile.name}{lang('comma')}{sign.place}",
                    ),
                )
                for x, tile in enumerate(row)
            )
            for y, row in enumerate(tiles)
        )
        return Graphic(sign, *files, panels=shown)

    def spark(self, name: str, spec: Spec, alt: str) -> Markup:
        """A small chart for a table row, without files."""
        return drawing.inline(self._once(name, spec), name, alt)

    def _once(self, name: str, spec: Spec) -> str:
        if name not in self._drawn:
            self._drawn[name] = drawing.svg(spec)
        return self._drawn[name]

    def _alt(self, lang: Language, sign: Sign) -> str:
        return f"{sign.title}{lang('comma')}{sign.place}. {sign.subtitle}."

    def _save(self, lang: Language, sign: Sign, drawn: str) -> tuple[str, str]:
        content = self._content
        source = lang(
            "note_source",
            version=content.version,
            day=lang.day(content.made),
            uncorrected=lang("uncorrected_short"),
        )
        words = poster.Words(
            title=f"{sign.title}: {sign.place}",
            subtitle=sign.subtitle,
            notes=(*sign.notes, source),
            legend=sign.legend,
            rtl=lang.rtl,
            headline_font="Noto Naskh Arabic" if lang.rtl else "IBM Plex Serif",
        )
        document = poster.poster(drawn, words)
        stem = f"charts/{lang.code}/{sign.name}"
        path = self._folder / f"{stem}.svg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document, encoding="utf-8")
        self._rasteriser.add(path)
        return f"../{stem}.svg", f"../{stem}.png"
