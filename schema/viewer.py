"""Who asks."""

import strawberry
from strawberry.types import Info

from resolvers.context import Context
from runtime.errors import NotAuthenticated
from schema.enums import CallerRole
from schema.scalars import DateTime


@strawberry.type(description="Who asks, and what they may see.")
class Viewer:
    subject: str = strawberry.field(description="Who, as the token says.")
    role: CallerRole = strawberry.field(description="In which role.")
    org: str = strawberry.field(description="The part of the organisation that is theirs.")
    sees_all: bool = strawberry.field(description="Whether every unit is visible to them.")
    units: int = strawberry.field(description="How many units are theirs.")
    expires: DateTime = strawberry.field(description="When the token ends.")


def viewer(info: Info[Context, None]) -> Viewer:
    """Raises NotAuthenticated where nobody is known."""
    context = info.context
    if context.caller is None:
        raise NotAuthenticated("Nobody is known to ask: send a token.")
    caller = context.caller
    expires = DateTime(caller.expires)
    return Viewer(
        subject=caller.subject,
        role=caller.role,
        org=caller.org,
        sees_all=context.view.whole,
        units=len(context.scope) - 1,
        expires=expires,
    )
