"""The secret that signs tokens: a setting, or made once and kept where only its owner reads it."""

import os
import secrets
from pathlib import Path

from runtime.errors import NotConfigured
from runtime.home import opened, writing
from runtime.settings import Settings

SHORTEST = 32


def secret_of(settings: Settings) -> str:
    """Raises NotConfigured for a secret that is too short to sign with or can't be kept, NoSpace."""
    configured = settings.token_secret
    return secret(opened(settings.home), configured.get_secret_value() if configured else None)


def secret(home: Path, configured: str | None) -> str:
    """Raises NotConfigured for a secret that is too short to sign with or can't be kept, NoSpace."""
    if configured is not None:
        if len(configured) < SHORTEST:
            raise NotConfigured(f"C360_TOKEN_SECRET is too short: give it {SHORTEST} characters or more.")
        return configured
    path = home / "secret"
    if not path.exists():
        with writing(home):
            _make(path)
    kept = path.read_text()
    if len(kept) < SHORTEST:
        raise NotConfigured(f"{path} holds no whole secret: take it away, and another is made.")
    return kept


def _make(path: Path) -> None:
    """Under its name when it is whole; of two processes that make one the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        _name(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def _name(fresh: Path, path: Path) -> None:
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        fresh.replace(path)
