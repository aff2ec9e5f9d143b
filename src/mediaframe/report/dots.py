"""Altair dot charts: estimates with their intervals, side by side for several groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt

from mediaframe.report.figures import SUPPRESSED, TENTATIVE
from mediaframe.report.look import GREY, INK, ROWS, SOFT, filled, finished, greyed, isolated
from mediaframe.types import Estimate

_ROW = 27
"""Height of a row, in pixels."""
_TALL = 42
"""Height of a row that has its name above."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One row; `note` is printed beside the point, or in place of a suppressed one."""

    name: str
    colour: str
    estimate: Estimate | None
    note: str = ""

    @property
    def shown(self) -> bool:
        """There is something to draw."""
        return (
            self.estimate is not None
            and self.estimate.value is not None
            and self.estimate.display != SUPPRESSED
        )


@dataclass(frozen=True, slots=True)
class DotColumn:
    """The rows of one group, such as a country."""

    title: str
    dots: tuple[Dot, ...]


def dot_chart(
    columns: Sequence[DotColumn],
    *,
    width: int,
    per_row: int,
    rtl: bool = False,
    signed: bool = False,
    form: str = "",
) -> dict[str, Any]:
    """Columns of the same rows; `signed` for values in [-1, 1], else shares from nought.

    `form` is how numbers of the axis are written (d3-format), by default as percentages.
    """
    per_row = min(per_row, len(columns))
    beside = width >= 600
    longest = max(len(dot.name) for dot in columns[0].dots) * (6.3 if rtl else 7.1)
    label = int(min(longest, width * (0.3 if per_row > 2 else 0.42))) + 10 if beside else 0
    gap, tail = 34, 46
    inner = (width - label - (per_row - 1) * gap - tail) // per_row
    domain = _domain([dot for column in columns for dot in column.dots], signed=signed)
    rows: dict[str, list[dict[str, Any]]] = {}
    blocks = []
    for at in range(0, len(columns), per_row):
        drawn = []
        for spot, column in enumerate(columns[at : at + per_row]):
            name = f"column{at + spot}"
            rows[name] = [_row(dot, domain, rtl=rtl) for dot in column.dots]
            shape = _Shape(inner, len(column.dots), label if spot == 0 else 0, beside, rtl, signed)
            drawn.append(_column(column, shape, name, domain, form))
        missing = per_row - len(drawn)
        if rtl:  # a row that is not full begins at the right
            empty = {
                "data": {"name": "column0"},
                "mark": {"type": "point", "opacity": 0},
                "width": inner,
                "height": 10,
            }
            drawn = [*[empty] * missing, *reversed(drawn)]
        # Only the plots are aligned; the spacing leaves room for what stands outside them.
        blocks.append({"hconcat": drawn, "spacing": gap, "bounds": "flush"})
    return finished({"vconcat": blocks, "spacing": 24}, rows)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the templates of columns differ in."""

    width: int
    rows: int
    label: int
    """Pixels for the names beside the plot; 0 without them."""
    beside: bool
    """Names stand beside the plot, in the first column of a row, or else above each row."""
    rtl: bool
    signed: bool


def _column(
    column: DotColumn, shape: _Shape, name: str, domain: tuple[float, float], form: str
) -> dict[str, Any]:
    low, high = domain
    form = form or ("+.2~f" if shape.signed else (".0%" if high >= 0.04 else ".1%"))
    values = {
        "@rows": name,
        "@low": low,
        "@middle": round((low + high) / 2, 6),
        "@high": high,
        "@form": form,
        "@names": [isolated(dot.name, rtl=shape.rtl) for dot in column.dots],
    }
    spec = filled(_template(shape), values)
    if column.title:
        side = "end" if shape.rtl else "start"
        spec["title"] = {
            "text": isolated(column.title, rtl=shape.rtl),
            "anchor": side,
            "offset": 8,
            "frame": "group",
        }
    return spec


@cache
def _template(shape: _Shape) -> dict[str, Any]:
    rtl, signed = shape.rtl, shape.signed
    x = alt.X(
        "y:Q",
        scale=alt.Scale(domain=["@low", "@high"], reverse=rtl, nice=False),
        axis=alt.Axis(
            format="@form",
            values=["@low", "@middle", "@high"],
            labelExpr="datum.value == 0 ? '0' : datum.label",
        ),
    )
    y = alt.Y(
        "name:N",
        sort=["@names"],
        scale=alt.Scale(domain=["@names"]),
        axis=alt.Axis(
            grid=False,
            labelFontSize=13,
            labelColor=INK,
            labels=shape.label > 0,
            labelLimit=shape.label,
            orient="right" if rtl else "left",
        ),
    )
    side: dict[str, Any] = {"align": "right", "dx": -7} if rtl else {"align": "left", "dx": 7}
    stroke, fill = alt.Stroke("colour:N", scale=None), alt.Fill("fill:N", scale=None)
    base = alt.Chart()
    shown = base.transform_filter("datum.shown")
    layers = [base.mark_point(opacity=0).encode(y=y)]
    if not shape.beside:
        above = {"x": alt.value(shape.width if rtl else 0), "y": y, "text": "name:N"}
        layers.append(
            base.mark_text(
                fontSize=12.5, color=INK, align=side["align"], dy=-15, limit=shape.width + 40
            ).encode(**above)
        )
    if signed:
        layers.append(base.mark_rule(color=SOFT).encode(x=alt.X("nought:Q")))
    layers += [
        shown.mark_rule(strokeWidth=4, opacity=0.32, strokeCap="round").encode(
            y=y, x="low:Q", x2="high:Q", stroke=stroke
        ),
        shown.mark_point(size=58, opacity=1, strokeWidth=1.6).encode(
            y=y, x=x, stroke=stroke, fill=fill
        ),
        base.mark_text(fontSize=11.5, **side).encode(
            y=y, x="high:Q", text="note:N", color=alt.Color("ink:N", scale=None)
        ),
    ]
    height = (_ROW if shape.beside else _TALL) * shape.rows
    chart = alt.layer(*layers, data=ROWS).properties(width=shape.width, height=height)
    made: dict[str, Any] = chart.to_dict(validate=False)
    return made


def _row(dot: Dot, domain: tuple[float, float], *, rtl: bool) -> dict[str, Any]:
    row = {
        "name": isolated(dot.name, rtl=rtl),
        "note": isolated(dot.note, rtl=rtl),
        "nought": 0,
        "shown": dot.shown,
    }
    estimate = dot.estimate
    if not dot.shown or estimate is None or estimate.value is None:
        return row | {"high": domain[0], "ink": GREY}
    colour = greyed(dot.colour) if estimate.display == TENTATIVE else dot.colour
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    return row | {
        "y": estimate.value,
        "low": max(low, domain[0]),
        "high": min(high, domain[1]),
        "colour": colour,
        "fill": "white" if estimate.display == TENTATIVE else colour,
        "ink": SOFT,
    }


def _domain(dots: Sequence[Dot], *, signed: bool) -> tuple[float, float]:
    """Round ends that hold every interval and the note after the longest one."""
    ends = [
        abs(end)
        for dot in dots
        if dot.shown and dot.estimate is not None
        for end in (dot.estimate.low, dot.estimate.high, dot.estimate.value)
        if end is not None
    ]
    most = max(ends, default=0.1)
    steps = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0)
    top = next((step for step in steps if most <= step), 1.0)
    return (-top, top) if signed else (0.0, top)
