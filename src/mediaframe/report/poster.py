"""Sets drawings as files that stand alone: title above, notes and source below."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from mediaframe.report.drawing import body, renamed, size
from mediaframe.report.look import FONT, INK, PAPER, SOFT, isolated

_PAD, _LINE, _NAME, _GAP, _KEY = 28, 19, 40, 18, 10
_LEAST = 560
"""Least width of a file, in pixels: room for the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words around a chart in its file; `legend` holds names with their colours."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    rtl: bool
    headline_font: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A drawing of a grid, under its name."""

    name: str
    colour: str
    drawn: str


def grid(rows: Sequence[Sequence[Tile]], *, rtl: bool) -> str:
    """Drawings in rows under their names, as one SVG document filled from the reading side."""
    tiles = [tile for row in rows for tile in row]
    sizes = [size(tile.drawn) for tile in tiles]
    wide, tall = max(w for w, _ in sizes), max(h for _, h in sizes) + _NAME
    columns = max(len(row) for row in rows)
    width, height = columns * (wide + _GAP) - _GAP, len(rows) * (tall + _GAP) - _GAP
    edge, anchor = (wide, "end") if rtl else (0, "start")
    parts = []
    for y, row in enumerate(rows):
        for x, tile in enumerate(row):
            left = (columns - 1 - x if rtl else x) * (wide + _GAP)
            words = "".join(
                f'<text x="{edge:g}" y="{13 + 16 * at}" text-anchor="{anchor}" font-size="12.5" '
                f'font-weight="600" fill="{tile.colour}">{escape(isolated(line, rtl=rtl))}</text>'
                for at, line in enumerate(wrapped(tile.name, int(wide)))
            )
            inner = body(renamed(tile.drawn, f"t{y}{x}"))
            parts.append(
                f'<g transform="translate({left:g},{y * (tall + _GAP):g})">{words}'
                f'<g transform="translate(0,{_NAME})">{inner}</g></g>'
            )
    return f"{_open(width, height)}{''.join(parts)}</svg>"


def wrapped(text: str, room: int) -> list[str]:
    """`text` in at most two lines of about `room` pixels of small bold type, cut if need be."""
    return textwrap.wrap(text, max(10, room // 7), max_lines=2, placeholder=" …") or [text]


def poster(drawn: str, words: Words) -> str:
    """The chart as a file, with its words; lines are broken to its width."""
    width, height = size(drawn)
    total = max(width, _LEAST) + 2 * _PAD
    room = int((total - 2 * _PAD) / (5.4 if words.rtl else 6.1))
    edge, anchor = (total - _PAD, "end") if words.rtl else (_PAD, "start")
    rows: list[tuple[float, float, str, str]] = []
    keys: list[str] = []
    y = _PAD + 4.0

    def put(text: str, style: str, step: float, per_line: int, x: float = edge) -> None:
        nonlocal y
        for line in textwrap.wrap(text, per_line) or [""]:
            y += step
            rows.append((x, y, line, style))

    title = f'font-family="{words.headline_font}" font-weight="600" font-size="21" fill="{INK}"'
    put(words.title, title, 25, int(room * 0.52))
    put(words.subtitle, f'font-size="13" fill="{SOFT}"', _LINE, int(room * 0.9))
    for name, colour in words.legend:
        # drawn, as few Arabic fonts have a square
        left = edge - _KEY if words.rtl else edge
        keys.append(
            f'<rect x="{left:g}" y="{y + _LINE - _KEY:g}" width="{_KEY}" height="{_KEY}" '
            f'fill="{colour}"/>'
        )
        style = f'font-size="12.5" font-weight="600" fill="{colour}"'
        put(name, style, _LINE, room, edge + (-1.6 if words.rtl else 1.6) * _KEY)
    y += 16
    top = y
    y += height + 10
    for note in words.notes:
        put(note, f'font-size="12" fill="{SOFT}"', _LINE, room)
    left = total - _PAD - width if words.rtl else _PAD
    # The isolates give Arabic mixed with numbers the right order in any renderer.
    lines = "".join(
        f'<text x="{x:g}" y="{at:g}" text-anchor="{anchor}" {style}>'
        f"{escape(isolated(line, rtl=words.rtl))}</text>"
        for x, at, line, style in rows
    )
    return (
        f'{_open(total, y + _PAD)[:-1]} font-family="{FONT}, sans-serif">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{lines}{"".join(keys)}'
        f'<g transform="translate({left:g},{top:g})">{body(drawn)}</g></svg>'
    )


def _open(width: float, height: float) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">'
    )
