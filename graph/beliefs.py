"""What is believed of customers, in the graph: a node each, ABOUT a party, BECAUSE of facts; what holds no more ends and stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from graph.neighbourhoods import HOLDS, KNOWN
from graph.session import Run, Session

KINDS = {"EarlyWarning": HOLDS, "Recommendation": HOLDS, "Standing": KNOWN}
"""What is believed, and of whom."""
HELD = f"""
UNWIND $ids AS id
MATCH (p:Party {{id: id}}) USING INDEX SEEK p:Party(id)
MATCH (p)<-[:ABOUT]-(w:{"|".join(KINDS)}) WHERE w.validTo IS NULL OR w:Standing
RETURN p.id, labels(w)[0], w.id, w.rule, w.about, w.hash, w.standing, w.validTo IS NULL ORDER BY w.validFrom, w.id"""
GONE = """
MATCH (w:{kind}) USING INDEX SEEK w:{kind}(id) WHERE w.id > $after AND w.validTo IS NULL
  AND NOT EXISTS {{ MATCH (w)-[:ABOUT]->(p) WHERE {holds} }}
RETURN w.id ORDER BY w.id LIMIT $most"""
SAY = """
UNWIND $rows AS row
MATCH (p:Party {{id: row.party}}) USING INDEX SEEK p:Party(id)
MERGE (w:{kind} {{id: row.id}})
ON CREATE SET w.recordedAt = $now, w.validFrom = $today
SET w.validTo = null, w.endedAt = null, w += row.said
MERGE (w)-[b:ABOUT]->(p)
ON CREATE SET b.recordId = row.record
SET b.validFrom = row.from, b.validTo = row.to
RETURN count(*)"""
BECAUSE = """
UNWIND $rows AS row
MATCH (w:{kind} {{id: row.belief}}) USING INDEX SEEK w:{kind}(id)
MATCH (f:{label} {{id: row.id}}) USING INDEX SEEK f:{label}(id)
MERGE (w)-[b:BECAUSE {{kind: row.kind}}]->(f)
SET b.contribution = row.contribution
RETURN count(*)"""
FOR = """
UNWIND $rows AS row
MATCH (w:{kind} {{id: row.id}}) USING INDEX SEEK w:{kind}(id)
MATCH (d:Product {{code: row.product}}) USING INDEX SEEK d:Product(code)
MERGE (w)-[:FOR]->(d)"""
END = """
UNWIND $ids AS id
MATCH (w:{kind} {{id: id}}) USING INDEX SEEK w:{kind}(id) WHERE w.validTo IS NULL
SET w.validTo = $today, w.endedAt = $now
WITH w MATCH (w)-[b:ABOUT]->() WHERE b.validFrom IS NOT NULL
SET b.validTo = $today"""
LABELS = (
    "Account", "Event", "Institution", "Interaction", "MonthlyFlow", "Opportunity", "Party", "ServiceRequest", "Survey",
    "Transaction",
)  # fmt: skip
"""What it can rest on."""
SIGN = "SIGN"
"""In place of a reason: the sign itself rests on it."""


@dataclass(frozen=True, slots=True)
class Because:
    """What something believed rests on: `kind` is a reason's, or SIGN."""

    belief: str
    kind: str
    label: str
    id: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Said:
    """What is to hold, of a kind; `said` are its properties, `record` the smallest of its party's, by which it goes along,
    `product` the code of what is offered; what can be asked for as of a day has the one on which it began, and on which it
    ended."""

    kind: str
    id: str
    party: str
    record: str
    said: dict[str, Any]
    because: Sequence[Because]
    product: str | None = None
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What holds; of standings, what held before, too."""

    party: str
    kind: str
    id: str
    rule: str
    about: str
    hash: str
    standing: str | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written, and what ends: of which kind, with which id."""

    said: list[Said] = field(default_factory=list[Said])
    ended: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def __bool__(self) -> bool:
        return bool(self.said or self.ended)


async def held(session: Session, ids: Sequence[str]) -> list[Held]:
    """All that hold of these parties."""
    return [Held(*row) for row in await session.rows(HELD, {"ids": list(ids)})]


async def gone(session: Session, kind: str, today: date, after: str, most: int) -> list[str]:
    """Some of a kind that hold about somebody of whom it is believed no more, by their ids, after this one."""
    text = GONE.format(kind=kind, holds=KINDS[kind])
    return [id_ for (id_,) in await session.rows(text, {"today": today, "after": after, "most": most})]


async def write(run: Run, change: Change, today: date, now: datetime) -> None:
    """Done twice it changes nothing more."""
    for kind in KINDS:
        said = [each for each in change.said if each.kind == kind]
        if ended := [id_ for of, id_ in change.ended if of == kind]:
            await run(END.format(kind=kind), {"ids": ended, "today": today, "now": now})
        if not said:
            continue
        rows = [
            {"id": each.id, "party": each.party, "record": each.record, "said": each.said, "from": each.begins, "to": each.ends}
            for each in said
        ]
        await run(SAY.format(kind=kind), {"rows": rows, "today": today, "now": now})
        if offered := [{"id": each.id, "product": each.product} for each in said if each.product]:
            await run(FOR.format(kind=kind), {"rows": offered})
        because = [one for each in said for one in each.because]
        for label in LABELS:
            if there := list(_rows(because, label)):
                await run(BECAUSE.format(kind=kind, label=label), {"rows": there})


def _rows(because: Iterable[Because], label: str) -> Iterable[dict[str, Any]]:
    return (
        {"belief": each.belief, "kind": each.kind, "id": each.id, "contribution": each.contribution}
        for each in because
        if each.label == label
    )
