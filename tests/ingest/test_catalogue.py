"""Whoever runs the platform sees every silo, and which of them has not spoken for too long."""

import dataclasses
from datetime import UTC, date, datetime

import pytest

from graph import passes
from graph.session import Session
from ingest.catalogue import silos
from ingest.sources import sources
from runtime.errors import NameReserved
from tests.tiny_bank import STORY, TinyBank

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def overdue(spoke_of: date, now: datetime = NOON) -> bool | None:
    (found,) = (silo.overdue for silo in silos({"loans": spoke_of}, now) if silo.source.name == "lakeside-loans")
    return found


def test_every_source_is_listed_with_where_it_comes_from():
    found = {silo.source.name: silo for silo in silos({}, NOON)}
    assert set(found) == set(sources())
    assert {found[f"lakeside-{name}"].comes_from for name in ("core", "loans", "calls")} == {"files", "database", "service"}
    assert {(silo.spoke_of, silo.overdue) for silo in found.values()} == {(None, None)}


def test_a_daily_silo_is_overdue_two_days_after_the_day_it_spoke_of():
    assert (overdue(date(2026, 10, 31)), overdue(date(2026, 10, 30))) == (False, True)


def test_its_day_is_over_when_it_is_over_where_the_silo_is():
    evening = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)  # already the second of November in Shanghai
    assert (overdue(date(2026, 10, 31)), overdue(date(2026, 10, 31), evening)) == (False, True)


def test_a_silo_without_a_promise_is_never_overdue():
    (found,) = (silo for silo in silos({"berka": date(1999, 1, 1)}, NOON) if silo.source.name == "berka")
    assert (found.spoke_of, found.overdue, found.every) == (date(1999, 1, 1), None, "")


@pytest.mark.parametrize("field", ["name", "system"])
def test_no_silo_is_called_as_the_desk_is_whose_records_its_sweep_would_end(field: str):
    source = sources()["berka"]
    with pytest.raises(NameReserved, match="another name and system"):
        dataclasses.replace(source, **{field: "desk"})
    assert dataclasses.replace(source, **{field: "desks"})


async def test_the_graph_knows_the_latest_day_that_each_silo_spoke_of(empty: Session, tiny: TinyBank):
    assert await passes.spoke_of(empty) == {}
    await tiny.load(empty, **STORY)
    assert await passes.spoke_of(empty) == {"tiny": date(2026, 1, 1)}
