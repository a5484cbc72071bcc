"""What becomes otherwise between the deliveries: people move, change their telephone, come new."""

from datetime import date, timedelta

from ingest.lakeside.cast import Change, ChangeKind
from ingest.lakeside.ledger import DELIVERED, EARLIER, LATER
from ingest.lakeside.population import numbers
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.families import newcomer
from ingest.lakeside.population.people import age
from ingest.lakeside.population.places import dwelling

MOVERS, NEW_PHONES, NEWCOMERS = 0.01, 0.012, 0.006
"""Shares: of households, of grown customers, of the chapter's customers."""
_BETWEEN = ((EARLIER + timedelta(1), DELIVERED), (DELIVERED + timedelta(1), LATER))


def arrive(draft: Draft) -> None:
    """Customers of the week after the main delivery, beside those it counts."""
    for _ in range(draft.share(NEWCOMERS, draft.customers)):
        newcomer(draft, draft.day(*_BETWEEN[1]))


def change(draft: Draft) -> None:
    """Some move with all they live with, some get a new number: half of them after the main delivery."""
    homes = draft.chance.sample(draft.homes, max(2, draft.share(MOVERS, len(draft.homes)))) if len(draft.homes) > 2 else []
    for place, home in enumerate(homes):
        new, on = dwelling(draft.chance, draft.site.city), _on(draft, place)
        for member in home.members:
            was = draft.people[member.who].home
            draft.amend(member.who, home=new)
            draft.changes.append(Change(member.who, ChangeKind.MOVED, "home", on, was))
    grown = [one for one in draft.people.values() if one.since and one.since < EARLIER and not one.same_as and age(one.born) >= 18]
    for place, one in enumerate(draft.chance.sample(grown, min(len(grown), max(2, draft.share(NEW_PHONES, len(grown)))))):
        draft.amend(one.key, phone=numbers.mobile(draft.numbers.place()))
        draft.changes.append(Change(one.key, ChangeKind.NEW_PHONE, "phone", _on(draft, place), one.phone))


def _on(draft: Draft, place: int) -> date:
    return draft.day(*_BETWEEN[place % 2])
