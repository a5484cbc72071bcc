"""What a delivery mentions, so that what it leaves out can end."""

import asyncio
from typing import Any

from graph.endings import Identity
from graph.model import NODES, RECORDS
from graph.relationships import identity_of
from graph.vocabulary import node_meta, relationship_meta
from ingest.spool import Spool
from ingest.unread import Unread


class Mentioned:
    """The identities of one class in a delivery, each by 64 bits: about a tenth of a kilobyte."""

    def __init__(self, cls: type[Any], unread: Unread) -> None:
        self._cls, self._unread = cls, unread
        self._said = set[int]()

    async def hear(self, spool: Spool) -> None:
        """Goes through the delivery; lets others go on after each batch."""
        for batch in spool.batches(self._cls):
            self._said.update(hash(identity) for identity in _identities(self._cls, [kept.record for kept in batch]))
            await asyncio.sleep(0)

    @property
    def count(self) -> int:
        return len(self._said)

    def __call__(self, identity: Identity) -> bool:
        return hash(identity) in self._said or self._unread.names(_owned(self._cls, identity))


def _identities(cls: type[Any], records: list[Any]) -> list[Identity]:
    if cls in RECORDS:
        return [(record.id,) for record in records]
    if cls in NODES:
        key = node_meta(cls).key_field
        return [(getattr(record, key),) for record in records]
    relationship = relationship_meta(cls)
    return [identity_of(record, relationship) for record in records]


def _owned(cls: type[Any], identity: Identity) -> Identity:
    """The keys by which a row would speak of it: of a relationship its records, where it has any."""
    if cls in RECORDS or cls in NODES:
        return identity
    meta = relationship_meta(cls)
    records = tuple(key for key, end in zip(identity, (meta.start, meta.end), strict=False) if end.of_record)
    return records or identity[:2]
