import pytest

from mediaframe.collect import wire


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("رويترز", "reuters"),
        ("(أ ف ب)", "afp"),
        ("أ.ف.ب", "afp"),
        ("و.م.ع", "map"),
        ("المصدر / واع", "ina"),
        ("المصدر: وكالات", "agencies"),
        ("(بنا)", "bna"),
        ("بغداد - وكالات", "agencies"),
        ("وكالات، رويترز", "reuters"),
        ("نقلا عن وكالة الأناضول", "anadolu"),
        ("وكالات الإغاثة في المخيم", None),
        ("بنات الحي", None),
        ("قالت رويترز إن الوفد وصل إلى المدينة", None),
        ("", None),
    ],
)
def test_lines(text: str, agency: str | None) -> None:
    assert wire.line(text) == agency


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (["(أ ف ب) - منحت لجنة المهرجان جائزتها."], "afp"),
        (["المنامة - بنا - افتتح المجلس دورته."], "bna"),
        (["بغداد/ واع / أعلنت الوزارة عن خطتها."], "ina"),
        (["أعلنت الوزارة عن خطتها.", "وانتهى الاجتماع مساء. (رويترز)"], "reuters"),
        (["وفا عدد من العمال بوعدهم."], None),
        (["أعلنت الوزارة عن خطتها."], None),
        ([], None),
    ],
)
def test_sentences(lines: list[str], agency: str | None) -> None:
    assert wire.sentence(lines) == agency
