"""What a database or a service has to say, landed as files before it is read: by dlt, from where the last reading ended."""

import json
import logging
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, date, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import blake2b
from pathlib import Path
from threading import Event
from typing import Any, cast
from zoneinfo import ZoneInfo

import dlt
import pyarrow.parquet
import requests
import sqlalchemy
from dlt.common import jsonpath
from dlt.pipeline.exceptions import PipelineStepFailed
from dlt.sources.helpers.requests import Client
from dlt.sources.rest_api import rest_api_source
from dlt.sources.sql_database import sql_table
from sqlalchemy.event import listen
from sqlalchemy.exc import SQLAlchemyError

from ingest.contract import Source, Table
from ingest.cursors import Cursor, cursor_of_column, cursor_of_field
from ingest.delivery import check_forbidden
from ingest.landing_faults import place_of, refuse, refuse_database
from ingest.origin import Pages, Select
from runtime.errors import ContractBroken, PassRunning, SourceUnreadable

ROWS_AT_ONCE = 50_000
ANSWER_SECONDS = 60
TRIES, MOST_WAIT = 5, 60  # a page; seconds between two tries
ARRIVING, SEALING, DONE, REFUSED = "arriving", "sealing", "done-", "refused-"
STAMP = "%Y%m%dT%H%M%S%f"
STAMPED = re.compile(r"\d{8}T\d{12}")
SQLITE = b"SQLite format 3\0"
ROW = "row"  # the one column that a page's record is landed in, as it was written
LAST = "last"  # the resource's state: how far its cursor has come
AS_TEXT = ("sqlite", "postgresql")  # these write every value as a text that it can be read from
Told = Callable[[str, int, int], None]
parquet: Any = pyarrow.parquet  # has no types


class Stopped(Exception):
    """Whoever waits for a reading has gone."""


def landed(source: Source, where: str, home: Path, token: str | None, told: Told, stop: Event | None = None) -> list[Path]:
    """Reads what is new into a folder of its own; tells the folders that wait for their pass, the oldest first.

    `where` is the address of the database or service, or the path of a SQLite file; `token` is sent to a service as its
    bearer token; a `stop` that is set ends the reading. To be called by who is `alone`. Raises SourceUnreadable or
    ContractBroken, and then reads the same again the next time.
    """
    folder, stop = home / "landing" / source.name, stop or Event()
    rows = 0

    def count(more: int) -> None:
        nonlocal rows
        rows += more
        told("extract", rows, 0)
        if stop.is_set():
            raise Stopped

    told("extract", 0, 0)
    _extract(source, where, home, folder, token, count)
    return waiting(source, home)


def waiting(source: Source, home: Path) -> list[Path]:
    """The folders that were landed and not loaded, the oldest first."""
    folder = home / "landing" / source.name
    return sorted(each for each in folder.iterdir() if STAMPED.fullmatch(each.name)) if folder.is_dir() else []


def loaded(folder: Path) -> None:
    """Its pass is complete."""
    _drop(folder)


def set_aside(folder: Path) -> Path:
    """Its pass was refused: it waits no more, and tells where it stays."""
    return folder.rename(folder.with_name(f"{REFUSED}{folder.name}"))


def day_of(folder: Path, zone: str) -> date:
    """The day a landed folder was read on."""
    return datetime.strptime(folder.name, STAMP).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def forget(source: Source, home: Path) -> None:
    """Makes the next reading one of everything, and drops what was landed and never loaded; the state first."""
    for state in sorted((home / "dlt").glob(f"{_name(source)}_*")):
        shutil.rmtree(state)
    for each in sorted((home / "landing" / source.name).glob("*")):
        _drop(each)


def _drop(folder: Path) -> None:
    """A folder that is half gone must not look like a whole one."""
    done = folder if folder.name.startswith(DONE) else folder.rename(folder.with_name(f"{DONE}{folder.name}"))
    shutil.rmtree(done)


