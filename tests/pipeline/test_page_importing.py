"""Pages of WARC, WACZ and HTML files become the articles that a collection would store."""

import datetime as dt
import gzip
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from mediaframe.collect import registry as registries
from mediaframe.collect.archive import Archive
from mediaframe.collect.target import choose
from mediaframe.errors import InputError
from mediaframe.pipeline import collecting
from mediaframe.store import articles, captures, outlets, rejects, revisions
from mediaframe.store.database import Store
from mediaframe.types import Article
from tests.collect import warcs
from tests.collect.server import policy
from tests.pipeline.archives import DAYS, archive, html, load, pages
from tests.pipeline.farm import farm
from tests.pipeline.samples import generated

PAGES = pages("nahar.example", 6)


def stored(store: Store) -> dict[str, Article]:
    """The articles by key, without their row ids."""
    with store.read() as conn:
        found = articles.many(conn, range(1, 2000)).values()
    return {one.key: Article(**{**_fields(one), "id": None}) for one in found}


def _fields(one: Article) -> dict[str, object]:
    return {name: getattr(one, name) for name in Article.__dataclass_fields__}


def reasons(store: Store) -> dict[str, str]:
    with store.read() as conn:
        return dict(conn.exec_driver_sql("SELECT item, reason FROM rejects").fetchall())


def test_an_archive_of_a_collection_adds_nothing_to_it_and_all_to_another_store(
    store: Store, tmp_path: Path
) -> None:
    with farm() as running:
        running.declare(tmp_path)
        known = registries.load([tmp_path / "outlets.yaml"])
        targets, _ = choose(known)
        kept = Archive(tmp_path / "kept")
        done = list(collecting.collect(store, targets, policy=policy(), archive=kept))
        kept.close()
    collected = stored(store)
    assert sum(one.new for one in done) == len(collected) == len(running.titles)
    again = load(store, tmp_path / "kept", registry=known)
    assert (again.read, again.new, again.changed) == (len(collected), 0, 0)
    assert (again.rejected, stored(store)) == ({}, collected)
    other = Store.create(f"sqlite:///{tmp_path}/other.db")
    first = load(other, tmp_path / "kept", registry=known)
    assert (first.new, first.unverified, stored(other)) == (len(collected), {}, collected)
    other.close()


def test_what_a_page_tells_is_stored(store: Store, tmp_path: Path) -> None:
    text = generated(1)[0].text
    body = (
        "<html lang='ar'><head><title>مركز جديد</title>"
        "<meta property='article:published_time' content='2024-02-20T22:30:00Z'>"
        "<meta property='article:modified_time' content='2024-02-22T10:00:00Z'></head><body>"
        "<article><h1>مركز جديد في حي الورشات</h1>"
        "<h2 class='subtitle'>الأهالي يشاركون في افتتاح المركز</h2>"
        f"<p class='source'>المصدر: رويترز</p><p>{text}</p><p>{text}</p></article></body></html>"
    )
    path = archive(tmp_path / "a.warc.gz", [("https://www.nahar.example/1?utm_source=x", body)])
    assert load(store, path).new == 1
    (one,) = stored(store).values()
    assert (one.outlet_id, one.date, one.updated) == (
        "xx_nahar", dt.date(2024, 2, 20), dt.date(2024, 2, 22),
    )  # fmt: skip
    assert (one.wire, one.subtitle) == ("reuters", "الأهالي يشاركون في افتتاح المركز")
    with store.read() as conn:
        (capture,) = captures.of(conn, ["https://nahar.example/1"]).values()
    assert (capture.fetched, capture.taken, capture.article_id) == (DAYS[0], DAYS[0], 1)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_second_import_adds_nothing(store: Store, tmp_path: Path, workers: int) -> None:
    found = pages("nahar.example", 70)
    path = archive(tmp_path / "a.warc.gz", found.items())
    path.write_bytes(path.read_bytes()[:-30] + b"no record")
    counted: list[int] = []
    first = load(store, path, workers=workers, advance=counted.append)
    assert (first.files, first.read, first.new, first.rejected.total()) == (1, 69, 69, 1)
    assert sum(counted) == 70
    before = stored(store)
    again = load(store, path, workers=workers)
    assert (again.read, again.new, again.known) == (69, 0, 69)
    assert (stored(store), len(reasons(store))) == (before, 1)


