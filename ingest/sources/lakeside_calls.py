"""Lakeside Bank's call centre: callers, calls, requests and complaints with when an answer is due, surveys.

A service with pages: each of its resources lands as JSON lines, one object a line, as it was answered. Callers have
numbers of the centre's own, and the bank's where an agent found them.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import (
    Channel,
    Company,
    Interaction,
    Person,
    ReachedAt,
    Record,
    RequestKind,
    RequestStatus,
    ServiceRequest,
    Survey,
    SurveyKind,
)
from ingest.contract import Reader, Seen, Source, Table
from ingest.evidence import phone
from ingest.field import Field
from ingest.formats import JsonLines
from ingest.origin import Pages
from ingest.row import Row

CALLERS = {"person": "PERSON", "organisation": "COMPANY"}
REQUESTS = {"投诉": RequestKind.COMPLAINT, "业务申请": RequestKind.REQUEST, "咨询": RequestKind.ENQUIRY}
STATES = {"处理中": RequestStatus.OPEN, "已答复": RequestStatus.ANSWERED, "已办结": RequestStatus.CLOSED}
METHODS = {kind.value: kind for kind in SurveyKind}


def callers(row: Row, _seen: Seen) -> Iterator[Record]:
    caller, name, cif = row.key("callerId"), row.optional.text("displayName"), row.optional.text("customerNo")
    yield Company(caller, name, cif) if row.code("kind", CALLERS) == "COMPANY" else Person(caller, name, cif)
    reached = row.optional.parsed("phone", phone)
    if reached:
        yield reached
        yield ReachedAt(caller, reached.id, "CALLS_FROM")
    row.ignore("changedAt")


def calls(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Interaction(
        row.key("callId"), row.key("callerId"), Channel.PHONE, row.instant("startedAt"), row.text("topic"),
        row.optional.text("note"), row.optional.key("transferredTo", system="core"),
    )  # fmt: skip
    row.ignore("seconds", "direction", "recording", "changedAt")


def requests(row: Row, _seen: Seen) -> Iterator[Record]:
    yield ServiceRequest(
        row.key("requestId"), row.key("callerId"), row.code("type", REQUESTS), row.code("state", STATES), row.text("topic"),
        row.instant("openedAt"), row.optional.instant("dueAt"), row.optional.instant("answeredAt"),
        row.optional.instant("closedAt"), row.optional.text("text"), row.optional.key("owner", system="core"),
    )  # fmt: skip
    row.ignore("call", "changedAt")


def surveys(row: Row, _seen: Seen) -> Iterator[Record]:
    yield Survey(
        row.key("surveyId"), row.key("callerId"), row.code("method", METHODS), row.whole("score"), row.whole("outOf"),
        row.instant("at"), row.optional.text("comment"), row.optional.key("requestId"),
    )  # fmt: skip
    row.ignore("changedAt")


CALLER = Field("callerId")
CHANGED = Field("changedAt", "timestamp", about="when the record last changed: the cursor of a reading")
CALLERS_HAVE = (
    Field("callerId", key=True),
    Field("kind", codes=CALLERS),
    Field("displayName", required=False, personal=True),
    Field("customerNo", required=False, about="the bank's customer number, where an agent found it"),
    Field("phone", required=False, personal=True),
    CHANGED,
)
CALLS_HAVE = (
    Field("callId", key=True),
    CALLER,
    Field("startedAt", "timestamp"),
    Field("seconds", "integer"),
    Field("direction"),
    Field("topic", personal=True),
    Field("note", required=False, personal=True),
    Field("transferredTo", required=False, about="the employee it was put through to, by core banking's number"),
    Field("recording", personal=True),
    CHANGED,
)
REQUESTS_HAVE = (
    Field("requestId", key=True),
    CALLER,
    Field("type", codes=REQUESTS),
    Field("topic", personal=True),
    Field("text", required=False, personal=True),
    Field("openedAt", "timestamp"),
    Field("dueAt", "timestamp", required=False, about="by the service promise for its type"),
    Field("answeredAt", "timestamp", required=False),
    Field("closedAt", "timestamp", required=False),
    Field("state", codes=STATES),
    Field("owner", required=False, about="the employee who answers for it, by core banking's number"),
    Field("call", required=False),
    CHANGED,
)
SURVEYS_HAVE = (
    Field("surveyId", key=True),
    CALLER,
    Field("method", codes=METHODS),
    Field("score", "integer"),
    Field("outOf", "integer"),
    Field("at", "timestamp"),
    Field("comment", required=False, personal=True),
    Field("requestId", required=False),
    CHANGED,
)


def _table(read: Reader, fields: tuple[Field, ...]) -> Table:
    """A resource: `{"data": [...], "page": 1, "pages": 7}`, from a moment on where `since` names one."""
    name = read.__name__
    next_ = {"type": "page_number", "base_page": 1, "total_path": "pages"}
    origin = Pages(name, "data", next_, "changedAt", "since", "2020-01-01T00:00:00+08:00")
    return Table(name, f"{name}.jsonl", JsonLines(), read, fields, (0, None), origin)


SOURCE = Source(
    name="lakeside-calls",
    system="calls",
    title="湖畔银行客户服务中心 · Lakeside Bank call centre",
    owner="客户服务中心 · call centre",
    effective=date(2026, 10, 31),
    fresh=timedelta(days=1),
    tables=(
        _table(callers, CALLERS_HAVE),
        _table(calls, CALLS_HAVE),
        _table(requests, REQUESTS_HAVE),
        _table(surveys, SURVEYS_HAVE),
    ),
)
