"""Reads who speaks in a sentence: the cues by which the voice of a mention is decided.

After the codebook's `voice.algorithm`: words in a quotation or in the complement of a reporting
verb, or beside a source adjunct (وفق, بحسب), are the speaker's; everything else is the outlet's.
A cue is `name:value`; the cues of a mention are summed with the weights of the voice file.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mediaframe.arabic.stem import stem
from mediaframe.detect.bounds import base
from mediaframe.detect.tokens import Tokeniser, Tokens

_PARTIES = ("STATE", "ACTOR", "OTHER", "MEDIA")
_VERBS = ("SAY", "GO_ON", "SAYING", "SAID")
_OPENING = ("THAT", "Q", "COLON")
_OFFICES = ("CHIEF", "SPOKESMAN", "TITLE")
_UNKNOWN = ("?", "NAME", *_OFFICES)
_ENDS_SUBJECT = ("TO", "ACCORDING", "B", "L", "K", "RESET")
_SUBJECT = 12
"""Tokens after a verb of saying among which its subject is sought."""
_OPENS_WITHIN = 32
"""Tokens after a verb of saying among which the words said open: titles and places come between."""
_NEEDS = {"بين": "THAT", "راي": "THAT", "عبر": "عن"}
_BEFORE_NOUNS = ("B", "L", "K", "IN", "TO", "OF")
_REACH = 90
"""Tokens either side of a target that are read: more than a sentence has, unless it never ends."""
_NAME_CONTEXT = 5
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
                for near in range(1, _NAME_CONTEXT + 1):
                    for j in (i - near, i + near):
                        if 0 <= j < len(tags) and tags[j] in _PARTIES:
                            return tags[j]
        return ""


class Speech:
    """Finds the cues of mentions; knows words, no names."""

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
            if tag in _VERBS:
                acts.append(_act(tokens.tags, words, i, acts[-1] if acts else None))
        return Sentence(tokens, words, acts)


def _without_nouns(tags: list[str], words: list[str]) -> list[str]:
    """The tags with nouns and prepositions that are spelled like a verb of saying told apart.

    المتهم, بطلب: a verb has neither article nor preposition; بين, رأي and عبر are verbs only where
    what is said follows (بيّن أن, عبّر عن).
    """
    found = list(tags)
    for i, tag in enumerate(tags):
        if base(tag) not in _VERBS:
            continue
        needed = _NEEDS.get(words[i])
        after_preposition = i > 0 and tags[i - 1] in _BEFORE_NOUNS
        lacking = needed is not None and not any(
            tags[j] == "THAT" if needed == "THAT" else words[j] == needed
            for j in range(i + 1, min(len(tags), i + 1 + _SUBJECT))
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


def _act(
    tags: list[str], words: list[str], verb: int, previous: Act | None, until: int | None = None
) -> Act:
    limit = len(tags) if until is None else until
    opens = None
    stop = verb + 1
    for stop in range(verb + 1, min(limit, verb + 1 + _OPENS_WITHIN)):
        tag = tags[stop]
        if tag == "THAT" or (tag in _OPENING and stop <= verb + _SUBJECT):
            opens = stop + 1
            break
        if tag in _VERBS:
            break
    else:
        stop = limit
    stop = min(stop, verb + 1 + _SUBJECT)
    parties: list[str] = []
    office = ""
    names: list[str] = []
    nouns: list[str] = []
    at = verb + 1
    # «كانت المنظمة قد اتهمت»: the subject stands before its verb
    if tags[verb] != "SAYING" and "PAST" not in tags[max(0, verb - 1) : verb]:
        while at < stop:
            tag = tags[at]
            if tag in _ENDS_SUBJECT or tag in _VERBS or (tag == "IN" and not (parties or names)):
                break
            if tag in _PARTIES or tag == "FOREIGN":
                if tag not in parties:
                    parties.append(tag)
            elif tag in _OFFICES:
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
        first = max(0, verb - _SUBJECT)
        left = [tag for tag in tags[first:verb] if tag in _PARTIES and tag != "MEDIA"]
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


def cues(
    start: int,
    end: int,
    *,
    own: Sentence,
    before: Sentence | None,
    after: Sentence | None,
    headline: Sentence | None,
    actor_type: str,
) -> list[str]:
    """Cues of the mention at `start:end` of the folded text.

    Args:
        own: its sentence. before, after: its neighbours. headline: None in a headline.
    """
    first, last = _target(own.tokens, start, end)
    own, first, last = _near(own, first, last)
    before = _tail(before)
    tags = own.tokens.tags
    found = ["bias", "type:" + actor_type]
    found += _governing(own, first, before, headline)
    found += _after(own, last)
    found += _around(own, first, last, before)
    if headline is not None:
        found += _headline(headline, own.words[first : last + 3])
    if before is not None:
        found.append(
            "before:" + (_resolved(before.acts[-1], [headline]) if before.acts else "none")
        )
    if after is not None and after.acts and after.acts[0].verb < _NAME_CONTEXT:
        act = after.acts[0]
        found.append("next:" + _resolved(act, [own, headline]))
        found.append("next_kind:" + act.kind)
    if tags and first == 0:
        found.append("opens_sentence")
    return found


def _target(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    size = len(tokens.ends) - 1
    return min(bisect_right(tokens.ends, start), size), min(bisect_left(tokens.ends, end), size) + 1


def _near(sentence: Sentence, first: int, last: int) -> tuple[Sentence, int, int]:
    """The part of a very long sentence around the target, and the target's place in it.

    Without a bound, a text without full stops would be read anew for each of its mentions.
    """
    low = max(0, first - _REACH)
    high = min(len(sentence.words), last + _REACH)
    if low == 0 and high == len(sentence.words):
        return sentence, first, last
    return _part(sentence, low, high), first - low, last - low


def _tail(sentence: Sentence | None) -> Sentence | None:
    if sentence is None or len(sentence.words) <= 2 * _REACH:
        return sentence
    return _part(sentence, len(sentence.words) - 2 * _REACH, len(sentence.words))


def _part(sentence: Sentence, low: int, high: int) -> Sentence:
    tokens = sentence.tokens
    begin = bisect_left(sentence.acts, low, key=lambda act: act.verb)
    stop = bisect_left(sentence.acts, high, key=lambda act: act.verb)
    return Sentence(
        Tokens(tokens.tags[low:high], tokens.starts[low:high], tokens.ends[low:high]),
        sentence.words[low:high],
        [
            replace(
                act,
                verb=act.verb - low,
                subject_end=act.subject_end - low,
                opens=None if act.opens is None else act.opens - low,
            )
            for act in sentence.acts[begin:stop]
        ],
    )


def _resolved(
    act: Act, elsewhere: Sequence[Sentence | None], *, own: Sentence | None = None
) -> str:
    """The speaker of an act, a bare name looked up in its own and in other sentences."""
    if act.speaker in ("NAME", *_OFFICES):
        subject = range(act.verb, act.verb + 1 + _SUBJECT)
        for sentence in (own, *elsewhere):
            if sentence is not None:
                but = subject if sentence is own else range(0)
                if party := sentence.party_of(act.names, but=but):
                    return party
    return act.speaker or "?"


def _governing(
    own: Sentence, first: int, before: Sentence | None, headline: Sentence | None
) -> Iterator[str]:
    """The act of saying on the left that the target's clause hangs on."""
    tags = own.tokens.tags
    for i in range(first - 1, max(-1, first - 7), -1):
        if tags[i] == "ACCORDING":
            yield "according_before"
            break
        if tags[i] in _VERBS:
            break
    acts = [act for act in own.acts if act.verb < first]
    if not acts:
        yield "free"
        yield "free_left:" + _first_party(tags[first - 1 :: -1] if first else ())
        if before is not None and before.acts:
            known = _resolved(before.acts[-1], [headline])
            yield "free_after:" + known
            if headline is not None and known in _UNKNOWN:
                yield "free_headline:" + _headline_party(headline)
            yield from (f"who_before:{noun}" for noun in before.acts[-1].nouns)
        return
    nearest = acts[-1]
    outer = [act for act in acts if _covers(act, tags, first)]
    if (
        nearest not in outer
        and nearest.subject_end >= first
        and (nearest.verb + 1 >= first or _affiliated(tags, nearest.verb, first))
    ):
        # «قالت المنظمة», «قال رئيس النقابة»: the target is the subject or part of it
        which = "subject" if nearest.verb + 1 >= first else "in_subject"
        yield f"{which}:{nearest.kind}"
        yield f"{which}_verb:{nearest.lemma}"
        yield f"{which}_preceded:{tags[nearest.verb - 1] if nearest.verb else 'start'}"
        yield f"{which}_{_said_of(own, nearest)}"
        if not outer:
            return
        yield "nested"
    elif nearest not in outer:
        if nearest.opens is not None:
            # «أضاف الوزير, في حفل النقابة, أن»
            yield "between"
        yield f"object:{nearest.kind}"
        yield f"object_verb:{nearest.lemma}"
    how = "inside"
    act = outer[-1] if outer else nearest
    if not outer:
        how = "object"
        act = _act(tags, own.words, act.verb, acts[-2] if len(acts) > 1 else None, first)
    speaker = _resolved(act, [before, headline], own=own)
    nouns = act.nouns
    if speaker in ("?", "SPOKESMAN") and before is not None and before.acts:
        speaker = "before_" + _resolved(before.acts[-1], [headline])
        nouns = before.acts[-1].nouns
    if headline is not None and speaker.removeprefix("before_") in _UNKNOWN:
        yield "by_headline:" + _headline_party(headline)
    yield from (f"who:{noun}" for noun in nouns)
    if any(tag == "RESET" for tag in tags[act.verb : first]):
        how += "_reset"
    yield f"{how}:{act.kind}"
    yield f"{how}_by:{speaker}"
    yield f"{how}_verb:{act.lemma}"
    yield f"by:{speaker}"
    if act.parties:
        yield f"by_all:{act.parties}"
    yield f"{how}_distance:{min((first - act.verb) // 5, 4)}"


