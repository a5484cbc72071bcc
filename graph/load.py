"""Loading what sources delivered: statements from the model's own names, values as parameters, one ledger for all."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from typing import Any

import orjson

from graph.ledger import Outcome, Writer, once
from graph.session import Run, Session
from graph.vocabulary import Link, RelationshipMeta, class_of, node_meta, relationship_meta, stored

# What is to be done with a row: 0 new, 1 said before and the same, 2 changed, 3 a later delivery said other than this
# older one, 4 a more trusted silo speaks for the node, and this one only fills gaps.
ACT = """CASE
  WHEN {n}.source IS NULL THEN 0
  WHEN {n}.source <> $source AND NOT {n}.source IN $weaker THEN 4
  WHEN {n}.source = $source AND {n}.confirmedOn > $on THEN 3
  WHEN {n}.source = $source AND {n}.hash = row.hash THEN 1
  ELSE 2 END"""
SAY = """
FOREACH (_ IN CASE WHEN act = 2 AND {n}.source = $source THEN [1] ELSE [] END | SET {n} += row.empty)
FOREACH (_ IN CASE WHEN act IN [0, 2] THEN [1] ELSE [] END |
  SET {n} += row.given, {n}.hash = row.hash, {n}.source = $source, {n}.confirmedOn = $on)
