"""Tells what surrounds an article: by the names of boxes, by the words of lines, by repetition.

The names are what page systems and themes call such boxes, the words are what Arabic newsrooms
write over them. Nothing here decides what the article is; `body` does, of what is left.
"""

import re
from collections import Counter
from typing import TYPE_CHECKING

import lxml.html

from mediaframe.arabic.normalise import fold
from mediaframe.collect.boxnames import tokens, words

if TYPE_CHECKING:
    from mediaframe.collect.blocks import Block, Box, Layout

_BOXES = words("nav aside footer form dialog menu button figcaption address amp-sidebar")
_ROLES = words("navigation complementary contentinfo dialog search menu banner")
_NEVER = words(
    "comment comments commentlist jcomments disqus respond reply replies related relatedposts"
    " recommended recommendation recommendations sidebar nav navbar navigation menu breadcrumb"
    " breadcrumbs crumb crumbs pathway footer cookie cookies consent cmp gdpr paywall wall"
)
"""Names of boxes that hold no article, however long they are."""
_SELDOM = words(
    "recommend promo promoted share shares sharing sharedaddy addthis addtoany social"
    " sociable newsletter subscribe foot copyright tag tags tagline keywords caption captions"
    " ad ads advert advertisement adsbygoogle sponsor sponsored banner widget popup modal"
    " pager pagination pagenav noprint toolbar rating rate stars vote poll login skip ticker"
    " breaking trending mostread popular latest readmore subscription push disclaimer"
    " reactions notification photographer gallery slider slideshow carousel bio biography"
)
"""Names of such boxes that themes also give to what is around an article."""
_NAMES = _NEVER | _SELDOM
_SHARE_OF_PAGE = 0.4
_NAMES_OF_TEXT = words("body content text entry story article post main single")
"""Names beside which a weak name says nothing: `comment-body` is one, `post-tags` is not."""
_KEPT = words("html body main article")

_OTHERS = (
    r"(?:اقرا|شاهد|طالع|تابع|تصفح|انظر)(?:وا|ي)?\s*(?:ايضا?|كذلك|المزيد)"
    r"|(?:قد|ربما)\s+(?:ي|ت)(?:هم|عجب)ك(?:م)?|(?:مواضيع|مقالات|اخبار|مواد|موضوعات|عناوين)\s+"
    r"(?:ذات\s+(?:صله|علاقه)|متعلقه|مرتبطه|متصله|مشابهه|قد|مجانيه)|ذات\s+صله"
    r"|(?:ال)?اكثر\s+(?:قراءه|مشاهده|تعليقا?|تداولا?|شعبيه|زياره)|احدث\s+(?:الاخبار|المقالات|المواد)"
    r"|اخر\s+الاخبار|(?:ال)?مزيد\s+(?:من|في|عن)\s+\S+|من\s+القسم\s+نفسه|في\s+القسم\s+نفسه"
    r"|(?:ال)?مقال\s+(?:السابق|التالي)|للمزيد|لقراءه\s+المزيد|(?:ال)?مشاركات\s+الشائعه"
)
_TALK = (
    r"(?:\d+\s+)?(?:ال)?تعليقات?(?:\s+(?:الزوار|القراء|مملوكه|تعبر\b.{0,80}))?|اراء\s+القراء|اضف\s+تعليقا?ك?|اترك\s+تعليقا?"
    r"|(?:ال)?ردود|شارك(?:نا)?\s+(?:برايك|رايك|هذا|المقال|الخبر|الموضوع)"
)
_SERVICES = (
    r"اشترك(?:وا)?\s+(?:الان|في|معنا|ليصلك)|(?:ال)?نشره?\s*(?:تنا)?\s+البريديه|القائمه\s+البريديه"
    r"|(?:حمل|حملوا|تحميل|نزل)\s+(?:ال)?تطبيق|تابع(?:نا|ونا|وا)\s+(?:علي|عبر|قناتنا|صفحتنا|حسابنا)"
    r"|(?:يمكنكم\s+)?متابعه\s+(?:اخر\s+الاخبار|صفحتنا)|انضم(?:وا)?\s+(?:الي|الينا)|تلقي\s+الاشعارات"
    r"|ملفات\s+تعريف\s+الارتباط|هذه\s+الماده\s+للمشتركين|(?:جميع|كل|كافه)\s+(?:ال)?حقوق"
    r"|حقوق\s+(?:النشر|الطبع)|عدد\s+(?:المشاهدات|القراءات|القراء|الزيارات)|استمع\s+الي?\s*المقال"
    r"|تابع\s+القراءه|رابط\s+(?:الموضوع|الخبر|مختصر)|رقم\s+الخبر|نسخ\s+الرابط"
)
_LABELS = (
    r"(?:ال)?(?:وسوم|كلمات\s+(?:ال)?(?:مفتاحيه|دلاليه|داله)|تصنيفات?|تسميات|قسم|علامات)\s*:?"
    r"|- اعلان -|اعلان(?:ات)?"
)
_HEADING = re.compile(rf"[\W_]*(?:{_OTHERS}|{_TALK})")
_TALKING = re.compile(rf"[\W_]*(?:{_TALK})")
_WEAK_HEADING = re.compile(
    r".*(?:\bاخري\b|\bاخر\b|\bسابقه\b|\bارشيف\b|\bالاحدث\b|\bاحدث\b|\bمختارات\b|\bالان\b|\bاليوم\b"
    r"|\bايضا?\b)"
)
_LINE = re.compile(rf"[\W_]*(?:{_OTHERS}|(?:{_TALK})\s*[:(\d]*\s*$|(?:{_LABELS})(?:\s|$))")
_SERVICE = re.compile(rf"[\W_]*(?:{_SERVICES})")
_LONG = 1500
_OFFER_CHARS, _OFFER_LINES = 450, 9
_LINE_MOST = 220
_INLINE = re.compile(rf"[\W_]*(?:{_OTHERS})")
_SIGNATURE = re.compile(r"^\s*[—–-]\s.{1,80}\(@\w{1,30}\)")
_CAPTION = re.compile(
    r"^\W*(?:(?:ال)?(?:صوره|صور|تصوير|كاريكاتير|الفيديو|عدسه)\s*[:/]|photo\s*:)", re.I
)
_TRUNCATED = re.compile(r"(?:\.\.\.|…)\s*(?:\[?\s*\S{0,10}(?:\s\S{1,10})?\s*\]?)?$")
_TEASERS = 3


