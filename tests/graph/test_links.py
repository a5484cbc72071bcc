"""Dated links end when another begins."""

from datetime import date

from graph.digest import digest
from graph.links import Stretch, stretches
from graph.session import Session
from tests.conftest import Edges
from tests.tiny_bank import STORY, TinyBank

FIRST, SECOND, THIRD = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
OPENED = date(2020, 1, 1)


def test_the_first_link_holds_since_the_account_was_opened() -> None:
    assert stretches([], "N", FIRST, (), OPENED) == [(Stretch("N", FIRST, OPENED, None), None)]


def test_another_branch_ends_the_link_and_begins_one() -> None:
    known = [Stretch("N", FIRST, OPENED, None)]
    assert stretches(known, "S", SECOND, (FIRST,), OPENED) == [
        (Stretch("N", FIRST, OPENED, SECOND), 0),
        (Stretch("S", SECOND, SECOND, None), None),
    ]


def test_no_branch_any_more_ends_the_link() -> None:
    known = [Stretch("N", FIRST, OPENED, None)]
    assert stretches(known, None, SECOND, (FIRST,), OPENED) == [(Stretch("N", FIRST, OPENED, SECOND), 0)]


def test_a_branch_after_none_leaves_the_gap() -> None:
    known = [Stretch("N", FIRST, OPENED, SECOND)]
    assert stretches(known, "N", THIRD, (FIRST, SECOND), OPENED) == [
        (Stretch("N", FIRST, OPENED, SECOND), 0),
        (Stretch("N", THIRD, THIRD, None), None),
    ]


async def test_a_changed_branch_is_kept_with_the_day_it_ended(empty: Session, tiny: TinyBank, edges: Edges) -> None:
    await tiny.load(empty, on=FIRST, **STORY)
    await tiny.load(empty, on=SECOND, **STORY | {"accounts": ["A1,S,2020-01-01,12.30", "A2,S,2021-01-01,5"]})
    found = {
        (unit, str(begun), str(ended))
        for name, unit, begun, ended in await edges("BOOKED_AT", "validFrom", "validTo")
        if name == "tiny:A1"
    }
    assert found == {("North", "2020-01-01", "2026-02-01"), ("South", "2026-02-01", "None")}
    assert await empty.rows("MATCH (:Account {id: 'tiny:A1'})-[r:BOOKED_AT]->() RETURN r.endedAt IS NULL ORDER BY r.validFrom") == [
        [False],
        [True],
    ]


async def test_branches_told_in_any_order_make_the_same_graph(empty: Session, tiny: TinyBank) -> None:
    moves = {FIRST: "A1,N,2020-01-01,", SECOND: "A1,S,2020-01-01,", THIRD: "A1,HQ,2020-01-01,"}
    digests = set[str]()
    for order in ((FIRST, SECOND, THIRD), (THIRD, SECOND, FIRST), (SECOND, THIRD, FIRST)):
        await empty.run("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
        for on in order:
            await tiny.load(empty, on=on, units=STORY["units"], accounts=[moves[on]])
        digests.add(await digest(empty))
    assert len(digests) == 1
