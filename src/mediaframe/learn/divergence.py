"""How far two predictions of the same windows are apart."""

from collections.abc import Mapping

from torch import Tensor
from torch.nn import functional

from mediaframe.score.model import IMPORTANCE, summed


def divergence(
    one: Mapping[str, Tensor],
    other: Mapping[str, Tensor],
    targets: Mapping[str, Tensor],
    importance: Mapping[str, float] = IMPORTANCE,
) -> Tensor:
    """Sum over the variables of the symmetric Kullback-Leibler divergence, the mean of both ways.

    Added to the loss, it keeps a network from relying on what its dropout leaves by chance (Wu et
    al. 2021, R-Drop). Variables are weighed, and codes that are not there left out, as by
    `score.model.loss`.

    Args:
        one: what `FramingModel` returned.
        other: what it returned for the same windows with other dropout.
        targets: variable -> its targets, as from `learn.targets`.
        importance: variable -> its weight in the sum, 1 where not listed.
    """
    each = {}
    for variable, score in one.items():
        again = other[variable]
        if targets[variable].dim() == 1:
            apart = functional.softmax(score, 1) - functional.softmax(again, 1)
            each[variable] = (apart * (score - again)).sum(dim=1) / 2
        else:
            each[variable] = (score.sigmoid() - again.sigmoid()) * (score - again) / 2
    return summed(each, targets, importance)