def test_one_of_three_outlets(store: Store, tmp_path: Path) -> None:
    hosts = ("nahar.example", "safir.example", "new.example")
    found = [pair for host in hosts for pair in pages(host, 3).items()]
    path = archive(tmp_path / "a.warc.gz", found)
    one = load(store, path, wanted=["xx_safir"])
    assert (one.new, one.passed, one.outlets) == (3, {"of other outlets": 6}, {"xx_safir": 3})
    two = load(store, path, wanted=["new.example", "nahar.example"])
    assert (two.new, two.passed) == (6, {"of other outlets": 3})
    assert list(two.unverified) == ["new_example"]
    with store.read() as conn:
        found_outlets = {outlet.id: outlet.verified for outlet in outlets.all(conn)}
    assert found_outlets == {"xx_nahar": True, "xx_safir": True, "new_example": False}
    with pytest.raises(InputError, match="'nobody' is not in the registry"):
        load(store, path, wanted=["nobody"])


def test_one_outlet_of_records_and_pages(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "نص", "outlet": "xx_nahar", "wire": "أ ف ب", "updated": "2024-03-01"}\n'
        '{"text": "نص آخر", "outlet": "xx_safir", "wire": "وكالة القرية", "subtitle": "عنوان"}\n'
    )
    archive(tmp_path / "b.warc.gz", pages("nahar.example", 2).items())
    result = load(store, tmp_path, wanted=["xx_nahar"])
    assert (result.files, result.new, result.passed) == (2, 3, {"of other outlets": 1})
    load(store, tmp_path)
    found = {one.text: one for one in stored(store).values()}
    assert (found["نص"].wire, found["نص"].updated) == ("afp", dt.date(2024, 3, 1))
    assert (found["نص آخر"].wire, found["نص آخر"].subtitle) == ("وكالة القرية", "عنوان")


def test_pages_that_cannot_be_used(store: Store, tmp_path: Path) -> None:
    english = "The council of the port opened a new library for the workers of the old quarter. "
    url, body = next(iter(PAGES.items()))
    packed = gzip.compress(body.encode())[:-9]
    listed = {
        "https://nahar.example/en": warcs.answer(html("New library", english * 8).encode()),
        "https://nahar.example/empty": warcs.answer(b"<html><body></body></html>"),
        "https://nahar.example/cut": warcs.answer(packed, more="Content-Encoding: gzip\r\n"),
        "http://169.254.169.254/latest": warcs.answer(body.encode()),
        "http://[::1]/1": warcs.answer(body.encode()),
        "ftp://nahar.example/1": warcs.answer(body.encode()),
        url: warcs.answer(body.encode()),
    }
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warcs.zipped(*(warcs.record(url, block) for url, block in listed.items())))
    result = load(store, path)
    assert (result.new, result.passed) == (1, {"not Arabic": 1})
    assert result.rejected.total() == 5
    found = reasons(store)
    assert {item.rpartition(":")[0] for item in found} == {str(path)}
    assert sorted(reason.partition(":")[0].partition(",")[0] for reason in found.values()) == [
        "empty", "no outlet", "no outlet", "page cannot be decoded",
        "scheme 'ftp' is not http or https",
    ]  # fmt: skip


def test_a_newer_page_replaces_and_an_older_does_not(store: Store, tmp_path: Path) -> None:
    url, body = next(iter(PAGES.items()))
    longer = body.replace("</p>", " وأضاف أن العمل مستمر.</p>")
    middle = archive(tmp_path / "2.warc.gz", [(url, body)], day=DAYS[2])
    assert load(store, middle).new == 1
    (old,) = stored(store).values()
    older = archive(tmp_path / "1.warc.gz", [(url, longer)], day=DAYS[1])
    result = load(store, older)
    assert (result.new, result.changed, result.known) == (0, 0, 1)
    newer = archive(tmp_path / "3.warc.gz", [(url, longer), (url, longer)], day=DAYS[3])
    result = load(store, newer)
    assert (result.new, result.changed, result.known) == (0, 1, 1)
    (new,) = stored(store).values()
    assert new.text.endswith("وأضاف أن العمل مستمر.")
    with store.read() as conn:
        assert [one.text for one in revisions.of(conn, 1)] == [old.text]
    assert load(store, tmp_path).changed == 0


