"""One chapter as it stands on a day, with what is worked out from it once: what every silo's writer reads."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from ingest.lakeside.cast import Agreement, Chapter, Fault, Individual, Offering, Officer, Organisation, Sighting, Silo, Slip, Stake
from ingest.lakeside.ledger import DELIVERED, OPENED, Ledger, ledger
from ingest.lakeside.states import state

T = TypeVar("T")
K = TypeVar("K")
P = TypeVar("P", Individual, Organisation)
CERTIFYING = ("bureau",)
"""Silos that have seen the documents whose numbers they are wrong of."""
TWICE = (Fault.SAID_TWICE, Fault.SAID_TWICE_OTHERWISE)


class Part:
    """A chapter, its people and organisations by key, and its ledger up to the day `on`.

    Movements before `since` were delivered earlier.
    """

    def __init__(
        self, chapter: Chapter, offerings: Mapping[str, Offering], seed: int, *, on: date = DELIVERED, since: date = OPENED,
        whole: Ledger | None = None,
    ) -> None:  # fmt: skip
        self.told = chapter
        self.chapter = state(chapter, on)
        self.offerings, self.on, self.since = offerings, on, since
        self.people = {person.key: person for person in self.chapter.individuals}
        self.organisations = {each.key: each for each in self.chapter.organisations}
        self._seed, self._given = seed, whole

    def at(self, on: date, since: date) -> "Part":
        """The same chapter on another day."""
        return Part(self.told, self.offerings, self._seed, on=on, since=since, whole=self._whole)

    @cached_property
    def ledger(self) -> Ledger:
        return self._whole.at(self.on)

    @cached_property
    def _whole(self) -> Ledger:
        if self._given:
            return self._given
        names = {each.key: each.name for each in (*self.told.individuals, *self.told.organisations)}
        return ledger(self.told.agreements, self.offerings, names, self._seed)

    def agreements(self, silo: Silo) -> Iterator[Agreement]:
        return (each for each in self.chapter.agreements if self.offerings[each.offering].silo is silo)

    def silo_of(self, agreement: str) -> Silo:
        return self._silos[agreement]

    def party(self, key: str) -> Individual | Organisation:
        return self.people.get(key) or self.organisations[key]

    def cif(self, key: str) -> str:
        """Raises KeyError for who is not a customer: a bank can't hold an agreement with a stranger."""
        number = self.party(key).cif
        if number is None:
            raise KeyError(key)
        return number

    def contact(self, key: str) -> str:
        """The CRM's id for a party; a second contact is named by its id."""
        if key in self._second_contacts:
            return key
        contact = self.party(key).contact
        if contact is None:
            raise KeyError(key)
        return contact

    def individuals(self, silo: str) -> Iterator[Individual]:
        """Everyone, as the silo would write them: with its mistakes, and twice where it does."""
        for one in self.chapter.individuals:
            yield from self._written(silo, one)

    def companies(self, silo: str) -> Iterator[Organisation]:
        for one in self.chapter.organisations:
            yield from self._written(silo, one)

    def person(self, silo: str, key: str) -> Individual:
        """One of them, as the silo would write them."""
        return next(self._written(silo, self.people[key]))

    def company(self, silo: str, key: str) -> Organisation:
        return next(self._written(silo, self.organisations[key]))

    def either(self, silo: str, key: str) -> Individual | Organisation:
        return self.person(silo, key) if key in self.people else self.company(silo, key)

    def refused(self, silo: str) -> set[str]:
        """Of whom the silo says what its reader refuses."""
        return {who for (of, who), slips in self._slips.items() if of == silo and any(map(refused, slips))}

    def _written(self, silo: str, one: P) -> Iterator[P]:
        slips = self._slips.get((silo, one.key))
        if slips is None:
            yield one
            return
        changed: dict[str, Any] = {each.field: each.told for each in slips if each.fault not in TWICE}
        said = replace(one, **changed)
        yield said
        for each in slips:
            if each.fault in TWICE:
                yield replace(said, **{each.field: each.told}) if each.field else said

    def stakes(self, company: str) -> list[Stake]:
        return self._stakes[company]

    def officers(self, company: str) -> list[Officer]:
        return self._officers[company]

    def sightings(self, of: str) -> list[Sighting]:
        return self._sightings[of]

    def others(self, of: str) -> list[Individual]:
        """The same person again, by a second customer number."""
        return self._others[of]

    @cached_property
    def _silos(self) -> dict[str, Silo]:
        return {each.number: self.offerings[each.offering].silo for each in self.told.agreements}

    @cached_property
    def _others(self) -> dict[str, list[Individual]]:
        return _by(tuple(each for each in self.chapter.individuals if each.same_as), lambda each: each.same_as or "")

    @cached_property
    def _second_contacts(self) -> set[str]:
        return {each.contact for each in self.chapter.sightings}

    @cached_property
    def _slips(self) -> dict[tuple[str, str], list[Slip]]:
        return _by(self.chapter.slips, lambda each: (each.silo, each.who))

    @cached_property
    def _stakes(self) -> dict[str, list[Stake]]:
        return _by(self.chapter.stakes, lambda each: each.company)

    @cached_property
    def _officers(self) -> dict[str, list[Officer]]:
        return _by(self.chapter.officers, lambda each: each.company)

    @cached_property
    def _sightings(self) -> dict[str, list[Sighting]]:
        return _by(self.chapter.sightings, lambda each: each.of)


def _by(every: tuple[T, ...], key: Callable[[T], K]) -> dict[K, list[T]]:
    found: dict[K, list[T]] = defaultdict(list)
    for each in every:
        found[key(each)].append(each)
    return found


def refused(slip: Slip) -> bool:
    """Whether the row is quarantined: said in a second way, or by a wrong number of a document that the silo has seen."""
    wrong = slip.fault is Fault.CHECK_DIGIT and slip.silo in CERTIFYING
    return wrong or slip.fault is Fault.SAID_TWICE_OTHERWISE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of a silo's delivery: `lines` is what a chapter adds, `first` and `last` what stands around it."""

    file: str
    lines: Callable[[Part], Iterator[str]]
    encoding: str = "utf-8"
    first: str = ""
    last: str = ""
