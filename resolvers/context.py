"""What one request knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from math import inf
from typing import Any

from access.caller import Caller
from graph.progress import Watches
from graph.session import Session
from graph.statement import View


@dataclass(slots=True)
class Context:
    """Made by the gateway for one request, thrown away after."""

    graph: Session
    view: View
    scope: list[str]
    today: date
    caller: Caller | None = None
    reverify_days: int = 730
    timezone: tzinfo = UTC
    consent_days: int = 15
    found: dict[str, Any] = field(default_factory=dict[str, Any])  # root fields already read, by response key
    fault: Exception | None = None
    withheld: dict[str, str] = field(default_factory=dict[str, str])  # the reason, by path
    statements: int = 0
    plan_hit: bool = False
    watches: Watches | None = None
    seconds: float = inf  # how long its caller will wait
    headers: Mapping[bytes, bytes] = field(default_factory=dict[bytes, bytes])  # for the trace that it is part of
