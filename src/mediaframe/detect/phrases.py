"""Turns pattern matches in classed tokens into candidates."""

from mediaframe.detect.bounds import Bounds, base
from mediaframe.detect.candidate import Candidate
from mediaframe.detect.grammar import Grammar, Pattern, Trap
from mediaframe.detect.matcher import PatternMatcher
from mediaframe.detect.tokens import Tokens

_AFTER_MODIFIER = frozenset(("IN", "L", "B", "PREP", "P", "END", "C", "FROM"))
"""What follows an adjective (المنظمات الناشطة في ...) rather than a person's title."""
_SPORT_NEAR = 12
"""Tokens either side within which a word of sport makes a body a club."""
_CIVIC = frozenset(("CIVIC", "RIGHTS", "RIGHTS_F", "CAUSE", "RELIEF"))


class Phrases:
    """Finds the phrases of a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        self._matcher = PatternMatcher(grammar)
        self._bounds = Bounds(grammar)
        self._openers = frozenset(grammar.openers)

    def find(self, text: str, tokens: Tokens) -> list[Candidate]:
        """Candidates in `tokens`, which may overlap each other."""
        traps: list[tuple[int, int]] = []
        patterns: list[tuple[Pattern, int, int]] = []
        for part, start, end in self._matcher.find(tokens):
            if isinstance(part, Trap):
                traps.append((start, end))
            else:
                patterns.append((part, start, end))
        found = []
        for part, start, end in patterns:
            # a longer pattern is more certain than the trap that it reaches beyond
            if any(first <= start and end <= last for first, last in traps):
                continue
            begin = start + part.skip
            if part.noun != "any" and self._is_adjective(part, text, tokens, begin, end):
                continue
            if part.extent == "org" and not _coherent(tokens.tags, begin, end):
                continue
            end = self._extend(part, text, tokens, begin, end)
            if part.sports == "drop" and _sporting(tokens.tags, begin, end):
                continue
            found.append(self._candidate(part, text, tokens, begin, end))
        return found

    def _extend(self, part: Pattern, text: str, tokens: Tokens, start: int, end: int) -> int:
        if part.extent == "people":
            return self._bounds.people(tokens, start, end)
        if part.extent == "person":
            return self._bounds.person(text, tokens, start, end)
        if part.extent == "org":
            return self._bounds.organisation(tokens, start, end)
        return end

    def _candidate(
        self, part: Pattern, text: str, tokens: Tokens, start: int, end: int
    ) -> Candidate:
        first, last = tokens.starts[start], tokens.ends[end - 1]
        is_body = part.extent == "org" or base(tokens.tags[start]) == "ORGS"
        head = text[first : tokens.ends[start]] if is_body else ""
        return Candidate(
            start=first,
            end=last,
            actor_type=part.type,
            rule=part.id,
            head=without_article(head),
            is_body=is_body,
        )

    def _is_adjective(self, part: Pattern, text: str, tokens: Tokens, start: int, end: int) -> bool:
        if start == 0:
            return False
        noun, adjective = (text[tokens.starts[i] : tokens.ends[i]] for i in (start - 1, start))
        if tokens.tags[start - 1].endswith(".d") and noun[-1] == "ه" != adjective[-1]:
            # an adjective agrees in gender: اعتقلت الشرطة الصحفي
            return False
        before, own = tokens.tags[start - 1], tokens.tags[start]
        if before == "C" and start > 1 and part.noun == "strict":
            # one adjective in a row of them: أهداف اجتماعية وحقوقية
            before = tokens.tags[start - 2]
        if base(before) in self._openers or before.endswith(".d") != own.endswith(".d"):
            return False
        return part.noun != "modifier" or base(tokens.tags[end]) in _AFTER_MODIFIER


def _coherent(tags: list[str], start: int, end: int) -> bool:
    """Whether one noun phrase can hold the tokens: after a word with article none is without.

    That is so up to a purpose (ل, من أجل); a foreign name and marks do not count.
    """
    definite = tags[start].endswith(".d")
    titled = False
    for tag in tags[start + 1 : end]:
        if tag in ("L", "B", "FROM", "ABOUT", "C"):
            return True
        if tag in ("Q", "P", "LAT", "NON", "PLACE", "CONNECT"):
            continue
        if titled:
            # the name after a title has no article: مؤسسة الملك فلان الخيرية
            titled = False
            continue
        titled = base(tag) == "ROYAL"
        if definite and not tag.endswith(".d"):
            return False
        definite = tag.endswith(".d")
    return True


def _sporting(tags: list[str], start: int, end: int) -> bool:
    """Whether sport is the matter, and the name itself says nothing of charity or rights."""
    if any(base(tag) in _CIVIC for tag in tags[start:end]):
        return False
    near = tags[max(0, start - _SPORT_NEAR) : end + _SPORT_NEAR]
    return any(base(tag) == "SPORT" for tag in near)


def without_article(word: str) -> str:
    """A folded noun without ال or لل."""
    return word[2:] if word.startswith(("ال", "لل")) else word
