"""From a place in the organisation to the units below it: the scope that every statement carries."""

from collections.abc import Iterable

PUBLIC = "PUBLIC"


def units_below(org: str, units: Iterable[tuple[str, str]]) -> list[str]:
    """The ids of the units at or below a path, and PUBLIC; `units` are (id, path). Sorted."""
    below = {unit for unit, path in units if path == org or path.startswith(f"{org}/")}
    return sorted(below | {PUBLIC})
