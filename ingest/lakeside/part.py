"""One chapter with what is worked out from it once: what every silo's writer reads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ingest.lakeside.cast import Agreement, Chapter, Individual, Offering, Organisation, Silo
from ingest.lakeside.ledger import Ledger, ledger


class Part:
    """A chapter, its people and organisations by key, and its ledger."""

    def __init__(self, chapter: Chapter, offerings: Mapping[str, Offering], seed: int) -> None:
        self.chapter = chapter
        self.offerings = offerings
        self.people = {person.key: person for person in chapter.individuals}
        self.organisations = {each.key: each for each in chapter.organisations}
        self._seed = seed

    @cached_property
    def ledger(self) -> Ledger:
        names = {key: party.name for key, party in (self.people | self.organisations).items()}
        return ledger(self.chapter.agreements, self.offerings, names, self._seed)

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
        if any(sighting.contact == key for sighting in self.chapter.sightings):
            return key
        contact = self.party(key).contact
        if contact is None:
            raise KeyError(key)
        return contact

    @cached_property
    def _silos(self) -> dict[str, Silo]:
        return {each.number: self.offerings[each.offering].silo for each in self.chapter.agreements}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file of a silo's delivery: `lines` is what a chapter adds, `first` and `last` what stands around it."""

    file: str
    lines: Callable[[Part], Iterator[str]]
    encoding: str = "utf-8"
    first: str = ""
    last: str = ""
