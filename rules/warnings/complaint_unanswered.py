"""A complaint is past the day on which an answer was due, and nobody has answered."""

from collections.abc import Iterator
from datetime import date, timedelta

from graph.model import RequestKind
from rules.neighbourhood import Neighbourhood
from rules.reasons import ACTIONS
from rules.registry import Ground, Judgement, Reason
from rules.thresholds import Thresholds

NAME = "COMPLAINT_UNANSWERED"
VERSION = "1"
ZH = "投诉已过答复期限，无人答复。"
NEEDS = ("requests",)


def judge(near: Neighbourhood, day: date, lines: Thresholds) -> Iterator[Judgement]:
    for each in near.requests:
        due = each.due_on or each.on
        done = each.answered_on or each.closed_on
        if each.kind is not RequestKind.COMPLAINT or due is None or due >= day or (done and done <= day):
            continue
        late = (day - due).days
        zh, en = f"投诉应于{due}前答复，至今未复。", f"An answer was due on {due}; nobody has given one."
        grounds = (Ground(each, zh, en),)
        reasons = (Reason("SERVICE", 1.0, "对服务不满。", "Dissatisfied with service.", grounds),)
        since = due + timedelta(days=1)
        yield Judgement("AT_RISK", min(0.5 + late / 30, 1.0), zh, en, grounds, each.id, since, reasons, *ACTIONS["SERVICE"])
