"""The method page: every number that the codebook's reporting rules say to disclose."""

from collections.abc import Iterator
from typing import Any

from mediaframe.report import hostile, numbers
from mediaframe.report.content import ReportContent
from mediaframe.report.look import PALETTE, SOFT
from mediaframe.report.names import Names
from mediaframe.report.tables import Table
from mediaframe.report.words import Language
from mediaframe.types import OutletCoverage


def values(content: ReportContent, lang: Language, names: Names) -> dict[str, Any]:
    """What the template `method` sets."""
    made, book = content.disclosure, content.book
    return {
        "content": content,
        "lost": lang(
            "method_lost",
            short=numbers.percent(made.short / made.articles) if made.articles else "–",
            undated=f"{made.undated:,}",
            pending=f"{made.pending:,}",
            out=f"{made.mentions_out_of_scope:,}",
            within=f"{made.mentions_in_scope:,}",
            unlinked=f"{made.unlinked:,}",
            abstained=f"{made.abstained:,}",
        ),
        "coverage": _table(
            lang,
            "method_corpus_title",
            ("outlet", "country", "coverage", "articles", "stories", "undated"),
            (_covered(one, lang, names) for one in made.outlets),
        ),
        "rejects": _table(
            lang,
            "method_lost_title",
            ("reason", "stage", "count"),
            (
                (hostile.line(one.reason, 160), lang.of("stage", one.stage), f"{one.count:,}")
                for one in made.rejects
            ),
        ),
        "runs": _table(
            lang,
            "method_runs_title",
            ("run", "digest", "codebook", "finished"),
            (
                (
                    f"{lang.of('stage', run.kind)}: {run.scorer}",
                    run.digest,
                    run.codebook_version,
                    f"{run.finished:%Y-%m-%d %H:%M} UTC" if run.finished else "–",
                )
                for run in made.runs
                if run.current
            ),
        ),
        "formulae": _table(
            lang,
            "method_indicators_title",
            ("indicator", "formula"),
            (
                (lang.name(one), one.formula_ar if lang.rtl else one.formula)
                for one in book.indicators
            ),
        ),
        "frames": [
            {
                "name": lang.name(frame),
                "definition": frame.definition,
                "colour": PALETTE.get(frame.superframe, SOFT),
            }
            for frame in (*book.frames, book.none_frame)
        ],
    }


def _covered(one: OutletCoverage, lang: Language, names: Names) -> tuple[str, ...]:
    dated = one.first is not None and one.last is not None
    return (
        names.outlet(one.id),
        names.country(one.id),
        f"{one.first} – {one.last}" if dated else lang("undated"),
        f"{one.articles:,}",
        f"{one.stories:,}",
        f"{one.undated:,}",
    )


def _table(
    lang: Language, caption: str, head: tuple[str, ...], rows: Iterator[tuple[str, ...]]
) -> Table:
    return Table(lang(caption), tuple(lang(f"col_{name}") for name in head), tuple(rows))
