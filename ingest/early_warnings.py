"""Customers judged: what is around them is read, rules tell what they believe, and the difference to what stands is written.

What was broken off is completed by the next; repeated, it changes nothing. A rule that raises is named, and the others go on.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import blake2b
from typing import Any

import orjson

from graph import early_warnings as written
from graph import neighbourhoods
from graph.early_warnings import SIGN, Because, Change, Said, Standing
from graph.ledger import surely
from graph.locks import held
from graph.session import Session
from ingest.neighbourhoods import neighbourhood
from rules import warnings
from rules.registry import Ground, Judged, Rule, found, judged
from rules.thresholds import Thresholds
from runtime.terminal import Told, unheard

AT_ONCE = 200
"""Customers that are read, judged and written together."""
RULES = found(warnings)
OF_THE_DAY = ("score", "scores", "contributions")
"""How strong a sign was on the day it was found: that it is another the day after makes no other warning of it."""


@dataclass(slots=True)
class Done:
    """Who was judged, what holds by rule, and what was done; `faults` are rules that raised, with how often."""

    customers: int = 0
    warnings: int = 0
    rules: Counter[str] = field(default_factory=Counter[str])
    said: int = 0
    ended: int = 0
    faults: Counter[str] = field(default_factory=Counter[str])

    def words(self) -> str:
        """As a person reads it."""
        there = f"{self.customers:,} customers are judged, {self.warnings:,} warnings hold"
        did = f"{self.said:,} are new or changed, {self.ended:,} hold no more" if self.said or self.ended else "nothing is new"
        broken = "".join(f" {rule} failed {count:,} times." for rule, count in sorted(self.faults.items()))
        return f"{there}: {did}.{broken}"


async def judge(
    session: Session,
    *,
    today: date,
    parties: Sequence[str] | None = None,
    thresholds: Thresholds | None = None,
    rules: Sequence[Rule] = RULES,
    writes: bool = True,
    hears: Told = unheard,
) -> Done:
    """Judges all customers, or these parties, as of today, and writes what is not so yet; one process at a time. Where it does not
    write, it says what it would."""
    done, lines = Done(), thresholds or Thresholds()
    async with held(session, "early warnings"):
        after: str | None = ""
        while after is not None:
            if parties is None:
                portion = await neighbourhoods.customers(session, today, after, AT_ONCE)
                ids, after = portion.ids, portion.after
            else:
                ids, after = list(parties), None
            await _portion(session, ids, today, lines, rules, done, writes=writes)
            hears("judge", done.customers, done.customers + (0 if after is None else AT_ONCE))
        if parties is None:
            await _forget(session, today, done, writes=writes)
    return done


async def _forget(session: Session, today: date, done: Done, *, writes: bool) -> None:
    """Ends what is said of who is no customer any more."""
    after = ""
    while gone := await written.gone(session, today, after, AT_ONCE):
        after = gone[-1]
        done.ended += len(gone)
        if writes:
            await _write(session, Change(ended=gone), today)


async def _write(session: Session, change: Change, today: date) -> None:
    now = datetime.now(UTC)
    await surely(lambda: session.together(lambda run: written.write(run, change, today, now)))


async def _portion(
    session: Session, ids: Sequence[str], today: date, lines: Thresholds, rules: Sequence[Rule], done: Done, *, writes: bool
) -> None:
    rows = await neighbourhoods.read(session, ids, today)
    there = defaultdict[str, list[Standing]](list)
    for each in await written.standing(session, [row["party"] for row in rows]):
        there[each.party].append(each)
    change = Change()
    for row in rows:
        believed, broken = judged(rules, neighbourhood(row), today, lines)
        done.faults.update(fault.rule for fault in broken)
        done.rules.update(each.rule.name for each in believed)
        _difference(row, believed, {fault.rule for fault in broken}, there[row["party"]], today, change)
        done.warnings += len(believed)
    done.customers += len(rows)
    done.said += len(change.said)
    done.ended += len(change.ended)
    if writes and change:
        await _write(session, change, today)


def _difference(
    row: dict[str, Any], believed: Sequence[Judged], broken: set[str], there: Sequence[Standing], today: date, change: Change
) -> None:
    """What a rule that raised said before stays."""
    standing = {(each.rule, each.about): each for each in there}
    for each in believed:
        said = _said(each, row)
        before = standing.pop((each.rule.name, each.judgement.about), None)
        if before is None or before.hash != said["hash"]:
            if before:
                change.ended.append(before.id)
            id_ = _digest([row["party"], each.rule.name, each.judgement.about, said["hash"], str(today)])
            change.said.append(Said(id_, row["party"], row["record"], said, list(_because(id_, each))))
    change.ended.extend(each.id for each in standing.values() if each.rule not in broken)


def _said(each: Judged, row: dict[str, Any]) -> dict[str, Any]:
    one = each.judgement
    said: dict[str, Any] = {
        "accounts": sorted({account for account, *_ in row["holdings"]}),
        "rule": each.rule.name, "version": each.rule.version, "ruleWords": each.rule.en, "ruleWordsZh": each.rule.zh,
        "about": one.about, "level": one.level, "score": round(one.score, 6), "words": one.en, "wordsZh": one.zh,
        "since": one.since, "action": one.action_en, "actionZh": one.action_zh,
        "reasons": [reason.kind for reason in one.reasons], "scores": [reason.score for reason in one.reasons],
        "reasonWords": [reason.en for reason in one.reasons], "reasonWordsZh": [reason.zh for reason in one.reasons],
    }  # fmt: skip
    grounds = _grounds(each)
    said |= {
        "groundKinds": [kind for kind, _ in grounds], "groundLabels": [each.fact.label for _, each in grounds],
        "groundIds": [each.fact.id for _, each in grounds], "groundSystems": [each.fact.system for _, each in grounds],
        "groundWords": [each.en for _, each in grounds], "groundWordsZh": [each.zh for _, each in grounds],
        "contributions": [each.contribution for _, each in grounds],
    }  # fmt: skip
    return said | {"hash": _digest({name: value for name, value in said.items() if name not in OF_THE_DAY})}


def _because(id_: str, each: Judged) -> Iterator[Because]:
    for kind, ground in _grounds(each):
        yield Because(id_, kind, ground.fact.label, ground.fact.id, ground.contribution)


def _grounds(each: Judged) -> list[tuple[str, Ground]]:
    """Of the sign, then reason by reason."""
    of_reasons = [(reason.kind, ground) for reason in each.judgement.reasons for ground in reason.grounds]
    return [*((SIGN, ground) for ground in each.judgement.grounds), *of_reasons]


def _digest(said: Any) -> str:
    return blake2b(orjson.dumps(said), digest_size=12).hexdigest()
