"""What one process counts of its work: plain numbers, told as Prometheus reads them or sent as OpenTelemetry has them."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

BOUNDS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds, in which the durations are counted."""


class Kind(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Metric:
    """One that is told; docs/operate.md is printed from these."""

    name: str
    kind: Kind
    about: str
    labels: tuple[str, ...] = ()


REQUESTS = Metric("c360_requests_total", Kind.COUNTER, "questions by who asked and what became of them", ("rank", "outcome"))
SECONDS = Metric("c360_request_seconds", Kind.HISTOGRAM, "how long they took with their waiting; without what was shed", ("rank",))
ERRORS = Metric("c360_errors_total", Kind.COUNTER, "errors that were told, by their code", ("code",))
STATEMENTS = Metric("c360_statements_total", Kind.COUNTER, "statements by how they were asked, failed ones too", ("kind",))
STATEMENT_SECONDS = Metric("c360_statement_seconds", Kind.HISTOGRAM, "how long they took", ("kind",))
UNDER_WAY = Metric("c360_pool_in_use", Kind.GAUGE, "connections to Neo4j with a statement under way")
POOL = Metric("c360_pool_size", Kind.GAUGE, "connections there may be")
IN_FLIGHT = Metric("c360_in_flight", Kind.GAUGE, "questions that are worked on")
BOUND = Metric("c360_in_flight_bound", Kind.GAUGE, "questions that may be")
WAITING = Metric("c360_waiting", Kind.GAUGE, "questions that wait for their turn", ("rank",))
WAITED = Metric("c360_waited_total", Kind.COUNTER, "questions that had to wait, and had their turn", ("rank",))
SHED = Metric("c360_shed_total", Kind.COUNTER, "questions that were told to come again", ("rank",))
PLANS = Metric("c360_plans_total", Kind.COUNTER, "statements whose plan was there already, or was made", ("found",))
PLANS_KEPT = Metric("c360_plans_kept", Kind.GAUGE, "plans that are kept")
STREAMS = Metric("c360_streams", Kind.GAUGE, "subscriptions that are told what happens")
EVENTS = Metric("c360_events_total", Kind.COUNTER, "what subscriptions were told, by what it was", ("outcome",))
LEASES = Metric("c360_leases_total", Kind.COUNTER, "blocks of callers' allowances that Redis was asked for", ("answer",))
THROTTLED = Metric("c360_throttled_total", Kind.COUNTER, "questions for which their caller had too little left")
ALONE = Metric("c360_allowance_alone", Kind.GAUGE, "1 while Redis does not answer and this process keeps allowances by itself")
TABLE = (
    REQUESTS, SECONDS, ERRORS, STREAMS, EVENTS, LEASES, THROTTLED, ALONE, IN_FLIGHT, BOUND, WAITING, WAITED, SHED, STATEMENTS,
    STATEMENT_SECONDS, UNDER_WAY, POOL, PLANS, PLANS_KEPT,
)  # fmt: skip
Labels = tuple[str, ...]
Number = int | float


class Durations:
    """How many took how long."""

    __slots__ = ("counts", "total")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.total = 0.0

    def add(self, seconds: float) -> None:
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds


Points = Iterable[tuple[Labels, "Number | Durations"]]


class Statements:
    """Of one pool of connections."""

    __slots__ = ("seconds", "under_way")

    def __init__(self) -> None:
        self.under_way = 0
        self.seconds: dict[str, Durations] = {}

    def counted(self) -> Points:
        return [((kind,), sum(each.counts)) for kind, each in self.seconds.items()]

    def durations(self) -> Points:
        return [((kind,), each) for kind, each in self.seconds.items()]


class Metrics:
    """Of one process. What is not counted here is looked up by `watch` when it is told."""

    def __init__(self) -> None:
        self.began = time.time_ns()
        self.requests: Counter[Labels] = Counter()
        self.errors: Counter[str] = Counter()
        self.seconds: dict[str, Durations] = {}
        self.streams = 0
        self.events: Counter[str] = Counter()
        self._watched: dict[Metric, Callable[[], Points]] = {
            REQUESTS: self.requests.items,
            ERRORS: lambda: [((code,), count) for code, count in self.errors.items()],
            SECONDS: lambda: [((rank,), each) for rank, each in self.seconds.items()],
            STREAMS: lambda: [((), self.streams)],
            EVENTS: lambda: [((became,), count) for became, count in self.events.items()],
        }

    def answered(self, rank: str, outcome: str, seconds: float, codes: Iterable[str]) -> None:
        self.requests[rank, outcome] += 1
        for code in codes:
            self.errors[code] += 1
        if outcome != "shed":
            durations = self.seconds.get(rank)
            if durations is None:
                durations = self.seconds[rank] = Durations()
            durations.add(seconds)

    def watch(self, metric: Metric, read: Callable[[], Points]) -> None:
        self._watched[metric] = read

    def told(self) -> Mapping[Metric, list[tuple[Labels, "Number | Durations"]]]:
        """Every metric that is counted here, with its numbers by their labels."""
        return {metric: list(self._watched[metric]()) for metric in TABLE if metric in self._watched}

    def text(self) -> str:
        """As Prometheus reads it (text format 0.0.4)."""
        lines: list[str] = []
        for metric, points in self.told().items():
            lines += [f"# HELP {metric.name} {metric.about}", f"# TYPE {metric.name} {metric.kind}"]
            for labels, value in points:
                named = [f'{name}="{label}"' for name, label in zip(metric.labels, labels, strict=True)]
                lines += _buckets(metric.name, named, value) if isinstance(value, Durations) else [_line(metric.name, named, value)]
        return "\n".join(lines) + "\n"


def number(value: Number) -> Callable[[], Points]:
    """One that does not change."""
    return lambda: [((), value)]


def _line(name: str, labels: list[str], value: Number) -> str:
    return f"{name}{{{','.join(labels)}}} {value}" if labels else f"{name} {value}"


def _buckets(name: str, labels: list[str], durations: Durations) -> list[str]:
    lines, upto = list[str](), 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), durations.counts, strict=True):
        upto += count
        lines.append(_line(f"{name}_bucket", [*labels, f'le="{bound}"'], upto))
    return [*lines, _line(f"{name}_sum", labels, durations.total), _line(f"{name}_count", labels, upto)]


def table() -> str:
    """The metrics as a Markdown table."""
    lines = ["| metric | kind | by | what it tells |", "|---|---|---|---|"]
    lines += [f"| `{each.name}` | {each.kind} | {', '.join(each.labels)} | {each.about} |" for each in TABLE]
    return "\n".join(lines)
