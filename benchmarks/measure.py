"""Times of several ways to do the same, taken in turn so that what else the machine does falls on all of them."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles

Way = Callable[[int], Awaitable[object]]
"""Does it once; the number says which of the customers it is done for."""

BLOCK = 5
ALTERNATIONS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one way: milliseconds, and how many times the first way's that is.

    Of the ratios in single alternations, half lie between `low` and `high`: what the machine's other work did to them.
    """

    p50: float
    p10: float
    p50_ratio: float
    p10_ratio: float
    low: float
    high: float


async def alternated(ways: Mapping[str, Way], rounds: int) -> dict[str, Figures]:
    """Each way `rounds` times, in at least five alternations; the first is what the others are divided by."""
    block = max(1, min(BLOCK, rounds // ALTERNATIONS))
    times: dict[str, list[list[float]]] = {name: [] for name in ways}
    await _turn(ways, range(max(20, rounds // 5)))  # warm
    for begin in range(0, max(rounds, ALTERNATIONS), block):
        for name, each in (await _turn(_turned(ways, begin // block), range(begin, begin + block))).items():
            times[name].append(each)
    return _figures(times)


async def _turn(ways: Mapping[str, Way], numbers: range) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {}
    for name, way in ways.items():
        each = taken[name] = []
        await way(numbers.start)  # not counted: a connection may have to be opened again
        for number in numbers:
            began = time.perf_counter()
            await way(number)
            each.append((time.perf_counter() - began) * 1000)
    return taken


def _turned(ways: Mapping[str, Way], by: int) -> dict[str, Way]:
    """No way always runs behind the same other."""
    names = list(ways)
    by %= len(names)
    return {name: ways[name] for name in [*names[by:], *names[:by]]}


def _figures(times: dict[str, list[list[float]]]) -> dict[str, Figures]:
    first = next(iter(times.values()))
    base, base10, each_base = median(all_of(first)), _p10(first), [median(block) for block in first]
    found: dict[str, Figures] = {}
    for name, blocks in times.items():
        ratios = [median(block) / mine for block, mine in zip(blocks, each_base, strict=True)]
        p50, p10 = median(all_of(blocks)), _p10(blocks)
        found[name] = Figures(p50, p10, p50 / base, p10 / base10, *_middle(ratios))
    return found


def _middle(ratios: list[float]) -> tuple[float, float]:
    low, _, high = quantiles(ratios, n=4)
    return low, high


def all_of(blocks: list[list[float]]) -> list[float]:
    return [each for block in blocks for each in block]


def _p10(blocks: list[list[float]]) -> float:
    return quantiles(all_of(blocks), n=10)[0]
