"""Each rule of the detector, on sentences about invented organisations and people."""

import pytest

from mediaframe.detect.actors import ActorRegistry
from mediaframe.detect.mentions import Detector
from mediaframe.types import Mention

Found = list[tuple[str, str]]


def _surfaces(mentions: list[Mention]) -> list[str]:
    return [mention.surface for mention in mentions if mention.in_scope]


def _actors(mentions: list[Mention]) -> list[tuple[str, str | None]]:
    return [(mention.surface, mention.actor_id) for mention in mentions if mention.in_scope]


def _types(mentions: list[Mention]) -> Found:
    return [(mention.surface, mention.actor_type) for mention in mentions if mention.in_scope]


NAMES = [
    ("أصدر مرصد السارية لحقوق الإنسان تقريرا جديدا.", "مرصد السارية لحقوق الإنسان", "bh_sariya"),
    ("أصدر مرصد السارية تقريرا جديدا.", "مرصد السارية", "bh_sariya"),
    ("ووثق التقرير ما حدث لمرصد السارية أمس.", "مرصد السارية", "bh_sariya"),
    ("وقالت الفنارات البيضاء إن الوضع صعب.", "الفنارات البيضاء", "intl_wlc"),
    ("فمنظمة الفنارات البيضاء تطالب بالتحقيق.", "منظمة الفنارات البيضاء", "intl_wlc"),
    ("تقدمت بشكوى كمنظمة خيوط الفجر النسوية.", "منظمة خيوط الفجر النسوية", "iq_khuyut"),
    ("التقى الوزير بمنظمة خيوط الفجر أمس.", "منظمة خيوط الفجر", "iq_khuyut"),
    ("ولمنظمة خيوط الفجر فرع في المدينة.", "منظمة خيوط الفجر", "iq_khuyut"),
    ("قالت منظمة قفل للحقوق الرقمية إن الشبكة بطيئة.", "منظمة قفل للحقوق الرقمية", "iq_qufl"),
    ("وأضاف المتحدث باسم SRHRO أن التقرير موثق.", "SRHRO", "bh_sariya"),
    ("وقال التقرير الذي نشرته (ZHRN) إن العدد ارتفع.", "ZHRN", "iq_ziggurat"),
    ("واتهمت مؤسسة ينابيع الدانة الخيرية الصحيفة.", "مؤسسة ينابيع الدانة الخيرية", "bh_yanabi"),
    ("قال رئيس جمعية مشحوف البيئية إن الهور يجف.", "جمعية مشحوف البيئية", "iq_mashhuf"),
    ('أصدرت "جمعية مشحوف البيئية" تقريرها.', "جمعية مشحوف البيئية", "iq_mashhuf"),
    ("أعلن حراك الرصيف السلمي مسيرة جديدة.", "حراك الرصيف السلمي", "bh_raseef"),
    ("مرصد الســارية يوثق الأرقام.", "مرصد الســارية", "bh_sariya"),
    ("قال مَرْصَدُ السَّارِيَةِ إن العدد ارتفع.", "مَرْصَدُ السَّارِيَةِ", "bh_sariya"),
]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("قالت جمعية «مظلة» إنها وزعت المساعدات.", "جمعية «مظلة»"),
        ("كفلت جمعية “مظلة” الخيرية يتيما.", "جمعية “مظلة” الخيرية"),
        ("أعلنت نقابة «المعلمين» الإضراب.", "نقابة «المعلمين»"),
        ("وصفت جمعية الظل الخيرية «القرار الجائر» بأنه خطير.", "جمعية الظل الخيرية"),
        ("اعتقلت الشرطة الصحفي كريم سالم أمس.", "الصحفي كريم سالم"),
        ("ثلاث سنوات سجنا للمدوّن كريم سالم بسبب قصيدة.", "للمدوّن كريم سالم"),
    ],
)
def test_bounds_of_names(detector: Detector, text: str, surface: str) -> None:
    assert _surfaces(detector.detect("", text)) == [surface]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        (
            "أصدر مرصد السارية تقريرا. واستقبلت جمعية الظل الخيرية زوارا. ودعا المرصد إلى تحقيق.",
            ["مرصد السارية", "جمعية الظل الخيرية", "المرصد"],
        ),
        (
            "قالت منظمات حقوقية إن العدد ارتفع. وطالبت المنظمات بالتحقيق.",
            ["منظمات حقوقية", "المنظمات"],
        ),
        (
            "ضبطت الهيئة منظمات وهمية. وأغلقت المنظمات المجازة.",
            ["منظمات وهمية", "المنظمات المجازة"],
        ),
        ("رفضت المنظمات الدولية القرار.", []),
    ],
)
def test_bare_nouns_refer_to_the_last_of_their_kind(
    detector: Detector, text: str, surfaces: list[str]
) -> None:
    assert _surfaces(detector.detect("", text)) == surfaces


