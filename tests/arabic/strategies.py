"""Texts to try the Arabic room on: any characters, and what Arabic newsrooms make of them."""

from hypothesis import strategies as st

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
WORDS = st.text(LETTERS, min_size=3, max_size=8)
_HOSTILE = (
    "ءآأؤإئةىپچڤگکیہھٱ"  # carriers and foreign letters
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"  # diacritics
    "ـ\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2069\ufeff\u00ad"  # tatweel, controls
    "ﺍﺑﺔﻻﻼﷲﷺﭖﮎ"  # presentation forms and ligatures
    "٠١٢۳۴789"
    "«»“”„\"'‘’‹›،؛؟!.…:()-/٪"
    " \u00a0\t\n\r\u2028"
    "aZéİßﬁ"
)
ARABIC = st.text(LETTERS + _HOSTILE, max_size=60)
TEXTS = st.one_of(st.text(max_size=60), ARABIC)
