import pytest

from mediaframe.collect import byline


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("كتب: ياسر النخيلي", "ياسر النخيلي"),
        ("كتبت سلوى النهرية", "سلوى النهرية"),
        ("بقلم / د. منى الغافقي", "د. منى الغافقي"),
        ("هدى العريّض", "هدى العريّض"),
        ("مرسلة بواسطة نهلة الرافدية", "نهلة الرافدية"),
        ("المحرر", None),
        ("هيئة التحرير", None),
        ("Super User", None),
        ("admin", None),
        ("رويترز", None),
        ("و.م.ع", None),
        ("نخلة برس", None),
        ("https://nakhla.example/author/3", None),
        ("تاريخ النشر", None),
        ("سبعة رجال من قرية بعيدة جدا حضروا", None),
        ("", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert byline.person(text, ["نخله برس"]) == name


@pytest.mark.parametrize(
    "text", ["البصرة - كريم النخيلي", "بقلم: سلوى النهرية", "ع ح / س م", "حاورها: لطيف الواحي"]
)
def test_lines_that_only_sign(text: str) -> None:
    assert byline.is_line(text)


@pytest.mark.parametrize(
    "text",
    [
        "كتب الرئيس رسالة طويلة إلى أهالي القرية يشكرهم فيها.",
        "الواحة - أعلنت الجمعية اليوم عن مشروع جديد لغرس النخيل في القرى البعيدة عن المدينة.",
        "الماء أولا",
    ],
)
def test_lines_that_say_more(text: str) -> None:
    assert not byline.is_line(text)
