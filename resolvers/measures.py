"""What is counted of operations, and where the numbers come from that are looked up when they are told."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from resolvers import faults
from resolvers.plan import Plans
from runtime import metrics
from runtime.admission import Gate, Rank
from runtime.allowance import Allowance
from runtime.errors import Overloaded
from runtime.metrics import Metrics, Statements

if TYPE_CHECKING:
    from resolvers.given import Answer

RANKS = [rank.name.lower() for rank in Rank]
LEFT = "left"


def watched(gate: Gate, allowance: Allowance, statements: Statements, pool_size: int, plans: Plans) -> Metrics:
    """Of one process."""
    made = Metrics()

    def by_rank(counts: Iterable[int]) -> list[tuple[tuple[str, ...], int]]:
        return [((rank,), count) for rank, count in zip(RANKS, counts, strict=True)]

    made.watch(metrics.IN_FLIGHT, lambda: [((), gate.busy)])
    made.watch(metrics.BOUND, metrics.number(gate.bound))
    made.watch(metrics.WAITING, lambda: by_rank(map(len, gate.waiting)))
    made.watch(metrics.WAITED, lambda: by_rank(gate.waited))
    made.watch(metrics.SHED, lambda: by_rank(gate.shed))
    made.watch(metrics.LEASES, lambda: [(("granted",), allowance.granted), (("none",), allowance.unanswered)])
    made.watch(metrics.THROTTLED, lambda: [((), allowance.refused)])
    made.watch(metrics.ALONE, lambda: [((), int(allowance.gone))])
    made.watch(metrics.STATEMENTS, statements.counted)
    made.watch(metrics.STATEMENT_SECONDS, statements.durations)
    made.watch(metrics.UNDER_WAY, lambda: [((), statements.under_way)])
    made.watch(metrics.POOL, metrics.number(pool_size))
    made.watch(metrics.PLANS, lambda: [(("kept",), plans.hits), (("made",), plans.made)])
    made.watch(metrics.PLANS_KEPT, lambda: [((), len(plans.kept))])
    return made


def outcome(given: "Answer", codes: Iterable[str]) -> str:
    """What became of a question that was answered; whose caller went before that is `LEFT`."""
    if not codes:
        return "ok"
    if faults.INTERNAL in codes:
        return "internal"
    if Overloaded.code in codes:
        return "shed"
    return "refused" if given.retry_after is None or given.throttled else "unavailable"
