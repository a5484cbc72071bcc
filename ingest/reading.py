"""What a pass reads: a delivery, or rows of earlier ones that are driven again."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from graph.model import (
    Account,
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
from ingest.text import shape
from runtime.errors import RowRefused

SHARED: frozenset[type[Any]] = frozenset(
    (OrgUnit, Institution, Product, Household, Address, ContactPoint, IdentityDocument, Device)
)
PARTIES = (Person, Company)
REMEMBERED = 100_000
DUPLICATE_RECORD = "DUPLICATE_RECORD"
MOST_TOLD = 120
"""Characters of a field's name, with those it stands in."""
_WORD, _NUMBER = re.compile(r"[^\W\d][\w -]{0,39}"), re.compile(r"\d{4}")
LONGEST_INDEXED = 1_000
"""Characters of what the graph has an index on, which holds no value of more than eight kilobytes."""
INDEXED: Mapping[type[Any], tuple[str, ...]] = {
    Person: ("name", "name_en", "bank_key"),
    Company: ("name", "name_en", "bank_key", "uscc", "lei"),
    Account: ("number",),
    IdentityDocument: ("number",),
}


@dataclass(slots=True)
class Counts:
    """Rows of one table: accepted + quarantined = read."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0


class Reading(Protocol):
    """`name` tells one reading of the same rows from another; `redrives` is how many of them were refused before,
    `driven` their ids. `whole`: what it leaves out has ended."""

    name: str
    whole: bool
    redrives: int
    counts: dict[str, Counts]

    @property
    def driven(self) -> Sequence[str]: ...

    @property
    def seen(self) -> Mapping[tuple[str, str], str]: ...

    def read(self, spool: Spool, quarantine: Quarantine) -> Iterator[tuple[int, int]]:
        """Reads every row into the spool, broken ones into the quarantine; tells now and then how far of how far it is,
        0 where nobody knows."""
        ...

    def loaded(self, refused: Iterable[Refused]) -> None:
        """Told at last what stands in the quarantine: a row that was read may have become a record whose end is not there."""
        ...


def told_name(name: str, fields: Iterable[Field]) -> str:
    """A field's name as it may be told: one that the contract does not have may itself be data, as the telephone number that
    is the key of an object. Where it is no plain word only its shape is told."""
    known = set(_names(fields))
    if name in known:
        return name
    return ".".join(part if part in known or _is_plain(part) else shape(part) for part in name.split("."))[:MOST_TOLD]


def _names(fields: Iterable[Field]) -> Iterator[str]:
    for each in fields:
        yield each.name
        yield from _names(each.fields)


def _is_plain(name: str) -> bool:
    return _WORD.fullmatch(name) is not None and not _NUMBER.search(name)


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
            place_of = (self._source.system, table.name, line.number, told_name(refused.field or "", table.fields), refused.reason)
            self._quarantine.add(Refused(*place_of, line.fields, line.fault))
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
        for record in records:
            if (names := INDEXED.get(type(record))) and any(len(getattr(record, name) or "") > LONGEST_INDEXED for name in names):
                raise RowRefused("TOO_LONG")
        prints = {record.id: fingerprint(record) for record in records if isinstance(record, PARTIES)}
        if prints and any(self._said.get(id_, print_) != print_ for id_, print_ in prints.items()):
            raise RowRefused(DUPLICATE_RECORD)
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