FOREACH (_ IN CASE WHEN act = 1 AND {n}.confirmedOn < $on THEN [1] ELSE [] END | SET {n}.confirmedOn = $on)
FOREACH (_ IN CASE WHEN act = 4 THEN [1] ELSE [] END | SET {n} += row.given SET {n} += before)"""
ACTED = """
RETURN sum(CASE act WHEN 0 THEN 1 ELSE 0 END), sum(CASE act WHEN 2 THEN 1 ELSE 0 END),
  sum(CASE WHEN act IN [1, 4] THEN 1 ELSE 0 END), sum(CASE act WHEN 3 THEN 1 ELSE 0 END), collect(row.place)"""

NODE = """
UNWIND $rows AS row{ends}
MERGE (n:{label} {{{key}: row.key}}) ON CREATE SET n.recordedAt = $now
WITH *, {act} AS act
WITH *, CASE act WHEN 4 THEN properties(n) END AS before{links}
{say}
{acted}"""
LINK = """
CALL (n, e{place}, act) {{ WITH * WHERE act = 2 MATCH (n)-[o:{type}]->(x) WHERE x <> e{place} DELETE o }}
FOREACH (_ IN CASE WHEN act IN [0, 2] THEN [1] ELSE [] END |
  MERGE (n)-[l{place}:{type}{identity}]->(e{place}){created})"""
RELATIONSHIP = """
UNWIND $rows AS row
{start}
{end}
MERGE (a)-[r:{type} {{{identity}}}]->(b) ON CREATE SET r.recordedAt = $now, r.pass = $pass
WITH *, {act} AS act
WITH *, CASE act WHEN 4 THEN properties(r) END AS before
{say}
FOREACH (_ IN CASE WHEN r.validTo IS NOT NULL AND r.endedAt IS NULL THEN [1] ELSE [] END | SET r.endedAt = $now)
FOREACH (_ IN CASE WHEN r.validTo IS NULL AND r.endedAt IS NOT NULL THEN [1] ELSE [] END | REMOVE r.endedAt)
{acted}"""


async def load_nodes(session: Session, writer: Writer, batch: str, records: Sequence[Any]) -> Outcome:
    """One batch of nodes of one class, with the links without which they are not loaded."""
    cls = class_of(records[0])
    ends = [f"e{place}" for place in range(len(node_meta(cls).needs))]
    text, rows = node_text(cls), _told_last(node_rows(records), *ends, "key")
    return await once(session, writer, batch, lambda run: _apply(run, writer, text, rows))


async def load_relationships(session: Session, writer: Writer, batch: str, records: Sequence[Any]) -> Outcome:
    """One batch of relationships of one class; a row with an end that is not there is told as missing."""
    cls = class_of(records[0])
    text, rows = relationship_text(cls), _told_last(relationship_rows(records), "a", "b", "by")
    return await once(session, writer, batch, lambda run: _apply(run, writer, text, rows))


async def _apply(run: Run, writer: Writer, text: str, rows: Sequence[dict[str, Any]]) -> Outcome:
    (new, changed, unchanged, older, places) = (await run(text, writer.params() | {"rows": rows}))[0]
    missing = sorted({row["place"] for row in rows}.difference(places))
    return Outcome(new, changed, unchanged, older, missing)


# ---- statements ----------------------------------------------------------------------------------------


@cache
def node_text(cls: type[Any]) -> str:
    meta = node_meta(cls)
    needs = [meta.links[field] for field in meta.needs]
    ends = [_end_text(link.label, link.key, link.of_record, f"row.e{place}", f"e{place}") for place, link in enumerate(needs)]
    links = [_link_text(link, place) for place, link in enumerate(needs)]
    return NODE.format(
        ends="".join(f"\n{end}" for end in ends), label=meta.label, key=meta.key, act=ACT.format(n="n"),
        links="".join(links) + ("\nWITH *" if links else ""), say=SAY.format(n="n"), acted=ACTED,
    )  # fmt: skip


@cache
def relationship_text(cls: type[Any]) -> str:
    meta = relationship_meta(cls)
    return RELATIONSHIP.format(
        start=_end_text(meta.start.label, meta.start.key, meta.start.of_record, "row.a", "a"),
        end=_end_text(meta.end.label, meta.end.key, meta.end.of_record, "row.b", "b"), type=meta.type,
        identity=", ".join(f"{name}: row.{name}" for name in _identity(meta)), act=ACT.format(n="r"),
        say=SAY.format(n="r"), acted=ACTED,
    )  # fmt: skip


def _end_text(label: str, key: str, of_record: bool, value: str, name: str) -> str:
    if of_record:
        return f"MATCH (:SourceRecord {{id: {value}}})-[:DESCRIBES]->({name})"
    return f"MATCH ({name}:{label} {{{key}: {value}}})"


def _link_text(link: Link, place: int) -> str:
    if not link.of_record:
        return LINK.format(place=place, type=link.type, identity="", created="")
    identity = f" {{recordId: row.e{place}}}"
    created = f" ON CREATE SET l{place}.source = $source, l{place}.recordedAt = $now, l{place}.pass = $pass"
    return LINK.format(place=place, type=link.type, identity=identity, created=created)


def _identity(meta: RelationshipMeta) -> tuple[str, ...]:
    """The properties that with its ends tell one relationship from another; `by` joins the values that the model names."""
    of_records = meta.start.of_record + meta.end.of_record
    return ("recordId", "toRecordId")[:of_records] + (("by",) if meta.by else ())


# ---- rows ----------------------------------------------------------------------------------------------


def node_rows(records: Sequence[Any]) -> Iterable[dict[str, Any]]:
    meta = node_meta(class_of(records[0]))
    key = next(field for field, name in meta.properties.items() if name == meta.key)
    for place, record in enumerate(records):
        row = _row(place, record, meta.properties)
        row["key"] = getattr(record, key)
        row |= {f"e{end}": getattr(record, field) for end, field in enumerate(meta.needs)}
        yield row


def relationship_rows(records: Sequence[Any]) -> Iterable[dict[str, Any]]:
    meta = relationship_meta(class_of(records[0]))
    ids = [end.field for end in (meta.start, meta.end) if end.of_record]
    for place, record in enumerate(records):
        row = _row(place, record, meta.properties)
        row |= {"a": getattr(record, meta.start.field), "b": getattr(record, meta.end.field)}
        row |= {name: getattr(record, field) for name, field in zip(("recordId", "toRecordId"), ids, strict=False)}
        row["by"] = "|".join(str(stored(getattr(record, field)) or "") for field in meta.by)
        yield row


def _row(place: int, record: Any, properties: dict[str, str]) -> dict[str, Any]:
    values = {name: stored(getattr(record, field)) for field, name in properties.items()}
    given = {name: value for name, value in values.items() if value is not None}
    empty = dict.fromkeys(values.keys() - given.keys())
    return {"place": place, "given": given, "empty": empty, "hash": fingerprint(record)}


def fingerprint(record: Any) -> int:
    """64 bits of all that a record says, the same in every process; a field without a value does not count."""
    said = {field.name: value for field in fields(record) if (value := getattr(record, field.name)) is not None}
    content = orjson.dumps([class_of(record).__name__, said], option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(blake2b(content, digest_size=8).digest(), signed=True)


def _told_last(rows: Iterable[dict[str, Any]], *by: str) -> list[dict[str, Any]]:
    """One row for each key, the last word counts; in the order of keys, so that writers side by side lock in one order."""
    last = {tuple(row[name] for name in by): row for row in rows}
    return [last[key] for key in sorted(last)]