def test_an_article_that_came_as_a_record_stays(store: Store, tmp_path: Path) -> None:
    url, body = next(iter(PAGES.items()))
    (tmp_path / "a.jsonl").write_text(
        f'{{"text": "نص قديم", "outlet": "xx_nahar", "url": "{url}"}}\n'
    )
    path = archive(tmp_path / "b.warc.gz", [(url, body)])
    assert load(store, tmp_path / "a.jsonl").new == 1
    assert (load(store, path).new, [one.text for one in stored(store).values()]) == (0, ["نص قديم"])


def test_folders_of_saved_pages(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "sub").mkdir(parents=True)
    (first, body), (second, other), (third, last), *_ = PAGES.items()
    undated = body.replace("2024-02-20T10:00:00+03:00", "")
    (folder / "a.html").write_text(undated)
    link = f"<link rel='canonical' href='{second}'>"
    (folder / "sub" / "b.htm").write_text(other.replace("<head>", f"<head>{link}"))
    (folder / "c.html").write_bytes(last.encode("utf-16"))
    (folder / "d.html").write_text(last)
    (folder / "urls.csv").write_text(
        f"file,url,date,outlet\na.html,{first},19 آذار 2019,\nc.html,{third},,صحيفة safir\n"
        "none.html,https://nahar.example/9,,\n"
    )
    result = load(store, folder, manifest=folder / "urls.csv")
    assert (result.files, result.new, result.rejected.total()) == (4, 3, 2)
    found = {one.url: one for one in stored(store).values()}
    assert found[first].date == dt.date(2019, 3, 19)
    assert found[second].date == dt.date(2024, 2, 20)
    assert found[third].outlet_id == "xx_safir"
    told = reasons(store)
    assert told[str(folder / "d.html")].startswith("no address: neither in a manifest nor")
    assert told[f"{folder / 'urls.csv'}:4"] == "manifest: no such file"
    again = load(store, folder, manifest=folder / "urls.csv")
    assert (again.new, again.known) == (0, 3)
    # a page that can be used after all is no reject any more
    with_address = load(store, folder / "c.html", folder / "d.html", manifest=_all(folder, third))
    assert (with_address.new, with_address.rejected) == (0, Counter())
    assert set(reasons(store)) == {f"{folder / 'urls.csv'}:4"}


def _all(folder: Path, url: str) -> Path:
    path = folder / "all.jsonl"
    path.write_text(f'{{"file": "d.html", "url": "{url}"}}\n{{"file": "c.html", "url": "{url}"}}\n')
    return path


def test_packages(store: Store, tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner", PAGES.items()).read_bytes()
    (tmp_path / "a.wacz").write_bytes(warcs.package(**{"../../x.warc.gz": inner, "b.txt": b""}))
    assert load(store, tmp_path / "a.wacz").new == len(PAGES)


def test_endless_rejects_are_counted_but_not_all_stored(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejects, "MOST", 3)
    records = [warcs.record(f"https://nahar.example/{n}", b"no answer") for n in range(40)]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    assert load(store, tmp_path / "a.warc").rejected == Counter({"no HTTP answer": 40})
    with store.read() as conn:
        assert rejects.counts(conn) == {
            ("import", "no HTTP answer"): 3,
            ("import", "further items of this file rejected"): 1,
        }


def test_an_import_of_pages_that_was_killed_goes_on_to_the_same_end(tmp_path: Path) -> None:
    found = pages("nahar.example", 160)
    path = archive(tmp_path / "a.warc.gz", found.items())
    url = f"sqlite:///{tmp_path}/killed.db"
    store = Store.create(url)
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.pipeline.archives import *\n"
        "load(Store.open(sys.argv[1]), Path(sys.argv[2]), workers=2)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, url, str(path)])
    deadline = time.monotonic() + 60
    while not len(stored(store)) and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    count = len(stored(store))
    assert 0 < count < 160
    result = load(store, path)
    assert (result.read, result.new, result.known) == (160, 160 - count, count)
    whole = Store.create(f"sqlite:///{tmp_path}/whole.db")
    load(whole, path)
    assert stored(store) == stored(whole)
    for one in (store, whole):
        one.close()
