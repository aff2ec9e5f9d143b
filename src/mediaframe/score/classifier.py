"""The classifier: a transformer whose scores are added to those of n-grams, lexicon and detector.

The network reads the headline and the window with the target marked, never the outlet. Its scores
on the scale of log odds are added to what n-grams say of the same window, to the lexicon's margins
and to what the detector says, with weights, thresholds and calibration that were chosen on
development windows (see `learn.deciding`).
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mediaframe.codebook import Codebook
from mediaframe.score import blend, bundle
from mediaframe.score.blend import DETECTOR, LEXICON, NETWORK, Blend
from mediaframe.score.bundle import Bundle
from mediaframe.score.calibration import Calibration
from mediaframe.score.decision import Array, Scores, decide, relative
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.score.session import Session
from mediaframe.types import NONE, Codes, Judged, Reading, Window

Case = tuple[Window, Judged]


class ClassifierScorer:
    """Codes windows with a trained network; construct with `load`."""

    def __init__(self, found: Bundle, lexicon: LexiconScorer, *, threads: int = 1) -> None:
        decision = found.decision
        self.digest = f"{found.digest}-{lexicon.digest}"
        """Version of the network, of its decisions and of the lexicon that is added to it."""
        self._lexicon = lexicon
        self._encoder = found.encoder()
        self._session = Session(found.folder / bundle.NETWORK, threads=threads)
        self._ngrams = found.ngrams()
        self._labels = found.manifest.labels
        self._blend = Blend(decision.weights)
        self._calibration = Calibration(decision.calibration)
        self._thresholds = decision.thresholds
        self._confidence = decision.confidence

    @classmethod
    def load(
        cls, folder: Path, book: Codebook, lexicon: LexiconScorer, *, threads: int = 1
    ) -> "ClassifierScorer":
        """Load the classifier in `folder`.

        Args:
            threads: cores that the network may use.

        Raises:
            DataError: a file is missing, damaged or invalid, or it is of another codebook.
        """
        return cls(bundle.load(folder, book), lexicon, threads=threads)

    def score_all(self, cases: Sequence[Case]) -> list[Reading]:
        """Code windows that the detector has judged.

        Returns:
            For each window a reading with calibrated probabilities. Its evidence are the terms by
            which the lexicon speaks for the same codes. What the detector takes out of scope stays
            out of it, unread; what the classifier takes out of it has a probability of that alone.
        """
        inside = [case for case in cases if case[1].in_scope]
        read = iter(self._readings(inside))
        return [
            next(read) if judged.in_scope else Reading(codes=_outside(judged))
            for _, judged in cases
        ]

    def own(self, windows: Sequence[Window]) -> Scores:
        """The scores of network and n-grams together, as they count in the codes."""
        return self._blend.apply(self.learned(windows))

    def learned(self, windows: Sequence[Window]) -> dict[str, Scores]:
        """The scores of the sources that are in the classifier's own folder."""
        encoded = self._encoder.encode(windows)
        found = columns(self._session.scores(encoded), self._labels)
        beside = blend.of_ngrams(self._ngrams, windows, encoded, found.names)
        return {NETWORK: found, **beside}

    def _odds(self, cases: Sequence[Case], lexical: Sequence[Reading]) -> Scores:
        """The scores of all sources together, on which thresholds and calibration work."""
        found = self.learned([window for window, _ in cases])
        names = found[NETWORK].names
        found[LEXICON] = blend.of_lexicon(lexical, names)
        found[DETECTOR] = blend.of_detector([judged for _, judged in cases], names)
        return self._blend.apply(found)

    def _readings(self, cases: Sequence[Case]) -> Iterator[Reading]:
        if not cases:
            return
        lexical = self._lexicon.score_all(cases)
        odds = self._odds(cases, lexical)
        likely = self._calibration.apply(odds).rows()
        for codes, row, other in zip(decide(odds, self._thresholds), likely, lexical, strict=True):
            shown = {name: round(value, 3) for name, value in row.items()}
            if not codes.in_scope:
                outside = Codes(in_scope=False, actor_type=codes.actor_type, voice=codes.voice)
                only = {"in_scope=true": shown["in_scope=true"]}
                yield Reading(codes=outside, probabilities=only)
                continue
            yield Reading(
                codes=codes,
                probabilities=shown,
                evidence=tuple(e for e in other.evidence if e.code in named(codes)),
                abstained=_confidence(codes, row) < self._confidence,
            )


def columns(values: Array, labels: Mapping[str, Sequence[str]]) -> Scores:
    """The outputs of a network (windows, values), in the order of the labels, as scores."""
    names = [f"{variable}={value}" for variable, some in labels.items() for value in some]
    return relative(dict(zip(names, values.T, strict=True)))


def named(codes: Codes) -> set[str]:
    """The codes as `variable=value`, those that evidence can speak for."""
    found = {f"frame={frame}" for frame in codes.frames if frame != NONE}
    found |= {f"issue={issue}" for issue in codes.issues}
    found |= {f"tone={codes.tone}", f"role={codes.role}"}
    return found | {f"{flag}=true" for flag in ("rebutted", "distancing") if getattr(codes, flag)}


def _confidence(codes: Codes, likely: Mapping[str, float]) -> float:
    """Probability of the primary frame, or that no frame holds that is likelier than the others."""
    if codes.primary_frame != NONE:
        return likely[f"frame={codes.primary_frame}"]
    return 1 - max(value for name, value in likely.items() if name.startswith("frame="))


def _outside(judged: Judged) -> Codes:
    return Codes(in_scope=False, actor_type=judged.actor_type, voice=judged.voice)
