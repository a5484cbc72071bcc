"""What customers may need that a bank sells, how a product that meets it is known, and what is said of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.model import AccountKind
from rules.neighbourhood import Product
from rules.suitability import LEVELS
from rules.thresholds import Thresholds


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What somebody may need. `kinds` and `words` know the products that meet it, in the order of their codes, or by risk where
    `risk` is -1 (the bolder first) or 1 (the calmer first). `referral` is met by nobody here: a licensed adviser is named."""

    name: str
    zh: str
    en: str
    action_zh: str
    action_en: str
    kinds: frozenset[AccountKind] = frozenset()
    words: re.Pattern[str] = re.compile("")
    risk: int = 0
    more: bool = False
    """Who has such a product may take more of it."""
    referral: bool = False
    of_people: bool | None = None
    """Only people need it, or only companies; null where either may."""


def _need(
    name: str, zh: str, en: str, action: tuple[str, str], kind: AccountKind | None = None, words: str = "", **more: object
) -> Need:
    kinds = frozenset((kind,)) if kind else frozenset[AccountKind]()
    known: dict[str, object] = {"kinds": kinds, "words": re.compile(words, re.IGNORECASE)} | more
    return Need(name=name, zh=zh, en=en, action_zh=action[0], action_en=action[1], **known)  # pyright: ignore[reportArgumentType]


_HOME = ("联系客户，了解新居的安排与预算。", "Call; learn what is planned for the home, and the budget.")
_PLAN = ("约客户做一次资产梳理，先更新风险测评。", "Review assets together; renew the risk assessment first.")
_FAMILY = ("联系客户，了解家庭的安排。", "Call; learn what the family plans.")
_FIRM = ("约见企业主，了解经营与结算的安排。", "Meet the owner; learn how the business runs and settles.")
_CAR = ("联系客户，了解是否打算购车。", "Call; learn whether a car is planned.")
_WEALTH = ("由财富顾问约见，请有牌照的律师与税务师参加。", "A wealth adviser meets them, with a licensed lawyer and tax adviser.")

TABLE = (
    _need("RENOVATION", "装修资金", "Money for renovation", _HOME, AccountKind.LOAN, "装修|renovation", of_people=True),
    _need("HOME_INSURANCE", "住房与财物的保障", "Cover for the home",
          _HOME, AccountKind.INSURANCE, "家居|家财|home", of_people=True),
    _need("WEALTH_PLAN", "重新安排资产", "Assets arranged anew", _PLAN, AccountKind.WEALTH, risk=-1, more=True),
    _need("CALM_WEALTH", "稳健的打理", "Calm savings", _PLAN, AccountKind.WEALTH, risk=1, more=True),
    _need("REGULAR_PLAN", "定期定额投入", "A regular plan",
          _PLAN, AccountKind.FUND, "^(?!.*(期货|futures))", risk=-1, more=True),
    _need("TIME_DEPOSIT", "定期存款", "A time deposit",
          _PLAN, AccountKind.DEPOSIT, "定期|time deposit", more=True, of_people=True),
    _need("CHILD_ACCOUNT", "孩子的账户", "An account for the child",
          _FAMILY, AccountKind.SAVINGS, "少儿|儿童|child", of_people=True),
    _need("EDUCATION", "教育金", "Money for education", _FAMILY, AccountKind.INSURANCE, "教育|education", of_people=True),
    _need("FOREIGN_CURRENCY", "外币账户", "A foreign currency account",
          _FAMILY, AccountKind.SAVINGS, "外币|foreign currency", of_people=True),
    _need("COMPANY_ACCOUNT", "企业结算账户", "A settlement account for the company",
          _FIRM, AccountKind.DEPOSIT, "结算|settlement"),
    _need("OWNER_LOAN", "经营资金", "Money for the business", _FIRM, AccountKind.LOAN, "经营|loan for owners", of_people=True),
    _need("CAR_INSTALMENTS", "分期购车", "A car by instalments", _CAR, AccountKind.LOAN, "购车|car instalments", of_people=True),
    _need("CAR_INSURANCE", "车辆保障", "Cover for the car", _CAR, AccountKind.INSURANCE, "车险|car insurance", of_people=True),
    _need("PROTECTION", "人身保障", "Protection for the family",
          _FAMILY, AccountKind.INSURANCE, "寿险|whole life", of_people=True),
    _need("SHARE_PLEDGE", "限售股质押融资", "Money against restricted shares", _WEALTH, AccountKind.LOAN, "质押|pledge"),
    _need("SUCCESSION", "财富传承", "Succession", _WEALTH, AccountKind.INSURANCE, "寿险|传承|whole life", of_people=True),
    _need("TAX_PLANNING", "税务筹划（转介持牌机构）", "Tax planning, by a licensed adviser",
          _WEALTH, referral=True, of_people=True),
    _need("SUPPLY_CHAIN", "供应链金融", "Supply-chain finance", _FIRM, AccountKind.LOAN, "供应链|supply-chain"),
)  # fmt: skip
Shelves = Mapping[str, Sequence[Product]]
"""Products by the needs that they meet, in the order in which they are offered."""
NEEDS = {need.name: need for need in TABLE}
GENERAL = {
    True: (NEEDS["TIME_DEPOSIT"], NEEDS["FOREIGN_CURRENCY"]),
    False: (NEEDS["COMPANY_ACCOUNT"], NEEDS["SUPPLY_CHAIN"]),
}
"""What all people, or all companies, are told of alike: for those who refused that a machine chooses."""


def shelves(catalogue: Sequence[Product], lines: Thresholds) -> Shelves:
    """The products that meet each need: made once for all customers."""
    return {need.name: meeting(need, catalogue, lines) for need in TABLE}


def meeting(need: Need, catalogue: Iterable[Product], lines: Thresholds) -> list[Product]:
    """The products that meet a need, the one to offer first in front; those that the bank names for it, where it does."""
    known = sorted(catalogue, key=lambda each: each.code)
    if need.name in lines.products:
        by_code = {each.code: each for each in known}
        return [by_code[code] for code in lines.products[need.name] if code in by_code]
    found = [each for each in known if each.family in need.kinds and need.words.search(f"{each.name} {each.name_en or ''}")]
    if need.risk:
        found.sort(key=lambda each: need.risk * LEVELS.index(each.risk_level) if each.risk_level else 0)
    return found
