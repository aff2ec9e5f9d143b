"""Reads the acts of saying in a sentence: who says, with which verb, and where the words open."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mediaframe.arabic.stem import stem
from mediaframe.detect.bounds import base
from mediaframe.detect.tokens import Tokeniser, Tokens

PARTIES = ("STATE", "ACTOR", "OTHER", "MEDIA")
VERBS = ("SAY", "GO_ON", "SAYING", "SAID")
_OPENING = ("THAT", "Q", "COLON")
OFFICES = ("CHIEF", "SPOKESMAN", "TITLE")
_ENDS_SUBJECT = ("TO", "ACCORDING", "B", "L", "K", "RESET")
SUBJECT = 12
"""Tokens after a verb of saying among which its subject is sought."""
_OPENS_WITHIN = 32
"""Tokens after a verb of saying among which the words said open: titles and places come between."""
_NEEDS = {"بين": "THAT", "راي": "THAT", "عبر": "عن"}
_BEFORE_NOUNS = ("B", "L", "K", "IN", "TO", "OF")
NAME_CONTEXT = 5
_NAME_WORDS = 4
"""Words of a quotation that is the name of something rather than what somebody said."""


@dataclass(frozen=True, slots=True)
class Act:
    """One verb of saying in a sentence; positions are those of its tokens."""

    verb: int
    kind: str
    lemma: str
    speaker: str
    """STATE, ACTOR, OTHER, MEDIA, CHIEF, SPOKESMAN, TITLE, NAME, or empty where nobody is named."""
    parties: str
    """All parties in the subject, such as ACTOR+OTHER for the lawyer of a party."""
    names: tuple[str, ...]
    """Other words of the subject, by which it may be known from elsewhere."""
    nouns: tuple[str, ...]
    """Stems of all words of the subject."""
    subject_end: int
    opens: int | None
    """First token of the words said, where أن, a colon or a quotation mark opens them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence with its acts of saying."""

    tokens: Tokens
    words: list[str]
    acts: list[Act]

    @property
    def speaker(self) -> str:
        """Who speaks last in it; empty where nobody does."""
        return next((act.speaker for act in reversed(self.acts) if act.speaker), "")

    def party_of(self, names: Sequence[str], *, but: range = range(0)) -> str:
        """The party whose noun stands nearest to one of `names`, empty where none does.

        Args:
            but: tokens where the names are not looked for.
        """
        wanted = set(names)
        tags = self.tokens.tags
        for i, word in enumerate(self.words):
            if tags[i] == "W" and word in wanted and i not in but:
                for near in range(1, NAME_CONTEXT + 1):
                    for j in (i - near, i + near):
                        if 0 <= j < len(tags) and tags[j] in PARTIES:
                            return tags[j]
        return ""

    def part(self, low: int, high: int) -> "Sentence":
        """The tokens from `low` to before `high`, with the acts whose verb is among them."""
        tokens = self.tokens
        begin = bisect_left(self.acts, low, key=lambda act: act.verb)
        stop = bisect_left(self.acts, high, key=lambda act: act.verb)
        return Sentence(
            Tokens(tokens.tags[low:high], tokens.starts[low:high], tokens.ends[low:high]),
            self.words[low:high],
            [
                replace(
                    act,
                    verb=act.verb - low,
                    subject_end=act.subject_end - low,
                    opens=None if act.opens is None else act.opens - low,
                )
                for act in self.acts[begin:stop]
            ],
        )


class Speech:
    """Finds the acts of saying; knows words, no names."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """`words`: folded form -> class of the voice file."""
        self._tokeniser = Tokeniser(words, owned=())

    def sentence(self, text: str, start: int, end: int) -> Sentence:
        """Read `text[start:end]`, one sentence of a folded text."""
        tokens = Tokens()
        self._tokeniser.add(tokens, text, start, end)
        words = [text[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
        tags = [base(tag) for tag in _without_nouns(tokens.tags, words)]
        tokens.tags[:] = _without_name_marks(tags)
        acts: list[Act] = []
        for i, tag in enumerate(tokens.tags):
            if tag in VERBS:
                acts.append(speech_act(tokens.tags, words, i, acts[-1] if acts else None))
        return Sentence(tokens, words, acts)


def _without_nouns(tags: list[str], words: list[str]) -> list[str]:
    """The tags with nouns and prepositions that are spelled like a verb of saying told apart.

    المتهم, بطلب: a verb has neither article nor preposition; بين, رأي and عبر are verbs only where
    what is said follows (بيّن أن, عبّر عن).
    """
    found = list(tags)
    for i, tag in enumerate(tags):
        if base(tag) not in VERBS:
            continue
        needed = _NEEDS.get(words[i])
        after_preposition = i > 0 and tags[i - 1] in _BEFORE_NOUNS
        lacking = needed is not None and not any(
            tags[j] == "THAT" if needed == "THAT" else words[j] == needed
            for j in range(i + 1, min(len(tags), i + 1 + SUBJECT))
        )
        if tag.endswith(".d") or after_preposition or lacking:
            found[i] = "W"
    return found


def _without_name_marks(tags: list[str]) -> list[str]:
    """The tags with quotation marks around a short name (منظمة «كذا») turned into plain marks."""
    opened = -1
    for i, tag in enumerate(tags):
        if tag == "Q":
            if opened >= 0 and i - opened <= _NAME_WORDS + 1 and "THAT" not in tags[opened:i]:
                tags[opened] = tags[i] = "P"
                opened = -1
            else:
                opened = i
    return tags


def speech_act(
    tags: list[str], words: list[str], verb: int, previous: Act | None, until: int | None = None
) -> Act:
    limit = len(tags) if until is None else until
    opens = None
    stop = verb + 1
    for stop in range(verb + 1, min(limit, verb + 1 + _OPENS_WITHIN)):
        tag = tags[stop]
        if tag == "THAT" or (tag in _OPENING and stop <= verb + SUBJECT):
            opens = stop + 1
            break
        if tag in VERBS:
            break
    else:
        stop = limit
    stop = min(stop, verb + 1 + SUBJECT)
    parties: list[str] = []
    office = ""
    names: list[str] = []
    nouns: list[str] = []
    at = verb + 1
    # «كانت المنظمة قد اتهمت»: the subject stands before its verb
    if tags[verb] != "SAYING" and "PAST" not in tags[max(0, verb - 1) : verb]:
        while at < stop:
            tag = tags[at]
            if tag in _ENDS_SUBJECT or tag in VERBS or (tag == "IN" and not (parties or names)):
                break
            if tag in PARTIES or tag == "FOREIGN":
                if tag not in parties:
                    parties.append(tag)
            elif tag in OFFICES:
                office = office or tag
            elif tag in ("W", "V", "LAT"):
                names.append(words[at])
            if tag not in ("P", "C", "Q", "NUM"):
                nouns.append(stem(words[at]))
            at += 1
    speaker = next((tag for tag in parties if tag != "FOREIGN"), "") or office
    speaker = speaker or ("NAME" if names else "FOREIGN" if parties else "")
    known = "+".join(sorted(parties))
    if not speaker and previous is not None:
        # «قال الوزير ..., مضيفا أن»: the same speaker goes on
        speaker, known = previous.speaker, previous.parties
        names, nouns = list(previous.names), list(previous.nouns)
    elif not speaker:
        # the subject stands before its verb: «مدير المركز فلان قال إن»
        first = max(0, verb - SUBJECT)
        left = [tag for tag in tags[first:verb] if tag in PARTIES and tag != "MEDIA"]
        speaker = left[0] if left else ""
        nouns = [stem(word) for word in words[first:verb]] if left else []
        known = "+".join(sorted(set(left)))
    return Act(
        verb=verb,
        kind=tags[verb],
        lemma=stem(words[verb]),
        speaker=speaker,
        parties=known,
        names=tuple(names[:6]),
        nouns=tuple(nouns[:10]),
        subject_end=at,
        opens=opens,
    )
