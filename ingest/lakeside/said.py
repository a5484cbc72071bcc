"""What is true of credit, service and devices, each fact with the silos that say it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from graph.model import Role
from ingest.lakeside.cast import Individual, Organisation
from ingest.lakeside.part import Part
from ingest.lakeside.silos import app, bureau, calls, loans, tax

Told = list[dict[str, Any]]
Known = Callable[[Part], dict[str, str]]

OWN = "LAKESIDE"
BY_NUMBER: dict[str, Known] = {"loans": loans.known, "app": app.known, "calls": calls.known}
"""Silos that have the bank's number of customers, but where it is missing."""
NUMBERS: dict[str, Callable[[str], str]] = {
    "loans": loans.number, "app": app.number, "calls": calls.number, "bureau": bureau.number, "tax": tax.number,
}  # fmt: skip
"""What each of them calls someone; the tax office calls people so alone."""
BY_DOCUMENT: dict[str, Known] = {"bureau": bureau.known, "tax": tax.known}
"""Silos that know documents, and no number of the bank's."""


class Records:
    """Ids of source records in these silos, of one chapter."""

    def __init__(self, part: Part) -> None:
        self._numbered, self._apart = dict[str, list[str]](), dict[str, list[str]]()
        for system, known in (BY_NUMBER | BY_DOCUMENT).items():
            refused = part.refused(system)
            for key, number in known(part).items():
                if key not in refused:
                    numbered = system in BY_NUMBER and part.either(system, key).cif
                    (self._numbered if numbered else self._apart).setdefault(key, []).append(f"{system}:{number}")

    def beside(self, one: Individual | Organisation, groups: Iterable[list[str]]) -> Iterator[list[str]]:
        """`groups`, the first of them with those that share its customer number."""
        mine = self._numbered.get(one.key, [])
        if not mine:
            yield from groups
            return
        first, *others = groups
        yield from (first + mine, *others)

    def apart(self, one: Individual | Organisation) -> Iterator[list[str]]:
        """Those that have no customer number."""
        return ([each] for each in self._apart.get(one.key, []))


def facilities(part: Part) -> Told:
    return [
        {
            "id": one.number,
            "who": one.who,
            "kind": one.kind,
            "limit": one.limit,
            "currency": one.currency,
            "within": one.within,
            "accounts": one.accounts,
            "said": ["loans"],
        }
        for one in part.chapter.lines
    ]


def collateral(part: Part) -> Told:
    return [
        {"id": one.number, "who": one.who, "kind": one.kind, "value": one.value, "secures": one.secures, "said": ["loans"]}
        for one in part.chapter.pledges
    ]


def ratings(part: Part) -> Told:
    return [
        {"who": one.who, "level": one.level, "on": one.on, "until": one.until, "said": ["loans"]} for one in part.chapter.ratings
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


def visits(part: Part) -> Told:
    return [
        {"id": one.number, "who": one.who, "at": one.at, "section": one.section, "page": one.page, "said": ["app"]}
        for one in part.chapter.visits
    ]


def conversations(part: Part) -> Told:
    return [
        {"id": one.number, "who": one.who, "at": one.at, "topic": one.topic, "inbound": one.inbound, "said": ["calls"]}
        for one in part.chapter.calls
    ]


def surveys(part: Part) -> Told:
    return [
        {
            "id": one.number,
            "who": one.who,
            "kind": one.kind,
            "score": one.score,
            "best": one.best,
            "request": one.case,
            "said": ["calls"],
        }
        for one in part.chapter.opinions
    ]


def reports(part: Part) -> Told:
    return [
        {
            "who": one.who,
            "on": one.on,
            "score": one.score,
            "overdue": sum(debt.overdue for debt in one.debts),
            "said": ["bureau"],
        }
        for one in part.chapter.credit_reports
    ]


def elsewhere(part: Part) -> Told:
    """At which other banks someone is: by a share of all they have, by what they owe there, or by both."""
    owed = dict[tuple[str, str], int]()
    for report in part.chapter.credit_reports:
        for debt in report.debts:
            if debt.bank != OWN:
                owed[report.who, debt.bank] = owed.get((report.who, debt.bank), 0) + debt.owed
    shares = {(one.who, one.bank): one.share for one in part.chapter.elsewhere}
    return [
        {
            "who": who,
            "bank": bank,
            "share": shares.get((who, bank)),
            "owed": owed.get((who, bank)),
            "said": ["crm"] * ((who, bank) in shares) + ["bureau"] * ((who, bank) in owed),
        }
        for who, bank in dict.fromkeys((*shares, *owed))
    ]


def tax_years(part: Part) -> Told:
    return [
        {"who": one.who, "year": one.year, "revenue": one.revenue, "tax": one.tax, "grade": one.grade, "said": ["tax"]}
        for one in part.chapter.tax_returns
    ]
