"""An analysis finds, codes and clusters everything once; new versions make new runs."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from mediaframe.arabic.normalise import fold
from mediaframe.arabic.stem import search_term
from mediaframe.errors import DataError, InputError
from mediaframe.store import health, mentions, readings, rejects, runs, stories, words
from mediaframe.types import Article
from mediaframe.workspace import Workspace
from tests.pipeline.samples import everything, fill, generated
from tests.score import bundles

COPIED = (
    "أعلنت جمعية الضوء الأبيض الخيرية اليوم عن توزيع ألف سلة غذائية على الأسر المتضررة من السيول "
    "التي ضربت القرى الشمالية قبل أسبوع، وقال رئيسها إن الحملة مستمرة حتى نهاية الشهر المقبل."
)


def _state(workspace: Workspace) -> dict[str, list[tuple[object, ...]]]:
    with workspace.store.read() as conn:
        return everything(conn)


def test_everything_is_analysed_once(workspace: Workspace) -> None:
    fill(workspace.store, generated(200))
    first = workspace.analyze(workers=1)
    before = _state(workspace)
    again = workspace.analyze(workers=1)
    assert _state(workspace) == before
    assert (first.articles, again.articles, first.rejects) == (200, 0, 0)
    assert first.mentions == len(before["mentions"]) == len(before["readings"]) > 50
    assert first.in_scope > 50
    assert all(finished for *_, finished in before["runs"])
    assert Counter(kind for _, kind, _ in before["analysed"]) == {"detect": 200, "score": 200}
    with workspace.store.read() as conn:
        assert list(health.problems(conn)) == []


def test_the_classifier_codes_what_was_found_before_and_goes_on_after_a_stop(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundles.write(tmp_path / "framing", confidence=0.999)
    settings = workspace.settings.model_copy(update={"classifier": tmp_path / "framing"})
    monkeypatch.setattr(workspace, "settings", settings)
    fill(workspace.store, generated(150))
    workspace.analyze(workers=1)
    by_lexicon = _state(workspace)
    done = workspace.analyze(scorer="classifier", workers=1)
    assert done.mentions == len(by_lexicon["mentions"])
    assert 0 < done.abstained <= done.in_scope
    whole = _state(workspace)
    assert whole["mentions"] == by_lexicon["mentions"]
    assert len(whole["readings"]) == 2 * len(by_lexicon["readings"])
    with workspace.store.begin() as conn:
        for name in ("readings", "analysed", "mentions", "runs"):
            conn.exec_driver_sql(f"DELETE FROM {name}")
    # in other batches than before: what a window is scored with must not change its codes
    for outlet in ("safir", "nahar", "mirsad"):
        workspace.analyze(scorer="classifier", outlets=[outlet], workers=1)
    workspace.analyze(workers=1)
    again = _state(workspace)
    assert again["readings"] == whole["readings"]


def test_two_workers_find_what_one_finds_and_in_any_order(workspace: Workspace) -> None:
    fill(workspace.store, generated(300))
    workspace.analyze(since=dt.date(2024, 2, 1), workers=1)
    workspace.analyze(outlets=["safir"], workers=1)
    workspace.analyze(workers=2)
    parts = _state(workspace)
    with workspace.store.begin() as conn:
        for table in ("readings", "mentions", "analysed", "runs"):
            conn.exec_driver_sql(f"DELETE FROM {table}")
        stories.clear(conn)
        words.clear(conn)
    workspace.analyze(workers=1)
    assert _state(workspace) == parts


def test_the_selection_narrows_the_work_and_leaves_the_run_unfinished(workspace: Workspace) -> None:
    fill(workspace.store, generated(60))
    seen: list[int] = []

    class Bar:
        def __init__(self, total: int) -> None:
            seen.append(total)

        def __enter__(self):
            return seen.append

        def __exit__(self, *_: object) -> None:
            pass

    done = workspace.analyze(
        since=dt.date(2024, 1, 11),
        until=dt.date(2024, 1, 20),
        outlets=["nahar"],
        workers=1,
        watch=Bar,
    )
    assert seen == [done.articles, done.articles] == [3, 3]
    with workspace.store.read() as conn:
        assert [run.finished for run in runs.all(conn)] == [None] * 3


def test_copies_are_one_story_also_when_they_come_later(workspace: Workspace) -> None:
    def article(number: int, text: str) -> Article:
        return Article(key=str(number), outlet_id="nahar", title=f"عنوان {number}", text=text)

    fill(workspace.store, [article(1, COPIED), article(2, COPIED[: len(COPIED) // 2])])
    workspace.analyze(workers=1)
    fill(workspace.store, [article(3, COPIED + " (وكالات)"), article(4, "خبر قصير جدا")])
    workspace.analyze(workers=1)
    with workspace.store.read() as conn:
        assert stories.of(conn, [1, 2, 3, 4]) == {1: 1, 2: 2, 3: 1, 4: 4}


def test_short_texts_with_other_titles_are_other_stories(workspace: Workspace) -> None:
    fill(
        workspace.store,
        [
            Article(key=str(n), outlet_id="nahar", title=title, text="التفاصيل في الفيديو")
            for n, title in enumerate(["افتتاح سوق السمك", "مباراة الليلة", "افتتاح سوق السمك"])
        ],
    )
    workspace.analyze(workers=1)
    with workspace.store.read() as conn:
        assert stories.of(conn, [1, 2, 3]) == {1: 1, 2: 2, 3: 1}


def test_articles_are_found_by_words_in_any_spelling(workspace: Workspace) -> None:
    fill(workspace.store, [Article(key="a", outlet_id="nahar", title="سوقٌ", text=COPIED)])
    workspace.analyze(workers=1)
    with workspace.store.read() as conn:
        for word in ("الجمعيّة", "والجمعيات", "أسرة", "سوق", "القريه"):
            assert words.find(conn, [[search_term(fold(word))]]) == [1], word


def test_a_new_lexicon_makes_a_new_run_over_the_same_mentions(
    workspace: Workspace, tmp_path: Path
) -> None:
    fill(workspace.store, generated(60))
    workspace.analyze(workers=1)
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    for file in workspace.settings.lexicon.iterdir():
        if file.is_file():
            (lexicon / file.name).write_bytes(file.read_bytes())
    (lexicon / "lexicon.yaml").write_bytes((lexicon / "lexicon.yaml").read_bytes() + b"\n# new\n")
    before = _state(workspace)
    workspace.settings = workspace.settings.model_copy(update={"lexicon": lexicon})
    assert workspace.analyze(workers=1).articles == 60
    after = _state(workspace)
    assert after["mentions"] == before["mentions"]
    assert after["stories"] == before["stories"]
    assert len(after["readings"]) == 2 * len(before["readings"])
    with workspace.store.read() as conn:
        assert [run.kind for run in runs.all(conn)] == ["index", "detect", "score", "score"]


def test_another_version_of_the_index_makes_it_anew(workspace: Workspace) -> None:
    fill(workspace.store, generated(60))
    workspace.analyze(workers=1)
    before = _state(workspace)
    with workspace.store.begin() as conn:
        conn.exec_driver_sql("UPDATE runs SET digest = 'old' WHERE kind = 'index'")
    assert workspace.analyze(workers=1).articles == 60
    after = _state(workspace)
    for name in ("mentions", "readings", "analysed", "stories", "bands", "words"):
        assert after[name] == before[name], name


def test_offsets_are_those_of_the_original_text(workspace: Workspace) -> None:
    wild = (
        "«ﺟﻤﻌﻴﺔ الضّوء الأبيـــض الخيريّة» تنفي\u200f الاتهامات؛ 😀 "
        "وقالت منظمة ميزان لحقوق الإنسان إنها بريئة."
    )
    fill(workspace.store, [Article(key="a", outlet_id="nahar", title=wild, text=wild * 3)])
    workspace.analyze(workers=1)
    with workspace.store.read() as conn:
        run = runs.latest(conn)
        assert run is not None
        assert run.detection_id is not None
        found = mentions.of(conn, run.detection_id, [1])[1]
        assert len(found) >= 4
        for _, mention in found:
            source = wild if mention.in_headline else wild * 3
            assert source[mention.start : mention.end] == mention.surface
        for reading in readings.of(conn, run.id, [1]).values():
            for item in reading.evidence:
                assert (wild if item.in_headline else wild * 3)[item.start : item.end]
        assert list(health.problems(conn)) == []


def test_hostile_articles_are_analysed_within_bounds(workspace: Workspace) -> None:
    texts = [
        "",
        " \n\t ",
        "جمعية " * 20_000,
        "«" * 50_000,
        "ا" * 100_000,
        "قال " + "و" * 30_000,
        "\u0651" * 30_000,
        "منظمة.\n" * 10_000,
        "<script>alert(1)</script> جمعية الضوء الأبيض الخيرية",
        "\u202e\u2066جمعية الضوء\u2069",
        " ".join(f"كلمة{n}" for n in range(30_000)),
        "𐎀𝔘🏳️‍🌈" * 1000,
    ]
    fill(
        workspace.store,
        [Article(key=str(n), outlet_id="nahar", text=text) for n, text in enumerate(texts)],
    )
    done = workspace.analyze(workers=1)
    assert (done.articles, done.rejects) == (len(texts), 1)
    with workspace.store.read() as conn:
        assert rejects.counts(conn) == {("detect", "more than 200 mentions"): 1}
        assert len(mentions.of(conn, 2, [3])[3]) == 200
    assert workspace.analyze(workers=1).articles == 0


def test_wrong_tools_are_named_before_anything_is_written(workspace: Workspace) -> None:
    fill(workspace.store, generated(3))
    with pytest.raises(InputError, match="scorer"):
        workspace.analyze(scorer="oracle")
    workspace.settings = workspace.settings.model_copy(update={"lexicon": Path("nowhere")})
    with pytest.raises(DataError, match="nowhere"):
        workspace.analyze()
    assert _state(workspace)["runs"] == []
