"""Registry files are validated, merged and spelled out as names to look for."""

from pathlib import Path

import pytest
import yaml

from mediaframe import config
from mediaframe.detect.actors import EXCLUDED, ActorRegistry, load
from mediaframe.detect.mentions import Detector
from mediaframe.errors import DataError

QANDIL = {"id": "t_qandil", "name_ar": "جمعية القنديل الأزرق", "type": "CSO_ORG"}
MIHRATH = {
    "id": "t_mihrath", "name_ar": "نقابة حراس المحراث", "type": "UNION_SYNDICATE",
    "aliases_ar": ["حراس المحراث"], "abbr": ["HMHR", "HM"],
}  # fmt: skip


def _write(path: Path, content: object) -> Path:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def _load(tmp_path: Path, content: object) -> ActorRegistry:
    return load((_write(tmp_path / "actors.yaml", content),))


def test_flat_list(tmp_path: Path) -> None:
    registry = _load(tmp_path, {"organisations": [{**QANDIL, "country": "MA"}, MIHRATH]})
    assert [(actor.id, actor.country) for actor in registry.actors()] == [
        ("t_qandil", "MA"),
        ("t_mihrath", None),
    ]


def test_lists_by_country(tmp_path: Path) -> None:
    nested = {"MA": [QANDIL], "regional": [MIHRATH]}
    registry = _load(tmp_path, {"organisations": nested})
    countries = {actor.id: actor.country for actor in registry.actors()}
    assert countries == {"t_qandil": "MA", "t_mihrath": None}


def test_own_country_goes_before_the_group(tmp_path: Path) -> None:
    nested = {"MA": [{**QANDIL, "country": "IQ"}]}
    (actor,) = _load(tmp_path, {"organisations": nested}).actors()
    assert actor.country == "IQ"


def test_other_keys_are_allowed(tmp_path: Path) -> None:
    content = {"organisations": [{**QANDIL, "note": "seen", "src": "K"}], "matching": {"order": []}}
    assert [actor.id for actor in _load(tmp_path, content).actors()] == ["t_qandil"]


def test_empty_registry(tmp_path: Path) -> None:
    registry = _load(tmp_path, {})
    assert registry.actors() == ()
    assert registry.names == ()


def test_files_are_merged(tmp_path: Path) -> None:
    first = _write(
        tmp_path / "first.yaml",
        {
            "organisations": [QANDIL, MIHRATH],
            "persons": {"MA": ["نادر الشمري"]},
            "exclusions": {"POLITICAL_EXCLUDED": ["حزب الموج"]},
            "disambiguation": [{"pattern": "قنديل البحر", "action": "drop"}],
        },
    )
    second = _write(
        tmp_path / "second.yaml",
        {
            "organisations": {"IQ": [{**QANDIL, "name_ar": "جمعية القنديل الأحمر"}]},
            "persons": {"MA": ["نادر الشمري"], "IQ": ["هدى المنصوري"]},
            "exclusions": {"STATE": ["حزب الموج", "مجلس الموج"]},
            "disambiguation": [{"pattern": "محراث قديم", "action": "drop"}],
        },
    )
    registry = load((first, second))
    names = {organisation.id: organisation.name_ar for organisation in registry.organisations}
    assert names == {"t_qandil": "جمعية القنديل الأحمر", "t_mihrath": "نقابة حراس المحراث"}
    assert [person.name_ar for person in registry.persons] == ["نادر الشمري", "هدى المنصوري"]
    assert registry.excluded == ("حزب الموج", "مجلس الموج")
    assert [rule.pattern.pattern for rule in registry.disambiguation] == [
        "قنديل البحر",
        "محراث قديم",
    ]


def test_persons_lose_remarks_and_notes(tmp_path: Path) -> None:
    persons = {"IQ": ["هدى المنصوري (باحثة)"], "regional": ["سعد الكرخي"], "note": "invented"}
    found = _load(tmp_path, {"persons": persons}).persons
    assert [(p.name_ar, p.country, p.is_person) for p in found] == [
        ("هدى المنصوري", "IQ", True),
        ("سعد الكرخي", None, True),
    ]
    assert found[0].id.startswith("iq_person_")


def test_person_ids_do_not_depend_on_spelling(tmp_path: Path) -> None:
    plain = _load(tmp_path, {"persons": {"IQ": ["أحمد الوادي"]}}).persons
    spelled = _load(tmp_path, {"persons": {"IQ": ["احمد الوادى"]}}).persons
    assert plain[0].id == spelled[0].id