def _extract(source: Source, where: str, home: Path, folder: Path, token: str | None, count: Callable[[int], None]) -> None:
    """What dlt had read before and not handed over, or handed over and nobody sealed, is a delivery of its own."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for done in folder.glob(f"{DONE}*"):
        shutil.rmtree(done)
    (folder / ARRIVING).mkdir(mode=0o700, exist_ok=True)
    (home / "dlt").mkdir(mode=0o700, exist_ok=True)
    dlt.config["runtime.dlthub_telemetry"] = False
    dlt.config["load.delete_completed_jobs"] = True
    logging.getLogger("dlt").setLevel(logging.CRITICAL)  # its messages quote rows
    address = address_of(where)
    name = f"{_name(source)}_{blake2b(place_of(address).encode(), digest_size=6).hexdigest()}"  # another place is read anew
    pipeline = dlt.pipeline(name, pipelines_dir=str(home / "dlt"), destination=_files(folder / ARRIVING))
    try:
        if pipeline.has_pending_data:
            pipeline.run()
        if any((folder / ARRIVING).iterdir()):
            _seal(source, folder)
        with _resources(source, address, token, _lasts(pipeline), count) as resources:
            pipeline.run(resources)
        _seal(source, folder)
    except PipelineStepFailed as fault:
        refuse(source.name, address, TRIES, fault)
    except (SQLAlchemyError, ImportError, ValueError) as fault:
        refuse_database(source.name, address, fault)
    finally:
        with suppress(FileNotFoundError):  # it holds what the pipeline was called with
            (home / "dlt" / name / "trace.pickle").unlink()


def _files(arriving: Path) -> Any:
    """Where dlt loads to: each of its files is one of the folder's, by the same name however often it is loaded."""

    @dlt.destination(batch_size=0, loader_file_format="parquet", name="landing")
    def copied(path: Any, table: Any) -> None:
        shutil.copyfile(path, arriving / f"{table['name']}.{Path(path).name.split('.')[1]}.parquet")

    return copied


def _lasts(pipeline: Any) -> dict[str, Any]:
    """How far the cursor of each table has come."""
    sources: dict[str, Any] = pipeline.state.get("sources", {})
    found = [each.get("resources", {}) for each in sources.values()]
    return {name: state[LAST] for resources in found for name, state in resources.items() if LAST in state}


@contextmanager
def _resources(
    source: Source, address: str, token: str | None, lasts: dict[str, Any], count: Callable[[int], None]
) -> Generator[list[Any]]:
    selects = [(table, table.origin) for table in source.tables if isinstance(table.origin, Select)]
    pages = [(table, table.origin) for table in source.tables if isinstance(table.origin, Pages)]
    with ExitStack() as opened:
        found = list[Any]()
        if selects:
            engine = sqlalchemy.create_engine(address)
            opened.callback(engine.dispose)
            if engine.dialect.name == "sqlite":
                listen(engine, "connect", _legible)
            with engine.connect():
                pass  # whether it can be reached: what is wrong from here on may quote a row
            found += [_select(engine, table, origin, lasts.get(table.name), count) for table, origin in selects]
        if pages:
            session = opened.enter_context(_session())
            found.append(_service(source, pages, address, token, session, lasts, count))
        yield found


# ---- a database


