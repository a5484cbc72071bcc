"""Who writes, as a table of one row: what of everything that is written is the same."""

from datetime import UTC, datetime

from graph.ledger import Writer
from graph.offline.columns import DAY, TEXT
from graph.offline.workspace import Column, Workspace, column

MAKE = "CREATE TABLE writer (source VARCHAR, said_on DATE, now VARCHAR, pass VARCHAR, public VARCHAR)"
SOURCE = column("source", TEXT, "writer.source")
PASS = column("pass", TEXT, "writer.pass")
RECORDED = Column("recordedAt:datetime", "writer.now")


def make(work: Workspace, writer: Writer) -> None:
    work.run(MAKE)
    values = (writer.source, writer.on, instant(writer.now), writer.pass_id, str(writer.public).lower())
    work.run("INSERT INTO writer VALUES (?, ?, ?, ?, ?)", values)


def said_on(name: str) -> Column:
    """The day that the delivery speaks of, under a name."""
    return column(name, DAY, "writer.said_on")


def instant(moment: datetime) -> str:
    """As the import takes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
