"""A report's content about invented outlets, organisations and people."""

import datetime as dt
import math
import random
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from mediaframe import codebook, config
from mediaframe.report.content import ReportContent
from mediaframe.types import (
    Actor,
    Codes,
    Disclosure,
    Evidence,
    Example,
    Outlet,
    OutletCoverage,
    RejectCount,
    RunInfo,
)

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
_LEVEL = {
    "LEGITIMATION": 0.16,
    "VICTIMISATION": 0.11,
    "INSTITUTIONAL": 0.08,
    "DELEGITIMATION": 0.05,
}
OUTLETS = {
    outlet.id: outlet
    for outlet in (
        Outlet(
            id="bh_lulu", name_ar="صدى اللؤلؤ", name_en="Lulu Echo", country="BH", ownership="state"
        ),
        Outlet(
            id="ma_atlas",
            name_ar="رسالة الأطلس",
            name_en="Atlas Letter",
            country="MA",
            ownership="private",
        ),
        Outlet(
            id="rg_ufuq",
            name_ar="الأفق العربي",
            name_en="Arab Horizon",
            ownership="foreign_public",
        ),
        Outlet(id="Nashra <b>", name_ar="نشرة صغيرة", country="MA", verified=False),
    )
}
ACTORS = {
    actor.id: actor
    for actor in (
        Actor(
            id="bh_sanad",
            name_ar="جمعية سند الحي",
            name_en="Sanad Neighbourhood Society",
            type="CSO_ORG",
            country="BH",
        ),
        Actor(
            id="iq_rafid",
            name_ar="مرصد الرافد",
            name_en="Rafid Observatory",
            type="CSO_ORG",
            country="IQ",
        ),
        Actor(
            id="ma_tadamun",
            name_ar="نقابة تضامن العمال",
            name_en="Tadamun Workers Union",
            type="UNION_SYNDICATE",
            country="MA",
        ),
        Actor(
            id="iq_person",
            name_ar="سهيل الوردان",
            name_en="Suhail al-Wardan",
            type="ACTIVIST_INDIVIDUAL",
            country="IQ",
            is_person=True,
        ),
    )
}
SIZES = {"bh_lulu": 2200, "ma_atlas": 300, "rg_ufuq": 20, "Nashra <b>": 12}
COUNTRIES = {"BH": 2200, "MA": 312, "unknown": 20}
TOTAL = sum(SIZES.values())


def content(*, months: int = 24, show_persons: bool = False, seed: int = 7) -> ReportContent:
    """Content of four outlets over some months, a pure function of its arguments."""
    source = random.Random(seed)
    return ReportContent(
        book=BOOK,
        outlets=OUTLETS,
        actors=ACTORS,
        trends=dict(_trends(source, months)),
        stories=_stories(),
        examples=tuple(_examples()),
        disclosure=_disclosure(months),
        scorer="lexicon",
        draws=2000,
        seed=20_260_101,
        registry_size=140,
        registry_digest="9c1e55aa",
        show_persons=show_persons,
        made=dt.date(2026, 1, 31),
        version="0.1.0",
    )


def with_text(base: ReportContent, text: str) -> ReportContent:
    """`base` with `text` wherever text comes from the web."""
    first, mark = (
        base.examples[0],
        Evidence(code="tone=-1", term=text, start=0, end=len(text), weight=1),
    )
    bad = Outlet(
        id=text[:80] or "x",
        name_ar=text or "x",
        name_en=text,
        country=text[:20] or None,
        ownership=text[:20],
        verified=False,
    )
    cover = replace(base.disclosure.outlets[0], id=bad.id)
    return replace(
        base,
        outlets={**base.outlets, bad.id: bad},
        actors={**base.actors, "bh_sanad": replace(base.actors["bh_sanad"], name_ar=text or "x")},
        examples=(
            replace(
                first,
                headline=text,
                text=text + first.text,
                url=text,
                outlet_id=bad.id,
                evidence=(mark,),
            ),
        ),
        stories=base.stories.with_columns(
            title=pl.lit(text),
            sentence=pl.lit(text),
            url=pl.lit(text),
            outlet=pl.lit(bad.id),
            actor=pl.lit(text),
        ),
        disclosure=replace(
            base.disclosure,
            outlets=(*base.disclosure.outlets, cover),
            rejects=(RejectCount(stage="import", reason=text, count=3),),
        ),
    )


