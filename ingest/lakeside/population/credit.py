"""What the generated people and companies may draw, what stands behind it, and who stands for whom."""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import CollateralKind, CompanyCategory, FacilityKind, LoanClass, Role
from ingest.lakeside.cast import Agreement, CreditLine, Organisation, Pledge, Rating, Situation, Surety
from ingest.lakeside.population.draft import Draft

UNDRAWN, SECURED, EQUIPPED = 0.3, 0.6, 0.5
"""Shares: of enterprises without a loan that have a line; of companies' lines with collateral; of owners' business loans."""
OWNERS, NEIGHBOURS, CIRCLES = 0.5, 0.25, 0.3
"""Shares: of companies' lines that an owner stands for; another company; of chapters with a circle of guarantees (担保圈)."""
_KINDS = {
    "ML01": FacilityKind.MORTGAGE, "LN02": FacilityKind.BUSINESS, "LN03": FacilityKind.CONSUMER, "LN04": FacilityKind.CONSUMER,
}  # fmt: skip
_CLASSES, _CLASS_WEIGHTS = tuple(LoanClass), (960, 990, 996, 999, 1000)
_LEVELS = ("AA", "A+", "A", "BBB", "BB", "B")
_SECURITY = (
    (CollateralKind.EQUIPMENT, "生产设备"), (CollateralKind.REAL_ESTATE, "厂房及土地使用权"),
    (CollateralKind.INVENTORY, "库存商品"), (CollateralKind.RECEIVABLES, "应收账款"), (CollateralKind.EQUITY, "下属公司股权"),
)  # fmt: skip
_LENDING = date(2025, 11, 3), date(2026, 7, 20)


def lend(draft: Draft) -> None:
    """Every loan of core banking is drawn under a line, but those by a second customer number; companies have more lines."""
    here = {one.key for one in draft.present}
    for each in draft.agreements:
        if each.offering in _KINDS and each.holders[0].who in here:
            _personal(draft, each)
    lines = _corporate(draft)
    _by_owners(draft, lines)
    circle = _circle(draft, lines)
    _by_neighbours(draft, [each for each in lines if each.who not in circle])


