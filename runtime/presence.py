"""A demo tells the other commands of the same home how its engines are reached, for as long as it runs."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


class Presence(BaseModel):
    """What another process of the same user needs; kept where only its owner reads it."""

    model_config = ConfigDict(frozen=True)

    pid: int
    neo4j_uri: str
    neo4j_user: str
    neo4j_password: str
    redis_url: str


@contextmanager
def told(home: Path, presence: Presence) -> Generator[None]:
    """There within the block, gone after it."""
    path = home / "running.json"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(presence.model_dump_json())
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def found(home: Path) -> Presence | None:
    """The demo that runs on this home, if one does."""
    try:
        presence = Presence.model_validate_json((home / "running.json").read_text())
        os.kill(presence.pid, 0)
    except (OSError, ValidationError):
        return None
    return presence
