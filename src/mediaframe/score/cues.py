"""The cues of a passage: the named features that the learned weights are about.

A cue is `slot:term`. Slots of a learned term (a stem, or two stems with at most one word between):

    any    anywhere in text or headline        head   in the headline
    pre    at most four words before           post   at most four words after the target
    left   at most eight words before          right  at most eight words after the target
    lead   first word of the target's clause   not    after a negator in the target's sentence
    self   a word of the target itself         form   the target's first word as written
    pair   two words in the target's sentence  shape  prefix, ending and position of the target

Slots of the seed lexicon, each with the code that the term stands for: term (this one, so that a
term can be trusted more or less than others), seed (anywhere), linked (to the target), onto (at
most two words before the target), of (as many after it), negated, denied; and for sums of weights:
strong (at least 3, ambiguous terms at half weight unless linked), strong6, strong9, bound3, bound5
(of linked terms), bound6 (6 in all, 2 linked), titled (3 in the headline). Slots of reporting
verbs, with their stance: near (in the sentence), before and after (the target).

One slot of what the detector says of the window, not read in it: actor (its type).
"""

import re
from collections.abc import Container, Iterable

from mediaframe.score.passage import Passage, Words
from mediaframe.score.seed import FAR, Hit, Seeds

REACH = 4
FAR_REACH = 8
NEGATED = 2
"""Words after a negator that count as negated."""
_PREFIX = re.compile(r"[وف]?(?:[بلك]?ال|لل|[بلك](?=.{4}))?")
_ENDING = re.compile(r"(?:ون|ين|ان|ات|ه)$")

Place = tuple[int, int, bool, str]
"""Where a cue was first seen: start, end (folded offsets), whether in the headline, and the entry
of the seed lexicon (empty where the cue itself names its term)."""


GIVEN = "actor:"
STEM_SLOTS = frozenset(
    ("any", "head", "lead", "left", "not", "pair", "post", "pre", "right", "self")
)
WORD_SLOTS = frozenset(("form",))


class _All:
    def __contains__(self, cue: object) -> bool:
        return True


ALL: Container[str] = _All()


def cues(
    passage: Passage, seeds: Seeds, hits: Iterable[Hit], wanted: Container[str] = ALL
) -> dict[str, Place]:
    """The cues of `passage` that are `wanted`, with the first place they occur at."""
    found: dict[str, Place] = {}
    _word_cues(passage, found, wanted)
    _clause_cues(passage, seeds, found, wanted)
    _shape_cues(passage, found, wanted)
    _seed_cues(hits, found, wanted)
    return found


def given(actor_type: str) -> str:
    """The cue of what the detector says of a window."""
    return GIVEN + actor_type


def is_given(cue: str) -> bool:
    """Whether `cue` is said of a window, not read in it."""
    return cue.startswith(GIVEN)


def _word_cues(passage: Passage, found: dict[str, Place], wanted: Container[str]) -> None:
    words = passage.words
    stems, spans, sentences = words.stems, words.spans, words.sentences
    first, last, sentence = passage.first, passage.last, passage.sentence
    size = len(stems)
    for i, stem in enumerate(stems):
        if first <= i < last:
            _add(found, wanted, "self:" + stem, spans[i])
            continue
        cue = "any:" + stem
        if cue in wanted and cue not in found:
            found[cue] = (*spans[i], False, "")
        if sentences[i] != sentence:
            continue
        if first - FAR_REACH <= i < first:
            _add(found, wanted, "left:" + stem, spans[i])
            if first - REACH <= i:
                _add(found, wanted, "pre:" + stem, spans[i])
        elif last <= i < last + FAR_REACH:
            _add(found, wanted, "right:" + stem, spans[i])
            if i < last + REACH:
                _add(found, wanted, "post:" + stem, spans[i])
        start = "pair:" + stem + " "
        for j in (i + 1, i + 2):
            if j < size and sentences[j] == sentence:
                cue = start + stems[j]
                if cue in wanted and cue not in found:
                    found[cue] = (spans[i][0], spans[j][1], False, "")
    if not passage.in_headline:
        for stem, span in zip(passage.headline.stems, passage.headline.spans, strict=True):
            cue = "head:" + stem
            if cue in wanted and cue not in found:
                found[cue] = (*span, True, "")


