"""What is exported as declarations is read back to the same graph."""

import json
from datetime import date
from pathlib import Path

import pytest

from graph.ownership import above
from graph.session import Session
from ingest.job import run_source
from ingest.sources import source
from resolvers.ownership import read
from rules.ownership.bods import statements
from tests.conftest import WIPE, Edges

TODAY = date(2026, 10, 31)
HELD = ("interest", "shareExact", "direct", "beneficial", "validFrom")
SAID = "MATCH (s:OwnershipStatement)-[:ABOUT]->(p) WHERE s.reason IS NOT NULL RETURN p.name, s.reason, s.reasonText"


@pytest.mark.parametrize(("case", "company", "kinds"), [
    ("core/01-direct-ownership", "rec-acme-holdings-ltd", ["entity", "person", "relationship"]),
    ("edge-cases/10-circular-ownership", "rec-alpha-corp", ["entity", "entity", "relationship", "relationship"]),
    ("edge-cases/11-anonymous-person", "rec-opaque-holdings-sa", ["entity", "relationship"]),
])  # fmt: skip
async def test_declarations_are_exported_and_read_back_to_the_same_graph(
    empty: Session, edges: Edges, data: Path, tmp_path: Path, case: str, company: str, kinds: list[str]
):
    delivered = tmp_path / "statements.json"
    delivered.write_bytes((data / "bods" / f"{case}.json").read_bytes())
    await run_source(source("bods"), tmp_path, empty, tmp_path / "home")
    before = await edges("OWNS", *HELD), await empty.rows(SAID)
    said = statements(read(await above(empty, f"bods:{company}", TODAY)).group, TODAY, "Lakeside Bank")
    assert sorted(each["recordType"] for each in said) == kinds
    await empty.run(WIPE)
    delivered.write_text(json.dumps(said), encoding="utf-8")
    await run_source(source("bods"), tmp_path, empty, tmp_path / "again")
    assert (await edges("OWNS", *HELD), await empty.rows(SAID)) == before


async def test_a_company_that_is_not_there_has_nobody_above_it(empty: Session):
    assert await above(empty, "bods:nobody", TODAY) == []
