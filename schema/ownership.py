"""Ownership: who owns and controls a company, who its beneficial owners are, and why."""

from enum import Enum
from typing import Any

import strawberry

from graph import mapping
from resolvers import ownership as judge
from rules.ownership.beneficial import QUARTER
from schema.field import ABSENT, AS_OF, Arguments, start_judged, told
from schema.party import Company, Party
from schema.scalars import Date

COMPANY = {"company": mapping.Node("Party:Company", formerly="RetiredParty")}
DAYS: Arguments = {
    **AS_OF,
    "known_at": (Date | None, ABSENT, "as far as it was known on this day; today without it"),
}


@strawberry.enum(description="By whose rule beneficial owners are found.")
class OwnerRule(Enum):
    CN = strawberry.enum_value("CN", description="受益所有人信息管理办法: shares, else profit or votes, else control.")
    EU = strawberry.enum_value("EU", description="Regulation (EU) 2024/1624, articles 51 to 54.")
    CUSTOM = strawberry.enum_value("CUSTOM", description="As CN, with a threshold of the bank's own.")


@strawberry.enum(description="What came of looking for beneficial owners.")
class OwnerStatus(Enum):
    FOUND = strawberry.enum_value("FOUND", description="At least one for certain.")
    POSSIBLE = strawberry.enum_value("POSSIBLE", description="Shares that are not known exactly decide.")
    MANAGEMENT = strawberry.enum_value("MANAGEMENT", description="None: who is in charge of daily management stands in.")
    EXEMPT = strawberry.enum_value("EXEMPT", description="A public body, a listed company, or one that the register exempts.")
    DECLARED_UNKNOWN = strawberry.enum_value("DECLARED_UNKNOWN", description="None: it was declared why nobody is named.")
    CLOSED_LOOP = strawberry.enum_value("CLOSED_LOOP", description="None: owned wholly by companies that it owns.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="None: nothing is known of any owner.")


@strawberry.enum(description="What of a rule found a beneficial owner.")
class OwnerFound(Enum):
    SHARES = strawberry.enum_value("SHARES", description="Shares, direct and along all chains.")
    VOTES = strawberry.enum_value("VOTES", description="Votes: own, of companies controlled, of those acted in concert with.")
    PROFIT = strawberry.enum_value("PROFIT", description="Rights to profit or income.")
    SURPLUS = strawberry.enum_value("SURPLUS", description="Rights to what is left on dissolution.")
    CONTROL = strawberry.enum_value("CONTROL", description="Actual control, alone.")
    JOINT_CONTROL = strawberry.enum_value("JOINT_CONTROL", description="Actual control, together with others.")
    OWNS_CONTROLLER = strawberry.enum_value("OWNS_CONTROLLER", description="A share of a company that controls this one.")
    CONTROLS_OWNER = strawberry.enum_value("CONTROLS_OWNER", description="Control of a company that has a share of this one.")
    DECLARED = strawberry.enum_value("DECLARED", description="A register declares it, whatever the shares say.")
    MANAGEMENT = strawberry.enum_value("MANAGEMENT", description="Daily management, where nobody else was found.")


@strawberry.enum(description="By what a company is controlled.")
class ControlMeans(Enum):
    VOTES = strawberry.enum_value("VOTES", description="Most of its votes.")
    BOARD = strawberry.enum_value("BOARD", description="Naming most of its board.")
    OTHER_MEANS = strawberry.enum_value("OTHER_MEANS", description="Contract, articles, law, an arrangement.")


@strawberry.enum(description="Why there is no number, or it is not the whole truth.")
class OwnershipReason(Enum):
    CLOSED_LOOP = strawberry.enum_value("CLOSED_LOOP", description="Companies that own each other wholly.")
    SHARES_ABOVE_WHOLE = strawberry.enum_value("SHARES_ABOVE_WHOLE", description="More is said to be held than there is.")
    NOMINATOR_UNKNOWN = strawberry.enum_value("NOMINATOR_UNKNOWN", description="Held for somebody, and nobody says for whom.")
    CONTRADICTED = strawberry.enum_value("CONTRADICTED", description="A less trusted silo names others; there is no room for them.")
    CUT = strawberry.enum_value("CUT", description="There is more than could be read.")


@strawberry.enum(description="How a party is connected with a company without owning it for that.")
class OwnershipTie(Enum):
    NOMINEE = strawberry.enum_value("NOMINEE", description="It holds for somebody else.")
    ACTS_IN_CONCERT = strawberry.enum_value("ACTS_IN_CONCERT", description="It acts in concert with a holder (一致行动).")
    OFFICER = strawberry.enum_value("OFFICER", description="A register lists it as an officer.")


@told
class OwnershipPath:
    """A way from a holder down to the company."""

    parties: list[str]
    """Who is on it, the holder first; their own ids."""
    names: list[str]
    """The same by name."""
    share_min: float
    """The product of the shares on it, at least."""
    share_max: float
    """… at most."""


@told
class HeldInterest:
    """One thing that a silo says a holder has of the company itself."""

    interest: str
    """Which kind, in the words of BODS 0.4."""
    share_min: float | None
    """The share, at least; a fraction of one."""
    share_max: float | None
    """… at most."""
    is_direct: bool | None
    """Held directly."""
    is_nominee: bool
    """Held for somebody else."""
    is_beneficial: bool | None
    """Declared as one of a beneficial owner."""
    since: Date | None
    """From when."""
    system: str
    """The silo that says so."""
    statement_id: str | None
    """The declaration that says so."""


@told
class Holder:
    """Whoever has a part of a company, itself or through others."""

    party: Party
    """Who."""
    share: float | None
    """The effective share along all ways, a fraction of one, where it is known exactly."""
    share_min: float | None
    """… at least; null where there is no number."""
    share_max: float | None
    """… at most."""
    direct_min: float | None
    """What it holds itself, at least."""
    direct_max: float | None
    """… at most."""
    votes_min: float
    """The votes it disposes of, with those of companies it controls, at least."""
    votes_max: float
    """… at most."""
    is_ultimate: bool
    """Nobody is known who owns it in turn."""
    reason: OwnershipReason | None
    """Why there is no number."""
    words: str
    """The same for people."""
    paths: list[OwnershipPath]
    """The three ways that give it most."""
    interests: list[HeldInterest]
    """What silos say that it holds itself."""


@told
class Controller:
    """Whoever controls a company."""

    party: Party
    """Who."""
    is_actual: bool
    """Nobody controls it in turn: the actual controller (实际控制人)."""
    is_certain: bool
    """So whatever shares are missing."""
    means: ControlMeans
    """By what, in the last step."""
    jointly: list[str]
    """With whom together; their own ids."""
    agreement: str | None
    """What they agreed."""
    words: str
    """The same for people."""


@told
class ConnectedParty:
    """Whoever is connected with a company (关联方) without owning or controlling it for that."""

    party: Party
    """Who."""
    because: OwnershipTie
    """How."""
    words: str
    """The same for people."""


@told
class Undisclosed:
    """An owner that is not named, and why."""

    party: Party
    """Whose owner it is, or who it is itself where it is declared without a name."""
    reason: str
    """Why, in the declaration's own word."""
    text: str | None
    """What it says about that."""
    statement_id: str | None
    """The declaration."""


@told
class OwnershipProblem:
    """What stands in the way of a number."""

    reason: OwnershipReason
    """What."""
    words: str
    """The same for people."""
    company: str
    """Of which company; its own id."""
    parties: list[str]
    """Whom it concerns; their own ids."""
    share: float | None
    """The sum of the shares, or what is held."""


@told
class Ownership:
    """Who owns and controls a company, as far as the caller may see them."""

    company: Company
    """Which."""
    holders: list[Holder]
    """Direct and indirect holders, the largest share first."""
    holder_count: int
    """How many there are."""
    unknown: float | None
    """The share of which no owner is known."""
    controllers: list[Controller]
    """Who controls it, the nearest first."""
    connected: list[ConnectedParty]
    """Who is connected with it."""
    undisclosed: list[Undisclosed]
    """Owners that are not named."""
    problems: list[OwnershipProblem]
    """What stands in the way of numbers."""


@told
class OwnerBecause:
    """What of the rule found a beneficial owner."""

    found: OwnerFound
    """What."""
    is_certain: bool
    """So whatever shares are missing."""
    share_min: float | None
    """The share that it was found by, at least."""
    share_max: float | None
    """… at most."""
    through: str | None
    """The company between, by its own id."""
    jointly: list[str]
    """With whom together; their own ids."""
    words: str
    """The same for people."""


@told
class BeneficialOwner:
    """A natural person who owns or controls a company in the end (受益所有人)."""

    party: Party
    """Who."""
    is_certain: bool
    """So whatever shares are missing."""
    because: list[OwnerBecause]
    """Everything of the rule that holds of them."""


@told
class BeneficialOwnership:
    """The beneficial owners of a company by one rule, as far as the caller may see them."""

    company: Company
    """Which."""
    rule: OwnerRule
    """By which rule."""
    rule_words: str
    """What that says."""
    version: str
    """Its version."""
    threshold: float
    """The share that is enough."""
    status: OwnerStatus
    """What came of it."""
    words: str
    """The same for people."""
    owners: list[BeneficialOwner]
    """Who, those for certain first."""
    undisclosed: list[Undisclosed]
    """Owners that are not named."""
    problems: list[OwnershipProblem]
    """What stands in the way of numbers."""


def ownership() -> Any:
    """`ownership(company:, asOf:, knownAt:, first:)`."""
    first: Arguments = {"first": (int, 100, f"how many holders, at most {judge.MOST_HOLDERS}")}
    return start_judged(judge.ownership, judge.NEAR, COMPANY, {**DAYS, **first}, judge.MOST_HOLDERS)


def beneficial_owners() -> Any:
    """`beneficialOwners(company:, rule:, threshold:, asOf:, knownAt:)`."""
    about = f"the share that is enough, for CUSTOM alone; {QUARTER:g} for the others"
    own: Arguments = {"rule": (OwnerRule, OwnerRule.CN, "by which rule"), "threshold": (float | None, ABSENT, about)}
    return start_judged(judge.beneficial_owners, judge.NEAR, COMPANY, {**own, **DAYS})
