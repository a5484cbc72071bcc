"""What a pass reads: a delivery, or rows of earlier ones that are driven again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from graph.model import (
    Address,
    Company,
    ContactPoint,
    Device,
    Household,
    IdentityDocument,
    Institution,
    OrgUnit,
    Person,
    Product,
    Record,
)
from graph.rows import fingerprint
from ingest.contract import Seen, Source, Table
from ingest.field import Field
from ingest.formats import Line
from ingest.quarantine import Quarantine, Refused
from ingest.row import Row
from ingest.spool import Spool
from runtime.errors import RowRefused

SHARED = (OrgUnit, Institution, Product, Household, Address, ContactPoint, IdentityDocument, Device)
REMEMBERED = 100_000


@dataclass(slots=True)
class Counts:
    """Rows of one table: accepted + quarantined = read."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0


class Reading(Protocol):
    """`name` tells one reading of the same rows from another; `redrives` is how many of them were refused before."""

    name: str
    redrives: int
    counts: dict[str, Counts]

    @property
    def seen(self) -> Mapping[tuple[str, str], str]: ...

    def read(self, spool: Spool, quarantine: Quarantine) -> Iterator[tuple[int, int]]:
        """Reads every row into the spool, broken ones into the quarantine; tells now and then how far of how far it is."""
        ...


class Rows:
    """Rows become records: each accepted whole, or quarantined whole."""

    def __init__(self, source: Source, spool: Spool, quarantine: Quarantine, seen: Seen) -> None:
        self._source, self._spool, self._quarantine, self._seen = source, spool, quarantine, seen
        self._zone = ZoneInfo(source.timezone)
        self._shared = set[int]()
        self._said = dict[str, int]()  # source record → fingerprint of its one content

    def read(self, place: int, table: Table, agreed: Mapping[str, Field], line: Line, counts: Counts) -> None:
        counts.read += 1
        try:
            records = self._records(table, agreed, line)
        except RowRefused as refused:
            place_of = (self._source.system, table.name, line.number, refused.field or "", refused.reason)
            self._quarantine.add(Refused(*place_of, line.fields))
            counts.quarantined += 1
            return
        for record in records:
            if not self._told(record):
                self._spool.add(place, line.number, record)
        counts.accepted += 1

    def _records(self, table: Table, agreed: Mapping[str, Field], line: Line) -> list[Record]:
        """All records of a row, or RowRefused and none of them."""
        if line.fault:
            raise RowRefused(line.fault)
        row = Row(line.fields, agreed, self._source.system, self._zone)
        records = list(table.read(row, self._seen))
        row.used_up()
        prints = {record.id: fingerprint(record) for record in records if isinstance(record, Person | Company)}
        if any(self._said.get(id_, print_) != print_ for id_, print_ in prints.items()):
            raise RowRefused("DUPLICATE_RECORD")
        self._said |= prints
        return records

    def _told(self, record: Record) -> bool:
        """Whether the same was told not long ago: a product or an address comes with each of its rows."""
        if type(record) not in SHARED:
            return False
        print_ = fingerprint(record)
        if print_ in self._shared:
            return True
        if len(self._shared) == REMEMBERED:
            self._shared.clear()
        self._shared.add(print_)
        return False
