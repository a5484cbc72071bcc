"""The whole economic unit around a party: owners, families, companies, guarantors, payroll, and what all of them have and owe."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from resolvers.holdings import OWNED, Balance, balances
from runtime.errors import UnknownParty

RINGS = ("CENTRE", "COMPANY", "OWNER", "HOUSEHOLD", "KIN", "GUARANTOR", "PAYROLL")
"""From the inside out: an account counts in the innermost ring that one of its holders is in."""
MOST = 5_000
"""So many people are read of one payroll, and so many parties in all."""
MOST_MEMBERS = 1_000
HALF = "coalesce({0}.shareExact, {0}.shareMin) > 0.5 AND {0}.interest = 'SHAREHOLDING' AND NOT coalesce({0}.nominee, false)"
# The heart is the group by control, or where there is none whoever has most of it and what it has most of itself.
NEAR = f"""COLLECT {{
  begin(_c, of)
  WITH _c, COLLECT {{
      MATCH (_c)-[_i:IN_GROUP]->(_k)<-[_m:IN_GROUP]-(_x:Party)
      WHERE current(_i) AND current(_m) AND scoped(_x) AND _i.role <> 'DEPENDENT' AND _m.role <> 'DEPENDENT'
      RETURN DISTINCT _x LIMIT {MOST} }} AS _group,
    COLLECT {{ MATCH (_c)-[_o:OWNS]-(_z:Party)
      WHERE current(_o) AND scoped(_z) AND {HALF.format("_o")} RETURN DISTINCT _z LIMIT 100 }} AS _held
  WITH _c, [_c] + CASE WHEN size(_group) > 0 THEN _group ELSE _held END AS _heart
  WITH _c, _heart, [_h IN _heart WHERE _h:Person] AS _owners
  WITH _c, [[0, _c]] + [_h IN _heart | [CASE WHEN _h:Person THEN 2 ELSE 1 END, _h]]
    + COLLECT {{ UNWIND _owners AS _p MATCH (_p:Party)-[_l:LIVES_IN|BELONGS_TO]->(_n)<-[_b:LIVES_IN|BELONGS_TO]-(_y:Party)
        WHERE current(_l) AND current(_b) AND scoped(_p) AND scoped(_y) AND _y <> _p RETURN DISTINCT [3, _y] }}
    + COLLECT {{ UNWIND _owners AS _d MATCH (_d:Party)-[_r:RELATED_TO]-(_q:Party)
        WHERE current(_r) AND scoped(_d) AND scoped(_q) AND _r.kind IN ['SPOUSE', 'PARENT', 'CHILD'] RETURN DISTINCT [4, _q] }}
    + COLLECT {{ UNWIND _heart AS _e MATCH (_e:Party)<-[_g:GUARANTEES]-(_u:Party)
        WHERE current(_g) AND scoped(_e) AND scoped(_u) RETURN DISTINCT [5, _u] }}
    + COLLECT {{ UNWIND _heart AS _f MATCH (_f:Party)<-[_w:WORKS_FOR]-(_v:Party)
        WHERE current(_w) AND scoped(_f) AND scoped(_v) AND _w.evidence = 'PAYROLL'
        RETURN DISTINCT [6, _v] LIMIT {MOST + 1} }} AS _all
  UNWIND _all AS _one
  WITH _c, _one[1] AS _t, collect(DISTINCT _one[0]) AS _rings
  ORDER BY reduce(_least = 9, _each IN _rings | CASE WHEN _each < _least THEN _each ELSE _least END), _t.sortName, _t.id
  LIMIT {MOST + 1}
  RETURN [_rings, CASE WHEN _t = _c THEN shape(centre, _c) END, shape(party, _t),
    COLLECT {{ MATCH (_t:Party)-[_j:HOLDS]->(_a:Account)
      WHERE scoped(_t) AND scoped(_a) AND current(_j) AND {OWNED.replace("_h", "_j")}
      RETURN DISTINCT [_a.id, _a.currency, coalesce(_a.balance, _a.lastBalance), shape(account, _a)] }}] }}"""


@dataclass(frozen=True, slots=True)
class UnitMember:
    party: Any
    roles: list[str]
    is_customer: bool


@dataclass(frozen=True, slots=True)
class UnitAccount:
    account: Any
    role: str


@dataclass(frozen=True, slots=True)
class UnitRing:
    role: str
    parties: int
    customers: int
    balances: list[Balance]


@dataclass(frozen=True, slots=True)
class EconomicUnit:
    centre: Any
    member_count: int
    account_count: int
    is_whole: bool
    balances: list[Balance]
    rings: list[UnitRing]
    members: list[UnitMember]
    accounts: list[UnitAccount]


def economic_unit(found: Sequence[Any], first: int = 100) -> EconomicUnit:
    """Rows are [rings, the centre's own rows, the party's, its accounts as [id, currency, minor units, rows]], from the inside out.

    Raises UnknownParty.
    """
    if not found:
        raise UnknownParty("There is no such party that you may see: check its id.")
    rows = found[:MOST]
    accounts = dict[str, tuple[str, list[Any]]]()
    for rings, _, _, held in rows:
        for account in held:
            accounts.setdefault(account[0], (_innermost(rings), account))
    by_ring = defaultdict[str, list[list[Any]]](list)
    for ring, account in accounts.values():
        by_ring[ring].append(account)
    of = defaultdict[str, list[bool]](list)
    for rings, _, _, held in rows:
        of[_innermost(rings)].append(bool(held))
    return EconomicUnit(
        next(centre for _, centre, _, _ in rows if centre is not None), len(rows), len(accounts), len(found) <= MOST,
        _sums(account for _, account in accounts.values()),
        [UnitRing(ring, len(of[ring]), sum(of[ring]), _sums(by_ring[ring])) for ring in RINGS if ring in of],
        [UnitMember(party, [RINGS[at] for at in sorted(rings)], bool(held)) for rings, _, party, held in rows[:first]],
        [UnitAccount(account[3], ring) for ring, account in list(accounts.values())[:first]],
    )  # fmt: skip


def _innermost(rings: Iterable[int]) -> str:
    return RINGS[min(rings)]


def _sums(accounts: Iterable[Sequence[Any]]) -> list[Balance]:
    return balances([[account[1], account[2]] for account in accounts])
