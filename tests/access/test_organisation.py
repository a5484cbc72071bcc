import asyncio
from contextvars import ContextVar

import pytest

from access.organisation import Organisation
from runtime.errors import GraphUnavailable


class Units:
    """An organisation that changes, and a graph that goes away."""

    def __init__(self) -> None:
        self.reads = 0
        self.units = [("a", "HQ/A")]
        self.there = True

    async def read(self) -> list[tuple[str, str]]:
        self.reads += 1
        await asyncio.sleep(0)
        if not self.there:
            raise GraphUnavailable("gone")
        return self.units


async def test_the_organisation_is_read_once_and_again_when_it_has_aged():
    units = Units()
    organisation = Organisation(units.read, seconds=0.02)
    assert await organisation.scope("HQ/A") == ["PUBLIC", "a"]
    assert await organisation.scope("HQ/A") == ["PUBLIC", "a"]
    assert units.reads == 1
    units.units = [("a", "HQ/A"), ("b", "HQ/A/B")]
    await asyncio.sleep(0.03)
    await organisation.scope("HQ/A")  # answers with what it knows, and renews behind
    await asyncio.sleep(0.01)
    assert await organisation.scope("HQ/A") == ["PUBLIC", "a", "b"]


async def test_the_first_questions_wait_together_for_one_reading():
    units = Units()
    organisation = Organisation(units.read)
    scopes = await asyncio.gather(*(organisation.scope("HQ/A") for _ in range(50)))
    assert scopes == [["PUBLIC", "a"]] * 50
    assert units.reads == 1


async def test_what_is_read_for_all_knows_nothing_of_who_asked():
    asking = ContextVar("asking", default="nobody")
    heard = list[str]()

    async def read() -> list[tuple[str, str]]:
        heard.append(asking.get())
        return []

    organisation = Organisation(read, seconds=0.0)
    asking.set("ada")
    await organisation.scope("HQ")
    await asyncio.sleep(0.01)
    await organisation.scope("HQ")
    await asyncio.sleep(0.01)
    assert heard == ["nobody", "nobody"]


async def test_the_units_known_so_far_serve_while_the_graph_is_gone():
    units = Units()
    organisation = Organisation(units.read, seconds=0.0)
    await organisation.scope("HQ/A")
    units.there = False
    await asyncio.sleep(0.01)
    assert await organisation.scope("HQ/A") == ["PUBLIC", "a"]
    await asyncio.sleep(0.01)


async def test_nobody_is_served_before_the_organisation_was_read():
    units = Units()
    units.there = False
    with pytest.raises(GraphUnavailable):
        await Organisation(units.read).scope("HQ")
