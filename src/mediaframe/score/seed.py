"""The seed lexicon: hand-written terms, matched with clitics, gaps, negation and target linking."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from mediaframe import datafile
from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.arabic.stem import stem, stems
from mediaframe.errors import DataError
from mediaframe.score.passage import Passage, Words
from mediaframe.score.seedfile import SeedFile, Term, terms

_LITERAL = re.compile(r"(?:[ء-ي ](?![?*{|]))*")
_NEAR = 6
"""Words between a term and the target that count as linked across a comma."""
_DENIAL_REACH = 14
"""Words after a verb of denial that its complement is taken to cover."""


State = Literal["asserted", "negated", "denied"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A seed term found in a passage; `start:end` are folded offsets."""

    code: str
    term: str
    weight: int
    ambiguous: bool
    state: State
    linked: bool
    """In the target's clause, or a few words from it in the same sentence."""
    gap: int
    """Words between term and target: negative before it, positive after it, 0 inside, or FAR."""
    start: int
    end: int
    in_headline: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    term: str
    rest: tuple[str, ...]
    weight: int
    ambiguous: bool
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Pattern:
    entry: _Entry
    literal: str
    """What every match begins with, for a quick first look."""
    regex: re.Pattern[str]


FAR = 99


class Seeds:
    """The compiled seed lexicon."""

    def __init__(self, file: SeedFile) -> None:
        self._first: dict[str, list[_Entry]] = {}
        self._patterns: list[_Pattern] = []
        for code, term in terms(file):
            self._add(code, term)
        self._negators: dict[str, int] = {}
        self._false: set[tuple[str, str]] = set()
        self._denials: set[str] = set()
        for negator in file.negators:
            words = tuple(WORD.findall(fold(negator.t)))
            if negator.scope.startswith("NOT"):
                self._false.add((words[0], words[1]))
            elif "rebutted" in negator.scope:
                self._denials.update(_inflections(words[0]))
            elif len(words) == 1 and "ambiguous" not in negator.scope:
                self._negators[words[0]] = 8 if "clause" in negator.scope else 2
        self.stances: dict[str, str] = {}
        """Form of a reporting verb -> its stance."""
        for verb in file.reporting_verbs:
            for form in _inflections(WORD.findall(fold(verb.v))[0]):
                self.stances.setdefault(form, verb.stance)
        self._cues: dict[str, set[str]] = {}
        for country, cues in file.country_cues.items():
            for cue in cues if isinstance(cues, list) else ():
                first, *more = WORD.findall(fold(cue))
                if not more:
                    self._cues.setdefault(stem(first), set()).add(country)
        self._candidates = lru_cache(maxsize=50_000)(self._find_candidates)

    def negates(self, form: str) -> bool:
        """Whether the word is a negator, with or without a conjunction."""
        return form in self._negators or _plain(form) in self._negators

    def _add(self, code: str, term: Term) -> None:
        countries: frozenset[str] = frozenset() if "ALL" in term.c else frozenset(term.c)
        if term.re:
            regex = re.compile(rf"(?<!\w)[وف]?(?:{term.t})\w*")
            entry = _Entry(code, term.t, (), term.w, term.amb, countries)
            literal = _LITERAL.match(term.t)
            self._patterns.append(_Pattern(entry, literal[0] if literal else "", regex))
            return
        words = [stem(word) for word in WORD.findall(fold(term.t))]
        if len(words) > 1 and words[-1] in {"ب", "ل"}:
            words.pop()
        entry = _Entry(code, fold(term.t), tuple(words[1:]), term.w, term.amb, countries)
        self._first.setdefault(words[0], []).append(entry)

    def _find_candidates(self, form: str) -> tuple[_Entry, ...]:
        return tuple(entry for key in sorted(stems(form)) for entry in self._first.get(key, ()))

    def __call__(self, passage: Passage) -> Iterator[Hit]:
        """Yield every term found in the text and the headline of `passage`."""
        here = {
            country
            for key in passage.words.stems
            if key in self._cues
            for country in self._cues[key]
        }
        yield from self._in_words(passage.words, passage, here, in_headline=False)
        if not passage.in_headline:
            yield from self._in_words(passage.headline, passage, here, in_headline=True)
        text = passage.folded.text
        for pattern in self._patterns:
            if pattern.literal not in text:
                continue
            for match in pattern.regex.finditer(text):
                first = next(
                    (i for i, span in enumerate(passage.words.spans) if span[1] > match.start()), 0
                )
                yield self._hit(pattern.entry, passage.words, first, first, passage, match.span(),
                                in_headline=False)  # fmt: skip

    def _in_words(
        self, words: Words, passage: Passage, here: set[str], *, in_headline: bool
    ) -> Iterator[Hit]:
        for at, entries in enumerate(map(self._candidates, words.forms)):
            for entry in entries:
                if entry.countries and here and not entry.countries & here:
                    continue
                last = _follow(words, at, entry.rest)
                if last is not None:
                    span = (words.spans[at][0], words.spans[last][1])
                    yield self._hit(entry, words, at, last, passage, span, in_headline=in_headline)

    def _hit(
        self, entry: _Entry, words: Words, at: int, last: int, passage: Passage,
        span: tuple[int, int], *, in_headline: bool,
    ) -> Hit:  # fmt: skip
        gap = FAR
        linked = False
        if not in_headline and words.sentences and words.sentences[at] == passage.sentence:
            if last < passage.first:
                gap = last - passage.first
            elif at >= passage.last:
                gap = at - passage.last + 1
            else:
                gap = 0
            linked = words.clauses[at] == passage.clause or abs(gap) <= _NEAR
        # what an article is about, it is also about where it says no
        state: State = "asserted" if entry.code.startswith("issue=") else self._state(words, at)
        return Hit(
            entry.code, entry.term, entry.weight, entry.ambiguous, state, linked, gap, *span,
            in_headline,
        )  # fmt: skip

    def _state(self, words: Words, at: int) -> State:
        forms = words.forms
        for back in range(1, min(at, _DENIAL_REACH) + 1):
            i = at - back
            if words.sentences[i] != words.sentences[at]:
                break
            form = forms[i]
            if form in self._denials:
                return "denied"
            plain = _plain(form)
            reach = self._negators.get(form) or self._negators.get(plain)
            if (
                reach is not None
                and back <= reach
                and words.clauses[i] == words.clauses[at]
                and (plain, forms[i + 1]) not in self._false
            ):
                return "negated"
        return "asserted"


