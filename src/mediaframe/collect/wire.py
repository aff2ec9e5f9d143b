"""Reads agency credits: whose copy an article is, by its own word.

Ids are lower-case abbreviations of the agencies; "agencies" stands for an unnamed «وكالات».
"""

import re
from collections.abc import Sequence

from mediaframe.arabic.normalise import fold

UNNAMED = "agencies"
_D = r"[.\s]{0,2}"
"""Between the letters of an abbreviation: «أ ف ب», «أ.ف.ب»."""
# Names are folded (see `arabic.normalise`); abbreviations that are words too count only where an
# agency credit can stand.
_AGENCIES = {
    "reuters": r"رويترز|reuters",
    "afp": rf"(?:وكاله\s+)?(?:الصحافه\s+الفرنسيه|فرانس\s*برس)|ا{_D}ف{_D}ب\.?|afp",
    "ap": rf"(?:ال)?اسوشيتد\s*برس|(?:ال)?اسوشييتد\s*برس|ا{_D}ب\.?|ap",
    "dpa": rf"(?:وكاله\s+)?(?:الانباء\s+الالمانيه)|د{_D}ب{_D}ا\.?|dpa",
    "bna": r"(?:وكاله\s+)?انباء\s+البحرين|بنا|bna",
    "ina": r"(?:ال)?وكاله\s+الانباء\s+العراقيه|(?:وكاله\s+الانباء\s+العراقيه\s+)?واع|ina",
    "map": rf"(?:وكاله\s+)?المغرب\s+العربي\s+للانباء|لاماب|و{_D}م{_D}ع\.?|map",
    "spa": r"وكاله\s+الانباء\s+السعوديه|واس|spa",
    "wam": r"وكاله\s+انباء\s+الامارات|وام|wam",
    "kuna": r"وكاله\s+الانباء\s+الكويتيه|كونا|kuna",
    "qna": r"وكاله\s+الانباء\s+القطريه|قنا|qna",
    "mena": rf"وكاله\s+انباء\s+الشرق\s+الاوسط|ا{_D}ش{_D}ا\.?|mena",
    "aps": rf"وكاله\s+الانباء\s+الجزائريه|و{_D}ا{_D}ج\.?|aps",
    "tap": r"وكاله\s+تونس\s+افريقيا\s+للانباء|وات|tap",
    "petra": r"بترا|petra",
    "sana": r"سانا|sana",
    "wafa": r"وفا|wafa",
    "anadolu": r"(?:وكاله\s+)?الاناضول|anadolu",
    "xinhua": r"(?:وكاله\s+)?شينخوا|xinhua",
    "efe": r"افي|efe",
    UNNAMED: r"(?:ال)?وكالات(?:\s+الانباء)?",
}
_NAME = "|".join(f"(?P<{name}>{names})" for name, names in _AGENCIES.items())
_ONE = re.compile(rf"(?:{_NAME})")
_ANY = "|".join(f"(?:{names})" for names in _AGENCIES.values())
_PLACE = r"[^\W\d_]{2,}(?:\s[^\W\d_]{2,}){0,2}"
_JOIN = r"\s*(?:[,/+\-–—|]|\bو)\s*"
_LINE = re.compile(
    rf"[\s(\[\-–—*]*(?:(?:ال)?مصدر\s*[:/\-]?\s*|نقلا\s+عن\s*:?\s*|وكاله\s+)?"
    rf"(?:{_PLACE}\s*(?:[/:|\-–—,]|\()\s*)?(?P<who>(?:{_ANY})(?:{_JOIN}(?:{_ANY}))*)[\s)\].*\-–—]*"
)
_DATELINE = re.compile(
    rf"\s*(?:(?:{_PLACE})\s*(?:[/:|\-–—,]\s*)?)?\(?\s*(?P<who>(?:{_ANY}))\s*(?:\)\s*[/:|\-–—.]?|[/:|\-–—])\s"
)
_END = re.compile(rf"\(\s*(?P<who>(?:{_ANY})(?:{_JOIN}(?:{_ANY}))*)\s*\)[\s.]*$")
_LINE_MOST = 70


def line(text: str) -> str | None:
    """The agency where a line is a credit and nothing else, as «المصدر: وكالات»."""
    if len(text) > _LINE_MOST:
        return None
    return _first(_LINE.fullmatch(fold(text)))


def sentence(lines: Sequence[str]) -> str | None:
    """The agency in the dateline of the first paragraph, or in brackets after the last."""
    if not lines:
        return None
    return _first(_DATELINE.match(fold(lines[0][:120]))) or _first(
        _END.search(fold(lines[-1])[-80:])
    )


def _first(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    ids = [one.lastgroup for part in re.split(_JOIN, found["who"]) if (one := _ONE.fullmatch(part))]
    ids += [one.lastgroup for one in [_ONE.match(found["who"])] if one and not ids]
    named = [name for name in ids if name and name != UNNAMED]
    return next(iter(named), UNNAMED if ids else None)
