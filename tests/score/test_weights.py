"""The weights file is read strictly, and scores are sums."""

import json
from pathlib import Path

import numpy as np
import pytest

from mediaframe.errors import DataError
from mediaframe.score import weights

HEADER = {
    "windows": 10,
    "outputs": [
        {"name": "frame=A", "bias": -1.0, "threshold": 0.5},
        {"name": "tone=-1", "bias": 0.0, "threshold": 0.0},
    ],
}


def lines(*rows: str) -> list[str]:
    return [json.dumps(HEADER), *(row.replace("|", "\t") for row in rows)]


def test_a_score_is_a_sum_of_scaled_weights() -> None:
    found = weights.parse(
        "w", lines("any:a|10|0|3000", "any:b|10|0 1|1000 -2000", "any:c|1||", "actor:X|5|1|4000")
    )
    margins, parts = found.scores([0, 1], 3)
    scale = 1 / np.sqrt(2)
    assert np.allclose(margins, [4 * scale - 1.5, 4.0 - 2 * scale])
    assert np.allclose(parts, [[3 * scale, 0], [scale, -2 * scale]])
    nothing, none = found.scores([])
    assert np.allclose(nothing, [-1.5, 0.0])
    assert none.shape == (0, 2)
    assert found.squash(np.asarray([0.0, 100.0])) == [0.5, 1.0]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (["any:a|1"], "w:2: not a cue"),
        (["any:a|x|0|1"], "w:2: not a cue"),
        (["any:a|1|0|x"], "w:2: not whole numbers"),
        (["any:a|1|0|1", "any:b|1|0|1.5"], "w:3: not whole numbers"),
        (["any:a|1|0|1", "any:b|1|0  1|1 2"], "w:3: not whole numbers"),
        (["any:a|1|0|1", "any:b|1|0 1|1", "any:c|1|0|1 2"], "w:3: 2 outputs, but 1 weights"),
        (["any:a|11||"], "w:2: any:a: 11 windows of 10"),
        (["any:a|1|0|1", "any:b|1|2|1"], "w:3: no output 2"),
        (["any:a|1|1 -1|1 1"], "w:2: no output -1"),
        (["", "any:a|1||"], "w:2: not a cue"),
        (["any:a|1||", "any:a|1||"], "w:3: any:a is listed twice"),
    ],
)
def test_a_wrong_line_is_named(rows: list[str], reason: str) -> None:
    with pytest.raises(DataError, match=reason):
        weights.parse("w", lines(*rows))


def test_a_missing_or_empty_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        weights.load(tmp_path / "weights.tsv")
    with pytest.raises(DataError, match="empty"):
        weights.parse("w", [])
