"""Turns windows into the token ids that an encoder reads, the target between two markers."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from mediaframe.types import Window

MAX_TARGET = 24
MAX_HEADLINE = 24
"""Tokens of the target and of the headline that are read; what follows is cut off."""
_CHARS_PER_TOKEN = 12
"""So far from the target is text tokenised: a window may be as long as its author liked."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """The tokens of a window; `ids[start:end]` is the target with its markers."""

    ids: tuple[int, ...]
    start: int
    end: int


class WindowEncoder:
    """Encodes windows as `begin headline end left <t> target </t> right end`.

    Args:
        tokenizer: of the encoder.
        begin: id of its first token in every text.
        end: id of the token that ends a part.
        markers: ids of the two markers; they are no pieces of the tokenizer.
        max_tokens: length at which the text around the target is cut, evenly where both sides
            are long.
    """

    def __init__(
        self, tokenizer: Tokenizer, *, begin: int, end: int, markers: tuple[int, int],
        max_tokens: int,
    ) -> None:  # fmt: skip
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._begin = begin
        self._end = end
        self._markers = markers
        self._max_tokens = max_tokens
        self._reach = max_tokens * _CHARS_PER_TOKEN

    def encode(self, windows: Sequence[Window]) -> list[Encoded]:
        """The tokens of each window; a headline that is the text itself is not read twice."""
        begins = [max(0, window.start - self._reach) for window in windows]
        texts = [
            window.text[begin : window.end + self._reach]
            for window, begin in zip(windows, begins, strict=True)
        ]
        headlines = [
            "" if window.in_headline else window.headline[: self._reach] for window in windows
        ]
        parts = self._tokenizer.encode_batch([*texts, *headlines], add_special_tokens=False)
        return [
            self._join(
                headline.ids, text.ids, text.offsets, window.start - begin, window.end - begin
            )
            for window, begin, text, headline in zip(
                windows, begins, parts[: len(texts)], parts[len(texts) :], strict=True
            )
        ]

    def whole(self, texts: Sequence[str]) -> list[Encoded]:
        """The tokens of texts that have no target: all that is read of a text stands for it."""
        found = []
        cut = [text[: self._reach] for text in texts]
        for part in self._tokenizer.encode_batch(cut, add_special_tokens=False):
            ids = (self._begin, *part.ids[: self._max_tokens - 2], self._end)
            found.append(Encoded(ids, 0, len(ids)))
        return found

    def _join(
        self, headline: list[int], text: list[int], offsets: list[tuple[int, int]], start: int,
        end: int,
    ) -> Encoded:  # fmt: skip
        first = bisect_left(offsets, start + 1, key=lambda span: span[1])
        last = max(first, bisect_left(offsets, end, key=lambda span: span[0]))
        head = [self._begin]
        if headline:
            head += [*headline[:MAX_HEADLINE], self._end]
        opening, closing = self._markers
        target = [opening, *text[first : min(last, first + MAX_TARGET)], closing]
        room = self._max_tokens - len(head) - len(target) - 1
        before, after = text[:first], text[last:]
        left = min(len(before), max(room // 2, room - len(after)))
        right = min(len(after), room - left)
        ids = (*head, *before[len(before) - left :], *target, *after[:right], self._end)
        return Encoded(ids, len(head) + left, len(head) + left + len(target))
