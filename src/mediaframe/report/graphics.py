"""The report's charts, put together from the cells they show and the words around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from mediaframe.codebook import Codebook
from mediaframe.report import bars, charts, dots, numbers, tables
from mediaframe.report.bars import Bar
from mediaframe.report.charts import Line
from mediaframe.report.dots import Dot, DotColumn
from mediaframe.report.figures import best_period, series
from mediaframe.report.look import PALETTE, SOFT
from mediaframe.report.place import Place, units
from mediaframe.report.studio import Graphic, Sign, Studio
from mediaframe.report.words import Language, isolated
from mediaframe.types import Estimate


@dataclass(frozen=True, slots=True)
class Press:
    """Draws the charts of one language."""

    studio: Studio
    lang: Language
    book: Codebook

    def index(self, place: Place) -> Graphic | None:
        """Legitimation, victimisation and delegitimation over time; None where too few."""
        period = best_period(place.periods)
        if period is None:
            return None
        frame, groups = place.periods[period], self.book.labels["superframe"]
        victims = sorted(self.book.superframe("VICTIMISATION"))
        wanted = [("LEGITIMATION", "legitimation_index", "")]
        wanted += [("VICTIMISATION", "frame_share", victim) for victim in victims]
        wanted += [("DELEGITIMATION", "delegitimation_index", "")]
        items = charts.aligned(
            [
                Line(
                    self.lang.name(groups[group]),
                    PALETTE[group],
                    series(frame, period, indicator=indicator, label=label),
                )
                for group, indicator, label in wanted
            ]
        )
        title = self.lang("chart_index")
        sign = self._sign(
            place,
            "index",
            title,
            self.lang("chart_index_sub", per=self.lang(f"per_{period}")),
            notes=(self.lang("note_reading"), self._count(place)),
            table=tables.series(items, self.lang, caption=f"{title}: {place.name}"),
            legend=tuple((line.name, line.colour) for line in items),
        )
        return self.studio.chart(
            self.lang, sign, lambda width: charts.lines(items, width=width, rtl=self.lang.rtl)
        )

    def panels(self, place: Place) -> Graphic | None:
        """Every frame over time as small multiples; None where too few."""
        period = best_period(place.periods)
        if period is None:
            return None
        frame = place.periods[period]
        rows = [
            charts.aligned([self._line(frame, period, name) for name in names])
            for names in _frame_rows(self.book)
        ]
        tops = [charts.scale_top([line.series for line in row]) for row in rows]
        title = self.lang("chart_panels")
        sign = self._sign(
            place,
            "panels",
            title,
            self.lang("chart_panels_sub", per=self.lang(f"per_{period}")),
            notes=(self.lang("note_reading"), self._count(place)),
            table=tables.series(
                [line for row in rows for line in row], self.lang, caption=f"{title}: {place.name}"
            ),
        )
        specs = [
            [(line.name, line.colour, charts.panel(line, top=top)) for line in row]
            for row, top in zip(rows, tops, strict=True)
        ]
        return self.studio.panels(self.lang, sign, specs)

    def frames(self, place: Place) -> Graphic:
        """The share of each frame, with intervals."""
        names = [(f.id, self.lang.name(f), PALETTE[f.superframe]) for f in self.book.frames]
        rows = [
            (name, colour, place.cells.get(("frame_share", key, "original")))
            for key, name, colour in names
        ]
        return self._dots(place, "frames", rows, first=self.lang("col_frame"))

    def issues(self, place: Place) -> Graphic:
        """The share of articles on each issue, with intervals."""
        rows = [
            (self.lang.name(issue), SOFT, place.cells.get(("issue_salience", issue.id, "original")))
            for issue in self.book.issues
        ]
        return self._dots(place, "issues", rows, first=self.lang("chart_issues"))

    def frames_by(self, places: Sequence[Place]) -> Graphic:
        """The share of each frame, side by side for several places."""
        columns = [DotColumn(place.name, self._frame_dots(place)) for place in places]
        per_row = 4 if len(columns) == 4 else 3
        title = self.lang("chart_frames_by_country")
        rows = [
            (
                f"{place.name}: {self.lang.name(f)}",
                place.cells.get(("frame_share", f.id, "original")),
            )
            for place in places
            for f in self.book.frames
        ]
        counts = self.lang("comma").join(
            f"{isolated(place.name)} {units(place.cells):,}" for place in places
        )
        sign = Sign(
            name="countries-frames",
            place=self.lang("title"),
            title=title,
            subtitle=self.lang("chart_frames_sub"),
            notes=(
                self.lang("note_dots"),
                self.lang("note_more_frames"),
                self.lang("note_n_groups", list=counts),
            ),
            table=tables.estimates(rows, self.lang, caption=title, first=self.lang("col_frame")),
        )
        return self.studio.chart(
            self.lang,
            sign,
            lambda width: dots.dot_chart(
                columns, width=width, rtl=self.lang.rtl, per_row=1 if width < 600 else per_row
            ),
        )

    def tone(self, places: Sequence[Place]) -> Graphic:
        """Net tone of several places, with intervals."""
        rows = [(place.name, place.cells.get(("net_tone", "", "original"))) for place in places]
        made = tuple(Dot(name, SOFT, one, numbers.value(one, self.lang)) for name, one in rows)
        title = self.lang("chart_tone")
        sign = Sign(
            name="countries-tone",
            place=self.lang("title"),
            title=title,
            subtitle=self.lang("chart_tone_sub"),
            notes=(self.lang("note_dots"),),
            table=tables.estimates(rows, self.lang, caption=title, first=self.lang("col_country")),
        )
        chart = partial(
            dots.dot_chart, [DotColumn("", made)], per_row=1, rtl=self.lang.rtl, signed=True
        )
        return self.studio.chart(self.lang, sign, lambda width: chart(width=width), small=True)

    def voice(self, groups: Mapping[str, Mapping[str, int]], *, slug: str, place: str) -> Graphic:
        """How units divide by voice; `groups` maps a name to counts by voice."""
        labels, title = self.book.labels["voice"], self.lang("chart_voice")
        names = {voice: self.lang.name(labels[voice]) for voice in bars.VOICES}
        rows = tuple(
            (name, *(f"{counts.get(voice, 0):,}" for voice in names))
            for name, counts in groups.items()
        )
        made = [Bar(name, counts) for name, counts in groups.items()]
        sign = Sign(
            name=f"{slug}-voice",
            place=place,
            title=title,
            subtitle=self.lang("chart_voice_sub"),
            notes=(
                self.lang(
                    "note_n_groups",
                    list=self.lang("comma").join(
                        f"{isolated(name)} {sum(counts.values()):,}"
                        for name, counts in groups.items()
                    ),
                ),
            ),
            table=tables.Table(title, (self.lang("col_country"), *names.values()), rows),
            legend=tuple((names[voice], colour) for voice, colour in bars.VOICES.items()),
        )
        return self.studio.chart(
            self.lang,
            sign,
            lambda width: bars.bar_chart(made, width=width - 10, rtl=self.lang.rtl),
            small=True,
        )

    def spark(self, place: Place) -> object | None:
        """Delegitimation over time without axes; None where too few."""
        period = best_period(place.periods)
        if period is None:
            return None
        shown = series(place.periods[period], period, indicator="delegitimation_index")
        if not shown.bins:
            return None
        line = Line("", PALETTE["DELEGITIMATION"], shown)
        alt = f"{self.lang('col_trend')}{self.lang('comma')}{place.name}"
        return self.studio.spark(f"{place.slug}-spark", charts.sparkline(line), alt)

    def _dots(
        self,
        place: Place,
        kind: str,
        rows: Sequence[tuple[str, str, Estimate | None]],
        *,
        first: str,
    ) -> Graphic:
        made = tuple(
            Dot(name, colour, one, numbers.value(one, self.lang)) for name, colour, one in rows
        )
        title = self.lang(f"chart_{kind}")
        more = (self.lang("note_more_frames"),) if kind == "frames" else ()
        sign = self._sign(
            place,
            kind,
            title,
            self.lang(f"chart_{kind}_sub"),
            notes=(self.lang("note_dots"), *more, self._count(place)),
            table=tables.estimates(
                [(name, one) for name, _, one in rows],
                self.lang,
                caption=f"{title}: {place.name}",
                first=first,
            ),
        )
        chart = partial(dots.dot_chart, [DotColumn("", made)], per_row=1, rtl=self.lang.rtl)
        return self.studio.chart(self.lang, sign, lambda width: chart(width=width), small=True)

    def _frame_dots(self, place: Place) -> tuple[Dot, ...]:
        cells = ((f, place.cells.get(("frame_share", f.id, "original"))) for f in self.book.frames)
        return tuple(
            Dot(self.lang.name(f), PALETTE[f.superframe], one, numbers.value(one, self.lang))
            for f, one in cells
        )

    def _line(self, frame: pl.DataFrame, period: str, name: str) -> Line:
        label = next(f for f in self.book.frames if f.id == name)
        shares = series(frame, period, indicator="frame_share", label=name)
        return Line(self.lang.name(label), PALETTE[label.superframe], shares)

    def _sign(
        self,
        place: Place,
        kind: str,
        title: str,
        subtitle: str,
        *,
        notes: tuple[str, ...],
        table: tables.Table,
        legend: tuple[tuple[str, str], ...] = (),
    ) -> Sign:
        return Sign(
            name=f"{place.slug}-{kind}",
            place=place.name,
            title=title,
            subtitle=subtitle,
            notes=notes,
            table=table,
            legend=legend,
        )

    def _count(self, place: Place) -> str:
        one = place.cells.get(("legitimation_index", "", "original"))
        if one is None:
            return self.lang("no_data")
        return self.lang("note_n", n=f"{one.n:,}", n_eff=f"{int(one.n_eff):,}")


def _frame_rows(book: Codebook) -> list[list[str]]:
    """The frames in rows of one group, small groups together in one row."""
    rows: list[list[str]] = []
    open_row = False
    for group in book.superframes:
        small = len(group.members) <= 2
        if small and open_row:
            rows[-1] += group.members
        else:
            rows.append(list(group.members))
        open_row = small
    return rows
