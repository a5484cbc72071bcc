"""Who answers for whose debts: each guarantee with the line of credit that it stands for."""

from dataclasses import dataclass
from typing import Any

from graph import money

CELLS = """_g.kind, _g.amount, _g.currency, toString(_g.validFrom), toString(_g.validTo), _g.source,
  shape(guarantor, _p), shape(borrower, _b)"""
ORDERED = "ORDER BY _g.validFrom, _g.facility, _g.recordId LIMIT 100"
# The line is named by the guarantee, and was granted to whoever is answered for.
GIVEN = f"""COLLECT {{
  MATCH (this)-[_g:GUARANTEES]->(_b:Party) WHERE scoped(_b) AND current(_g)
  WITH _g, _b, this AS _p {ORDERED}
  RETURN [{CELLS}, COLLECT {{ MATCH (_f)-[:GRANTED_TO]->(_b) WHERE _f.id = _g.facility RETURN shape(facility, _f) LIMIT 1 }}] }}"""
HAD = f"""COLLECT {{
  MATCH (this)<-[_g:GUARANTEES]-(_p:Party) WHERE scoped(_p) AND current(_g)
  WITH _g, _p, this AS _b, this {ORDERED}
  RETURN [{CELLS},
    COLLECT {{ MATCH (_f)-[:GRANTED_TO]->(this) WHERE _f.id = _g.facility RETURN shape(facility, _f) LIMIT 1 }}] }}"""
OF_FACILITY = f"""COLLECT {{
  MATCH (this)-[:GRANTED_TO]->(_b:Party)<-[_g:GUARANTEES]-(_p:Party)
  WHERE scoped(_b) AND scoped(_p) AND _g.facility = this.id AND current(_g)
  WITH _g, _p, _b, this AS _f {ORDERED}
  RETURN [{CELLS}, [shape(facility, _f)]] }}"""


@dataclass(frozen=True, slots=True)
class Guarantee:
    guarantor: Any
    borrower: Any
    facility: Any
    kind: str
    amount: str | None
    currency: str | None
    since: str | None
    until: str | None
    system: str


def told(found: list[Any]) -> list[Guarantee]:
    """Rows are [kind, minor units, currency, days, silo, the rows of guarantor and borrower, those of the line]."""
    return [
        Guarantee(
            guarantor, borrower, lines[0] if lines else None, kind,
            money.told(minor, currency) if minor is not None else None, currency, since, until, system,
        )
        for kind, minor, currency, since, until, system, guarantor, borrower, lines in found
    ]  # fmt: skip
