"""The detector with the project's registry, the sample's and a few invented actors more."""

from pathlib import Path

import pytest
import yaml

from mediaframe import config
from mediaframe.detect import actors
from mediaframe.detect.actors import ActorRegistry
from mediaframe.detect.mentions import Detector

INVENTED = {
    "organisations": {
        "BH": [
            {"id": "test_nawafidh", "name_ar": "جمعية النوافذ", "type": "CSO_ORG",
             "require_context": ["جزيرة المرجان"]},
            {"id": "test_safina", "name_ar": "مركز السفينة الزرقاء", "type": "CSO_ORG",
             "aliases_ar": ["مركز السفينة"], "abbr": ["SZ", "SFNZ"]},
        ],
        "regional": [
            {"id": "test_jisr", "name_ar": "الجسر الأخضر العابر", "type": "INTL_NGO"},
        ],
    },
    "persons": {"BH": ["سامر الوردي", "هدى البدراني (باحثة)"], "note": "invented people"},
    "exclusions": {"POLITICAL_EXCLUDED": ["جمعية المرسى الوطني", "منظمة درع الوادي"]},
}  # fmt: skip


@pytest.fixture(scope="session")
def registry(tmp_path_factory: pytest.TempPathFactory) -> ActorRegistry:
    """All three registry files, merged."""
    invented = tmp_path_factory.mktemp("registry") / "actors.yaml"
    invented.write_text(yaml.safe_dump(INVENTED, allow_unicode=True), encoding="utf-8")
    corpora: Path = config.data_root() / "corpora"
    return actors.load((corpora / "actors.yaml", corpora / "sample/actors.yaml", invented))


@pytest.fixture(scope="session")
def detector(registry: ActorRegistry) -> Detector:
    """One detector for all tests: it keeps nothing of an article."""
    return Detector(registry)
