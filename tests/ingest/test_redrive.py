"""Rows in quarantine are driven again: by their id, by request, mended or not; nothing of them is lost."""

import pytest

from graph.digest import digest
from graph.session import Session
from ingest import sources
from ingest.quarantine import kept
from ingest.redrive import redrive
from ingest.report import Report
from runtime.errors import BadQuestion
from tests.tiny_bank import STORY, TinyBank, tiny_source

STATES = "MATCH (q:QuarantinedRow) RETURN q.table, q.line, q.reason, q.state ORDER BY q.id"


@pytest.fixture(autouse=True)
def declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sources.sources(), "tiny", tiny_source())


def told(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


async def driven(session: Session, tiny: TinyBank, *ids: str, **mended: str) -> list[Report]:
    return await redrive(ids, session, tiny.home, told, mended)


def ids(tiny: TinyBank) -> list[str]:
    return [id_ for id_, _ in kept(tiny.home)]


BROKEN = STORY | {"people": [*STORY["people"][:1], "2,Ada Bell,K2,soon,", *STORY["people"][2:]]}


async def test_a_mended_row_leaves_the_graph_as_if_it_had_never_been_broken(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    whole = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    report = await tiny.load(empty, **BROKEN)
    assert (report.rows.quarantined, report.total.missing) == (1, 4)  # two accounts held, one relation and a talk wait for Ada
    assert [row[3] for row in await empty.rows(STATES)] == ["WAITING"] * 5
    await driven(empty, tiny, ids(tiny)[0], born="1990-03-04")
    await driven(empty, tiny, *[id_ for id_ in ids(tiny) if await waits(empty, id_)])
    assert {row[3] for row in await empty.rows(STATES)} == {"ACCEPTED"}
    assert await digest(empty) == whole


async def waits(session: Session, id_: str) -> bool:
    return await session.rows("MATCH (q:QuarantinedRow {id: $id}) RETURN q.state", {"id": id_}) == [["WAITING"]]


async def test_a_row_that_is_refused_again_waits_under_its_new_pass(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, movements=["T1,A1,never,1,,"])
    (report,) = await driven(empty, tiny, *ids(tiny))
    assert (report.redrives, report.rows.read, report.rows.quarantined) == (1, 1, 1)
    assert await empty.rows(STATES) == [["movements", 2, "BAD_DATE", "REPLACED"], ["movements", 2, "BAD_DATE", "WAITING"]]


async def test_the_same_row_said_again_replaces_the_one_that_waits(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, movements=["T1,A1,never,1,,"])
    await tiny.load(empty, movements=["T9,A1,soon,1,,", "T1,A1,never,1,,"])
    assert [row[1:] for row in await empty.rows(STATES)] == [
        [2, "BAD_DATE", "REPLACED"], [2, "BAD_DATE", "WAITING"], [3, "BAD_DATE", "WAITING"]
    ]  # fmt: skip


async def test_what_was_asked_for_is_driven_without_naming_it(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **BROKEN)
    await empty.run(
        "MATCH (q:QuarantinedRow {table: 'people'}) SET q.state = 'REQUESTED', q.mendedFields = ['born'], q.mendedValues = ['1990-03-04']"
    )
    (report,) = await driven(empty, tiny)
    assert report.rows.accepted == 1
    assert await empty.rows("MATCH (r:SourceRecord {id: 'tiny:2'}) RETURN toString(r.birthDate)") == [["1990-03-04"]]
    assert await driven(empty, tiny) == []


async def test_a_row_that_could_not_be_taken_apart_is_said_anew(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, units=["HQ,Head,of,ice,", "N,North,HQ"])
    row, _its_child = ids(tiny)
    (report,) = await driven(empty, tiny, row, id="HQ", name="Head office", parent="")
    assert report.rows.accepted == 1


@pytest.mark.parametrize(("row", "says"), [("nothing-1", "There is no row nothing-1"), ("", "waits no more, it is ACCEPTED")])
async def test_a_row_that_does_not_wait_is_told(empty: Session, tiny: TinyBank, row: str, says: str) -> None:
    await tiny.load(empty, **BROKEN)
    first = ids(tiny)[0]
    await driven(empty, tiny, first, born="1990-03-04")
    with pytest.raises(BadQuestion, match=says):
        await driven(empty, tiny, row or first)


async def test_a_row_of_another_home_is_told(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, movements=["T1,A1,never,1,,"])
    (row,) = ids(tiny)
    for file in (tiny.home / "quarantine").iterdir():
        file.unlink()
    with pytest.raises(BadQuestion, match="in another home"):
        await driven(empty, tiny, row)
