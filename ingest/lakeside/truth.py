"""The truth beside the deliveries, which no silo has and ingest never reads: JSON lines, a file for each kind of fact.

People and organisations are named by their keys; `said` lists the silos of the main delivery that say the fact, none
where the bank has it to find. What each file holds stands in docs/demo-bank.md.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any

from graph.model import Evidence
from graph.money import told as money
from ingest.lakeside import said
from ingest.lakeside.cast import Fault, Individual, Organisation, Place, Silo, Slip
from ingest.lakeside.part import Part, Sheet, refused
from ingest.lakeside.silos import wealth

Fact = dict[str, Any]


def _people(part: Part) -> Iterator[Fact]:
    numbers, others = {one.key: silos for one, silos in _numbered(part)}, said.Records(part)
    for one in part.chapter.individuals:
        if one.same_as is None:
            yield _party(
                one, name_en=one.name_en, gender=one.gender, born=one.born, nationality=one.nationality, phone=one.phone,
                home=_plain(one.home), document=one.document.number,
                records=[*others.beside(one, _records(part, one, numbers)), *others.apart(one)],
            )  # fmt: skip


def _companies(part: Part) -> Iterator[Fact]:
    others = said.Records(part)
    for one in part.chapter.organisations:
        own = [[f"core:{one.cif}", *_contact(one)]] if one.cif else [_contact(one)] if one.contact else []
        yield _party(
            one, short_name=one.short_name, uscc=one.uscc, phone=one.phone, seat=_plain(one.seat),
            records=[*others.beside(one, own), [f"register:{one.uscc}"], *others.apart(one)],
        )  # fmt: skip


def _party(one: Individual | Organisation, *, records: list[list[str]], **more: object) -> Fact:
    silos = sorted({record.partition(":")[0] for record in chain(*records)})
    return {"key": one.key, "name": one.name, **more, "records": records, "said": silos}


def _numbered(part: Part) -> Iterator[tuple[Individual, list[str]]]:
    """Which silos know someone by the customer number."""
    carded = {holder.who for account in part.agreements(Silo.CARDS) for holder in account.holders}
    assessed = {one.key for one in wealth.clients(part)}
    for one in part.chapter.individuals:
        yield one, ["core"] + ["cards"] * (one.key in carded) + ["wealth"] * (one.key in assessed)


def _records(part: Part, one: Individual, silos: dict[str, list[str]]) -> Iterator[list[str]]:
    """Lists of ids of source records: each list one party before records are matched, all of them this one."""
    if one.cif:
        yield [f"{silo}:{one.cif}" for silo in silos[one.key]] + (_contact(one) if one.linked else [])
    if one.contact and not (one.cif and one.linked):
        yield _contact(one)
    yield from ([f"crm:{each.contact}"] for each in part.sightings(one.key))
    yield from ([f"{silo}:{other.cif}" for silo in silos[other.key]] for other in part.others(one.key))
    if one.registered:
        yield [f"register:{one.registered}"]


def _contact(one: Individual | Organisation) -> list[str]:
    return [f"crm:{one.contact}"] if one.contact else []


def _households(part: Part) -> Iterator[Fact]:
    for home in part.chapter.homes:
        members = [{"who": one.who, "role": one.role} for one in home.members]
        yield {"key": home.key, "name": home.name, "members": members, "said": ["crm"] * home.declared}


def _kin(part: Part) -> Iterator[Fact]:
    for one in part.chapter.ties:
        yield {"who": one.who, "kind": one.kind, "other": one.other, "since": one.since, "said": ["crm"] * one.declared}


def _deciders(part: Part) -> Iterator[Fact]:
    for one in part.chapter.voices:
        yield {
            "who": one.who, "company": one.company, "role": one.role, "stance": one.stance, "influence": one.influence,
            "opportunity": one.opportunity, "since": one.since, "evidence": one.evidence, "by": _banker(one.said_by),
            "said_on": one.said_on, "said": ["crm"],
        }  # fmt: skip


def _banker(id_: str | None) -> str | None:
    return id_ and f"core:{id_}"


def _closeness(part: Part) -> Iterator[Fact]:
    for one in part.chapter.nearness:
        yield {
            "who": one.who, "company": one.company, "level": one.level, "desired": one.desired, "since": one.since,
            "evidence": one.evidence, "by": _banker(one.said_by), "said_on": one.said_on, "said": ["crm"],
        }  # fmt: skip


def _bonds(part: Part) -> Iterator[Fact]:
    for one in part.chapter.bonds:
        yield {
            "kind": one.kind, "who": one.who, "other": one.other, "company": one.company, "strength": one.strength,
            "since": one.since, "evidence": one.evidence, "by": _banker(one.said_by), "said_on": one.said_on, "said": ["crm"],
        }  # fmt: skip


def _owners(part: Part) -> Iterator[Fact]:
    for one in part.chapter.stakes:
        silos = ["crm"] * one.known_to_bank + ["register"]
        yield {"who": one.who, "company": one.company, "share": one.share, "band": one.band, "since": one.since, "said": silos}


def _officers(part: Part) -> Iterator[Fact]:
    """As the register has them; then those that only the tax office knows."""
    taxed = {(one.who, one.company, one.office): one.since for one in part.chapter.tax_staff}
    for one in part.chapter.officers:
        also = ["tax"] * (taxed.pop((one.who, one.company, one.office), None) is not None)
        silos = ["crm"] * one.known_to_bank + ["register"] + also
        yield {"who": one.who, "company": one.company, "office": one.office, "since": one.since, "until": one.until, "said": silos}
    for (who, company, office), since in taxed.items():
        yield {"who": who, "company": company, "office": office, "since": since, "until": None, "said": ["tax"]}


def _branches(part: Part) -> Iterator[Fact]:
    for one in part.chapter.branches:
        yield {"who": one.who, "company": one.company, "since": one.since, "said": ["register"]}


def _wages(part: Part) -> Iterator[Fact]:
    for one in part.chapter.wages:
        silos = ["core" if one.payroll else "crm"]
        yield {"employer": one.employer, "who": one.who, "title": one.title, "since": one.first, "until": one.last, "said": silos}


def _trades(part: Part) -> Iterator[Fact]:
    for one in part.chapter.trades:
        yield {"supplier": one.supplier, "buyer": one.buyer, "volume": one.volume, "since": one.since, "said": ["crm"]}


def _events(part: Part) -> Iterator[Fact]:
    """As they happened; then what the app alone takes someone to be busy with."""
    seen = {(one.who, one.kind, one.on): one.number for one in part.chapter.signals}
    for one in part.chapter.happenings:
        yield {
            "number": one.number, "who": one.about, "kind": one.kind, "on": one.on, "evidence": one.evidence,
            "said": ["crm"] * one.recorded + ["app"] * (seen.pop((one.about, one.kind, one.on), None) is not None),
        }  # fmt: skip
    for (who, kind, on), number in seen.items():
        yield {"number": number, "who": who, "kind": kind, "on": on, "evidence": Evidence.INFERRED, "said": ["app"]}


def _left(part: Part) -> Iterator[Fact]:
    for one in part.chapter.departures:
        yield {
            "who": one.who, "drained": one.drained, "on": one.on, "complaint": one.complaint, "request": one.request,
            "said": ["core"],
        }  # fmt: skip


def _bought(part: Part) -> Iterator[Fact]:
    offerings = {each.number: each.offering for each in part.chapter.agreements}
    for one in part.chapter.purchases:
        silos = [str(part.silo_of(one.agreement))]
        yield {
            "who": one.who, "agreement": one.agreement, "offering": offerings[one.agreement], "on": one.on, "because": one.because,
            "said": silos,
        }  # fmt: skip


def _errors(part: Part) -> Iterator[Fact]:
    for slip in part.chapter.slips:
        one = part.party(slip.who)
        who = getattr(one, "same_as", None) or one.key
        yield {
            "record": _record(slip, one), "silo": slip.silo, "who": who, "fault": slip.fault, "field": slip.field or None,
            "true": _plain(getattr(one, slip.field)) if slip.field else None, "told": _plain(slip.told),
            "refused": refused(slip), "said": [slip.silo],
        }  # fmt: skip
    for other in part.chapter.individuals:
        if other.same_as:
            yield _second(f"core:{other.cif}", "core", other.same_as, Fault.SECOND_NUMBER)
    for sighting in part.chapter.sightings:
        yield _second(f"crm:{sighting.contact}", "crm", sighting.of, Fault.SECOND_CONTACT)


def _record(slip: Slip, one: Individual | Organisation) -> str:
    person = isinstance(one, Individual)
    public = one.registered if person else one.uscc
    own = {"crm": one.contact, "register": public} | {silo: number(slip.who) for silo, number in said.NUMBERS.items()}
    own |= {} if person else {"tax": public}
    return f"{slip.silo}:{own.get(slip.silo, one.cif)}"


def _second(record: str, silo: str, who: str, fault: Fault) -> Fact:
    return {
        "record": record, "silo": silo, "who": who, "fault": fault, "field": None, "true": None, "told": None, "refused": False,
        "said": [silo],
    }  # fmt: skip


def _changes(part: Part) -> Iterator[Fact]:
    """Between the states that were delivered, so of the chapter as it ends."""
    for one in part.told.changes:
        person = next(each for each in part.told.individuals if each.key == one.who)
        now = _plain(getattr(person, one.field))
        silos = ["core"] * bool(person.cif) + ["crm"] * bool(person.contact)
        yield {
            "who": one.who,
            "kind": one.kind,
            "field": one.field,
            "on": one.on,
            "was": _plain(one.was),
            "now": now,
            "said": silos,
        }
    yield from (_change(one.who, "LEFT", one.on, None) for one in part.told.departures if one.on > part.on)
    for one in part.told.individuals:
        if one.since and one.since > part.on:
            yield _change(one.key, "CAME", one.since, list(_records(part, one, {one.key: ["core"]})))


def _change(who: str, kind: str, on: date, now: object) -> Fact:
    return {"who": who, "kind": kind, "field": None, "on": on, "was": None, "now": now, "said": ["core"]}


def _accounts(part: Part) -> Iterator[Fact]:
    for one in part.chapter.agreements:
        silo = part.silo_of(one.number)
        holders = [{"who": holder.who, "role": holder.role, "since": holder.since or one.opened} for holder in one.holders]
        yield {
            "id": f"{silo}:{one.number}", "currency": one.currency, "balance": money(part.ledger.closing[one.number], one.currency),
            "holders": holders, "said": [str(silo)],
        }  # fmt: skip


def _situations(part: Part) -> Iterator[Fact]:
    for one in part.chapter.situations:
        yield {"key": one.key, "why": one.why, "who": one.who, "said": []}


def _plain(value: object) -> object:
    if isinstance(value, Place):
        return {"text": value.text, "postcode": value.postcode}
    return getattr(value, "number", value)


def _sheet(facts: Callable[[Part], Iterable[Fact]]) -> Sheet:
    def lines(part: Part) -> Iterator[str]:
        return (json.dumps(fact, ensure_ascii=False, default=_day) for fact in facts(part))

    return Sheet(f"{facts.__name__.removeprefix('_')}.jsonl", lines)


def _day(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


SHEETS = tuple(
    _sheet(facts)
    for facts in (
        _people, _companies, _households, _kin, _deciders, _closeness, _bonds, _owners, _officers, _branches, _wages, _trades,
        _events, _left, _bought, _errors, _changes, _accounts, _situations, said.facilities, said.collateral, said.ratings,
        said.guarantees, said.requests, said.conversations, said.surveys, said.devices, said.visits, said.reports, said.elsewhere,
        said.tax_years,
    )
)  # fmt: skip


def tally(part: Part) -> Counter[str]:
    """How many customers and how many parties before matching."""
    customers = sum(1 for one in (*part.chapter.individuals, *part.chapter.organisations) if one.cif)
    return Counter(customers=customers, parties=sum(len(one["records"]) for one in chain(_people(part), _companies(part))))
