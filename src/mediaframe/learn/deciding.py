"""Chooses on development windows how scores become codes and probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from mediaframe.learn import blending, calibrate
from mediaframe.learn.comparison import Reference, choose, parts
from mediaframe.learn.thresholds import expected_threshold
from mediaframe.score.blend import Blend
from mediaframe.score.bundle import Decision
from mediaframe.score.calibration import Calibration
from mediaframe.score.decision import Scores, decide
from mediaframe.types import Codes, Judged, Reading

_DIGITS = 4
_RARE = ("frame=", "rebutted=", "distancing=")
"""Outputs whose best threshold among few cases may give them several times too often."""
CONFIDENCE = 0.4
"""Codes of a window whose frames are less likely than this are withheld."""


def fit(sources: Mapping[str, Scores], codes: Sequence[Codes]) -> Decision:
    """Weights of the sources, calibration and thresholds that are best for the codes.

    The thresholds of frames and of rebuttal and distancing, which can be rare, follow from the
    calibrated probabilities.

    Args:
        sources: name -> scores of windows that no source was learned from.
        codes: of the same windows, by coders.
    """
    weights = blending.fit(sources, codes)
    odds = weights.apply(sources)
    calibration = calibrate.fit(odds, codes)
    thresholds = choose(odds, codes) | _of_rare(odds, calibration, codes)
    return Decision(
        weights={variable: dict(some) for variable, some in weights.weights.items()},
        calibration={
            name: (round(slope, _DIGITS), round(offset, _DIGITS))
            for name, (slope, offset) in calibration.lines.items()
        },
        thresholds={name: round(t, _DIGITS) for name, t in thresholds.items()},
        confidence=CONFIDENCE,
    )


def _of_rare(odds: Scores, calibration: Calibration, codes: Sequence[Codes]) -> dict[str, float]:
    """Thresholds of rare outputs on the scale of `odds`, by those of the windows in scope."""
    inside = np.asarray([code.in_scope for code in codes], dtype=bool)
    likely = calibration.apply(Scores(odds.names, odds.values[inside]))
    found = {}
    for j, name in enumerate(odds.names):
        if name.startswith(_RARE):
            least = expected_threshold(likely.values[:, j])
            slope, offset = calibration.lines[name]
            found[name] = (np.log(least) - np.log1p(-least) - offset) / slope
    return found


def readings(
    sources: Mapping[str, Scores], reference: Reference, judged: Sequence[Judged]
) -> list[Reading]:
    """What the sources say together, fit to be measured on the same windows.

    What decides on a window was chosen on the other parts of the stories. As of the classifier,
    what the detector has judged to be out of scope stays out of it.

    Raises:
        InputError: all windows are of one story.
    """
    found: dict[int, Reading] = {}
    for rows, others in parts(reference.stories):
        decision = fit(
            {name: Scores(one.names, one.values[others]) for name, one in sources.items()},
            [reference.codes[i] for i in others.tolist()],
        )
        part = Blend(decision.weights).apply(
            {name: Scores(one.names, one.values[rows]) for name, one in sources.items()}
        )
        codes = decide(part, decision.thresholds)
        likely = Calibration(decision.calibration).apply(part).rows()
        found |= {
            i: Reading(codes=code, probabilities=row)
            for i, code, row in zip(rows.tolist(), codes, likely, strict=True)
        }
    return [
        replace(found[i], codes=replace(found[i].codes, in_scope=False))
        if not said.in_scope
        else found[i]
        for i, said in enumerate(judged)
    ]
