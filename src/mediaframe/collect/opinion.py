"""Other readings of a page's body, for where its structure leaves doubt: trafilatura, JSON-LD."""

import copy
import re

import lxml.html
import trafilatura
from trafilatura.settings import Extractor

from mediaframe.collect.blocks import squeezed
from mediaframe.collect.metadata import Metadata

_TAG = re.compile(r"<(/?)(\w+)[^>]{0,500}>")
_MOST_ELEMENTS = 30_000
"""Of larger pages only the structure is read; trafilatura would take seconds."""
_OPTIONS = Extractor(fast=True, comments=False, tables=True, output_format="txt")


def general(page: lxml.html.HtmlElement) -> list[str]:
    """The lines that trafilatura reads as the body, without its own fallbacks; empty for none."""
    if sum(1 for _ in page.iter()) > _MOST_ELEMENTS:
        return []
    try:
        found = trafilatura.bare_extraction(copy.deepcopy(page), options=_OPTIONS)
    except Exception:  # another library's view of hostile markup must not stop ours
        return []
    if found is None:
        return []
    text = found.text if hasattr(found, "text") else found["text"]
    return [line for line in map(squeezed, (text or "").split("\n")) if line]


def declared(facts: Metadata) -> list[str]:
    """The paragraphs of a JSON-LD `articleBody`; empty where there is none."""
    for value in facts.told("articleBody"):
        if isinstance(value, str):
            text = _TAG.sub(lambda tag: "" if tag[2] in ("b", "a", "i", "span") else "\n", value)
            return [line for line in map(squeezed, text.split("\n")) if line]
    return []
