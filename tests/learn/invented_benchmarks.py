"""Tiny benchmarks in the formats of the public ones, written for these tests."""

import json
from pathlib import Path
from xml.sax.saxutils import quoteattr

_KINDS = (
    ("هؤلاء الخونة باعوا البلد رقم {0} بثمن بخس", ["Loaded_Language", "Name_Calling-Labeling"]),
    ("إما أن نتحرك الآن وإما أن نخسر الموسم {0} كله", ["False_Dilemma-No_Choice"]),
    ("افتتح المعرض أبوابه عند الساعة {0} صباحا", ["no_technique"]),
)
_OPINIONS = (("أحسنت {0} في العمل رقم {1}", "positive"), ("فشلت {0} في العمل رقم {1}", "negative"))
_NAMES = ("بلدية الخزامى", "رابطة السواقي", "شركة المرافئ")
SIZES = {"train": 60, "dev": 18, "test": 18}


def persuasion(folder: Path) -> Path:
    """Both tasks: three kinds of text, each with its own words."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, size in SIZES.items():
        binary, several = [], []
        for i in range(size):
            template, labels = _KINDS[i % len(_KINDS)]
            text = {"id": f"{part}-{i}", "text": template.format(i % 9)}
            label = str("no_technique" not in labels).lower()
            binary.append(json.dumps({**text, "label": label}))
            several.append(json.dumps({**text, "labels": labels}))
        (folder / f"task1A_{part}.jsonl").write_text("\n".join(binary) + "\n")
        (folder / f"task1B_{part}.jsonl").write_text("\n".join(several) + "\n")
    return folder


def sentiment(folder: Path) -> Path:
    """Comments about two targets each, the second of undetermined polarity."""
    folder.mkdir(parents=True, exist_ok=True)
    for part, size in SIZES.items():
        comments = []
        for i in range(size):
            template, polarity = _OPINIONS[i % len(_OPINIONS)]
            name = _NAMES[i % len(_NAMES)]
            comments.append(
                f"<comment comment_id='c{i}'><text>{template.format(name, i)}</text><targets>\n"
                f"<target indices='1,9' polarity='{polarity}' term={quoteattr(name)}/>\n"
                "<target indices='4' polarity='undetermined' term='العمل'/>\n"
                "</targets></comment>\n"
            )
        (folder / f"{part}.xml").write_text(f"<comments>\n{''.join(comments)}</comments>\n")
    return folder