def _clause_cues(
    passage: Passage, seeds: Seeds, found: dict[str, Place], wanted: Container[str]
) -> None:
    words = passage.words
    leads = False
    negated = 0
    for i in _sentence(words, passage):
        if words.clauses[i] == passage.clause and not leads:
            leads = True
            _add(found, wanted, "lead:" + words.stems[i], words.spans[i])
        if negated:
            negated -= 1
            _add(found, wanted, "not:" + words.stems[i], words.spans[i])
        if seeds.negates(words.forms[i]):
            negated = NEGATED
        stance = seeds.stances.get(words.forms[i])
        if stance is not None:
            _add(found, wanted, "near:" + stance, words.spans[i])
            if i in (passage.first - 1, passage.first - 2):
                _add(found, wanted, "before:" + stance, words.spans[i])
            elif passage.last <= i < passage.last + 3:
                _add(found, wanted, "after:" + stance, words.spans[i])


def _shape_cues(passage: Passage, found: dict[str, Place], wanted: Container[str]) -> None:
    """Grammar of the target: the agent of a sound plural is written with ون, a patient with ين."""
    words, first = passage.words, passage.first
    if first >= len(words.forms):
        return
    form, span = words.forms[first], words.spans[first]
    prefix, ending = _PREFIX.match(form), _ENDING.search(form)
    begin = first
    while begin > 0 and words.sentences[begin - 1] == passage.sentence:
        begin -= 1
    opens = first > 0 and words.clauses[first - 1] != words.clauses[first]
    _add(found, wanted, "shape:prefix=" + (prefix[0] if prefix else ""), span)
    _add(found, wanted, "shape:ending=" + (ending[0] if ending else ""), span)
    _add(found, wanted, f"shape:from_start={min(first - begin, 3)}", span)
    _add(found, wanted, f"shape:opens_clause={opens}", span)
    _add(found, wanted, "form:" + form, span)
    if passage.folded.text[: span[0]].rstrip().endswith('"'):
        _add(found, wanted, "shape:quoted", span)
    if not passage.in_headline and not set(passage.headline.stems).isdisjoint(
        words.stems[first : passage.last]
    ):
        _add(found, wanted, "shape:in_headline", span)


def _seed_cues(hits: Iterable[Hit], found: dict[str, Place], wanted: Container[str]) -> None:
    sums: dict[str, _Sums] = {}
    for hit in hits:
        place = (hit.start, hit.end, hit.in_headline, hit.term)
        names = [f"{'seed' if hit.state == 'asserted' else hit.state}:{hit.code}"]
        if hit.state == "asserted":
            names.append(f"term:{hit.code}:{hit.term}")
            if hit.linked:
                names.append(f"linked:{hit.code}")
                if abs(hit.gap) <= 2 and hit.gap != FAR:
                    names.append(f"{'onto' if hit.gap < 0 else 'of'}:{hit.code}")
            names += [f"{name}:{hit.code}" for name in sums.setdefault(hit.code, _Sums()).add(hit)]
        for name in names:
            if name in wanted:
                found.setdefault(name, place)


class _Sums:
    """Adds up the weights of the hits for one code; two terms at one place count once."""

    def __init__(self) -> None:
        self.all = self.linked = self.headline = self.weighed = 0.0
        self._places: set[tuple[int, bool]] = set()

    def add(self, hit: Hit) -> list[str]:
        """Slots that the sums have reached with `hit`."""
        self.weighed += hit.weight if hit.linked or not hit.ambiguous else hit.weight / 2
        if (hit.start, hit.in_headline) not in self._places:
            self._places.add((hit.start, hit.in_headline))
            self.all += hit.weight
            self.linked += hit.weight * hit.linked
            self.headline += hit.weight * hit.in_headline
        reached = {
            "strong": self.weighed >= 3,
            "strong6": self.all >= 6,
            "strong9": self.all >= 9,
            "bound3": self.linked >= 3,
            "bound5": self.linked >= 5,
            "bound6": self.linked >= 2 and self.all >= 6,
            "titled": self.headline >= 3,
        }
        return [slot for slot, yes in reached.items() if yes]


def _sentence(words: Words, passage: Passage) -> range:
    """The indexes of the words of the target's sentence."""
    begin = end = min(passage.first, len(words.forms))
    while begin > 0 and words.sentences[begin - 1] == passage.sentence:
        begin -= 1
    while end < len(words.forms) and words.sentences[end] == passage.sentence:
        end += 1
    return range(begin, end)


def _add(found: dict[str, Place], wanted: Container[str], cue: str, span: tuple[int, int]) -> None:
    if cue in wanted and cue not in found:
        found[cue] = (*span, False, "")
