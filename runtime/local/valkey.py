"""The own Valkey, which speaks Redis: a child process on the loopback, its password known to this process alone."""

import secrets
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from runtime.errors import EngineUnavailable, PlatformError, PortInUse
from runtime.local import child, extra, port
from runtime.local.child import Child

_CONF = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir data
appendonly yes
appendfsync everysec
save ""
maxmemory {memory}
maxmemory-policy noeviction
"""


@contextmanager
def running(home: Path, memory: str = "256mb", seconds: float = 20.0) -> Generator[str]:
    """The redis:// URL of a Valkey that has answered, its data in `home`; ended with this block and this process.

    Raises HomeInUse while another process has this home, NoSpace, PortInUse, EngineUnavailable.
    """
    program = extra.valkey()
    password = secrets.token_urlsafe(24)
    with child.held(home) as hold:
        with child.renamed(home):
            listens = _prepared(home, password, memory)
        command = [str(program), str(home.resolve() / "valkey.conf")]
        with child.running(command, home, home / "valkey.log", hold, seconds=10.0) as process:
            url = f"redis://:{password}@127.0.0.1:{listens}/0"
            _wait(process, url, home, time.monotonic() + seconds)
            yield url


def _prepared(home: Path, password: str, memory: str) -> int:
    (home / "data").mkdir(exist_ok=True)
    listens = port.free()
    conf = home / "valkey.conf"
    conf.touch(mode=0o600)
    conf.write_text(_CONF.format(port=listens, password=password, memory=memory))
    return listens


def _wait(process: Child, url: str, home: Path, until: float) -> None:
    with Redis.from_url(url, socket_timeout=1.0) as client:  # pyright: ignore[reportUnknownMemberType]
        while True:
            try:
                client.ping()  # pyright: ignore[reportUnknownMemberType]
            except RedisError:
                if process.code is not None or time.monotonic() > until:
                    raise _reason(process, home) from None
                time.sleep(0.01)
            else:
                return


def _reason(process: Child, home: Path) -> PlatformError:
    told = process.printed()
    if "No space left on device" in told:
        return child.full(home)
    if "Address already in use" in told:
        return PortInUse("The port of the own Valkey was taken while it started; start again.")
    rows = [row.strip() for row in told.splitlines() if row.strip()] or ["it said nothing"]
    return EngineUnavailable(f"The own Valkey did not come up: {rows[-1][:300].rstrip('.')}. See {process.log}.")