def test_names_carry_their_conditions(tmp_path: Path) -> None:
    content = {
        "organisations": [{**MIHRATH, "require_context": ["الوادي"]}],
        "persons": {"IQ": ["سعد الكرخي"]},
        "exclusions": {"POLITICAL_EXCLUDED": ["حزب الموج"]},
    }
    names = {name.text: name for name in _load(tmp_path, content).names}
    assert not names["نقابه حراس المحراث"].short
    assert names["حراس المحراث"].short
    assert names["حراس المحراث"].require_context == ("الوادي",)
    assert names["hmhr"].latin
    assert names["hmhr"].surface == "HMHR"
    # two letters are too common: the long name must stand in the article
    assert names["hm"].require_context == ("نقابه حراس المحراث",)
    assert names["سعد الكرخي"].needs_context_nearby
    assert not names["حزب الموج"].in_scope
    assert names["حزب الموج"].actor.type == EXCLUDED


def test_disambiguation_is_folded(tmp_path: Path) -> None:
    content = {"disambiguation": [{"pattern": "الجمعيّة (?:العامّة|الأولى)", "action": "drop"}]}
    (rule,) = _load(tmp_path, content).disambiguation
    assert rule.pattern.fullmatch("الجمعيه الاولي")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ([QANDIL], "(top level)"),
        ({"organisations": [{**QANDIL, "id": "Two Words"}]}, "organisations.0.id"),
        ({"organisations": [{**QANDIL, "id": ""}]}, "organisations.0.id"),
        ({"organisations": [{**QANDIL, "name_ar": "ج"}]}, "organisations.0.name_ar"),
        ({"organisations": [{"id": "t", "name_ar": "جمعية"}]}, "organisations.0.type"),
        ({"organisations": [MIHRATH, {**QANDIL, "abbr": "QN"}]}, "organisations.1.abbr"),
        ({"organisations": {"MA": [QANDIL, {"id": "t"}]}}, "organisations.1.name_ar"),
        ({"organisations": {"MA": QANDIL}}, "MA must be a list"),
        ({"organisations": {"MA": ["جمعية"]}}, "organisations.0"),
        ({"organisations": "جمعية"}, "organisations"),
        ({"organisations": [QANDIL, QANDIL]}, "t_qandil is listed twice"),
        ({"persons": ["سعد الكرخي"]}, "persons"),
        ({"persons": {"IQ": [7]}}, "persons.IQ.0"),
        ({"exclusions": {"STATE": "مجلس الموج"}}, "exclusions.STATE"),
        ({"disambiguation": [{"pattern": "(", "action": "drop"}]}, "disambiguation.0.pattern"),
        ({"disambiguation": [{"pattern": 7, "action": "drop"}]}, "disambiguation.0.pattern"),
        ({"disambiguation": [{"pattern": "م", "action": "burn"}]}, "disambiguation.0.action"),
        ({"grammar": "no-such-folder"}, "grammar"),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, content: object, key: str) -> None:
    path = _write(tmp_path / "actors.yaml", content)
    with pytest.raises(DataError) as caught:
        load((path,))
    assert str(path) in str(caught.value)
    assert key in str(caught.value)


def test_missing_and_broken_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"absent\.yaml"):
        load((tmp_path / "absent.yaml",))
    broken = tmp_path / "broken.yaml"
    broken.write_text("organisations: [", encoding="utf-8")
    with pytest.raises(DataError, match=r"broken\.yaml"):
        load((broken,))


def test_the_second_file_is_named_when_it_is_wrong(tmp_path: Path) -> None:
    right = _write(tmp_path / "right.yaml", {"organisations": [QANDIL]})
    wrong = _write(tmp_path / "wrong.yaml", {"organisations": [{"id": "t"}]})
    with pytest.raises(DataError, match=r"wrong\.yaml"):
        load((right, wrong))


def test_grammar_is_relative_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "corpora").mkdir()
    path = _write(tmp_path / "corpora" / "actors.yaml", {"grammar": "../words"})
    assert load((path,)).grammar == (tmp_path / "words").resolve()


def test_detector_needs_a_grammar(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="grammar"):
        Detector(_load(tmp_path, {"organisations": [QANDIL]}))


def test_project_registry_loads() -> None:
    registry = load((config.data_root() / "corpora/actors.yaml",))
    ids = [actor.id for actor in registry.actors()]
    assert len(ids) == len(set(ids))
    assert {actor.country for actor in registry.actors()} >= {"BH", "IQ", "MA"}
    assert registry.grammar is not None
