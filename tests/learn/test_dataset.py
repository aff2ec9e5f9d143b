"""Coded mentions are read strictly, and stories never straddle folds."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.errors import InputError
from mediaframe.learn import dataset
from tests.learn import invented

CODES = invented.rows(1)[0]["codes"]


def test_windows_and_codes(tmp_path: Path) -> None:
    rows = invented.rows(4)
    rows[1]["codes_second"] = rows[0]["codes"]
    rows[1] |= {"stratum": "random", "weight": 12.5}
    items = dataset.read(invented.write(tmp_path / "labels.jsonl", rows), invented.BOOK)
    assert [item.window.text[item.window.start : item.window.end] for item in items] == [
        "جمعية النخيل", "رابطة السواقي", "مؤسسة المرافئ", "شبكة القناديل",
    ]  # fmt: skip
    assert items[0].codes.frames == ("RIGHTS_DEFENDER",)
    assert items[1].second == items[0].codes
    assert (items[1].stratum, items[1].weight) == ("random", 12.5)
    assert items[0].second is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"end": 10_000}, "do not mark a span"),
        ({"codes": {}}, "`frames` is missing"),
        ({"codes": {**CODES, "tone": 2}}, "`tone` is not"),
        ({"codes": {**CODES, "rebutted": "no"}}, "`rebutted` is not true"),
        ({"codes": {**CODES, "frames": []}}, "`frames` is empty"),
        ({"codes": {**CODES, "frames": ["FOREIGN_AGENTS"]}}, "`frames` has a value that the code"),
        ({"codes": {**CODES, "frames": ["NONE", "CIVIC_VOICE"]}}, "NONE stands alone"),
        ({"codes": {**CODES, "primary_frame": "CIVIC_VOICE"}}, "`primary_frame` among its values"),
        ({"codes_second": {**CODES, "role": "HERO"}}, "`role` has a value"),
        (
            {"codes": {**CODES, "actor_type": "EXCLUDED"}},
            "`actor_type` is none of a mention in",
        ),
        ({"start": "x"}, "`start` is no whole number"),
        ({"start": 5.9}, "`start` is no whole number"),
        ({"end": float("inf")}, "`end` is no whole number"),
        ({"weight": float("nan")}, "`weight` is no number over 0"),
        ({"weight": -1}, "`weight` is no number over 0"),
        ({"in_headline": "yes"}, "`in_headline` is not true or false"),
        ({"id": "m0"}, "a second item with the `id` m0"),
    ],
)
def test_a_wrong_item_is_named(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    rows = invented.rows(2)
    rows[1] |= change
    path = invented.write(tmp_path / "labels.jsonl", rows)
    with pytest.raises(InputError, match=rf"labels\.jsonl:2: .*{reason}"):
        dataset.read(path, invented.BOOK)


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        dataset.read(tmp_path / "none.jsonl", invented.BOOK)
    path = tmp_path / "labels.jsonl"
    path.write_text("\n[1]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"labels\.jsonl:2: not a JSON object"):
        dataset.read(path, invented.BOOK)
    path.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="not JSON"):
        dataset.read(path, invented.BOOK)
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"labels\.jsonl:1: not JSON"):
        dataset.read(path, invented.BOOK)
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(InputError, match="no coded mentions"):
        dataset.read(path, invented.BOOK)
    with pytest.raises(InputError, match="no coded mentions"):
        dataset.read_marked(path, [], invented.BOOK)


def test_lone_surrogates_take_no_other_offsets(tmp_path: Path) -> None:
    (row,) = invented.rows(1)
    row |= {"text": row["text"] + "\ud800", "headline": "\udfff", "article": "\ud83d"}
    (item,) = dataset.read(invented.write(tmp_path / "labels.jsonl", [row]), invented.BOOK)
    assert item.window.text == row["text"][:-1] + "?"
    assert (item.window.headline, item.article) == ("?", "?")
    assert dataset.fingerprint(item.article)


def test_a_folder_is_read_in_the_order_of_its_files(tmp_path: Path) -> None:
    rows = invented.rows(3)
    invented.write(tmp_path / "b.jsonl", rows[:1])
    invented.write(tmp_path / "a.jsonl", rows[1:])
    (tmp_path / "README.md").write_text("not windows", encoding="utf-8")
    assert [item.window.id for item in dataset.read(tmp_path, invented.BOOK)] == ["m1", "m2", "m0"]
    (tmp_path / "a.jsonl").write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl:1: not a JSON object"):
        dataset.read(tmp_path, invented.BOOK)


def test_marked_mentions_of_whole_articles(tmp_path: Path) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text(json.dumps({"id": "a", "title": "t", "text": "قالت الجمعية"}) + "\n")
    good = {"id": "m", "article": "a", "start": 5, "end": 12, "surface": "الجمعية", "codes": CODES}
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(good) + "\n")
    (item,) = dataset.read_marked(gold, [articles], invented.BOOK)
    assert item.mention.surface == "الجمعية"
    for change, reason in (({"start": 4}, "does not stand"), ({"article": "b"}, "no article b")):
        gold.write_text(json.dumps(good | change) + "\n")
        with pytest.raises(InputError, match=reason):
            dataset.read_marked(gold, [articles], invented.BOOK)


def test_copies_and_mentions_of_one_article_are_one_story(tmp_path: Path) -> None:
    rows = invented.rows(6)
    rows[1]["article"] = "a0"
    rows[3]["text"] = "كما ورد، " + rows[2]["text"]
    rows[3] |= {"start": 0, "end": 3}
    items = dataset.read(invented.write(tmp_path / "labels.jsonl", rows), invented.BOOK)
    story = dataset.stories(items)
    assert story[0] == story[1]
    assert story[2] == story[3]
    assert len(set(story)) == 4


def test_many_windows_of_the_same_words_are_one_story(tmp_path: Path) -> None:
    row, other = invented.rows(2)
    rows = [{**row, "id": f"w{i}", "article": f"b{i}"} for i in range(3_000)]
    near = {**row, "article": "near", "text": row["text"] + " اليوم"}
    path = invented.write(tmp_path / "labels.jsonl", [*rows, near, other])
    story = dataset.stories(dataset.read(path, invented.BOOK))
    assert len(set(story)) == 2
    assert story[-1] not in story[:-1]


@given(st.lists(st.integers(0, 12), min_size=13), st.integers(2, 5), st.integers(0, 9))
def test_a_story_has_one_fold(groups: list[int], count: int, seed: int) -> None:
    groups = [*groups, *range(13)]
    fold = dataset.folds(groups, count, seed=seed)
    assert fold == dataset.folds(groups, count, seed=seed)
    assert len({*zip(groups, fold, strict=True)}) == len(set(groups))
    assert set(fold) == set(range(count))


def test_too_few_stories_for_folds() -> None:
    with pytest.raises(InputError, match="from 2 stories; at least 5 are needed"):
        dataset.folds([1, 1, 2], 5, seed=1)


def test_what_is_apart_is_of_no_story_of_the_others(tmp_path: Path) -> None:
    rows = invented.rows(6)
    twin = {**rows[0], "id": "twin", "article": "elsewhere", "text": rows[0]["text"] + " اليوم"}
    same = {**rows[4], "id": "same", "article": rows[1]["article"]}
    items = dataset.read(
        invented.write(tmp_path / "more.jsonl", [twin, same, rows[5]]), invented.BOOK
    )
    others = dataset.read(invented.write(tmp_path / "labels.jsonl", rows[:4]), invented.BOOK)
    assert [item.window.id for item in dataset.apart(items, others)] == ["m5"]
    assert dataset.apart(items, []) == items
