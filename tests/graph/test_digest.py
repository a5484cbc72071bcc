"""The digest is the same for the same knowledge, and for nothing else."""

import pytest

from graph.digest import digest
from graph.session import Session
from runtime.errors import PlatformError
from tests.tiny_bank import STORY, TinyBank


async def test_rows_in_another_order_and_other_internal_ids_do_not_count(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    first = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    await tiny.load(empty, **{name: list(reversed(rows)) for name, rows in STORY.items()})
    assert await digest(empty) == first


@pytest.mark.parametrize(
    "change",
    [
        "MATCH (a:Account {id: 'tiny:A1'}) SET a.balance = 1231",
        "MATCH (p:Party {name: 'Ada Bell'}) SET p.nameFrom = 'tiny:1'",
        "MATCH ()-[h:HOLDS {role: 'JOINT'}]->() DELETE h",
        "MATCH (p:Party {name: 'Ada Bell'})-[h:HOLDS {role: 'JOINT'}]->(a) MATCH (q:Party {name: 'Harbour Steel'}) "
        "CREATE (q)-[n:HOLDS]->(a) SET n = properties(h) DELETE h",
        "MATCH (t:Transaction {id: 'tiny:T1'}) DETACH DELETE t",
        "MATCH (r:SourceRecord {id: 'tiny:1'})-[d:DESCRIBES]->(:Party) MATCH (q:Party {name: 'Ada Bell'}) DELETE d CREATE (r)-[:DESCRIBES]->(q)",
    ],
)
async def test_any_other_knowledge_counts(empty: Session, tiny: TinyBank, change: str) -> None:
    await tiny.load(empty, **STORY)
    first = await digest(empty)
    await empty.run(change)
    assert await digest(empty) != first


@pytest.mark.parametrize(
    "change", ["CREATE (:Pass {id: 'X'})", "CREATE (:RetiredParty {id: 'X'})", "MATCH (a:Account) SET a.recordedAt = datetime()"]
)
async def test_bookkeeping_counts_only_when_all_is_asked_for(empty: Session, tiny: TinyBank, change: str) -> None:
    await tiny.load(empty, **STORY)
    first, everything = await digest(empty), await digest(empty, all=True)
    await empty.run(change)
    assert await digest(empty) == first
    assert await digest(empty, all=True) != everything


async def test_a_label_without_a_key_is_not_passed_over(empty: Session) -> None:
    await empty.run("CREATE (:Strange {id: 1})")
    with pytest.raises(PlatformError, match="missed nodes"):
        await digest(empty)


async def test_many_pages_are_one_sum(empty: Session) -> None:
    await empty.run("UNWIND range(1, 2500) AS i CREATE (:Institution {id: 'x:' + i, name: 'Bank'})")
    first = await digest(empty)
    await empty.run("MATCH (i:Institution {id: 'x:2400'}) SET i.name = 'Other'")
    assert await digest(empty) != first
