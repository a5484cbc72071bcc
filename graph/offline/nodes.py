"""Nodes, the links without which they are not loaded, and those that they may lack."""

from typing import Any

from graph.links import optional_links
from graph.model import NODES
from graph.offline import words, writer
from graph.offline.columns import NUMBER, TEXT, forms
from graph.offline.told import Told
from graph.offline.words import outcome
from graph.offline.workspace import Column, Workspace, column
from graph.vocabulary import Link, node_meta

SAID = "CREATE OR REPLACE TABLE word AS SELECT w._seq, w._key, w._hash{ends}, {found} AS found FROM {words} AS w{joins}"
MAKE = "CREATE TABLE {there} (key VARCHAR, node BIGINT, _seq BIGINT)"
COUNT = "SELECT count(DISTINCT _key) FROM word WHERE found"
# Of several words on one node the last that leads to what is there.
THERE = """
INSERT INTO {there}
SELECT _key, {first} + row_number() OVER (ORDER BY max(_seq)) - 1, max(_seq) FROM word WHERE found GROUP BY _key"""
LAST = """
CREATE OR REPLACE TABLE last AS
SELECT max(_seq) AS _seq, max(_seq) = max(max(_seq)) OVER (PARTITION BY _key) AS final
FROM {words} GROUP BY _seq // {size}, _key"""
LINKED = """
CREATE OR REPLACE TABLE link AS
SELECT w._seq, last.final, n.node AS a, e.node AS b, {since} AS since
FROM {words} AS w JOIN last USING (_seq) LEFT JOIN {there} AS n ON n.key = w._key LEFT JOIN {end} AS e ON e.key = w._l{place}
WHERE w._l{place} IS NOT NULL"""
MISSED = """
SELECT _seq // {size} AS batch, list(_seq % {size} ORDER BY _seq) FROM link WHERE b IS NULL AND {nodes} GROUP BY batch"""
BATCHES = "SELECT DISTINCT _seq // {size} AS batch FROM last ORDER BY batch"


def make(work: Workspace) -> None:
    """Tables of the nodes that are there, of every label, still empty."""
    for cls in NODES:
        work.run(MAKE.format(there=table_of(node_meta(cls).label)))


def table_of(label: str) -> str:
    """The table of the nodes of one label that are there: `key` and `node`, its number."""
    return f'"there {label}"'


def ends_of(link: Link) -> str:
    """The same for where a link leads to."""
    return "described" if link.of_record else table_of(link.label)


def write_nodes(work: Workspace, cls: type[Any], source: str, size: int) -> list[Told]:
    """Nodes of one class with the links that they need, said by the words in `source`."""
    meta = node_meta(cls)
    needs = [meta.links[field] for field in meta.needs]
    joins = "".join(f" LEFT JOIN {ends_of(link)} AS e{n} ON e{n}.key = w._e{n}" for n, link in enumerate(needs))
    ends = "".join(f", w._e{n}, e{n}.node AS n{n}" for n in range(len(needs)))
    found = " AND ".join(f"e{n}.node IS NOT NULL" for n in range(len(needs))) or "true"
    work.run(SAID.format(words=source, ends=ends, found=found, joins=joins))
    words.keep_last(work, "_key", size)
    work.run(THERE.format(there=table_of(meta.label), first=work.numbers(work.one(COUNT))))
    chosen = f"AS w JOIN {table_of(meta.label)} AS t USING (_seq) CROSS JOIN writer"
    said = [column(name, form, f'w."{name}"') for name, form in forms(cls).items()]
    work.write_nodes(meta.label, [Column(":ID", "t.node"), *said, *_of_node()], f"{source} {chosen}")
    for n, link in enumerate(needs):
        columns = [Column(":START_ID", "t.node"), Column(":END_ID", f"w.n{n}"), *_of_needed(link, f"w._e{n}")]
        work.write_relationships(link.type, columns, f"word {chosen}")
    return words.counted(work, cls, "_key", size)


def write_links(work: Workspace, cls: type[Any], source: str, size: int) -> list[Told]:
    """The links that nodes of one class may lack, once all nodes are there."""
    meta, missed = node_meta(cls), list[Told]()
    work.run(LAST.format(words=source, size=size))
    for place, (field, link) in enumerate(optional_links(cls).items()):
        since = f'w."{meta.properties[link.since]}"' if link.since else "NULL"
        names = {"words": source, "place": place, "since": since, "there": table_of(meta.label), "end": ends_of(link)}
        work.run(LINKED.format(**names))
        columns = [Column(":START_ID", "a"), Column(":END_ID", "b"), *(_of_dated() if link.dated else ())]
        work.write_relationships(link.type, columns, "link CROSS JOIN writer WHERE final AND a IS NOT NULL AND b IS NOT NULL")
        found = dict(work.rows(MISSED.format(size=size, nodes="a IS NOT NULL" if link.dated else "true")))
        batches = [batch for (batch,) in work.rows(BATCHES.format(size=size))]
        missed += [Told(cls, batch, field, outcome(0, 0, 0, found.get(batch))) for batch in batches]
    return sorted(missed, key=lambda each: each.number)  # as a load goes: every link of one batch, then the next batch


def _of_node() -> list[Column]:
    return [column("hash", NUMBER, "w._hash"), writer.SOURCE, writer.said_on("toldOn"), writer.RECORDED]


def _of_needed(link: Link, record: str) -> list[Column]:
    return [column("recordId", TEXT, record), writer.SOURCE, writer.RECORDED, writer.PASS] if link.of_record else []


def _of_dated() -> list[Column]:
    return [writer.said_on("effectiveOn"), Column("validFrom:date", "since"), writer.SOURCE, writer.PASS, writer.RECORDED]
