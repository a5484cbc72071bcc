"""Customer groups formed: what the graph says is read, what follows from it by rule is worked out, and the difference is written.

What was broken off is completed by the next; repeated, it changes nothing. What holds no more is ended and stays.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar

from ulid import ULID

from graph import customer_groups as written
from graph.customer_groups import Change, Formed, Line, Membership, Reason, Someone
from graph.ledger import surely
from graph.locks import held
from graph.session import Session
from rules.customer_groups import RULES, Branch, FoundGroup, GroupRole, GroupRule, Kin, Known, Member, Sale, counts, groups
from rules.ownership.records import OTHER_INFLUENCE, Interest, Party
from runtime.batched import batched
from runtime.terminal import Told, unheard

AT_ONCE = 500
"""Groups that are written in one transaction."""
ASKED_AT_ONCE = 5_000
T = TypeVar("T")
OF_RULE = {"OWNS": GroupRule.CONTROL, "CONSOLIDATED_BY": GroupRule.CONTROL, "BRANCH_OF": GroupRule.CONTROL}


@dataclass(slots=True)
class Done:
    """What holds: groups and their members, by rule. What was done: groups formed, changed, no more."""

    groups: int = 0
    members: int = 0
    rules: dict[str, int] = field(default_factory=dict[str, int])
    formed: int = 0
    changed: int = 0
    closed: int = 0

    def words(self) -> str:
        """As a person reads it."""
        there = f"{self.groups:,} customer groups of {self.members:,} parties are formed"
        did = f"{self.formed:,} are new, {self.changed:,} changed, {self.closed:,} are no more"
        return f"{there}: {did if self.formed or self.changed or self.closed else 'nothing is new'}."


async def form(session: Session, *, today: date, hears: Told = unheard) -> Done:
    """Works out all groups as of today and writes what is not so yet; one process at a time."""
    async with held(session, "customer groups"):
        read = await _read(session, today, hears)
        hears("group", 0, 1)
        change, done = await asyncio.to_thread(_worked_out, read)
        await _write(session, change, today, hears)
    return done


# ---- what there is


@dataclass(slots=True)
class _Read:
    """What the graph says: of lines between parties, and of groups that were written before."""

    lines: list[Line]
    people: dict[str, Someone] = field(default_factory=dict[str, Someone])
    sold: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    formed: dict[str, Formed] = field(default_factory=dict[str, Formed])
    open: set[str] = field(default_factory=set[str])
    members: list[tuple[str, bool, Membership]] = field(default_factory=list[tuple[str, bool, Membership]])
    reasons: list[tuple[str, Reason]] = field(default_factory=list[tuple[str, Reason]])


async def _read(session: Session, today: date, hears: Told) -> _Read:
    read = _Read(await written.lines(session, today))
    parties = sorted({party for each in read.lines for party in (each.start, each.end)})
    for some in batched(parties, ASKED_AT_ONCE):
        hears("read", len(read.people), len(parties))
        read.people |= {each.party: each for each in await written.parties(session, some)}
    for some in batched(sorted({each.start for each in read.lines if each.type == "SUPPLIES"}), ASKED_AT_ONCE):
        read.sold |= await written.revenues(session, some, today.year)
    read.formed, read.open = await written.standing(session)
    read.members = await written.memberships(session)
    read.reasons = await written.reasons(session)
    return read


def _known(read: _Read) -> Known:
    parties = {each.party: Party(each.party, "", each.person, each.category) for each in read.people.values()}
    of = defaultdict[str, list[Line]](list)
    for each in read.lines:
        if {each.start, each.end} <= parties.keys():
            of[each.type].append(each)
    interests = [*map(_interest, of["OWNS"]), *map(_consolidation, of["CONSOLIDATED_BY"])]
    volumes = dict[tuple[str, str], int]()
    for each in of["SUPPLIES"]:
        revenue = read.sold.get(each.start)
        if each.volume and revenue and revenue[1] == each.currency:
            volumes[each.start, each.end] = max(each.volume, volumes.get((each.start, each.end), 0))
    return Known(
        parties, sorted(interests, key=lambda each: (each.company, each.owner, each.kind, each.source)),
        [Kin(each.start, each.end, each.kind) for each in of["RELATED_TO"]],
        [Sale(*ends, volume, read.sold[ends[0]][0]) for ends, volume in volumes.items()],
        [Branch(each.start, each.end) for each in sorted(of["BRANCH_OF"], key=lambda each: (each.start, each.end))],
    )  # fmt: skip


def _interest(line: Line) -> Interest:
    return Interest(
        line.start, line.end, line.kind, line.least, line.most, line.direct, line.nominee, None, line.source, None, line.since
    )


def _consolidation(line: Line) -> Interest:
    # Whoever consolidates a company controls it, whatever its share.
    return Interest(line.end, line.start, OTHER_INFLUENCE, source=line.source, since=line.since)


# ---- what is to be


def _worked_out(read: _Read) -> tuple[Change, Done]:
    found = groups(_known(read))
    named = dict(zip(_ids(read, found), found, strict=True))
    formed = {id_: Formed(id_, each.rule, RULES[each.rule].version) for id_, each in named.items()}
    wanted = {_membership(id_, member, read.people): None for id_, each in named.items() for member in each.members}
    reasons = dict.fromkeys(_reasons(read, named))
    change = _difference(read, formed, wanted, reasons)
    rules = dict(sorted(Counter(each.rule.value for each in found).items()))
    new = formed.keys() - read.formed.keys()
    touched = {each.group for _, each in (*change.left, *change.joined, *change.forgotten, *change.because)}
    touched |= {each.id for each in change.formed}
    closed = {id_ for id_, _ in change.closed}
    members = len({each.party for each in wanted})
    return change, Done(len(found), members, rules, len(new), len(touched - new - closed), len(closed))


def _ids(read: _Read, found: Sequence[FoundGroup]) -> list[str]:
    """An id stays with most of the group's members; one that was closed comes back with two of its own."""
    of, ever = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for _, holds, each in read.members:
        ever[each.group].add(each.party)
        if holds:
            of[each.group].add(each.party)
    near = defaultdict[str, set[str]](set)
    for id_ in read.formed:
        for party in of[id_] if id_ in read.open else ever[id_]:
            near[party].add(id_)
    shares = list[tuple[int, bool, str, int]]()
    for at, group in enumerate(found):
        counted = Counter(id_ for member in group.members for id_ in near.get(member.party, ()))
        shares += [(-count, id_ not in read.open, id_, at) for id_, count in counted.items() if count > 1]
    names, taken = dict[int, str](), set[str]()
    for _, _, id_, at in sorted(shares):
        if at not in names and id_ not in taken:
            names[at] = id_
            taken.add(id_)
    return [names.get(at) or f"G{ULID()}" for at in range(len(found))]


