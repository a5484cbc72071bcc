"""Where a stream begins: what is told again whenever it changes."""

from collections.abc import AsyncGenerator
from typing import Annotated, Any

import strawberry
from strawberry.types import Info

from graph.identity import global_id, named
from graph.progress import Watches
from resolvers.context import Context
from runtime.errors import BadQuestion, NotPermitted
from schema.lineage import OPERATIONS, PassState
from schema.scalars import DateTime


@strawberry.type(description="How far a pass is at one moment.")
class PassProgress:
    id: strawberry.ID = strawberry.field(description="The pass's global id.")
    pass_id: str = strawberry.field(description="Its own id, as `c360 pass` takes it.")
    source: str = strawberry.field(description="The silo.")
    state: PassState = strawberry.field(description="How far it came; the last one told is not RUNNING.")
    dead: bool = strawberry.field(
        description="Whether it is RUNNING and has shown no sign of life for a minute: its process has died."
    )
    stage: str | None = strawberry.field(description="What it is at: match, load, link, relate, sweep, name, place, sum.")
    done: int | None = strawberry.field(description="How much of the stage is done.")
    total: int | None = strawberry.field(description="… of how much.")
    rows_read: int | None = strawberry.field(description="Rows in; counts are known once it has ended.")
    rows_accepted: int | None = strawberry.field(description="Rows that became records.")
    rows_quarantined: int | None = strawberry.field(description="Rows that were set apart, each with its reason.")
    rows_refused: int | None = strawberry.field(description="Rows of a delivery that was refused as a whole.")
    created: int | None = strawberry.field(description="Records that were not known before.")
    changed: int | None = strawberry.field(description="Records that said something else.")
    ended: int | None = strawberry.field(description="What held before and holds no more.")
    unchanged: int | None = strawberry.field(description="Records that said what was known.")
    started_at: DateTime = strawberry.field(description="When it began.")
    ended_at: DateTime | None = strawberry.field(description="When it ended.")

    @classmethod
    def of(cls, row: dict[str, Any]) -> "PassProgress":
        return cls(
            id=strawberry.ID(global_id("Pass:", row["id"])), pass_id=row["id"], source=row["source"], state=PassState(row["state"]),
            dead=row["dead"], stage=row["stage"] or None, done=row["stageDone"], total=row["stageTotal"] or None,
            rows_read=row["rowsRead"], rows_accepted=row["rowsAccepted"], rows_quarantined=row["rowsQuarantined"],
            rows_refused=row["rowsRefused"], created=row["new"], changed=row["changed"], ended=row["ended"],
            unchanged=row["unchanged"], started_at=row["startedAt"], ended_at=row["endedAt"],
        )  # fmt: skip


PASS = strawberry.argument(description="The pass's global id, or its own.")


async def _pass_progress(
    info: Info[Context, None], id: Annotated[strawberry.ID, PASS]
) -> AsyncGenerator[PassProgress, None]:
    """Raises NotPermitted, BadQuestion, GraphUnavailable before anything is told."""
    context = info.context
    if context.view.decide(OPERATIONS.tag) != "show":
        raise NotPermitted("Passes are told to the bank's own staff.")
    type_, key = named(str(id))
    watches = context.watches or Watches(context.graph)
    rows = await watches.begin(key) if type_ in (None, "Pass") else None
    context.statements += 1
    if rows is None:
        raise BadQuestion("There is no pass with this id: `passes` lists those there are.")
    return _told(rows)


async def _told(rows: AsyncGenerator[dict[str, Any]]) -> AsyncGenerator[PassProgress, None]:
    try:
        async for row in rows:
            yield PassProgress.of(row)
    finally:
        await rows.aclose()


@strawberry.type(description="All that can be listened to.")
class Subscription:
    pass_progress: AsyncGenerator[PassProgress, None] = strawberry.subscription(
        resolver=_pass_progress,
        description="How far a pass is, told whenever that changes, until it has ended; of one that has ended, once.",
    )
