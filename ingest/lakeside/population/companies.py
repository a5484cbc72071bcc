"""Companies of a chapter: a group with its branches, enterprises, sole traders, a public body; who owns, sits, works, decides."""

# ruff: noqa: E501 - a table is read by its lines
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from graph.model import CompanyCategory, DecisionRole, Gender, Office, Stance
from ingest.lakeside.cast import Branch, Deal, Individual, Officer, Organisation, Situation, Stake, Trade, Voice, Wage
from ingest.lakeside.population import numbers
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.names import chinese
from ingest.lakeside.population.people import Life, age, birthday, settle
from ingest.lakeside.population.places import CITIES, City, dwelling, seat

COMPANIES = 0.05
"""Share of customers that are companies; two of three are sole traders."""
ON_PAYROLL = 0.45
"""Share of working customers who are paid by a company of their chapter."""
CYCLES = 0.3
"""Share of groups whose last company owns a part of the first."""
BANDS = 0.25
"""Share of stakes of which the register prints from and to alone, as the bank does not know them better."""
OUTSIDERS = 0.25
"""Share of owners and officers who are known from the register alone."""
_BANDS = (("0", "5"), ("5", "25"), ("25", "50"), ("50", "75"), ("75", "100"))
_BRANDS = "云Yun 鹤He 松Song 川Chuan 岚Lan 瑞Rui 恒Heng 启Qi 嘉Jia 禾He 泽Ze 远Yuan 鼎Ding 盛Sheng 信Xin 和He 安An 达Da 新Xin 源Yuan 腾Teng 海Hai".split()
_TRADES = (
    ("纺织", "Textiles", "C1711"), ("机械", "Machinery", "C3484"), ("电子科技", "Electronics", "C3971"), ("食品", "Foods", "C1499"),
    ("建材", "Building Materials", "F5165"), ("物流", "Logistics", "G5430"), ("软件", "Software", "I6513"), ("餐饮", "Catering", "H6210"),
    ("贸易", "Trading", "F5199"), ("化工", "Chemicals", "C2614"), ("医疗器械", "Medical Devices", "C3581"), ("家居", "Furnishings", "C2110"),
)  # fmt: skip
_SHOPS = (
    ("小吃店", "Eatery", "H6291"),
    ("便利店", "Corner Shop", "F5213"),
    ("服装店", "Clothes Shop", "F5232"),
    ("修理铺", "Repair Shop", "O8111"),
)
_PUBLIC = (("人民医院", "People's Hospital", "Q8411"), ("实验小学", "Primary School", "P8321"), ("图书馆", "Library", "R8831"))
ENTERPRISE, SOLE_TRADER, PUBLIC, FUND = (
    CompanyCategory.ENTERPRISE, CompanyCategory.SOLE_TRADER, CompanyCategory.PUBLIC_INSTITUTION, CompanyCategory.FUND,
)  # fmt: skip
_TITLES = ("操作工", "会计", "销售经理", "工程师", "文员", "质检员", "部门主管", "司机", "采购员")
_INFLUENCE = {DecisionRole.DECISION_MAKER: 0.9, DecisionRole.GATEKEEPER: 0.6, DecisionRole.KEY_PERSON: 0.7}


@dataclass(frozen=True, slots=True)
class Kind:
    """What distinguishes one company from another when it is founded."""

    category: CompanyCategory
    authority: str
    trade: tuple[str, str, str]
    customer: bool
    known: bool = True
    suffix: tuple[str, str] = ("有限公司", "Co., Ltd.")


def planned(draft: Draft) -> int:
    """How many of a chapter's customers will be companies."""
    return max(round(draft.customers * COMPANIES), 4 if draft.rich else 0)


