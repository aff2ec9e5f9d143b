"""Writes the sample corpus from its marked-up sources, or names everything wrong with them.

The sources `corpora/sample/src/*.yaml` hold articles whose mentions stand between ⟦ and ⟧ with the
key of their codes, `⟦surface|key⟧`, in title and text. A wire copy names its original and its
edits. The result is `articles-<country>.jsonl` and `gold.jsonl`, one coded mention a line with
offsets in Python characters of the text, or of the title when `in_headline`.
"""

import argparse
import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

import yaml

from mediaframe import codebook
from mediaframe.codebook import Codebook

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "corpora/sample"
FEWEST_WORDS = 60
MOST_WORDS = 260
MARK = re.compile(r"⟦([^⟦⟧|]+)\|(\w+)⟧")
NOT_AN_ACTOR = "EXCLUDED"
"""Actor type of a marked word that names no actor at all, such as a shareholders' meeting."""
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
OUT_OF_SCOPE = ("POLITICAL_EXCLUDED", NOT_AN_ACTOR)

Row = dict[str, Any]


class Sample:
    """The articles and coded mentions of the sources, and what is wrong with them."""

    def __init__(self, sample: Path, book: Codebook) -> None:
        self.book = book
        self.outlets = {row["id"]: row for row in _yaml(sample / "outlets.yaml")["outlets"]}
        self.actors = {row["id"]: row for row in _yaml(sample / "actors.yaml")["organisations"]}
        self.articles: list[Row] = []
        self.gold: list[Row] = []
        self.errors: list[str] = []
        sources = {path: _yaml(path) or [] for path in sorted((sample / "src").glob("*.yaml"))}
        rows = [row for listed in sources.values() for row in listed]
        self.sources = {row["id"]: row for row in rows}
        counts = Counter(row["id"] for row in rows)
        for path, listed in sources.items():
            for row in listed:
                try:
                    if counts[row["id"]] > 1:
                        raise ValueError("the id is used twice")
                    self._add(self._whole(row))
                except (KeyError, TypeError, ValueError) as error:
                    missing = isinstance(error, KeyError)
                    reason = f"{error} is missing or unknown" if missing else str(error)
                    self.errors.append(f"{path.name}: {row['id']}: {reason}")

    def _whole(self, row: Row) -> Row:
        """A source row with the parts that a wire copy takes from its original."""
        if "copy_of" not in row:
            return row
        first = self.sources[row["copy_of"]]
        if "copy_of" in first:
            raise ValueError("`copy_of` names another copy")
        text = first["text"]
        for old, new in row.get("edits", []):
            if text.count(old) != 1:
                raise ValueError(f"edit {old!r} stands {text.count(old)} times in the original")
            text = text.replace(old, new)
        title = row.get("title", first["title"])
        used = {key for _, key in MARK.findall(f"{title} {text}")}
        gold = {key: codes for key, codes in first.get("gold", {}).items() if key in used}
        return first | row | {"title": title, "text": text, "gold": gold | row.get("gold", {})}

    def _add(self, row: Row) -> None:
        outlet = self.outlets[row["outlet"]]
        _known("genre", row["genre"], self.book.labels["genre"])
        gold = {key: self._codes(key, codes, row) for key, codes in row.get("gold", {}).items()}
        title, in_title = _unmarked(row["title"].strip())
        text, in_text = _unmarked(row["text"].strip())
        if not FEWEST_WORDS <= len(text.split()) <= MOST_WORDS:
            raise ValueError(f"{len(text.split())} words; {FEWEST_WORDS} to {MOST_WORDS} are asked")
        used = {mark["key"] for mark in (*in_title, *in_text)}
        if used != set(gold):
            raise ValueError(f"marks and gold differ in {sorted(used ^ set(gold))}")
        number = 0
        for in_headline, marks in ((True, in_title), (False, in_text)):
            for mark in marks:
                number += 1
                key = mark.pop("key")
                actor, codes = gold[key]
                self.gold.append(
                    {"id": f"{row['id']}#{number}", "article": row["id"]}
                    | mark
                    | {"in_headline": in_headline, "actor_id": actor, "codes": codes}
                )
        date = row["date"].isoformat() if isinstance(row["date"], dt.date) else str(row["date"])
        self.articles.append(
            {
                "id": row["id"],
                "outlet": row["outlet"],
                "country": outlet["country"],
                "date": date,
                "url": f"https://{outlet['domains'][0]}/news/{row['id'].removeprefix('s-')}",
                "title": title,
                "author": row.get("author"),
                "genre": row["genre"],
                "text": text,
            }
        )

    def _codes(self, key: str, given: Row, row: Row) -> tuple[str | None, Row]:
        """The actor and the complete, checked codes of one key."""
        actor = given.get("actor")
        in_scope = given.get("in_scope", True)
        if actor is not None and actor not in self.actors:
            raise ValueError(f"{key}: no such actor {actor}")
        usual = self.actors[actor]["type"] if actor else None if in_scope else NOT_AN_ACTOR
        frames = given.get("frames", ["NONE"])
        primary = given.get("primary_frame", frames[0])
        frame = self.book.labels["frame"]
        codes = {
            "in_scope": in_scope,
            "actor_type": given.get("actor_type", usual),
            "frames": frames,
            "primary_frame": primary,
            "tone": given.get("tone", 0),
            "role": given.get("role", getattr(frame.get(primary), "default_role", "NONE")),
            "voice": given.get("voice", "OUTLET"),
            "rebutted": given.get("rebutted", False),
            "distancing": given.get("distancing", False),
            "issues": given.get("issues", row.get("issues", [])) if in_scope else [],
        }
        try:
            self._check(codes, given, usual if actor else None)
        except ValueError as error:
            raise ValueError(f"{key}: {error}") from error
        return actor, codes

    def _check(self, codes: Row, given: Row, registered: str | None) -> None:
        if unknown := set(given) - set(codes) - {"actor"}:
            raise ValueError(f"no such field {sorted(unknown)}")
        labels = self.book.labels
        frames, issues = codes["frames"], codes["issues"]
        for frame in frames:
            _known("frame", frame, labels["frame"])
        for issue in issues:
            _known("issue", issue, labels["issue"])
        for name in ("role", "voice"):
            _known(name, codes[name], labels[name])
        if codes["tone"] not in (-1, 0, 1):
            raise ValueError(f"tone {codes['tone']!r} is not -1, 0 or 1")
        for name in ("in_scope", "rebutted", "distancing"):
            if not isinstance(codes[name], bool):
                raise ValueError(f"{name} is no truth value")
        if not 1 <= len(set(frames)) == len(frames) <= 3 or ("NONE" in frames and len(frames) > 1):
            raise ValueError(f"frames {frames}: one to three different ones, or NONE alone")
        if codes["primary_frame"] not in frames:
            raise ValueError("primary_frame is not among the frames")
        if frames == ["NONE"] and (codes["tone"], codes["role"]) != (0, "NONE"):
            raise ValueError("a mention without a frame has tone 0 and role NONE")
        if not codes["in_scope"]:
            _known("actor_type", codes["actor_type"], OUT_OF_SCOPE)
            if frames != ["NONE"]:
                raise ValueError("a mention out of scope has no frame")
            return
        _known("actor_type", codes["actor_type"], labels["actor_type"])
        if codes["actor_type"] in OUT_OF_SCOPE:
            raise ValueError(f"actor_type {codes['actor_type']} is out of scope")
        # a state-linked charity is coded as one only where the window names its patron
        if registered not in (None, codes["actor_type"], "CHARITY_STATE_LINKED"):
            raise ValueError(f"actor_type {codes['actor_type']}, but {registered} in the registry")
        if not 1 <= len(set(issues)) == len(issues) <= 2:
            raise ValueError("issues: one or two different ones are asked")


