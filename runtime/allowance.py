"""What each caller may still ask for: a leaky bucket that all gateway processes share through Redis.

No question waits for Redis. A process leases points in blocks and spends them here; the next block is leased behind the questions.
What the shared bucket surely holds may be spent before it is leased, and is owed. Where Redis is gone each process keeps a
bucket of its own, by the same rule.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, cast

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from runtime.errors import Throttled, TooCostly

LOG = structlog.get_logger("c360.allowance")
CALLERS = 10_000
"""How many a process remembers; whoever was silent longest is asked for anew."""
BLOCKS = 20
"""Into so many a bucket is leased."""
AGAIN = 2.0
"""Seconds after which Redis is tried again."""
SECONDS = 0.5
LEASE = """
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1000000
local capacity, restore, owed, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local kept = redis.call('HMGET', KEYS[1], 'level', 'at')
local level = capacity
if kept[1] then level = math.min(capacity, tonumber(kept[1]) + math.max(0, now - tonumber(kept[2])) * restore) end
level = math.min(capacity, level - owed)
local granted = math.max(0, math.min(wanted, level))
level = level - granted
redis.call('HSET', KEYS[1], 'level', string.format('%.3f', level), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - level) / restore * 1000) + 1000)
return {string.format('%.3f', granted), string.format('%.3f', level)}
"""
"""What is owed is taken, what is wanted is granted as far as it is there; a bucket that is full again is forgotten."""


@dataclass(slots=True)
class Purse:
    """One caller's points here: `left` of what was leased, below zero what is owed; `level` is what the bucket held at `at`."""

    key: str
    left: float
    level: float
    at: float
    asking: bool = False


class Allowance:
    """Every caller's, in one process; `told` hears whether Redis is gone (True) or back."""

    def __init__(
        self, capacity: float, restore: float, redis_url: str | None = None, told: Callable[[bool], None] = lambda gone: None
    ) -> None:
        self.capacity, self.restore, self.block = capacity, restore, capacity / BLOCKS
        self.told = told
        self.gone = False
        self.granted = self.unanswered = self.refused = 0
        self._again = 0.0
        self._purses: OrderedDict[str, Purse] = OrderedDict()
        self._asking: set[asyncio.Task[None]] = set()
        self._redis = _client(redis_url) if redis_url else None
        self._lease = cast(Callable[..., Awaitable[list[bytes]]], self._redis.register_script(LEASE)) if self._redis else None

    def spend(self, caller: str, cost: int) -> Purse:
        """Takes points for a question. Raises Throttled while the caller has too few, TooCostly where they never suffice."""
        purse = self._purses.get(caller) or self._new(caller)
        if cost > purse.left:
            self._spendable(purse, cost)
        purse.left -= cost
        if purse.left < self.block / 2:
            self._renew(purse)
        return purse

    def settle(self, purse: Purse, asked: float, brought: float) -> None:
        """Gives back what a question did not bring, or takes what it brought beyond."""
        purse.left += asked - brought
        if not -self.block < purse.left < 3 * self.block:
            self._renew(purse)

    def status(self, purse: Purse) -> dict[str, Any]:
        """What a caller may still ask for, as it is told."""
        available = min(self.capacity, max(0.0, self._available(purse)))
        return {"maximumAvailable": self.capacity, "currentlyAvailable": int(available), "restoreRate": self.restore}

    def standing(self, caller: str) -> dict[str, Any]:
        """The same by name."""
        return self.status(self._purses.get(caller) or self._new(caller))

    async def settled(self) -> None:
        """Waits until everything that is being leased is."""
        while self._asking:
            await asyncio.gather(*self._asking, return_exceptions=True)

    async def close(self) -> None:
        for task in self._asking:
            task.cancel()
        await self.settled()
        if self._redis:
            await self._redis.aclose()

    # ---- points

    def _new(self, caller: str) -> Purse:
        """Whoever is not known yet is believed to have all; the first lease, behind the question, tells better."""
        key = f"c360:allowance:{blake2b(caller.encode(), digest_size=16).hexdigest()}"
        purse = self._purses[caller] = Purse(key, 0.0, self.capacity, time.monotonic())
        if len(self._purses) > CALLERS:
            self._purses.popitem(last=False)
        return purse

    def _spendable(self, purse: Purse, cost: int) -> None:
        if cost > self.capacity:
            raise TooCostly(f"The question costs {cost:,}; no caller ever has more than {self.capacity:,}: ask for smaller pages.")
        lacking = cost - self._available(purse)
        if lacking > 0:
            self._renew(purse)
            self.refused += 1
            wait = math.ceil(lacking / self.restore)
            left = max(0.0, cost - lacking)
            raise Throttled(f"The question costs {cost:,} and {left:,.0f} is left: ask again in {wait} s.", cost, wait)

    def _available(self, purse: Purse) -> float:
        return purse.left + min(self.capacity, purse.level + (time.monotonic() - purse.at) * self.restore)

    # ---- leases

    def _renew(self, purse: Purse) -> None:
        """Brings what is left back to one block: behind the questions, or at once where there is no Redis to wait for."""
        if purse.asking:
            return
        if self._lease is None or time.monotonic() < self._again:
            self._take(purse)
            return
        purse.asking = True
        task = asyncio.get_running_loop().create_task(self._ask(purse), context=Context())
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def _ask(self, purse: Purse) -> None:
        owed, wanted = self._wants(purse)
        try:
            assert self._lease
            granted, level = await self._lease(keys=[purse.key], args=[self.capacity, self.restore, owed, wanted])
            purse.left += owed + float(granted)
            purse.level, purse.at = float(level), time.monotonic()
            self.granted += 1
            self._say(gone=False)
        except (RedisError, OSError, TimeoutError):
            self._again = time.monotonic() + AGAIN
            self.unanswered += 1
            self._take(purse)
            self._say(gone=True)
        finally:
            purse.asking = False

    def _take(self, purse: Purse) -> None:
        """What the script does, with the bucket that this process believes in."""
        owed, wanted = self._wants(purse)
        now = time.monotonic()
        level = min(self.capacity, min(self.capacity, purse.level + (now - purse.at) * self.restore) - owed)
        granted = max(0.0, min(wanted, level))
        purse.left += owed + granted
        purse.level, purse.at = level - granted, now

    def _wants(self, purse: Purse) -> tuple[float, float]:
        """What is owed, below zero what is given back; and how much more makes a block."""
        left = purse.left
        return (-left if left < 0 else min(0.0, self.block - left)), self.block - min(max(left, 0.0), self.block)

    def _say(self, *, gone: bool) -> None:
        if gone is self.gone:
            return
        self.gone = gone
        self.told(gone)
        if gone:
            LOG.warning("allowance_alone", means="Redis does not answer: each process keeps its callers' allowances by itself.")
        else:
            LOG.info("allowance_shared", means="Redis answers again: processes share their callers' allowances.")


def _client(url: str) -> Redis:
    retry = Retry(NoBackoff(), 0)
    return Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS, retry=retry, max_connections=16)  # pyright: ignore
