"""The silos that are no text: a database that tells what changed, and what lands from it."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.parquet
import pytest

from ingest.lakeside.deliver import write
from ingest.lakeside.silos import loans
from tests.ingest.lakeside.written import Written

parquet: Any = pyarrow.parquet
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("lakeside")
    write(directory)
    return directory / "loans"


def rows(folder: Path, query: str, *values: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "loans.db")) as connection:
        return connection.execute(query, values).fetchall()


@pytest.mark.parametrize("grid", loans.GRIDS, ids=lambda grid: grid.name)
def test_what_lands_is_what_the_database_holds(folder: Path, grid: loans.Grid) -> None:
    table = parquet.read_table(folder / f"{grid.name}.parquet")
    assert table.schema.names == [name for name, _ in grid.columns]
    landed = {tuple(_stored(value) for value in row.values()) for row in table.to_pylist()}
    assert landed == set(rows(folder, f"SELECT * FROM {grid.name}"))  # noqa: S608 - declared names
    assert len(landed) == len({row[0] for row in landed})


def _stored(value: Any) -> Any:
    return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if isinstance(value, datetime) else value


@pytest.mark.parametrize("grid", loans.GRIDS, ids=lambda grid: grid.name)
def test_each_table_tells_what_changed_since(folder: Path, grid: loans.Grid) -> None:
    every = rows(folder, f"SELECT UPD_TS FROM {grid.name} ORDER BY UPD_TS")  # noqa: S608 - declared names
    since = rows(folder, f"SELECT UPD_TS FROM {grid.name} WHERE UPD_TS > ?", every[0][0])  # noqa: S608 - declared names
    assert 0 < len(since) < len(every)


def test_money_is_exact_text(folder: Path) -> None:
    types = {row[1]: row[2] for row in rows(folder, "PRAGMA table_info(FACILITY)")}
    assert (types["LIMIT_AMT"], types["USED_AMT"], types["UPD_TS"]) == ("TEXT", "TEXT", "TIMESTAMP")
    assert rows(folder, "SELECT LIMIT_AMT, USED_AMT FROM FACILITY WHERE FAC_NO = 'SX260006'") == [("2000000.00", "1150000.00")]


def test_rows_of_several_chapters_share_one_group_of_a_parquet_file(generated: Written) -> None:
    file = parquet.ParquetFile(generated.directory / "app" / "logins.parquet")
    assert (file.num_row_groups, file.metadata.num_rows) == (1, generated.head()["lines"]["app/logins"])
