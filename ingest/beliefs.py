"""Customers judged: what is around them is read, rules tell what they believe, and the difference to what stands is written.

What was broken off is completed by the next; repeated, it changes nothing. A rule that raises is named, and the others go on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from itertools import groupby
from typing import Any

import orjson

from graph import beliefs, neighbourhoods
from graph.beliefs import SIGN, Because, Change, Held, Said
from graph.ledger import surely
from graph.locks import held
from graph.session import Session
from ingest.neighbourhoods import neighbourhood, product_of
from rules import bundles, standings, warnings
from rules.needs import Shelves, shelves
from rules.neighbourhood import Neighbourhood
from rules.offers import Offer, offers
from rules.registry import Ground, Judged, Rule, found, judged
from rules.thresholds import Thresholds
from runtime.terminal import Told, unheard

AT_ONCE = 200
"""Customers that are read, judged and written together."""
RULES = found(warnings)
BUNDLES = found(bundles)
STANDINGS = found(standings)
WARNING, RECOMMENDATION, STANDING = beliefs.KINDS
OF_THE_DAY = ("score", "scores", "contributions")
"""How strong a sign was on the day it was found: that it is another the day after makes nothing else of it."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What is judged by, and when."""

    today: date
    lines: Thresholds
    rules: Sequence[Rule]
    bundles: Sequence[Rule]
    standings: Sequence[Rule]
    shelves: Shelves


@dataclass(frozen=True, slots=True)
class Belief:
    """Something that is to hold of a party; with what it rests on, by kind of reason. A standing begins on a day, and what came
    before it has ended on one."""

    kind: str
    rule: Rule
    about: str
    said: dict[str, Any]
    grounds: list[tuple[str, Ground]]
    product: str | None = None
    begins: date | None = None
    ends: date | None = None


@dataclass(slots=True)
class Done:
    """Who was judged, what holds (by rule, too), and what was done: `moved` by what customers were and now are; `faults` are rules
    that raised, with how often."""

    customers: int = 0
    others: int = 0
    warnings: int = 0
    offers: int = 0
    rejected: int = 0
    standings: int = 0
    moved: Counter[str] = field(default_factory=Counter[str])
    rules: Counter[str] = field(default_factory=Counter[str])
    said: int = 0
    ended: int = 0
    faults: Counter[str] = field(default_factory=Counter[str])

    def words(self) -> str:
        """As a person reads it."""
        others = f" and {self.others:,} others" if self.others else ""
        there = f"{self.customers:,} customers{others} are judged: {self.warnings:,} warnings and {self.offers:,} offers hold"
        not_so = f", {self.rejected:,} offers are rejected" if self.rejected else ""
        did = f"{self.said:,} are new or changed, {self.ended:,} hold no more" if self.said or self.ended else "nothing is new"
        broken = "".join(f" {rule} failed {count:,} times." for rule, count in sorted(self.faults.items()))
        elsewhere = "".join(f" {count:,} × {how}." for how, count in sorted(self.moved.items()))
        return f"{there}{not_so}; {did}.{elsewhere}{broken}"


async def judge(
    session: Session,
    *,
    today: date,
    parties: Sequence[str] | None = None,
    thresholds: Thresholds | None = None,
    rules: Sequence[Rule] = RULES,
    bundles: Sequence[Rule] = BUNDLES,
    standings: Sequence[Rule] = STANDINGS,
    writes: bool = True,
    hears: Told = unheard,
) -> Done:
    """Judges all customers, or these parties, as of today, and writes what is not so yet; one process at a time. Where it does not
    write, it says what it would."""
    done = Done()
    async with held(session, "judging"):
        catalogue = [product_of(row) for row in await neighbourhoods.catalogue(session)]
        lines = thresholds or Thresholds()
        bench = Bench(today, lines, rules, bundles, standings, shelves(catalogue, lines))
        after: str | None = ""
        while after is not None:
            if parties is None:
                portion = await neighbourhoods.judged(session, after, AT_ONCE)
                ids, after = portion.ids, portion.after
            else:
                ids, after = list(parties), None
            await _portion(session, ids, bench, done, writes=writes)
            hears("customers", so_far := done.customers + done.others, so_far + (0 if after is None else AT_ONCE))
        if parties is None:
            await _forget(session, today, done, writes=writes)
    return done


