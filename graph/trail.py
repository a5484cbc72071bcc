"""What a caller has changed, which its next reads must have seen: in a cluster a read may go to a server that lags behind."""

from collections import OrderedDict
from collections.abc import Iterable
from contextvars import ContextVar
from time import monotonic

SECONDS = 60.0
"""For how long reads wait for a change: servers of a cluster are behind by less, or are ill."""
MOST = 10_000
"""Callers that are remembered."""


class Trail:
    """The database's bookmarks of what one caller has changed, as one operation knows them."""

    __slots__ = ("marks",)

    def __init__(self, marks: Iterable[str] = ()) -> None:
        self.marks = frozenset(marks)

    def went_on(self, behind: frozenset[str], marks: Iterable[str]) -> None:
        """A change was made that had seen what is `behind`."""
        self.marks = self.marks - behind | frozenset(marks)


FOLLOWED: ContextVar[Trail | None] = ContextVar("followed", default=None)
"""The trail of the caller who is answered; none for jobs and for what is read for many."""


class Trails:
    """Of the callers of one process; each lasts as long as its reads have to wait."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, frozenset[str]]] = OrderedDict()

    def of(self, caller: str) -> Trail:
        since, marks = self._kept.get(caller, (0.0, frozenset[str]()))
        return Trail(marks if monotonic() - since < SECONDS else ())

    def keep(self, caller: str, trail: Trail, behind: frozenset[str]) -> None:
        """What was there before, without what is `behind`, stays: a caller may change several things at once."""
        known = self.of(caller)
        known.went_on(behind, trail.marks)
        self._kept[caller] = (monotonic(), known.marks)
        self._kept.move_to_end(caller)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
