"""Compares codes with reference codes: figures per label, averages and intervals."""

from collections.abc import Hashable, Mapping, Sequence

from mediaframe.codebook import Codebook
from mediaframe.learn import figures
from mediaframe.learn.figures import Figure, Ratio
from mediaframe.types import NONE, Codes

MIN_POSITIVES = 10
"""A frame with fewer true cases is shown but does not count in macro averages."""
_SEED = 20_260_101

Named = Mapping[str, Figure]


def scope(found: Sequence[Codes], truth: Sequence[Codes], clusters: Sequence[Hashable]) -> Named:
    """What detection finds: recall in scope, rejection out of scope, voice and actor type.

    Voice is measured where the reference has a frame (means little elsewhere, see the rulings),
    actor type on all mentions in scope; neither depends on whether the mention was found.
    """
    inside = [code.in_scope for code in truth]
    framed = [code.in_scope and code.frames != (NONE,) for code in truth]
    pairs = list(zip(found, truth, strict=True))
    f1 = figures.label("scope", [f.in_scope for f in found], inside)["scope.f1"]
    ratios = {
        "scope.f1": f1,
        **figures.share("scope.recall", [f.in_scope for f in found], inside),
        **figures.share("scope.rejected", [not f.in_scope for f in found], _not(inside)),
        **figures.share("voice.accuracy", [f.voice == t.voice for f, t in pairs], framed),
        **figures.share(
            "actor_type.accuracy", [f.actor_type == t.actor_type for f, t in pairs], inside
        ),
    }
    return figures.measure(ratios, {}, clusters, seed=_SEED)


def codes(
    found: Sequence[Codes], truth: Sequence[Codes], clusters: Sequence[Hashable], book: Codebook
) -> Named:
    """How far the codes of the same windows agree, variable by variable."""
    ratios: dict[str, Ratio] = {}
    means: dict[str, list[str]] = {}
    pairs = list(zip(found, truth, strict=True))

    def labels(variable: str, values: Sequence[str | int], *, least: int) -> dict[str, Ratio]:
        parts: dict[str, Ratio] = {}
        for value in values:
            parts |= figures.label(
                f"{variable}.{value}",
                [value in _values(f, variable) for f in found],
                [value in _values(t, variable) for t in truth],
            )
        counted = [key for key, part in parts.items() if part.support >= least]
        means[f"{variable}.macro_f1"] = [key for key in counted if key.endswith(".f1")]
        ratios.update(parts)
        return parts

    for variable, values in (("frames", book.frame_ids), ("issues", book.issue_ids)):
        ratios |= figures.micro(variable, labels(variable, values, least=MIN_POSITIVES))
    for variable in ("tone", "role"):
        labels(variable, [*book.labels[variable]], least=1)
        ratios |= figures.share(
            f"{variable}.accuracy",
            [_values(f, variable) == _values(t, variable) for f, t in pairs],
            [True] * len(pairs),
        )
    for flag in ("rebutted", "distancing"):
        ratios |= figures.label(flag, [getattr(f, flag) for f in found],
                                [getattr(t, flag) for t in truth])  # fmt: skip
    ratios |= figures.share(
        "primary_frame.accuracy",
        [f.primary_frame == t.primary_frame for f, t in pairs],
        [True] * len(pairs),
    )
    means = {name: of for name, of in means.items() if of}
    return figures.measure(ratios, means, clusters, seed=_SEED)


def _values(codes: Codes, variable: str) -> tuple[str, ...]:
    if variable == "tone":
        return (str(codes.tone),)
    if variable == "role":
        return (codes.role,)
    return codes.frames if variable == "frames" else codes.issues


def _not(values: Sequence[bool]) -> list[bool]:
    return [not value for value in values]
