import pytest

from mediaframe.collect.language import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("اجتمع أهالي القرية أمس لبحث إصلاح الساقية القديمة وتنظيف الطريق إلى النبع.", "ar"),
        ("أعلنت شركة Blue Palm عن برنامج Green Roof للمدارس في المدينة.", "ar"),
        ("لە گوندەکە کۆبوونەوەیەک بۆ چاککردنی ڕێگاکە ئەنجام درا و هەموو خەڵک بەشدار بوون", "ckb"),
        ("اهالی روستا برای تعمیر جوی قدیمی گرد هم آمدند و پس از گفتگو کار را آغاز کردند", "fa"),
        ("گاؤں کے لوگ پرانی نہر کی مرمت کے لیے جمع ہوئے اور کام شروع کر دیا ہے", "ur"),
        ("The villagers met in order to repair the old canal, and work is on the way.", "en"),
        ("Les habitants de la commune ont décidé de réparer le canal pour les écoles.", "fr"),
        ("12 - 34", None),
        ("", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert language(text) == code
