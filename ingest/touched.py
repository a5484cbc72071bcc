"""What a pass has made, changed or ended, of which something else is worked out."""

from collections.abc import Iterable, Sequence
from typing import Any

from graph.model import RECORDS, Account, Holds, ManagedBy, Transaction
from graph.vocabulary import class_of

# What derived values are worked out from, and by which fields.
OF_INTEREST: dict[type[Any], tuple[str, ...]] = {
    **dict.fromkeys(RECORDS, ("id",)),
    Account: ("id",),
    Holds: ("record", "account"),
    ManagedBy: ("record",),
    Transaction: ("account",),
}


MOST = 250_000
"""Ids of one kind that are remembered."""


class Touched:
    """The ids, by class and field, of what a pass has made, changed or ended: about a tenth of a kilobyte each. Of too many
    nothing is remembered but that."""

    def __init__(self) -> None:
        self._ids = dict[tuple[type[Any], str], set[str]]()
        self.overflowed = False

    def note(self, records: Iterable[Any]) -> None:
        for record in records:
            for name in OF_INTEREST.get(cls := class_of(record), ()):
                self.add(cls, name, getattr(record, name))

    def add(self, cls: type[Any], name: str, id_: str) -> None:
        if self.overflowed:
            return
        ids = self._ids.setdefault((cls, name), set())
        ids.add(id_)
        if len(ids) > MOST:
            self.overflowed = True
            self._ids.clear()

    def left(self, cls: type[Any], ends: Iterable[str]) -> None:
        """What nodes of a class are not linked to any more: accounts that corrected movements have left."""
        for end in ends if cls is Transaction else ():
            self.add(cls, "account", end)

    def ended(self, cls: type[Any], identity: Sequence[str]) -> None:
        """What a delivery left out: a record or node by its key, a relationship by its ends."""
        for name, key in zip(OF_INTEREST.get(cls, ()), identity, strict=False):
            self.add(cls, name, key)

    def of(self, classes: Sequence[type[Any]], name: str) -> set[str]:
        return set[str]().union(*(self._ids.get((cls, name), ()) for cls in classes))
