"""The page about a scorer's quality: one file in two languages that opens offline."""

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from mediaframe.report import dots, drawing, hostile, squares, words
from mediaframe.report.assessed import AssessedGroup, AssessmentContent, Named
from mediaframe.report.dots import Dot, DotColumn
from mediaframe.report.drawing import NARROW, WIDE
from mediaframe.report.figures import SUPPRESSED
from mediaframe.report.look import PALETTE, SOFT
from mediaframe.report.tables import Table
from mediaframe.report.words import Language
from mediaframe.types import Estimate

MAIN = (
    "frames.macro_f1", "frames.micro_f1", "tone.macro_f1", "tone.alpha", "role.accuracy",
    "voice.accuracy", "actor_type.accuracy", "primary_frame.accuracy", "issues.micro_f1",
    "scope.f1", "scope.auc",
)  # fmt: skip
_BY_GROUP = ("frames.macro_f1", "tone.macro_f1", "role.accuracy", "voice.accuracy")
_OTHERS = ("tone", "role", "voice", "actor_type")
_FLAGS = ("rebutted", "distancing")
_KINDS = ("precision", "recall", "f1", "ap")
_FONT = re.compile(r"url\((fonts/[\w-]+\.ttf)\)")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart on the page; `narrow` is for a phone, None where one drawing fits both."""

    title: str
    wide: Markup
    narrow: Markup | None = None
    note: str = ""


def page(content: AssessmentContent) -> str:
    """The page as HTML; styles, fonts and drawings are part of it."""
    drawing.register_fonts()
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("mediaframe.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    languages = words.load()
    curves = {
        name: drawing.svg(squares.curve(points, dots=True))
        for name, points in content.reliability.items()
    }
    roc = drawing.svg(squares.curve(content.roc, dots=False)) if content.roc else ""
    views = [View(content, lang, curves, roc) for lang in languages.values()]
    return templates.get_template("assessment.html.j2").render(
        views=views, content=content, style=Markup(_style())
    )


class View:
    """The page in one language, as its template asks for it."""

    def __init__(
        self, content: AssessmentContent, lang: Language, curves: dict[str, str], roc: str
    ) -> None:
        self.content, self.lang = content, lang
        self._curves, self._roc = curves, roc
        self._names = [lang.of("judge_scorer", name) for name in content.scorers]
        self.title = lang("judge_title", scorer=self._names[0])

    def charts(self) -> Iterator[Drawn]:
        """The main figures, then F1 of every label."""
        book = self.content.book
        charts: dict[str, list[tuple[str, str, str]]] = {
            "judge_main": [(name, self.lang.of("judge_figure", name), SOFT) for name in MAIN],
            "judge_frames": [
                (f"frames.{frame.id}.f1", self.lang.name(frame), PALETTE[frame.superframe])
                for frame in book.frames
            ],
            "judge_others": list(self._others()),
            "judge_issues": [
                (f"issues.{one.id}.f1", self.lang.name(one), SOFT) for one in book.issues
            ],
        }
        own = next(iter(self.content.scorers.values()))
        for name, rows in charts.items():
            held = [row for row in rows if row[0] in own and own[row[0]].n]
            if held:
                yield self._compared(name, self.lang(name), held)

    def labels(self) -> Table:
        """Precision, recall, F1 and average precision of every label that has a case."""
        own = next(iter(self.content.scorers.values()))
        head = [self.lang.of("judge_figure", kind) for kind in _KINDS]
        rows = []
        for name in [name.removesuffix(".f1") for name in own if name.endswith(".f1")]:
            found = [own.get(f"{name}.{kind}") for kind in _KINDS]
            if found[2] and found[2].n:
                cells = [self.cell(one) for one in found]
                rows.append((self._label(name), *cells, f"{found[2].n:,}"))
        return Table(self.lang("judge_labels"), ("", *head, self.lang("col_n")), tuple(rows))

    def reliability(self) -> Iterator[tuple[str, Markup, str]]:
        """Variable, curve, and its error and score in words."""
        own = next(iter(self.content.scorers.values()))
        for name, curve in self._curves.items():
            shown = self.lang("comma").join(
                f"{self.lang.of('judge_figure', kind)} {self._short(own.get(f'{name}.{kind}'))}"
                for kind in ("ece", "brier")
            )
            variable = self.lang.of("judge_variable", name)
            alt = f"{self.lang('judge_reliability')}{self.lang('comma')}{variable}"
            yield variable, drawing.inline(curve, f"{self.lang.code}-cal-{name}", alt), shown

    def roc(self) -> Markup | None:
        """The curve of scope."""
        if not self._roc:
            return None
        return drawing.inline(self._roc, f"{self.lang.code}-roc", self.lang("judge_roc"))

    def kept(self) -> Table:
        """The share kept, and its accuracy, by variable and least confidence."""
        rows = []
        head: tuple[str, ...] = ()
        for name, levels in self.content.kept.items():
            head = tuple(f"≥ {least:.2f}" for least, _, _ in levels)
            cells = tuple(
                "–"
                if accuracy is None
                else self.lang("judge_kept_cell", share=f"{share:.0%}", accuracy=f"{accuracy:.0%}")
                for _, share, accuracy in levels
            )
            rows.append((self.lang.of("judge_variable", name), *cells))
        return Table(self.lang("judge_kept"), ("", *head), tuple(rows))

    def confusions(self) -> Iterator[Drawn]:
        """A table of colours for each variable."""
        for name, table in self.content.confusions.items():
            title = self.lang.of("judge_variable", name)
            group = "frame" if name == "primary_frame" else name
            spec = squares.heat(
                [self._value(group, value) for value in table.values],
                table.counts,
                rtl=self.lang.rtl,
            )
            made = drawing.svg(spec)
            yield Drawn(title, drawing.inline(made, f"{self.lang.code}-mix-{name}", title))

    def groups(self) -> Iterator[Drawn]:
        """The main figures by group, those large enough, and who is not shown."""
        for by, groups in self.content.groups.items():
            title = self.lang(f"judge_by_{by}")
            shown = [group for group in groups if group.figures]
            small = [self.group(by, group) for group in groups if not group.figures]
            note = ""
            if small:
                joined = self.lang("comma").join(map(words.isolated, small))
                note = self.lang("judge_small", least=self.content.least, list=joined)
            if not shown:
                yield Drawn(title, Markup(), note=note)
                continue
            columns = [
                DotColumn(
                    self.lang.of("judge_figure", figure),
                    tuple(
                        self._dot(self.group(by, group), SOFT, group.figures.get(figure))
                        for group in shown
                    ),
                )
                for figure in _BY_GROUP
            ]
            yield self._drawn(f"by-{by}", title, columns, per_row=4, note=note)

    def _others(self) -> Iterator[tuple[str, str, str]]:
        for variable in _OTHERS:
            for value in self.content.book.labels[variable]:
                yield f"{variable}.{value}.f1", self._label(f"{variable}.{value}"), SOFT
        for flag in _FLAGS:
            yield f"{flag}.f1", self._label(flag), SOFT

    def _compared(self, name: str, title: str, rows: Sequence[tuple[str, str, str]]) -> Drawn:
        """Figures (name, words, colour) of every scorer and of the second coding, side by side."""
        scorers = [*zip(self._names, self.content.scorers.values(), strict=True)]
        if self.content.ceiling:
            scorers.append((self.lang("judge_second"), self.content.ceiling))
        first: Named = scorers[0][1]
        columns = [
            DotColumn(
                scorer,
                tuple(
                    self._dot(f"{said} ({first[figure].n:,})", colour, found.get(figure))
                    for figure, said, colour in rows
                ),
            )
            for scorer, found in scorers
        ]
        return self._drawn(name, title, columns, per_row=3)

    def _drawn(
        self, name: str, title: str, columns: Sequence[DotColumn], *, per_row: int, note: str = ""
    ) -> Drawn:
        make: Callable[..., dict[str, Any]] = partial(
            dots.dot_chart, columns, rtl=self.lang.rtl, form=".1f"
        )
        wide = drawing.svg(make(width=WIDE, per_row=per_row))
        narrow = drawing.svg(make(width=NARROW, per_row=1))
        code = self.lang.code
        return Drawn(
            title,
            drawing.inline(wide, f"{code}-{name}-w", title),
            drawing.inline(narrow, f"{code}-{name}-n", title),
            note,
        )

    def _dot(self, name: str, colour: str, one: Estimate | None) -> Dot:
        said = self._short(one)
        if one is not None and one.value is not None and one.value < 0:  # an alpha can be
            one = replace(one, value=0.0, low=0.0, high=max(one.high or 0.0, 0.0))
        return Dot(name, colour, one, said)

    def _short(self, one: Estimate | None) -> str:
        if one is None or one.value is None or one.display == SUPPRESSED:
            return "–"
        return f"{round(one.value, 2) + 0.0:.2f}".replace("-", "−")  # no negative nought

    def cell(self, one: Estimate | None) -> str:
        """A figure with its interval."""
        if one is None or one.low is None or one.high is None:
            return "–"
        between = self.lang("interval", low=f"{one.low:.2f}", high=f"{one.high:.2f}")
        return f"{self._short(one)} ({between})"

    def _label(self, name: str) -> str:
        """A label by its name in figures, such as `tone.-1`, with its variable where needed."""
        variable, _, value = name.partition(".")
        said = self.lang.of("judge_variable", variable)
        if not value:
            return said
        group = {"frames": "frame", "issues": "issue"}.get(variable, variable)
        return f"{said}: {self._value(group, value)}"

    def _value(self, group: str, value: str) -> str:
        known = self.content.book.labels[group].get(value)
        return hostile.line(value, 40) if known is None else self.lang.name(known)

    def group(self, by: str, group: AssessedGroup) -> str:
        """The name of a group, with its windows in scope."""
        if by == "actor_type":
            name = self._value(by, group.name)
        else:
            name = hostile.line(self.lang.of(by, group.name), 40)
        return f"{name} ({group.inside:,})"


def _style() -> str:
    """The report's style sheet with its fonts inside."""
    folder = files(__package__) / "static"

    def inside(found: re.Match[str]) -> str:
        font = base64.b64encode((folder / found[1]).read_bytes()).decode("ascii")
        return f"url(data:font/ttf;base64,{font})"

    return _FONT.sub(inside, (folder / "site.css").read_text(encoding="utf-8"))
