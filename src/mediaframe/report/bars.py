"""An Altair chart of how wholes divide, one bar for each group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt

from mediaframe.report.look import INK, PAPER, ROWS, filled, finished, isolated

VOICES = {"OUTLET": "#3f3d38", "STATE": "#a9712c", "ACTOR": "#00707f", "OTHER": "#bdb7a9"}
_DARK_TEXT = {"OTHER"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A group and the counts of its parts."""

    name: str
    counts: Mapping[str, int]


def bar_chart(bars: Sequence[Bar], *, width: int, rtl: bool = False) -> dict[str, Any]:
    """Bars of equal length, divided in the order of VOICES; parts from 8 percent carry a figure."""
    rows = []
    names = [isolated(bar.name, rtl=rtl) for bar in bars]
    for name, bar in zip(names, bars, strict=True):
        total, begin = max(1, sum(bar.counts.values())), 0.0
        for voice, colour in VOICES.items():
            share = bar.counts.get(voice, 0) / total
            rows.append(
                {
                    "name": name,
                    "first": voice == next(iter(VOICES)),
                    "begin": begin,
                    "end": begin + share,
                    "middle": begin + share / 2,
                    "colour": colour,
                    "ink": INK if voice in _DARK_TEXT else "#ffffff",
                    "text": f"{share:.0%}" if share >= 0.08 else "",
                }
            )
            begin += share
    template = _template(width, rtl)
    spec = filled(template, {"@rows": "rows", "@names": names})
    return finished({**spec, "height": max(1, len(bars)) * 50}, {"rows": rows})


@cache
def _template(width: int, rtl: bool) -> dict[str, Any]:
    scale = alt.Scale(domain=[0, 1], reverse=rtl)
    y = alt.Y(
        "name:N",
        sort=["@names"],
        axis=None,
        scale=alt.Scale(domain=["@names"], paddingInner=0.55, paddingOuter=0.4),
    )
    base = alt.Chart().encode(y=y)
    chart = alt.layer(
        base.mark_bar(stroke=PAPER, strokeWidth=1.5).encode(
            x=alt.X("begin:Q", scale=scale, axis=None),
            x2="end:Q",
            color=alt.Color("colour:N", scale=None),
        ),
        base.mark_text(fontSize=12, fontWeight=600).encode(
            x=alt.X("middle:Q", scale=scale, axis=None),
            text="text:N",
            color=alt.Color("ink:N", scale=None),
        ),
        base.transform_filter("datum.first")
        .mark_text(
            align="right" if rtl else "left",
            fontSize=12.5,
            color=INK,
            dy=-20,
            limit=width,
        )
        .encode(x=alt.value(width if rtl else 0), text="name:N"),
        data=ROWS,
    ).properties(width=width)
    made: dict[str, Any] = chart.to_dict(validate=False)
    return made
