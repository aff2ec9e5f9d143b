"""Looks through XML from the web before any parser that builds something reads it."""

from xml.parsers import expat

MAX_DEPTH = 100
"""Atom feeds with whole articles as XHTML go to about 30."""


MAX_ELEMENTS = 500_000
"""Of a feed: what is built of each takes far longer than to read it."""


class UnsafeXmlError(Exception):
    """XML that declares entities, refers to others' files, is nested too deep or has too many
    elements; says which.
    """


def guarded() -> expat.XMLParserType:
    """An expat parser that refuses what is unsafe, with no handlers for content yet.

    Its handlers raise `UnsafeXmlError`; those for elements must call `Depth`.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _entity
    parser.UnparsedEntityDeclHandler = _entity
    parser.ExternalEntityRefHandler = _external
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


class Depth:
    """Counts how deep the open elements are nested."""

    def __init__(self) -> None:
        self.now = 0

    def enter(self) -> None:
        """Raises:
        UnsafeXmlError: more than `MAX_DEPTH` elements are open.
        """
        self.now += 1
        if self.now > MAX_DEPTH:
            raise UnsafeXmlError(f"unsafe XML: over {MAX_DEPTH} levels deep")

    def leave(self) -> None:
        """An element was closed."""
        self.now -= 1


def check(data: bytes) -> str:
    """Why `data` is not well-formed XML; empty where it is.

    Raises:
        UnsafeXmlError: it is unsafe, as far as it can be read.
    """
    parser = guarded()
    depth = Depth()
    elements = 0

    def start(name: str, attributes: object) -> None:  # noqa: ARG001
        nonlocal elements
        elements += 1
        if elements > MAX_ELEMENTS:
            raise UnsafeXmlError(f"unsafe XML: over {MAX_ELEMENTS} elements")
        depth.enter()

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: depth.leave()  # noqa: ARG005
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        return f"broken XML: {expat.ErrorString(error.code)}, line {error.lineno}"
    except (LookupError, ValueError):
        return "broken XML: unknown encoding"
    return ""


def _entity(*_: object) -> None:
    raise UnsafeXmlError("unsafe XML: it declares entities")


def _external(*_: object) -> int:
    raise UnsafeXmlError("unsafe XML: it refers to another file")
