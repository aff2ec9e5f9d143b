"""Draws chart specifications as SVG and PNG, with the packaged fonts."""

import re
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import vl_convert
from markupsafe import Markup

WIDE, NARROW = 940, 350
"""Widths in pixels of a chart on a screen or paper, and on a phone."""
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')
_ID = re.compile(r'(\bid="|url\(#|href="#)')
_VIEW = re.compile(r"<svg\b[^>]*>")


def register_fonts() -> None:
    """Make the packaged fonts known to the renderer; once a process."""
    vl_convert.register_font_directory(str(Path(str(files(__package__))) / "static" / "fonts"))


def svg(spec: dict[str, Any]) -> str:
    """The chart as an SVG document."""
    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn


def inline(drawn: str, name: str, alt: str) -> Markup:
    """An SVG document as part of a page: ids made unique by `name`, one accessible image."""
    width, height = size(drawn)
    inner = body(renamed(drawn, name))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-label={quoteattr(alt)}>'
    )
    return Markup(f"{head}{inner}</svg>")


def png(drawn: str) -> bytes:
    """An SVG document as a PNG, at one and a half times its size."""
    image: bytes = vl_convert.svg_to_png(drawn, scale=1.5)
    return image


def renamed(drawn: str, name: str) -> str:
    """The document with `name` before each of its ids, so that it can stand beside others."""
    return _ID.sub(rf"\g<1>{name}-", drawn)


def body(drawn: str) -> str:
    """What is inside the document."""
    return _VIEW.sub("", drawn, count=1).strip().removesuffix("</svg>")


def size(drawn: str) -> tuple[float, float]:
    """Width and height of an SVG document, in pixels."""
    found = _SIZE.search(drawn)
    if found is None:
        raise ValueError("the renderer gave an SVG without a size")
    return float(found[1]), float(found[2])