def _membership(group: str, member: Member, people: Mapping[str, Someone]) -> Membership:
    version, record = RULES[member.rule].version, people[member.party].record
    return Membership(group, member.party, member.rule.value, version, member.role.value, member.since, record)


def _reasons(read: _Read, named: Mapping[str, FoundGroup]) -> Iterable[Reason]:
    """Every line between two of a group that may give control, between relatives that it rests on, and of sales that bind."""
    of = defaultdict[str, list[str]](list)
    for id_, group in named.items():
        for member in group.members:
            of[member.party].append(id_)
    dependents = {
        (id_, each.party) for id_, group in named.items() for each in group.members if each.role is GroupRole.DEPENDENT
    }  # fmt: skip
    for line in read.lines:
        for id_ in of.get(line.start, ()):
            if id_ not in of.get(line.end, ()):
                continue
            rule = _rule(line, named[id_], (id_, line.start) in dependents)
            if rule and not (rule is GroupRule.CONTROL and ({(id_, line.start), (id_, line.end)} & dependents)):
                since = date.fromisoformat(line.since) if line.since else None
                yield Reason(id_, rule.value, line.type, line.source, line.record, line.other_record, line.least, since)


def _rule(line: Line, group: FoundGroup, depends: bool) -> GroupRule | None:
    if line.type == "RELATED_TO":
        return GroupRule.JOINT_CONTROL if frozenset((line.start, line.end)) in group.kin else None
    if line.type == "SUPPLIES":
        return GroupRule.DEPENDENCE if depends else None
    return OF_RULE[line.type] if line.type != "OWNS" or counts(line.kind) else None


def _difference(
    read: _Read, formed: Mapping[str, Formed], wanted: Mapping[Membership, None], reasons: Mapping[Reason, None]
) -> Change:  # fmt: skip
    missing, left, renamed = {each: each.record for each in wanted}, list[tuple[str, Membership]](), list[tuple[str, str]]()
    for id_, holds, each in read.members:
        if not holds:
            continue
        record = missing.pop(each, None)
        if record is None:
            left.append((id_, each))
        elif record != each.record:
            renamed.append((id_, record))
    new, forgotten = dict(reasons), list[tuple[str, Reason]]()
    for id_, each in read.reasons:
        if each in new:
            del new[each]
        else:
            forgotten.append((id_, each))
    changed = [each for id_, each in sorted(formed.items()) if read.formed.get(id_) != each or id_ not in read.open]
    closed = [(id_, _into(id_, left, wanted)) for id_ in sorted(read.open - formed.keys())]
    return Change(changed, closed, left, _by(missing), renamed, forgotten, _by(new))


def _by(these: Iterable[T]) -> list[tuple[str, T]]:
    """Each with a name of its own."""
    return [(str(ULID()), each) for each in these]


def _into(id_: str, left: Iterable[tuple[str, Membership]], wanted: Collection[Membership]) -> str | None:
    """The group that most of its members are of now."""
    members = {each.party for _, each in left if each.group == id_}
    into = Counter(sorted(each.group for each in wanted if each.party in members))
    return into.most_common(1)[0][0] if into else None


# ---- writing


async def _write(session: Session, change: Change, today: date, hears: Told) -> None:
    """A group at a time is whole: what is written together is of the same groups, those that close with those they went into."""
    parts, now = _parts(change), datetime.now(UTC)
    for at, part in enumerate(parts):
        hears("form", at, len(parts))
        await surely(lambda part=part: session.together(lambda run: written.write(run, part, today, now)))


def _parts(change: Change) -> list[Change]:
    ids = [each.id for each in change.formed] + [id_ for id_, _ in change.closed] + [
        each.group for _, each in (*change.left, *change.joined, *change.forgotten, *change.because)
    ]  # fmt: skip
    renamed = [Change(renamed=list(some)) for some in batched(change.renamed, AT_ONCE)]
    return [_part(change, set(some)) for some in batched(list(dict.fromkeys(ids)), AT_ONCE)] + renamed


def _part(change: Change, ids: Collection[str]) -> Change:
    return Change(
        [each for each in change.formed if each.id in ids],
        [each for each in change.closed if each[0] in ids],
        [each for each in change.left if each[1].group in ids],
        [each for each in change.joined if each[1].group in ids],
        [],
        [each for each in change.forgotten if each[1].group in ids],
        [each for each in change.because if each[1].group in ids],
    )
