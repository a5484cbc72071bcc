"""Nodes that sources deliver: statements from the model's own names, values as parameters, one ledger for all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from graph.ledger import Outcome, Writer, once
from graph.model import Address
from graph.rows import Row, emptied, missing, row_of, told_last
from graph.session import Run, Session
from graph.vocabulary import Link, NodeMeta, class_of, end_text, node_meta

SAME = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row[0]}}) USING INDEX SEEK n:{label}({key})
  WHERE n.hash = row[1] AND n.source = $source AND n.until IS NULL
RETURN collect(row[2])"""
# Made where it is not there. Those that are there and not as said are told.
MADE = """
UNWIND $rows AS row{ends}
MERGE (n:{label} {{{key}: row.key}})
ON CREATE SET n += row.given, n.hash = row.hash, n.source = $source, n.toldOn = $on, n.until = $until, n.recordedAt = $now{links}
RETURN collect(CASE WHEN n.recordedAt = $now THEN row.place END),
  collect(CASE WHEN n.recordedAt <> $now AND (n.source <> $source OR n.hash <> row.hash OR n.until IS NOT NULL)
    THEN row.place END),
  collect(row.place)"""
# A label it has already changes nothing and waits for whoever else is writing it: what is told then stays until this is written.
HELD = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}}) USING INDEX SEEK n:{label}({key})
SET n:{label}
WITH row, n
RETURN row.place, n.source, n.hash, toString(n.toldOn), toString(n.until)"""
MADE_LINK = "\nFOREACH (_ IN CASE WHEN n.recordedAt = $now THEN [1] ELSE [] END | CREATE (n)-[:{type}{said}]->(e{place}))"
CHANGED = """
UNWIND $rows AS row{ends}
MATCH (n:{label} {{{key}: row.key}}) USING INDEX SEEK n:{label}({key})
SET n += row.given, n.hash = row.hash, n.source = $source, n.toldOn = $on, n.until = $until{told}{links}
RETURN collect(row.place), {left}"""
CHANGED_LINK = """
WITH *
CALL (n, e{place}, row) {{
  MATCH (n)-[o:{type}]->(x) WHERE x <> e{place}{other}
  WITH o, x.{end_key} AS key DELETE o RETURN collect(key) AS left{place} }}
MERGE (n)-[l{place}:{type}{identity}]->(e{place}){created}"""
# A more trusted silo speaks for the node: its words stay, and only its gaps are filled.
FILLED = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}}) USING INDEX SEEK n:{label}({key})
WITH n, row, properties(n) AS before
SET n += row.given
SET n += before{filled}"""
FILLED_IN = "\nWITH n, before WHERE properties(n) <> before\nSET n.pass = $pass"
# Said again where silence would not tell: by a delivery of changes, or of what never ends and may be called another name.
CONFIRMED = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}}) USING INDEX SEEK n:{label}({key})
  WHERE n.toldOn < $on AND n.hash = row.hash AND n.source = $source
