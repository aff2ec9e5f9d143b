"""What a worker process does with a batch of articles: reads them, and returns what to store."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from mediaframe.arabic import sentences
from mediaframe.arabic.clitics import WORD
from mediaframe.arabic.normalise import fold
from mediaframe.arabic.stem import search_term
from mediaframe.collect import dedupe
from mediaframe.pipeline import scoring, tools
from mediaframe.pipeline.tools import Case, ToolPaths, Tools
from mediaframe.score import inputs
from mediaframe.types import Article, Judged, Mention, Reading, Reject

MAX_MENTIONS = 200
"""Mentions kept of an article; one with more is a list or an attack, and would take minutes."""
MAX_TERMS = 10_000
"""Search terms kept of an article; no news item has so many different words."""
MAX_TERM_CHARS = 32
_SHORT = 20
"""A text of fewer words is compared together with its title: «التفاصيل في الفيديو» is no story."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An article with what is left to do."""

    article_id: int
    article: Article
    index: bool
    """Whether it has no story and no search terms yet."""
    score: bool
    """Whether the scoring run is not done with it."""
    mentions: tuple[Mention, ...] | None
    """Its mentions where the detection run is done with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What finds an article again."""

    bands: tuple[dedupe.Band, ...]
    terms: str
    """Search terms joined by spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What there is to store about an article."""

    article_id: int
    index: Index | None
    mentions: tuple[Mention, ...] | None
    """None where the article was not to be scored."""
    readings: tuple[Reading | None, ...]
    """One for each mention; None where the scorer failed."""
    rejects: tuple[Reject, ...]


_tools: Tools | None = None


def setup(paths: ToolPaths, scorer: str, threads: int) -> None:
    """Load the tools in this process, once, for `work`."""
    global _tools
    _tools = tools.load(paths, scorer=scorer, threads=threads)


def work(batch: Sequence[Task]) -> list[Outcome]:
    """The outcome of each article; one that fails becomes a reject, and the others go on."""
    assert _tools is not None
    using = _tools
    found = [_find(task, using) for task in batch]
    readings = iter(scoring.readings([case for one in found for case in one.cases], using.scorer))
    return [_outcome(one, [next(readings) for _ in one.cases]) for one in found]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found in an article, before it is scored."""

    task: Task
    index: Index | None
    mentions: tuple[Mention, ...]
    cases: tuple[Case, ...]
    """One for each mention."""
    rejects: tuple[Reject, ...]


def _find(task: Task, using: Tools) -> _Found:
    article, rejects = task.article, list[Reject]()
    index = None
    if task.index:
        try:
            index = make_index(article.title, article.text)
        except Exception as error:
            rejects.append(_reject("detect", article, scoring.named(error)))
            index = Index(bands=(), terms="")
    if not task.score:
        return _Found(task, index, (), (), tuple(rejects))
    found = task.mentions
    if found is None:
        try:
            found = tuple(using.detector.detect(article.title, article.text))
        except Exception as error:
            rejects.append(_reject("detect", article, scoring.named(error)))
            found = ()
    if len(found) > MAX_MENTIONS:
        reason = f"more than {MAX_MENTIONS} mentions: {len(found)}, the first were kept"
        rejects.append(_reject("detect", article, reason))
        found = found[:MAX_MENTIONS]
    spans = sentences.sentences(article.text) if found else []
    try:
        cases = tuple(make_case(article, mention, spans) for mention in found)
    except Exception as error:
        rejects.append(_reject("score", article, scoring.named(error)))
        found = cases = ()
    return _Found(task, index, found, cases, tuple(rejects))


def _outcome(found: _Found, readings: Sequence[Reading | str]) -> Outcome:
    task = found.task
    failed = [_reject("score", task.article, why) for why in readings if isinstance(why, str)]
    return Outcome(
        article_id=task.article_id,
        index=found.index,
        mentions=found.mentions if task.score else None,
        readings=tuple(None if isinstance(one, str) else one for one in readings),
        rejects=(*found.rejects, *failed),
    )


def make_index(title: str, text: str) -> Index:
    """The MinHash bands and the search terms of an article."""
    title_words, text_words = WORD.findall(fold(title)), WORD.findall(fold(text))
    words = dict.fromkeys(chain(title_words, text_words))
    terms = dict.fromkeys(search_term(word)[:MAX_TERM_CHARS] for word in words)
    return Index(
        bands=tuple(dedupe.bands(dedupe.signature(story_words(title_words, text_words)))),
        terms=" ".join(list(terms)[:MAX_TERMS]),
    )


def story_words(title_words: list[str], text_words: list[str]) -> list[str]:
    """The words by which articles are compared: the text's, and the title's where it is short."""
    return text_words if len(text_words) >= _SHORT else title_words + text_words


def make_case(
    article: Article, mention: Mention, spans: list[tuple[int, int]] | None = None
) -> Case:
    """The window of a mention with what the detector said of it.

    Args:
        spans: the sentences of the text where the caller has them already.
    """
    window = inputs.window(article.key, article.title, article.text, mention, spans=spans)
    judged = Judged(in_scope=mention.in_scope, actor_type=mention.actor_type, voice=mention.voice)
    return window, judged


def _reject(stage: str, article: Article, reason: str) -> Reject:
    return Reject(
        stage=stage,
        item=article.key,
        reason=reason,
        sample=(article.title or article.text)[:200],
    )
