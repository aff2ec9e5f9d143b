"""Chooses on development windows how scores become codes and probabilities."""

from collections.abc import Mapping, Sequence

from mediaframe.learn import blending, calibrate
from mediaframe.learn.comparison import Reference, choose, halves
from mediaframe.score.blend import Blend
from mediaframe.score.bundle import Decision
from mediaframe.score.calibration import Calibration
from mediaframe.score.decision import Scores, decide
from mediaframe.types import Codes, Reading

_DIGITS = 4
CONFIDENCE = 0.4
"""Codes of a window whose frames are less likely than this are withheld."""


def fit(sources: Mapping[str, Scores], codes: Sequence[Codes]) -> Decision:
    """Weights of the sources, calibration and thresholds that are best for the codes.

    Args:
        sources: name -> scores of windows that no source was learned from.
        codes: of the same windows, by coders.
    """
    weights = blending.fit(sources, codes)
    odds = weights.apply(sources)
    lines = calibrate.fit(odds, codes).lines
    return Decision(
        weights={variable: dict(some) for variable, some in weights.weights.items()},
        calibration={
            name: (round(slope, _DIGITS), round(offset, _DIGITS))
            for name, (slope, offset) in lines.items()
        },
        thresholds={name: round(t, _DIGITS) for name, t in choose(odds, codes).items()},
        confidence=CONFIDENCE,
    )


def readings(sources: Mapping[str, Scores], reference: Reference) -> list[Reading]:
    """What the sources say together, fit to be measured on the same windows.

    What decides on a window was chosen on the other half of the stories.

    Raises:
        InputError: all windows are of one story.
    """
    found: dict[int, Reading] = {}
    for rows, others in halves(reference.stories):
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
    return [found[i] for i in range(len(found))]
