"""Turns codes into what the classifier is trained towards."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from mediaframe.score.decision import FLAGS, SINGLE
from mediaframe.score.model import IGNORED
from mediaframe.types import Codes

_ALWAYS = ("in_scope", "voice")
"""Variables that are learned from windows out of scope as well: voice follows one grammar."""
BALANCED = ("tone",)
"""Variables with exactly one value whose rare values weigh more; the others are measured by
accuracy, which that would cost."""
_MOST = 6.0
"""Largest weight of the positive cases of a value."""


def targets(codes: Sequence[Codes], labels: Mapping[str, Sequence[str]]) -> dict[str, Tensor]:
    """Variable -> what `score.model.loss` compares scores with.

    A value that is not among the labels is missing, and so is all but scope and voice of a window
    out of scope.
    """
    found = {}
    for variable, values in labels.items():
        index = {value: i for i, value in enumerate(values)}
        rows: list[object] = []
        for code in codes:
            held = _held(code, variable)
            known = code.in_scope or variable in _ALWAYS
            if variable in SINGLE:
                rows.append(index.get(held[0], IGNORED) if known else IGNORED)
            else:
                rows.append([int(value in held) if known else IGNORED for value in values])
        found[variable] = torch.tensor(rows)
    return found


def weights(
    targets: Mapping[str, Tensor], labels: Mapping[str, Sequence[str]]
) -> dict[str, Tensor]:
    """Variable -> weight of each value: of the rare ones more, by the root of their rarity."""
    found = {}
    for variable, values in labels.items():
        target = targets[variable]
        if target.dim() == 1:
            weight = torch.ones(len(values))
            if variable in BALANCED:
                counts = torch.bincount(target[target >= 0], minlength=len(values)).clamp(min=1)
                weight = counts.rsqrt()
                weight = weight * counts.sum() / (weight * counts).sum()
        else:
            held = (target == 1).sum(dim=0)
            absent = (target == 0).sum(dim=0)
            weight = (absent / held.clamp(min=1)).sqrt().clamp(1.0, _MOST)
        found[variable] = weight
    return found


def _held(code: Codes, variable: str) -> tuple[str, ...]:
    if variable in FLAGS:
        return ("true",) if getattr(code, variable) else ()
    if variable in ("frame", "issue"):
        return code.frames if variable == "frame" else code.issues
    return (str(getattr(code, variable)),)
