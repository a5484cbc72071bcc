"""The secret that signs tokens: a setting, or made once and kept where only its owner reads it."""

import os
import secrets
from pathlib import Path

from runtime.errors import NotConfigured

SHORTEST = 32


def secret(home: Path, configured: str | None) -> str:
    """Raises NotConfigured for a secret that is too short to sign with."""
    if configured is not None:
        if len(configured) < SHORTEST:
            raise NotConfigured(f"C360_TOKEN_SECRET is too short: give it {SHORTEST} characters or more.")
        return configured
    path = home / "secret"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    except OSError as fault:
        raise NotConfigured(f"{home} cannot be written ({fault.strerror}): set C360_HOME to a folder that can.") from fault
    return path.read_text()