def _personal(draft: Draft, loan: Agreement) -> None:
    who, kind, principal = loan.holders[0].who, _KINDS[loan.offering], loan.principal or 0
    line = CreditLine(
        draft.numbers.serial("SX"), who, kind, principal, loan.opened, _after(loan.opened, loan.term_months or 12), loan.unit,
        accounts=(loan.number,), loan_class=draft.chance.choices(_CLASSES, cum_weights=_CLASS_WEIGHTS)[0],
    )  # fmt: skip
    draft.lines.append(line)
    if kind is FacilityKind.MORTGAGE:
        home, serial = draft.people[who].home, draft.numbers.serial("")
        certificate = f"{home.region[0]}({loan.opened.year})不动产权第{serial}号"
        _pledged(draft, line, (CollateralKind.REAL_ESTATE, home.text), principal * 10 // 7, certificate)
    elif kind is FacilityKind.BUSINESS and draft.chance.random() < EQUIPPED:
        _pledged(draft, line, (CollateralKind.EQUIPMENT, "经营设备"), principal * 2 // 3)


def _after(start: date, months: int) -> date:
    """The last day of so many months."""
    whole = start.year * 12 + start.month - 1 + months
    return date(whole // 12, whole % 12 + 1, min(start.day, 28)) - timedelta(1)


def _pledged(
    draft: Draft, line: CreditLine, what: tuple[CollateralKind, str], value: int, certificate: str | None = None, *more: str
) -> None:
    valued = line.since - timedelta(draft.chance.randint(3, 30))
    draft.pledges.append(Pledge(draft.numbers.serial("YP"), line.who, *what, value, valued, (line.number, *more), certificate))


def _corporate(draft: Draft) -> list[CreditLine]:
    """The lines that others may stand for: of each company what it draws, else what it might."""
    loans, heads = {each.holders[0].who: each for each in draft.agreements if each.offering == "LN01"}, _heads(draft)
    lined = [one for one in _enterprises(draft) if one.key in loans or one.key in heads or draft.chance.random() < UNDRAWN]
    limits = {one.key: _limit(draft, loans.get(one.key)) for one in lined}
    found, groups = list[CreditLine](), dict[str, str]()
    for one in lined:
        head = heads.get(one.key)
        if head and head not in groups:
            members = [each.key for each in lined if heads.get(each.key) == head]
            drawn = [loans[key] for key in members if key in loans]
            groups[head] = _group(draft, head, sum(limits[key] for key in members), drawn)
        found.append(_company(draft, one, limits[one.key], loans.get(one.key), groups.get(head or "")))
    return found


def _enterprises(draft: Draft) -> Iterator[Organisation]:
    return (one for one in draft.organisations.values() if one.cif and one.category is CompanyCategory.ENTERPRISE)


def _heads(draft: Draft) -> dict[str, str]:
    """Of every company of a group the one that owns the others."""
    mothers = {one.company: one.who for one in draft.stakes if one.who in draft.organisations and float(one.share) > 50}
    heads = {key: key for key in mothers.values() if key not in mothers}
    for key in mothers:
        head = key
        while head in mothers:
            head = mothers[head]
        heads[key] = head
    return heads


def _limit(draft: Draft, loan: Agreement | None) -> int:
    return (loan.principal or 0) * draft.chance.randint(11, 20) // 10 if loan else draft.chance.randint(2, 60) * 500_000


def _group(draft: Draft, head: str, limit: int, loans: list[Agreement]) -> str:
    number, since = draft.numbers.serial("SX"), date(2025, 10, 20)
    drawn = sum(each.principal or 0 for each in loans)
    draft.lines.append(CreditLine(
        number, head, FacilityKind.GROUP, limit * 6 // 5, since, _after(since, 24), draft.site.unit, used=drawn
    ))  # fmt: skip
    return number


def _company(draft: Draft, one: Organisation, limit: int, loan: Agreement | None, within: str | None) -> CreditLine:
    since = loan.opened if loan else draft.day(max(one.since or _LENDING[0], _LENDING[0]), _LENDING[1])
    drawn = loan.principal or 0 if loan else 0
    line = CreditLine(
        draft.numbers.serial("SX"), one.key, FacilityKind.COMPREHENSIVE, limit, since, _after(since, 12), one.unit, within,
        used=drawn, revolving=True,
    )  # fmt: skip
    draft.lines.append(line)
    rated = since - timedelta(draft.chance.randint(5, 40))
    draft.ratings.append(Rating(one.key, draft.chance.choice(_LEVELS), rated, _after(rated, 12)))
    part = _drawn(draft, line, loan) if loan else line
    if draft.chance.random() < SECURED:
        second = (part.number,) if part is not line and draft.chance.random() < 0.4 else ()
        _pledged(draft, line, draft.chance.choice(_SECURITY), limit * draft.chance.randint(6, 14) // 10, None, *second)
    return part


def _drawn(draft: Draft, line: CreditLine, loan: Agreement) -> CreditLine:
    part = CreditLine(
        draft.numbers.serial("SX"), line.who, FacilityKind.WORKING_CAPITAL, loan.principal or 0, line.since, line.until, line.unit,
        line.number, (loan.number,), loan_class=draft.chance.choices(_CLASSES, cum_weights=_CLASS_WEIGHTS)[0],
    )  # fmt: skip
    draft.lines.append(part)
    for holder in loan.holders:
        if holder.role is Role.GUARANTOR:
            _stands(draft, holder.who, part)
    return part


def _stands(draft: Draft, who: str, line: CreditLine) -> None:
    draft.sureties.append(Surety(draft.numbers.serial("BZ"), who, line.number, line.limit, line.since, line.until))


def _by_owners(draft: Draft, lines: list[CreditLine]) -> None:
    """The first person who owns a part, where core banking has not noted them already; some are no customers."""
    noted = {(one.who, one.line) for one in draft.sureties}
    for line in lines:
        owner = next((one.who for one in draft.stakes if one.company == line.who and one.who in draft.people), None)
        if owner and (owner, line.number) not in noted and draft.chance.random() < OWNERS:
            _stands(draft, owner, line)


def _circle(draft: Draft, lines: list[CreditLine]) -> tuple[str, ...]:
    """Each of three stands for the next."""
    if len(lines) < 3 or not (draft.number == 1 or draft.chance.random() < CIRCLES):
        return ()
    three = draft.chance.sample(lines, 3)
    for one, other in zip(three, [*three[1:], three[0]], strict=True):
        _stands(draft, one.who, other)
    who = tuple(one.who for one in three)
    draft.situations.append(Situation(f"guarantee-circle-{draft.number}", "Each of three companies stands for the next", who))
    return who


def _by_neighbours(draft: Draft, lines: list[CreditLine]) -> None:
    """Each for one that comes later, so that no other circle closes."""
    for place, line in enumerate(lines[1:], 1):
        if draft.chance.random() < NEIGHBOURS:
            _stands(draft, lines[draft.chance.randrange(place)].who, line)
