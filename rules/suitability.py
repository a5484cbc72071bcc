"""What may be offered to whom: every product is held against the customer before it is ranked, and a mismatch says why.

Nothing here looks at sex, region or name, and nothing of it decides on price or credit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from graph.model import AccountKind, AccountStatus, ConsentState, Direction, OutcomeKind, Purpose, RiskLevel, RiskTolerance
from rules.neighbourhood import Fact, Neighbourhood, Product, months_after
from rules.thresholds import Thresholds

VERSION = "1"
RATED = frozenset((AccountKind.FUND, AccountKind.WEALTH, AccountKind.INSURANCE))
"""Families of which every product has a risk level, or is offered to nobody."""
CREDIT = frozenset((
    AccountKind.LOAN, AccountKind.MORTGAGE, AccountKind.CARD, AccountKind.BILL, AccountKind.LETTER_OF_CREDIT,
    AccountKind.GUARANTEE_LETTER,
))  # fmt: skip
LEVELS, TOLERANCES = tuple(RiskLevel), tuple(RiskTolerance)


class RefusalKind(StrEnum):
    """Why something is not offered."""

    MINOR = "MINOR"
    AGE_UNKNOWN = "AGE_UNKNOWN"
    MARKETING_REFUSED = "MARKETING_REFUSED"
    NO_CONSENT = "NO_CONSENT"
    TOO_MANY_CONTACTS = "TOO_MANY_CONTACTS"
    NO_ASSESSMENT = "NO_ASSESSMENT"
    ASSESSMENT_EXPIRED = "ASSESSMENT_EXPIRED"
    RISK_TOO_HIGH = "RISK_TOO_HIGH"
    NOT_RATED = "NOT_RATED"
    NOT_APPROVED = "NOT_APPROVED"
    ALREADY_HELD = "ALREADY_HELD"
    TIER_NOT_REACHED = "TIER_NOT_REACHED"
    IN_ARREARS = "IN_ARREARS"
    REFUSED_BEFORE = "REFUSED_BEFORE"
    NO_PRODUCT = "NO_PRODUCT"
    FORBIDDEN_WORDS = "FORBIDDEN_WORDS"
    OFFERED_ALREADY = "OFFERED_ALREADY"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not offered, what it rests on, and what would change it."""

    kind: RefusalKind
    zh: str
    en: str
    until_zh: str
    until_en: str
    fact: Fact | None = None


def of_customer(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Refusal]:
    """Why nothing at all is offered to somebody."""
    if near.is_person and (near.born is None or near.is_minor(day)):
        unknown = near.born is None
        zh, en = ("年龄未知。", "Their age is not known.") if unknown else ("未成年人。", "A minor.")
        kind = RefusalKind.AGE_UNKNOWN if unknown else RefusalKind.MINOR
        yield Refusal(kind, zh, en, "已知其成年后。", "When they are known to be of age.")
    marketing = next((each for each in near.consents if each.purpose is Purpose.MARKETING), None)
    if marketing and marketing.state is ConsentState.WITHDRAWN:
        zh, en = f"客户于{marketing.on}拒绝营销。", f"They refused marketing on {marketing.on}."
        yield Refusal(RefusalKind.MARKETING_REFUSED, zh, en, "客户重新同意。", "When they consent again.", marketing)
    elif marketing is None and lines.consent_needed:
        zh, en = "没有营销同意的记录。", "There is no consent to marketing."
        yield Refusal(RefusalKind.NO_CONSENT, zh, en, "取得客户同意。", "When they consent.")
    begin = day - timedelta(days=lines.contact_days)
    spoken = [each for each in near.contacts if each.direction is Direction.OUTBOUND and each.on and begin < each.on <= day]
    if len(spoken) >= lines.contact_most:
        zh = f"{lines.contact_days}天内已联系{len(spoken)}次。"
        en = f"The bank has contacted them {len(spoken)} times in {lines.contact_days} days."
        free = sorted(each.on for each in spoken if each.on)[-lines.contact_most] + timedelta(days=lines.contact_days)
        yield Refusal(RefusalKind.TOO_MANY_CONTACTS, zh, en, f"{free}以后。", f"From {free} on.", spoken[0])