async def _forget(session: Session, today: date, done: Done, *, writes: bool) -> None:
    """Ends what is said of who is no customer any more."""
    for kind in beliefs.KINDS:
        after = ""
        while gone := await beliefs.gone(session, kind, today, after, AT_ONCE):
            after = gone[-1]
            done.ended += len(gone)
            if writes:
                await _write(session, Change(ended=[(kind, id_) for id_ in gone]), today)


async def _write(session: Session, change: Change, today: date) -> None:
    now = datetime.now(UTC)
    await surely(lambda: session.together(lambda run: beliefs.write(run, change, today, now)))


async def _portion(session: Session, ids: Sequence[str], bench: Bench, done: Done, *, writes: bool) -> None:
    rows = await neighbourhoods.read(session, ids, bench.today)
    there = defaultdict[str, list[Held]](list)
    for each in await beliefs.held(session, [row["party"] for row in rows]):
        there[each.party].append(each)
    change = Change()
    for row in rows:
        believed, broken = _believed(neighbourhood(row), row, bench)
        done.faults.update(broken)
        _difference(row, believed, set(broken), there[row["party"]], bench.today, change)
        done.moved.update(_moved(believed, there[row["party"]]))
        for each in believed:
            if each.ends:
                continue
            rejected = each.said.get("rejected", False)
            done.rejected += rejected
            done.offers += each.kind == RECOMMENDATION and not rejected
            done.warnings += each.kind == WARNING
            done.standings += each.kind == STANDING
            done.rules[each.rule.name] += not rejected
        done.customers += bool(row["holdings"])
        done.others += not row["holdings"]
    done.said += len(change.said)
    done.ended += len(change.ended)
    if writes and change:
        await _write(session, change, bench.today)


def _believed(near: Neighbourhood, row: dict[str, Any], bench: Bench) -> tuple[list[Belief], list[str]]:
    """What is believed of a party, and the names of rules that raised. Who is no customer only stands somewhere."""
    accounts = sorted({account for account, *_ in row["holdings"]})
    stood, broken = judged(bench.standings, near, bench.today, bench.lines)
    found = list(_standings(stood, accounts, bench.today))
    if row["holdings"]:
        signs, raised = judged(bench.rules, near, bench.today, bench.lines)
        offered, failed = offers(bench.bundles, near, bench.today, bench.lines, bench.shelves)
        found += [*(_warning(each, accounts) for each in signs), *(_recommendation(each, accounts) for each in offered)]
        broken += [*raised, *failed]
    return found, [each.rule for each in broken]


def _difference(
    row: dict[str, Any], believed: Sequence[Belief], broken: set[str], there: Sequence[Held], today: date, change: Change
) -> None:
    """What a rule that raised said before stays. How somebody came to stand where it does is only said where nothing of it was."""
    holding = dict[tuple[str, str, str], Held]()
    for each in there:
        # Where two parties became one, both were judged by a rule: one is judged on, the other ends.
        if each.holds and holding.setdefault((each.kind, each.rule, each.about), each) is not each:
            change.ended.append((each.kind, each.id))
    stood = {each.rule for each in there if each.kind == STANDING}
    for each in believed:
        if each.ends and each.rule.name in stood:
            continue
        before = None if each.ends else holding.pop((each.kind, each.rule.name, each.about), None)
        if before is None or before.hash != each.said["hash"]:
            if before:
                change.ended.append((before.kind, before.id))
            begins = today if each.begins and each.rule.name in stood else each.begins
            id_ = _digest([row["party"], each.rule.name, each.about, each.said["hash"], str(begins or today)])
            because = [Because(id_, kind, one.fact.label, one.fact.id, one.contribution) for kind, one in each.grounds]
            dates = {"validFrom": begins, "validTo": each.ends} if begins else {}
            said = each.said | dates
            change.said.append(Said(each.kind, id_, row["party"], row["record"], said, because, each.product, begins, each.ends))
    change.ended.extend((each.kind, each.id) for each in holding.values() if each.rule not in broken)


def _moved(believed: Sequence[Belief], there: Sequence[Held]) -> list[str]:
    """Which standings are other than they were."""
    before = {each.rule: each.standing for each in there if each.holds and each.kind == STANDING}
    now = {each.rule.name: each.said["standing"] for each in believed if each.kind == STANDING and not each.ends}
    return [f"{rule} {was} → {now[rule]}" for rule, was in before.items() if rule in now and now[rule] != was]


