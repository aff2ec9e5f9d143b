"""Pages of invented Arabic outlets with gold, for the extraction gate and its benchmark.

A habit is a hand-written template (`habits/<habit>.html.j2`) with the pages that it renders
(`habits/<habit>.yaml`). Articles come from `corpora/sample` or from the YAML; what surrounds them
(menus, comments, related headlines) comes from the template and from `noise.yaml`. Rendering is
deterministic: `digest()` changes only when a byte of a page or of the gold does.

`README.md` beside this file says what counts as body text, author, date and wire.
"""

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2
import yaml

FOLDER = Path(__file__).parent
SAMPLE = FOLDER.parents[1] / "corpora" / "sample"
FETCHED = dt.datetime(2025, 7, 1, 9, 0, tzinfo=dt.UTC)
"""When every page counts as fetched: later dates are in the future, relative ones are before it."""

WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
MONTHS = {
    "levant": "كانون الثاني،شباط،آذار،نيسان،أيار،حزيران،"
    "تموز،آب،أيلول،تشرين الأول،تشرين الثاني،كانون الأول",
    "maghreb": "يناير،فبراير،مارس،أبريل،ماي،يونيو،يوليوز،غشت،شتنبر،أكتوبر،نونبر،دجنبر",
    "algeria": "جانفي،فيفري،مارس،أفريل،ماي،جوان،جويلية،أوت،سبتمبر،أكتوبر،نوفمبر،ديسمبر",
    "egypt": "يناير،فبراير،مارس،إبريل،مايو،يونيو،يوليو،أغسطس،سبتمبر،أكتوبر،نوفمبر،ديسمبر",
}
DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of an article's body; `lines` is what a reader sees of it, one line a paragraph."""

    kind: str
    """p, h, q, quote, tweet, ul, ol, table, verse or entry."""
    lines: tuple[str, ...]
    data: Any = None
    """The declaration, for templates that need more than the lines."""

    @property
    def text(self) -> str:
        return self.lines[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as a server sent it, and what must be read from it."""

    id: str
    habit: str
    body: bytes
    url: str
    content_type: str
    """The header as served, which may lie; empty where the server sent none."""
    offset: dt.timezone
    """The outlet's offset from UTC on that day, for dates without a zone."""
    gold: dict[str, Any]
    """title, subtitle, text, author, published, updated (ISO 8601 with offset), precision ("minute"
    or "day": how exactly the page states `published`), section, language, wire, canonical_url and
    refused; where `refused` is set every other key but `language` is None."""
    fetched: dt.datetime = FETCHED


def habits() -> list[str]:
    """Names of the habits, sorted."""
    return sorted(path.name.removesuffix(".yaml") for path in (FOLDER / "habits").glob("*.yaml"))


def pages(habit: str | None = None) -> Iterator[Page]:
    """Render the pages of one habit, or of all of them in the order of `habits()`."""
    for name in habits() if habit is None else [habit]:
        declared = _load(FOLDER / "habits" / f"{name}.yaml")
        for number, entry in enumerate(declared["pages"], start=1):
            yield render(f"{name}-{number}", name, entry)


def render(page_id: str, habit: str, entry: Mapping[str, Any]) -> Page:
    """The page that an entry declares, in the form of `habits/<habit>.yaml`.

    Args:
        entry: may name as `sample` the sample articles that its body is made of, which then do not
            surround it.
    """
    defaults = _load(FOLDER / "habits" / f"{habit}.yaml").get("defaults", {})
    template = _environment().get_template(f"{habit}.html.j2")
    return _page(page_id, habit, template, {**defaults, **entry})


def digest() -> str:
    """SHA-256 over the bytes, address, header and gold of every page, as a hexadecimal string."""
    total = hashlib.sha256()
    for page in pages():
        facts = [page.id, page.url, page.content_type, page.gold]
        total.update(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode())
        total.update(hashlib.sha256(page.body).digest())
    return total.hexdigest()


def _page(page_id: str, habit: str, template: jinja2.Template, entry: dict[str, Any]) -> Page:
    article = sample().get(entry.get("article", ""), {})
    outlet = entry["outlet"]
    home = outlet.get("home", f"https://{outlet['host']}")
    offset = _offset(outlet["offset"])
    published = entry.get("published")
    body = entry.get("body", [{"article": article["id"]}] if article else [])
    blocks = tuple(block for item in body for block in blocks_of(item))
    facts = {
        "author": None,
        "credit": None,
        "section": None,
        "subtitle": None,
        "tags": [],
        "title": article.get("title"),
        "updated": None,
        **entry,
        "blocks": blocks,
        "canonical": entry.get("canonical_url") or home + entry.get("canonical", entry["path"]),
        "home": home,
        "id": page_id,
        "number": zlib.crc32(page_id.encode()) % 900_000 + 100_000,
        "stamp": _moment(entry.get("stamp", published), offset),
        "updated_stamp": _moment(entry.get("updated"), offset),
        "url": home + entry["path"],
    }
    used = {item["article"] for item in body if isinstance(item, Mapping) and "article" in item}
    noise = _Noise(page_id, used.union(entry.get("sample", ())))
    html = template.render(p=facts, outlet=outlet, take=noise.take, others=noise.others)
    encoding = entry.get("encoding", "utf-8")
    return Page(
        id=page_id,
        habit=habit,
        body=html.encode(encoding, "xmlcharrefreplace"),
        url=facts["url"],
        content_type=entry.get("content_type", "text/html; charset=UTF-8"),
        offset=offset,
        gold=_gold(facts, published, offset),
    )


def _gold(facts: Mapping[str, Any], published: Any, offset: dt.timezone) -> dict[str, Any]:
    keys = ("title", "subtitle", "text", "author", "published", "updated", "precision", "section")
    gold: dict[str, Any] = dict.fromkeys((*keys, "wire", "canonical_url"))
    gold |= {"language": facts.get("language", "ar"), "refused": facts.get("refused")}
    if gold["refused"]:
        return gold
    moments = {"published": published, "updated": facts["updated"]}
    for key, value in moments.items():
        moment = _moment(value, offset)
        gold[key] = moment and moment.isoformat()
    if published is not None:
        gold["precision"] = "minute" if isinstance(published, dt.datetime) else "day"
    text = "\n".join(line for block in facts["blocks"] for line in block.lines)
    shown = {key: facts[key] for key in ("title", "subtitle", "author", "section")}
    return (
        gold
        | shown
        | {"text": text, "wire": facts.get("wire"), "canonical_url": facts["canonical"]}
    )


def blocks_of(item: Any) -> Iterator[Block]:
    """Blocks of one item of a declared body: a paragraph, an article by id, or a {kind: data}."""
    if isinstance(item, str):
        yield Block(kind="p", lines=(item,))
        return
    if "article" in item:
        paragraphs = sample()[item["article"]]["text"].split("\n")
        for number in item.get("only", range(len(paragraphs))):
            yield Block(kind="p", lines=(paragraphs[number],))
        return
    ((kind, data),) = item.items()
    if kind in ("ul", "ol", "verse"):
        yield Block(kind=kind, lines=tuple(data))
    elif kind == "table":
        rows = [data["head"], *data["rows"]]
        lines = tuple(" ".join(str(cell) for cell in row) for row in rows)
        yield Block(kind=kind, lines=lines, data=data)
    elif kind == "entry":
        yield Block(kind=kind, lines=(data["title"], *data["text"]), data=data)
    elif kind == "tweet":
        yield Block(kind=kind, lines=(data["text"],), data=data)
    else:
        yield Block(kind=kind, lines=(data,))


class _Noise:
    """What surrounds the article of one page: a rotation through the pools, fixed by the page."""

    def __init__(self, page_id: str, used: set[str]) -> None:
        self._page_id = page_id
        self._stories = [story for key, story in sample().items() if key not in used]
        self._next: dict[str, int] = {}

    def take(self, kind: str, count: int) -> list[Any]:
        """The next `count` entries of a pool of `noise.yaml`."""
        return self._rotate(kind, _load(FOLDER / "noise.yaml")[kind], count)

    def others(self, count: int) -> list[dict[str, Any]]:
        """The next `count` other articles: title, paragraphs, a made-up link and a date near."""
        stories = self._rotate("articles", self._stories, count)
        return [
            {
                "title": story["title"],
                "paragraphs": story["text"].split("\n"),
                "number": zlib.crc32(story["id"].encode()) % 90_000 + 10_000,
                "stamp": FETCHED
                - dt.timedelta(days=place * 5 + len(story["title"]) % 5, hours=place),
            }
            for place, story in enumerate(stories)
        ]

    def _rotate(self, kind: str, pool: list[Any], count: int) -> list[Any]:
        start = self._next.get(kind, zlib.crc32(f"{self._page_id} {kind}".encode()) % len(pool))
        self._next[kind] = start + count
        return [pool[place % len(pool)] for place in range(start, start + count)]


def _offset(text: str) -> dt.timezone:
    offset = dt.datetime.strptime(text, "%z").tzinfo
    assert isinstance(offset, dt.timezone)
    return offset


def _moment(value: Any, offset: dt.timezone) -> dt.datetime | None:
    """A declared date as midnight of the outlet, a declared time as it is."""
    if value is None or isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time(), offset)


@cache
def sample() -> dict[str, dict[str, Any]]:
    """The articles of the sample corpus by id."""
    lines = (
        line
        for path in sorted(SAMPLE.glob("articles-*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    return {article["id"]: article for article in map(json.loads, lines)}


@cache
def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER / "habits", encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for style in MONTHS:
        environment.filters[style] = partial(month, style)
    environment.filters["weekday"] = lambda moment: WEEKDAYS[moment.weekday()]
    environment.filters["digits"] = lambda text: str(text).translate(DIGITS)
    environment.filters["json"] = _json
    return environment


def month(style: str, moment: dt.date) -> str:
    """Name of the month, in a style of `MONTHS`."""
    return MONTHS[style].split("،")[moment.month - 1]


def _json(value: Any) -> jinja2.utils.markupsafe.Markup:
    """JSON for a script element, Arabic unescaped."""
    text = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    return jinja2.utils.markupsafe.Markup(text)
