"""What a whole delivery leaves out: it ends on the delivery's day. Nothing is deleted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.ledger import Outcome, Writer, once
from graph.links import end_links, optional_links
from graph.model import NODES, RECORDS, RELATIONSHIPS
from graph.records import end_records
from graph.relationships import carry_out, text_of
from graph.session import Run, Session
from graph.vocabulary import End, RelationshipMeta, node_meta, relationship_meta
from graph.words import Plan, Stored, stored_words, tell

Identity = tuple[str, ...]
"""Of a record or node its key; of a relationship both ends' (a party's is its record's) and what tells it from others."""

# Of a delivery with later ones behind it, those are of interest that hold on its day; else those that hold, and where a pass
# is resumed those that it has ended already.
RECORDS_OF = """
MATCH (n:SourceRecord) WHERE n.system = $source AND n.kind = $kind AND n.about IS NULL
  AND ($until IS NOT NULL OR n.until IS NULL OR n.until = $on)
RETURN n.id, true"""
NODES_OF = """
MATCH (n:{label}) WHERE n.source = $source AND ($until IS NOT NULL OR n.until IS NULL OR n.until = $on)
RETURN n.{key}, coalesce(n.until = $until AND n.toldOn <= $on, $until IS NULL)"""
WORDS_OF = """
MATCH (a)-[r:{type}]->(b) WHERE r.source = $source
  AND (r.until IS NULL OR r.until = $on OR (r.until > $on AND r.effectiveOn <= $on))
RETURN DISTINCT {a}, {b}, coalesce(r.by, '')"""
END_NODES = """
UNWIND $keys AS key
MATCH (n:{label} {{{key}: key}})
SET n:{label}
WITH n, CASE WHEN n.until IS NULL OR n.until <> $on THEN 1 ELSE 0 END AS newly
WHERE n.source = $source
SET n.until = $on
RETURN sum(newly)"""
FOUND = """
UNWIND $rows AS row
{start}
{end}
SET a:{label}
WITH row, a, b
MATCH (a)-[r:{type} {{{identity}}}]->(b) WHERE r.source = $source
RETURN row.place, collect([elementId(r), properties(r)])"""
AT_ONCE = 5_000


@dataclass(slots=True)
class LeftOut:
    """Things of one class that a delivery did not mention; `links` are nodes that may have ended earlier and whose links may
    not have."""

    ended: list[Identity] = field(default_factory=list[Identity])
    links: list[Identity] = field(default_factory=list[Identity])


ENDING: tuple[type[Any], ...] = (*(cls for cls in NODES if node_meta(cls).ends), *RELATIONSHIPS, *RECORDS)


async def left_out(session: Session, writer: Writer, cls: type[Any], mentioned: Callable[[Identity], bool]) -> LeftOut:
    """What the graph has of this silo and class, and the delivery does not mention."""
    text, params = _listed(cls)

    async def looked() -> LeftOut:
        found = LeftOut()
        async for *identity, ends in session.stream(text, writer.params() | params):
            if cls in RELATIONSHIPS:
                identity.append(ends)
            if mentioned(tuple(identity)):
                continue
            found.links.append(tuple(identity))
            if cls in RELATIONSHIPS or ends:
                found.ended.append(tuple(identity))
        return found

    return await session.patiently(looked)


def _listed(cls: type[Any]) -> tuple[str, dict[str, Any]]:
    if cls in RECORDS:
        return RECORDS_OF, {"kind": cls.__name__.upper()}
    if cls in NODES:
        return NODES_OF.format(label=node_meta(cls).label, key=node_meta(cls).key), {}
    meta = relationship_meta(cls)
    ends = [_told(meta, end, name) for end, name in ((meta.start, "a"), (meta.end, "b"))]
    return WORDS_OF.format(type=meta.type, a=ends[0], b=ends[1]), {}


def _told(meta: RelationshipMeta, end: End, name: str) -> str:
    if not end.of_record:
        return f"{name}.{end.key}"
    return "r.toRecordId" if end is meta.end and meta.start.of_record else "r.recordId"


async def end(session: Session, writer: Writer, cls: type[Any], batch: str, ended: Sequence[Identity]) -> Outcome:
    """Ends things of one class; `touched` are their places."""
    if cls in RECORDS:
        return await end_records(session, writer, batch, [key for (key,) in ended])
    work = _nodes if cls in NODES else _relationships
    return await once(session, writer, batch, lambda run: work(run, writer, cls, ended))


async def end_links_of(session: Session, writer: Writer, cls: type[Any], batch: str, nodes: Sequence[Identity]) -> Outcome:
    """Ends the links of nodes that were left out; `touched` are the places of those that had any."""
    done = Outcome(touched=[])
    for each in optional_links(cls):
        if node_meta(cls).links[each].dated:
            part = await end_links(session, writer, f"{batch}/{each}", cls, each, [key for (key,) in nodes])
            done.touched = sorted({*(done.touched or ()), *(range(len(nodes)) if part.touched is None else part.touched)})
    return done


async def _nodes(run: Run, writer: Writer, cls: type[Any], ended: Sequence[Identity]) -> Outcome:
    meta = node_meta(cls)
    keys = [key for (key,) in ended]
    ((newly,),) = await run(END_NODES.format(label=meta.label, key=meta.key), writer.params() | {"keys": keys})
    return Outcome(ended=newly, touched=list(range(len(ended))))


async def _relationships(run: Run, writer: Writer, cls: type[Any], ended: Sequence[Identity]) -> Outcome:
    meta, plan = relationship_meta(cls), Plan()
    rows = [_row(meta, place, identity) for place, identity in enumerate(ended)]
    for found in await run(text_of(FOUND, cls), writer.params() | {"rows": rows}):
        place, told = int(found[0]), list[tuple[str, dict[str, Any]]](found[1])
        known = stored_words(told)
        if meta.dated:
            tell(plan, writer, rows[place], None, known)
        else:
            _stop(plan, writer, rows[place], known[0])
    await carry_out(run, cls, writer.params(), plan)
    return plan.outcome


def _stop(plan: Plan, writer: Writer, row: dict[str, Any], known: Stored) -> None:
    """Of one that is changed in place its last day counts; an older delivery can only bring its end forward."""
    if writer.until is None or (known.until == writer.until and known.said["toldOn"] <= writer.on):
        plan.changes.append({"id": known.id, "given": {"until": writer.on, "validTo": writer.on}})
        plan.touch(row)
        plan.outcome.ended += known.holds


def _row(meta: RelationshipMeta, place: int, identity: Identity) -> dict[str, Any]:
    a, b, by = identity
    records = [key for key, end in ((a, meta.start), (b, meta.end)) if end.of_record]
    return {"place": place, "a": a, "b": b, "by": by, **dict(zip(("recordId", "toRecordId"), records, strict=False))}
