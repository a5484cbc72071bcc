"""A delivery read whole before anything is written: sound as a whole, its broken rows set apart."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
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
from ingest.field import Field, by_name
from ingest.formats import BAD_ENCODING, Line
from ingest.quarantine import Quarantine, Reason, Refused
from ingest.row import Raw, Row
from ingest.spool import Spool
from ingest.text import PACKED
from runtime.errors import ContractBroken, RowRefused, SourceUnreadable, UnexpectedCount

# What must never be in a source: its delivery is refused by the field's name, however that is parted and cased.
FORBIDDEN = frozenset(
    "password passwd pwd passcode pin pinblock cvv cvv2 cvc cvc2 cvn2 cavv track1 track2 track3 trackdata track1data track2data "
    "magstripe magneticstripe 密码 交易密码 取款密码 查询密码 支付密码 登录密码 安全码 磁道 磁道信息 磁条 磁条信息".split()
)
SAID = re.compile(r'"([^"]{1,40})"\s*:')  # names, and no values, in a line of JSON that can't be taken apart
REFUSED_AT_LEAST = 20  # … and more than half of the rows: then it is not the rows that are wrong
SHARED = (OrgUnit, Institution, Product, Household, Address, ContactPoint, IdentityDocument, Device)
REMEMBERED = 100_000
BREATH = 1_000  # rows between two signs of life


@dataclass(slots=True)
class Counts:
    """Rows of one table: accepted + quarantined = read."""

    read: int = 0
    accepted: int = 0
    quarantined: int = 0


class Delivery:
    """One delivery of a source while it is read: the rows of each table, and what its tables have in common."""

    def __init__(self, source: Source, directory: Path, spool: Spool, quarantine: Quarantine) -> None:
        self.source = source
        self.counts = {table.name: Counts() for table in source.tables}
        self._directory = directory
        self._spool = spool
        self._quarantine = quarantine
        self._seen = Seen()
        self._shared = set[int]()
        self._said = dict[str, int]()  # source record → fingerprint of its one content

    def read(self) -> Iterator[tuple[int, int]]:
        """Reads every table into the spool, broken rows into the quarantine; tells now and then how many bytes of
        how many are done.

        Raises SourceUnreadable, ContractBroken or UnexpectedCount where the delivery as a whole is not what was agreed.
        """
        _check_files(self.source, self._directory)
        sizes = [_path(self._directory, table).stat().st_size for table in self.source.tables]
        for place, table in enumerate(self.source.tables):
            for _ in self._read_table(place, table):
                yield sum(sizes[:place]), sum(sizes)
            _check_counts(table, self.counts[table.name], self._quarantine)
        yield sum(sizes), sum(sizes)

    def _read_table(self, place: int, table: Table) -> Iterator[None]:
        counts, zone, checked = self.counts[table.name], ZoneInfo(self.source.timezone), set[str]()
        agreed = by_name(table.fields)
        for line in _lines(table, _path(self._directory, table)):
            if line.fault or table.format.nests or not checked.issuperset(line.fields):
                names = set[str](_names(line))
                if not checked.issuperset(names):
                    checked.update(names)
                    _check_forbidden(table, names)
            self._read_row(place, table, agreed, line, zone)
            if counts.read % BREATH == 1:
                yield
        if counts.accepted + counts.quarantined != counts.read:
            raise AssertionError("a row was neither accepted nor quarantined")

    def _read_row(self, place: int, table: Table, agreed: Mapping[str, Field], line: Line, zone: ZoneInfo) -> None:
        counts = self.counts[table.name]
        counts.read += 1
        try:
            records = self._records(table, agreed, line, zone)
        except RowRefused as refused:
            place_of = (self.source.system, table.name, line.number, refused.field or "", refused.reason)
            self._quarantine.add(Refused(*place_of, line.fields))
            counts.quarantined += 1
            return
        for record in records:
            if not self._told(record):
                self._spool.add(place, line.number, record)
        counts.accepted += 1

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

    def _records(self, table: Table, agreed: Mapping[str, Field], line: Line, zone: ZoneInfo) -> list[Record]:
        """All records of a row, or RowRefused and none of them."""
        if line.fault:
            raise RowRefused(line.fault)
        row = Row(line.fields, agreed, self.source.system, zone)
        records = list(table.read(row, self._seen))
        row.used_up()
        prints = {record.id: fingerprint(record) for record in records if isinstance(record, Person | Company)}
        if any(self._said.get(id_, print_) != print_ for id_, print_ in prints.items()):
            raise RowRefused("DUPLICATE_RECORD")
        self._said |= prints
        return records


def _lines(table: Table, path: Path) -> Iterator[Line]:
    try:
        yield from table.format.lines(path, table.fields)
    except UnicodeDecodeError:
        raise ContractBroken(f"{path.name} is not text in {table.format.encoding}: deliver it in that encoding.") from None
    except OSError as fault:
        raise SourceUnreadable(f"{path.name} can't be read ({fault.strerror}): check the file and its rights.") from None


def _check_files(source: Source, directory: Path) -> None:
    if not directory.is_dir():
        raise SourceUnreadable(f"There is no folder {directory}: name the folder with the delivery of {source.name}.")
    missing = [table.file for table in source.tables if not _path(directory, table).is_file()]
    if missing:
        raise SourceUnreadable(f"{directory} lacks {', '.join(missing)}: {source.name} delivers {len(source.tables)} tables.")
    for table in source.tables:
        if not _path(directory, table).resolve().is_relative_to(directory.resolve()):
            raise SourceUnreadable(f"{table.file} leads out of {directory}: deliver the file itself, not a link to another place.")


def _path(directory: Path, table: Table) -> Path:
    """A table's file, packed or not."""
    plain = directory / table.file
    packed = plain.with_name(plain.name + PACKED)
    return packed if packed.exists() and not plain.exists() else plain