def _known(name: str, value: object, labels: Container[object]) -> None:
    if value not in labels:
        raise ValueError(f"no such {name} {value!r}")


def _unmarked(marked: str) -> tuple[str, list[Row]]:
    """The plain text and its marks: `start, end, surface, key`."""
    plain, marks, at = "", [], 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        surface, at = match[1], match.end()
        if surface != surface.strip():
            raise ValueError(f"mark {surface!r} has outer blanks")
        marks.append(
            {"start": len(plain), "end": len(plain) + len(surface), "surface": surface}
            | {"key": match[2]}
        )
        plain += surface
    plain += marked[at:]
    if stray := re.search(r".{0,15}[⟦⟧].{0,15}", plain):
        raise ValueError(f"unreadable mark near {stray[0]!r}")
    return plain, marks


def _yaml(path: Path) -> Any:  # noqa: ANN401
    try:
        return yaml.load(path.read_bytes(), Loader=LOADER)
    except (OSError, yaml.YAMLError) as error:
        sys.exit(f"{path}: {error}")


def _write(path: Path, rows: list[Row]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


def _outputs(sample: Sample) -> dict[str, list[Row]]:
    countries = sorted({row["country"] for row in sample.articles})
    files = {
        f"articles-{country.lower()}.jsonl": [
            row for row in sample.articles if row["country"] == country
        ]
        for country in countries
    }
    return files | {"gold.jsonl": sample.gold}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Builds the sample corpus from its sources.")
    parser.add_argument("--sample", type=Path, default=SAMPLE, help="folder with src/*.yaml")
    parser.add_argument("--output", type=Path, help="folder to write to (the sample's own)")
    options = parser.parse_args(arguments)
    sample = Sample(options.sample, codebook.load(ROOT / "annotations/codebook.yaml"))
    for error in sample.errors:
        print(error, file=sys.stderr)
    if sample.errors:
        print(f"{len(sample.errors)} articles are wrong; nothing written", file=sys.stderr)
        return 1
    for name, rows in _outputs(sample).items():
        _write((options.output or options.sample) / name, rows)
    used = Counter(frame for row in sample.gold for frame in row["codes"]["frames"])
    print(f"{len(sample.articles)} articles, {len(sample.gold)} mentions")
    print(", ".join(f"{frame} {count}" for frame, count in used.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
