"""How far a phrase goes on to the right of its matched part."""

from mediaframe.detect.grammar import Grammar
from mediaframe.detect.tokens import Tokens

_LIMIT = 9
"""Most tokens that an extension adds."""
_NAMES = 3
_ADJECTIVES = 4


class Bounds:
    """The extents of a grammar; all methods take and give positions in the token lists."""

    def __init__(self, grammar: Grammar) -> None:
        self._adjectives = frozenset(grammar.adjectives)
        self._nominals = frozenset(grammar.nominals)
        self._names = frozenset(grammar.name_words)

    def people(self, tokens: Tokens, start: int, end: int) -> int:
        """Past the adjectives after a plural: الناشطون الحقوقيون, نشطاء حقوق الإنسان."""
        tags = tokens.tags
        definite = tags[start].endswith(".d")
        limit = min(len(tags), end + _ADJECTIVES)
        if end + 1 < len(tags) and base(tags[end]) == "RIGHTS":
            end += 2
        elif end + 1 < len(tags) and base(tags[end]) == "SOCIETY" and base(tags[end + 1]) == "CIVIL":
            end += 2
        while end < limit and base(tags[end]) in self._adjectives and tags[end].endswith(".d") == definite:
            end += 1
        return end

    def person(self, tokens: Tokens, start: int, end: int) -> int:
        """Past the adjectives and the name after a title: الناشط الحقوقي فلان الفلاني."""
        end = self.people(tokens, start, end)
        tags = tokens.tags
        limit = min(len(tags), end + _NAMES)
        first = end
        while end < limit and base(tags[end]) in self._names:
            end += 1
            if end > first + 1 and tags[end - 1].endswith(".d"):
                break
        return end

    def organisation(self, tokens: Tokens, start: int, end: int) -> int:
        """Past the rest of an organisation's name.

        A definite head goes on with definite words (المنظمة المصرية), an indefinite one with the
        noun it governs (جمعية رسالة); both with a purpose: لحقوق الإنسان, من أجل ..., للدفاع عن ...
        """
        tags = tokens.tags
        limit = min(len(tags) - 1, end + _LIMIT)
        construct = not tags[end - 1].endswith(".d") and base(tags[end - 1]) not in self._adjectives
        purpose = any(base(tag) in ("L", "SAKE") for tag in tags[start:end])
        while end < limit:
            tag, after = tags[end], tags[end + 1]
            plain = base(tag)
            if plain in self._nominals:
                if tag == plain and not construct and plain not in self._adjectives:
                    break
                construct = tag == plain and plain not in self._adjectives and plain != "LAT"
                end += 1
            elif plain == "L" and base(after) in self._nominals and after not in ("W", "LAT"):
                if purpose:
                    break
                construct = not after.endswith(".d")
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
            elif plain in ("WITHOUT", "NON") and base(after) in ("BORDERS", "GOVERNMENTAL"):
                construct = False
                end += 2
            elif plain == "C" and purpose and base(after) in self._nominals and after.endswith(".d"):
                construct = False
                end += 2
            else:
                break
        return end


def base(tag: str) -> str:
    """The class without its mark of definiteness."""
    return tag.removesuffix(".d")
