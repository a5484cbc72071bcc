"""A real PostgreSQL as an ordinary process, where Debian's package is installed."""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
USER = "postgres"
RUNUSER = shutil.which("runuser") or "/usr/sbin/runuser"  # not on everyone's path


def _as_user(*command: str | Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    return [*((RUNUSER, "-u", USER, "--") if os.geteuid() == 0 else ()), *map(str, command)]


@contextmanager
def postgres(folder: Path) -> Generator[str]:
    """The address of an empty database on a socket in `folder`; a test is skipped without the package, and fails in CI."""
    if not BINARIES:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no PostgreSQL: on Debian, apt install postgresql")
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, USER)
        for parent in folder.parents[:3]:
            parent.chmod(parent.stat().st_mode | 0o011)
    run = {"check": True, "capture_output": True}
    data = folder / "data"
    subprocess.run(_as_user(BINARIES[-1] / "initdb", "-D", data, "-U", "silo", "-A", "trust", "-E", "UTF8"), **run)
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    subprocess.run(_as_user(BINARIES[-1] / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"), **run)
    try:
        yield f"postgresql://silo:hunter2@/postgres?host={folder}"
    finally:
        subprocess.run(_as_user(BINARIES[-1] / "pg_ctl", "-D", data, "-m", "immediate", "stop"), **run)
