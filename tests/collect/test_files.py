"""Files of all forms give the same records; what cannot be read is rejected with its line."""

import csv
import gzip
import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.collect.files import Limits, Row, expand, rows
from mediaframe.errors import InputError
from mediaframe.types import Reject

LIMITS = Limits(file_bytes=1_000_000_000, article_bytes=10_000)
ARTICLES = [
    {"id": "1", "title": "ورشة للنورس", "text": "قالت جمعية النورس: «سنعود»، ثم صمتت.\nانتهى."},
    {"id": "2", "title": 'بلا "عنوان", تقريبا', "text": "خبر ثان؛ فيه ; وفيه ,"},
]


def _jsonl(articles: list[dict[str, str]]) -> bytes:
    return "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles).encode()


def _csv(articles: list[dict[str, str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(articles[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(articles)
    return out.getvalue().encode()


def _parquet(articles: list[dict[str, str]]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(articles).write_parquet(out)
    return out.getvalue()


def _read(path: Path, limits: Limits = LIMITS, encoding: str | None = None) -> list[Row | Reject]:
    return list(rows(path, limits=limits, encoding=encoding))


def _values(found: list[Row | Reject]) -> list[dict[str, str]]:
    return [row.values for row in found if isinstance(row, Row)]


def _rejects(found: list[Row | Reject]) -> list[tuple[str, str]]:
    return [
        (reject.item.rpartition(":")[2], reject.reason)
        for reject in found
        if isinstance(reject, Reject)
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.ZstdCompressor().compress])
@pytest.mark.parametrize(
    ("form", "suffix"), [(_jsonl, "jsonl"), (_csv, "csv"), (_parquet, "parquet")]
)
def test_all_forms(
    pack: Callable[[bytes], bytes],
    form: Callable[[list[dict[str, str]]], bytes],
    suffix: str,
    tmp_path: Path,
) -> None:
    end = {"bytes": "", "compress": ".gz"}.get(pack.__name__, ".zst")
    path = tmp_path / f"articles.{suffix}{end}"
    path.write_bytes(pack(form(ARTICLES)))
    assert _values(_read(path)) == ARTICLES


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_of_any_delimiter(delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_bytes(b"\xef\xbb\xbf" + _csv(ARTICLES, delimiter))
    found = _read(path)
    assert _values(found) == ARTICLES
    assert [row.item for row in found] == [f"{path}:2", f"{path}:4"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "cp1256"])
@pytest.mark.parametrize(("form", "suffix"), [(_jsonl, "jsonl"), (_csv, "csv")])
def test_encodings_are_found(
    encoding: str, form: Callable[[list[dict[str, str]]], bytes], suffix: str, tmp_path: Path
) -> None:
    path = tmp_path / f"articles.{suffix}"
    path.write_bytes(form(ARTICLES).decode().encode(encoding))
    found = _read(path)
    assert _values(found) == ARTICLES
    expected = "cp1256" if encoding == "cp1256" else "utf-8"
    assert {row.encoding for row in found if isinstance(row, Row)} == {expected}


def test_lines_of_several_encodings_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(_jsonl(ARTICLES[:1]) + _jsonl(ARTICLES[1:]).decode().encode("cp1256"))
    assert _values(_read(path)) == ARTICLES


def test_a_wrong_encoding_named_rejects_each_line(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(_jsonl(ARTICLES))
    found = _read(path, encoding="ascii")
    assert _rejects(found) == [("1", "text is not in ascii"), ("2", "text is not in ascii")]


def test_malformed_json_lines_are_rejected_alone(tmp_path: Path) -> None:
    good = _jsonl(ARTICLES[:1])
    bad = [
        b'{"text": "no end',
        b"[1, 2]",
        b"",
        b'"text"',
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5000 + b"}",
        b"\xff\xfe\xfd",
        b'{"text": "' + b"x" * LIMITS.record_bytes + b'"}',
    ]
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"".join(good + line + b"\n" for line in bad) + good)
    found = _read(path)
    assert _values(found) == ARTICLES[:1] * (len(bad) + 1)
    reasons = dict(_rejects(found))
    assert list(reasons) == ["2", "4", "8", "10", "12", "14", "16"]
    assert "no valid JSON" in reasons["2"]
    assert reasons["4"] == reasons["8"] == "no JSON object"
    assert "no usable JSON" in reasons["10"] or "longer" in reasons["10"]
    assert "no usable JSON" in reasons["12"]
    assert "record longer than 40000 bytes" in reasons["16"]


def test_a_raw_tab_in_json_is_no_reason_to_lose_an_article(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b'{"text": "one\ttwo"}\n')
    assert _values(_read(path)) == [{"text": "one\ttwo"}]


def test_malformed_csv_records_are_rejected_alone(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_bytes(b'id,text\n1,one\n2\n3,"a"b"\n\n4,four\n5,"no end\n6,six\n')
    found = _read(path)
    assert _values(found) == [{"id": "1", "text": "one"}, {"id": "4", "text": "four"}]
    rejects = _rejects(found)
    assert [line for line, _ in rejects] == ["3", "4", "7"]
    assert "wrong number of columns: 1" in rejects[0][1]
    assert "no valid CSV" in rejects[1][1]


def test_a_quote_that_never_ends_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    lines = b"a line, another field\n" * 20_000
    path.write_bytes(b'id,text\n1,one\n2,"no end\n' + lines)
    rejected, count = [], 0
    tracemalloc.start()
    for row in rows(path, limits=LIMITS):
        count += 1
        if isinstance(row, Reject):
            rejected.append(row)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert _rejects(rejected) == [("3", "record longer than 40000 bytes")]
    assert count > 15_000  # what comes after is read again
    assert peak < 10 * 1024 * 1024


@pytest.mark.parametrize("content", [b"", b"\n", b"id,text\n"])
@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_files_without_records(content: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"articles.{suffix}"
    path.write_bytes(content)
    assert _values(_read(path)) == []


def test_a_50_mb_article_is_not_held_in_memory(tmp_path: Path) -> None:
    limits = Limits(file_bytes=1_000_000_000, article_bytes=500_000)
    path = tmp_path / "articles.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(_jsonl(ARTICLES[:1]))
        file.write(b'{"text": "')
        noise = "".join(chr(0x621 + i * i % 37) for i in range(50_021)).encode()
        for _ in range(500):
            file.write(noise)
        file.write(b'"}\n')
        file.write(_jsonl(ARTICLES[1:]))
    tracemalloc.start()
    found = _read(path, limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert _values(found) == ARTICLES
    assert _rejects(found) == [("2", "record longer than 2000000 bytes")]
    assert peak < 15_000_000


def test_a_truncated_archive_keeps_what_was_read(tmp_path: Path) -> None:
    articles = [{"text": f"خبر رقم {i * 7919 % 10007} عن النورس"} for i in range(5000)]
    packed = gzip.compress(_jsonl(articles))
    path = tmp_path / "articles.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    found = _read(path)
    kept = _values(found)
    assert 1000 < len(kept) < 5000
    assert kept == articles[: len(kept)]
    assert _rejects(found) == [(str(len(kept) + 1), "compressed data ends early: the rest is lost")]


def test_a_file_over_the_limit_is_read_up_to_it(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(_jsonl([{"text": "خبر " * 100}] * 20_000))
    limits = Limits(file_bytes=5_000_000, article_bytes=10_000)
    found = _read(path, limits)
    assert 1000 < len(_values(found)) < 20_000
    assert "more than 5000000 bytes in one file" in _rejects(found)[0][1]


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 not really PAR1", b"no parquet"])
def test_a_parquet_file_that_is_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    path.write_bytes(content)
    found = _read(path)
    assert [line for line, _ in _rejects(found)] == ["1"]
    assert "no readable Parquet" in _rejects(found)[0][1]


def test_a_parquet_file_of_one_value_many_times_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    # built as a dictionary: laid out in full, the column would take 3 GB
    column = pa.DictionaryArray.from_arrays(np.zeros(20_000, dtype=np.int32), ["خبر" * 25_000])
    pq.write_table(pa.table({"text": column}), path)
    assert path.stat().st_size < 200_000
    found: list[Row | Reject] = []
    tracemalloc.start()
    for row in rows(path, limits=LIMITS):
        found = [row]
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    tracemalloc.stop()
    assert "bomb" in _rejects(found)[0][1]
    assert int(_rejects(found)[0][0]) < 1000


def test_a_parquet_file_with_other_types(tmp_path: Path) -> None:
    path = tmp_path / "articles.parquet"
    frame = pl.DataFrame({"text": ["خبر", None], "n": [1, 2], "tags": [["a", "b"], []]})
    frame.with_columns(date=pl.lit("2019-03-01").str.to_date()).write_parquet(path)
    found = _read(path)
    first, second = _values(found)
    assert (first["text"], first["n"], first["tags"]) == ("خبر", 1, ["a", "b"])
    assert str(first["date"]) == "2019-03-01"
    assert second["text"] is None


def test_expand(tmp_path: Path) -> None:
    for name in ("b.jsonl.gz", "a.csv", "notes.md", "deep/c.parquet", "deep/d.JSONL"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    names = ("a.csv", "b.jsonl.gz", "deep/c.parquet", "deep/d.JSONL")
    whole = [tmp_path / name for name in names]
    assert expand([str(tmp_path)]) == whole
    assert expand([str(tmp_path / "a.csv"), str(tmp_path)]) == whole
    assert expand([f"{tmp_path}/*.gz"]) == [whole[1]]
    assert expand([f"{tmp_path}/**/*.parquet"]) == [whole[2]]
    assert expand([str(tmp_path / "notes.md")]) == [tmp_path / "notes.md"]
    with pytest.raises(InputError, match="no such file"):
        expand([f"{tmp_path}/*.json"])
    with pytest.raises(InputError, match="no such file"):
        expand([f"{tmp_path}/missing.csv"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="in this folder"):
        expand([f"{tmp_path}/empty"])


@pytest.mark.parametrize("header", [b"\rid,text\r1,one\r", b'"id,text\n1,one\n'])
def test_a_table_without_a_usable_header(header: bytes, tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_bytes(header)
    ((line, reason),) = _rejects(_read(path))
    assert line == "1"
    assert "no header, nothing was read" in reason


@given(content=st.binary(max_size=200), suffix=st.sampled_from(["jsonl", "csv", "parquet"]))
def test_any_bytes_give_rows_or_rejects(
    content: bytes, suffix: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any.{suffix}"
    path.write_bytes(content)
    assert all(isinstance(row, (Row, Reject)) for row in _read(path))
