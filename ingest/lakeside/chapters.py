"""The chapters a bank of each size is written from."""

from collections.abc import Iterable

from ingest.lakeside.cast import Chapter
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


SIZES: dict[str, tuple[Chapter, ...]] = {"story": (STORY,)}


def chapters(size: str) -> Iterable[Chapter]:
    """A bank of that size, the chapter with its own furniture first. Raises BadQuestion with the sizes there are."""
    if size not in SIZES:
        raise BadQuestion(f"Lakeside Bank has no size {size!r}: choose one of {', '.join(SIZES)}.")
    return SIZES[size]
