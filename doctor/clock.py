"""The clocks: the database's beside this machine's."""

import time
from collections.abc import Callable

from doctor.finding import Finding, ok, warning, wrong
from graph import health
from graph.session import Session

WARNING_SECONDS, WRONG_SECONDS = 2.0, 60.0
DO = (
    "Set both by NTP. Signs of life, locks and the order of passes go by the database's clock; when something was learned, ids and "
    "tokens by this machine's."
)


async def look(graph: Session, clock: Callable[[], float] = time.time) -> list[Finding]:
    """How far the database's clock is from ours, half of the way there and back taken off."""
    ahead = await health.ahead(graph, clock)
    said = f"The database's clock is {abs(ahead):,.1f} s {'ahead of' if ahead > 0 else 'behind'} this machine's."
    if abs(ahead) > WRONG_SECONDS:
        return [wrong("clock", said, DO)]
    if abs(ahead) > WARNING_SECONDS:
        return [warning("clock", said, DO)]
    return [ok("clock", f"The database's clock and this machine's agree to {max(abs(ahead), 0.1):.1f} s.")]
