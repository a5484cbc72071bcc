"""Nodes that sources deliver: statements from the model's own names, values as parameters, one ledger for all."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from graph.ledger import Outcome, Writer, once
from graph.rows import Row, missing, row_of, told_last
from graph.session import Run, Session
from graph.vocabulary import Link, class_of, end_text, node_meta

KNOWN = """
UNWIND $keys AS key
MATCH (n:{label} {{{key}: key}})
RETURN collect([key, n.source, n.hash, CASE WHEN n.confirmedOn > $on THEN 1 WHEN n.confirmedOn < $on THEN -1 ELSE 0 END])"""
NEW = """
UNWIND $rows AS row{ends}
MERGE (n:{label} {{{key}: row.key}})
ON CREATE SET n += row.given, n.hash = row.hash, n.source = $source, n.confirmedOn = $on, n.recordedAt = $now{links}
RETURN collect(row.place)"""
NEW_LINK = "\nCREATE (n)-[:{type}{said}]->(e{place})"
CHANGED = """
UNWIND $rows AS row{ends}
MATCH (n:{label} {{{key}: row.key}})
SET n += row.given, n.hash = row.hash, n.source = $source, n.confirmedOn = $on{links}
RETURN collect(row.place)"""
CHANGED_LINK = """
WITH *
CALL (n, e{place}) {{ MATCH (n)-[o:{type}]->(x) WHERE x <> e{place} DELETE o }}
MERGE (n)-[l{place}:{type}{identity}]->(e{place}){created}"""
CONFIRMED = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}})
SET n.confirmedOn = $on"""
# A more trusted silo speaks for the node: its words stay, and only its gaps are filled.
FILLED = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}})
WITH n, row, properties(n) AS before
SET n += row.given
SET n += before"""


class Plan:
    """The rows of a batch by what is to be done with them."""

    def __init__(self) -> None:
        self.new = list[Row]()
        self.changed = list[Row]()
        self.same = list[Row]()
        self.confirmed = list[Row]()  # those of the same that were said on an earlier day
        self.older = list[Row]()
        self.filled = list[Row]()


async def load_nodes(session: Session, writer: Writer, batch: str, records: Sequence[Any]) -> Outcome:
    """One batch of nodes of one class, with the links without which they are not loaded.

    A row with an end that is not there is told as missing.
    """
    cls = class_of(records[0])
    ends = [f"e{place}" for place in range(len(node_meta(cls).needs))]
    rows = told_last(node_rows(records), *ends, "key")
    return await once(session, writer, batch, lambda run: _apply(run, writer, cls, rows))


async def _apply(run: Run, writer: Writer, cls: type[Any], rows: Sequence[Row]) -> Outcome:
    params = writer.params()
    ((known,),) = await run(node_text(KNOWN, cls), params | {"keys": [row["key"] for row in rows]})
    plan = planned(rows, {key: (source, print_, later) for key, source, print_, later in known}, writer)
    for template, part in ((CONFIRMED, plan.confirmed), (FILLED, plan.filled)):
        if part:
            await run(node_text(template, cls), params | {"rows": part})
    unborn = await _written(run, node_text(NEW, cls), params, plan.new)
    lost = await _written(run, node_text(CHANGED, cls), params, plan.changed)
    return Outcome(
        new=len(plan.new) - len(unborn),
        changed=len(plan.changed) - len(lost),
        unchanged=len(plan.same) + len(plan.filled),
        older=len(plan.older),
        missing=sorted(unborn + lost),
    )


async def _written(run: Run, text: str, params: dict[str, Any], rows: Sequence[Row]) -> list[int]:
    """The places of rows whose ends were not there."""
    if not rows:
        return []
    ((found,),) = await run(text, params | {"rows": rows})
    return missing(rows, found)


def planned(rows: Iterable[Row], known: dict[str, tuple[str, int, int]], writer: Writer) -> Plan:
    """What is known of a node: the silo that speaks for it, its fingerprint, and whether it was said on a later day (1),
    an earlier (-1) or the same."""
    plan = Plan()
    for row in rows:
        source, print_, later = known.get(row["key"], (None, 0, 0))
        if source is None:
            plan.new.append(row)
        elif source != writer.source:
            (plan.changed if source in writer.weaker else plan.filled).append(row)
        elif later > 0:
            plan.older.append(row)
        elif print_ == row["hash"]:
            plan.same.append(row)
            plan.confirmed += [row] if later else []
        else:
            plan.changed.append(row | {"given": row["empty"] | row["given"]})
    return plan


@cache
def node_text(template: str, cls: type[Any]) -> str:
    meta = node_meta(cls)
    needs = [meta.links[field] for field in meta.needs]
    ends = [end_text(link.label, link.key, link.of_record, f"row.e{place}", f"e{place}") for place, link in enumerate(needs)]
    link_text = _new_link if template is NEW else _changed_link
    links = "".join(link_text(link, place) for place, link in enumerate(needs))
    return template.format(label=meta.label, key=meta.key, ends="".join(f"\n{end}" for end in ends), links=links)


def _new_link(link: Link, place: int) -> str:
    said = f" {{recordId: row.e{place}, source: $source, recordedAt: $now, pass: $pass}}" if link.of_record else ""
    return NEW_LINK.format(type=link.type, place=place, said=said)


def _changed_link(link: Link, place: int) -> str:
    if not link.of_record:
        return CHANGED_LINK.format(place=place, type=link.type, identity="", created="")
    identity = f" {{recordId: row.e{place}}}"
    created = f" ON CREATE SET l{place}.source = $source, l{place}.recordedAt = $now, l{place}.pass = $pass"
    return CHANGED_LINK.format(place=place, type=link.type, identity=identity, created=created)


def node_rows(records: Sequence[Any]) -> Iterable[Row]:
    meta = node_meta(class_of(records[0]))
    key = next(field for field, name in meta.properties.items() if name == meta.key)
    for place, record in enumerate(records):
        row = row_of(place, record, meta.properties)
        row["key"] = getattr(record, key)
        row |= {f"e{end}": getattr(record, field) for end, field in enumerate(meta.needs)}
        yield row
