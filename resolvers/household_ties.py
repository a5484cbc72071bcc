"""Why people are one household: the ties that a household rests on, each with who says it, in words."""

from dataclasses import dataclass
from typing import Any

from rules.households import tie_in_words

TIES = """COLLECT {
  MATCH (this)-[_b:BECAUSE]->(_r)-[:DESCRIBES]->(_p:Party:Person) WHERE scoped(_p)
  MATCH (this)<-[:LIVES_IN|BELONGS_TO]-(_o:Party:Person)<-[:DESCRIBES]-(_s) WHERE scoped(_o) AND _s.id = _b.toRecordId
  WITH DISTINCT _b, _p, _o
  ORDER BY _b.validFrom, _b.rule, _b.by
  RETURN [_b.rule, _b.source, toString(_b.validFrom), toString(_b.validTo),
    CASE WHEN EXISTS { MATCH (_a:Account) WHERE _a.id = _b.account AND scoped(_a) } THEN _b.account END,
    current(_b), _p.name, _o.name, shape(one, _p), shape(other, _o)] }"""


@dataclass(frozen=True, slots=True)
class HouseholdTie:
    rule: str
    words: str
    one: Any
    other: Any
    account_id: str | None
    since: str | None
    until: str | None
    system: str


def told(ties: list[Any], ended: bool = False) -> list[HouseholdTie]:
    """Those that hold today, or all; rows are [rule, silo, days, account, whether it holds, names, the two people's own rows]."""
    return [
        HouseholdTie(
            rule, _in_words(tie_in_words(rule, one_name or "?", other_name or "?"), source, since, until),
            one, other, account, since, until, source,
        )
        for rule, source, since, until, account, holds, one_name, other_name, one, other in ties
        if holds or ended
    ]  # fmt: skip


def _in_words(tie: str, source: str, since: str | None, until: str | None) -> str:
    days = (f" from {since}" if since else "") + (f" until {until}" if until else "")
    return f"{tie}{days}, says {source}."
