"""A port on the loopback for an engine that binds it a few seconds later."""

import random
import socket

from runtime.errors import PortInUse

_BELOW_EPHEMERAL = range(20_000, 32_000)
"""Where no system takes the ports of outgoing connections from, so that a free one stays free until it is bound."""


def free() -> int:
    """A port nobody listens on; raises PortInUse when a hundred tries find none."""
    for port in random.sample(_BELOW_EPHEMERAL, 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise PortInUse("No free port was found on 127.0.0.1 between 20000 and 32000; stop what holds them.")


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex(("127.0.0.1", port)) == 0
