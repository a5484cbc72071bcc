"""A caller's allowance: one bucket for all processes, and one each where Redis is gone."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from structlog.testing import capture_logs

from runtime import allowance
from runtime.allowance import Allowance
from runtime.errors import Throttled, TooCostly
from runtime.local import valkey

SLOW = 0.001
"""Points a second: none come back while a test runs."""


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with valkey.running(tmp_path_factory.mktemp("valkey")) as url:
        yield url


def left(one: Allowance, caller: str) -> int:
    return one.standing(caller)["currentlyAvailable"]


async def spent(one: Allowance, caller: str, cost: int) -> int:
    """How much of it was spent before the caller was told to wait."""
    total = 0
    try:
        while True:
            one.spend(caller, cost)
            total += cost
            await one.settled()
    except Throttled:
        return total


async def test_what_is_spent_is_gone_and_the_caller_is_told_how_long_to_wait():
    one = Allowance(100, 2)
    one.spend("ada", 90)
    assert left(one, "ada") == 10
    with pytest.raises(Throttled, match=r"costs 50 and 10 is left: ask again in 20 s\.") as told:
        one.spend("ada", 50)
    assert (told.value.cost, told.value.wait, told.value.code) == (50, 20, "THROTTLED")
    one.spend("ben", 90)


async def test_points_come_back_with_time_and_never_beyond_the_capacity():
    one = Allowance(1000, 10_000)
    assert one.spend("ada", 1000)
    await asyncio.sleep(0.2)
    assert left(one, "ada") == 1000


async def test_what_a_question_did_not_bring_is_given_back_and_what_it_brought_beyond_is_taken():
    one = Allowance(1000, SLOW)
    purse = one.spend("ada", 400)
    one.settle(purse, 400, 100)
    assert left(one, "ada") == 900
    one.settle(one.spend("ada", 100), 100, 300)
    assert left(one, "ada") == 600


async def test_a_question_that_the_whole_allowance_does_not_hold_is_too_costly():
    with pytest.raises(TooCostly, match="no caller ever has more than 100"):
        Allowance(100, 1).spend("ada", 101)


async def test_two_processes_share_one_bucket(redis_url: str):
    first, second = Allowance(1000, SLOW, redis_url), Allowance(1000, SLOW, redis_url)
    total = 0
    for one in (first, second, first, second):
        one.spend("shared", 200)
        total += 200
        await one.settled()
    total += await spent(first, "shared", 10) + await spent(second, "shared", 10)
    assert 1000 - 2 * 10 <= total <= 1000
    assert left(first, "shared") < 10 and left(second, "shared") < 10
    third = Allowance(1000, SLOW, redis_url)
    third.spend("shared", 500)  # it knows no better yet; what it owes is told to all
    await third.settled()
    with pytest.raises(Throttled):
        third.spend("shared", 10)
    for one in (first, second, third):
        await one.close()


async def test_what_is_given_back_in_one_process_may_be_spent_in_another(redis_url: str):
    first, second = Allowance(1000, SLOW, redis_url), Allowance(1000, SLOW, redis_url)
    purse = first.spend("returned", 900)
    await first.settled()
    first.settle(purse, 900, 0)
    await first.settled()
    assert await spent(second, "returned", 10) >= 900
    await first.close()
    await second.close()


async def test_no_question_waits_for_redis_and_no_name_is_kept_there(redis_url: str):
    one = Allowance(1000, SLOW, redis_url)
    for _ in range(10):
        one.spend("Ada Lovelace", 50)  # nothing is awaited: the lease comes behind
    await one.settled()
    with Redis.from_url(redis_url) as known:
        keys = [key.decode() for key in known.keys("c360:allowance:*")]
        assert keys and not any("ada" in key.lower() for key in keys)
        assert all(known.ttl(key) > 0 for key in keys)
    await one.close()


async def test_without_redis_a_process_keeps_a_bucket_of_its_own_and_says_so_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(allowance, "AGAIN", 0.05)
    told: list[bool] = []
    with valkey.running(tmp_path) as url:
        one = Allowance(1000, SLOW, url, told.append)
        one.spend("ada", 300)
        await one.settled()
        assert not one.gone
    with capture_logs() as logs:
        for _ in range(3):
            one.spend("ada", 100)
            await one.settled()
            await asyncio.sleep(0.06)
        assert one.gone and left(one, "ada") == 400
        assert await spent(one, "ada", 50) == 400
    assert [line["event"] for line in logs] == ["allowance_alone"] and told == [True]
    await one.close()


async def test_redis_is_asked_again_when_it_is_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str):
    monkeypatch.setattr(allowance, "AGAIN", 0.0)
    told: list[bool] = []
    one = Allowance(1000, SLOW, redis_url, told.append)
    one.gone = True
    with capture_logs() as logs:
        one.spend("back", 100)
        await one.settled()
    assert [line["event"] for line in logs] == ["allowance_shared"] and told == [False]
    await one.close()


async def test_so_many_callers_are_remembered_and_no_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(allowance, "CALLERS", 3)
    one = Allowance(100, SLOW)
    for n in range(5):
        one.spend(f"caller {n}", 60)
    one.spend("caller 0", 60)
    with pytest.raises(Throttled):
        one.spend("caller 4", 60)
