"""Resolves a bare المنظمة or المركز to the organisation named before it in the same article."""

import re
from collections.abc import Sequence

from mediaframe.detect.candidate import Candidate
from mediaframe.detect.phrases import without_article

GENERIC = "منظمه"
"""The noun that also refers to an organisation whose name has no noun of its own."""


class Antecedents:
    """The first-mention rule, for a set of organisation nouns."""

    def __init__(self, nouns: Sequence[str]) -> None:
        """`nouns`: folded, without article."""
        self.nouns = frozenset(nouns)
        choice = "|".join(sorted(map(re.escape, nouns), key=len, reverse=True))
        # not before another definite word or a purpose, which make a name of their own;
        # الي (إلى) and الا (إلا) only look like one
        self._bare = re.compile(
            rf"(?<![^\W_])[وف]?[بك]?(?P<noun>(?:ال|لل)(?:{choice}))(?![^\W_])"
            r"(?!\s+(?:ال(?![يا]\b|ذي|تي|لذين|مذكور|يوم|ان|سبت|احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه)"
            r"|لل|لحقوق))"
        )

    def find(self, text: str, known: Sequence[Candidate]) -> list[Candidate]:
        """A candidate for each bare noun in `text` that refers to one of `known`.

        Args:
            known: the settled candidates of the article so far, by offset in `text`; those of the
                headline come first with negative offsets.
        """
        bodies = [candidate for candidate in known if candidate.is_body]
        if not bodies:
            return []
        found = []
        latest: dict[str, Candidate] = {}
        at = 0
        for match in self._bare.finditer(text):
            start, end = match.span("noun")
            while at < len(bodies) and bodies[at].end <= start:
                latest[bodies[at].head] = bodies[at]
                at += 1
            if at == 0 or (at < len(bodies) and bodies[at].start <= start):
                continue
            noun = without_article(match["noun"])
            before: Candidate | None = bodies[at - 1]
            if not (noun == GENERIC and not bodies[at - 1].head):
                # the last one with this noun: others may be named between
                before = latest.get(noun)
            if before is None:
                continue
            found.append(
                Candidate(
                    start=start,
                    end=end,
                    actor_type=before.actor_type,
                    rule="antecedent",
                    in_scope=before.in_scope,
                    actor_id=before.actor_id,
                    head=noun,
                    is_body=True,
                )
            )
        return found
