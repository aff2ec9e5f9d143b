"""A small set of coded windows, written for these tests about invented organisations."""

import json
from pathlib import Path
from typing import Any

from mediaframe import codebook, config

BOOK = codebook.load(config.data_root() / "annotations/codebook.yaml")
_PLAIN = {
    "in_scope": True, "actor_type": "CSO_ORG", "frames": ["NONE"], "primary_frame": "NONE",
    "tone": 0, "role": "NONE", "voice": "OUTLET", "rebutted": False, "distancing": False,
    "issues": [],
}  # fmt: skip
_KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "وثقت {0} {1} حالة تعذيب وطالبت بفتح تحقيق في الانتهاكات",
        {"frames": ["RIGHTS_DEFENDER"], "role": "PROTAGONIST", "issues": ["HUMAN_RIGHTS_DIGNITY"]},
    ),
    (
        "وزعت {0} {1} سلة غذائية على الأسر المتعففة في رمضان",
        {"frames": ["SERVICE_RELIEF"], "role": "PROTAGONIST", "issues": ["CHARITY_CULTURE_YOUTH"]},
    ),
    (
        "تنفذ {0} أجندات خارجية وتقبض {1} دولار من السفارات مثل كل العملاء",
        {"frames": ["FOREIGN_AGENT"], "role": "ANTAGONIST", "tone": -1},
    ),
    ("يقع المعرض على بعد {1} متر من مقر {0} في وسط المدينة", {}),
)
_NAMES = ("جمعية النخيل", "رابطة السواقي", "مؤسسة المرافئ", "شبكة القناديل", "منظمة الخزامى")
_PLACES = ("الساحل", "الجبل", "الوادي", "الواحة", "السوق", "الميناء", "الجسر")


def rows(count: int = 120) -> list[dict[str, Any]]:
    """Coded windows of four kinds in turn, each a story of its own."""
    found = []
    for i in range(count):
        template, codes = _KINDS[i % len(_KINDS)]
        name = _NAMES[i % len(_NAMES)]
        opening = f"شهدت منطقة {_PLACES[i % len(_PLACES)]} {i} أمس نشاطا جديدا رقم {i * 7}. "
        text = opening + template.format(name, i + 3)
        primary = codes.get("frames", ["NONE"])[0]
        found.append(
            {
                "id": f"m{i}",
                "article": f"a{i}",
                "headline": f"خبر من {_PLACES[i % 7]}",
                "text": text,
                "start": text.index(name),
                "end": text.index(name) + len(name),
                "codes": {**_PLAIN, **codes, "primary_frame": primary},
            }
        )
    return found


def write(path: Path, items: list[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in items), encoding="utf-8")
    return path
