"""The registry's own rules about what is no mention: regular expressions over folded text."""

import re
from collections.abc import Iterable
from dataclasses import replace

from mediaframe.detect.actors import EXCLUDED, Disambiguation
from mediaframe.detect.candidate import Candidate

_AROUND = 60
"""Characters either side of a candidate that a rule may look at."""


class Disambiguator:
    """All rules together, one expression for each action."""

    def __init__(self, rules: Iterable[Disambiguation]) -> None:
        by_action: dict[str, list[str]] = {}
        for rule in rules:
            by_action.setdefault(rule.action, []).append(rule.pattern.pattern)
        self._rules = [
            (action, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
            for action, patterns in by_action.items()
        ]

    def apply(self, text: str, candidate: Candidate) -> Candidate | None:
        """The candidate, the same out of scope, or None where it is no mention.

        A registry name is only touched by rules that exclude.
        """
        low = max(0, candidate.start - _AROUND)
        high = min(len(text), candidate.end + _AROUND)
        for action, pattern in self._rules:
            if candidate.is_name or candidate.actor_id is not None:
                continue
            for match in pattern.finditer(text, low, high):
                if match.start() >= candidate.end:
                    break
                if match.end() <= candidate.start:
                    continue
                if action == "POLITICAL_EXCLUDED":
                    return replace(candidate, actor_type=EXCLUDED, in_scope=False, actor_id=None)
                return None
        return candidate
