"""Windows of sentences written for these tests, the target between ⟦ and ⟧."""

from mediaframe.types import Window


def window(
    marked: str, *, headline: str = "", offset: int = 0, in_headline: bool = False
) -> Window:
    start = marked.index("⟦")
    end = marked.index("⟧") - 1
    text = marked.replace("⟦", "").replace("⟧", "")
    return Window(
        id="w", headline=headline, text=text, start=start, end=end, offset=offset,
        in_headline=in_headline,
    )  # fmt: skip
