"""Pages come out of WARC files and WACZ packages, and damage costs the damaged record only."""

import datetime as dt
import gzip
import random
from collections import Counter
from pathlib import Path

import pytest

from mediaframe.collect import warc
from mediaframe.collect.warc_reader import MOST_BYTES
from mediaframe.types import Reject
from tests.collect.warcs import answer, package, page, read, record, zipped

URLS = [f"https://nahar.example/{number}" for number in range(3)]
# not compressible, so that a record has more than a few bytes in its file
NOISE = [random.Random(number).randbytes(400).hex() for number in range(3)]
A, B, C = (page(url, f"<p>{noise}</p>") for url, noise in zip(URLS, NOISE, strict=True))
LENGTHS = [len(gzip.compress(one, mtime=0)) for one in (A, B, C)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.warc.gz"


@pytest.mark.parametrize(
    ("data", "offsets"),
    [
        (A + B + C, [0, len(A), len(A + B)]),
        (zipped(A, B, C), [0, LENGTHS[0], sum(LENGTHS[:2])]),
    ],
)
def test_pages_come_in_order_with_their_places(path: Path, data: bytes, offsets: list[int]) -> None:
    pages, rejects, passed = read(path, data)
    assert [one.url for one in pages] == URLS
    assert [one.body for one in pages] == [f"<p>{noise}</p>".encode() for noise in NOISE]
    assert [one.item for one in pages] == [f"{path}:{offset}" for offset in offsets]
    assert pages[0].fetched == dt.datetime(2024, 3, 1, 9, 30, tzinfo=dt.UTC)
    assert pages[0].headers == {"content-type": "text/html"}
    assert (rejects, passed) == ({}, {})


def test_a_file_compressed_as_a_whole(path: Path) -> None:
    pages, rejects, _ = read(path, gzip.compress(A + B + C, mtime=0))
    assert ([one.url for one in pages], rejects) == (URLS, {})


@pytest.mark.parametrize("data", [b"", gzip.compress(b"", mtime=0)])
def test_an_empty_file(path: Path, data: bytes) -> None:
    assert read(path, data) == ([], {}, {})


def test_what_is_no_page_is_passed_over_and_counted(path: Path) -> None:
    records = [
        record("about:", b"software: x", kind="warcinfo"),
        record(URLS[0], b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(URLS[0], answer(b"", status="301 Moved")),
        record(URLS[0], answer(b"\x89PNG", kind="image/png")),
        record(URLS[0], answer(b"<p>x</p>", kind="Text/HTML; charset=utf-8")),
        record(URLS[0], answer(b"no", status="404 Not Found")),
    ]
    pages, rejects, passed = read(path, zipped(*records))
    assert ([one.body for one in pages], rejects) == ([b"<p>x</p>"], {})
    assert passed == Counter({"http 301": 1, "http 404": 1, "not HTML": 1})


def test_only_what_is_wanted_is_read(path: Path) -> None:
    gone = record(URLS[1], answer(b"", status="404 Not Found"))
    path.write_bytes(zipped(A, B, C, gone))
    asked: list[tuple[str, dt.datetime]] = []

    def want(url: str, fetched: dt.datetime) -> str:
        asked.append((url, fetched))
        return "" if url == URLS[1] else "others"

    passed = Counter[str]()
    (found,) = warc.messages(path, max_bytes=10**9, want=want, passed=passed)
    assert not isinstance(found, Reject)
    assert (found.url, passed) == (URLS[1], Counter({"others": 2, "http 404": 1}))
    assert [url for url, _ in asked] == URLS


EARLY = "damaged record: ends early"
LONG = page(URLS[1], more=f"X: {'y' * 10**6}\r\n")
CUT = page(URLS[1], more="WARC-Truncated: length\r\n")
FIRST, SECOND = LENGTHS[0], sum(LENGTHS[:2])


def _flipped(offset: int) -> bytes:
    broken = bytearray(zipped(A, B, C))
    broken[offset] ^= 0xFF
    return bytes(broken)


def _lying(length: object) -> bytes:
    return page(URLS[1], f"<p>{NOISE[1]}</p>", length=length)


@pytest.mark.parametrize(
    ("data", "urls", "offset", "reason"),
    [
        (zipped(A, B, C)[:-20], (0, 1), SECOND, EARLY),
        (zipped(A, B, C)[: SECOND + 15], (0, 1), SECOND, EARLY),
        (zipped(A, B, C)[: SECOND + 90], (0, 1), SECOND, "damaged record"),
        ((A + B + C)[:-300], (0, 1), len(A + B), EARLY),
        ((A + B + C)[: len(A + B) + 30], (0, 1), len(A + B), "damaged record: no valid"),
        (_flipped(FIRST), (0, 2), FIRST, "no record"),
        (_flipped(FIRST + LENGTHS[1] // 2), (0, 2), FIRST, "damaged record"),
        (_flipped(SECOND - 6), (0, 2), FIRST, "damaged record"),
        (zipped(A, _lying(10), C), (0, 2), FIRST, "damaged record: its length is wrong"),
        (A + _lying(100) + C, (0, 2), len(A), "damaged record: its length is wrong"),
        (zipped(A, _lying(10_000), C), (0, 2), FIRST, EARLY),
        (A + _lying(10_000) + C, (0, 2), len(A), EARLY),
        (zipped(A, _lying(10**15), C), (0, 2), FIRST, EARLY),
        (A + _lying(10**15) + C, (0, 2), len(A), EARLY),
        (zipped(A, _lying(-5), C), (0, 2), FIRST, "damaged record: no valid Content-Length"),
        (zipped(A, _lying("9" * 5000), C), (0, 2), FIRST, "damaged record: no valid"),
        (A + _lying("many") + C, (0, 2), len(A), "damaged record: no valid Content-Length"),
        (zipped(A) + b"junk" + zipped(C), (0, 2), FIRST, "no record"),
        (zipped(A, LONG, C), (0, 2), FIRST, "damaged record"),
        (zipped(A, B.replace(b"WARC-Target", b"X-Target"), C), (0, 2), FIRST, "no valid WARC"),
        (zipped(A, page(URLS[1], moment="soon"), C), (0, 2), FIRST, "no valid WARC-Date"),
        (zipped(A, page(URLS[1], moment="9999-12-31T23:59:59Z"), C), (0, 2), FIRST, "no valid"),
        (zipped(A, page(URLS[1], moment="0001-01-01T00:00+14:00"), C), (0, 2), FIRST, "no valid"),
        (zipped(A, record(URLS[1], b"<p>x</p>"), C), (0, 2), FIRST, "no HTTP answer"),
        (zipped(A, CUT, C), (0, 2), FIRST, "page cut off by its crawler: length"),
        (b"nothing of the kind", (), 0, "damaged record"),
        (gzip.compress(b"nothing of the kind", mtime=0), (), 0, "damaged record"),
    ],
)  # fmt: skip
def test_damage_costs_one_record_and_is_told_with_its_place(
    path: Path, data: bytes, urls: tuple[int, ...], offset: int, reason: str
) -> None:
    pages, rejects, _ = read(path, data)
    assert [one.url for one in pages] == [URLS[number] for number in urls]
    ((place, why),) = rejects.items()
    assert int(place) == offset
    assert why.startswith(reason)


def test_a_bomb_is_refused_and_the_next_page_read(path: Path) -> None:
    bomb = page(URLS[1], bytes(40_000_000))
    pages, rejects, _ = read(path, zipped(A, bomb, C))
    assert [one.url for one in pages] == [URLS[0], URLS[2]]
    assert rejects == {str(FIRST): f"page longer than {MOST_BYTES} bytes"}
    pages, rejects, _ = read(path, max_bytes=1_000_000)
    assert [one.url for one in pages] == [URLS[0]]
    assert rejects == {"": "more than 1000000 bytes in one file: the rest is refused"}


@pytest.mark.parametrize("start", [b"\nWARC/1.1\r\n", b"\x1f\x8b\x08"])
def test_a_file_of_false_beginnings_has_an_end(path: Path, start: bytes) -> None:
    data = (start[:3] if start[:1] == b"\x1f" else b"WARC/1.1\r\n") + start * 20_000
    pages, rejects, _ = read(path, data, max_bytes=5_000_000)
    assert pages == []
    assert len(rejects) < 100


def test_a_missing_file_is_a_reject(tmp_path: Path) -> None:
    pages, rejects, _ = read(tmp_path / "none.warc")
    assert pages == []
    assert "cannot be read" in rejects[""]


def test_packages_are_read_where_they_are(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.wacz"
    path.parent.mkdir()
    names = {"../../out.warc.gz": zipped(A), "/archive/b\n.warc": B, "pages/pages.jsonl": b"{}"}
    pages, rejects, _ = read(path, package(**names))
    assert [one.url for one in pages] == URLS[:2]
    assert [one.item for one in pages] == [
        f"{path}!../../out.warc.gz:0",
        f"{path}!/archive/b .warc:0",
    ]
    assert rejects == {}
    assert [file.name for file in tmp_path.rglob("*")] == ["in", "a.wacz"]


def test_broken_packages(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    assert read(path, package(x=b"")) == ([], {"": "no WARC file in the package"}, {})
    assert "not a zip file" in read(path, b"PK nothing")[1][""]
    broken = bytearray(package(**{"a.warc.gz": zipped(A, B), "b.warc": C}))
    broken[100 + FIRST] ^= 0xFF
    pages, rejects, _ = read(path, bytes(broken))
    assert [one.url for one in pages] == [URLS[2]]
    assert list(rejects) == ["!a.warc.gz"]