SET n:{label}
WITH n WHERE n.toldOn < $on AND n.source = $source
SET n.toldOn = $on"""
REWORDED: tuple[type[Any], ...] = (Address,)
"""What is the same however it is written, and by which records are compared: such a node tells the pass that wrote it otherwise."""


@dataclass(frozen=True, slots=True)
class Known:
    """A node as it is there: the silo that speaks for it, its fingerprint, the day of that word, the day it ended."""

    source: str
    hash: int
    said: date
    until: date | None


class Plan:
    """The rows of a batch that are not as they were, by what is to be done with them."""

    def __init__(self) -> None:
        self.changed = list[Row]()
        self.older = list[Row]()
        self.filled = list[Row]()


async def load_nodes(session: Session, writer: Writer, batch: str, records: Sequence[Any]) -> Outcome:
    """One batch of nodes of one class, with the links without which they are not loaded.

    A row with an end that is not there is told as missing.
    """
    cls = class_of(records[0])
    ends = [f"e{place}" for place in range(len(node_meta(cls).needs))]
    rows = told_last(node_rows(records), ("key",), (*ends, "key"))
    return await once(session, writer, batch, lambda run: _apply(run, writer, cls, rows))


async def _apply(run: Run, writer: Writer, cls: type[Any], rows: Sequence[Row]) -> Outcome:
    meta = node_meta(cls)
    params = writer.params() | ({} if meta.ends else {"until": None})
    same = await _same(run, cls, params, rows) if writer.again else []
    left = _without(rows, same)
    if not writer.whole if meta.ends else meta.scope == "public":
        await run(node_text(CONFIRMED, cls), params | {"rows": [{"key": row["key"], "hash": row["hash"]} for row in rows]})
    if not left:
        return Outcome(unchanged=len(same), touched=[])
    ((made, differing, found),) = await run(node_text(MADE, cls), params | {"rows": left})
    plan = planned(left, await _held(run, cls, left, differing), writer, meta)
    if plan.filled:
        await run(node_text(FILLED, cls), params | {"rows": plan.filled})
    lost, moved_from = await _changed(run, cls, params, plan.changed)
    return Outcome(
        new=len(made),
        changed=len(plan.changed) - len(lost),
        unchanged=len(same) + len(found) - len(made) - len(plan.changed) - len(plan.older),
        older=len(plan.older),
        missing=sorted({*missing(left, found), *lost}),
        left=moved_from,
        touched=sorted({*made, *(row["place"] for row in plan.changed)}),
    )


async def _same(run: Run, cls: type[Any], params: dict[str, Any], rows: Sequence[Row]) -> list[int]:
    """The places of rows that are there as they are said: of a delivery like the one before, nearly all."""
    told = [[row["key"], row["hash"], row["place"]] for row in rows]
    ((places,),) = await run(node_text(SAME, cls), params | {"rows": told})
    return places


def _without(rows: Sequence[Row], same: Sequence[int]) -> Sequence[Row]:
    known = set(same)
    return [row for row in rows if row["place"] not in known] if known else rows


async def _held(run: Run, cls: type[Any], rows: Sequence[Row], places: Sequence[int]) -> dict[int, Known]:
    """What is known of nodes, by the places of their rows; nobody else changes them before this is written."""
    wanted = set(places)
    keys = [{"key": row["key"], "place": row["place"]} for row in rows if row["place"] in wanted]
    return {place: _known(*told) for place, *told in await run(node_text(HELD, cls), {"rows": keys})} if keys else {}


async def _changed(run: Run, cls: type[Any], params: dict[str, Any], rows: Sequence[Row]) -> tuple[list[int], list[str]]:
    """The places of rows whose ends were not there, and the keys of the ends that the others had."""
    if not rows:
        return [], []
    ((found, left),) = await run(node_text(CHANGED, cls), params | {"rows": rows})
    return missing(rows, found), sorted({key for keys in left for key in keys})


def planned(rows: Iterable[Row], known: dict[int, Known], writer: Writer, meta: NodeMeta) -> Plan:
    """`known` are nodes that are there and not as said, by the places of their rows."""
    plan = Plan()
    for row in rows:
        if (node := known.get(row["place"])) is None:
            continue
        last = writer.last_said(node.said, node.until) if meta.ends else node.said
        if node.source != writer.source:
            (plan.changed if node.source in writer.weaker else plan.filled).append(row)
        elif writer.on < last:
            plan.older.append(row)
        elif node.hash != row["hash"] or (meta.ends and node.until != writer.until):
            plan.changed.append(emptied(row, meta.properties))
    return plan


def _known(source: str, hash_: int, said: str, until: str | None) -> Known:
    return Known(source, hash_, date.fromisoformat(said), date.fromisoformat(until) if until else None)


@cache
def node_text(template: str, cls: type[Any]) -> str:
    meta = node_meta(cls)
    needs = [meta.links[field] for field in meta.needs]
    ends = [end_text(link.label, link.key, link.of_record, f"row.e{place}", f"e{place}") for place, link in enumerate(needs)]
    link_text = _made_link if template is MADE else _changed_link
    links = "".join(link_text(link, place) for place, link in enumerate(needs))
    left = f"collect({' + '.join(f'left{place}' for place in range(len(needs))) or '[]'})"
    told, filled = (", n.pass = $pass", FILLED_IN) if cls in REWORDED else ("", "")
    ends_text = "".join(f"\n{end}" for end in ends)
    return template.format(label=meta.label, key=meta.key, ends=ends_text, links=links, left=left, told=told, filled=filled)


def _made_link(link: Link, place: int) -> str:
    said = f" {{recordId: row.e{place}, source: $source, recordedAt: $now, pass: $pass}}" if link.of_record else ""
    return MADE_LINK.format(type=link.type, place=place, said=said)


def _changed_link(link: Link, place: int) -> str:
    if not link.of_record:
        return CHANGED_LINK.format(place=place, type=link.type, identity="", created="", other="", end_key=link.key)
    identity = f" {{recordId: row.e{place}}}"
    created = f" ON CREATE SET l{place}.source = $source, l{place}.recordedAt = $now, l{place}.pass = $pass"
    other = f" OR o.recordId <> row.e{place}"
    return CHANGED_LINK.format(place=place, type=link.type, identity=identity, created=created, other=other, end_key=link.key)


def node_rows(records: Sequence[Any]) -> Iterable[Row]:
    meta = node_meta(class_of(records[0]))
    key = meta.key_field
    for place, record in enumerate(records):
        row = row_of(place, record, meta.properties)
        row["key"] = getattr(record, key)
        row |= {f"e{end}": getattr(record, field) for end, field in enumerate(meta.needs)}
        yield row
