"""Writes the report: a folder of plain pages in two languages that opens from disk."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import jinja2

from mediaframe.errors import InputError
from mediaframe.report import hostile, summary, words
from mediaframe.report.content import ReportContent
from mediaframe.report.graphics import Press
from mediaframe.report.pages import Page, Pages
from mediaframe.report.rasterise import Rasteriser
from mediaframe.report.studio import Studio

_MARK = "report.json"
"""The file by which a folder is known to be a report, and may be replaced by a newer one."""
_NAME = 90
"""Most characters of the name of an outlet or actor."""
_MENU = (
    ("index.html", "nav_overview"),
    ("outlets.html", "nav_outlets"),
    ("actors.html", "nav_actors"),
    ("examples.html", "nav_examples"),
    ("stories.html", "nav_stories"),
    ("method.html", "nav_method"),
)


def write(folder: Path, content: ReportContent) -> Path:
    """Write the report into `folder`, in place of an earlier one.

    The new report is made beside the old one and takes its place when it is complete.

    Returns:
        The path of its first page, `index.html`.

    Raises:
        InputError: the folder exists, is not empty and is no report.
    """
    folder = folder.absolute()
    check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made, old = (folder.with_name(f".{folder.name}.{kind}") for kind in ("new", "old"))
    if old.exists() and not folder.exists():  # killed between the two renames below
        old.rename(folder)
    for leftover in (made, old):  # of a run that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    made.mkdir()
    try:
        with Rasteriser() as rasteriser:
            _fill(made, _clean(content), rasteriser)
        if folder.exists():
            folder.rename(old)
        made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return folder / "index.html"


def check(folder: Path) -> None:
    """Refuse a folder that a report would destroy.

    Raises:
        InputError: the folder exists, is not empty and is no report.
    """
    if not folder.exists() or (folder / _MARK).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise InputError(f"{folder}: exists and is no report; name an empty or new folder")


def _fill(folder: Path, content: ReportContent, rasteriser: Rasteriser) -> None:
    studio = Studio(folder, content, rasteriser)
    languages = words.load()
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("mediaframe.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    with as_file(files(__package__) / "static") as static:
        shutil.copytree(static, folder / "assets")
    for by, frame in content.trends.items():
        path = folder / "data" / data_file(by)
        path.parent.mkdir(exist_ok=True)
        frame.write_csv(path)
    shared = {"version": content.version, "made": content.made}
    for lang in languages.values():
        other = languages["en" if lang.rtl else "ar"]
        pages = Pages(content, Press(studio, lang, content.book))
        around = shared | {
            "lang": lang,
            "other": other,
            "countries": pages.countries,
            "menu": _MENU,
            "data": [data_file(by) for by in content.trends],
        }
        (folder / lang.code).mkdir()
        for page in pages.all():
            _set(folder / lang.code / page.file, templates, page, around)
    leads = {lang.code: summary.corpus(content, lang) for lang in languages.values()}
    cover = Page("index.html", "cover", {"languages": languages, "leads": leads})
    _set(folder / cover.file, templates, cover, shared)
    mark = {
        "version": content.version,
        "made": content.made.isoformat(),
        "runs": [run.digest for run in content.disclosure.runs if run.current],
    }
    (folder / _MARK).write_text(json.dumps(mark, indent=1), encoding="utf-8")


def _set(path: Path, templates: jinja2.Environment, page: Page, around: Mapping[str, Any]) -> None:
    section = page.file if page.template != "place" else None
    values = {"page": page.file, "section": section, **around, **page.values}
    text = templates.get_template(f"{page.template}.html.j2").render(values)
    path.write_text(text, encoding="utf-8", errors="replace")


def data_file(by: tuple[str, ...]) -> str:
    """The name of the CSV file of a breakdown."""
    return f"trends-{'-'.join(by) or 'all'}.csv"


def _clean(content: ReportContent) -> ReportContent:
    """The content with the names of outlets and actors made fit to print."""

    return replace(
        content,
        outlets={
            key: replace(
                outlet,
                name_ar=hostile.line(outlet.name_ar, _NAME),
                name_en=hostile.line(outlet.name_en, _NAME),
                country=hostile.line(outlet.country, 40) if outlet.country else None,
                ownership=hostile.line(outlet.ownership, 40),
            )
            for key, outlet in content.outlets.items()
        },
        actors={
            key: replace(
                actor,
                name_ar=hostile.line(actor.name_ar, _NAME),
                name_en=hostile.line(actor.name_en, _NAME),
            )
            for key, actor in content.actors.items()
        },
    )
