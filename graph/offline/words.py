"""The words of one class: what was said of each thing, which of them count, and what the ledger is to know of each batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graph.ledger import Outcome
from graph.offline.workspace import Workspace

# `found`: everything that it leads to is there. What is said of a thing twice in one batch counts once, with its last word.
COUNTED = """
SELECT _seq // {size} AS batch,
  count(*) FILTER (found AND before IS NULL), count(*) FILTER (found AND before <> _hash),
  count(*) FILTER (found AND before = _hash), list(_seq % {size} ORDER BY _seq) FILTER (NOT found)
FROM (
  SELECT *, lag(_hash) OVER (PARTITION BY {identity}, found ORDER BY _seq) AS before
  FROM word SEMI JOIN (SELECT max(_seq) AS _seq FROM word GROUP BY _seq // {size}, {identity}) AS last USING (_seq)
)
GROUP BY batch ORDER BY batch"""
# Nothing was told twice, and everything that is led to is there.
EACH_ONCE = "SELECT count(*) = count(DISTINCT ({identity},)) AND coalesce(bool_and(found), true) FROM word"
SIZES = "SELECT _seq // {size} AS batch, count(*), 0, 0, NULL FROM word GROUP BY batch ORDER BY batch"


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be told of one batch of a class, or of one link of its nodes."""

    cls: type[Any]
    number: int
    field: str
    outcome: Outcome


def counted(work: Workspace, cls: type[Any], identity: str, size: int) -> list[Told]:
    """What a load of the words in the table `word` would tell of each batch, first to last; `identity` are its columns that
    tell one thing from another."""
    once = work.one(EACH_ONCE.format(identity=identity))
    text = (SIZES if once else COUNTED).format(size=size, identity=identity)
    return [Told(cls, batch, "", outcome(new, changed, same, missing)) for batch, new, changed, same, missing in work.rows(text)]


def outcome(new: int, changed: int, unchanged: int, missing: Sequence[int] | None) -> Outcome:
    return Outcome(new, changed, unchanged, missing=list(missing or ()))
