"""What each silo says about a party, and where each chosen value comes from."""

from graph import model
from graph.mapping import Inherited
from graph.vocabulary import RecordMeta, meta_of
from schema.field import computed, edge, node, prop, told
from schema.lineage import Pass
from schema.node import Node
from schema.scalars import Date, DateTime

DECIDED = "COLLECT {{ MATCH (this)-[_d:DESCRIBES]->(_p:Party) WHERE scoped(_p) RETURN _d.{} }}[0]"


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


@told
class FieldSource:
    """Where a chosen value comes from."""

    field: str
    """The field."""
    record_id: str
    """The record that says so."""
    system: str
    """Its silo."""
    on: Date | None
    """The day it speaks of."""


def _chosen() -> list[str]:
    metas = [meta_of(cls) for cls in model.RECORDS]
    names = [name for meta in metas if isinstance(meta, RecordMeta) for name in meta.properties.values()]
    return sorted({*names} - {"id", "bankKey"})


NEAR = f"[{', '.join(f'[{name!r}, this.{name}From, toString(this.{name}At)]' for name in _chosen())}]"