def _plain(form: str) -> str:
    return form[1:] if len(form) > 2 and form[0] in "وف" else form


def _follow(words: Words, at: int, rest: tuple[str, ...]) -> int | None:
    """Index of the last word of a term whose first word is at `at`; one word may stand between."""
    i = at
    for key in rest:
        for step in (1, 2):
            j = i + step
            if (
                j < len(words.forms)
                and words.sentences[j] == words.sentences[at]
                and (key == words.stems[j] or key in stems(words.forms[j]))
            ):
                i = j
                break
        else:
            return None
    return i


def _inflections(verb: str) -> set[str]:
    """Third-person forms of a strong or derived verb, past and present."""
    stemmed = verb[:-1] if verb.endswith(("ي", "ا")) else verb
    present = verb[1:] if verb.startswith("ا") else verb
    forms = {
        verb,
        stemmed + "ت",
        stemmed + "وا",
        "ي" + present,
        "ت" + present,
        "ي" + stemmed + "ون",
    }
    return forms | {"و" + form for form in forms}


def load(path: Path) -> Seeds:
    """Load and compile the seed lexicon at `path`.

    Raises:
        DataError: the file is missing or a key is wrong, or a term has no word or is no regular
            expression.
    """
    file = datafile.load(path, SeedFile)
    try:
        return Seeds(file)
    except (re.error, IndexError) as error:
        raise DataError(f"{path}: a term without a word or an invalid pattern: {error}") from error
