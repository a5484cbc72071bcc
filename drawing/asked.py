"""The picture of a company's stakeholder map, asked as head office asks."""

from datetime import UTC, date, datetime
from typing import Any

from access.caller import Caller, CallerRole
from access.policy import HEAD_OFFICE, policy_of
from access.scope import units_below
from drawing.picture import draw
from graph.session import Session
from graph.units import units
from resolvers.context import Context
from runtime.errors import BadQuestion, PlatformError
from schema.assembled import serving

SAID = "{ system evidence saidBy saidOn since }"
MAP = f"""query($company: ID!, $on: Date, $opportunity: ID, $depth: Int!, $first: Int!) {{
  stakeholderMap(company: $company, asOf: $on, opportunity: $opportunity, depth: $depth, first: $first) {{
    company {{ name }} companyId peopleCount isWhole
    nodes {{ id kind name level roles offices stance influence current desired stanceSaid {SAID} coverageSaid {SAID} }}
    edges {{ kind fromId toId role opportunityId office function shareMin shareMax how said {SAID} }} }} }}"""


async def drawn(
    graph: Session, today: date, company: str, on: date | None, opportunity: str | None, depth: int, first: int, *, zh: bool
) -> str:
    """As SVG. Raises what `stakeholderMap` raises."""
    caller = Caller("c360 map", CallerRole.BANKER, HEAD_OFFICE, datetime.max.replace(tzinfo=UTC))
    context = Context(graph, policy_of(caller), units_below(HEAD_OFFICE, await units(graph)), today, caller)
    asked: dict[str, Any] = {
        "company": company, "on": on and on.isoformat(), "opportunity": opportunity, "depth": depth, "first": first,
    }  # fmt: skip
    told = await serving().execute(MAP, asked, context)
    for error in told.errors or []:
        fault = error.original_error
        raise fault if isinstance(fault, PlatformError) else BadQuestion(error.message)
    assert told.data
    return draw(told.data["stakeholderMap"], zh=zh, on=(on or today).isoformat()).svg
