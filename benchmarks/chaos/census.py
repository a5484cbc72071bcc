"""What a graph holds, to be compared: its digest, and how many there are of each label and type."""

from collections import Counter
from dataclasses import dataclass

from graph import schema_changes
from graph.digest import ASIDE, ASIDE_TYPES, digest
from graph.session import Session

WIPE = "MATCH (n) WHERE NOT n:Migration CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
NODES = "MATCH (n) WITH n UNWIND labels(n) AS label WITH label WHERE NOT label IN $aside RETURN label, count(*)"
TYPES = "MATCH ()-[r]->() WITH type(r) AS type WHERE NOT type IN $aside RETURN type, count(*)"


@dataclass(frozen=True, slots=True)
class Census:
    """The digest, and how many of everything; bookkeeping aside."""

    digest: str
    counts: Counter[str]

    def lost(self, other: "Census") -> Counter[str]:
        """What is here and not in the other."""
        return self.counts - other.counts


async def census(session: Session) -> Census:
    counts = Counter[str]()
    for text, aside in ((NODES, ASIDE), (TYPES, ASIDE_TYPES)):
        counts |= Counter(dict(await session.rows(text, {"aside": list(aside)})))
    return Census(await digest(session), counts)


async def wipe(session: Session) -> None:
    """Empties the database but for its keys."""
    await session.run(WIPE)
    if await schema_changes.pending(session):
        await schema_changes.migrate(session)
