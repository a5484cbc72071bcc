"""Source records with their first versions, and the parties that they describe."""

from collections.abc import Iterator
from typing import Any

import pyarrow
from ulid import ULID

from graph.offline import words, writer
from graph.offline.columns import NUMBER, TEXT, forms
from graph.offline.words import Told
from graph.offline.workspace import Column, Workspace, column, literal
from graph.vocabulary import record_meta

pa: Any = pyarrow  # which carries no types
MINTED_AT_ONCE = 50_000

MAKE = """
CREATE TABLE record (key VARCHAR, node BIGINT, version BIGINT, _seq BIGINT, kind VARCHAR, declared BOOLEAN, named VARCHAR);
CREATE TABLE minted (place BIGINT, id VARCHAR)"""
SAID = "CREATE OR REPLACE TABLE word AS SELECT _seq, _key, _hash, nullif(\"bankKey\", '') AS bank, true AS found FROM {words}"
# Told twice, it was told with one content.
RECORDS = """
INSERT INTO record
SELECT _key, {first} + place, {first} + {count} + place, _seq, {kind}, bank IS NOT NULL, coalesce('key:' || bank, 'record:' || _key)
FROM (
  SELECT _key, max(_seq) AS _seq, any_value(bank) AS bank, row_number() OVER (ORDER BY max(_seq)) - 1 AS place
  FROM word GROUP BY _key
)"""
COUNT = "SELECT count(DISTINCT _key) FROM word"
# Those of one kind that share a declared bank key are one party.
PARTIES = """
CREATE TABLE party AS
SELECT kind, named, min(key) AS first, row_number() OVER (ORDER BY min(node)) - 1 AS place FROM record GROUP BY kind, named"""
DESCRIBED = """
CREATE TABLE described AS
SELECT key, record.node AS record, {first} + place AS node, CASE WHEN declared THEN 'DECLARED_KEY' ELSE 'OWN_RECORD' END AS rule
FROM record JOIN party USING (kind, named)"""


def make(work: Workspace) -> None:
    """Tables of the records that are there, and of the ids that parties get, still empty."""
    work.run(MAKE)


def write_records(work: Workspace, cls: type[Any], source: str, size: int, pass_node: int) -> list[Told]:
    """Records of one class, said by the words in `source`."""
    kind = record_meta(cls).label.upper()
    work.run(SAID.format(words=source))
    words.keep_last(work, "_key", size)
    count = work.one(COUNT)
    work.run(RECORDS.format(first=work.numbers(2 * count), count=count, kind=literal(kind)))
    these = f"(FROM record WHERE kind = {literal(kind)}) AS t"
    chosen = f"{source} AS w JOIN {these} USING (_seq) CROSS JOIN writer"
    said = {name: column(name, form, f'w."{name}"') for name, form in forms(cls).items()}
    work.write_nodes("SourceRecord", [Column(":ID", "t.node"), *said.values(), *_of_record(kind)], chosen)
    del said["id"]
    work.write_nodes("RecordVersion", [Column(":ID", "t.version"), *said.values(), *_of_version()], chosen)
    for type_, start, end in (
        ("VERSION_OF", "version", "node"), ("SAID_IN", "node", str(pass_node)), ("SAID_IN", "version", str(pass_node)),
    ):  # fmt: skip
        work.write_relationships(type_, [Column(":START_ID", start), Column(":END_ID", end)], these)
    return words.counted(work, cls, "_key", size)


def write_parties(work: Workspace, labels: dict[str, str]) -> int:
    """A party for each bank key and each record without one; how many. `labels` are those of each kind."""
    work.run(PARTIES)
    count: int = work.one("SELECT count(*) FROM party")
    first = work.numbers(count)
    for part in _minted(count):
        work.take("minted", part)
    work.run(DESCRIBED.format(first=first))
    for kind, label in labels.items():
        source = f"party JOIN minted USING (place) CROSS JOIN writer WHERE kind = {literal(kind)}"
        work.write_nodes(f"Party:{label}", [Column(":ID", f"{first} + place"), *_of_party()], source)
    work.write_relationships("DESCRIBES", _of_describing(), "described CROSS JOIN writer")
    return count


def _of_record(kind: str) -> list[Column]:
    return [
        column("system", TEXT, "writer.source"),
        Column("public:boolean", "writer.public"),
        column("kind", TEXT, literal(kind)),
        writer.RECORDED,
        column("firstPass", TEXT, "writer.pass"),
        column("hash", TEXT, "w._hash"),
        column("sequence", NUMBER, "1"),
        writer.said_on("effectiveOn"),
        writer.said_on("toldOn"),
    ]


def _of_version() -> list[Column]:
    return [
        column("key", TEXT, "w._key || '#1'"),
        column("record", TEXT, "w._key"),
        column("sequence", NUMBER, "1"),
        column("hash", TEXT, "w._hash"),
        writer.said_on("effectiveOn"),
        writer.RECORDED,
    ]


def _of_party() -> list[Column]:
    return [column("id", TEXT, "id"), column("kind", TEXT, "kind"), column("firstRecord", TEXT, "first"), writer.RECORDED]


def _of_describing() -> list[Column]:
    return [
        Column(":START_ID", "record"),
        Column(":END_ID", "node"),
        writer.RECORDED,
        Column("probability:double", "1.0"),
        column("rule", TEXT, "rule"),
        column("decidedBy", TEXT, "'ingest'"),
    ]


def _minted(count: int) -> Iterator[Any]:
    """So many new party ids with their places, a part at a time."""
    for start in range(0, count, MINTED_AT_ONCE):
        places = range(start, min(start + MINTED_AT_ONCE, count))
        yield pa.table({"place": pa.array(places, pa.int64()), "id": [f"P{ULID()}" for _ in places]})
