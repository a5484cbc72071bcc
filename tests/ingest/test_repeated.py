"""Batches that a whole delivery says again are not asked of the graph; whatever came in between, they are."""

from datetime import date

import pytest

from graph.digest import digest
from graph.session import Session
from ingest import spool, steps
from ingest.report import Report
from tests.tiny_bank import STORY, TinyBank

FIRST, SECOND, THIRD = (date(2026, month, 1) for month in (1, 2, 3))
OTHER = STORY | {"people": ["1,王薇,K1,1980-01-02,", *STORY["people"][1:]], "accounts": ["A1,S,2020-01-01,12.30", "A2,S,2021-01-01,5"]}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Classes of which a batch was asked of the graph, in batches of two."""
    monkeypatch.setattr(spool, "BATCH", 2)
    found = list[str]()
    for name in ("load_records", "load_nodes", "load_relationships"):
        monkeypatch.setattr(steps, name, _noting(getattr(steps, name), found))
    return found


def _noting(act, found):  # pyright: ignore
    async def noted(session, writer, batch, records, *others):  # pyright: ignore
        found.append(type(records[0]).__name__)
        return await act(session, writer, batch, records, *others)

    return noted


def counts(report: Report) -> tuple[int, int, int, int]:
    total = report.total
    return total.new, total.changed, total.unchanged, total.ended


async def test_of_a_delivery_that_says_the_same_only_what_has_no_end_and_other_names_is_asked(
    empty: Session, tiny: TinyBank, asked: list[str]
) -> None:
    """What one batch says twice counts once, as when it was asked."""
    said = STORY | {"holders": ["1,A1,O,", "1,A1,O,", "2,A2,O,"]}
    first = await tiny.load(empty, on=FIRST, **said)
    before = await digest(empty)
    asked.clear()
    again = await tiny.load(empty, on=SECOND, **said)
    assert (first.loaded["Holds"].new, again.loaded["Holds"].unchanged) == (2, 2)
    assert set(asked) == {"OrgUnit", "Institution"}
    assert (again.total.unchanged, counts(again)[:2], again.total.ended) == (first.total.new + first.total.unchanged, (0, 0), 0)
    assert await digest(empty) == before


async def test_of_a_batch_in_which_something_changed_all_is_asked(empty: Session, tiny: TinyBank, asked: list[str]) -> None:
    await tiny.load(empty, on=FIRST, **STORY)
    asked.clear()
    await tiny.load(empty, on=SECOND, **STORY | {"people": [*STORY["people"][:1], "2,Ada Byron,K2,1990-03-04,", *STORY["people"][2:]]})
    assert set(asked) == {"OrgUnit", "Institution", "Person"}
    asked.clear()
    left_out = await tiny.load(empty, on=THIRD, **STORY | {"people": STORY["people"][:1]})
    assert "Person" in asked and left_out.total.ended > 0


@pytest.mark.parametrize("changes", [True, False], ids=["of changes", "whole"])
async def test_what_another_delivery_changed_in_between_is_changed_back(
    empty: Session, tiny: TinyBank, asked: list[str], changes: bool
) -> None:
    await tiny.load(empty, on=FIRST, **STORY)
    await tiny.load(empty, on=SECOND, changes=changes, **OTHER)
    await tiny.load(empty, on=THIRD, **STORY)
    assert await empty.rows("MATCH (p:Person) RETURN p.name ORDER BY p.name") == [["Ada Bell"], ["王伟"]]
    held = "MATCH (:Account {id: 'tiny:A1'})-[b:BOOKED_AT]->(u) WHERE b.validTo IS NULL RETURN u.id"
    assert await empty.rows(held) == [["tiny:N"]]


async def test_a_delivery_that_is_late_asks_for_everything(empty: Session, tiny: TinyBank, asked: list[str]) -> None:
    await tiny.load(empty, on=SECOND, **STORY)
    asked.clear()
    await tiny.load(empty, on=FIRST, **STORY)
    assert {"Person", "Account", "Holds"} <= set(asked)


async def test_what_could_not_be_loaded_is_tried_again(empty: Session, tiny: TinyBank, asked: list[str]) -> None:
    early = STORY | {"people": STORY["people"][1:]}
    first = await tiny.load(empty, on=FIRST, **early)
    asked.clear()
    second = await tiny.load(empty, on=FIRST, **early)
    assert "Holds" in asked
    assert first.total.missing == second.total.missing > 0
