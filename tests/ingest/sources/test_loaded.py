"""Reference sources in the graph: who owns, who consolidates, what was declared, who people say they are."""

import itertools
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from graph.digest import digest
from graph.session import Session
from ingest.job import Terms, run, run_source
from ingest.redrive import redrive
from ingest.report import Report
from ingest.sources import source
from tests.conftest import Edges


async def bods(folder: Path, graph: Session, home: Path, statements: list[object], on: date) -> Report:
    folder.mkdir(exist_ok=True)
    (folder / "statements.json").write_text(json.dumps(statements), encoding="utf-8")
    (report,) = await run("bods", folder, graph, home, Terms(on))
    return report


@pytest.fixture
def cases(data: Path) -> list[dict[str, object]]:
    """The three conformance cases as one file."""
    return list(itertools.chain(*(json.loads(path.read_text("utf-8")) for path in sorted((data / "bods").glob("*/*.json")))))


async def test_declared_owners_and_their_reasons_are_in_the_graph(
    empty: Session, edges: Edges, cases: list[dict[str, object]], tmp_path: Path
) -> None:
    report = await bods(tmp_path / "bods", empty, tmp_path, cases, date(2026, 4, 30))
    assert (report.total.missing, report.rows.accepted, report.rows.quarantined) == (0, 18, 0)
    assert await edges("OWNS", "interest", "shareExact", "beneficial", "direct", "statement") == {
        ("Jane Smith", "Acme Holdings Ltd", "SHAREHOLDING", 0.75, True, True, "bods:f01-r1-3b88-4cbb-bb4f-72e9c7c4d201"),
        ("Jane Smith", "Acme Holdings Ltd", "VOTING_RIGHTS", 0.75, True, True, "bods:f01-r1-3b88-4cbb-bb4f-72e9c7c4d201"),
        ("Alpha Corp Ltd", "Beta Corp Ltd", "SHAREHOLDING", 1.0, False, True, "bods:f10-r1-9a03-4d92-bf30-1f88a2c3e403"),
        ("Beta Corp Ltd", "Alpha Corp Ltd", "SHAREHOLDING", 1.0, False, True, "bods:f10-r2-9a04-4d92-bf30-1f88a2c3e404"),
    }
    reasons = "MATCH (s:OwnershipStatement)-[:ABOUT]->(p) WHERE s.reason IS NOT NULL RETURN p.name, s.reason, p:Company"
    assert await empty.rows(reasons) == [["Opaque Holdings SA", "subjectUnableToConfirmOrIdentifyBeneficialOwner", True]]
    assert await empty.rows("MATCH (p:Person) RETURN p.name, p.unit") == [["Jane Smith", "PUBLIC"]]


async def test_a_later_delivery_changes_the_interest_and_keeps_what_was_declared(
    empty: Session, edges: Edges, cases: list[dict[str, object]], tmp_path: Path
) -> None:
    await bods(tmp_path / "bods", empty, tmp_path, cases, date(2026, 4, 30))
    first = await digest(empty)
    again = await bods(tmp_path / "bods", empty, tmp_path / "other", cases, date(2026, 4, 30))
    assert (again.total.new, again.total.changed, await digest(empty)) == (0, 0, first)
    text = (
        json.dumps(cases[2]).replace("f01-r1", "f01-r9").replace('"statementDate": "2026-04-17"', '"statementDate": "2026-05-01"')
    )
    later = json.loads(text.replace('"exact": 75', '"exact": 80').replace('"new"', '"updated"'))
    await bods(tmp_path / "bods", empty, tmp_path, [*cases, later], date(2026, 5, 31))
    now = "bods:f01-r9-3b88-4cbb-bb4f-72e9c7c4d201"
    held = {edge[3:] for edge in await edges("OWNS", "interest", "shareExact", "statement", "validTo") if edge[0] == "Jane Smith"}
    before = "bods:f01-r1-3b88-4cbb-bb4f-72e9c7c4d201"
    assert {(*known, str(to)) for *known, to in held} == {(0.75, before, "2026-05-31"), (0.8, now, "None")}
    assert await edges("SUPERSEDES") == {(now, "bods:f01-r1-3b88-4cbb-bb4f-72e9c7c4d201")}
    said = "MATCH (s:OwnershipStatement {declared: 'bods:rec-rel-jane-acme'}) RETURN s.interests[0] ORDER BY s.saidOn"
    assert [row[0][:16] for row in await empty.rows(said)] == ["SHAREHOLDING 75%", "SHAREHOLDING 80%"]


