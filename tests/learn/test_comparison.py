"""What decides on a window was chosen on windows of other stories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaframe.errors import InputError
from mediaframe.learn import comparison


@given(st.lists(st.integers(0, 30), min_size=2, max_size=80).filter(lambda of: len(set(of)) > 1))
def test_each_window_is_decided_once_by_other_stories(stories: list[int]) -> None:
    found = list(comparison.parts(stories))
    assert len(found) == min(10, len(set(stories)))
    assert sorted(i for rows, _ in found for i in rows.tolist()) == list(range(len(stories)))
    for rows, others in found:
        assert sorted([*rows.tolist(), *others.tolist()]) == list(range(len(stories)))
        assert not {stories[i] for i in rows} & {stories[i] for i in others}


def test_one_story_cannot_be_divided() -> None:
    with pytest.raises(InputError, match="1 stories"):
        list(comparison.parts([7, 7, 7]))
