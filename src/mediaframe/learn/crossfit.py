"""Codes every window with a lexicon that was fitted on the stories of the other folds."""

from collections.abc import Sequence
from dataclasses import dataclass

from mediaframe.codebook import Codebook
from mediaframe.learn.dataset import Labelled, folds, stories
from mediaframe.learn.lexicon_fit import Fitter
from mediaframe.learn.vocabulary import Vocabulary
from mediaframe.score import weights
from mediaframe.score.cues import cues, given
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.score.passage import Passage
from mediaframe.score.seed import Seeds
from mediaframe.types import Judged, Reading

FOLDS = 5
SEED = 20_260_101


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Coded windows with what the detector says of them, and what their lexicon is built from."""

    items: Sequence[Labelled]
    said: Sequence[Judged]
    more: Sequence[Labelled] = ()
    """Windows that are learned from only, of no story of the others."""
    more_said: Sequence[Judged] = ()
    seeds: Seeds
    vocabulary: Vocabulary
    book: Codebook

    def fitter(self) -> tuple[Fitter, list[int]]:
        """A fitter on the windows in scope, and the fold of every window of `items`."""
        fold = folds(stories(self.items), FOLDS, seed=SEED)
        groups = stories(self.more)
        more = folds(groups, min(FOLDS, len(set(groups))), seed=SEED) if groups else []
        windows = [
            *zip(self.items, self.said, fold, strict=True),
            *zip(self.more, self.more_said, more, strict=True),
        ]
        used = [window for window in windows if window[0].codes.in_scope]
        fitter = Fitter(
            [_names(item, said, self.seeds) for item, said, _ in used],
            [item.codes for item, _, _ in used],
            [part for _, _, part in used],
            allowed=self.vocabulary.allows,
        )
        return fitter, fold


def held_out(study: Study) -> list[Reading]:
    """The reading of each window by a lexicon that has not seen its story.

    Terms, weights and thresholds are all learned from the other four folds. Every window is read
    as if in scope: whether it is, is the detector's affair.
    """
    fitter, fold = study.fitter()
    found: dict[int, Reading] = {}
    for held in range(FOLDS):
        found |= of_fold(study, fitter, fold, held)
    return [found[i] for i in range(len(study.items))]


def of_fold(study: Study, fitter: Fitter, fold: Sequence[int], held: int) -> dict[int, Reading]:
    """The readings of the windows of one fold, by their number (see `held_out`).

    Args:
        fitter: of the study, with the `fold` of each window.
    """
    fitted = weights.parse(f"fold {held}", fitter.weights(without=held).lines({}))
    scorer = LexiconScorer(study.seeds, fitted, study.book)
    return {
        i: scorer.score(
            study.items[i].window, in_scope=True, actor_type=said.actor_type, voice=said.voice
        )
        for i, said in enumerate(study.said)
        if fold[i] == held
    }


def _names(item: Labelled, said: Judged, seeds: Seeds) -> list[str]:
    passage = Passage(item.window)
    found = [*cues(passage, seeds, seeds(passage))]
    return [*found, given(said.actor_type)] if said.in_scope else found
