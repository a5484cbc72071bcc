"""The graph is a function of the set of deliveries: neither their order nor their batches nor their repetition changes it.

`C360_ORDER_EXAMPLES=500 pytest tests/ingest/test_order.py` tries more of them, and others each time.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from graph.session import Session
from ingest import spool
from ingest.job import Terms, run_source
from tests.telling import differences, told
from tests.tiny_bank import TinyBank, tiny_source

EXAMPLES = int(os.environ.get("C360_ORDER_EXAMPLES", "0"))
SYSTEMS = ("tiny", "tiny", "other")
PEOPLE, ACCOUNTS, UNITS = ("1", "2", "3"), ("A1", "A2"), ("N", "S")
DAYS = [date(2026, 1, day) for day in (1, 2, 3, 4)]
T = TypeVar("T")
WIPE = "MATCH (n) WHERE NOT n:Migration DETACH DELETE n"


@dataclass(frozen=True)
class Delivered:
    """What a system has to say on a day: everything, or where it is of changes what is not as before."""

    system: str
    on: date
    tables: dict[str, list[str]]
    changes: bool

    def __repr__(self) -> str:
        said = "; ".join(f"{name} {' | '.join(rows)}" for name, rows in self.tables.items() if rows)
        return f"{self.system} on {self.on:%d}{' of changes' if self.changes else ''}: {said or 'nothing'}"


def _some(draw: st.DrawFn, every: Sequence[T]) -> list[T]:
    """Two thirds of them."""
    return [each for each in every if draw(st.sampled_from([False, True, True]))]


@st.composite
def tables(draw: st.DrawFn, day: date, units: Sequence[str]) -> dict[str, list[str]]:
    of = st.sampled_from
    people, accounts = _some(draw, PEOPLE), _some(draw, ACCOUNTS)
    holders = _some(draw, [(person, account) for person in people for account in accounts])
    managed = _some(draw, [(person, unit) for person in people for unit in UNITS])
    related = _some(draw, [(one, other) for one in people for other in people if one < other])
    until = of(["", "", "2025-12-31", "2026-01-02", "2026-01-09"])
    return {
        "units": ["HQ,Head office,", f"N,North,{draw(of(['HQ', 'S']))}", f"S,{draw(of(['South', 'Lower']))},HQ"],
        "people": [f"{n},{draw(of(['Ada', 'Bell']))},{draw(of(['', 'K1', 'K2']))},,{'C' if n == '3' else ''}" for n in people],
        "accounts": [f"{n},{draw(of(units))},,{draw(of(['', '1', '2']))}" for n in accounts],
        "holders": [f"{person},{account},{draw(of('OJ'))},{draw(until)}" for person, account in holders],
        "managed": [f"{person},{unit}" for person, unit in managed],
        "related": [f"{one},{other}" for one, other in related],
        "movements": [f"T{account}{n},{account},2025-12-{n:02},{n},," for account in accounts for n in range(1, 1 + day.day)],
    }  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> list[Delivered]:
    """What two systems deliver on some days, in the order of the days."""
    when = sorted(draw(st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(SYSTEMS)), min_size=3, max_size=4, unique=True)))
    of_changes = draw(st.sampled_from([(), (), ("tiny",), SYSTEMS]))
    changes = [system in of_changes and draw(st.booleans()) for _, system in when]
    return [
        Delivered(system, day, draw(tables(day, UNITS if some else ["", *UNITS])), some)
        for (day, system), some in zip(when, changes, strict=True)
    ]


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[Delivered], list[Delivered], int]:
    """A history, the same deliveries in another order with some of them twice, and the size of a batch."""
    history = draw(histories())
    again = draw(st.lists(st.sampled_from(range(len(history))), max_size=1))
    order = draw(st.permutations([*range(len(history)), *again]))
    return history, [history[place] for place in order], draw(st.sampled_from([1, 2, 3, 5000]))


async def load(session: Session, deliveries: Sequence[Delivered], batch: int) -> None:
    await session.run(WIPE)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool, "BATCH", batch)
        bank = TinyBank(Path(folder))
        for each in deliveries:
            folder, source = bank.deliver(**each.tables), tiny_source(each.system)
            terms = Terms(each.on, changes=each.changes)
            await run_source(source, folder, session, bank.home, terms, trusted=("tiny", "other"))


@settings(
    max_examples=EXAMPLES or 4,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink) if EXAMPLES else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(orders())
async def test_deliveries_in_any_order_and_any_batches_and_twice_make_the_same_graph(
    empty: Session, case: tuple[list[Delivered], list[Delivered], int]
) -> None:
    history, order, batch = case
    await load(empty, history, 5000)
    expected = await told(empty)
    await load(empty, order, batch)
    differ = differences(expected, await told(empty))
    for each in order:
        note(str(each))
    assert not differ, f"\n{differ}\nin batches of {batch}"


HEAD = "HQ,Head office,"
NORTH = ("N,North,HQ", "S,South,HQ")


def said(day: int, *units: str, account: str = "", changes: bool = False) -> Delivered:
    return Delivered("tiny", date(2026, 1, day), {"units": [HEAD, *units], "accounts": [account] if account else []}, changes)


HUB = [said(1, "S,Lower,HQ"), said(2, "S,South,HQ"), said(3, "S,Lower,HQ")]
AT_NO_UNIT = [
    said(1, *NORTH, account="A1,S,,", changes=True),
    said(2, *NORTH, account="A1,,,", changes=True),
    said(3, *NORTH, account="A1,N,,", changes=True),
]



@pytest.mark.parametrize("history", [HUB, AT_NO_UNIT], ids=["hub", "at no unit"])
async def test_what_was_once_found_holds_in_every_order(empty: Session, history: list[Delivered]) -> None:
    await load(empty, history, 5000)
    expected = await told(empty)
    for order in permutations(history):
        await load(empty, order, 5000)
        assert not differences(expected, await told(empty)), order
