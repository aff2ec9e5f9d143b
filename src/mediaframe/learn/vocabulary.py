"""The words that no weight may be learned for: names, numbers and function words.

A weight for a name of a person, place, organisation or month would say who or where, not how
somebody is framed, and would carry one event's coverage over to every later mention of the same
person or place. Function words and numbers are no reasons that a reader could check.
"""

from pathlib import Path

from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.arabic.stem import stem
from mediaframe.errors import DataError
from mediaframe.score.cues import STEM_SLOTS, WORD_SLOTS

NAMES_FILE = "names.txt"
FUNCTION_WORDS_FILE = "function-words.txt"


class Vocabulary:
    """Which cues may be learned; construct with `load`."""

    def __init__(self, names: frozenset[str], function_words: frozenset[str]) -> None:
        self._names = names
        self._function_words = function_words

    def is_name(self, word: str) -> bool:
        """Whether a word of a text is a name of a person, place, organisation or month."""
        return stem(fold(word)) in self._names

    def allows(self, cue: str) -> bool:
        """Whether `cue` may be learned.

        No word of it is a name, or a number but the plain 0 that stands for all, and not every
        word of it is a function word. Cues that hold no free words are allowed.
        """
        slot, _, term = cue.partition(":")
        if slot in WORD_SLOTS:
            term = stem(term)
        elif slot not in STEM_SLOTS:
            return True
        words = term.split(" ")
        if any(word in self._names or (word != "0" and not word.isalpha()) for word in words):
            return False
        return not all(word in self._function_words for word in words)


def load(folder: Path) -> Vocabulary:
    """The lists in `folder`: words in any spelling, `#` starts a comment line.

    Raises:
        DataError: a list cannot be read or holds no word.
    """
    return Vocabulary(_stems(folder / NAMES_FILE), _stems(folder / FUNCTION_WORDS_FILE))


def _stems(path: Path) -> frozenset[str]:
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
        raise DataError(f"{path}: no words in it")
    return words
