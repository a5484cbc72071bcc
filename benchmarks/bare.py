"""The official driver alone: what every way to answer is measured against."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, LiteralString, cast

from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase, NotificationMinimumSeverity

from runtime.settings import Settings


class Bare:
    """One auto-commit read, one record, one value; nothing around it."""

    def __init__(self, driver: AsyncDriver, database: str) -> None:
        self._driver = driver
        self._database = database

    async def read(self, text: str, params: Mapping[str, Any]) -> Any:
        opened = self._driver.session(database=self._database, default_access_mode=READ_ACCESS)  # pyright: ignore[reportUnknownMemberType]
        async with opened as session:
            result = await session.run(cast(LiteralString, text), dict(params))
            record = await result.single()
        return record[0] if record else None


@asynccontextmanager
async def bare(settings: Settings) -> AsyncGenerator[Bare]:
    """With what the driver's documentation advises: the database named, no notifications, no telemetry."""
    driver = AsyncGraphDatabase.driver(  # pyright: ignore[reportUnknownMemberType]
        settings.neo4j_uri or "",
        auth=(settings.neo4j_user, settings.neo4j_password.get_secret_value()),
        notifications_min_severity=NotificationMinimumSeverity.OFF,
        telemetry_disabled=True,
    )
    async with driver:
        yield Bare(driver, settings.neo4j_database)
