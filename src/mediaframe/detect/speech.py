"""Reads who speaks in a sentence: the cues by which the voice of a mention is decided.

After the codebook's `voice.algorithm`: words in a quotation or in the complement of a reporting
verb, or beside a source adjunct (وفق, بحسب), are the speaker's; everything else is the outlet's.
A cue is `name:value`; the cues of a mention are summed with the weights of the voice file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mediaframe.detect.bounds import base
from mediaframe.detect.tokens import Tokeniser, Tokens

_SPEAKERS = ("STATE", "ACTOR", "OTHER", "MEDIA", "SPOKESMAN", "CHIEF")
_VERBS = ("SAY", "GO_ON", "SAYING", "SAID")
_SUBJECT = 7
"""Tokens after a verb of saying among which its subject is sought."""
_REACH = 60
"""Tokens either side of the target that are read; a longer sentence is cut."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence, with the speaker that its last verb of saying has."""

    tokens: Tokens
    speaker: str


class Speech:
    """Finds the cues of mentions; knows words, no names."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """`words`: folded form -> class of the voice file."""
        self._tokeniser = Tokeniser(words, owned=())

    def sentence(self, text: str, start: int, end: int) -> Sentence:
        """Read `text[start:end]`, one sentence of a folded text."""
        tokens = Tokens()
        self._tokeniser.add(tokens, text, start, end)
        tags = [base(tag) for tag in tokens.tags]
        tokens.tags[:] = tags
        speaker = ""
        for i, tag in enumerate(tags):
            if tag in _VERBS:
                speaker = _speaker(tags, i, len(tags), None) or speaker
        return Sentence(tokens, speaker)

    def cues(
        self,
        text: str,
        start: int,
        end: int,
        *,
        own: Sentence,
        before: Sentence | None,
        headline: Sentence | None,
        actor_type: str,
    ) -> list[str]:
        """Cues of the mention at `start:end` of the folded `text`.

        Args:
            own: its sentence. before: the sentence before. headline: None in a headline.
        """
        tokens = own.tokens
        tags = tokens.tags
        first = _token_at(tokens, start)
        last = max(first + 1, _token_at(tokens, end - 1) + 1)
        low, high = max(0, first - _REACH), min(len(tags), last + _REACH)
        found = ["bias", "type:" + actor_type]
        found += _governing(tags, first, last, low, before)
        found += _after(tags, last, high)
        found += _around(tags, first, last, low, high)
        if headline is not None:
            found += _headline(headline.tokens.tags)
        if before is not None and before.speaker:
            found.append("before:" + before.speaker)
        return found


def _token_at(tokens: Tokens, offset: int) -> int:
    at = 0
    for at, end in enumerate(tokens.ends):
        if end > offset:
            break
    return at


def _governing(
    tags: list[str], first: int, last: int, low: int, before: Sentence | None
) -> Iterable[str]:
    """The verb or adjunct on the left that the target's clause hangs on."""
    opened = False
    quoted = False
    near = True
    for i in range(first - 1, low - 1, -1):
        tag = tags[i]
        if tag == "Q":
            quoted = not quoted
        if tag == "THAT":
            opened = True
        if tag == "ACCORDING" and near:
            yield "according_before:" + (_first_speaker(tags, i + 1, i + 6, first, last) or "?")
            near = False
        if tag not in _VERBS:
            continue
        if near:
            yield f"verb_distance:{min(first - i, 3)}"
            near = False
        if not opened and not quoted:
            if first - i <= 4:
                yield "subject_of:" + tag
            continue
        speaker = _speaker(tags, i, first, (first, last))
        if not speaker and before is not None:
            speaker = "before_" + before.speaker if before.speaker else ""
        how = "quoted" if quoted else "that"
        yield f"governed:{tag}:{how}"
        yield f"speaker:{speaker or '?'}"
        yield f"speaker_{how}:{speaker or '?'}"
        return
    if quoted:
        yield "quoted_only"
    yield "free"


def _after(tags: list[str], last: int, high: int) -> Iterable[str]:
    """Verbs and adjuncts after the target."""
    for i in range(last, high):
        tag = tags[i]
        if tag == "ACCORDING":
            yield "according_after:" + (_first_speaker(tags, i + 1, i + 6, -1, -1) or "?")
            return
        if tag in _VERBS:
            kind = "opens" if any(t == "THAT" for t in tags[i + 1 : i + 9]) else "plain"
            yield f"verb_after:{kind}:{min(i - last, 4)}"
            return
    yield "nothing_after"


def _around(tags: list[str], first: int, last: int, low: int, high: int) -> Iterable[str]:
    quotes = sum(tag == "Q" for tag in tags[low:first])
    if quotes % 2 and "Q" in tags[last:high]:
        yield "in_quotation"
    for name in sorted({tag for tag in (*tags[low:first], *tags[last:high]) if tag in _SPEAKERS}):
        yield "sentence:" + name
    if "FIRST" in tags[low:high]:
        yield "first_person"
    if first == 0 or (first == 1 and tags[0] in ("C", "B", "L")):
        yield "opens_sentence"


def _headline(tags: list[str]) -> Iterable[str]:
    for i, tag in enumerate(tags[:12]):
        if tag == "COLON":
            yield "headline_colon:" + (_first_speaker(tags, 0, i, -1, -1) or "?")
            return
    named = _first_speaker(tags, 0, len(tags), -1, -1)
    if named:
        yield "headline:" + named


def _speaker(tags: list[str], verb: int, limit: int, target: tuple[int, int] | None) -> str:
    """Class of the subject of the verb at `verb`: after it up to what opens the words, or before."""
    stop = verb + 1
    while stop < min(limit, verb + 1 + _SUBJECT) and tags[stop] not in ("THAT", "Q", "COLON"):
        stop += 1
    if target is not None and verb < target[0] < stop:
        return "SELF"
    if stop > verb + 1:
        found = _first_speaker(tags, verb + 1, stop, -1, -1)
        if found:
            return found
        if any(tag in ("W", "LAT") for tag in tags[verb + 1 : stop]):
            return "NAME"
    # the subject stands before its verb: «مدير المركز فلان قال إن»
    for i in range(verb - 1, max(-1, verb - 13), -1):
        if tags[i] in _SPEAKERS:
            return "left_" + tags[i]
    return ""


def _first_speaker(tags: list[str], start: int, stop: int, first: int, last: int) -> str:
    chief = ""
    for i in range(start, min(stop, len(tags))):
        if first <= i < last:
            continue
        tag = tags[i]
        if tag in ("CHIEF", "SPOKESMAN"):
            chief = chief or tag
        elif tag in _SPEAKERS:
            return tag
    return chief