def _covers(act: Act, tags: list[str], first: int) -> bool:
    """Whether the words said reach the target: a quotation ends with its mark."""
    if act.opens is None or act.opens > first:
        return False
    if tags[act.opens - 1] == "THAT":
        return True
    begin = act.opens - 1 if tags[act.opens - 1] == "Q" else act.opens
    marks = tags[begin:first].count("Q")
    return marks == 0 or marks % 2 == 1 or "THAT" in tags[act.opens : first]


def _affiliated(tags: list[str], verb: int, first: int) -> bool:
    """Whether an office leads to the target: رئيس النقابة, الأمين العام للجمعية."""
    near = tags[max(verb + 1, first - 4) : first]
    return any(tag in ("CHIEF", "SPOKESMAN", "OF", "TITLE") for tag in near) or bool(
        near and near[-1] == "ACTOR"
    )


def _said_of(own: Sentence, act: Act) -> str:
    """What the target's own words are about: itself, or something else."""
    if act.opens is None:
        return "plain"
    opener = own.words[act.opens - 1]
    own_words = own.tokens.tags[act.opens : act.opens + 8]
    if "FIRST" in own_words:
        return "of_us"
    if opener.endswith(("ه", "ها", "هم", "نا", "ني")):
        return "of_itself"
    return "quotes" if opener in ('"', "'", ":") else "of_others"


