"""Guarantee circles (担保圈): who answers for each other round about, so that where one fails all are called."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph import money
from resolvers.guarantees import Guarantee

MOST = 500
"""So many parties are followed."""
# Whoever is answered for, and whoever those answer for, each once: returning the way itself would lose the pruning.
NEAR = f"""COLLECT {{
  MATCH _w = (this)-[:GUARANTEES*0..]->(_x)
  WHERE all(_n IN nodes(_w) WHERE scoped(_n)) AND all(_s IN relationships(_w) WHERE current(_s))
  WITH DISTINCT this, _x LIMIT {MOST + 1}
  MATCH (_x)-[_g:GUARANTEES]->(_b:Party) WHERE scoped(_b) AND current(_g)
  RETURN [this.id, _x.id, _b.id, _g.kind, _g.amount, _g.currency, toString(_g.validFrom), toString(_g.validTo), _g.source,
    shape(guarantor, _x), shape(borrower, _b),
    COLLECT {{ MATCH (_f)-[:GRANTED_TO]->(_b) WHERE _f.id = _g.facility RETURN shape(facility, _f) LIMIT 1 }},
    shape(party, _x)] ORDER BY _x.id, _b.id, _g.facility, _g.recordId }}"""


@dataclass(frozen=True, slots=True)
class CircleMember:
    party: Any
    answers_for: int


@dataclass(frozen=True, slots=True)
class CircleAmount:
    currency: str
    amount: str
    unknown: int


@dataclass(frozen=True, slots=True)
class GuaranteeCircle:
    is_mutual: bool
    members: list[CircleMember]
    guarantees: list[Guarantee]
    amounts: list[CircleAmount]


def circle(found: list[Any]) -> GuaranteeCircle | None:
    """None where it is in none. Rows are [whose circle, guarantor, borrower, kind, minor units, currency, days, silo, shapes]."""
    inside = _round(found)
    if not inside:
        return None
    rows = [each for each in found if each[1] in inside and each[2] in inside]
    shapes = {each[1]: each[12] for each in rows}
    counted = {party: len({each[2] for each in rows if each[1] == party}) for party in shapes}
    return GuaranteeCircle(
        len(inside) == 2, [CircleMember(shape, counted[party]) for party, shape in shapes.items()],
        [_guarantee(each) for each in rows], _amounts(rows),
    )  # fmt: skip


def _round(found: Sequence[list[Any]]) -> set[str]:
    """Those whom it answers for, near or far, and who answer for it."""
    ahead, back = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for _, one, other, *_ in found:
        if one != other:
            ahead[one].append(other)
            back[other].append(one)
    return _reached(ahead, found[0][0]) & _reached(back, found[0][0]) if found else set()


def _reached(ways: Mapping[str, list[str]], begin: str) -> set[str]:
    """From the first on by at least one way."""
    seen, left = set[str](), [begin]
    while left:
        new = set(ways.get(left.pop(), ())) - seen
        seen |= new
        left += new
    return seen if begin in seen else set()


def _guarantee(row: list[Any]) -> Guarantee:
    _, _, _, kind, minor, currency, since, until, system, guarantor, borrower, lines, _ = row
    amount = money.told(minor, currency) if minor is not None else None
    return Guarantee(guarantor, borrower, lines[0] if lines else None, kind, amount, currency, since, until, system)


def _amounts(rows: Iterable[list[Any]]) -> list[CircleAmount]:
    of = defaultdict[str, list[int | None]](list)
    for row in rows:
        if row[5] is not None:
            of[row[5]].append(row[4])
    return [
        CircleAmount(currency, money.told(sum(each or 0 for each in told), currency), told.count(None))
        for currency, told in sorted(of.items())
    ]
