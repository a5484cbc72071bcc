"""What a database or a service has to say, landed as files before it is read: by dlt, from where the last reading ended."""

import json
import logging
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, date, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import dlt
import pyarrow.parquet
import requests
import sqlalchemy
from dlt.pipeline.exceptions import PipelineStepFailed
from dlt.sources.helpers.requests import Client
from dlt.sources.rest_api import rest_api_source
from dlt.sources.sql_database import sql_table
from sqlalchemy.exc import SQLAlchemyError

from ingest.contract import Source, Table
from ingest.delivery import check_forbidden
from ingest.landing_faults import refuse, refuse_database
from ingest.origin import Pages, Select
from runtime.errors import ContractBroken, PassRunning, SourceUnreadable

ROWS_AT_ONCE = 50_000
ANSWER_SECONDS = 60
TRIES, MOST_WAIT = 5, 60  # a page; seconds between two tries
ARRIVING, SEALING = "arriving", "sealing"
STAMP = "%Y%m%dT%H%M%S%f"
SQLITE = b"SQLite format 3\0"
ROW = "row"  # the one column that a page's record is landed in, as it was written
Told = Callable[[str, int, int], None]
parquet: Any = pyarrow.parquet  # has no types


def landed(source: Source, where: str, home: Path, token: str | None, told: Told) -> list[Path]:
    """Reads what is new into a folder of its own; tells the folders that wait for their pass, the oldest first.

    `where` is the address of the database or service, or the path of a SQLite file; `token` is sent to a service as its
    bearer token. To be called by who is `alone`. Raises SourceUnreadable or ContractBroken, and then reads the same again the
    next time.
    """
    folder = home / "landing" / source.name
    told("extract", 0, len(source.tables))
    _extract(source, where, home, folder, token)
    told("extract", len(source.tables), len(source.tables))
    return sorted(each for each in folder.iterdir() if each.name not in (ARRIVING, SEALING))


def day_of(folder: Path, zone: str) -> date:
    """The day a landed folder was read on."""
    return datetime.strptime(folder.name, STAMP).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()


def forget(source: Source, home: Path) -> None:
    """Makes the next reading one of everything, and drops what was landed and never loaded."""
    shutil.rmtree(home / "landing" / source.name, ignore_errors=True)
    shutil.rmtree(home / "dlt" / _name(source), ignore_errors=True)


def _extract(source: Source, where: str, home: Path, folder: Path, token: str | None) -> None:
    """What dlt had read before and not handed over, or handed over and nobody sealed, is a delivery of its own."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / ARRIVING).mkdir(mode=0o700, exist_ok=True)
    (home / "dlt").mkdir(mode=0o700, exist_ok=True)
    dlt.config["runtime.dlthub_telemetry"] = False
    dlt.config["load.delete_completed_jobs"] = True
    logging.getLogger("dlt").setLevel(logging.CRITICAL)  # its messages quote rows
    pipeline = dlt.pipeline(_name(source), pipelines_dir=str(home / "dlt"), destination=_files(folder / ARRIVING))
    address = address_of(where)
    try:
        if pipeline.has_pending_data:
            pipeline.run()
        if any((folder / ARRIVING).iterdir()):
            _seal(source, folder)
        with _resources(source, address, token) as resources:
            pipeline.run(resources)
        _seal(source, folder)
    except PipelineStepFailed as fault:
        refuse(source.name, address, TRIES, fault)
    except SQLAlchemyError as fault:
        refuse_database(source.name, address, fault)
    finally:
        with suppress(FileNotFoundError):  # it holds what the pipeline was called with
            (home / "dlt" / _name(source) / "trace.pickle").unlink()


def _files(arriving: Path) -> Any:
    """Where dlt loads to: each of its files is one of the folder's, by the same name however often it is loaded."""

    @dlt.destination(batch_size=0, loader_file_format="parquet", name="landing")
    def copied(path: Any, table: Any) -> None:
        shutil.copyfile(path, arriving / f"{table['name']}.{Path(path).name.split('.')[1]}.parquet")

    return copied


