"""Ties as a test writes them, and who is one household on a day because of them."""

from collections.abc import Sequence
from datetime import date

from graph.households import Declared, Holder, Kin, Shared, Someone
from graph.model import RelationKind, Role
from ingest.households.days import Line, lines
from ingest.households.ties import NEVER, Ties, ties

TODAY = date(2026, 10, 31)
GROWN = date(1980, 1, 1)


class Told:
    """What silos told of people who are named by one word, each by one record."""

    def __init__(self, **born: str | None) -> None:
        self.born = {name: date.fromisoformat(day) if day else None for name, day in born.items()}
        self.kin, self.shared, self.declared = list[Kin](), list[Shared](), list[Declared]()
        self.companies = set[str]()

    def are(self, one: str, kind: RelationKind, other: str, since: str | None = None, until: str | None = None) -> "Told":
        self.kin.append(Kin(one, other, kind, _day(since), _day(until), "crm", f"crm:{one}", f"crm:{other}"))
        return self

    def married(self, one: str, other: str, since: str | None = None, until: str | None = None) -> "Told":
        return self.are(one, RelationKind.SPOUSE, other, since, until)

    def parent(self, one: str, *children: str) -> "Told":
        for child in children:
            self.are(one, RelationKind.PARENT, child)
        return self

    def hold(self, account: str, since: str | None = None, until: str | None = None, **roles: Role) -> "Told":
        """An account, opened and closed on days; `Ada=Role.OWNER`."""
        holders = tuple(
            Holder(name, "COMPANY" if name in self.companies else "PERSON", role, None, None, "core", f"core:{name}")
            for name, role in roles.items()
        )
        self.shared.append(Shared(f"core:{account}", _day(since), _day(until), holders))
        return self

    def live(self, home: str, *who: str, since: str | None = None, until: str | None = None) -> "Told":
        self.declared += [Declared(name, home, _day(since), _day(until)) for name in who]
        return self

    @property
    def ties(self) -> Ties:
        named = {one for each in self.kin for one in (each.one, each.other)} | {each.person for each in self.declared}
        named |= {each.party for account in self.shared for each in account.holders or ()}
        people = {name: Someone(name, self.born.get(name, GROWN), name) for name in named - self.companies}
        return ties(people, self.kin, self.shared, self.declared)

    @property
    def lines(self) -> list[Line]:
        return lines(self.ties.ties, self.ties.homes)

    def on(self, day: date = TODAY) -> set[tuple[str, ...]]:
        """Who is one household on a day; after a name with a colon those who were found to belong to the declared one of that name."""
        return set(households(self.lines, day))


def households(all_: Sequence[Line], day: date = TODAY) -> list[tuple[str, ...]]:
    found = list[tuple[str, ...]]()
    for line in all_:
        inside = sorted(stay.person for stay in line.stays if stay.since <= day < stay.until)
        if inside:
            found.append(tuple(([f"{line.home}:"] if line.home else []) + inside))
    return found


def stays(all_: Sequence[Line]) -> set[tuple[str, str, str, str, str]]:
    """Every stay: who, by which rule, in which role, from when, until when."""
    return {
        (stay.person, stay.placed.rule.value, stay.placed.role, _text(stay.since), _text(stay.until)) for line in all_ for stay in line.stays
    }


def _text(day: date) -> str:
    return "" if day in (date.min, NEVER) else day.isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
