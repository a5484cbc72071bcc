"""Spans at the walls: one an operation, one a statement, one a pass and stage. Never a value, never a name of a person."""

from contextlib import AbstractContextManager, nullcontext

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import Span, SpanKind

TRACER = trace.get_tracer("c360")


def trace_to(endpoint: str, ratio: float) -> TracerProvider:
    """Sends a share of the spans to a collector; the caller shuts the provider down when it ends."""
    provider = TracerProvider(resource=Resource({"service.name": "c360"}), sampler=ParentBased(TraceIdRatioBased(ratio)))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")))
    trace.set_tracer_provider(provider)
    return provider


def statement_span(kind: str) -> AbstractContextManager[Span | None]:
    """Around one statement."""
    return _span("graph.statement", {"db.system": "neo4j", "c360.kind": kind})


def operation_span(document: str) -> AbstractContextManager[Span | None]:
    """Around one operation, by the hash of its text."""
    return _span("graphql.operation", {"graphql.document.hash": document}, SpanKind.SERVER)


def _span(name: str, attributes: dict[str, str], kind: SpanKind = SpanKind.INTERNAL) -> AbstractContextManager[Span | None]:
    """Nothing where nobody collects traces: even an empty span costs a hundredth of a request."""
    if isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        return nullcontext()
    return TRACER.start_as_current_span(name, kind=kind, attributes=attributes)
