"""Spans at the walls (an operation, a statement, a stage) and metrics, for a collector. Never a value, never a name of a person."""

import asyncio
import random
import time
from collections.abc import Mapping
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any, Self, cast

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.metrics.export import (
    AggregationTemporality,
    Gauge,
    Histogram,
    HistogramDataPoint,
    MetricsData,
    NumberDataPoint,
    ResourceMetrics,
    ScopeMetrics,
    Sum,
)
from opentelemetry.sdk.metrics.export import Metric as Sent
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, StatusCode, TraceFlags, Tracer

from runtime.metrics import BOUNDS, Durations, Kind, Labels, Metric, Metrics, Number, Statements

TRACER = trace.get_tracer("c360")
"""Of jobs, whose spans go wherever the process that runs them sends its own."""
PUSH_SECONDS = 30.0
SEND_SECONDS = 2.0
"""How long a collector that does not answer holds up the end of a process."""
HEADERS: Mapping[bytes, bytes] = {}
SAMPLED = 1
SPANS = {
    "graphql.operation": {
        "graphql.document.hash": "the first 16 digits of the SHA-256 of the question's text",
        "graphql.operation.type": "query, mutation or subscription",
        "c360.rank": "who goes before whom: change, staff, partner or background",
        "c360.outcome": "ok, refused, shed, unavailable, internal, or left by who asked",
        "c360.errors": "the codes of the errors that were told",
        "c360.statements": "statements it took",
        "c360.rows": "rows that they brought, those within others counted",
        "c360.plan_hit": "whether its plan was there already",
        "c360.cost": "what it cost, where cost is counted",
        "c360.events": "what a subscription was told, until it was over",
    },
    "graphql.event": {
        "graphql.document.hash": "as its subscription has it",
        "c360.cost": "what it cost",
        "c360.errors": "the codes of the errors that were told",
    },
    "graph.statement": {
        "db.system.name": "neo4j",
        "c360.kind": "how it was asked: read, rows, write …",
        "c360.rows": "rows that it brought",
        "error.type": "what it failed with",
    },
}


class Traced:
    """One operation that is traced."""

    __slots__ = ("_token", "rows", "span", "tracer")

    def __init__(self, tracer: Tracer, span: Span) -> None:
        self.tracer, self.span = tracer, span
        self.rows = 0
        self._token: Token[Traced | None] | None = TRACED.set(self)

    def leave(self) -> None:
        """What is done from now on is no part of it, though it goes on: as with a subscription that has begun."""
        if self._token:
            TRACED.reset(self._token)
            self._token = None

    def event(self, attributes: Mapping[str, Any]) -> None:
        """Something that it was told while it went on."""
        within = trace.set_span_in_context(self.span)
        self.tracer.start_span("graphql.event", within, SpanKind.PRODUCER, attributes).end()

    def end(self, attributes: Mapping[str, Any], *, failed: bool) -> None:
        self.leave()
        self.span.set_attributes({"c360.rows": self.rows, **attributes})
        if failed:
            self.span.set_status(StatusCode.ERROR)
        self.span.end()


TRACED: ContextVar[Traced | None] = ContextVar("traced", default=None)


