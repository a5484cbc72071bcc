"""Parties that went into others: by which records each may be parted from the other again."""

from dataclasses import dataclass

from graph.session import Run

# The survivor's own first record, where that is still of it and not the same; else the smallest other one.
MERGED = """
OPTIONAL MATCH (p:Party {id: $party})
OPTIONAL MATCH (gone:RetiredParty {id: $party})
RETURN p IS NOT NULL, gone.into, gone.record, COLLECT {
  MATCH (into:Party {id: gone.into})<-[:DESCRIBES]-(r) WHERE r.id <> gone.record
  RETURN r.id ORDER BY CASE r.id WHEN into.firstRecord THEN 0 ELSE 1 END, r.id LIMIT 1 }"""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record that a retired party was made for and one of the party that it went into; None of one that was not retired."""

    records: tuple[str, str] | None


async def merged(run: Run, party: str) -> Merged | None:
    """None where no party has, or had, this id."""
    ((there, into, record, others),) = await run(MERGED, {"party": party})
    if not there and into is None:
        return None
    return Merged((record, others[0]) if into is not None and record is not None and others else None)
