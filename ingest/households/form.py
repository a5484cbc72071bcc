"""Households formed: what the graph says is read, what follows from it is worked out, and the difference is written.

What was broken off is completed by the next; repeated, it changes nothing.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

from ulid import ULID

from graph import households as graph_households
from graph.households import Change, Declared, Formed, Kin, Membership, Reason, Retired, Shared, Someone, write
from graph.ledger import surely
from graph.locks import held
from graph.session import Session
from ingest.households.days import Line, Stay, lines
from ingest.households.kept import ids
from ingest.households.ties import EVER, NEVER, Tie, Ties, ties
from rules.households import MOST_HOLDERS, RULES
from runtime.batched import batched
from runtime.terminal import Told, unheard

AT_ONCE = 500
"""Households that are written in one transaction, but for those between which people go."""
T = TypeVar("T")


@dataclass(slots=True)
class Done:
    """What holds today: households that were formed and the people in them, by rule; people who were found to belong to a declared
    one. What was done: households formed, changed, no more. What binds nobody: accounts of too many, people tied to too many."""

    households: int = 0
    people: int = 0
    joined: int = 0
    rules: dict[str, int] = field(default_factory=dict[str, int])
    formed: int = 0
    changed: int = 0
    retired: int = 0
    crowded: int = 0
    hubs: int = 0

    def words(self) -> str:
        """As a person reads it."""
        beside = f"{self.joined:,} more belong to households that silos declare"
        there = f"{self.households:,} households of {self.people:,} people are formed, {beside}"
        did = f"{self.formed:,} are new, {self.changed:,} changed, {self.retired:,} are no more"
        new = did if self.formed or self.changed or self.retired else "nothing is new"
        accounts = f" {self.crowded:,} accounts of more than {MOST_HOLDERS} people form none." if self.crowded else ""
        hubs = f" {self.hubs:,} people are tied to too many others." if self.hubs else ""
        return f"{there}: {new}.{accounts}{hubs}"


async def form(session: Session, *, today: date, hears: Told = unheard) -> Done:
    """Works out all households, of all days, and writes what is not so yet; one process at a time."""
    async with held(session, "households"):
        read = await _read(session, hears)
        hears("tie", 0, 1)
        found, wanted, change = await asyncio.to_thread(_worked_out, read)
        done = _counted(found, wanted, change, read.formed.keys(), today)
        await _written(session, change, hears)
    return done


# ---- what there is


@dataclass(slots=True)
class _Read:
    """What the graph says: of ties, and of households that were written before."""

    people: dict[str, Someone] = field(default_factory=dict[str, Someone])
    kin: list[Kin] = field(default_factory=list[Kin])
    shared: list[Shared] = field(default_factory=list[Shared])
    declared: list[Declared] = field(default_factory=list[Declared])
    formed: dict[str, Formed] = field(default_factory=dict[str, Formed])
    members: list[tuple[str, Membership]] = field(default_factory=list[tuple[str, Membership]])
    reasons: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])
    retired: dict[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def parties(self) -> list[str]:
        kin = {party for each in self.kin for party in (each.one, each.other)}
        holders = {each.party for account in self.shared for each in account.holders or ()}
        return sorted(kin | holders | {each.person for each in self.declared})


async def _read(session: Session, hears: Told) -> _Read:
    read = _Read()
    read.kin = await _all(session, graph_households.kin)
    read.shared = await _all(session, graph_households.shared)
    read.declared = await _all(session, graph_households.declared)
    parties = read.parties()
    for part in batched(parties, graph_households.ASKED_AT_ONCE):
        hears("read", len(read.people), len(parties))
        read.people |= {each.party: each for each in await graph_households.people(session, part)}
    read.formed = {each.id: each for each in await _all(session, graph_households.formed)}
    read.members = await _all(session, graph_households.memberships)
    read.reasons = await _all(session, graph_households.reasons)
    read.retired = await graph_households.retired(session)
    return read


async def _all(session: Session, read: Callable[[Session], AsyncGenerator[T]]) -> list[T]:
    return await session.patiently(lambda: _listed(read(session)))


async def _listed(found: AsyncGenerator[T]) -> list[T]:
    return [each async for each in found]


# ---- what should be


@dataclass(slots=True)
class _Wanted:
    """Households as they should be written."""

    formed: dict[str, Formed] = field(default_factory=dict[str, Formed])
    members: list[Membership] = field(default_factory=list[Membership])
    reasons: list[Reason] = field(default_factory=list[Reason])


def _worked_out(read: _Read) -> tuple[Ties, _Wanted, Change]:
    found = ties(read.people, read.kin, read.shared, read.declared)
    all_ = lines(found.ties, found.homes)
    party = {each.record: each.party for each in read.people.values()}
    people = {line.number: {party[person] for person in line.people} for line in all_}
    standing = {id_: set[str]() for id_ in read.formed}
    for _, each in read.members:
        if each.household in standing:
            standing[each.household].add(each.person)
    named = ids(all_, people, standing, read.retired, lambda: f"D{ULID()}")
    wanted = _wanted(all_, named, party)
    return found, wanted, _difference(read, wanted)


def _wanted(all_: Sequence[Line], named: Mapping[int, str], party: Mapping[str, str]) -> _Wanted:
    wanted = _Wanted()
    for line in all_:
        id_ = named[line.number]
        if line.home is None:
            wanted.formed[id_] = _household(id_, line)
        wanted.members += [_membership(id_, stay, party[stay.person]) for stay in line.stays]
        wanted.reasons += dict.fromkeys(_reason(id_, tie) for tie in line.ties)
    return wanted


def _household(id_: str, line: Line) -> Formed:
    rule = RULES[line.strongest]
    since, until = min(stay.since for stay in line.stays), max(stay.until for stay in line.stays)
    return Formed(id_, rule.name.value, rule.version, rule.confidence, _known(since), _known(until))


def _membership(id_: str, stay: Stay, party: str) -> Membership:
    rule = RULES[stay.placed.rule]
    period = _known(stay.since), _known(stay.until)
    return Membership(id_, party, stay.person, rule.name.value, rule.version, rule.confidence, stay.placed.role, *period)


def _reason(id_: str, tie: Tie) -> Reason:
    said = tie.said
    return Reason(
        id_, tie.rule.value, said.source, said.record, said.other_record, said.account, _known(tie.since), _known(tie.until)
    )


def _known(day: date) -> date | None:
    return None if day in (EVER, NEVER) else day


def _difference(read: _Read, wanted: _Wanted) -> Change:
    left, joined = _apart(read.members, wanted.members)
    forgotten, because = _apart(read.reasons, wanted.reasons)
    formed = [each for id_, each in sorted(wanted.formed.items()) if read.formed.get(id_) != each]
    gone = sorted(read.formed.keys() - wanted.formed.keys())
    revived = sorted(wanted.formed.keys() & read.retired.keys())
    return Change(revived, formed, left, joined, forgotten, because, list(_retired(gone, read, wanted)))


def _apart(there: Iterable[tuple[str, T]], wanted: Iterable[T]) -> tuple[list[tuple[str, T]], list[T]]:
    """What is to go, and what is to come; of what is there twice one stays."""
    missing, surplus = dict.fromkeys(wanted, True), list[tuple[str, T]]()
    for id_, each in there:
        if not missing.pop(each, False):
            surplus.append((id_, each))
    return surplus, list(missing)


def _retired(gone: Iterable[str], read: _Read, wanted: _Wanted) -> Iterator[Retired]:
    of = dict[str, list[Membership]]()
    for _, each in read.members:
        of.setdefault(each.household, []).append(each)
    now = dict[str, set[str]]()
    for each in wanted.members:
        now.setdefault(each.person, set()).add(each.household)
    for each in read.declared:
        now.setdefault(each.person, set()).add(each.household)
    for id_ in gone:
        members = of.get(id_, [])
        into = Counter(sorted(home for person in {each.person for each in members} for home in now.get(person, ())))
        records = tuple(sorted({each.record for each in members}))
        yield Retired(id_, into.most_common(1)[0][0] if into else None, records)


def _counted(found: Ties, wanted: _Wanted, change: Change, before: AbstractSet[str], today: date) -> Done:
    members = [each for each in wanted.members if _holds(each, today)]
    formed = {each.household for each in members if each.household in wanted.formed}
    inside = sum(each.household in formed for each in members)
    new = {each.id for each in change.formed} - before
    gone = {each.id for each in change.retired}
    return Done(
        len(formed), inside, len(members) - inside, dict(sorted(Counter(wanted.formed[id_].rule for id_ in formed).items())),
        len(new), len(_touched(change) - new - gone), len(gone), found.crowded, found.hubs,
    )  # fmt: skip


def _holds(each: Membership, day: date) -> bool:
    return (each.since or EVER) <= day < (each.until or NEVER)


def _touched(change: Change) -> set[str]:
    """The households of which something is written."""
    written = (*change.joined, *change.because, *(each for _, each in change.left), *(each for _, each in change.forgotten))
    return {each.household for each in written} | {each.id for each in (*change.formed, *change.retired)}


# ---- writing


async def _written(session: Session, change: Change, hears: Told) -> None:
    """Households are written together where people go from one to the other, so that nobody is in two of them in between."""
    parts, now = _parts(change), datetime.now(UTC)
    for at, part in enumerate(parts):
        hears("form", at, len(parts))
        await surely(lambda part=part: session.together(lambda run: write(run, part, now)))


def _parts(change: Change) -> list[Change]:
    place = _places(change)
    parts = [Change() for _ in range(max(place.values(), default=-1) + 1)]
    for id_ in change.revived:
        parts[place[id_]].revived.append(id_)
    for each in change.formed:
        parts[place[each.id]].formed.append(each)
    for id_, each in change.left:
        parts[place[each.household]].left.append((id_, each))
    for each in change.joined:
        parts[place[each.household]].joined.append(each)
    for id_, each in change.forgotten:
        parts[place[each.household]].forgotten.append((id_, each))
    for each in change.because:
        parts[place[each.household]].because.append(each)
    for each in change.retired:
        parts[place[each.id]].retired.append(each)
    return parts


def _places(change: Change) -> dict[str, int]:
    """In which part each household is written."""
    above = dict[str, str]()

    def root(name: str) -> str:
        while (up := above.get(name, name)) != name:
            above[name] = name = above.get(up, up)
        return name

    leaving = {each.person for _, each in change.left}
    for each in (*(membership for _, membership in change.left), *change.joined):
        if each.person in leaving:
            above[root(f"person {each.person}")] = root(each.household)
    of = {id_: root(id_) for id_ in sorted(_touched(change))}
    part = {name: at for at, some in enumerate(batched(dict.fromkeys(of.values()), AT_ONCE)) for name in some}
    return {id_: part[name] for id_, name in of.items()}
