"""Ways are taken in turn, equally often, and divided by the first."""

import asyncio
from collections import Counter
from datetime import date

import pytest

from benchmarks.loading import Load
from benchmarks.machine import machine, versions
from benchmarks.measure import BLOCK, alternated
from benchmarks.page import DRIVER, LOADERS, ONE_STATEMENT, Findings, Measured, text
from benchmarks.queries import leaves


@pytest.mark.parametrize(
    ("answer", "values"), [(None, 1), ({"a": 1, "b": [None, "x"], "c": {}}, 3), ([{"a": [{"b": 0}, {"b": 1}]}, []], 2)]
)
def test_an_answers_values_are_counted_with_its_nulls(answer: object, values: int):
    assert leaves(answer) == values


async def test_every_way_is_taken_equally_often_and_none_always_behind_the_same_other():
    taken: list[str] = []

    def way(name: str):
        async def take(number: int) -> None:
            taken.append(name)

        return take

    found = await alternated({name: way(name) for name in "abc"}, 50)
    turns, block = 10, BLOCK
    assert set(Counter(taken).values()) == {20 + 1 + turns * (block + 1)}
    begins = [taken[at] for at in range(3 * 21, len(taken), 3 * (block + 1))]
    assert begins == list("abcabcabca")
    assert (found["a"].p50_ratio, found["a"].p10_ratio, found["a"].low, found["a"].high) == (1, 1, 1, 1)


async def test_a_slower_way_has_a_higher_ratio():
    async def soon(number: int) -> None:
        await asyncio.sleep(0.001)

    async def later(number: int) -> None:
        await asyncio.sleep(0.01)

    found = await alternated({"soon": soon, "later": later}, 5)
    assert found["later"].p50 > found["soon"].p50
    assert found["later"].p50_ratio > 1


async def test_the_page_tells_what_was_measured_on_what():
    async def nothing(number: int) -> None:
        return

    figures = await alternated(dict.fromkeys((DRIVER, ONE_STATEMENT, LOADERS), nothing), 5)
    view = Measured("360 view", "121 (120–122)", 5, 1.25, figures, {"the shape": 61.7}, 11)
    load = Load(72_000, 79_000, 39.5, 203.2, {"read": 7.25})
    page = text(Findings(date(2026, 10, 31), machine(), versions(), "BERKA", 78, [view], load))
    assert "## 360 view: 121 (120–122) values" in page
    assert f"| {LOADERS} | 11 |" in page
    assert "| the shape | 62 |" in page
    assert "72,000 rows to 79,000 new records in 39.5 s (2,000 a second), 203 MB at most" in page
    assert "| strawberry-graphql | " in page
