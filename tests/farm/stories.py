"""Writes the news of the farm: articles of the sample corpus, recombined, the same for each run.

A story is the beginning of one sample article with paragraphs of others of its country. No two
stories share two paragraphs, so that none passes for a copy of another; but of all of them
`COPIED` are wire copies: the agency's text in other outlets, with another credit and now and then
another headline.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, count, islice

from tests.pages import corpus

SINCE = dt.date(2025, 3, 1)
UNTIL = dt.date(2025, 5, 31)
"""The farm's period; what it published before is `early`."""
HOUR = dt.timedelta(hours=1)
COPIED = 0.15
_COPIES = 3
"""Outlets that copy one story of the agency."""
_SHORTEST = 120
_PLACES = {
    "bh": "المنامة،المحرق،سترة،الرفاع،مدينة عيسى،مدينة حمد،جدحفص،السنابس،الدراز،عالي،البديع،الحد",
    "iq": "بغداد،البصرة،الموصل،النجف،كربلاء،العمارة،الناصرية،الكوت،الحلة،بعقوبة،تكريت،السماوة",
    "ma": "الرباط،طنجة،فاس،مكناس،أكادير،وجدة،تطوان،الناظور،بني ملال،الحسيمة،تازة،العيون",
}
_WRITERS = ("هدى العريّض", "نواف الجلهم", "رشيد البدراوي", "نهلة الجيزاناوي", "حنان تيفاوت")
_SECTIONS = ("محليات", "مجتمع", "اقتصاد", "ثقافة", "تقارير")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article as an outlet publishes it."""

    number: int
    """Within its outlet, from 1."""
    title: str
    body: tuple[str, ...]
    sample: tuple[str, ...]
    """Ids of the sample articles that its paragraphs come from."""
    published: dt.datetime
    """With the outlet's offset."""
    place: str
    author: str | None
    section: str
    wire: bool = False
    """Whether it is the agency's text."""

    @property
    def day(self) -> dt.date:
        """Of publication, in the outlet's zone."""
        return self.published.date()

    @property
    def early(self) -> bool:
        """Whether it was published before the farm's period."""
        return self.day < SINCE


def write(
    counts: Mapping[str, int],
    *,
    countries: Mapping[str, str],
    agency: str,
    early: Mapping[str, int],
    seed: int = 7,
) -> dict[str, list[Story]]:
    """The stories of each outlet, in the order of their dates.

    Args:
        counts: of stories within the period, by outlet.
        countries: bh, iq or ma, by outlet.
        agency: the outlet whose stories others copy.
        early: of stories before the period, by outlet; they come first.
    """
    choose = random.Random(seed)
    desks = {country: _desk(country, choose) for country in _PLACES}
    copiers = [name for name in counts if name != agency and counts[name] >= 100]
    made: dict[str, list[Story]] = {name: [] for name in counts}
    for story in islice(desks[countries[agency]], counts[agency]):
        made[agency].append(replace(story, wire=True))
    for story in made[agency][: round(COPIED * sum(counts.values()) / _COPIES)]:
        for name in choose.sample(copiers, _COPIES):
            made[name].append(_copy(story, choose))
    for name, wanted in counts.items():
        desk = desks[countries[name]]
        made[name] += islice(desk, wanted - len(made[name]))
        choose.shuffle(made[name])
        old = list(islice(desk, early.get(name, 0)))
        made[name] = list(_dated(old, made[name], choose, countries[name]))
    return made


def _desk(country: str, choose: random.Random) -> Iterator[Story]:
    """Stories of a country, without a date."""
    articles = {key: one for key, one in corpus.sample().items() if key[2:4] == country}
    # the sample has wire copies too
    texts: dict[str, tuple[str, int]] = {}
    for key, one in articles.items():
        for place, text in enumerate(one["text"].split("\n")):
            if len(text) >= _SHORTEST:
                texts.setdefault(text, (key, place))
    paragraphs = {name: text for text, name in texts.items()}
    places = _PLACES[country].split("،")
    headlines = [(key, place) for key in articles for place in places if (key, 0) in paragraphs]
    choose.shuffle(headlines)
    together: set[frozenset[tuple[str, int]]] = set()
    for key, place in headlines:
        while True:
            used = [(key, 0), *choose.sample(sorted(paragraphs), choose.choice((2, 3, 3)))]
            pairs = {frozenset(pair) for pair in combinations(used, 2)}
            if len({name for name, _ in used}) == len(used) and not pairs & together:
                break
        together |= pairs
        yield Story(
            number=0,
            title=f"{place}.. {articles[key]['title']}",
            body=tuple(paragraphs[one] for one in used),
            sample=tuple(name for name, _ in used),
            published=dt.datetime.min,
            place=place,
            author=choose.choice((None, *_WRITERS)),
            section=choose.choice(_SECTIONS),
        )


def _copy(story: Story, choose: random.Random) -> Story:
    headline = story.title.removeprefix(f"{story.place}.. ")
    title = choose.choice((story.title, f"{headline} في {story.place}"))
    return replace(story, title=title, body=(f"(وكالات) - {story.body[0]}", *story.body[1:]))


def _dated(
    old: list[Story], new: list[Story], choose: random.Random, country: str
) -> Iterator[Story]:
    zone = dt.timezone(dt.timedelta(hours=1 if country == "ma" else 3))
    number = count(1)
    spans = ((old, SINCE - dt.timedelta(120), SINCE - dt.timedelta(30)), (new, SINCE, UNTIL))
    for stories, first, last in spans:
        days = sorted(choose.randint(0, (last - first).days) for _ in stories)
        for story, day in zip(stories, days, strict=True):
            time = dt.time(choose.randint(7, 20), choose.randint(0, 59), tzinfo=zone)
            published = dt.datetime.combine(first + dt.timedelta(day), time)
            yield replace(story, number=next(number), published=published)
