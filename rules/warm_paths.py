"""The best introductions to somebody: ties that were made or declared for business, scored by strength and age."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, pairwise

VERSION = "1"
RULE_ZH = (
    "引荐路径：只走银行管户、员工认识、银行登记的会面、转介、为引荐而声明的相识、同时在同一公司任职；家庭、亲属、付款、住址、设备从不算数。"
    "每条关系得分＝类别基准×所述强度×按类别半衰期折减的新旧；路径得分为各关系之积；两条路径不共用任何中间人；通向公职人员的路径注明“先经合规”，且不经公职人员引荐。"
)
RULE_EN = (
    "Introductions: over who covers, whom an employee knows, meetings that the bank logged, referrals, acquaintance declared for "
    "introductions, offices held in one company at one time; never household, kinship, payments, address or device. A tie's score "
    "is the base of its kind, times the strength that is said, halved with age by its kind; a path's the product of its ties'. "
    "No two paths share anybody between their ends. One to a public official says compliance first, and none leads past one."
)
MOST_STEPS = 4
"""An introduction goes by so many ties at most."""
WHOLE = 1000
"""A tie's score is in thousandths, so that products are exact, and equal ways are equal."""


class TieKind(StrEnum):
    """What an introduction may go by: there is no word here for kin, household, payments, address or device."""

    COVERS = "COVERS"
    KNOWS = "KNOWS"
    MET = "MET"
    REFERRED = "REFERRED"
    ACQUAINTED_WITH = "ACQUAINTED_WITH"
    SAME_BOARD = "SAME_BOARD"


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a kind of tie is worth when it is fresh and nobody says how strong it is, and after how many days half of that."""

    base: float
    half_life: int


WEIGHTS: Mapping[TieKind, Weight] = {
    TieKind.COVERS: Weight(0.9, 1095),
    TieKind.KNOWS: Weight(0.9, 730),
    TieKind.MET: Weight(0.7, 365),
    TieKind.REFERRED: Weight(0.8, 1095),
    TieKind.ACQUAINTED_WITH: Weight(0.7, 1095),
    TieKind.SAME_BOARD: Weight(0.5, 1095),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """Who says that a tie is there, since when, and in which record."""

    system: str
    record_id: str | None = None
    line_id: str | None = None
    evidence: str | None = None
    said_by: str | None = None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two who may introduce each other to whom they know; `fresh` is when it was last so, null while it is."""

    one: str
    other: str
    kind: TieKind
    strength: float | None
    fresh: date | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A person's office in a company, as a public register lists it; up to `until`, which is a day without it."""

    person: str
    company: str
    since: date | None
    until: date | None
    ground: Ground


@dataclass(frozen=True, slots=True)
class Step:
    """From one to the next, by the best tie that there is; the others stand beside it, the better first."""

    one: str
    other: str
    score: Fraction
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class WarmPath:
    """An introduction; `compliance_first` where it ends in a public official."""

    people: tuple[str, ...]
    score: Fraction
    steps: tuple[Step, ...]
    compliance_first: bool


def score(tie: Tie, on: date) -> int:
    """A tie's worth on a day, in thousandths: 1–1000. What is said to have been later than that day is fresh."""
    weight = WEIGHTS[tie.kind]
    age = max((on - tie.fresh).days, 0) if tie.fresh else 0
    strength = 1.0 if tie.strength is None else min(max(tie.strength, 0.0), 1.0)
    return max(round(WHOLE * weight.base * strength * 0.5 ** (age / weight.half_life)), 1)


def boards(offices: Iterable[Office], on: date) -> list[Tie]:
    """Ties of those who held offices in one company at one time, whatever day that was up to `on`."""
    seats, found = dict[str, list[Office]](), list[Tie]()
    for office in offices:
        if office.since is None or office.since <= on:
            seats.setdefault(office.company, []).append(office)
    for company in sorted(seats):
        for one, other in combinations(sorted(seats[company], key=_seat), 2):
            since = max((day for day in (one.since, other.since) if day), default=None)
            until = min((day for day in (one.until, other.until) if day), default=None)
            if one.person != other.person and not (since and until and until <= since):
                fresh = until if until and until <= on else None
                found.append(Tie(one.person, other.person, TieKind.SAME_BOARD, None, fresh, (one.ground, other.ground)))
    return found


