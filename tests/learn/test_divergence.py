"""The distance of two predictions is the symmetric divergence of what they say."""

import pytest
import torch
from torch.distributions import Bernoulli, Categorical, kl_divergence

from mediaframe.learn.divergence import divergence
from mediaframe.score.model import IGNORED

torch.manual_seed(3)
ONE = {"tone": torch.randn(4, 3), "frame": torch.randn(4, 5)}
OTHER = {"tone": torch.randn(4, 3), "frame": torch.randn(4, 5)}
TARGETS = {
    "tone": torch.tensor([0, 2, IGNORED, 1]),
    "frame": torch.tensor([[0, 1, 0, 0, 1], [1, 0, 0, 0, 0], [IGNORED] * 5, [0] * 5]),
}
KNOWN = [0, 1, 3]


def test_it_is_the_mean_of_both_ways_over_the_codes_that_are_there() -> None:
    tone = [Categorical(logits=side["tone"][KNOWN]) for side in (ONE, OTHER)]
    frame = [Bernoulli(logits=side["frame"][KNOWN]) for side in (ONE, OTHER)]
    wanted = sum(
        weight * (kl_divergence(*pair) + kl_divergence(*pair[::-1])).mean() / 2
        for weight, pair in ((1.0, tone), (3.0, frame))
    )
    found = divergence(ONE, OTHER, TARGETS, {"frame": 3.0})
    assert found.item() == pytest.approx(float(wanted), rel=1e-5)


def test_a_prediction_is_at_no_distance_from_itself() -> None:
    assert divergence(ONE, ONE, TARGETS).item() == 0


def test_nothing_is_asked_where_no_code_is_known() -> None:
    none = {name: torch.full_like(target, IGNORED) for name, target in TARGETS.items()}
    assert divergence(ONE, OTHER, none).item() == 0
