"""One list of offers for a customer: what bundles call for, held against what may be offered and said, each with its reason.

What is rejected stays in the list with why, and nothing is said of it to the customer. Nothing here decides on price or credit.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graph.model import AccountKind, ConsentState, Purpose
from rules.calls import CROSS_SELL
from rules.needs import GENERAL, NEEDS, Need, Shelves
from rules.neighbourhood import Neighbourhood, Product
from rules.registry import Fault, Ground, Judgement, Rule, judged
from rules.suitability import Refusal, RefusalKind, of_customer, of_product
from rules.thresholds import Thresholds
from rules.wording import forbidden

FREE_ZH = "是否办理由您自行决定，不影响您在本行的其他业务。"
FREE_EN = "Whether you take it is for you to decide, and changes nothing else at the bank."
INVESTED = ("投资有风险，请先阅读产品说明。", "Investments carry risk; please read the product's description first.")
READ_FIRST = {
    AccountKind.FUND: INVESTED, AccountKind.WEALTH: INVESTED,
    AccountKind.INSURANCE: ("请先阅读保险条款。", "Please read the terms of the policy first."),
}  # fmt: skip
"""What is said with products of a kind."""
FOR_ALL = Rule(
    "GENERAL", "1", "They refused that a machine chooses for them: what all are told of.",
    "客户拒绝自动化决策，展示对所有人相同的内容。",
    frozenset(("consents",)), lambda near, day, lines: (),
)  # fmt: skip
NAMES = {
    "Party": ("关联企业", "Company"), "Event": ("事件", "Event of "), "Account": ("账户", "Account"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A station of the path from a customer to a product; `label` and `id` lead to it in the graph."""

    label: str
    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to offer, or to not: `zh` and `en` are for the customer (empty where rejected), `why_…` for the banker.
    `personal` is false where everybody is told the same; the contributions of its grounds sum to its score."""

    rule: Rule
    need: Need
    product: Product | None
    kind: str
    score: float
    personal: bool
    zh: str
    en: str
    why_zh: str
    why_en: str
    grounds: tuple[Ground, ...]
    path: tuple[Step, ...]
    refusals: tuple[Refusal, ...]
    change_zh: str
    change_en: str
    until: date | None = None

    @property
    def rejected(self) -> bool:
        return bool(self.refusals)

    @property
    def action_zh(self) -> str:
        return self.need.action_zh

    @property
    def action_en(self) -> str:
        return self.need.action_en


def offers(
    rules: Sequence[Rule], near: Neighbourhood, day: date, lines: Thresholds, shelves: Shelves
) -> tuple[list[Offer], list[Fault]]:
    """What is offered and what is rejected, the stronger first; a rule that raises is named, and the others go on."""
    if refuses_machines(near):
        called = [(FOR_ALL, _general(need)) for need in GENERAL[near.is_person]]
        faults = list[Fault]()
    else:
        believed, faults = judged(rules, near, day, lines)
        called = [(each.rule, each.judgement) for each in believed]
    of_all = tuple(of_customer(near, day, lines))
    made, taken = list[Offer](), set[str]()
    for rule, call in sorted(called, key=lambda each: (-each[1].score, each[0].name, each[1].about)):
        need = NEEDS[call.about]
        if need.of_people in (None, near.is_person):
            offer = _offer(rule, call, need, near, day, lines, shelves, of_all, taken)
            made.append(offer)
            taken.update(() if offer.rejected else _names(offer))
    return made, faults


def refuses_machines(near: Neighbourhood) -> bool:
    """Whether somebody refused that a machine alone chooses what they are told of."""
    return any(each.purpose is Purpose.AUTOMATED_DECISIONS and each.state is ConsentState.WITHDRAWN for each in near.consents)


def _general(need: Need) -> Judgement:
    return Judgement(CROSS_SELL, 0.0, FOR_ALL.zh, FOR_ALL.en, (), need.name)


def _names(offer: Offer) -> tuple[str, ...]:
    return (offer.need.name, offer.product.code) if offer.product else (offer.need.name,)


def _offer(
    rule: Rule, call: Judgement, need: Need, near: Neighbourhood, day: date, lines: Thresholds, shelves: Shelves,
    of_all: tuple[Refusal, ...], taken: set[str],
) -> Offer:  # fmt: skip
    tried = [
        (product, (*of_product(near, product, day, lines, more=need.more), *_said(need, product, lines),
                   *_twice(need, product, taken)))
        for product in shelves[need.name]
    ]  # fmt: skip
    if need.referral:
        tried = [(None, tuple(_twice(need, None, taken)))]
    product, why = min(tried, key=lambda each: len(each[1]), default=(None, (_no_product(need),)))
    refusals = (*of_all, *why)
    zh, en = ("", "") if refusals else words(need, product)
    return Offer(
        rule, need, product, call.level, call.score, rule is not FOR_ALL, zh, en, call.zh, call.en, call.grounds,
        tuple(_path(near, call, product)), refusals, *_change(call, refusals), call.until,
    )  # fmt: skip


def words(need: Need, product: Product | None) -> tuple[str, str]:
    """What may be told to a customer, in both languages; it names no event of theirs."""
    if product is None:
        return f"如需{need.zh}，本行可代为引荐。{FREE_ZH}", f"{need.en}: the bank can name somebody. {FREE_EN}"
    name_en = product.name_en or product.name
    zh = [f"可以了解{product.name}。" if need.zh in product.name else f"{need.zh}：可以了解{product.name}。"]
    en = [f"You may look at {name_en}." if need.en.lower() in name_en.lower() else f"{need.en}: you may look at {name_en}."]
    if product.issuer:
        zh.append(f"由{product.issuer}提供，本行代销。")
        en.append(f"It is {product.issuer}'s; the bank distributes it.")
    first_zh, first_en = READ_FIRST.get(product.family, ("", ""))
    return "".join((*zh, first_zh, FREE_ZH)), " ".join(filter(None, (*en, first_en, FREE_EN)))


def _said(need: Need, product: Product, lines: Thresholds) -> Iterator[Refusal]:
    found = [one for text in words(need, product) for one in forbidden(text, lines.forbidden)]
    if found:
        zh, en = f"名称或说明含禁用语：{found[0].phrase}。", f"Its name or text says what must not be said: {found[0].phrase}."
        yield Refusal(RefusalKind.FORBIDDEN_WORDS, zh, en, "改写以后。", "When it is written otherwise.")


def _twice(need: Need, product: Product | None, taken: set[str]) -> Iterator[Refusal]:
    if need.name in taken or (product and product.code in taken):
        zh, en = "已因更充分的理由推荐。", "It is offered for a stronger reason already."
        yield Refusal(RefusalKind.OFFERED_ALREADY, zh, en, "另一推荐撤回以后。", "When the other is taken back.")


def _no_product(need: Need) -> Refusal:
    zh, en = f"目录中没有满足“{need.zh}”的产品。", f"The catalogue has nothing for: {need.en.lower()}."
    return Refusal(RefusalKind.NO_PRODUCT, zh, en, "有此产品以后。", "When there is such a product.")


def _path(near: Neighbourhood, call: Judgement, product: Product | None) -> Iterator[Step]:
    yield Step("Party", near.party, "客户", "Customer")
    for ground in call.grounds:
        fact, (zh, en) = ground.fact, NAMES[ground.fact.label]
        on = fact.on if fact.label == "Event" else ""
        yield Step(fact.label, fact.id, f"{zh}{on}", f"{en}{on}")
    if product:
        yield Step("Product", product.code, product.name, product.name_en or product.name)


def _change(call: Judgement, refusals: Sequence[Refusal]) -> tuple[str, str]:
    """What would change it."""
    if refusals:
        return "".join(each.until_zh for each in refusals), " ".join(each.until_en for each in refusals)
    if call.until:
        return f"{call.until}以后不再推荐。", f"It is not offered after {call.until}."
    return "所依据的事实不再成立时。", "When what it rests on is so no more."
