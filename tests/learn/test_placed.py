"""Windows are cut out of the corpora at their coded places, or it is said why not."""

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe import config
from mediaframe.errors import InputError
from mediaframe.learn import placed
from mediaframe.learn.coding import codes_of
from mediaframe.learn.placed import Places
from mediaframe.score import decision
from tests.learn import invented, placing

NEWS = config.data_root() / "annotations/news"


def test_a_window_is_as_it_was_coded(tmp_path: Path) -> None:
    rows = invented.rows(2)
    folder = placing.corpora(tmp_path / "corpora", invented.rows(4))
    found = placed.read(
        Places(codes=placing.codes(tmp_path / "codes.jsonl", rows), corpora=folder), invented.BOOK
    )
    assert [item.window.text for item in found] == [row["text"] for row in rows]
    assert [item.window.headline for item in found] == [row["headline"] for row in rows]
    assert found[0].window.text[found[0].window.start : found[0].window.end] == "جمعية النخيل"
    assert (found[0].article, found[0].stratum) == ("a0", "random")
    assert found[0].codes.frames == ("RIGHTS_DEFENDER",)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"article": "another"}, "no article another in"),
        ({"to": 12}, "is another than the one coded"),
        ({"end": 5_000}, "do not mark a span of the text"),
        ({"from": "x"}, "`from` is no whole number"),
        ({"codes": {}}, "`frames` is missing"),
    ],
)
def test_a_wrong_item_is_named(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    rows = invented.rows(2)
    places = [placing.place(rows[0]), placing.place(rows[1], **change)]
    codes = invented.write(tmp_path / "codes.jsonl", places)
    folder = placing.corpora(tmp_path / "corpora", rows)
    with pytest.raises(InputError, match=rf"codes\.jsonl:2: .*{reason}"):
        placed.read(Places(codes=codes, corpora=folder), invented.BOOK)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl: No such file"):
        placed.read(Places(codes=tmp_path / "none.jsonl", corpora=tmp_path), invented.BOOK)
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty: no coded places"):
        placed.read(Places(codes=tmp_path / "empty", corpora=tmp_path), invented.BOOK)
    codes = placing.codes(tmp_path / "codes.jsonl", invented.rows(1))
    whole = gzip.compress(b"{}\n" * 10_000)
    for content in (b"no archive", whole[:-20], whole[:20] + bytes(20), gzip.compress(b"[]")):
        (tmp_path / "news.jsonl.gz").write_bytes(content)
        with pytest.raises(InputError, match=r"news\.jsonl\.gz:"):
            placed.read(Places(codes=codes, corpora=tmp_path), invented.BOOK)


@given(st.text(), st.text(), st.text(min_size=1))
def test_a_digest_is_of_this_window_alone(headline: str, text: str, more: str) -> None:
    assert placed.digest(headline, text) != placed.digest(headline, text + more)


def test_the_coded_news_hold_no_text_and_no_foreign_code() -> None:
    labels = decision.labels(invented.BOOK)
    files = sorted(NEWS.glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows) == 36_936
    names = {"id", "article", "from", "to", "start", "end", "digest", "stratum", "codes"}
    for row in rows:
        assert set(row) == names, row["id"]
        assert re.fullmatch(r"news-[0-9a-f]{10}", row["id"])
        assert re.fullmatch(r"[a-z]+-[0-9-]+", row["article"]), row["id"]
        assert re.fullmatch(r"[0-9a-f]{16}", row["digest"]), row["id"]
        assert re.fullmatch(r"random|(likely|lexicon|uncertain) [A-Za-z_ 01-]+", row["stratum"])
        assert 0 <= row["start"] < row["end"] <= row["to"] - row["from"] <= 1_500, row["id"]
        codes = codes_of(row["codes"], labels)
        assert set(row["codes"]) == set(codes.__slots__), row["id"]
