"""Takes Arabic words apart: proclitics, enclitics, accusative alif, inflected endings.

All functions work on *folded* words (see `mediaframe.arabic.normalise`).
"""

import re
from functools import lru_cache

WORD = re.compile(r"[^\W_]+(?:/[^\W\d_]{1,3}(?![^\W_]))?")
"""A word of folded text; a slash form (الناشطون/ات) is one word."""

_ENCLITICS = ("هما", "هم", "هن", "ها", "كم", "نا", "ه", "ك", "ي")


@lru_cache(maxsize=50_000)
def bases(word: str) -> frozenset[str]:
    """Every reading of `word` with proclitics and enclitics taken off, `word` itself included.

    Proclitics are و ف, then ب ك ل س, then ال (also لل); enclitics are the object and possessive
    pronouns and the accusative alif. A rest shorter than three letters is not proposed.
    """
    word = word.split("/", 1)[0]
    found = {word}
    for rest in _without_proclitics(word):
        found.add(rest)
        if len(rest) > 3 and rest.endswith("ا"):
            found.add(rest[:-1])
        for ending in _ENCLITICS:
            if len(rest) - len(ending) >= 3 and rest.endswith(ending):
                stem = rest[: -len(ending)]
                found.add(stem)
                if stem.endswith("ت"):
                    # a ta marbuta opens before a pronoun: جمعيتها is جمعيه + ها
                    found.add(stem[:-1] + "ه")
    return frozenset(found)


def _without_proclitics(word: str) -> set[str]:
    rests = {word}
    for conjunction in ("و", "ف"):
        if word.startswith(conjunction) and len(word) > 3:
            rests.add(word[1:])
    for rest in tuple(rests):
        if rest.startswith("لل") and len(rest) > 4:
            # ل before ال loses the alef, before a word with ل first nothing: للجنة
            rests.update((rest[1:], rest[2:], "ا" + rest[1:]))
        elif rest.startswith(("ب", "ك", "ل", "س")) and len(rest) > 3:
            rests.add(rest[1:])
    for rest in tuple(rests):
        if rest.startswith("ال") and len(rest) > 4:
            rests.add(rest[2:])
    return rests
