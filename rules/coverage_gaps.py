"""What the bank lacks at a company: managers of the iron triangle, parts that nobody is known to play, contact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.model import ContactLevel, Coverage, DecisionRole

VERSION = "1"
RULE_ZH = (
    "铁三角：客户须有客户经理、风险经理和产品经理。采购中心：除反对者外每种角色都应知道由谁担任，其中决策者、把关人、关键人必不可少。"
    "接触：凡有角色的人，当前接触程度须达到期望，且须有人说明。"
)
RULE_EN = (
    "The iron triangle: a customer has a relationship, a risk and a product manager. The buying centre: of every part but BLOCKER "
    "it is known who plays it; decision-maker, gatekeeper and key person are essential. Contact: whoever plays a part is as near "
    "as the bank wants, and somebody has said how near."
)
TRIANGLE = (Coverage.RM, Coverage.RISK, Coverage.PRODUCT)
LOOKED_FOR = tuple(role for role in DecisionRole if role is not DecisionRole.BLOCKER)
ESSENTIAL = frozenset((DecisionRole.DECISION_MAKER, DecisionRole.GATEKEEPER, DecisionRole.KEY_PERSON))
LEVELS = tuple(ContactLevel)

FUNCTIONS_ZH = {Coverage.RM: "客户经理", Coverage.RISK: "风险经理", Coverage.PRODUCT: "产品经理"}
FUNCTIONS_EN = {Coverage.RM: "relationship manager", Coverage.RISK: "risk manager", Coverage.PRODUCT: "product manager"}
ROLES_ZH = {
    DecisionRole.INITIATOR: "发起人", DecisionRole.USER: "使用者", DecisionRole.INFLUENCER: "影响者",
    DecisionRole.ECONOMIC_BUYER: "经济决策者", DecisionRole.DECISION_MAKER: "决策者", DecisionRole.APPROVER: "批准人",
    DecisionRole.BUYER: "采购人", DecisionRole.GATEKEEPER: "把关人", DecisionRole.CHAMPION: "支持者", DecisionRole.COACH: "内线",
    DecisionRole.TECHNICAL_BUYER: "技术把关人", DecisionRole.BLOCKER: "反对者", DecisionRole.KEY_PERSON: "关键人",
}  # fmt: skip
LEVELS_ZH = {
    ContactLevel.NONE: "无接触", ContactLevel.KNOWN: "知道", ContactLevel.MET: "见过", ContactLevel.TRUSTED: "信任",
}  # fmt: skip


class GapKind(StrEnum):
    IRON_TRIANGLE = "IRON_TRIANGLE"
    ROLE = "ROLE"
    CONTACT = "CONTACT"
    CONTACT_UNKNOWN = "CONTACT_UNKNOWN"


@dataclass(frozen=True, slots=True)
class Ground:
    """A line that a gap rests on: what it says in words, who says so, since when."""

    words: str
    system: str
    line_id: str | None = None
    record_id: str | None = None
    evidence: str | None = None
    said_by: str | None = None
    said_on: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """An employee who looks after the company."""

    function: Coverage
    ground: Ground


@dataclass(frozen=True, slots=True)
class Seat:
    """A part that a person plays, for one opportunity or in general."""

    person: str
    role: DecisionRole
    opportunity: str | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class Near:
    """How near the bank is to a person, and wants to be."""

    person: str
    current: ContactLevel
    desired: ContactLevel | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class Centre:
    """What is known of a company: its name, whether it is a customer, who covers it, who plays which part, how near the bank is."""

    name: str
    customer: bool
    covers: Sequence[Cover]
    seats: Sequence[Seat]
    near: Sequence[Near]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    kind: GapKind
    essential: bool
    zh: str
    en: str
    grounds: tuple[Ground, ...]
    function: Coverage | None = None
    role: DecisionRole | None = None
    person: str | None = None
    roles: tuple[DecisionRole, ...] = ()
    current: ContactLevel | None = None
    desired: ContactLevel | None = None


def gaps(centre: Centre, opportunity: str | None = None) -> list[Gap]:
    """What is essential first; with an opportunity, parts that are played for another do not count."""
    seats = [seat for seat in centre.seats if opportunity is None or seat.opportunity in (None, opportunity)]
    found = [*_triangle(centre), *_roles(centre, seats), *_contacts(centre, seats)]
    return sorted(found, key=lambda gap: not gap.essential)


def _triangle(centre: Centre) -> list[Gap]:
    """Who is no customer yet has no triangle to be whole."""
    if not centre.customer:
        return []
    there = {cover.function for cover in centre.covers}
    grounds = tuple(cover.ground for cover in centre.covers if cover.function in TRIANGLE)
    have_zh = "、".join(FUNCTIONS_ZH[each] for each in TRIANGLE if each in there) or "无人"
    have_en = ", ".join(FUNCTIONS_EN[each] for each in TRIANGLE if each in there) or "nobody"
    return [
        Gap(
            GapKind.IRON_TRIANGLE, True, f"{centre.name}没有{FUNCTIONS_ZH[each]}；现有：{have_zh}。",
            f"{centre.name} has no {FUNCTIONS_EN[each]}; it has: {have_en}.", grounds, function=each,
        )
        for each in TRIANGLE
        if each not in there
    ]  # fmt: skip


def _roles(centre: Centre, seats: Sequence[Seat]) -> list[Gap]:
    there = {seat.role for seat in seats}
    grounds = tuple(seat.ground for seat in seats)
    people = len({seat.person for seat in seats})
    return [
        Gap(
            GapKind.ROLE, role in ESSENTIAL, f"不知道谁是{centre.name}的{ROLES_ZH[role]}；已知有角色的共{people}人。",
            f"Nobody is known as {role.value} of {centre.name}; people with a part that is known: {people}.", grounds, role=role,
        )
        for role in LOOKED_FOR
        if role not in there
    ]  # fmt: skip


def _contacts(centre: Centre, seats: Sequence[Seat]) -> list[Gap]:
    near, found = {each.person: each for each in centre.near}, list[Gap]()
    for person in dict.fromkeys(seat.person for seat in seats):
        own = [seat for seat in seats if seat.person == person]
        roles = tuple(dict.fromkeys(seat.role for seat in own))
        essential, name = not ESSENTIAL.isdisjoint(roles), centre.names[person]
        zh, en = "、".join(ROLES_ZH[role] for role in roles), ", ".join(role.value for role in roles)
        grounds, told = tuple(seat.ground for seat in own), near.get(person)
        if told is None:
            words = f"{name}（{zh}）：没有人说明我行与其接触程度。", f"{name} ({en}): nobody has said how near the bank is."
            found.append(Gap(GapKind.CONTACT_UNKNOWN, essential, *words, grounds, person=person, roles=roles))
        elif told.desired is not None and LEVELS.index(told.current) < LEVELS.index(told.desired):
            words = (
                f"{name}（{zh}）：当前{LEVELS_ZH[told.current]}，期望{LEVELS_ZH[told.desired]}。",
                f"{name} ({en}): {told.current.value} now, {told.desired.value} wanted.",
            )
            grounds = (told.ground, *grounds)
            more = Gap(GapKind.CONTACT, essential, *words, grounds, person=person, roles=roles)
            found.append(replace(more, current=told.current, desired=told.desired))
    return found
