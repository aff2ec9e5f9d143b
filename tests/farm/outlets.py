"""The outlets of the farm: their pages, addresses and robots.txt."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from tests.farm import publishing
from tests.farm.site import Answer, Outlet
from tests.farm.stories import HOUR, Story
from tests.pages import corpus

AGENCY = "farm_anba"
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _words(moment: dt.datetime, style: str) -> str:
    day = corpus.WEEKDAYS[moment.weekday()]
    return f"{day} {moment.day} {corpus.month(style, moment)} {moment.year}"


def _live(story: Story) -> dict[str, Any]:
    first, *rest = story.body
    entries = [
        {"entry": {"at": f"{18 - place}:30", "title": f"المستجد رقم {place + 1}", "text": [text]}}
        for place, text in enumerate(rest)
    ]
    return {"body": [first, *entries], "updated": story.published + HOUR}


def _numbered(path: str, first: int) -> Callable[[Story], str]:
    return lambda story: path.format(first + story.number)


def _slug(story: Story) -> str:
    words = story.title.replace("/", " ").split()[:4]
    return quote(f"{'-'.join(words)}-{story.number}")


OUTLETS = (
    Outlet(
        id="farm_manara",
        name="منارة الساحل",
        country="bh",
        habit="wordpress-block",
        count=150,
        early=20,
        path=lambda story: f"{story.published:/%Y/%m}/{_slug(story)}/",
        build=publishing.manara,
    ),
    Outlet(
        id="farm_difaf",
        name="ضفاف المجر",
        country="iq",
        habit="drupal10",
        count=150,
        path=_numbered("/ar/articles/khabar-mahalli-{}", 0),
        build=publishing.difaf,
    ),
    Outlet(
        id="farm_qura",
        name="قرى النخيل",
        country="iq",
        habit="joomla",
        count=140,
        path=_numbered("/index.php/news/{}-khabar", 1200),
        build=publishing.qura,
    ),
    Outlet(
        id="farm_fanar",
        name="الفنار اليومي",
        country="bh",
        habit="aspnet-form",
        count=150,
        path=_numbered("/NewsDetails.aspx?ID={}&cat=3", 10_000),
        entry=lambda story: {"clock": story.number % 2},
        robots=Answer(status=404),
        build=publishing.fanar,
    ),
    Outlet(
        id="farm_nahar",
        name="النهار الجنوبي",
        country="iq",
        habit="nineties-1256",
        count=150,
        path=lambda one: f"/{one.published.year}/{_MONTHS[one.day.month - 1]}/art{one.number}.htm",
        entry=lambda story: {"place": story.place},
        build=publishing.nahar,
    ),
    Outlet(
        id="farm_wahat",
        name="واحة الملح",
        country="bh",
        habit="lying-header",
        count=150,
        path=_numbered("/news.php?action=show&id={}", 2000),
        entry=lambda story: {
            "date_text": f"{story.published:%d-%m-%Y}",
            "meta_charset": (None, "windows-1256", "utf-8")[story.number % 3],
        },
        build=publishing.wahat,
    ),
    Outlet(
        id="farm_sada",
        name="صدى المنحدر",
        country="ma",
        habit="iso-8859-6",
        count=150,
        path=_numbered("/story{}.html", 7000),
        entry=lambda story: {"declared": story.number % 2},
        build=publishing.sada,
    ),
    Outlet(
        id="farm_mina",
        name="ميناء الخبر",
        country="bh",
        habit="amp",
        count=150,
        path=_numbered("/reports/{}/", 30_000),
        entry=lambda story: {"shown_date": _words(story.published, "egypt")},
        build=publishing.mina,
    ),
    Outlet(
        id="farm_dakka",
        name="دكة المحلة",
        country="iq",
        habit="blogger",
        count=150,
        path=lambda story: f"{story.published:/%Y/%m}/blog-post_{story.number}.html",
        entry=lambda story: {
            "header_date": _words(story.published, "egypt"),
            "style": ("divs", "breaks")[story.number % 2],
        },
        build=publishing.dakka,
    ),
    Outlet(
        id="farm_shira",
        name="شراع بلس",
        country="ma",
        habit="live-blog",
        count=110,
        early=10,
        path=lambda story: f"/live/{_slug(story)}",
        entry=_live,
        build=publishing.shira,
    ),
    Outlet(
        id="farm_nabd",
        name="نبض الواحة",
        country="ma",
        habit="mobile",
        count=150,
        path=_numbered("/news/{}", 30_000),
        entry=lambda _: {"metadata": True, "shown_date": "قبل ثلاثة أسابيع"},
        hosts=2,
        build=publishing.nabd,
    ),
    Outlet(
        id=AGENCY,
        name="الأنباء الموحد",
        country="ma",
        habit="agency",
        count=170,
        path=_numbered("/news/{}", 480_000),
        build=publishing.anba,
    ),
    Outlet(
        id="farm_sawaqi",
        name="ملتقى السواقي",
        country="bh",
        habit="td-text",
        count=150,
        path=_numbered("/modules.php?name=News&file=article&sid={}", 500),
        entry=lambda story: {"date_text": f"نشر يوم {_words(story.published, 'levant')}"},
        build=publishing.sawaqi,
    ),
    Outlet(
        id="farm_barid",
        name="بريد القصب",
        country="iq",
        habit="tagdiv",
        count=60,
        path=_numbered("/2025/khabar-{}/", 7000),
        domains=("barid-farm.example",),
        build=publishing.barid,
    ),
    Outlet(
        id="farm_sahil",
        name="دفتر الساحل",
        country="ma",
        habit="wordpress-classic",
        count=10,
        path=_numbered("/2025/05/khabar-{}/", 0),
        build=publishing.polite,
    ),
    Outlet(
        id="farm_rukn",
        name="ركن الأخبار",
        country="iq",
        habit="drupal7",
        count=10,
        path=_numbered("/node/{}", 5000),
        robots=Answer(body=b"User-agent: *\nCrawl-delay: 1\n"),
        build=publishing.small,
    ),
    Outlet(
        id="farm_ghayma",
        name="غيمة الصباح",
        country="bh",
        habit="drupal7",
        count=3,
        path=_numbered("/node/{}", 6000),
        robots=Answer(status=500),
        build=publishing.small,
    ),
    Outlet(
        id="farm_hisn",
        name="حصن الخبر",
        country="bh",
        habit="drupal7",
        count=3,
        path=_numbered("/node/{}", 7000),
        robots=Answer(body=b"User-agent: *\nDisallow: /\n"),
        build=publishing.small,
    ),
)
CLOSED = ("farm_ghayma", "farm_hisn")
"""Outlets whose robots.txt lets nothing be fetched."""
