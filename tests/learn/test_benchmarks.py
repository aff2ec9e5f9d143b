"""Benchmarks are read as they are published; what is wrong with a file is said with its line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mediaframe.errors import InputError
from mediaframe.learn import benchmarks
from mediaframe.learn.benchmarks import Benchmark
from tests.learn import invented_benchmarks as invented


def test_both_tasks_are_joined(tmp_path: Path) -> None:
    found = benchmarks.persuasion(invented.persuasion(tmp_path))
    assert {part: len(examples) for part, examples in found.parts.items()} == invented.SIZES
    assert found.labels["technique"] == (
        "False_Dilemma-No_Choice", "Loaded_Language", "Name_Calling-Labeling", "no_technique",
    )  # fmt: skip
    first, _, third = found.parts["train"][:3]
    assert first.values["technique"] == ("Loaded_Language", "Name_Calling-Labeling")
    assert third.values == {"persuasion": ("false",), "technique": ("no_technique",)}
    targets = benchmarks.targets(found, found.parts["train"][:3])
    assert targets["persuasion"].tolist() == [1, 1, 0]
    assert targets["technique"].tolist() == [[0, 1, 1, 0], [1, 0, 0, 0], [0, 0, 0, 1]]


def test_targets_of_comments_stand_where_they_are_first_named(tmp_path: Path) -> None:
    found = benchmarks.sentiment(invented.sentiment(tmp_path))
    assert {part: len(examples) for part, examples in found.parts.items()} == invented.SIZES
    assert found.unclear == sum(invented.SIZES.values())
    first, second = found.parts["test"][:2]
    window = first.window
    assert window.text[window.start : window.end] == "بلدية الخزامى"
    assert (first.values, second.values) == ({"tone": ("1",)}, {"tone": ("-1",)})


def test_a_polarity_with_a_stray_word_before_it_is_understood(tmp_path: Path) -> None:
    path = invented.sentiment(tmp_path) / "test.xml"
    path.write_text(path.read_text().replace("'positive'", "' كلمة:positive'", 1))
    assert benchmarks.sentiment(tmp_path).parts["test"][0].values == {"tone": ("1",)}


def row(**values: object) -> str:
    return json.dumps({"id": "test-0", "text": "نص", "label": "true", "labels": ["x"], **values})


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        ("task1A_test.jsonl", "{", r"task1A_test\.jsonl:1: no JSON"),
        ("task1A_test.jsonl", "[]", r"task1A_test\.jsonl:1: no JSON object"),
        ("task1A_test.jsonl", row(text=7), r"task1A_test\.jsonl:1: `text` is missing"),
        ("task1A_test.jsonl", row(), r":1: test-0: not the same text in .*task1B_test\.jsonl"),
        ("task1A_test.jsonl", row(id="z"), r"task1A_test\.jsonl:1: z: not the same text"),
        ("task1B_test.jsonl", row(id="z"), r"task1A_test\.jsonl:1: test-0: not the same text"),
        ("task1B_test.jsonl", row(labels="x"), r"task1B_test\.jsonl:1: `labels` is missing"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, name: str, line: str, message: str) -> None:
    path = invented.persuasion(tmp_path) / name
    path.write_text("\n".join([line, *path.read_text().splitlines()[1:]]))
    with pytest.raises(InputError, match=message):
        benchmarks.persuasion(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("'positive'", "'good'", r"dev\.xml:3: polarity 'good'"),
        ("'1,9'", "'99'", r"dev\.xml:3: the target is not where"),
        ("'1,9'", "''", r"dev\.xml:3: the target is not where"),
        ("</comments>", "", r"dev\.xml: cannot be read as XML"),
        ("<comment ", "<remark ", r"dev\.xml: cannot be read as XML"),
    ],
)
def test_a_wrong_target_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = invented.sentiment(tmp_path) / "dev.xml"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(InputError, match=message):
        benchmarks.sentiment(tmp_path)


def test_texts_that_one_task_has_alone_are_refused(tmp_path: Path) -> None:
    path = invented.persuasion(tmp_path) / "task1B_dev.jsonl"
    path.write_text(path.read_text() + row(id="more") + "\n")
    with pytest.raises(InputError, match=r"task1B_dev\.jsonl:19: more: not in"):
        benchmarks.persuasion(tmp_path)


@pytest.mark.parametrize("read", [benchmarks.persuasion, benchmarks.sentiment])
def test_a_missing_file_is_named(tmp_path: Path, read: Callable[[Path], Benchmark]) -> None:
    with pytest.raises(InputError, match=r"train\.\w+: cannot be read"):
        read(tmp_path)
