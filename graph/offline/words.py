"""The words of one class: what was said of each thing, which of them count, and what the ledger is to know of each batch."""

from collections.abc import Sequence
from typing import Any

from graph.ledger import Outcome
from graph.offline.told import Told
from graph.offline.workspace import Workspace

DISTINCT = "SELECT count(*) = count(DISTINCT ({identity},)) FROM word"
KEEP = "DELETE FROM word WHERE _seq NOT IN (SELECT max(_seq) FROM word GROUP BY _seq // {size}, {identity})"
COUNTED = """
SELECT _seq // {size} AS batch,
  count(*) FILTER (found AND before IS NULL), count(*) FILTER (found AND before <> _hash),
  count(*) FILTER (found AND before = _hash), list(_seq % {size} ORDER BY _seq) FILTER (NOT found)
FROM (SELECT *, lag(_hash) OVER (PARTITION BY {identity}, found ORDER BY _seq) AS before FROM word)
GROUP BY batch ORDER BY batch"""
FOUND = "SELECT coalesce(bool_and(found), true) FROM word"
SIZES = "SELECT _seq // {size} AS batch, count(*), 0, 0, NULL FROM word GROUP BY batch ORDER BY batch"


def keep_last(work: Workspace, identity: str, size: int) -> None:
    """Of what is told of a thing more than once in one batch the last word, as a load takes it.

    The words stand in the table `word`, with `found` where everything that they lead to is there; `identity` are its columns
    that tell one thing from another.
    """
    if not work.one(DISTINCT.format(identity=identity)):
        work.run(KEEP.format(size=size, identity=identity))


def counted(work: Workspace, cls: type[Any], identity: str, size: int) -> list[Told]:
    """What a load of the words in the table `word` would tell of each batch, first to last."""
    once = work.one(DISTINCT.format(identity=identity)) and work.one(FOUND)
    text = (SIZES if once else COUNTED).format(size=size, identity=identity)
    return [Told(cls, batch, "", outcome(new, changed, same, missing)) for batch, new, changed, same, missing in work.rows(text)]


def outcome(new: int, changed: int, unchanged: int, missing: Sequence[int] | None) -> Outcome:
    return Outcome(new, changed, unchanged, missing=list(missing or ()))
