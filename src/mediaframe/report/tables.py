"""Tables of the report, as rows of text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mediaframe.codebook import Codebook
from mediaframe.report import numbers
from mediaframe.report.charts import Line
from mediaframe.report.figures import TENTATIVE, Key
from mediaframe.report.words import Language
from mediaframe.types import Estimate


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, head, and rows whose first cell names them."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def indicators(
    found: Mapping[Key, Estimate], book: Codebook, lang: Language, caption: str
) -> Table:
    """Every indicator of one place, as original output and as exposure."""
    head = (
        "col_indicator",
        "col_original",
        "col_interval",
        "col_n",
        "col_n_eff",
        "col_exposure",
        "col_interval",
    )
    return Table(caption, tuple(map(lang, head)), tuple(_indicator_rows(found, book, lang)))


def _indicator_rows(
    found: Mapping[Key, Estimate], book: Codebook, lang: Language
) -> Iterator[tuple[str, ...]]:
    names = {item.id: lang.name(item) for item in book.indicators}
    for (indicator, label, basis), estimate in found.items():
        if basis != "original" or indicator not in names:
            continue
        name = names[indicator]
        if label:
            name = f"{name}: {label_name(book, lang, label)}"
        copies = found.get((indicator, label, "exposure"))
        yield (
            name,
            *_figures(estimate, lang),
            numbers.value(copies, lang),
            numbers.interval(copies, lang),
        )


def estimates(
    rows: Sequence[tuple[str, Estimate | None]], lang: Language, *, caption: str, first: str
) -> Table:
    """Named estimates with their intervals and numbers of units."""
    head = (first, *map(lang, ("col_value", "col_interval", "col_n", "col_n_eff")))
    return Table(caption, head, tuple((name, *_figures(one, lang)) for name, one in rows))


def series(lines: Sequence[Line], lang: Language, *, caption: str) -> Table:
    """Series by period: a row a bin, value and interval of each line in a cell."""
    bins = lines[0].series.bins
    rows = []
    for at, item in enumerate(bins):
        found = [line.series.bins[at].estimate for line in lines]
        if any(one is not None for one in found):
            rows.append((item.label, *(cell(one, lang) for one in found)))
    return Table(caption, (lang("col_period"), *(line.name for line in lines)), tuple(rows))


def label_name(book: Codebook, lang: Language, label: str) -> str:
    """The name of a frame, issue, role or genre, whichever has this id."""
    for group in ("frame", "issue", "role", "genre"):
        if label in book.labels[group]:
            return lang.name(book.labels[group][label])
    return label


def _figures(estimate: Estimate | None, lang: Language) -> tuple[str, ...]:
    if estimate is None:
        return lang("no_data"), "", "", ""
    shown = numbers.value(estimate, lang)
    if estimate.display == TENTATIVE and numbers.known(estimate):
        shown = f"{shown} ({lang('tentative')})"
    return shown, numbers.interval(estimate, lang), f"{estimate.n:,}", f"{int(estimate.n_eff):,}"


def cell(estimate: Estimate | None, lang: Language) -> str:
    """Value and interval in one."""
    shown, between, *_ = _figures(estimate, lang)
    return f"{shown} ({between})" if between else shown
