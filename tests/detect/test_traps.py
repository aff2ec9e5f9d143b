"""What only looks like an actor of civil society is no mention in scope."""

import pytest

from mediaframe.detect.actors import EXCLUDED, ActorRegistry
from mediaframe.detect.mentions import Detector

SOCIAL_MEDIA = [
    "تداول ناشطون مقطع فيديو على مواقع التواصل الاجتماعي.",
    "تداول نشطاء على تويتر صورة للحادث.",
    "سخر ناشطون على فيسبوك من التصريح.",
    "أطلق ناشطون وسما يطالب بخفض الأسعار.",
    "نشر ناشطون مقطع فيديو يظهر الحريق.",
    "تفاعل ناشطون عبر مواقع التواصل مع الأغنية.",
    "نشطاء مواقع التواصل الاجتماعي يسخرون من المباراة.",
    "أظهر فيديو نشره ناشطون حريقا.",
]
ASSEMBLIES = [
    "عقدت الجمعية العمومية للشركة اجتماعها.",
    "اجتمعت الجمعية العمومية للنادي.",
    "وافقت الجمعية العامة للأمم المتحدة على القرار.",
    "صوتت الجمعية الوطنية على القانون.",
    "انهار مبنى جمعية سكنية قديمة.",
    "اشترى المواطنون السكر من جمعية تعاونية استهلاكية.",
]
POLITICAL = [
    "شاركت الجمعيات السياسية في الانتخابات.",
    "أعلنت جمعية سياسية مقاطعة الانتخابات.",
    "دعا حزب الفجر الجديد إلى الانتخابات.",
    "قالت جمعية المرسى الوطني إنها تقاطع.",
    "قالت منظمة درع الوادي إنها تقاتل.",
    "الإطار التنسيقي يعقد اجتماعا.",
    "تنسيقية القوى السياسية تجتمع.",
]
STATE = [
    "قدم المجلس الوطني لحقوق الإنسان تقريره.",
    "زار وفد المؤسسة الوطنية لحقوق الإنسان السجن.",
    "ناقشت لجنة حقوق الإنسان في البرلمان القانون.",
    "ناقشت لجنة حقوق الإنسان بمجلس النواب القانون.",
    "قال وزير حقوق الإنسان إن الخطة جاهزة.",
    "اجتمع مجلس حقوق الإنسان في دورته.",
    "قالت منظمة الصحة العالمية إن اللقاح متوفر.",
    "عقدت منظمة الطيران المدني الدولي اجتماعا.",
    "قالت الأمم المتحدة إن المساعدات وصلت.",
    "قالت مؤسسة النفط إن الإنتاج ارتفع.",
]
ADJECTIVES = [
    "عقد الوزير مؤتمرا صحفيا في العاصمة.",
    "قال في مؤتمر صحفي إن الخطة جاهزة.",
    "أصدر المكتب بيانا صحفيا.",
    "أدلى الوزير بتصريحات صحفية.",
    "قدم الباحث رؤية حقوقية للملف.",
    "وصف الخطاب بأنه حملة منظمة ضد الشركة.",
    "مكافحة الجريمة المنظمة أولوية للأجهزة.",
    "وصلت هجرة غير منظمة إلى الساحل.",
    "نظمت المدرسة رحلة منظمة للطلاب.",
    "قبضت الشرطة على عصابة منظمة.",
    "قصفت الطائرات خلية ناشطة في الجبل.",
    "ثار بركان ناشط قرب الجزيرة.",
    "درس في كلية الحقوق.",
    "حقوق النشر محفوظة.",
    "الحراك الدبلوماسي مستمر.",
    "شهدت السوق حراكا اقتصاديا.",
]
SPORT_AND_TRADE = [
    "فاز النادي على ضيفه بهدفين.",
    "افتتح نادي السيارات معرضه.",
    "تعادل فريق كرة القدم مع منافسه.",
    "انتخب اتحاد كرة القدم رئيسا جديدا.",
    "أعلن الاتحاد الدولي للسباحة القائمة.",
    "شغب الملاعب يقلق الاتحاد الرياضي.",
    "اشتبك مشجعون مع لاعبين.",
    "انتخبت غرفة التجارة رئيسا.",
    "أعلن اتحاد المصارف أرباحه.",
    "قال العملاء إن خدمة العملاء بطيئة.",
    "رفع العلم فوق المركز التجاري.",
]
ARMED = [
    "هاجمت جماعة مسلحة النقطة.",
    "قالت منظمة إرهابية إنها نفذت الهجوم.",
    "قال متطوعو الحشد إن المعركة انتهت.",
]
OTHER = [
    "أعلن مرصد الزلازل هزة خفيفة.",
    "الطقس معتدل اليوم في العاصمة.",
    "كتب الخبر مراسل صحفي.",
]


@pytest.mark.parametrize(
    "text",
    [*SOCIAL_MEDIA, *ASSEMBLIES, *POLITICAL, *STATE, *ADJECTIVES, *SPORT_AND_TRADE, *ARMED, *OTHER],
)
def test_no_mention_in_scope(detector: Detector, text: str) -> None:
    assert [m.surface for m in detector.detect("", text) if m.in_scope] == []
    assert [m.surface for m in detector.detect(text.rstrip("."), "") if m.in_scope] == []


def test_every_excluded_name_stays_out_of_scope(
    detector: Detector, registry: ActorRegistry
) -> None:
    listed = {organisation.name_ar for organisation in registry.organisations}
    for name in registry.excluded:
        assert name not in listed
        mentions = detector.detect("", f"قالت {name} إن الاجتماع تأجل.")
        assert mentions, name
        assert [m.surface for m in mentions if m.in_scope] == [], name
        assert {m.actor_type for m in mentions} == {EXCLUDED}


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("طالب ناشطون حقوقيون بالإفراج عن زميلهم.", "ناشطون حقوقيون"),
        ("تظاهر ناشطون أمام المحكمة أمس.", "ناشطون"),
        ("قالت جمعية المحارة الخيرية إنها بدأت.", "جمعية المحارة الخيرية"),
        ("قالت منظمة رمال لحقوق الإنسان ذلك.", "منظمة رمال لحقوق الإنسان"),
        ("حذر نادي القضاة من ذلك.", "نادي القضاة"),
        ("اعتدى مجهولون على الصحفي كريم البدري.", "الصحفي كريم البدري"),
    ],
)
def test_traps_do_not_swallow_their_neighbours(detector: Detector, text: str, surface: str) -> None:
    """The plain sense of the same words, alone and beside each kind of trap."""
    assert [m.surface for m in detector.detect("", text) if m.in_scope] == [surface]
    for kind in (SOCIAL_MEDIA, ASSEMBLIES, POLITICAL, STATE, ADJECTIVES, SPORT_AND_TRADE, ARMED):
        mentions = detector.detect("", f"{kind[0]} {text} {kind[-1]}")
        assert [m.surface for m in mentions if m.in_scope] == [surface]


def test_political_societies_are_recorded(detector: Detector) -> None:
    """The registry's rules exclude them, which is not the same as no mention."""
    for text in POLITICAL[:2]:
        (mention,) = detector.detect("", text)
        assert (mention.in_scope, mention.actor_type) == (False, EXCLUDED)
