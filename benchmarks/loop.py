"""What one writes by hand to load the same: a loop of UNWIND and MERGE over the batches, without ledger, history or sweep."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, LiteralString, cast

from neo4j import AsyncDriver, AsyncGraphDatabase

from graph.links import optional_links
from graph.model import NODES, RECORDS, RELATIONSHIPS
from graph.relationships import identity_of
from graph.vocabulary import End, Link, node_meta, record_meta, relationship_meta, stored
from ingest.spool import Spool
from runtime.local.engines import Engines

RECORDS_AND_PARTIES = """
UNWIND $rows AS row
MERGE (r:SourceRecord {{id: row.id}}) SET r += row.said
MERGE (v:RecordVersion {{key: row.id + '#1'}}) SET v += row.said, v.id = null, v.record = row.id
MERGE (v)-[:VERSION_OF]->(r)
MERGE (p:Party {{id: row.party}}) SET p:{kind}
MERGE (r)-[:DESCRIBES]->(p)"""
NODE = """
UNWIND $rows AS row{ends}
MERGE (n:{label} {{{key}: row.key}}) SET n += row.said{links}"""
NODE_END = "\nMATCH (e{place}:{end} {{{end_key}: row.e{place}}})"
NODE_LINK = "\nMERGE (n)-[r{place}:{type}]->(e{place})"
LINK = """
UNWIND $rows AS row
MATCH (n:{label} {{{key}: row.key}})
MATCH (e:{end} {{{end_key}: row.end}})
MERGE (n)-[r:{type}]->(e) SET r += row.said"""
RELATIONSHIP = """
UNWIND $rows AS row
MATCH (a:{start} {{{start_key}: row.a}})
MATCH (b:{end} {{{end_key}: row.b}})
MERGE (a)-[r:{type} {{{identity}}}]->(b) SET r += row.said"""
Rows = list[dict[str, Any]]


@dataclass(slots=True)
class Loop:
    """`parties` leads from a record to its party, which whoever writes such a loop knows beforehand. Seconds by part."""

    driver: AsyncDriver
    spool: Spool
    parties: Mapping[str, str]
    seconds: dict[str, float] = field(default_factory=dict[str, float])

    async def run(self) -> None:
        for part, steps in (("records", self._records()), ("load", self._load())):
            began = monotonic()
            for text, rows in steps:
                if rows:
                    await self.driver.execute_query(cast(LiteralString, text), {"rows": rows}, database_="neo4j")  # pyright: ignore[reportUnknownMemberType]
            self.seconds[part] = monotonic() - began

    def _records(self) -> Iterator[tuple[str, Rows]]:
        for cls in RECORDS:
            properties, text = record_meta(cls).properties, RECORDS_AND_PARTIES.format(kind=record_meta(cls).label)
            for records in self._batches(cls):
                yield text, [{"id": each.id, "party": self.parties[each.id], "said": said(each, properties)} for each in records]

    def _load(self) -> Iterator[tuple[str, Rows]]:
        for cls in NODES:
            for records in self._batches(cls):
                yield from self._nodes(cls, records)
        for cls in NODES:
            for records in self._batches(cls) if optional_links(cls) else ():
                for name, link in optional_links(cls).items():
                    yield self._links(cls, name, link, records)
        for cls in RELATIONSHIPS:
            for records in self._batches(cls):
                yield self._relationships(cls, records)

    def _nodes(self, cls: type[Any], records: Sequence[Any]) -> Iterator[tuple[str, Rows]]:
        meta = node_meta(cls)
        key, needs = meta.key_field, [meta.links[name] for name in meta.needs]
        rows: Rows = [{"key": getattr(each, key), "said": said(each, meta.properties)} for each in records]
        for row, each in zip(rows, records, strict=True):
            for place, name in enumerate(meta.needs):
                end = getattr(each, name)
                row[f"e{place}"] = self.parties[end] if needs[place].of_record else end
        ends = "".join(NODE_END.format(place=place, end=link.label, end_key=link.key) for place, link in enumerate(needs))
        links = "".join(NODE_LINK.format(place=place, type=link.type) for place, link in enumerate(needs))
        yield NODE.format(label=meta.label, key=meta.key, ends=ends, links=links), rows

    def _links(self, cls: type[Any], name: str, link: Link, records: Sequence[Any]) -> tuple[str, Rows]:
        meta = node_meta(cls)
        rows: Rows = []
        for each in records:
            if (end := getattr(each, name)) is not None:
                since = {"validFrom": getattr(each, link.since)} if link.since else {}
                rows.append(
                    {"key": getattr(each, meta.key_field), "end": self.parties[end] if link.of_record else end, "said": since}
                )
        text = LINK.format(label=meta.label, key=meta.key, end=link.label, end_key=link.key, type=link.type)
        return text, rows

    def _relationships(self, cls: type[Any], records: Sequence[Any]) -> tuple[str, Rows]:
        meta = relationship_meta(cls)
        identity = ", ".join(f"{name}: row.{name}" for name in meta.identity)
        text = RELATIONSHIP.format(
            start=meta.start.label,
            start_key=meta.start.key,
            end=meta.end.label,
            end_key=meta.end.key,
            type=meta.type,
            identity=identity,
        )
        rows: Rows = []
        for each in records:
            ids = [getattr(each, end.field) for end in (meta.start, meta.end) if end.of_record]
            row = dict(zip(("recordId", "toRecordId"), ids, strict=False)) | {"said": said(each, meta.properties)}
            *_, row["by"] = identity_of(each, meta)
            rows.append(row | {"a": self._end(each, meta.start), "b": self._end(each, meta.end)})
        return text, rows

    def _end(self, record: Any, end: End) -> str:
        return self.parties[getattr(record, end.field)] if end.of_record else getattr(record, end.field)

    def _batches(self, cls: type[Any]) -> Iterator[list[Any]]:
        return ([kept.record for kept in batch] for batch in self.spool.batches(cls))


def said(record: Any, properties: Mapping[str, str]) -> dict[str, Any]:
    return {name: stored(value) for field, name in properties.items() if (value := getattr(record, field)) is not None}


def driver(own: Engines) -> AsyncDriver:
    return AsyncGraphDatabase.driver(own.neo4j_uri, auth=(own.neo4j_user, own.neo4j_password))  # pyright: ignore[reportUnknownMemberType]
