"""Records that share a bank key become one party, and leave it again with all that they said."""

from datetime import date

from graph.digest import digest
from graph.session import Session
from tests.conftest import Edges
from tests.tiny_bank import STORY, TinyBank

WHO = "MATCH (r:SourceRecord)-[d:DESCRIBES]->(p:Party) RETURN p.id, collect(r.id) AS records, collect(DISTINCT d.rule) ORDER BY records[0]"


async def parties(session: Session) -> set[tuple[str, ...]]:
    return {tuple(sorted(records)) for _, records, _ in await session.rows(WHO)}


async def test_two_silos_with_one_bank_key_speak_of_one_party(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, people=["1,王伟,K1,,", "2,Ada,,,", "3,Steel,K1,,C"])
    await tiny.load(empty, system="other", people=["77,Wang Wei,K1,,", "78,Ada,,,"])
    assert await parties(empty) == {("other:77", "tiny:1"), ("tiny:2",), ("tiny:3",), ("other:78",)}
    text = "MATCH (p:Person {sortName: 'wang wei'}) RETURN p.name, p.nameFrom, p.kind, p.searchText CONTAINS 'Wang Wei'"
    assert await empty.rows(text) == [["王伟", "tiny:1", "PERSON", True]]


async def test_a_party_keeps_its_id_for_as_long_as_it_is_there(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, people=["1,Ada,K1,,"])
    before = [party for party, *_ in await empty.rows(WHO)]
    await tiny.load(empty, people=["1,Ada Bell,K1,,"])
    await tiny.load(empty, system="other", people=["9,A. Bell,K1,,"])
    assert [party for party, *_ in await empty.rows(WHO)] == before
    assert before[0].startswith("P") and len(before[0]) == 27


async def test_a_record_that_learns_its_bank_key_takes_all_it_said_along(empty: Session, tiny: TinyBank, edges: Edges) -> None:
    later = date(2026, 2, 1)
    await tiny.load(empty, **STORY)
    await tiny.load(empty, system="other", people=["9,A. Bell,,,"])
    (old,) = [party for party, records, _ in await empty.rows(WHO) if records == ["other:9"]]
    await empty.run(
        "MATCH (p:Party {id: $id}) MATCH (a:Account {id: 'tiny:A2'}) CREATE (p)-[:HOLDS {recordId: 'other:9', role: 'JOINT'}]->(a)",
        {"id": old},
    )
    await empty.run("MATCH (p:Party {id: $id}) CREATE (:Event {id: 'other:E'})-[:ABOUT {recordId: 'other:9'}]->(p)", {"id": old})
    report = await tiny.load(empty, system="other", on=later, people=["9,A. Bell,K2,,"])
    assert report.moved == 1
    assert ("other:9", "tiny:2") in await parties(empty)
    assert ("Ada Bell", "tiny:A2", "JOINT", "other:9") in await edges("HOLDS", "role", "recordId")
    assert ("other:E", "Ada Bell") in await edges("ABOUT")
    ((into,),) = await empty.rows("MATCH (r:RetiredParty {id: $id}) RETURN r.into", {"id": old})
    assert await empty.rows("MATCH (p:Party {id: $id}) RETURN p.name", {"id": into}) == [["Ada Bell"]]
    assert await empty.rows("MATCH (p:Party {id: $id}) RETURN p", {"id": old}) == []


async def test_a_record_whose_key_is_withdrawn_becomes_a_party_of_its_own(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, people=["1,Ada,K1,,"])
    alone = await digest(empty)
    await tiny.load(empty, system="other", people=["9,Eve,K1,,"])
    await tiny.load(empty, system="other", on=date(2026, 2, 1), people=["9,Eve,,,"])
    assert await parties(empty) == {("tiny:1",), ("other:9",)}
    assert await empty.rows("MATCH (p:Party {name: 'Ada'}) RETURN p.nameFrom, p.searchText") == [["tiny:1", "Ada ada"]]
    assert await digest(empty) != alone


async def test_silos_in_any_order_make_the_same_graph(empty: Session, tiny: TinyBank) -> None:
    deliveries = {"tiny": STORY, "other": {"people": ["7,Wang Wei,K1,1980-01-03,", "8,Ada,K2,,", "9,Zoe,,,"]}}
    digests = set[str]()
    for order in (("tiny", "other"), ("other", "tiny")):
        await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        for system in order:
            await tiny.load(empty, system=system, **deliveries[system])
        digests.add(await digest(empty))
    assert len(digests) == 1
