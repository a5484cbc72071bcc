"""Whether a server is there, asked once and briefly; where it is not, why."""

import socket
from urllib.parse import urlsplit

from redis import Redis
from redis.exceptions import AuthenticationError, RedisError

from runtime.errors import CredentialsRefused, EngineUnavailable, NotConfigured

SECONDS = 2.0
BOLT = 7687


def place(uri: str, port: int = BOLT) -> tuple[str, int]:
    """Host and port of an address."""
    parts = urlsplit(uri)
    return parts.hostname or "", parts.port or port


def unreachable(host: str, port: int) -> str | None:
    """Why nothing can be sent to a port of a host; None where something listens there."""
    try:
        socket.create_connection((host, port), SECONDS).close()
    except socket.gaierror:
        return f"no such host as {host} is known"
    except TimeoutError:
        return f"{host} has not answered on port {port} in {SECONDS:.0f} s: a firewall, or a machine that is down"
    except OSError as fault:
        return f"nothing listens at {host}:{port} ({fault.strerror})"
    return None


def ask_redis(url: str) -> None:
    """Raises EngineUnavailable, CredentialsRefused, NotConfigured."""
    try:
        with Redis.from_url(url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:  # pyright: ignore[reportUnknownMemberType]
            client.ping()  # pyright: ignore[reportUnknownMemberType]
    except ValueError as fault:
        raise NotConfigured("REDIS_URL is no address: write it as redis://host:6379/0.") from fault
    except AuthenticationError as fault:
        raise CredentialsRefused("Redis refuses the password: check the one in REDIS_URL.") from fault
    except RedisError as fault:
        raise EngineUnavailable("Redis does not answer: check that it runs and that REDIS_URL is right.") from fault
