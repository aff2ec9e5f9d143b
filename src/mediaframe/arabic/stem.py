"""A light stem of an Arabic word, the form in which lexicon terms are stored and compared."""

from functools import lru_cache

from mediaframe.arabic.clitics import bases

_SUFFIXES = (
    "تهما", "تهم", "هما", "ها", "هم", "هن", "نا", "ان", "ات", "ون", "ين",
    "يه", "ته", "ه", "ي", "وا", "ا", "ت",
)  # fmt: skip


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word: no و, article, plural, gender or pronoun ending; numbers are 0.

    After the light10 stemmer (Larkey, Ballesteros and Connell 2007), with one suffix taken off.
    The prepositions ب ك ل stay on a word without article, where they cannot be told from a root.
    """
    word = word.partition("/")[0]
    if word.isdigit():
        return "0"
    if len(word) > 3 and word[0] == "و":
        word = word[1:]
    if word.startswith(("بال", "كال", "فال")) and len(word) > 5:
        word = word[3:]
    elif (word.startswith("لل") and len(word) > 4) or (word.startswith("ال") and len(word) > 3):
        word = word[2:]
    return _without_suffix(word)


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


@lru_cache(maxsize=50_000)
def stems(word: str) -> frozenset[str]:
    """The stems of every reading of a folded word (see `clitics.bases`)."""
    return frozenset(stem(base) for base in bases(word))


@lru_cache(maxsize=50_000)
def search_term(word: str) -> str:
    """The form in which a folded word is indexed and sought: endings off until none is left.

    جمعية, جمعيات and والجمعيات share one term, at the price of some unrelated words that do too.
    """
    if word.isdigit():
        return word
    term = stem(word)
    while (shorter := _without_suffix(term)) != term:
        term = shorter
    return term