def _standings(stood: Sequence[Judged], accounts: list[str], today: date) -> Iterator[Belief]:
    """Where a party stands by each rule, after how it came there: each ends where the next begins."""
    for name, of_rule in groupby(stood, key=lambda each: each.rule.name):
        steps = list(of_rule)
        begins = [min(each.judgement.since or today, today) for each in steps]
        for each, begin, end in zip(steps, begins, [*begins[1:], None], strict=True):
            if begin == end:
                continue
            one, grounds = each.judgement, [(SIGN, ground) for ground in each.judgement.grounds]
            said = _of_rule(each.rule, accounts) | _of_grounds(grounds) | {
                "about": "", "standing": one.level, "words": one.en, "wordsZh": one.zh, "action": one.action_en,
                "actionZh": one.action_zh, "hash": _digest([name, each.rule.version, one.level]),
            }  # fmt: skip
            yield Belief(STANDING, each.rule, "", said, grounds, begins=begin, ends=end)


def _warning(each: Judged, accounts: list[str]) -> Belief:
    one = each.judgement
    grounds = [*((SIGN, ground) for ground in one.grounds), *((why.kind, ground) for why in one.reasons for ground in why.grounds)]
    said = _of_rule(each.rule, accounts) | _of_grounds(grounds) | {
        "about": one.about, "level": one.level, "score": round(one.score, 6), "words": one.en, "wordsZh": one.zh,
        "since": one.since, "action": one.action_en, "actionZh": one.action_zh,
        "reasons": [reason.kind for reason in one.reasons], "scores": [reason.score for reason in one.reasons],
        "reasonWords": [reason.en for reason in one.reasons], "reasonWordsZh": [reason.zh for reason in one.reasons],
    }  # fmt: skip
    return Belief(WARNING, each.rule, one.about, _sealed(said), grounds)


def _recommendation(each: Offer, accounts: list[str]) -> Belief:
    grounds = [(SIGN, ground) for ground in each.grounds]
    product = each.product.code if each.product else None
    said = _of_rule(each.rule, accounts) | _of_grounds(grounds) | {
        "about": each.need.name, "product": product, "kind": each.kind, "score": round(each.score, 6), "personal": each.personal,
        "rejected": each.rejected, "need": each.need.en, "needZh": each.need.zh, "words": each.en, "wordsZh": each.zh,
        "why": each.why_en, "whyZh": each.why_zh, "action": each.action_en, "actionZh": each.action_zh,
        "change": each.change_en, "changeZh": each.change_zh, "until": each.until,
        "refusals": [one.kind for one in each.refusals],
        "refusalWords": [one.en for one in each.refusals], "refusalWordsZh": [one.zh for one in each.refusals],
        "refusalUntil": [one.until_en for one in each.refusals], "refusalUntilZh": [one.until_zh for one in each.refusals],
        "pathLabels": [step.label for step in each.path], "pathIds": [step.id for step in each.path],
        "pathWords": [step.en for step in each.path], "pathWordsZh": [step.zh for step in each.path],
    }  # fmt: skip
    return Belief(RECOMMENDATION, each.rule, each.need.name, _sealed(said), grounds, product)


def _of_rule(rule: Rule, accounts: list[str]) -> dict[str, Any]:
    return {"accounts": accounts, "rule": rule.name, "version": rule.version, "ruleWords": rule.en, "ruleWordsZh": rule.zh}


def _of_grounds(grounds: Sequence[tuple[str, Ground]]) -> dict[str, Any]:
    return {
        "groundKinds": [kind for kind, _ in grounds], "groundLabels": [each.fact.label for _, each in grounds],
        "groundIds": [each.fact.id for _, each in grounds], "groundSystems": [each.fact.system for _, each in grounds],
        "groundWords": [each.en for _, each in grounds], "groundWordsZh": [each.zh for _, each in grounds],
        "contributions": [each.contribution for _, each in grounds],
    }  # fmt: skip


def _sealed(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"hash": _digest({name: value for name, value in said.items() if name not in OF_THE_DAY})}


def _digest(said: Any) -> str:
    return blake2b(orjson.dumps(said), digest_size=12).hexdigest()
