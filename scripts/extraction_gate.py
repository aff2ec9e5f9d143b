"""Compares the extraction with trafilatura, newspaper4k, readability and news-please, in one run.

    pip install -e '.[extraction-bench]'
    python scripts/extraction_gate.py [--real ../shared/html] [--scrambled] [--json FILE]

All read the same pages of `tests/pages`, decoded to text by this project beforehand, so that the
others do not lose where a header lies. A tool that is not installed is named and left out. The
figures are explained in `tests/pages/scoring.py`; `ms` is processor time for a page, `failed`
counts the pages on which a tool raised an error.
"""

import argparse
import datetime as dt
import importlib
import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.pages import corpus, scoring  # noqa: E402
from tests.pages.corpus import Page  # noqa: E402
from tests.pages.scoring import Found  # noqa: E402

from mediaframe.collect import charset  # noqa: E402
from mediaframe.collect.extract import Extracted, extract  # noqa: E402

Read = Callable[[Page, str], Found]
COLUMNS = ("f1", "lines", "title", "date", "author", "refused", "ms", "failed")


def mediaframe(page: Page, html: str) -> Found:
    found = extract(html.encode(), url=page.url, timezone=scoring.zone(page), fetched=page.fetched)
    if not isinstance(found, Extracted):
        return Found()
    return Found(
        text=found.text,
        title=found.title,
        day=found.published and found.published.date(),
        authors=(found.author,) if found.author else (),
    )


def trafilatura(page: Page, html: str) -> Found:
    tool = importlib.import_module("trafilatura")
    found = tool.bare_extraction(html, url=page.url, with_metadata=True, include_comments=False)
    if found is None:
        return Found()
    data = found.as_dict()
    return Found(
        text=data["text"],
        title=data["title"],
        day=_day(data["date"]),
        authors=tuple((data["author"] or "").split("; ")),
    )


def newspaper4k(page: Page, html: str) -> Found:
    tool = importlib.import_module("newspaper")
    article = tool.article(page.url, language="ar", input_html=html)
    return Found(
        text=article.text,
        title=article.title,
        day=_day(article.publish_date),
        authors=tuple(article.authors),
    )


def readability(_: Page, html: str) -> Found:
    tool = importlib.import_module("readability")
    lxml_html = importlib.import_module("lxml.html")
    document = tool.Document(html)
    body = lxml_html.fromstring(document.summary(html_partial=True))
    return Found(text="\n".join(_lines(body.itertext())), title=document.short_title())


def news_please(page: Page, html: str) -> Found:
    tool = importlib.import_module("newsplease")
    article = tool.NewsPlease.from_html(html, url=page.url)
    return Found(
        text=article.maintext,
        title=article.title,
        day=_day(article.date_publish),
        authors=tuple(article.authors or ()),
    )


TOOLS: dict[str, tuple[str, Read]] = {
    "mediaframe": ("mediaframe", mediaframe),
    "trafilatura": ("trafilatura", trafilatura),
    "newspaper4k": ("newspaper", newspaper4k),
    "readability-lxml": ("readability", readability),
    "news-please": ("newsplease", news_please),
}


UNREAD = {"readability-lxml": ("date", "author")}
"""What a tool does not set out to read."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--real", type=Path, help="folder with real pages and their gold")
    parser.add_argument(
        "--scrambled", action="store_true", help="make classes, ids and roles meaningless first"
    )
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pages = [
        (page, charset.decode(page.body, content_type=page.content_type)) for page in corpus.pages()
    ]
    if options.scrambled:
        pages = [(page, scoring.scrambled(html)) for page, html in pages]
    print(f"{len(pages)} pages, digest {corpus.digest()[:12]}")
    results: dict[str, dict[str, dict[str, float]]] = {}
    for name, (module, read) in TOOLS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            print(f"{name}: not installed")
            continue
        results[name] = _run(pages, read)
    for part in ("all", "held back"):
        print(f"\n{part:18}" + "".join(f"{column:>9}" for column in COLUMNS))
        for name, found in results.items():
            unread = UNREAD.get(name, ())
            cells = [None if key in unread else found[part].get(key) for key in COLUMNS]
            print(f"{name:18}" + "".join(map(_cell, cells)))
    if options.real:
        for line in _real(options.real):
            print(line)
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(results, indent=2) + "\n")


def _cell(value: float | None) -> str:
    return f"{'-':>9}" if value is None else f"{value:9.3f}"


def _run(pages: list[tuple[Page, str]], read: Read) -> dict[str, dict[str, float]]:
    readings = []
    failed = 0
    start = time.process_time()
    for page, html in pages:
        try:
            readings.append((page, read(page, html)))
        except Exception:  # a tool that fails on a page read nothing from it
            failed += 1
            readings.append((page, Found()))
    spent = (time.process_time() - start) * 1000 / len(pages)
    held = [reading for reading in readings if scoring.is_held_back(reading[0])]
    return {
        "all": {**scoring.figures(readings), "ms": round(spent, 2), "failed": failed},
        "held back": scoring.figures(held),
    }


def _real(folder: Path) -> Iterator[str]:
    """Shares of the strings that must and must not be in the body, for the real pages."""
    yield f"\n{'real pages':18}{'wanted':>9}{'unwanted':>9}"
    golds = list(scoring.real_pages(folder))
    for name, (module, read) in TOOLS.items():
        try:
            importlib.import_module(module)
        except ImportError:
            continue
        wanted = unwanted = total = most = 0
        for page, having, lacking in golds:
            try:
                text = scoring.squeezed(read(page, charset.decode(page.body)).text)
            except Exception:
                text = ""
            wanted += sum(scoring.squeezed(part) in text for part in having)
            unwanted += sum(part in text for part in lacking)
            total, most = total + len(having), most + len(lacking)
        yield f"{name:18}{wanted:>6}/{total}{unwanted:>7}/{most}"


def _day(value: dt.datetime | str | None) -> dt.date | None:
    if not value:
        return None
    return value.date() if isinstance(value, dt.datetime) else dt.date.fromisoformat(value[:10])


def _lines(texts: Iterator[str]) -> Iterator[str]:
    return (line for text in texts if (line := scoring.squeezed(text)))


if __name__ == "__main__":
    main()
