"""The CRM: JSON lines as its screens hold them, contacts by its own ids, customer numbers where bankers entered them."""

import json
from collections.abc import Iterator
from datetime import date

from ingest.lakeside.cast import Document, Individual, Organisation, Place, Sighting
from ingest.lakeside.part import Part, Sheet


def _json(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _mobile(number: str | None) -> str | None:
    return f"+86 {number[:3]} {number[3:7]} {number[7:]}" if number else None


def _address(place: Place | None) -> dict[str, str] | None:
    return place and {
        "text": place.text,
        "city": place.city,
        "region": place.region,
        "postcode": place.postcode,
        "country": place.country,
    }


def _contacts(part: Part) -> Iterator[str]:
    yield from (_person(one) for one in part.individuals("crm") if one.contact)
    yield from (_sighting(one) for one in part.chapter.sightings)


def _person(one: Individual) -> str:
    cif = one.cif if one.linked else None
    return _json(
        id=one.contact, cif=cif, name=one.called or one.name, nameEn=one.called_en or one.name_en, gender=one.gender[0],
        birthDate=_day(one.born) if cif is None else None,
        **_noted(one.document if one.noted else None), mobile=_mobile(one.phone), email=one.email, wechat=one.wechat,
        address=_address(one.home), lead="CUSTOMER" if one.cif else "PROSPECT",
    )  # fmt: skip


def _noted(document: Document | None) -> dict[str, str]:
    """The number of a document that a banker wrote down, rarely."""
    return {"idType": document.kind, "idNo": document.number} if document else {}


def _sighting(one: Sighting) -> str:
    return _json(
        id=one.contact, cif=None, name=one.name, nameEn=None, gender=None, birthDate=None,
        **_noted(one.document), mobile=_mobile(one.phone), email=one.email, wechat=None,
        address=_address(one.home), lead="PROSPECT",
    )  # fmt: skip


def _companies(part: Part) -> Iterator[str]:
    for one in part.companies("crm"):
        if one.contact:
            yield _json(
                id=one.contact, cif=one.cif, name=_written(one), nameEn=one.name_en, shortName=one.short_name,
                switchboard=one.phone, address=_address(one.seat), industry=one.industry, listed=one.listed,
            )  # fmt: skip


def _written(one: Organisation) -> str:
    """Bankers write customers' names short."""
    return one.short_name if one.cif else one.name


def _households(part: Part) -> Iterator[str]:
    for home in part.chapter.homes:
        if not home.declared:
            continue
        members = [{"contact": part.contact(one.who), "role": one.role, "primary": one.primary} for one in home.members]
        yield _json(id=home.key, name=home.name, declaredBy=members[0]["contact"], members=members)


def _relations(part: Part) -> Iterator[str]:
    for tie in part.chapter.ties:
        if tie.declared:
            yield _json(contact=part.contact(tie.who), isThe=tie.kind, of=part.contact(tie.other), since=_day(tie.since))


def _employment(part: Part) -> Iterator[str]:
    """Where the payroll does not say it."""
    for wage in part.chapter.wages:
        if not wage.payroll:
            yield _json(
                contact=part.contact(wage.who), company=part.contact(wage.employer), title=wage.title, since=_day(wage.first),
                until=_day(wage.last),
            )  # fmt: skip


def _coverage(part: Part) -> Iterator[str]:
    for care in part.chapter.care:
        team = [{"employee": banker, "function": function} for banker, function in care.team]
        yield _json(party=part.contact(care.who), unit=care.unit, assistingUnit=care.assisting, since=_day(care.since), team=team)


def _acquaintances(part: Part) -> Iterator[str]:
    for one in part.chapter.acquaintances:
        yield _json(
            employee=one.banker, contact=part.contact(one.who), how=one.how, strength=one.strength, lastMet=_day(one.last_met)
        )


def _ownership(part: Part) -> Iterator[str]:
    for one in part.chapter.stakes:
        if one.known_to_bank:
            yield _json(owner=part.contact(one.who), company=part.contact(one.company), percent=one.share, since=_day(one.since))


def _officers(part: Part) -> Iterator[str]:
    for one in part.chapter.officers:
        if one.known_to_bank:
            yield _json(
                contact=part.contact(one.who), company=part.contact(one.company), office=one.office, since=_day(one.since),
                until=_day(one.until),
            )  # fmt: skip


def _stakeholders(part: Part) -> Iterator[str]:
    for one in part.chapter.voices:
        yield _json(
            contact=part.contact(one.who), company=part.contact(one.company), role=one.role, stance=one.stance,
            influence=one.influence, evidence=one.evidence, since=_day(one.since), opportunity=one.opportunity,
            saidBy=one.said_by, saidOn=_day(one.said_on),
        )  # fmt: skip


def _closeness(part: Part) -> Iterator[str]:
    for one in part.chapter.nearness:
        yield _json(
            contact=part.contact(one.who), company=part.contact(one.company), level=one.level, desired=one.desired,
            evidence=one.evidence, saidBy=one.said_by, saidOn=_day(one.said_on), since=_day(one.since),
        )  # fmt: skip


def _bonds(part: Part) -> Iterator[str]:
    for one in part.chapter.bonds:
        yield _json(
            kind=one.kind, contact=part.contact(one.who), other=part.contact(one.other),
            company=part.contact(one.company) if one.company else None, strength=one.strength, evidence=one.evidence,
            saidBy=one.said_by, saidOn=_day(one.said_on), since=_day(one.since), until=None,
        )  # fmt: skip


def _trade(part: Part) -> Iterator[str]:
    for one in part.chapter.trades:
        yield _json(
            supplier=part.contact(one.supplier), buyer=part.contact(one.buyer), yearlyVolume=f"{one.volume}.00", currency="CNY",
            evidence=one.evidence, since=_day(one.since),
        )  # fmt: skip


def _institutes(part: Part) -> Iterator[str]:
    return (_json(code=one.code, name=one.name) for one in part.chapter.institutes)


def _elsewhere(part: Part) -> Iterator[str]:
    for one in part.chapter.elsewhere:
        yield _json(party=part.contact(one.who), bank=one.bank, shareOfWallet=one.share, basis=one.basis)


def _interactions(part: Part) -> Iterator[str]:
    for one in part.chapter.touches:
        yield _json(
            id=one.number, party=part.contact(one.about), channel=one.channel, at=one.at.isoformat(), topic=one.topic,
            summary=one.summary, employee=one.banker,
        )  # fmt: skip


def _events(part: Part) -> Iterator[str]:
    for one in part.chapter.happenings:
        if one.recorded:
            yield _json(
                id=one.number, party=part.contact(one.about), kind=one.kind, on=_day(one.on), evidence=one.evidence, text=one.text
            )


def _opportunities(part: Part) -> Iterator[str]:
    for one in part.chapter.deals:
        product = one.offering and {"system": part.offerings[one.offering].silo, "code": one.offering}
        amount = None if one.amount is None else f"{one.amount}.00"
        yield _json(
            id=one.number, party=part.contact(one.about), name=one.name, stage=one.stage, product=product, amount=amount,
            currency="CNY", probability=one.probability, closes=_day(one.closes),
        )  # fmt: skip


SHEETS = (
    Sheet("contacts.jsonl", _contacts),
    Sheet("companies.jsonl", _companies),
    Sheet("households.jsonl", _households),
    Sheet("relations.jsonl", _relations),
    Sheet("employment.jsonl", _employment),
    Sheet("coverage.jsonl", _coverage),
    Sheet("acquaintances.jsonl", _acquaintances),
    Sheet("ownership.jsonl", _ownership),
    Sheet("officers.jsonl", _officers),
    Sheet("opportunities.jsonl", _opportunities),
    Sheet("stakeholders.jsonl", _stakeholders),
    Sheet("closeness.jsonl", _closeness),
    Sheet("bonds.jsonl", _bonds),
    Sheet("trade.jsonl", _trade),
    Sheet("banks.jsonl", _institutes),
    Sheet("elsewhere.jsonl", _elsewhere),
    Sheet("interactions.jsonl", _interactions),
    Sheet("events.jsonl", _events),
)