@pytest.mark.parametrize(("text", "surface", "actor"), NAMES)
def test_registry_names(detector: Detector, text: str, surface: str, actor: str) -> None:
    assert _actors(detector.detect("", text)) == [(surface, f"sample_{actor}")]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("والاتحاد المستقل لشغيلة النسيج والدباغة يرفض القرار.", "الاتحاد المستقل"),
        ("التقى الوزير بالاتحاد المستقل لشغيلة النسيج والدباغة.", "الاتحاد المستقل"),
        ("ليس كالاتحاد المستقل لشغيلة النسيج والدباغة أحد.", "الاتحاد المستقل"),
        ("قدم العمال طلبا للاتحاد المستقل لشغيلة النسيج والدباغة.", "للاتحاد المستقل"),
        ("وللاتحاد المستقل لشغيلة النسيج والدباغة مقر.", "للاتحاد المستقل"),
    ],
)
def test_clitics_before_the_article(detector: Detector, text: str, surface: str) -> None:
    # لل is preposition and article in one: it stays in the surface
    (mention,) = detector.detect("", text)
    assert mention.surface == f"{surface} لشغيلة النسيج والدباغة"
    assert mention.actor_id == "sample_ma_nasij"


@pytest.mark.parametrize(
    "text",
    [
        "جلس مكفوف دجلة قرب الجسر.",
        "رسم مرايا بلا عتباتي على الجدار.",
        "قرأت مأقلام عبر القارات أمس.",
        "srhro قال إن العدد ارتفع.",
        "قال SRHROX إن العدد ارتفع.",
        "SRHRO has published its new annual report on the matter.",
    ],
)
def test_no_part_of_a_word_and_no_abbreviation_in_latin_text(detector: Detector, text: str) -> None:
    assert not detector.detect("", text)


def test_short_abbreviation_needs_the_long_name(detector: Detector) -> None:
    assert not detector.detect("", "قال متحدث باسم SZ إن التقرير جاهز.")
    assert _actors(detector.detect("", "قال متحدث باسم SFNZ إن التقرير جاهز.")) == [
        ("SFNZ", "test_safina")
    ]
    found = detector.detect("", "قال متحدث باسم مركز السفينة الزرقاء (SZ) إن التقرير جاهز.")
    assert _actors(found) == [("مركز السفينة الزرقاء", "test_safina"), ("SZ", "test_safina")]


def test_alias_before_another_purpose_is_another_body(detector: Detector) -> None:
    found = detector.detect("", "أعلن مركز السفينة للأبحاث عن دورة.")
    assert all(mention.actor_id is None for mention in found)


@pytest.mark.parametrize(
    ("title", "text", "actor"),
    [
        ("", "افتتحت جمعية النوافذ معرضها.", None),
        ("", "افتتحت جمعية النوافذ معرضها في جزيرة المرجان.", "test_nawafidh"),
        ("", "افتتحت جمعية النوافذ معرضها. وحضر أهل جزيرة المرجان.", "test_nawafidh"),
        ("جزيرة المرجان تستعد", "افتتحت جمعية النوافذ معرضها.", "test_nawafidh"),
    ],
)
def test_require_context(detector: Detector, title: str, text: str, actor: str | None) -> None:
    assert _actors(detector.detect(title, text)) == [("جمعية النوافذ", actor)]


def _person(registry: ActorRegistry, name: str) -> str:
    return next(person.id for person in registry.persons if person.name_ar == name)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("قال سامر الوردي إن الطقس جميل.", []),
        ("سافر سامر الوردي إلى العاصمة مع أسرته أمس.", []),
        ("قال الناشط سامر الوردي إن الطقس جميل.", ["الناشط سامر الوردي"]),
        ("اعتقال سامر الوردي في المطار", ["سامر الوردي"]),
        ("حكم القاضي على الحقوقي سامر الوردي بالسجن.", ["الحقوقي سامر الوردي"]),
    ],
)
def test_persons_need_context(
    detector: Detector, registry: ActorRegistry, text: str, surfaces: list[str]
) -> None:
    person = _person(registry, "سامر الوردي")
    assert _actors(detector.detect("", text)) == [(surface, person) for surface in surfaces]


