"""The loan silo's parties have numbers of their own: what hangs from them follows them when the bank's number is found."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from graph.digest import digest
from graph.session import Session
from ingest.job import Terms, run_source
from ingest.lakeside import write
from ingest.report import Report
from ingest.sources import source
from tests.conftest import Edges
from tests.tiny_bank import TinyBank

arrow: Any = pyarrow
parquet: Any = pyarrow.parquet
CORE = [
    "1,Holding,2000000001,,C",
    "2,Steel,2000000002,,C",
    "3,Egret,2000000003,,C",
    "4,Heron,2000000004,,C",
    "9,Tingtao,2000000009,,C",
]
AROUND = """
MATCH (p:Party)-[r]-(o) WHERE (r.recordId IN $records OR r.toRecordId IN $records) AND NOT o:SourceRecord
RETURN p.id, collect(DISTINCT type(r))"""


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    write(tmp_path / "bank")
    return tmp_path / "bank" / "loans"


def changed(folder: Path, name: str, values: Mapping[str, str | None]) -> None:
    """Writes the table of parties anew, with other values for whoever is called `name`."""
    table = parquet.read_table(folder / "PARTY.parquet")
    rows = [row | (values if row["PARTY_NM"].startswith(name) else {}) for row in table.to_pylist()]
    parquet.write_table(arrow.Table.from_pylist(rows, schema=table.schema), folder / "PARTY.parquet")


async def load(session: Session, folder: Path, on: date, home: Path) -> Report:
    return await run_source(source("lakeside-loans"), folder, session, home, Terms(on), trusted=("tiny", "loans"))


async def test_a_guarantor_whose_number_is_found_takes_the_guarantee_along_and_back(
    empty: Session, tiny: TinyBank, delivered: Path, edges: Edges
) -> None:
    await tiny.load(empty, people=CORE)
    await load(empty, delivered, date(2026, 10, 31), tiny.home)
    amount = ("loans:SX260008", 2_500_000_000)
    assert ("杭州听涛股权投资合伙企业（有限合伙）", "Heron", *amount) in await edges("GUARANTEES", "facility", "amount")
    apart = await digest(empty)
    changed(delivered, "杭州听涛", {"CIF_NO": "2000000009"})
    report = await load(empty, delivered, date(2026, 11, 1), tiny.home)
    assert report.moved == 1
    assert ("Tingtao", "Heron", *amount) in await edges("GUARANTEES", "facility", "amount")
    assert len(await edges("GUARANTEES", "facility")) == 5
    changed(delivered, "杭州听涛", {"CIF_NO": None})
    await load(empty, delivered, date(2026, 11, 2), tiny.home)
    assert ("杭州听涛股权投资合伙企业（有限合伙）", "Heron", *amount) in await edges("GUARANTEES", "facility", "amount")
    assert await digest(empty) != apart  # the history of what was said stays


async def test_a_borrower_that_becomes_another_party_takes_lines_collateral_guarantees_and_ratings_along(
    empty: Session, tiny: TinyBank, delivered: Path
) -> None:
    await tiny.load(empty, people=CORE)
    await load(empty, delivered, date(2026, 10, 31), tiny.home)
    ((steel,),) = await empty.rows("MATCH (r:SourceRecord {system: 'loans'}) WHERE r.name STARTS WITH '湖州港湾钢铁' RETURN r.id")
    ((whole,),) = await empty.rows("MATCH (p:Party {name: 'Steel'}) RETURN p.id")
    kinds = {"GRANTED_TO", "PLEDGED_BY", "GUARANTEES", "ABOUT", "IDENTIFIED_BY"}
    assert [(party, set(types)) for party, types in await empty.rows(AROUND, {"records": [steel]}) if party == whole] == [
        (whole, kinds)
    ]
    changed(delivered, "湖州港湾钢铁", {"CIF_NO": None})
    await load(empty, delivered, date(2026, 11, 1), tiny.home)
    ((alone,),) = await empty.rows("MATCH (:SourceRecord {id: $id})-[:DESCRIBES]->(p) RETURN p.id", {"id": steel})
    assert alone != whole
    found = {party: set(types) for party, types in await empty.rows(AROUND, {"records": [steel]})}
    assert found[alone] == kinds
    assert whole not in found


async def test_the_same_extract_again_changes_nothing(empty: Session, tiny: TinyBank, delivered: Path) -> None:
    await tiny.load(empty, people=CORE)
    first = await load(empty, delivered, date(2026, 10, 31), tiny.home)
    assert first.total.missing == 9 + 12  # core banking was not loaded: its accounts and units are not there
    once = await digest(empty)
    again = await load(empty, delivered, date(2026, 10, 31), tiny.home)
    assert (again.total.new, again.total.changed) == (0, 0)
    assert await digest(empty) == once
