"""The filters keep to docs/formats.md, stream, and go on after hostile lines."""

import io
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from mediaframe.cli.filters import _tools
from mediaframe.pipeline import filters
from mediaframe.pipeline.filters import Line
from mediaframe.pipeline.tools import Tools
from mediaframe.types import Reject
from tests.cli.running import run

TEXT = (
    "أعلنت جمعية الضوء الأبيض الخيرية توزيع السلال. وقال الوزير إن منظمة ميزان لحقوق الإنسان عميلة."
)
TITLE = "جمعية الضوء الأبيض الخيرية تنفي"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return _tools()


def _read(*lines: bytes) -> list[Line | Reject]:
    return list(filters.lines(io.BytesIO(b"\n".join(lines)), "in"))


def _json(**row: object) -> bytes:
    return json.dumps(row).encode()


def test_mentions_have_the_documented_keys_and_offsets(tools: Tools) -> None:
    rows = list(filters.detect(_read(_json(id={"a": 1}, title=TITLE, text=TEXT)), tools))
    assert len(rows) >= 3
    places = []
    for row in rows:
        assert isinstance(row, dict)
        assert list(row) == [
            "id", "start", "end", "surface", "actor_id", "actor_type", "in_scope", "voice",
            "in_headline",
        ]  # fmt: skip
        assert row["id"] == {"a": 1}
        source = TITLE if row["in_headline"] else TEXT
        assert source[row["start"] : row["end"]] == row["surface"]
        places.append((not row["in_headline"], row["start"]))
    assert places == sorted(places)


def test_a_headline_is_not_read_twice(tools: Tools) -> None:
    place = {"headline": TITLE, "text": TITLE, "start": 0, "end": 26}
    row, wrong = filters.code(
        _read(_json(**place, in_headline=True), _json(**place, in_headline=1)), tools
    )
    assert isinstance(row, dict)
    assert isinstance(wrong, Reject)
    assert wrong.reason == "`in_headline` is not true or false: 1"


def test_a_blank_target_is_named(tools: Tools) -> None:
    (reject,) = filters.code(_read(_json(text="      ", start=1, end=3)), tools)
    assert isinstance(reject, Reject)
    assert reject.reason == "`start` and `end` mark only blanks"


def test_codes_are_added_to_what_was_given(tools: Tools) -> None:
    given = {"id": 7, "headline": TITLE, "text": TEXT, "start": 6, "end": 32, "note": ["x"]}
    (row,) = filters.code(_read(_json(**given)), tools)
    assert isinstance(row, dict)
    assert {key: row[key] for key in given} == given
    assert set(row) - set(given) == {
        "in_scope", "actor_type", "frames", "primary_frame", "tone", "role", "voice", "rebutted",
        "distancing", "issues", "abstained", "probabilities", "evidence",
    }  # fmt: skip
    assert row["primary_frame"] in row["frames"]
    assert all(0 <= value <= 1 for value in row["probabilities"].values())
    for item in row["evidence"]:
        assert set(item) == {"code", "term", "start", "end", "weight", "in_headline"}
        source = TITLE if item["in_headline"] else TEXT
        assert 0 <= item["start"] < item["end"] <= len(source)
    json.loads(filters.encoded(row))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not UTF-8 JSON"),
        (b"\xff\xfe{}", "not UTF-8 JSON"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b"[" * 100_000, "not UTF-8 JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not UTF-8 JSON"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"null", "not a JSON object"),
    ],
)
def test_a_line_that_is_no_object_is_rejected(line: bytes, reason: str) -> None:
    good = _json(id=1)
    first, bad, last = _read(good, line, good)
    assert isinstance(bad, Reject)
    assert bad.item == "in:2"
    assert reason in bad.reason
    assert len(bad.sample) <= 200
    assert first == Line("in:1", {"id": 1})
    assert last == Line("in:3", {"id": 1})


def test_blank_lines_and_a_byte_order_mark_are_no_matter() -> None:
    assert _read(b"\xef\xbb\xbf" + _json(id=1), b"", b"  \t", _json(id=2)) == [
        Line("in:1", {"id": 1}),
        Line("in:4", {"id": 2}),
    ]


