"""Import stores each article once, keeps bad items as rejects, and can be stopped and repeated."""

import datetime as dt
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from mediaframe.collect.fields import Fields
from mediaframe.collect.files import Limits
from mediaframe.collect.outlet_file import Notes, OutletFile, entry
from mediaframe.collect.registry import OutletRegistry
from mediaframe.errors import InputError
from mediaframe.pipeline import importing
from mediaframe.pipeline.importing import Imported
from mediaframe.store import articles, outlets, rejects
from mediaframe.store.database import Store

NOTES = Notes.model_validate(
    {"exclude_as_sources": [{"domain": "copies.example", "why": "copies"}]}
)
NAOUR = entry(id="iq_naour", name_ar="الناعور", country="IQ", domains=("naour.example",))
REGISTRY = OutletRegistry([OutletFile(Path("outlets.yaml"), (NAOUR,), NOTES)])
LIMITS = Limits(file_bytes=100_000_000, article_bytes=10_000)
TODAY = dt.date(2026, 1, 31)


def _article(number: int, **values: object) -> dict[str, object]:
    return {
        "id": f"n-{number}",
        "outlet": "الناعور",
        "url": f"https://naour.example/{number}",
        "title": f"عنوان {number}",
        "text": f"قالت جمعية النورس في خبرها رقم {number} إنها ستعود.",
        "date": "2019-03-01",
        **values,
    }


