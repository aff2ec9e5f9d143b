"""Tells Arabic from the other languages that outlets in Arab countries publish in."""

import re

_ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff]")
_LATIN = re.compile("[A-Za-zÀ-ÖØ-öø-ÿ]")
_OTHER = re.compile(r"[^\W\d_]")
_KURDISH = re.compile("[ۆێڕڵە]")
_URDU = re.compile("[ٹڈڑےہںھ]")
_PERSIAN = re.compile("[پچژگکی]")
_ARTICLE = re.compile(r"\b[وفبكل]?ا?ل[ء-ي]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FRENCH = re.compile(r"\b(?:le|la|les|des|une|et|est|dans|pour|que|sur)\b", re.I)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|for|that|on|was)\b", re.I)
_FOREIGN_LETTERS = 0.02
_FEWEST_ARTICLES = 0.04
"""Of the words of Arabic prose every fifth has the article; Persian and Urdu have none."""
_ENOUGH_WORDS = 40


def language(text: str) -> str | None:
    """ISO 639 code of the language of a text: "ar", "fa", "ur", "ckb", "en", "fr" or "und".

    None for a text without letters. By letters and frequent words, no more than is needed to keep
    other languages out of an Arabic corpus.
    """
    arabic = len(_ARABIC_SCRIPT.findall(text))
    latin = len(_LATIN.findall(text))
    other = len(_OTHER.findall(text))
    if other == 0:
        return None
    if latin > arabic:
        french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
        return "und" if french == english else "fr" if french > english else "en"
    if arabic * 2 < other:
        return "und"
    marks = {
        "ckb": len(_KURDISH.findall(text)),
        "ur": len(_URDU.findall(text)),
        "fa": len(_PERSIAN.findall(text)),
    }
    words = _WORD.findall(text)
    articles = len(_ARTICLE.findall(text))
    if sum(marks.values()) > arabic * _FOREIGN_LETTERS:
        if marks["ckb"] > arabic * _FOREIGN_LETTERS and marks["ckb"] >= marks["ur"]:
            return "ckb"
        return "ur" if marks["ur"] > arabic * _FOREIGN_LETTERS else "fa"
    if len(words) >= _ENOUGH_WORDS and articles < len(words) * _FEWEST_ARTICLES:
        return "und"
    return "ar"
