"""A clock that is wrong is told, and which way."""

import time

import pytest

from doctor import clock
from doctor.finding import State
from graph.session import Session


@pytest.mark.parametrize(
    ("ours", "state", "says"),
    [
        (0.0, State.OK, "agree"),
        (-30.0, State.WARNING, "30.0 s ahead of"),
        (300.0, State.WRONG, "300.0 s behind"),
    ],
)
async def test_the_database_s_clock_is_compared_with_ours(server: Session, ours: float, state: State, says: str):
    (found,) = await clock.look(server, lambda: time.time() + ours)
    assert (found.state, says in found.found, found.exit) == (state, True, 2 if state is State.WRONG else 0)
