"""A database of files beside the spool, in which what is to be imported is joined and sorted, whatever its size."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb

from graph.offline.columns import Form
from runtime.errors import PlatformError
from runtime.home import full, writing
from runtime.local import child
from runtime.local.importing import Group

MEMORY = "768MB"
COPY = "COPY (SELECT {columns} FROM {source}) TO {path} (FORMAT csv, HEADER false, QUOTE '\"', ESCAPE '\"'{quoted})"
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": MEMORY,
    "preserve_insertion_order": "true",  # what stands together in a file stands together in the graph
    "autoinstall_known_extensions": "false",  # nothing is fetched
    "autoload_known_extensions": "false",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: what its header calls it, and the SQL of its values."""

    header: str
    value: str
    quoted: bool = False


class Workspace:
    """One process's own, for as long as the block lasts; its files stay for whoever imports them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.nodes = list[Group]()
        self.relationships = list[Group]()
        self._numbered = 0
        with writing(folder), self._renamed():
            (folder / "spill").mkdir(parents=True)
            self._work = duckdb.connect(folder / "work.duckdb", config=SETTINGS | {"temp_directory": str(folder / "spill")})

    def run(self, text: str, values: Sequence[Any] = ()) -> None:
        """Raises NoSpace."""
        with self._renamed():
            self._work.execute(text, values)

    def rows(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Every row, some thousands at a time. Raises NoSpace."""
        with self._renamed():
            found = self._work.cursor().execute(text)
            while part := found.fetchmany(10_000):
                yield from part

    def one(self, text: str) -> Any:
        """The first value of the one row."""
        return next(self.rows(text))[0]

    def take(self, name: str, table: Any) -> None:
        """Adds the rows of a table of Arrow's to one of this database."""
        self._work.register("taken", table)
        self.run(f"INSERT INTO {name} FROM taken")
        self._work.unregister("taken")

    def numbers(self, count: int) -> int:
        """The first of so many numbers for nodes of the graph."""
        first = self._numbered
        self._numbered += count
        return first

    def write_nodes(self, labels: str, columns: Sequence[Column], source: str) -> None:
        """`source` is what stands behind FROM; the first column is the node's number."""
        self._write(self.nodes, labels, columns, source)

    def write_relationships(self, type_: str, columns: Sequence[Column], source: str) -> None:
        """The first two columns are the numbers of the ends."""
        self._write(self.relationships, type_, columns, source)

    def _write(self, groups: list[Group], of: str, columns: Sequence[Column], source: str) -> None:
        name = f"{len(self.nodes) + len(self.relationships):03}-{of.replace(':', '-')}"
        group = Group(of, f"{name}.header", f"{name}.csv")
        named = ", ".join(f"{each.value} AS c{place}" for place, each in enumerate(columns))
        quoted = ", ".join(f"c{place}" for place, each in enumerate(columns) if each.quoted)
        path = literal(str(self.folder / group.rows))
        text = COPY.format(columns=named, source=source, path=path, quoted=f", FORCE_QUOTE ({quoted})" if quoted else "")
        if self.one(text):
            with writing(self.folder):
                (self.folder / group.header).write_text(",".join(each.header for each in columns) + "\n")
            groups.append(group)

    @contextmanager
    def _renamed(self) -> Generator[None]:
        """Without what DuckDB said, which may hold data."""
        try:
            yield
        except duckdb.Error as fault:
            if "No space left" in str(fault) or not child.room(self.folder):
                raise full(self.folder) from None
            raise PlatformError(f"What was read could not be made into files for the import ({type(fault).__name__}).") from None

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._work.close()


def column(name: str, form: Form, value: str) -> Column:
    """A property of this form; `value` is SQL of it as it is kept by column."""
    return Column(f"{name}:{form.called}", form.text.format(value), form.quoted)


def literal(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"
