"""How the charts look: palette, type, and what every specification shares."""

from collections.abc import Iterable, Mapping
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
        "labelFontSize": 12, "labelColor": SOFT, "domain": False, "ticks": False,
        "gridColor": GRID, "labelPadding": 6, "title": None, "labelLimit": 0,
    },
    "title": {"fontSize": 13, "fontWeight": 600, "color": INK, "limit": 0},
}  # fmt: skip


class Sheet:
    """The rows of one specification, apart from it: Altair would copy them at every step."""

    def __init__(self) -> None:
        self._rows: dict[str, list[dict[str, Any]]] = {}

    def data(self, rows: Iterable[Mapping[str, Any]]) -> alt.NamedData:
        """Rows for a chart of this sheet."""
        name = f"rows{len(self._rows)}"
        self._rows[name] = [dict(row) for row in rows]
        return alt.NamedData(name)

    def chart(self, rows: Iterable[Mapping[str, Any]]) -> alt.Chart:
        """A chart over `rows`."""
        return alt.Chart(self.data(rows))

    def finish(self, chart: Any) -> dict[str, Any]:
        """The Vega-Lite specification of `chart`, with its rows and the common look."""
        spec: dict[str, Any] = chart.to_dict(validate=False)
        return spec | {"datasets": self._rows, "config": _CONFIG}


def row_of(
    charts: list[Any], blank: alt.Chart, *, columns: int, rtl: bool, spacing: int
) -> Any:
    """`charts` side by side from the reading side, filled up to `columns` with `blank` ones.

    Only the plots are aligned, so `spacing` must leave room for axis labels.
    """
    first = charts[0]
    fill = [blank.properties(width=first.width, height=first.height)] * (columns - len(charts))
    row = [*charts, *fill] if rtl else charts
    return alt.hconcat(*(reversed(row) if rtl else row), spacing=spacing, bounds="flush")


def greyed(colour: str) -> str:
    """The colour of a tentative estimate: grey, with a trace of the colour it belongs to."""
    mixed = (
        (int(colour[at : at + 2], 16) * 3 + int(GREY[at : at + 2], 16) * 7) // 10 for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in mixed)


def isolated(text: str, *, rtl: bool) -> str:
    """`text` in a right-to-left isolate: renderers then order it alike, whatever stands beside."""
    return f"\u2067{text}\u2069" if rtl else text
