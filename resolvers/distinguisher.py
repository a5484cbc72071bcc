"""What tells namesakes apart without saying who they are."""

from typing import Any

NEAR = "[this.birthDate.year, COLLECT { MATCH (_u:OrgUnit {id: this.unit}) RETURN _u.name }, right(this.id, 4)]"


def told(near: list[Any] | None) -> str | None:
    """`197x · 长门支行 · …8KQ2`: decade of birth, home unit, end of the party's id; null where it is withheld."""
    if near is None:
        return None
    year, units, tail = near
    parts = [f"{year // 10}x" if year else "", *units[:1], f"…{tail}"]
    return " · ".join(part for part in parts if part)
