"""Archived pages are read again, and what is read now stands in the store."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from mediaframe.collect.registry import OutletRegistry
from mediaframe.errors import InputError
from mediaframe.pipeline import reextraction
from mediaframe.pipeline.reextraction import Reextracted
from mediaframe.store import articles, captures, outlets, revisions
from mediaframe.store.database import Store
from mediaframe.types import Article
from tests.collect import warcs
from tests.pipeline.archives import (
    DAYS,
    LIMITS,
    REGISTRY,
    archive,
    html,
    load,
    outlet,
    pages,
    registry,
)

URL, BODY = next(iter(pages("nahar.example", 1).items()))
# a page whose title and author only the outlet's own selectors find
ODD = BODY.replace("</h1>", "</h1><h2 class='t'>حديقة جديدة</h2><i class='w'>سامر الحداد</i>")


def again(
    store: Store, *paths: Path, registry: OutletRegistry = REGISTRY, **options: object
) -> Reextracted:
    return reextraction.reextract(
        store, registry, [str(path) for path in paths], limits=LIMITS, **options  # type: ignore[arg-type]
    )  # fmt: skip


def selecting(**selectors: str) -> OutletRegistry:
    return registry(outlet("nahar", selectors=selectors))


def first(store: Store) -> Article:
    with store.read() as conn:
        (one,) = articles.many(conn, [1, 2, 3]).values()
    return one


def test_new_selectors_change_what_is_stored(store: Store, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc.gz", [(URL, ODD)])
    load(store, path)
    old = first(store)
    assert again(store, path).arrivals == {"xx_nahar": Counter(unchanged=1)}
    amended = again(store, path, registry=selecting(author=".w"))
    assert amended.arrivals == {"xx_nahar": Counter(amended=1)}
    assert (first(store).author, first(store).title) == ("سامر الحداد", old.title)
    with store.read() as conn:
        assert revisions.of(conn, 1) == []
    changed = again(store, path, registry=selecting(title=".t"))
    assert changed.arrivals == {"xx_nahar": Counter(changed=1)}
    assert first(store).title == "حديقة جديدة"
    with store.read() as conn:
        assert [one.title for one in revisions.of(conn, 1)] == [old.title]
    assert again(store, path, registry=selecting(title=".t")).arrivals["xx_nahar"] == {
        "unchanged": 1
    }


def test_only_the_newest_capture_counts(store: Store, tmp_path: Path) -> None:
    versions = [BODY.replace("</p>", f" النسخة {n}.</p>") for n in range(3)]
    for day, name in ((1, "b"), (2, "a"), (0, "c")):
        archive(tmp_path / f"{name}.warc.gz", [(URL, versions[day])], day=DAYS[day])
    (tmp_path / "d.warc.gz").write_bytes((tmp_path / "a.warc.gz").read_bytes())
    done = again(store, tmp_path)
    assert done.arrivals == {"xx_nahar": Counter(new=1)}
    assert done.passed == {"captures of a page with a newer one": 3}
    assert first(store).text.endswith("النسخة 2.")
    with store.read() as conn:
        assert revisions.of(conn, 1) == []
    # one that is older than what is stored
    done = again(store, tmp_path / "b.warc.gz")
    assert (done.arrivals, done.passed.total()) == ({}, 1)
    assert first(store).text.endswith("النسخة 2.")


def test_a_later_error_does_not_hide_a_page(store: Store, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc.gz", [(URL, BODY)])
    error = warcs.record(
        URL, warcs.answer(b"", status="503 Busy"), moment=f"{DAYS[3]:%Y-%m-%dT%H:%M:%SZ}"
    )
    path.write_bytes(path.read_bytes() + warcs.zipped(error))
    done = again(store, path)
    assert (done.arrivals, done.passed) == ({"xx_nahar": Counter(new=1)}, {"http 503": 1})


def test_a_newer_capture_that_is_cut_off_does_not_hide_an_older(
    store: Store, tmp_path: Path
) -> None:
    path = archive(tmp_path / "a.warc.gz", [(URL, BODY)])
    cut = archive(tmp_path / "b.warc.gz", [(URL, ODD)], day=DAYS[2])
    cut.write_bytes(cut.read_bytes()[:-60])
    done = again(store, path, cut)
    assert (done.arrivals, done.rejected.total()) == ({"xx_nahar": Counter(new=1)}, 1)


def test_the_outlet_that_a_page_was_collected_for(store: Store, tmp_path: Path) -> None:
    url = URL.replace("nahar", "elsewhere")
    path = archive(tmp_path / "a.warc.gz", [(url, ODD)])
    row = captures.Capture(url=url, outlet_id="xx_nahar", fetched=DAYS[0])
    with store.begin() as conn:
        outlets.save(conn, REGISTRY.outlets)
        captures.save(conn, [row])
    assert again(store, path, registry=selecting(title=".t")).arrivals == {"xx_nahar": {"new": 1}}
    assert (first(store).outlet_id, first(store).title) == ("xx_nahar", "حديقة جديدة")


def test_what_was_asked_for_since_and_is_the_same_can_be_read_again(
    store: Store, tmp_path: Path
) -> None:
    path = archive(tmp_path / "a.warc.gz", [(URL, ODD)])
    load(store, path)
    with store.begin() as conn:
        captures.seen(conn, URL, DAYS[3])
        (row,) = captures.of(conn, [URL]).values()
        # fetched again, with the same text
        captures.save(
            conn, [captures.Capture(**{**_values(row), "fetched": DAYS[4], "taken": None})]
        )
    done = again(store, path, registry=selecting(title=".t"))
    assert done.arrivals == {"xx_nahar": Counter(changed=1)}
    with store.read() as conn:
        (row,) = captures.of(conn, [URL]).values()
    assert (row.fetched, row.taken) == (DAYS[4], DAYS[0])


def _values(row: captures.Capture) -> dict[str, object]:
    return {name: getattr(row, name) for name in captures.Capture.__dataclass_fields__}


def test_an_article_that_came_as_a_record_is_replaced(store: Store, tmp_path: Path) -> None:
    record = f'{{"text": "نص قديم", "outlet": "xx_nahar", "url": "{URL}", "date": "2020-01-01"}}\n'
    (tmp_path / "a.jsonl").write_text(record)
    load(store, tmp_path / "a.jsonl")
    path = archive(tmp_path / "a.warc.gz", [(URL, BODY)])
    assert again(store, path).arrivals == {"xx_nahar": Counter(changed=1)}
    assert first(store).date == dt.date(2024, 2, 20)
    with store.read() as conn:
        assert [one.text for one in revisions.of(conn, 1)] == ["نص قديم"]


def test_a_page_that_is_no_article_any_more_is_rejected_and_the_article_stays(
    store: Store, tmp_path: Path
) -> None:
    load(store, archive(tmp_path / "a.warc.gz", [(URL, BODY)]))
    old = first(store)
    gone = html("404", "الصفحة غير موجودة")
    path = archive(tmp_path / "b.warc.gz", [(URL, gone)], day=DAYS[2])
    done = again(store, path)
    assert (done.arrivals, done.rejected.total()) == ({}, 1)
    assert first(store) == old


def test_one_outlet(store: Store, tmp_path: Path) -> None:
    found = [*pages("nahar.example", 4).items(), *pages("safir.example", 3).items()]
    path = archive(tmp_path / "a.warc.gz", found)
    done = again(store, path, wanted=["xx_nahar"])
    assert done.arrivals == {"xx_nahar": Counter(new=4)}
    assert done.passed == {"of other outlets": 3}


def test_errors_of_the_user(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    with pytest.raises(InputError, match="no WARC file or WACZ package"):
        again(store, tmp_path / "a.jsonl")
    with pytest.raises(InputError, match="no such file"):
        again(store, tmp_path / "none.warc")
