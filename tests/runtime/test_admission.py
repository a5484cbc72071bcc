"""Who works, who waits, who is told to go."""

import asyncio

import pytest

from runtime import admission
from runtime.admission import Gate, Rank
from runtime.errors import Overloaded, Unavailable


class Work:
    """Blocks that are entered in turn and left when they are told to."""

    def __init__(self, bound: int) -> None:
        self.gate = Gate(bound)
        self.began: list[str] = []
        self.shed: list[str] = []
        self._may_end = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, name: str, rank: Rank = Rank.STAFF, who: str = "", seconds: float = 60.0) -> None:
        """It is known then whether it works or waits."""
        self._tasks[name] = asyncio.create_task(self._work(name, rank, who, seconds))
        await settled()

    async def _work(self, name: str, rank: Rank, who: str, seconds: float) -> None:
        try:
            async with self.gate.turn(rank, who, seconds):
                self.began.append(name)
                await self._may_end.wait()
        except Overloaded:
            self.shed.append(name)

    async def give_up(self, name: str) -> None:
        self._tasks[name].cancel()
        await settled()

    async def end(self) -> list[str]:
        """In which order they began."""
        self._may_end.set()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        assert (self.gate.busy, self.gate.queued) == (0, 0)
        return self.began


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def overloaded(gate: Gate) -> None:
    """As when a queue has stood for a while, and each works for as long as one may wait."""
    gate._stands_since = -1e9  # pyright: ignore[reportPrivateUsage]
    gate.hold = 2 * admission.WAIT_SECONDS


async def test_no_more_than_the_bound_work_at_once_and_the_others_follow_as_they_came() -> None:
    work = Work(2)
    for name in "abcde":
        await work.ask(name)
    assert (work.began, work.gate.busy, work.gate.queued) == (["a", "b"], 2, 3)
    assert await work.end() == ["a", "b", "c", "d", "e"]
    assert (work.gate.entered[Rank.STAFF], work.gate.waited[Rank.STAFF], work.shed) == (5, 3, [])


async def test_a_burst_waits_and_what_is_beyond_it_is_told_at_once() -> None:
    work = Work(2)
    for number in range(13):
        await work.ask(str(number))
    assert (len(work.began), work.gate.queued, work.shed) == (2, 8, ["10", "11", "12"])
    assert len(await work.end()) == 10


async def test_a_queue_that_stands_is_kept_short() -> None:
    work = Work(4)
    for number in range(5):
        await work.ask(str(number))
    overloaded(work.gate)
    for name in ("second", "third", "fourth", "fifth"):
        await work.ask(name)
    assert work.shed == ["fifth"]
    assert await work.end() == ["0", "1", "2", "3", "4", "second", "third", "fourth"]


async def test_a_few_that_take_very_long_do_not_make_the_queue_shorter() -> None:
    gate = Gate(4)
    for _ in range(50):
        await gate.turn(Rank.STAFF).__aenter__()
        gate.leave(Rank.STAFF, 0.01)
    usual = gate.hold
    for _ in range(4):
        await gate.turn(Rank.STAFF).__aenter__()
        gate.leave(Rank.STAFF, 5.0)
    assert gate.hold < 3 * usual


async def test_a_queue_that_stands_may_be_as_long_as_is_served_soon() -> None:
    work = Work(4)
    for number in range(5):
        await work.ask(str(number))
    overloaded(work.gate)
    work.gate.hold = admission.WAIT_SECONDS / 2
    for number in range(5, 14):
        await work.ask(str(number))
    assert (work.gate.queued, work.shed) == (8, ["12", "13"])
    work.gate.hold = 0.0
    assert len(await work.end()) == 12


async def test_a_queue_that_was_gone_for_a_while_is_a_burst_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "INTERVAL_SECONDS", 0.0)
    work = Work(1)
    work.gate.hold = 1e-9 + admission.WAIT_SECONDS
    for name in "abcd":
        await work.ask(name)
    assert work.shed == ["c", "d"]  # it stands at once, by an interval of nothing
    monkeypatch.setattr(admission, "INTERVAL_SECONDS", 3600.0)
    assert await work.end() == ["a", "b"]
    again = Work(1)
    for name in "abcd":
        await again.ask(name)
    assert (again.shed, await again.end()) == ([], ["a", "b", "c", "d"])


