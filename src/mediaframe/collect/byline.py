"""Reads who signed an article, as written, without «كتب», a town or a desk."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mediaframe.arabic.normalise import fold
from mediaframe.collect import moment, wire
from mediaframe.collect.blocks import Block, Layout, Mark
from mediaframe.collect.boxnames import COMMENTS, tokens, words
from mediaframe.collect.metadata import Metadata, clean, names

_LEADS = (
    "كتب|كتبت|كتبه|كتبها|كتب بواسطة|بقلم|بواسطة|مرسلة بواسطة|أرسلت بواسطة|الكاتب|الكاتبة|إعداد|أعده"
    "|أعدها|أعدّه|تقرير|تحرير|متابعة|حوار|حاوره|حاورها|حاورته|حاورتها|أجرى الحوار|أجرت الحوار"
    "|أجرى المقابلة|أجرت المقابلة|شعر|ترجمة|تصوير|المراسل|مراسل|مراسلنا|مراسلتنا|المؤلف|الصحفي"
    "|الصحفية"
    "|by|written by"
)
_LEAD = re.compile(
    rf"^\s*(?:{'|'.join(sorted(_LEADS.split('|'), key=len, reverse=True))})\s*(?:[:/\-–—|]\s*|\s+)",
    re.I,
)
_SURE_LEAD = re.compile(
    r"^\s*(?:(?:كتبت?|بقلم|حاورت?ه?ا?|أجرت?ى? (?:الحوار|المقابلة))(?:\s+بواسطة)?\s*[:/\-–—|]?\s+"
    r"|(?:كتبت?ه?ا?|الكاتبة?|إعداد|أعدّ?ت?ه?ا?|تحرير|تقرير|تصوير|حوار|ترجمة|شعر)\s*[:/\-–—|]\s*)"
    r"(?=\S)"
)
_NAMES = words(
    "author authors byline writer writers by kateb creator createdby poet sig signature who"
    " photographer reporter journalist correspondent"
)
_ACCOUNTS = words("username user commenter comment comments logged-in")
_DESK = re.compile(
    r"\b(?:محرر|المحرر|محررون|تحرير|التحرير|هيئه|اداره|الموقع|ادمن|مدير|قسم|خاص|مراسلون|متابعات|متابعه"
    r"|غرفه|فريق|صحيفه|جريده|وكاله|وكالات|شبكه|قناه|موقع|مجله|منصه|admin|administrator|super|editor"
    r"|staff|user|desk|newsroom|webmaster)\b"
)
_LABEL = re.compile(
    r"\b(?:تاريخ|طباعه|الطباعه|نشر|النشر|تحديث|التحديث|اضيف|تعديل|قراءه|قراءات|تعليق|تعليقات|مشاهده|الساعه"
    r"|دقائق|عدد|رقم|العدد|صفحه|التصنيف|القسم|وسوم)\b"
)
_SPLIT = re.compile(r"\s*[|·•]\s*|\s+[-–—/]\s+|\s*[-–—]\s+|\s*:\s*|\s*،\s*(?=\d)")
_WORD = re.compile(
    r"^[^\W\d_][^\W\d_]*(?:['’\-][^\W\d_]+)*$|^[^\W\d_]{1,2}\.$|^[^\W\d_]\.[^\W\d_]+$"
)
_MOST_WORDS, _MOST_CHARS = 6, 60
_READ = ("", "link", "words", "caption", "footer")
"""Marks of lines that may name an author all the same."""
_INITIALS = re.compile(r"^\W*(?:\w{1,2}[\s./]+){1,4}\w{1,2}\W*$")


def author(
    layout: Layout,
    facts: Metadata,
    *,
    zone: Iterable[int],
    below: Iterable[int],
    lines: Sequence[str],
    site: str,
    section: str | None,
) -> str | None:
    """The name under which an article stands.

    What the page shows wins over its metadata, which often names a desk: a box or line that is
    named as that of the author, then a line with «كتب:» or «بقلم», then a name beside the date;
    last the JSON-LD, `<meta>` and the town and name above the first paragraph.

    Args:
        zone: numbers of the lines about the headline.
        below: numbers of the lines after the body, where only microdata is believed.
        lines: lines that were cut from the body's beginning and end.
        site: name of the outlet, which is no author.
    """
    numbers = [number for number in zone if layout.blocks[number].noise in _READ]
    near = list(numbers)
    under = [number for number in below if not _comment(layout.blocks[number])]
    known = {fold(site), fold(section or "")}
    for found in (
        *_marked(layout, set(near)),
        *(_said(layout.blocks[number].text) for number in near),
        *map(_said, lines),
        *_beside_date(layout, near),
        *_signed(layout, set(under)),
        *(_town(line) for line in lines),
        *_told(facts),
    ):
        name = person(found, known) if found else None
        if name:
            return name
    return None


def person(text: str, known: Iterable[str] = ()) -> str | None:
    """`text` as a name, or None where it names a desk, an agency, a site or nobody."""
    name = clean(_stripped(text)).strip(" :،,-–—|/.")
    words = name.split()
    if not 1 <= len(words) <= _MOST_WORDS or not 4 <= len(name) <= _MOST_CHARS:
        return None
    folded = fold(name)
    if not all(_WORD.match(fold(word)) for word in words) or wire.line(name):
        return None
    if (
        _DESK.search(folded)
        or _LABEL.search(folded)
        or fold(f"{name} x") != fold(_stripped(f"{name} x"))
    ):
        return None
    if any(site and (site in folded or folded in site) for site in known):
        return None
    return name


def is_line(text: str) -> bool:
    """Whether a line of a body only says who wrote it: «بقلم فلان», «البصرة - فلان», initials."""
    if len(text) > 80 or text[-1] in ".!؟?":
        return False
    if _INITIALS.match(text):
        return True
    said = _said(text)
    if said and person(said):
        return True
    town = _town(text)
    return bool(town and person(town))


def _stripped(text: str) -> str:
    for _ in range(2):
        text = _LEAD.sub("", text, count=1)
    return text


def _said(text: str) -> str | None:
    """The name after «كتب:» and the like, up to a separator."""
    if len(text) > 200:
        return None
    for part in re.split(r"\s*[|·•]\s*", text):
        if _SURE_LEAD.match(part):
            return re.split(r"\s+[-–—/|]\s+", _SURE_LEAD.sub("", part, count=1))[0]
    return None


def _town(text: str) -> str | None:
    """The name in «المنامة - فلان الفلاني»."""
    parts = re.split(r"\s*[-–—/]\s+|\s+[-–—/]\s*", text)
    if len(parts) == 2 and len(parts[0].split()) <= 3 and 2 <= len(parts[1].split()) <= 5:
        return parts[1]
    return None


def _marked(layout: Layout, numbers: set[int]) -> Iterator[str]:
    marks = [mark for mark in layout.marks if _named(mark) and mark.number in numbers]
    marks.sort(key=lambda mark: ("item-name" in mark.names or "rel-author" in mark.names) is False)
    for mark in marks:
        text = mark.text
        if not text:
            text = mark.value
        if 0 < len(text) <= 120:
            town = _town(text)
            yield from (text, *([town] if town else []), *parts(text))


def _named(mark: Mark) -> bool:
    words = tokens(mark.names)
    if words & _ACCOUNTS:
        return False
    return bool(words & _NAMES) or "item-author" in mark.names or "rel-author" in mark.names


def parts(text: str) -> Iterator[str]:
    """What stands between the separators of a line such as «اقتصاد | فلان | 3/5/2024»."""
    found = _SPLIT.split(text) if len(text) <= 160 else []
    return (part for part in found if part and moment.read(part) is None)


def _beside_date(layout: Layout, numbers: Sequence[int]) -> Iterator[str]:
    for number in numbers:
        text = layout.blocks[number].text
        if len(text) <= 120 and moment.is_near(text):
            texts = [mark.text for mark in layout.marks if mark.number == number]
            for piece in (*texts, text):
                for part in parts(piece):
                    if len(part.split()) >= 2 and not moment.is_near(part):
                        yield part
        elif len(text) <= 50 and layout.blocks[number].link_share < 0.5 and (town := _town(text)):
            yield town


def _comment(block: Block) -> bool:
    return any(tokens(box.names) & COMMENTS for box in block.box.above())


def _signed(layout: Layout, numbers: set[int]) -> Iterator[str]:
    for mark in layout.marks:
        if mark.number in numbers and ("item-author" in mark.names or "rel-author" in mark.names):
            yield from (mark.text, *(text for text in [_said(mark.text)] if text))


def _told(facts: Metadata) -> Iterator[str]:
    for value in facts.told("author"):
        yield from names(value)
    for key in ("author", "article:author", "dc.creator", "twitter:data1", "item-author"):
        yield from (value for value in facts.meta.get(key, []) if "/" not in value)
