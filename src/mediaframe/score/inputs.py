"""Cuts the window of a mention out of its article."""

from mediaframe.arabic import sentences
from mediaframe.types import Mention, Window


def window(
    article_key: str,
    title: str,
    text: str,
    mention: Mention,
    *,
    spans: list[tuple[int, int]] | None = None,
) -> Window:
    """The mention's sentence with one sentence either side; of a headline mention the title alone.

    Args:
        article_key: identity of the article, part of the window's id.
        spans: `sentences.sentences(text)` where the caller has it already.
    """
    where = "title" if mention.in_headline else "text"
    name = f"{article_key}:{where}:{mention.start}-{mention.end}"
    if mention.in_headline:
        begin, end = 0, len(title)
        source = title
    else:
        source = text
        spans = sentences.sentences(text) if spans is None else spans
        first = sentences.covering(spans, mention.start)
        last = sentences.covering(spans, mention.end - 1)
        begin = min(spans[max(first - 1, 0)][0], mention.start) if spans else 0
        end = max(spans[min(last + 1, len(spans) - 1)][1], mention.end) if spans else len(text)
    return Window(
        id=name,
        headline=title,
        text=source[begin:end],
        start=mention.start - begin,
        end=mention.end - begin,
        offset=begin,
        in_headline=mention.in_headline,
        actor_id=mention.actor_id,
    )
