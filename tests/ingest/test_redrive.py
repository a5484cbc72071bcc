"""Rows in quarantine are driven again: by their id, by request, mended or not; nothing of them is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from graph.digest import digest
from graph.model import Person, Record
from graph.quarantine import counted, listed, note
from graph.session import Session
from ingest import sources
from ingest.contract import Seen, Source, Table
from ingest.delivery import Delivery
from ingest.field import Field
from ingest.formats import Delimited, Format, JsonLines, Parquet, Xml
from ingest.quarantine import Quarantine, Refused, kept, noted, printed
from ingest.redrive import Again, Redriven, misasked, redrive, redrive_found
from ingest.report import Report
from ingest.row import Row
from ingest.spool import Spool
from ingest.text import LONGEST
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


# ---- without a graph: what becomes of what was kept

COLUMNS = (Field("id"), Field("name"))


def people(row: Row, _seen: Seen) -> Iterator[Record]:
    name = row.nested("name")[0].text("first") if row.holds_rows("name") else row.text("name")
    yield Person(row.key("id"), name)


def of(form: Format, file: str, *fields: Field) -> Source:
    return Source("poor", "poor", "Poor", "Tests", (Table("people", file, form, people, fields or COLUMNS, (0, None)),))


def refused_of(source: Source, content: bytes, folder: Path) -> list[tuple[str, Refused]]:
    (folder / source.tables[0].file).write_bytes(content)
    delivery = Delivery(source, folder)
    with Spool(folder / "spool") as spool, Quarantine(folder / "quarantine" / "poor.reading") as broken:
        list(delivery.read(spool, broken))
        broken.named(folder / "quarantine" / "P1.jsonl", delivery.seen)
    return list(kept(folder, "P1"))


def again(source: Source, rows: list[tuple[str, Refused]], folder: Path, **mended: str) -> tuple[list[str], list[str]]:
    """The names of those that are read now, and the reasons of those refused again."""
    reading = Redriven(source, [Again(id_, row, mended) for id_, row in rows], {})
    with Spool(folder / "spool") as spool, Quarantine(folder / "again") as broken:
        list(reading.read(spool, broken))
        spool.sealed()
        counts = reading.counts["people"]
        assert (counts.read, counts.accepted, counts.quarantined) == (len(rows), len(reading.accepted), broken.count)
        return [one.record.name for batch in spool.batches(Person) for one in batch], [reason.reason for reason in broken.reasons]


CUT = b'{"id": "1", "name": "Bo"}\n{"id": "2", "name": "Ada"\n'
LINES = of(JsonLines(), "people.jsonl", Field("id"), Field("name", fields=(Field("first"),)))


def test_a_broken_line_of_json_is_said_anew_by_its_fields_or_as_a_line(tmp_path: Path) -> None:
    rows = refused_of(LINES, CUT, tmp_path)
    assert again(LINES, rows, tmp_path) == ([], ["BAD_JSON"])
    assert again(LINES, rows, tmp_path, id="2", name="Ada") == (["Ada"], [])
    assert again(LINES, rows, tmp_path, line='{"id": "2", "name": {"first": "Ada"}}') == (["Ada"], [])
    assert again(LINES, rows, tmp_path, line='{"id": "2", "name"') == ([], ["BAD_JSON"])


def test_a_broken_element_is_said_anew_by_its_fields(tmp_path: Path) -> None:
    source = of(Xml("p"), "people.xml")
    rows = refused_of(source, b"<r><p>said<id>2</id><name>Ada</name></p></r>", tmp_path)
    assert again(source, rows, tmp_path) == ([], ["BAD_XML"])
    assert again(source, rows, tmp_path, id="2", name="Ada") == (["Ada"], [])


@pytest.mark.parametrize(("value", "reason"), [(b"Zo\xeb", "BAD_ENCODING"), (b"N" * (LONGEST + 1), "TOO_LONG")])
def test_a_spoilt_column_is_never_read_as_it_is_kept(tmp_path: Path, value: bytes, reason: str) -> None:
    source, file = of(Parquet(), "people.parquet"), tmp_path / "other.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"id": ["1", "2"], "name": [b"Ada", value]}), file)
    rows = refused_of(source, file.read_bytes(), tmp_path)
    assert again(source, rows, tmp_path) == ([], [reason])
    assert again(source, rows, tmp_path, id="2", name="Zoë") == (["Zoë"], [])


def test_what_contradicts_another_row_is_never_accepted_as_it_is(tmp_path: Path) -> None:
    source = of(Delimited(), "people.csv")
    rows = refused_of(source, b"id,name\n1,Ada\n1,Eve\n", tmp_path)
    assert again(source, rows, tmp_path) == ([], ["DUPLICATE_RECORD"])
    assert again(source, rows, tmp_path, id="2") == (["Eve"], [])


def test_a_row_that_is_too_long_is_told_from_another(tmp_path: Path) -> None:
    content = b"id,name\n" + b"".join(b"x" * LONGEST + end + b"\n" for end in (b"a", b"b"))
    rows = refused_of(of(Delimited(), "people.csv"), content, tmp_path)
    assert len({printed(row) for _, row in rows}) == 2


# ---- and with one


async def test_an_end_that_is_still_not_there_lets_its_record_wait(empty: Session, tiny: TinyBank) -> None:
    first = await tiny.load(empty, holders=["1,A1,O,"])
    assert (first.rows.accepted, first.rows.quarantined, first.total.missing) == (1, 0, 1)
    (report,) = await driven(empty, tiny, *ids(tiny))
    assert (report.rows.read, report.rows.accepted, report.rows.quarantined) == (1, 0, 1)
    assert await empty.rows(STATES) == [["holders", 2, "MISSING_END", "REPLACED"], ["holders", 2, "MISSING_END", "WAITING"]]
    counted = "MATCH (p:Pass) RETURN p.rowsQuarantined, p.missing, COUNT { (p)<-[:REFUSED_IN]-() } ORDER BY p.startedAt"
    assert await empty.rows(counted) == [[0, 1, 1], [1, 0, 1]]


async def test_a_record_is_driven_again_by_itself_once_its_end_is_there(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=date(2026, 1, 1), **STORY)
    whole = await digest(empty)
    await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    early = {name: STORY[name] for name in ("holders", "managed", "talks")}
    first = await tiny.load(empty, on=date(2026, 1, 1), changes=True, **early)
    assert first.total.missing == 5
    assert await redrive_found(empty, tiny.home, told) == []
    await tiny.load(empty, on=date(2026, 1, 1), changes=True, **{name: rows for name, rows in STORY.items() if name not in early})
    (report,) = await redrive_found(empty, tiny.home, told)
    assert (report.redrives, report.rows.accepted, report.total.missing) == (5, 5, 0)
    assert {row[3] for row in await empty.rows(STATES)} == {"ACCEPTED"}
    assert await digest(empty) == whole


async def test_what_was_kept_of_a_pass_goes_when_none_of_its_rows_waits_any_more(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY | {"movements": ["T1,A1,never,1,,", "T2,A1,soon,1,,"]})
    first, second = ids(tiny)
    names = {path.name for path in (tiny.home / "quarantine").iterdir()}
    await driven(empty, tiny, first, day="2025-11-16")
    assert {path.name for path in (tiny.home / "quarantine").iterdir()} == names
    await driven(empty, tiny, second, day="2025-11-16")
    assert list((tiny.home / "quarantine").iterdir()) == []
    assert [row[3] for row in await empty.rows(STATES)] == ["ACCEPTED", "ACCEPTED"]
    assert (len(await listed(empty, None, 1, all=True)), await counted(empty, None, all=True)) == (1, 2)


ASKED = "MATCH (q:QuarantinedRow {state: 'WAITING'}) SET q.state = 'REQUESTED', q.mendedFields = [$field], q.mendedValues = ['2025-11-16']"
WISHES = "MATCH (q:QuarantinedRow) RETURN q.state, q.mendedFields, q.mendedValues ORDER BY q.refusedAt"


async def test_what_was_asked_for_is_still_asked_for_after_the_next_delivery(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY | {"movements": ["T1,A1,never,1,,"]})
    await empty.run(ASKED, {"field": "day"})
    await tiny.load(empty, **STORY | {"movements": ["T1,A1,never,1,,"], "managed": []})
    assert await empty.rows(WISHES) == [["REPLACED", None, None], ["REQUESTED", ["day"], ["2025-11-16"]]]
    (report,) = await driven(empty, tiny)
    assert report.rows.accepted == 1
    assert await empty.rows(WISHES) == [["REPLACED", None, None], ["ACCEPTED", None, None]]


async def test_what_was_asked_for_in_vain_is_not_asked_for_again(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, movements=["T1,A1,never,1,,"])
    await empty.run("MATCH (q:QuarantinedRow) SET q.state = 'REQUESTED'")
    (report,) = await driven(empty, tiny)
    assert report.rows.quarantined == 1
    assert [state for state, *_ in await empty.rows(WISHES)] == ["REPLACED", "WAITING"]


async def test_a_field_that_the_table_does_not_have_is_told_before_anything_is_driven(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, movements=["T1,A1,never,1,,", "T2,A1,soon,1,,"])
    first, second = ids(tiny)
    with pytest.raises(BadQuestion, match="movements has no field dya: it has account, amount"):
        await driven(empty, tiny, first, dya="2025-11-16")
    with pytest.raises(BadQuestion, match="one row at a time"):
        await driven(empty, tiny, first, second, day="2025-11-16")
    with pytest.raises(BadQuestion, match="one row at a time"):
        await driven(empty, tiny, day="2025-11-16")
    await empty.run(ASKED, {"field": "dya"})
    assert await driven(empty, tiny) == []
    assert [fault.partition(": ")[0] for fault in await misasked(empty, tiny.home)] == [first, second]
    assert await empty.rows(WISHES) == [["WAITING", None, None]] * 2


async def test_a_pass_that_is_resumed_notes_its_rows_again(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, movements=["T1,A1,never,1,,"])
    told_before = await empty.rows(STATES)
    pass_id = ids(tiny)[0].rpartition("-")[0]
    await empty.run("MATCH (q:QuarantinedRow) SET q.line = 9, q.reason = 'BAD_MONEY'")
    await note(empty, pass_id, noted(tiny.home, pass_id), datetime.now(UTC))
    assert await empty.rows(STATES) == told_before
