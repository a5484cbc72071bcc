"""Early warnings in the graph: one node each, ABOUT a party, BECAUSE of what it rests on; what holds no more ends and stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from graph.neighbourhoods import HOLDS
from graph.session import Run, Session

STANDING = """
UNWIND $ids AS id
MATCH (p:Party {id: id}) USING INDEX SEEK p:Party(id)
MATCH (p)<-[:ABOUT]-(w:EarlyWarning) WHERE w.validTo IS NULL
RETURN p.id, w.id, w.rule, w.about, w.hash"""
GONE = f"""
MATCH (w:EarlyWarning) USING INDEX SEEK w:EarlyWarning(id) WHERE w.id > $after AND w.validTo IS NULL
  AND NOT EXISTS {{ MATCH (w)-[:ABOUT]->(p) WHERE {HOLDS} }}
RETURN w.id ORDER BY w.id LIMIT $most"""
SAY = """
UNWIND $rows AS row
MATCH (p:Party {id: row.party}) USING INDEX SEEK p:Party(id)
MERGE (w:EarlyWarning {id: row.id})
ON CREATE SET w.recordedAt = $now, w.validFrom = $today
SET w += row.said, w.validTo = null, w.endedAt = null
MERGE (w)-[b:ABOUT]->(p)
ON CREATE SET b.recordId = row.record
RETURN count(*)"""
BECAUSE = """
UNWIND $rows AS row
MATCH (w:EarlyWarning {{id: row.warning}}) USING INDEX SEEK w:EarlyWarning(id)
MATCH (f:{label} {{id: row.id}}) USING INDEX SEEK f:{label}(id)
MERGE (w)-[b:BECAUSE {{kind: row.kind}}]->(f)
SET b.contribution = row.contribution
RETURN count(*)"""
END = """
UNWIND $ids AS id
MATCH (w:EarlyWarning {id: id}) USING INDEX SEEK w:EarlyWarning(id) WHERE w.validTo IS NULL
SET w.validTo = $today, w.endedAt = $now"""
LABELS = ("Account", "Event", "Institution", "Interaction", "MonthlyFlow", "Party", "ServiceRequest", "Survey", "Transaction")
"""What a warning can rest on."""
SIGN = "SIGN"
"""In place of a reason: the sign itself rests on it."""


@dataclass(frozen=True, slots=True)
class Because:
    """What a warning rests on: `kind` is a reason's, or SIGN."""

    warning: str
    kind: str
    label: str
    id: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Said:
    """A warning that is to hold; `said` are its properties, `record` the smallest of its party's, by which it goes along."""

    id: str
    party: str
    record: str
    said: dict[str, Any]
    because: Sequence[Because]


@dataclass(frozen=True, slots=True)
class Standing:
    """A warning that holds."""

    party: str
    id: str
    rule: str
    about: str
    hash: str


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written, and the ids of what ends."""

    said: list[Said] = field(default_factory=list[Said])
    ended: list[str] = field(default_factory=list[str])

    def __bool__(self) -> bool:
        return bool(self.said or self.ended)


async def standing(session: Session, ids: Sequence[str]) -> list[Standing]:
    """All that hold of these parties."""
    return [Standing(*row) for row in await session.rows(STANDING, {"ids": list(ids)})]


async def gone(session: Session, today: date, after: str, most: int) -> list[str]:
    """Some that hold about who is no customer any more, by their ids, after this one."""
    return [id_ for (id_,) in await session.rows(GONE, {"today": today, "after": after, "most": most})]


async def write(run: Run, change: Change, today: date, now: datetime) -> None:
    """Done twice it changes nothing more."""
    rows = [{"id": each.id, "party": each.party, "record": each.record, "said": each.said} for each in change.said]
    await run(END, {"ids": change.ended, "today": today, "now": now})
    await run(SAY, {"rows": rows, "today": today, "now": now})
    because = [one for each in change.said for one in each.because]
    for label in LABELS:
        if there := list(_rows(because, label)):
            await run(BECAUSE.format(label=label), {"rows": there})


def _rows(because: Iterable[Because], label: str) -> Iterable[dict[str, Any]]:
    return (
        {"warning": each.warning, "kind": each.kind, "id": each.id, "contribution": each.contribution}
        for each in because
        if each.label == label
    )
