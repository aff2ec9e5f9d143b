"""Coded places, and the corpora that they point into."""

import gzip
import json
from pathlib import Path
from typing import Any

from mediaframe.learn import placed
from tests.learn import invented

BEFORE, AFTER = "قبل أيام. ", " بعدها"
"""What stands around a window in its article."""


def corpora(folder: Path, rows: list[dict[str, Any]]) -> Path:
    """A folder with the articles that the windows are cut out of."""
    folder.mkdir()
    with gzip.open(folder / "news.jsonl.gz", "wt", encoding="utf-8") as file:
        for row in rows:
            text = f"{BEFORE}{row['text']}{AFTER}"
            article = {"id": row["article"], "title": row["headline"], "text": text}
            file.write(json.dumps(article) + "\n")
    return folder


def place(row: dict[str, Any], **change: object) -> dict[str, Any]:
    """The place of a window, with what is to be changed in it."""
    return {
        **{name: row[name] for name in ("id", "article", "start", "end", "codes")},
        "from": len(BEFORE),
        "to": len(BEFORE) + len(row["text"]),
        "digest": placed.digest(row["headline"], row["text"]),
        "stratum": "random",
        **change,
    }


def codes(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The file of the places of the windows."""
    return invented.write(path, [place(row) for row in rows])
