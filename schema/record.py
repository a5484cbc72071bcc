"""What each silo says about a party, and where each chosen value comes from."""

from dataclasses import fields
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from graph import model
from graph.mapping import Inherited
from graph.vocabulary import RecordMeta, meta_of
from resolvers import tasks
from schema.field import computed, edge, judged, node, prop, told
from schema.lineage import Pass
from schema.node import Node
from schema.scalars import Date, DateTime

if TYPE_CHECKING:
    from schema.party import Party

NOT_COMPARED = ("id", "bankKey", "riskTolerance", "riskAssessedOn", "riskValidUntil", "investorType", "kycLevel", "amlRating")
"""What is told apart, and what says nothing of who somebody is."""


def said(record: str) -> str:
    """What a record says of who its party is, field by field."""
    names = dict[str, bool]()
    for cls in model.RECORDS:
        meta = meta_of(cls)
        assert isinstance(meta, RecordMeta)
        days = {each.name for each in fields(cls) if each.type == date | None}
        names |= {name: own in days for own, name in meta.properties.items() if name not in NOT_COMPARED}
    cells = (f"[{name!r}, {f'toString({record}.{name})' if day else f'{record}.{name}'}]" for name, day in names.items())
    return f"[{', '.join(cells)}]"


def identified(path: str, record: str) -> str:
    """The documents that a record at the end of a path names, whose party is in scope."""
    return (
        f"COLLECT {{ MATCH {path}-[:DESCRIBES]->(_p:Party)-[_l:IDENTIFIED_BY]->(_n) "
        f"WHERE scoped(_p) AND _l.recordId = {record}.id RETURN [_n.kind, _n.id] ORDER BY _n.id }}"
    )


def reached(path: str, record: str) -> str:
    """The telephone numbers and addresses that such a record names."""
    return (
        f"COLLECT {{ MATCH {path}-[:DESCRIBES]->(_p:Party)-[_l:REACHED_AT|RESIDES_AT]->(_n) WHERE scoped(_p) "
        f"AND _l.recordId = {record}.id "
        "RETURN [coalesce(_n.kind, 'ADDRESS'), coalesce(_n.value, _n.text)] ORDER BY _n.kind, _n.id }"
    )


DECIDED = "COLLECT {{ MATCH (this)-[_d:DESCRIBES]->(_p:Party) WHERE scoped(_p) RETURN _d.{} }}[0]"


@told
class RecordField:
    """A field of what a silo says."""

    field: str
    """Its name; of documents, contact points and addresses their kind."""
    value: str
    """Its value; several, as other names, one after the other."""


@node("SourceRecord", scope=Inherited("-[:DESCRIBES]->", "Party"))
class SourceRecord(Node):
    """What one silo says about one party; never altered by matching."""

    record_id: str = prop("id")
    """The silo's own id, behind the name of its system."""
    system: str
    """The silo."""
    name: str | None
    """The name it gives."""
    name_en: str | None
    """The English name it gives."""
    bank_key: str | None = prop(tag="account_number", mask="'…' + right(this.bankKey, 2)")
    """The bank's own customer number, where the silo has it."""
    effective_on: Date | None
    """The day its newest delivery speaks of."""
    until: Date | None
    """The first day on which the silo no longer told it; null while it does."""
    versions: int = prop("sequence")
    """How often it said something new."""
    passes: list[Pass] = edge("-[:SAID_IN]->", by="startedAt DESC", dated=False)
    """The passes that brought something new of it, the last first."""
    matched_by: str | None = computed(DECIDED.format("rule"))
    """The rule by which it describes its party."""
    matched_at: DateTime | None = computed(DECIDED.format("recordedAt"))
    """When that was decided."""
    party: Annotated["Party", strawberry.lazy("schema.party")] | None = edge("-[:DESCRIBES]->", dated=False)
    """The party that it describes."""
    fields: list[RecordField] | None = judged(tasks.fields, f"{said('this')} + {identified('(this)', 'this')}", tag="identity")
    """What it says of who that is, as the silo gave it, with the documents it names; without ratings."""
    contacts: list[RecordField] | None = judged(tasks.fields, reached("(this)", "this"), tag="contact")
    """How its party can be reached, as this silo says."""


@strawberry.enum(description="How a chosen value was verified.")
class VerifiedHow(Enum):
    DOCUMENT = strawberry.enum_value("DOCUMENT", description="Its silo has seen a document of the party, in which it stands.")
    REGISTER = strawberry.enum_value("REGISTER", description="A public register says so.")
    STEWARD = strawberry.enum_value("STEWARD", description="A steward said so, and from what it is known (`stewardValues`).")


@told
class FieldSource:
    """Where a chosen value comes from, and since when it is verified."""

    field: str
    """The field."""
    record_id: str
    """The record that says so."""
    system: str
    """Its silo."""
    on: Date | None
    """The day it speaks of."""
    verified_at: Date | None
    """The day from which on its silo says that it has seen the document, or of the register's or the steward's word; null where
    nobody verified."""
    verified_how: VerifiedHow | None
    """How it was verified."""
    is_due: bool | None
    """Whether that is longer ago than C360_REVERIFY_DAYS, so that it is to be verified again; null where nobody verified."""


@told
class StewardValue:
    """A value that a steward has said by hand: it outranks every silo's until it is withdrawn."""

    field: str
    """The field."""
    value: str
    """The value, as it was said."""
    by: str
    """Who said so."""
    why: str
    """Why."""
    evidence: str
    """From what it is known."""
    at: DateTime
    """When."""
    record_id: str
    """The record of system `desk` that holds it."""
    about: str
    """The silo's record that it is about: it goes where that record goes, on merge and unmerge."""
    counts: bool
    """Whether it is the chosen value: of two stewards' words that a merge has brought together the later one is."""


def _chosen() -> list[str]:
    metas = [meta_of(cls) for cls in model.RECORDS]
    names = [name for meta in metas if isinstance(meta, RecordMeta) for name in meta.properties.values()]
    return sorted({*names} - {"id", "bankKey"})


CHOSEN = f"[{', '.join(f'[{name!r}, this.{name}From, toString(this.{name}At)]' for name in _chosen())}]"
NEAR = f"""[{CHOSEN},
  COLLECT {{ MATCH (this)-[_l:IDENTIFIED_BY]->(_n) WHERE _l.seen AND _l.until IS NULL
    RETURN [_l.recordId, toString(_l.effectiveOn)] ORDER BY _l.recordId LIMIT 200 }},
  COLLECT {{ MATCH (this)<-[:DESCRIBES]-(_r) WHERE _r.public RETURN _r.id ORDER BY _r.id LIMIT 200 }},
  toString($today), $reverifyDays]"""
