"""What silos say about parties: versions that never change, the newest on the record."""

from datetime import date

import pytest

from graph.digest import digest
from graph.session import Session
from tests.tiny_bank import TinyBank

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
VERSIONS = """
MATCH (v:RecordVersion)-[:VERSION_OF]->(r:SourceRecord {id: 'tiny:1'})
RETURN v.name, toString(v.effectiveOn), v.hash = r.hash ORDER BY v.effectiveOn, v.sequence"""
NOW = "MATCH (r:SourceRecord {id: 'tiny:1'})-[:DESCRIBES]->(p) RETURN r.name, p.name, toString(p.nameAt), toString(r.toldOn)"


async def say(tiny: TinyBank, session: Session, on: date, name: str) -> None:
    await tiny.load(session, on=on, people=[f"1,{name},,,"])


async def test_a_new_version_comes_only_with_new_content(empty: Session, tiny: TinyBank) -> None:
    await say(tiny, empty, JANUARY, "Ada")
    await say(tiny, empty, FEBRUARY, "Ada")
    await say(tiny, empty, MARCH, "Ada Bell")
    assert await empty.rows(VERSIONS) == [["Ada", "2026-01-01", False], ["Ada Bell", "2026-03-01", True]]
    assert await empty.rows(NOW) == [["Ada Bell", "Ada Bell", "2026-03-01", "2026-03-01"]]


async def test_an_older_delivery_adds_history_and_changes_nothing_else(empty: Session, tiny: TinyBank) -> None:
    await say(tiny, empty, FEBRUARY, "Ada Bell")
    report = await tiny.load(empty, on=JANUARY, people=["1,Ada,,,"])
    assert (report.total.older, report.total.changed) == (1, 0)
    assert await empty.rows(VERSIONS) == [["Ada", "2026-01-01", False], ["Ada Bell", "2026-02-01", True]]
    assert await empty.rows(NOW) == [["Ada Bell", "Ada Bell", "2026-02-01", "2026-02-01"]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
async def test_deliveries_in_any_order_make_the_same_graph(empty: Session, tiny: TinyBank, order: tuple[int, ...]) -> None:
    said = [(JANUARY, "Ada"), (FEBRUARY, "Ada Bell"), (MARCH, "Ada Lowe")]
    for place in order:
        await say(tiny, empty, *said[place])
    mixed = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    for on, name in said:
        await say(tiny, empty, on, name)
    assert await digest(empty) == mixed


async def test_what_is_said_again_after_another_word_in_between_is_a_version_of_its_own(empty: Session, tiny: TinyBank) -> None:
    for on, name in ((JANUARY, "Ada"), (MARCH, "Ada"), (FEBRUARY, "Eve")):
        await say(tiny, empty, on, name)
    assert [row[:2] for row in await empty.rows(VERSIONS)] == [["Ada", "2026-01-01"], ["Eve", "2026-02-01"], ["Ada", "2026-03-01"]]
    assert await empty.rows(NOW) == [["Ada", "Ada", "2026-03-01", "2026-01-01"]]


async def test_a_value_that_is_no_longer_said_is_gone_from_record_and_party(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, people=["1,Ada,K1,1990-01-01,"])
    await tiny.load(empty, on=FEBRUARY, people=["1,Ada,K1,,"])
    text = "MATCH (r:SourceRecord)-[:DESCRIBES]->(p) RETURN r.birthDate, p.birthDate, p.birthDateFrom"
    assert await empty.rows(text) == [[None, None, None]]


async def test_each_version_tells_the_pass_that_said_it(empty: Session, tiny: TinyBank) -> None:
    report = await tiny.load(empty, people=["1,Ada,,,"])
    text = "MATCH (n:RecordVersion|SourceRecord)-[:SAID_IN]->(p:Pass) RETURN DISTINCT p.id, p.state, count(*)"
    assert await empty.rows(text) == [[report.pass_id, "COMPLETE", 2]]
