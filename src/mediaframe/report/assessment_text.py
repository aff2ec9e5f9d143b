"""The figures about a scorer's quality as Markdown."""

from collections.abc import Iterator, Sequence
from html import escape

from mediaframe.report import words
from mediaframe.report.assessed import AssessmentContent, Named
from mediaframe.report.assessment import MAIN, View
from mediaframe.report.tables import Table


def markdown(content: AssessmentContent) -> str:
    """The tables of the page, in English."""
    lang = words.load()["en"]
    view = View(content, lang, {}, "")
    parts = [
        f"# {view.title}",
        lang("judge_lead", windows=f"{content.windows:,}", inside=f"{content.inside:,}"),
        lang("judge_left_out", count=f"{content.left_out:,}") if content.left_out else "",
        lang("judge_second_note", count=f"{content.twice:,}") if content.twice else "",
    ]
    columns = {lang.of("judge_scorer", name): found for name, found in content.scorers.items()}
    if content.ceiling:
        columns[lang("judge_second")] = content.ceiling
    first = next(iter(columns.values()))
    errors = [
        f"{name}.{kind}"
        for kind in ("ece", "brier", "kept", "kept_accuracy")
        for name in content.kept
    ]
    main = _figures(view, [*MAIN, *errors], columns, {name: one.n for name, one in first.items()})
    tables = [main, view.labels()]
    if content.kept:
        tables.append(view.kept())
    tables += _confusions(view)
    parts += [f"## {table.caption}\n\n{_set(table)}" for table in tables]
    for by, groups in content.groups.items():
        shown = {view.group(by, group): group.figures for group in groups}
        kept = {name: found for name, found in shown.items() if found}
        small = [name for name, found in shown.items() if not found]
        parts.append(f"## {lang(f'judge_by_{by}')}")
        if kept:
            parts.append(_set(_figures(view, [*MAIN, *errors], kept, {})))
        if small:
            named = _plain(", ".join(small))
            parts.append(lang("judge_small", least=content.least, list=named))
    return "\n\n".join(part for part in parts if part) + "\n"


def _figures(
    view: View, names: Sequence[str], columns: dict[str, Named], counts: dict[str, int]
) -> Table:
    rows = [
        (
            name,
            *((str(counts.get(name, "")),) if counts else ()),
            *(view.cell(found.get(name)) for found in columns.values()),
        )
        for name in names
        if any(name in found for found in columns.values())
    ]
    head = ("", *(("n",) if counts else ()), *columns)
    return Table(view.lang("judge_main"), head, tuple(rows))


def _confusions(view: View) -> Iterator[Table]:
    for name, table in view.content.confusions.items():
        rows = [
            (value, *map(str, line)) for value, line in zip(table.values, table.counts, strict=True)
        ]
        title = f"{view.lang('judge_confusions')}: {view.lang.of('judge_variable', name)}"
        yield Table(title, ("", *table.values), tuple(rows))


def _set(table: Table) -> str:
    lines = [table.head, ("---",) * len(table.head), *table.rows]
    return "\n".join(f"| {' | '.join(map(_plain, line))} |" for line in lines)


def _plain(text: str) -> str:
    return escape(text, quote=False).replace("|", "/")