def _names(line: Line) -> Iterator[str]:
    """Of its fields and of those within them; of what can't be taken apart, all that may be one."""
    if line.fault:
        yield from (found[1] for found in SAID.finditer(str(line.fields.get("line", ""))))
    yield from _names_in(line.fields)


def _names_in(fields: Raw) -> Iterator[str]:
    for name, value in fields.items():
        yield name
        if not isinstance(value, str):
            for one in value:
                yield from _names_in(one)


def _check_forbidden(table: Table, names: set[str]) -> None:
    for name in names:
        if re.sub(r"[\W_]", "", name).lower() in FORBIDDEN:
            raise ContractBroken(f"{table.file} has the field {name}: passwords, PINs and card codes must not be delivered.")


def _check_counts(table: Table, counts: Counts, quarantine: Quarantine) -> None:
    fewest, most = table.rows
    if counts.read < fewest or (most is not None and counts.read > most):
        bounds = f"at least {fewest}" if most is None else f"{fewest}" if most == fewest else f"{fewest} to {most}"
        raise UnexpectedCount(f"{table.file} has {counts.read} rows, expected are {bounds}: nothing was loaded; is it whole?")
    if counts.quarantined >= REFUSED_AT_LEAST and counts.quarantined * 2 > counts.read:
        if quarantine.reasons[Reason(table.name, "", BAD_ENCODING)] * 2 > counts.quarantined:
            raise ContractBroken(f"{table.file} is not text in {table.format.encoding}: deliver it in that encoding.")
        mine = {of: times for of, times in quarantine.reasons.items() if of.table == table.name}
        most_often = max(mine, key=lambda of: mine[of])
        raise ContractBroken(
            f"{table.file}: {counts.quarantined} of {counts.read} rows were refused, {mine[most_often]} of them for "
            f"{most_often.field or 'the row'} {most_often.reason}: nothing was loaded; the form of the table has changed."
        )
