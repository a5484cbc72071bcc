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
    ACQUISITION_TO_LOYALTY = "ACQUISITION_TO_LOYALTY"  # 获取 入职 激活 保留 忠诚
    ACQUIRE_GROW_MATURE_RETAIN = "ACQUIRE_GROW_MATURE_RETAIN"  # 获取 成长 成熟 挽留
    PROSPECT_NEW_EXISTING_LOST = "PROSPECT_NEW_EXISTING_LOST"  # 潜在 新 存量 流失
    GET_ENLIVEN_KEEP = "GET_ENLIVEN_KEEP"  # 获客 活客 留客
    PROSPECT_TO_LOST = "PROSPECT_TO_LOST"  # 潜在 准客户 新 活跃 流失


Words = tuple[str, str]
P, Q, O, N, A, G, M, R, L, W = Stage  # noqa: E741
_ALIASES: dict[Vocabulary, dict[Words, tuple[Stage, ...]]] = {
    Vocabulary.ACQUISITION_TO_LOYALTY: {
        ("acquisition", "获客"): (P, Q), ("onboarding", "开户准入"): (O,), ("adoption", "激活"): (N, W),
        ("retention", "留存"): (A, G, R, L), ("loyalty", "忠诚"): (M,),
    },
    Vocabulary.ACQUIRE_GROW_MATURE_RETAIN: {
        ("acquire", "获取"): (P, Q, O), ("grow", "成长"): (N, A, G, W), ("mature", "成熟"): (M,), ("retain", "挽留"): (R, L),
    },
    Vocabulary.PROSPECT_NEW_EXISTING_LOST: {
        ("prospect", "潜在"): (P, Q), ("new", "新"): (O, N), ("existing", "存量"): (A, G, M, R, W), ("lost", "流失"): (L,),
    },
    Vocabulary.GET_ENLIVEN_KEEP: {
        ("get", "获客"): (P, Q, O), ("enliven", "活客"): (N, A, G, W), ("keep", "留客"): (M, R, L),
    },
    Vocabulary.PROSPECT_TO_LOST: {
        ("prospect", "潜在"): (P,), ("qualified", "准客户"): (Q,), ("new", "新"): (O, N), ("active", "活跃"): (A, G, M, R, W),
        ("lost", "流失"): (L,),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Alias:
    """What a vocabulary calls a stage, in both languages."""

    vocabulary: Vocabulary
    name: str
    name_zh: str


def called(stage: Stage) -> list[Alias]:
    """What each vocabulary calls it."""
    return [
        Alias(vocabulary, *words)
        for vocabulary, aliases in _ALIASES.items()
        for words, stages in aliases.items()
        if stage in stages
    ]  # fmt: skip


def stages_of(vocabulary: Vocabulary, name: str) -> tuple[Stage, ...]:
    """The stages that a vocabulary calls so, in either language; none where it knows no such word."""
    return next((stages for words, stages in _ALIASES[vocabulary].items() if name in words), ())
