"""A lexicon learned from some stories codes the others; nothing of them is seen in learning."""

from dataclasses import replace
from pathlib import Path

import pytest

from mediaframe import codebook, config
from mediaframe.learn import crossfit, dataset, vocabulary
from mediaframe.learn.crossfit import Study
from mediaframe.learn.lexicon_fit import Fitter
from mediaframe.score import seed, weights
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.types import Judged
from tests.learn import invented

ROOT = config.data_root()


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    path = tmp_path_factory.mktemp("labels") / "labels.jsonl"
    items = dataset.read(invented.write(path, invented.rows()), invented.BOOK)
    return Study(
        items=items,
        said=[Judged(in_scope=True, actor_type="CSO_ORG", voice="OUTLET") for _ in items],
        seeds=seed.load(ROOT / "models/lexicon-ar/lexicon.yaml"),
        vocabulary=vocabulary.load(ROOT / "models/lexicon-ar"),
        book=codebook.load(ROOT / "annotations/codebook.yaml"),
    )


def test_what_was_learned_holds_for_other_stories(study: Study) -> None:
    readings = crossfit.held_out(study)
    right = [
        (reading.codes.frames, reading.codes.role, reading.codes.tone)
        == (item.codes.frames, item.codes.role, item.codes.tone)
        for reading, item in zip(readings, study.items, strict=True)
    ]
    assert sum(right) >= 0.95 * len(right)


def test_a_held_out_story_does_not_change_its_own_lexicon(study: Study) -> None:
    """The lexicon of a fold stays the same whatever the windows of that fold are coded as."""
    fitter, fold = study.fitter()
    held = 2
    before = list(fitter.weights(without=held).lines({}))
    flipped = [
        replace(item, codes=replace(item.codes, frames=("CIVIC_VOICE",), tone=1))
        if fold[i] == held
        else item
        for i, item in enumerate(study.items)
    ]
    other, same = replace(study, items=flipped).fitter()
    assert same == fold
    kept = [name for name in fitter.outputs if name in other.outputs]
    after = list(other.weights(without=held).lines({}))
    old, new = weights.parse("old", before), weights.parse("new", after)
    rows = [*range(len(old))]
    assert old.index == new.index
    for name in kept:
        j, k = old.names.index(name), new.names.index(name)
        assert old.scores(rows)[0][j] == pytest.approx(new.scores(rows)[0][k])


def test_the_same_windows_make_the_same_file(study: Study) -> None:
    first, second = (list(study.fitter()[0].weights().lines({"a": 1})) for _ in range(2))
    assert first == second


def test_the_file_scores_as_the_model_does(study: Study, tmp_path: Path) -> None:
    fitted = study.fitter()[0].weights()
    scorer = LexiconScorer(
        study.seeds, weights.parse("fit", fitted.lines({})), study.book, digest="x"
    )
    assert set(fitted.cues) == set(scorer.terms())
    assert "any:تعذيب" in fitted.cues
    reading = scorer.score(
        study.items[0].window, in_scope=True, actor_type="CSO_ORG", voice="OUTLET"
    )
    assert reading.codes.frames == ("RIGHTS_DEFENDER",)


def test_rare_cues_and_rare_labels_are_not_learned() -> None:
    from mediaframe.types import Codes

    codes = [
        Codes(in_scope=True, actor_type="X", frames=("A",) if i % 2 else ("B",), role="NONE")
        for i in range(24)
    ]
    codes[0] = replace(codes[0], issues=("RARE",))
    cues = [["any:all", "any:odd" if i % 2 else "any:even", f"any:{i}"] for i in range(24)]
    fitter = Fitter(cues, codes, [i % 4 for i in range(24)], allowed=lambda _: True)
    fitted = fitter.weights()
    assert fitted.cues == ("any:all", "any:even", "any:odd")
    assert fitted.outputs == ("frame=A", "frame=B", "role=NONE")


def test_windows_that_are_only_learned_from_are_in_no_figure(study: Study) -> None:
    items, said = study.items[:60], study.said[:60]
    more = replace(study, items=items, said=said, more=study.items[60:], more_said=study.said[60:])
    _, fold = more.fitter()
    assert fold == dataset.folds(dataset.stories(items), crossfit.FOLDS, seed=crossfit.SEED)
    readings = crossfit.held_out(more)
    assert len(readings) == 60
    alone = crossfit.held_out(replace(study, items=items, said=said))
    assert [r.probabilities for r in readings] != [r.probabilities for r in alone]
