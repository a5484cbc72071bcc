"""The bank's organisation, as scopes are made of it."""

from graph.session import Session

UNITS = "MATCH (u:OrgUnit) RETURN u.id, u.path ORDER BY u.path, u.id"


async def units(session: Session) -> list[tuple[str, str]]:
    """Every unit as (id, path). Raises GraphUnavailable."""
    return [(str(id_), str(path)) for id_, path in await session.rows(UNITS)]
