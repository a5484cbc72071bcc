"""What contradicts what in a buying centre."""

from collections.abc import Iterable

from graph.by_hand import Line

# Which parts one person cannot play at once in the same business, and where they cannot stand who play them.
NOT_TOGETHER = {"BLOCKER": ("CHAMPION", "COACH"), "CHAMPION": ("BLOCKER",), "COACH": ("BLOCKER",)}
NOT_STANDING = {"CHAMPION": "OPPOSE", "COACH": "OPPOSE", "BLOCKER": "SUPPORT"}


def contradicted(role: str, now: Iterable[Line], opportunity: str | None) -> str | None:
    """What of a person, in the same business, a part cannot go with: another part, or where they stand; None where nothing is."""
    for line in now:
        if line.said.get("opportunity") != opportunity or line.type == "CONTACT_AT":
            continue
        if line.said.get("role") in NOT_TOGETHER.get(role, ()):
            return str(line.said["role"])
        if line.type == "TAKES_STANCE" and line.said["stance"] == NOT_STANDING.get(role):
            return str(line.said["stance"])
    return None


def contradicted_by_part(stance: str, now: Iterable[Line], opportunity: str | None) -> str | None:
    """The part that cannot be played by who stands so, in the same business."""
    roles = (line.said["role"] for line in now if line.type == "DECIDES_FOR" and line.said.get("opportunity") == opportunity)
    return next((str(role) for role in roles if NOT_STANDING.get(role) == stance), None)
