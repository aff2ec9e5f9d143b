"""Altair charts of series over time; `drawing` turns them into SVG.

They follow the codebook's reporting rules: intervals always, a line only through neighbouring
solid bins, tentative estimates hollow and greyed, suppressed ones a small cross on the axis.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt

from mediaframe.report.figures import FULL, SUPPRESSED, TENTATIVE, Bin, Series
from mediaframe.report.look import GREY, ROWS, filled, finished, greyed, isolated

_CROWDED = 40
"""Bins beyond which a line goes without its points."""
PANEL_WIDTH = 150
"""Width of the plot of a small multiple, in pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series with its name and colour."""

    name: str
    colour: str
    series: Series


def aligned(items: Sequence[Line]) -> list[Line]:
    """Lines over the same bins: the longest series of them sets the frame."""
    longest = max((line.series for line in items), key=lambda one: len(one.bins))
    return [
        line
        if len(line.series.bins) == len(longest.bins)
        else Line(line.name, line.colour, _fitted(line.series, longest))
        for line in items
    ]


def _fitted(own: Series, frame: Series) -> Series:
    found = {item.start: item for item in own.bins}
    return Series(
        frame.period,
        tuple(
            found.get(item.start) or type(item)(item.start, item.label, None) for item in frame.bins
        ),
    )


def panel(line: Line, *, top: float) -> dict[str, Any]:
    """One of several small multiples: `top` is the upper end of the scale that they share.

    It holds no words but numbers, so that one drawing serves both languages.
    """
    template = _framed(PANEL_WIDTH, 84)
    return _finished(template, [line], PANEL_WIDTH, top)


def lines(
    items: Sequence[Line], *, width: int, height: int = 250, rtl: bool = False
) -> dict[str, Any]:
    """Several series in one frame, each named beside its last solid bin where there is room."""
    top = scale_top([line.series for line in items])
    wide = width >= 600
    named = [line for line in items if line.series.solid] if wide else []
    spots = _apart([_end(line.series) for line in named], top * 18 / height)
    labels = [
        {
            "x": _x(line.series.bins[-1]),
            "y": spot,
            "colour": line.colour,
            "kind": "name",
            "text": isolated(line.name, rtl=rtl),
        }
        for line, spot in zip(named, spots, strict=True)
    ]
    inner = width - (240 if wide else 56)
    return _finished(_framed(inner, height), items, inner, top, labels)


def sparkline(line: Line) -> dict[str, Any]:
    """A series without axes, for a table row."""
    return _finished(_bare(150, 30), [line], 150, scale_top([line.series]))


@cache
def _framed(width: int, height: int) -> dict[str, Any]:
    """The template of a chart with axes."""
    share = alt.Axis(values=["@bottom", "@half", "@top"], format="@share")
    time = alt.Axis(
        grid=False,
        format="@time",
        values=["@ticks"],
        labelFlush=True,
        domain=True,
        domainColor=GREY,
    )
    name = (
        alt.Chart()
        .transform_filter("datum.kind == 'name'")
        .mark_text(align="left", dx=12, fontSize=13, fontWeight=600)
        .encode(x="x:T", y="y:Q", text="text:N", color=alt.Color("colour:N", scale=None))
    )
    return _template([*_layers(), name], width, height, time, share)


@cache
def _bare(width: int, height: int) -> dict[str, Any]:
    """The template of a chart without axes."""
    return _template(_layers(thin=True), width, height, None, None)


def _template(
    layers: Sequence[alt.Chart],
    width: int,
    height: int,
    time: alt.Axis | None,
    share: alt.Axis | None,
) -> dict[str, Any]:
    x = alt.X("x:T", axis=time, scale=alt.Scale(domain=["@first", "@last"], padding=6))
    y = alt.Y(
        "y:Q", axis=share, scale=alt.Scale(domain=["@bottom", "@top"], clamp=True, nice=False)
    )
    chart = alt.layer(*layers, data=ROWS).encode(x=x, y=y).properties(width=width, height=height)
    made: dict[str, Any] = chart.to_dict(validate=False)
    return made


def _finished(
    template: Mapping[str, Any],
    items: Sequence[Line],
    width: int,
    top: float,
    labels: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    bins = items[0].series.bins
    values = {
        "@rows": "rows",
        "@first": _x(bins[0]),
        "@last": _x(bins[-1]),
        "@ticks": _ticks(bins, width),
        "@time": _time_format(bins),
        "@bottom": 0,
        "@half": round(top / 2, 6),
        "@top": top,
        "@share": ".0%" if top >= 0.04 else ".1%",
    }
    rows = [mark for line in items for mark in _marks(line)]
    return finished(filled(template, values), {"rows": [*rows, *labels]})


def _marks(line: Line) -> Iterator[dict[str, Any]]:
    """The rows that the layers draw: with a kind and the run of a line."""
    pale = greyed(line.colour)
    runs = {
        item.start: (run, len(stretch))
        for run, stretch in enumerate(line.series.runs())
        for item in stretch
    }
    crowded = len(line.series.bins) > _CROWDED
    for item in line.series.bins:
        estimate = item.estimate
        if estimate is None:
            continue
        row = {"x": _x(item), "y": estimate.value, "low": estimate.low, "high": estimate.high}
        if estimate.display == FULL:
            run, length = runs[item.start]
            kind = "alone" if length == 1 else "crowded" if crowded else "solid"
            yield row | {"kind": kind, "colour": line.colour, "run": f"{line.name} {run}"}
        elif estimate.display == TENTATIVE:
            yield row | {"kind": "tentative", "colour": pale}
        else:
            yield {"x": _x(item), "y": 0, "kind": "few", "colour": GREY}


def _layers(*, thin: bool = False) -> list[alt.Chart]:
    """The layers over the rows of `_marks`, back to front."""

    def of(*kinds: str) -> alt.Chart:
        return alt.Chart().transform_filter(
            alt.FieldOneOfPredicate(field="kind", oneOf=list(kinds))
        )

    stroke = alt.Stroke("colour:N", scale=None)
    fill = alt.Fill("colour:N", scale=None)
    band: dict[str, Any] = {"x": "x:T", "y": "low:Q", "y2": "high:Q"}
    value: dict[str, Any] = {"x": "x:T", "y": "y:Q"}
    layers = [
        of("solid", "crowded").mark_area(opacity=0.2).encode(**band, fill=fill, detail="run:N"),
        of("few")
        .mark_point(shape="cross", angle=45, size=10 if thin else 36, strokeWidth=0, opacity=0.75)
        .encode(**value, fill=fill),
        of("tentative", "alone")
        .mark_rule(strokeWidth=1.2, opacity=0.7)
        .encode(**band, stroke=stroke),
        of("solid", "crowded")
        .mark_line(strokeWidth=1.5 if thin else 2)
        .encode(**value, stroke=stroke, detail="run:N"),
        of("tentative")
        .mark_point(fill="white", opacity=1, strokeWidth=1.4, size=10 if thin else 44)
        .encode(**value, stroke=stroke),
        of("alone", *(() if thin else ("solid",)))
        .mark_point(strokeWidth=0, opacity=1, size=14 if thin else 22)
        .encode(**value, fill=fill),
    ]
    return [layer for index, layer in enumerate(layers) if not (thin and index == 2)]


def scale_top(items: Sequence[Series]) -> float:
    """A round upper end of the scale that holds every interval that is drawn."""
    highs = [
        item.estimate.high or item.estimate.value or 0
        for series in items
        for item in series.bins
        if item.estimate is not None and item.estimate.display != SUPPRESSED
    ]
    most = max(highs, default=0.1)
    steps = (0.01, 0.02, 0.04, 0.06, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1)
    return next((step for step in steps if most <= step), 1.0)


def _ticks(bins: Sequence[Bin], width: int) -> list[str]:
    years = [item for item in bins if item.start.month == 1]
    candidates = years if len(years) >= 2 else bins
    step = -(-len(candidates) // max(2, width // 56))
    return [_x(item) for item in candidates[::step]]


def _time_format(bins: Sequence[Bin]) -> str:
    return "%Y" if sum(item.start.month == 1 for item in bins) >= 2 else "%Y/%m"


def _x(item: Bin) -> str:
    return f"{item.start.isoformat()}T00:00:00"


def _end(series: Series) -> float:
    last = next(item for item in reversed(series.bins) if item.shown)
    assert last.estimate is not None
    return last.estimate.value or 0.0


def _apart(spots: Sequence[float], gap: float) -> list[float]:
    """`spots`, pushed upwards where they lie closer together than `gap`, in the same order."""
    placed = list(spots)
    below = -gap
    for index in sorted(range(len(spots)), key=spots.__getitem__):
        placed[index] = below = max(spots[index], below + gap)
    return placed
