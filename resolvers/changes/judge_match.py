"""Two records are judged to be of one party, or of two, or what was judged of them is taken back."""

from graph import judgements, tasks
from graph.changes import Mistake
from graph.judgements import Verdict
from graph.ledger import instant
from graph.session import Run
from resolvers.changes.change import Changed, carried_out, steward, wrong_words
from resolvers.context import Context


async def judge_match(context: Context, key: str, one: str, other: str, verdict: Verdict, why: str) -> Changed:
    """The id of the task on both records. The parties follow when the worker, or `c360 resolve`, has matched again."""
    caller = steward(context)
    reason = why.strip()
    if mistake := wrong_words("why", reason) or (_same_record() if one == other else None):
        return Changed(None, (mistake,))

    now = instant()

    async def work(run: Run) -> str | Mistake:
        if mistake := await _wrong_pair(run, one, other):
            return mistake
        await judgements.judge(run, one, other, verdict, why=reason, by=caller.subject, now=now)
        return tasks.task_id(one, other)

    sent = {"pair": tasks.task_id(one, other), "verdict": verdict.value, "why": reason}
    return await carried_out(context, caller, "judgeMatch", key, sent, work)


def _same_record() -> Mistake:
    return Mistake("other", "SAME_RECORD", "Both are one record: name two.")


async def _wrong_pair(run: Run, one: str, other: str) -> Mistake | None:
    kinds = await tasks.kinds(run, [one, other])
    for field, record in (("one", one), ("other", other)):
        if kinds.get(record) is None:
            return Mistake(field, "NOT_FOUND", "There is no such record: name it by its global id, or as core:1000000003.")
    if kinds[one] != kinds[other]:
        return Mistake("other", "NOT_ONE_KIND", "One is a person and the other a company: these are never one party.")
    return None
