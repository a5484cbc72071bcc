"""What is true of credit, service and devices, each fact with the silos that say it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from graph.model import Role
from ingest.lakeside.cast import Individual, Organisation
from ingest.lakeside.part import Part
from ingest.lakeside.silos import app, bureau, calls, loans, tax

Told = list[dict[str, Any]]
Known = Callable[[Part], dict[str, str]]

BY_NUMBER: dict[str, Known] = {"loans": loans.known, "app": app.known, "calls": calls.known}
"""Silos that have the bank's number of every customer."""
BY_DOCUMENT: dict[str, Known] = {"bureau": bureau.known, "tax": tax.known}
"""Silos that know documents, and no number of the bank's."""


class Records:
    """Ids of source records in these silos, of one chapter."""

    def __init__(self, part: Part) -> None:
        self._numbered, self._documented = _records(part, BY_NUMBER), _records(part, BY_DOCUMENT)

    def beside(self, one: Individual | Organisation, groups: Iterable[list[str]]) -> Iterator[list[str]]:
        """`groups` with those that share the customer number of the first of them; apart where there is none."""
        mine = self._numbered.get(one.key, [])
        if one.cif is None:
            yield from (*groups, *([each] for each in mine))
            return
        first, *others = groups
        yield from (first + mine, *others)

    def apart(self, one: Individual | Organisation) -> Iterator[list[str]]:
        """Those that know no customer number."""
        return ([each] for each in self._documented.get(one.key, []))


def _records(part: Part, silos: dict[str, Known]) -> dict[str, list[str]]:
    found = dict[str, list[str]]()
    for system, known in silos.items():
        for key, number in known(part).items():
            found.setdefault(key, []).append(f"{system}:{number}")
    return found


def facilities(part: Part) -> Told:
    return [
        {"id": one.number, "who": one.who, "limit": one.limit, "currency": one.currency, "within": one.within, "said": ["loans"]}
        for one in part.chapter.lines
    ]


def guarantees(part: Part) -> Told:
    """Core banking says those that stand on an account, too."""
    lines = {one.number: one for one in part.chapter.lines}
    on_account = {
        (holder.who, each.number) for each in part.chapter.agreements for holder in each.holders if holder.role is Role.GUARANTOR
    }
    return [
        {
            "who": one.who,
            "for": lines[one.line].who,
            "facility": one.line,
            "said": ["loans"] + ["core"] * any((one.who, account) in on_account for account in lines[one.line].accounts),
        }
        for one in part.chapter.sureties
    ]


def requests(part: Part) -> Told:
    """The CRM says those that an employee wrote down on the same day, too."""
    noted = {(touch.about, touch.topic, touch.at.date()) for touch in part.chapter.touches}
    return [
        {
            "id": one.number,
            "who": one.who,
            "kind": one.kind,
            "due": one.due.isoformat(),
            "answered": one.answered and one.answered.isoformat(),
            "said": ["calls"] + ["crm"] * ((one.who, one.kind, one.opened.date()) in noted),
        }
        for one in part.chapter.cases
    ]


def devices(part: Part) -> Told:
    users = dict[str, list[str]]()
    for one in part.chapter.logins:
        users.setdefault(one.handset, []).append(one.who)
    return [{"device": handset, "who": who, "said": ["app"]} for handset, who in users.items()]
