"""What someone has and owes, out of the accounts they hold; every account counted once."""

from dataclasses import dataclass
from typing import Any

from graph import money

HELD = "MATCH (this)-[_h:HOLDS]->(_a:Account) WHERE scoped(_a) AND current(_h)"
HELD_BY_MEMBERS = (
    "MATCH (this)<-[_l:LIVES_IN]-(_m:Party)-[_h:HOLDS]->(_a:Account) "
    "WHERE scoped(_m) AND scoped(_a) AND current(_l) AND current(_h)"
)
SUMS = """COLLECT {{ {held} WITH DISTINCT _a
  RETURN [_a.currency, sum(CASE WHEN _a.balance > 0 THEN _a.balance ELSE 0 END),
          sum(CASE WHEN _a.balance < 0 THEN -_a.balance ELSE 0 END), count(*)] }}"""
PRODUCTS = """COLLECT {{ {held} WITH DISTINCT _a MATCH (_a)-[_o:OF]->(_p:Product) WHERE current(_o)
  WITH _p, _a.currency AS _c, count(*) AS _n, sum(_a.balance) AS _b
  RETURN [_p.code, _c, _n, _b, shape(product, _p)] }}"""


def of_party(sums: str) -> str:
    return sums.format(held=HELD)


def of_household(sums: str) -> str:
    return sums.format(held=HELD_BY_MEMBERS)


@dataclass(frozen=True, slots=True)
class Balance:
    currency: str
    assets: str
    liabilities: str
    accounts: int


@dataclass(frozen=True, slots=True)
class ProductHolding:
    product: Any
    currency: str
    accounts: int
    balance: str


def balances(sums: list[Any]) -> list[Balance]:
    """By currency, in its alphabetical order; rows are [currency, minor units there, minor units owed, accounts]."""
    return [Balance(c, money.told(has, c), money.told(owes, c), n) for c, has, owes, n in sorted(sums)]


def products(held: list[Any]) -> list[ProductHolding]:
    """By product code and currency; rows are [code, currency, accounts, minor units, the product's own rows]."""
    ordered = sorted(held, key=lambda row: (row[0], row[1]))
    return [ProductHolding(product, c, n, money.told(sum_, c)) for _, c, n, sum_, product in ordered]
