"""What a silo promises: its tables, their files and columns, and how many rows to expect."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from graph import desk
from graph.model import Record
from ingest.field import Field
from ingest.formats import Format
from ingest.origin import Origin
from ingest.row import Row
from runtime.errors import NameReserved, RowRefused


class Seen:
    """Small look-ups of one pass: what an earlier table said that a later one needs."""

    def __init__(self, found: Mapping[tuple[str, str], str] | None = None) -> None:
        self.found: dict[tuple[str, str], str] = dict(found or {})

    def note(self, kind: str, key: str, value: str) -> None:
        self.found[kind, key] = value

    def find(self, kind: str, key: str) -> str | None:
        return self.found.get((kind, key))

    def need(self, kind: str, key: str, field: str) -> str:
        """Refuses the row as NOT_SEEN, by the field that holds the key, where no earlier table said it."""
        value = self.find(kind, key)
        if value is None:
            raise RowRefused("NOT_SEEN", field)
        return value


Reader = Callable[[Row, Seen], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Table:
    """One file of a delivery: how it is written, what reads it, what it holds.

    `rows` is the fewest and the most it may hold
    (None: no bound). `origin` is where it comes from when nobody delivers the file.
    """

    name: str
    file: str
    format: Format
    read: Reader
    fields: tuple[Field, ...] = dataclasses.field(repr=False)
    rows: tuple[int, int | None] = (1, None)
    origin: Origin | None = None

    @property
    def of_changes(self) -> bool:
        """Whether a delivery may hold only what changed, and so nothing."""
        return self.origin is not None and self.origin.cursor is not None

    @property
    def bounds(self) -> tuple[int, int | None]:
        """The fewest and the most rows of one delivery."""
        return (0 if self.of_changes else self.rows[0]), self.rows[1]


RESERVED = f"No silo is called `{desk.SYSTEM}`: what bankers say is kept under that name. Give the source another name and system."


@dataclass(frozen=True, slots=True)
class Source:
    """One silo. `name` is what the command line calls it, `system` the prefix of its ids.

    `tables` stand in reading order. `timezone` holds for instants without an offset. `effective` is the day a
    delivery speaks of where whoever runs the pass names none; without either it is today. `fresh` is how long after one
    delivery's day the next is due. `public` says that everyone may see whom only it describes, as with a public register.
    `whole`: a delivery lists all that there is, and what it leaves out has ended. No silo is called as the desk is: what bankers
    say is kept under that name, and a delivery would end what it leaves out of it.
    """

    name: str
    system: str
    title: str
    owner: str
    tables: tuple[Table, ...] = dataclasses.field(repr=False)
    timezone: str = "Asia/Shanghai"
    effective: date | None = None
    fresh: timedelta | None = None
    public: bool = False
    whole: bool = True

    def __post_init__(self) -> None:
        """Raises NameReserved."""
        if desk.SYSTEM in (self.name, self.system):
            raise NameReserved(RESERVED)

    @property
    def of_changes(self) -> bool:
        """Whether a delivery may leave out what has not changed."""
        return not self.whole or any(table.of_changes for table in self.tables)

    @property
    def delivered(self) -> bool:
        """Whether somebody delivers its files; else they come from a database or a service."""
        return all(table.origin is None for table in self.tables)
