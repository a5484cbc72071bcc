"""A delivery read whole before anything is written: sound as a whole, its broken rows set apart."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.contract import Seen, Source, Table
from ingest.field import by_name
from ingest.formats import BAD_ENCODING, Line
from ingest.quarantine import Quarantine, Reason, Refused
from ingest.reading import Counts, Rows
from ingest.row import Raw
from ingest.spool import Spool
from ingest.text import PACKED
from runtime.errors import ContractBroken, SourceUnreadable, UnexpectedCount
from runtime.forbidden import is_forbidden

# Names, and no values, in a line of JSON that can't be taken apart, quoted in whatever way or not.
SAID = re.compile(r"""["']?([^"'{}\[\],:\s]{1,40})["']?\s*:""")
REFUSED_AT_LEAST = 20  # … and more than half of the rows: then it is not the rows that are wrong
BREATH = 1_000  # rows between two signs of life


class Delivery:
    """One delivery of a source: the rows of each table, and what its tables have in common."""

    redrives, driven = 0, ()

    def __init__(self, source: Source, directory: Path, *, changes: bool = False) -> None:
        """`changes`: it holds only what changed, whatever its source delivers otherwise."""
        self.whole = not (changes or source.of_changes)
        self.name = "" if self.whole else "~"
        self.counts = {table.name: Counts() for table in source.tables}
        self._source, self._directory = source, directory
        self._seen = Seen()

    @property
    def seen(self) -> Mapping[tuple[str, str], str]:
        return self._seen.found

    def read(self, spool: Spool, quarantine: Quarantine) -> Iterator[tuple[int, int]]:
        """Tells how many rows are read; how many there are is not known before.

        Raises SourceUnreadable, ContractBroken or UnexpectedCount where the delivery as a whole is not what was agreed.
        """
        _check_files(self._source, self._directory)
        rows = Rows(self._source, spool, quarantine, self._seen)
        before = 0
        for place, table in enumerate(self._source.tables):
            for _ in self._read_table(place, table, rows):
                yield before + self.counts[table.name].read, 0
            before += self.counts[table.name].read
            _check_counts(table, self.counts[table.name], quarantine)
        yield before, 0

    def loaded(self, refused: Iterable[Refused]) -> None:
        """A row of which a record is missing an end was accepted all the same: the record waits."""

    def _read_table(self, place: int, table: Table, rows: Rows) -> Iterator[None]:
        path, counts, checked = _path(self._directory, table), self.counts[table.name], set[str]()
        agreed = by_name(table.fields)
        for line in _lines(table, path) if path.exists() else ():
            if line.fault or table.format.nests or not checked.issuperset(line.fields):
                names = set[str](_names(line))
                if not checked.issuperset(names):
                    checked.update(names)
                    check_forbidden(table, names)
            rows.read(place, table, agreed, line, counts)
            if counts.read % BREATH == 1:
                yield
        if counts.accepted + counts.quarantined != counts.read:
            raise AssertionError("a row was neither accepted nor quarantined")


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
    missing = [each.file for each in source.tables if each.origin is None and not _path(directory, each).is_file()]
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


def check_forbidden(table: Table, names: set[str]) -> None:
    """Raises ContractBroken for a field whose values must not be kept."""
    for name in names:
        if is_forbidden(name):
            raise ContractBroken(f"{table.file} has the field {name}: passwords, PINs and card codes must not be delivered.")


def _check_counts(table: Table, counts: Counts, quarantine: Quarantine) -> None:
    fewest, most = table.bounds
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
