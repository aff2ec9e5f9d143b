"""Tells pages that are no article: error pages, lists, empty shells, files of another kind."""

import re

from mediaframe.arabic.normalise import fold
from mediaframe.collect.blocks import Layout
from mediaframe.collect.metadata import Metadata

NOT_HTML = "not-html"
NOT_ARABIC = "not-arabic"
ERROR_PAGE = "error-page"
LIST_PAGE = "list-page"
EMPTY = "empty"

_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"ID3",
)
_ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503|504)\b|(?:ال)?(?:صفحه|رابط|خبر|مقال|محتوي)\b.{0,40}(?:غير\s+موجود|محذوف"
    r"|غير\s+متاح|لا\s+وجود|حذف)|لم\s+(?:يتم\s+العثور|نعثر|نجد)|خطا\s+(?:في|اثناء|غير\s+متوقع|داخلي)"
    r"|(?:جاري|يتم)\s+التحقق\s+من|تم\s+حظر|حظر\s+الوصول|الوصول\s+مرفوض|قاعده\s+البيانات"
    r"|الموقع\s+(?:مغلق|قيد|تحت)\s+(?:موقتا?|الصيانه|الانشاء)|not\s+found|just\s+a\s+moment"
    r"|access\s+denied|forbidden|service\s+unavailable|page\s+(?:does\s+not\s+exist|unavailable)"
)
_ERROR_NAMES = re.compile(
    r"\b(?:error-?\w*|page-not-found|not-found|challenge-\w+|dberror)\b", re.I
)
_ERROR_CHARS = 500
_LISTS = re.compile(
    r"/(?:category|categories|tag|tags|section|topic|topics|author|archive|archives|search)/"
    r"|[?&](?:s|q|search|tag|cat)=",
    re.I,
)
_LIST_TITLE = re.compile(r"^(?:وسم|نتائج\s+البحث|ارشيف|تصنيف|قسم|كل\s+المقالات)\b")
_TEASERS = 5
FEWEST_CHARS = 80


def not_html(html: bytes) -> bool:
    """Whether the bytes are plainly no page, whatever the header calls them."""
    head = html[:1024].lstrip()
    return (
        head.startswith(_MAGIC)
        or b"<" not in html
        or (head[:1] in (b"{", b"[") and b"</" not in head)
    )


def refusal(
    layout: Layout, facts: Metadata, *, title: str, text: str, url: str, dated: bool
) -> str | None:
    """Why a page is no article, or None.

    Args:
        text: the body that was found.
        dated: whether the page says when it was published.
    """
    if len(text) < _ERROR_CHARS and _error(layout, facts, title, text):
        return ERROR_PAGE
    if _list(layout, facts, title, text, url, dated):
        return LIST_PAGE
    if len(text) < FEWEST_CHARS:
        return EMPTY
    return None


def _error(layout: Layout, facts: Metadata, title: str, text: str) -> bool:
    heading = fold(f"{title} {facts.title}")
    if _ERROR.search(heading):
        return True
    named = any(
        _ERROR_NAMES.search(box.names)
        for box in layout.root.below()
        if box.depth <= 4 and box.names
    )
    return named and (not text or bool(_ERROR.search(fold(text))))


def _list(layout: Layout, facts: Metadata, title: str, text: str, url: str, dated: bool) -> bool:
    teasers = sum(block.noise == "teaser" for block in layout.blocks)
    if teasers < _TEASERS:
        return False
    told = (
        _LISTS.search(url) or _LIST_TITLE.match(fold(title)) or facts.first("og:type") == "website"
    )
    listed = sum(len(block.text) for block in layout.blocks if block.noise == "teaser")
    if told and len(text) * 2 < listed:
        return True
    return len(text) < FEWEST_CHARS * 2 and not dated and listed > 1500
