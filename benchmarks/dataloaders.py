"""Serves the measured questions the usual way, for the same tokens and within the same scope: a banker's, below head office.

By Strawberry's own ASGI view. Run as a program it serves the graph at NEO4J_URI on C360_PORT.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import uvicorn
from cross_web import HTTPException
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL

from access import caller as callers
from access.caller import CallerRole
from access.organisation import Organisation
from access.policy import Policy, policy_of
from benchmarks.ordinary import SCHEMA
from benchmarks.relations import Loaders
from graph.session import Session, connect
from graph.units import units
from runtime.errors import NotAuthenticated, NotConfigured
from runtime.settings import Settings

SERVED = Policy(CallerRole.BANKER, whole=False)


class Door(GraphQL[Loaders, None]):
    """Strawberry's view, with who asks and what they may see in the context."""

    def __init__(self, graph: Session, secret: str, timezone: ZoneInfo) -> None:
        super().__init__(SCHEMA)
        self.graph = graph
        self.secret = secret
        self.timezone = timezone
        self.organisation = Organisation(lambda: units(graph))

    async def get_context(self, request: Any, response: Any) -> Loaders:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            caller = callers.read(token.strip() if kind.lower() == "bearer" else "", self.secret)
        except NotAuthenticated as fault:
            raise HTTPException(401, str(fault)) from None
        if policy_of(caller) != SERVED:
            raise HTTPException(403, "Only bankers below head office are served here.")
        scope = await self.organisation.scope(caller.org)
        return Loaders(self.graph, scope, datetime.now(self.timezone).date())


def application(settings: Settings, secret: str) -> Starlette:
    """The ASGI application; it closes its connections when it stops."""
    if settings.neo4j_uri is None:
        raise NotConfigured("NEO4J_URI is not set.")
    password = settings.neo4j_password.get_secret_value()
    graph = connect(settings.neo4j_uri, settings.neo4j_user, password, settings.neo4j_database, pool_size=settings.pool_size)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        yield
        await graph.close()

    door = Door(graph, secret, ZoneInfo(settings.timezone))
    return Starlette(routes=[Route("/graphql", door)], lifespan=lifespan)


def main() -> None:
    settings = Settings.from_env(os.environ)
    if settings.token_secret is None:
        raise NotConfigured("C360_TOKEN_SECRET is not set.")
    app = application(settings, settings.token_secret.get_secret_value())
    uvicorn.run(app, host=settings.host, port=settings.port, loop="uvloop", http="httptools", log_config=None, access_log=False)


if __name__ == "__main__":
    main()
