"""What a whole delivery leaves out ends on its day; what returns begins anew; nothing is deleted."""

import asyncio
from datetime import date
from typing import Any

import pytest

from graph import passes
from graph.digest import digest
from graph.session import Session
from ingest.unread import Unread
from runtime.errors import UnexpectedCount
from tests.conftest import Edges
from tests.tiny_bank import STORY, TinyBank, tiny_source

JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))
WITHOUT_ADA = STORY | {"people": ["1,王伟,K1,1980-01-02,", "3,Harbour Steel,K3,,C"], "related": [], "talks": []}
HOLDS = """
MATCH (p:Party)-[h:HOLDS]->(a) WITH p, h, a ORDER BY p.name, a.id, h.effectiveOn
RETURN p.name, a.id, toString(h.effectiveOn), toString(h.until), toString(h.validTo), h.endedAt IS NULL"""
ADA = "MATCH (r:SourceRecord {id: 'tiny:2'}) RETURN r.name, toString(r.effectiveOn), toString(r.until)"


async def holds(session: Session, name: str, account: str) -> list[list[Any]]:
    return [row[2:] for row in await session.rows(HOLDS) if row[:2] == [name, f"tiny:{account}"]]


async def test_what_is_left_out_ends_and_stays(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    report = await tiny.load(
        empty, on=FEBRUARY, **STORY | {"holders": ["1,A1,O,", "2,A2,O,"], "accounts": ["A1,N,2020-01-01,12.30"]}
    )
    assert (report.loaded["Holds"].ended, report.loaded["Account"].ended) == (1, 1)
    assert await holds(empty, "Ada Bell", "A1") == [["2026-01-01", "2026-02-01", "2026-02-01", False]]
    assert await empty.rows("MATCH (a:Account) RETURN a.id, toString(a.until) ORDER BY a.id") == [
        ["tiny:A1", None],
        ["tiny:A2", "2026-02-01"],
    ]


async def test_a_record_that_is_left_out_is_gone_and_its_last_word_stays(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    await tiny.load(empty, on=FEBRUARY, **WITHOUT_ADA)
    assert await empty.rows(ADA) == [["Ada Bell", "2026-01-01", "2026-02-01"]]
    versions = "MATCH (v:RecordVersion {record: 'tiny:2'}) RETURN v.name, v.gone, toString(v.effectiveOn) ORDER BY v.effectiveOn"
    assert await empty.rows(versions) == [["Ada Bell", None, "2026-01-01"], [None, True, "2026-02-01"]]
    await tiny.load(empty, on=MARCH, **STORY)
    assert await empty.rows(ADA) == [["Ada Bell", "2026-03-01", None]]


async def test_what_returns_begins_anew_and_the_gap_stays(empty: Session, tiny: TinyBank) -> None:
    for on, holders in ((JANUARY, ["2,A1,J,"]), (FEBRUARY, []), (MARCH, ["2,A1,J,"])):
        await tiny.load(empty, on=on, **STORY | {"holders": holders})
    assert await holds(empty, "Ada Bell", "A1") == [
        ["2026-01-01", "2026-02-01", "2026-02-01", False],
        ["2026-03-01", None, None, True],
    ]


async def test_a_delivery_of_changes_ends_nothing(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    report = await tiny.load(empty, on=FEBRUARY, changes=True, people=["2,Ada Lowe,K2,1990-03-04,"])
    assert (report.total.changed, report.total.ended) == (1, 0)
    assert (await empty.rows("MATCH (p:Pass) RETURN p.whole ORDER BY p.effectiveOn")) == [[True], [False]]
    assert await holds(empty, "Ada Bell", "A1") == []  # her name has changed,
    assert await holds(empty, "Ada Lowe", "A1") == [["2026-01-01", None, None, True]]  # and all else holds


async def test_an_older_delivery_that_arrives_late_ends_nothing_that_a_later_one_said(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    await tiny.load(empty, on=MARCH, **STORY)
    report = await tiny.load(empty, on=FEBRUARY, **WITHOUT_ADA)
    assert report.loaded["Person"].ended == 0
    assert await empty.rows(ADA) == [["Ada Bell", "2026-03-01", None]]
    assert await holds(empty, "王伟", "A1") == [["2026-01-01", None, None, True]]


async def test_what_a_refused_row_may_have_named_does_not_end(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    report = await tiny.load(
        empty, on=FEBRUARY, **WITHOUT_ADA | {"people": [*WITHOUT_ADA["people"], "2,Ada Bell,K2,soon,"], "holders": ["1,A1,O,"]}
    )
    assert report.rows.quarantined == 1
    assert await empty.rows(ADA) == [["Ada Bell", "2026-01-01", None]]
    assert await holds(empty, "Ada Bell", "A1") == [["2026-01-01", None, None, True]]


async def test_other_silos_words_do_not_end(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    await tiny.load(empty, system="other", on=FEBRUARY, people=["9,Nobody,,,"])
    assert (await tiny.load(empty, system="other", on=MARCH)).total.ended == 1
    assert await empty.rows("MATCH (r:SourceRecord) WHERE r.until IS NOT NULL RETURN r.id") == [["other:9"]]


async def test_branches_of_accounts_that_were_left_out_end_too(empty: Session, tiny: TinyBank, edges: Edges) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    await tiny.load(empty, on=FEBRUARY, **STORY | {"accounts": [], "holders": [], "movements": []})
    assert {(name, str(to)) for name, _, to in await edges("BOOKED_AT", "validTo")} == {
        ("tiny:A1", "2026-02-01"),
        ("tiny:A2", "2026-02-01"),
    }


async def test_who_no_longer_holds_an_account_at_a_branch_is_seen_there_no_more(empty: Session, tiny: TinyBank) -> None:
    units = "MATCH (p:Party {name: 'Ada Bell'}) RETURN p.unit, p.units"
    await tiny.load(empty, on=JANUARY, **STORY)
    assert await empty.rows(units) == [["tiny:N", ["tiny:N", "tiny:S"]]]
    await tiny.load(empty, on=FEBRUARY, **STORY | {"holders": ["1,A1,O,", "2,A2,O,"]})
    assert await empty.rows(units) == [["tiny:S", ["tiny:S"]]]


async def test_a_movement_that_is_not_told_again_has_happened_all_the_same(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    report = await tiny.load(empty, on=FEBRUARY, **STORY | {"movements": [], "talks": []})
    assert report.total.ended == 0
    assert await empty.rows("MATCH (t:Transaction) RETURN count(t)") == [[3]]


async def test_an_unchanged_delivery_of_another_day_writes_nothing_but_that_it_came(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY)
    before = await digest(empty)
    report = await tiny.load(empty, on=FEBRUARY, **STORY)
    assert (report.total.new, report.total.changed, report.total.ended, report.total.older) == (0, 0, 0, 0)
    assert await digest(empty) == before
    assert await empty.rows(
        "MATCH (n) WHERE n.toldOn > date('2026-01-01') RETURN DISTINCT labels(n)[0] AS label ORDER BY label"
    ) == [["Institution"], ["OrgUnit"]]


def test_a_source_whose_tables_hold_changes_delivers_changes() -> None:
    assert not tiny_source().of_changes


async def test_a_delivery_that_leaves_out_more_than_it_mentions_is_refused_before_anything_is_written(
    empty: Session, tiny: TinyBank
) -> None:
    people = [f"{n},Ada,,," for n in range(60)]
    await tiny.load(empty, on=JANUARY, people=people)
    before = await digest(empty)
    with pytest.raises(UnexpectedCount, match="mentions 21 Person and leaves out 40"):
        await tiny.load(empty, on=FEBRUARY, people=[*people[:20], "99,New,,,"])
    assert await digest(empty) == before
    newest = (await passes.listed(empty))[0]
    assert (newest["state"], newest["refusal"], newest["rowsRead"], newest["rowsRefused"]) == (
        "REFUSED",
        "UNEXPECTED_COUNT",
        21,
        21,
    )
    await tiny.load(empty, on=MARCH, people=people)
    assert await digest(empty) == before
    assert (await tiny.load(empty, on=MARCH, shrunk=True, people=people[:20])).total.ended == 40


async def test_a_word_that_a_late_delivery_interrupts_is_restated_once(empty: Session, tiny: TinyBank) -> None:
    april = date(2026, 4, 1)
    for on, until in ((JANUARY, ""), (MARCH, ""), (april, "2026-12-31")):
        await tiny.load(empty, on=on, **STORY | {"holders": [f"1,A1,O,{until}"]})
    await tiny.load(empty, on=FEBRUARY, **STORY | {"holders": []})
    assert [row[:2] for row in await holds(empty, "王伟", "A1")] == [
        ["2026-01-01", "2026-02-01"],
        ["2026-03-01", "2026-04-01"],
        ["2026-04-01", None],
    ]


async def test_what_a_pass_left_that_was_broken_off_is_worked_out_by_the_next_delivery(empty: Session, tiny: TinyBank) -> None:
    def breaking(stage: str, done: int, total: int) -> None:
        if stage == "name":
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await tiny.load(empty, on=JANUARY, progress=breaking, **STORY)
    await tiny.load(empty, on=FEBRUARY, **STORY)
    assert await empty.rows("MATCH (p:Party) RETURN p.name, p.unit ORDER BY p.name") == [
        ["Ada Bell", "tiny:N"],
        ["Harbour Steel", "tiny:S"],
        ["王伟", "tiny:N"],
    ]
    assert await empty.rows("MATCH (p:Pass) RETURN p.state ORDER BY p.effectiveOn") == [["ABANDONED"], ["COMPLETE"]]


async def test_a_movement_that_was_booked_in_another_month_leaves_none_behind(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=JANUARY, **STORY | {"movements": ["T1,A1,2025-11-30,100,,"]})
    await tiny.load(empty, on=FEBRUARY, **STORY | {"movements": ["T1,A1,2025-12-01,100,,"]})
    assert await empty.rows("MATCH (f:MonthlyFlow) RETURN f.month, f.count") == [["2025-12", 1]]


async def test_a_movement_that_is_corrected_to_another_account_leaves_no_month_and_no_balance_behind(
    empty: Session, tiny: TinyBank
) -> None:
    both = {**STORY, "accounts": ["A1,N,,", "A2,N,,"]}
    of = "MATCH (a:Account) OPTIONAL MATCH (a)<-[:ON]-(f:MonthlyFlow) RETURN a.id, a.lastBalance, f.id ORDER BY a.id"
    await tiny.load(empty, on=date(2026, 1, 1), **{**both, "movements": ["T1,A1,2025-12-01,5,7,"]})
    assert await empty.rows(of) == [["tiny:A1", 700, "tiny:A1|2025-12"], ["tiny:A2", None, None]]
    await tiny.load(empty, on=date(2026, 1, 2), **{**both, "movements": ["T1,A2,2025-12-01,5,7,"]})
    assert await empty.rows(of) == [["tiny:A1", None, None], ["tiny:A2", 700, "tiny:A2|2025-12"]]


async def test_a_talk_that_was_with_another_record_of_the_same_party_is_told_once(empty: Session, tiny: TinyBank) -> None:
    people = ["1,Ada,K,,", "2,Ada,K,,"]
    await tiny.load(empty, on=JANUARY, people=people, talks=["I1,1,2025-12-05T10:00:00,Mortgage"])
    await tiny.load(empty, on=FEBRUARY, people=people, talks=["I1,2,2025-12-05T10:00:00,Mortgage"])
    assert await empty.rows("MATCH (:Interaction)-[r:ABOUT]->() RETURN r.recordId") == [["tiny:2"]]


def test_a_line_that_could_not_be_taken_apart_may_name_any_key_that_stands_in_it() -> None:
    unread = Unread()
    unread.note({"line": "00000047110000000099A"}, "WRONG_LENGTH")
    unread.note({"CIF": "１２３"})
    assert unread.names(("core:4711",)) and unread.names(("core:123",)) and not unread.names(("core:815",))