@contextmanager
def _resources(source: Source, address: str, token: str | None) -> Generator[list[Any]]:
    selects = [table for table in source.tables if isinstance(table.origin, Select)]
    pages = [table for table in source.tables if isinstance(table.origin, Pages)]
    with ExitStack() as opened:
        found = list[Any]()
        if selects:
            engine = sqlalchemy.create_engine(address)
            opened.callback(engine.dispose)
            found += [_select(engine, table, table.origin) for table in selects if isinstance(table.origin, Select)]
        if pages:
            session = opened.enter_context(_session())
            found.append(_service(source, pages, address, token, session))
        yield found


def _select(engine: Any, table: Table, origin: Select) -> Any:
    schema, _, name = origin.table.rpartition(".")
    check_forbidden(table, {str(each["name"]) for each in sqlalchemy.inspect(engine).get_columns(name, schema or None)})
    resource = sql_table(
        engine,
        name,
        schema or None,
        backend="pyarrow",
        chunk_size=ROWS_AT_ONCE,
        reflection_level="full_with_precision",
        incremental=_since(origin.cursor) if origin.cursor else None,
        query_adapter_callback=_query,
    )
    resource.apply_hints(table_name=table.name)
    return resource.with_name(table.name)


def _query(query: Any, table: Any, incremental: Any = None, engine: Any = None) -> Any:
    """SQLite keeps instants as texts and compares them so: one without fractions of a second is less than the same with."""
    last = incremental.last_value if incremental else None
    if engine is None or engine.dialect.name != "sqlite" or not isinstance(last, datetime):
        return query
    column = table.c[incremental.cursor_path]
    said = sqlalchemy.cast(column, sqlalchemy.String)
    return table.select().where(said.is_(None) | (said >= last.strftime("%Y-%m-%d %H:%M:%S"))).order_by(column)


def _since(cursor: str, first: str | None = None) -> Any:
    """Rows at the last value itself come again: two changes of one moment must not hide each other."""
    return dlt.sources.incremental[Any](cursor, initial_value=first, primary_key=(), on_cursor_value_missing="include")


def _session() -> requests.Session:
    return Client(
        request_timeout=ANSWER_SECONDS, request_max_attempts=TRIES, request_max_retry_delay=MOST_WAIT, raise_for_status=False
    ).session


def _service(source: Source, tables: list[Table], address: str, token: str | None, session: requests.Session) -> Any:
    client = {"base_url": address, "session": session} | ({"auth": {"type": "bearer", "token": token}} if token else {})
    service = rest_api_source(
        {"client": client, "resources": [_resource(table) for table in tables]},  # pyright: ignore[reportArgumentType]
        name=_name(source),
    )
    for table in tables:
        resource = service.resources[table.name]
        if resource.incremental:
            resource.incremental.primary_key = ()  # as in `_since`
        resource.add_map(_packed(table))
    return service


def _resource(table: Table) -> dict[str, Any]:
    assert isinstance(table.origin, Pages)
    asked = {table.origin.since: "{incremental.start_value}"} if table.origin.since else {}
    endpoint: dict[str, Any] = {
        "path": table.origin.path,
        "data_selector": table.origin.records,
        "paginator": dict(table.origin.next),
        "params": asked,
        "response_actions": [_exact],
    }
    if table.origin.cursor:
        endpoint["incremental"] = {"cursor_path": table.origin.cursor, "initial_value": table.origin.first}
    return {"name": table.name, "endpoint": endpoint}


def _exact(response: requests.Response, *_: Any, **__: Any) -> None:
    """Numbers stay as they are written: money is not a float."""
    content = response.content
    response.json = lambda **_: json.loads(content, parse_float=str, parse_int=str)


def _packed(table: Table) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A record as one text, so that nothing of it is renamed, parted or turned into another type."""
    cursor, checked = table.origin.cursor if table.origin else None, set[str]()

    def packed(record: dict[str, Any]) -> dict[str, Any]:
        names = set(_names(record)) - checked
        check_forbidden(table, names)
        checked.update(names)
        text = json.dumps(record)  # in ASCII: halves of characters have no bytes of their own
        return {ROW: text, cursor: record.get(cursor)} if cursor else {ROW: text}

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
    shutil.rmtree(arriving)
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
    with folder.with_suffix(".lock").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except OSError:
            raise PassRunning(f"Another process reads {folder.name} in this home: wait until it has ended.") from None
        yield


def _name(source: Source) -> str:
    return source.name.replace("-", "_")


# ---- where it is


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
