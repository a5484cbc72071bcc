"""Which web pages may ask from a browser: the gateway's own, and those of a list (CORS, and the sockets' handshake)."""

from collections.abc import Mapping, Sequence

from runtime.wire.security import Header

METHODS = b"GET, POST, OPTIONS"
ASKED_WITH = b"authorization, content-type, x-request-id, traceparent, tracestate"
TOLD = b"x-request-id, retry-after"
DAY = b"86400"


class Origins:
    def __init__(self, listed: Sequence[str]) -> None:
        self._listed = frozenset(origin.encode() for origin in listed)

    def headers(self, origin: bytes) -> tuple[Header, ...]:
        """What lets a listed page read the answer; nothing for others, whose browser then keeps it from them."""
        if origin.lower() not in self._listed:
            return ()
        return ((b"access-control-allow-origin", origin), (b"access-control-expose-headers", TOLD))

    def preflight(self, origin: bytes) -> tuple[Header, ...]:
        """What a browser is told that asks before it asks; nothing where it may not."""
        allowed = self.headers(origin)
        if not allowed:
            return ()
        more = ((b"access-control-allow-methods", METHODS), (b"access-control-allow-headers", ASKED_WITH))
        return (*allowed, *more, (b"access-control-max-age", DAY))

    def may_open(self, headers: Mapping[bytes, bytes]) -> bool:
        """Whether a socket may be opened: browsers let any page try, and only say which. What is no browser says none."""
        origin = headers.get(b"origin")
        if origin is None or origin.lower() in self._listed:
            return True
        return origin.lower().partition(b"://")[2] == headers.get(b"host", b"").lower() != b""
