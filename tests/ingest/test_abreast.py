"""The steps of a pass: side by side, and told in their order."""

import asyncio

import pytest

from ingest.abreast import two_at_once


async def late(number: int) -> int:
    """The even ones end last of their pair."""
    await asyncio.sleep(0.02 if number % 2 == 0 else 0)
    return number


async def test_what_steps_made_is_told_in_their_order_whichever_ended_first() -> None:
    """A row's place in the quarantine is its name: it must be the same when an interrupted pass goes on."""
    told = list[int]()
    await two_at_once((late(number) for number in range(5)), told.append)
    assert told == [0, 1, 2, 3, 4]


async def test_the_first_fault_ends_them_after_its_pair() -> None:
    async def broken(number: int) -> int:
        if number == 2:
            raise ValueError(str(number))
        return number

    told = list[int]()
    with pytest.raises(ValueError, match="2"):
        await two_at_once((broken(number) for number in range(6)), told.append)
    assert told == [0, 1]
