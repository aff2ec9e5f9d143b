"""spaCy without torch, which it imports wherever it is installed and never uses here.

Importing torch would make every process that detects start three times as slowly and take three
times the memory. It is hidden only while spaCy is imported; others can import it afterwards.
"""

import sys

_HIDDEN = "torch"
_absent = _HIDDEN not in sys.modules
if _absent:
    sys.modules[_HIDDEN] = None  # type: ignore[assignment]
try:
    import spacy
    from spacy.matcher import Matcher
    from spacy.tokens import Doc
finally:
    if _absent:
        del sys.modules[_HIDDEN]

__all__ = ["Doc", "Matcher", "spacy"]