def _select(engine: Any, table: Table, origin: Select, last: Any, count: Callable[[int], None]) -> Any:
    schema, _, name = origin.table.rpartition(".")
    columns = sqlalchemy.inspect(engine).get_columns(name, schema or None)
    check_forbidden(table, {str(each["name"]) for each in columns})
    cursor = cursor_of_column(table, origin.cursor, columns) if origin.cursor else None
    texts = engine.dialect.name in AS_TEXT

    def asked(query: Any, reflected: Any, _incremental: Any = None, _engine: Any = None) -> Any:
        """Rows at the last value itself come again: two changes of one moment must not hide each other."""
        if texts:
            query = sqlalchemy.select(*(_text(column).label(column.name) for column in reflected.columns))
        if cursor and last is not None:
            column = reflected.columns[cursor.name]
            query = query.where(column.is_(None) | cursor.from_(column, last, engine.dialect.name))
        return query

    def adapted(reflected: Any) -> None:
        for column in reflected.columns if texts else ():
            column.info["type"], column.type = column.type, sqlalchemy.String()

    resource = sql_table(
        engine,
        name,
        schema or None,
        backend="pyarrow",
        chunk_size=ROWS_AT_ONCE,
        table_adapter_callback=adapted,
        query_adapter_callback=asked,
    )
    resource.apply_hints(table_name=table.name)
    resource.add_map(_noted(table.name, cursor, count))
    return resource.with_name(table.name)


def _text(column: Any) -> Any:
    """A column as the database writes it: what is no date in a date's column is a row's fault then, not the reading's."""
    return sqlalchemy.cast(sqlalchemy.type_coerce(column, column.info["type"]), sqlalchemy.Text())


def _legible(connection: Any, _record: Any) -> None:
    """SQLite keeps any bytes as text; what is none shows as lost characters, for which its row is refused."""

    def text(content: bytes) -> str:
        return content.decode("utf-8", "replace")

    connection.text_factory = text


def _noted(name: str, cursor: Cursor | None, count: Callable[[int], None]) -> Callable[[Any], Any]:
    def noted(batch: Any) -> Any:
        count(batch.num_rows)
        if cursor:
            _advance(name, cursor, batch.column(cursor.name).to_pylist())
        return batch

    return noted


def _advance(name: str, cursor: Cursor, values: list[Any]) -> None:
    """The state goes with what was extracted: it is kept when that is, and dropped when the reading is refused."""
    state = dlt.current.resource_state(name)
    latest = cursor.latest([*values, state.get(LAST)])
    if latest is not None:
        state[LAST] = latest


# ---- a service


def _session() -> requests.Session:
    return Client(
        request_timeout=ANSWER_SECONDS, request_max_attempts=TRIES, request_max_retry_delay=MOST_WAIT, raise_for_status=False
    ).session


def _service(
    source: Source,
    pages: list[tuple[Table, Pages]],
    address: str,
    token: str | None,
    session: requests.Session,
    lasts: dict[str, Any],
    count: Callable[[int], None],
) -> Any:
    client = {"base_url": address, "session": session} | ({"auth": {"type": "bearer", "token": token}} if token else {})
    resources = [_resource(source, table, origin, lasts.get(table.name)) for table, origin in pages]
    service = rest_api_source(
        {"client": client, "resources": resources},  # pyright: ignore[reportArgumentType]
        name=_name(source),
    )
    for table, origin in pages:
        cursor = cursor_of_field(table, origin.cursor) if origin.cursor else None
        service.resources[table.name].add_map(_packed(table, cursor, count))
    return service


def _resource(source: Source, table: Table, origin: Pages, last: Any) -> dict[str, Any]:
    """What the service answers is what is landed: nothing is left out here, whatever it is asked for."""
    endpoint: dict[str, Any] = {
        "path": origin.path,
        "data_selector": origin.records,
        "paginator": dict(origin.next),
        "params": {origin.since: origin.first if last is None else last} if origin.since else {},
        "response_actions": [_exact(source, origin)],
    }
    return {"name": table.name, "endpoint": endpoint}


def _exact(source: Source, origin: Pages) -> Callable[..., None]:
    """Numbers stay as they are written, for money is not a float; an answer without its list is not an empty one."""

    def exact(response: requests.Response, *_: Any, **__: Any) -> None:
        text = response.content.decode("utf-8", "surrogateescape")
        response.json = lambda **_: _json(text)
        if response.ok:
            found = jsonpath.find_values(origin.records, response.json())
            if not found or found == [None]:
                raise ContractBroken(f"{source.name} answers {origin.path} without {origin.records}: nothing was loaded.")

    return exact


