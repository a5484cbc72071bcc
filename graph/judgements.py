"""What stewards judge of two records: every judgement is kept, and of those on one pair the latest stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph import tasks
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
# Judgements are never taken away, so their number tells whether there are new ones: that of a type is known without counting.
NUMBER = "MATCH ()-[j:JUDGED]->() RETURN count(j)"
FOLLOWED = "MATCH (m:Mark {name: 'judgements'}) RETURN m.number"
FOLLOW = """
MERGE (m:Mark {name: 'judgements'})
SET m.number = $number, m.at = $now, m.contradictions = $contradictions
RETURN true"""

OF_RECORDS = """
UNWIND $ids AS id
MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
MATCH (r)-[j:JUDGED]-()
WITH DISTINCT j ORDER BY j.at
RETURN startNode(j).id, endNode(j).id, j.verdict, j.why, j.by, j.at"""


class Verdict(StrEnum):
    """UNSURE takes back what was judged before."""

    SAME = "SAME"
    NOT_SAME = "NOT_SAME"
    UNSURE = "UNSURE"


_SAID = {Verdict.SAME: "to be one", Verdict.NOT_SAME: "not to be one", Verdict.UNSURE: "not to be sure any more"}


@dataclass(frozen=True, slots=True)
class Given:
    """A judgement as it was given of two records, the smaller id first."""

    one: str
    other: str
    verdict: Verdict
    why: str
    by: str
    at: datetime

    def words(self) -> str:
        """As a person reads it."""
        when = f"{self.at:%Y-%m-%d %H:%M} UTC"
        return f"a steward judged {self.one} and {self.other} {_SAID[self.verdict]}: {self.by}, {when}: {self.why}"


async def judge(run: Run, one: str, other: str, verdict: Verdict, *, why: str, by: str, now: datetime) -> Verdict | None:
    """Of two records that are there; what was judged of them before. Their task stands as the judgement has it."""
    a, b = sorted((one, other))
    params = {"one": a, "other": b, "verdict": verdict.value, "why": why, "by": by, "now": now}
    ((earlier,),) = await run(JUDGE, params)
    await tasks.put(run, {(a, b): {}}, now)
    await tasks.stand(run, [(a, b)], now.date())
    return Verdict(earlier) if earlier else None


async def standing(session: Session) -> list[tuple[str, str, Verdict]]:
    """The latest judgement of each pair, in the order in which they were given."""
    newest = dict[tuple[str, str], Verdict]()
    for one, other, verdict in await session.rows(ALL):
        newest.pop((one, other), None)
        newest[one, other] = Verdict(verdict)
    return [(one, other, verdict) for (one, other), verdict in newest.items()]


async def given(session: Session, records: Sequence[str]) -> list[Given]:
    """All judgements of any of these records, in the order in which they were given."""
    found = await session.rows(OF_RECORDS, {"ids": list(records)})
    return [Given(one, other, Verdict(verdict), why, by, at.to_native()) for one, other, verdict, why, by, at in found]


def that_stand(judgements: Iterable[Given]) -> list[Given]:
    """Of those on one pair the latest, unless it took back what was judged; in the order in which they were given."""
    newest = dict[tuple[str, str], Given]()
    for each in judgements:
        newest.pop((each.one, each.other), None)
        newest[each.one, each.other] = each
    return [each for each in newest.values() if each.verdict is not Verdict.UNSURE]


async def unfollowed(session: Session) -> tuple[int, bool]:
    """How many judgements there are, and whether some came after the last resolution that has followed all."""
    ((number,),) = await session.rows(NUMBER)
    followed = await session.rows(FOLLOWED)
    return number, number != (followed[0][0] if followed else 0)


async def was_followed(session: Session) -> bool:
    """Whether a resolution has ever followed all judgements there were, if only none."""
    return bool(await session.rows(FOLLOWED))


async def follow(session: Session, number: int, contradictions: Sequence[str], now: datetime) -> None:
    """Notes that a resolution has followed so many judgements, and those that do not hold, in words."""
    await session.write(FOLLOW, {"number": number, "contradictions": list(contradictions), "now": now})