async def test_staff_go_before_partners_and_what_is_written_before_what_is_read() -> None:
    work = Work(1)
    await work.ask("first")
    await work.ask("warming", Rank.BACKGROUND)
    await work.ask("partner", Rank.PARTNER)
    await work.ask("banker", Rank.STAFF)
    await work.ask("change", Rank.CHANGE)
    assert await work.end() == ["first", "change", "banker", "partner", "warming"]


async def test_who_goes_before_takes_the_place_of_who_goes_behind_when_there_is_none_left() -> None:
    work = Work(1)
    await work.ask("a")
    await work.ask("partner", Rank.PARTNER)
    overloaded(work.gate)
    await work.ask("banker", Rank.STAFF)
    assert work.shed == ["partner"]
    await work.ask("another partner", Rank.PARTNER)
    assert work.shed == ["partner", "another partner"]
    await work.ask("change", Rank.CHANGE)
    assert work.shed == ["partner", "another partner", "banker"]
    assert await work.end() == ["a", "change"]


async def test_who_waits_with_many_gives_a_place_to_who_waits_with_none() -> None:
    work = Work(1)
    await work.ask("works")
    for number in range(4):
        await work.ask(f"flood {number}", Rank.PARTNER, "flood")
    await work.ask("flood 4", Rank.PARTNER, "flood")
    await work.ask("other", Rank.PARTNER, "other")
    assert work.shed == ["flood 4", "flood 3"]
    assert await work.end() == ["works", "flood 0", "flood 1", "flood 2", "other"]


async def test_the_background_takes_a_part_of_what_there_is() -> None:
    work = Work(4)
    for number in range(3):
        await work.ask(f"warming {number}", Rank.BACKGROUND)
    await work.ask("banker")
    assert work.began == ["warming 0", "banker"]
    assert await work.end() == ["warming 0", "banker", "warming 1", "warming 2"]


async def test_who_would_not_have_its_turn_in_time_is_told_at_once() -> None:
    work = Work(1)
    await work.ask("a")
    work.gate.hold = 0.5
    await work.ask("in time", seconds=0.6)
    await work.ask("too late", seconds=0.6)
    assert work.shed == ["too late"]
    assert await work.end() == ["a", "in time"]


async def test_who_has_waited_for_as_long_as_its_caller_does_is_not_worked_on() -> None:
    work = Work(1)
    await work.ask("a")
    await work.ask("b", seconds=0.01)
    while work.gate.queued:
        await asyncio.sleep(0.01)
    await settled()
    assert work.shed == ["b"]
    assert await work.end() == ["a"]


async def test_who_gives_up_while_it_waits_leaves_its_place_and_one_that_works_its_turn() -> None:
    work = Work(1)
    for name in "abcd":
        await work.ask(name)
    await work.give_up("b")
    await work.give_up("a")
    assert (work.began, work.gate.queued) == (["a", "c"], 1)
    assert await work.end() == ["a", "c", "d"]


@pytest.mark.parametrize("before", [True, False])
async def test_a_turn_that_comes_to_one_that_has_just_given_up_goes_on_to_the_next(before: bool) -> None:
    gate = Gate(1)
    began: list[str] = []

    async def work(name: str) -> None:
        async with gate.turn(Rank.STAFF, seconds=60):
            began.append(name)

    async with gate.turn(Rank.STAFF):
        waiting = [asyncio.create_task(work(name)) for name in "ab"]
        await settled()
        if before:
            waiting[0].cancel()
    waiting[0].cancel()  # in the moment in which its turn was given to it
    await asyncio.gather(*waiting, return_exceptions=True)
    assert (began, gate.busy, gate.queued) == (["b"], 0, 0)


async def test_a_fault_gives_the_turn_back() -> None:
    gate = Gate(1)
    with pytest.raises(ZeroDivisionError):
        async with gate.turn(Rank.STAFF):
            raise ZeroDivisionError
    assert gate.busy == 0


def test_to_be_told_to_go_is_to_be_told_to_come_again() -> None:
    assert issubclass(Overloaded, Unavailable)
    assert Overloaded.code == "OVERLOADED"
