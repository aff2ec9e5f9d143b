"""Examples and stories as the templates set them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from mediaframe.report import hostile
from mediaframe.report.content import ReportContent
from mediaframe.report.look import PALETTE, SOFT
from mediaframe.report.names import Names
from mediaframe.report.words import Language
from mediaframe.types import Evidence, Example

_REASONS = 10
"""Most terms and most words that are highlighted in an example, the strongest."""


class Items:
    """Sets examples and stories in one language."""

    def __init__(self, content: ReportContent, lang: Language, names: Names) -> None:
        self._lang = lang
        self._names = names
        self._labels = content.book.labels
        self._colours = {frame.id: PALETTE[frame.superframe] for frame in content.book.frames}
        self._groups = {
            actor.name_ar: actor
            for actor in content.actors.values()
            if content.show_persons or not actor.is_person
        }

    def colour(self, frame: str) -> str:
        """The colour of a frame's group."""
        return self._colours.get(frame, SOFT)

    def example(self, example: Example) -> dict[str, Any]:
        """An example with its target, the terms of evidence and the network's words marked."""
        lang, labels, codes = self._lang, self._labels, example.codes
        tags = [lang.name(labels["frame"][name]) for name in codes.frames]
        tags.append(f"{lang('tone')}: {lang.name(labels['tone'][str(codes.tone)])}")
        tags.append(f"{lang('voice')}: {lang.name(labels['voice'][codes.voice])}")
        if codes.rebutted:
            tags.append(lang("rebutted"))
        return {
            "headline": [] if example.in_headline else _marked(example, in_headline=True),
            "parts": _marked(example, in_headline=example.in_headline),
            "tags": tags,
            **self._names.source(example.outlet_id, example.date, example.url),
        }

    def stories(self, rows: pl.DataFrame) -> list[dict[str, Any]]:
        """Stories in their order."""
        return [self._story(row) for row in rows.iter_rows(named=True)]

    def _story(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "title": hostile.line(row["title"] or ""),
            "sentence": hostile.line(row["sentence"] or "", 500),
            "tags": list(self._story_tags(row)),
            "colour": self.colour(row["frame"]),
            **self._names.source(row["outlet"], row["date"], row["url"]),
        }

    def _story_tags(self, row: Mapping[str, Any]) -> Iterator[str]:
        frames, issues = self._labels["frame"], self._labels["issue"]
        if row["frame"] in frames:
            yield self._lang.name(frames[row["frame"]])
        for theme in (row["theme"] or "").split():
            if theme in issues:
                yield self._lang.name(issues[theme])
        # Only groups of the registry: whom another name stands for is not known.
        if row["actor"] in self._groups:
            yield self._lang.name(self._groups[row["actor"]])


def _marked(example: Example, *, in_headline: bool) -> list[tuple[str, str]]:
    """The parts of the headline or of the passage, the strongest reasons of both scorers marked."""
    marks = {
        "evidence": _reasons(example, example.evidence, in_headline=in_headline),
        "network": _reasons(example, example.words, in_headline=in_headline),
    }
    if in_headline and not example.in_headline:
        return list(hostile.marked(example.headline, (0, 0), marks, hostile.LINE))
    return list(hostile.marked(example.text, example.target, marks))


def _reasons(
    example: Example, evidence: Sequence[Evidence], *, in_headline: bool
) -> list[hostile.Span]:
    """The strongest that speak for the codes shown."""
    wanted = {f"frame={frame}" for frame in example.codes.frames}
    wanted.add(f"tone={example.codes.tone}")
    found = [
        item
        for item in evidence
        if item.in_headline == in_headline and item.code in wanted and item.weight > 0
    ]
    found.sort(key=lambda item: -item.weight)
    return [(item.start, item.end) for item in found[:_REASONS]]
