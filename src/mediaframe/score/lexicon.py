"""The lexicon scorer: transparent, additive, with the terms it found as the reasons for its codes.

A window is taken apart into cues (see `score.cues`): words in their position to the target, and the
hits of the hand-written seed lexicon with their negation and target linking. The weights file gives
each cue a weight per output; a code is assigned when the sum passes the threshold in that file.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mediaframe.codebook import Codebook
from mediaframe.errors import DataError
from mediaframe.score import seed, weights
from mediaframe.score.cues import Place, cues, given
from mediaframe.score.passage import Passage
from mediaframe.score.seed import Hit, Seeds
from mediaframe.score.weights import Array, Weights
from mediaframe.types import NONE, Codes, Evidence, Judged, Reading, Window

SEED_FILE = "lexicon.yaml"
WEIGHTS_FILE = "weights.tsv"
MAX_FRAMES = 3
MAX_ISSUES = 2
REASONS = 4
"""Pieces of evidence given per code."""
_SHOWN = 0.0005
"""Smallest weight of a piece: less would be shown as nothing."""
_SEED_RULE = 3
"""Sum of seed weights that assigns a label with too few coded examples to learn from."""
_FLAGS = ("rebutted", "distancing")


class LexiconScorer:
    """Codes windows with a seed lexicon and a weights file; construct with `load`."""

    def __init__(self, seeds: Seeds, weights: Weights, book: Codebook, *, digest: str = "") -> None:
        self.digest = digest
        """Version of the scorer's data: hash of both files."""
        self._seeds = seeds
        self._weights = weights
        self._names = names = weights.names
        self._index = {name: j for j, name in enumerate(names)}
        self._columns = {
            variable: [j for j, name in enumerate(names) if name.startswith(variable + "=")]
            for variable in ("frame", "tone", "role", "issue", *_FLAGS)
        }
        self._unlearned = {
            f"{variable}={label}"
            for variable, labels in (("frame", book.frame_ids), ("issue", book.issue_ids))
            for label in labels
        } - set(names)

    @classmethod
    def load(cls, folder: Path, book: Codebook) -> "LexiconScorer":
        """Load `lexicon.yaml` and `weights.tsv` of `folder`.

        Raises:
            DataError: a file is missing or invalid, or speaks of a label that `book` does not have.
        """
        seed_path, weights_path = folder / SEED_FILE, folder / WEIGHTS_FILE
        seeds, found = seed.load(seed_path), weights.load(weights_path)
        for name in found.names:
            variable, _, label = name.partition("=")
            if variable not in _FLAGS and label not in book.labels.get(variable, {}):
                raise DataError(f"{weights_path}: output {name} is not in the codebook")
        digest = weights.digest(seed_path.read_bytes(), weights_path.read_bytes())
        return cls(seeds, found, book, digest=digest)

    def terms(self) -> Iterator[str]:
        """Every cue that has a weight, in the order of the weights file."""
        yield from self._weights.index

    def score_all(self, cases: Sequence[tuple[Window, Judged]]) -> list[Reading]:
        """Code windows that the detector has judged; see `score`."""
        return [
            self.score(
                window,
                in_scope=judged.in_scope,
                actor_type=judged.actor_type,
                voice=judged.voice,
            )
            for window, judged in cases
        ]

    def score(self, window: Window, *, in_scope: bool, actor_type: str, voice: str) -> Reading:
        """Code `window`; scope, actor type and voice are the detector's and are passed through.

        Returns:
            A reading whose evidence has offsets into the article's text or title. Its
            `probabilities` are squashed sums, comparable within one output; they are not
            calibrated. A window out of scope gets frame NONE, tone 0, role NONE and no evidence.
        """
        if not in_scope:
            return Reading(codes=Codes(in_scope=False, actor_type=actor_type, voice=voice))
        passage = Passage(window)
        hits = list(self._seeds(passage))
        index = self._weights.index
        found = cues(passage, self._seeds, hits, index)
        said = index.get(given(actor_type))
        margins, parts = self._weights.scores([index[cue] for cue in found], said)
        chosen = self._choose(margins, parts)
        ruled = self._ruled(hits)
        named = [self._names[j].split("=") for j in chosen] + [code.split("=") for code in ruled]
        single = dict(named)
        frames = tuple(v for n, v in named if n == "frame")[:MAX_FRAMES] or (NONE,)
        codes = Codes(
            in_scope=True,
            actor_type=actor_type,
            voice=voice,
            frames=frames,
            primary_frame=frames[0],
            tone=int(single.get("tone", 0)),
            role=single.get("role", NONE),
            rebutted="rebutted" in single,
            distancing="distancing" in single,
            issues=tuple(v for n, v in named if n == "issue")[:MAX_ISSUES],
        )
        evidence = list(self._reasons(chosen, found, parts, passage))
        for code, terms in ruled.items():
            if code.split("=")[1] in (*codes.frames, *codes.issues):
                evidence += [_by_rule(hit, passage) for hit in terms[:REASONS]]
        probabilities = dict(zip(self._names, self._weights.squash(margins), strict=True))
        return Reading(codes=codes, probabilities=probabilities, evidence=tuple(evidence))

    def _choose(self, margins: Array, parts: Array) -> list[int]:
        """Columns of the assigned codes; a code that no cue speaks for is not assigned."""
        if not len(parts):
            return []
        backed = parts.max(axis=0) > 0

        def above(variable: str) -> list[int]:
            columns = [j for j in self._columns[variable] if margins[j] >= 0 and backed[j]]
            return sorted(columns, key=lambda j: -margins[j])

        chosen = above("frame")[:MAX_FRAMES]
        if not chosen and (frame := self._lifted(margins, backed)) is not None:
            chosen = [frame]
        if chosen:
            # by the codebook, who is not characterised has no role, and nothing to rebut
            chosen += above("tone")[:1] + above("rebutted")
            role = self._best("role", margins)
            if role is not None and backed[role] and self._names[role] != f"role={NONE}":
                chosen.append(role)
        return chosen + above("distancing") + above("issue")[:MAX_ISSUES]

    def _lifted(self, margins: Array, backed: npt.NDArray[np.bool_]) -> int | None:
        """The frame nearest to its threshold, where the role speaks more clearly for one."""
        frame, role = self._best("frame", margins), self._best("role", margins)
        none = self._index.get(f"role={NONE}")
        if frame is None or role is None or none is None or not backed[frame]:
            return None
        return frame if margins[frame] + margins[role] - margins[none] > 0 else None

    def _best(self, variable: str, margins: Array) -> int | None:
        return max(self._columns[variable], key=lambda j: margins[j], default=None)

    def _ruled(self, hits: Sequence[Hit]) -> dict[str, list[Hit]]:
        """Labels without learned weights that the seed terms alone assign, with these terms."""
        found: dict[str, list[Hit]] = {}
        for hit in hits:
            if hit.code in self._unlearned and hit.state == "asserted":
                found.setdefault(hit.code, []).append(hit)
        return {
            code: terms
            for code, terms in found.items()
            if sum(hit.weight for hit in terms) >= _SEED_RULE
        }

    def _reasons(
        self, chosen: Sequence[int], found: dict[str, Place], parts: Array, passage: Passage
    ) -> Iterator[Evidence]:
        """The words with the largest contributions; all cues about one word are added up."""
        number: dict[tuple[int, int, bool], int] = {}
        at = [number.setdefault(place[:3], len(number)) for place in found.values()]
        spans, names = list(number), list(found)
        cues_at: list[list[int]] = [[] for _ in spans]
        for i, k in enumerate(at):
            cues_at[k].append(i)
        is_word = np.asarray([not name.startswith("shape:") for name in names])
        for j in chosen:
            part = parts[:, j]
            # the grammar of the target is a reason to give only where no word is one
            words = np.where(is_word, part, 0.0)
            part = words if words.max() > 0 else part
            sums = np.bincount(at, weights=part)
            best = (-sums).argsort(kind="stable")[:REASONS].tolist()
            reasons = [k for k in best if sums[k] >= _SHOWN] or [at[int(part.argmax())]]
            for k in reasons:
                cue = names[max(cues_at[k], key=part.item)]
                start, end, in_headline = passage.locate(*spans[k][:2], in_headline=spans[k][2])
                yield Evidence(
                    code=self._names[j],
                    term=found[cue][3] or cue.partition(":")[2],
                    start=start,
                    end=end,
                    weight=round(float(sums[k] if sums[k] > 0 else part.max()), 3),
                    in_headline=in_headline,
                )


def _by_rule(hit: Hit, passage: Passage) -> Evidence:
    start, end, in_headline = passage.locate(hit.start, hit.end, in_headline=hit.in_headline)
    return Evidence(
        code=hit.code, term=hit.term, start=start, end=end, weight=float(hit.weight),
        in_headline=in_headline,
    )  # fmt: skip