def test_person_once_confirmed_counts_again(detector: Detector) -> None:
    text = "قال الناشط سامر الوردي إن الطقس جميل. وبعد عشرة أيام كاملة هناك عاد سامر الوردي."
    assert _surfaces(detector.detect("", text)) == ["الناشط سامر الوردي", "سامر الوردي"]


INDIVIDUALS = [
    ("قال الناشط الحقوقي نادر الشمري إن الزيارة ألغيت.", "الناشط الحقوقي نادر الشمري"),
    ("قالت الناشطة النسوية ليلى الدرعاوي إنها قلقة.", "الناشطة النسوية ليلى الدرعاوي"),
    ("وبحسب الناشط نادر الشمري، فإن السجن مكتظ.", "الناشط نادر الشمري"),
    ("قالت ناشطة حقوقية إن المحاكمة غير عادلة.", "ناشطة حقوقية"),
    ("قالت الحقوقية ليلى الدرعاوي إن الحكم جائر.", "الحقوقية ليلى الدرعاوي"),
    ("انتقد المحامي الحقوقي نادر الشمري الحكم.", "المحامي الحقوقي نادر الشمري"),
    ("رفض سجين الرأي ماهر القاضي الطعام.", "سجين الرأي ماهر القاضي"),
    ("وأوقفت الشرطة أحد النشطاء قرب الميدان.", "النشطاء"),
    ("شارك في الندوة ناشط/ة حقوقي/ة من المدينة.", "ناشط/ة حقوقي/ة"),
    ("يدعو البيان كل مدافع/ة عن حقوق الإنسان.", "مدافع/ة عن حقوق الإنسان"),
]
COLLECTIVES = [
    ("طالب ناشطون حقوقيون بالإفراج عن زملائهم.", "ناشطون حقوقيون"),
    ("اعتقلت الشرطة ناشطين حقوقيين في المدينة.", "ناشطين حقوقيين"),
    ("استدعت النيابة 3 ناشطات أمس.", "ناشطات"),
    ("يحضر اللقاء ناشطون/ات من المنطقة.", "ناشطون/ات"),
    ("وناشطون حقوقيون قالوا إن السجن مكتظ.", "ناشطون حقوقيون"),
    ("التقى الوفد بناشطين من الحي.", "ناشطين"),
    ("للنشطاء الحق في التجمع.", "للنشطاء"),
    ("حضر الجلسة مدافعون عن حقوق الإنسان.", "مدافعون عن حقوق الإنسان"),
    ("شارك الحقوقيون في الوقفة.", "الحقوقيون"),
    ("شارك الفاعلون الجمعويون في الوقفة.", "الفاعلون الجمعويون"),
    ("طالبت منظمات المجتمع المدني بسحب القانون.", "منظمات المجتمع المدني"),
    ("قال الوزير إن المجتمع المدني شريك.", "المجتمع المدني"),
    ("رحبت منظمات حقوقية محلية بالقرار.", "منظمات حقوقية محلية"),
    ("دعت منظمات غير حكومية إلى الحوار.", "منظمات غير حكومية"),
    ("تحدثت الصحيفة عن جمعيات أهلية كثيرة.", "جمعيات أهلية"),
    ("قالت منظمات مدافعة عن حقوق الإنسان إنها قلقة.", "منظمات مدافعة عن حقوق الإنسان"),
]
UNIONS = [
    ("أعلنت نقابة عمال المناجم أن الإضراب مستمر.", "نقابة عمال المناجم"),
    ("أكدت نقابات التعليم أنها ستشارك.", "نقابات التعليم"),
    ("ندد الاتحاد العام لعمال المخابز بالقانون.", "الاتحاد العام لعمال المخابز"),
    ("قال نقيب المهندسين إن الرسوم مرتفعة.", "نقيب المهندسين"),
    ("حذر نادي القضاة من المساس بالاستقلال.", "نادي القضاة"),
    ("اعتصم العشرات أمام نقابة المعلمين أمس.", "نقابة المعلمين"),
    ("نظم اتحاد الطلاب المستقل وقفة.", "اتحاد الطلاب المستقل"),
]
ORGANISATIONS = [
    ("أصدرت منظمة مرافئ للدفاع عن حقوق الإنسان بيانا.", "منظمة مرافئ للدفاع عن حقوق الإنسان"),
    ("قالت منظمة غيمة الخيرية إنها وزعت السلال.", "منظمة غيمة الخيرية"),
    ("أكدت جمعية المحارة الخيرية أنها وزعت السلال.", "جمعية المحارة الخيرية"),
    ("ذكرت مؤسسة ضفاف لحقوق الإنسان في تقريرها الأرقام.", "مؤسسة ضفاف لحقوق الإنسان"),
    ("أكدت منظمة رمال لحقوق الإنسان رفضها القانون.", "منظمة رمال لحقوق الإنسان"),
    ("أعلن ائتلاف نساء من أجل المساواة وقفة.", "ائتلاف نساء من أجل المساواة"),
    ("وزع الهلال الأحمر المساعدات.", "الهلال الأحمر"),
]
PROTEST = [
    ("احتشد المتظاهرون في الساحة.", "المتظاهرون"),
    ("دعا المحتجون السلميون إلى الحوار.", "المحتجون السلميون"),
    ("أعلنت تنسيقية عمال الرصيف أنها ستعتصم.", "تنسيقية عمال الرصيف"),
    ("أطلقت حركة شبابية مبادرة.", "حركة شبابية"),
]
JOURNALISTS = [
    ("قالت الصحفية هالة البدري إنها منعت من السفر.", "الصحفية هالة البدري"),
    ("اعتدى مجهولون على الصحفي كريم البدري في السوق.", "الصحفي كريم البدري"),
    ("اعتقال الصحفي كريم البدري", "الصحفي كريم البدري"),
    ("تعرض صحفيون للضرب أثناء التغطية.", "صحفيون"),
    ("استدعت المحكمة المدون رائد الكرخي.", "المدون رائد الكرخي"),
    ("طالبت رابطة المحابر الصحفية بالتحقيق.", "رابطة المحابر الصحفية"),
]
TYPED = [
    *((text, surface, "ACTIVIST_INDIVIDUAL") for text, surface in INDIVIDUALS),
    *((text, surface, "CIVIL_SOCIETY_COLLECTIVE") for text, surface in COLLECTIVES),
    *((text, surface, "UNION_SYNDICATE") for text, surface in UNIONS),
    *((text, surface, "CSO_ORG") for text, surface in ORGANISATIONS),
    *((text, surface, "PROTEST_MOVEMENT") for text, surface in PROTEST),
    *((text, surface, "JOURNALIST_MEDIA") for text, surface in JOURNALISTS),
]


