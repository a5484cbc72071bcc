"""The chapters a bank of each size is written from."""

from dataclasses import dataclass

from ingest.lakeside.cast import Chapter
from ingest.lakeside.population.chapter import generated
from ingest.lakeside.story import (
    bank,
    cards,
    companies,
    contact,
    corporate,
    credit,
    days,
    judgements,
    people,
    situations,
    ties,
    wealth,
)
from ingest.lakeside.story.accounts import FAMILY_ACCOUNTS, OTHER_ACCOUNTS
from runtime.errors import BadQuestion

STORY = Chapter(
    individuals=people.PEOPLE,
    organisations=companies.ORGANISATIONS,
    agreements=FAMILY_ACCOUNTS + OTHER_ACCOUNTS + corporate.CORPORATE_ACCOUNTS + cards.CARDS + wealth.POSITIONS,
    units=bank.UNITS,
    bankers=bank.BANKERS,
    offerings=bank.OFFERINGS,
    institutes=bank.INSTITUTES,
    sightings=people.SIGHTINGS,
    wages=companies.WAGES,
    homes=ties.HOMES,
    ties=ties.TIES,
    care=ties.CARE,
    acquaintances=ties.ACQUAINTANCES,
    stakes=companies.STAKES,
    officers=companies.OFFICERS,
    voices=judgements.VOICES,
    nearness=judgements.NEARNESS,
    bonds=judgements.BONDS,
    trades=companies.TRADES,
    elsewhere=ties.ELSEWHERE,
    touches=days.TOUCHES,
    happenings=days.HAPPENINGS,
    deals=judgements.DEALS,
    situations=situations.SITUATIONS,
    lines=credit.CREDIT_LINES,
    pledges=credit.PLEDGES,
    sureties=credit.SURETIES,
    ratings=credit.RATINGS,
    handsets=contact.HANDSETS,
    logins=contact.LOGINS,
    visits=contact.VISITS,
    signals=contact.SIGNALS,
    calls=contact.CALLS,
    cases=contact.CASES,
    opinions=contact.OPINIONS,
    credit_reports=credit.CREDIT_REPORTS,
    tax_returns=credit.TAX_RETURNS,
    tax_staff=credit.TAX_STAFF,
)


OFFERINGS = {each.code: each for each in STORY.offerings}
AT_ONCE = 500
"""Customers of one chapter."""
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
SMALLEST = sum(1 for each in (*STORY.individuals, *STORY.organisations) if each.cif)
LARGEST = 4_000_000
"""Customers: the invented resident numbers reach for no more."""
WHOLE, SHARE = 20, 10
"""A bank of more than so many chapters is delivered for other days by every so manyth chapter."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A chapter to be: the story is number 0. `beside` says that it is delivered for earlier and later days too."""

    number: int
    customers: int
    beside: bool


def plans(size: str) -> list[Plan]:
    """Of a bank of that size, by its name or as the number of its customers. Raises BadQuestion with what there is."""
    left = _customers(size) - SMALLEST
    count = -(-left // AT_ONCE)
    told = [Plan(0, SMALLEST, beside=True)]
    for number in range(1, count + 1):
        customers = min(AT_ONCE, left - (number - 1) * AT_ONCE)
        told.append(Plan(number, customers, beside=count <= WHOLE or number % SHARE == 1))
    return told


def _customers(size: str) -> int:
    if size == "story":
        return SMALLEST
    count = SIZES.get(size) or (int(size) if size.isdecimal() and len(size) < len(str(LARGEST)) + 1 else 0)
    if not SMALLEST <= count <= LARGEST:
        raise BadQuestion(
            f"Lakeside Bank has no size {size!r}: choose one of story, {', '.join(SIZES)}, or a number of customers from "
            f"{SMALLEST} to {LARGEST}."
        )
    return count


def chapter(plan: Plan, seed: int) -> Chapter:
    """The story, or a chapter that is the same for the same seed, whoever else is generated."""
    return generated(plan.number, plan.customers, seed, changing=plan.beside) if plan.number else STORY
