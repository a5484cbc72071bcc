"""What someone has and owes, out of the accounts they hold; every account counted once."""

from dataclasses import dataclass
from typing import Any

from graph import money

# Whose money it is: not that of a signatory, a guardian, a guarantor, or the holder of a second card.
OWNED = "_h.role IN ['OWNER', 'JOINT', 'CO_BORROWER']"
HELD = f"MATCH (this)-[_h:HOLDS]->(_a:Account) WHERE scoped(_a) AND current(_h) AND {OWNED}"
HELD_BY_MEMBERS = (
    "MATCH (this)<-[_l:LIVES_IN|BELONGS_TO]-(_m:Party)-[_h:HOLDS]->(_a:Account) "
    f"WHERE scoped(_m) AND scoped(_a) AND current(_l) AND current(_h) AND {OWNED}"
)
# Sums are Python's: Neo4j refuses an aggregation below an expression that has other variables beside it.
SUMS = "COLLECT {{ {held} WITH DISTINCT _a RETURN [_a.currency, coalesce(_a.balance, _a.lastBalance)] }}"
PRODUCTS = """COLLECT {{ {held} WITH DISTINCT _a MATCH (_a)-[_o:OF]->(_p:Product) WHERE current(_o)
  RETURN [_p.code, _a.currency, coalesce(_a.balance, _a.lastBalance), shape(product, _p)] }}"""


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
    unknown: int


@dataclass(frozen=True, slots=True)
class ProductHolding:
    product: Any
    currency: str
    accounts: int
    unknown: int
    balance: str


def balances(held: list[Any]) -> list[Balance]:
    """By currency, in its alphabetical order; rows are [currency, minor units, null where unknown] of one account."""
    found: dict[str, list[int | None]] = {}
    for currency, minor in held:
        found.setdefault(currency, []).append(minor)
    return [
        Balance(
            currency,
            money.told(sum(minor for minor in each if minor and minor > 0), currency),
            money.told(-sum(minor for minor in each if minor and minor < 0), currency),
            len(each),
            each.count(None),
        )
        for currency, each in sorted(found.items())
    ]


def products(held: list[Any]) -> list[ProductHolding]:
    """By product code and currency; rows are [code, currency, minor units, the product's own rows] of one account."""
    found: dict[tuple[str, str], list[tuple[int | None, Any]]] = {}
    for code, currency, minor, product in held:
        found.setdefault((code, currency), []).append((minor, product))
    return [
        ProductHolding(
            each[0][1],
            currency,
            len(each),
            sum(minor is None for minor, _ in each),
            money.told(sum(minor or 0 for minor, _ in each), currency),
        )
        for (_, currency), each in sorted(found.items(), key=lambda item: item[0])
    ]