@pytest.mark.parametrize(("text", "surface", "kind"), TYPED)
def test_generic_patterns(detector: Detector, text: str, surface: str, kind: str) -> None:
    """Type and exact bounds: no verb or particle after the phrase belongs to it."""
    assert _types(detector.detect("", text)) == [(surface, kind)]


@pytest.mark.parametrize("verb", ["قال", "قالت", "أكد", "أعلنت", "يطالب", "طالبت", "تدعو", "رفض"])
@pytest.mark.parametrize(
    "phrase",
    [
        "منظمة رمال لحقوق الإنسان",
        "جمعية المحارة الخيرية",
        "ناشطون حقوقيون",
        "الناشط نادر الشمري",
        "نقابة عمال المناجم",
        "منظمات المجتمع المدني",
        "مرصد السارية",
    ],
)
def test_a_verb_after_the_phrase_is_not_part_of_it(
    detector: Detector, phrase: str, verb: str
) -> None:
    assert _surfaces(detector.detect("", f"{phrase} {verb} ذلك أمس.")) == [phrase]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("قالت شبكة أقلام عبر القارات إنها قلقة.", "INTL_NGO"),
        ("وزعت مؤسسة راحة الفرات السلال.", "CHARITY_STATE_LINKED"),
        ("قالت نقابة عمال المصافي إنها تضرب.", "UNION_SYNDICATE"),
        ("قال مرصد الكلمة إن العدد ارتفع.", "JOURNALIST_MEDIA"),
        ("أعلن حراك سنابل الجنوب مسيرة.", "PROTEST_MOVEMENT"),
        ("نظمت جمعية مظلة للعمالة المهاجرة دورة.", "CSO_ORG"),
    ],
)
def test_registry_gives_the_type(detector: Detector, text: str, kind: str) -> None:
    assert [mention.actor_type for mention in detector.detect("", text)] == [kind]


def test_bare_noun_refers_to_the_organisation_before(detector: Detector) -> None:
    text = "أصدرت منظمة خيوط الفجر بيانا. وقالت المنظمة إنها ترفض القرار. وشكر أحدهم المنظمة."
    assert _actors(detector.detect("", text)) == [
        ("منظمة خيوط الفجر", "sample_iq_khuyut"),
        ("المنظمة", "sample_iq_khuyut"),
        ("المنظمة", "sample_iq_khuyut"),
    ]