def warm_paths(
    ties: Iterable[Tie],
    sources: Collection[str],
    targets: Collection[str],
    on: date,
    *,
    avoid: Collection[str] = (),
    officials: Collection[str] = (),
    first: int = 3,
    most_steps: int = MOST_STEPS,
) -> list[WarmPath]:
    """The best introductions from any of `sources` to any of `targets`, the best first.

    Each is the best that shares nobody between the ends with those before it, so that they are different ways and no variants
    of one. Who is a source, a target or an official is between nobody; who is avoided is nowhere.
    """
    away, ends, begins = set(avoid), set(targets) - set(avoid), set(sources) - set(avoid) - set(targets)
    steps = _steps([tie for tie in ties if tie.one != tie.other and away.isdisjoint((tie.one, tie.other))], on)
    closed, direct, found = begins | ends | set(officials), set[tuple[str, str]](), list[WarmPath]()
    while len(found) < first:
        people = _best(steps, begins, ends, closed, direct, most_steps)
        if people is None:
            break
        inner = people[1:-1]
        if inner:
            closed |= set(inner)
        else:
            direct.add((people[0], people[1]))
        way = tuple(steps[one][other] for one, other in pairwise(people))
        found.append(WarmPath(people, _product(way), way, people[-1] in officials))
    return found


def _seat(office: Office) -> tuple[str, date, date, str]:
    return office.person, office.since or date.min, office.until or date.max, office.ground.record_id or ""


def _steps(ties: Sequence[Tie], on: date) -> dict[str, dict[str, Step]]:
    """From each to whom they are tied to, by the best of their ties: several of two people are one step."""
    between, found = dict[tuple[str, str], list[Tie]](), dict[str, dict[str, Step]]()
    for tie in ties:
        between.setdefault((min(tie.one, tie.other), max(tie.one, tie.other)), []).append(tie)
    for (one, other), same in between.items():
        ranked = tuple(sorted(same, key=lambda tie: (-score(tie, on), tie.kind, str(tie.grounds))))
        worth = Fraction(score(ranked[0], on), WHOLE)
        found.setdefault(one, {})[other] = Step(one, other, worth, ranked)
        found.setdefault(other, {})[one] = Step(other, one, worth, ranked)
    return found


def _best(
    steps: Mapping[str, Mapping[str, Step]],
    begins: Collection[str],
    ends: Collection[str],
    closed: Collection[str],
    direct: Collection[tuple[str, str]],
    most: int,
) -> tuple[str, ...] | None:
    """The way of the highest score, the shorter of two that are equal, then the first by ids.

    No tie is worth more than the whole: whoever comes by somebody twice would be better or shorter without, so it is a path.
    """
    at = {one: (-Fraction(1), (one,)) for one in begins}
    best: tuple[Fraction, int, tuple[str, ...]] | None = None
    for length in range(1, most + 1):
        reached = dict[str, tuple[Fraction, tuple[str, ...]]]()
        for one, (worth, people) in at.items():
            for other, step in steps.get(one, {}).items():
                way = worth * step.score, (*people, other)
                if other in ends:
                    if way[1] not in direct and (best is None or (way[0], length, way[1]) < best):
                        best = way[0], length, way[1]
                elif other not in closed and (other not in reached or way < reached[other]):
                    reached[other] = way
        at = reached
    return best[2] if best else None


def _product(way: Iterable[Step]) -> Fraction:
    found = Fraction(1)
    for step in way:
        found *= step.score
    return found


# ---- in words ----------------------------------------------------------------------------------------

KINDS_ZH = {
    TieKind.COVERS: "管户", TieKind.KNOWS: "认识", TieKind.MET: "会面", TieKind.REFERRED: "转介",
    TieKind.ACQUAINTED_WITH: "声明相识", TieKind.SAME_BOARD: "同公司任职",
}  # fmt: skip
KINDS_EN = {
    TieKind.COVERS: "covers", TieKind.KNOWS: "knows", TieKind.MET: "met", TieKind.REFERRED: "referral",
    TieKind.ACQUAINTED_WITH: "declared acquaintance", TieKind.SAME_BOARD: "offices in one company",
}  # fmt: skip


def in_chinese(path: WarmPath, names: Mapping[str, str]) -> str:
    told = _told(path, names, KINDS_ZH, "（{0}，{1}）", "（{0}）")
    return f"{told}；得分{float(path.score):.2f}。" + ("先经合规。" if path.compliance_first else "")


def in_english(path: WarmPath, names: Mapping[str, str]) -> str:
    told = _told(path, names, KINDS_EN, " ({0}, {1})", " ({0})")
    return f"{told}; score {float(path.score):.2f}." + (" Compliance first." if path.compliance_first else "")


def _told(path: WarmPath, names: Mapping[str, str], kinds: Mapping[TieKind, str], dated: str, undated: str) -> str:
    """Each with the best of the ties that lead to them, and when that was last so."""
    found = names[path.people[0]]
    for step in path.steps:
        best = step.ties[0]
        found += f" → {names[step.other]}" + (dated if best.fresh else undated).format(kinds[best.kind], best.fresh)
    return found