def inline(names: str, element: lxml.html.HtmlElement) -> bool:
    """Whether an inline element is inserted into a sentence: «اقرأ أيضا» with a link."""
    if element.tag not in ("span", "em", "strong", "b", "i", "font", "small", "mark"):
        return False
    if element.find(".//a") is None:
        return False
    if names and tokens(names) & {"readmore", "related"}:
        return True
    text = "".join(element.itertext())
    return len(text) < _LINE_MOST and bool(_INLINE.match(fold(text)))


def mark(layout: "Layout", keep: "Box | None") -> None:
    """Write into `noise` of the lines why they are none of the article.

    Args:
        keep: the box of the headline; boxes around it are never noise by their name.
    """
    kept = set(map(id, keep.above())) if keep is not None else set()
    plain = _plain(layout.blocks)
    for box in layout.root.below():
        if box.start == box.end:
            continue
        if id(box) not in kept and (why := _box(box, layout, plain)):
            _cover(layout.blocks, box.start, box.end, why)
    for number, block in enumerate(layout.blocks):
        if not block.noise:
            block.noise = _line(block)
            if block.noise == "service":
                _offer(layout, number)
        elif block.noise == "name" and block.box.tag in ("h1",):
            continue
        folded = fold(block.text[:120])
        if len(block.text) <= 90 and _opens_others(block, folded):
            _close(layout, number, strong=bool(_HEADING.match(folded)))
    _teasers(layout, kept)


def _cover(blocks: "list[Block]", start: int, end: int, why: str) -> None:
    for block in blocks[start:end]:
        block.noise = block.noise or why


def _box(box: "Box", layout: "Layout", plain: int) -> str:
    if box.tag in _KEPT:
        return ""
    lines = layout.blocks[box.start : box.end]
    if box.tag in _BOXES:
        # ASP.NET wraps whole pages into one form
        return "" if box.tag == "form" and _long(lines) else box.tag
    words = tokens(box.names)
    if words & _ROLES and box.tag not in ("header",):
        return "role"
    if words & _NEVER and not (words & _NAMES_OF_TEXT and "comment" not in words and _long(lines)):
        return "name"
    if words & _SELDOM and _plain(lines) < plain * _SHARE_OF_PAGE:
        return "name"
    if _caption(box, lines):
        return "caption"
    if box.fields >= 1 and not _long(lines):
        return "fields"
    return ""


def _long(lines: "list[Block]") -> bool:
    return _plain(lines) > _LONG


