"""Holds the extraction to its figures on the pages with gold, and on real ones where at hand."""

import datetime as dt
import json
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import pytest

from mediaframe.collect import charset, urls
from mediaframe.collect.extract import Extracted, Refused, extract
from tests.pages import corpus, scoring
from tests.pages.corpus import Page
from tests.pages.scoring import Found

FLOOR = json.loads((Path(corpus.__file__).parent / "floor.json").read_text(encoding="utf-8"))
DATA = Path(os.environ.get("MEDIAFRAME_DATA", Path(__file__).parents[3] / "shared"))
FIELDS = ("subtitle", "section", "wire", "precision")


def read(page: Page, body: bytes | None = None) -> Extracted | Refused:
    return extract(
        page.body if body is None else body,
        url=page.url,
        content_type=page.content_type if body is None else "",
        timezone=scoring.zone(page),
        fetched=page.fetched,
    )


@cache
def readings() -> tuple[tuple[Page, Extracted | Refused], ...]:
    return tuple((page, read(page)) for page in corpus.pages())


def found(result: Extracted | Refused) -> Found:
    if isinstance(result, Refused):
        return Found()
    return Found(
        text=result.text,
        title=result.title,
        day=result.published and result.published.date(),
        authors=(result.author,) if result.author else (),
    )


def test_digest_is_that_of_the_floors() -> None:
    assert corpus.digest() == FLOOR["digest"], (
        "The pages or their gold have changed. Run scripts/extraction_gate.py, then pin the digest"
        " together with the figures in tests/pages/floor.json."
    )


@pytest.mark.parametrize("part", ["all", "held back"])
def test_figures_reach_the_floors(part: str) -> None:
    chosen = [
        (page, found(result))
        for page, result in readings()
        if part == "all" or scoring.is_held_back(page)
    ]
    reach(scoring.figures(chosen), FLOOR["floors"][part])


def test_figures_reach_the_floors_without_names() -> None:
    results = []
    for page in corpus.pages():
        html = scoring.scrambled(charset.decode(page.body, content_type=page.content_type))
        results.append((page, found(read(page, html.encode()))))
    reach(scoring.figures(results), FLOOR["floors"]["scrambled"])


def test_other_fields_reach_the_floors() -> None:
    articles = [
        (page, result)
        for page, result in readings()
        if not page.gold["refused"] and isinstance(result, Extracted)
    ]
    shares = {
        name: share(getattr(result, name) == page.gold[name] for page, result in articles)
        for name in FIELDS
    }
    shares["canonical_url"] = share(
        result.canonical_url == urls.canonical(page.gold["canonical_url"])
        for page, result in articles
    )
    shares["moment"] = share(
        result.published == moment(page.gold["published"])
        for page, result in articles
        if page.gold["precision"] == "minute"
    )
    shares["updated"] = share(
        result.updated == moment(page.gold["updated"])
        if result.updated is None or page.gold["precision"] == "minute"
        else result.updated.date() == moment(page.gold["updated"], dt.datetime.date)
        for page, result in articles
    )
    reach(shares, FLOOR["floors"]["fields"])


def test_refusals_give_the_reason() -> None:
    wrong = {
        page.id: result
        for page, result in readings()
        if page.gold["refused"] and getattr(result, "reason", None) != page.gold["refused"]
    }
    assert not wrong


def test_floors_of_real_pages() -> None:
    folder = DATA / "html"
    for page, having, lacking in scoring.real_pages(folder) if folder.is_dir() else ():
        result = read(page)
        assert isinstance(result, Extracted), page.id
        text = scoring.squeezed(result.text)
        missing = [part for part in having if scoring.squeezed(part) not in text]
        assert not missing, page.id
        assert not [part for part in lacking if part in text], page.id


def share(right: Iterable[bool]) -> float:
    values = list(right)
    return round(sum(values) / len(values), 4)


def moment(
    text: str | None, form: Callable[[dt.datetime], dt.date] = lambda time: time
) -> dt.date | None:
    return form(dt.datetime.fromisoformat(text)) if text else None


def reach(figures: dict[str, float], floors: dict[str, float]) -> None:
    assert figures.keys() == floors.keys()
    below = {key: (figures[key], floor) for key, floor in floors.items() if figures[key] < floor}
    assert not below
