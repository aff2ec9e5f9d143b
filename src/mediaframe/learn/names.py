"""The words that no weight may be learned for: names of people, places, organisations, months.

A weight for a name would say who or where, not how somebody is framed, and would carry one event's
coverage over to every later mention of the same person or place.
"""

from pathlib import Path

from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.arabic.stem import stem
from mediaframe.errors import DataError
from mediaframe.score.cues import STEM_SLOTS, WORD_SLOTS


class Names:
    """A list of names; construct with `load`."""

    def __init__(self, words: frozenset[str]) -> None:
        self._stems = words

    def allows(self, cue: str) -> bool:
        """Whether `cue` may be learned: no word of it is a name, or a number but the plain 0."""
        slot, _, term = cue.partition(":")
        if slot in WORD_SLOTS:
            term = stem(term)
        elif slot not in STEM_SLOTS:
            return True
        return not any(
            word in self._stems or (word != "0" and any(map(str.isdigit, word)))
            for word in term.split(" ")
        )


def load(path: Path) -> Names:
    """The names in the text file at `path`: words in any spelling, `#` starts a comment line.

    Raises:
        DataError: it cannot be read or holds no word.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from error
    words = frozenset(
        stem(word)
        for line in lines
        if not line.startswith("#")
        for word in WORD.findall(fold(line))
    )
    if not words:
        raise DataError(f"{path}: no names in it")
    return Names(words)