def incorporate(draft: Draft, until: int) -> None:
    """Founds companies until so much room is left, and gives them owners, officers and people."""
    grown = [one for one in draft.people.values() if one.cif and one.contact and 28 <= age(one.born) <= 66]
    draft.chance.shuffle(grown)
    employers = [*_group(draft, grown), _public_body(draft, grown)] if draft.rich and draft.room >= 4 + until else []
    firms = list(employers)
    while draft.room > until:
        if draft.chance.random() < 0.66:
            _sole_trader(draft, grown)
        else:
            firms.append(_enterprise(draft, grown, customer=True))
    if draft.rich:
        outsiders = [_enterprise(draft, grown, customer=False) for _ in range(max(1, draft.customers // 120))]
        _fund(draft, firms)
        _supply(draft, firms + outsiders)
    _payroll(draft, [each for each in firms if each.cif])


def _found(
    draft: Draft, kind: Kind, *, city: City | None = None, since: date | None = None, stem: tuple[str, str] | None = None
) -> Organisation:
    chance, place, city = draft.chance, draft.numbers.place(), city or draft.site.city
    founded = since or draft.day(date(1996, 3, 1), date(2023, 6, 30))
    own, latin = stem or brand(draft)
    customer = kind.customer and draft.room > 0
    draft.taken += customer
    trade, trade_en, industry = kind.trade
    found = Organisation(
        f"o{place}", f"{city.name}{own}{trade}{kind.suffix[0]}", f"{city.name_en} {latin} {trade_en} {kind.suffix[1]}".strip(),
        f"{own}{trade}", numbers.credit(kind.authority, place), kind.category, industry, seat(chance, city),
        f"{city.area}{place:08d}", founded, draft.site.unit, cif=numbers.company(place) if customer else None,
        contact=f"O-{place}" if customer or kind.known else None, size=chance.choice(("MICRO", "SMALL", "SMALL", "MEDIUM")),
        since=draft.day(max(founded, date(2000, 1, 4)), date(2026, 6, 30)) if customer else None,
    )  # fmt: skip
    draft.organisations[found.key] = found
    return found


def brand(draft: Draft) -> tuple[str, str]:
    """Two characters, and how they are read."""
    one, two = draft.chance.sample(_BRANDS, 2)
    return one[0] + two[0], f"{one[1:]}{two[1:].lower()}"


def _group(draft: Draft, grown: list[Individual]) -> list[Organisation]:
    """A holding, what it owns, what that owns, and branches in other cities."""
    trade = draft.chance.choice(_TRADES)
    holding = _found(draft, Kind(ENTERPRISE, "91", ("控股集团", "Holding Group", "L7212"), customer=True))
    stem = (holding.short_name[:2], holding.name_en.split()[1])
    works = _found(draft, Kind(ENTERPRISE, "91", trade, customer=True), stem=stem)
    sales = _found(draft, Kind(ENTERPRISE, "91", (f"{trade[0]}销售", f"{trade[1]} Sales", "F5199"), customer=True), stem=stem)
    owner, second = _several(draft, grown, 2)
    cycle = draft.number == 1 or draft.chance.random() < CYCLES
    _owned(draft, holding, [(owner.key, "66"), (second.key, "30" if cycle else "34")])
    _owned(draft, works, [(holding.key, "80"), (owner.key, "20")])
    _owned(draft, sales, [(works.key, "100")], banded=1)
    if cycle:
        _owned(draft, holding, [(sales.key, "4")])
        who = (holding.key, works.key, sales.key)
        draft.situations.append(Situation(f"ownership-circle-{draft.number}", "The last company owns a part of the first", who))
    for company in (holding, works, sales):
        _led(draft, company, owner, _someone(draft, grown))
    for place in range(draft.chance.randint(1, 3)):
        _branch(draft, works, CITIES[(draft.number + place) % len(CITIES)])
    return [works, sales, holding]


def _branch(draft: Draft, company: Organisation, city: City) -> None:
    kind = Kind(company.category, "91", ("", "", company.industry), customer=False, known=False)
    since = draft.day(max(company.founded, date(2005, 1, 1)), date(2025, 12, 31))
    found = _found(draft, kind, city=city, since=since, stem=(f"{company.short_name}{city.name}分公司", company.name_en))
    draft.branches.append(Branch(found.key, company.key, since))


def _enterprise(draft: Draft, grown: list[Individual], *, customer: bool) -> Organisation:
    known = customer or draft.chance.random() < 0.6
    company = _found(draft, Kind(ENTERPRISE, "91", draft.chance.choice(_TRADES), customer, known))
    owners = _several(draft, grown, draft.chance.choice((1, 1, 2, 3)))
    shares = {1: ("100",), 2: ("60", "30"), 3: ("51", "33.5", "15.5")}[len(owners)]
    _owned(draft, company, [(one.key, share) for one, share in zip(owners, shares, strict=True)])
    _led(draft, company, owners[0], _someone(draft, grown))
    return company


def _sole_trader(draft: Draft, grown: list[Individual]) -> None:
    owner = _someone(draft, grown)
    company = _found(draft, Kind(SOLE_TRADER, "92", draft.chance.choice(_SHOPS), customer=True, suffix=("", "")))
    _owned(draft, company, [(owner.key, "100")])
    _seated(draft, company, owner, Office.LEGAL_REPRESENTATIVE)


def _public_body(draft: Draft, grown: list[Individual]) -> Organisation:
    trade = draft.chance.choice(_PUBLIC)
    company = _found(
        draft, Kind(PUBLIC, "12", trade, customer=True, suffix=("", "")), stem=(f"第{draft.number}", f"No. {draft.number}")
    )
    _led(draft, company, _someone(draft, grown), _someone(draft, grown))
    return company


def _fund(draft: Draft, firms: list[Organisation]) -> None:
    """Known from the register alone, and with a part of a customer."""
    fund = _found(
        draft,
        Kind(
            FUND,
            "91",
            ("股权投资合伙企业", "Equity Partnership", "J6732"),
            customer=False,
            known=False,
            suffix=("（有限合伙）", ""),
        ),
    )
    partner = _outsider(draft)
    _seated(draft, fund, partner, Office.LEGAL_REPRESENTATIVE)
    target = next((each for each in firms if each.category is ENTERPRISE and _given(draft, each) <= 90), None)
    if target:
        _owned(draft, target, [(fund.key, "5")])


def _given(draft: Draft, company: Organisation) -> float:
    return sum(float(one.share) for one in draft.stakes if one.company == company.key)


def _someone(draft: Draft, grown: list[Individual]) -> Individual:
    """Of the customers whom the CRM knows, each not too often; else someone whom only the register knows."""
    if grown and draft.chance.random() > OUTSIDERS:
        one = grown[int(draft.chance.random() ** 2 * len(grown))]
        if draft.people[one.key].registered is None:
            draft.amend(one.key, registered=f"NP{one.key[1:].zfill(7)}")
        return draft.people[one.key]
    return _outsider(draft)


def _several(draft: Draft, grown: list[Individual], count: int) -> list[Individual]:
    """Different people."""
    found: dict[str, Individual] = {}
    while len(found) < count:
        one = _someone(draft, grown)
        found[one.key] = one
    return list(found.values())


def _outsider(draft: Draft) -> Individual:
    born, gender = birthday(draft, 30, 65), draft.chance.choice(tuple(Gender))
    life = Life(chinese(draft.chance, gender, born), gender, born, dwelling(draft.chance, draft.site.city))
    one = settle(draft, life, customer=False)
    draft.amend(one.key, registered=f"NP{one.key[1:].zfill(7)}", contact=None, noted=False)
    return draft.people[one.key]


def _owned(draft: Draft, company: Organisation, owners: list[tuple[str, str]], *, banded: float = BANDS) -> None:
    for who, share in owners:
        owner = draft.people.get(who) or draft.organisations[who]
        known = bool(owner.contact and company.contact)
        band = None
        if draft.chance.random() < banded:
            band, known = next(each for each in reversed(_BANDS) if float(each[0]) < float(share)), False
        since = owner.founded if isinstance(owner, Organisation) else company.founded
        draft.stakes.append(Stake(who, company.key, share, max(since, company.founded), known, band))


def _seated(draft: Draft, company: Organisation, who: Individual, office: Office) -> None:
    until = date(2025, 12, 31) if office is Office.SUPERVISOR and draft.chance.random() < 0.3 else None
    draft.officers.append(Officer(who.key, company.key, office, company.founded, until, bool(who.contact and company.contact)))


def _led(draft: Draft, company: Organisation, owner: Individual, second: Individual) -> None:
    """Its head and one more hold offices and decide; business that may be won there."""
    _seated(draft, company, owner, Office.LEGAL_REPRESENTATIVE)
    if second.key == owner.key:
        return
    _seated(draft, company, second, draft.chance.choice((Office.DIRECTOR, Office.SUPERVISOR, Office.FINANCE_HEAD)))
    if not company.contact:
        return
    deal = _deal(draft, company) if company.cif and draft.chance.random() < 0.5 else None
    for who, role in ((owner, DecisionRole.DECISION_MAKER), (second, draft.chance.choice(tuple(_INFLUENCE)[1:]))):
        if who.contact:
            since = draft.day(date(2022, 1, 4), date(2026, 8, 31))
            draft.voices.append(
                Voice(
                    who.key,
                    company.key,
                    role,
                    draft.chance.choice(tuple(Stance)),
                    _INFLUENCE[role],
                    "客户经理拜访记录",
                    since,
                    deal,
                )
            )
            draft.wages.append(
                Wage(
                    company.key,
                    who.key,
                    "总经理" if who is owner else "财务总监",
                    max(company.founded, who.since or company.founded),
                )
            )


def _deal(draft: Draft, company: Organisation) -> str:
    number, closes = f"OP-{draft.numbers.place()}", draft.day(date(2026, 11, 10), date(2027, 6, 30))
    stage, chance = draft.chance.choice((("FIRST_MEETING", 0.2), ("QUALIFIED", 0.4), ("PROPOSAL", 0.55), ("TENDER", 0.35)))
    offering = draft.chance.choice(("LN01", "SC01", "CM01", "PR01"))
    draft.deals.append(
        Deal(
            number, company.key, f"{company.short_name}融资", stage, offering, draft.chance.randint(1, 90) * 200_000, chance, closes
        )
    )
    return number


def _supply(draft: Draft, firms: list[Organisation]) -> None:
    """Each sells to the next one."""
    known = [each for each in firms if each.contact and each.category is ENTERPRISE]
    for one, other in pairwise(known):
        since = max(one.founded, other.founded, date(2021, 1, 1))
        draft.trades.append(Trade(one.key, other.key, draft.chance.randint(5, 900) * 100_000, "采购合同", since))


def _payroll(draft: Draft, firms: list[Organisation]) -> None:
    if not firms:
        return
    busy = {one.who for one in draft.wages}
    for one in draft.people.values():
        if one.cif and 22 <= age(one.born) < 60 and one.key not in busy and draft.chance.random() < ON_PAYROLL:
            employer = firms[int(draft.chance.random() ** 1.5 * len(firms))]
            first = draft.day(max(employer.founded, date(one.born.year + 20, 1, 1), date(2010, 1, 1)), date(2026, 5, 31))
            draft.wages.append(Wage(employer.key, one.key, draft.chance.choice(_TITLES), first, payroll=True))
