"""Spans at the walls: one an operation, one a statement, one a pass and stage. Never a value, never a name of a person."""

from collections.abc import Generator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

TRACER = trace.get_tracer("c360")


def trace_to(endpoint: str, ratio: float) -> TracerProvider:
    """Sends a share of the spans to a collector; the caller shuts the provider down when it ends."""
    provider = TracerProvider(resource=Resource({"service.name": "c360"}), sampler=ParentBased(TraceIdRatioBased(ratio)))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")))
    trace.set_tracer_provider(provider)
    return provider


@contextmanager
def statement_span(kind: str) -> Generator[None]:
    """Around one statement."""
    with TRACER.start_as_current_span("graph.statement", attributes={"db.system": "neo4j", "c360.kind": kind}):
        yield
