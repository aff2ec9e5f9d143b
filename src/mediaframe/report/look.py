"""How the charts look: palette, type, and what every specification shares."""

from collections.abc import Mapping
from typing import Any

import altair as alt

FONT = "IBM Plex Sans Arabic"
INK, SOFT, GRID, GREY, PAPER = "#1d1d1b", "#5c5a55", "#e4dfd4", "#8f8b81", "#fffdf8"
# Told apart in the three common kinds of colour blindness by lightness as well as by hue.
PALETTE = {
    "LEGITIMATION": "#00707f",
    "VICTIMISATION": "#c17d00",
    "INSTITUTIONAL": "#5b5490",
    "DELEGITIMATION": "#a32942",
}
_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": FONT,
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "labelColor": SOFT,
        "domain": False,
        "ticks": False,
        "gridColor": GRID,
        "labelPadding": 6,
        "title": None,
        "labelLimit": 0,
    },
    "title": {"fontSize": 13, "fontWeight": 600, "color": INK, "limit": 0},
}


ROWS = alt.NamedData("@rows")
"""The data of a template; `filled` puts the name of the rows in its place."""


def filled(template: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A part of a specification with values in place of their names, such as `@top`.

    Building a chart with Altair takes a fifth of a second, drawing it a tenth of that: a form of
    chart is built once, as a template, and filled for every place. A list of nothing but one name
    takes a whole list.
    """
    return {key: _filled(part, values) for key, part in template.items()}


def _filled(part: object, values: Mapping[str, Any]) -> object:
    if isinstance(part, str):
        return values.get(part, part)
    if isinstance(part, Mapping):
        return {key: _filled(one, values) for key, one in part.items()}
    if isinstance(part, list):
        if len(part) == 1 and isinstance(part[0], str) and isinstance(values.get(part[0]), list):
            return values[part[0]]
        return [_filled(one, values) for one in part]
    return part


def finished(spec: Mapping[str, Any], rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """The complete specification: with its rows, by name, and the common look."""
    return {**spec, "datasets": dict(rows), "config": _CONFIG}


def greyed(colour: str) -> str:
    """The colour of a tentative estimate: greyed, but still told from others."""
    mixed = (
        (int(colour[at : at + 2], 16) * 3 + int(GREY[at : at + 2], 16) * 2) // 5 for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def isolated(text: str, *, rtl: bool) -> str:
    """`text` in a right-to-left isolate: renderers then order it alike, whatever stands beside.

    A mere figure stays as it is, or its sign would change sides.
    """
    return f"\u2067{text}\u2069" if rtl and any(map(str.isalpha, text)) else text
