"""The words that banks use for the stages of a customer's life: five vocabularies, each an alias of the one that is stored."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    PROSPECT = "PROSPECT"  # 潜在
    QUALIFIED = "QUALIFIED"  # 准客户
    ONBOARDING = "ONBOARDING"
    NEW = "NEW"
    ACTIVE = "ACTIVE"
    GROWING = "GROWING"
    MATURE = "MATURE"
    AT_RISK = "AT_RISK"
    LAPSED = "LAPSED"
    WON_BACK = "WON_BACK"


CALLED = {
    Stage.PROSPECT: "潜在客户", Stage.QUALIFIED: "准客户", Stage.ONBOARDING: "开户中", Stage.NEW: "新客户",
    Stage.ACTIVE: "活跃客户", Stage.GROWING: "成长客户", Stage.MATURE: "成熟客户", Stage.AT_RISK: "流失风险",
    Stage.LAPSED: "已流失", Stage.WON_BACK: "赢回客户",
}  # fmt: skip


class Vocabulary(StrEnum):
    ACQUISITION_TO_LOYALTY = "ACQUISITION_TO_LOYALTY"
    ACQUIRE_GROW_MATURE_RETAIN = "ACQUIRE_GROW_MATURE_RETAIN"
    PROSPECT_NEW_EXISTING_LOST = "PROSPECT_NEW_EXISTING_LOST"
    GET_ENLIVEN_KEEP = "GET_ENLIVEN_KEEP"
    PROSPECT_TO_LOST = "PROSPECT_TO_LOST"


WORDS = {
    Vocabulary.ACQUISITION_TO_LOYALTY: {
        "获客": "acquisition", "开户准入": "onboarding", "激活": "adoption", "留存": "retention", "忠诚": "loyalty",
    },
    Vocabulary.ACQUIRE_GROW_MATURE_RETAIN: {"获取": "acquire", "成长": "grow", "成熟": "mature", "挽留": "retain"},
    Vocabulary.PROSPECT_NEW_EXISTING_LOST: {"潜在": "prospect", "新": "new", "存量": "existing", "流失": "lost"},
    Vocabulary.GET_ENLIVEN_KEEP: {"获客": "get", "活客": "enliven", "留客": "keep"},
    Vocabulary.PROSPECT_TO_LOST: {"潜在": "prospect", "准客户": "qualified", "新": "new", "活跃": "active", "流失": "lost"},
}  # fmt: skip
ALIASES = {
    Stage.PROSPECT: ("获客", "获取", "潜在", "获客", "潜在"),
    Stage.QUALIFIED: ("获客", "获取", "潜在", "获客", "准客户"),
    Stage.ONBOARDING: ("开户准入", "获取", "新", "获客", "新"),
    Stage.NEW: ("激活", "成长", "新", "活客", "新"),
    Stage.ACTIVE: ("留存", "成长", "存量", "活客", "活跃"),
    Stage.GROWING: ("留存", "成长", "存量", "活客", "活跃"),
    Stage.MATURE: ("忠诚", "成熟", "存量", "留客", "活跃"),
    Stage.AT_RISK: ("留存", "挽留", "存量", "留客", "活跃"),
    Stage.LAPSED: ("留存", "挽留", "流失", "留客", "流失"),
    Stage.WON_BACK: ("激活", "成长", "存量", "活客", "活跃"),
}
"""What the vocabularies call a stage, in their order."""


@dataclass(frozen=True, slots=True)
class Alias:
    """What a vocabulary calls a stage, in both languages."""

    vocabulary: Vocabulary
    name: str
    name_zh: str


def called(stage: Stage) -> list[Alias]:
    """What each vocabulary calls it."""
    return [Alias(each, WORDS[each][zh], zh) for each, zh in zip(Vocabulary, ALIASES[stage], strict=True)]


def stages_of(vocabulary: Vocabulary, name: str) -> tuple[Stage, ...]:
    """The stages that a vocabulary calls so, in either language; none where it knows no such word."""
    words = {stage: each for stage in Stage for each in called(stage) if each.vocabulary is vocabulary}
    return tuple(stage for stage, each in words.items() if name in (each.name, each.name_zh))
