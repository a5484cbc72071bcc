"""What a database or a service has to say, landed as files before it is read: by dlt, from where the last reading ended."""

import logging
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from fcntl import LOCK_EX, LOCK_NB, flock
from hashlib import blake2b
from pathlib import Path
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

import dlt
import pyarrow.parquet
import sqlalchemy
from dlt.pipeline.exceptions import PipelineStepFailed
from sqlalchemy.event import listen
from sqlalchemy.exc import SQLAlchemyError

from ingest.contract import Source
from ingest.landing_database import legible, select
from ingest.landing_faults import place_of, refuse, refuse_database
from ingest.landing_service import ROW, service, session
from ingest.landing_state import lasts
from ingest.origin import Pages, Select
from runtime.errors import ContractBroken, PassRunning, SourceUnreadable
from runtime.home import writing

TRIES = 5  # to get a page
ARRIVING, SEALING, DONE, REFUSED = "arriving", "sealing", "done-", "refused-"
STAMP = "%Y%m%dT%H%M%S%f"
STAMPED = re.compile(r"\d{8}T\d{12}")
SQLITE = b"SQLite format 3\0"
Told = Callable[[str, int, int], None]
parquet: Any = pyarrow.parquet  # has no types


class Stopped(Exception):
    """Whoever waits for a reading has gone."""


def landed(source: Source, where: str, home: Path, token: str | None, told: Told, stop: Event | None = None) -> list[Path]:
    """Reads what is new into a folder of its own; tells the folders that wait for their pass, the oldest first.

    `where` is the address of the database or service, or the path of a SQLite file; `token` is sent to a service as its
    bearer token; a `stop` that is set ends the reading. To be called by who is `alone`. Raises SourceUnreadable,
    ContractBroken or NoSpace, and then reads the same again the next time.
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
    with writing(home):
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
        with _resources(source, address, token, lasts(pipeline), count) as resources:
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


@contextmanager
def _resources(
    source: Source, address: str, token: str | None, come: dict[str, Any], count: Callable[[int], None]
) -> Generator[list[Any]]:
    selects = [(table, table.origin) for table in source.tables if isinstance(table.origin, Select)]
    pages = [(table, table.origin) for table in source.tables if isinstance(table.origin, Pages)]
    with ExitStack() as opened:
        found = list[Any]()
        if selects:
            engine = sqlalchemy.create_engine(address)
            opened.callback(engine.dispose)
            if engine.dialect.name == "sqlite":
                listen(engine, "connect", legible)
            with engine.connect():
                pass  # whether it can be reached: what is wrong from here on may quote a row
            found += [select(engine, table, origin, come.get(table.name), count) for table, origin in selects]
        if pages:
            asking = opened.enter_context(session(TRIES))
            found.append(service(_name(source), source, pages, address, token, asking, come, count))
        yield found


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
    sealing.rename(folder / _stamp(folder))
    _drop(arriving)
    arriving.mkdir(mode=0o700)


def _stamp(folder: Path) -> str:
    """Now, and later than whatever waits, though the clock was put back: what was read later is loaded later."""
    latest = max((each.name for each in folder.iterdir() if STAMPED.fullmatch(each.name)), default=None)
    after = datetime.strptime(latest, STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1) if latest else None
    now = datetime.now(UTC)
    return (max(now, after) if after else now).strftime(STAMP)


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
    with writing(home):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = folder.with_name(f"{folder.name}.lock").open("w")
    with lock:
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
