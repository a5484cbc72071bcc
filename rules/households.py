"""By which rules people are one household: the table of them, strongest first, with what each says in words, and their limits."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HouseholdRule(StrEnum):
    """What forms a household."""

    DECLARED = "DECLARED"
    SPOUSES = "SPOUSES"
    MINOR_CHILD = "MINOR_CHILD"
    GUARDIAN = "GUARDIAN"
    CARD_HOLDERS = "CARD_HOLDERS"
    JOINT_ACCOUNT = "JOINT_ACCOUNT"
    CO_BORROWERS = "CO_BORROWERS"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `confidence` (0–1) is how sure it is, `words` what a banker reads, `tie` what it says of two people, `roles` what
    they are to the household, `most` to how many others it may tie one person: whom it ties to more, it ties to nobody.

    Whoever changes what a rule does, or its confidence, gives it another version.
    """

    name: HouseholdRule
    version: str
    confidence: float
    most: int
    roles: tuple[str, str]
    words: str
    tie: str


TABLE = (
    Rule(
        HouseholdRule.DECLARED, "1", 1.0, 0, ("MEMBER", "MEMBER"),
        "A silo declares who lives together. Nothing that is worked out changes that.",
        "{one} and {other} are declared to live together",
    ),
    Rule(
        HouseholdRule.SPOUSES, "1", 0.98, 4, ("SPOUSE", "SPOUSE"),
        "Those who are married, until the day the marriage ends. Of several marriages the one that began last counts.",
        "{one} and {other} are married",
    ),
    Rule(
        HouseholdRule.MINOR_CHILD, "1", 0.98, 12, ("PARENT", "CHILD"),
        "A child under eighteen lives with its parent, and so does the other parent, unless the two are divorced or one of them is "
        "married to somebody else. Of parents who live apart the guardian of its account has the child.",
        "{one} is a parent of {other}, who is a minor",
    ),
    Rule(
        HouseholdRule.GUARDIAN, "1", 0.95, 6, ("GUARDIAN", "WARD"),
        "A ward lives with the guardian, by a relation that is declared or an account that is kept for the ward; a minor until "
        "the eighteenth birthday.",
        "{one} is the guardian of {other}",
    ),
    Rule(
        HouseholdRule.CARD_HOLDERS, "1", 0.85, 6, ("PRINCIPAL", "SUPPLEMENTARY"),
        "Whoever holds a supplementary card (附属卡) and has no household by a stronger tie lives with its principal holder.",
        "{other} has a supplementary card of {one}",
    ),
    Rule(
        HouseholdRule.JOINT_ACCOUNT, "1", 0.8, 6, ("JOINT", "JOINT"),
        "Those who own an account together, where one of them has no household by a stronger tie.",
        "{one} and {other} own an account together",
    ),
    Rule(
        HouseholdRule.CO_BORROWERS, "1", 0.75, 6, ("CO_BORROWER", "CO_BORROWER"),
        "Those who owe a loan together (共同借款人), where one of them has no household by a stronger tie.",
        "{one} and {other} owe a loan together",
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {rule.name: rule for rule in TABLE}
STRENGTH = {rule.name: place for place, rule in enumerate(TABLE)}
ACCOUNTS = (HouseholdRule.CARD_HOLDERS, HouseholdRule.JOINT_ACCOUNT, HouseholdRule.CO_BORROWERS)
"""Ties by what is held together: they bind no further, so that no chain of accounts makes one household of many."""
MOST_HOLDERS = 4
"""An account that more people hold, guardians and holders of cards among them, ties nobody."""
OF_AGE = 18
"""Years."""


def comes_of_age(born: date) -> date:
    """The eighteenth birthday; of who was born on a 29 February the first of March."""
    try:
        return born.replace(year=born.year + OF_AGE)
    except ValueError:
        return date(born.year + OF_AGE, 3, 1)


def words_of(name: str) -> str:
    """What a rule says; of one that is not known any more its name."""
    return RULES[name].words if name in RULES else name


def tie_in_words(rule: str, one: str, other: str) -> str:
    """What a tie says of two people by their names."""
    return RULES[rule].tie.format(one=one, other=other) if rule in RULES else f"{rule}: {one}, {other}"