def _json(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_pairs)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name that stands twice is told by a field that no contract has."""
    found = dict(pairs)
    return found if len(found) == len(pairs) else {**found, "a name twice": ""}


def _packed(table: Table, cursor: Cursor | None, count: Callable[[int], None]) -> Callable[[Any], dict[str, Any]]:
    """A record as one text, so that nothing of it is renamed, parted or turned into another type."""
    checked = set[str]()

    def packed(record: Any) -> dict[str, Any]:
        count(1)
        names = set(_names(record)) - checked
        check_forbidden(table, names)
        checked.update(names)
        if cursor and isinstance(record, dict):
            _advance(table.name, cursor, [cast(dict[str, Any], record).get(cursor.name)])
        return {ROW: json.dumps(record)}  # in ASCII: halves of characters have no bytes of their own

    return packed


def _names(value: Any) -> Iterator[str]:
    """Of the fields of an object and of all within it."""
    if isinstance(value, dict):
        for name, inner in cast(dict[str, Any], value).items():
            yield name
            yield from _names(inner)
    elif isinstance(value, list):
        for one in cast(list[Any], value):
            yield from _names(one)


# ---- what has arrived


def _seal(source: Source, folder: Path) -> None:
    """One file a table, under its name in the contract; then the folder is a delivery, and what arrived may go. Broken off
    between, the same is sealed twice, and changes nothing the second time."""
    arriving, sealing = folder / ARRIVING, folder / SEALING
    shutil.rmtree(sealing, ignore_errors=True)
    sealing.mkdir(mode=0o700)
    for table in source.tables:
        parts = sorted(arriving.glob(f"{table.name}.*.parquet"))
        if parts:
            write = _joined if isinstance(table.origin, Select) else _unpacked
            write(parts, sealing / table.file)
    sealing.rename(folder / datetime.now(UTC).strftime(STAMP))
    _drop(arriving)
    arriving.mkdir(mode=0o700)


def _joined(parts: list[Path], to: Path) -> None:
    with parquet.ParquetWriter(to, parquet.read_schema(parts[0])) as writer:
        for part in parts:
            with closing(parquet.ParquetFile(part)) as file:
                for batch in file.iter_batches():
                    writer.write_batch(batch)


def _unpacked(parts: list[Path], to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="") as lines:
        for part in parts:
            lines.writelines(f"{row}\n" for row in _rows(part))


def _rows(part: Path) -> Iterator[str]:
    with closing(parquet.ParquetFile(part)) as file:
        for batch in file.iter_batches(columns=[ROW]):
            yield from batch.column(0).to_pylist()


@contextmanager
def alone(source: Source, home: Path) -> Generator[None]:
    """While one process reads a silo and loads what it read, no other does. Raises PassRunning."""
    folder = home / "landing" / source.name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except OSError:
            raise PassRunning(f"Another process reads {folder.name} in this home: wait until it has ended.") from None
        yield


def _name(source: Source) -> str:
    """As dlt wants names: letters, digits and low lines, and none that a system keeps for itself."""
    return f"c360_{re.sub(r'[^A-Za-z0-9]', '_', source.name)}"


def address_of(where: str) -> str:
    """An address with the driver that is at hand; a path is that of a SQLite file, opened to be read only."""
    scheme, parted, rest = where.partition("://")
    if parted:
        return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else where
    path = Path(where)
    try:
        with path.open("rb") as file:
            if file.read(len(SQLITE)) != SQLITE:
                raise ContractBroken(f"{path} is no SQLite database: name one, or the address of a database.")
    except OSError as fault:
        raise SourceUnreadable(f"{path} can't be read ({fault.strerror}): check the path and its rights.") from None
    return f"sqlite:///file:{path.resolve()}?mode=ro&uri=true"