def _after(own: Sentence, last: int) -> Iterator[str]:
    """Verbs and adjuncts after the target."""
    tags = own.tokens.tags
    for i in range(last, len(tags)):
        if tags[i] == "ACCORDING":
            yield "according_after:" + _first_party(tags[i + 1 : i + 7])
            return
        if tags[i] in _VERBS:
            act = next(act for act in own.acts if act.verb == i)
            kind = "opens" if act.opens is not None else "plain"
            if i - last <= 3:
                yield f"says_after:{kind}"
                yield f"says_after_verb:{act.lemma}"
            elif "Q" in tags[last:i]:
                yield f"quote_then:{act.speaker or '?'}"
            else:
                yield f"later:{kind}:{act.kind}"
            return
    yield "nothing_after"


def _around(own: Sentence, first: int, last: int, before: Sentence | None) -> Iterator[str]:
    tags = own.tokens.tags
    left = tags[:first]
    quotes = left.count("Q")
    if before is not None and before.tokens.tags.count("Q") % 2:
        quotes += 1
        yield "quotation_goes_on"
        yield "quotation_of:" + (_resolved(before.acts[-1], []) if before.acts else "?")
    if quotes % 2 and ("Q" in tags[last:] or before is not None):
        yield "in_quotation"
        yield "in_quotation_free" if not any(act.verb < first for act in own.acts) else "quoted"
    parties = {tag for tag in (*left, *tags[last:]) if tag in _PARTIES}
    for name in sorted(parties):
        yield "sentence:" + name
    for name in ("FIRST", "CHARGE", "SPOKESMAN"):
        if name in tags:
            yield "has:" + name
    for i, tag in enumerate(tags[:4]):
        if tag in _PARTIES:
            yield f"starts:{tag}"
            break
        if tag in _VERBS and i < 3:
            yield f"starts:{tag}"


def _headline(headline: Sentence, target: Sequence[str]) -> Iterator[str]:
    tags = headline.tokens.tags
    for i, tag in enumerate(tags[:14]):
        if tag == "COLON":
            if set(headline.words[:i]) & {word for word in target if len(word) > 3}:
                yield "headline_colon:SELF"
            yield "headline_colon:" + _first_party(tags[:i])
            yield from (f"who_headline:{stem(word)}" for word in headline.words[:i])
            break
    else:
        party = _first_party(tags)
        yield "headline:" + party
    if headline.acts:
        yield "headline_says:" + (headline.acts[0].speaker or "?")


def _headline_party(headline: Sentence) -> str:
    """Who speaks by the headline: before its colon, or its first party."""
    tags = headline.tokens.tags
    if "COLON" in tags[:14]:
        found = _first_party(tags[: tags.index("COLON")])
        if found != "?":
            return found + "_colon"
    return _first_party(tags)


def _first_party(tags: Sequence[str]) -> str:
    return next((tag for tag in tags if tag in _PARTIES), "?")