class Telemetry:
    """Sends spans of a share of the operations, and all metrics, to a collector (OTLP over HTTP)."""

    def __init__(self, endpoint: str, ratio: float, metrics: Metrics) -> None:
        resource, place = Resource({"service.name": "c360"}), endpoint.rstrip("/")
        self._ratio, self._metrics, self._resource = ratio, metrics, resource
        self._provider = TracerProvider(resource=resource, sampler=ALWAYS_ON, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{place}/v1/traces", timeout=SEND_SECONDS)))
        self._tracer = self._provider.get_tracer("c360")
        self._exporter = OTLPMetricExporter(f"{place}/v1/metrics", timeout=SEND_SECONDS)
        self._pushing = asyncio.get_running_loop().create_task(self._push())

    def begin(self, document: str, headers: Mapping[bytes, bytes] = HEADERS) -> Traced | None:
        """A span, where this operation is one that is traced: as its caller's trace is (W3C Trace Context), else by chance.

        Of what is not traced nothing is made.
        """
        said = headers.get(b"traceparent")
        parent = _parent(said) if said else None
        sampled = parent.trace_flags & SAMPLED if parent else random.random() < self._ratio  # noqa: S311 - no secret
        if not sampled:
            return None
        context = trace.set_span_in_context(NonRecordingSpan(parent)) if parent else None
        attributes = {"graphql.document.hash": document}
        return Traced(self._tracer, self._tracer.start_span("graphql.operation", context, SpanKind.SERVER, attributes))

    async def close(self) -> None:
        """What was not sent yet is sent now, or lost."""
        self._pushing.cancel()
        await asyncio.to_thread(self._send)
        await asyncio.to_thread(self._provider.shutdown)
        self._exporter.shutdown()  # pyright: ignore[reportUnknownMemberType]

    async def _push(self) -> None:
        while True:
            await asyncio.sleep(PUSH_SECONDS)
            await asyncio.to_thread(self._send)

    def _send(self) -> None:
        now, began = time.time_ns(), self._metrics.began
        metrics = [_sent(metric, points, began, now) for metric, points in self._metrics.told().items() if points]
        scope = ScopeMetrics(InstrumentationScope("c360"), metrics, "")
        told = MetricsData([ResourceMetrics(self._resource, [scope], "")])
        self._exporter.export(told, timeout_millis=SEND_SECONDS * 1000)  # pyright: ignore[reportUnknownMemberType]


def _sent(metric: Metric, points: "list[tuple[Labels, Number | Durations]]", began: int, now: int) -> Sent:
    """As OpenTelemetry has it; counters count from the start of the process."""
    named = [(dict(zip(metric.labels, labels, strict=True)), value) for labels, value in points]
    if metric.kind is Kind.HISTOGRAM:
        held = [(labels, value) for labels, value in named if isinstance(value, Durations)]
        data = Histogram(
            [
                HistogramDataPoint(labels, began, now, sum(each.counts), each.total, list(each.counts), BOUNDS, 0.0, 0.0)
                for labels, each in held
            ],
            AggregationTemporality.CUMULATIVE,
        )
    else:
        numbers = [NumberDataPoint(labels, began, now, value) for labels, value in named if not isinstance(value, Durations)]
        data = Gauge(numbers) if metric.kind is Kind.GAUGE else Sum(numbers, AggregationTemporality.CUMULATIVE, is_monotonic=True)
    return Sent(metric.name, metric.about, "s" if metric.kind is Kind.HISTOGRAM else "1", data)


def _parent(said: bytes) -> SpanContext | None:
    """Whose work this is part of: `00-<trace>-<span>-<flags>`; None where that is not what was said."""
    parts = said.split(b"-")
    if len(parts) < 4 or [len(part) for part in parts[:4]] != [2, 32, 16, 2] or parts[0] == b"ff":
        return None
    try:
        trace_id, span_id, flags = (int(part, 16) for part in parts[1:4])
    except ValueError:
        return None
    found = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return found if found.is_valid else None


class Statement:
    """Around one statement: it is counted, and where its operation is traced it is a span."""

    __slots__ = ("_began", "_kind", "_of", "_span", "_traced")

    def __init__(self, of: Statements, kind: str) -> None:
        self._of, self._kind = of, kind

    def __enter__(self) -> Self:
        self._of.under_way += 1
        self._traced = traced = TRACED.get()
        self._span = None
        if traced:
            attributes = {"db.system.name": "neo4j", "c360.kind": self._kind}
            within = trace.set_span_in_context(traced.span)
            self._span = traced.tracer.start_span("graph.statement", within, SpanKind.CLIENT, attributes)
        self._began = time.perf_counter()
        return self

    def brought(self, rows: list[list[Any]]) -> None:
        """Rows are counted only where they are told."""
        if self._traced and self._span:
            count = rows_in(rows)
            self._traced.rows += count
            self._span.set_attribute("c360.rows", count)

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        of = self._of
        of.under_way -= 1
        durations = of.seconds.get(self._kind)
        if durations is None:
            durations = of.seconds[self._kind] = Durations()
        durations.add(time.perf_counter() - self._began)
        if self._span:
            if fault:  # its words may hold somebody's data
                self._span.set_attribute("error.type", getattr(fault, "code", None) or type(fault).__name__)
                self._span.set_status(StatusCode.ERROR)
            self._span.end()


def rows_in(value: Any) -> int:
    """Lists that hold at least one plain value: a row is one, a list of rows is none."""
    if not isinstance(value, list):
        return 0
    held = cast(list[Any], value)
    return any(not isinstance(each, list) for each in held) + sum(map(rows_in, held))


def spans() -> str:
    """The spans as a Markdown table."""
    lines = ["| span | carries | which is |", "|---|---|---|"]
    lines += [f"| `{span}` | `{name}` | {about} |" for span, names in SPANS.items() for name, about in names.items()]
    return "\n".join(lines)
