"""Explains codes: of the mentions of one stored article, or of examples."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mediaframe import codebook
from mediaframe.detect import actors
from mediaframe.detect.mentions import Detector
from mediaframe.errors import InputError
from mediaframe.pipeline import tools
from mediaframe.pipeline.tools import ToolPaths
from mediaframe.pipeline.work import make_case
from mediaframe.score import occlusion
from mediaframe.score.classifier import ClassifierScorer
from mediaframe.score.lexicon import LexiconScorer
from mediaframe.store import articles
from mediaframe.store.database import Store
from mediaframe.types import Actor, Article, Evidence, Example, Mention, Reading, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """How one scorer codes a mention, and why."""

    article: Article
    mention: Mention
    actor: Actor | None
    """The registered one that is mentioned."""
    scorer: str
    reading: Reading
    evidence: tuple[Evidence, ...]
    """Of the lexicon its terms; of the classifier the words that it rests on."""


def explain(store: Store, paths: ToolPaths, article_id: int) -> Iterator[Explanation]:
    """Read the article anew with today's detector and scorers, and say what their codes rest on.

    Mentions out of scope are left out; some seconds for each of the others.

    Raises:
        InputError: no article has the id.
        DataError: a data file is missing or invalid.
        StoreError: the database cannot be read.
    """
    with store.read() as conn:
        article = articles.get(conn, article_id)
    if article is None:
        raise InputError(f"no article has the id {article_id}")
    lexicon, classifier = _scorers(paths)
    registry = actors.load(paths.actors)
    known = {actor.id: actor for actor in registry.actors()}
    detector = Detector(registry)
    for mention in detector.detect(article.title, article.text):
        if not mention.in_scope:
            continue
        case = make_case(article, mention)
        by_terms, by_classifier = lexicon.score_all([case])[0], classifier.score_all([case])[0]
        words = occlusion.explain(classifier, case[0], by_classifier.codes)
        for scorer, reading, evidence in (
            ("lexicon", by_terms, by_terms.evidence),
            ("classifier", by_classifier, tuple(words)),
        ):
            yield Explanation(
                article=article,
                mention=mention,
                actor=None if mention.actor_id is None else known.get(mention.actor_id),
                scorer=scorer,
                reading=reading,
                evidence=evidence,
            )


def examples(given: Iterable[Example], paths: ToolPaths, *, run: str) -> Iterator[Example]:
    """The examples with the words that the classifier rests on; a second or two each.

    Args:
        run: digest of the run that the codes are of. If today's classifier is another, it
            cannot explain them, and the examples stay as they are.

    Raises:
        DataError: a data file is missing or invalid.
    """
    if tools.versions(paths, scorer="classifier").scoring != run:
        yield from given
        return
    _, classifier = _scorers(paths)
    for example in given:
        window = Window(
            id=str(example.article_id),
            headline=example.headline,
            text=example.text,
            start=example.target[0],
            end=example.target[1],
            in_headline=example.in_headline,
        )
        yield replace(example, words=tuple(occlusion.explain(classifier, window, example.codes)))


def _scorers(paths: ToolPaths) -> tuple[LexiconScorer, ClassifierScorer]:
    book = codebook.load(paths.codebook)
    lexicon = LexiconScorer.load(paths.lexicon, book)
    return lexicon, ClassifierScorer.load(paths.classifier, book, lexicon, threads=tools.cores())
