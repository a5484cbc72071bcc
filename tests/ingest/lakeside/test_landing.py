"""The loans' database and the call centre's service, read where they are: what lands is what the silo's folder holds."""

import json
import sqlite3
from collections.abc import Generator
from contextlib import closing
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pyarrow.parquet
import pytest

from ingest.delivery import Delivery
from ingest.lakeside import write
from ingest.lakeside.silos import loans
from ingest.landing import landed
from ingest.quarantine import Quarantine
from ingest.sources import source
from ingest.spool import Spool
from tests.postgres import postgres

parquet: Any = pyarrow.parquet
PAGE = 4


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("lakeside")
    write(directory)
    return directory


def accepted(name: str, folder: Path, scratch: Path) -> dict[str, int]:
    """How many rows of each table were read, none of them refused."""
    delivery = Delivery(source(name), folder)
    with Spool(scratch / "spool") as spool, Quarantine(scratch / "quarantine") as broken:
        list(delivery.read(spool, broken))
    assert not broken.reasons
    return {table: counts.accepted for table, counts in delivery.counts.items()}


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def test_the_loans_are_read_from_their_database_and_later_only_what_changed(bank: Path, tmp_path: Path) -> None:
    database = tmp_path / "loans.db"
    database.write_bytes((bank / "loans" / "loans.db").read_bytes())
    (first,) = landed(source("lakeside-loans"), str(database), tmp_path / "home", None, quiet)
    assert accepted("lakeside-loans", first, tmp_path) == accepted("lakeside-loans", bank / "loans", tmp_path)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE FACILITY SET USED_AMT = '7000000.00', UPD_TS = '2026-11-01 22:00:00' WHERE FAC_NO = 'SX260007'")
    *_, second = landed(source("lakeside-loans"), str(database), tmp_path / "home", None, quiet)
    again = accepted("lakeside-loans", second, tmp_path)
    assert 0 < again["facilities"] < 12
    assert again["guarantees"] < 5


TYPES = {"_AMT": "NUMERIC(18,2)", "_DT": "DATE", "_ON": "DATE", "_TO": "DATE", "_TS": "TIMESTAMP", "RANK_NO": "SMALLINT"}


def copied(database: Path, address: str) -> None:
    """The silo's tables in PostgreSQL, with the types that a bank would give them."""
    with closing(sqlite3.connect(database)) as source, psycopg.connect(address) as target:
        for grid in loans.GRIDS:
            names = [name for name, _ in grid.columns]
            types = [next((type_ for end, type_ in TYPES.items() if name.endswith(end)), "VARCHAR(200)") for name in names]
            columns = ", ".join(f'"{name}" {type_}' for name, type_ in zip(names, types, strict=True))
            target.execute(f'CREATE TABLE "{grid.name}" ({columns})')  # pyright: ignore[reportArgumentType]
            rows = source.execute(f"SELECT * FROM {grid.name}").fetchall()  # noqa: S608 - declared names
            holes = ", ".join(["%s"] * len(names))
            target.cursor().executemany(f'INSERT INTO "{grid.name}" VALUES ({holes})', rows)  # noqa: S608 # pyright: ignore[reportArgumentType]


def test_the_loans_are_the_same_from_a_real_postgresql(bank: Path, tmp_path: Path) -> None:
    with postgres(tmp_path / "pg") as address:
        copied(bank / "loans" / "loans.db", address)
        (folder,) = landed(source("lakeside-loans"), address, tmp_path / "home", None, quiet)
    assert accepted("lakeside-loans", folder, tmp_path) == accepted("lakeside-loans", bank / "loans", tmp_path)
    one, other = (
        {row["FAC_NO"]: row for row in parquet.read_table(path / "FACILITY.parquet").to_pylist()}
        for path in (folder, bank / "loans")
    )
    assert {number: (str(row["LIMIT_AMT"]), str(row["USED_AMT"]), str(row["EXP_DT"])) for number, row in one.items()} == {
        number: (row["LIMIT_AMT"], row["USED_AMT"], row["EXP_DT"]) for number, row in other.items()
    }


class Service(BaseHTTPRequestHandler):
    """Pages of a few records of each resource, from a moment on."""

    folder: Path

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: value[0] for name, value in parse_qs(asked.query).items()}
        lines = (self.folder / f"{asked.path.strip('/')}.jsonl").read_text("utf-8").splitlines()
        since = datetime.fromisoformat(query["since"])
        records = [one for one in map(json.loads, lines) if datetime.fromisoformat(one["changedAt"]) >= since]
        number, pages = int(query["page"]), -(-len(records) // PAGE)
        page = {"data": records[(number - 1) * PAGE : number * PAGE], "page": number, "pages": pages}
        body = json.dumps(page, ensure_ascii=False).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def service(bank: Path) -> Generator[str]:
    handler = type("Calls", (Service,), {"folder": bank / "calls"})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_call_centre_is_read_page_by_page(bank: Path, service: str, tmp_path: Path) -> None:
    (folder,) = landed(source("lakeside-calls"), service, tmp_path / "home", None, quiet)
    assert accepted("lakeside-calls", folder, tmp_path) == accepted("lakeside-calls", bank / "calls", tmp_path)
    *_, later = landed(source("lakeside-calls"), service, tmp_path / "home", None, quiet)
    assert accepted("lakeside-calls", later, tmp_path)["requests"] < 6
