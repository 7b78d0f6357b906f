"""Words for samples: sentences in several languages that say nothing about anybody, and plainly fictional people."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from wgec_living.domain.identifiers import Handle
from wgec_living.domain.people import DEFAULT_GROUPS, Person, Role

SENTENCES: dict[str, tuple[tuple[str, ...], ...]] = {
    "en": (
        (
            "The group",
            "Each participant",
            "A later meeting",
            "The drafting team",
            "Every delegation",
            "The paper",
        ),
        ("notes", "should describe", "may wish to review", "recalls", "could compare", "needs to explain"),
        (
            "the sample measures",
            "how costs are shared",
            "the steps already taken",
            "open questions",
            "the timetable",
        ),
        ("in plain words", "before the next reading", "for small networks", "with examples", "at all levels"),
    ),
    "fr": (
        ("Le groupe", "Chaque participant", "Une réunion ultérieure", "L'équipe de rédaction", "Le document"),
        ("relève", "devrait décrire", "pourrait examiner", "rappelle", "doit expliquer"),
        (
            "les mesures d'exemple",
            "le partage des coûts",
            "les étapes déjà franchies",
            "les questions ouvertes",
        ),
        ("en termes simples", "avant la prochaine lecture", "pour les petits réseaux", "à tous les niveaux"),
    ),
    "ru": (
        ("Группа", "Каждый участник", "Следующее заседание", "Редакционная группа", "Документ"),
        ("отмечает", "описывает", "рассматривает", "напоминает про", "объясняет"),
        ("примерные меры", "распределение расходов", "принятые шаги", "открытые вопросы"),
        ("простыми словами", "до следующего чтения", "для малых сетей", "на всех уровнях"),
    ),
    "ar": (
        ("المجموعة", "كل مشارك", "اجتماع لاحق", "فريق الصياغة", "الوثيقة"),
        ("تلاحظ", "تصف", "تراجع", "تذكر", "توضح"),
        ("التدابير النموذجية", "توزيع التكاليف", "الخطوات المتخذة", "الأسئلة المفتوحة"),
        ("بكلمات بسيطة", "قبل القراءة القادمة", "للشبكات الصغيرة", "على جميع المستويات"),
    ),
    "zh": (
        ("工作组", "每位参与者", "下次会议", "起草小组", "本文件"),
        ("注意到", "应当说明", "可以审议", "回顾", "需要解释"),
        ("示例措施", "费用的分担", "已经采取的步骤", "尚未解决的问题"),
        ("用简明的语言", "在下次审读之前", "为小型网络", "在各个层面"),
    ),
}
LANGUAGES = tuple(SENTENCES)


def sentence(random: Random, language: str) -> str:
    """Return one sentence, with a number that makes most of them differ."""
    number = random.randrange(1, 1000)
    parts = [random.choice(choices) for choices in SENTENCES[language]]
    if language == "zh":
        return "".join(parts) + f"（{number}）。"
    return " ".join(parts) + f" ({number})" + "."


def paragraph(random: Random, language: str, sentences: int) -> str:
    """Return some sentences on one line."""
    between = "" if language == "zh" else " "
    return between.join(sentence(random, language) for _ in range(sentences))


@dataclass(frozen=True)
class Cast:
    """The people of a sample."""

    contributors: tuple[Person, ...]
    coordinator: Person


def cast(count: int = 24) -> Cast:
    """Return sample people: `Delegate A` of `Sample organisation A`, over all stakeholder groups."""
    people = []
    for place in range(count):
        letter = chr(ord("A") + place)
        group = DEFAULT_GROUPS[place % len(DEFAULT_GROUPS)].name
        handle = Handle(f"delegate-{letter.lower()}")
        people.append(
            Person(handle, f"Delegate {letter}", f"Sample organisation {letter}", group, Role.CONTRIBUTOR)
        )
    coordinator = Person(
        *(Handle("coordinator-sample"), "Coordinator Sample", "Sample secretariat"),
        *(DEFAULT_GROUPS[-1].name, Role.COORDINATOR),
    )
    return Cast(tuple(people), coordinator)
