"""Altair charts in a square: confusion tables, and curves against a diagonal."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt

from mediaframe.report.look import GREY, INK, PALETTE, PAPER, ROWS, filled, finished, isolated

_CELL = 36
"""Side of a cell, in pixels."""
CURVE = 170
"""Side of a curve's plot, in pixels."""
_COLOUR = PALETTE["LEGITIMATION"]


def heat(
    names: Sequence[str], counts: Sequence[Sequence[int]], *, rtl: bool = False
) -> dict[str, Any]:
    """A confusion table: darker the larger the share of a row; columns bear the rows' numbers."""
    rows = []
    numbers = [str(i) for i in range(1, len(names) + 1)]
    marked = [
        isolated(f"{number}. {name}", rtl=rtl) for number, name in zip(numbers, names, strict=True)
    ]
    for name, line in zip(marked, counts, strict=True):
        total = max(1, sum(line))
        for number, count in zip(numbers, line, strict=True):
            share = count / total
            rows.append(
                {
                    "row": name,
                    "column": number,
                    "fill": _mixed(share),
                    "ink": PAPER if share > 0.5 else INK,
                    "text": str(count) if count else "",
                }
            )
    values = {"@rows": "rows", "@names": marked, "@numbers": numbers[::-1] if rtl else numbers}
    return finished(filled(_heat(len(names), rtl), values), {"rows": rows})


@cache
def _heat(count: int, rtl: bool) -> dict[str, Any]:
    x = alt.X(
        "column:N",
        scale=alt.Scale(domain=["@numbers"]),
        axis=alt.Axis(orient="top", labelAngle=0, labelColor=INK, grid=False),
    )
    y = alt.Y(
        "row:N",
        scale=alt.Scale(domain=["@names"]),
        axis=alt.Axis(
            orient="right" if rtl else "left",
            labelFontSize=13,
            labelColor=INK,
            grid=False,
        ),
    )
    base = alt.Chart().encode(x=x, y=y)
    chart = alt.layer(
        base.mark_rect(stroke=PAPER, strokeWidth=2).encode(fill=alt.Fill("fill:N", scale=None)),
        base.mark_text(fontSize=12).encode(text="text:N", color=alt.Color("ink:N", scale=None)),
        data=ROWS,
    ).properties(width=_CELL * count, height=_CELL * count)
    made: dict[str, Any] = chart.to_dict(validate=False)
    return made


def curve(points: Sequence[tuple[float, float]], *, dots: bool) -> dict[str, Any]:
    """Points of shares, joined, over the diagonal; without words, so for both languages."""
    parts = {"own": points, "diagonal": ((0, 0), (1, 1))}
    rows = [
        {"x": x, "y": y, "at": at, "kind": kind}
        for kind, part in parts.items()
        for at, (x, y) in enumerate(part)
    ]
    return finished(filled(_curve(dots), {"@rows": "rows"}), {"rows": rows})


@cache
def _curve(dots: bool) -> dict[str, Any]:
    axis = alt.Axis(values=[0, 0.5, 1], format=".1~f")
    scale = alt.Scale(domain=[0, 1], nice=False)
    x, y = (alt.X("x:Q", axis=axis, scale=scale), alt.Y("y:Q", axis=axis, scale=scale))
    base = alt.Chart().encode(x=x, y=y)
    own = base.transform_filter("datum.kind == 'own'")
    layers = [
        base.transform_filter("datum.kind == 'diagonal'").mark_line(
            color=GREY, strokeDash=[4, 4], strokeWidth=1.2
        ),
        own.mark_line(color=_COLOUR, strokeWidth=2).encode(order="at:Q"),
    ]
    if dots:
        layers.append(own.mark_point(color=_COLOUR, fill=_COLOUR, opacity=1, size=26))
    chart = alt.layer(*layers, data=ROWS).properties(width=CURVE, height=CURVE)
    made: dict[str, Any] = chart.to_dict(validate=False)
    return made


def _mixed(share: float) -> str:
    """From paper to the colour of the curves."""
    parts = (
        round(int(PAPER[at : at + 2], 16) * (1 - share) + int(_COLOUR[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)
