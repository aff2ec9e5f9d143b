"""The cues by which the voice of a mention is decided.

After the codebook's `voice.algorithm`: words in a quotation or in the complement of a reporting
verb, or beside a source adjunct (وفق, بحسب), are the speaker's; everything else is the outlet's.
A cue is `name:value`; the cues of a mention are summed with the weights of the voice file.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from mediaframe.arabic.stem import stem
from mediaframe.detect.speech import (
    NAME_CONTEXT,
    OFFICES,
    PARTIES,
    SUBJECT,
    VERBS,
    Act,
    Sentence,
    speech_act,
)
from mediaframe.detect.tokens import Tokens

_UNKNOWN = ("?", "NAME", *OFFICES)
_REACH = 90
"""Tokens either side of a target that are read: more than a sentence has, unless it never ends."""


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
    if after is not None and after.acts and after.acts[0].verb < NAME_CONTEXT:
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
    return sentence.part(low, high), first - low, last - low


def _tail(sentence: Sentence | None) -> Sentence | None:
    if sentence is None or len(sentence.words) <= 2 * _REACH:
        return sentence
    return sentence.part(len(sentence.words) - 2 * _REACH, len(sentence.words))


def _resolved(
    act: Act, elsewhere: Sequence[Sentence | None], *, own: Sentence | None = None
) -> str:
    """The speaker of an act, a bare name looked up in its own and in other sentences."""
    if act.speaker in ("NAME", *OFFICES):
        subject = range(act.verb, act.verb + 1 + SUBJECT)
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
        if tags[i] in VERBS:
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
        act = speech_act(tags, own.words, act.verb, acts[-2] if len(acts) > 1 else None, first)
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
        if tags[i] in VERBS:
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
    parties = {tag for tag in (*left, *tags[last:]) if tag in PARTIES}
    for name in sorted(parties):
        yield "sentence:" + name
    for name in ("FIRST", "CHARGE", "SPOKESMAN"):
        if name in tags:
            yield "has:" + name
    for i, tag in enumerate(tags[:4]):
        if tag in PARTIES:
            yield f"starts:{tag}"
            break
        if tag in VERBS and i < 3:
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
    return next((tag for tag in tags if tag in PARTIES), "?")
