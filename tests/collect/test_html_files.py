"""Saved pages have the address of the manifest, else the one that they give themselves."""

import datetime as dt
import os
from pathlib import Path

import pytest

from mediaframe.collect import html_files
from mediaframe.collect.files import Limits
from mediaframe.collect.html_files import Manifest, Origin
from mediaframe.collect.warc_reader import MOST_BYTES
from mediaframe.errors import InputError
from mediaframe.types import Reject

LIMITS = Limits(file_bytes=10**8, article_bytes=10**6)
CANONICAL = "<link rel='canonical' href='{}'>"
OG = "<meta property='og:url' content='{}'>"
URL = "https://nahar.example/%D8%AE"


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (CANONICAL.format("https://nahar.example/خ"), URL),
        (OG.format(URL), URL),
        (OG.format("https://nahar.example/2") + CANONICAL.format(URL), URL),
        (CANONICAL.format("/news/1") + OG.format(URL), URL),
        (CANONICAL.format("/news/1"), ""),
        (CANONICAL.format("javascript:alert(1)"), ""),
        ("", ""),
    ],
)
def test_the_address_that_a_page_gives_itself(head: str, address: str) -> None:
    assert html_files.address(f"<html><head>{head}</head><p>x</p></html>".encode()) == address


def test_no_page_has_no_address() -> None:
    assert html_files.address(b"") == html_files.address(b"text") == ""


def _load(path: Path, text: str, folders: tuple[Path, ...] = ()) -> Manifest:
    path.write_text(text, encoding="utf-8")
    return html_files.load(path, folders=folders, limits=LIMITS)


def test_a_manifest_in_csv(tmp_path: Path) -> None:
    (tmp_path / "a.html").touch()
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "خبر 1.html").touch()
    text = (
        "File,URL,date,outlet,note\n"
        "a.html,https://nahar.example/1,2019-03-01,النهار,x\n"
        "خبر 1.html,https://nahar.example/2,,,\n"
        "gone.html,https://nahar.example/3,,,\n"
        "a.html,,,,\n"
        "../../../etc/passwd,https://nahar.example/4,,,\n"
        "a.html\n"
    )
    found = _load(tmp_path / "urls.csv", text, (tmp_path / "pages",))
    assert found.of(tmp_path / "a.html") == Origin(
        url="https://nahar.example/1", date="2019-03-01", outlet="النهار"
    )
    assert found.of(tmp_path / "pages" / "خبر 1.html").url == "https://nahar.example/2"
    assert found.of(tmp_path / "b.html") == Origin()
    assert {(one.item.rpartition(":")[2], one.reason) for one in found.rejects} >= {
        ("4", "manifest: no such file"),
        ("5", "manifest: no url"),
        ("7", "wrong number of columns: 1, the header has 5"),
    }


def test_a_manifest_in_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.html").touch()
    text = (
        '{"file": "a.html", "url": "https://nahar.example/1", "date": null}\n{"file": "\\u0000"}\n'
    )
    found = _load(tmp_path / "urls.jsonl", text)
    assert found.of(tmp_path / "a.html") == Origin(url="https://nahar.example/1")
    assert [one.reason for one in found.rejects] == ["manifest: no url"]


def test_a_missing_manifest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"urls\.csv: no such file"):
        html_files.load(tmp_path / "urls.csv", folders=(), limits=LIMITS)


def test_files_are_read_with_their_time_and_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"<p>x</p>")
    os.utime(path, (10**9, 10**9))
    assert html_files.read(path) == (b"<p>x</p>", dt.datetime.fromtimestamp(10**9, dt.UTC))
    path.write_bytes(bytes(MOST_BYTES + 1))
    for one in (path, tmp_path / "none.html"):
        found = html_files.read(one)
        assert isinstance(found, Reject)
        assert found.item == str(one)