def _plain(lines: "list[Block]") -> int:
    """Characters that are no link."""
    return sum(len(line.text) - line.linked for line in lines)


def _caption(box: "Box", lines: "list[Block]") -> bool:
    """A picture with a line or two below it."""
    if box.tag == "figure":
        return True
    pictures = sum(inner.pictures for inner in box.below())
    if not pictures or len(lines) > 2 or any(line.linked for line in lines):
        return False
    # the text of a `<td>` or `<div>` with an image at its beginning is no caption
    return box.pictures == 0 or all(line.box is not box or len(line.text) < 200 for line in lines)


def _line(block: "Block") -> str:
    text = block.text
    if block.link_share > 0.6 and len(text) < 300:
        return "link"
    if len(text) > _LINE_MOST:
        return ""
    folded = fold(text)
    if _SIGNATURE.match(text):
        return "signature"
    if _CAPTION.match(folded):
        return "caption"
    if _SERVICE.match(folded):
        return "service"
    if _LINE.match(folded):
        return "words"
    return "name" if tokens(block.names) & _NAMES else ""


def _opens_others(block: "Block", folded: str) -> bool:
    heading = (
        block.box.tag in ("h2", "h3", "h4", "h5", "h6") or block.bold * 5 >= len(block.text) * 4
    )
    if not heading:
        alone = block.box.end - block.box.start == 1
        return alone and block.box.tag != "p" and bool(_TALKING.match(folded))
    return bool(_HEADING.match(folded) or (len(folded) < 40 and _WEAK_HEADING.match(folded)))


def _close(layout: "Layout", number: int, *, strong: bool) -> None:
    """Cover what a heading such as «مواضيع ذات صلة» stands over."""
    blocks = layout.blocks
    box = blocks[number].box
    holder = box if box.start < number or box.end > number + 1 else box.parent
    while holder is not None and holder.end == number + 1 and holder.start == number:
        holder = holder.parent
    if holder is None:
        return
    real = box.tag.startswith("h") and len(box.tag) == 2
    rest = blocks[number + 1 : holder.end]
    chars = sum(len(line.text) for line in rest) or 1
    linked = sum(line.linked for line in rest)
    cut = sum(len(line.text) for line in rest if _TRUNCATED.search(line.text))
    units = Counter(child.signature for child in holder.children if child.start > number)
    alike = max(units.values(), default=0) >= _TEASERS and len(rest) >= 2 * _TEASERS
    if real and (strong or alike or (linked + cut) * 5 >= chars):
        _cover(blocks, number, holder.end, "others")
        return
    if not strong:
        return
    if _TALKING.match(fold(blocks[number].text)) and holder.start == number:
        _cover(blocks, number, holder.end, "comments")
        return
    blocks[number].noise = blocks[number].noise or "others"
    for line in rest:
        if line.link_share < 0.5:
            break
        line.noise = line.noise or "others"


def _offer(layout: "Layout", number: int) -> None:
    """Cover the box that an offer such as «اشترك في نشرتنا» opens: newsletter, application."""
    holder = layout.blocks[number].box
    while (
        holder.parent is not None
        and holder.parent.start == number
        and holder.parent.end - number <= _OFFER_LINES
        and sum(len(line.text) for line in layout.blocks[number : holder.parent.end])
        <= _OFFER_CHARS
    ):
        holder = holder.parent
    _cover(layout.blocks, number, holder.end if holder.start == number else number + 1, "service")


def _teasers(layout: "Layout", kept: set[int]) -> None:
    """Cover lists of other articles: units of the same kind that begin with a link of their own."""
    for box in layout.root.below():
        if len(box.children) < _TEASERS:
            continue
        units = [child for child in box.children if id(child) not in kept]
        groups: dict[tuple[str, str], list[Box]] = {}
        for unit in units:
            groups.setdefault(unit.signature, []).append(unit)
        for group in groups.values():
            led = [unit for unit in group if _led(layout.blocks[unit.start : unit.end])]
            if len(led) >= _TEASERS and len(led) * 3 >= len(group) * 2:
                for unit in group:
                    _cover(layout.blocks, unit.start, unit.end, "teaser")


def _led(lines: "list[Block]") -> bool:
    """Whether the lines of a unit are the title of another article, linked, and little more."""
    if not lines or len(lines) > 8:
        return False
    for line in lines[:4]:
        if line.link_share > 0.5 and len(line.text) >= 12:
            return True
        if len(line.text) > 40:
            break
    return bool(_TRUNCATED.search(lines[-1].text) and lines[-1].linked)
