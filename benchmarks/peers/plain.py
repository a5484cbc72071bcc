"""A bare application: the compiled way to answer behind a Starlette route, without tokens, limits, masking or a line in the log.

What the gateway adds to this is what its manners cost. Run as a program it serves the graph at NEO4J_URI on C360_PORT, in the
scope of the place in BENCH_ORG.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from access.caller import CallerRole
from access.policy import Policy
from access.scope import units_below
from graph.session import connect
from graph.units import units
from resolvers.context import Context
from runtime.settings import Settings
from schema.assembled import serving


def application(settings: Settings, org: str) -> Starlette:
    """Like the gateway's, and nothing but answers."""
    password = settings.neo4j_password.get_secret_value()
    graph = connect(settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database, pool_size=settings.pool_size)
    schema, scope = serving(), list[str]()
    view, timezone = Policy(CallerRole.BANKER, whole=False), ZoneInfo(settings.timezone)

    async def graphql(request: Request) -> Response:
        asked: dict[str, Any] = orjson.loads(await request.body())
        context = Context(graph, view, scope, datetime.now(timezone).date())
        result = await schema.execute(asked["query"], asked.get("variables"), context)
        shown: dict[str, Any] = {"data": result.data}
        if result.errors:
            shown["errors"] = [error.formatted for error in result.errors]
        return Response(orjson.dumps(shown), media_type="application/json")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        scope.extend(units_below(org, await units(graph)))
        yield
        await graph.close()

    return Starlette(routes=[Route("/graphql", graphql, methods=["POST"])], lifespan=lifespan)


def main() -> None:
    settings = Settings.from_env(os.environ)
    app = application(settings, os.environ["BENCH_ORG"])
    uvicorn.run(app, host=settings.host, port=settings.port, loop="uvloop", http="httptools", log_config=None, access_log=False)


if __name__ == "__main__":
    main()