def _trends(source: random.Random, months: int) -> Iterator[tuple[tuple[str, ...], pl.DataFrame]]:
    periods = [f"{2018 + at // 12}-{at % 12 + 1:02}" for at in range(months)]
    quarters = sorted({f"{p[:4]}-Q{(int(p[5:]) + 2) // 3}" for p in periods})
    years = sorted({p[:4] for p in periods})
    names = {
        "country": COUNTRIES,
        "outlet": SIZES,
        "actor": {
            "bh_sanad": 400,
            "iq_rafid": 350,
            "ma_tadamun": 90,
            "iq_person": 300,
            "unknown": 4000,
            "persons": 800,
        },
        "actor_type": {kind.id: 500 // (at + 1) for at, kind in enumerate(BOOK.actor_types)},
    }
    yield (), _frame((), [((), TOTAL)], source)
    for name, sizes in names.items():
        yield (name,), _frame((name,), [((key,), n) for key, n in sizes.items()], source)
    for name in ("country", "outlet"):
        voiced = [
            ((key, voice.id), n // (2 + at))
            for key, n in names[name].items()
            for at, voice in enumerate(BOOK.voice.values)
        ]
        yield (name, "voice"), _frame((name, "voice"), voiced, source)
    for period, labels in (("month", periods), ("quarter", quarters), ("year", years)):
        yield (
            (period,),
            _frame((period,), [((one,), TOTAL // len(labels)) for one in labels], source),
        )
        for name in ("country", "outlet"):
            parts = [
                ((key, one), int(n / len(labels) * source.uniform(0.4, 1.6)))
                for key, n in names[name].items()
                for one in labels
            ]
            yield (name, period), _frame((name, period), parts, source)


_BASES = ("original", "exposure")


def _frame(
    by: tuple[str, ...], parts: list[tuple[tuple[str, ...], int]], source: random.Random
) -> pl.DataFrame:
    rows = []
    for key, n in parts:
        if n == 0:
            continue
        for indicator, label, level in _INDICATORS:
            share = min(0.95, max(0.0, source.gauss(level, abs(level) / 5)))
            if indicator == "net_tone":
                share = source.uniform(-0.3, 0.3)
            figures = _estimate(indicator, share, n)
            rows += [(*key, indicator, label, basis, *figures) for basis in _BASES]
    columns = (
        "indicator",
        "label",
        "basis",
        "value",
        "low",
        "high",
        "n",
        "n_eff",
        "display",
        "method",
    )
    return pl.DataFrame(rows, schema=[*by, *columns], orient="row", infer_schema_length=None)


def _estimate(indicator: str, share: float, n: int) -> tuple[object, ...]:
    n_eff = n / 1.4
    half = 1.96 * math.sqrt(max(0.002, share * (1 - share)) / n_eff) if share >= 0 else 0.08
    if n_eff < 30:
        return None, None, None, n, n_eff, "suppressed", "bootstrap"
    scale = 1000 if indicator == "visibility" else 1
    display = "full" if n_eff >= 100 and half <= 0.1 else "tentative"
    low = share - half if indicator == "net_tone" else max(0.0, share - half)
    return share * scale, low * scale, (share + half) * scale, n, n_eff, display, "bootstrap"


_INDICATORS = [
    ("visibility", "", 0.06),
    *(
        ("frame_share", frame.id, _LEVEL[frame.superframe] * (1 + at % 3) / 2)
        for at, frame in enumerate(BOOK.frames)
    ),
    ("legitimation_index", "", 0.34),
    ("delegitimation_index", "", 0.14),
    ("own_voice_delegitimation", "", 0.05),
    ("relayed_delegitimation", "", 0.08),
    ("right_of_reply_rate", "", 0.3),
    ("actor_voice_share", "", 0.25),
    ("patronage_ratio", "", 0.4),
    ("net_tone", "", 0.05),
    *(("agency", role.id, 0.25) for role in BOOK.role.values),
    ("distancing_rate", "", 0.0),
    *(("issue_salience", issue.id, 0.03 + at / 200) for at, issue in enumerate(BOOK.issues)),
]


def _stories() -> pl.DataFrame:
    rows = [
        (
            dt.date(2019, 11, 3),
            "BH",
            "bh_lulu",
            "ACCESSIBILITY",
            "ACHIEVEMENT_IMPACT",
            "bh_sanad",
            "جمعية سند الحي تفتتح مكتبة للمكفوفين",
            "وقال الأهالي إن المكتبة التي افتتحتها جمعية سند الحي غيّرت حياة أبنائهم خلال عام واحد.",
            "https://lulu.example/a/1",
        ),
        (
            dt.date(2019, 6, 21),
            "IQ",
            "bh_lulu",
            "EMERGENCY_RELIEF",
            "SERVICE_RELIEF",
            "iq_rafid",
            "متطوعون يوزعون مياه الشرب في القرى البعيدة",
            "ووزع متطوعو مرصد الرافد مياه الشرب على ثلاثمئة أسرة في القرى البعيدة عن النهر.",
            "https://jisr.example/n/77",
        ),
        (
            dt.date(2018, 12, 1),
            "MA",
            "ma_atlas",
            "UNEMPLOYMENT",
            "RIGHTS_DEFENDER",
            "ma_tadamun",
            "النقابة تكسب قضية المفصولين",
            "وأنصفت المحكمة عمال المصنع بعد عام من مرافعة نقابة تضامن العمال عنهم.",
            None,
        ),
        (
            None,
            None,
            "rg_ufuq",
            "ENVIRONMENT",
            "ACHIEVEMENT_IMPACT",
            "iq_person",
            "حملة تشجير تبلغ مليون شجرة",
            "وبلغت الحملة التي أطلقها متطوعون مليون شجرة في ثلاث سنوات.",
            "javascript:alert(1)",
        ),
    ]
    columns = ("date", "country", "outlet", "theme", "frame", "actor", "title", "sentence", "url")
    return pl.DataFrame(rows, schema=list(columns), orient="row")


def _examples() -> Iterator[Example]:
    accused = (
        "واتهم المتحدث جمعية سند الحي بتلقي تمويل أجنبي لتنفيذ أجندة خارجية. ونفت الجمعية ذلك."
    )
    yield _example(
        accused,
        "جمعية سند الحي",
        ("تمويل أجنبي", "أجندة خارجية"),
        "FOREIGN_AGENT",
        -1,
        "STATE",
        rebutted=True,
        outlet="bh_lulu",
    )
    served = "ووزعت نقابة تضامن العمال سلالًا غذائية على الأسر المتضررة من السيول في ثلاث قرى."
    yield _example(
        served,
        "نقابة تضامن العمال",
        ("وزعت", "سلالًا غذائية"),
        "SERVICE_RELIEF",
        0,
        "OUTLET",
        outlet="ma_atlas",
    )
    watched = "وأصدر مرصد الرافد تقريرًا يوثق انتهاكات في مراكز الاحتجاز وطالب بتحقيق مستقل."
    yield _example(
        watched,
        "مرصد الرافد",
        ("يوثق انتهاكات", "طالب بتحقيق مستقل"),
        "RIGHTS_DEFENDER",
        0,
        "ACTOR",
        outlet="Nashra <b>",
    )


def _example(
    text: str,
    target: str,
    terms: tuple[str, ...],
    frame: str,
    tone: int,
    voice: str,
    *,
    outlet: str,
    rebutted: bool = False,
) -> Example:
    start = text.index(target)
    codes = Codes(
        in_scope=True,
        actor_type="CSO_ORG",
        frames=(frame,),
        primary_frame=frame,
        tone=tone,
        voice=voice,
        rebutted=rebutted,
    )
    evidence = tuple(
        Evidence(
            code=f"frame={frame}",
            term=term,
            start=text.index(term),
            end=text.index(term) + len(term),
            weight=1.5,
        )
        for term in terms
    )
    return Example(
        article_id=5,
        outlet_id=outlet,
        date=dt.date(2019, 3, 9),
        headline="خبر قصير عن جهة أهلية",
        text=text,
        target=(start, start + len(target)),
        in_headline=False,
        actor_id="bh_sanad",
        codes=codes,
        evidence=evidence,
        url="https://jisr.example/n/5",
    )


def _disclosure(months: int) -> Disclosure:
    last = dt.date(2018 + (months - 1) // 12, (months - 1) % 12 + 1, 28)
    done = dt.datetime(2026, 1, 30, 10, 5)
    return Disclosure(
        outlets=tuple(
            OutletCoverage(
                id=key,
                name_ar=OUTLETS[key].name_ar,
                name_en=OUTLETS[key].name_en,
                country=OUTLETS[key].country,
                ownership=OUTLETS[key].ownership,
                verified=OUTLETS[key].verified,
                articles=n * 14,
                stories=n * 12,
                undated=at,
                first=dt.date(2018, 1, 2),
                last=last,
            )
            for at, (key, n) in enumerate(SIZES.items())
        ),
        rejects=(RejectCount(stage="import", reason="no text", count=12),),
        runs=(
            RunInfo(
                id=1,
                kind="detect",
                scorer="rules",
                digest="3f9ab0c1d2e4",
                codebook_version="0.9.0",
                finished=done,
                current=True,
            ),
            RunInfo(
                id=2,
                kind="score",
                scorer="lexicon",
                digest="a1b2c3d4e5f6",
                codebook_version="0.9.0",
                finished=done,
                current=True,
            ),
        ),
        codebook_version="0.9.0",
        articles=102_928,
        stories=88_224,
        undated=21,
        pending=0,
        short=7300,
        mentions_in_scope=9120,
        abstained=57,
        mentions_out_of_scope=1893,
        units=7352,
        actors=4,
        unlinked=4000,
    )