class Endless(io.RawIOBase):
    """One line of so many bytes, then a good one."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.rest = b"\n" + _json(id=1) + b"\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if self.left:
            count = min(len(buffer), self.left)
            buffer[:count] = b"x" * count
            self.left -= count
            return count
        count = min(len(buffer), len(self.rest))
        buffer[:count], self.rest = self.rest[:count], self.rest[count:]
        return count


def test_a_line_of_50_megabytes_is_refused_in_bounded_memory() -> None:
    tracemalloc.start()
    bad, good = filters.lines(io.BufferedReader(Endless(50_000_000)), "in")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(bad, Reject)
    assert "bytes" in bad.reason
    assert good == Line("in:2", {"id": 1})
    assert peak < 4 * filters.MAX_LINE_BYTES


@pytest.mark.parametrize(
    "change",
    [
        {"text": None}, {"text": 3}, {"headline": ["a"]}, {"start": -1}, {"end": 10_000},
        {"start": 9, "end": 9}, {"start": 9, "end": 5}, {"start": "6"}, {"start": 6.0},
        {"start": True}, {"end": None}, {"end": 10**30},
    ],
)  # fmt: skip
def test_a_mention_that_marks_nothing_is_rejected(change: dict[str, object], tools: Tools) -> None:
    row = {"id": 7, "headline": TITLE, "text": TEXT, "start": 6, "end": 32, **change}
    (found,) = filters.code(_read(_json(**row)), tools)
    assert isinstance(found, Reject)
    assert found.item == "in:1"


@pytest.mark.parametrize(
    "text",
    [
        "\0" + TEXT + "\0",
        "\ud800" + TEXT + "\udfff",
        "جمعية الضوء\ud800الأبيض الخيرية",
        "\u202e" + TEXT,
        "",
        "«" * 5000,
    ],
)
def test_hostile_text_passes_through(text: str, tools: Tools) -> None:
    row = _json(id="\ud800", title="\0\ud800", text=text)
    for found in filters.detect(_read(row), tools):
        assert isinstance(found, dict)
        assert text[found["start"] : found["end"]] == found["surface"]
        assert json.loads(filters.encoded(found)) == found
    if text:
        row = _json(id=1, headline="\ud800", text=text, start=0, end=1)
        (found,) = filters.code(_read(row), tools)
        assert isinstance(found, dict)
        assert json.loads(filters.encoded(found))["text"] == text


def test_the_commands_read_a_file_and_count_what_they_reject(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_bytes(b"\n".join([_json(id=1, text=TEXT), b"{", b"[", _json(id=2)]))
    code, out, errors = run(capsysbinary, "detect", path)
    assert code == 1
    assert {json.loads(line)["id"] for line in out.splitlines()} == {1}
    assert f"{path}:2: not UTF-8 JSON" in errors
    assert "3 rejected: 2 not UTF-8 JSON; 1 `text` or `title`" in errors
    path.write_bytes(_json(id=1, text=TEXT, start=6, end=32))
    code, out, errors = run(capsysbinary, "code", "--scorer", "lexicon", path)
    assert (code, errors) == (0, "")
    assert json.loads(out)["id"] == 1


@pytest.mark.parametrize(
    "arguments",
    [["detect", "/nowhere/none.jsonl"], ["code", "--scorer", "oracle"], ["detect", "--what"]],
)
def test_wrong_use_is_exit_code_2(
    arguments: list[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    code, out, errors = run(capsysbinary, *arguments)
    assert (code, out) == (2, "")
    assert "Error" in errors


def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setenv("MEDIAFRAME_WORKERS", "many")
    code, _, errors = run(capsysbinary, "detect", "-")
    assert code == 2
    assert "MEDIAFRAME_WORKERS" in errors


def test_mentions_come_out_before_the_input_ends() -> None:
    with subprocess.Popen(
        [Path(sys.executable).with_name("mediaframe"), "detect"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(_json(id=1, text=TEXT) + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1  # the input is still open
        process.stdin.close()
        process.stdout.read()
        assert process.wait(60) == 0
