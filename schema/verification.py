"""What is to be verified again."""

from enum import Enum
from typing import Annotated, cast

import strawberry
from strawberry.types import Info

from graph import verification
from resolvers.changes.change import steward
from resolvers.context import Context
from runtime.errors import BadQuestion
from schema.scalars import Date

MOST = 500


@strawberry.enum(description="Why a party is to be verified again.")
class DueWhy(Enum):
    EXPIRED = strawberry.enum_value("EXPIRED", description="The document has expired, and no silo has seen a newer one.")
    TOO_OLD = strawberry.enum_value("TOO_OLD", description="No silo has seen a document of it within C360_REVERIFY_DAYS.")


@strawberry.type(description="A party that is to be verified again.")
class Reverification:
    party_id: str = strawberry.field(description="The party's own id.")
    why: DueWhy = strawberry.field(description="Why.")
    document: str = strawberry.field(description="What kind of document was seen.")
    record_id: str = strawberry.field(description="The record whose silo has seen it.")
    since: Date = strawberry.field(description="The day on which it expired, or from which on the silo says that it has seen it.")


FIRST = strawberry.argument(description=f"How many, at most {MOST}.")


async def reverifications(info: Info[Context, None], first: Annotated[int, FIRST] = 20) -> list[Reverification]:
    """Raises NotPermitted, BadQuestion."""
    context = info.context
    steward(context)
    if not 0 <= first <= MOST:
        raise BadQuestion(f"first must be between 0 and {MOST} at reverifications.")
    found = await verification.due(context.graph, context.today, context.reverify_days, first)
    return [
        Reverification(
            party_id=each.party, why=DueWhy(each.why), document=each.document, record_id=each.record, since=cast(Date, each.since)
        )
        for each in found
    ]
