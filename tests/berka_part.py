"""A fifth of Berka: the lines of its tables about some accounts and whoever holds them, as a delivery of its own."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.contract import Source
from ingest.sources import source

Rows = list[dict[str, str]]
NAMED = frozenset(("2", "1787"))
"""Accounts that a test asks for."""
LINE = "line"


class BerkaPart:
    """Its tables in a folder, and their rows by the names of these."""

    def __init__(self, whole: Path, folder: Path) -> None:
        self.folder = folder
        self.tables = dict(_part({path.stem: list(_read(path)) for path in sorted(whole.glob("*.asc"))}))
        for path in whole.glob("*.asc"):
            head = path.read_bytes().splitlines(keepends=True)[0]
            lines = (row[LINE].encode() for row in self.tables[path.stem])
            (folder / path.name).write_bytes(b"".join([head, *lines]))

    @property
    def source(self) -> Source:
        """The silo as it is declared, but for how many rows it must have."""
        declared = source("berka")
        sizes = {table.name: self.count(Path(table.file).stem) for table in declared.tables}
        return replace(declared, tables=tuple(replace(each, rows=(sizes[each.name],) * 2) for each in declared.tables))

    def count(self, *tables: str) -> int:
        return sum(len(self.tables[table]) for table in tables)

    def told(self, table: str, *columns: str) -> set[tuple[str, ...]]:
        """What there is in these columns."""
        return {tuple(row[column] for column in columns) for row in self.tables[table]}


def _part(whole: dict[str, Rows]) -> Iterator[tuple[str, Rows]]:
    accounts = {row["account_id"] for row in whole["account"]}
    kept = {number for number in accounts if int(number) % 5 == 1} | (accounts & NAMED)
    ties = [row for row in whole["disp"] if row["account_id"] in kept]
    of = {"client": ("client_id", {row["client_id"] for row in ties}), "card": ("disp_id", {row["disp_id"] for row in ties})}
    for table, rows in whole.items():
        key, among = of.get(table, ("account_id", kept))
        yield table, rows if table == "district" else [row for row in rows if row[key] in among]


def _read(path: Path) -> Iterator[dict[str, str]]:
    lines = path.read_bytes().decode().splitlines(keepends=True)
    for line, row in zip(lines[1:], csv.DictReader(lines, delimiter=";"), strict=True):
        yield row | {LINE: line}
