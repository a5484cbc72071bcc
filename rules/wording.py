"""What must not be said to a customer: a library of phrases, and the check that every text passes before it is told.

A phrase is found through blanks and signs put between its characters, full width, capitals and traditional characters. One that is
denied ("no guaranteed return") is found as well: who needs to deny it says it otherwise.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache


class Sort(StrEnum):
    """Why a phrase may not be said."""

    GUARANTEE = "GUARANTEE"  # 承诺保本保收益
    NO_RISK = "NO_RISK"  # 淡化风险
    SUPERLATIVE = "SUPERLATIVE"  # 绝对化用语
    TYING = "TYING"  # 捆绑搭售
    PRESSURE = "PRESSURE"  # 诱导催促
    BACKING = "BACKING"  # 冒用信用背书
    DISGUISE = "DISGUISE"  # 混淆存款与其他产品


PHRASES: dict[Sort, tuple[str, ...]] = {
    Sort.GUARANTEE: (
        "保本", "保息", "保收益", "保证收益", "保证本金", "保障本金", "本金保障", "本金无忧", "承诺收益", "固定回报", "刚性兑付",
        "刚兑", "稳赚", "包赚", "只赚不赔", "坐享收益", "收益有保障", "预期收益率", "guaranteed return", "guaranteed returns",
        "guaranteed yield", "guaranteed profit", "guaranteed income", "capital guaranteed", "principal guaranteed",
        "guaranteed principal", "capital protected", "returns are guaranteed", "fixed return",
    ),
    Sort.NO_RISK: (
        "零风险", "无风险", "没有风险", "毫无风险", "低风险高收益", "高收益低风险", "绝对安全", "百分百安全", "万无一失",
        "不会亏", "不可能亏", "risk free", "no risk", "zero risk", "without risk", "cannot lose", "can't lose", "never lose",
        "completely safe", "absolutely safe", "high return low risk",
    ),
    Sort.SUPERLATIVE: (
        "最佳", "最优", "最高收益", "收益最高", "业内第一", "全国第一", "第一品牌", "独一无二", "史上最", "国家级", "世界级",
        "best return", "best returns", "highest return", "highest yield", "number one bank", "unbeatable",
    ),
    Sort.TYING: (
        "捆绑", "搭售", "必须同时购买", "须同时购买", "须购买", "必须购买", "须办理方可", "作为放款条件", "作为贷款条件",
        "作为审批条件", "方可放款", "方可批贷", "否则不予放款", "否则不予办理", "购买后放款", "配套购买",
        "on condition that you buy", "condition of your loan", "condition of the loan", "condition of your mortgage",
        "you must also buy", "you must also take", "only if you buy", "only if you also", "required to buy",
        "or the loan is refused",
    ),
    Sort.PRESSURE: (
        "最后机会", "错过不再", "机不可失", "限时抢购", "马上抢", "手慢无", "仅此一次", "last chance", "act now",
        "before it is too late", "don't miss",
    ),
    Sort.BACKING: (
        "国家担保", "政府担保", "政府背书", "央行担保", "监管认可", "监管推荐", "银行兜底", "银行担保收益",
        "guaranteed by the government", "backed by the government", "endorsed by the regulator", "approved by the regulator",
    ),
    Sort.DISGUISE: (
        "存款替代", "替代存款", "类存款", "跟存款一样", "与存款一样", "和存款一样", "等同存款", "升级版存款",
        "same as a deposit", "just like a deposit", "as safe as a deposit", "deposit substitute",
    ),
}  # fmt: skip
"""To be kept by compliance; a bank adds its own by a line (`forbidden`)."""
INNOCENT = ("投保本", "担保本", "参保本", "确保本行")
"""Words in which a phrase stands by chance."""
_SIMPLE = str.maketrans(
    "無險穩賺賠剛兌預購買須綁國監證擔貸場條準絕對資產損虧級優獲搶過機會後錯儲賬時贖財萬應還發審辦諾業"
    "內佔與關聯動領導從衆眾樣價標歷獨類潤風書為僅則報沒薦認銀馬",
    "无险稳赚赔刚兑预购买须绑国监证担贷场条准绝对资产损亏级优获抢过机会后错储账时赎财万应还发审办诺业"
    "内占与关联动领导从众众样价标历独类润风书为仅则报没荐认银马",
)
_BETWEEN = r"[\s_\-.·•・*~|/\\'’\"“”「」『』+=^#@&、]*"
_HIDDEN = re.compile("[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A phrase that stands in a text."""

    sort: Sort | None
    """Null for one that the bank added."""
    phrase: str


def forbidden(text: str, more: Iterable[str] = ()) -> tuple[Forbidden, ...]:
    """What must not be said and is; each phrase once."""
    return _forbidden(text, tuple(sorted(more)))


@lru_cache(4096)
def _forbidden(text: str, more: tuple[str, ...]) -> tuple[Forbidden, ...]:
    plain = _plain(text)
    for innocent in INNOCENT:
        plain = plain.replace(innocent, "。")
    known = ((sort, phrase) for sort, phrases in PHRASES.items() for phrase in phrases)
    own = ((None, phrase) for phrase in more)
    return tuple(Forbidden(sort, phrase) for sort, phrase in (*known, *own) if _pattern(phrase).search(plain))


def _plain(text: str) -> str:
    """Without what changes how a text looks and not what it says."""
    bare = _HIDDEN.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return bare.translate(_SIMPLE)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Its characters with anything small between; a Latin word begins and ends where a word does."""
    letters = [re.escape(each) for each in _plain(phrase) if each.isalnum()]
    if not letters:
        raise ValueError(f"{phrase!r} is no phrase")
    words = _BETWEEN.join(letters)
    return re.compile(rf"(?<![a-z]){words}(?![a-z])" if letters[0].isascii() else words)
