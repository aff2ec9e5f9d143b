"""Makes text from the web fit to print: bounded, without controls, with checked addresses.

Escaping is the templates' work (Jinja's autoescape); this is what escaping does not do.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

LINE, PASSAGE = 300, 1200
"""Most characters of a name or headline, and of a quoted passage."""
_URL = 2000
# Controls, and the marks, embeddings, overrides and isolates of the bidirectional algorithm:
# they could turn the text around them. Zero-width (non-)joiners shape Arabic and stay.
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"\s+")
# More marks on one letter than any script writes would paint over the lines around.
_MARK = r"[\u0300-\u036f\u0489\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]"
_PILED = re.compile(f"({_MARK}{{4}}){_MARK}+")

Span = tuple[int, int]


def line(text: str, limit: int = LINE) -> str:
    """`text` on one line of at most `limit` characters, without controls."""
    # Cut first: patterns over a text of many megabytes would cost time for nothing.
    kept = _SPACE.sub(" ", _plain(text[: 4 * limit])).strip()
    return kept if len(kept) <= limit else kept[: limit - 1].rstrip() + "…"


def url(address: str | None) -> str | None:
    """`address` if it is a plain http or https address with a host, else None."""
    if not address or len(address) > _URL or re.search(r"[\s\x00-\x20\x7f\\<>\"'`{}|^]", address):
        return None
    if _CONTROLS.search(address):
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return None
    return address


def host(address: str | None) -> str:
    """The host of a checked address, to show where a link leads."""
    return "" if address is None else line(urlsplit(address).hostname or "", 60)


def marked(
    text: str, target: Span, marks: Mapping[str, Iterable[Span]], limit: int = PASSAGE
) -> Iterator[tuple[str, str]]:
    """The parts of `text` in order, each as (kind, part): kind is target, or the names in
    `marks` of what lies there, or empty.

    Spans are offsets into `text`; those outside it are cut to it or dropped, and where one lies
    in the target the target is shown. A text beyond `limit` is cut around the target.
    """
    start, end = _within(target, len(text))
    first = max(0, min(start - limit // 3, len(text) - limit))
    last = min(len(text), first + limit)
    kinds = [""] * (last - first)
    for kind, spans in marks.items():
        spots = {
            spot
            for low, high in (_within(span, len(text)) for span in spans)
            for spot in range(max(low, first), min(high, last))
        }
        for spot in spots:
            kinds[spot - first] = f"{kinds[spot - first]} {kind}".strip()
    for spot in range(max(start, first), min(end, last)):
        kinds[spot - first] = "target"
    if first:
        yield "", "… "
    begin = first
    for spot in range(first + 1, last + 1):
        if spot == last or kinds[spot - first] != kinds[begin - first]:
            part = _SPACE.sub(" ", _plain(text[begin:spot]))
            if part:
                yield kinds[begin - first], part
            begin = spot
    if last < len(text):
        yield "", " …"


def _within(span: Span, length: int) -> Span:
    start = min(max(span[0], 0), length)
    return start, min(max(span[1], start), length)


def _plain(text: str) -> str:
    return _PILED.sub(r"\1", _CONTROLS.sub("", text))
