"""Words for invented texts: formulas that many paragraphs share, boilerplate that stands word for word in several."""

from __future__ import annotations

from itertools import product


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


JOINING = {"en": " ", "ar": " ", "zh": ""}
"""What stands between two words."""

_ENGLISH = _words(
    """access mapping policy internet public issue process dialogue measure network report capacity region cost data
privacy security language content youth gender standard protocol exchange traffic spectrum education skill
training fund market consumer device school hospital farmer island desert border court evidence statistic survey
indicator target review session chair expert panel draft annex clause comment reply deadline venue quorum agenda
minute archive library museum heritage translation signage disability elderly child worker union employer tax
tariff customs postal satellite cable fibre tower antenna router server domain name address registry registrar
root zone key signature cipher backup outage storm flood drought energy battery solar diesel transport harbour
airport railway bridge village city capital province ministry parliament senate council assembly treaty charter
protocol convention resolution opinion advice guideline handbook toolkit platform portal forum workshop seminar
course diploma degree scholarship mentor partner donor lender budget audit ledger invoice receipt contract tender"""
)
_ARABIC_FIRST = _words(
    """سياسة شبكة تقرير قدرة منطقة تكلفة بيانات خصوصية أمن لغة محتوى شباب معيار تبادل طيف
    تعليم مهارة تدريب صندوق سوق جهاز مدرسة مستشفى جزيرة حدود محكمة دليل إحصاء مسح مؤشر هدف
    دورة رئيس خبير فريق مسودة مرفق"""
)
_ARABIC_SECOND = _words("""عامة وطنية إقليمية دولية مفتوحة محلية رقمية مشتركة جديدة""")
_CHINESE_FIRST = _words(
    """政策
    网络 报告 能力 区域 成本 数据 隐私 安全 语言 内容 青年 标准 交换 频谱 教育 技能 培训 基金 市场 设备 学校 医院
    海岛 边界 法院 证据 统计 调查 指标 目标 会议 主席 专家 小组 草案 附件"""
)
_CHINESE_SECOND = _words("""公共 国家 区域 国际 开放 本地 数字 共同 新的""")

VOCABULARY: dict[str, tuple[str, ...]] = {
    "en": tuple(
        dict.fromkeys([*_ENGLISH, *(f"{a}-{b}" for a, b in zip(_ENGLISH, _ENGLISH[40:], strict=False))])
    ),
    "ar": tuple(f"{a} {b}" for b, a in product(_ARABIC_SECOND, _ARABIC_FIRST)),
    "zh": tuple(f"{b}{a}" for b, a in product(_CHINESE_SECOND, _CHINESE_FIRST)),
}
"""The commoner words first."""

FORMULAS: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": tuple(
        _words(line)
        for line in (
            "The Working Group recommends that … consider … with a view to the next session.",
            "The Working Group recommends that … strengthen … and report on … in due course.",
            "Member States are encouraged to support … and to share experience on … with … as appropriate.",
            "Noting the importance of … the Group invites … to continue its work on …",
        )
    ),
    "ar": tuple(
        _words(line)
        for line in (
            "يوصي الفريق العامل بأن تنظر … في … تمهيدا للدورة المقبلة.",
            "يوصي الفريق العامل بأن تعزز … وأن تقدم تقريرا عن … في الوقت المناسب.",
            "تشجع الدول الأعضاء على دعم … وتبادل الخبرات بشأن … مع … حسب الاقتضاء.",
        )
    ),
    "zh": (
        ("工作组建议", "…", "考虑", "…", "以便在下届会议上", "审议。"),
        ("工作组建议", "…", "加强", "…", "并适时就", "…", "提出报告。"),
        ("鼓励会员国", "支持", "…", "并酌情与", "…", "交流关于", "…", "的经验。"),
    ),
}
"""`…` stands for one to three words."""

BOILERPLATE: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        ("See", "above."),
        ("No", "comments", "were", "received."),
        _words("The secretariat will report on this matter to the Commission at its next session."),
    ),
    "ar": (
        ("انظر", "أعلاه."),
        ("لم", "ترد", "تعليقات."),
        _words("ستقدم الأمانة تقريرا عن هذه المسألة إلى اللجنة في دورتها المقبلة."),
    ),
    "zh": (
        ("见上文。",),
        ("未收到", "评论。"),
        ("秘书处将", "就此事项", "向委员会", "下届会议", "提出报告。"),
    ),
}
