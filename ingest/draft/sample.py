"""A sample of a silo as rows of its tables, and the form they were found in."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from ingest.draft.documents import arrays, elements
from ingest.draft.names import check_name
from ingest.draft.table_text import delimited
from ingest.field import Field
from ingest.formats import Format, Json, JsonLines, Parquet, Xml
from ingest.origin import Select
from ingest.row import Raw
from ingest.text import PACKED, check_encoding, opened
from runtime.errors import BadQuestion, SourceUnreadable

MOST_ROWS = 100_000
MOST_BYTES = 256 << 20
PARQUET, SQLITE = b"PAR1", b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Sample:
    """One table: its rows as `format` tells them from `file`, `columns` in the order they were met.

    `keys` are its primary key where a database says it; `about` is where its rows are from.
    """

    name: str
    file: str
    format: Format
    columns: tuple[str, ...]
    rows: tuple[Raw, ...]
    about: str
    origin: Select | None = None
    keys: tuple[str, ...] = ()


class Samples(NamedTuple):
    """The tables, and the folder that holds their files as a delivery would."""

    tables: tuple[Sample, ...]
    folder: Path
    name: str


@contextmanager
def samples(where: str, tables: Sequence[str] = ()) -> Generator[Samples]:
    """What lies at a path or the address of a database; `tables` are those of the database, all without.

    Raises SourceUnreadable where it is not there, empty or of no known form, ContractBroken where it has fields that must
    not be delivered.
    """
    if _is_database(where):
        with TemporaryDirectory(prefix="c360-") as kept:
            found = tuple(_of_database(where, tables, Path(kept)))
            yield Samples(found, Path(kept), _database_name(where))
        return
    if tables:
        raise BadQuestion(f"{where} is no database: --table names the tables of one.")
    path = Path(where)
    files = _files(path)
    found = tuple(each for file in files for each in _of_file(file))
    yield Samples(found, path if path.is_dir() else path.parent, path.resolve().name)


def _is_database(where: str) -> bool:
    path = Path(where)
    if "://" in where or not path.is_file():
        return "://" in where
    try:
        with path.open("rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except OSError as fault:
        raise SourceUnreadable(f"{path} can't be read ({fault.strerror}): check the path and its rights.") from None


def _database_name(where: str) -> str:
    """Of an address: nothing of who asks and with what password."""
    return Path(urlsplit(where).path if "://" in where else where).name or "database"


def _of_database(where: str, tables: Sequence[str], folder: Path) -> Iterator[Sample]:
    from ingest.draft.database import fetched  # takes a second to import, and most samples are files

    for table in fetched(where, tables, folder):
        path = folder / f"{table.file}.parquet"
        columns, rows = _rows(path, Parquet(), table.columns)
        yield Sample(table.name, path.name, Parquet(), columns, rows, f"table {table.name}", Select(table.name), table.keys)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise SourceUnreadable(f"There is no {path}: name a delivered file, a folder of them, or the address of a database.")
    try:
        files = sorted(each for each in path.iterdir() if each.is_file() and each.name[0] != ".") if path.is_dir() else [path]
    except OSError as fault:
        raise SourceUnreadable(f"{path} can't be read ({fault.strerror}): check the path and its rights.") from None
    if not files:
        raise SourceUnreadable(f"{path} holds no file: name a folder with one file a table.")
    return files


def _of_file(path: Path) -> Iterator[Sample]:
    try:
        content = _content(path)
        found = list(_parted(path, content))
    except OSError as fault:
        raise SourceUnreadable(f"{path} can't be read ({fault.strerror}): check the file and its rights.") from None
    except UnicodeDecodeError:
        raise SourceUnreadable(f"{path.name} is no text in UTF-8 or GB18030 and no Parquet: name one of these.") from None
    for name, form, names in found:
        columns, rows = _rows(path, form, names)
        yield Sample(name, path.name.removesuffix(PACKED), form, columns, rows, path.name)


def _content(path: Path) -> bytes:
    with opened(path) as file:
        content = file.read(MOST_BYTES)
    if not content.strip():
        raise SourceUnreadable(f"{path.name} is empty: name a file with some rows.")
    if len(content) == MOST_BYTES:
        raise SourceUnreadable(f"{path.name} has more than {MOST_BYTES >> 20} MB: name a part of it, of some thousand rows.")
    return content


def _parted(path: Path, content: bytes) -> Iterator[tuple[str, Format, tuple[str, ...]]]:
    """Name, form and column names (none where the rows tell them) of each table in a file."""
    if content.startswith(SQLITE):
        raise BadQuestion(f"{path.name} is a database: draft from it alone, it is a source of its own.")
    stem = path.name.removesuffix(PACKED).rpartition(".")[0] or path.name
    if content.startswith(PARQUET):
        yield stem, Parquet(), _parquet_columns(path)
        return
    check_encoding(path, content, "UTF-8")
    encoding, text = _decoded(content)
    match text.lstrip()[0]:
        case "<":
            for row in elements(path, text):
                yield row, Xml(row, encoding), ()
        case "[":
            yield stem, Json(encoding=encoding), ()
        case "{":
            yield from _json(path, stem, text, encoding)
        case _:
            form, names = delimited(path, text, encoding)
            yield stem, form, names


def _parquet_columns(path: Path) -> tuple[str, ...]:
    from ingest.formats.columns import columns  # takes half a second to import, and most files are text

    return columns(path)


def _json(path: Path, stem: str, text: str, encoding: str) -> Iterator[tuple[str, Format, tuple[str, ...]]]:
    lines = JsonLines(encoding)
    first = text.lstrip().split("\n", 1)[0].strip()
    if first.endswith("}") and first.count("{") == first.count("}"):
        yield stem, lines, ()
        return
    for at in arrays(path, text):
        yield at.rpartition(".")[2] or stem, Json(at, encoding), ()


def _decoded(content: bytes) -> tuple[str, str]:
    """Raises UnicodeDecodeError where it is neither."""
    try:
        return "utf-8-sig", content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030", content.decode("gb18030")


def _rows(path: Path, form: Format, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Raw, ...]]:
    """Every row; raises where one can't be taken apart, or has a field that must not be delivered."""
    rows, met = list[Raw](), dict.fromkeys(names)
    for line in form.lines(path, [Field(name) for name in names]):
        if line.fault:
            raise SourceUnreadable(f"{path.name}, line {line.number}: {line.fault}; name a sample of whole rows.")
        met |= dict.fromkeys(line.fields)
        rows.append(line.fields)
        if len(rows) > MOST_ROWS:
            raise SourceUnreadable(f"{path.name} has more than {MOST_ROWS:,} rows: name a part of it.")
    if not rows or not met:
        raise SourceUnreadable(f"{path.name} has no rows: name a sample with some.")
    for name in {*met, *(each for row in rows for each in _inside(row))}:
        check_name(path.name, name)
    return tuple(met), tuple(rows)


def _inside(row: Raw) -> Iterator[str]:
    for value in row.values():
        for one in value if not isinstance(value, str) else ():
            yield from one
            yield from _inside(one)
