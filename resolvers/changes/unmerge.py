"""What was merged is parted: the party that went into another comes back, with all that its records said."""

from graph import judgements, retired, tasks
from graph.changes import Mistake
from graph.judgements import Verdict
from graph.ledger import instant
from graph.session import Run
from resolvers.changes.change import Changed, carried_out, steward, wrong_words
from resolvers.context import Context


async def unmerge(context: Context, key: str, party: str, why: str) -> Changed:
    """`party` is the id that was retired. The id of the task on the records that are judged to be two: the one that the party was
    made for, and that of the party it went into. The parties follow as after `judge_match`."""
    caller, reason, now = steward(context), why.strip(), instant()
    if mistake := wrong_words("why", reason):
        return Changed(None, (mistake,))

    async def work(run: Run) -> str | Mistake:
        found = await retired.merged(run, party)
        if found is None:
            return Mistake("party", "NOT_FOUND", "No party has or had this id: name one that went into another.")
        if found.records is None:
            return Mistake("party", "NOT_MERGED", f"{party} did not go into another party: name the id that did.")
        await judgements.judge(run, *found.records, Verdict.NOT_SAME, why=reason, by=caller.subject, now=now)
        return tasks.task_id(*found.records)

    return await carried_out(context, caller, "unmerge", key, {"party": party, "why": reason}, work)
