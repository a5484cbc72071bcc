"""One person with everything a silo can say of them."""

from dataclasses import dataclass
from datetime import date

from graph.model import Gender, RiskTolerance
from ingest.lakeside.cast import Assessment, Document, Individual, Place
from ingest.lakeside.ledger import EARLIER
from ingest.lakeside.population import numbers
from ingest.lakeside.population.draft import Draft
from ingest.lakeside.population.names import Name

TODAY = date(2026, 10, 31)
IN_CRM, LINKED, NOTED, WITH_EMAIL, WITH_WECHAT = 0.82, 0.8, 0.2, 0.5, 0.3
"""Shares: of customers that the CRM knows; of those with the customer number entered; of the others with a document's
number written down; of adults with an address on the net, with a WeChat name."""
_TOLERANCES, _TOLERANCE_WEIGHTS = tuple(RiskTolerance), (20, 30, 30, 15, 5)
_WORK = ("WORKER", "CLERK", "PROFESSIONAL", "TEACHER", "ENGINEER", "MANAGER", "CIVIL_SERVANT", "SELF_EMPLOYED", "OTHER")
_WORK_WEIGHTS = (28, 22, 14, 6, 10, 8, 6, 4, 2)


@dataclass(frozen=True, slots=True)
class Life:
    """Who someone is before the bank knows them."""

    name: Name
    gender: Gender
    born: date
    home: Place
    nationality: str = "CN"
    phone_of: Individual | None = None  # whose telephone reaches them


def age(born: date) -> int:
    return TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))


def birthday(draft: Draft, youngest: int, oldest: int) -> date:
    """Of someone who is of that age in years on the day of the main delivery."""
    return draft.day(date(TODAY.year - oldest - 1, 11, 1), date(TODAY.year - youngest, 10, 30))


def settle(draft: Draft, life: Life, *, customer: bool, document: Document | None = None, since: date | None = None) -> Individual:
    """Adds someone to the chapter: a customer while there is room, else a contact of the CRM."""
    chance, place = draft.chance, draft.numbers.place()
    customer = customer and draft.room > 0
    adult = age(life.born) >= 18
    contact = not customer or chance.random() < IN_CRM
    linked = customer and chance.random() < LINKED
    return draft.add(Individual(
        key=f"p{place}", name=life.name.text, name_en=life.name.latin, gender=life.gender, born=life.born,
        document=document or draft.numbers.citizen(life.born, life.gender), home=life.home, phone=_phone(draft, life, place),
        cif=numbers.customer(place) if customer else None, unit=draft.site.unit,
        since=(since or _since(draft, life.born)) if customer else None, contact=f"C-{place}" if contact else None,
        email=f"p{place}@example.com" if adult and chance.random() < WITH_EMAIL else None,
        wechat=f"lk_{place}" if adult and chance.random() < WITH_WECHAT else None, nationality=life.nationality,
        occupation=_occupation(draft, age(life.born)), assessment=_assessment(draft) if customer and adult else None,
        kyc_level="ENHANCED" if life.nationality in ("JO", "AE") or chance.random() < 0.02 else "STANDARD",
        aml_rating=chance.choices(("LOW", "MEDIUM", "HIGH"), cum_weights=(96, 99.5, 100))[0],
        linked=linked, noted=not linked and contact and adult and chance.random() < NOTED,
    ))  # fmt: skip


def _phone(draft: Draft, life: Life, place: int) -> str | None:
    if life.phone_of:
        return life.phone_of.phone
    return numbers.mobile(place) if age(life.born) >= 14 else None


def _since(draft: Draft, born: date) -> date:
    """Most have been with the bank for years; none came before the bank kept books or they were born."""
    first = max(date(1996, 1, 2), date(born.year + (18 if age(born) > 19 else 0), 12, 28))
    return min(draft.day(first, max(first, date(2026, 6, 30))), EARLIER)


def _occupation(draft: Draft, years: int) -> str:
    if years < 22:
        return "STUDENT" if years >= 6 else "NONE"
    if years >= 60:
        return "RETIRED"
    return draft.chance.choices(_WORK, _WORK_WEIGHTS)[0]


def _assessment(draft: Draft) -> Assessment | None:
    if draft.chance.random() < 0.6:
        return None
    on = draft.day(date(2025, 7, 1), date(2026, 10, 20))
    level = draft.chance.choices(_TOLERANCES, _TOLERANCE_WEIGHTS)[0]
    return Assessment(level, on, date(on.year + 1, on.month, min(on.day, 28)), professional=draft.chance.random() < 0.02)
