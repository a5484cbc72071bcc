"""Nodes and relationships as sources say them."""

from datetime import UTC, date, datetime

from graph.ledger import Writer
from graph.load import load_nodes
from graph.model import Address
from graph.resolution import Pass, told_in
from graph.session import Session
from tests.conftest import Edges
from tests.tiny_bank import STORY, TinyBank

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
BALANCE = "MATCH (a:Account {id: 'tiny:A1'}) RETURN a.balance, a.source, toString(a.toldOn)"


async def test_relationships_lead_to_the_party_of_their_record_and_carry_it(empty: Session, tiny: TinyBank, edges: Edges) -> None:
    await tiny.load(empty, **STORY)
    assert await edges("HOLDS", "role", "recordId", "source") == {
        ("王伟", "tiny:A1", "OWNER", "tiny:1", "tiny"),
        ("Ada Bell", "tiny:A1", "JOINT", "tiny:2", "tiny"),
        ("Ada Bell", "tiny:A2", "OWNER", "tiny:2", "tiny"),
    }
    assert await edges("RELATED_TO", "kind", "recordId", "toRecordId") == {("王伟", "Ada Bell", "SPOUSE", "tiny:1", "tiny:2")}
    assert await edges("ABOUT", "recordId") == {("tiny:I1", "Ada Bell", "tiny:2")}
    assert await edges("MANAGED_BY", "role") == {("Harbour Steel", "South", "LEAD")}


async def test_an_older_delivery_does_not_overwrite_an_account(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=MARCH, accounts=["A1,,2020-01-01,30"])
    await tiny.load(empty, on=FEBRUARY, accounts=["A1,,2020-01-01,20"])
    assert await empty.rows(BALANCE) == [[3000, "tiny", "2026-03-01"]]


async def test_a_value_that_is_no_longer_said_is_taken_away(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, on=FEBRUARY, accounts=["A1,,2020-01-01,30"])
    report = await tiny.load(empty, on=MARCH, accounts=["A1,,2020-01-01,"])
    assert (report.loaded["Account"].changed, (await empty.rows(BALANCE))[0][0]) == (1, None)


async def test_the_more_trusted_silo_speaks_for_a_node_and_the_other_fills_its_gaps(empty: Session) -> None:
    said = {
        "tiny": Address("address:x", "Lake Road 1", city="Suzhou"),
        "other": Address("address:x", "LAKE RD 1", postcode="215000"),
    }
    for order in (("tiny", "other"), ("other", "tiny"), ("tiny", "other", "tiny", "other")):
        await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        for number, system in enumerate(order):
            await empty.run("CREATE (:Pass {id: $pass, holder: 'me'})", {"pass": f"P{number}"})
            weaker = ("other",) if system == "tiny" else ()
            writer = Writer(f"P{number}", "me", system, weaker, FEBRUARY, datetime.now(UTC))
            await load_nodes(empty, writer, f"B{number}", [said[system]])
        text = "MATCH (a:Address) RETURN a.text, a.city, a.postcode, a.source"
        assert await empty.rows(text) == [["Lake Road 1", "Suzhou", "215000", "tiny"]]
        await empty.run("MATCH (a:Address) CREATE (:Party {id: 'P'})-[:RESIDES_AT {recordId: 'tiny:1', pass: 'earlier'}]->(a)")
        told = [await told_in(empty, [Pass(f"P{number}", "", unresolved=False)]) for number in range(len(order))]
        assert told == [set(), {"tiny:1"}, set(), set()][: len(order)]  # it was made, it was written otherwise, and no more
        assert await told_in(empty, [Pass("earlier", "", unresolved=False)]) == {"tiny:1"}


async def test_the_end_of_a_relationship_is_kept_with_the_day_we_learned_it(empty: Session, tiny: TinyBank) -> None:
    await tiny.load(empty, **STORY)
    await tiny.load(empty, on=FEBRUARY, **STORY | {"holders": ["1,A1,O,2026-01-15", "2,A1,J,", "2,A2,O,"]})
    text = """
    MATCH (:Party {name: '王伟'})-[h:HOLDS]->() WITH h ORDER BY h.effectiveOn
    RETURN toString(h.effectiveOn), toString(h.until), toString(h.validTo), h.endedAt IS NULL, h.recordedAt < h.endedAt"""
    assert await empty.rows(text) == [
        ["2026-01-01", "2026-02-01", "0001-01-01", False, True],  # corrected: it never held without an end
        ["2026-02-01", None, "2026-01-15", False, False],
    ]


async def test_a_row_without_its_end_is_told_and_kept_aside(empty: Session, tiny: TinyBank, edges: Edges) -> None:
    report = await tiny.load(
        empty, **STORY | {"movements": ["T1,A1,2026-01-01,5,,", "T2,GONE,2026-01-01,5,,"], "holders": ["1,A1,O,", "99,A1,O,"]}
    )
    assert {(reason.table, reason.field, reason.reason, times) for reason, times in report.refused} == {
        ("movements", "Transaction", "MISSING_END", 1),
        ("holders", "Holds", "MISSING_END", 1),
    }
    assert (report.total.missing, report.rows.quarantined) == (2, 0)
    kept = (tiny.home / "quarantine" / f"{report.quarantine}").read_text()
    assert '"account":"tiny:GONE"' in kept and '"line":3' in kept
    assert await empty.rows("MATCH (t:Transaction) RETURN t.id") == [["tiny:T1"]]
    assert await edges("HOLDS") == {("王伟", "tiny:A1")}


async def test_of_one_relationship_told_twice_the_last_word_counts_however_often_it_is_loaded(
    empty: Session, tiny: TinyBank, edges: Edges
) -> None:
    twice = STORY | {"holders": ["1,A1,O,2026-12-01", "1,A1,O,2027-12-01"]}
    for _ in range(3):
        await tiny.load(empty, **twice)
        assert {str(until) for *_, until in await edges("HOLDS", "validTo")} == {"2027-12-01"}
