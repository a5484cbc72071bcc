"""What is known around a company: parties, their interests, who acts with whom, who holds office, what was declared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Family(StrEnum):
    """What a share is a share of: each is summed apart."""

    SHARES = "SHARES"
    VOTES = "VOTES"
    PROFIT = "PROFIT"
    SURPLUS = "SURPLUS"


FAMILIES = {
    "SHAREHOLDING": Family.SHARES,
    "VOTING_RIGHTS": Family.VOTES,
    "RIGHTS_TO_PROFIT_OR_INCOME": Family.PROFIT,
    "RIGHT_TO_PROFIT_OR_INCOME_FROM_ASSETS": Family.PROFIT,
    "RIGHTS_TO_SURPLUS_ASSETS_ON_DISSOLUTION": Family.SURPLUS,
}
"""Names of BODS 0.4."""
BOARD = "APPOINTMENT_OF_BOARD"
OTHER_INFLUENCE = "OTHER_INFLUENCE_OR_CONTROL"
OTHER_MEANS = frozenset((
    OTHER_INFLUENCE, "RIGHTS_GRANTED_BY_CONTRACT", "CONTROL_VIA_COMPANY_RULES_OR_ARTICLES",
    "CONTROL_BY_LEGAL_FRAMEWORK", "SETTLOR", "TRUSTEE", "PROTECTOR", "BENEFICIARY_OF_LEGAL_ARRANGEMENT",
))  # fmt: skip
"""Control that no share tells. A conditional right is none before its condition is met."""
MANAGEMENT = "SENIOR_MANAGING_OFFICIAL"
NOMINEE, NOMINATOR = "NOMINEE", "NOMINATOR"


@dataclass(frozen=True, slots=True)
class Party:
    id: str
    name: str
    person: bool
    category: str | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Interest:
    """One way in which a party has an interest in a company; shares are fractions of one, `least` and `most` the same where the
    share is exact. `direct` is None where that is not known; `nominee` where it is held for somebody else."""

    owner: str
    company: str
    kind: str = "SHAREHOLDING"
    least: float | None = None
    most: float | None = None
    direct: bool | None = True
    nominee: bool = False
    beneficial: bool | None = None
    source: str = ""
    statement: str | None = None
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Concert:
    """Two parties act in concert (一致行动): in one company, or in all where none is named."""

    one: str
    other: str
    agreement: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A register lists a person as an officer of a company."""

    person: str
    company: str
    office: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """Why an owner of a company is not named, verbatim."""

    company: str
    reason: str
    text: str | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A company and all that is known of who owns it, whoever owns those, and so on; `cut` where there was more than could be
    read."""

    target: str
    parties: Mapping[str, Party]
    interests: tuple[Interest, ...] = ()
    concerts: tuple[Concert, ...] = ()
    offices: tuple[Office, ...] = ()
    declared: tuple[Declared, ...] = ()
    cut: bool = False


class Reason(StrEnum):
    """Why there is no number, or the number is not the whole truth."""

    CLOSED_LOOP = "CLOSED_LOOP"
    SHARES_ABOVE_WHOLE = "SHARES_ABOVE_WHOLE"
    NOMINATOR_UNKNOWN = "NOMINATOR_UNKNOWN"
    CONTRADICTED = "CONTRADICTED"
    CUT = "CUT"


WORDS = {
    Reason.CLOSED_LOOP: "These companies own each other wholly: nobody outside owns them, so no share can be worked out.",
    Reason.SHARES_ABOVE_WHOLE: "What its owners are said to hold is more than the whole: no share through it can be worked out.",
    Reason.NOMINATOR_UNKNOWN: "This is held for somebody else, and nobody says for whom.",
    Reason.CONTRADICTED: "A less trusted silo names other owners, for whom the believed ones leave no room: they do not count.",
    Reason.CUT: "There is more than could be read: shares are at least what is told.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of a number: about which company, and whom else it concerns. `share` is the sum, or what is held."""

    reason: Reason
    company: str
    parties: tuple[str, ...] = ()
    share: float | None = None

    @property
    def words(self) -> str:
        return WORDS[self.reason]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one party holds of one company itself: between two fractions of one, the same where it is known exactly."""

    least: float
    most: float


@dataclass(slots=True)
class Table:
    """Who holds what of each company itself, company → owner → cell; `refused` are companies of which the sum makes no sense."""

    cells: dict[str, dict[str, Cell]] = field(default_factory=dict[str, dict[str, Cell]])
    refused: set[str] = field(default_factory=set[str])
    problems: list[Problem] = field(default_factory=list[Problem])
    held_for_others: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
