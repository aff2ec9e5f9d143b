"""Finds the candidates of one text: automaton first, then spaCy on the sentences that need it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mediaframe.arabic import sentences
from mediaframe.arabic.normalise import Normalised
from mediaframe.detect.actors import ActorRegistry
from mediaframe.detect.antecedents import Antecedents
from mediaframe.detect.bounds import base
from mediaframe.detect.candidate import Candidate
from mediaframe.detect.disambiguation import Disambiguator
from mediaframe.detect.grammar import Grammar
from mediaframe.detect.names import Automaton, Hits, NameHit
from mediaframe.detect.overlaps import settle
from mediaframe.detect.phrases import Phrases, without_article
from mediaframe.detect.tokens import Tokeniser, Tokens

Spans = list[tuple[int, int]]

_STRONG, _HEAD, _QUALIFIER = 0, 1, 2
_NEARBY = 5
"""Tokens around a person's name within which a word of the trade must stand."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The candidates of a text, with what was computed on the way."""

    text: Normalised
    candidates: list[Candidate]
    spans: Spans
    """Sentences of the folded text; empty where there is no candidate."""


class Scanner:
    """Finds candidates by a registry and a grammar."""

    def __init__(self, registry: ActorRegistry, rules: Grammar) -> None:
        words = rules.words()
        self._automaton = Automaton(registry.names, _watched(rules, words))
        self._tokeniser = Tokeniser(words, owned=rules.owned)
        self._phrases = Phrases(rules)
        self._antecedents = Antecedents(
            [word for word, name in words.items() if name in rules.referring]
        )
        self._disambiguator = Disambiguator(registry.disambiguation)
        self._trades = frozenset(rules.trades)
        self._heads = frozenset(rules.referring)

    def scan(self, text: Normalised, *, other: str = "", before: Sequence[Candidate] = ()) -> Scan:
        """Find the candidates of `text`.

        Args:
            other: folded text of the article's other part, for `require_context`.
            before: candidates of the headline, to which a bare noun may refer.
        """
        folded = text.text
        if not folded:
            return Scan(text, [], [])
        hits = self._automaton.find(folded)
        if not hits.names and not hits.words:
            return Scan(text, [], [])
        spans = sentences.sentences(folded)
        tokens = self._tokens(folded, spans, hits)
        found = self._names(text, other, hits.names, tokens)
        if tokens.tags:
            for candidate in self._phrases.find(folded, tokens):
                kept = self._disambiguator.apply(folded, candidate)
                if kept is not None:
                    found.append(kept)
        candidates = settle(found)
        earlier = [replace(c, start=c.start - _BEFORE, end=c.end - _BEFORE) for c in before]
        bare = self._antecedents.find(folded, [*earlier, *candidates])
        return Scan(text, settle([*candidates, *bare]) if bare else candidates, spans)

    def _tokens(self, text: str, spans: Spans, hits: Hits) -> Tokens:
        tokens = Tokens()
        for index in _wanted(spans, hits):
            start, end = spans[index]
            self._tokeniser.add(tokens, text, start, end)
            tokens.tags.append("END")
            tokens.starts.append(end)
            tokens.ends.append(end)
        return tokens

    def _names(
        self, text: Normalised, other: str, hits: Iterable[NameHit], tokens: Tokens
    ) -> list[Candidate]:
        found = []
        confirmed: set[str] = set()
        for hit in hits:
            name, folded = hit.name, text.text
            if name.require_context and not any(
                word in folded or word in other for word in name.require_context
            ):
                continue
            if name.latin:
                start, end = text.to_original(hit.start, hit.end)
                if text.original[start:end] != name.surface:
                    continue
            at = bisect_left(tokens.starts, hit.start)
            if name.needs_context_nearby and name.actor.id not in confirmed:
                near = tokens.tags[max(0, at - _NEARBY) : at + 2 + _NEARBY]
                if not any(base(tag) in self._trades for tag in near):
                    continue
                confirmed.add(name.actor.id)
            start = hit.start
            if not name.actor.is_person:
                start = self._with_head(tokens, at, start)
            found.append(self._named(hit, folded, start))
        return found

    def _with_head(self, tokens: Tokens, at: int, start: int) -> int:
        """Start of the organisation noun that stands before a name, or of the name itself."""
        if at >= len(tokens) or tokens.starts[at] != start:
            return start
        for back in (at - 1, at - 2):
            if back < 0 or (back == at - 2 and tokens.tags[at - 1] not in ("Q", "P")):
                break
            if base(tokens.tags[back]) in self._heads:
                return tokens.starts[back]
        return start

    def _named(self, hit: NameHit, text: str, start: int) -> Candidate:
        actor = hit.name.actor
        first = without_article(text[start : hit.end].partition(" ")[0])
        return Candidate(
            start=start,
            end=hit.end,
            actor_type=actor.type,
            rule="name",
            in_scope=hit.name.in_scope,
            actor_id=actor.id or None,
            head=first if first in self._antecedents.nouns else "",
            is_body=not actor.is_person,
        )


_BEFORE = 1 << 40
"""Puts the headline's offsets before those of the text."""


def _wanted(spans: Spans, hits: Hits) -> list[int]:
    """Sentences with a strong word, with a head noun and a qualifier, or with a name."""
    strong: set[int] = set()
    heads: set[int] = set()
    qualifiers: set[int] = set()
    groups = (strong, heads, qualifiers)
    starts = [start for start, _ in spans]
    for position, kind in hits.words:
        groups[kind].add(bisect_right(starts, position) - 1)
    strong.update(bisect_right(starts, hit.start) - 1 for hit in hits.names)
    strong |= heads & qualifiers
    strong.discard(-1)
    return sorted(strong)


def _watched(rules: Grammar, words: dict[str, str]) -> dict[str, int]:
    kinds = dict.fromkeys(rules.qualifiers, _QUALIFIER)
    kinds.update(dict.fromkeys(rules.heads, _HEAD))
    kinds.update(dict.fromkeys(rules.triggers, _STRONG))
    return {word: kinds[name] for word, name in words.items() if name in kinds}