def _write(path: Path, lines: list[object]) -> Path:
    text = "".join(
        (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n"
        for line in lines
    )
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def _import(store: Store, *paths: Path, registry: OutletRegistry = REGISTRY) -> Imported:
    return importing.import_files(
        store, registry, [str(path) for path in paths], limits=LIMITS, today=TODAY
    )


def test_articles_are_stored_as_they_are(store: Store, tmp_path: Path) -> None:
    text = "قالت «جمعيّة النورس»: سنعود.\nثم صمتت"
    line = _article(1, text=f" {text} ", author="سامر", genre="NEWS", date="1 آذار/مارس 2019")
    result = _import(store, _write(tmp_path / "a.jsonl", [line]))
    assert (result.files, result.read, result.new, result.known) == (1, 1, 1, 0)
    with store.read() as conn:
        article = articles.get(conn, 1)
    assert article is not None
    assert (article.text, article.title, article.author) == (text, "عنوان 1", "سامر")
    assert (article.outlet_id, article.source_id, article.genre) == ("iq_naour", "n-1", "NEWS")
    assert (article.url, article.date) == ("https://naour.example/1", dt.date(2019, 3, 1))


def test_a_second_import_adds_nothing(store: Store, tmp_path: Path) -> None:
    lines: list[object] = [_article(i) for i in range(2500)]
    path = _write(tmp_path / "a.jsonl.gz", [*lines, "{broken", _article(0)])
    seen: list[int] = []
    first = importing.import_files(
        store, REGISTRY, [str(path)], limits=LIMITS, today=TODAY, advance=seen.append
    )
    assert (first.read, first.new, first.known) == (2501, 2500, 1)
    assert sum(seen) == 2502
    again = _import(store, path)
    assert (again.read, again.new, again.known) == (2501, 0, 2501)
    with store.read() as conn:
        assert articles.count(conn) == 2500
        assert sum(rejects.counts(conn).values()) == 1


def test_a_changed_registry_makes_no_new_articles(store: Store, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", [_article(1), _article(2, url="", id="x-2")])
    assert _import(store, path, registry=OutletRegistry([])).new == 2
    assert _import(store, path).new == 0


def test_bad_items_become_rejects_with_their_place(store: Store, tmp_path: Path) -> None:
    path = _write(
        tmp_path / "a.jsonl",
        [
            _article(1),
            "{broken",
            _article(2, text=""),
            _article(3, outlet="", url=""),
            _article(4, url="https://www.copies.example/4"),
            _article(5, text="ن" * 6000),
            _article(6),
        ],
    )
    result = _import(store, path)
    assert result.read == result.new == 2
    assert result.rejected.total() == 5
    with store.read() as conn:
        counts = rejects.counts(conn, stage="import")
        stored = {
            row.item.rpartition(":")[2]: row.reason
            for row in conn.exec_driver_sql("SELECT item, reason FROM rejects")
        }
    assert sum(counts.values()) == 5
    assert list(stored) == ["2", "3", "4", "5", "6"]
    assert "no valid JSON" in stored["2"]
    assert stored["3"] == "no text"
    assert "no outlet" in stored["4"]
    assert "copies.example is excluded" in stored["5"]
    assert "longer than 10000 bytes" in stored["6"]


def test_dates_that_cannot_be_true_do_not_lose_the_article(store: Store, tmp_path: Path) -> None:
    lines: list[object] = [
        _article(1, date=None),
        _article(2, date="قريباً"),
        _article(3, date="2027-01-01"),
    ]
    result = _import(store, _write(tmp_path / "a.jsonl", lines))
    assert result.new == 3
    assert result.undated == Counter({"date not understood": 2, "no date": 1})


def test_unknown_outlets_are_listed(store: Store, tmp_path: Path) -> None:
    lines: list[object] = [
        _article(i, outlet="نشرة الفجر", country="EG", url=f"https://fajr.example/{i}")
        for i in range(3)
    ]
    result = _import(store, _write(tmp_path / "a.jsonl", [*lines, _article(9)]))
    (unknown,) = result.unverified.values()
    assert (unknown.name_ar, unknown.country, unknown.verified) == ("نشرة الفجر", "EG", False)
    assert result.outlets == Counter({unknown.id: 3, "iq_naour": 1})
    with store.read() as conn:
        assert {outlet.id: outlet.verified for outlet in outlets.all(conn)} == {
            unknown.id: False,
            "iq_naour": True,
        }


def test_an_outlet_described_later_becomes_verified(store: Store, tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", [_article(1, outlet="fajr", url="", country="EG")])
    assert list(_import(store, path).unverified) == ["eg_fajr"]
    described = entry(id="eg_fajr", name_ar="نشرة الفجر", country="EG", ownership="private")
    registry = OutletRegistry([OutletFile(Path("own.yaml"), (described,), Notes())])
    result = _import(store, path, registry=registry)
    assert (result.new, result.unverified) == (0, {})
    with store.read() as conn:
        (outlet,) = outlets.all(conn)
    assert (outlet.name_ar, outlet.ownership, outlet.verified) == ("نشرة الفجر", "private", True)


def test_hostile_characters_are_stored(store: Store, tmp_path: Path) -> None:
    line = '{"outlet": "x\\u0000y", "title": "\\ud800", "text": "\\ud83d\\ude00 \\udc00\\u0000 نص"}'
    result = _import(store, _write(tmp_path / "a.jsonl", [line]))
    assert result.new == 1
    with store.read() as conn:
        article = articles.get(conn, 1)
    assert article is not None
    assert (article.title, article.text) == ("\ufffd", "😀 \ufffd نص")


def test_encodings_and_repairs_are_counted(store: Store, tmp_path: Path) -> None:
    text = "قالت جمعية النورس إنها ستعود"
    one = json.dumps(_article(1, text=text), ensure_ascii=False).encode("cp1256")
    other = json.dumps(_article(2, text=text.encode().decode("cp1256")), ensure_ascii=False)
    path = tmp_path / "a.jsonl"
    path.write_bytes(one + b"\n" + other.encode() + b"\n")
    result = _import(store, path)
    assert (result.new, result.repaired) == (2, 1)
    assert result.encodings == Counter({"cp1256": 1})
    with store.read() as conn:
        assert {article.text for article in articles.many(conn, [1, 2]).values()} == {text}


def test_fields_and_encoding_can_be_named(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("المتن;الجهة\nنص الخبر;الناعور\n".encode("cp1256"))
    result = importing.import_files(
        store, REGISTRY, [str(path)], limits=LIMITS, encoding="windows-1256",
        fields=Fields.parse(["text=المتن", "outlet=الجهة"]),
    )  # fmt: skip
    assert (result.new, result.rejected, list(result.outlets)) == (1, Counter(), ["iq_naour"])


def test_wrong_arguments_change_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        _import(store, tmp_path / "missing.jsonl")
    path = _write(tmp_path / "a.jsonl", [_article(1)])
    with pytest.raises(InputError, match="no text encoding"):
        importing.import_files(store, REGISTRY, [str(path)], limits=LIMITS, encoding="klingon")


def test_endless_rejects_of_a_file_are_counted_but_not_all_stored(
    store: Store, tmp_path: Path
) -> None:
    path = _write(tmp_path / "a.jsonl", ["{}"] * 10_500)
    assert _import(store, path).rejected == Counter({"no text": 10_500})
    with store.read() as conn:
        counts = rejects.counts(conn)
    assert counts == {
        ("import", "no text"): 10_000,
        ("import", "further items of this file rejected"): 1,
    }


def test_an_import_that_was_killed_goes_on_to_the_same_end(tmp_path: Path) -> None:
    path = _write(tmp_path / "a.jsonl", [_article(i) for i in range(20_000)])
    url = f"sqlite:///{tmp_path}/killed.db"
    Store.create(url).close()
    code = (
        "import sys; from tests.pipeline.test_importing import *\n"
        "from tests.pipeline.test_importing import _import\n"
        "_import(Store.open(sys.argv[1]), Path(sys.argv[2]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, url, str(path)])
    store = Store.open(url)
    deadline = time.monotonic() + 60
    count = 0
    while not count and time.monotonic() < deadline and process.poll() is None:
        with store.read() as conn:
            count = articles.count(conn)
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with store.read() as conn:
        count = articles.count(conn)
    assert 0 < count < 20_000
    assert count % 1000 == 0
    result = _import(store, path)
    assert (result.new, result.known) == (20_000 - count, count)
    with store.read() as conn:
        assert articles.count(conn) == 20_000
    store.close()
