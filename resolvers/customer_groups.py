"""What a customer group rests on, and what it may draw, has drawn and answers for, every line counted once."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from graph import money
from rules.customer_groups import tie_in_words

TIES = """COLLECT {
  MATCH (this)-[_b:BECAUSE]->(_r)-[:DESCRIBES]->(_p:Party) WHERE scoped(_p) AND current(_b)
  WITH DISTINCT this, _b, _p ORDER BY _b.rule, _b.kind, _b.by LIMIT 500
  MATCH (this)<-[:IN_GROUP]-(_o:Party)<-[:DESCRIBES]-(_s) WHERE scoped(_o) AND _s.id = _b.toRecordId
  WITH DISTINCT _b, _p, _o ORDER BY _b.rule, _b.kind, _b.by
  RETURN [_b.rule, _b.kind, _b.source, toString(_b.validFrom), _b.share, coalesce(_p.name, _p.id), coalesce(_o.name, _o.id),
    shape(one, _p), shape(other, _o)] }"""
# A line within one of another member is a part of that one, and counts there.
CREDIT = """[COLLECT {
    MATCH (this)<-[_m:IN_GROUP]-(_p:Party)<-[:GRANTED_TO]-(_f) WHERE current(_m) AND scoped(_p) AND _f.until IS NULL
      AND _f.status <> 'CLOSED'
      AND NOT EXISTS { MATCH (_f)-[:WITHIN]->(_w)-[:GRANTED_TO]->(_q:Party)-[_n:IN_GROUP]->(this) WHERE scoped(_q) AND current(_n) }
    WITH DISTINCT _f
    RETURN [_f.currency, CASE WHEN _f.status = 'EXPIRED' THEN 0 ELSE _f.limit END, _f.used] },
  COLLECT {
    MATCH (this)<-[_m:IN_GROUP]-(_p:Party)-[_g:GUARANTEES]-(_b:Party)
    WHERE current(_m) AND current(_g) AND scoped(_p) AND scoped(_b) AND _g.amount IS NOT NULL
    WITH DISTINCT _g
    RETURN [_g.currency, _g.amount,
      EXISTS { MATCH (this)<-[_m:IN_GROUP]-(_p:Party) WHERE _p = startNode(_g) AND current(_m) AND scoped(_p) },
      EXISTS { MATCH (this)<-[_m:IN_GROUP]-(_p:Party) WHERE _p = endNode(_g) AND current(_m) AND scoped(_p) }] }]"""


@dataclass(frozen=True, slots=True)
class GroupTie:
    rule: str
    words: str
    one: Any
    other: Any
    share: float | None
    since: str | None
    system: str


@dataclass(frozen=True, slots=True)
class GroupCredit:
    currency: str
    lines: int
    limit: str
    used: str
    available: str
    guaranteed_within: str
    guaranteed_for_others: str
    guaranteed_by_others: str


def ties(found: list[Any]) -> list[GroupTie]:
    """Rows are [rule, type, silo, day, share, names, the two parties' own rows]."""
    return [
        GroupTie(rule, tie_in_words(kind, one_name, other_name, share, since, source), one, other, share, since, source)
        for rule, kind, source, since, share, one_name, other_name, one, other in found
    ]


def credit(found: list[Any]) -> list[GroupCredit]:
    """By currency; rows are [currency, limit, used] of each line, and [currency, amount, whether a member gives it, has it]."""
    lines, guarantees = found
    of = defaultdict[str, list[int]](lambda: [0, 0, 0, 0, 0, 0])
    for currency, limit, used in lines:
        sums = of[currency]
        sums[0] += 1
        sums[1] += limit or 0
        sums[2] += used or 0
    for currency, amount, gives, has in guarantees:
        of[currency][3 if gives and has else 4 if gives else 5] += amount
    return [
        GroupCredit(
            currency, count, *(money.told(minor, currency) for minor in (limit, used, max(0, limit - used), *answered)),
        )
        for currency, (count, limit, used, *answered) in sorted(of.items())
    ]  # fmt: skip
