"""How far a phrase goes on to the right of its matched part."""

from mediaframe.detect.grammar import Grammar
from mediaframe.detect.tokens import Tokens

_LIMIT = 9
"""Most tokens that an extension adds."""
_NAMES = 2
"""Words of a person's name that are taken unless the next one has an article (الفلاني)."""
_LONG = 4
"""A word of more letters that begins like a clitic is no second name (بمستشفى, وأمين)."""
_ADJECTIVES = 4
_QUOTED = 4
"""Most words of a name in quotation marks."""


class Bounds:
    """The extents of a grammar; all methods take and give positions in the token lists."""

    def __init__(self, grammar: Grammar) -> None:
        self._adjectives = frozenset(grammar.adjectives)
        self._nominals = frozenset(grammar.nominals)
        self._names = frozenset(grammar.name_words)
        self._joined = frozenset(grammar.joined)

    def people(self, tokens: Tokens, start: int, end: int) -> int:
        """Past the adjectives after a plural: الناشطون الحقوقيون, نشطاء حقوق الإنسان."""
        tags = tokens.tags
        definite = tags[start].endswith(".d")
        limit = min(len(tags), end + _ADJECTIVES)
        following = [base(tag) for tag in tags[end : end + 2]]
        if len(following) == 2 and (following[0] == "RIGHTS" or following == ["SOCIETY", "CIVIL"]):
            end += 2
        while end < limit and base(tags[end]) in self._adjectives:
            if tags[end].endswith(".d") != definite:
                break
            end += 1
        return end

    def person(self, text: str, tokens: Tokens, start: int, end: int) -> int:
        """Past the adjectives and the name after a title: الناشط الحقوقي فلان الفلاني.

        A title without article (ناشط حقوقي) has no name after it, only a verb or a description.
        """
        definite = any(tag.endswith(".d") for tag in tokens.tags[start:end])
        end = self.people(tokens, start, end)
        if not definite:
            return end
        names = 0
        first = end
        while end < len(tokens) and base(tag := tokens.tags[end]) in self._names:
            word = text[tokens.starts[end] : tokens.ends[end]]
            if end > first and len(word) > _LONG and word[0] in "وبل":
                break
            if names == _NAMES and not tag.endswith(".d"):
                break
            end += 1
            names += tag != "CONNECT"
            if names > 1 and tag.endswith(".d"):
                break
        while end > first and tokens.tags[end - 1] == "CONNECT":
            end -= 1
        return end

    def organisation(self, tokens: Tokens, start: int, end: int) -> int:
        """Past the rest of an organisation's name.

        A definite head goes on with definite words (المنظمة المصرية), an indefinite one with the
        noun it governs (جمعية رسالة); both with a purpose: لحقوق الإنسان, من أجل ..., للدفاع عن ...
        """
        tags = tokens.tags
        if end - start == 1 and (quoted := _past_quoted(tags, end)) > end:
            while base(tags[quoted]) in self._adjectives:
                quoted += 1
            return quoted
        limit = min(len(tags) - 1, end + _LIMIT)
        construct = not tags[end - 1].endswith(".d") and base(tags[end - 1]) not in self._adjectives
        purpose = any(base(tag) in ("L", "SAKE") for tag in tags[start:end])
        # a purpose that has its article is complete: only adjectives and "and" go on
        complete = purpose and (tags[end - 1].endswith(".d") or base(tags[end - 1]) == "PLACE")
        while end < limit:
            tag, after = tags[end], tags[end + 1]
            plain = base(tag)
            if plain in self._nominals:
                if plain not in self._adjectives and (complete or (tag == plain and not construct)):
                    break
                complete = purpose and (tag != plain or plain == "PLACE")
                construct = tag == plain and plain not in self._adjectives and plain != "LAT"
                end += 1
            elif plain == "L" and base(after) in self._nominals and after not in ("W", "LAT"):
                if purpose:
                    break
                construct = not after.endswith(".d")
                complete = not construct
                purpose = True
                end += 2
            elif plain == "ABOUT" and base(tags[end - 1]) in ("DEFENCE", "DEFENDERS", "DEFENDER"):
                if base(after) not in self._nominals:
                    break
                construct = not after.endswith(".d")
                end += 2
            elif plain == "FROM" and after == "SAKE":
                construct = purpose = True
                end += 2
            elif (plain in ("WITHOUT", "NON") and base(after) in ("BORDERS", "GOVERNMENTAL")) or (
                plain == "C" and purpose and base(after) in self._joined and after.endswith(".d")
            ):
                construct = False
                complete = purpose
                end += 2
            else:
                break
        return end


def _past_quoted(tags: list[str], end: int) -> int:
    """Past a name in quotation marks: جمعية «كذا»."""
    if tags[end] != "Q":
        return end
    for close in range(end + 2, min(len(tags), end + 2 + _QUOTED)):
        if tags[close] == "Q":
            return close + 1
        if tags[close] in ("P", "COLON", "END"):
            break
    return end


def base(tag: str) -> str:
    """The class without its mark of definiteness."""
    return tag.removesuffix(".d")
