"""The call centre: JSON as its service answers it, callers by numbers of its own, instants with their offset."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from graph.model import RequestKind
from ingest.lakeside.cast import Organisation
from ingest.lakeside.identifiers import own_number
from ingest.lakeside.part import Part, Sheet

REQUESTS = {RequestKind.COMPLAINT: "投诉", RequestKind.REQUEST: "业务申请", RequestKind.ENQUIRY: "咨询"}


def number(key: str) -> str:
    return f"K{own_number('calls', key)}"


def known(part: Part) -> dict[str, str]:
    """Everyone who called, was called, complained or was asked, with their number here."""
    chapter = part.chapter
    return {key: number(key) for key in dict.fromkeys(one.who for one in (*chapter.calls, *chapter.cases, *chapter.opinions))}


def _json(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _callers(part: Part) -> Iterator[str]:
    first = _first(part)
    for key, caller in known(part).items():
        one = part.either("calls", key)
        kind = "organisation" if isinstance(one, Organisation) else "person"
        yield _json(
            callerId=caller, kind=kind, displayName=one.name, customerNo=one.cif, phone=one.phone, changedAt=_at(first[key])
        )


def _first(part: Part) -> dict[str, datetime]:
    """When each was first heard of."""
    chapter, first = part.chapter, dict[str, datetime]()
    told = [(one.who, one.at) for one in (*chapter.calls, *chapter.opinions)] + [(one.who, one.opened) for one in chapter.cases]
    for who, at in told:
        first[who] = min(at, first.get(who, at))
    return first


def _calls(part: Part) -> Iterator[str]:
    for one in part.chapter.calls:
        yield _json(
            callId=one.number, callerId=number(one.who), startedAt=_at(one.at), seconds=one.seconds,
            direction="IN" if one.inbound else "OUT", topic=one.topic, note=one.summary, transferredTo=one.banker,
            recording=f"rec/{one.number}.opus", changedAt=_at(one.at + timedelta(seconds=one.seconds)),
        )  # fmt: skip


def _requests(part: Part) -> Iterator[str]:
    for one in part.chapter.cases:
        state = "已办结" if one.closed else "已答复" if one.answered else "处理中"
        yield _json(
            requestId=one.number, callerId=number(one.who), type=REQUESTS[one.kind], topic=one.topic, text=one.summary,
            openedAt=_at(one.opened), dueAt=_at(one.due), answeredAt=_at(one.answered), closedAt=_at(one.closed), state=state,
            owner=one.banker, call=one.call, changedAt=_at(one.closed or one.answered or one.opened),
        )  # fmt: skip


def _surveys(part: Part) -> Iterator[str]:
    for one in part.chapter.opinions:
        yield _json(
            surveyId=one.number, callerId=number(one.who), method=one.kind, score=one.score, outOf=one.best, at=_at(one.at),
            comment=one.comment, requestId=one.case, changedAt=_at(one.at),
        )  # fmt: skip


SHEETS = (
    Sheet("callers.jsonl", _callers),
    Sheet("calls.jsonl", _calls),
    Sheet("requests.jsonl", _requests),
    Sheet("surveys.jsonl", _surveys),
)
