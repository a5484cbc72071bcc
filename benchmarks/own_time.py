"""What answering costs without a database: the same rows again and again."""

import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any, cast

import orjson
import strawberry

from resolvers import answer
from resolvers.context import Context
from resolvers.plan import Plan

Fresh = Callable[[Any], Context]
"""A request's context over a graph."""


class Recorded:
    """A graph that has one answer, and remembers what it was asked."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows
        self.text = ""
        self.params: dict[str, Any] = {}

    async def read(self, text: str, params: dict[str, Any]) -> Any:
        self.text, self.params = text, params
        return self.rows


async def own_time(
    schema: strawberry.Schema, text: str, variables: dict[str, Any], rows: Any, fresh: Fresh, rounds: int
) -> dict[str, float]:
    """Median microseconds of each part, and of the whole without HTTP."""
    graph = Recorded(rows)
    result = await schema.execute(text, variables, fresh(graph))
    plan = cast(Plan, answer.PLANS.kept[next(reversed(answer.PLANS.kept))])
    assert plan.shape and plan.statement.text == graph.text
    shape = plan.shape

    async def shaped() -> None:
        shape(rows, graph.params)

    async def executed() -> None:
        await schema.execute(text, variables, fresh(graph))

    async def written() -> None:
        orjson.dumps(result.data)

    return {
        "the compiled shape alone": await _median(shaped, rounds),
        "`schema.execute`, with the shape": await _median(executed, rounds),
        "writing the JSON": await _median(written, rounds),
    }


async def _median(work: Callable[[], Awaitable[None]], rounds: int) -> float:
    times: list[float] = []
    for _ in range(rounds):
        began = time.perf_counter()
        await work()
        times.append((time.perf_counter() - began) * 1_000_000)
    return median(times)
