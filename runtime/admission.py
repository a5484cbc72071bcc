"""Who may work now, who waits, who is told at once to come again: a process that is asked too much still does what it can."""

import asyncio
from collections import Counter, deque
from enum import IntEnum
from math import inf
from time import monotonic
from types import TracebackType

from runtime.errors import Overloaded

INTERVAL_SECONDS = 0.1
"""A queue that is not gone after so long is no burst: it stands, and would only make everybody later."""
PATIENCE_SECONDS = 1.0
"""Nobody that somebody sits before waits longer for a turn."""
BURST, STANDING = 4.0, 1.0
"""How many may wait, in bounds of what works at once: at most, and at least."""
WAIT_SECONDS = 0.05
"""In a queue that stands nobody waits for longer than about this: sixteen clients that ask one after the other are no overload."""
BACKGROUND = 0.25
"""The share of it that nobody waits for."""
RECENT = 1 / 16
OUTLIER, LITTLE = 4.0, 0.02
"""What holds its turn for more than so many times as long as is usual, and for more seconds than these, counts as that: a pause of
the database that keeps a few statements is no reason to send away who would have waited for it."""


class Rank(IntEnum):
    """Who goes before whom."""

    CHANGE = 0  # what is written is not shed behind what is read
    STAFF = 1
    PARTNER = 2
    BACKGROUND = 3  # warming, subscriptions' polls: nobody sits before it


class Place:
    """One that waits. It is told True when it is its turn, False when it has to go."""

    __slots__ = ("rank", "told", "who")

    def __init__(self, rank: Rank, who: str) -> None:
        self.rank, self.who = rank, who
        self.told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()


class Gate:
    """At most `bound` work at once; those that wait are few, and wait briefly. Of one event loop.

    Better ranks go first and take the places of worse ones. Within a rank the first to come goes first, and where no place
    is left, who has the most of them gives one to who has none.
    """

    def __init__(self, bound: int) -> None:
        self.bound = bound
        self.busy = 0
        self.waiting: list[deque[Place]] = [deque() for _ in Rank]
        self.entered, self.waited, self.shed = ([0] * len(Rank) for _ in range(3))
        self.hold = 0.0
        """Seconds that one works, lately."""
        self._behind = 0  # of those that work, in the background
        self._most_behind = max(1, int(bound * BACKGROUND))
        self._stands_since = self._empty_since = -1.0

    def turn(self, rank: Rank, who: str = "", seconds: float = PATIENCE_SECONDS) -> "Turn":
        """A block that is entered when it is its turn. Raises Overloaded when that will not be in so many seconds."""
        return Turn(self, rank, who, seconds)

    @property
    def queued(self) -> int:
        return sum(map(len, self.waiting))

    # ---- for Turn

    def at_once(self, rank: Rank) -> bool:
        """Takes a turn, where one is free."""
        if not self._free(rank) or self.waiting[rank]:
            return False
        self._take(rank)
        return True

    async def wait(self, rank: Rank, who: str, seconds: float) -> None:
        """Until the turn is taken. Raises Overloaded."""
        patience = seconds if rank is Rank.BACKGROUND else min(seconds, PATIENCE_SECONDS)
        if (self._ahead(rank) + 1) * self.hold / self.bound > patience or not self._makes_room(rank, who):
            raise self._overloaded(rank)
        place = self._queue(rank, who)
        try:
            async with asyncio.timeout(None if patience == inf else patience):
                taken = await place.told
        except TimeoutError:
            taken = self._left(place)
        except asyncio.CancelledError:
            if self._left(place):
                self.leave(rank, self.hold)
            raise
        if not taken:
            raise self._overloaded(rank)
        self.waited[rank] += 1

    def leave(self, rank: Rank, held: float) -> None:
        """Gives the turn to the next."""
        self.busy -= 1
        self._behind -= rank is Rank.BACKGROUND
        self.hold += (min(held, max(LITTLE, OUTLIER * self.hold)) - self.hold) * RECENT
        for waiting in self.waiting:
            while waiting and self._free(waiting[0].rank):
                place = waiting.popleft()
                if not place.told.cancelled():  # who has just given up takes itself out a moment later
                    self._take(place.rank)
                    place.told.set_result(True)
                self._note()

    # ---- within

    def _free(self, rank: Rank) -> bool:
        return self.busy < self.bound and (rank is not Rank.BACKGROUND or self._behind < self._most_behind)

    def _take(self, rank: Rank) -> None:
        self.busy += 1
        self._behind += rank is Rank.BACKGROUND
        self.entered[rank] += 1

    def _ahead(self, rank: Rank) -> int:
        return sum(len(waiting) for waiting in self.waiting[: rank + 1])

    def _room(self) -> int:
        most = self.bound * BURST
        if self.queued and monotonic() - self._stands_since > INTERVAL_SECONDS:
            served = WAIT_SECONDS * self.bound / self.hold if self.hold else most
            most = min(most, max(self.bound * STANDING, served))
        return max(1, int(most))

    def _makes_room(self, rank: Rank, who: str) -> bool:
        """Whether one more may wait; another may have to go for that."""
        room = self._room()
        if self.queued < room:
            return True
        if self._ahead(rank) < room:
            self._send_away(next(waiting[-1] for waiting in reversed(self.waiting) if waiting))
            return True
        held = Counter(place.who for place in self.waiting[rank])
        greediest, most = max(held.items(), key=lambda each: each[1], default=("", 0))
        if most <= held[who] + 1:
            return False
        self._send_away(next(place for place in reversed(self.waiting[rank]) if place.who == greediest))
        return True

    def _send_away(self, place: Place) -> None:
        self.waiting[place.rank].remove(place)
        self._note()
        if not place.told.cancelled():
            place.told.set_result(False)

    def _queue(self, rank: Rank, who: str) -> Place:
        now = monotonic()
        if not self.queued and now - self._empty_since > INTERVAL_SECONDS:
            self._stands_since = now
        place = Place(rank, who)
        self.waiting[rank].append(place)
        return place

    def _left(self, place: Place) -> bool:
        """Takes out one that waits no more; whether it was given its turn in the same moment."""
        if place in self.waiting[place.rank]:
            self.waiting[place.rank].remove(place)
            self._note()
            return False
        return place.told.done() and not place.told.cancelled() and place.told.result()

    def _note(self) -> None:
        if not self.queued:
            self._empty_since = monotonic()

    def _overloaded(self, rank: Rank) -> Overloaded:
        self.shed[rank] += 1
        return Overloaded("More is asked here than can be answered in time: ask again a little later.")


class Turn:
    """One block's turn."""

    __slots__ = ("_began", "_gate", "_rank", "_seconds", "_who")

    def __init__(self, gate: Gate, rank: Rank, who: str, seconds: float) -> None:
        self._gate, self._rank, self._who, self._seconds = gate, rank, who, seconds

    async def __aenter__(self) -> None:
        if not self._gate.at_once(self._rank):
            await self._gate.wait(self._rank, self._who, self._seconds)
        self._began = monotonic()

    async def __aexit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._gate.leave(self._rank, monotonic() - self._began)
