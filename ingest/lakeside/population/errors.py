"""What the silos have wrong of the people of a chapter, each planted knowingly and told to the truth."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from graph.model import Gender
from ingest.check_digits import citizen_check
from ingest.lakeside.cast import Document, DocumentKind, Fault, Individual, Organisation, Sighting, Slip
from ingest.lakeside.ledger import DELIVERED, EARLIER
from ingest.lakeside.population import names, numbers
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.people import age
from ingest.lakeside.population.places import dwelling

P = TypeVar("P", Individual, Organisation)
Told = tuple[object, ...]
"""What the silo says instead; empty where the fault can't be made of what is so."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of a silo's people or companies have this fault in this field.

    At least one in a chapter that holds everything; of a `rare` one, which would be too many there, in the first of them.
    """

    silo: str
    fault: Fault
    field: str
    share: float
    rare: bool = False


RATES = (
    Rate("core", Fault.SAME_SOUND, "name", 0.003),
    Rate("core", Fault.DAY_MONTH, "born", 0.003),
    Rate("core", Fault.DIGITS_SWAPPED, "phone", 0.004),
    Rate("core", Fault.MISSING, "phone", 0.02),
    Rate("core", Fault.OLD_ADDRESS, "home", 0.03),
    Rate("core", Fault.SAID_TWICE, "", 0.001),
    Rate("cards", Fault.LATIN_TYPO, "name_en", 0.01),
    Rate("cards", Fault.NAME_ORDER, "name_en", 0.04),
    Rate("cards", Fault.OLD_NAME, "name_en", 0.005),
    Rate("cards", Fault.DIGITS_SWAPPED, "phone", 0.01),
    Rate("cards", Fault.MISSING, "phone", 0.04),
    Rate("wealth", Fault.SAME_SHAPE, "name", 0.008),
    Rate("wealth", Fault.OLD_NAME, "name", 0.003),
    Rate("crm", Fault.SAME_SOUND, "name", 0.015),
    Rate("crm", Fault.SAME_SHAPE, "name", 0.008),
    Rate("crm", Fault.TITLE, "name", 0.01),
    Rate("crm", Fault.OLD_NAME, "name", 0.003),
    Rate("crm", Fault.LATIN_TYPO, "name_en", 0.015),
    Rate("crm", Fault.NAME_ORDER, "name_en", 0.03),
    Rate("crm", Fault.LETTER_CASE, "name_en", 0.02),
    Rate("crm", Fault.DAY_MONTH, "born", 0.01),
    Rate("crm", Fault.DIGITS_SWAPPED, "phone", 0.015),
    Rate("crm", Fault.MISSING, "phone", 0.06),
    Rate("crm", Fault.MISSING, "home", 0.05),
    Rate("crm", Fault.OLD_ADDRESS, "home", 0.08),
    Rate("crm", Fault.CHECK_DIGIT, "document", 0.003),
    Rate("crm", Fault.SAID_TWICE, "", 0.002),
    Rate("crm", Fault.SAID_TWICE_OTHERWISE, "name", 0.001),
    Rate("register", Fault.SAME_SOUND, "name", 0.01),
    Rate("register", Fault.OLD_NAME, "name", 0.005),
    Rate("loans", Fault.SAME_SOUND, "name", 0.02),
    Rate("app", Fault.DIGITS_SWAPPED, "phone", 0.005),
    Rate("app", Fault.MISSING, "phone", 0.03),
    Rate("calls", Fault.SAME_SOUND, "name", 0.04),
    Rate("calls", Fault.MISSING, "name", 0.03),
    Rate("calls", Fault.MISSING, "cif", 0.06),
    Rate("bureau", Fault.SAME_SOUND, "name", 0.025),
    Rate("bureau", Fault.MISSING, "phone", 0.08),
    Rate("bureau", Fault.OLD_ADDRESS, "home", 0.1),
    Rate("bureau", Fault.CHECK_DIGIT, "document", 0.025),
    Rate("tax", Fault.SAME_SHAPE, "name", 0.04, rare=True),
    Rate("tax", Fault.MISSING, "phone", 0.05, rare=True),
)
"""The one table of what goes wrong, silo by silo. Core banking never holds a resident number with a wrong check digit: it
refuses to open an account on one. The CRM takes whatever a banker types, and its reader keeps it as it was said, for
matching to weigh; a contact that is said twice in two ways is quarantined as DUPLICATE_RECORD from the second on. The
bureau has seen the documents it writes of: its reader quarantines a wrong number as BAD_CHECK_DIGIT, with the whole report."""
SECOND_NUMBERS, SECOND_CONTACTS = 0.006, 0.02
"""Shares: of grown customers with two customer numbers, half of them by a passport; of those the CRM knows, with a second
contact."""


def planned(draft: Draft) -> int:
    """How many customer numbers a chapter keeps for those who have one already."""
    return draft.share(SECOND_NUMBERS, draft.customers)


def double(draft: Draft) -> None:
    """Gives all customer numbers that are left to people who have one; then second contacts."""
    grown = [one for one in draft.people.values() if one.cif and age(one.born) >= 20]
    for one in draft.chance.sample(grown, min(draft.room, len(grown))):
        place = draft.numbers.place()
        shown = one.document if draft.chance.random() < 0.5 else numbers.passport(place, one.nationality)
        draft.add(replace(
            one, key=f"p{place}", cif=numbers.customer(place), contact=None, registered=None, same_as=one.key, assessment=None,
            document=shown, since=draft.day(date(2019, 1, 7), EARLIER),
            phone=one.phone if draft.chance.random() < 0.4 else numbers.mobile(place),
        ))  # fmt: skip
    known = [one for one in draft.people.values() if one.cif and one.contact and age(one.born) >= 18]
    for one in draft.chance.sample(known, draft.share(SECOND_CONTACTS, len(known))):
        draft.sightings.append(_sighting(draft, one))


def _sighting(draft: Draft, one: Individual) -> Sighting:
    place, chance = draft.numbers.place(), draft.chance
    name = one.name if chance.random() < 0.6 else one.name_en
    phone = one.phone if chance.random() < 0.5 else numbers.mobile(place)
    home = one.home if chance.random() < 0.3 else None
    return Sighting(
        f"C-{place}",
        one.key,
        name,
        phone,
        one.email if chance.random() < 0.5 else None,
        home,
        one.document if chance.random() < 0.2 else None,
    )


def err(draft: Draft) -> None:
    """Every fault of the table; a field of a record is spoilt once, and never one that changes between deliveries."""
    _note(draft)
    silos = dict.fromkeys(rate.silo for rate in RATES)
    taken = {(silo, each.who, each.field) for each in draft.changes for silo in silos}
    people = {silo: list(_known_to(draft, silo)) for silo in silos}
    for rate in RATES:
        of = [one for one in people[rate.silo] if _speaks_of(rate, one)]
        plant(draft, rate, many(draft, rate, len(people[rate.silo])), of, MAKERS[rate.fault], taken)


def many(draft: Draft, rate: Rate, of: int) -> int:
    return draft.share(rate.share, of, sure=draft.number == 1) if rate.rare else draft.share(rate.share, of)


def told_of(draft: Draft) -> dict[str, set[str]]:
    """Whom each of the silos around core banking speaks of."""
    return {
        "loans": {one.who for one in (*draft.lines, *draft.pledges, *draft.sureties, *draft.ratings)},
        "app": {one.who for one in draft.logins},
        "calls": {one.who for one in (*draft.calls, *draft.cases, *draft.opinions)},
        "bureau": {one.who for one in draft.credit_reports},
        "tax": {one.company for one in draft.tax_staff} | {one.who for one in (*draft.tax_staff, *draft.tax_returns)},
    }


def plant(
    draft: Draft, rate: Rate, left: int, of: Sequence[P], maker: Callable[[Draft, P, str], Told], taken: set[tuple[str, str, str]]
) -> None:
    """So many faults of one kind, where they can be made of what is so."""
    for one in draft.chance.sample(of, min(len(of), 30 * left + 100) if left else 0):
        place = (rate.silo, one.key, rate.field)
        if left == 0:
            return
        told = () if place in taken else maker(draft, one, rate.field)
        if told and not (rate.field and told[0] == getattr(one, rate.field)):
            taken.add(place)
            draft.slips.append(Slip(rate.silo, one.key, rate.fault, rate.field, *told))
            left -= 1


def _note(draft: Draft) -> None:
    """In a chapter that holds everything a banker has written down at least one resident number."""
    fit = (
        one.key
        for one in draft.people.values()
        if one.contact and not one.linked and age(one.born) >= 18 and one.document.kind is DocumentKind.CITIZEN
    )
    if draft.rich and (key := next(fit, None)):
        draft.amend(key, noted=True)


def _known_to(draft: Draft, silo: str) -> Iterable[Individual]:
    carded = {holder.who for each in draft.agreements if each.number.startswith("CC") for holder in each.holders}
    invested = {each.holders[0].who for each in draft.agreements if each.number.startswith("WP")}
    around = told_of(draft).get(silo, set[str]())
    for one in draft.people.values():
        if (one.since or DELIVERED) > DELIVERED:
            continue
        knows = {
            "core": one.cif, "cards": one.key in carded, "wealth": one.assessment or one.key in invested, "crm": one.contact,
            "register": one.registered,
        }  # fmt: skip
        if knows.get(silo, one.key in around):
            yield one


def _speaks_of(rate: Rate, one: Individual) -> bool:
    """Whether the silo writes that field of that person at all."""
    if rate.silo == "crm" and rate.field == "born":
        return not (one.cif and one.linked)
    return rate.silo != "crm" or rate.field != "document" or one.noted


def _same_sound(_: Draft, one: Individual, field: str) -> Told:
    return changed(one.name, names.same_sound) if one.nationality == "CN" else ()


def _same_shape(_: Draft, one: Individual, field: str) -> Told:
    return changed(one.name, names.SHAPES.get) if one.nationality == "CN" else ()


def changed(name: str, other: Callable[[str], str | None]) -> Told:
    """The last character that has one like it."""
    for place in range(len(name) - 1, 0, -1):
        if found := other(name[place]):
            return (name[:place] + found + name[place + 1 :],)
    return ()


def _latin_typo(draft: Draft, one: Individual, field: str) -> Told:
    for known, spelt in names.OTHER_SPELLINGS.items():
        if known in one.name_en:
            return (one.name_en.replace(known, spelt),)
    place = draft.chance.randrange(1, len(one.name_en) - 1)
    return (one.name_en[:place] + one.name_en[place + 1 :],) if one.name_en[place].isalpha() else ()


def _name_order(_: Draft, one: Individual, field: str) -> Told:
    first, _between, rest = one.name_en.partition(" ")
    return (f"{rest} {first}",)


def _letter_case(draft: Draft, one: Individual, field: str) -> Told:
    return (one.name_en.upper() if draft.chance.random() < 0.6 else one.name_en.lower(),)


def _title(_: Draft, one: Individual, field: str) -> Told:
    man = one.gender is Gender.MALE
    if one.name.isascii():
        return (f"{'Mr.' if man else 'Mrs.'} {one.name}",)
    return (one.name + ("先生" if man else "女士"),) if one.nationality in ("CN", "HK") else ()


def _old_name(draft: Draft, one: Individual, field: str) -> Told:
    """The family name someone was born with."""
    if one.nationality in ("GB", "US"):
        return (f"{one.name_en.partition(' ')[0]} {names.english(draft.chance, one.gender).family}",)
    if one.nationality != "CN":
        return ()
    family = names.split_family(one.name)
    text, reading, _ = draft.chance.choice(names.SURNAMES)
    if text == family:
        return ()
    return (text + one.name[len(family) :],) if field == "name" else (f"{reading.capitalize()} {one.name_en.partition(' ')[2]}",)


def _day_month(_: Draft, one: Individual, field: str) -> Told:
    born = one.born
    return (date(born.year, born.day, born.month),) if born.day <= 12 and born.day != born.month else ()


def _digits_swapped(draft: Draft, one: Individual, field: str) -> Told:
    return exchanged(draft, one.phone or "")


def exchanged(draft: Draft, number: str) -> Told:
    """Two digits that stand side by side."""
    places = [place for place in range(4, len(number)) if number[place] != number[place - 1]]
    if not places:
        return ()
    place = draft.chance.choice(places)
    return (number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :],)


def _check_digit(_: Draft, one: Individual, field: str) -> Told:
    shown = one.document
    if shown.kind is not DocumentKind.CITIZEN:
        return ()
    right = citizen_check(shown.number[:-1])
    return (Document(shown.kind, shown.number[:-1] + ("7" if right != "7" else "3"), shown.valid_until),)


def _old_address(draft: Draft, one: Individual, field: str) -> Told:
    return (dwelling(draft.chance, draft.site.city),)


def _missing(_: Draft, one: Individual, field: str) -> Told:
    return (None,) if getattr(one, field) else ()


def _said_twice(_: Draft, one: Individual, field: str) -> Told:
    return (None,)


MAKERS: dict[Fault, Callable[[Draft, Individual, str], Told]] = {
    Fault.SAME_SOUND: _same_sound, Fault.SAME_SHAPE: _same_shape, Fault.LATIN_TYPO: _latin_typo, Fault.NAME_ORDER: _name_order,
    Fault.LETTER_CASE: _letter_case, Fault.TITLE: _title, Fault.OLD_NAME: _old_name, Fault.DAY_MONTH: _day_month,
    Fault.DIGITS_SWAPPED: _digits_swapped, Fault.CHECK_DIGIT: _check_digit, Fault.OLD_ADDRESS: _old_address,
    Fault.MISSING: _missing, Fault.SAID_TWICE: _said_twice, Fault.SAID_TWICE_OTHERWISE: _same_sound,
}  # fmt: skip
