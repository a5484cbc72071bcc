"""What stewards are asked: two records that may be of one party, what speaks for it, and what a wrong answer would cost."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from graph.money import EXPONENTS
from graph.session import Run, Session
from graph.statement.template import current
from runtime.batched import batched

AT_ONCE = 1_000
OWNED = ("OWNER", "JOINT", "CO_BORROWER")
"""In which roles an account is somebody's own."""

PUT = """
UNWIND $rows AS row
MATCH (a:SourceRecord {id: row.one}) USING INDEX SEEK a:SourceRecord(id)
MATCH (b:SourceRecord {id: row.other}) USING INDEX SEEK b:SourceRecord(id)
MERGE (t:MatchTask {id: row.id})
ON CREATE SET t.kind = a.kind, t.askedAt = $now
MERGE (t)-[:ONE]->(a)
MERGE (t)-[:OTHER]->(b)
SET t += row.said
RETURN count(*)"""
# What the newest word on a pair makes of its task. Only what waits has a cost, so that a list by it holds what waits alone;
# what nobody has judged and nothing asks about any more is gone.
STAND = current("""
UNWIND $ids AS id
MATCH (t:MatchTask {id: id}) USING INDEX SEEK t:MatchTask(id)
SET t:MatchTask
WITH t
MATCH (t)-[:ONE]->(a)
MATCH (t)-[:OTHER]->(b)
WITH t, COLLECT { MATCH (a)-[j:JUDGED]->(b) RETURN j.verdict ORDER BY j.at DESC LIMIT 2 } AS said,
  EXISTS { (a)-[:RESEMBLES]->(b) } AS asked,
  COLLECT {
    MATCH (t)-[:ONE|OTHER]->()-[:DESCRIBES]->()-[h:HOLDS]->(account) WHERE h.role IN $owned AND current(h)
    WITH DISTINCT account
    RETURN abs(coalesce(account.balance, account.lastBalance, 0)) / 10.0 ^ coalesce($decimals[account.currency], 2)
  } AS held
WITH t, said, held, CASE WHEN said[0] IN ['SAME', 'NOT_SAME'] THEN 'JUDGED' WHEN asked THEN 'WAITING'
  WHEN said[0] = 'UNSURE' THEN 'WITHDRAWN' END AS state
WITH t, said, state, reduce(cost = toFloat(size(held)), each IN held | cost + each) AS cost
WITH t, said, state, cost, CASE WHEN cost > 0 THEN 10.0 ^ floor(log10(cost)) ELSE 1.0 END AS unit
SET t.verdict = said[0], t.verdictBefore = said[1], t.state = state,
  t.cost = CASE state WHEN 'WAITING' THEN round(cost / unit) * unit END
FOREACH (_ IN CASE WHEN state IS NULL THEN [1] ELSE [] END | DETACH DELETE t)""")
WAITING = "MATCH (t:MatchTask) WHERE t.cost IS NOT NULL RETURN t.id ORDER BY t.id"
PAIR = """
UNWIND $ids AS id
OPTIONAL MATCH (r:SourceRecord {id: id}) USING INDEX SEEK r:SourceRecord(id)
RETURN id, r.kind"""


def task_id(one: str, other: str) -> str:
    """Of two records, whichever is named first."""
    return "|".join(sorted((one, other)))


async def put(run: Run, asked: Mapping[tuple[str, str], Mapping[str, Any]], now: datetime) -> None:
    """What is told of pairs of records (the smaller id first), as properties of their tasks; `stand` follows."""
    rows = [{"id": task_id(*pair), "one": pair[0], "other": pair[1], "said": dict(told)} for pair, told in asked.items()]
    await run(PUT, {"rows": rows, "now": now})


async def stand(run: Run, pairs: Sequence[tuple[str, str]], today: date) -> None:
    """Works out anew how the tasks on these pairs stand and what a wrong answer would cost: all that the parties of both records
    have and owe, in units of each account's own currency, and one more for each account; to one digit, for whoever sees both
    parties need not see all of their accounts."""
    await run(STAND, _of([task_id(*pair) for pair in pairs], today))


async def valued(session: Session, today: date) -> None:
    """Works out anew what each waiting task would cost: balances change without it."""
    ids = [id_ for (id_,) in await session.rows(WAITING)]
    for part in batched(ids, AT_ONCE):
        await session.write(STAND, _of(part, today))


def _of(ids: Sequence[str], today: date) -> dict[str, Any]:
    return {"ids": list(ids), "owned": list(OWNED), "decimals": EXPONENTS, "today": today}


async def kinds(run: Run, records: Sequence[str]) -> dict[str, str | None]:
    """PERSON or COMPANY; None where there is no such record."""
    return {id_: kind for id_, kind in await run(PAIR, {"ids": list(records)})}  # noqa: C416 - rows are lists
