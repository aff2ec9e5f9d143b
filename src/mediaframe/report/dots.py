"""Altair dot charts: estimates with their intervals, side by side for several groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from mediaframe.report.figures import SUPPRESSED, TENTATIVE
from mediaframe.report.look import GREY, INK, SOFT, Sheet, greyed, isolated, row_of
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
    columns: Sequence[DotColumn], *, width: int, per_row: int, rtl: bool = False,
    signed: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Columns of the same rows; `signed` for values in [-1, 1], else shares from nought."""
    per_row = min(per_row, len(columns))
    beside = width >= 600
    longest = max(len(dot.name) for dot in columns[0].dots) * (6.3 if rtl else 7.1)
    label = int(min(longest, width * (0.3 if per_row > 2 else 0.42))) + 10 if beside else 0
    gap, tail = 34, 46
    inner = (width - label - (per_row - 1) * gap - tail) // per_row
    domain = _domain([dot for column in columns for dot in column.dots], signed=signed)
    sheet = Sheet()
    blank = sheet.chart([{}]).mark_point(opacity=0)
    blocks = []
    for at in range(0, len(columns), per_row):
        drawn = [
            _column(sheet, column, inner, domain, label if spot == 0 else 0, beside=beside, rtl=rtl,
                    signed=signed)
            for spot, column in enumerate(columns[at : at + per_row])
        ]
        blocks.append(row_of(drawn, blank, columns=per_row, rtl=rtl, spacing=gap))
    return sheet.finish(alt.vconcat(*blocks, spacing=24))


def _column(
    sheet: Sheet, column: DotColumn, width: int, domain: tuple[float, float], label: int, *,
    beside: bool, rtl: bool, signed: bool,
) -> Any:  # fmt: skip
    names = [isolated(dot.name, rtl=rtl) for dot in column.dots]
    paired = list(zip(names, column.dots, strict=True))
    rows = [_row(name, dot, domain) for name, dot in paired if dot.shown]
    missing = [
        {"name": name, "y": domain[0], "note": dot.note} for name, dot in paired if not dot.shown
    ]
    form = "+.2~f" if signed else (".0%" if domain[1] >= 0.04 else ".1%")
    x = alt.X("y:Q", scale=alt.Scale(domain=list(domain), reverse=rtl, nice=False),
              axis=alt.Axis(format=form, values=_steps(domain)))  # fmt: skip
    y = alt.Y("name:N", sort=names, scale=alt.Scale(domain=names), axis=alt.Axis(
        grid=False, labelFontSize=13, labelColor=INK, labels=label > 0, labelLimit=label,
        orient="right" if rtl else "left",
    ))  # fmt: skip
    side: dict[str, Any] = {"align": "right", "dx": -7} if rtl else {"align": "left", "dx": 7}
    layers = [sheet.chart([{"name": name} for name in names]).mark_point(opacity=0).encode(y=y)]
    if not beside:
        above = {"x": alt.value(width if rtl else 0), "y": y, "text": "name:N"}
        layers.append(
            sheet.chart([{"name": name} for name in names])
            .mark_text(fontSize=12.5, color=INK, align=side["align"], dy=-15, limit=width + 40)
            .encode(**above)
        )
    if signed:
        layers.append(sheet.chart([{"y": 0}]).mark_rule(color=SOFT).encode(x=x))
    if rows:
        base, stroke = sheet.chart(rows).encode(y=y), alt.Stroke("colour:N", scale=None)
        layers += [
            base.mark_rule(strokeWidth=4, opacity=0.32, strokeCap="round")
            .encode(x=alt.X("low:Q"), x2="high:Q", stroke=stroke),
            base.mark_point(size=58, opacity=1, strokeWidth=1.6, filled=True)
            .encode(x=x, stroke=stroke, fill=alt.Fill("fill:N", scale=None)),
            base.mark_text(fontSize=11.5, color=SOFT, **side).encode(x="high:Q", text="note:N"),
        ]  # fmt: skip
    if missing:
        layers.append(
            sheet.chart(missing).mark_text(fontSize=11.5, color=GREY, **side).encode(x=x, y=y, text="note:N")
        )
    chart = alt.layer(*layers).properties(width=width, height=(_ROW if beside else _TALL) * len(names))
    if not column.title:
        return chart
    return chart.properties(
        title=alt.TitleParams(column.title, anchor="end" if rtl else "start", offset=8)
    )


def _row(name: str, dot: Dot, domain: tuple[float, float]) -> dict[str, Any]:
    estimate = dot.estimate
    assert estimate is not None
    tentative = estimate.display == TENTATIVE
    colour = greyed(dot.colour) if tentative else dot.colour
    low = estimate.value if estimate.low is None else estimate.low
    high = estimate.value if estimate.high is None else estimate.high
    return {
        "name": name, "y": estimate.value, "low": max(low or 0, domain[0]),
        "high": min(high or 0, domain[1]), "note": dot.note, "colour": colour,
        "fill": "white" if tentative else colour,
    }  # fmt: skip


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


def _steps(domain: tuple[float, float]) -> list[float]:
    low, high = domain
    return [round(low + (high - low) * part, 6) for part in (0, 0.5, 1)]