@pytest.mark.parametrize(
    ("first", "bare", "actor"),
    [
        ("أصدر مرصد السارية تقريرا.", "المرصد", "sample_bh_sariya"),
        ("أصدر مركز السفينة تقريرا.", "المركز", "test_safina"),
        ("أصدرت شبكة الزقورة تقريرا.", "الشبكة", "sample_iq_ziggurat"),
        ("قالت الفنارات البيضاء شيئا.", "المنظمة", "sample_intl_wlc"),
    ],
)
def test_bare_nouns(detector: Detector, first: str, bare: str, actor: str) -> None:
    found = detector.detect("", f"{first} وقال متحدث باسم {bare} إن العدد ارتفع.")
    assert _actors(found)[1:] == [(bare, actor)]


def test_bare_noun_without_antecedent_is_nothing(detector: Detector) -> None:
    assert not detector.detect("", "قالت المنظمة إنها ترفض القرار. وأعلن المركز ذلك.")
    # before it is named
    found = detector.detect("", "قالت المنظمة ذلك. ثم ردت منظمة خيوط الفجر.")
    assert _surfaces(found) == ["منظمة خيوط الفجر"]
    # another noun
    found = detector.detect("", "أصدر مرصد السارية تقريرا. وقالت المنظمة إن العدد ارتفع.")
    assert _surfaces(found) == ["مرصد السارية"]
    # the start of another name
    found = detector.detect("", "أصدرت منظمة خيوط الفجر بيانا. وقالت المنظمة العربية للتنقيب ذلك.")
    assert _surfaces(found) == ["منظمة خيوط الفجر"]


def test_another_organisation_intervenes(detector: Detector) -> None:
    text = "أصدرت منظمة خيوط الفجر بيانا. وردت منظمة قفل للحقوق الرقمية. وقالت المنظمة ذلك."
    assert _actors(detector.detect("", text))[-1] == ("المنظمة", "sample_iq_qufl")
    excluded = "أصدرت منظمة خيوط الفجر بيانا. وردت منظمة درع الوادي. وقالت المنظمة ذلك."
    assert _surfaces(detector.detect("", excluded)) == ["منظمة خيوط الفجر"]


def test_headline_comes_first_and_is_an_antecedent(detector: Detector) -> None:
    found = detector.detect(
        "مرصد السارية يوثق الأرقام", "قال المرصد إن العدد ارتفع. ونشر مرصد السارية تقريرا."
    )
    assert [(m.surface, m.in_headline, m.actor_id) for m in found] == [
        ("مرصد السارية", True, "sample_bh_sariya"),
        ("المرصد", False, "sample_bh_sariya"),
        ("مرصد السارية", False, "sample_bh_sariya"),
    ]
    assert found[0].start == 0


def test_body_is_no_antecedent_of_the_headline(detector: Detector) -> None:
    found = detector.detect("المرصد يوثق الأرقام", "قال مرصد السارية إن العدد ارتفع.")
    assert [(m.surface, m.in_headline) for m in found] == [("مرصد السارية", False)]


def test_title_alone_and_text_alone(detector: Detector) -> None:
    (title,) = detector.detect("منظمة قفل تنتقد المشروع", "")
    (text,) = detector.detect("", "منظمة قفل تنتقد المشروع")
    assert title.in_headline
    assert not text.in_headline
    assert (title.start, title.end) == (text.start, text.end)


def test_several_mentions_in_one_sentence(detector: Detector) -> None:
    text = "انتقدت منظمة قفل ومرصد السارية ونقابة عمال المصافي وناشطون حقوقيون القانون."
    assert _types(detector.detect("", text)) == [
        ("منظمة قفل", "CSO_ORG"),
        ("مرصد السارية", "CSO_ORG"),
        ("نقابة عمال المصافي", "UNION_SYNDICATE"),
        ("ناشطون حقوقيون", "CIVIL_SOCIETY_COLLECTIVE"),
    ]


def test_excluded_bodies_are_recorded_out_of_scope(detector: Detector) -> None:
    (mention,) = detector.detect("", "قالت جمعية المرسى الوطني إنها تقاطع.")
    assert not mention.in_scope
    assert (mention.surface, mention.actor_type) == ("جمعية المرسى الوطني", "POLITICAL_EXCLUDED")
    assert mention.actor_id is None
