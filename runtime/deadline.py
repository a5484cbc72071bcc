"""Until when the one who asks will wait: said where a question comes in, looked at wherever time is spent on it."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

UNTIL: ContextVar[float | None] = ContextVar("until", default=None)
LEAST_SECONDS = 0.001
"""What is left when nothing is: Neo4j takes a limit of 0 for none."""

HEADER = b"x-request-timeout"
"""In seconds, as `2.5`: how long a caller waits, where that is shorter than what the platform allows."""


def asked_for(headers: Mapping[bytes, bytes], most: float) -> float:
    """Seconds for one request; a header that says none, or more, changes nothing."""
    said = headers.get(HEADER)
    if said is None:
        return most
    try:
        seconds = float(said)
    except ValueError:
        return most
    return min(most, seconds) if seconds > 0 else most


def left(most: float) -> float:
    """Seconds that are left, and no more than `most`."""
    until = UNTIL.get()
    return most if until is None else max(LEAST_SECONDS, min(most, until - monotonic()))


def limited() -> float | None:
    """Seconds that are left; None where nobody waits, as for a job."""
    until = UNTIL.get()
    return None if until is None else max(LEAST_SECONDS, until - monotonic())


@contextmanager
def within(seconds: float) -> Generator[None]:
    """Whatever is done in the block is done for somebody who waits so long."""
    before = UNTIL.set(monotonic() + seconds)
    try:
        yield
    finally:
        UNTIL.reset(before)
