"""Beneficial owners (受益所有人) by a named rule; every one is told with what of the rule found them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from rules.ownership.control import Control, Powers, circles, controllers
from rules.ownership.records import MANAGEMENT, Family, Group, Party, Problem, Reason, Table
from rules.ownership.shares import Effective, Shares, effective
from rules.ownership.tables import rank, table, tells


class Rule(StrEnum):
    """By whose law, or by what a bank asks for."""

    CN = "CN"
    EU = "EU"
    CUSTOM = "CUSTOM"


VERSIONS = {Rule.CN: "2024-11-01", Rule.EU: "2024/1624", Rule.CUSTOM: "1"}
"""受益所有人信息管理办法 as in force from that day; Regulation (EU) 2024/1624, articles 51 to 54."""


class Found(StrEnum):
    """What of a rule found a beneficial owner."""

    SHARES = "SHARES"
    VOTES = "VOTES"
    PROFIT = "PROFIT"
    SURPLUS = "SURPLUS"
    CONTROL = "CONTROL"
    JOINT_CONTROL = "JOINT_CONTROL"
    OWNS_CONTROLLER = "OWNS_CONTROLLER"
    CONTROLS_OWNER = "CONTROLS_OWNER"
    DECLARED = "DECLARED"
    MANAGEMENT = "MANAGEMENT"


class Status(StrEnum):
    """What came of it."""

    FOUND = "FOUND"
    POSSIBLE = "POSSIBLE"
    MANAGEMENT = "MANAGEMENT"
    EXEMPT = "EXEMPT"
    DECLARED_UNKNOWN = "DECLARED_UNKNOWN"
    CLOSED_LOOP = "CLOSED_LOOP"
    UNKNOWN = "UNKNOWN"


QUARTER = 0.25
LEAST_BIT = 1e-9
EXEMPT = {
    Rule.CN: frozenset(("GOVERNMENT", "INTERNATIONAL_ORGANISATION")),
    Rule.EU: frozenset(("GOVERNMENT", "INTERNATIONAL_ORGANISATION", "PUBLIC_INSTITUTION")),
    Rule.CUSTOM: frozenset[str](),
}
"""Categories that have no beneficial owners to report."""
DECLARED_EXEMPT = "subjectExemptFromDisclosure"
LEGAL_REPRESENTATIVE = "LEGAL_REPRESENTATIVE"


@dataclass(frozen=True, slots=True)
class Because:
    """One thing of the rule that holds of a person: a share between two ends, or control, of or through a company."""

    found: Found
    certain: bool = True
    least: float | None = None
    most: float | None = None
    through: str | None = None
    control: Control | None = None
    jointly: tuple[str, ...] = ()


@dataclass(slots=True)
class Beneficial:
    """A natural person; `certain` where one thing that found them is so whatever the missing shares are."""

    party: str
    because: list[Because] = field(default_factory=list[Because])

    @property
    def certain(self) -> bool:
        return any(each.certain for each in self.because)


@dataclass(frozen=True, slots=True)
class Answer:
    """Of one company by one rule."""

    rule: Rule
    version: str
    threshold: float
    status: Status
    owners: tuple[Beneficial, ...]
    problems: tuple[Problem, ...] = ()


def beneficial(group: Group, rule: Rule, threshold: float = QUARTER) -> Answer:
    """Raises ValueError for a threshold that is no share."""
    if not 0 < threshold <= 1:
        raise ValueError("threshold")
    view = _View(group, threshold)
    company = group.parties.get(group.target)
    if exempt(group, company, rule):
        return Answer(rule, VERSIONS[rule], threshold, Status.EXEMPT, (), view.problems)
    view.judge(rule)
    owners = view.owners()
    return Answer(rule, VERSIONS[rule], threshold, _status(group, owners, view), tuple(owners), view.problems)


def exempt(group: Group, company: Party | None, rule: Rule) -> bool:
    """A public body; whom the register exempts; in the EU also a listed company of which no other company has a part."""
    if any(each.reason == DECLARED_EXEMPT and each.company == group.target for each in group.declared):
        return True
    if company is None:
        return False
    owners = {each.owner for each in group.interests if each.company == group.target}
    alone = all(group.parties[owner].person for owner in owners if owner in group.parties)
    return company.category in EXEMPT[rule] or (rule is Rule.EU and company.listed and alone)


def _status(group: Group, owners: list[Beneficial], view: "_View") -> Status:
    if any(each.certain and not _only(each, Found.MANAGEMENT) for each in owners):
        return Status.FOUND
    if any(not _only(each, Found.MANAGEMENT) for each in owners):
        return Status.POSSIBLE
    if owners:
        return Status.MANAGEMENT
    if any(each.company == group.target and each.reason for each in group.declared):
        return Status.DECLARED_UNKNOWN
    return Status.CLOSED_LOOP if any(each.reason is Reason.CLOSED_LOOP for each in view.problems) else Status.UNKNOWN


def _only(owner: Beneficial, found: Found) -> bool:
    return all(each.found is found for each in owner.because)


class _View:
    """What the rules ask of a company, each worked out once."""

    def __init__(self, group: Group, threshold: float) -> None:
        self.group, self.threshold = group, threshold
        self.tables: dict[Family, Table] = {Family.SHARES: table(group, Family.SHARES)}
        self.shares: dict[tuple[Family, str], Shares] = {}
        self.found = dict[str, Beneficial]()
        self._controls: tuple[Powers, list[Control]] | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.of(Family.SHARES).problems

    @property
    def powers(self) -> Powers:
        return self.controlled()[0]

    @property
    def controls(self) -> list[Control]:
        return self.controlled()[1]

    def controlled(self) -> tuple[Powers, list[Control]]:
        if self._controls is None:
            powers = Powers(self.group)
            self._controls = powers, controllers(powers, self.group.target)
        return self._controls

    def of(self, family: Family, company: str = "") -> Shares:
        told = family if family is Family.SHARES or tells(self.group, family) else Family.SHARES
        key = told, company or self.group.target
        if key not in self.shares:
            self.tables.setdefault(told, table(self.group, told))
            self.shares[key] = effective(self.tables[told], key[1], cut=self.group.cut)
        return self.shares[key]

    def person(self, party: str) -> bool:
        known = self.group.parties.get(party)
        return known is not None and known.person

    def note(self, party: str, because: Because) -> None:
        if self.person(party):
            self.found.setdefault(party, Beneficial(party)).because.append(because)

    # ---- the rules

    def judge(self, rule: Rule) -> None:
        if rule is Rule.EU:
            self._families(Family.SHARES, Family.VOTES, Family.PROFIT, Family.SURPLUS)
            self._control()
            self._layers()
        else:  # who has the shares is not asked for votes, nor who has either for control: 未满足第一项标准
            self._families(Family.SHARES)
            had = self._sure()
            self._families(Family.PROFIT, Family.VOTES, but=had)
            self._votes(had)
            self._control(but=self._sure())
        self._declared()
        if not self._sure():
            self._management()

    def _sure(self) -> frozenset[str]:
        return frozenset(party for party, owner in self.found.items() if owner.certain)

    def _families(self, *families: Family, but: frozenset[str] = frozenset()) -> None:
        """Product along a way, sum over ways, at least the threshold."""
        for family in families:
            if family is not Family.SHARES and not tells(self.group, family):
                continue
            for each in self.of(family).holders:
                if each.party not in but and reaches(each, self.threshold):
                    sure = surely(each, self.threshold)
                    self.note(each.party, Because(Found(family), sure, each.least, each.most))

    def _votes(self, but: frozenset[str]) -> None:
        """At least the threshold of the votes: one's own, of companies one controls, and of those one acts in concert with."""
        target = self.group.target
        told = {each.party for each in self.found.values() if any(one.found is Found.VOTES for one in each.because)}
        above = self.powers.above(target)
        alone = [({party}, None) for party in above if self.person(party)]
        for who, _ in [*alone, *circles(self.group, target, above)]:
            votes = self.powers.votes_of(who, target)
            if votes.most >= self.threshold - LEAST_BIT:
                for each in sorted(who - but - told):
                    sure = votes.least >= self.threshold - LEAST_BIT
                    self.note(each, Because(Found.VOTES, sure, votes.least, votes.most, jointly=tuple(sorted(who - {each}))))

    def _control(self, but: frozenset[str] = frozenset()) -> None:
        for each in self.controls:
            if each.party not in but:
                kind = Found.JOINT_CONTROL if each.jointly else Found.CONTROL
                self.note(each.party, Because(kind, each.certain, control=each))

    def _layers(self) -> None:
        """Control and ownership on different layers: who owns a part of what controls it, and who controls what owns a part of it
        (article 54)."""
        target = self.group.target
        for controller in [each for each in self.controls if each.certain and not self.person(each.party)]:
            for each in self.of(Family.SHARES, controller.party).holders:
                if reaches(each, self.threshold):
                    sure = surely(each, self.threshold)
                    because = Because(Found.OWNS_CONTROLLER, sure, each.least, each.most, controller.party, controller)
                    self.note(each.party, because)
        for owner, cell in sorted(self.tables[Family.SHARES].cells.get(target, {}).items()):
            if owner != target and not self.person(owner) and cell.most >= self.threshold - LEAST_BIT:
                for each in controllers(self.powers, owner):
                    sure = each.certain and cell.least >= self.threshold - LEAST_BIT
                    self.note(each.party, Because(Found.CONTROLS_OWNER, sure, cell.least, cell.most, owner, each))

    def _declared(self) -> None:
        """Whom a register declares as such, whatever the shares say."""
        for each in self.group.interests:
            if each.beneficial and each.company == self.group.target:
                had = self.found.get(each.owner)
                if had is None or not any(one.found is Found.DECLARED for one in had.because):
                    self.note(each.owner, Because(Found.DECLARED, True, each.least, each.most))

    def _management(self) -> None:
        """Who is in charge of daily management: the official that was declared, else the legal representative (法定代表人)."""
        target = self.group.target
        officials = {each.owner for each in self.group.interests if each.kind == MANAGEMENT and each.company == target}
        if not officials:
            told = [each for each in self.group.offices if each.company == target and each.office == LEGAL_REPRESENTATIVE]
            first = min((rank(each.source) for each in told), default=None)
            officials = {each.person for each in told if rank(each.source) == first}
        for each in sorted(officials):
            self.note(each, Because(Found.MANAGEMENT))

    def owners(self) -> list[Beneficial]:
        """Those for certain first, the largest share first."""
        return sorted(self.found.values(), key=lambda each: (not each.certain, -largest(each.because), each.party))


def reaches(share: Effective, threshold: float) -> bool:
    return share.most is not None and share.most >= threshold - LEAST_BIT


def surely(share: Effective, threshold: float) -> bool:
    return share.least is not None and share.least >= threshold - LEAST_BIT


def largest(because: Iterable[Because]) -> float:
    return max((each.least or 0.0 for each in because), default=0.0)

