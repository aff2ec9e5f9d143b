"""Finds the grammar's patterns and traps in classed tokens, with spaCy's token matcher."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from mediaframe.detect.grammar import Grammar, Pattern, Step, Trap
from mediaframe.detect.lean_spacy import Doc, Matcher, spacy
from mediaframe.detect.tokens import Tokens

Found = tuple[Pattern | Trap, int, int]
"""What was found, and its first and past-the-end token."""


class PatternMatcher:
    """All patterns and traps of a grammar, compiled once.

    The words of the spaCy document are the token *classes*: its string store then holds a few
    hundred entries however many articles pass. There is one matcher for each class that a pattern
    can begin with, run only where that class stands, because a matcher tries all its patterns at
    every token.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._vocab = spacy.blank("ar").vocab
        self._parts: dict[int, Pattern | Trap] = {}
        by_first: dict[str, list[tuple[str, int, list[dict[str, Any]]]]] = defaultdict(list)
        for kind, parts in (("pattern", grammar.patterns), ("trap", grammar.traps)):
            for part in parts:
                key = f"{kind}:{part.id}"
                self._parts[self._vocab.strings.add(key)] = part
                first, *rest = part.pattern
                steps = [_token(step, grammar.groups) for step in rest]
                for spelling in _spellings(first, grammar.groups):
                    by_first[spelling].append((key, part.reach, [{"ORTH": spelling}, *steps]))
        self._matchers: dict[str, tuple[Matcher, int]] = {}
        for first_class, compiled in by_first.items():
            matcher = Matcher(self._vocab)
            for key, _, tokens in compiled:
                matcher.add(key, [tokens])
            self._matchers[first_class] = (matcher, max(reach for _, reach, _ in compiled))

    def find(self, tokens: Tokens) -> list[Found]:
        """Every match in `tokens`, overlapping ones too."""
        found: list[Found] = []
        matchers = self._matchers
        begins = [i for i, tag in enumerate(tokens.tags) if tag in matchers]
        if not begins:
            return found
        doc = Doc(self._vocab, words=tokens.tags)
        for begin in begins:
            matcher, reach = matchers[tokens.tags[begin]]
            for key, start, end in matcher(doc[begin : begin + reach]):
                if start == 0:
                    found.append((self._parts[key], begin, begin + end))
        return found


def _token(step: Step, groups: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    token: dict[str, Any] = {"ORTH": {"IN": _spellings(step, groups)}}
    return {**token, "OP": step.op} if step.op else token


def _spellings(step: Step, groups: Mapping[str, tuple[str, ...]]) -> list[str]:
    found = []
    for name in step.classes:
        whole, _, form = name.partition(".")
        for base in groups.get(whole, (whole,)):
            found += [base] if form != "d" else []
            found += [base + ".d"] if form != "i" else []
    return found