async def test_parents_funds_and_exceptions_of_legal_entities_are_in_the_graph(
    empty: Session, edges: Edges, data: Path, tmp_path: Path
) -> None:
    """Of a sample many a parent is missing: such rows are quarantined, not lost."""
    (whole,) = await run("gleif", data / "gleif", empty, tmp_path, Terms(date(2023, 6, 9)))
    (updates,) = await run("gleif-updates", data / "gleif", empty, tmp_path, Terms(date(2023, 11, 1)))
    assert (whole.rows.accepted, whole.total.missing) == (33, 10 + 3)
    assert (updates.rows.accepted, updates.total.missing) == (22, 1)
    moneytech, monoova = "MONEYTECH GROUP LIMITED", "MONOOVA GLOBAL PAYMENTS PTY LTD"
    assert await edges("CONSOLIDATED_BY", "level", "share", "accountingStandard") == {
        ("VÚB Generali dôchodková správcovská spoločnosť, a.s.", "Všeobecná úverová banka, a.s.", "DIRECT", None, "IFRS"),
        (monoova, moneytech, "DIRECT", 1.0, "OTHER_ACCOUNTING_STANDARD"),
        (monoova, moneytech, "ULTIMATE", 1.0, "OTHER_ACCOUNTING_STANDARD"),
        ("MONOOVA FX PTY LTD", monoova, "DIRECT", None, "OTHER_ACCOUNTING_STANDARD"),
        ("MONOOVA FX PTY LTD", moneytech, "ULTIMATE", 1.0, "OTHER_ACCOUNTING_STANDARD"),
    }
    assert {tie for _, _, tie in await edges("FUND_OF", "tie")} == {"MANAGED_BY"}
    assert len(await edges("FUND_OF")) == 4
    assert len(await edges("ABOUT")) == 7
    ended = "MATCH ()-[r:CONSOLIDATED_BY]->() WHERE r.validTo IS NOT NULL RETURN toString(r.validTo), r.endedAt IS NOT NULL"
    assert await empty.rows(ended) == [["2023-11-01", True]]
    found = "MATCH (p:Company {lei: '549300JB1P61FUTPEZ75'}) RETURN p.otherNames, p.active, p.registrationStatus, p.searchText CONTAINS 'vseobecna'"
    assert await empty.rows(found) == [[["Vseobecna uverova banka, as"], True, "ISSUED", True]]
    shown = "MATCH (:Company {lei: '984500501A1B1045PB30'})-[:IDENTIFIED_BY]->(d) RETURN d.id ORDER BY d.id"
    assert await empty.rows(shown) == [["LEI:984500501A1B1045PB30"], ["RA000014:611393554"]]


async def test_a_row_of_one_form_is_driven_again_by_its_own_contract(
    empty: Session, edges: Edges, data: Path, tmp_path: Path
) -> None:
    """One system delivers in several forms; a row goes back to the one it came in."""
    (xml,) = await run("gleif-xml", data / "gleif", empty, tmp_path, Terms(date(2023, 6, 5)))
    assert xml.total.missing == 10
    waiting = await empty.rows("MATCH (q:QuarantinedRow {table: 'xml-relationships'}) RETURN q.id ORDER BY q.id LIMIT 1")
    (again,) = await redrive([waiting[0][0]], empty, tmp_path, lambda *_: None)
    assert (again.source, again.redrives, again.total.missing) == ("gleif-xml", 1, 1)


async def test_people_are_in_the_graph_with_what_they_said_and_not_who_they_are(empty: Session, data: Path, tmp_path: Path) -> None:
    table = pq.read_table(data / "historical" / "historical_train.parquet")
    pq.write_table(table.slice(0, 100), tmp_path / "historical_train.parquet")
    (report,) = await run("historical", tmp_path, empty, tmp_path)
    assert (report.rows.accepted, report.parties) == (100, 100)
    person = "MATCH (p:Person {birthPrecision: 'YEAR'}) RETURN count(*), count(p.birthDateText)"
    assert (await empty.rows(person))[0][1] == 0
    assert await empty.rows("MATCH (n) WHERE n.cluster IS NOT NULL RETURN count(*)") == [[0]]


async def test_an_impossible_birth_date_stays_on_its_record(empty: Session, data: Path, tmp_path: Path) -> None:
    lines = (data / "febrl" / "dataset3.csv").read_text("utf-8").splitlines(keepends=True)
    impossible = [line for line in lines[1:] if line.split(", ")[9][4:6] > "12"]
    (tmp_path / "dataset3.csv").write_text("".join([lines[0], *impossible]), encoding="utf-8")
    whole = source("febrl3")
    report = await run_source(replace(whole, tables=(replace(whole.tables[0], rows=(1, None)),)), tmp_path, empty, tmp_path)
    assert (report.rows.accepted, report.rows.quarantined) == (len(impossible), 0)
    said = "MATCH (r:SourceRecord {system: 'febrl3'})-[:DESCRIBES]->(p) RETURN count(r.birthDateText), count(r.birthDate), count(p.birthDateText)"
    assert await empty.rows(said) == [[len(impossible), 0, 0]]
