"""The words that page systems and themes put into classes, ids and roles."""

import re
from functools import lru_cache

_NOT = frozenset(("no", "has", "with", "without", "hide", "show"))
"""`no-sidebar` names no sidebar."""
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def words(text: str) -> frozenset[str]:
    """A set of words written in a row."""
    return frozenset(text.split())


@lru_cache(maxsize=4096)
def tokens(names: str) -> frozenset[str]:
    """The words in class names and ids, in small letters: `Inline_relatedPosts` has three."""
    found = []
    last = ""
    for match in _TOKEN.finditer(names):
        word = match[0].lower()
        if last not in _NOT:
            found.append(word)
        last = word
    return frozenset(found)


COMMENTS = words("comment comments commentlist jcomments disqus respond reply replies")
SUBTITLES = words("sub subtitle deck standfirst excerpt summary")
