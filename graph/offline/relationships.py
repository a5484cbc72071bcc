"""Relationships between what is there."""

from typing import Any

from graph.offline import words, writer
from graph.offline.columns import NUMBER, TEXT, forms
from graph.offline.nodes import table_of
from graph.offline.words import Told
from graph.offline.workspace import Column, Workspace, column
from graph.vocabulary import End, RelationshipMeta, relationship_meta

IDENTITY = "_a, _b, _by"
SAID = """
CREATE OR REPLACE TABLE word AS
SELECT w._seq, w._a, w._b, w._by, w._hash, a.node AS a, b.node AS b, a.node IS NOT NULL AND b.node IS NOT NULL AS found
FROM {words} AS w LEFT JOIN {start} AS a ON a.key = w._a LEFT JOIN {end} AS b ON b.key = w._b"""
LAST = """
CREATE OR REPLACE TABLE last AS
SELECT * FROM word SEMI JOIN (SELECT max(_seq) AS _seq FROM word WHERE found GROUP BY _a, _b, _by) AS l USING (_seq)"""


def write_relationships(work: Workspace, cls: type[Any], source: str, size: int) -> list[Told]:
    """Relationships of one class, said by the words in `source`, once all nodes are there."""
    meta = relationship_meta(cls)
    work.run(SAID.format(words=source, start=_ends(meta.start), end=_ends(meta.end)))
    words.keep_last(work, IDENTITY, size)
    work.run(LAST)
    said = [column(name, form, f'w."{name}"') for name, form in forms(cls).items()]
    columns = [Column(":START_ID", "t.a"), Column(":END_ID", "t.b"), *_identity(meta), *said, *_of_relationship(meta)]
    work.write_relationships(meta.type, columns, f"{source} AS w JOIN last AS t USING (_seq) CROSS JOIN writer")
    return words.counted(work, cls, IDENTITY, size)


def _ends(end: End) -> str:
    return "described" if end.of_record else table_of(end.label)


def _identity(meta: RelationshipMeta) -> list[Column]:
    """The records in the order of the ends, and the values that the model names."""
    values = [value for value, end in (("t._a", meta.start), ("t._b", meta.end)) if end.of_record]
    return [column(name, TEXT, value) for name, value in zip(meta.identity, [*values, "t._by"], strict=False)]


def _of_relationship(meta: RelationshipMeta) -> list[Column]:
    ended = [Column("endedAt:datetime", 'CASE WHEN w."validTo" IS NOT NULL THEN writer.now END')] if meta.dated else []
    said = [writer.said_on("effectiveOn"), writer.said_on("toldOn"), column("hash", NUMBER, "t._hash"), writer.SOURCE]
    return [*said, writer.RECORDED, writer.PASS, *ended]
