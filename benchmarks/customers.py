"""Whose 360 view is measured: customers below one place of the bank, whose answers are of the size meant."""

from statistics import median
from typing import Any

from benchmarks.connection import Connection, body
from benchmarks.queries import CANDIDATES, LEAVES, VIEW, leaves
from graph.session import Session
from runtime.errors import NotConfigured

HOMES = "MATCH (p:Party) WHERE p.unit IS NOT NULL MATCH (u:OrgUnit {id: p.unit}) RETURN u.path, count(*)"
LOOKED_AT = 1200
WANTED = 40


async def place(graph: Session, head_office: str) -> str:
    """Below head office, the place with the most customers, so that every statement tests whose they are."""
    found: dict[str, int] = {}
    for path, count in await graph.rows(HOMES):
        steps = str(path).split("/")
        for far in range(1, len(steps) + 1):
            above = "/".join(steps[:far])
            found[above] = found.get(above, 0) + int(count)
    found.pop(head_office, None)
    if not found:
        raise NotConfigured("The graph holds no customers: load some, as with `c360 ingest berka FOLDER`.")
    return min(found, key=lambda path: (-found[path], len(path)))


def chosen(gateway: Connection) -> tuple[list[dict[str, Any]], list[int]]:
    """Variables of the view, and how many values each answer has: those nearest to what is meant."""
    sizes = {party: leaves(gateway.data(body(VIEW, {"id": party}))) for party in _candidates(gateway)}
    nearest = sorted(sizes, key=lambda party: (abs(sizes[party] - LEAVES), party))[:WANTED]
    return [{"id": party} for party in nearest], [sizes[party] for party in nearest]


def told(sizes: list[int]) -> str:
    """`121 (118–124)`: the middle one, and the ends."""
    low, high = min(sizes), max(sizes)
    return f"{median(sizes):.0f}" if low == high else f"{median(sizes):.0f} ({low}–{high})"


def _candidates(gateway: Connection) -> list[str]:
    ids: list[str] = []
    after: str | None = None
    while len(ids) < LOOKED_AT:
        edges = gateway.data(body(CANDIDATES, {"after": after}))["customers"]["edges"]
        if not edges:
            break
        ids += [edge["node"]["id"] for edge in edges]
        after = edges[-1]["cursor"]
    return ids
