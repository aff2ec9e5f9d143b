"""News about invented organisations, put together from parts, with wire copies."""

import datetime as dt
import random

from mediaframe.store import articles, outlets
from mediaframe.store.database import Connection, Store
from mediaframe.types import Article, Outlet

OUTLETS = ("nahar", "safir", "mirsad")
ORGANISATIONS = (
    "جمعية الضوء الأبيض الخيرية",
    "منظمة ميزان لحقوق الإنسان",
    "مؤسسة نخيل للتنمية",
    "نقابة عمال الملح",
    "جمعية نساء الواحة",
)
SENTENCES = (
    "قال متحدث باسم الوزارة إن {0} تتلقى تمويلاً أجنبياً لخدمة أجندات خارجية.",
    "ووزعت {0} ألف سلة غذائية على الأسر المتضررة من السيول في الشمال.",
    "ونفت {0} الاتهامات الموجهة إليها ووصفتها بأنها حملة تشويه.",
    "وطالبت {0} بالإفراج الفوري عن الناشط الحقوقي سالم الريحاني.",
    "وافتتح المحافظ مقر {0} الجديد بحضور عدد من الأهالي.",
    "وذكرت {0} في تقرير لها أن عدد المستفيدين بلغ {1} شخصاً.",
)
FILLERS = (
    "وشهدت أسواق المدينة حركة نشطة في اليوم رقم {1} من الموسم.",
    "وتوقعت الأرصاد هطول أمطار متفرقة تصل إلى {1} مليمتراً.",
    "وأعلنت إدارة الميناء وصول {1} حاوية محملة بالحبوب.",
    "وتعادل الفريقان في مباراة حضرها نحو {1} متفرج.",
    "وارتفع سعر الخبز بعد {1} يوماً من الاستقرار.",
    "وقال السكان إن المياه انقطعت {1} ساعة متواصلة.",
)


def generated(count: int, *, seed: int = 7) -> list[Article]:
    """So many articles, a fifth of them copies of an earlier one in another outlet."""
    choose = random.Random(seed)
    made: list[Article] = []
    for number in range(count):
        if made and choose.random() < 0.2:
            copied = choose.choice(made)
            title, text = copied.title, f"{copied.text} (وكالات)"
        else:
            organisation = choose.choice(ORGANISATIONS)
            parts = choose.sample(FILLERS, 4) + choose.sample(SENTENCES, choose.randrange(3))
            choose.shuffle(parts)
            text = " ".join(part.format(organisation, choose.randrange(10_000)) for part in parts)
            title = f"{organisation} في خبر" if choose.random() < 0.3 else "أخبار المدينة"
        made.append(
            Article(
                key=f"key{number}",
                outlet_id=OUTLETS[number % 3],
                title=title,
                text=text,
                date=dt.date(2024, 1, 1) + dt.timedelta(days=number % 60),
            )
        )
    return made


def fill(store: Store, batch: list[Article]) -> None:
    """Store articles and their outlets."""
    with store.begin() as conn:
        outlets.save(conn, [Outlet(id=name, name_ar=name, verified=False) for name in OUTLETS])
        articles.add(conn, batch)


def everything(conn: Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that an analysis writes, without row ids and times, to compare two databases."""
    queries = {
        "mentions": """
            SELECT articles.key, mentions.start, mentions."end", mentions.in_headline,
                mentions.surface, mentions.actor_id, mentions.actor_type, mentions.in_scope,
                mentions.voice, runs.digest
            FROM mentions JOIN articles ON articles.id = mentions.article_id
            JOIN runs ON runs.id = mentions.run_id""",
        "readings": """
            SELECT articles.key, mentions.start, mentions.in_headline, runs.digest,
                readings.in_scope, readings.frames, readings.tone, readings.role,
                readings.voice, readings.rebutted, readings.distancing, readings.issues,
                CAST(readings.probabilities AS TEXT), CAST(readings.evidence AS TEXT)
            FROM readings JOIN mentions ON mentions.id = readings.mention_id
            JOIN articles ON articles.id = mentions.article_id
            JOIN runs ON runs.id = readings.run_id""",
        "analysed": """
            SELECT articles.key, runs.kind, runs.digest
            FROM analysed JOIN articles ON articles.id = analysed.article_id
            JOIN runs ON runs.id = analysed.run_id""",
        "stories": """
            SELECT articles.key, first.key
            FROM story_members JOIN articles ON articles.id = story_members.article_id
            JOIN articles AS first ON first.id = story_members.story_id""",
        "bands": """
            SELECT bands.value, articles.key
            FROM bands JOIN articles ON articles.id = bands.article_id""",
        "runs": "SELECT kind, scorer, digest, finished IS NOT NULL FROM runs",
        "rejects": "SELECT stage, item, reason FROM rejects",
    }
    if conn.dialect.name == "postgresql":
        queries["words"] = "SELECT article_id, CAST(terms AS TEXT) FROM words"
    else:
        conn.exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary "
            "USING fts5vocab(main, words, 'instance')"
        )
        queries["words"] = "SELECT doc, term FROM temp.vocabulary"
    return {
        name: sorted((tuple(row) for row in conn.exec_driver_sql(query)), key=repr)
        for name, query in queries.items()
    }
