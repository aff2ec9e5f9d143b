"""A learned scorer is judged on stories that it has not learned from, and written for readers."""

import json
from pathlib import Path

import pytest

from mediaframe import codebook, config, types
from mediaframe.errors import DataError, InputError
from mediaframe.learn import baseline, comparison, crossfit, dataset, deciding, floor
from mediaframe.learn.targets import targets
from mediaframe.pipeline import assessment
from mediaframe.pipeline.assessment import Judged
from mediaframe.score.decision import labels
from mediaframe.types import Reading
from tests.learn import invented

ROOT = config.data_root()
BOOK = codebook.load(ROOT / "annotations/codebook.yaml")
LABELS = labels(BOOK)
ROWS = invented.rows(200)
for _i, _row in enumerate(ROWS):
    _row |= {"country": ("EG", "MA")[_i % 5 == 0], "outlet": "", "codes_second": _row["codes"]}
ROWS[0]["outlet"] = "bna.bh"
ROWS[1]["country"] = "<b>&"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.write(tmp_path_factory.mktemp("labels") / "labels.jsonl", ROWS)


@pytest.fixture(scope="module")
def data(path: Path) -> Path:
    """What a training on these labels states."""
    items = dataset.read(path, BOOK)
    fold = dataset.folds(dataset.stories(items), crossfit.FOLDS, seed=crossfit.SEED)
    parts = list(zip(items, fold, strict=True))
    statement = {
        "labels": floor.digest(path),
        "held_out": [item.window.id for item, part in parts if part == 0],
        "articles": [dataset.fingerprint(item.article) for item, part in parts if part != 0],
    }
    found = path.with_name("data.json")
    found.write_text(json.dumps(statement), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def judged(path: Path, data: Path) -> Judged:
    items = dataset.read(path, BOOK)
    kept = assessment.unseen(items, assessment.learned(data))
    train = [item for item in items if item not in kept]
    scores = baseline.scores(
        [item.window for item in train],
        {k: v.numpy() for k, v in targets([item.codes for item in train], LABELS).items()},
        LABELS,
        [item.window for item in kept],
    )
    said = [types.Judged(in_scope=True, actor_type="CSO_ORG", voice="OUTLET")] * len(kept)
    readings = deciding.readings({"network": scores}, assessment.reference(kept), said)
    most = comparison.majority([item.codes for item in train], len(kept))
    return assessment.judge(
        "tfidf",
        kept,
        readings,
        BOOK,
        outlets=[ROOT / "corpora/outlets.yaml"],
        beside={"majority": [Reading(codes=codes) for codes in most]},
        about={"labels": floor.digest(path), "left_out": len(items) - len(kept)},
    )


def test_windows_of_learned_stories_are_left_out(data: Path, path: Path, tmp_path: Path) -> None:
    known = assessment.learned(data)
    items = dataset.read(path, BOOK)
    kept = assessment.unseen(items, known)
    assert {one.window.id for one in kept} == known.held_out
    assert len(kept) == 40
    text = "رابطة السواقي تعلن أن مهرجان الربيع سيبدأ غدا في ساحة البلدة"
    texts = {
        "new": f"{text} القديمة",
        next(item.article for item in items if item.window.id not in known.held_out): text,
        "else": "رابطة السواقي وزعت كتبا على تلاميذ القرى البعيدة أول أيام العام",
    }
    rows = [
        {**ROWS[0], "id": article, "article": article, "text": text, "start": 0, "end": 13}
        for article, text in texts.items()
    ]
    others = dataset.read(invented.write(tmp_path / "others.jsonl", rows), BOOK)
    assert [one.article for one in assessment.unseen(others, known)] == ["else"]
    with pytest.raises(InputError, match="nothing to judge"):
        assessment.unseen(others[:2], known)


def test_a_model_that_does_not_say_what_it_has_learned_from(tmp_path: Path) -> None:
    old = tmp_path / "data.json"
    with pytest.raises(DataError, match=r"data\.json: No such file"):
        assessment.learned(old)
    old.write_text('{"labels": "x", "held_out": []}', encoding="utf-8")
    with pytest.raises(DataError, match="does not say what the model has learned from: 'articles'"):
        assessment.learned(old)


def test_a_learned_scorer_is_judged(judged: Judged) -> None:
    figures = judged.assessment.figures
    assert figures["role.accuracy"].value > judged.beside["majority"]["role.accuracy"].value
    assert figures["frames.ece"].support == 40
    assert judged.ceiling["tone.alpha"].value == 1
    assert judged.twice == 40
    groups = judged.groups["country"]
    assert groups["EG"].figures
    assert not groups["MA"].figures
    assert sum(group.windows for group in judged.groups["ownership"].values()) == 40


def test_what_is_written(judged: Judged, tmp_path: Path) -> None:
    page = assessment.write(tmp_path / "new/report", judged, BOOK, calibrated=True)
    document = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert document["scorer"] == "tfidf"
    assert document["left_out"] == 160
    assert document["figures"]["role.accuracy"]["support"] == 40
    assert document["confusions"]["tone"]["values"] == ["-1", "0"]
    text = page.with_suffix(".md").read_text(encoding="utf-8")
    assert "160 windows of stories that it has learned from are left out" in text
    assert "| role.accuracy | 40 |" in text
    html = page.read_text(encoding="utf-8")
    assert "أجندة" in html
    assert "url(fonts" not in html
    assert "<script" not in html
