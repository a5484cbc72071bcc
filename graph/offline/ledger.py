"""The pass that the files belong to, and its ledger: whoever finds the pass unfinished goes on after the load."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pyarrow

from graph.ledger import Writer, batch_name
from graph.offline.columns import NUMBER, TEXT
from graph.offline.told import Told
from graph.offline.workspace import Column, Workspace, column
from graph.offline.writer import PASS, RECORDED, SOURCE, instant, said_on
from runtime.local.importing import ARRAY_DELIMITER

pa: Any = pyarrow  # which carries no types
AT_ONCE = 10_000
MAKE = """
CREATE TABLE batch (id VARCHAR, new BIGINT, changed BIGINT, unchanged BIGINT, older BIGINT, missing VARCHAR, ended BIGINT)"""
COUNTS = ("new", "changed", "unchanged", "older", "ended")
SCHEMA = pa.schema(
    [("id", pa.string()), *((name, pa.int64()) for name in COUNTS[:-1]), ("missing", pa.string()), ("ended", pa.int64())]
)


def write_pass(work: Workspace, delivery: str, since: datetime, *, whole: bool) -> int:
    """As a pass that was broken off once everything was loaded; its number."""
    node = work.numbers(1)
    columns = [
        Column(":ID", str(node)),
        column("id", TEXT, "pass"),
        SOURCE,
        column("state", TEXT, "'INTERRUPTED'"),
        Column("startedAt:datetime", "since"),
        column("delivery", TEXT, "delivery"),
        said_on("effectiveOn"),
        Column("whole:boolean", "whole"),
    ]
    work.run("CREATE TABLE delivery (delivery VARCHAR, whole VARCHAR, since VARCHAR)")
    work.run("INSERT INTO delivery VALUES (?, ?, ?)", [delivery, str(whole).lower(), instant(since)])
    work.write_nodes("Pass", columns, "writer CROSS JOIN delivery")
    return node


def write_ledger(work: Workspace, writer: Writer, told: Sequence[Told]) -> None:
    """Every batch of the pass, as done."""
    work.run(MAKE)
    for part in _parts(writer, told):
        work.take("batch", part)
    first = work.numbers(len(told))
    counts = [column(name, NUMBER, name) for name in COUNTS]
    own = [Column(":ID", f"{first} + batch.rowid"), column("id", TEXT, "id"), PASS, SOURCE, Column("at:datetime", RECORDED.value)]
    work.write_nodes("Batch", [*own, *counts, Column("missing:long[]", "missing")], "batch CROSS JOIN writer")


def _parts(writer: Writer, told: Sequence[Told]) -> Iterator[Any]:
    for start in range(0, len(told), AT_ONCE):
        yield pa.Table.from_pylist([_row(writer, each) for each in told[start : start + AT_ONCE]], schema=SCHEMA)


def _row(writer: Writer, told: Told) -> dict[str, Any]:
    missing = ARRAY_DELIMITER.join(str(place) for place in told.outcome.missing) or None
    return {
        "id": batch_name(writer.pass_id, told.cls, told.number, told.field),
        "new": told.outcome.new,
        "changed": told.outcome.changed,
        "unchanged": told.outcome.unchanged,
        "older": 0,
        "missing": missing,
        "ended": 0,
    }
