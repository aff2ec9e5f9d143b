"""What is archived comes back as it was captured, also from files that were cut off."""

import datetime as dt
import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mediaframe.collect.archive import Archive
from mediaframe.collect.fetched import Capture
from mediaframe.errors import InputError
from tests.collect.warcs import read

MOMENT = dt.datetime(2024, 3, 1, 9, 30, tzinfo=dt.UTC)
AWARE = st.datetimes(
    min_value=dt.datetime(1990, 1, 1), max_value=dt.datetime(2024, 1, 1), timezones=st.just(dt.UTC)
)
LINE = st.text(st.characters(codec="utf-8"), max_size=40)
BODIES = st.one_of(
    st.binary(max_size=300),
    st.sampled_from([b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", b"\r\n\r\n" * 3, bytes(5000)]),
    st.binary(max_size=40).map(gzip.compress),
)


def capture(url: str = "https://nahar.example/1", **values: object) -> Capture:
    given_values = {
        "url": url, "found": url, "final_url": url, "canonical_url": url, "outlet_id": "nahar",
        "status": 200, "headers": {"content-type": "text/html"}, "body": b"<p>x</p>",
        "fetched": MOMENT, "kind": "feed", **values,
    }  # fmt: skip
    return Capture(**given_values)  # type: ignore[arg-type]


CAPTURES = st.builds(
    capture,
    st.text("abcXYZ0189-_%/?&=.", max_size=60).map("https://nahar.example/".__add__),
    body=BODIES,
    fetched=AWARE,
    feed_date=st.none() | AWARE,
    headers=st.fixed_dictionaries(
        {"content-type": st.sampled_from(["text/html", "text/html; charset=windows-1256"])},
        optional={"etag": LINE, "last-modified": LINE, "set-cookie": LINE},
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(batch=st.lists(CAPTURES, max_size=5), most=st.integers(1, 2000))
def test_any_pages_come_back(tmp_path: Path, batch: list[Capture], most: int) -> None:
    folder = tmp_path / os.urandom(8).hex()
    archive = Archive(folder, most_bytes=most)
    for one in batch:
        archive.add(one)
    archive.close()
    found = []
    for path in sorted(folder.iterdir()):
        pages, rejects, passed = read(path)
        assert (rejects, passed) == ({}, {})
        found += pages
    assert [(p.url, p.body, p.fetched, p.feed_date) for p in found] == [
        (c.final_url, c.body, c.fetched, c.feed_date) for c in batch
    ]
    for page, one in zip(found, batch, strict=True):
        assert page.headers["content-type"] == one.headers["content-type"]
        assert "set-cookie" not in page.headers


def test_the_records_are_those_of_the_standard(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "new" / "folder")
    archive.add(capture(headers={"content-type": "text/html", "set-cookie": "id=7", "etag": '"a"'}))
    archive.close()
    (path,) = archive.folder.iterdir()
    assert path.name.endswith("-00001.warc.gz")
    start, about, response = gzip.decompress(path.read_bytes()).split(b"WARC/1.1\r\n")
    assert start == b""
    lines = dict(line.split(b": ", 1) for line in about.split(b"\r\n") if b": " in line)
    assert lines[b"WARC-Type"] == b"warcinfo"
    assert lines[b"WARC-Filename"].decode() == path.name
    head, _, block = response.partition(b"\r\n\r\n")
    fields = dict(line.split(b": ", 1) for line in head.split(b"\r\n"))
    assert fields[b"WARC-Warcinfo-ID"] == lines[b"WARC-Record-ID"]
    assert fields[b"WARC-Date"] == b"2024-03-01T09:30:00.000000Z"
    assert fields[b"Content-Type"] == b"application/http; msgtype=response"
    assert fields[b"WARC-Block-Digest"].startswith(b"sha1:")
    assert block.endswith(b"\r\n\r\n")
    assert int(fields[b"Content-Length"]) == len(block) - 4
    assert block.startswith(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nEtag: ")
    assert b"id=7" not in block


def test_a_file_that_was_cut_off_reads_up_to_its_last_whole_record(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "whole")
    urls = [f"https://nahar.example/{number}" for number in range(4)]
    for url in urls:
        archive.add(capture(url, body=os.urandom(50)))
    archive.close()
    (path,) = archive.folder.iterdir()
    data = path.read_bytes()
    for length in range(0, len(data), 7):
        pages, rejects, _ = read(tmp_path / "cut.warc.gz", data[:length])
        assert [one.url for one in pages] == urls[: len(pages)]
        assert len(rejects) <= 1
    # what is missing of the last file may only be what follows the page
    assert len(pages) >= 3


def test_a_killed_run_leaves_whole_records_and_the_next_another_file(tmp_path: Path) -> None:
    code = (
        "import sys, itertools\n"
        "from tests.collect.test_archive import *\n"
        "archive = Archive(Path(sys.argv[1]))\n"
        "for n in itertools.count():\n"
        "    archive.add(capture(f'https://nahar.example/{n}', body=b'<p>x</p>' * 999))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if sum(path.stat().st_size for path in tmp_path.iterdir()) > 20_000:
            break
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    (path,) = tmp_path.iterdir()
    pages, rejects, _ = read(path)
    assert [one.url for one in pages] == [f"https://nahar.example/{n}" for n in range(len(pages))]
    assert len(pages) > 20
    assert len(rejects) <= 1
    archive = Archive(tmp_path)
    archive.add(capture())
    archive.close()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="file: cannot be made"):
        Archive(tmp_path / "file")
    archive = Archive(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(InputError, match="gone: cannot be written"):
        archive.add(capture())
