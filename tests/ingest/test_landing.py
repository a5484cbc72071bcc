"""Databases and services are read to files from where the last reading ended, and nothing of them is lost on the way."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import psycopg
import pytest

from graph.model import Person, Record
from graph.session import Session
from ingest import job, landing, sources
from ingest.contract import Seen, Source, Table
from ingest.cursors import cursor_of_field
from ingest.delivery import Delivery
from ingest.field import Field
from ingest.formats import JsonLines, Parquet
from ingest.landing import forget, landed, waiting
from ingest.origin import Origin, Pages, Select
from ingest.quarantine import Quarantine
from ingest.row import Row
from ingest.spool import Spool
from runtime.errors import ContractBroken, PassRunning, PlatformError, SourceUnreadable, UnexpectedCount
from tests.ingest.silo_service import LARGE, served
from tests.postgres import postgres

FIELDS = (
    Field("id", key=True), Field("name", personal=True), Field("born", "date", required=False), Field("worth", "number"),
    Field("changed", "timestamp"),
)  # fmt: skip


def people(row: Row, _seen: Seen) -> Iterator[Record]:
    row.instant("changed")
    yield Person(row.key("id"), row.text("name"), birth_date=row.optional.date("born"), kyc_level=str(row.money("worth", "CNY")))


def silo(origin: Origin) -> Source:
    database = isinstance(origin, Select)
    file, form = ("people.parquet", Parquet()) if database else ("people.jsonl", JsonLines())
    return Source("tiny-silo", "silo", "A silo", "Tests", (Table("people", file, form, people, FIELDS, origin=origin),))


SELECT, WHOLE = silo(Select("people", "changed")), silo(Select("people"))
PAGES = silo(
    Pages("people", "items", {"type": "page_number", "base_page": 1, "total_path": "pages"}, "changed", "since", "2026-01-01")
)
CREATE = "CREATE TABLE people (id text PRIMARY KEY, name text, born date, worth numeric(18, 2), changed timestamp)"


def told(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def read(source: Source, folders: list[Path], home: Path) -> list[tuple[str, str | None, str | None]]:
    """What the folders hold, as (id, name, worth in minor units); they are gone then, as after their pass."""
    found: list[tuple[str, str | None, str | None]] = []
    for folder in folders:
        with Spool(home / "spool") as spool, Quarantine(home / "broken.jsonl") as broken:
            for _ in Delivery(source, folder).read(spool, broken):
                pass
            spool.sealed()
            assert not broken.count
            found += [
                (each.record.id, each.record.name, each.record.kyc_level) for batch in spool.batches(Person) for each in batch
            ]
        shutil.rmtree(folder)
    return found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = (
        sqlite3.connect(tmp_path / "silo.db", autocommit=True)
        if hasattr(sqlite3, "autocommit")
        else sqlite3.connect(tmp_path / "silo.db")
    )
    connection.execute(CREATE)
    connection.execute("INSERT INTO people VALUES ('1', '王伟', '1980-01-02', 12.30, '2026-01-02 03:04:05')")
    connection.execute("INSERT INTO people VALUES ('2', 'Ada', NULL, 0.01, '2026-01-03 00:00:00')")
    connection.commit()
    yield connection
    connection.close()


@pytest.fixture
def where(tmp_path: Path, database: sqlite3.Connection) -> str:
    return str(tmp_path / "silo.db")


def test_a_database_is_read_whole_and_then_from_where_it_ended(tmp_path: Path, database: sqlite3.Connection, where: str) -> None:
    assert read(SELECT, landed(SELECT, where, tmp_path, None, told), tmp_path) == [
        ("silo:1", "王伟", "1230"),
        ("silo:2", "Ada", "1"),
    ]
    database.execute("UPDATE people SET name = 'Ada Bell', changed = '2026-02-01 00:00:00' WHERE id = '2'")
    database.execute("INSERT INTO people VALUES ('3', 'Bo', NULL, 5, '2026-02-01 00:00:00')")
    database.commit()
    assert read(SELECT, landed(SELECT, where, tmp_path, None, told), tmp_path) == [
        ("silo:2", "Ada Bell", "1"),
        ("silo:3", "Bo", "500"),
    ]
    database.execute("INSERT INTO people VALUES ('4', 'Cy', NULL, 5, '2026-02-01 00:00:00')")  # in the same moment
    database.commit()
    assert ("silo:4", "Cy", "500") in read(SELECT, landed(SELECT, where, tmp_path, None, told), tmp_path)


def test_a_table_without_a_cursor_is_read_whole_each_time(tmp_path: Path, where: str) -> None:
    first = read(WHOLE, landed(WHOLE, where, tmp_path, None, told), tmp_path)
    assert len(first) == 2
    assert read(WHOLE, landed(WHOLE, where, tmp_path, None, told), tmp_path) == first


def test_what_was_not_loaded_waits_in_its_order(tmp_path: Path, database: sqlite3.Connection, where: str) -> None:
    landed(SELECT, where, tmp_path, None, told)
    database.execute("INSERT INTO people VALUES ('3', 'Bo', NULL, 5, '2026-02-01 00:00:00')")
    database.commit()
    waiting = landed(SELECT, where, tmp_path, None, told)
    assert len(waiting) == 2
    assert [id_ for id_, _, _ in read(SELECT, waiting, tmp_path)] == ["silo:1", "silo:2", "silo:2", "silo:3"]


def test_what_was_extracted_and_not_copied_comes_with_the_next_reading(
    tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(landing.shutil, "copyfile", full)
        with pytest.raises(PlatformError):
            landed(SELECT, where, tmp_path, None, told)
    found = read(SELECT, landed(SELECT, where, tmp_path, None, told), tmp_path)
    assert {id_ for id_, _, _ in found} == {"silo:1", "silo:2"}


def test_a_reading_that_was_broken_off_while_it_was_sealed_is_a_delivery_of_its_own(
    tmp_path: Path, database: sqlite3.Connection, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(landing, "_joined", killed)
        landed(SELECT, where, tmp_path, None, told)
    database.execute("INSERT INTO people VALUES ('3', 'Bo', NULL, 5, '2026-02-01 00:00:00')")
    database.commit()
    first, second = landed(SELECT, where, tmp_path, None, told)
    assert [id_ for id_, _, _ in read(SELECT, [first], tmp_path)] == ["silo:1", "silo:2"]
    assert [id_ for id_, _, _ in read(SELECT, [second], tmp_path)] == ["silo:2", "silo:3"]


def test_a_field_that_must_not_be_kept_is_refused_before_it_is_landed(
    tmp_path: Path, database: sqlite3.Connection, where: str
) -> None:
    database.execute("ALTER TABLE people ADD COLUMN pass_word text DEFAULT 'hunter2'")
    database.commit()
    with pytest.raises(ContractBroken, match="has the field pass_word"):
        landed(SELECT, where, tmp_path, None, told)
    cards = [{**one, "card": [{"C-V-V": "4711"}]} for one in records(2)]
    with served(cards) as service, pytest.raises(ContractBroken, match="has the field C-V-V"):
        landed(PAGES, service.address, tmp_path, None, told)
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".db"]
    assert not [path for path in kept if b"hunter2" in path.read_bytes() or b"4711" in path.read_bytes()]


def test_a_landed_folder_speaks_of_the_day_it_was_read(tmp_path: Path) -> None:
    assert landing.day_of(tmp_path / "20261121T170000000000", "Asia/Shanghai") == date(2026, 11, 22)


def test_everything_is_read_again_after_it_was_forgotten(tmp_path: Path, where: str) -> None:
    landed(SELECT, where, tmp_path, None, told)
    forget(SELECT, tmp_path)
    assert len(read(SELECT, landed(SELECT, where, tmp_path, None, told), tmp_path)) == 2


def test_only_its_owner_reads_what_was_landed_and_no_address_is_kept(tmp_path: Path, where: str) -> None:
    (folder,) = landed(SELECT, where, tmp_path, None, told)
    assert {each.stat().st_mode & 0o077 for each in (folder.parent, tmp_path / "dlt")} == {0}
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".db" and b"silo.db" in path.read_bytes()]


def test_two_processes_do_not_read_one_silo(tmp_path: Path) -> None:
    with landing.alone(SELECT, tmp_path), pytest.raises(PassRunning), landing.alone(SELECT, tmp_path):
        pass


def test_a_real_postgresql_is_read_the_same_way(tmp_path: Path, database: sqlite3.Connection, where: str) -> None:
    with postgres(tmp_path / "pg") as address:
        with psycopg.connect(address) as connection:
            connection.execute(CREATE)
            connection.execute("INSERT INTO people VALUES ('1', '王伟', '1980-01-02', 12.30, '2026-01-02 03:04:05')")
            connection.execute("INSERT INTO people VALUES ('2', 'Ada', NULL, 0.01, '2026-01-03 00:00:00')")
        first = read(SELECT, landed(SELECT, address, tmp_path / "home", None, told), tmp_path)
        assert first == read(SELECT, landed(SELECT, where, tmp_path, None, told), tmp_path)
        with psycopg.connect(address) as connection:
            connection.execute("INSERT INTO people VALUES ('3', 'Bo', NULL, 5, '2026-02-01 00:00:00')")
        again = read(SELECT, landed(SELECT, address, tmp_path / "home", None, told), tmp_path)
        assert [id_ for id_, _, _ in again] == ["silo:2", "silo:3"]
        with pytest.raises(ContractBroken, match="has no table nothing"):
            landed(silo(Select("nothing")), address, tmp_path / "other", None, told)
        with pytest.raises(SourceUnreadable) as refused:
            landed(SELECT, address.replace("/postgres?", "/vault?"), tmp_path / "third", None, told)
        assert "hunter2" not in str(refused.value) and '"vault" does not exist' in str(refused.value)


def records(count: int) -> list[dict[str, object]]:
    return [
        {"id": n, "name": f"Person {n}", "born": None, "worth": LARGE if n == 1 else n, "changed": f"2026-01-{n:02}T00:00:00Z"}
        for n in range(1, count + 1)
    ]


def test_a_service_is_read_page_by_page_past_its_rate_limit(tmp_path: Path) -> None:
    with served(records(8)) as service:
        service.busy, service.token = {2}, "open sesame"
        found = read(PAGES, landed(PAGES, service.address, tmp_path, "open sesame", told), tmp_path)
        assert [id_ for id_, _, _ in found] == [f"silo:{n}" for n in range(1, 9)]
        assert found[0] == ("silo:1", "Person 1", "99999999999999999")
        assert [path.rpartition("page=")[2] for path in service.asked] == ["1", "2", "2", "3"]
        service.records += [{"id": 9, "name": "New", "born": "1990-01-01", "worth": 1, "changed": "2026-02-01T00:00:00Z"}]
        again = read(PAGES, landed(PAGES, service.address, tmp_path, "open sesame", told), tmp_path)
        assert [id_ for id_, _, _ in again] == ["silo:8", "silo:9"]


def test_a_page_that_fails_refuses_the_reading_and_the_next_reads_it_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "TRIES", 2)
    with served(records(8)) as service:
        service.broken = {3}
        with pytest.raises(SourceUnreadable, match=r"answered 500 to /v1/people, 2 times: nothing was loaded"):
            landed(PAGES, service.address, tmp_path, None, told)
        service.broken = set()
        assert len(read(PAGES, landed(PAGES, service.address, tmp_path, None, told), tmp_path)) == 8


FAULTS: list[tuple[Source, str, type[PlatformError], str]] = [
    (SELECT, "nowhere.db", SourceUnreadable, "nowhere.db can't be read"),
    (SELECT, __file__, ContractBroken, "is no SQLite database"),
    (
        SELECT,
        "postgresql://silo:hunter2@127.0.0.1:1/x",
        SourceUnreadable,
        "tiny-silo can't be read from postgresql://127.0.0.1:1/x",
    ),
    (SELECT, "strange://silo:hunter2@host/x", SourceUnreadable, "There is no driver for strange://host/x"),
    (SELECT, "mysql://silo:hunter2@host/x", SourceUnreadable, "There is no driver for mysql://host/x"),
    (SELECT, "postgresql://silo:hunter2@host:54x/x", SourceUnreadable, "is no address of a database"),
    (SELECT, "postgresql://silo:hun/ter2@127.0.0.1:1/x", SourceUnreadable, "postgresql"),
    (PAGES, "http://127.0.0.1:1/v1", SourceUnreadable, r"can't be reached at http://127.0.0.1:1/v1 \(ConnectionError\)"),
]


@pytest.mark.parametrize(("source", "address", "fault", "says"), FAULTS)
def test_what_can_not_be_reached_is_told_in_one_line_without_its_password(
    tmp_path: Path, source: Source, address: str, fault: type[PlatformError], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(landing, "TRIES", 1)
    with pytest.raises(fault, match=says) as refused:
        landed(source, address, tmp_path, None, told)
    assert not re.search(r"hun/?ter2|ter2|\n", str(refused.value))


def test_a_wrong_token_and_a_wrong_path_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "TRIES", 1)
    with served(records(1)) as service:
        with pytest.raises(SourceUnreadable, match=r"has no /people"):
            landed(PAGES, service.address.removesuffix("/v1"), tmp_path, None, told)
        service.token = "open sesame"
        with pytest.raises(SourceUnreadable, match=r"refuses the token \(401 for /v1/people\)"):
            landed(PAGES, service.address, tmp_path, "wrong", told)


LATER = {
    "numbers": (Field("n", "integer"), "9", ["10", "11"], "11"),
    "instants": (Field("n", "timestamp"), "2026-01-01T10:00:00Z", ["2026-01-01T10:00:00.500Z"], "2026-01-01T10:00:00.500Z"),
    "offsets": (Field("n", "timestamp"), "2026-01-01T23:00:00+08:00", ["2026-01-01T16:00:00Z"], "2026-01-01T16:00:00Z"),
    "none and nonsense": (Field("n", "integer"), "9", ["", None, "soon", "NaN"], "9"),
}


@pytest.mark.parametrize("name", LATER)
def test_a_cursor_is_compared_as_what_it_is(name: str) -> None:
    field, before, values, latest = LATER[name]
    table = Table("t", "t.jsonl", JsonLines(), people, (field,))
    assert cursor_of_field(table, "n").latest([before, *values]) == latest


def test_a_cursor_of_text_or_of_nothing_is_refused(tmp_path: Path, where: str) -> None:
    for origin in (Select("people", "name"), Select("people", "gone")):
        with pytest.raises(ContractBroken, match=r"name, which is text|no column gone"):
            landed(silo(origin), where, tmp_path, None, told)
    with pytest.raises(ContractBroken, match="name, which is text"):
        landed(silo(Pages("people", "items", cursor="name")), "http://127.0.0.1:1", tmp_path, None, told)


def test_a_service_that_sends_more_than_it_was_asked_for_is_believed(tmp_path: Path) -> None:
    with served(records(3)) as service:
        landed(PAGES, service.address, tmp_path, None, told)
        service.records = [{**records(1)[0], "changed": "2026-01-02T23:00:00+08:00"}, {**records(2)[1], "changed": None}, 7]
        service.since = False
        (_, folder) = landed(PAGES, service.address, tmp_path, None, told)
    assert len((folder / "people.jsonl").read_text().splitlines()) == 3


@pytest.mark.parametrize("answer", [b'{"results": []}', b'{"error": "token expired"}', b'{"items": null, "pages": 1}'])
def test_an_answer_without_its_list_is_not_an_empty_one(tmp_path: Path, answer: bytes) -> None:
    with served(records(1)) as service:
        service.instead = answer
        with pytest.raises(ContractBroken, match="answers people without items"):
            landed(PAGES, service.address, tmp_path, None, told)


def test_another_database_of_the_same_silo_is_read_from_its_beginning(
    tmp_path: Path, database: sqlite3.Connection, where: str
) -> None:
    landed(SELECT, where, tmp_path, None, told)
    shutil.copy(where, tmp_path / "restored.db")
    assert len(read(SELECT, landed(SELECT, str(tmp_path / "restored.db"), tmp_path, None, told)[1:], tmp_path)) == 2


def test_a_value_that_is_none_of_its_type_is_a_rows_fault_and_not_the_readings(
    tmp_path: Path, database: sqlite3.Connection, where: str
) -> None:
    database.execute("ALTER TABLE people ADD COLUMN untyped")
    database.execute("INSERT INTO people VALUES ('3', 'Bo', '31.12.2026', 'abc', '2026-02-01 00:00:00', NULL)")
    database.execute("INSERT INTO people VALUES ('4', CAST(x'cdf5' AS TEXT), NULL, 1, '2026-02-01 00:00:00', NULL)")
    database.commit()
    source = replace(SELECT, tables=(replace(SELECT.tables[0], fields=(*FIELDS, Field("untyped", required=False))),))
    (folder,) = landed(source, where, tmp_path, None, told)
    with Spool(tmp_path / "spool") as spool, Quarantine(tmp_path / "broken.jsonl") as broken:
        list(Delivery(source, folder).read(spool, broken))
        assert {(reason.field, reason.reason) for reason in broken.reasons} == {
            ("untyped", "UNREAD_FIELD"), ("born", "BAD_DATE"), ("name", "UNSEEN_CHARACTER")
        }  # fmt: skip


def test_an_empty_table_is_an_empty_delivery_where_it_may_be_one(tmp_path: Path, database: sqlite3.Connection, where: str) -> None:
    database.execute("DELETE FROM people")
    database.commit()
    empty = replace(WHOLE, tables=(replace(WHOLE.tables[0], rows=(0, None)),))
    assert read(empty, landed(empty, where, tmp_path, None, told), tmp_path) == []
    with pytest.raises(UnexpectedCount):
        read(WHOLE, landed(WHOLE, where, tmp_path, None, told)[-1:], tmp_path)


def test_whoever_stops_a_reading_ends_it_and_it_is_read_anew(tmp_path: Path, where: str) -> None:
    stop = Event()
    stop.set()
    with pytest.raises(PlatformError):
        landing.landed(SELECT, where, tmp_path, None, told, stop)
    assert len(read(SELECT, landed(SELECT, where, tmp_path, None, told), tmp_path)) == 2


async def test_a_landed_folder_that_is_refused_is_set_aside_and_those_behind_it_are_loaded(
    empty: Session, tmp_path: Path, database: sqlite3.Connection, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sources.sources(), "tiny-silo", SELECT)
    database.executemany("INSERT INTO people VALUES (?, '', NULL, 1, '2026-01-04 00:00:00')", [(f"x{n}",) for n in range(30)])
    database.commit()
    with pytest.raises(ContractBroken, match=r"30 of 32 rows were refused.* stays in .*refused-\d+T\d+: after a mend, c360 ingest"):
        await job.run("tiny-silo", where, empty, tmp_path)
    database.execute("DELETE FROM people WHERE name = ''")
    database.execute("INSERT INTO people VALUES ('3', 'Bo', NULL, 5, '2026-02-01 00:00:00')")
    database.commit()
    (report,) = await job.run("tiny-silo", where, empty, tmp_path)
    assert report.rows.accepted == 1 and report.seconds["extract"] > 0
    assert await empty.rows("MATCH (p:Pass) RETURN p.state ORDER BY p.startedAt") == [["REFUSED"], ["COMPLETE"]]


async def test_a_landed_reading_is_loaded_and_gone_and_a_refused_one_leaves_its_pass(
    empty: Session, tmp_path: Path, where: str
) -> None:
    sources.sources()["tiny-silo"] = SELECT
    try:
        (report,) = await job.run("tiny-silo", where, empty, tmp_path)
        assert (report.rows.accepted, waiting(SELECT, tmp_path)) == (2, [])
        (again,) = await job.run("tiny-silo", where, empty, tmp_path)
        assert (again.rows.read, again.total.new, again.total.changed) == (1, 0, 0)  # the last row comes again
        with pytest.raises(SourceUnreadable, match="say where its database or service is"):
            await job.run("tiny-silo", "", empty, tmp_path)
    finally:
        del sources.sources()["tiny-silo"]
    assert [state for (state,) in await empty.rows("MATCH (p:Pass) RETURN p.state ORDER BY p.id")] == [
        "COMPLETE",
        "COMPLETE",
        "REFUSED",
    ]
