"""Berka: what its eight tables become."""

from datetime import date

from graph.model import Gender
from graph.session import Session
from ingest.sources.berka import birth

COUNTS = """
MATCH (n) WHERE coalesce(n.id, n.code) STARTS WITH 'berka:' OR n.record STARTS WITH 'berka:'
RETURN labels(n)[0], count(*)"""


def test_women_are_born_fifty_months_later() -> None:
    assert birth("706213") == (Gender.FEMALE, date(1970, 12, 13))
    assert birth("450204") == (Gender.MALE, date(1945, 2, 4))


async def test_every_row_is_in_the_graph(berka: Session) -> None:
    assert await berka.rows("MATCH (p:Pass {source: 'berka'}) RETURN p.rowsRead, p.rowsAccepted") == [[72_462, 72_462]]
    assert dict(await berka.rows(COUNTS)) == {
        "SourceRecord": 5_369,
        "RecordVersion": 5_369,
        "OrgUnit": 77 + 1,
        "Product": 5,
        "Account": 4_500 + 682 + 892,
        "Transaction": 49_102,
        "StandingOrder": 6_471,
        "Institution": 13,
        "MonthlyFlow": 10_950,
        "Address": 77,
    }
    text = "MATCH (r:SourceRecord {system: 'berka'})-[d:DESCRIBES]->(p:Person) RETURN count(DISTINCT p), collect(DISTINCT d.rule)"
    assert await berka.rows(text) == [[5_369, ["DECLARED_KEY"]]]


RELATIONSHIPS = """
MATCH (a)-[r]->(b) WHERE type(r) IN $types AND (a.id STARTS WITH 'berka:' OR r.recordId STARTS WITH 'berka:')
RETURN type(r), count(*)"""


async def test_every_relationship_is_in_the_graph(berka: Session) -> None:
    types = ["HOLDS", "RESIDES_AT", "ON", "OF", "BOOKED_AT", "SETTLES_BY", "PAYS_TO", "PART_OF"]
    assert dict(await berka.rows(RELATIONSHIPS, {"types": types})) == {
        "HOLDS": 5_369 + 682 + 892,
        "RESIDES_AT": 5_369,
        "ON": 49_102 + 6_471 + 10_950,
        "OF": 6_074,
        "BOOKED_AT": 6_074,
        "SETTLES_BY": 682 + 892,
        "PAYS_TO": 6_471,
        "PART_OF": 77,
    }


async def test_an_account_tells_its_branch_owner_and_authorised_person(berka: Session) -> None:
    text = """
    MATCH (a:Account {id: 'berka:2'})-[:BOOKED_AT]->(u)-[:PART_OF]->(head)
    MATCH (a)<-[h:HOLDS]-(p)
    RETURN u.name, head.path, h.role, p.sortName, p.unit, a.statementFrequency ORDER BY h.role"""
    assert await berka.rows(text) == [
        ["Hl.m. Praha", "BERKA", "AUTHORISED", "berka:3", "berka:1", "MONTHLY"],
        ["Hl.m. Praha", "BERKA", "OWNER", "berka:2", "berka:1", "MONTHLY"],
    ]


async def test_a_loan_is_held_by_the_owner_and_drawn_on_the_account(berka: Session) -> None:
    text = """
    MATCH (p)-[:HOLDS {role: 'OWNER'}]->(l:Account {id: 'berka:loan:5314'})-[:SETTLES_BY]->(a)<-[:HOLDS {role: 'OWNER'}]-(p)
    RETURN a.id, l.principal, l.instalment, l.termMonths, l.status, toString(l.opened), l.unit = a.unit"""
    assert await berka.rows(text) == [["berka:1787", 9_639_600, 803_300, 12, "CLOSED", "1993-07-05", True]]


async def test_the_sum_of_all_movements_is_that_of_the_months(berka: Session) -> None:
    moved = "MATCH (t:Transaction {source: 'berka'}) RETURN sum(t.amount), sum(CASE t.initiator WHEN 'CLIENT' THEN 1 ELSE 0 END), count(*)"
    months = "MATCH (f:MonthlyFlow) WHERE f.id STARTS WITH 'berka:' RETURN sum(f.in - f.out), sum(f.clientCount), sum(f.count)"
    assert await berka.rows(moved) == await berka.rows(months)


async def test_who_wanted_a_movement_follows_from_what_it_was_for(berka: Session) -> None:
    text = "MATCH (t:Transaction {source: 'berka'}) RETURN DISTINCT t.purpose, t.initiator"
    assert {(purpose, initiator) for purpose, initiator in await berka.rows(text)} == {
        (None, "CLIENT"),
        ("PENSION", "CLIENT"),
        ("INTEREST", "BANK"),
        ("STATEMENT_FEE", "BANK"),
        ("PENALTY_INTEREST", "BANK"),
        ("HOUSEHOLD_PAYMENT", "SYSTEM"),
        ("INSURANCE_PAYMENT", "SYSTEM"),
        ("LOAN_PAYMENT", "SYSTEM"),
    }


async def test_a_party_without_a_name_is_there_all_the_same(berka: Session) -> None:
    text = "MATCH (:SourceRecord {id: 'berka:1'})-[:DESCRIBES]->(p) RETURN p.name, p.sortName, p.gender, toString(p.birthDate), p.birthDateFrom"
    assert await berka.rows(text) == [[None, "berka:1", "FEMALE", "1970-12-13", "berka:1"]]
