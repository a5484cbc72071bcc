"""Berka: what its eight tables become."""

from datetime import date

from graph.model import Gender
from graph.session import Session
from ingest.sources.berka import birth
from tests.berka_part import BerkaPart

COUNTS = """
MATCH (n) WHERE coalesce(n.id, n.code) STARTS WITH 'berka:' OR n.record STARTS WITH 'berka:'
RETURN labels(n)[0], count(*)"""


def test_women_are_born_fifty_months_later() -> None:
    assert birth("706213") == (Gender.FEMALE, date(1970, 12, 13))
    assert birth("450204") == (Gender.MALE, date(1945, 2, 4))


async def test_every_row_is_in_the_graph(graph: Session, berka: BerkaPart) -> None:
    rows, clients = berka.count(*berka.tables), berka.count("client")
    assert await graph.rows("MATCH (p:Pass {source: 'berka'}) RETURN p.rowsRead, p.rowsAccepted") == [[rows, rows]]
    assert dict(await graph.rows(COUNTS)) == {
        "SourceRecord": clients,
        "RecordVersion": clients,
        "OrgUnit": 77 + 1,
        "Product": 5,
        "Account": berka.count("account", "loan", "card"),
        "Transaction": berka.count("trans"),
        "StandingOrder": berka.count("order"),
        "Institution": len(berka.told("order", "bank_to")),
        "MonthlyFlow": len(months(berka)),
        "Address": len(berka.told("client", "district_id")),
    }
    text = "MATCH (r:SourceRecord {system: 'berka'})-[d:DESCRIBES]->(p:Person) RETURN count(DISTINCT p), collect(DISTINCT d.rule)"
    assert await graph.rows(text) == [[clients, ["DECLARED_KEY"]]]


def months(berka: BerkaPart) -> set[tuple[str, str]]:
    return {(account, day[:4]) for account, day in berka.told("trans", "account_id", "date")}


RELATIONSHIPS = """
MATCH (a)-[r]->(b) WHERE type(r) IN $types AND (a.id STARTS WITH 'berka:' OR r.recordId STARTS WITH 'berka:')
RETURN type(r), count(*)"""


async def test_every_relationship_is_in_the_graph(graph: Session, berka: BerkaPart) -> None:
    types = ["HOLDS", "RESIDES_AT", "ON", "OF", "BOOKED_AT", "SETTLES_BY", "PAYS_TO", "PART_OF"]
    accounts, orders = berka.count("account", "loan", "card"), berka.count("order")
    assert dict(await graph.rows(RELATIONSHIPS, {"types": types})) == {
        "HOLDS": berka.count("disp", "loan", "card"),
        "RESIDES_AT": berka.count("client"),
        "ON": berka.count("trans") + orders + len(months(berka)),
        "OF": accounts,
        "BOOKED_AT": accounts,
        "SETTLES_BY": berka.count("loan", "card"),
        "PAYS_TO": orders,
        "PART_OF": 77,
    }


async def test_an_account_tells_its_branch_owner_and_authorised_person(graph: Session, berka: BerkaPart) -> None:
    text = """
    MATCH (a:Account {id: 'berka:2'})-[:BOOKED_AT]->(u)-[:PART_OF]->(head)
    MATCH (a)<-[h:HOLDS]-(p)
    RETURN u.name, head.path, h.role, p.sortName, p.unit, a.statementFrequency ORDER BY h.role"""
    assert await graph.rows(text) == [
        ["Hl.m. Praha", "BERKA", "AUTHORISED", "berka:3", "berka:1", "MONTHLY"],
        ["Hl.m. Praha", "BERKA", "OWNER", "berka:2", "berka:1", "MONTHLY"],
    ]


async def test_a_loan_is_held_by_the_owner_and_drawn_on_the_account(graph: Session, berka: BerkaPart) -> None:
    text = """
    MATCH (p)-[:HOLDS {role: 'OWNER'}]->(l:Account {id: 'berka:loan:5314'})-[:SETTLES_BY]->(a)<-[:HOLDS {role: 'OWNER'}]-(p)
    RETURN a.id, l.principal, l.instalment, l.termMonths, l.status, toString(l.opened), l.unit = a.unit"""
    assert await graph.rows(text) == [["berka:1787", 9_639_600, 803_300, 12, "CLOSED", "1993-07-05", True]]


async def test_the_sum_of_all_movements_is_that_of_the_months(graph: Session, berka: BerkaPart) -> None:
    moved = "MATCH (t:Transaction {source: 'berka'}) RETURN sum(t.amount), sum(CASE t.initiator WHEN 'CLIENT' THEN 1 ELSE 0 END), count(*)"
    months = "MATCH (f:MonthlyFlow) WHERE f.id STARTS WITH 'berka:' RETURN sum(f.in - f.out), sum(f.clientCount), sum(f.count)"
    assert await graph.rows(moved) == await graph.rows(months)


async def test_who_wanted_a_movement_follows_from_what_it_was_for(graph: Session, berka: BerkaPart) -> None:
    text = "MATCH (t:Transaction {source: 'berka'}) RETURN DISTINCT t.purpose, t.initiator"
    assert {(purpose, initiator) for purpose, initiator in await graph.rows(text)} == {
        (None, "CLIENT"),
        ("PENSION", "CLIENT"),
        ("INTEREST", "BANK"),
        ("STATEMENT_FEE", "BANK"),
        ("PENALTY_INTEREST", "BANK"),
        ("HOUSEHOLD_PAYMENT", "SYSTEM"),
        ("INSURANCE_PAYMENT", "SYSTEM"),
        ("LOAN_PAYMENT", "SYSTEM"),
    }


async def test_a_party_without_a_name_is_there_all_the_same(graph: Session, berka: BerkaPart) -> None:
    text = "MATCH (:SourceRecord {id: 'berka:1'})-[:DESCRIBES]->(p) RETURN p.name, p.sortName, p.gender, toString(p.birthDate), p.birthDateFrom"
    assert await graph.rows(text) == [[None, "berka:1", "FEMALE", "1970-12-13", "berka:1"]]
