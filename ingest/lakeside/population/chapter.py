"""One generated chapter: the people of a sub-branch, their companies, accounts, days and errors."""

from dataclasses import replace
from random import Random

from graph.model import Coverage, Gender, UnitLevel
from ingest.lakeside.cast import Banker, Chapter, Unit
from ingest.lakeside.ledger import DELIVERED, LATER
from ingest.lakeside.population import (
    accounts,
    app,
    calls,
    changes,
    companies,
    company_errors,
    credit,
    days,
    errors,
    families,
    reports,
    taxes,
)
from ingest.lakeside.population.draft import Draft, Site
from ingest.lakeside.population.names import chinese
from ingest.lakeside.population.numbers import Numbers
from ingest.lakeside.population.people import birthday
from ingest.lakeside.population.places import CITIES, dormitory

AT_ONE_UNIT = 4
"""Chapters that one sub-branch serves; each brings a relationship manager of its own."""
STORYS = 3
"""Cities whose branch the story has already."""


def generated(number: int, customers: int, seed: int, *, changing: bool) -> Chapter:
    """The same for the same seed, whatever chapters there are beside it; `changing` is told for other days too."""
    chance, group = Random(f"{seed}/chapter/{number}"), (number - 1) // AT_ONE_UNIT
    site, last = _site(number, group), LATER if changing else DELIVERED
    draft = Draft(number, customers, site, chance, Numbers(number), last, dormitory(chance, site.city))
    _furnish(draft, group)
    seconds = errors.planned(draft)
    families.populate(draft, companies.planned(draft) + seconds)
    companies.incorporate(draft, seconds)
    errors.double(draft)
    days.leave(draft)
    if changing:
        changes.arrive(draft)
    days.happen(draft)
    accounts.open_accounts(draft)
    days.look_after(draft)
    _deal(replace(draft, chance=Random(f"{seed}/chapter/{number}/dealings")))
    if changing:
        changes.change(draft)
    errors.err(draft)
    company_errors.err(draft)
    return draft.chapter()


def _deal(draft: Draft) -> None:
    """What the silos around core banking know, by a chance of its own: what is there before does not depend on it."""
    credit.lend(draft)
    taxes.declare(draft)
    app.use(draft)
    calls.serve(draft)
    reports.ask(draft)


def _site(number: int, group: int) -> Site:
    first = group * AT_ONE_UNIT + 1
    return Site(CITIES[group % len(CITIES)], f"S{group:05d}", f"E{number}-1", f"E{first}-2", f"E{first}-3")


def _furnish(draft: Draft, group: int) -> None:
    """The unit with its first chapter, a branch with the first unit of its city."""
    site, city = draft.site, draft.site.city
    staff = [(site.manager, Coverage.RM)]
    if draft.number == group * AT_ONE_UNIT + 1:
        if STORYS <= group < len(CITIES):
            draft.units.append(
                Unit(city.unit, f"{city.name}分行", f"{city.name_en} Branch", UnitLevel.BRANCH, "HQ", f"HQ/{city.unit}")
            )
        name, name_en = f"{city.name}第{group + 1}支行", f"{city.name_en} Sub-branch {group + 1}"
        draft.units.append(Unit(site.unit, name, name_en, UnitLevel.SUB, city.unit, f"HQ/{city.unit}/{site.unit}"))
        staff += [(site.adviser, Coverage.ADVISER), (site.risk, Coverage.RISK)]
    for number, function in staff:
        born = birthday(draft, 26, 55)
        name = chinese(draft.chance, draft.chance.choice(tuple(Gender)), born)
        draft.bankers.append(Banker(number, name.text, name.latin, function, site.unit))
