"""A row in quarantine is asked to be driven again, as it was or mended."""

from collections.abc import Mapping

from graph import quarantine
from graph.changes import Mistake
from graph.session import Run
from resolvers.changes.change import MASK, Changed, carried_out, steward
from resolvers.context import Context
from runtime.forbidden import is_forbidden


async def redrive_row(context: Context, key: str, row: str, mended: Mapping[str, str]) -> Changed:
    """`row` is its id in the graph. What is asked for is driven by the next `c360 redrive` where the row is kept."""
    caller = steward(context)
    wrong = next((_wrong(name, value) for name, value in mended.items() if _wrong(name, value)), None)
    if wrong:
        return Changed(None, (wrong,))

    async def work(run: Run) -> str | Mistake:
        state = await quarantine.request(run, row, mended, caller.subject)
        if state is None:
            return Mistake("row", "NOT_FOUND", "There is no such row in quarantine.")
        if state not in quarantine.WAITS:
            return Mistake("row", "NOT_WAITING", f"The row waits no more: it is {state}.")
        return row

    return await carried_out(context, caller, "redriveRow", key, {"row": row, "mended": dict(mended)}, work)


def _wrong(name: str, value: str) -> Mistake | None:
    if is_forbidden(name):
        return Mistake("mended", "FORBIDDEN_FIELD", f"{name} must not be kept: passwords, PINs and card codes stay where they are.")
    if MASK in value:
        return Mistake("mended", "MASKED_VALUE", f"The value of {name} is masked: send what it really is, or leave it out.")
    return None
