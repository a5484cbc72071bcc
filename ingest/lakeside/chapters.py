"""The chapters a bank of each size is written from."""

from collections.abc import Iterator

from ingest.lakeside.cast import Chapter
from ingest.lakeside.story import bank, cards, companies, corporate, days, judgements, people, situations, ties, wealth
from ingest.lakeside.story.accounts import FAMILY_ACCOUNTS, OTHER_ACCOUNTS

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
)


def chapters() -> Iterator[Chapter]:
    """The story-size bank: one chapter, which carries the bank's own furniture too."""
    yield STORY
