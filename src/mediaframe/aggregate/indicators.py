"""The indicators of the codebook, as counts over units (see docs/indicators.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from mediaframe.aggregate.units import mask
from mediaframe.codebook import Codebook
from mediaframe.errors import InputError

VISIBILITY = "visibility"
GENRES = ("NEWS", "OPINION")
"""Own-voice delegitimation is shown for these apart."""
BASES = ("units", "articles", "mentions", *GENRES, "accused_articles", "patronage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published figure: an indicator, or an indicator of one frame, role, issue or genre."""

    indicator: str
    label: str = ""
    top: pl.Expr | None = None
    """Numerator of a row; None for visibility, which is counted over articles."""
    base: str = "units"
    """The denominator, one of BASES."""
    kind: Literal["share", "balance", "ratio"] = "share"
    """Share of the base; mean of -1, 0, 1 over it; or ratio of two counts of a unit."""
    scale: float = 1.0
    """The value is printed times this."""


def figures(
    book: Codebook, *, indicators: Sequence[str] | None = None, frame: str | None = None
) -> list[Figure]:
    """The figures of indicators (all by default), in the order of the codebook.

    Args:
        indicators: ids of the codebook's indicators; with `frame` alone, only its share.
        frame: show the share of this frame only.

    Raises:
        InputError: no such indicator or frame.
    """
    known = [indicator.id for indicator in book.indicators if indicator.id in _MAKERS]
    if indicators is None:
        indicators = known if frame is None else ["frame_share"]
    for name in indicators:
        if name not in known:
            raise InputError(f"{name}: no such indicator; there are {', '.join(known)}")
    if frame is not None and frame not in book.frame_ids:
        raise InputError(f"{frame}: no such frame; there are {', '.join(book.frame_ids)}")
    return [
        figure
        for name in known
        if name in indicators
        for figure in _MAKERS[name](book)
        if name != "frame_share" or frame in (None, figure.label)
    ]


def bases(book: Codebook) -> list[pl.Expr]:
    """The denominators of a row, in the order of BASES.

    A row is a unit in a cell; `first` marks the first one of its article in the cell.
    """
    first = pl.col("first").cast(pl.Int32)
    shared = sum((_has(book, f).cast(pl.Int32) for f in _PATRONAGE), pl.lit(0, pl.Int32))
    return [
        pl.lit(1, pl.Int32).alias("units"),
        first.alias("articles"),
        pl.col("mentions").cast(pl.Int32),
        *(
            (pl.col("genre") == genre).fill_null(False).cast(pl.Int32).alias(genre)
            for genre in GENRES
        ),
        (pl.col("first") & pl.col("article_accused")).cast(pl.Int32).alias("accused_articles"),
        shared.alias("patronage"),
    ]


_PATRONAGE = ("STATE_PATRONAGE", "RIGHTS_DEFENDER", "CIVIC_VOICE")


def _has(book: Codebook, *frames: str) -> pl.Expr:
    return pl.col("frames") & mask(frames, book.frame_ids) != 0


def _group(book: Codebook, superframe: str) -> pl.Expr:
    return _has(book, *book.superframe(superframe))


def _visibility(_: Codebook) -> list[Figure]:
    return [Figure(indicator=VISIBILITY, base="articles", scale=1000.0)]


def _frames(book: Codebook) -> list[Figure]:
    return [Figure(indicator="frame_share", label=f, top=_has(book, f)) for f in book.frame_ids]


def _legitimation(book: Codebook) -> list[Figure]:
    return [Figure(indicator="legitimation_index", top=_group(book, "LEGITIMATION"))]


def _delegitimation(_: Codebook) -> list[Figure]:
    return [Figure(indicator="delegitimation_index", top=pl.col("accused"))]


def _own(_: Codebook) -> list[Figure]:
    name, own = "own_voice_delegitimation", pl.col("own")
    return [Figure(indicator=name, top=own)] + [
        Figure(indicator=name, label=genre, top=own & pl.col("genre").eq_missing(genre), base=genre)
        for genre in GENRES
    ]


def _relayed(_: Codebook) -> list[Figure]:
    return [Figure(indicator="relayed_delegitimation", top=pl.col("relayed"))]


def _reply(_: Codebook) -> list[Figure]:
    answered = pl.col("first") & pl.col("article_accused") & pl.col("reply")
    return [Figure(indicator="right_of_reply_rate", top=answered, base="accused_articles")]


def _actor_voice(_: Codebook) -> list[Figure]:
    return [Figure(indicator="actor_voice_share", top=pl.col("actor_voice"), base="mentions")]


def _patronage(book: Codebook) -> list[Figure]:
    top = _has(book, _PATRONAGE[0])
    return [Figure(indicator="patronage_ratio", top=top, base="patronage", kind="ratio")]


def _tone(_: Codebook) -> list[Figure]:
    return [Figure(indicator="net_tone", top=pl.col("tone"), kind="balance")]


def _agency(book: Codebook) -> list[Figure]:
    return [
        Figure(indicator="agency", label=role.id, top=pl.col("role") == role.id)
        for role in book.role.values
    ]


def _distancing(_: Codebook) -> list[Figure]:
    return [Figure(indicator="distancing_rate", top=pl.col("distancing"))]


def _issues(book: Codebook) -> list[Figure]:
    return [
        Figure(
            indicator="issue_salience",
            label=issue,
            top=pl.col("first") & (pl.col("issues") & mask([issue], book.issue_ids) != 0),
            base="articles",
        )
        for issue in book.issue_ids
    ]


_MAKERS = {
    VISIBILITY: _visibility,
    "frame_share": _frames,
    "legitimation_index": _legitimation,
    "delegitimation_index": _delegitimation,
    "own_voice_delegitimation": _own,
    "relayed_delegitimation": _relayed,
    "right_of_reply_rate": _reply,
    "actor_voice_share": _actor_voice,
    "patronage_ratio": _patronage,
    "net_tone": _tone,
    "agency": _agency,
    "distancing_rate": _distancing,
    "issue_salience": _issues,
}
