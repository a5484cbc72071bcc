"""How far the cursor of each table has come: dlt's own state of a resource."""

from typing import Any

import dlt

from ingest.cursors import Cursor

LAST = "last"


def lasts(pipeline: Any) -> dict[str, Any]:
    """How far the cursor of each table has come."""
    sources: dict[str, Any] = pipeline.state.get("sources", {})
    found = [each.get("resources", {}) for each in sources.values()]
    return {name: state[LAST] for resources in found for name, state in resources.items() if LAST in state}


def advance(name: str, cursor: Cursor, values: list[Any]) -> None:
    """The state goes with what was extracted: it is kept when that is, and dropped when the reading is refused."""
    state = dlt.current.resource_state(name)
    latest = cursor.latest([*values, state.get(LAST)])
    if latest is not None:
        state[LAST] = latest
