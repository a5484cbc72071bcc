"""A chapter as it stood on a day: who came later is not there yet, who moved lives where they lived."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from graph.model import AccountStatus
from ingest.lakeside.cast import Agreement, Change, Chapter, Individual

EVER = date.min


def state(chapter: Chapter, on: date) -> Chapter:
    """What was so by the end of that day; what refers to people who were not there is left out with them."""
    people = tuple(_people(chapter, on))
    absent = {each.key for each in chapter.individuals}.difference(each.key for each in people)
    deals = {None, *(each.number for each in chapter.deals if each.about not in absent)}
    return replace(
        chapter,
        individuals=people,
        agreements=tuple(_agreement(each, on) for each in chapter.agreements if each.opened <= on and not _of(each, absent)),
        sightings=tuple(each for each in chapter.sightings if each.of not in absent),
        wages=tuple(each for each in chapter.wages if each.first <= on and each.who not in absent),
        homes=tuple(each for each in chapter.homes if absent.isdisjoint(one.who for one in each.members)),
        ties=tuple(each for each in chapter.ties if (each.since or EVER) <= on and absent.isdisjoint((each.who, each.other))),
        care=tuple(each for each in chapter.care if each.since <= on and each.who not in absent),
        acquaintances=tuple(each for each in chapter.acquaintances if each.last_met <= on and each.who not in absent),
        stakes=tuple(each for each in chapter.stakes if each.since <= on),
        officers=tuple(each for each in chapter.officers if each.since <= on),
        voices=tuple(each for each in chapter.voices if each.since <= on and each.opportunity in deals),
        nearness=tuple(each for each in chapter.nearness if each.since <= on and each.who not in absent),
        bonds=tuple(each for each in chapter.bonds if each.since <= on and absent.isdisjoint((each.who, each.other))),
        touches=tuple(each for each in chapter.touches if each.at.date() <= on and each.about not in absent),
        happenings=tuple(each for each in chapter.happenings if each.on <= on and each.about not in absent),
        deals=tuple(each for each in chapter.deals if each.number in deals),
        purchases=tuple(each for each in chapter.purchases if each.on <= on and each.who not in absent),
        departures=tuple(each for each in chapter.departures if each.on <= on),
        slips=tuple(each for each in chapter.slips if each.who not in absent),
    )


def _people(chapter: Chapter, on: date) -> Iterable[Individual]:
    changes = [each for each in chapter.changes if on < each.on]
    for one in chapter.individuals:
        if (one.since or EVER) <= on:
            yield _before(one, [each for each in changes if each.who == one.key]) if changes else one


def _before(one: Individual, changes: list[Change]) -> Individual:
    return replace(one, **{each.field: each.was for each in changes}) if changes else one  # pyright: ignore[reportArgumentType]


def _agreement(one: Agreement, on: date) -> Agreement:
    """A contract that ends later is still open; who joins later does not hold it yet."""
    if one.closed and one.closed > on:
        one = replace(one, closed=None, status=AccountStatus.OPEN)
    if all((each.since or one.opened) <= on for each in one.holders):
        return one
    return replace(one, holders=tuple(each for each in one.holders if (each.since or one.opened) <= on))


def _of(one: Agreement, absent: set[str]) -> bool:
    return bool(absent) and one.holders[0].who in absent
