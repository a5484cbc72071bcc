"""What stewards judge of two records: every judgement is kept, and of those on one pair the latest stands."""

from datetime import datetime
from enum import StrEnum

from graph.session import Run, Session

# Side by side with another judgement of the same records the later one knows the earlier.
JUDGE = """
MATCH (a:SourceRecord {id: $one}) USING INDEX SEEK a:SourceRecord(id)
MATCH (b:SourceRecord {id: $other}) USING INDEX SEEK b:SourceRecord(id)
SET a:SourceRecord
WITH a, b
OPTIONAL MATCH (a)-[j:JUDGED]->(b) WHERE j.at < $now
WITH a, b, j.verdict AS earlier ORDER BY j.at DESC LIMIT 1
MERGE (a)-[:JUDGED {verdict: $verdict, why: $why, by: $by, at: $now}]->(b)
RETURN earlier"""
ALL = """
MATCH (a:SourceRecord)-[j:JUDGED]->(b)
RETURN a.id, b.id, j.verdict ORDER BY j.at, a.id, b.id"""


class Verdict(StrEnum):
    """UNSURE takes back what was judged before."""

    SAME = "SAME"
    NOT_SAME = "NOT_SAME"
    UNSURE = "UNSURE"


async def judge(run: Run, one: str, other: str, verdict: Verdict, *, why: str, by: str, now: datetime) -> Verdict | None:
    """Of two records that are there; what was judged of them before."""
    a, b = sorted((one, other))
    params = {"one": a, "other": b, "verdict": verdict.value, "why": why, "by": by, "now": now}
    ((earlier,),) = await run(JUDGE, params)
    return Verdict(earlier) if earlier else None


async def standing(session: Session) -> list[tuple[str, str, Verdict]]:
    """The latest judgement of each pair, in the order in which they were given."""
    newest = dict[tuple[str, str], Verdict]()
    for one, other, verdict in await session.rows(ALL):
        newest.pop((one, other), None)
        newest[one, other] = Verdict(verdict)
    return [(one, other, verdict) for (one, other), verdict in newest.items()]