def of_product(near: Neighbourhood, product: Product, day: date, lines: Thresholds, *, more: bool = False) -> Iterator[Refusal]:
    """Why this product is not offered to somebody; `more` of one that is held may be."""
    if lines.approved is not None and product.code not in lines.approved:
        zh, en = "不在本行准入清单。", "It is not on the bank's approved list."
        yield Refusal(RefusalKind.NOT_APPROVED, zh, en, "产品准入后。", "When it is approved.")
    yield from _risk(near, product, day, lines)
    held = next((each for each in near.own if each.product and each.product.code == product.code), None)
    if held and not more:
        yield Refusal(RefusalKind.ALREADY_HELD, "客户已持有。", "They hold it.", "结清以后。", "When it is closed.", held)
    yield from _tier(near, product, lines)
    late = next((each for each in near.own if each.status in (AccountStatus.IN_ARREARS, AccountStatus.FROZEN)), None)
    if late and product.family in CREDIT:
        zh, en = "客户有逾期或冻结的账户。", "An account of theirs is in arrears or frozen."
        yield Refusal(RefusalKind.IN_ARREARS, zh, en, "账户恢复正常后。", "When that account is in order.", late)
    yield from _refused(near, product, day, lines)


def _risk(near: Neighbourhood, product: Product, day: date, lines: Thresholds) -> Iterator[Refusal]:
    level = product.risk_level
    if level is None:
        if product.family in RATED:
            zh, en = "产品没有风险等级。", "The product has no risk level."
            yield Refusal(RefusalKind.NOT_RATED, zh, en, "产品评级后。", "When it is rated.")
        return
    least = TOLERANCES[LEVELS.index(level)]
    assess_zh, assess_en = f"重新测评且达到{least}。", f"With an assessment that comes to {least} or more."
    if near.risk_tolerance is None:
        zh, en = "客户没有风险测评。", "They have no risk assessment."
        yield Refusal(RefusalKind.NO_ASSESSMENT, zh, en, assess_zh, assess_en)
        return
    until = valid_until(near, lines)
    if until is None or until < day:
        zh, en = (f"风险测评已于{until}到期。", f"The assessment ran out on {until}.") if until else (
            "风险测评没有日期。", "The assessment has no day.")  # fmt: skip
        yield Refusal(RefusalKind.ASSESSMENT_EXPIRED, zh, en, assess_zh, assess_en)
    if TOLERANCES.index(near.risk_tolerance) < LEVELS.index(level):
        zh, en = f"客户{near.risk_tolerance}，产品{level}。", f"They are {near.risk_tolerance}, the product is {level}."
        yield Refusal(RefusalKind.RISK_TOO_HIGH, zh, en, assess_zh, assess_en)


def valid_until(near: Neighbourhood, lines: Thresholds) -> date | None:
    """The last day on which the assessment holds."""
    by_age = months_after(near.risk_assessed_on, lines.assessment_months) if near.risk_assessed_on else None
    return min((each for each in (near.risk_valid_until, by_age) if each), default=None)


def _tier(near: Neighbourhood, product: Product, lines: Thresholds) -> Iterator[Refusal]:
    if product.min_tier is None:
        return
    floor, has = lines.tier_floors.get(product.min_tier), near.assets().get(lines.currency, 0)
    if floor is None or has < floor:
        zh, en = f"未达到{product.min_tier}。", f"They have not reached {product.min_tier}."
        yield Refusal(RefusalKind.TIER_NOT_REACHED, zh, en, "达到该等级后。", "When they reach that tier.")


def _refused(near: Neighbourhood, product: Product, day: date, lines: Thresholds) -> Iterator[Refusal]:
    begin = day - timedelta(days=lines.refused_days)
    said = [each for each in near.outcomes if product.code in (each.subject, each.product) and each.on and each.on <= day]
    last = max(said, key=lambda each: (str(each.on), each.id), default=None)
    if last and last.on and last.on > begin and last.outcome is OutcomeKind.REFUSED:
        again = last.on + timedelta(days=lines.refused_days)
        zh, en = f"客户于{last.on}拒绝过。", f"They refused it on {last.on}."
        yield Refusal(RefusalKind.REFUSED_BEFORE, zh, en, f"{again}以后。", f"From {again} on.", last)
