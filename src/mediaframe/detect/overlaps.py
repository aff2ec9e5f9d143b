"""Settles which of overlapping candidates stays, and joins a title or head noun with its name."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from mediaframe.detect.candidate import Candidate


def settle(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that do not overlap, by offset.

    A registry name inside a phrase gives the phrase its actor (الناشط + name); what overlaps a
    name otherwise is dropped; of two phrases the longer stays, of equal ones the first.
    """
    names: list[Candidate] = []
    phrases: list[Candidate] = []
    for candidate in candidates:
        (names if candidate.is_name else phrases).append(candidate)
    names.sort(key=lambda c: (c.start, -c.end))
    starts = [name.start for name in names]
    longest = max((name.end - name.start for name in names), default=0)
    joined: list[Candidate] = list(names)
    for phrase in phrases:
        at = bisect_right(starts, phrase.end - 1)
        touching = []
        while at and starts[at - 1] > phrase.start - longest:
            at -= 1
            if names[at].end > phrase.start:
                touching.append(names[at])
        merged = _merge(phrase, touching)
        if merged is not None:
            joined.append(merged)
    joined.sort(key=lambda c: (c.start - c.end, not c.is_name))
    kept: list[Candidate] = []
    spans: list[tuple[int, int]] = []
    for candidate in joined:
        at = bisect_right(spans, (candidate.start, candidate.end))
        if at and spans[at - 1][1] > candidate.start:
            continue
        if at < len(spans) and spans[at][0] < candidate.end:
            continue
        spans.insert(at, (candidate.start, candidate.end))
        kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def _merge(phrase: Candidate, names: list[Candidate]) -> Candidate | None:
    """The phrase with the actor of a name in it; None where a name takes its place."""
    for name in names:
        if name.start <= phrase.start and phrase.end <= name.end:
            return None
        if name.start < phrase.start:
            return None
    for name in names:
        if not name.in_scope:
            return None
        return replace(
            phrase,
            end=max(phrase.end, name.end),
            actor_type=name.actor_type,
            actor_id=name.actor_id,
            is_body=name.is_body,
            head=phrase.head or name.head,
        )
    return phrase
