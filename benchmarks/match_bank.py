"""The demo bank's records as its silos deliver them, each with the person or company that it truly is of."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.match_measures import numbered
from benchmarks.match_records import Labelled
from graph.model import Address, Company, ContactKind, ContactPoint, IdentifiedBy, IdentityDocument, Person, ReachedAt, ResidesAt
from ingest import lakeside
from ingest.delivery import Delivery
from ingest.lakeside.deliver import TRUTH
from ingest.match.table import Told, flattened
from ingest.quarantine import Quarantine
from ingest.sources import source
from ingest.spool import Spool

_RESIDENT = ("CN_ID", "CN_HK_RESIDENT", "CN_PERMANENT_RESIDENT")
Links = Mapping[str, Mapping[str, list[str]]]


def labelled(directory: Path, kind: str) -> Labelled:
    """The records of one kind (person, company) of the main delivery. What the silos share a customer number of is one party."""
    held = dict[type[Any], list[Any]]()
    for name, place in lakeside.deliveries(directory):
        _read(name, Path(place), held)
    truth = {record: one["key"] for one in _truth(directory, kind) for records in one["records"] for record in records}
    told = list({each.id: each for each in _told(kind, held) if each.id in truth}.values())
    made = flattened(kind, told)
    return Labelled(made, numbered([truth[id_.partition(" ")[0]] if " " not in id_ else None for id_ in made.ids]))


def _truth(directory: Path, kind: str) -> Iterator[Mapping[str, Any]]:
    name = "people" if kind == "person" else "companies"
    with (directory / TRUTH / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _read(name: str, place: Path, held: dict[type[Any], list[Any]]) -> None:
    with (
        TemporaryDirectory() as folder,
        Spool(Path(folder) / "spool") as spool,
        Quarantine(Path(folder) / "quarantine.jsonl") as quarantine,
    ):
        for _ in Delivery(source(name), place).read(spool, quarantine):
            pass
        spool.sealed()
        for cls in (Person, Company, IdentifiedBy, IdentityDocument, ReachedAt, ContactPoint, ResidesAt, Address):
            held.setdefault(cls, []).extend(kept.record for batch in spool.batches(cls) for kept in batch)


def _told(kind: str, held: Mapping[type[Any], Sequence[Any]]) -> Iterator[Told]:
    beside = _beside(held)
    for one in held[Person if kind == "person" else Company]:
        more = beside.get(one.id, {})
        yield Told(one.id, one.bank_key, (_person if kind == "person" else _company)(one) | more)


def _person(one: Person) -> dict[str, Sequence[str]]:
    return _said({
        "full_name": one.name, "latin_name": one.name_en, "given_name": one.given_name, "family_name": one.family_name,
        "gender": one.gender and one.gender.value, "birth_date": one.birth_date and one.birth_date.isoformat(),
        "nationality": one.nationality, "occupation": one.occupation, "birth_place": one.birth_place,
    })  # fmt: skip


def _company(one: Company) -> dict[str, Sequence[str]]:
    return _said({
        "name": one.name, "latin_name": one.name_en, "short_name": one.short_name, "legal_form": one.legal_form, "uscc": one.uscc,
        "lei": one.lei, "founded": one.founded_on and one.founded_on.isoformat(), "country": one.country,
    })  # fmt: skip


def _said(fields: Mapping[str, str | None]) -> dict[str, Sequence[str]]:
    return {name: (value,) for name, value in fields.items() if value}


def _beside(held: Mapping[type[Any], Sequence[Any]]) -> dict[str, dict[str, list[str]]]:
    """What hangs on each record: documents, telephones, addresses."""
    found = dict[str, dict[str, list[str]]]()
    documents, contacts, places = ({each.id: each for each in held[cls]} for cls in (IdentityDocument, ContactPoint, Address))
    for link in held[IdentifiedBy]:
        document = documents[link.document]
        field = "national_id" if document.kind in _RESIDENT else "uscc" if document.kind == "USCC" else "document"
        _add(found, link.record, field, document.number)
    for link in held[ReachedAt]:
        contact = contacts[link.contact]
        if contact.kind is not ContactKind.WECHAT:
            _add(found, link.record, "phone" if contact.kind is ContactKind.PHONE else "email", contact.value)
    for link in held[ResidesAt]:
        place = places[link.address]
        _add(found, link.record, "address", place.text)
        _add(found, link.record, "postcode", place.postcode)
    return found


def _add(found: dict[str, dict[str, list[str]]], record: str, field: str, value: str | None) -> None:
    held = found.setdefault(record, {}).setdefault(field, [])
    if value and value not in held:
        held.append(value)
