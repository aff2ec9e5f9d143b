"""Charts as drawings: they follow the rules of display, with Arabic shaped by the renderer."""

import datetime as dt
from xml.etree import ElementTree

import pytest

from mediaframe.report import charts, dots, drawing, poster
from mediaframe.report.charts import Line
from mediaframe.report.dots import Dot, DotColumn
from mediaframe.report.figures import Bin, Series
from mediaframe.types import Estimate


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    drawing.register_fonts()


def estimate(display: str, value: float = 0.2) -> Estimate:
    """An estimate of this display."""
    return Estimate(indicator="frame_share", value=value, low=value - 0.05, high=value + 0.05,
                    n=200, n_eff=150.0, display=display, method="bootstrap")  # fmt: skip


def line(*displays: str) -> Line:
    """A monthly line with these displays; empty for a month without articles."""
    bins = (
        Bin(dt.date(2018, at + 1, 1), f"2018-{at + 1:02}", estimate(shown) if shown else None)
        for at, shown in enumerate(displays)
    )
    return Line("أجندة أجنبية", "#a32942", Series("month", tuple(bins)))


def strokes(drawn: str, mark: str) -> int:
    """How many paths of a kind of mark a drawing has."""
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    return sum(
        len(group.findall(f"{space}path")) + len(group.findall(f"{space}line"))
        for group in root.iter(f"{space}g")
        if mark in group.get("class", "").split()
    )


def test_no_line_crosses_what_is_withheld() -> None:
    shown = line("full", "full", "suppressed", "full", "full", "", "full", "full")
    assert strokes(drawing.svg(charts.panel(shown, top=0.4)), "mark-line") == 3


def test_tentative_bins_are_hollow_and_in_no_line() -> None:
    drawn = drawing.svg(charts.panel(line("tentative", "tentative", "tentative"), top=0.4))
    assert strokes(drawn, "mark-line") == 0
    assert drawn.count('fill="white"') == 3
    assert "#a32942" not in drawn


def test_a_suppressed_value_is_not_in_the_drawing() -> None:
    columns = [DotColumn("", (Dot("أ", "#00707f", estimate("suppressed"), "too few"),))]
    drawn = drawing.svg(dots.dot_chart(columns, width=350, per_row=1))
    assert "too few" in drawn
    assert "#00707f" not in drawn


def test_the_chart_of_one_place_does_not_leak_into_the_next() -> None:
    first = charts.panel(line("full", "full"), top=0.4)
    second = charts.panel(line("tentative"), top=0.1)
    assert first["datasets"] != second["datasets"]
    assert first == charts.panel(line("full", "full"), top=0.4)


def test_arabic_is_shaped_in_pictures() -> None:
    # Joined letters take another room than the same letters kept apart.
    def width(text: str) -> float:
        spec = {"data": {"values": [{}]}, "mark": {"type": "text", "fontSize": 40, "text": text},
                "config": {"font": "IBM Plex Sans Arabic"}}  # fmt: skip
        return drawing.size(drawing.svg(spec))[0]

    word = "حححححححححححح"
    assert abs(width(word) / width("\u200c".join(word)) - 1) > 0.05


def test_posters_are_documents_that_hold_their_words() -> None:
    drawn = drawing.svg(charts.panel(line("full", "full"), top=0.4))
    words = poster.Words(
        title="<أطر & تغطية>", subtitle="حصة 95%", notes=("ملاحظة طويلة " * 30,), rtl=True,
        legend=(("إضفاء", "#00707f"),), headline_font="Noto Naskh Arabic",
    )  # fmt: skip
    tile = poster.Tile("اسم", "#00707f", drawn)
    document = poster.poster(poster.grid([[tile, tile], [tile]], rtl=True), words)
    texts = "".join(ElementTree.fromstring(document).itertext())
    assert "<أطر & تغطية>" in texts
    assert drawing.png(document).startswith(b"\x89PNG")


def test_ids_of_inline_drawings_are_their_own() -> None:
    drawn = '<svg width="1" height="2"><g id="a" clip-path="url(#a)"/><use href="#a"/></svg>'
    made = drawing.inline(drawn, "x", 'quote " and <tag>')
    assert 'id="x-a"' in made
    assert "url(#x-a)" in made
    assert 'href="#x-a"' in made
    assert "<tag>" not in made
